import ArgumentParser
import EventStore
import ExchangeFormats
import Foundation
import Privacy
import Projection
import Publish
import Reconstruct

struct Export: ParsableCommand {
    enum Table: String, ExpressibleByArgument, CaseIterable {
        case meetings, participants
        case calendarLog = "calendar_log"
    }

    static let configuration = CommandConfiguration(
        abstract: "Write tables as CSV.",
        discussion: """
            Tables: meetings (one row for each occurrence in the window), participants (one for each who takes part in one), \
            calendar_log (the entries themselves, masked). Identities are pseudonyms under your key, subjects are emptied, \
            people outside the accepted domains are `external`.

            Examples:
              calfold export meetings participants --month 2024-02 --out tables --key-file key.txt --accepted-domain example.com
              calfold export meetings --from 2024-01-01 --to 2024-07-01 --plain --view as-held
              calfold export meetings --plain --as-of 2024-02-12T06:00:00Z
            """)

    @Argument(help: ArgumentHelp("meetings, participants, calendar_log", valueName: "table"))
    var tables: [Table]

    @Option(help: ArgumentHelp("The folder for the tables.", valueName: "folder"))
    var out = "."

    @Option(help: "Between fields: one character, or tab.")
    var delimiter = ";"

    @Flag(help: "List cancelled occurrences too.")
    var includeCancelled = false

    @OptionGroup var store: StoreOptions
    @OptionGroup var window: WindowOptions
    @OptionGroup var view: ViewOptions
    @OptionGroup var privacy: PrivacyOptions
    @OptionGroup var report: ReportOptions

    func run() throws {
        let options = TableOptions(
            folder: out, month: window.month, delimiter: try delimiterByte(), window: try window.window(), includesCancelled: includeCancelled)
        let asOf = try view.asOfInstant()
        let mask = try privacy.mask()
        let log = try openFolded()
        let known = try KnownAt.position(view.knownAt, in: log)
        var finished: [FinishedTable] = []
        if tables.contains(.meetings) || tables.contains(.participants) {
            let writer = MeetingTables(options, mask: mask, meetings: tables.contains(.meetings), participants: tables.contains(.participants))
            try OccurrenceSource(log: log, view: view.view, asOf: asOf, knownAt: known).forEach(in: options.window) { try writer.add($0) }
            finished += try writer.finish()
        }
        if tables.contains(.calendarLog) {
            let writer = CalendarLogTable(options, mask: mask)
            try log.forEachEvent(of: .all, upTo: known) { stream, row in
                if let asOf, let logged = row.ticks(CalendarColumn.logTime.rawValue), logged > asOf.ticks { return }
                try writer.add(row, key: stream.key)
            }
            finished.append(try writer.finish())
        }
        try tell(finished, mask.counts)
    }

    private func openFolded() throws -> EventLog {
        let reader = try EventLog(path: store.store, access: .readOnly)
        guard view.view == .final, view.asOf == nil, view.knownAt == nil, try !Projection(reader).isCurrent() else { return reader }
        let log = try EventLog(path: store.store, access: .readWrite)
        Console.note("The log has entries that were not folded yet; folding them first.")
        Fold.warn(try Fold.bringUpToDate(log))
        return log
    }

    private func delimiterByte() throws -> UInt8 {
        if delimiter == "tab" || delimiter == "\\t" { return 0x09 }
        guard let byte = delimiter.utf8.first, delimiter.utf8.count == 1, byte != 0x22, byte >= 0x20 || byte == 0x09 else {
            throw Failure(.usage, "--delimiter takes one character, or tab.")
        }
        return byte
    }

    private func tell(_ finished: [FinishedTable], _ counts: Mask.Counts) throws {
        if report.format == .json {
            try Console.print(json: ExportReport(tables: finished.map { .init(name: $0.name, path: $0.path, rows: $0.rows) }, unresolved: counts.unresolved, emptiedBlobs: counts.emptiedBlobs))
            return
        }
        for table in finished { Console.print("\(table.path): \(table.rows) rows") }
        if counts.unresolved > 0 { Console.note("\(counts.unresolved) identities are no mail addresses and were hashed as they stand.") }
        if counts.emptiedBlobs > 0 { Console.note("\(counts.emptiedBlobs) recurrence blobs cannot be decoded and were emptied, as they may hold text.") }
    }
}

private struct ExportReport: Encodable {
    struct Table: Encodable {
        var name: String
        var path: String
        var rows: Int
    }
    var tables: [Table]
    var unresolved: Int
    var emptiedBlobs: Int
}

/// `--known-at`: a batch's number, or an instant of this store's own time.
enum KnownAt {
    static func position(_ text: String?, in log: EventLog) throws -> Int64? {
        guard let text else { return nil }
        if let number = Int64(text), text.utf8.count < 9 {
            if number == 0 { return 0 }
            guard let position = try log.position(atBatch: number) else {
                throw Failure(.usage, "--known-at \(text): there is no such batch.", next: "'calfold status' tells the newest one.")
            }
            return position
        }
        let instant = try Moment.instant(text, option: "--known-at")
        return try log.position(atMilliseconds: instant.ticks / Instant.ticksPerMillisecond)
    }
}
