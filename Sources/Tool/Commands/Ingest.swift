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
