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
            output.append(ASCII.hexDigit(byte >> 4))
            output.append(ASCII.hexDigit(byte & 0xF))
        }
    }
}

/// What ASCII letters and digits are to each other.
enum ASCII {
    @inline(__always)
    static func uppercased(_ byte: UInt8) -> UInt8 {
        byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z") ? byte & 0xDF : byte
    }

    @inline(__always)
    static func lowercased(_ byte: UInt8) -> UInt8 {
        byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
    }

    @inline(__always)
    static func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
    }

    @inline(__always)
    static func hexValue(_ byte: UInt8) -> UInt8? {
        let digit = byte &- UInt8(ascii: "0")
        if digit <= 9 { return digit }
        let letter = (byte | 0x20) &- UInt8(ascii: "a")
        return letter <= 5 ? letter + 10 : nil
    }
}
