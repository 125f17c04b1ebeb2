import GRDB
import GRDBSQLite
import Primitives

/// The dictionary as a reader meets it: what comes again is fetched once and then shared.
final class TextCache {
    /// Where each column's value stands, and the instant from which it is counted.
    let places: [EventTable.Place]
    let bases: [Int]
    let instantPlaces: [Int]
    /// Of each column, whether its texts stand in the row itself.
    let isInline: [Bool]
    /// Why a value could not be read: whoever walks over rows looks at it, so that no row is taken without it.
    private(set) var failure: DatabaseError?
    private let groups: GroupCursor?
    private let lookup: Statement
    private let keys: Statement
    private var texts = NumberedCache<String?>(logarithm: 16)
    private var blobs = NumberedCache<[UInt8]?>(logarithm: 12)

    init(_ db: Database, table: EventTable) throws {
        // Columns that a later version of the schema has are there without a value.
        let missing = table.kind.columns.count - table.columns.count
        places = table.places + Array(repeating: EventTable.Place(isInGroup: true, index: .max), count: missing)
        bases = table.columns.indices.map { table.base(of: $0) ?? -1 } + Array(repeating: -1, count: missing)
        isInline = table.kind.columns.map { $0.type == .inlineText }
        groups = try GroupCursor(db, table)
        var count = 0
        instantPlaces = table.kind.columns.map { column in
            defer { if column.type == .instant { count += 1 } }
            return count
        }
        lookup = try db.makeStatement(sql: "SELECT value FROM dictionary WHERE id = ?")
        keys = try db.makeStatement(sql: "SELECT key FROM stream WHERE id = ?")
    }

    /// Whether rows share values.
    var hasGroups: Bool { groups != nil }

    /// What stands on the values of a group; nil where it cannot be read.
    @inline(__always)
    func group(_ number: Int64) -> OpaquePointer? {
        guard let groups else { return nil }
        do {
            try groups.stand(on: number)
            return groups.row
        } catch {
            failure = failure ?? error as? DatabaseError
            return nil
        }
    }

    func text(_ id: Int64) -> String? {
        texts.value(id) {
            value(id, lookup) { statement in sqlite3_column_text(statement, 0).map { String(cString: $0) } }
        }
    }

    func bytes(_ id: Int64) -> [UInt8]? {
        blobs.value(id) {
            value(id, lookup) { statement in
                [UInt8](
                    UnsafeRawBufferPointer(
                        start: sqlite3_column_blob(statement, 0), count: Int(sqlite3_column_bytes(statement, 0))))
            }
        }
    }

    func key(_ stream: Int64) -> String? {
        value(stream, keys) { statement in sqlite3_column_text(statement, 0).map { String(cString: $0) } }
    }

    private func value<Value>(_ id: Int64, _ statement: Statement, _ read: (OpaquePointer) -> Value?) -> Value? {
        let statement = statement.sqliteStatement
        sqlite3_bind_int64(statement, 1, id)
        defer { sqlite3_reset(statement) }
        switch sqlite3_step(statement) {
        case SQLITE_ROW: return read(statement)
        case SQLITE_DONE: return nil
        case let result:
            failure =
                failure ?? DatabaseError(resultCode: ResultCode(rawValue: result), message: "a text cannot be read")
            return nil
        }
    }
}
