import ArgumentParser
import EventStore
import ExchangeFormats
import Foundation
import Night
import Primitives

struct Status: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "What the store holds, what the last runs did, and the head of its chain.",
        discussion: """
            Examples:
              calfold status
              calfold status --store calfold.db --format json
              calfold status --all
              calfold status --runs
              calfold status --check
            """)

    @OptionGroup var store: StoreOptions
    @OptionGroup var report: ReportOptions

    @Flag(help: "Every file that was taken in, and not only the last ten.")
    var all = false

    @Flag(help: "The reports of the last nights.")
    var runs = false

    @Flag(help: "For monitoring: one line, OK, WARN or CRIT, and exit status 0, 1 or 2.")
    var check = false

    @Flag(help: "With --check: recompute the whole chain, which reads the whole log.")
    var verify = false

    @Option(help: ArgumentHelp("With --check: how old the last good night may be.", valueName: "hours"))
    var withinHours = 26

    @Option(
        help: ArgumentHelp(
            "With --check: how old the newest row of a message trace may be, where there are polls.", valueName: "hours"
        ))
    var newestRowHours = 72

    @Option(
        help: ArgumentHelp(
            "With --check: how old the newest entry of the log may be, and how long the inbox empty; their age alone is told when left out.",
            valueName: "hours"))
    var newestEntryHours: Int?

    @Option(
        help: ArgumentHelp(
            "With --check: the state of polls; as the last night noted, or inbox/.poll.json beside the store, when left out.",
            valueName: "file"))
    var pollState: String?

    @Option(help: ArgumentHelp("With --runs: show at most so many.", valueName: "number"))
    var limit = 7

    func run() throws {
        if check { return try tellCheck() }
        if runs { return try tellRuns() }
        let log = try EventLog(path: store.store, access: .readOnly)
        let isJSON = report.format == .json
        let facts = try StatusReport(of: log, listing: all ? .max : StatusReport.fewFiles) { instant in
            isJSON
                ? TimeText.iso(instant, digits: TimeText.digits(instant, atLeast: 3))
                : TimeText.string(instant, fraction: true)
        }
        if isJSON { return try Console.print(json: facts) }
        Console.print("entries      \(facts.entries) in \(facts.streams, "stream")")
        if facts.messageRows > 0 { Console.print("message rows \(facts.messageRows) of \(facts.messages, "message")") }
        Console.print("files        \(facts.files)")
        Console.print("quarantined  \(facts.quarantined)")
        Console.print("folded       \(facts.folded ? "up to the last entry" : "not up to date: run 'calfold fold'")")
        Console.print("chain        \(facts.batches, "batch", "batches"), head \(facts.head ?? "-")")
        if let last = facts.lastTakenIn { Console.print("last taken   \(last) UTC") }
        for file in facts.unfinishedFiles { Console.print("unfinished   \(TerminalText.line(file)): take it in again") }
        let more = facts.unfinishedFileCount - facts.unfinishedFiles.count
        if more > 0 { Console.print("unfinished   \(more, "more file", "more files")") }
        for push in facts.pushes { Console.print("pushed       \(TerminalText.line(push.text))") }
        if facts.recent.count < facts.files {
            Console.print("the last \(facts.recent.count) of \(facts.files) files, --all lists every one:")
        }
        for file in facts.recent {
            Console.print(
                "file         \(TerminalText.line(file.file)): \(file.taken) taken + \(file.duplicate) duplicate + \(file.quarantined) quarantined = \(file.rowsRead)"
            )
        }
    }

    private func tellCheck() throws {
        let outcome = StatusCheck(
            store: store.store, hours: max(0, withinHours), verifies: verify, pollState: pollState,
            newestRowHours: max(0, newestRowHours), newestEntryHours: newestEntryHours.map { max(0, $0) },
            now: Clock.milliseconds
        ).run()
        // Whoever watches reads one line.
        if report.format == .json {
            try Console.print(json: outcome)
        } else {
            Console.print(finished: TerminalText.plain(outcome.line))
        }
        if outcome.level != .ok { throw ExitCode(outcome.level.rawValue) }
    }

    private func tellRuns() throws {
        let records = try NightLedger.runs(of: try EventLog(path: store.store, access: .readOnly), limit: max(0, limit))
        let reports = records.compactMap { try? JSONDecoder().decode(NightReport.self, from: Data($0.report.utf8)) }
        if report.format == .json { return try Console.print(json: reports) }
        Console.print(
            reports.isEmpty ? "No night has run on this store." : reports.map(\.text).joined(separator: "\n\n"))
    }
}
