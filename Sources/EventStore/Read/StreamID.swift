import GRDBSQLite

/// Which streams a walk visits.
public enum StreamSelection: Sendable {
    case all
    /// Those with events after a position.
    case changed(after: Int64)
    case streams([Int64])
    /// Those whose numbers lie in a range.
    case numbered(Range<Int64>)
}

/// A stream by its number in this store and its key.
public struct StreamID: Hashable, Sendable {
    public var number: Int64
    public var key: String

    public init(number: Int64, key: String) {
        self.number = number
        self.key = key
    }

    /// - Parameter row: a statement that stands on a number and a key.
    init(_ row: OpaquePointer) {
        self.init(
            number: sqlite3_column_int64(row, 0), key: sqlite3_column_text(row, 1).map { String(cString: $0) } ?? "")
    }
}
