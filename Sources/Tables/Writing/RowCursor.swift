import Foundation
import Primitives

/// Stands on one row after the other of rows that are in order, in memory or in a file.
final class RowCursor {
    private var block: RowBlock
    private var index = 0
    /// The rows' file and what was read of it; nil for a block in memory.
    private let file: FileHandle?
    private var buffer: [UInt8] = []
    private var offset = 0
    /// How often the rows were written to a file; 0 for those in memory.
    let level: Int
    private(set) var place = RowBlock.Place(number: 0, head: 0, stream: 0, offset: 0, textLength: 0, rowLength: 0)

    private static let headLength = 32
    private static let readAtOnce = 1 << 16

    /// - Parameter block: in order.
    init(_ block: RowBlock) {
        self.block = block
        file = nil
        level = 0
    }

    /// - Parameter file: as `write` makes it, at its beginning.
    init(_ file: FileHandle, level: Int) {
        block = RowBlock()
        self.file = file
        self.level = level
    }

    /// What the cursor holds of memory that a file could hold.
    var size: Int { file == nil ? block.size : 0 }

    /// The bytes in which the row and its key lie.
    private var bytes: [UInt8] { file == nil ? block.bytes : buffer }
    var row: ArraySlice<UInt8> { bytes[place.row] }
    private var text: ArraySlice<UInt8> { bytes[place.offset..<place.offset + place.textLength] }

    func precedes(_ other: RowCursor) -> Bool {
        if place.number != other.place.number { return place.number < other.place.number }
        if place.head != other.place.head { return place.head < other.place.head }
        return bytes.withUnsafeBytes { own in
            other.bytes.withUnsafeBytes { RowBlock.precedes(place, own, other.place, $0) }
        }
    }

    /// Goes to the next row; false after the last.
    func advance() throws -> Bool {
        guard file != nil else {
            guard index < block.places.count else { return false }
            place = block.places[index]
            index += 1
            return true
        }
        offset = place.row.upperBound
        guard try fill(RowCursor.headLength) else { return false }
        let (number, stream, text, row) = buffer.withUnsafeBytes { bytes in
            func number(_ at: Int) -> Int64 {
                Int64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset + at, as: Int64.self))
            }
            return (number(0), number(8), Int(number(16)), Int(number(24)))
        }
        let isSensible = text >= 0 && row >= 0 && text < 1 << 40 && row < 1 << 40
        guard isSensible, try fill(RowCursor.headLength + text + row) else {
            throw WriteError(
                path: NSTemporaryDirectory(), reason: "what was sorted for it on the disk came back damaged")
        }
        let start = offset + RowCursor.headLength
        place = RowBlock.Place(
            number: number, head: RowBlock.head(buffer[start..<start + text]), stream: stream, offset: start,
            textLength: text, rowLength: row)
        return true
    }

    /// Sees to it that so many bytes stand in the buffer; false at the file's end.
    private func fill(_ count: Int) throws -> Bool {
        while buffer.count - offset < count {
            guard let more = try file?.read(upToCount: max(RowCursor.readAtOnce, count)), !more.isEmpty else {
                return false
            }
            buffer.removeSubrange(..<offset)
            offset = 0
            buffer += more
        }
        return true
    }

    /// Writes the row for a cursor on the file.
    func encode(into block: inout [UInt8]) {
        for number in [place.number, place.stream, Int64(place.textLength), Int64(place.rowLength)] {
            withUnsafeBytes(of: number.littleEndian) { block.append(contentsOf: $0) }
        }
        block += text
        block += row
    }
}
