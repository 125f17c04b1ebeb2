import EventStore
import ExchangeFormats
import Foundation
import Polling
import Primitives
import Publishing

/// What a night did. It is kept in the store and beside the tables, and names nobody: a file is known by its content's
/// hash, as its name may be a person's.
package struct NightReport: Codable {
    package struct File: Codable {
        /// The beginning of the content's SHA-256: `sha256sum` finds the file.
        package var sha256: String
        package var rowsRead = 0
        package var new = 0
        package var known = 0
        package var quarantined = 0
        /// Why the file was not taken in, or not to its end.
        package var refused: String?
        package var notes: [String] = []

        var isDoubtful: Bool { refused != nil || quarantined > 0 }

        package mutating func add(_ other: File) {
            rowsRead += other.rowsRead
            new += other.new
            known += other.known
            quarantined += other.quarantined
        }
    }

    package struct Table: Codable {
        package var name: String
        package var rows: Int
        /// Those that were not copied from the table as it was before; nil where all were made.
        var rowsMade: Int?
        package var sha256: String
        /// Whether the target has the file as it is; nil where nothing is published.
        var isPublished: Bool?
    }

    package struct Step: Codable {
        package var name: String
        package var seconds: Double
    }

    package var calfold: String
    /// ISO 8601, UTC.
    package var began: String
    package var ended = ""
    package var isDryRun: Bool
    /// Of the run, as `calfold --help` lists them.
    package var status: Int32 = 0
    var filesInInbox = 0
    /// The first of them, and those that want a look: a report of ten thousand files is read by nobody.
    package var files: [File] = []
    /// How many there were beside those, and what all of them held; nil where every one is listed.
    var filesNotListed: Int?
    var allFiles: File?
    /// Of files that are no exports, the beginning of their SHA-256, and how many there were beside the listed ones.
    /// What older reports do not have is optional.
    var passedOver: [String]?
    var passedOverNotListed: Int?
    var newEvents: [String: Int] = [:]
    var meetingsChanged = 0
    var messagesChanged = 0
    package var months: [String] = []
    package var tables: [Table] = []
    package var target: String?
    /// Files that were sent to the target, or would be, those that it had already, and those that were taken away as
    /// nobody wants them any more.
    var filesSent: Int?
    var filesThere: Int?
    var filesWithdrawn: Int?
    var rowsInQuarantine = 0
    var chainHead: String?
    /// Since which night the inbox is empty; nil when it is not. ISO 8601, UTC, as the next two.
    var inboxEmptySince: String?
    /// The newest log time of a calendar entry and of a row of a message log.
    var newestEntry: String?
    var newestMessageRow: String?
    /// What the log holds before the window of months.
    var monthsBefore: NightLedger.MonthsBefore?
    package var steps: [Step] = []
    /// What went to the partner's service; nil where nothing is said of it.
    package var push: PushReport?
    /// What the audit found; nil where none was asked for.
    package var audit: NightAudit?
    /// What the poll for message traces brought; nil where none was made, or not begun.
    package var poll: PollReport?
    /// Pages of earlier polls that left the inbox.
    var pagesRemoved: Int?
    /// What is good to know and needs no look.
    package var facts: [String]?
    package var warnings: [String] = []
    /// What ended the run before its time.
    package var failure: String?

    package init(calfold: String, began: Date, isDryRun: Bool) {
        self.calfold = calfold
        self.began = NightReport.text(began)
        self.isDryRun = isDryRun
    }

    package static func text(_ date: Date) -> String { date.formatted(.iso8601) }

    static func text(_ instant: Instant) -> String {
        text(Date(timeIntervalSince1970: Double(instant.ticks / Instant.ticksPerSecond)))
    }

    /// The report of the last night that was kept.
    static func last(of log: EventLog) throws -> NightReport? {
        try NightLedger.runs(of: log, limit: 1).first.flatMap {
            try? JSONDecoder().decode(NightReport.self, from: Data($0.report.utf8))
        }
    }

    /// A worse status replaces a better one; what stops a run is worse than doubts.
    package mutating func raise(_ new: ExitStatus) { status = max(status, new.rawValue) }

    /// Tells what somebody else had changed of what is derived.
    mutating func tell(mended changes: [String]) {
        guard !changes.isEmpty else { return }
        warnings += FoldReport.warnings(ofMended: changes)
        raise(.doneWithDoubts)
    }

    /// Of files, in the kept report and in its text.
    private static let mostListed = 1_000
    private static let mostShown = 20
    private static let mostWarnings = 100

    /// Adds a file that was read.
    package mutating func add(_ file: File) {
        let isListed =
            files.count < NightReport.mostListed || (file.isDoubtful && files.count < 2 * NightReport.mostListed)
        if !isListed {
            if allFiles == nil { allFiles = total }
            filesNotListed = (filesNotListed ?? 0) + 1
        }
        allFiles?.add(file)
        if isListed { files.append(file) }
    }

    mutating func passOver(_ files: [String]) {
        guard !files.isEmpty else { return }
        passedOver = Array(files.prefix(NightReport.mostListed))
        passedOverNotListed = files.count > NightReport.mostListed ? files.count - NightReport.mostListed : nil
    }

    /// What all files held.
    var total: File { allFiles ?? files.reduce(into: File(sha256: "")) { $0.add($1) } }

    package var text: String {
        var lines = ["night of \(began): \(outcome)\(isDryRun ? " (dry run: nothing was written)" : "")"]
        if let poll { lines.append("polled     " + poll.text.replacing("\n", with: "\n  ")) }
        if let pagesRemoved, pagesRemoved > 0 {
            lines.append("  \(pagesRemoved, "page") of earlier polls left the inbox")
        }
        let count = files.count + (filesNotListed ?? 0)
        lines.append("inbox      \(filesInInbox, "file"), \(count) of them not known yet: \(NightReport.words(total))")
        // Those that want a look come first.
        let shown =
            (count > NightReport.mostShown ? files.filter(\.isDoubtful) + files.filter { !$0.isDoubtful } : files)
            .prefix(NightReport.mostShown)
        for file in shown {
            lines.append(
                "  file \(file.sha256.prefix(12))  \(file.refused.map { "refused: \(TerminalText.line($0))" } ?? NightReport.words(file))"
            )
        }
        if count > shown.count { lines.append("  and \(count - shown.count, "other file", "other files")") }
        lines += noteLines
        if let passedOver {
            let count = passedOver.count + (passedOverNotListed ?? 0), shown = passedOver.prefix(NightReport.mostShown)
            lines.append(
                "  passed over \(count, "file that is no export", "files that are no exports"): \(shown.map { String($0.prefix(12)) }.joined(separator: " "))\(count > shown.count ? " …" : "")"
            )
        }
        lines.append(
            "events     \(newEvents.isEmpty ? "none new" : newEvents.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", "))"
        )
        lines.append("changed    \(meetingsChanged, "meeting"), \(messagesChanged, "message")")
        lines.append("months     \(months.isEmpty ? "none to write" : months.joined(separator: " "))")
        for table in tables {
            let published = table.isPublished.map { $0 ? ", published" : ", not published" } ?? ""
            let made = table.rowsMade.map { " (\($0) made, the others copied)" } ?? ""
            lines.append("  \(table.name)  \(table.rows, "row")\(made), sha256 \(table.sha256.prefix(12))\(published)")
        }
        if let target { lines.append("target     \(target)\(deliveryWords)") }
        if let push { lines.append("push       \(push.service ?? ""): " + push.text.replacing("\n", with: "\n  ")) }
        if let audit { lines.append("audit      \(audit.text)") }
        lines.append("quarantine \(rowsInQuarantine, "row") in all")
        lines += reachLines
        if let chainHead { lines.append("chain head \(chainHead)") }
        lines.append(
            "seconds    " + steps.map { "\($0.name) \(String(format: "%.1f", $0.seconds))" }.joined(separator: ", "))
        for fact in facts ?? [] { lines.append("note: \(fact)") }
        for warning in warnings.prefix(NightReport.mostWarnings) { lines.append("warning: \(warning)") }
        let silent = warnings.count - NightReport.mostWarnings
        if silent > 0 { lines.append("warning: \(silent, "more warning", "more warnings"): see last-night.json") }
        if let failure { lines.append("failure: \(failure)") }
        return lines.joined(separator: "\n")
    }

    /// What a night does not reach, and how new the newest of the log is.
    var reachLines: [String] {
        var lines: [String] = []
        let newest = [newestEntry.map { "entry of \($0)" }, newestMessageRow.map { "row of a message log of \($0)" }]
            .compactMap { $0 }
        if !newest.isEmpty { lines.append("newest     " + newest.joined(separator: ", ")) }
        if let monthsBefore {
            let months = monthsBefore.first == monthsBefore.last ? "" : " to \(monthsBefore.last)"
            lines.append(
                "not kept   \(monthsBefore.count, "month") with rows before the window (\(monthsBefore.first)\(months)), \(monthsBefore.changed) of them changed and not written: months-back"
            )
        }
        if let inboxEmptySince { lines.append("inbox      empty since the night of \(inboxEmptySince)") }
        return lines
    }

    /// A remark on many files is made once.
    private var noteLines: [String] {
        var texts: [String] = []
        var owners: [String: [String]] = [:]
        for file in files {
            for note in file.notes {
                if owners[note] == nil { texts.append(note) }
                owners[note, default: []].append(String(file.sha256.prefix(12)))
            }
        }
        let rest = texts.count - NightReport.mostShown
        return texts.prefix(NightReport.mostShown).map { text in
            let files = owners[text] ?? []
            let shown = files.prefix(5).joined(separator: " ") + (files.count > 5 ? " …" : "")
            return
                "  note on \(files.count == 1 ? "file" : "\(files.count) files") \(shown): \(TerminalText.line(text))"
        } + (rest > 0 ? ["  and \(rest, "other note", "other notes"): see last-night.json"] : [])
    }

    private var deliveryWords: String {
        guard let filesSent, let filesThere else { return "" }
        let withdrawn =
            filesWithdrawn.map { $0 > 0 ? ", \($0) \(isDryRun ? "would be taken away" : "taken away")" : "" } ?? ""
        return ": \(filesSent, "file") \(isDryRun ? "would be sent" : "sent"), \(filesThere) there already\(withdrawn)"
    }

    private var outcome: String {
        switch ExitStatus(rawValue: status) {
        case .done: "done"
        case .doneWithDoubts: "done, with doubts"
        case .inputNotUnderstood where failure == nil: "done, but not every file was understood (exit status \(status))"
        case .serviceUnavailable where failure == nil:
            "done, but not everything was polled, published or pushed (exit status \(status))"
        case let status? where failure == nil:
            "done, but not everything was published or pushed (exit status \(status.rawValue))"
        default: "not done (exit status \(status))"
        }
    }

    private static func words(_ file: File) -> String {
        "\(file.rowsRead, "row") read = \(file.new) new + \(file.known) known + \(file.quarantined) quarantined"
    }
}

/// Puts what steps find into a report, with the time that each took.
package struct NightDiary {
    package var report: NightReport

    package mutating func step<Result>(_ name: String, _ work: (inout NightReport) throws -> Result) rethrows -> Result
    {
        let began = ContinuousClock.now
        defer {
            let took = ContinuousClock.now - began
            let seconds = Double(took.components.seconds) + Double(took.components.attoseconds) / 1e18
            report.steps.append(.init(name: name, seconds: (seconds * 1000).rounded() / 1000))
        }
        return try work(&report)
    }
}
