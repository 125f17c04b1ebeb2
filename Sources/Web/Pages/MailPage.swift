import EventStore
import ExchangeFormats
import Night
import Projection
import Tables

extension PageRoute {
    static let mail = PageRoute(path: ["mail"], parameters: [.from, .to, .limit, .cursor]) { question in
        .page(try MailPage.page(question))
    }

    static let message = PageRoute(path: ["mail", nil], parameters: []) { question in
        .page(try MailPage.message(question))
    }
}

/// Who wrote to whom, and the way that one message took.
enum MailPage {
    static func page(_ question: Question) throws -> Markup {
        let found = try MessageList.page(question), isHidden = question.store.isPseudonymised
        let rows: [Markup] = found.rows.map { row in
            let id: Markup = isHidden ? "\(row.id)" : "<a href=\"\(PathText.path(["mail", row.id]))\">\(row.id)</a>"
            return """
                <tr><td data-label="Sent"><time datetime="\(WebTime.text(row.when))">\(PageTime.text(row.when))</time></td>
                <td data-label="From">\(row.from)</td><td data-label="To">\(row.to)</td><td data-label="Message" class="id">\(id)</td></tr>

                """
        }
        let isCurrent = try MailProjection(question.store.log).isCurrent()
        return Layout.page(
            "Mail",
            """
            \(isCurrent ? nil : NotFolded.text)<form method="get" action="/mail">
            <p><label for="from">Sent from</label>
            <input type="text" id="from" name="from" value="\(question[.from] ?? "")" placeholder="2024-03-01" autocomplete="off">
            <label for="to">until before</label>
            <input type="text" id="to" name="to" value="\(question[.to] ?? "")" placeholder="2024-04-01" autocomplete="off">
            <button>Show</button></p>
            </form>
            \(rows.isEmpty ? "<p>No e-mail between people was sent then.</p>" as Markup : """
                <table class="stacked"><caption>E-mails between people by the time they were sent (UTC), a row for each recipient</caption>
                <thead><tr><th scope="col">Sent</th><th scope="col">From</th><th scope="col">To</th><th scope="col">Message</th></tr></thead><tbody>
                \(rows)</tbody></table>
                """ as Markup)
            \(RecordPages.next(found.next, question, "Later e-mails"))
            """)
    }

    /// What is told of a row, each of so many of its columns.
    private static let shown: [(name: String, columns: [MailColumn], joint: String)] = [
        ("Logged", [.logTime], ""), ("Event", [.source, .eventID, .status], " "), ("From", [.sender], ""),
        ("To", [.recipients], ""), ("Servers", [.clientHostName, .serverHostName], " → "),
        ("Connector", [.connectorID], ""),
    ]

    static func message(_ question: Question) throws -> Markup {
        let store = question.store, id = question.request.path[1]
        guard !store.isPseudonymised else {
            throw RefusedRequest(403, "The rows of a message hold names, and this server shows pseudonyms.")
        }
        guard let stream = try store.log.streams(withPrefix: id, of: .mail, limit: 1).first, stream.key == id else {
            throw RefusedRequest(404, "No row of a message log has that message id.")
        }
        let rows = try LoggedRow.rows(of: stream.number, kind: .mail, in: store.log).map { row in
            (row: row, values: Dictionary(row.fields.map { ($0.name, $0.text) }) { first, _ in first })
        }.sorted { ($0.values[MailColumn.logTime.name] ?? "") < ($1.values[MailColumn.logTime.name] ?? "") }
        let head: [Markup] = shown.map { "<th scope=\"col\">\($0.name)</th>" }
        let lines: [Markup] = rows.map { row in
            let cells: [Markup] = shown.map { part in
                let text = part.columns.compactMap { row.values[$0.name] }.joined(separator: part.joint)
                return "<td data-label=\"\(part.name)\">\(text)</td>"
            }
            return
                "<tr>\(cells)<td data-label=\"Row\"><details><summary>line \(row.row.line)</summary><p>\(row.row.file)</p>\(RowPages.fields(row.row))</details></td></tr>\n"
        }
        return Layout.page(
            "The way of a message",
            """
            <p class="id">\(id)</p>
            <table class="stacked"><caption>Each row of the message logs, by its time (UTC)</caption>
            <thead><tr>\(head)<th scope="col">Row</th></tr></thead><tbody>
            \(lines)</tbody></table>
            """)
    }
}
