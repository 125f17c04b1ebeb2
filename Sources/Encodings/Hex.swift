/// Bytes as pairs of hexadecimal digits (RFC 4648, section 8).
@usableFromInline
package enum Hex {
    package static func lowercase(_ bytes: some Sequence<UInt8>) -> String { text(bytes, letters: UInt8(ascii: "a")) }
    package static func uppercase(_ bytes: some Sequence<UInt8>) -> String { text(bytes, letters: UInt8(ascii: "A")) }

    private static func text(_ bytes: some Sequence<UInt8>, letters: UInt8) -> String {
        var result: [UInt8] = []
        result.reserveCapacity(2 * bytes.underestimatedCount)
        for byte in bytes {
            result.append(digit(byte >> 4, letters: letters))
            result.append(digit(byte & 15, letters: letters))
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// Adds the two upper-case digits of a byte to a text.
    @inlinable
    @inline(__always)
    package static func append(_ byte: UInt8, to text: inout [UInt8]) {
        text.append(digit(byte >> 4))
        text.append(digit(byte & 15))
    }

    /// The upper-case digit of a value.
    ///
    /// - Parameter value: from 0 to 15.
    @inlinable
    @inline(__always)
    package static func digit(_ value: UInt8) -> UInt8 { digit(value, letters: UInt8(ascii: "A")) }

    /// The lower-case digit of a value.
    ///
    /// - Parameter value: from 0 to 15.
    @inlinable
    @inline(__always)
    package static func lowercaseDigit(_ value: UInt8) -> UInt8 { digit(value, letters: UInt8(ascii: "a")) }

    /// - Parameter letters: the digit of ten.
    @inlinable
    @inline(__always)
    package static func digit(_ value: UInt8, letters: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") &+ value : letters &+ value &- 10
    }

    /// What a digit of either case stands for; nil for any other byte.
    @inlinable
    @inline(__always)
    package static func value(_ digit: UInt8) -> UInt8? {
        let number = digit &- UInt8(ascii: "0")
        if number <= 9 { return number }
        let letter = (digit | 0x20) &- UInt8(ascii: "a")
        return letter <= 5 ? letter + 10 : nil
    }

    /// What a digit of upper case stands for; nil for any other byte.
    @inlinable
    @inline(__always)
    package static func uppercaseValue(_ digit: UInt8) -> UInt8? {
        digit > UInt8(ascii: "F") ? nil : value(digit)
    }
}
