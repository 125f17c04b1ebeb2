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
        append(UInt64(bitPattern: portion.number &- last))
        append(UInt64(bitPattern: portion.stream))
        append(UInt64(portion.bytes))
        append(UInt64(portion.rows))
        last = portion.number
    }

    private mutating func append(_ number: UInt64) {
        var rest = number
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
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
            var value: UInt64 = 0, shift: UInt64 = 0
            while offset < bytes.count, shift < 64 {
                let byte = bytes[offset]
                offset += 1
                value |= UInt64(byte & 0x7F) << shift
                if byte < 0x80 { return value }
                shift += 7
            }
            throw EarlierTableUnfit()
        }
    }
}
