/// An address as Exchange's exports write it, brought to one form.
public enum Address: Hashable, Sendable {
    /// In lower case.
    case smtp(String)
    /// A legacyExchangeDN, in lower case: `/o=org/ou=…/cn=recipients/cn=…`.
    case legacyDN(String)
    /// A name and nothing more.
    case displayName(String)

    /// The one text that stands for the address wherever identities are compared. A pseudonym stays as it is.
    public var canonical: String {
        switch self {
        case .smtp(let text), .legacyDN(let text): text
        case .displayName(let text): Pseudonym.isOne(text) ? text : text.lowercased()
        }
    }

    /// Reads an address in any of its forms: `SMTP:a@b`, `mailto:a@b`, `"Name" <a@b>`, `"Name" <EX:/o=…>`, one-off forms, the text
    /// of an object with an SmtpEmailAddress, an encapsulated `IMCEAEX-…@…`.
    ///
    /// - Returns: nil for an empty text and for the placeholders that mean none.
    public init?(_ text: String) {
        if let address = Address.plainMail(text) {
            self = .smtp(address)
            return
        }
        let plain = Address.trimmed(text)
        guard !plain.isEmpty, !Address.placeholders.contains(plain.lowercased()) else { return nil }
        if let inner = Address.inside(plain), let found = Address(inner) {
            self = found
            return
        }
        let bare = Address.withoutPrefix(plain)
        guard !bare.isEmpty else { return nil }
        if let first = bare.first, first == "/", bare.lowercased().hasPrefix("/o=") {
            self = .legacyDN(bare.lowercased())
        } else if let dn = Address.encapsulated(bare) {
            self = .legacyDN(dn)
        } else if let at = bare.lastIndex(of: "@"), at != bare.startIndex, bare.index(after: at) != bare.endIndex,
            !bare.contains(where: \.isWhitespace)
        {
            self = .smtp(bare.lowercased())
        } else {
            self = .displayName(bare)
        }
    }

    /// The address that a text is and nothing else, in lower case: what most cells hold, told byte by byte. Nil for whatever could have
    /// another form.
    private static func plainMail(_ text: String) -> String? {
        let bytes = text.utf8
        var place = 0, at: Int?
        var hasCapitals = false
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"):
                break
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): hasCapitals = true
            case UInt8(ascii: "@"):
                guard at == nil, place > 0 else { return nil }
                at = place
            default: return nil
            }
            place += 1
        }
        // An encapsulated DN has an equals sign, or its code with a plus sign.
        guard let at, at < place - 1 else { return nil }
        return hasCapitals ? text.lowercased() : text
    }

    private static let placeholders: Set<String> = ["notfound", "n/a", "invalidschemapropertyname", "<>", "{}"]

    private static func trimmed(_ text: some StringProtocol) -> String {
        var rest = Substring(text)
        while let first = rest.first, first.isWhitespace { rest.removeFirst() }
        while let last = rest.last, last.isWhitespace { rest.removeLast() }
        return String(rest)
    }

    private static func withoutPrefix(_ text: String) -> String {
        var rest = Substring(text)
        for quote in ["'", "\""] as [Character] where rest.count > 1 && rest.first == quote && rest.last == quote { rest = rest.dropFirst().dropLast() }
        let folded = rest.lowercased()
        for prefix in ["smtp:", "mailto:", "ex:", "x500:"] where folded.hasPrefix(prefix) { return trimmed(rest.dropFirst(prefix.count)) }
        return String(rest)
    }

    /// What the last angle brackets, a one-off form or an object's text hold; nil for a text without any of them.
    private static func inside(_ text: String) -> String? {
        if text.last == ">", let open = text.lastIndex(of: "<") { return String(text[text.index(after: open)...].dropLast()) }
        if text.last == "]" {
            for mark in ["smtp:", "ex:"] {
                guard let rest = Address.rest(of: text, after: mark).last else { continue }
                return String(mark == "smtp:" ? rest.prefix { $0 != "]" && !$0.isWhitespace } : rest.dropLast())
            }
        }
        // The address for mail stands before the one that Exchange routes by, wherever each is.
        for isWanted in [{ (value: Substring) in value.contains("@") }, { $0.hasPrefix("/") }] {
            for mark in ["emailaddress=", "emailaddress:"] {
                for rest in Address.rest(of: text, after: mark) {
                    let value = rest.drop { $0 == " " || $0 == "\"" }.prefix { !";,}\"".contains($0) && !$0.isNewline }
                    if isWanted(value) { return String(value) }
                }
            }
        }
        return nil
    }

    /// What follows each place where a mark stands in a text, ASCII letters compared without regard to case.
    private static func rest(of text: String, after mark: String) -> [Substring] {
        let bytes = Array(text.utf8), sought = Array(mark.utf8)
        guard bytes.count >= sought.count else { return [] }
        return (0...bytes.count - sought.count).compactMap { start in
            for offset in sought.indices {
                let byte = bytes[start + offset]
                let folded = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
                if folded != sought[offset] { return nil }
            }
            return Substring(text.utf8.dropFirst(start + sought.count))
        }
    }

    /// A legacy DN in the local part of an address: `_` stands for `/`, `+20` for a space.
    private static func encapsulated(_ text: String) -> String? {
        guard text.lowercased().hasPrefix("imceaex-"), let at = text.lastIndex(of: "@") else { return nil }
        var bytes: [UInt8] = []
        var rest = Array(text[..<at].utf8.dropFirst(8))[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "_") {
                bytes.append(UInt8(ascii: "/"))
            } else if byte == UInt8(ascii: "+"), rest.first != byte, let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16), rest.count >= 2 {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        let name = String(decoding: bytes, as: UTF8.self).lowercased()
        return name.hasPrefix("/o=") ? name : nil
    }
}

/// The components of Exchange that appear as the user responsible for a change: never somebody.
public enum SystemPrincipal {
    /// The name to show for a system component; nil for a person.
    public static func name(_ user: String) -> String? {
        let folded = user.lowercased()
        // Nearly all users are addresses, and a search within a text costs more than all else that is done with one.
        if folded.utf8.first == UInt8(ascii: "/"), folded.contains("/cn=configuration/") || folded.hasSuffix("/cn=microsoft system attendant") {
            return "Microsoft System Attendant"
        }
        switch folded {
        case "microsoft system attendant": return "Microsoft System Attendant"
        case "calendar assistant": return "Calendar Assistant"
        case "microsoftexchange", "transport service", "transport", "microsoft exchange": return "MicrosoftExchange"
        case "system", "nt authority\\system", "localsystem": return "System"
        default: return folded.hasPrefix("microsoftexchange329e71ec88ae4615bbc36ab6ce41109e") ? "MicrosoftExchange" : nil
        }
    }
}
