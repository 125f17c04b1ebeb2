import GRDBSQLite

/// Which streams a walk visits.
public enum StreamSelection: Sendable {
    /// All that have events of the kind.
    case all
    /// Those with events after a position.
    case changed(after: Int64)
    /// Those of these numbers.
    case streams([Int64])
    /// Those whose numbers lie in a range.
    case numbered(Range<Int64>)
}

/// A stream by its number in this store and its key.
public struct StreamID: Hashable, Sendable {
    /// Its number in this store, from 1; in another store the same stream may have another.
    public var number: Int64
    /// The meeting key or message id of its events, as `EventKind.calendar` and `EventKind.mail` have it.
    public var key: String

    /// A stream of this number and key; whether a store has it is not asked.
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
