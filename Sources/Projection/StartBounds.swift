import GRDB

/// Between which instants the stored meetings' occurrences start, for those who keep what depends on it.
package struct StartBounds {
    private let statement: Statement

    /// - Returns: nil where no fold has stored a meeting yet.
    package init?(_ db: Database) throws {
        guard try db.tableExists("meeting") else { return nil }
        statement = try db.makeStatement(sql: "SELECT first_start, last_start FROM meeting WHERE stream = ?")
    }

    /// The bounds in ticks; nil for a stream without a meeting.
    package func bounds(of stream: Int64) throws -> (first: Int64, last: Int64)? {
        guard let row = try Row.fetchOne(statement, arguments: [stream]), !row.isNull(0), !row.isNull(1) else {
            return nil
        }
        return (try row.integer(0), try row.integer(1))
    }
}
