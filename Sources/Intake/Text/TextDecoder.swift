/// Turns the bytes of a file into UTF-8, chunk by chunk.
///
/// Nothing is ever replaced. What is invalid in the file's encoding comes out as bytes that are invalid UTF-8 too,
/// so that the row which holds it is found out, and so that the offending byte can still be read there: a byte
/// that its code page does not define is written as `FF` and that byte, an unpaired surrogate as its three bytes
/// (`ED A0…BF xx`), half a UTF-16 unit at the end of the file as `FF` and that byte. UTF-8 input passes through.
struct TextDecoder {
    let encoding: TextEncoding
    /// The first byte of a UTF-16 unit whose second has not come yet.
    private var half: UInt8?
    /// A high surrogate whose low one has not come yet.
    private var high: UInt16?

    init(_ encoding: TextEncoding) { self.encoding = encoding }

    /// Decodes a chunk into `output`, which must have room for `input.count * growth + 8` bytes. Returns the number of
    /// bytes written.
    mutating func decode(_ input: Bytes, into output: UnsafeMutablePointer<UInt8>) -> Int {
        guard let base = input.baseAddress else { return 0 }
        switch encoding {
        case .utf8:
            output.update(from: base, count: input.count)
            return input.count
        case .utf16LittleEndian, .utf16BigEndian: return decodeUTF16(input, into: output)
        default: return decodeCodePage(input, upperHalf: CodePage.upperHalf(of: encoding), into: output)
        }
    }

    /// What remains when the file ends in the middle of a character. Needs room for 8 bytes.
    mutating func finish(into output: UnsafeMutablePointer<UInt8>) -> Int {
        var count = 0
        if let unit = high { count += write(scalar: UInt32(unit), to: output) }
        if let byte = half {
            output[count] = 0xFF
            output[count + 1] = byte
            count += 2
        }
        high = nil
        half = nil
        return count
    }

    private func decodeCodePage(_ input: Bytes, upperHalf: [UInt16], into output: UnsafeMutablePointer<UInt8>) -> Int {
        var count = 0
        for byte in input {
            if byte < 0x80 {
                output[count] = byte
                count += 1
            } else if upperHalf[Int(byte) - 0x80] != 0 {
                count += write(scalar: UInt32(upperHalf[Int(byte) - 0x80]), to: output + count)
            } else {
                output[count] = 0xFF
                output[count + 1] = byte
                count += 2
            }
        }
        return count
    }

    private mutating func decodeUTF16(_ input: Bytes, into output: UnsafeMutablePointer<UInt8>) -> Int {
        let bigEndian = encoding == .utf16BigEndian
        var count = 0
        for byte in input {
            guard let first = half else {
                half = byte
                continue
            }
            half = nil
            let unit = bigEndian ? UInt16(first) << 8 | UInt16(byte) : UInt16(byte) << 8 | UInt16(first)
            if unit < 0x80, high == nil {
                output[count] = UInt8(truncatingIfNeeded: unit)
                count += 1
            } else {
                count += write(unit: unit, to: output + count)
            }
        }
        return count
    }

    private mutating func write(unit: UInt16, to output: UnsafeMutablePointer<UInt8>) -> Int {
        var count = 0
        if let first = high {
            high = nil
            if unit & 0xFC00 == 0xDC00 {
                return write(scalar: 0x10000 + (UInt32(first & 0x3FF) << 10 | UInt32(unit & 0x3FF)), to: output)
            }
            count = write(scalar: UInt32(first), to: output)
        }
        if unit & 0xFC00 == 0xD800 {
            high = unit
            return count
        }
        return count + write(scalar: UInt32(unit), to: output + count)
    }

    /// Writes the UTF-8 form, and for a surrogate the three bytes that form would have.
    private func write(scalar: UInt32, to output: UnsafeMutablePointer<UInt8>) -> Int {
        func tail(_ shift: UInt32) -> UInt8 { 0x80 | UInt8(truncatingIfNeeded: scalar >> shift) & 0x3F }
        switch scalar {
        case ..<0x80:
            output[0] = UInt8(truncatingIfNeeded: scalar)
            return 1
        case ..<0x800:
            output[0] = 0xC0 | UInt8(truncatingIfNeeded: scalar >> 6)
            output[1] = tail(0)
            return 2
        case ..<0x10000:
            output[0] = 0xE0 | UInt8(truncatingIfNeeded: scalar >> 12)
            output[1] = tail(6)
            output[2] = tail(0)
            return 3
        default:
            output[0] = 0xF0 | UInt8(truncatingIfNeeded: scalar >> 18)
            output[1] = tail(12)
            output[2] = tail(6)
            output[3] = tail(0)
            return 4
        }
    }
}
