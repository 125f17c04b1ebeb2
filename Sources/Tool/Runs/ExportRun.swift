import EventStore
import ExchangeFormats
import Privacy
import Projection
import Publish

/// Writes tables of a log that is folded.
struct ExportRun {
    enum Table: String, CaseIterable, Sendable {
        case meetings, participants
        case calendarLog = "calendar_log"
    }

    var tables: [Table]
    var options: TableOptions
    var view = OccurrenceSource.View.final
    var asOf: Instant?
    /// Nothing that the log took in after this position.
    var knownAt: Int64?
    var mask: Mask

    func run(on log: EventLog) throws -> ExportReport {
        var finished: [FinishedTable] = []
        if tables.contains(.meetings) || tables.contains(.participants) {
            let writer = MeetingTables(options, mask: mask, meetings: tables.contains(.meetings), participants: tables.contains(.participants))
            try OccurrenceSource(log: log, view: view, asOf: asOf, knownAt: knownAt).forEach(in: options.window) { try writer.add($0) }
            finished += try writer.finish()
        }
        if tables.contains(.calendarLog) {
            let writer = CalendarLogTable(options, mask: mask)
            try log.forEachEvent(of: .all, upTo: knownAt) { stream, row in
                if let asOf, let logged = row.ticks(CalendarColumn.logTime.rawValue), logged > asOf.ticks { return }
                try writer.add(row, key: stream.key)
            }
            finished.append(try writer.finish())
        }
        return ExportReport(
            tables: finished.map { .init(name: $0.name, path: $0.path, rows: $0.rows) }, unresolved: mask.counts.unresolved,
            emptiedBlobs: mask.counts.emptiedBlobs)
    }
}

/// What an export wrote.
struct ExportReport: Encodable {
    struct Table: Encodable {
        var name: String
        var path: String
        var rows: Int
    }
    var tables: [Table]
    var unresolved: Int
    var emptiedBlobs: Int

    /// What a person should know of it, a sentence each.
    var warnings: [String] {
        var warnings: [String] = []
        if unresolved > 0 { warnings.append("\(unresolved) identities are no mail addresses and were hashed as they stand.") }
        if emptiedBlobs > 0 { warnings.append("\(emptiedBlobs) recurrence blobs cannot be decoded and were emptied, as they may hold text.") }
        return warnings
    }
}
