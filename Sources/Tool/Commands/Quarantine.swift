import ArgumentParser
import EventStore
import Intake
import Night
import Primitives

struct Quarantine: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Rows that could not be taken in, and why.",
        discussion: """
            Lists each row's file, line and reason. Its text holds what the export held, names too; it is shown only with --raw. With \
            --retry a row is read with the options that its file was read with, but for those that are given now.

            Examples:
              calfold quarantine
              calfold quarantine --raw
              calfold quarantine --retry --culture en-GB
            """)

    @OptionGroup var store: StoreOptions
    @OptionGroup var reading: ReadingOptions
    @OptionGroup var report: ReportOptions

    @Flag(help: "Read the rows again and take in those that are understood now.")
    var retry = false

    @Flag(help: "Show each row's text.")
    var raw = false

    @Option(help: "Show at most so many.")
    var limit = 100

    func run() throws {
        if retry { try readAgain() }
        let log = try EventLog(path: store.store, access: .readOnly)
        let rows = try log.quarantined(limit: max(0, limit)), count = try log.quarantineCount()
        if report.format == .json {
            try Console.print(
                json: rows.map {
                    QuarantineReport(
                        file: $0.source, line: $0.line, code: $0.code, reason: $0.reason,
                        raw: raw ? String(decoding: $0.raw, as: UTF8.self) : nil)
                })
        } else {
            for row in rows {
                Console.print("\(TerminalText.line(row.source)), line \(row.line): \(TerminalText.line(row.reason))")
                if raw {
                    // Each line of the row is indented: none looks like a line of this list.
                    let lines = String(decoding: row.raw, as: UTF8.self).split(
                        omittingEmptySubsequences: false, whereSeparator: \.isNewline)
                    Console.print(finished: TerminalText.plain(lines.map { "    " + $0 }.joined(separator: "\n")))
                }
            }
            Console.print(
                count > rows.count
                    ? "\(count, "row") in quarantine; --limit shows more" : "\(count, "row") in quarantine")
        }
        if count > 0 { throw ExitStatus.doneWithDoubts.code }
    }

    private func readAgain() throws {
        _ = try reading.options()
        let log = try EventLog(path: store.store, access: .update)
        let appender = Appender(log)
        var source = Appender.Source(name: "(quarantine, read again)", kind: "retry", context: "")
        var outcome = AppendOutcome()
        // What a night refuses must not come in behind its back: one such row, and every later night ends without
        // tables.
        let isOfNights = try NightLedger.isKept(in: log)
        var known: (words: ReadingWords, options: CalendarReaderOptions)?
        let rows = try log.quarantined()
        var progress = Progress()
        defer { progress.end() }
        for (index, row) in rows.enumerated() {
            progress.tell("row \(index + 1) of \(rows.count)")
            let words = ReadingWords(before: row.sourceContext)
            if known?.words != words {
                known = (words, try reading.settings.completed(by: words).options(Console.tell))
            }
            guard var options = known?.options else { continue }
            options.refusesPseudonyms = isOfNights || row.code == RowProblem.Code.pseudonym.rawValue
            guard let context = RowContext(text: row.context),
                var reader = RowRetry(context: context, options: options),
                case .entry(let batch) = reader.read(raw: row.raw, line: row.line)
            else { continue }
            outcome += try appender.append(
                batch, from: &source, now: Clock.milliseconds, endsSource: true, solving: [row.id])
        }
        progress.end()
        Console.note(
            "\(outcome.taken + outcome.duplicate, "row was", "rows were") understood this time, \(outcome.duplicate) of them known already."
        )
    }
}

private struct QuarantineReport: Encodable {
    var file: String
    var line: Int64
    var code: String
    var reason: String
    var raw: String?
}
