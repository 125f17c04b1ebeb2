import ArgumentParser
import EventStore
import Night
import Primitives

struct Fold: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Bring meetings and e-mails up to date with the log.",
        discussion: """
            Makes a meeting of all the entries that belong together: what was created, moved, answered, cancelled; and an e-mail of \
            all the rows of one message. To be run after 'calfold ingest'; 'calfold export' catches up by itself. Only what has new \
            entries is folded again. Rows of message logs that say nothing of who received a message are counted by reason.

            Examples:
              calfold fold
              calfold fold --anew     everything again, from the first entry
            """)

    @OptionGroup var store: StoreOptions
    @OptionGroup var report: ReportOptions

    @Flag(help: "Fold every meeting, not only those with new entries.")
    var anew = false

    func run() throws {
        let log = try EventLog(path: store.store, access: .update)
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
        let lock = try StoreLock(store: log.path, for: .fold, waiting: 5)
        let outcome = try withExtendedLifetime(lock) {
            try FoldRun(anew: anew).run(on: log) { streams in progress.tell("\(streams, "stream") folded") }
        }
        progress.end()
        for warning in outcome.warnings(namesFiles: true) { Console.note(warning) }
        return outcome
    }
}
