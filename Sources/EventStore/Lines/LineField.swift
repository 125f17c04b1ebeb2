import Encodings

/// Texts as fields of a line, which tabs part and a line feed ends: no control character stands in a field as it is.
///
/// `\t`, `\r`, `\n` and `\\` stand for a tab, a carriage return, a line feed and a backslash, `\xHH` for any other
/// control character of ASCII, and `\e` for a text that is there and empty.
package enum LineField {
    /// The field of a text that is there and empty; an empty field has no text.
    package static let emptyText: [UInt8] = Array("\\e".utf8)

    /// Adds a text to a line.
    package static func append(_ text: some Collection<UInt8>, to line: inout [UInt8]) {
        let start = line.count
        line.append(contentsOf: text)
        guard line[start...].contains(where: isEscaped) else { return }
        let plain = Array(line[start...])
        line.removeSubrange(start...)
        for byte in plain { append(escaping: byte, to: &line) }
    }

    /// Adds the key that a line begins with: none begins as a trailer does.
    package static func append(key: some Collection<UInt8>, to line: inout [UInt8]) {
        guard key.first == UInt8(ascii: "#") else { return append(key, to: &line) }
        appendHex(UInt8(ascii: "#"), to: &line)
        append(key.dropFirst(), to: &line)
    }

    /// The text of a field; nil for one that no text is written as.
    package static func text(of field: ArraySlice<UInt8>) -> [UInt8]? {
        guard field.contains(UInt8(ascii: "\\")) else { return Array(field) }
        if field.elementsEqual(emptyText) { return [] }
        var text: [UInt8] = []
        text.reserveCapacity(field.count)
        var rest = field
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\") else {
                text.append(byte)
                continue
            }
            guard let letter = rest.popFirst() else { return nil }
            switch letter {
            case UInt8(ascii: "t"): text.append(0x09)
            case UInt8(ascii: "r"): text.append(0x0D)
            case UInt8(ascii: "n"): text.append(0x0A)
            case UInt8(ascii: "\\"): text.append(letter)
            case UInt8(ascii: "x"):
                guard let high = rest.popFirst().flatMap(Hex.uppercaseValue),
                    let low = rest.popFirst().flatMap(Hex.uppercaseValue)
                else { return nil }
                text.append(high << 4 | low)
            default: return nil
            }
        }
        return text
    }

    @inline(__always)
    private static func isEscaped(_ byte: UInt8) -> Bool { byte < 0x20 || byte == UInt8(ascii: "\\") || byte == 0x7F }

    private static func append(escaping byte: UInt8, to line: inout [UInt8]) {
        guard isEscaped(byte) else { return line.append(byte) }
        let letter: UInt8
        switch byte {
        case 0x09: letter = UInt8(ascii: "t")
        case 0x0D: letter = UInt8(ascii: "r")
        case 0x0A: letter = UInt8(ascii: "n")
        case UInt8(ascii: "\\"): letter = byte
        default: return appendHex(byte, to: &line)
        }
        line.append(UInt8(ascii: "\\"))
        line.append(letter)
    }

    private static func appendHex(_ byte: UInt8, to line: inout [UInt8]) {
        line.append(UInt8(ascii: "\\"))
        line.append(UInt8(ascii: "x"))
        Hex.append(byte, to: &line)
    }
}
