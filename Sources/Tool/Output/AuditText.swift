import ExchangeFormats
import Night
import Primitives
import Reconstruct
import Tables

/// An audit's findings for people: by rule, by client, by mailbox, and what could not be judged.
struct AuditText {
    private let report: AuditReport
    private let hasPseudonyms: Bool

    init(_ report: AuditReport, hasPseudonyms: Bool) {
        self.report = report
        self.hasPseudonyms = hasPseudonyms
    }

    func print() {
        for table in report.tables { Console.print("\(table.path): \(table.rows, "row")") }
        for block in report.summary.blocks { print(block) }
        counts("By client or user", report.summary.clients)
        counts("By mailbox", report.summary.mailboxes)
        unanswered()
        conclusion()
    }

    private func print(_ block: AuditSummary.Block) {
        Console.print("")
        Console.print(
            "\(block.rule) (\(block.severity)): \(block.count) in \(block.meetings.count, "meeting"), \(block.mailboxes.count, "mailbox", "mailboxes")"
        )
        for record in block.worst {
            let values = record.values
            var words = [record.start.isEmpty ? "" : record.start + " UTC", record.mailbox, record.cause]
            if !values[12].isEmpty || !values[13].isEmpty {
                words.append("\(values[11]): \(values[12]) / \(values[13])")
            }
            Console.print("  " + words.filter { !$0.isEmpty }.joined(separator: "  "))
            if !record.meetingID.isEmpty { Console.print("    calfold replay \(record.meetingID)") }
        }
        if block.count > block.worst.count { Console.print("  and \(block.count - block.worst.count) more") }
        if let rule = AuditRule(name: block.rule) { Console.print("  what to do: \(rule.remedy)") }
    }

    private func counts(_ title: String, _ counts: [String: Int]) {
        guard !counts.isEmpty else { return }
        Console.print("")
        Console.print("\(title), warnings and errors:")
        for (name, count) in AuditSummary.most(counts) { Console.print("  \(count)  \(name)") }
    }

    private func unanswered() {
        let gaps = report.answers.filter { !$0.notEvaluatedReasons.isEmpty }
        guard !gaps.isEmpty else { return }
        Console.print("")
        Console.print("Could not be judged:")
        for answer in gaps {
            let reasons = AuditSummary.most(answer.notEvaluatedReasons).map { "\($0.count) \($0.name)" }
            Console.print("  \(answer.id): \(reasons.joined(separator: ", "))")
        }
    }

    private func conclusion() {
        func count(_ severity: String) -> Int { report.summary.bySeverity[severity] ?? 0 }
        Console.print("")
        Console.print(
            "\(count("error"), "error"), \(count("warning"), "warning"), \(count("info")) for information"
                + (report.known > 0 ? "; \(report.known) known already" : "")
                + (report.at.map { ", judged at up to \(FindingWriter.bound($0)) UTC" } ?? ""))
        Console.print("\(Int(report.share * 100)) % of the questions could be answered.")
        if report.recalled > 0 {
            Console.print(
                "\(report.looked, "meeting") looked at, \(report.recalled) as the last audit that was kept left them.")
        }
        if report.setAside > 0 {
            Console.print(
                "\(report.setAside, "row") set aside at intake could not be looked at: calfold quarantine says why.")
        }
        if !report.isCovered { Console.note("Less could be judged than --require-coverage asks for.") }
        for warning in report.people?.warnings ?? [] { Console.note(warning) }
    }
}
