#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Rows of a table with the keys that order them, in one piece of memory: nothing is allocated for a single row.
struct RowBlock: Sendable {
    /// Where a row and its key lie.
    struct Place: Sendable {
        var number: Int64
        /// The first eight bytes of the key's text, the first byte the most significant: most keys are told apart by
        /// it.
        var head: UInt64
        /// Whose row it is; decides nothing about its place.
        var stream: Int64
        /// Of the key's text, which the row follows.
        var offset: Int
        var textLength: Int
        var rowLength: Int

        var row: Range<Int> { offset + textLength..<offset + textLength + rowLength }
    }

    private(set) var places: [Place] = []
    private(set) var bytes: [UInt8] = []

    init() {}

    /// An empty one with room for as much as another has, as what grows is copied again and again.
    init(like other: (rows: Int, bytes: Int)) {
        places.reserveCapacity(other.rows)
        bytes.reserveCapacity(other.bytes)
    }

    /// What the block takes of memory.
    var size: Int { bytes.count + places.count * MemoryLayout<Place>.stride }

    @inline(__always)
    mutating func add(_ number: Int64, text: some Collection<UInt8>, row: some Collection<UInt8>, of stream: Int64 = 0)
    {
        places.append(
            Place(
                number: number, head: RowBlock.head(text), stream: stream, offset: bytes.count, textLength: text.count,
                rowLength: row.count))
        bytes.append(contentsOf: text)
        bytes.append(contentsOf: row)
    }

    /// Adds a row whose key's text is the beginning of an identity.
    mutating func add(_ number: Int64, identity: (high: UInt64, low: UInt64), row: UnsafeRawBufferPointer) {
        places.append(
            Place(
                number: number, head: identity.high, stream: 0, offset: bytes.count, textLength: 16,
                rowLength: row.count))
        withUnsafeBytes(of: (identity.high.bigEndian, identity.low.bigEndian)) { bytes.append(contentsOf: $0) }
        bytes.append(contentsOf: row)
    }

    @inline(__always)
    static func head(_ text: some Collection<UInt8>) -> UInt64 {
        var head: UInt64 = 0, shift: UInt64 = 64
        for byte in text.prefix(8) {
            shift -= 8
            head |= UInt64(byte) << shift
        }
        return head
    }

    mutating func removeAll() {
        places.removeAll(keepingCapacity: true)
        bytes.removeAll(keepingCapacity: true)
    }

    /// Puts the rows in order; rows of one key in the order of their bytes.
    mutating func sort() {
        bytes.withUnsafeBytes { [places] bytes in
            var isSorted = true
            for index in places.indices.dropFirst()
            where RowBlock.precedes(places[index], bytes, places[index - 1], bytes) {
                isSorted = false
                break
            }
            return isSorted ? nil : places.sorted { RowBlock.precedes($0, bytes, $1, bytes) }
        }.map { places = $0 }
    }

    @inline(__always)
    static func precedes(
        _ left: Place, _ own: UnsafeRawBufferPointer, _ right: Place, _ other: UnsafeRawBufferPointer
    ) -> Bool {
        if left.number != right.number { return left.number < right.number }
        if left.head != right.head { return left.head < right.head }
        return restPrecedes(left, own, right, other)
    }

    @inline(never)
    private static func restPrecedes(
        _ left: Place, _ own: UnsafeRawBufferPointer, _ right: Place, _ other: UnsafeRawBufferPointer
    ) -> Bool {
        func order(_ left: Range<Int>, _ right: Range<Int>) -> Int {
            let common = min(left.count, right.count)
            if common > 0, let left = own.baseAddress.map({ $0 + left.lowerBound }),
                let right = other.baseAddress.map({ $0 + right.lowerBound })
            {
                let result = Int(memcmp(left, right, common))
                if result != 0 { return result }
            }
            return left.count - right.count
        }
        let texts = order(left.offset..<left.row.lowerBound, right.offset..<right.row.lowerBound)
        return (texts != 0 ? texts : order(left.row, right.row)) < 0
    }
}
