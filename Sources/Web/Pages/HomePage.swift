import ExchangeFormats
import Night
import Projection

extension PageRoute {
    static let home = PageRoute(path: [], parameters: []) { question in .page(try HomePage.page(question.store)) }
}

/// The first page: where to look, and what there is to look at.
enum HomePage {
    static let links: [(name: String, path: String)] = [
        ("Differences", "/difference"), ("Organisation", "/organisation"), ("Nights", "/nights"), ("Mail", "/mail"),
        ("Findings", "/findings"),
        ("Quarantine", "/quarantine"),
    ]

    static func page(_ store: StoreView) throws -> Markup {
        let status = try StatusReport(of: store.log) { WebTime.text($0) }
        let people = store.isPseudonymised ? "Pseudonym" : "Address"
        return Layout.page(
            "Calendars as they were",
            """
            \(status.folded ? nil : NotFolded.text)\(SearchPage.form())
            <h2>A person's week</h2>
            <form action="/people" method="get">
            <p><label for="address">\(people)</label>
            <input type="text" id="address" name="address" required autocomplete="off">
            <label for="week">Week</label>
            <input type="text" id="week" name="week" required pattern="[0-9]{4}-W[0-9]{2}" placeholder="2024-W07" size="9">
            <label for="as-of">as it stood at</label>
            <input type="text" id="as-of" name="as-of" placeholder="now, or 2024-02-12T06:00:00Z" autocomplete="off">
            <button>Show the week</button></p>
            </form>
            <h2>The store</h2>
            <dl class="facts">
            <dt>Entries</dt><dd>\(status.entries) of \(status.streams) meetings</dd>
            <dt>Rows of message logs</dt><dd>\(status.messageRows) of \(status.messages) messages</dd>
            <dt>Files</dt><dd>\(status.files)</dd>
            <dt>In quarantine</dt><dd><a href="/quarantine">\(status.quarantined) rows</a></dd>
            <dt>Last taken in</dt><dd>\(status.lastTakenIn ?? "never")</dd>
            <dt>Chain</dt><dd>\(status.batches) batches, head <code class="long">\(status.head ?? "none")</code></dd>
            </dl>
            <p class="faint">Who looks at what is noted in the access book. Times are UTC where nothing else is said.</p>
            """)
    }
}

/// Said where a page shows stored meetings that do not follow the log to its end.
enum NotFolded {
    static func note(_ store: StoreView) throws -> Markup? { try Projection(store.log).isCurrent() ? nil : text }

    /// The same, and where a search or a week has to read every meeting.
    static func noteOfSearch(_ store: StoreView) throws -> Markup {
        "\(try note(store))\(try noteOfIndex(store))"
    }

    static func noteOfIndex(_ store: StoreView) throws -> Markup? {
        try Projection(store.log).hasIndex() ? nil : noIndex
    }

    private static let noIndex: Markup = """
        <p class="warning">This store has no index of people and words that follows its meetings, so all of them are read, which takes longer.
        <code>calfold fold</code> makes one.</p>

        """

    static let text: Markup = """
        <p class="warning">The log has entries that were not folded yet: lists of meetings do not show them.
        <code>calfold fold</code> brings them up to date. A meeting's own page always shows every entry.</p>

        """
}
