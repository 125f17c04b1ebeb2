import ArgumentParser
import EventStore
import ExchangeFormats
import Foundation
import Intake

/// How files are to be read, where looking at them does not tell.
struct ReadingOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Whose log the files are, when neither a column nor the file's name says so.", valueName: "address"))
    var mailbox: String?

    @Option(help: ArgumentHelp("Encoding of files without a byte order mark: utf-8, windows-1250, windows-1252.", valueName: "name"))
    var encoding: String?

    @Option(help: ArgumentHelp("How dates are written that are not ISO, such as en-US, en-GB, de-DE or pl-PL.", valueName: "culture"))
    var culture: String?

    @Option(help: ArgumentHelp("The zone of dates that state none; UTC when left out.", valueName: "zone"))
    var timeZone: String?

    func options() throws -> CalendarReaderOptions {
        var options = CalendarReaderOptions(mailbox: mailbox.flatMap { Address($0)?.canonical })
        if let mailbox, options.mailbox == nil { throw Failure(.usage, "--mailbox \(mailbox) is no address.") }
        if let encoding {
            guard let found = TextEncoding(name: encoding) else {
                throw Failure(.usage, "--encoding \(encoding) is not known.", next: "One of: \(TextEncoding.allCases.map(\.rawValue).joined(separator: ", ")).")
            }
            options.encoding = found
        }
        if let culture {
            guard let found = DateCulture(name: culture) else {
                throw Failure(.usage, "--culture \(culture) is not known.", next: "One of: \(DateCulture.known.joined(separator: ", ")).")
            }
            options.culture = found
        }
        if let timeZone {
            guard let found = ZoneCatalogue.shipped.resolve(timeZone), found.isExact else {
                throw Failure(.usage, "--time-zone \(timeZone) is not a zone that is known here.", next: "Use a Windows or IANA name, such as Europe/Warsaw.")
            }
            options.timeZone = found.rules
        }
        return options
    }
}

struct Ingest: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Take in files or folders of calendar exports.",
        discussion: """
            The form of each file is found by looking at it. A row that is there already is counted as a duplicate, so overlapping \
            exports can be taken in as they come; a row that cannot be understood goes to quarantine. An interrupted run is \
            simply repeated.

            Examples:
              calfold ingest exports/
              calfold ingest alice.csv --mailbox alice@example.com
              calfold ingest old.csv --encoding windows-1250 --culture pl-PL --time-zone Europe/Warsaw
            """)

    @Argument(help: ArgumentHelp("Files, and folders with all that is below them.", valueName: "path"))
    var paths: [String]

    @OptionGroup var store: StoreOptions
    @OptionGroup var reading: ReadingOptions
    @OptionGroup var report: ReportOptions

    func run() throws {
        let options = try reading.options()
        let files = try InputFinder().files(at: paths)
        guard !files.isEmpty else { throw Failure(.inputMissing, "There is no file to take in.", at: paths.joined(separator: " ")) }
        let log = try EventLog(path: store.store, access: .readWrite)
        let appender = Appender(log)
        var reports: [FileReport] = []
        var progress = Progress()
        for (index, file) in files.enumerated() {
            var line = FileReport(file: file)
            do {
                try FileIntake(path: file, options: options).run(into: appender) { outcome, share in
                    line.outcome = outcome
                    progress.tell("\(index + 1) of \(files.count) files, \(outcome.rowsRead) rows of this one\(share.map { " (\(Int($0 * 100)) %)" } ?? "")")
                }
            } catch let error as IntakeError {
                line.refused = error.explanation
            }
            progress.end()
            reports.append(line)
            if report.format == .text { line.print() }
        }
        try finish(reports)
    }

    private func finish(_ reports: [FileReport]) throws {
        var total = AppendOutcome()
        for report in reports { total += report.outcome }
        let refused = reports.filter { $0.refused != nil }.count
        if report.format == .json {
            try Console.print(json: IngestReport(files: reports.map(IngestReport.File.init), total: .init(total), refused: refused))
        } else if reports.count > 1 {
            Console.print("\(reports.count - refused) files: \(FileReport.words(total))" + (refused > 0 ? "; \(refused) refused" : ""))
        }
        if total.quarantined > 0, report.format == .text { Console.note("'calfold quarantine --store \(store.store)' shows the rows that were not understood.") }
        if refused > 0 { throw ExitStatus.inputNotUnderstood.code }
        if total.quarantined > 0 { throw ExitStatus.doneWithDoubts.code }
    }
}

/// What became of one file.
struct FileReport {
    var file: String
    var outcome = AppendOutcome()
    var refused: String?

    init(file: String) { self.file = file }

    static func words(_ outcome: AppendOutcome) -> String {
        "\(outcome.taken) taken + \(outcome.duplicate) duplicate + \(outcome.quarantined) quarantined = \(outcome.rowsRead) rows read"
    }

    func print() {
        if let refused {
            Console.note("\(file): refused. \(refused)")
        } else {
            Console.print("\(file): \(FileReport.words(outcome))")
        }
    }
}

private struct IngestReport: Encodable {
    struct Counts: Encodable {
        var rowsRead: Int
        var taken: Int
        var duplicate: Int
        var quarantined: Int

        init(_ outcome: AppendOutcome) {
            rowsRead = outcome.rowsRead
            taken = outcome.taken
            duplicate = outcome.duplicate
            quarantined = outcome.quarantined
        }
    }
    struct File: Encodable {
        var file: String
        var counts: Counts
        var refused: String?

        init(_ report: FileReport) {
            file = report.file
            counts = Counts(report.outcome)
            refused = report.refused
        }
    }
    var files: [File]
    var total: Counts
    var refused: Int
}
