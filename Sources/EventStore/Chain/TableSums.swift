import Digest
import Foundation
import GRDB
import Synchronization

/// Sums over the rows of derived tables that nothing can be compared with, kept in the transaction that changes them: a
/// row that somebody else changes, adds or removes no longer fits the sum.
///
/// A table's sum is the number of its rows and the sum of their digests, so a change costs what it changes and the
/// order of rows does not matter.
package struct TableSums: Sendable {
    /// A table and what of its rows is summed.
    package struct Table: Sendable {
        package var name: String
        package var columns: [String]

        package init(_ name: String, columns: [String]) {
            self.name = name
            self.columns = columns
        }
    }

    package static let table = Bookkeeping.sums.rawValue

    package let tables: [Table]

    package init(_ tables: [Table]) { self.tables = tables }

    /// Tables whose rows do not fit their sum. What was never summed, by an older version, fits.
    package func misfits(in db: Database) throws -> [String] {
        guard try TableSums.areKept(in: db) else { return [] }
        return try tables.filter { table in
            guard try db.hasTable(table.name) else { return try known(table.name, in: db) ?? RowSum() != RowSum() }
            guard let known = try known(table.name, in: db) else { return true }
            do {
                return try known != RowSum(of: table, in: db)
            } catch let error as DatabaseError where error.resultCode == .SQLITE_ERROR {
                // It has not the columns that were summed.
                return true
            }
        }.map(\.name)
    }

    /// Whether the tables were ever summed in this store.
    package static func areKept(in db: Database) throws -> Bool { try Bookkeeping.sums.isThere(db) }

    /// Whether any of the tables was ever summed.
    package func areKnown(in db: Database) throws -> Bool { try tables.contains { try isKnown($0.name, in: db) } }

    /// Whether a table was ever summed.
    package func isKnown(_ name: String, in db: Database) throws -> Bool {
        try TableSums.areKept(in: db) && known(name, in: db) != nil
    }

    /// Sums tables anew as they stand now, inside the transaction that made them.
    package func adopt(_ names: Set<String>, in db: Database) throws {
        try Bookkeeping.sums.prepare(db)
        for table in tables where names.contains(table.name) {
            try store(RowSum(of: table, in: db), table.name, in: db)
        }
    }

    /// Sums tables that have no sum yet.
    package func adoptUnknown(in db: Database) throws {
        try Bookkeeping.sums.prepare(db)
        try adopt(Set(tables.map(\.name).filter { try known($0, in: db) == nil }), in: db)
    }

    fileprivate func known(_ name: String, in db: Database) throws -> RowSum? {
        guard try Bookkeeping.sums.isReadable(db),
            let row = try Row.fetchOne(
                db, sql: "SELECT rows, sum FROM \(TableSums.table) WHERE name = ?", arguments: [name])
        else { return nil }
        // What is not in the form of a sum fits nothing.
        guard let rows = try? row.integer(0), let sum = try? row.bytes(1) else { return RowSum(damaged: ()) }
        return RowSum(rows: rows, bytes: sum)
    }

    fileprivate func store(_ sum: RowSum, _ name: String, in db: Database) throws {
        try db.execute(
            sql: "INSERT OR REPLACE INTO \(TableSums.table) VALUES(?, ?, ?)",
            arguments: [name, sum.rows, Data(sum.bytes)])
    }
}

extension EventLog {
    /// Work on derived tables in one transaction that also brings their sums up to date. Tables that the work itself
    /// makes are summed at its end.
    package func derive<Result>(
        keeping sums: TableSums, _ work: (Database) throws -> Result
    ) throws(StoreError) -> Result {
        try derive { db in
            let changes = SumChanges(), function = changes.function
            db.add(function: function)
            defer { db.remove(function: function) }
            // What was changed behind the sums stays a misfit: each change is added to the sum that stands there.
            let watched = try sums.tables.filter { try sums.isKnown($0.name, in: db) && db.hasTable($0.name) }
            for table in watched { for trigger in table.triggers { try db.execute(sql: trigger) } }
            let result = try work(db)
            for table in watched {
                // One that the work has dropped took its triggers with it.
                for name in table.triggerNames { try db.execute(sql: "DROP TRIGGER IF EXISTS temp.\(name)") }
                guard let change = changes.take(table.name), var sum = try sums.known(table.name, in: db) else {
                    continue
                }
                sum.add(change)
                try sums.store(sum, table.name, in: db)
            }
            try sums.adoptUnknown(in: db)
            return result
        }
    }
}

/// How many rows large derived tables have: what is too much to sum is counted, so that rows that somebody adds or
/// takes away are missed by the next fold, not only by a comparison with the log.
extension EventLog {
    private static let countTable = Bookkeeping.counts.rawValue

    /// Notes how many rows a table has, inside the transaction that finished it.
    package static func noteCount(of table: String, in db: Database) throws {
        try Bookkeeping.counts.prepare(db)
        try db.execute(sql: "INSERT OR REPLACE INTO \(countTable) SELECT '\(table)', count(*) FROM \(table)")
    }

    /// A sentence when a table has not the rows that were counted; nil also where an older version has counted none.
    package static func changedCount(of table: String, in db: Database) throws -> String? {
        guard try Bookkeeping.counts.isReadable(db), try db.hasTable(table),
            let known = try Row.fetchOne(db, sql: "SELECT rows FROM \(countTable) WHERE name = ?", arguments: [table])
        else { return nil }
        // SQLite looks at each page of the table, and none is asked for again: a cache that fills up with them takes
        // longer than reading them.
        let size = try Int64.fetchOne(db, sql: "PRAGMA cache_size") ?? 0
        try db.execute(sql: "PRAGMA cache_size = 16")
        defer { try? db.execute(sql: "PRAGMA cache_size = \(size)") }
        let found = try Int64.fetchOne(db, sql: "SELECT count(*) FROM \(table)") ?? 0
        return (try? known.integer(0)) == found ? nil : "rows were added to \(table) or taken away from it"
    }
}

/// What a transaction has changed of the sums so far.
private final class SumChanges: Sendable {
    private struct Found {
        var sums: [String: RowSum] = [:]
        let digest = SHA256()
    }

    private let found = Mutex(Found())

    func take(_ name: String) -> RowSum? { found.withLock { $0.sums.removeValue(forKey: name) } }

    /// Called by the triggers: the table, 1 or -1, and the row's values.
    var function: DatabaseFunction {
        DatabaseFunction(TableSums.function, pure: false) { [self] values in
            guard values.count > 2, let name = String.fromDatabaseValue(values[0]),
                let sign = Int64.fromDatabaseValue(values[1])
            else { return nil }
            found.withLock { $0.sums[name, default: RowSum()].add(values.dropFirst(2), sign: sign, $0.digest) }
            return nil
        }
    }
}

extension TableSums {
    fileprivate static let function = "calfold_sum"
}

extension TableSums.Table {
    fileprivate var triggerNames: [String] { ["insert", "update", "delete"].map { "calfold_sum_\(name)_\($0)" } }

    /// They live as long as the transaction and hold for this connection alone: a change that somebody else makes is
    /// not to be summed.
    fileprivate var triggers: [String] {
        func call(_ row: String, _ sign: Int) -> String {
            let values = columns.map { "\(row).\($0.quotedDatabaseIdentifier)" }.joined(separator: ", ")
            return "SELECT \(TableSums.function)('\(name)', \(sign), \(values));"
        }
        return zip(triggerNames, ["INSERT", "UPDATE", "DELETE"]).map { trigger, event in
            let calls = (event == "INSERT" ? "" : call("OLD", -1)) + (event == "DELETE" ? "" : " " + call("NEW", 1))
            return "CREATE TEMP TRIGGER \(trigger) AFTER \(event) ON main.\(name) BEGIN \(calls) END"
        }
    }
}

/// How many rows there are, and the sum of their digests, word by word.
private struct RowSum: Equatable {
    private(set) var rows: Int64 = 0
    private var words: SIMD4<UInt64> = .zero

    init() {}

    /// A sum that no rows have.
    init(damaged: Void) { rows = -1 }

    init(rows: Int64, bytes: [UInt8]) {
        self.init()
        guard bytes.count == 32, rows >= 0 else {
            self.init(damaged: ())
            return
        }
        self.rows = rows
        for (place, byte) in bytes.enumerated() { words[place / 8] = words[place / 8] << 8 | UInt64(byte) }
    }

    init(of table: TableSums.Table, in db: Database) throws {
        let columns = table.columns.map(\.quotedDatabaseIdentifier).joined(separator: ", ")
        let found = try Row.fetchCursor(db, sql: "SELECT \(columns) FROM \(table.name)")
        let digest = SHA256()
        while let row = try found.next() { add(row.databaseValues, sign: 1, digest) }
    }

    var bytes: [UInt8] { SHA256.bytes((words[0], words[1], words[2], words[3])) }

    mutating func add(_ other: RowSum) {
        rows &+= other.rows
        words &+= other.words
    }

    mutating func add(_ values: some Sequence<DatabaseValue>, sign: Int64, _ digest: SHA256) {
        var row = ChainBytes()
        for value in values { row.add(value) }
        let found = row.withBytes { digest.words(of: $0) }
        let added = SIMD4(found.0, found.1, found.2, found.3)
        rows &+= sign
        if sign > 0 { words &+= added } else { words &-= added }
    }
}
