import CSQLiteSettings
import Foundation
import GRDB
import GRDBSQLite

/// Brings a store of version 3 to version 4: what the rows of an item share goes into groups, and segments and runs of
/// identities take the place of the unique index. Rows keep their positions and values, so that the chain holds.
///
/// All of it is one transaction: whatever ends it leaves a store of version 3.
struct GroupedMigration {
    private let db: Database
    /// Guards that somebody has taken away or changed: `verify` would not tell of it if they were made anew.
    private let missingGuards: Set<String>

    init(_ db: Database) throws {
        self.db = db
        guard try Int.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM batch)") == 1 else {
            missingGuards = []
            return
        }
        var expected = try GroupedMigration.definitionsOfVersionThree()
        let found = try Definition.all(db)
        missingGuards = Set(
            expected.values.filter { $0.type == "trigger" && found[$0.name]?.sql != $0.sql }.map(\.name))
        for name in missingGuards { expected[name] = found[name] }
        // It would be gone with the tables, and nobody would know of it.
        if let change = Definition.changes(found, from: expected).first {
            throw DatabaseError(
                resultCode: .SQLITE_CORRUPT,
                message: "the store cannot be brought forward as it is: \(change)")
        }
    }

    private static func definitionsOfVersionThree() throws -> [String: Definition] {
        let fresh = try DatabaseQueue()
        try Schema.migrator().migrate(fresh, upTo: Schema.migrations[2])
        return try fresh.read(Definition.all)
    }

    func run() throws {
        // Views of other tools may name what is taken away and made again.
        try db.execute(sql: "PRAGMA legacy_alter_table = ON")
        defer { try? db.execute(sql: "PRAGMA legacy_alter_table = OFF") }
        sqlite_settings_run_triggers(db.sqliteConnection, 0)
        defer { sqlite_settings_run_triggers(db.sqliteConnection, 1) }
        for statement in [
            "ALTER TABLE batch ADD COLUMN schema INTEGER", "ALTER TABLE batch ADD COLUMN file_bytes INTEGER",
            "ALTER TABLE batch ADD COLUMN file_sha256 TEXT", "DROP VIEW IF EXISTS sources", GroupedMigration.sources,
        ] + IdentityRuns.definitions { try db.execute(sql: statement) }
        for kind in EventKind.all { try bringForward(kind) }
        try writeRuns()
    }

    private func bringForward(_ kind: EventKind) throws {
        let flat = EventTable(kind, version: 3), table = EventTable(kind, version: 4), old = "\(kind.name)_flat"
        try EventLog.drop([kind.plural, "\(kind.name)_stream"], in: db)
        for trigger in try Definition.all(db).values where trigger.type == "trigger" && trigger.table == kind.name {
            try db.execute(sql: "DROP TRIGGER \(trigger.name.quotedDatabaseIdentifier)")
        }
        try db.execute(sql: "ALTER TABLE \(kind.name) RENAME TO \(old)")
        for statement in table.definitions where !isMissingGuard(statement) { try db.execute(sql: statement) }
        try copyRows(from: old, flat, to: table)
        let others = try Definition.all(db).values.filter { $0.type == "index" && $0.table == old }
        try db.execute(sql: "DROP TABLE \(old)")
        for index in others {
            // An index of somebody else's is theirs; one on a column that stands in the groups now has no place.
            let sql = index.sql.replacingOccurrences(of: old, with: kind.name)
            do { try db.execute(sql: sql) } catch let error as DatabaseError where error.resultCode == .SQLITE_ERROR {}
        }
    }

    private func isMissingGuard(_ statement: String) -> Bool {
        missingGuards.contains { statement.hasPrefix("CREATE TRIGGER \($0) ") }
    }

    /// Copies values as they stand, whatever their type is: what somebody has changed is found after it as before.
    private func copyRows(from old: String, _ flat: EventTable, to table: EventTable) throws {
        let rows = try db.makeStatement(
            sql: "SELECT \(flat.entryColumns.joined(separator: ", ")) FROM \(old) ORDER BY position")
        let insertion = try db.makeStatement(sql: table.insertion)
        let target = insertion.sqliteStatement
        let groups = EntryGroups(table), places = table.places, fixed = EventTable.fixedColumns.count
        try groups?.begin(db)
        var segments = StreamSegments(), count = 0
        try EventLog.step(rows, db) { row in
            for column in 0..<Int32(fixed) { sqlite3_bind_value(target, column + 1, sqlite3_column_value(row, column)) }
            var group = groups?.values
            group?.clear()
            for (index, place) in places.enumerated() {
                let column = Int32(fixed + index)
                guard place.isInGroup else {
                    sqlite3_bind_value(target, place.index + 1, sqlite3_column_value(row, column))
                    continue
                }
                if let value = value(index, row, flat, table) { group?.add(value) } else { group?.addNone() }
            }
            if let groups { sqlite3_bind_int64(target, EventTable.groupPlace + 1, try groups.number()) }
            let done = sqlite3_step(target)
            sqlite3_reset(target)
            guard done == SQLITE_DONE else {
                throw DatabaseError(resultCode: ResultCode(rawValue: done), message: db.lastErrorMessage)
            }
            segments.add(sqlite3_column_int64(row, 1), sqlite3_column_int64(row, 0))
            count += 1
            if count % 65_536 == 0 { try segments.write(table, db) }
        }
        try segments.write(table, db)
        groups?.end()
    }

    /// A row's value as its group has it.
    private func value(_ column: Int, _ row: OpaquePointer, _ flat: EventTable, _ table: EventTable) -> Int64? {
        let fixed = EventTable.fixedColumns.count
        func ticks(_ column: Int) -> Int64? {
            let place = Int32(fixed + column)
            guard sqlite3_column_type(row, place) != SQLITE_NULL else { return nil }
            let value = sqlite3_column_int64(row, place)
            let own = sqlite3_column_int64(row, 6) & 1 == 1 ? value : value &* 10_000
            return own &+ (flat.base(of: column).flatMap(ticks) ?? 0)
        }
        guard flat.columns[column].type == .instant else {
            let place = Int32(fixed + column)
            return sqlite3_column_type(row, place) == SQLITE_NULL ? nil : sqlite3_column_int64(row, place)
        }
        return ticks(column).map { $0 &- (table.base(of: column).flatMap(ticks) ?? 0) }
    }

    /// The runs of all rows, of as many at a time as a few transactions bring. A row that somebody has taken away has an
    /// identity of zeros: `verify` tells of it, as it does of the row.
    private func writeRuns() throws {
        let kinds = EventKind.all.map(\.name)
        let last = try Int64.fetchOne(db, sql: "SELECT last_position FROM batch ORDER BY number DESC LIMIT 1") ?? 0
        let rows = try kinds.reduce(0) { $0 + (try Int64.fetchOne(db, sql: "SELECT count(*) FROM \($1)") ?? 0) }
        guard last / 2 - 1_000 < rows else { throw IdentityRuns.damaged }
        let heads = try db.makeStatement(
            sql: kinds.map { "SELECT position, identity_head FROM \($0)" }.joined(separator: " UNION ALL ")
                + " ORDER BY 1")
        var bits: [UInt64] = [], first: Int64 = 1
        func write() throws {
            try IdentityRuns.write(bits, from: first, in: db)
            first += Int64(bits.count)
            bits.removeAll(keepingCapacity: true)
        }
        func add(_ identity: UInt64) throws {
            bits.append(identity)
            if bits.count == 32_768 { try write() }
        }
        func fill(upTo position: Int64) throws { while first + Int64(bits.count) < position { try add(0) } }
        try EventLog.step(heads, db) { row in
            let position = sqlite3_column_int64(row, 0)
            guard position <= last, position >= first + Int64(bits.count) else { return }
            try fill(upTo: position)
            try add(IdentityRuns.bits(UInt64(bitPattern: sqlite3_column_int64(row, 1))))
        }
        try fill(upTo: last + 1)
        try write()
    }

    private static let sources = """
        CREATE VIEW sources AS SELECT source.id, source.name, source.kind, sum(batch.rows_read) AS rows_read, sum(batch.taken) AS taken,
          sum(batch.duplicate) AS duplicate, sum(batch.quarantined) AS quarantined, max(batch.ends_source) AS complete,
          strftime('%Y-%m-%d %H:%M:%S', max(batch.taken_in_at) / 1000.0, 'unixepoch') AS taken_in_at,
          max(batch.file_bytes) AS file_bytes, max(batch.file_sha256) AS file_sha256
        FROM source JOIN batch ON batch.source = source.id GROUP BY source.id
        """
}
