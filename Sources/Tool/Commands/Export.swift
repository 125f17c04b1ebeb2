import ArgumentParser
import EventStore
import ExchangeFormats
import Foundation
import Primitives
import Privacy
import Projection
import Publishing
import Reconstruct
import Tables

struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write tables as CSV.",
        discussion: """
            Tables: meetings (one row for each occurrence in the window), participants (one for each who takes part in one), \
            emails (one for each message and final recipient), interactions (who met or wrote to whom), calendar_log (the entries \
            themselves, masked), employees, employees_groups and users (from --directory). Identities are pseudonyms under your key, subjects are emptied, \
            people outside the accepted domains are `external`. And ecs: message traces as documents of the Elastic Common Schema, one \
            JSON object a line, in clear for the organisation's own monitoring unless --pseudonymise is given. And ics: meetings as a \
            calendar file that other programs open.

            Examples:
              calfold export meetings participants --month 2024-02 --out tables \\
                  --key-file key.txt --accepted-domain example.com
              calfold export meetings --plain --from 2024-01-01 --to 2024-07-01
              calfold export meetings --plain --view as-held
              calfold export calendar_log employees employees_groups --month 2024-02 \\
                  --profile sftp --directory people.csv --key-file key.txt
              calfold export meetings --plain --as-of 2024-02-12T06:00:00Z
              calfold export ecs --from 2024-02-01 --accepted-domain example.com
              calfold export ics --plain --subjects --from 2024-01-01 --to 2024-07-01
              calfold export ics --plain --by person
              calfold export --check tables
            """)

    @Argument(
        help: ArgumentHelp(
            "meetings, participants, emails, interactions, calendar_log, employees, employees_groups, users, ecs, ics",
            valueName: "table"))
    var tables: [ExportRun.Table] = []

    @Option(
        help: ArgumentHelp(
            "Write nothing: check the finished tables of this folder against the format.", valueName: "folder"))
    var check: String?

    @Option(
        help: ArgumentHelp(
            "For --check: what 'export --format json' printed, to compare the rows with.", valueName: "file"))
    var exportReport: String?

    @Option(help: ArgumentHelp("The folder for the tables.", valueName: "folder"))
    var out = "."

    @Flag(help: "List cancelled occurrences too.")
    var includeCancelled = false

    @OptionGroup var store: StoreOptions
    @OptionGroup var window: WindowOptions
    @OptionGroup var view: ViewOptions
    @OptionGroup var privacy: PrivacyOptions
    @OptionGroup var mail: MailOptions
    @OptionGroup var partner: PartnerOptions
    @OptionGroup var monitoring: ECSOptions
    @OptionGroup var calendar: CalendarOptions
    @OptionGroup var report: ReportOptions

    func validate() throws {
        guard tables.isEmpty == (check != nil) else {
            throw ValidationError(
                check == nil
                    ? "Name the tables to write, or a folder of finished ones with --check."
                    : "--check writes nothing: leave the tables out.")
        }
    }

    func run() throws {
        if let check {
            return try FolderCheckRun(folder: check, exportReport: exportReport, allowsText: privacy.subjects).run(
                format: report.format)
        }
        ScratchFolder.clearHalfFiles(in: out)
        let log = try openFolded()
        try tell(try prepared(on: log).run(on: log))
    }

    /// The run that the options describe.
    ///
    /// - Parameter tell: gets what a person should know of the key and the directory.
    func prepared(on log: EventLog, tell: (Remark) -> Void = Console.tell) throws -> ExportRun {
        let options = TableOptions(
            folder: out, month: window.month, delimiter: try partner.delimiterByte(), window: try window.window(),
            includesCancelled: includeCancelled,
            profile: partner.profile, listStyle: partner.listStyle)
        // In clear for the organisation's own monitoring: no key is asked for.
        let isMonitoringAlone = tables == [.ecs] && !monitoring.pseudonymise
        let mask =
            try isMonitoringAlone
            ? Mask(people: privacy.people(tell), identities: .clear, keepsSubjects: true) : privacy.mask(tell)
        return ExportRun(
            tables: tables, options: options, view: view.view, asOf: try view.asOfInstant(),
            knownAt: try KnownAt.position(view.knownAt, in: log),
            mask: mask, mailLeftOut: try mail.origins(), rowDay: try partner.rowDay(),
            roundsEmployment: partner.roundEmploymentDates,
            users: try partner.users.map(UserList.init(path:)), calendar: calendar.run,
            monitoring: try monitoring.run(mask))
    }

    private func openFolded() throws -> EventLog {
        let reader = try EventLog(path: store.store, access: .readOnly)
        guard view.view == .final, view.asOf == nil, view.knownAt == nil, try !FoldRun.isCurrent(reader) else {
            return reader
        }
        let log = try EventLog(path: store.store, access: .update)
        Console.note("The log has entries that were not folded yet; folding them first.")
        _ = try Fold.bringUpToDate(log)
        return log
    }

    private func tell(_ outcome: ExportReport) throws {
        if report.format == .json { return try Console.print(json: outcome) }
        for table in outcome.tables { Console.print("\(table.path): \(table.rows, "row")") }
        for line in outcome.people.lines { Console.print(line) }
        for warning in outcome.warnings { Console.note(warning) }
    }
}

extension ExportRun.Table: ExpressibleByArgument {}

/// `--known-at`: a batch's number, or an instant of this store's own time.
enum KnownAt {
    static func position(_ text: String?, in log: EventLog) throws -> Int64? {
        guard let text else { return nil }
        if let number = Int64(text), text.utf8.count < 9 {
            if number == 0 { return 0 }
            guard let position = try log.position(atBatch: number) else {
                throw Failure(
                    .usage, "--known-at \(text): there is no such batch.",
                    next: "'calfold status' tells the newest one.")
            }
            return position
        }
        let instant = try Moment.instant(text, option: "--known-at")
        let known = try log.known(atMilliseconds: instant.ticks / Instant.ticksPerMillisecond)
        if let older = known.seeminglyOlder {
            Console.note(
                """
                The clock of this store was set back: batches \(older.lowerBound) to \(older.upperBound) seem older than \(text) and came after a batch that is \
                newer. They do not count as known then; a batch's number instead of an instant says exactly what is meant.
                """)
        }
        return known.position
    }
}
