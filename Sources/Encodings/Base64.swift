/// Base64 with its padding (RFC 4648, section 4).
@usableFromInline
package enum Base64 {
    private static let digits: StaticString = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

    package static func string(_ bytes: [UInt8]) -> String {
        String(unsafeUninitializedCapacity: (bytes.count + 2) / 3 * 4) { text in
            bytes.withUnsafeBytes { write($0, to: text) }
        }
    }

    /// Writes the text of bytes to where there is room for four digits for each three bytes begun.
    ///
    /// - Returns: how many digits that are.
    package static func write(_ bytes: UnsafeRawBufferPointer, to text: UnsafeMutableBufferPointer<UInt8>) -> Int {
        var index = 0, length = 0
        while index < bytes.count {
            let left = bytes.count - index
            let group =
                UInt32(bytes[index]) << 16 | (left > 1 ? UInt32(bytes[index + 1]) << 8 : 0)
                | (left > 2 ? UInt32(bytes[index + 2]) : 0)
            for place in 0..<4 {
                let isPadding = place > left
                text[length + place] =
                    isPadding ? UInt8(ascii: "=") : digits.utf8Start[Int(group >> UInt32(18 - 6 * place) & 63)]
            }
            index += 3
            length += 4
        }
        return length
    }

    /// The bytes that `string` wrote; nil for any other text.
    package static func bytes(_ text: some Collection<UInt8>) -> [UInt8]? {
        guard text.count % 4 == 0 else { return nil }
        var result: [UInt8] = []
        result.reserveCapacity(text.count / 4 * 3)
        var group: UInt32 = 0, length = 0, padding = 0
        for byte in text {
            if byte == UInt8(ascii: "=") {
                padding += 1
                group <<= 6
            } else {
                guard padding == 0, let digit = value(byte) else { return nil }
                group = group << 6 | UInt32(digit)
            }
            length += 1
            guard length % 4 == 0 else { continue }
            for shift in [UInt32(16), 8, 0] { result.append(UInt8(truncatingIfNeeded: group >> shift)) }
            group = 0
        }
        guard padding <= 2 else { return nil }
        return Array(result.dropLast(padding))
    }

    /// What a sign of the alphabet stands for; nil for any other byte.
    @inlinable
    package static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): digit - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): digit - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0") + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
