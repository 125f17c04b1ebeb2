/// Whole numbers in groups of seven bits, the lowest first, the top bit set in every byte but the last (LEB128).
@usableFromInline
package enum Varint {
    @inlinable
    @inline(__always)
    package static func append(_ number: UInt64, to bytes: inout [UInt8]) {
        var rest = number
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    /// Reads the number that begins at an offset, and moves the offset behind it.
    ///
    /// - Returns: nil where the bytes end within the number, or it goes on beyond 64 bits.
    @inlinable
    @inline(__always)
    package static func read(_ bytes: [UInt8], at offset: inout Int) -> UInt64? {
        var value: UInt64 = 0, shift: UInt64 = 0
        while offset < bytes.count, shift < 64 {
            let byte = bytes[offset]
            offset += 1
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
        return nil
    }
}
