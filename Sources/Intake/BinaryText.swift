import ExchangeFormats

/// Bytes that an export shows as text: in hex or in Base64.
enum BinaryText {
    /// Appends the bytes of a recurrence blob: decoded when the text is hex or Base64, else the text's own bytes.
    static func appendBlob(_ field: Bytes, to output: inout ByteBuffer) {
        let text = FieldValues.trimmed(field)
        if appendHex(text, to: &output) { return }
        if let bytes = base64(text) { output.append(bytes) } else { output.append(field) }
    }

    private static func appendHex(_ text: Bytes, to output: inout ByteBuffer) -> Bool {
        guard text.count > 0, text.count % 2 == 0 else { return false }
        let start = output.count
        var index = 0
        while index < text.count {
            guard let high = ASCII.hexValue(text[index]), let low = ASCII.hexValue(text[index + 1]) else {
                output.truncate(to: start)
                return false
            }
            output.append(high << 4 | low)
            index += 2
        }
        return true
    }

    /// The bytes of a global object id ([MS-OXOCAL] 2.2.1.27) in any of the forms that exports and people write:
    /// hex in either case, with `UID:` or `0x` in front, with spaces or dashes, with its leading zero lost, or
    /// Base64. Nil for anything that is not well-formed.
    static func globalObjectID(_ text: Bytes) -> [UInt8]? {
        var digits = text.filter { $0 != 0x20 && $0 != UInt8(ascii: "-") }
        if digits.starts(with: "UID:".utf8) || digits.starts(with: "uid:".utf8) { digits.removeFirst(4) }
        if digits.starts(with: "0x".utf8) || digits.starts(with: "0X".utf8) { digits.removeFirst(2) }
        // A spreadsheet or a hand copy drops the zero in front.
        if digits.count % 2 == 1, digits.first == UInt8(ascii: "4") { digits.insert(UInt8(ascii: "0"), at: 0) }
        var buffer = ByteBuffer(capacity: digits.count)
        let isHex = digits.withUnsafeBufferPointer { appendHex($0, to: &buffer) }
        guard let bytes = isHex ? Array(buffer.bytes) : base64(text) else { return nil }
        return isWellFormed(bytes) ? bytes : nil
    }

    private static let classID: [UInt8] = [
        0x04, 0, 0, 0, 0x82, 0, 0xE0, 0, 0x74, 0xC5, 0xB7, 0x10, 0x1A, 0x82, 0xE0, 0x08,
    ]

    private static func isWellFormed(_ bytes: [UInt8]) -> Bool {
        guard bytes.count >= 40, bytes.starts(with: classID) else { return false }
        let size = (36..<40).reversed().reduce(0) { $0 << 8 | Int(bytes[$1]) }
        guard (0...1).contains(bytes.count - 40 - size) else { return false }
        let (year, month, day) = (Int(bytes[16]) << 8 | Int(bytes[17]), Int(bytes[18]), Int(bytes[19]))
        if (year, month, day) == (0, 0, 0) { return true }
        return (1601...4500).contains(year) && CivilDate(year: year, month: month, day: day) != nil
    }

    /// Standard Base64 (RFC 4648, section 4), with its padding.
    static func base64(_ text: Bytes) -> [UInt8]? {
        guard text.count >= 4, text.count % 4 == 0 else { return nil }
        let padding = text[text.count - 1] != UInt8(ascii: "=") ? 0 : text[text.count - 2] != UInt8(ascii: "=") ? 1 : 2
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 4 * 3)
        var word: UInt32 = 0
        for index in 0..<(text.count - padding) {
            guard let value = base64Value(text[index]) else { return nil }
            word = word << 6 | UInt32(value)
            if index % 4 == 3 {
                bytes.append(UInt8(truncatingIfNeeded: word >> 16))
                bytes.append(UInt8(truncatingIfNeeded: word >> 8))
                bytes.append(UInt8(truncatingIfNeeded: word))
                word = 0
            }
        }
        if padding == 1 {
            bytes.append(UInt8(truncatingIfNeeded: word >> 10))
            bytes.append(UInt8(truncatingIfNeeded: word >> 2))
        } else if padding == 2 {
            bytes.append(UInt8(truncatingIfNeeded: word >> 4))
        }
        return bytes
    }

    private static func base64Value(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0") + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
