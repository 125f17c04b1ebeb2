import Primitives

/// Writes the parts of a record, such as a stored meeting: numbers as zigzag LEB128, texts and bytes behind their
/// length.
package struct RecordEncoder {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    package mutating func write(_ number: Int64) {
        Varint.append(UInt64(bitPattern: number << 1 ^ number >> 63), to: &bytes)
    }

    package mutating func write(_ number: Int) { write(Int64(number)) }

    package mutating func write(_ flag: Bool) { bytes.append(flag ? 1 : 0) }

    package mutating func write(_ part: [UInt8]) {
        write(part.count)
        bytes += part
    }

    package mutating func write(_ text: String) {
        write(text.utf8.count)
        bytes += text.utf8
    }

    package mutating func write<Value>(optional value: Value?, _ body: (inout RecordEncoder, Value) -> Void) {
        write(value != nil)
        if let value { body(&self, value) }
    }

    package mutating func write<Value>(each values: [Value], _ body: (inout RecordEncoder, Value) -> Void) {
        write(values.count)
        for value in values { body(&self, value) }
    }
}

/// A stored meeting that cannot be read: the projection is damaged, and is to be made anew from the log.
package struct RecordError: Error, Sendable, CustomStringConvertible {
    package var offset: Int
    package var description: String {
        "A stored meeting cannot be read (byte \(offset)). It is derived from the log: 'calfold fold --anew' makes it again."
    }
}

/// Reads what `RecordEncoder` wrote; never beyond the bytes that are there.
package struct RecordDecoder {
    private let bytes: [UInt8]
    package private(set) var offset = 0

    package init(_ bytes: [UInt8]) { self.bytes = bytes }

    package var isAtEnd: Bool { offset == bytes.count }

    package mutating func byte() throws(RecordError) -> UInt8 {
        guard offset < bytes.count else { throw RecordError(offset: offset) }
        defer { offset += 1 }
        return bytes[offset]
    }

    package mutating func number() throws(RecordError) -> Int64 {
        guard let number = Varint.read(bytes, at: &offset) else { throw RecordError(offset: offset) }
        return Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1)
    }

    package mutating func integer() throws(RecordError) -> Int { Int(try number()) }

    package mutating func flag() throws(RecordError) -> Bool { try byte() != 0 }

    /// A count of elements that take at least one byte each.
    package mutating func count() throws(RecordError) -> Int {
        let count = try integer()
        guard count >= 0, count <= bytes.count - offset else { throw RecordError(offset: offset) }
        return count
    }

    package mutating func part() throws(RecordError) -> ArraySlice<UInt8> {
        let length = try count()
        defer { offset += length }
        return bytes[offset..<offset + length]
    }

    package mutating func text() throws(RecordError) -> String { String(decoding: try part(), as: UTF8.self) }

    package mutating func optional<Value>(
        _ body: (inout RecordDecoder) throws(RecordError) -> Value
    ) throws(RecordError) -> Value? {
        try flag() ? try body(&self) : nil
    }

    package mutating func each<Value>(
        _ body: (inout RecordDecoder) throws(RecordError) -> Value
    ) throws(RecordError) -> [Value] {
        let count = try count()
        var result: [Value] = []
        result.reserveCapacity(count)
        for _ in 0..<count { result.append(try body(&self)) }
        return result
    }
}
