import Encodings

/// The bytes of a cell that names somebody, without what no reader sees.
enum AddressBytes {
    /// Without zero-width signs, marks of direction, soft hyphens, byte order marks and control characters; every kind
    /// of white space is a space, but line feeds stay, and there is none at the ends.
    static func cleaned(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        if text.utf8.allSatisfy({ $0 < 0x80 }) {
            for byte in text.utf8 { append(Unicode.Scalar(byte), to: &bytes) }
        } else {
            for scalar in text.unicodeScalars { append(scalar, to: &bytes) }
        }
        return Array(trimmed(bytes[...]))
    }

    private static func append(_ scalar: Unicode.Scalar, to bytes: inout [UInt8]) {
        switch scalar.value {
        case 0x0A, 0x2028, 0x2029, 0x85: bytes.append(0x0A)
        case 0x09, 0x0B...0x0D, 0xA0, 0x1680, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: bytes.append(0x20)
        case 0...0x1F, 0x7F...0x9F, 0xAD, 0x34F, 0x61C, 0x180E, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F,
            0xFE00...0xFE0F, 0xFEFF, 0xFFF9...0xFFFB:
            break
        default: bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        }
    }

    /// With the signs of ASCII in the place of those that other keyboards and text programs write instead: full-width
    /// forms, typographic quotation marks and brackets, the commas of East Asia. Nil where there is none of them.
    static func withPlainSigns(_ bytes: [UInt8]) -> [UInt8]? {
        guard bytes.contains(where: { $0 >= 0x80 }) else { return nil }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var isChanged = false
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            if let sign = plainSign(scalar) {
                result.append(sign)
                isChanged = true
            } else {
                result.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            }
        }
        return isChanged ? result : nil
    }

    static func plainSign(_ scalar: Unicode.Scalar) -> UInt8? {
        switch scalar.value {
        case 0xFF01...0xFF5E: UInt8(truncatingIfNeeded: scalar.value - 0xFEE0)
        case 0xAB, 0xBB, 0x201C...0x201F, 0x300C...0x300F: UInt8(ascii: "\"")
        case 0x2018...0x201B: UInt8(ascii: "'")
        case 0x2039, 0x2329, 0x27E8, 0x3008, 0x300A: UInt8(ascii: "<")
        case 0x203A, 0x232A, 0x27E9, 0x3009, 0x300B: UInt8(ascii: ">")
        case 0x3001, 0xFE50, 0xFE51, 0xFF64, 0x060C: UInt8(ascii: ",")
        case 0xFE54, 0x061B: UInt8(ascii: ";")
        case 0xFE6B: UInt8(ascii: "@")
        default: nil
        }
    }

    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A }

    static func trimmed(_ bytes: ArraySlice<UInt8>, of signs: (UInt8) -> Bool = isSpace) -> ArraySlice<UInt8> {
        var rest = bytes
        while let first = rest.first, signs(first) { rest.removeFirst() }
        while let last = rest.last, signs(last) { rest.removeLast() }
        return rest
    }

    /// - Parameter word: in lower-case ASCII.
    static func begins(_ bytes: ArraySlice<UInt8>, with word: StaticString) -> Bool {
        guard bytes.count >= word.utf8CodeUnitCount else { return false }
        return (0..<word.utf8CodeUnitCount).allSatisfy {
            ASCII.lowercased(bytes[bytes.startIndex + $0]) == word.utf8Start[$0]
        }
    }

    /// Where a word of lower-case ASCII first stands, in any case.
    static func place(of word: StaticString, in bytes: ArraySlice<UInt8>) -> Int? {
        guard bytes.count >= word.utf8CodeUnitCount else { return nil }
        return (bytes.startIndex...bytes.endIndex - word.utf8CodeUnitCount).first { begins(bytes[$0...], with: word) }
    }

    static func text(_ bytes: some Sequence<UInt8>) -> String { String(decoding: Array(bytes), as: UTF8.self) }
}
