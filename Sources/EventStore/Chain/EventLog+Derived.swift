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
        guard
            let row = try Row.fetchOne(
                db, sql: "SELECT position, version FROM checkpoint WHERE name = ?", arguments: [name]),
            let position = try? row.integer(0), let version = try? row.number(1)
        else { return nil }
        return (position, version)
    }

    /// The position of the newest event of a kind that every store has a table of; 0 when there is none.
    package static func lastPosition(of kind: EventKind, in db: Database) throws -> Int64 {
        try Int64.fetchOne(db, sql: "SELECT max(position) FROM \(kind.name)") ?? 0
    }
}
