import GRDB
import GRDBSQLite

/// Stands on the group of an event while a walk stands on the event. Events of one item mostly follow each other, so the
/// group mostly stands there already.
final class GroupCursor {
    static let missing = DatabaseError(
        resultCode: .SQLITE_CORRUPT, message: "an entry's group cannot be read")

    private let statement: Statement
    private var number: Int64?

    /// Nil for a table without groups.
    init?(_ db: Database, _ table: EventTable) throws {
        guard let selection = table.groupSelection else { return nil }
        statement = try db.makeStatement(sql: selection)
    }

    /// Its values are those of the group that was stood on last.
    var row: OpaquePointer { statement.sqliteStatement }

    /// - Throws: SQLite's error for a damaged file where there is no such group.
    @inline(__always)
    func stand(on number: Int64) throws {
        if number != self.number { try find(number) }
    }

    private func find(_ number: Int64) throws {
        self.number = nil
        sqlite3_reset(row)
        sqlite3_bind_int64(row, 1, number)
        guard sqlite3_step(row) == SQLITE_ROW else { throw GroupCursor.missing }
        self.number = number
    }
}
