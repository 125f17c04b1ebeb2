import GRDB

/// Values of a row by place, for rows of a file that may be damaged: what is not of the type that was written is an
/// error and never a trap.
extension Row {
    private func damaged(_ index: Int) -> DatabaseError {
        DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a value in column \(index + 1) is not of its type")
    }

    package func integer(_ index: Int) throws -> Int64 {
        guard index < count, case .int64(let value) = (self[index] as DatabaseValue).storage else {
            throw damaged(index)
        }
        return value
    }

    /// A number that counts something.
    package func number(_ index: Int) throws -> Int { Int(try integer(index)) }

    package func flag(_ index: Int) throws -> Bool {
        let value = try integer(index)
        guard value == 0 || value == 1 else { throw damaged(index) }
        return value == 1
    }

    package func text(_ index: Int) throws -> String {
        guard index < count, case .string(let value) = (self[index] as DatabaseValue).storage else {
            throw damaged(index)
        }
        return value
    }

    package func isNull(_ index: Int) -> Bool { index < count && (self[index] as DatabaseValue).isNull }

    package func bytes(_ index: Int) throws -> [UInt8] {
        guard index < count, case .blob(let value) = (self[index] as DatabaseValue).storage else {
            throw damaged(index)
        }
        return [UInt8](value)
    }
}

extension Database {
    /// Whether a table is there now. GRDB's own question remembers its answer, and another connection may have made the
    /// table since.
    package func hasTable(_ name: String) throws -> Bool {
        let statement = try cachedStatement(
            sql: "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?)")
        return try Bool.fetchOne(statement, arguments: [name]) == true
    }
}
