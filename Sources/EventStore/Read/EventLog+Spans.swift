import Foundation
import GRDB

/// What one file has of one mailbox: the log times of its first and its last calendar entry, and their number.
package struct MailboxSpan: Sendable, Equatable {
    /// As the log writes it; nil in a merged export.
    package var mailbox: String?
    /// The number of the file in the store.
    package var source: Int64
    /// Ticks of 100 ns since 1970 UTC.
    package var first: Int64
    package var last: Int64
    package var rows: Int
}

extension EventLog {
    /// Visits what each file has of each mailbox, by log time; entries without one are left out.
    ///
    /// - Parameter last: leaves out events after this position.
    package func forEachMailboxSpan(
        upTo last: Int64? = nil, _ body: (MailboxSpan) throws -> Void
    ) throws {
        try readDerived { db in
            let ticks = "CASE form & 1 WHEN 1 THEN logtime ELSE logtime * 10000 END"
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT (SELECT value FROM dictionary WHERE id = mailbox), source, min(\(ticks)), max(\(ticks)), count(*)
                    FROM calendar_entry WHERE logtime IS NOT NULL AND position <= ? GROUP BY mailbox, source
                    """, arguments: [last ?? .max])
            while let row = try rows.next() {
                try body(
                    MailboxSpan(
                        mailbox: row.isNull(0) ? nil : try row.text(0), source: try row.integer(1),
                        first: try row.integer(2), last: try row.integer(3), rows: try row.number(4)))
            }
        }
    }

    /// Visits the files that were taken in, by number and name.
    ///
    /// - Parameter last: leaves out those that came after the events up to this position.
    package func forEachSourceName(upTo last: Int64? = nil, _ body: (Int64, String) throws -> Void) throws {
        try readDerived { db in
            // The first batch that reaches so far: of files without a row that came next, nothing was known yet.
            let known = try last.flatMap { last in
                try Int64.fetchOne(
                    db, sql: "SELECT last_source FROM batch WHERE last_position >= ? ORDER BY number LIMIT 1",
                    arguments: [last])
            }
            let rows = try Row.fetchCursor(
                db, sql: "SELECT id, name FROM source WHERE id <= ? ORDER BY id", arguments: [known ?? .max])
            while let row = try rows.next() { try body(try row.integer(0), try row.text(1)) }
        }
    }
}
