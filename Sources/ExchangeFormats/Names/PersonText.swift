/// Somebody as one cell of an export names them: by an address for mail, by a legacy DN, by a name, or by several of
/// these.
///
/// The one parser of addresses, for every column of every log. It reads what RFC 5322 allows and what Exchange,
/// PowerShell, EWS and Graph write; no cell costs more than linear time.
public struct PersonText: Hashable, Sendable {
    /// In lower case, its domain in the form of `DomainName`.
    public var smtp: String?
    /// A legacyExchangeDN in lower case.
    public var legacyDN: String?
    /// Only where there is no address.
    public var name: String?

    /// The address for mail outweighs the one that Exchange routes by, and each of them a name.
    public var address: Address? {
        if let smtp { return .smtp(smtp) }
        if let legacyDN { return .legacyDN(legacyDN) }
        return name.map(Address.displayName)
    }

    /// Of a cell with several people, the first who has an address. Nobody for placeholders, for the names of .NET
    /// types and for what is masked.
    public init(_ text: String) {
        if let plain = PersonText.plainMail(text) {
            smtp = plain
            return
        }
        let bytes = AddressBytes.cleaned(text)
        guard !PersonText.namesNobody(bytes) else { return }
        let first = bytes[0]
        let isObject =
            first == UInt8(ascii: "{") || first == UInt8(ascii: "[") || bytes.starts(with: "@{".utf8)
            || bytes.starts(with: "\"{".utf8)
        take(bytes, isObject: isObject)
        // Only what is no address as it stands is looked at in other letters: a name that its owner writes must not
        // become part of what counts.
        guard legacyDN == nil, smtp.map(PersonText.holdsOtherSigns) ?? true,
            let plain = AddressBytes.withPlainSigns(bytes)
        else { return }
        let asWritten = self
        self.name = nil
        take(plain, isObject: isObject)
        if smtp == nil, legacyDN == nil { self = asWritten }
    }

    private mutating func take(_ bytes: [UInt8], isObject: Bool) {
        let object = PersonObject(bytes, isBraced: isObject)
        (smtp, legacyDN) = (object.smtp, object.legacyDN)
        guard smtp == nil, legacyDN == nil else { return }
        let found = MailboxText(PersonText.withoutBraces(bytes))
        (smtp, legacyDN) = (found.smtp, found.legacyDN)
        guard smtp == nil, legacyDN == nil else { return }
        // A piece of JSON is nobody's name.
        name = isObject ? object.name : found.name
    }

    private static func holdsOtherSigns(_ address: String) -> Bool {
        address.utf8.contains { $0 >= 0x80 } && address.unicodeScalars.contains { AddressBytes.plainSign($0) != nil }
    }

    /// What braces or brackets around all of a text hold: PowerShell writes lists so.
    private static func withoutBraces(_ bytes: [UInt8]) -> [UInt8] {
        let ends = (bytes.first, bytes.last)
        guard bytes.count > 1,
            ends == (UInt8(ascii: "{"), UInt8(ascii: "}")) || ends == (UInt8(ascii: "["), UInt8(ascii: "]"))
        else { return bytes }
        return Array(bytes.dropFirst().dropLast())
    }

    private static func namesNobody(_ bytes: [UInt8]) -> Bool {
        if bytes.isEmpty || bytes.withUnsafeBufferPointer({ Placeholder.isOne($0) }) { return true }
        let holdsAt = bytes.contains(UInt8(ascii: "@"))
        let isType =
            !holdsAt
            && ["system.", "microsoft.exchange.", "deserialized."].contains {
                AddressBytes.begins(bytes[...], with: $0)
            }
        return isType || (!holdsAt && AddressBytes.place(of: "redacted-", in: bytes[...]) != nil)
    }

    /// The address that a text is and nothing else, in lower case: what most cells hold, told byte by byte. Nil for
    /// whatever could have another form.
    private static func plainMail(_ text: String) -> String? {
        let bytes = text.utf8
        var place = 0, at: Int?
        var hasCapitals = false, last: UInt8 = 0
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."),
                UInt8(ascii: "_"):
                break
            case UInt8(ascii: "-"):
                // Only labels of other alphabets have two dashes in a row as their third and fourth sign.
                if at != nil, last == byte { return nil }
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): hasCapitals = true
            case UInt8(ascii: "@"):
                guard at == nil, place > 0 else { return nil }
                at = place
            default: return nil
            }
            last = byte
            place += 1
        }
        // An encapsulated address has an equals sign, or its code with a plus sign.
        guard let at, at < place - 1, last != UInt8(ascii: "."), last != UInt8(ascii: "-") else { return nil }
        return hasCapitals ? text.lowercased() : text
    }
}
