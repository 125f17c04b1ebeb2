import ExchangeFormats
import Reconstruct

extension PageRoute {
    /// A form names a person and a week; the page has them in its path.
    static let person = PageRoute(path: ["people"], parameters: [.address, .week, .asOf, .since, .timeZone]) {
        question in
        guard let address = question[.address], let week = question[.week].flatMap({ ISOWeek($0) }) else {
            throw RefusedRequest(400, "Name a person and a week, such as 2024-W07.")
        }
        return .seeOther(
            WeekPage.path(
                address, week, asOf: question[.asOf], since: question[.since], zone: question[.timeZone]))
    }

    static let week = PageRoute(path: ["people", nil, "week", nil], parameters: [.asOf, .since, .timeZone]) {
        question in
        .page(try WeekPage(question).page())
    }
}

/// What stood on somebody's calendar in a week, as it was at a moment.
struct WeekPage {
    private let question: Question
    private let week: ISOWeek
    private let zoneName: String
    private let clock: ZoneRules
    private let window: Range<Instant>

    init(_ question: Question) throws {
        self.question = question
        let path = question.request.path
        guard let week = ISOWeek(path[3]) else {
            throw RefusedRequest(404, "\(path[3].prefix(20)) is no week; write it as 2024-W07.")
        }
        self.week = week
        (zoneName, clock) = try question.clock()
        window =
            clock.instant(of: WallTime(week.monday))..<clock.instant(of: WallTime(week.monday.advanced(byDays: 7)))
    }

    static func path(
        _ address: String, _ week: ISOWeek, asOf: String? = nil, since: String? = nil, zone: String? = nil
    ) -> String {
        PathText.path(
            ["people", address, "week", week.description],
            [("as-of", asOf), ("since", since), ("time-zone", zone)])
    }

    private func path(weeks: Int) -> String {
        WeekPage.path(
            question.request.path[1], week.advanced(byWeeks: weeks), asOf: question[.asOf], since: question[.since],
            zone: question[.timeZone])
    }

    func page() throws -> Markup {
        let (person, rows, next) = try rows(at: .asOf)
        let conflicts = WeekPage.conflicts(rows)
        let asOf = question[.asOf]
        let changes = try question[.since].map { _ in WeekChanges(from: try self.rows(at: .since).rows, to: rows) }
        return Layout.page(
            "Week \(week) of \(person)",
            """
            \(try note())<p>\(asOf.map { "As it stood at \($0)" } ?? "As it stands now"): \(rows.count == 1 ? "1 meeting" : "\(rows.count) meetings"), \(conflicts.count) of them at the same time as another. Clock times are those of \(zoneName).</p>
            \(next == nil ? nil : "<p class=\"warning\">Only the first \(rows.count) are shown.</p>" as Markup)<p class="pages"><a rel="prev" href="\(path(weeks: -1))">Week before</a> <a rel="next" href="\(path(weeks: 1))">Week after</a></p>
            \(form())
            \(rows.isEmpty ? try empty() : table(rows, conflicts, changes))
            \(changes.map { gone($0.gone) })
            """)
    }

    private func empty() throws -> Markup {
        guard let unknown = try question.store.noteOfUnknown(question.request.path[1]) else {
            return "<p>Nothing stood on this calendar.</p>"
        }
        return
            "<p class=\"warning\">\(unknown) A <a href=\"/meetings\">search</a> finds meetings by a part of an address.</p>"
    }

    /// A week of the past reads the log itself, so what was not folded is in it.
    private func note() throws -> Markup? {
        try question[.asOf] == nil ? NotFolded.noteOfSearch(question.store) : NotFolded.noteOfIndex(question.store)
    }

    private func rows(
        at moment: Parameter
    ) throws -> (person: String, rows: [OccurrenceList.Row], next: Cursor?) {
        let list = try OccurrenceList(question, window: window, person: question.request.path[1], moment: moment)
        var page = RowPage<OccurrenceList.Row>(limit: Parameter.mostRows, after: nil)
        try list.collect(&page)
        let found = page.finish()
        return (list.person?.text ?? "", found.rows, found.next)
    }

    private func form() -> Markup {
        """
        <form method="get" action="\(WeekPage.path(question.request.path[1], week))">
        <p><label for="as-of">As it stood at</label>
        <input type="text" id="as-of" name="as-of" value="\(question[.asOf] ?? "")" placeholder="now, or 2024-02-12T06:00:00Z" autocomplete="off">
        <label for="since">what changed since</label>
        <input type="text" id="since" name="since" value="\(question[.since] ?? "")" placeholder="2024-02-05" autocomplete="off">
        <label for="time-zone">clock of</label>
        <input type="text" id="time-zone" name="time-zone" value="\(zoneName)" autocomplete="off">
        <button>Show</button></p>
        </form>

        """
    }

    private func day(_ found: OccurrenceList.Row) -> String {
        let date = clock.wallTime(of: found.row.occurrence.slot.start).date
        return "\(PageTime.weekdays[date.weekday]) \(date)"
    }

    private func time(_ found: OccurrenceList.Row) -> String {
        let slot = found.row.occurrence.slot
        guard !slot.isAllDay else { return "all day" }
        let start = clock.wallTime(of: slot.start), end = clock.wallTime(of: slot.end)
        return "\(PageTime.clock(start)) to \(PageTime.clock(end))" + (end.date > start.date ? " (\(end.date))" : "")
    }

    private static func name(_ found: OccurrenceList.Row) -> String {
        found.row.subject.flatMap { $0.isEmpty ? nil : $0 } ?? "(no subject)"
    }

    /// A name, and what more has to be known of a meeting that still stands there: that its organizer has called it off,
    /// or deleted it.
    private static func nameAndStatus(_ found: OccurrenceList.Row) -> String {
        let status = found.row.occurrence.status
        return status == .scheduled ? name(found) : "\(name(found)) (\(status.rawValue))"
    }

    /// What is another than it was, in words.
    private func words(_ now: OccurrenceList.Row, since changes: WeekChanges) -> String {
        guard let before = changes.before[now.row.occurrenceID] else { return "new" }
        let slots = (before.row.occurrence.slot, now.row.occurrence.slot)
        var words: [String] = []
        if (slots.0.start, slots.0.end) != (slots.1.start, slots.1.end) {
            words.append("was \(day(before)), \(time(before))")
        }
        if WeekPage.name(before) != WeekPage.name(now) { words.append("was called \(WeekPage.name(before))") }
        let statuses = (before.row.occurrence.status, now.row.occurrence.status)
        if statuses.0 != statuses.1 { words.append("\(statuses.1.rawValue), was \(statuses.0.rawValue)") }
        if before.response != now.response { words.append("answer was \(before.response?.rawValue ?? "nothing")") }
        return words.joined(separator: "; ")
    }

    /// Those that stood there then and do not any more.
    private func gone(_ rows: [OccurrenceList.Row]) -> Markup {
        let lines: [Markup] = rows.map { found in
            """
            <tr><td data-label="Day">\(day(found))</td><td data-label="Time"><time datetime="\(WebTime.plain(found.row.occurrence.slot.start))">\(time(found))</time></td>
            <th scope="row"><a href="\(MeetingPage.path(found.row.meetingID, asOf: question[.asOf]))">\(WeekPage.name(found))</a></th>
            <td data-label="Answer then">\(found.response?.rawValue ?? "")</td></tr>

            """
        }
        return """
            <h2>No longer there</h2>
            <p>\(rows.isEmpty ? "Nothing that stood there at \(question[.since] ?? "") has gone." : "They stood there at \(question[.since] ?? "") and do not any more: cancelled, deleted, moved out of the week, or dates of a series that now has others.")</p>
            \(rows.isEmpty ? nil : """
                <table class="stacked"><caption>Meetings that are gone, by start</caption>
                <thead><tr><th scope="col">Day</th><th scope="col">Time</th><th scope="col">Meeting</th><th scope="col">Answer then</th></tr></thead>
                <tbody>
                \(lines)</tbody></table>

                """ as Markup)
            """
    }

    private func table(
        _ rows: [OccurrenceList.Row], _ conflicts: Set<Int>, _ changes: WeekChanges?
    ) -> Markup {
        let lines: [Markup] = rows.enumerated().map { number, found in
            let row = found.row
            let since: Markup? = changes.map { "<td data-label=\"Change\">\(words(found, since: $0))</td>" }
            return """
                <tr><td data-label="Day">\(day(found))</td>
                <td data-label="Time"><time datetime="\(WebTime.plain(row.occurrence.slot.start))">\(time(found))</time></td>
                <th scope="row"><a href="\(MeetingPage.path(row.meetingID, asOf: question[.asOf]))">\(WeekPage.nameAndStatus(found))</a></th>
                <td data-label="Answer">\(found.response?.rawValue ?? "")</td>
                <td data-label="Conflict">\(conflicts.contains(number) ? "at the same time" : "")</td>
                <td data-label="Organizer">\(row.organizer ?? "")</td>
                <td data-label="People" class="number">\(row.participantCount)</td>\(since)</tr>

                """
        }
        return """
            <table class="stacked"><caption>Meetings of the week by start</caption>
            <thead><tr><th scope="col">Day</th><th scope="col">Time</th><th scope="col">Meeting</th><th scope="col">Answer</th>
            <th scope="col">Conflict</th><th scope="col">Organizer</th><th scope="col" class="number">People</th>\(changes == nil ? nil : "<th scope=\"col\">Since \(question[.since] ?? "")</th>" as Markup)</tr></thead>
            <tbody>
            \(lines)</tbody></table>

            """
    }

    /// Those that overlap another, declined ones and whole days left out.
    private static func conflicts(_ rows: [OccurrenceList.Row]) -> Set<Int> {
        var found: Set<Int> = [], last: (number: Int, end: Instant)?
        for (number, row) in rows.enumerated() {
            let slot = row.row.occurrence.slot
            guard row.response != .declined, !slot.isAllDay, slot.end > slot.start else { continue }
            if let other = last, slot.start < other.end { found.formUnion([other.number, number]) }
            if last.map({ slot.end > $0.end }) ?? true { last = (number, slot.end) }
        }
        return found
    }
}

/// What became of a week's rows since an earlier moment.
struct WeekChanges {
    /// The rows of the earlier moment by occurrence.
    let before: [String: OccurrenceList.Row]
    /// Those of them that are not there any more, in their order.
    let gone: [OccurrenceList.Row]

    init(from earlier: [OccurrenceList.Row], to later: [OccurrenceList.Row]) {
        let now = Set(later.map(\.row.occurrenceID))
        before = Dictionary(earlier.map { ($0.row.occurrenceID, $0) }) { first, _ in first }
        gone = earlier.filter { !now.contains($0.row.occurrenceID) }
    }
}
