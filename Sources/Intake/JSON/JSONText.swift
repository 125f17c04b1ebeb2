import Encodings

/// Writes JSON strings (RFC 8259, section 7). The input is UTF-8 that has been checked.
enum JSONText {
    static func append(string bytes: Bytes, to output: inout ByteBuffer) {
        output.append(UInt8(ascii: "\""))
        var plainStart = 0
        for index in 0..<bytes.count {
            let byte = bytes[index]
            guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else { continue }
            output.append(Bytes(rebasing: bytes[plainStart..<index]))
            append(escaped: byte, to: &output)
            plainStart = index + 1
        }
        output.append(Bytes(rebasing: bytes[plainStart...]))
        output.append(UInt8(ascii: "\""))
    }

    static func append(string bytes: [UInt8], to output: inout ByteBuffer) {
        bytes.withUnsafeBufferPointer { append(string: $0, to: &output) }
    }

    private static func append(escaped byte: UInt8, to output: inout ByteBuffer) {
        output.append(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\n"): output.append(UInt8(ascii: "n"))
        case UInt8(ascii: "\r"): output.append(UInt8(ascii: "r"))
        case UInt8(ascii: "\t"): output.append(UInt8(ascii: "t"))
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): output.append(byte)
        default:
            output.append(Array("u00".utf8))
            output.append(Hex.digit(byte >> 4))
            output.append(Hex.digit(byte & 0xF))
        }
    }
}
