import EventStore
import ExchangeFormats
import Privacy
import Projection
import Publish

/// Writes tables of a log that is folded.
struct ExportRun {
    enum Table: String, CaseIterable, Sendable {
        case meetings, participants, interactions
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
        if options.profile == .sftp, tables.contains(.meetings) {
            throw Failure(
                .usage, "The partner's meetings file is the table calendar_log; the table meetings would stand under its name.",
                next: "Export meetings without --profile sftp, into another folder.")
        }
        var finished = try occurrenceTables(OccurrenceSource(log: log, view: view, asOf: asOf, knownAt: knownAt))
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

    /// The tables that are made of occurrences, in one pass over them.
    private func occurrenceTables(_ source: OccurrenceSource) throws -> [FinishedTable] {
        guard tables.contains(where: { [.meetings, .participants, .interactions].contains($0) }) else { return [] }
        let meetings = MeetingTables(options, mask: mask, meetings: tables.contains(.meetings), participants: tables.contains(.participants))
        let interactions = tables.contains(.interactions) ? InteractionTable(options, mask: mask) : nil
        try source.forEach(in: options.window) { tabled in
            try meetings.add(tabled)
            try interactions?.add(tabled)
        }
        return try meetings.finish() + (interactions?.finish() ?? [])
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
