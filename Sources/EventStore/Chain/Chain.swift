import Digest
import Foundation
import GRDB
import GRDBSQLite

/// The last row of each table that a batch brought.
struct ChainMarks: Equatable {
    var position: Int64 = 0
    var dictionary: Int64 = 0
    var stream: Int64 = 0
    var source: Int64 = 0
    var quarantine: Int64 = 0

    init(position: Int64 = 0, dictionary: Int64 = 0, stream: Int64 = 0, source: Int64 = 0, quarantine: Int64 = 0) {
        self.position = position
        self.dictionary = dictionary
        self.stream = stream
        self.source = source
        self.quarantine = quarantine
    }

    /// - Parameter row: of `BatchRecord.columns`.
    init(_ row: Row) throws {
        self.init(
            position: try row.integer(8), dictionary: try row.integer(9), stream: try row.integer(10),
            source: try row.integer(11),
            quarantine: try row.integer(12))
    }
}

extension ChainMarks {
    /// Tables that hold a row which no batch brought: batches number their rows from 1 up to these marks.
    ///
    /// - Parameter newest: the number of the newest batch.
    func tablesWithStrangers(_ db: Database, newest: Int64) throws -> [String] {
        let tables =
            [
                ("dictionary", "id", dictionary), ("stream", "id", stream), ("source", "id", source),
                ("quarantine", "id", quarantine),
                ("quarantine_solved", "batch", newest),
            ] + (try Schema.kinds(in: db).map { ($0.name, "position", position) })
        return try tables.filter { table, key, last in
            // Asked one by one, each end is one look into the index.
            let sql =
                "SELECT coalesce((SELECT min(\(key)) FROM \(table)) < 1 OR (SELECT max(\(key)) FROM \(table)) > ?, 0)"
            return try Bool.fetchOne(db.cachedStatement(sql: sql), arguments: [last]) == true
        }.map(\.0)
    }
}

/// Rows in the form that is hashed: each value with its type, so that no two contents have one form.
struct ChainBytes {
    private(set) var bytes: [UInt8] = []

    var isEmpty: Bool { bytes.isEmpty }

    mutating func truncate(to count: Int) { bytes.removeSubrange(count...) }

    mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    @inline(__always)
    mutating func add(_ number: Int64) {
        bytes.append(UInt8(truncatingIfNeeded: SQLITE_INTEGER))
        withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
    }

    @inline(__always)
    mutating func addNull() { bytes.append(UInt8(truncatingIfNeeded: SQLITE_NULL)) }

    @inline(__always)
    mutating func add(_ value: UnsafeRawBufferPointer, isText: Bool) {
        add(value, type: isText ? SQLITE_TEXT : SQLITE_BLOB)
    }

    @inline(__always)
    private mutating func add(_ value: UnsafeRawBufferPointer, type: Int32) {
        bytes.append(UInt8(truncatingIfNeeded: type))
        withUnsafeBytes(of: Int64(value.count).littleEndian) { bytes.append(contentsOf: $0) }
        bytes.append(contentsOf: value)
    }

    mutating func add(_ value: DatabaseValue) {
        switch value.storage {
        case .null: addNull()
        case .int64(let number): add(number)
        case .double(let number):
            add(Int64(bitPattern: number.bitPattern))
            bytes.append(UInt8(truncatingIfNeeded: SQLITE_FLOAT))
        case .string(let text):
            var text = text
            text.withUTF8 { add(UnsafeRawBufferPointer($0), isText: true) }
        case .blob(let data): data.withUnsafeBytes { add($0, isText: false) }
        }
    }

    /// A value of the row on which a statement stands.
    mutating func add(_ statement: OpaquePointer, _ column: Int32) {
        let type = sqlite3_column_type(statement, column)
        switch type {
        case SQLITE_INTEGER: add(sqlite3_column_int64(statement, column))
        case SQLITE_NULL: addNull()
        default:
            // Text, blob, and a float that could only come from damage: its text tells it.
            let value =
                type == SQLITE_BLOB
                ? sqlite3_column_blob(statement, column) : UnsafeRawPointer(sqlite3_column_text(statement, column))
            add(UnsafeRawBufferPointer(start: value, count: Int(sqlite3_column_bytes(statement, column))), type: type)
        }
    }
}

/// The digest of every row that a batch brought: of events, of the texts and streams they name, of sources and of the
/// quarantine.
struct ChainContent {
    /// Rows that a transaction has written, as it wrote them: to read a batch back costs as much as to insert half of
    /// it.
    struct Additions {
        var kind: EventKind
        var events = ChainBytes()
        var dictionary: ChainBytes
        var streams: ChainBytes
    }

    private let db: Database
    private let digest: SHA256
    private let tables: [EventTable]

    init(_ db: Database, digest: SHA256) throws {
        self.db = db
        self.digest = digest
        tables = try Schema.kinds(in: db).map(EventTable.init)
    }

    /// - Parameter additions: what the batch wrote, when it is this transaction's own; else its rows are read.
    func hash(
        after before: ChainMarks, upTo marks: ChainMarks, batch: Int64, additions: Additions? = nil
    ) throws -> [UInt8] {
        for table in tables {
            // A kind that came later is named only where it has rows: batches from before keep the hash that they have.
            let isNamedWhenEmpty = table.kind == .calendar
            if let additions {
                add(
                    table.name, table.kind == additions.kind ? additions.events : ChainBytes(),
                    isNamedWhenEmpty: isNamedWhenEmpty)
            } else {
                try add(table.name, "position", before.position, marks.position, isNamedWhenEmpty: isNamedWhenEmpty)
            }
        }
        if let additions {
            add("dictionary", additions.dictionary)
            add("stream", additions.streams)
        } else {
            try add("dictionary", "id", before.dictionary, marks.dictionary)
            try add("stream", "id", before.stream, marks.stream)
        }
        try add("source", "id", before.source, marks.source)
        try add("quarantine", "id", before.quarantine, marks.quarantine)
        try add(
            sql: "SELECT * FROM quarantine_solved WHERE batch = ?1 AND ?2 = ?2 ORDER BY quarantine",
            "quarantine_solved", batch, 0)
        return SHA256.bytes(digest.finish())
    }

    private func add(_ table: String, _ rows: ChainBytes, isNamedWhenEmpty: Bool = true) {
        guard !rows.isEmpty || isNamedWhenEmpty else { return }
        digest.add(Array(table.utf8))
        digest.add(rows.bytes)
    }

    private func add(
        _ table: String, _ key: String, _ after: Int64, _ upTo: Int64, isNamedWhenEmpty: Bool = true
    ) throws {
        try add(
            sql: "SELECT * FROM \(table) WHERE \(key) > ? AND \(key) <= ? ORDER BY \(key)", table, after, upTo,
            isNamedWhenEmpty: isNamedWhenEmpty)
    }

    private func add(
        sql: String, _ table: String, _ first: Int64, _ second: Int64, isNamedWhenEmpty: Bool = true
    ) throws {
        let statement = try db.cachedStatement(sql: sql).sqliteStatement
        sqlite3_reset(statement)
        defer { sqlite3_reset(statement) }
        sqlite3_bind_int64(statement, 1, first)
        sqlite3_bind_int64(statement, 2, second)
        let columns = sqlite3_column_count(statement)
        var rows = ChainBytes()
        var isNamed = false
        func name() {
            if !isNamed { digest.add(Array(table.utf8)) }
            isNamed = true
        }
        if isNamedWhenEmpty { name() }
        while true {
            let step = sqlite3_step(statement)
            if step == SQLITE_DONE { break }
            guard step == SQLITE_ROW else {
                throw DatabaseError(resultCode: ResultCode(rawValue: step), message: db.lastErrorMessage)
            }
            name()
            for column in 0..<columns { rows.add(statement, column) }
            if rows.bytes.count > 60_000 {
                digest.add(rows.bytes)
                rows.removeAll()
            }
        }
        digest.add(rows.bytes)
    }
}

/// A batch's own line, bound to the one before it.
struct ChainLink {
    var number: Int64
    var source: Int64
    var takenInAt: Int64
    var outcome: AppendOutcome
    var endsSource: Bool
    var marks: ChainMarks
    var content: [UInt8]

    func hash(after previous: [UInt8], _ digest: SHA256) -> [UInt8] {
        digest.add(previous)
        var numbers: [Int64] = [number, source, takenInAt]
        numbers += [outcome.rowsRead, outcome.taken, outcome.duplicate, outcome.quarantined, endsSource ? 1 : 0].map(
            Int64.init)
        numbers += [marks.position, marks.dictionary, marks.stream, marks.source, marks.quarantine]
        numbers.map(\.littleEndian).withUnsafeBytes { digest.add($0) }
        digest.add(content)
        return SHA256.bytes(digest.finish())
    }
}

/// A batch and its hash, by which a log can be known again.
struct ChainPlace {
    var number: Int64
    var hash: [UInt8]

    func isIn(_ db: Database) throws -> Bool {
        try Data.fetchOne(db, sql: "SELECT hash FROM batch WHERE number = ?", arguments: [number]).map([UInt8].init)
            == hash
    }
}

/// Where the chain ends: what the next batch goes on with.
struct ChainEnd {
    /// Nil in an empty log.
    var place: ChainPlace?
    var marks: ChainMarks

    init(place: ChainPlace, marks: ChainMarks) {
        self.place = place
        self.marks = marks
    }

    /// - Throws: SQLite's error for a damaged file when a table holds a row that no batch brought: the next batch would
    ///   close over it, as if it had brought it.
    init(of db: Database) throws {
        let newest = try Row.fetchOne(db, sql: "SELECT \(BatchRecord.columns) FROM batch ORDER BY number DESC LIMIT 1")
        place = try newest.map(BatchRecord.init).map { ChainPlace(number: $0.number, hash: $0.hash) }
        marks = try newest.map(ChainMarks.init) ?? ChainMarks()
        if let table = try marks.tablesWithStrangers(db, newest: place?.number ?? 0).first {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "\(table) holds rows that no batch brought")
        }
    }
}
