import GRDB
import GRDBSQLite

/// Tells for the rows of a batch, one after the other, whether the log has them. Where it had the row before, the next
/// one mostly follows it there too, as when a file is taken in again: then one look at the neighbour is enough.
struct KnownRows {
    private let row: Statement
    private let following: Statement
    /// The row after the one that was found last stands in `following`.
    private var isFollowing = false

    init(_ db: Database, _ table: EventTable) throws {
        row = try db.cachedStatement(sql: "SELECT identity_head, identity_rest FROM \(table.name) WHERE position = ?")
        following = try db.cachedStatement(
            sql: "SELECT identity_head, identity_rest FROM \(table.name) WHERE position > ? ORDER BY position")
    }

    mutating func has(_ identity: EventIdentity, _ identities: inout KnownIdentities) throws -> Bool {
        if isFollowing {
            if RowIdentity.stands(identity, following.sqliteStatement) {
                isFollowing = try step(following)
                return true
            }
            end()
        }
        switch try identities.find(identity, isRow: { try isRow($0, identity) }) {
        case .new: return false
        case .taken: return true
        case .known(let position):
            sqlite3_bind_int64(following.sqliteStatement, 1, position)
            isFollowing = try step(following)
            return true
        }
    }

    private func isRow(_ position: Int64, _ identity: EventIdentity) throws -> Bool {
        defer { sqlite3_reset(row.sqliteStatement) }
        sqlite3_bind_int64(row.sqliteStatement, 1, position)
        return try step(row) && RowIdentity.stands(identity, row.sqliteStatement)
    }

    private func step(_ statement: Statement) throws -> Bool {
        switch sqlite3_step(statement.sqliteStatement) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let result: throw DatabaseError(resultCode: ResultCode(rawValue: result))
        }
    }

    /// Lets go of the row that was found last: rows are about to be written beside it.
    mutating func end() {
        isFollowing = false
        sqlite3_reset(following.sqliteStatement)
    }
}

/// The identity of the row on which a statement stands: its first 64 bits as a number, then the other 24 bytes.
enum RowIdentity {
    static func stands(_ identity: EventIdentity, _ row: OpaquePointer) -> Bool {
        // Versions 1 to 3 wrote the next free number where another row of the stream began with the same 64 bits, so
        // the last of them do not count; the others make up for that.
        guard
            IdentityRuns.bits(UInt64(bitPattern: sqlite3_column_int64(row, 0))) == IdentityRuns.bits(identity.words.0),
            let rest = sqlite3_column_blob(row, 1), sqlite3_column_bytes(row, 1) == 24
        else { return false }
        func word(_ index: Int) -> UInt64 {
            UInt64(bigEndian: rest.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self))
        }
        return word(0) == identity.words.1 && word(1) == identity.words.2 && word(2) == identity.words.3
    }
}
