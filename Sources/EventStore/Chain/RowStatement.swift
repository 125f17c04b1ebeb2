import GRDB
import GRDBSQLite

/// A statement that writes rows of derived tables, whose values are bound as they come: as a list of values of any type
/// they would be allocated one by one, which took as long as SQLite with the row.
package struct RowStatement {
    private let statement: Statement
    private let db: Database

    package init(_ query: String, in db: Database) throws {
        statement = try db.makeStatement(sql: query)
        self.db = db
    }

    /// Runs the statement once.
    ///
    /// - Parameter bind: gives its values, in their order. What is not given stays as it was the last time.
    package func run(_ bind: (inout Values) -> Void) throws {
        let pointer = statement.sqliteStatement
        defer { sqlite3_reset(pointer) }
        var values = Values(pointer)
        bind(&values)
        var result = values.result
        if result == SQLITE_OK { result = sqlite3_step(pointer) }
        guard result == SQLITE_DONE || result == SQLITE_ROW else {
            throw DatabaseError(resultCode: ResultCode(rawValue: result), message: db.lastErrorMessage)
        }
    }

    package struct Values {
        private let pointer: OpaquePointer
        private var place: Int32 = 0
        fileprivate var result = SQLITE_OK

        fileprivate init(_ pointer: OpaquePointer) { self.pointer = pointer }

        package mutating func add(_ number: Int64) { note(sqlite3_bind_int64(pointer, next(), number)) }

        package mutating func add(_ number: Int64?) {
            if let number { add(number) } else { note(sqlite3_bind_null(pointer, next())) }
        }

        package mutating func add(_ text: String) {
            let place = next(), pointer = self.pointer
            var text = text
            let found = text.withUTF8 { bytes in
                // As the texts of the other statements, it ends before the first NUL.
                let count = bytes.firstIndex(of: 0) ?? bytes.count
                // Without an address it would be bound as no text at all.
                guard let start = bytes.baseAddress, count > 0 else {
                    return sqlite3_bind_text(pointer, place, "", 0, Values.copied)
                }
                return start.withMemoryRebound(to: CChar.self, capacity: count) {
                    sqlite3_bind_text(pointer, place, $0, Int32(count), Values.copied)
                }
            }
            note(found)
        }

        package mutating func add(_ text: String?) {
            if let text { add(text) } else { note(sqlite3_bind_null(pointer, next())) }
        }

        package mutating func add(_ bytes: [UInt8]) {
            let place = next(), pointer = self.pointer
            let found = bytes.withUnsafeBytes { bytes in
                bytes.isEmpty
                    ? sqlite3_bind_zeroblob(pointer, place, 0)
                    : sqlite3_bind_blob(pointer, place, bytes.baseAddress, Int32(bytes.count), Values.copied)
            }
            note(found)
        }

        private mutating func next() -> Int32 {
            place += 1
            return place
        }

        private mutating func note(_ found: Int32) { if result == SQLITE_OK { result = found } }

        private static var copied: sqlite3_destructor_type {
            unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        }
    }
}
