import ArgumentParser
import Encodings
import EventStore
import Night
import Primitives
import Projection
import Tables

struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Recompute the chain, check the database, compare the fold with the log.",
        discussion: """
            Names the first batch that does not fit. Keep the head elsewhere and give it with --head: then a log that lost its \
            newest batches is found out too.

            Examples:
              calfold verify
              calfold verify --head "$(cat noted-head.txt)"
            """)

    @OptionGroup var store: StoreOptions
    @OptionGroup var report: ReportOptions

    @Option(help: ArgumentHelp("A head that was noted before: the chain must hold it.", valueName: "hash"))
    var head: String?

    func run() throws {
        if let head, head.utf8.count != 64 || !head.allSatisfy(\.isHexDigit) {
            throw Failure(
                .usage, "--head \(head) is no head of a chain.",
                next: "A head has 64 hex digits; 'calfold status' shows the present one.")
        }
        let log = try EventLog(path: store.store, access: .readOnly)
        var progress = Progress()
        let chain = log.verify { progress.tell("batch \($0)") }
        var faults = chain.faults.map(\.what)
        if let head, chain.isSound, try !log.batches().contains(where: { Hex.lowercase($0.hash) == head.lowercased() })
        {
            faults.append("no batch has the head \(head): batches are missing from the end of the chain")
        }
        var isCurrent = false
        if faults.isEmpty { (faults, isCurrent) = try derivedFaults(log) }
        progress.end()
        if report.format == .json {
            try Console.print(
                json: VerifyReport(
                    sound: faults.isEmpty, batches: chain.batches, entries: chain.events,
                    head: chain.head.map(Hex.lowercase), foldIsCurrent: isCurrent, faults: faults))
        } else if faults.isEmpty {
            Console.print(
                "\(chain.batches, "batch", "batches") with \(chain.events, "entry", "entries") \(chain.batches == 1 ? "fits" : "fit"); head \(chain.head.map(Hex.lowercase) ?? "-")"
            )
            Console.print(
                isCurrent
                    ? "the stored meetings and e-mails equal a fold of the entries"
                    : "the stored meetings and e-mails do not follow the log to its end yet: run 'calfold fold'")
        } else {
            for fault in faults { Console.print(TerminalText.line(fault)) }
        }
        if !faults.isEmpty { throw ExitStatus.doneWithDoubts.code }
    }

    /// What of derived data is not what a fold makes, or not as it was left, and whether it follows the log to its end.
    private func derivedFaults(_ log: EventLog) throws -> (faults: [String], isCurrent: Bool) {
        // Without what tells how far the tables follow the log, nothing of them can be compared.
        let books = try log.bookkeepingFaults().map { "\($0.what): run 'calfold fold'" }
        guard books.isEmpty else { return (books + (try ledgerFaults(log)), false) }
        let fold = try Projection(log).verify(), mail = try MailProjection(log).verify()
        var faults = try log.checkpointFaults()
        // Of tables that are made otherwise nothing more is said.
        let reported = Set(faults + fold.definitions + mail.definitions)
        let others = try (Projection.faults(of: log) + MailProjection.faults(of: log)).filter { !reported.contains($0) }
        faults += (fold.definitions + mail.definitions + others).map { "\($0): run 'calfold fold'" }
        let short = try ShortIDs(of: fold.differing.first, in: log)
        faults += fold.differing.first.map {
            "the stored meeting \(short($0)) differs from a fold of its entries: run 'calfold fold --anew'"
        }
        faults += mail.differing.first.map {
            "the stored e-mails of stream \($0) differ from a fold of its rows: run 'calfold fold --anew'"
        }
        faults +=
            try StorePushNotes.fault(of: log).map { "\($0): bring the store back from a backup, or pushes stop" }
            .map { [$0] } ?? []
        faults += try KeptFindings.faults(of: log).map { "\($0): run 'calfold audit --keep'" }
        faults += try ledgerFaults(log)
        let more =
            fold.differing.count - fold.differing.first.count + mail.differing.count - mail.differing.first.count
        if more > 0 { faults.append("\(more) more differ in the same way") }
        return (faults, fold.isCurrent && mail.isCurrent)
    }

    private func ledgerFaults(_ log: EventLog) throws -> [String] {
        try NightLedger.faults(of: log, withPortions: true).map { "\($0.what): \($0.remedy)" }
    }
}

private struct VerifyReport: Encodable {
    var sound: Bool
    var batches: Int
    var entries: Int64
    var head: String?
    var foldIsCurrent: Bool
    var faults: [String]
}
