import ArgumentParser
import Foundation
import Intake
import Night
import Primitives
import Stream

struct StreamEntries: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "entries",
        abstract: "Write the rows of exports as lines, to be sorted and folded elsewhere.",
        discussion: """
            Each row becomes one line on standard output: key, kind (calendar or mail), identity, then its fields, parted by tabs. \
            Pairs of a legacy DN and its address that rows teach are lines of kind person. The last line is a trailer, by which \
            the next program knows that nothing is missing. Files are read as 'calfold ingest' reads them; nothing is stored.

            Examples:
              calfold stream entries exports/ --rejected rejected.txt > entries.txt
              calfold stream entries exports/ | LC_ALL=C sort | calfold stream tables meetings --plain --month 2024-02
            """)

    @Argument(
        help: ArgumentHelp("Files, and folders with all that is below them; - for standard input.", valueName: "path"))
    var paths: [String]

    @Option(
        help: ArgumentHelp(
            "Where rows go that cannot be understood, as lines of file, line, reason and row; they are only counted when left out.",
            valueName: "file"))
    var rejected: String?

    @OptionGroup(title: "How files are read") var reading: ReadingOptions

    func run() throws {
        let options = try reading.options()
        let finder = InputFinder()
        var errors: [IntakeError] = []
        let files = try finder.files(at: paths, errors: &errors)
        let rows = try rejected.map(RejectedRows.init)
        var report = try EntryStream(options: options, output: StreamOutput(StreamFilters.write), rejected: rows).run(
            files, foundInFolders: finder.inFolders(files, paths: paths))
        try rows?.finish()
        report.refused += errors
        for note in report.notes { Console.note("\(note.path): \(note.text)") }
        for error in report.refused { Console.note("\(error.path): refused: \(error.explanation)") }
        if report.rejected > 0 { Console.note("\(report.rejected, "row") could not be understood.") }
        if !report.refused.isEmpty { throw ExitStatus.inputNotUnderstood.code }
        if report.rejected > 0 { throw ExitStatus.doneWithDoubts.code }
    }
}

/// The two halves of the fold, for engines that bring the rows of one key together.
struct StreamFilters: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stream",
        abstract: "The two halves of the fold as filters, for a cluster.",
        discussion: """
            'entries' writes rows as lines, 'tables' folds sorted lines into rows of tables; what comes between the two \
            is a sort by key, on one machine or on many. docs/cluster.md tells how Apache Spark does it.

            Examples:
              calfold stream entries exports/ > entries.txt
              calfold help stream tables
            """,
        subcommands: [StreamEntries.self, StreamTables.self])

    /// Ends the run when nobody can take what it writes.
    static func write(_ bytes: [UInt8]) throws {
        OutputChannel.output.write(bytes)
        if OutputChannel.output.failure != nil { throw ExitStatus.cannotWrite.code }
    }
}
