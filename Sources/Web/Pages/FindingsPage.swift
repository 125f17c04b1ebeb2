import Reconstruct
import Tables

extension PageRoute {
    static let findings = PageRoute(path: ["findings"], parameters: [.limit, .cursor]) { question in
        .page(try FindingsPage.page(question))
    }
}

/// What the last audit that was kept found, each with the rows that prove it.
enum FindingsPage {
    static func page(_ question: Question) throws -> Markup {
        guard !question.store.isPseudonymised else {
            return Layout.page(
                "Findings",
                "<p>Findings are kept with names, and this server shows pseudonyms: <code>calfold audit --out</code> writes them without.</p>"
            )
        }
        guard let run = try KeptFindings.run(of: question.store.log) else {
            return Layout.page(
                "Findings",
                "<p>No audit was kept in this store, so there are no findings to show: <code>calfold audit --keep</code> makes one.</p>"
            )
        }
        let found = try FindingList.page(question)
        let head = try question.store.headText()
        let isOld = run.head != head
        let rows: [Markup] = found.rows.map(row)
        return Layout.page(
            "Findings",
            """
            \(isOld ? "<p class=\"warning\">The store has taken in more since this audit.</p>\n" as Markup : nil)<dl class="facts">
            <dt>Judged at</dt><dd>\(run.at.map(FindingWriter.bound) ?? "no moment")</dd>
            <dt>Made of</dt><dd>batch \(run.batch.map(String.init) ?? "none"), head <code class="long">\(run.head ?? "none")</code></dd>
            <dt>Answered</dt><dd>\(Int((run.answered * 100).rounded(.down))) % of what the rules ask; of the rest the log has too little</dd>
            </dl>
            \(rows.isEmpty ? "<p>The audit found nothing.</p>" as Markup : """
                <table class="stacked"><caption>The gravest first; times in UTC</caption>
                <thead><tr><th scope="col">Severity</th><th scope="col">Rule</th><th scope="col">Meeting</th><th scope="col">Copy</th><th scope="col">Start</th><th scope="col">Found</th><th scope="col">Cause</th><th scope="col">Rows</th></tr></thead><tbody>
                \(rows)</tbody></table>
                \(remedies(found.rows))
                """ as Markup)
            \(RecordPages.next(found.next, question, "Lesser findings"))
            """)
    }

    /// What somebody should do about the rules of a page, each once.
    private static func remedies(_ records: [FindingRecord]) -> Markup {
        var met: [String] = []
        for record in records where !met.contains(record.rule) { met.append(record.rule) }
        let lines: [Markup] = met.compactMap { rule in
            AuditRule(name: rule).map { "<dt>\(rule)</dt><dd>\($0.remedy)</dd>\n" }
        }
        return "<h2>What to do</h2>\n<dl class=\"facts\">\n\(lines)</dl>\n"
    }

    private static func row(_ record: FindingRecord) -> Markup {
        let subject = record.value("subject"), field = record.value("field")
        let tone = record.severity == "error" ? "gone" : record.severity == "warning" ? "changed" : "quiet"
        let name = subject.isEmpty ? "Meeting \(record.meetingID.suffix(8))" : subject
        let evidence: [Markup] = record.evidence.map { cells in
            let words = zip(FindingRecord.evidenceColumns, cells).filter {
                !$0.1.isEmpty && !["finding_id", "order"].contains($0.0)
            }
            return "<li>\(words.map { "\($0.0) \($0.1)" }.joined(separator: ", "))</li>"
        }
        let wanted = record.value("expected")
        let expected: Markup? = wanted.isEmpty ? nil : "<br><span class=\"faint\">expected: \(wanted)</span>"
        return """
            <tr><td data-label="Severity"><span class="badge \(tone)">\(record.severity)</span></td>
            <td data-label="Rule">\(record.rule)</td>
            <th scope="row"><a href="\(MeetingPage.path(record.meetingID))">\(name)</a></th>
            <td data-label="Copy">\(record.mailbox)</td>
            <td data-label="Start">\(record.start)</td>
            <td data-label="Found">\(field)\(field.isEmpty ? "" : ": ")\(record.value("actual"))\(expected)</td>
            <td data-label="Cause">\(record.cause)</td>
            <td data-label="Rows">\(evidence.isEmpty ? nil : "<details><summary>\(evidence.count == 1 ? "1 row" : "\(evidence.count) rows")</summary><ul>\(evidence)</ul></details>" as Markup)</td></tr>

            """
    }
}
