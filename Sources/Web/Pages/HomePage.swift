import ExchangeFormats
import Night

extension PageRoute {
    static let home = PageRoute(path: []) { question in .page(try HomePage.page(question.store)) }
}

/// The first page: what there is to look at.
enum HomePage {
    static func page(_ store: StoreView) throws -> Markup {
        let status = try StatusReport(of: store.log) { WebTime.text($0) }
        return Layout.page(
            "Calendars as they were",
            """
            \(NotFolded.note(status))
            <h2>The store</h2>
            <dl class="facts">
            <dt>Entries</dt><dd>\(status.entries) of \(status.streams) meetings</dd>
            <dt>Rows of message logs</dt><dd>\(status.messageRows) of \(status.messages) messages</dd>
            <dt>Files</dt><dd>\(status.files)</dd>
            <dt>In quarantine</dt><dd>\(status.quarantined) rows</dd>
            <dt>Last taken in</dt><dd>\(status.lastTakenIn ?? "never")</dd>
            <dt>Chain</dt><dd>\(status.batches) batches, head <code class="long">\(status.head ?? "none")</code></dd>
            </dl>
            """)
    }
}

/// Said where a page shows stored meetings that do not follow the log to its end.
enum NotFolded {
    static func note(_ status: StatusReport) -> Markup? { status.folded ? nil : text }

    static let text: Markup =
        "<p class=\"warning\">The log has entries that were not folded yet: lists of meetings do not show them. <code>calfold fold</code> brings them up to date.</p>"
}
