import GRDB
import GRDBSQLite

/// One event, while a walk stands on it: values are read from the row when they are asked for.
public struct EventRow {
    private let statement: OpaquePointer
    private let texts: TextCache
    private let form: Int64
    package let group: Int64?

    init(statement: OpaquePointer, texts: TextCache) {
        self.statement = statement
        self.texts = texts
        form = sqlite3_column_int64(statement, 6)
        group = texts.hasGroups ? sqlite3_column_int64(statement, EventTable.groupPlace) : nil
    }

    /// The event's place in the log, from 1.
    public var position: Int64 { sqlite3_column_int64(statement, 0) }
    /// The number of the event's stream in this store, from 1.
    public var stream: Int64 { sqlite3_column_int64(statement, 1) }

    /// The key of the event's stream, looked up anew each time.
    public func streamKey() throws -> String {
        guard let key = texts.key(stream) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "stream \(stream) has events and no key")
        }
        return key
    }

    /// The number of the source that first brought the event, and the line on which its row began.
    public var source: Int64 { sqlite3_column_int64(statement, 4) }
    /// The line of that source on which the event's row begins, from 1.
    public var line: Int64 { sqlite3_column_int64(statement, 5) }

    /// The first 16 bytes of the identity.
    public var identity: (high: UInt64, low: UInt64) {
        var low: UInt64 = 0
        if let rest = sqlite3_column_blob(statement, 3), sqlite3_column_bytes(statement, 3) >= 8 {
            low = UInt64(bigEndian: rest.loadUnaligned(as: UInt64.self))
        }
        return (UInt64(bitPattern: sqlite3_column_int64(statement, 2)), low)
    }

    /// The statement that stands on a column's value; nil where the value stands in a group that is not there.
    @inline(__always)
    private func statement(of place: EventTable.Place) -> OpaquePointer? {
        guard place.isInGroup else { return statement }
        guard let group else { return nil }
        return texts.group(group)
    }

    /// A whole number; nil where the row has none.
    public func integer(_ column: Int) -> Int64? {
        let place = texts.places[column]
        guard let statement = statement(of: place) else { return nil }
        let value = sqlite3_column_int64(statement, place.index)
        // What is not there reads as zero: only then its type has to be asked for.
        return value != 0 || sqlite3_column_type(statement, place.index) != SQLITE_NULL ? value : nil
    }

    /// Ticks of 100 ns since 1970 UTC.
    public func ticks(_ column: Int) -> Int64? {
        guard var value = integer(column) else { return nil }
        var base = texts.bases[column]
        while base >= 0, let other = integer(base) {
            value &+= other
            base = texts.bases[base]
        }
        return texts.places[column].isInGroup || form & 1 == 1 ? value : value &* 10_000
    }

    /// How many fractional digits of a second the source gave: 0, 3 or 7.
    public func digits(_ column: Int) -> Int {
        switch form >> Int64(1 + 2 * texts.instantPlaces[column]) & 3 {
        case 0: 0
        case 1: 3
        default: 7
        }
    }

    /// A text; nil where the row has none.
    public func text(_ column: Int) -> String? {
        guard texts.isInline[column] else { return integer(column).flatMap(texts.text) }
        let place = texts.places[column]
        guard let statement = statement(of: place) else { return nil }
        return sqlite3_column_text(statement, place.index).map { String(cString: $0) }
    }

    /// The dictionary's number of a text or blob: equal numbers are equal values.
    public func number(_ column: Int) -> Int64? { integer(column) }

    /// The bytes of a blob; nil where the row has none.
    public func bytes(_ column: Int) -> [UInt8]? { integer(column).flatMap(texts.bytes) }
}
