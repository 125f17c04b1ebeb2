import ExchangeFormats
import Projection
import Reconstruct
import Replay

extension PageRoute {
    static let meeting = PageRoute(path: ["meetings", nil], parameters: [.asOf, .knownAt, .steps]) { question in
        .page(try MeetingPage(question).page())
    }

    static let row = PageRoute(path: ["meetings", nil, "rows", nil], parameters: []) { question in
        .page(try RowPages.calendarRow(question))
    }
}

/// One meeting as it stood at a moment, and how it came to be so.
struct MeetingPage {
    private static let mostSteps = 200

    private let question: Question
    private let store: StoreView
    private let meeting: FoundMeeting
    private let asOf: Instant?
    private let story: Story
    /// Every log time, ascending.
    private let stops: [Instant]
    /// The last of them that counts.
    private let stop: Int

    init(_ question: Question) throws {
        self.question = question
        store = question.store
        asOf = try question.instant(.asOf)
        meeting = try store.meeting(question.request.path[1], asOf: asOf, upTo: question.knownPosition())
        let asOf = asOf
        story = store.story(meeting, asOf: asOf)
        let stops = Set(meeting.found.entries.map(\.loggedAt)).sorted()
        self.stops = stops
        stop = max(0, asOf.map { asOf in stops.lastIndex { $0 <= asOf } ?? 0 } ?? stops.count - 1)
    }

    static func path(_ id: String, asOf: String? = nil, knownAt: String? = nil) -> String {
        PathText.path(["meetings", id], [("as-of", asOf), ("known-at", knownAt)])
    }

    private func path(at instant: Instant) -> String {
        MeetingPage.path(meeting.id, asOf: WebTime.text(instant), knownAt: question[.knownAt])
    }

    func page() throws -> Markup {
        let end = story.end, subject = store.isPseudonymised ? nil : end?.subject
        return Layout.page(
            subject.flatMap { $0.isEmpty ? nil : $0 } ?? "Meeting \(meeting.id.suffix(8))",
            """
            <p class="id faint">\(meeting.id)</p>
            \(moments())
            <div id="told">
            \(try state(end))
            \(try Lanes(meeting.found.entries, upTo: stops[stop], store).markup())
            \(try steps())
            </div>
            """)
    }

    // MARK: Moments

    private func moments() -> Markup {
        let earlier: Markup? =
            stop > 0 ? "<a rel=\"prev\" href=\"\(path(at: stops[stop - 1]))\">Entry before</a>" : nil
        let later: Markup? =
            stop + 1 < stops.count ? "<a rel=\"next\" href=\"\(path(at: stops[stop + 1]))\">Entry after</a>" : nil
        let texts = stops.map { WebTime.text($0) }
        return """
            <section aria-label="Moment">
            <p class="stops"><label for="moment">Log time <strong id="moment-text">\(texts[stop])</strong>, entry time \(stop + 1) of \(stops.count)</label></p>
            <input type="range" id="moment" min="0" max="\(stops.count - 1)" step="1" value="\(stop)" aria-valuetext="\(texts[stop])" data-stops="\(texts.joined(separator: " "))" data-path="\(MeetingPage.path(meeting.id, knownAt: question[.knownAt]))">
            <p class="stops" id="stops">\(earlier ?? "<span class=\"faint\">This is the first entry</span>") \(later ?? "<span class=\"faint\">This is the last entry</span>")</p>
            <form method="get" action="\(MeetingPage.path(meeting.id))">
            <p><label for="as-of">As it stood at</label>
            <input type="text" id="as-of" name="as-of" value="\(question[.asOf] ?? "")" placeholder="2024-02-12T06:00:00Z" autocomplete="off">
            <label for="known-at">as this store knew by batch or instant</label>
            <input type="text" id="known-at" name="known-at" value="\(question[.knownAt] ?? "")" placeholder="all batches" autocomplete="off">
            <button>Show</button></p>
            </form>
            </section>

            """
    }

    // MARK: The state

    private func state(_ end: Meeting?) throws -> Markup {
        guard let end else {
            return
                "<section aria-label=\"State\"><p>Nothing is known of a meeting at this moment: its entries have no effect.</p></section>\n"
        }
        let people: [Markup] = try end.participants.map { participant in
            let dates = participant.dates.map {
                "\($0.date) \($0.isPresent ? $0.response.rawValue : "not there")"
            }
            let answer =
                participant.isOfSeries
                ? participant.response.rawValue : dates.isEmpty ? "taken off" : "single dates only"
            return """
                <tr><th scope="row">\(try store.privacy.person(participant.address))</th><td data-label="Answer">\(answer)</td><td data-label="Single dates">\(dates.joined(separator: ", "))</td></tr>

                """
        }
        let marks = end.marks.names
        return """
            <section aria-label="State">
            <h2>As it stood</h2>
            <p>\(StatusWord.badge(end.status.rawValue)) \(StoryWords.schedule(end.schedule, store.privacy))</p>
            <dl class="facts">
            <dt>Organizer</dt><dd>\(try end.organizer.map(store.privacy.person) ?? "unknown")</dd>
            <dt>Sequence</dt><dd>\(end.sequenceNumber)</dd>
            \(exceptions(end))\(marks.isEmpty ? nil : "<dt>Marks</dt><dd>\(marks.joined(separator: ", "))</dd>" as Markup)
            </dl>
            <table class="stacked"><caption>\(end.participants.count == 1 ? "1 participant" : "\(end.participants.count) participants")</caption>
            <thead><tr><th scope="col">Participant</th><th scope="col">Answer</th><th scope="col">Single dates</th></tr></thead>
            <tbody>
            \(people)</tbody></table>
            </section>

            """
    }

    private func exceptions(_ end: Meeting) -> Markup? {
        guard case .series(let series) = end.schedule, !series.overrides.isEmpty else { return nil }
        let texts = series.overrides.map { other in
            "\(other.date) "
                + (other.isRemoved ? "removed" : other.moved.map { "moved to \(PageTime.text($0.start))" } ?? "changed")
        }
        return "<dt>Single dates</dt><dd>\(texts.joined(separator: "; "))</dd>"
    }

    // MARK: The story

    private func steps() throws -> Markup {
        var rows: [Markup] = []
        var words = StateWords(privacy: store.privacy, date: nil)
        try story.forEachStep { step in rows.append(try row(step, states: words.after(step))) }
        let all = question[.steps] == "all"
        let shown = all ? rows[...] : rows.suffix(MeetingPage.mostSteps)
        let more: Markup? =
            shown.count < rows.count
            ? "<p>The last \(shown.count) of \(rows.count) entries. <a href=\"\(PathText.path(["meetings", meeting.id], [("as-of", question[.asOf]), ("known-at", question[.knownAt]), ("steps", "all")]))\">All of them</a></p>"
            : nil
        return """
            <section aria-label="History">
            <h2>What happened</h2>
            \(more)<table class="stacked"><caption>Entries by log time (UTC); what had no effect says why</caption>
            <thead><tr><th scope="col">Logged</th><th scope="col">Copy</th><th scope="col">Entry</th><th scope="col">Effect</th>
            <th scope="col">Changes, and the meeting after them</th><th scope="col">Row</th></tr></thead>
            <tbody>
            \(Array(shown))</tbody></table>
            </section>

            """
    }

    private func row(_ step: Story.Step, states: [String]) throws -> Markup {
        let entry = step.entry, time = WebTime.text(entry.loggedAt)
        let changes: [Markup] = try step.changes.map { change in
            let (before, after) = try store.privacy.values(change)
            return "<li>\(change.field): \(before ?? "nothing") → \(after ?? "nothing")</li>"
        }
        let after: [Markup] = states.map { "<p class=\"faint\">\($0)</p>" }
        return """
            <tr><td data-label="Logged"><time datetime="\(time)">\(TimeText.string(entry.loggedAt, fraction: true))</time></td>
            <td data-label="Copy">\(try entry.mailbox.map(store.privacy.person) ?? "(no mailbox)")</td>
            <td data-label="Entry">\(try StoryWords.entry(entry, store.privacy))</td>
            <td data-label="Effect" class="\(StoryHTML.tone(step.effect))">\(try StoryWords.effect(step.effect, store.privacy))</td>
            <td data-label="Changes">\(changes.isEmpty ? nil : "<ul>\(changes)</ul>" as Markup)\(after)</td>
            <td data-label="Row">\(rowLink(entry))</td></tr>

            """
    }

    private func rowLink(_ entry: Entry) -> Markup? {
        guard let place = meeting.found.place(of: entry), let number = meeting.found.rowNumber(of: entry) else {
            return nil
        }
        guard !store.isPseudonymised else { return "line \(place.line)" }
        let name = place.file.split(separator: "/").last.map(String.init) ?? place.file
        return "<a href=\"\(PathText.path(["meetings", meeting.id, "rows", number]))\">\(name), line \(place.line)</a>"
    }
}

/// Rows of the log as they were kept.
enum RowPages {
    static func calendarRow(_ question: Question) throws -> Markup {
        let store = question.store, path = question.request.path
        guard !store.isPseudonymised else {
            throw RefusedRequest(403, "A row holds names, and this server shows pseudonyms.")
        }
        let stream = try store.stream(path[1])
        let rows = try LoggedRow.rows(of: stream.number, number: path[3], in: store.log)
        guard let row = rows.first else { throw RefusedRequest(404, "There is no such row of this meeting.") }
        return Layout.page(
            "Row \(row.line) of an export",
            """
            <p class="pages"><a href="\(MeetingPage.path(stream.key))">The meeting</a></p>
            <dl class="facts"><dt>File</dt><dd>\(row.file)</dd><dt>Line</dt><dd>\(row.line)</dd></dl>
            \(fields(row))
            """)
    }

    /// Every field that the row has.
    static func fields(_ row: LoggedRow) -> Markup {
        let lines: [Markup] = row.fields.map { "<tr><th scope=\"row\">\($0.name)</th><td>\($0.text)</td></tr>\n" }
        return """
            <table><caption>Fields as the log keeps them; times are UTC</caption>
            <thead><tr><th scope="col">Field</th><th scope="col">Value</th></tr></thead><tbody>
            \(lines)</tbody></table>

            """
    }
}
