import ExchangeFormats
import Night
import Tables

extension PageRoute {
    static let nights = PageRoute(path: ["nights"], parameters: [.limit, .cursor]) { question in
        let found = try NightList.page(question)
        let items: [Markup] = found.rows.map { report in
            """
            <details><summary><time datetime="\(report.began)">\(report.began)</time> – exit status \(Int(report.status)), months \(report.months.isEmpty ? "none" : report.months.joined(separator: " "))</summary>
            <pre>\(report.text)</pre></details>

            """
        }
        return .page(
            Layout.page(
                "Nights",
                """
                \(items.isEmpty ? "<p>No night has run on this store. <code>calfold nightly</code> makes one.</p>" as Markup : nil)\(items)
                \(RecordPages.next(found.next, question, "Earlier nights"))
                """))
    }

    static let quarantine = PageRoute(path: ["quarantine"], parameters: [.limit, .cursor]) { question in
        .page(try RecordPages.quarantine(question))
    }
}

/// What the store itself has to tell.
enum RecordPages {
    static func next(_ cursor: Cursor?, _ question: Question, _ words: String) -> Markup? {
        cursor.map { "<p class=\"pages\"><a rel=\"next\" href=\"\(question.next(after: $0).path)\">\(words)</a></p>" }
    }

    static func quarantine(_ question: Question) throws -> Markup {
        let found = try QuarantineList.page(question), store = question.store
        let count = try store.log.quarantineCount()
        var reasons: [String: Int] = [:]
        for row in found.rows { reasons[row.code, default: 0] += 1 }
        let summary: [Markup] = reasons.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map {
            "<tr><th scope=\"row\">\($0.key)</th><td class=\"number\">\($0.value)</td></tr>\n"
        }
        let rows: [Markup] = found.rows.map { row in
            let raw: Markup? =
                store.isPseudonymised
                ? nil
                : "<details><summary>The row</summary><pre>\(String(decoding: row.raw, as: UTF8.self))</pre></details>"
            return """
                <tr><td data-label="File">\(store.isPseudonymised ? "" : row.source)</td><td data-label="Line" class="number">\(row.line)</td>
                <td data-label="Reason">\(row.reason)\(raw)</td></tr>

                """
        }
        guard count > 0 else {
            return Layout.page("Quarantine", "<p>Every row that was read was understood.</p>")
        }
        return Layout.page(
            "Quarantine",
            """
            <p>\(count) rows could not be taken in. <code>calfold quarantine --retry</code> reads them again.</p>
            <table><caption>By reason, on this page</caption>
            <thead><tr><th scope="col">Reason</th><th scope="col" class="number">Rows</th></tr></thead><tbody>
            \(summary)</tbody></table>
            <h2>Rows</h2>
            <table class="stacked"><caption>In the order in which they came</caption>
            <thead><tr><th scope="col">File</th><th scope="col" class="number">Line</th><th scope="col">Reason</th></tr></thead><tbody>
            \(rows)</tbody></table>
            \(next(found.next, question, "Later rows"))
            """)
    }
}
