import GRDB
import GRDBSQLite

/// Where the rows of each stream stand: the rows of one batch are sorted by stream, so that those of a stream follow
/// each other. Written in the transaction that brings the rows.
struct StreamSegments {
    struct Segment {
        var stream: Int64
        var first: Int64
        var rows: Int64
    }

    private var segments: [Segment] = []

    /// - Parameter position: greater than any before it.
    @inline(__always)
    mutating func add(_ stream: Int64, _ position: Int64) {
        if let last = segments.last, last.stream == stream, last.first + last.rows == position {
            segments[segments.count - 1].rows += 1
        } else {
            segments.append(Segment(stream: stream, first: position, rows: 1))
        }
    }

    /// Writes what was added, in the order of the index.
    mutating func write(_ table: EventTable, _ db: Database) throws {
        guard !segments.isEmpty else { return }
        segments.sort { $0.stream != $1.stream ? $0.stream < $1.stream : $0.first < $1.first }
        let statement = try db.cachedStatement(sql: "INSERT INTO \(table.segments) VALUES(?, ?, ?)").sqliteStatement
        for segment in segments {
            sqlite3_bind_int64(statement, 1, segment.stream)
            sqlite3_bind_int64(statement, 2, segment.first)
            sqlite3_bind_int64(statement, 3, segment.rows)
            let done = sqlite3_step(statement)
            sqlite3_reset(statement)
            guard done == SQLITE_DONE else {
                throw DatabaseError(resultCode: ResultCode(rawValue: done), message: db.lastErrorMessage)
            }
        }
        segments.removeAll(keepingCapacity: true)
    }
}
