import EventStore
import ExchangeFormats
import Privacy
import Tables

/// Writes the message traces of a log as documents of the Elastic Common Schema.
package struct ECSRun {
    /// Of its own: the organisation's monitoring sees identities in clear.
    package var mask: Mask
    package var preservesOriginal: Bool

    package func run(on log: EventLog, _ options: TableOptions, asOf: Instant?, knownAt: Int64?) throws -> FinishedTable
    {
        let file = ECSFile(options, mask: mask, preservesOriginal: preservesOriginal)
        try log.forEachEvent(of: .all, kind: .mail, upTo: knownAt) { stream, row in
            if let asOf, let logged = row.ticks(MailColumn.logTime.rawValue), logged > asOf.ticks { return }
            try file.add(row, of: stream)
        }
        return try file.finish()
    }
}
