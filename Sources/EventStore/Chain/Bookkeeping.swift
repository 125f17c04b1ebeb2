import GRDB

/// The tables by which a store tells how far derived data follows the log and whether it is as it was left. They are
/// derived too: one that is not as this program makes it, or that something was hung on, is not believed.
package enum Bookkeeping: String, CaseIterable, Sendable {
    case checkpoints = "checkpoint"
    case seals = "checkpoint_seal"
    case sums = "derived_sum"
    case counts = "derived_count"

    package struct Fault: Sendable, Equatable {
        package var table: Bookkeeping
        /// A sentence without its end.
        package var what: String
    }

    /// As SQLite keeps it.
    private var definition: String {
        switch self {
        case .checkpoints: Schema.checkpoint
        case .seals: "CREATE TABLE checkpoint_seal(name TEXT PRIMARY KEY, seal BLOB NOT NULL) WITHOUT ROWID"
        case .sums:
            "CREATE TABLE derived_sum(name TEXT PRIMARY KEY, rows INTEGER NOT NULL, sum BLOB NOT NULL) WITHOUT ROWID"
        case .counts: "CREATE TABLE derived_count(name TEXT PRIMARY KEY, rows INTEGER NOT NULL) WITHOUT ROWID"
        }
    }

    /// Makes the table where there is none, inside the transaction that writes to it.
    func prepare(_ db: Database) throws {
        if try !isThere(db) { try db.execute(sql: definition) }
    }

    /// Whether something stands under the name.
    func isThere(_ db: Database) throws -> Bool {
        let statement = try db.cachedStatement(
            sql: "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE type <> 'trigger' AND name = ? COLLATE NOCASE)")
        return try Bool.fetchOne(statement, arguments: [rawValue]) == true
    }

    /// Whether it can be read: in another form it says nothing.
    func isReadable(_ db: Database) throws -> Bool {
        let statement = try db.cachedStatement(
            sql: "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ? AND sql = ?)")
        return try Bool.fetchOne(statement, arguments: [rawValue, definition]) == true
    }

    /// What somebody else has changed of the tables themselves. A store of an older version lacks some of them.
    package static func faults(in db: Database) throws -> [Fault] {
        try allCases.flatMap { table in
            if try table.isThere(db) {
                return try EventLog.changedDefinitions(from: [table.definition], in: db).map {
                    Fault(table: table, what: $0)
                }
            }
            return try table.isMissed(db) ? [Fault(table: table, what: "\(table.rawValue) is gone")] : []
        }
    }

    /// Whether a table that is not there was. Whatever writes a seal or a count writes sums as well, and the first
    /// night notes that it begins.
    private func isMissed(_ db: Database) throws -> Bool {
        switch self {
        case .checkpoints: true
        case .seals, .counts: false
        case .sums:
            try Bookkeeping.seals.isThere(db) || Bookkeeping.counts.isThere(db) || db.hasTable("night_begun")
        }
    }

    fileprivate static func makeAnew(_ tables: Set<Bookkeeping>, in db: Database) throws {
        for table in allCases where tables.contains(table) {
            try EventLog.drop([table.rawValue], in: db)
            try db.execute(sql: table.definition)
        }
        // What else was changed while they could not be believed nobody knows.
        try db.execute(sql: "DELETE FROM checkpoint")
    }
}

extension EventLog {
    package func bookkeepingFaults() throws -> [Bookkeeping.Fault] { try readDerived(Bookkeeping.faults) }

    /// Makes tables anew by which derived data is known, where somebody else has changed them, and has all that they
    /// tell of begin anew.
    ///
    /// - Returns: what was changed, a sentence each, without its end.
    package func mendBookkeeping() throws -> [String] {
        let faults = try bookkeepingFaults()
        guard !faults.isEmpty else { return [] }
        try derive { try Bookkeeping.makeAnew(Set(faults.map(\.table)), in: $0) }
        return faults.map(\.what)
    }
}
