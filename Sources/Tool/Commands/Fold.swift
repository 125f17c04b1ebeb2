import ArgumentParser
import EventStore

struct Fold: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Bring the meetings up to date with the log.",
        discussion: """
            Only streams with new entries are folded again.

            Examples:
              calfold fold
              calfold fold --anew        every meeting again, from the first entry
            """)

    @OptionGroup var store: StoreOptions
    @OptionGroup var report: ReportOptions

    @Flag(help: "Fold every stream, not only those with new entries.")
    var anew = false

    func run() throws {
        let log = try EventLog(path: store.store, access: .readWrite)
        let outcome = try Fold.bringUpToDate(log, anew: anew)
        if report.format == .json {
            try Console.print(json: outcome)
        } else {
            Console.print("\(outcome.streams) streams with \(outcome.entries) entries folded into \(outcome.meetings) meetings")
        }
    }

    /// Folds with a line on the terminal, and tells what a person should know.
    static func bringUpToDate(_ log: EventLog, anew: Bool = false) throws -> FoldReport {
        var progress = Progress()
        let outcome = try FoldRun(anew: anew).run(on: log) { streams in progress.tell("\(streams) streams folded") }
        progress.end()
        for warning in outcome.warnings { Console.note(warning) }
        return outcome
    }
}
