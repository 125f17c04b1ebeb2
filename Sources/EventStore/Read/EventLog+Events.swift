import Foundation
import GRDB
import GRDBSQLite

extension EventLog {
    /// Visits the events of streams, stream after stream. Streams without an event of the kind are passed over.
    ///
    /// - Parameters:
    ///   - selection: which streams.
    ///   - kind: which events of theirs.
    ///   - last: leaves out events after this position.
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
        guard let table = try Schema.table(of: kind, in: db) else { return }
        let texts = try TextCache(db, table: table)
        let events = try db.makeStatement(sql: table.selection(upTo: last, inOrder: inOrder))
        try EventLog.forEachStream(selection, table, db) { id in
            sqlite3_bind_int64(events.sqliteStatement, 1, id.number)
            try EventLog.step(events, db, texts: texts) {
                try body(id, EventRow(statement: $0, texts: texts))
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
                SELECT stream, (SELECT key FROM stream WHERE id = e.stream) FROM \(table.streamsSource)
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
        try read { try EventLog.streams(changedAfter: position, of: kind, in: $0) }
    }

    /// As above, inside a transaction that reads more than the log.
    package static func streams(
        changedAfter position: Int64, of kind: EventKind = .calendar, in db: Database
    ) throws -> [Int64] {
        guard try Schema.kinds(in: db).contains(kind) else { return [] }
        return try Int64.fetchAll(
            db, sql: "SELECT DISTINCT stream FROM \(kind.name) NOT INDEXED WHERE position > ? ORDER BY 1",
            arguments: [position])
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
            guard let table = try Schema.table(of: kind, in: db) else { return }
            let texts = try TextCache(db, table: table)
            let columns = table.entryColumns.joined(separator: ", ")
            let statement = try db.makeStatement(
                sql: "SELECT \(columns) FROM \(table.name) WHERE position > ? AND position <= ? ORDER BY position")
            sqlite3_bind_int64(statement.sqliteStatement, 1, first)
            sqlite3_bind_int64(statement.sqliteStatement, 2, last ?? .max)
            try EventLog.step(statement, db, texts: texts) {
                try body(EventRow(statement: $0, texts: texts))
            }
        }
    }

    /// Streams of a kind whose key begins with a text, at most so many; that of a whole key alone.
    public func streams(
        withPrefix prefix: String, of kind: EventKind = .calendar, limit: Int
    ) throws(StoreError) -> [StreamID] {
        try read { db in
            guard let table = try Schema.table(of: kind, in: db) else { return [] }
            func fetch(_ condition: String, _ argument: some DatabaseValueConvertible) throws -> [StreamID] {
                try Row.fetchAll(
                    db,
                    sql: """
                        SELECT id, key FROM stream WHERE \(condition) AND EXISTS (SELECT 1 FROM \(table.streamsSource) WHERE e.stream = stream.id)
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
            guard !suffix.isEmpty, let table = try Schema.table(of: kind, in: db) else { return [] }
            return try Row.fetchAll(
                db,
                sql: """
                    SELECT id, key FROM stream WHERE substr(key, -length(?1)) = ?1 AND EXISTS (SELECT 1 FROM \(table.streamsSource) WHERE e.stream = stream.id)
                    ORDER BY key LIMIT ?2
                    """, arguments: [suffix, limit]
            ).map { StreamID(number: try $0.integer(0), key: try $0.text(1)) }
        }
    }

    /// Visits the streams of a kind, in order of number, until told to stop.
    public func forEachStream(of kind: EventKind, _ body: (StreamID) throws -> Bool) throws {
        try visit { db in
            guard let table = try Schema.table(of: kind, in: db) else { return }
            let rows = try Row.fetchCursor(
                db,
                sql:
                    "SELECT id, key FROM stream WHERE EXISTS (SELECT 1 FROM \(table.streamsSource) WHERE e.stream = stream.id) ORDER BY id"
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

    /// Lets go of the pages that a connection keeps to read them again.
    package static func releasePages(in db: Database) {
        if let connection = db.sqliteConnection { sqlite3_db_release_memory(connection) }
    }

    /// Visits the rows of a statement.
    ///
    /// - Parameter texts: what the rows' values are read with; where one could not be read, the walk ends with why.
    static func step(
        _ statement: Statement, _ db: Database, texts: TextCache? = nil, _ body: (OpaquePointer) throws -> Void
    ) throws {
        let pointer = statement.sqliteStatement
        defer { sqlite3_reset(pointer) }
        while true {
            let result = sqlite3_step(pointer)
            if result == SQLITE_DONE { return }
            guard result == SQLITE_ROW else {
                throw DatabaseError(resultCode: ResultCode(rawValue: result), message: db.lastErrorMessage)
            }
            try body(pointer)
            if let failure = texts?.failure { throw failure }
        }
    }
}
