import ArgumentParser
import EventStore
import ExchangeFormats
import Foundation
import Intake
import Primitives
import Privacy

/// How files are to be read, where looking at them does not tell.
struct ReadingOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Whose log the files are, when neither a column nor the file's name says so.", valueName: "address"))
    var mailbox: String?

    @Option(
        help: ArgumentHelp(
            "Encoding of files without a byte order mark: utf-8, utf-16le, utf-16be, windows-1250, windows-1252.",
            valueName: "name"))
    var encoding: String?

    @Option(
        help: ArgumentHelp(
            "How dates are written that are not ISO, such as en-US, en-GB, de-DE or pl-PL.", valueName: "culture"))
    var culture: String?

    @Option(
        help: ArgumentHelp(
            "The pattern of dates of any other culture, as .NET writes it: 'd/M/yyyy H:mm:ss', 'MM/dd/yyyy h:mm:ss tt', 'dd-MMM-yyyy HH:mm'.",
            valueName: "pattern"))
    var dateFormat: String?

    @Option(help: ArgumentHelp("The zone of dates that state none; UTC when left out.", valueName: "zone"))
    var timeZone: String?

    @Option(
        help: ArgumentHelp(
            "The zone of log times, where it is another: Local Log Time is the exporting computer's. As --time-zone when left out.",
            valueName: "zone"))
    var logTimeZone: String?

    @OptionGroup var directory: DirectoryOptions

    func options() throws -> CalendarReaderOptions {
        let named = directory.directory.isEmpty ? nil : ReadingOptions.mailboxes(of: try directory.load())
        var options = CalendarReaderOptions(mailbox: try mailbox.map { try address($0, named) })
        options.mailboxNamed = named
        if let encoding {
            guard let found = TextEncoding(name: encoding) else {
                throw Failure(
                    .usage, "--encoding \(encoding) is not known.",
                    next: "One of: \(TextEncoding.allCases.map(\.rawValue).joined(separator: ", ")).")
            }
            options.encoding = found
        }
        if let culture {
            guard dateFormat == nil else {
                throw Failure(
                    .usage, "--culture and --date-format both say how dates are written.",
                    next: "Give one or the other.")
            }
            do throws(DateCulture.Refusal) {
                options.culture = try DateCulture(named: culture)
            } catch {
                let (what, next) = error.explanation
                throw Failure(.usage, "--culture \(culture) \(what)", next: next)
            }
        }
        if let dateFormat {
            do throws(DatePattern.Fault) {
                options.datePattern = try DatePattern(dateFormat)
            } catch {
                throw Failure(
                    .usage, "--date-format '\(dateFormat)' \(error.what)",
                    next: "Write it as .NET does: d/M/yyyy H:mm:ss, MM/dd/yyyy h:mm:ss tt, dd-MMM-yyyy HH:mm.")
            }
        }
        options.timeZone = try timeZone.map { try zone($0, "--time-zone") }
        options.logTimeZone = try logTimeZone.map { try zone($0, "--log-time-zone") }
        return options
    }

    /// A mailbox is part of what an entry is known by: a slip here would make other entries of the same rows.
    private func address(_ text: String, _ named: ((String) -> String?)?) throws -> String {
        switch Address(text) {
        case .smtp(let address)?, .legacyDN(let address)?: return address
        case .displayName?, nil:
            if let found = named?(text) { return found }
            throw Failure(
                .usage, "--mailbox \(text) is no address.",
                next: "Give the mailbox's mail address, or a --directory that knows the name.")
        }
    }

    private func zone(_ name: String, _ option: String) throws -> ZoneRules {
        guard let found = ZoneCatalogue.shipped.resolve(name), found.isExact else {
            throw Failure(
                .usage, "\(option) \(name) is not a zone that is known here.",
                next: "Use a Windows or IANA name, such as Europe/Warsaw.")
        }
        return found.rules
    }

    /// The mailbox that a name belongs to: a display name, or what stands before the @ of an address, if it is only one
    /// recipient's.
    static func mailboxes(of directory: Directory) -> @Sendable (String) -> String? {
        var owners: [String: Set<String>] = [:]
        for recipient in directory.recipients {
            for address in [recipient.address] + recipient.aliases {
                guard let at = address.lastIndex(of: "@") else { continue }
                owners[String(address[..<at]), default: []].insert(recipient.address)
            }
        }
        let local = owners.compactMapValues { $0.count == 1 ? $0.first : nil }
        return { name in
            if let address = Address(name), let found = directory.recipient(of: address) { return found.address }
            return local[name.lowercased()]
        }
    }
}

struct Ingest: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Take in files or folders of calendar exports and message logs.",
        discussion: """
            The form of each file is found by looking at it. A row that is there already is counted as a duplicate, so overlapping \
            exports can be taken in as they come; a row that cannot be understood goes to quarantine. An interrupted run is \
            simply repeated. 'calfold fold' comes next.

            Examples:
              calfold ingest exports/
              calfold ingest alice.csv --mailbox alice@example.com
              calfold ingest old.csv --encoding windows-1250 --culture pl-PL \\
                  --time-zone Europe/Warsaw
            """)

    @Argument(
        help: ArgumentHelp("Files, and folders with all that is below them; - for standard input.", valueName: "path"))
    var paths: [String]

    @OptionGroup var store: StoreOptions
    @OptionGroup var reading: ReadingOptions
    @OptionGroup var report: ReportOptions

    func run() throws {
        let options = try reading.options()
        let finder = InputFinder()
        let files = try finder.files(at: paths)
        guard !files.isEmpty else {
            throw Failure(.inputMissing, "There is no file to take in.", at: paths.joined(separator: " "))
        }
        let log = try EventLog(path: store.store, access: .readWrite)
        var progress = Progress()
        let outcome = try IngestRun(
            files: files, reading: options, foundInFolders: finder.inFolders(files, paths: paths)
        ).run(into: log) { step in
            progress.tell(
                "\(step.file) of \(files.count, "file"), \(step.rowsRead, "row") of this one\(step.share.map { " (\(Int($0 * 100)) %)" } ?? "")"
            )
        } finished: { files in
            progress.end()
            if report.format == .text { files.forEach(tell) }
        }
        try tell(outcome)
        if outcome.status != .done { throw outcome.status.code }
    }

    private func tell(_ file: FileReport) {
        if let refused = file.refused {
            Console.note("\(file.file): refused: \(refused)")
        } else {
            Console.print("\(file.file): \(FileReport.words(file.outcome))")
        }
        for note in file.notes { Console.note("\(file.file): \(note)") }
    }

    private func tell(_ outcome: IngestReport) throws {
        if report.format == .json { return try Console.print(json: outcome) }
        if outcome.files.count > 1 {
            let refused = outcome.refused > 0 ? "; \(outcome.refused) refused" : ""
            Console.print(
                "\(outcome.files.count - outcome.refused, "file"): \(FileReport.words(outcome.total))\(refused)")
        }
        if outcome.skipped > 0 {
            Console.note(
                "\(outcome.skipped, "file in a folder is no export and was", "files in folders are no exports and were") passed over; name one to see why."
            )
        }
        if outcome.total.quarantined > 0 {
            Console.note("'calfold quarantine --store \(store.store)' shows the rows that were not understood.")
        }
    }
}
