import ExchangeFormats
import Night
import Primitives
import Reconstruct
import Tables

/// An audit's findings for people: by rule, by client, by mailbox, and what could not be judged.
struct AuditText {
    private let report: AuditReport
    /// The store's path as somebody has to say it, with a space before it; nothing where it is the one that is meant
    /// without.
    private let storeOption: String
    /// The meetings that were asked for, as they were asked for.
    private let meetings: [String]

    init(_ report: AuditReport, store: StoreOptions, meetings: [String]) {
        self.report = report
        self.meetings = meetings
        storeOption = store.isStated ? " --store \(TerminalText.line(store.store))" : ""
    }

    func print() {
        for table in report.tables { Console.print("\(table.path): \(table.rows, "row")") }
        for block in report.summary.blocks { print(block) }
        if report.isOfTicket {
            ticket()
        } else {
            counts("By client or user", report.summary.clients)
            counts("By mailbox", report.summary.mailboxes)
        }
        if !report.isOfTicket || report.isOfMeetings { unanswered() }
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
            if !record.value("subject").isEmpty { Console.print("    " + TerminalText.line(record.value("subject"))) }
            if report.isOfTicket { rows(of: record) }
            if !record.meetingID.isEmpty { Console.print("    calfold replay \(record.meetingID)\(storeOption)") }
        }
        if block.count > block.worst.count { Console.print("  and \(block.count - block.worst.count) more") }
        if let rule = AuditRule(name: block.rule) { Console.print("  what to do: \(rule.remedy)") }
    }

    /// Who did it, since when, up to when it is known to be so, and the rows that prove it.
    private func rows(of record: FindingRecord) {
        let told = [
            ("since", record.value("since")), ("until", record.value("until")), ("by", record.responsible),
            ("through", record.client), ("judged at", record.value("coverage")),
        ].filter { !$0.1.isEmpty }
        Console.print("    " + TerminalText.line(told.map { "\($0.0) \($0.1)" }.joined(separator: ", ")))
        for row in record.evidence where row.count >= 8 {
            Console.print("    " + TerminalText.line("\(row[5])  \(row[4])  \(row[6])  \(row[7])  \(row[2]):\(row[3])"))
        }
    }

    /// What there is to say of a ticket beside the findings: what was not found, and what the log has to judge by.
    private func ticket() {
        Console.print("")
        if report.summary.blocks.isEmpty {
            Console.print(
                report.isOfUnknown || report.coverageOfTicket.isEmpty && !report.isOfMeetings
                    ? "The log has nothing of it: is the address spelt as the log has it, with its domain?"
                    : "Nothing was found that concerns it.")
            // Its story tells who deleted or declined it, and who was never asked.
            for meeting in meetings { Console.print("  calfold replay \(TerminalText.line(meeting))\(storeOption)") }
            if meetings.isEmpty { Console.print("  calfold replay --find WORDS\(storeOption)") }
        }
        let healthy =
            report.isOfMeetings && !report.isOfUnknown
            ? report.answers.filter { $0.status == "NotDetected" }.map(\.id) : []
        if !healthy.isEmpty { Console.print("Looked for, and not so: \(healthy.joined(separator: ", "))") }
        Console.print("What the log has to judge by:")
        for row in report.coverageOfTicket {
            let gaps = row[3] == "0" ? "" : ", with gaps: \(row[3])"
            let span = row[2].isEmpty ? "not in the log" : "in the log from \(row[1]) to \(row[2]) UTC\(gaps)"
            let isPart = row[5] != "0" || row[6] != "0" || !report.isOfMeetings
            Console.print(
                "  \(row[0]): \(span); "
                    + (isPart
                        ? "questions about it with an answer: \(row[5]), without one: \(row[6])"
                        : "nothing of the meeting lies there"))
        }
        if report.coverageOfTicket.isEmpty { Console.print("  nothing of that mailbox") }
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
        if !report.isOfTicket { Console.print("\(Int(report.share * 100)) % of the questions could be answered.") }
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
