import Digest
import Foundation
import GRDB
import GRDBSQLite

/// The digest of every row that a batch brought: of events, of the texts and streams they name, of sources and of the
/// quarantine.
///
/// Events are covered in the form that the flat layout stored, whatever the layout: the columns in their order, instants
/// as differences in the row's unit.
struct ChainContent {
    /// What a batch commits to.
    enum Form {
        /// Versions 1 to 3: tables by name, rows by their values.
        case plain
        /// Since version 4: tables that have rows, by name, the names of their columns, and the rows.
        case tagged
    }

    /// Rows that a transaction has written, as it wrote them: to read a batch back costs as much as to insert half of
    /// it. The digest has had its events already, of which there are those of one kind, with the name of their table in
    /// front.
    struct Additions {
        var dictionary: ChainBytes
        var streams: ChainBytes
        var solvesQuarantined: Bool
    }

    private let db: Database
    private let digest: SHA256
    private let tables: [EventTable]

    /// - Parameter readsRows: false where all rows will be handed over.
    init(_ db: Database, digest: SHA256, readsRows: Bool = true) throws {
        self.db = db
        self.digest = digest
        guard readsRows else {
            tables = []
            return
        }
        let version = try Schema.version(of: db)
        tables = try Schema.kinds(in: db).map { EventTable($0, version: version) }
    }

    private static let dictionary = ["id", "hash", "value"]
    private static let streams = ["id", "hash", "key"]
    private static let sources = ["id", "name", "kind", "context"]
    private static let quarantine = ["id", "source", "line", "code", "reason", "context", "raw", "identity"]
    private static let solved = ["quarantine", "batch"]

    /// - Parameter additions: what the batch wrote, when it is this transaction's own; else its rows are read.
    func hash(
        after before: ChainMarks, upTo marks: ChainMarks, batch: Int64, form: Form, additions: Additions? = nil
    ) throws -> [UInt8] {
        for table in tables {
            let columns = EventTable.fixedColumns + table.columns.map(\.name)
            // A kind that came later is named only where it has rows: batches from before keep the hash that they have.
            var part = Part(digest, table.name, columns, form, isNamedWhenEmpty: table.kind == .calendar)
            try add(events: table, before.position, marks.position, to: &part)
            part.end()
        }
        if let additions {
            add("dictionary", ChainContent.dictionary, additions.dictionary, form)
            add("stream", ChainContent.streams, additions.streams, form)
        } else {
            try add("dictionary", ChainContent.dictionary, before.dictionary, marks.dictionary, form)
            try add("stream", ChainContent.streams, before.stream, marks.stream, form)
        }
        try add("source", ChainContent.sources, before.source, marks.source, form)
        try add("quarantine", ChainContent.quarantine, before.quarantine, marks.quarantine, form)
        guard additions?.solvesQuarantined ?? true else { return SHA256.bytes(digest.finish()) }
        try add(
            sql: "SELECT quarantine, batch FROM quarantine_solved WHERE batch = ?1 AND ?2 = ?2 ORDER BY quarantine",
            "quarantine_solved", ChainContent.solved, batch, 0, form)
        return SHA256.bytes(digest.finish())
    }

    /// What stands in front of the events of a table in the tagged form.
    static func name(of table: EventTable) -> ChainBytes {
        name(table.name, EventTable.fixedColumns + table.columns.map(\.name), .tagged)
    }

    private static func name(_ table: String, _ columns: [String], _ form: Form) -> ChainBytes {
        var name = ChainBytes()
        switch form {
        case .plain: name.add(bytesOf: table)
        case .tagged: for word in [table] + columns { name.add(word) }
        }
        return name
    }

    private func add(_ table: String, _ columns: [String], _ rows: ChainBytes, _ form: Form) {
        var part = Part(digest, table, columns, form)
        part.add(rows)
        part.end()
    }

    private func add(
        _ table: String, _ columns: [String], _ after: Int64, _ upTo: Int64, _ form: Form
    ) throws {
        // In the tagged form a table without rows says nothing.
        guard form == .plain || after < upTo else { return }
        try add(
            sql: "SELECT \(columns.joined(separator: ", ")) FROM \(table) WHERE id > ? AND id <= ? ORDER BY id", table,
            columns, after, upTo, form)
    }

    private func add(
        sql: String, _ table: String, _ columns: [String], _ first: Int64, _ second: Int64, _ form: Form
    ) throws {
        var part = Part(digest, table, columns, form)
        try forEachRow(sql, first, second) { statement in
            part.add { rows in for column in columns.indices { rows.add(statement, Int32(column)) } }
        }
        part.end()
    }

    private func forEachRow(
        _ sql: String, _ first: Int64, _ second: Int64, _ body: (OpaquePointer) throws -> Void
    ) throws {
        let statement = try db.cachedStatement(sql: sql)
        sqlite3_reset(statement.sqliteStatement)
        sqlite3_bind_int64(statement.sqliteStatement, 1, first)
        sqlite3_bind_int64(statement.sqliteStatement, 2, second)
        try EventLog.step(statement, db, body)
    }

    private func add(events table: EventTable, _ after: Int64, _ upTo: Int64, to part: inout Part) throws {
        let sql =
            "SELECT \(table.entryColumns.joined(separator: ", ")) FROM \(table.name) WHERE position > ? AND position <= ? ORDER BY position"
        let form = try ChainRows(db, table)
        try forEachRow(sql, after, upTo) { statement in
            try form.stand(statement)
            part.add { form.add(statement, to: &$0) }
        }
    }

    /// The rows of one table on their way into the digest.
    private struct Part {
        private let digest: SHA256
        private let name: ChainBytes
        private var isNamed = false
        private var rows = ChainBytes()

        init(
            _ digest: SHA256, _ table: String, _ columns: [String], _ form: Form, isNamedWhenEmpty: Bool = true
        ) {
            self.digest = digest
            name = ChainContent.name(table, columns, form)
            if form == .plain, isNamedWhenEmpty { begin() }
        }

        private mutating func begin() {
            guard !isNamed else { return }
            name.withBytes { digest.add($0) }
            isNamed = true
        }

        mutating func add(_ other: ChainBytes) {
            guard !other.isEmpty else { return }
            begin()
            other.withBytes { digest.add($0) }
        }

        mutating func add(row: (inout ChainBytes) -> Void) {
            row(&rows)
            if rows.count > 60_000 { flush() }
        }

        private mutating func flush() {
            add(rows)
            rows.removeAll()
        }

        mutating func end() { flush() }
    }
}

/// The rows of a kind as the chain covers them.
private final class ChainRows {
    private let table: EventTable
    private let places: [EventTable.Place]
    private let bases: [Int]
    private let group: GroupCursor?

    init(_ db: Database, _ table: EventTable) throws {
        self.table = table
        places = table.places
        bases = table.columns.indices.map { EventTable.base(of: $0, table.columns) ?? -1 }
        group = try GroupCursor(db, table)
    }

    /// Finds the group of the row on which a statement stands.
    func stand(_ row: OpaquePointer) throws {
        guard let group else { return }
        guard sqlite3_column_type(row, EventTable.groupPlace) == SQLITE_INTEGER else { throw GroupCursor.missing }
        try group.stand(on: sqlite3_column_int64(row, EventTable.groupPlace))
    }

    func add(_ row: OpaquePointer, to bytes: inout ChainBytes) {
        for column in 0..<Int32(EventTable.fixedColumns.count) { bytes.add(row, column) }
        for (index, place) in places.enumerated() {
            guard place.isInGroup, let group else {
                bytes.add(row, place.index)
                continue
            }
            guard table.columns[index].type == .instant, let ticks = ticks(index, row) else {
                bytes.add(group.row, place.index)
                continue
            }
            // Ticks that the row's unit cannot hold were never written by a batch.
            let isInTicks = sqlite3_column_int64(row, 6) & 1 == 1
            guard isInTicks || ticks % 10_000 == 0 else {
                bytes.addNull()
                bytes.add(ticks)
                continue
            }
            let base = bases[index] >= 0 ? self.ticks(bases[index], row) ?? 0 : 0
            bytes.add(isInTicks ? ticks &- base : ticks / 10_000 &- base / 10_000)
        }
    }

    /// The ticks of an instant; nil where the row has none, or none in the form of a number.
    private func ticks(_ column: Int, _ row: OpaquePointer) -> Int64? {
        let place = places[column]
        let statement = place.isInGroup ? group?.row ?? row : row
        guard sqlite3_column_type(statement, place.index) == SQLITE_INTEGER else { return nil }
        let value = sqlite3_column_int64(statement, place.index)
        guard place.isInGroup else { return sqlite3_column_int64(row, 6) & 1 == 1 ? value : value &* 10_000 }
        guard let base = table.base(of: column) else { return value }
        return value &+ (ticks(base, row) ?? 0)
    }
}
