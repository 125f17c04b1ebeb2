import ArgumentParser
import EventStore
import ExchangeFormats
import Foundation
import Night
import Primitives
import Reconstruct
import Tables

struct Audit: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Where calendars disagree, or a history went wrong.",
        discussion: """
            Compares what the mailboxes hold of each meeting, and looks through their histories: copies that are missing, stand at \
            another time, were cancelled and kept; items that came back, lost their exceptions, have two organizers; rooms that \
            are booked twice. Each finding names the rows that prove it. Where the log lacks a mailbox or a day that \
            would be needed, the answer is NotEvaluated and never a guess. docs/audit.md tells what each rule means.

            With --out the tables findings.csv, evidence.csv and coverage.csv are written. Exit status 1: something was \
            found that --baseline does not have and that is as grave as --fail-on says, or less could be judged than \
            --require-coverage asks for.

            Examples:
              calfold audit --plain
              calfold audit --plain --rules time-mismatch,date-mismatch --ahead 30d
              calfold audit --key-file key.txt --accepted-domain example.com --out new
              calfold audit --key-file key.txt --accepted-domain example.com --baseline new/findings.csv --require-coverage 90%
              calfold audit --plain --subjects --mailbox carla.nowak5@example.com
              calfold audit --plain --subjects --meeting 8B907496
              calfold audit --plain --as-of 2024-02-12T06:00:00Z --format json
            """)

    @Option(help: ArgumentHelp("Only these rules, with commas between them; repeatable.", valueName: "rules"))
    var rules: [String] = []

    @Option(help: ArgumentHelp("All rules but these; repeatable.", valueName: "rules"))
    var except: [String] = []

    @Option(help: ArgumentHelp("Tell nothing below it: info, warning or error.", valueName: "severity"))
    var minSeverity = "info"

    @Option(help: ArgumentHelp("How far ahead copies are compared.", valueName: "time"))
    var ahead = "90d"

    @Option(help: ArgumentHelp("Histories: only rows logged from here on.", valueName: "date"))
    var from: String?

    @Option(help: ArgumentHelp("Histories: only rows logged before this.", valueName: "date"))
    var to: String?

    @Option(help: ArgumentHelp("How long a change may take from one mailbox to another.", valueName: "time"))
    var settle = "1h"

    @Option(help: ArgumentHelp("Judge at this instant, by what was logged until then.", valueName: "instant"))
    var asOf: String?

    @Option(help: ArgumentHelp("Only events taken in by this batch or instant.", valueName: "batch|instant"))
    var knownAt: String?

    @Option(help: ArgumentHelp("Leave out what this findings.csv has already.", valueName: "file"))
    var baseline: String?

    @Option(
        help: ArgumentHelp("End with 1 from this severity on: info, warning, error, or never.", valueName: "severity"))
    var failOn = "error"

    @Option(
        help: ArgumentHelp("End with 1 where fewer questions than this share could be answered.", valueName: "percent"))
    var requireCoverage: String?

    @Option(help: ArgumentHelp("A room that several meetings may have at once; repeatable.", valueName: "address"))
    var allowConflicts: [String] = []

    @Option(
        help: ArgumentHelp(
            "Only what concerns this mailbox; each finding with its rows. Repeatable.", valueName: "address"))
    var mailbox: [String] = []

    @Option(
        help: ArgumentHelp(
            "Only what concerns this meeting, by its id as replay takes it, and what each rule answers of it; repeatable.",
            valueName: "id"))
    var meeting: [String] = []

    @Option(help: ArgumentHelp("Rows that are told of a finding, or all.", valueName: "number"))
    var evidence = "5"

    @Option(help: ArgumentHelp("The folder for the tables; none are written when left out.", valueName: "folder"))
    var out: String?

    @Flag(help: "Keep the findings in the store, for who looks at it later.")
    var keep = false

    @Flag(help: "Look at every meeting, also at those of which the last audit that was kept knows all.")
    var anew = false

    @OptionGroup var store: StoreOptions
    @OptionGroup(title: "People and privacy") var privacy: PrivacyOptions
    @OptionGroup var report: ReportOptions

    func validate() throws { try OutFolder.refuse(out) }

    func run() throws {
        let log = try EventLog(path: store.store, access: keep ? .update : .readOnly)
        var progress = Progress()
        defer { progress.end() }
        let run = AuditRun(settings) { progress.tell($0) }
        if report.format == .json {
            return try end(AuditJSON().print(run, on: log))
        }
        let outcome = try run.run(on: log, Console.tell)
        progress.end()
        AuditText(outcome, store: store, meetings: meeting).print()
        try end(outcome)
    }

    /// A mailbox of which the log has nothing, and no finding either, is most often misspelt.
    private func end(_ outcome: AuditReport) throws {
        if outcome.isOfUnknown, outcome.summary.blocks.isEmpty {
            Console.note(
                "calfold: The log has nothing of \(mailbox.count == 1 ? "this mailbox" : "these mailboxes"). Look at how the address is spelt."
            )
            throw ExitStatus.inputMissing.code
        }
        if !outcome.isDone { throw ExitStatus.doneWithDoubts.code }
    }

    private var settings: AuditSettings {
        var settings = AuditSettings()
        settings.rules = rules
        settings.except = except
        settings.minSeverity = minSeverity
        settings.ahead = ahead
        settings.settle = settle
        settings.from = from
        settings.to = to
        settings.asOf = asOf
        settings.knownAt = knownAt
        settings.baseline = baseline
        settings.failOn = failOn
        settings.requireCoverage = requireCoverage
        settings.allowConflicts = allowConflicts
        settings.mailboxes = mailbox
        settings.meetings = meeting
        settings.evidence = evidence
        settings.out = out
        settings.keeps = keep
        settings.isAnew = anew
        settings.privacy = privacy.settings
        return settings
    }
}
