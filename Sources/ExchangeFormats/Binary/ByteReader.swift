/// A cursor over a binary property. Integers are little-endian; nothing is read beyond the end, and a failed read does
/// not move the cursor.
public struct ByteReader: Sendable {
    private let bytes: [UInt8]
    public private(set) var offset = 0

    public init(_ bytes: [UInt8]) { self.bytes = bytes }

    public var remaining: Int { bytes.count - offset }

    private func require(_ size: Int, _ field: String) throws(FormatError) {
        guard size <= remaining else {
            throw FormatError(.truncated(need: size, have: remaining), field: field, offset: offset)
        }
    }

    public mutating func integer<Number: FixedWidthInteger>(_ field: String, as: Number.Type = Number.self) throws(FormatError) -> Number {
        let size = Number.bitWidth / 8
        try require(size, field)
        var result: Number = 0
        for index in 0..<size { result |= Number(truncatingIfNeeded: bytes[offset + index]) << Number(8 * index) }
        offset += size
        return result
    }

    /// A 16-bit number, as an Int.
    public mutating func short(_ field: String) throws(FormatError) -> Int { Int(try integer(field, as: UInt16.self)) }

    /// A 32-bit number, as an Int.
    public mutating func long(_ field: String) throws(FormatError) -> Int { Int(try integer(field, as: UInt32.self)) }

    /// A 32-bit count, held against the bytes left before anybody allocates for it.
    public mutating func count(_ field: String, ofElements size: Int) throws(FormatError) -> Int {
        let start = offset
        let count = try long(field)
        let most = remaining / size
        guard count <= most else {
            offset = start
            throw FormatError(.impossibleCount(count, atMost: most), field: field, offset: start)
        }
        return count
    }

    public mutating func bytes(_ field: String, count: Int) throws(FormatError) -> [UInt8] {
        try require(count, field)
        defer { offset += count }
        return Array(bytes[offset..<offset + count])
    }

    /// What is left.
    public mutating func rest() -> [UInt8] {
        defer { offset = bytes.count }
        return Array(bytes[offset...])
    }
}

/// The inverse of `ByteReader`. Numbers are cut to their field's width.
public struct ByteWriter: Sendable {
    public private(set) var bytes: [UInt8] = []

    public init() {}

    public mutating func integer<Number: FixedWidthInteger>(_ value: Number) {
        for index in 0..<Number.bitWidth / 8 { bytes.append(UInt8(truncatingIfNeeded: value >> Number(8 * index))) }
    }

    public mutating func short(_ value: Int) { integer(UInt16(truncatingIfNeeded: value)) }
    public mutating func long(_ value: Int) { integer(UInt32(truncatingIfNeeded: value)) }
    public mutating func append(_ part: [UInt8]) { bytes += part }
}
