import Encodings

/// An object that names somebody, as text: JSON of Graph (`emailAddress: {name, address}`), of EWS (`Mailbox: {Name,
/// EmailAddress}`) and of PowerShell (`SmtpEmailAddress`, `EmailAddress`, `RoutingType`), also inside a string, and
/// PowerShell's own `@{Key=Value; …}`.
///
/// Keys are looked for at any depth, in one pass: what is cut off in the middle is read as far as it goes.
struct PersonObject {
    private(set) var smtp: String?
    private(set) var legacyDN: String?
    private(set) var name: String?

    /// The keys of addresses, the surest first.
    private static let addressKeys: [StaticString] = [
        "smtpemailaddress", "primarysmtpaddress", "smtpaddress", "emailaddress", "windowsemailaddress", "address",
        "mail", "email",
        "userprincipalname", "legacyexchangedn", "legacydn", "sipuri",
    ]
    private static let nameKeys: [StaticString] = ["displayname", "name"]

    private let bytes: [UInt8]
    private var rank = Int.max

    /// - Parameter isBraced: whether the text as a whole is an object. Where it is not, only keys count that no name
    ///   would have.
    init(_ bytes: [UInt8], isBraced: Bool) {
        self.bytes = bytes
        guard isBraced || bytes.contains(UInt8(ascii: "=")) || bytes.contains(UInt8(ascii: ":")) else { return }
        var place = 0
        while place < bytes.count {
            guard ASCII.isLetter(bytes[place]) else {
                place += 1
                continue
            }
            var end = place
            while end < bytes.count, ASCII.isLetterOrDigit(bytes[end]) { end += 1 }
            place = take(key: bytes[place..<end], isBraced: isBraced) ?? end
        }
    }

    /// Takes the value of a key.
    ///
    /// - Returns: where to go on; nil where the word is no key.
    private mutating func take(key: ArraySlice<UInt8>, isBraced: Bool) -> Int? {
        guard key.count <= 20 else { return nil }
        func index(in keys: [StaticString]) -> Int? {
            keys.firstIndex { $0.utf8CodeUnitCount == key.count && AddressBytes.begins(key, with: $0) }
        }
        let address = index(in: Self.addressKeys), isName = address == nil && index(in: Self.nameKeys) != nil
        guard address != nil || isName else { return nil }
        var place = key.endIndex
        func skip(_ signs: StaticString) {
            while place < bytes.count,
                (0..<signs.utf8CodeUnitCount).contains(where: { signs.utf8Start[$0] == bytes[place] })
            { place += 1 }
        }
        skip(" \n\"'\\")
        guard place < bytes.count, bytes[place] == UInt8(ascii: "=") || bytes[place] == UInt8(ascii: ":") else {
            return nil
        }
        // "Name: somebody" can be a name.
        if !isBraced, bytes[place] == UInt8(ascii: ":"), (address ?? .max) > 4 { return nil }
        place += 1
        skip(" \n")
        let value = value(at: &place)
        guard !value.isEmpty else { return place }
        if let address {
            note(value, rank: address)
        } else if name == nil {
            let found = MailboxText(value)
            if found.smtp == nil, found.legacyDN == nil { name = found.name }
        }
        return place
    }

    private mutating func note(_ value: [UInt8], rank: Int) {
        guard !value.withUnsafeBufferPointer({ Placeholder.isOne($0) }) else { return }
        let found = MailboxText(value)
        if let address = found.smtp, rank < self.rank { (smtp, self.rank) = (address, rank) }
        if legacyDN == nil { legacyDN = found.legacyDN }
    }

    /// The value that begins at a place: quoted, also with escaped quotation marks, or up to the next separator.
    /// Nothing for an object or a list, whose own keys come next.
    private func value(at place: inout Int) -> [UInt8] {
        guard place < bytes.count else { return [] }
        var isEscaped = false
        if bytes[place] == UInt8(ascii: "\\"), place + 1 < bytes.count, bytes[place + 1] == UInt8(ascii: "\"") {
            isEscaped = true
            place += 1
        }
        let first = bytes[place]
        if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") { return [] }
        let isQuoted = first == UInt8(ascii: "\"") || first == UInt8(ascii: "'")
        if isQuoted { place += 1 }
        var value: [UInt8] = []
        while place < bytes.count {
            let byte = bytes[place]
            if isQuoted {
                if byte == first { break }
                if byte == UInt8(ascii: "\\"), first == UInt8(ascii: "\"") {
                    if isEscaped, place + 1 < bytes.count, bytes[place + 1] == first {
                        place += 1
                        break
                    }
                    JSONEscape.take(from: bytes, at: &place, into: &value)
                    continue
                }
            } else if byte == UInt8(ascii: ";") || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}")
                || byte == UInt8(ascii: "]") || byte == 0x0A
            {
                break
            }
            value.append(byte)
            place += 1
        }
        if isQuoted, place < bytes.count { place += 1 }
        return Array(AddressBytes.trimmed(value[...]))
    }
}

/// The escapes of JSON's strings (RFC 8259, section 7).
private enum JSONEscape {
    /// Takes one escape; what is none stays as it is.
    static func take(from bytes: [UInt8], at place: inout Int, into value: inout [UInt8]) {
        guard place + 1 < bytes.count else {
            place += 1
            return
        }
        let kind = bytes[place + 1]
        place += 2
        switch kind {
        case UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"): value.append(0x20)
        case UInt8(ascii: "u"):
            guard let unit = unit(of: bytes, at: place) else { return }
            place += 4
            var units = [unit]
            if UTF16.isLeadSurrogate(unit), place + 1 < bytes.count, bytes[place] == UInt8(ascii: "\\"),
                bytes[place + 1] == UInt8(ascii: "u"),
                let second = self.unit(of: bytes, at: place + 2), UTF16.isTrailSurrogate(second)
            {
                units.append(second)
                place += 6
            }
            value.append(contentsOf: AddressBytes.cleaned(String(decoding: units, as: UTF16.self)))
        default: value.append(kind)
        }
    }

    private static func unit(of bytes: [UInt8], at place: Int) -> UInt16? {
        guard place + 4 <= bytes.count else { return nil }
        return UInt16(AddressBytes.text(bytes[place..<place + 4]), radix: 16)
    }
}
