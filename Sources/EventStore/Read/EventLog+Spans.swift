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
    /// What each file has of each mailbox, by log time; entries without one are left out.
    ///
    /// - Parameter last: leaves out events after this position.
    /// - Returns: in order of file and mailbox.
    package func mailboxSpans(upTo last: Int64? = nil) throws(StoreError) -> [MailboxSpan] {
        try read { db in
            let ticks = "CASE form & 1 WHEN 1 THEN logtime ELSE logtime * 10000 END"
            return try Row.fetchAll(
                db,
                sql: """
                    SELECT (SELECT value FROM dictionary WHERE id = mailbox), source, min(\(ticks)), max(\(ticks)), count(*)
                    FROM calendar_entry WHERE logtime IS NOT NULL AND position <= ? GROUP BY mailbox, source ORDER BY source, 1
                    """, arguments: [last ?? .max]
            ).map { row in
                MailboxSpan(
                    mailbox: row[0], source: try row.integer(1), first: try row.integer(2), last: try row.integer(3),
                    rows: try row.number(4))
            }
        }
    }
}
