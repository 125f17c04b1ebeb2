import EventStore
import ExchangeFormats
import Privacy
import Projection
import Reconstruct

extension Endpoint {
    static let meetings = Endpoint(
        path: ["meetings"],
        summary: "Meetings as they stand, by their first start; with q those that 'calfold replay --find' lists.",
        parameters: [.q, .from, .to, .status, .organizer, .limit, .cursor],
        fields: [
            .init("meeting_id", .textSchema), .init("status", .textSchema), .init("first_start", .instantSchema),
            .init("all_day", .flagSchema), .init("time_zone", .optionalTextSchema),
            .init("organizer", .optionalTextSchema), .init("participant_count", .integerSchema),
            .init("external_count", .integerSchema), .init("sequence", .integerSchema),
            .init("recurrence", .textSchema), .init("subject", .optionalTextSchema),
            .init("first_seen", .instantSchema), .init("last_changed", .instantSchema), .init("marks", .textSchema),
        ], isList: true
    ) { question in
        let found = try MeetingList.page(question)
        return .list(found.rows.map(\.json), next: found.next, of: question)
    }

    static let meeting = Endpoint(
        path: ["meetings", nil],
        summary: "A meeting as it stood: 'after' of the last line of 'calfold replay --format json'.",
        parameters: [.asOf, .knownAt, .view],
        fields: [
            .init("status", .textSchema), .init("sequence", .integerSchema), .init("organizer", .textSchema),
            .init("schedule", .textSchema), .init("state", .textSchema),
            .init("participants", .list(of: .object([("type", .string("object"))]))),
            .init("marks", .list(of: .textSchema)),
            .init("differences", .list(of: .object([("type", .string("object"))]))),
        ], isList: false
    ) { question in
        let (meeting, story) = try HistoryList.story(question)
        guard let state = try question.store.storyJSON(meeting).state(story) else {
            throw RefusedRequest(404, "Nothing was known of a meeting then: its entries have no effect.")
        }
        return .json(JSON(encoded: state))
    }

    static let history = Endpoint(
        path: ["meetings", nil, "history"],
        summary: "What happened to a meeting, entry by entry: the lines of 'calfold replay --format json'.",
        parameters: [.asOf, .knownAt, .view, .limit, .cursor],
        fields: [
            .init("meetingID", .textSchema), .init("logTime", .instantSchema), .init("mailbox", .textSchema),
            .init("action", .textSchema), .init("itemClass", .textSchema), .init("instanceDate", .textSchema),
            .init("version", .textSchema), .init("by", .textSchema), .init("client", .textSchema),
            .init("effect", .textSchema), .init("ignored", .textSchema),
            .init("changes", .list(of: .object([("type", .string("object"))]))),
            .init("after", .object([("type", .string("object"))])), .init("file", .textSchema),
            .init("line", .integerSchema),
        ], isList: true
    ) { question in
        let (meeting, story) = try HistoryList.story(question)
        var page = try RowPage<JSON>(question), number: Int64 = 0
        try question.store.storyJSON(meeting).forEachLine(of: story, meetingID: meeting.id) { line in
            try page.add(Cursor(number)) { JSON(encoded: try line()) }
            number += 1
        }
        return .list(page.finish(), of: question)
    }
}

enum HistoryList {
    /// The story that a question is about.
    static func story(_ question: Question) throws -> (FoundMeeting, Story) {
        _ = try question.word(.view, StoryView.self)
        let asOf = try question.instant(.asOf)
        let meeting = try question.store.meeting(
            question.request.path.dropFirst(question.request.isOfAPI ? 3 : 1).first ?? "", asOf: asOf,
            upTo: question.knownPosition())
        return (meeting, question.store.story(meeting, asOf: asOf))
    }

    /// A story tells of every entry, and is the same under either view.
    enum StoryView: String, CaseIterable {
        case final
        case asHeld = "as-held"
    }
}

/// Meetings as a list shows them.
enum MeetingList {
    struct Row {
        var id: String
        var status: String
        var start: Instant
        var isAllDay: Bool
        var timeZone: String?
        var organizer: String?
        var counts: (participants: Int, externals: Int)
        var sequence: Int
        var recurrence: String
        var subject: String?
        var firstSeen: Instant
        var lastChanged: Instant
        var marks: String

        var json: JSON {
            .object([
                ("meeting_id", .string(id)), ("status", .string(status)),
                ("first_start", .string(WebTime.plain(start))),
                ("all_day", .bool(isAllDay)), ("time_zone", .string(timeZone)), ("organizer", .string(organizer)),
                ("participant_count", .number(counts.participants)), ("external_count", .number(counts.externals)),
                ("sequence", .number(sequence)), ("recurrence", .string(recurrence)), ("subject", .string(subject)),
                ("first_seen", .string(WebTime.text(firstSeen))), ("last_changed", .string(WebTime.text(lastChanged))),
                ("marks", .string(marks)),
            ])
        }
    }

    /// Each word is looked for in the index, and in each meeting that has the others.
    static let mostWords = 50

    static func page(_ question: Question) throws -> (rows: [Row], next: Cursor?) {
        let store = question.store
        try store.learn(isOfStored: true)
        let words: SearchQuery
        do { words = try SearchQuery([question[.q] ?? ""]) } catch {
            throw RefusedRequest(
                400, "\(error.text) can be read in two ways: write \(error.readings.joined(separator: " or ")).")
        }
        guard words.count <= mostWords else {
            throw RefusedRequest(400, "\(words.count) words are asked for; a search takes \(mostWords) at most.")
        }
        let status = try question.word(.status, Meeting.Status.self)
        let window = question[.from] == nil && question[.to] == nil ? nil : try question.window()
        let organizer = try question[.organizer].map { try PersonFilter($0, store) }
        var page = try RowPage<Row>(question)
        let search = MeetingSearch(
            words,
            pseudonyms: store.isPseudonymised
                ? .init(person: store.mask.person, meetingID: store.mask.globalObjectID) : nil,
            hidesText: store.isPseudonymised)
        let filter = MeetingSearch.Filter(
            window: window, status: status, person: organizer?.isMet,
            first: try question.cursor().map { Instant(ticks: $0.number) }, check: store.caller.check)
        try search.forEachMatch(in: store.log, filter) { stream, meeting, zones in
            guard status == nil || meeting.status == status,
                try organizer.map({ try meeting.organizer.map($0.isMet) ?? false }) ?? true,
                window.map({ meeting.hasOccurrence(in: $0, zones) }) ?? true
            else { return true }
            let start = meeting.listedStart(zones), id = try store.mask.globalObjectID(stream.key)
            try page.add(Cursor(start.ticks, id)) { try row(meeting, id, start, store) }
            return page.end.map { start.ticks <= $0.number } ?? true
        }
        return page.finish()
    }

    private static func row(_ meeting: Meeting, _ id: String, _ start: Instant, _ store: StoreView) throws -> Row {
        Row(
            id: id, status: meeting.status.rawValue, start: start, isAllDay: meeting.schedule.isAllDay,
            timeZone: try meeting.schedule.timeZone.map { try store.mask.word($0, .zone) },
            organizer: try meeting.organizer.map(store.mask.identity), counts: store.mask.counts(of: meeting),
            sequence: meeting.sequenceNumber, recurrence: meeting.schedule.label.rawValue,
            subject: store.isPseudonymised ? nil : meeting.subject, firstSeen: meeting.firstSeen,
            lastChanged: meeting.lastChanged, marks: meeting.marks.names.joined(separator: " "))
    }
}

extension Meeting {
    /// Whether an instance begins in a window, whatever became of it.
    func hasOccurrence(in window: Range<Instant>, _ zones: ZoneBook) -> Bool {
        struct Found: Error {}
        do {
            try forEachOccurrence(in: window, zones: zones) { _ in throw Found() }
            return false
        } catch {
            return true
        }
    }
}

/// Somebody who is asked for: by any of their addresses, or where names are hidden by their pseudonym alone.
struct PersonFilter {
    /// As people are shown.
    let text: String
    private let store: StoreView

    init(_ text: String, _ store: StoreView) throws {
        self.store = store
        guard !store.isPseudonymised else {
            self.text = text
            return
        }
        guard let address = Address(text) else {
            throw RefusedRequest(400, "\(text.prefix(80)) is no address.")
        }
        self.text = store.mask.people.resolved(address).canonical
    }

    /// Whether an address of the log is theirs.
    func isMet(_ address: String) throws -> Bool {
        guard store.isPseudonymised else { return store.onePerson(address) == text }
        return Pseudonym.isOne(text) ? try store.mask.person(address) == text : false
    }
}

extension StoreView {
    /// What is said of somebody in whom nothing of the log is found: that no entry names them, at any moment. Nil where
    /// one does, and where only a look at every entry would tell.
    ///
    /// It learns what the log teaches by now, so it comes after all that a page shows.
    func noteOfUnknown(_ person: String) throws -> String? {
        try learn(isOfStored: true)
        let asked = try PersonFilter(person, self)
        guard try Projection(log).hasEntries(naming: asked.isMet) == false else { return nil }
        return
            "No entry of the log names \(asked.text): nothing is known of this calendar, or it is written in another way there."
    }
}
