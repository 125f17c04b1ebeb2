import ArgumentParser
import EventStore

struct Fold: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Bring meetings and e-mails up to date with the log.",
        discussion: """
            Only meetings and messages with new entries are folded again. Rows of message logs that say nothing of who received \
            a message are counted by reason.

            Examples:
              calfold fold
              calfold fold --anew        everything again, from the first entry
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
            for line in outcome.lines { Console.print(line) }
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
