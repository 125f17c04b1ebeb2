/// A cursor over a binary property. Integers are little-endian; nothing is read beyond the end, and a failed read does
/// not move the cursor.
///
/// A reader that notes the fields it reads lets a dump show what the decoder saw, which so cannot disagree with it.
/// Names of fields are built only for a note or an error.
public struct ByteReader: Sendable {
    /// What a reader writes down besides the value: each step costs time that most decoding need not spend.
    public enum Notes: Comparable, Sendable { case none, acceptances, fields }

    private let bytes: [UInt8]
    /// The place of the next byte, from the first of the property.
    public private(set) var offset = 0
    private let notes: Notes
    /// The fields read so far, when they are noted.
    private(set) var trace: [FieldSpan] = []
    /// What the decoders took although the specification has it otherwise, when that is noted.
    private(set) var accepted: [Acceptance] = []

    /// A cursor before the first byte.
    ///
    /// `notes`: what is written down beside the values.
    public init(_ bytes: [UInt8], noting notes: Notes = .none) {
        self.bytes = bytes
        self.notes = notes
    }

    private var isTracing: Bool { notes == .fields }
    /// Whether somebody asks what was accepted: the checks that only look for that may be left out otherwise.
    var notesAcceptances: Bool { notes >= .acceptances }

    /// How many bytes are left.
    public var remaining: Int { bytes.count - offset }

    private func require(_ size: Int, _ field: () -> String) throws(FormatError) {
        guard (0...remaining).contains(size) else {
            throw FormatError(.truncated(need: size, have: remaining), field: field(), offset: offset)
        }
    }

    /// Appends an integer, least significant byte first.
    public mutating func integer<Number: FixedWidthInteger>(
        _ field: @autoclosure () -> String, as: Number.Type = Number.self
    ) throws(FormatError) -> Number {
        let size = Number.bitWidth / 8
        try require(size, field)
        var result: Number = 0
        for index in 0..<size { result |= Number(truncatingIfNeeded: bytes[offset + index]) << Number(8 * index) }
        if isTracing {
            trace.append(
                FieldSpan(
                    path: field(), offset: offset, length: size, content: .number(Int64(truncatingIfNeeded: result))))
        }
        offset += size
        return result
    }

    /// A 16-bit number, as an Int.
    public mutating func short(_ field: @autoclosure () -> String) throws(FormatError) -> Int {
        Int(try integer(field(), as: UInt16.self))
    }

    /// A 32-bit number, as an Int.
    public mutating func long(_ field: @autoclosure () -> String) throws(FormatError) -> Int {
        Int(try integer(field(), as: UInt32.self))
    }

    /// A 32-bit count, held against the bytes left before anybody allocates for it.
    public mutating func count(_ field: @autoclosure () -> String, ofElements size: Int) throws(FormatError) -> Int {
        try held(try long(field()), width: 4, ofElements: size, field)
    }

    /// A 16-bit count, held against the bytes left.
    public mutating func shortCount(_ field: @autoclosure () -> String, ofElements size: Int) throws(FormatError) -> Int
    {
        try held(try short(field()), width: 2, ofElements: size, field)
    }

    private mutating func held(
        _ count: Int, width: Int, ofElements size: Int, _ field: () -> String
    ) throws(FormatError) -> Int {
        let most = remaining / max(1, size)
        guard count <= most else {
            offset -= width
            throw FormatError(.impossibleCount(count, atMost: most), field: field(), offset: offset)
        }
        return count
    }

    /// Reads so many bytes.
    public mutating func bytes(_ field: @autoclosure () -> String, count: Int) throws(FormatError) -> [UInt8] {
        try require(count, field)
        let part = Array(bytes[offset..<offset + count])
        if isTracing, count > 0 {
            trace.append(FieldSpan(path: field(), offset: offset, length: count, content: .bytes(part)))
        }
        offset += count
        return part
    }

    /// A text of so many UTF-16 units.
    public mutating func wideText(_ field: @autoclosure () -> String, units: Int) throws(FormatError) -> [UInt16] {
        guard (0...remaining / 2).contains(units) else {
            throw FormatError(.truncated(need: units, have: remaining / 2), field: field(), offset: offset)
        }
        let text = (0..<units).map { UInt16(bytes[offset + 2 * $0]) | UInt16(bytes[offset + 2 * $0 + 1]) << 8 }
        if isTracing, units > 0 {
            trace.append(FieldSpan(path: field(), offset: offset, length: 2 * units, content: .wideText(text)))
        }
        offset += 2 * units
        return text
    }

    /// What is left.
    public mutating func rest(_ field: @autoclosure () -> String = "trailingBytes") -> [UInt8] {
        let part = Array(bytes[offset...])
        if isTracing, !part.isEmpty {
            trace.append(FieldSpan(path: field(), offset: offset, length: part.count, content: .bytes(part)))
        }
        offset = bytes.count
        return part
    }

    mutating func accept(_ leniency: Leniency, field: @autoclosure () -> String, at offset: Int, count: Int? = nil) {
        guard notesAcceptances else { return }
        accepted.append(Acceptance(leniency: leniency, field: field(), offset: offset, count: count))
    }
}

/// One field of a binary property, where it stands and what it holds.
public struct FieldSpan: Hashable, Sendable {
    /// What a field holds.
    public enum Content: Hashable, Sendable {
        case number(Int64)
        case bytes([UInt8])
        case wideText([UInt16])
    }

    /// A path in the specification's names, such as `exceptions[2].subjectLength`.
    public var path: String
    /// In bytes, from the first of the property.
    public var offset: Int
    /// In bytes.
    public var length: Int
    /// The value that was read.
    public var content: Content
}

/// The inverse of `ByteReader`. Numbers are cut to their field's width.
public struct ByteWriter: Sendable {
    /// What was appended so far.
    public private(set) var bytes: [UInt8] = []

    /// A writer that has nothing yet.
    public init() {}

    /// Appends an integer, least significant byte first.
    public mutating func integer<Number: FixedWidthInteger>(_ value: Number) {
        for index in 0..<Number.bitWidth / 8 { bytes.append(UInt8(truncatingIfNeeded: value >> Number(8 * index))) }
    }

    /// Appends the lowest two bytes of a number.
    public mutating func short(_ value: Int) { integer(UInt16(truncatingIfNeeded: value)) }

    /// Appends the lowest four bytes of a number.
    public mutating func long(_ value: Int) { integer(UInt32(truncatingIfNeeded: value)) }

    /// Appends bytes as they are.
    public mutating func append(_ part: [UInt8]) { bytes += part }

    /// Appends UTF-16, least significant byte first.
    public mutating func append(wide text: [UInt16]) {
        for unit in text { integer(unit) }
    }
}

/// A structure that is read from and written to bytes, so that encoding what was decoded gives the same bytes again.
public protocol BinaryStructure: Hashable, Sendable {
    /// Reads the structure at the reader's place.
    ///
    /// - Throws: the field and the byte at which it stops making sense.
    init(from reader: inout ByteReader) throws(FormatError)

    /// Appends the bytes that decode to this value.
    func encode(into writer: inout ByteWriter)
}

extension BinaryStructure {
    /// Decodes a whole property.
    ///
    /// - Throws: the field and the byte at which it stops making sense.
    public init(decoding bytes: [UInt8]) throws(FormatError) {
        var reader = ByteReader(bytes)
        try self.init(from: &reader)
    }

    /// The bytes that decode to this value: for a value that was decoded, the same bytes.
    public func encoded() -> [UInt8] {
        var writer = ByteWriter()
        encode(into: &writer)
        return writer.bytes
    }
}
