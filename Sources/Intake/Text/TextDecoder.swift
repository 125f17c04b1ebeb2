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
        case .windows1250: return decodeCodePage(input, upperHalf: CodePage.windows1250, into: output)
        case .windows1252: return decodeCodePage(input, upperHalf: CodePage.windows1252, into: output)
        case .utf16LittleEndian, .utf16BigEndian: return decodeUTF16(input, into: output)
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

/// The characters of the bytes 0x80–0xFF, as Microsoft's best-fit tables give them; 0 where a byte is not defined.
enum CodePage {
    static let windows1250: [UInt16] = [
        0x20AC, 0, 0x201A, 0, 0x201E, 0x2026, 0x2020, 0x2021, 0, 0x2030, 0x160, 0x2039,
        0x15A, 0x164, 0x17D, 0x179, 0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
        0, 0x2122, 0x161, 0x203A, 0x15B, 0x165, 0x17E, 0x17A, 0xA0, 0x2C7, 0x2D8, 0x141,
        0xA4, 0x104, 0xA6, 0xA7, 0xA8, 0xA9, 0x15E, 0xAB, 0xAC, 0xAD, 0xAE, 0x17B,
        0xB0, 0xB1, 0x2DB, 0x142, 0xB4, 0xB5, 0xB6, 0xB7, 0xB8, 0x105, 0x15F, 0xBB,
        0x13D, 0x2DD, 0x13E, 0x17C, 0x154, 0xC1, 0xC2, 0x102, 0xC4, 0x139, 0x106, 0xC7,
        0x10C, 0xC9, 0x118, 0xCB, 0x11A, 0xCD, 0xCE, 0x10E, 0x110, 0x143, 0x147, 0xD3,
        0xD4, 0x150, 0xD6, 0xD7, 0x158, 0x16E, 0xDA, 0x170, 0xDC, 0xDD, 0x162, 0xDF,
        0x155, 0xE1, 0xE2, 0x103, 0xE4, 0x13A, 0x107, 0xE7, 0x10D, 0xE9, 0x119, 0xEB,
        0x11B, 0xED, 0xEE, 0x10F, 0x111, 0x144, 0x148, 0xF3, 0xF4, 0x151, 0xF6, 0xF7,
        0x159, 0x16F, 0xFA, 0x171, 0xFC, 0xFD, 0x163, 0x2D9,
    ]

    /// As Latin-1 from 0xA0 on.
    static let windows1252: [UInt16] =
        [
            0x20AC, 0, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039,
            0x152, 0, 0x17D, 0, 0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
            0x2DC, 0x2122, 0x161, 0x203A, 0x153, 0, 0x17E, 0x178,
        ] + (0xA0...0xFF).map { UInt16($0) }
}
