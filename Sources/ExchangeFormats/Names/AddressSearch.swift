import Encodings

/// Looks for the address in a piece of text that holds one at most: what stands in angle brackets, or a mailbox without
/// any.
enum AddressSearch {
    /// How often an address may be wrapped in another one.
    private static let mostWrappings = 4

    static func first(in bytes: ArraySlice<UInt8>, wrappings: Int = 0) -> Address? {
        let bare = MailboxText.unwrapped(bytes)
        if let dn = MailboxText.leadingDN(bare) { return .legacyDN(dn) }
        let prefixes: [StaticString] = ["mailto:", "sip:", "sips:", "im:"]
        let whole = AddressBytes.trimmed(bytes)
        let text = prefixes.contains { AddressBytes.begins(whole, with: $0) } ? uri(bare) : bare
        guard text.contains(UInt8(ascii: "@")) else { return enclosedDN(in: text) }
        for word in AddressWords.all(in: text) {
            if let found = address(word, wrappings: wrappings) { return found }
        }
        // `Alice Lee (alice@example.com)`: where nothing else is an address, a comment may be one.
        guard text.contains(UInt8(ascii: "(")) else { return nil }
        let opened = text.map { $0 == UInt8(ascii: "(") || $0 == UInt8(ascii: ")") ? 0x20 : $0 }
        for word in AddressWords.all(in: opened[...]) {
            if let found = address(word, wrappings: wrappings) { return found }
        }
        return nil
    }

    /// A legacy DN behind other text: `[OneOff: "Name" EX:/o=…]`.
    private static func enclosedDN(in bytes: ArraySlice<UInt8>) -> Address? {
        guard let place = AddressBytes.place(of: "/o=", in: bytes),
            place == bytes.startIndex || !ASCII.isLetterOrDigit(bytes[place - 1])
        else { return nil }
        return MailboxText.leadingDN(bytes[place...]).map(Address.legacyDN)
    }

    /// An address as a URI has it (RFC 6068): without header fields, its escapes undone.
    private static func uri(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var result: [UInt8] = []
        var rest = bytes[..<(bytes.firstIndex(of: UInt8(ascii: "?")) ?? bytes.endIndex)]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count >= 2,
                let value = UInt8(AddressBytes.text(rest.prefix(2)), radix: 16), value > 0x20
            {
                result.append(value)
                rest = rest.dropFirst(2)
            } else {
                result.append(byte)
            }
        }
        return result[...]
    }

    // MARK: One address

    private static func address(_ word: AddressWords.Word, wrappings: Int) -> Address? {
        guard let domain = domain(word.domain) else { return nil }
        guard !word.isQuoted else { return .smtp(quotedLocal(word.local) + "@" + domain) }
        // Nothing of these stands in a local part without quotation marks: what is before them is another thing's name.
        var local = word.local[...]
        if let sign = local.lastIndex(where: { isBeforeLocal($0) }) { local = local[(sign + 1)...] }
        local = AddressBytes.trimmed(local) { $0 == UInt8(ascii: "'") || $0 == UInt8(ascii: "\"") }
        guard !local.isEmpty else { return nil }
        if wrappings < mostWrappings, let inner = Encapsulation.inner(of: local) {
            if let dn = MailboxText.leadingDN(inner[...]) { return .legacyDN(dn) }
            if inner.contains(UInt8(ascii: "@")), let found = first(in: inner[...], wrappings: wrappings + 1),
                case .smtp = found
            {
                return found
            }
        }
        let name = AddressBytes.text(local).lowercased()
        return .smtp(guest(name) ?? name + "@" + domain)
    }

    /// Somebody of another organisation whom a tenant has as a guest: Entra makes `kim_partner.example#EXT#@contoso…`
    /// of kim@partner.example. A domain has no underscore, so the last one stands for the sign.
    private static func guest(_ local: String) -> String? {
        guard local.hasSuffix("#ext#"), let place = local.lastIndex(of: "_"), place > local.startIndex else {
            return nil
        }
        let home = local[local.index(after: place)...].dropLast(5)
        guard home.contains("."), let domain = domain(Array(home.utf8)), domain.utf8.count >= home.utf8.count else {
            return nil
        }
        return local[..<place] + "@" + domain
    }

    /// Whether a sign stands in no local part without quotation marks.
    static func isBeforeLocal(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: ":"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "("), UInt8(ascii: ")"),
            UInt8(ascii: "["), UInt8(ascii: "]"),
            UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\\"), UInt8(ascii: "\""):
            true
        default: false
        }
    }

    /// A local part that was quoted: without the marks where it needs none, so that both ways to write it are one
    /// address.
    private static func quotedLocal(_ bytes: [UInt8]) -> String {
        let isAtoms = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { atom in
            !atom.isEmpty
                && atom.allSatisfy {
                    ASCII.isLetterOrDigit($0) || $0 >= 0x80 || "!#$%&'*+-/=?^_`{|}~".utf8.contains($0)
                }
        }
        let text = AddressBytes.text(bytes).lowercased()
        guard !isAtoms else { return text }
        var quoted = "\""
        for character in text.unicodeScalars {
            if character == "\"" || character == "\\" { quoted.unicodeScalars.append("\\") }
            quoted.unicodeScalars.append(character)
        }
        return quoted + "\""
    }

    /// The domain that a text begins with, in its canonical form: an address literal in brackets, or labels; nil for
    /// none.
    private static func domain(_ bytes: [UInt8]) -> String? {
        if bytes.first == UInt8(ascii: "["), let close = bytes.firstIndex(of: UInt8(ascii: "]")), close > 1 {
            return AddressBytes.text(bytes[...close]).lowercased()
        }
        let labels = bytes.prefix {
            ASCII.isLetterOrDigit($0) || $0 >= 0x80 || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".")
                || $0 == UInt8(ascii: "_")
        }
        let plain = labels.contains(where: { $0 >= 0x80 }) ? withoutPunctuation(labels) : labels
        let trimmed = AddressBytes.trimmed(plain) { $0 == UInt8(ascii: ".") }
        guard !trimmed.isEmpty else { return nil }
        let domain = DomainName.canonical(AddressBytes.text(trimmed))
        // A full stop of East Asia at the end has become the dot of the root.
        return domain.utf8.last == UInt8(ascii: ".") ? String(domain.dropLast()) : domain
    }

    /// Up to the first sign that stands in no domain of any alphabet. Of punctuation only the full stops of East Asia
    /// and the signs that RFC 5892 allows between letters do.
    private static func withoutPunctuation(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var length = 0
        for scalar in AddressBytes.text(bytes).unicodeScalars {
            switch scalar.properties.generalCategory {
            case .initialPunctuation, .finalPunctuation, .openPunctuation, .closePunctuation, .otherPunctuation,
                .mathSymbol, .dashPunctuation:
                let isAllowed =
                    scalar.isASCII || [0xB7, 0x5F3, 0x5F4, 0x3002, 0x30FB, 0xFF0E, 0xFF61].contains(scalar.value)
                guard isAllowed else { return bytes.prefix(length) }
            default: break
            }
            length += UTF8.width(scalar)
        }
        return bytes
    }
}

/// Addresses of other kinds in the local part of an address for mail: `IMCEAEX-_o=Org_ou=…@example.com`,
/// `IMCEASMTP-a+40b+2Ecom@example.com`.
enum Encapsulation {
    /// The address inside; nil where there is none.
    static func inner(of local: ArraySlice<UInt8>) -> [UInt8]? {
        let ofNames: [StaticString] = ["imceaex-", "imceax500-"]
        let ofMail: [StaticString] = ["imceasmtp-", "imceamailto-", "imceasip-", "imceainvalid-", "imceaundefined-"]
        let isOfMail = ofMail.contains { AddressBytes.begins(local, with: $0) }
        guard let prefix = (ofNames + ofMail).first(where: { AddressBytes.begins(local, with: $0) }) else { return nil }
        var bytes: [UInt8] = []
        var rest = local.dropFirst(prefix.utf8CodeUnitCount)
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "_") {
                // A slash of a DN; a mail address has none, so its underscore is one.
                bytes.append(isOfMail ? byte : UInt8(ascii: "/"))
            } else if byte == UInt8(ascii: "+"), rest.count >= 2, let value = hexByte(rest) {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return bytes
    }

    private static func hexByte(_ digits: ArraySlice<UInt8>) -> UInt8? {
        guard let high = Hex.value(digits[digits.startIndex]),
            let low = Hex.value(digits[digits.startIndex + 1])
        else { return nil }
        return high << 4 | low
    }
}
