import GRDB
import GRDBSQLite

/// The row on which a statement stands. Nothing is copied that is not asked for, which is for those who go through tens
/// of thousands of rows and want few of them.
package struct StandingRow {
    private let statement: OpaquePointer

    fileprivate init(_ statement: OpaquePointer) { self.statement = statement }

    /// Nil for what is no integer.
    package func integer(_ column: Int32) -> Int64? {
        sqlite3_column_type(statement, column) == SQLITE_INTEGER ? sqlite3_column_int64(statement, column) : nil
    }

    /// The bytes of a text, which last until the next row; nil for what is no text.
    package func text(_ column: Int32) -> UnsafeBufferPointer<UInt8>? {
        guard sqlite3_column_type(statement, column) == SQLITE_TEXT else { return nil }
        // The pointer first: how many bytes there are is told of the form in which they were asked for.
        let start = sqlite3_column_text(statement, column)
        return UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, column)))
    }

    /// The bytes of a blob, which last until the next row; nil for what is no blob.
    package func blob(_ column: Int32) -> UnsafeBufferPointer<UInt8>? {
        guard sqlite3_column_type(statement, column) == SQLITE_BLOB else { return nil }
        let start = sqlite3_column_blob(statement, column)?.assumingMemoryBound(to: UInt8.self)
        return UnsafeBufferPointer(start: start, count: start == nil ? 0 : Int(sqlite3_column_bytes(statement, column)))
    }
}

extension EventLog {
    /// Visits the rows of a query as they stand.
    ///
    /// - Parameter body: false ends the visit.
    package static func forEachRow(
        of query: String, _ arguments: StatementArguments = [], in db: Database,
        _ body: (StandingRow) throws -> Bool
    ) throws {
        struct Ended: Error {}
        let statement = try db.makeStatement(sql: query)
        try statement.setArguments(arguments)
        do {
            try step(statement, db) { if try !body(StandingRow($0)) { throw Ended() } }
        } catch is Ended {
            return
        }
    }

    /// The numbers of the streams of a key, which are one at most, found by the key's hash.
    package static func streams(ofKey key: String, in db: Database) throws -> [Int64] {
        let hash = Array(key.utf8).withUnsafeBytes { DictionaryCache.hash($0, salt: 0) }
        return try Int64.fetchAll(
            db, sql: "SELECT id FROM stream WHERE hash = ? AND key = ?", arguments: [Int64(bitPattern: hash), key])
    }
}
