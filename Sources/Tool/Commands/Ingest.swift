import ArgumentParser
import EventStore
import Foundation
import Intake
import Night
import Primitives
import Privacy

struct Ingest: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Take in files or folders of calendar exports and message logs.",
        discussion: """
            The form of each file is found by looking at it; gzip files, zip archives, workbooks (.xlsx) and what Export-Clixml wrote \
            are opened. A row that is there already is counted as a duplicate, so overlapping \
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
    @OptionGroup(title: "How files are read") var reading: ReadingOptions
    @OptionGroup var report: ReportOptions

    func run() throws {
        var options = try reading.options()
        let finder = InputFinder()
        var errors: [IntakeError] = []
        let files = try finder.files(at: paths, errors: &errors)
        let unread = errors.map { FileReport(file: $0.path, refused: $0.explanation) }
        guard !files.isEmpty else {
            if report.format == .text { unread.forEach(tell) }
            throw Failure(
                unread.isEmpty ? .inputMissing : .inputNotUnderstood, "There is no file to take in.",
                at: paths.joined(separator: " "))
        }
        // A store that is there and cannot be used is told of before anything is read; one that is not there is made
        // when there is something to put into it.
        var log =
            try FileManager.default.fileExists(atPath: store.store)
            ? EventLog(path: store.store, access: .readWrite) : nil
        // A finished table may be taken into a store of its own.
        options.refusesPseudonyms = try log?.namesPeopleInClear() ?? false
        func opened() throws -> EventLog {
            let found = try log ?? EventLog(path: store.store, access: .readWrite)
            log = found
            return found
        }
        var progress = Progress()
        if report.format == .text { unread.forEach(tell) }
        var outcome = try IngestRun(
            files: files, reading: options, foundInFolders: finder.inFolders(files, paths: paths)
        ).run(into: opened) { step in
            progress.tell(
                "\(step.file) of \(files.count, "file"), \(step.rowsRead, "row") of this one\(step.share.map { " (\(Int($0 * 100)) %)" } ?? "")"
            )
        } finished: { exports, _ in
            progress.end()
            if report.format == .text { exports.forEach(tell) }
        }
        outcome.files += unread
        try tell(outcome)
        if outcome.status != .done { throw outcome.status.code }
    }

    private func tell(_ file: FileReport) {
        if let refused = file.refused {
            Console.note("\(TerminalText.line(file.file)): refused: \(TerminalText.line(refused))")
        } else {
            Console.print("\(TerminalText.line(file.file)): \(FileReport.words(file.outcome))")
        }
        for note in file.notes {
            Console.note("\(TerminalText.line(file.file)): \(TerminalText.line(note))")
        }
    }

    private func tell(_ outcome: IngestReport) throws {
        if report.format == .json { return try Console.print(json: outcome) }
        if outcome.files.count > 1 {
            let refused = outcome.refused > 0 ? "; \(outcome.refused) refused" : ""
            Console.print(
                "\(outcome.files.count - outcome.refused, "file"): \(FileReport.words(outcome.total))\(refused)")
        }
        if let first = outcome.passedOver.first {
            Console.note(
                "\(outcome.skipped, "file is no export and was", "files are no exports and were") passed over. \(outcome.skipped > 1 ? "The first, " : "")\(TerminalText.line(first.file)): \(TerminalText.line(first.reason ?? "it is no export."))\(outcome.skipped > 1 ? " --format json names the others." : "")"
            )
        }
        if outcome.total.quarantined > 0 {
            Console.note("'calfold quarantine --store \(store.store)' shows the rows that were not understood.")
        }
    }
}
