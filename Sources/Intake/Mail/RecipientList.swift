import Encodings

/// The forms in which exports write several addresses into one value.
enum RecipientList {
    /// Appends the addresses of a value, separated by `;`.
    ///
    /// - Parameter isLoose: the value comes out of PowerShell, which separates by whatever it was told to: `;`, `,`,
    ///   `|`, white space, and braces around all. A legacy distinguished name holds spaces, so a value with one is
    ///   split at `;` alone.
    static func append(_ value: Bytes, isLoose: Bool, to text: inout ByteBuffer) {
        let start = text.count
        var value = value
        // Only around all: the addresses of some system mailboxes have braces of their own.
        if isLoose, value.first == UInt8(ascii: "{"), value.last == UInt8(ascii: "}") {
            value = Bytes(rebasing: value.dropFirst().dropLast())
        }
        let splitsLoosely = isLoose && !holdsDistinguishedName(value)
        var begin = 0
        var isQuoted = false
        for index in 0...value.count {
            if index < value.count {
                let byte = value[index]
                if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
                guard !isQuoted, isSeparator(byte, isLoose: splitsLoosely) else { continue }
            }
            let part = FieldValues.trimmed(Bytes(rebasing: value[begin..<index]))
            begin = index + 1
            guard part.count > 0 else { continue }
            if text.count > start { text.append(UInt8(ascii: ";")) }
            text.append(part)
        }
    }

    /// Appends the addresses of `address##Receive, Deliver;address##…`, separated by `;`. What stands between two
    /// addresses may hold a `;` of its own, so an address is what stands between `;` and `##`.
    static func appendAddresses(ofOutcomes value: Bytes, to text: inout ByteBuffer) {
        let start = text.count
        for part in value.split(separator: UInt8(ascii: ";")) {
            let mark = UInt8(ascii: "#")
            guard
                let end = part.indices.first(where: {
                    part[$0] == mark && $0 + 1 < part.endIndex && part[$0 + 1] == mark
                })
            else { continue }
            let address = FieldValues.trimmed(Bytes(rebasing: part[..<end]))
            guard address.count > 0 else { continue }
            if text.count > start { text.append(UInt8(ascii: ";")) }
            text.append(address)
        }
    }

    /// Whether a value is the name of a list's type instead of the list, or a list that was cut short for display: the
    /// addresses are lost.
    static func isLost(_ value: Bytes) -> Bool {
        let field = FieldValues.trimmed(value)
        for name in ["System.", "Microsoft.Exchange.", "Deserialized."]
        where field.starts(with: name.utf8) && !field.contains(UInt8(ascii: "@")) {
            return true
        }
        var end = field.count
        if end > 0, field[end - 1] == UInt8(ascii: "}") { end -= 1 }
        let head = Bytes(rebasing: field[..<end])
        return head.suffix(3).elementsEqual("...".utf8) || head.suffix(3).elementsEqual("\u{2026}".utf8)
    }

    private static func isSeparator(_ byte: UInt8, isLoose: Bool) -> Bool {
        switch byte {
        case UInt8(ascii: ";"): true
        case UInt8(ascii: ","), UInt8(ascii: "|"), UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"),
            UInt8(ascii: "\n"):
            isLoose
        default: false
        }
    }

    private static func holdsDistinguishedName(_ value: Bytes) -> Bool {
        guard value.count > 3 else { return false }
        for index in 0..<(value.count - 2)
        where value[index] == UInt8(ascii: "/") && ASCII.lowercased(value[index + 1]) == UInt8(ascii: "o")
            && value[index + 2] == UInt8(ascii: "=")
        {
            return true
        }
        return false
    }
}
