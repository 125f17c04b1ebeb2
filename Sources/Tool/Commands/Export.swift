import ArgumentParser
import EventStore
import ExchangeFormats
import Foundation
import Night
import Primitives
import Privacy
import Projection
import Publishing
import Reconstruct
import Tables

struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write tables as CSV, or into a SQLite file.",
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
              calfold export meetings participants emails --plain --format sqlite
              calfold export --check tables
              calfold export --check calendar.ics --plain --subjects
            """)

    @Argument(
        help: ArgumentHelp(
            "meetings, participants, emails, interactions, calendar_log, employees, employees_groups, users, ecs, ics",
            valueName: "table"))
    var tables: [ExportRun.Table] = []

    @Option(
        help: ArgumentHelp(
            "Write nothing: check the finished tables and calendar files of this folder, or a calendar file, against the format. Calendar files may have names in clear with --plain, and subjects with --subjects.",
            valueName: "folder"))
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
    @OptionGroup(title: "What time") var window: WindowOptions
    @OptionGroup(title: "What part of the history") var view: ViewOptions
    @OptionGroup(title: "People and privacy") var privacy: PrivacyOptions
    @OptionGroup(title: "E-mail") var mail: MailOptions
    @OptionGroup(title: "The partner's tables") var partner: PartnerOptions
    @OptionGroup(title: "Documents for monitoring (ecs)") var monitoring: ECSOptions
    @OptionGroup(title: "Calendar files (ics)") var calendar: CalendarOptions

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json, sqlite }

    @Option(
        help:
            "How to print: text for people, json for programs. Or sqlite: write the tables, typed, into one SQLite file, tables.sqlite."
    )
    var format = Format.text

    func validate() throws {
        try OutFolder.refuse(out)
        if check != nil, format == .sqlite {
            throw ValidationError("--check looks at CSV files: leave --format sqlite out.")
        }
        guard tables.isEmpty == (check != nil) else {
            throw ValidationError(
                check == nil
                    ? "Name the tables to write, or a folder of finished ones with --check."
                    : "--check writes nothing: leave the tables out.")
        }
        try refuse(calendar.stated, unless: .ics)
        try refuse(monitoring.stated, unless: .ecs)
    }

    /// An option of one table alone, which would change nothing of the others.
    private func refuse(_ options: [String], unless table: ExportRun.Table) throws {
        guard let option = options.first, !tables.contains(table) else { return }
        throw ValidationError(
            "\(option) is about \(table.rawValue), which is not among the tables: name it too, or leave \(option) out.")
    }

    func run() throws {
        if let check {
            return try tell(
                FolderCheckRun(
                    folder: check, exportReport: exportReport, allowsText: privacy.subjects, allowsClear: privacy.plain
                ).report())
        }
        ScratchFolder.clearHalfFiles(in: out)
        let log = try FoldedStore.open(store.store, showing: view.settings)
        try tell(written(from: log))
        let showsOccurrences: Set<ExportRun.Table> = [.meetings, .participants, .interactions, .ics]
        if let note = window.settings.note, !showsOccurrences.isDisjoint(with: tables) { Console.note(note) }
    }

    /// The tables, with a line on the terminal while they are made.
    private func written(from log: EventLog) throws -> ExportReport {
        var progress = Progress()
        defer { progress.end() }
        if format == .sqlite {
            return try SQLiteExport(settings) { progress.tell($0) }.run(on: log, Console.tell)
        }
        var run = try settings.prepared(on: log, Console.tell)
        run.progress = { progress.tell($0) }
        return try run.run(on: log)
    }

    private var settings: ExportSettings {
        ExportSettings(
            tables: tables, out: out, includesCancelled: includeCancelled, window: window.settings, view: view.settings,
            privacy: privacy.settings, mail: mail.settings, partner: partner.settings,
            monitoring: monitoring.settings, calendar: calendar.run)
    }

    private func tell(_ found: CheckReport) throws {
        if format == .json { try Console.print(json: found) } else { Console.print(found.text) }
        if found.errors > 0 { throw ExitStatus.doneWithDoubts.code }
    }

    private func tell(_ outcome: ExportReport) throws {
        if format == .json { return try Console.print(json: outcome) }
        for table in outcome.tables {
            let name = format == .sqlite ? "\(table.path), \(table.name)" : table.path
            Console.print("\(TerminalText.line(name)): \(table.rows, table.unit)")
        }
        for line in outcome.people.lines { Console.print(line) }
        for warning in outcome.warnings { Console.note(warning) }
    }
}

extension ExportRun.Table: ExpressibleByArgument {}
