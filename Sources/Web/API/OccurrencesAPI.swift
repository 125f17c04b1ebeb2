import EventStore
import ExchangeFormats
import Night
import Reconstruct
import Tables

extension Endpoint {
    static let occurrences = Endpoint(
        path: ["occurrences"],
        summary:
            "The rows of 'calfold export meetings --plain --subjects'; with person those in which somebody takes part, and their answer.",
        parameters: [.from, .to, .person, .asOf, .knownAt, .view, .limit, .cursor],
        fields: [
            .init("meeting_id", .textSchema), .init("occurrence_id", .textSchema), .init("status", .textSchema),
            .init("kind", .textSchema), .init("start", .instantSchema), .init("end", .instantSchema),
            .init("original_start", .optionalInstantSchema), .init("duration", .integerSchema),
            .init("all_day", .flagSchema), .init("time_zone", .optionalTextSchema),
            .init("organizer", .optionalTextSchema), .init("participant_count", .integerSchema),
            .init("external_count", .integerSchema), .init("sequence", .integerSchema),
            .init("recurrence", .textSchema), .init("subject", .optionalTextSchema),
            .init("first_seen", .instantSchema), .init("last_changed", .instantSchema), .init("marks", .textSchema),
            .init("response", .textSchema),
        ], isList: true
    ) { question in
        let list = try OccurrenceList(question)
        var page = try RowPage<OccurrenceList.Row>(question)
        try list.collect(&page)
        let found = page.finish()
        guard question.wantsCSV else {
            let unknown = found.rows.isEmpty ? try question[.person].flatMap(question.store.noteOfUnknown) : nil
            return .list(found.rows.map { OccurrenceList.json($0) }, next: found.next, note: unknown, of: question)
        }
        var bytes = CSVRow.of(
            MeetingRow.columns + (list.person == nil ? [] : ["response"]), delimiter: UInt8(ascii: ";"))
        var row = CSVRow(delimiter: UInt8(ascii: ";"))
        for found in found.rows {
            found.row.write(to: &row, then: found.response.map { [$0.rawValue] } ?? [])
            bytes += row.bytes
        }
        return .table(bytes, next: found.next, of: question)
    }
}

/// Occurrences of a window, under the view and for the person that are asked for.
struct OccurrenceList {
    struct Row {
        var row: MeetingRow
        /// The answer of the person who is asked for.
        var response: Response?
    }

    let person: PersonFilter?
    private var source: OccurrenceSource
    private let window: Range<Instant>
    private let store: StoreView

    init(_ question: Question) throws {
        try self.init(question, window: question.window(), person: question[.person])
    }

    /// - Parameters:
    ///   - person: only where they take part; everybody when nil.
    ///   - moment: the parameter that says up to when entries count.
    init(_ question: Question, window: Range<Instant>, person: String?, moment: Parameter = .asOf) throws {
        let store = question.store
        self.store = store
        self.window = window
        let view = try question.word(.view, OccurrenceSource.View.self) ?? .final
        let asOf = try question.instant(moment), known = try question.knownPosition()
        source = OccurrenceSource(log: store.log, view: view, asOf: asOf, knownAt: known)
        try store.learn(asOf: asOf, upTo: known, isOfStored: view == .final && asOf == nil && known == nil)
        self.person = try person.map { try PersonFilter($0, store) }
        source.person = self.person?.isMet
    }

    /// Hands the rows to a page. What lies behind its end is not expanded: a series without an end costs no more than
    /// its part of the page.
    func collect(_ page: inout RowPage<Row>) throws {
        var present = PresentPeople()
        switch source.view {
        case .final:
            try source.forEachMeeting(in: window) { stream, meeting, zones in
                guard try takesPart(in: meeting) else { return }
                let end = page.end.map { min(Instant(ticks: $0.number &+ 1), window.upperBound) } ?? window.upperBound
                guard window.lowerBound < end else { return }
                let people = AttendeesByDate(meeting)
                try meeting.forEachOccurrence(in: window.lowerBound..<end, zones: zones) {
                    try add(TabledOccurrence(stream: stream, people, of: $0), &present, to: &page)
                }
            }
        case .asHeld:
            try source.forEach(in: window) { try add($0, &present, to: &page) }
        }
    }

    /// Visits every row of the final view, in no order that means anything.
    func forEach(_ body: (MeetingRow) throws -> Void) throws {
        var present = PresentPeople()
        try source.forEach(in: window) { tabled in
            guard tabled.occurrence.status != .cancelled else { return }
            try body(MeetingRow(tabled, &present, mask: store.mask))
        }
    }

    private func takesPart(in meeting: Meeting) throws -> Bool {
        guard let person else { return true }
        return try meeting.participants.contains { try person.isMet($0.address) }
    }

    private func add(
        _ tabled: TabledOccurrence, _ people: inout PresentPeople, to page: inout RowPage<Row>
    ) throws {
        guard tabled.occurrence.status != .cancelled else { return }
        if let end = page.end, tabled.occurrence.slot.start.ticks > end.number { return }
        let row = try MeetingRow(tabled, &people, mask: store.mask)
        var response: Response?
        if let person {
            guard let met = try row.present.first(where: { try store.mask.resolvedPerson($0.address) == person.text })
            else { return }
            response = met.response
        }
        page.add(Cursor(row.occurrence.slot.start.ticks, row.occurrenceID)) { Row(row: row, response: response) }
    }

    static func json(_ found: Row) -> JSON {
        let row = found.row, slot = row.occurrence.slot
        return .object(
            [
                ("meeting_id", .string(row.meetingID)), ("occurrence_id", .string(row.occurrenceID)),
                ("status", .string(row.occurrence.status.rawValue)), ("kind", .string(row.occurrence.kind.rawValue)),
                ("start", .string(WebTime.plain(slot.start))), ("end", .string(WebTime.plain(slot.end))),
                ("original_start", .string(row.occurrence.originalStart.map(WebTime.plain))),
                ("duration", .number(row.duration)), ("all_day", .bool(slot.isAllDay)),
                ("time_zone", .string(row.timeZone)), ("organizer", .string(row.organizer)),
                ("participant_count", .number(row.participantCount)), ("external_count", .number(row.externalCount)),
                ("sequence", .number(row.sequence)), ("recurrence", .string(row.recurrence)),
                ("subject", .string(row.subject)), ("first_seen", .string(WebTime.text(row.firstSeen))),
                ("last_changed", .string(WebTime.text(row.lastChanged))), ("marks", .string(row.marks)),
            ] + (found.response.map { [("response", .string($0.rawValue))] } ?? []))
    }
}

extension Question {
    /// Whether a table is asked for as CSV (RFC 9110, 12.5.1): the first of the two forms that is named.
    var wantsCSV: Bool {
        let types = request.values("accept").flatMap { $0.split(separator: ",") }.map { type in
            type.prefix { $0 != ";" }.filter { !$0.isWhitespace }.lowercased()
        }
        guard let csv = types.firstIndex(of: "text/csv") else { return false }
        return types.firstIndex(of: "application/json").map { csv < $0 } ?? true
    }
}

extension WebResponse {
    /// A page of a list as a table.
    static func table(_ bytes: [UInt8], next cursor: Cursor?, of question: Question) -> WebResponse {
        var response = WebResponse(200, type: "text/csv; charset=utf-8; header=present")
        response.body = bytes
        if let cursor { response.set("Link", "<\(question.next(after: cursor).path)>; rel=\"next\"") }
        return response
    }
}
