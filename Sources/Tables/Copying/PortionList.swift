import Primitives

/// The rows of one stream at one time, where they stand in a finished table. Portions follow each other without a gap,
/// below the head line.
struct Portion: Equatable, Sendable {
    /// What orders the table first: ticks.
    var number: Int64
    var stream: Int64
    var bytes: Int
    var rows: Int
}

/// The portions of a finished table from its first to its last, about ten bytes each: four numbers in LEB128, the first
/// as the difference to the one before.
package struct PortionList: Sendable, Equatable {
    package private(set) var bytes: [UInt8]
    private var last: Int64 = 0

    init() { bytes = [] }

    /// - Parameter bytes: of a list that was kept; damaged ones show when they are read.
    package init(bytes: [UInt8]) { self.bytes = bytes }

    /// - Parameter portion: not before the last one.
    mutating func add(_ portion: Portion) {
        // The difference of two numbers of which the second is not smaller, and may be more than half the range away.
        Varint.append(UInt64(bitPattern: portion.number &- last), to: &bytes)
        Varint.append(UInt64(bitPattern: portion.stream), to: &bytes)
        Varint.append(UInt64(portion.bytes), to: &bytes)
        Varint.append(UInt64(portion.rows), to: &bytes)
        last = portion.number
    }

    /// Goes through a list.
    struct Reader {
        private let bytes: [UInt8]
        private var offset = 0
        private var last: Int64 = 0

        init(_ list: PortionList) { bytes = list.bytes }

        /// - Throws: `EarlierTableUnfit` when the list is damaged.
        mutating func next() throws(EarlierTableUnfit) -> Portion? {
            guard offset < bytes.count else { return nil }
            last &+= Int64(bitPattern: try number())
            let stream = Int64(bitPattern: try number())
            guard let length = Int(exactly: try number()), let rows = Int(exactly: try number()), length < 1 << 40,
                rows <= length
            else { throw EarlierTableUnfit() }
            return Portion(number: last, stream: stream, bytes: length, rows: rows)
        }

        private mutating func number() throws(EarlierTableUnfit) -> UInt64 {
            guard let value = Varint.read(bytes, at: &offset) else { throw EarlierTableUnfit() }
            return value
        }
    }
}
