import Foundation
import GRDB
import GRDBSQLite
import Primitives

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
    fileprivate init(_ row: OpaquePointer) {
        self.init(
            number: sqlite3_column_int64(row, 0), key: sqlite3_column_text(row, 1).map { String(cString: $0) } ?? "")
    }
}

/// One event, while a walk stands on it: values are read from the row when they are asked for.
public struct EventRow {
    let statement: OpaquePointer
    let table: EventTable
    let texts: TextCache
    private let form: Int64

    init(statement: OpaquePointer, table: EventTable, texts: TextCache) {
        self.statement = statement
        self.table = table
        self.texts = texts
        form = sqlite3_column_int64(statement, 6)
    }

    /// The event's place in the log, from 1.
    public var position: Int64 { sqlite3_column_int64(statement, 0) }
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
    public var line: Int64 { sqlite3_column_int64(statement, 5) }

    /// The first 16 bytes of the identity.
    public var identity: (high: UInt64, low: UInt64) {
        var low: UInt64 = 0
        if let rest = sqlite3_column_blob(statement, 3), sqlite3_column_bytes(statement, 3) >= 8 {
            low = UInt64(bigEndian: rest.loadUnaligned(as: UInt64.self))
        }
        return (UInt64(bitPattern: sqlite3_column_int64(statement, 2)), low)
    }

    @inline(__always)
    private func place(_ column: Int) -> Int32 { Int32(EventTable.fixedColumns.count + column) }

    @inline(__always)
    private func isNull(_ place: Int32) -> Bool { sqlite3_column_type(statement, place) == SQLITE_NULL }

    /// A whole number; nil where the row has none.
    public func integer(_ column: Int) -> Int64? {
        let place = place(column)
        return isNull(place) ? nil : sqlite3_column_int64(statement, place)
    }

    /// Ticks of 100 ns since 1970 UTC.
    public func ticks(_ column: Int) -> Int64? {
        let place = place(column)
        guard !isNull(place) else { return nil }
        var value = sqlite3_column_int64(statement, place)
        var base = texts.bases[column]
        while base >= 0 {
            let other = self.place(base)
            if isNull(other) { break }
            value &+= sqlite3_column_int64(statement, other)
            base = texts.bases[base]
        }
        return form & 1 == 1 ? value : value &* 10_000
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
        let place = place(column)
        guard !isNull(place) else { return nil }
        if table.kind.columns[column].type == .inlineText {
            return sqlite3_column_text(statement, place).map { String(cString: $0) }
        }
        return texts.text(sqlite3_column_int64(statement, place))
    }

    /// The dictionary's number of a text or blob: equal numbers are equal values.
    public func number(_ column: Int) -> Int64? { integer(column) }

    /// The bytes of a blob; nil where the row has none.
    public func bytes(_ column: Int) -> [UInt8]? {
        let place = place(column)
        return isNull(place) ? nil : texts.bytes(sqlite3_column_int64(statement, place))
    }
}

/// The dictionary as a reader meets it: what comes again is fetched once and then shared.
final class TextCache {
    let bases: [Int]
    let instantPlaces: [Int]
    private let lookup: Statement
    private let keys: Statement
    private var texts = NumberedCache<String?>(logarithm: 16)
    private var blobs = NumberedCache<[UInt8]?>(logarithm: 12)

    init(_ db: Database, table: EventTable) throws {
        bases = table.kind.columns.indices.map { table.base(of: $0) ?? -1 }
        var count = 0
        instantPlaces = table.kind.columns.map { column in
            defer { if column.type == .instant { count += 1 } }
            return count
        }
        lookup = try db.makeStatement(sql: "SELECT value FROM dictionary WHERE id = ?")
        keys = try db.makeStatement(sql: "SELECT key FROM stream WHERE id = ?")
    }

    func text(_ id: Int64) -> String? {
        texts.value(id) {
            value(id, lookup) { statement in sqlite3_column_text(statement, 0).map { String(cString: $0) } }
        }
    }

    func bytes(_ id: Int64) -> [UInt8]? {
        blobs.value(id) {
            value(id, lookup) { statement in
                [UInt8](
                    UnsafeRawBufferPointer(
                        start: sqlite3_column_blob(statement, 0), count: Int(sqlite3_column_bytes(statement, 0))))
            }
        }
    }

    func key(_ stream: Int64) -> String? {
        value(stream, keys) { statement in sqlite3_column_text(statement, 0).map { String(cString: $0) } }
    }

    private func value<Value>(_ id: Int64, _ statement: Statement, _ read: (OpaquePointer) -> Value?) -> Value? {
        let statement = statement.sqliteStatement
        sqlite3_bind_int64(statement, 1, id)
        defer { sqlite3_reset(statement) }
        return sqlite3_step(statement) == SQLITE_ROW ? read(statement) : nil
    }
}

extension EventLog {
    /// Visits the events of streams, stream after stream. Streams without an event of the kind are passed over.
    ///
    /// - Parameters:
    ///   - upTo: leaves out events after this position.
    ///   - inOrder: those of one stream in the order in which the log took them, which has to be sorted for; else in
    ///     any.
    ///   - body: gets the stream's key with each of its events.
    public func forEachEvent(
        of selection: StreamSelection = .all, kind: EventKind = .calendar, upTo last: Int64? = nil,
        inOrder: Bool = true,
        _ body: (StreamID, EventRow) throws -> Void
    ) throws {
        try visit { try EventLog.forEachEvent(of: selection, kind: kind, upTo: last, inOrder: inOrder, in: $0, body) }
    }

    /// As above, inside a transaction that reads more than the log.
    package static func forEachEvent(
        of selection: StreamSelection = .all, kind: EventKind = .calendar, upTo last: Int64? = nil,
        inOrder: Bool = true, in db: Database,
        _ body: (StreamID, EventRow) throws -> Void
    ) throws {
        do {
            guard try Schema.kinds(in: db).contains(kind) else { return }
            let table = EventTable(kind)
            let texts = try TextCache(db, table: table)
            let columns = (EventTable.fixedColumns + kind.columns.map(\.name)).map { "e.\($0)" }.joined(separator: ", ")
            let bound = last.map { "AND e.position <= \($0)" } ?? ""
            let events = try db.makeStatement(
                sql:
                    "SELECT \(columns) FROM \(table.name) AS e INDEXED BY \(table.name)_stream WHERE e.stream = ? \(bound) \(inOrder ? "ORDER BY e.position" : "")"
            )
            try EventLog.forEachStream(selection, table, db) { id in
                sqlite3_bind_int64(events.sqliteStatement, 1, id.number)
                try EventLog.step(events, db) { try body(id, EventRow(statement: $0, table: table, texts: texts)) }
            }
        }
    }

    private static func forEachStream(
        _ selection: StreamSelection, _ table: EventTable, _ db: Database, _ body: (StreamID) throws -> Void
    ) throws {
        let streams: String
        switch selection {
        case .all: return try forEachStream(of: table, numbered: Int64.min..<Int64.max, db, body)
        case .numbered(let range): return try forEachStream(of: table, numbered: range, db, body)
        case .changed(let after):
            streams =
                "(SELECT DISTINCT stream AS id FROM \(table.name) NOT INDEXED WHERE position > \(after) ORDER BY 1)"
        case .streams(let numbers):
            streams = "(SELECT value AS id FROM json_each('[\(numbers.map(String.init).joined(separator: ","))]'))"
        }
        let statement = try db.makeStatement(
            sql: "SELECT s.id, k.key FROM \(streams) AS s JOIN stream AS k ON k.id = s.id ORDER BY s.id")
        try step(statement, db) { try body(StreamID($0)) }
    }

    /// Goes from stream to stream in the kind's own index, so that millions of streams of other kinds cost nothing.
    private static func forEachStream(
        of table: EventTable, numbered range: Range<Int64>, _ db: Database, _ body: (StreamID) throws -> Void
    ) throws {
        let next = try db.makeStatement(
            sql: """
                SELECT stream, (SELECT key FROM stream WHERE id = e.stream) FROM \(table.name) AS e INDEXED BY \(table.name)_stream
                WHERE stream >= ? ORDER BY stream LIMIT 1
                """)
        var first = range.lowerBound
        while true {
            var found: StreamID?
            sqlite3_bind_int64(next.sqliteStatement, 1, first)
            try step(next, db) { row in
                guard sqlite3_column_type(row, 1) == SQLITE_TEXT else {
                    throw DatabaseError(
                        resultCode: .SQLITE_CORRUPT,
                        message: "stream \(sqlite3_column_int64(row, 0)) has events and no key")
                }
                found = StreamID(row)
            }
            guard let found, found.number < range.upperBound else { return }
            try body(found)
            first = found.number + 1
        }
    }

    /// The numbers of the streams that have events of a kind after a position, ascending.
    public func streams(changedAfter position: Int64, of kind: EventKind = .calendar) throws(StoreError) -> [Int64] {
        try read { db in
            guard try Schema.kinds(in: db).contains(kind) else { return [] }
            return try Int64.fetchAll(
                db, sql: "SELECT DISTINCT stream FROM \(kind.name) NOT INDEXED WHERE position > ? ORDER BY 1",
                arguments: [position])
        }
    }

    /// The number of the newest stream of any kind; 0 in an empty log.
    public func lastStream() throws(StoreError) -> Int64 {
        try read { try Int64.fetchOne($0, sql: "SELECT max(id) FROM stream") ?? 0 }
    }

    /// Visits all events in the order in which the log took them.
    public func forEachEventInOrder(
        kind: EventKind = .calendar, after first: Int64 = 0, upTo last: Int64? = nil, _ body: (EventRow) throws -> Void
    ) throws {
        try visit { db in
            guard try Schema.kinds(in: db).contains(kind) else { return }
            let table = EventTable(kind)
            let texts = try TextCache(db, table: table)
            let columns = (EventTable.fixedColumns + kind.columns.map(\.name)).joined(separator: ", ")
            let statement = try db.makeStatement(
                sql: "SELECT \(columns) FROM \(table.name) WHERE position > ? AND position <= ? ORDER BY position")
            sqlite3_bind_int64(statement.sqliteStatement, 1, first)
            sqlite3_bind_int64(statement.sqliteStatement, 2, last ?? .max)
            try EventLog.step(statement, db) { try body(EventRow(statement: $0, table: table, texts: texts)) }
        }
    }

    /// Streams of a kind whose key begins with a text, at most so many; that of a whole key alone.
    public func streams(
        withPrefix prefix: String, of kind: EventKind = .calendar, limit: Int
    ) throws(StoreError) -> [StreamID] {
        try read { db in
            guard try Schema.kinds(in: db).contains(kind) else { return [] }
            func fetch(_ condition: String, _ argument: some DatabaseValueConvertible) throws -> [StreamID] {
                try Row.fetchAll(
                    db,
                    sql: """
                        SELECT id, key FROM stream WHERE \(condition) AND EXISTS (SELECT 1 FROM \(kind.name) WHERE stream = stream.id)
                        ORDER BY key LIMIT ?2
                        """, arguments: [argument, limit]
                ).map { StreamID(number: try $0.integer(0), key: try $0.text(1)) }
            }
            // The index finds a whole key at once; a beginning has to be looked for in every key.
            let hash = Array(prefix.utf8).withUnsafeBytes { DictionaryCache.hash($0, salt: 0) }
            let whole = try fetch("hash = ?1", Int64(bitPattern: hash)).filter { $0.key == prefix }
            return whole.isEmpty ? try fetch("substr(key, 1, length(?1)) = ?1", prefix) : whole
        }
    }

    /// The first streams of a kind whose keys end with a text, in order of key.
    public func streams(
        withSuffix suffix: String, of kind: EventKind = .calendar, limit: Int
    ) throws(StoreError) -> [StreamID] {
        try read { db in
            guard !suffix.isEmpty, try Schema.kinds(in: db).contains(kind) else { return [] }
            return try Row.fetchAll(
                db,
                sql: """
                    SELECT id, key FROM stream WHERE substr(key, -length(?1)) = ?1 AND EXISTS (SELECT 1 FROM \(kind.name) WHERE stream = stream.id)
                    ORDER BY key LIMIT ?2
                    """, arguments: [suffix, limit]
            ).map { StreamID(number: try $0.integer(0), key: try $0.text(1)) }
        }
    }

    /// Visits the streams of a kind, in order of number, until told to stop.
    public func forEachStream(of kind: EventKind, _ body: (StreamID) throws -> Bool) throws {
        try visit { db in
            guard try Schema.kinds(in: db).contains(kind) else { return }
            let rows = try Row.fetchCursor(
                db,
                sql:
                    "SELECT id, key FROM stream WHERE EXISTS (SELECT 1 FROM \(kind.name) WHERE stream = stream.id) ORDER BY id"
            )
            while let row = try rows.next() {
                guard try body(StreamID(number: try row.integer(0), key: try row.text(1))) else { return }
            }
        }
    }

    /// A stream by its number in this store; nil where there is none.
    public func stream(number: Int64) throws(StoreError) -> StreamID? {
        try read { db in
            try String.fetchOne(db, sql: "SELECT key FROM stream WHERE id = ?", arguments: [number]).map {
                StreamID(number: number, key: $0)
            }
        }
    }

    /// The keys of the streams with so many numbers that follow each other, in their order; nil where there is no such
    /// stream.
    func keys(from first: Int64, count: Int) throws(StoreError) -> [String?] {
        try read { db in
            var keys = [String?](repeating: nil, count: count)
            let statement = try db.makeStatement(sql: "SELECT id, key FROM stream WHERE id BETWEEN ? AND ?")
            sqlite3_bind_int64(statement.sqliteStatement, 1, first)
            sqlite3_bind_int64(statement.sqliteStatement, 2, first + Int64(count - 1))
            try EventLog.step(statement, db) { row in
                // A damaged page can give numbers that were not asked for, and keys that are no text until they are
                // read as such.
                let number = sqlite3_column_int64(row, 0)
                guard number >= first, number - first < count, sqlite3_column_type(row, 1) == SQLITE_TEXT else {
                    throw DatabaseError(
                        resultCode: .SQLITE_CORRUPT, message: "the number or the key of a stream is damaged")
                }
                keys[Int(number - first)] = StreamID(row).key
            }
            return keys
        }
    }

    static func step(_ statement: Statement, _ db: Database, _ body: (OpaquePointer) throws -> Void) throws {
        let pointer = statement.sqliteStatement
        defer { sqlite3_reset(pointer) }
        while true {
            let result = sqlite3_step(pointer)
            if result == SQLITE_DONE { return }
            guard result == SQLITE_ROW else {
                throw DatabaseError(resultCode: ResultCode(rawValue: result), message: db.lastErrorMessage)
            }
            try body(pointer)
        }
    }
}
