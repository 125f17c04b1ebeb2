import GRDB

/// What work on derived tables asks of the log's own tables, inside its transaction.
extension EventLog {
    /// Takes a checkpoint away: what it stood for is to be made anew.
    package static func removeCheckpoint(_ name: String, in db: Database) throws {
        try db.execute(sql: "DELETE FROM checkpoint WHERE name = ?", arguments: [name])
    }

    /// A checkpoint as it stands, whether or not it is believed; nil where there is none, or where it is not in the
    /// form of one.
    package static func standingCheckpoint(_ name: String, in db: Database) throws -> (position: Int64, version: Int)? {
        guard try Bookkeeping.checkpoints.isReadable(db),
            let row = try Row.fetchOne(
                db, sql: "SELECT position, version FROM checkpoint WHERE name = ?", arguments: [name]),
            let position = try? row.integer(0), let version = try? row.number(1)
        else { return nil }
        return (position, version)
    }

    /// Whether a checkpoint was ever set, by what is left of it.
    package static func wasSet(checkpoint name: String, in db: Database) throws -> Bool {
        try wasSealed(checkpoint: name, in: db) || has(name, Bookkeeping.checkpoints, in: db)
    }

    /// Whether it was set by a version that seals checkpoints.
    package static func wasSealed(checkpoint name: String, in db: Database) throws -> Bool {
        try has(name, Bookkeeping.seals, in: db)
    }

    private static func has(_ name: String, _ table: Bookkeeping, in db: Database) throws -> Bool {
        try table.isReadable(db)
            && Bool.fetchOne(
                db, sql: "SELECT EXISTS (SELECT 1 FROM \(table.rawValue) WHERE name = ?)", arguments: [name]) == true
    }

    /// The position of the newest event that the log has taken in; 0 when there is none.
    package static func lastPosition(in db: Database) throws -> Int64 {
        try Int64.fetchOne(db, sql: "SELECT max(last_position) FROM batch") ?? 0
    }

    /// The position of the newest event of a kind that every store has a table of; 0 when there is none.
    package static func lastPosition(of kind: EventKind, in db: Database) throws -> Int64 {
        try Int64.fetchOne(db, sql: "SELECT max(position) FROM \(kind.name)") ?? 0
    }
}
