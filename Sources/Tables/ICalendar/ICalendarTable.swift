import EventStore
import ExchangeFormats
import Privacy
import Reconstruct

/// `calendar.ics`: meetings as a calendar file (RFC 5545), or a file for each person or meeting.
///
/// Components leave in order of start and UID, behind the declarations of their zones; the same meetings give the same
/// bytes. No METHOD stands in a file: it is a record, and no invitation that a program should answer.
package final class ICalendarTable {
    package enum Layout: String, Sendable, CaseIterable { case person, meeting }

    private let options: TableOptions
    private let mask: Mask
    private let layout: Layout?
    private let namesCalendars: Bool
    private let files: CalendarFiles
    private var zoneNames: CalendarZones
    private var lines = ContentLines()
    /// Up to when a series without an end is listed where a rule cannot say it.
    private var bound: Instant

    /// - Parameters:
    ///   - layout: of what there is a file each; one file of all when nil.
    ///   - namesCalendars: whether lunar patterns leave as rules of RFC 7529 instead of lists of dates.
    package init(
        _ options: TableOptions, mask: Mask, layout: Layout?, zones naming: CalendarNaming, namesCalendars: Bool
    ) {
        self.options = options
        self.mask = mask
        self.layout = layout
        self.namesCalendars = namesCalendars
        zoneNames = CalendarZones(naming)
        bound = options.window.upperBound
        files = CalendarFiles(options, isOfOne: layout == nil)
    }

    /// Adds a whole meeting: one component, or those of a series.
    package func add(_ stream: StreamID, _ meeting: Meeting, _ zones: ZoneBook) throws {
        guard options.includesCancelled || meeting.status != .cancelled else { return }
        let uid = try ICalendarTable.uid(stream, mask), meeting = mask.remaining(meeting)
        switch meeting.schedule {
        case .unknown: return
        case .series(let series):
            guard hasOccurrence(meeting, zones) else { return }
            let clock = zoneNames.clock(of: series.zone, rules: series.rules(zones), zones)
            try add(series, of: meeting, uid, clock, stream, zones)
        case .single, .firstOccurrence, .dates, .besides:
            try meeting.forEachOccurrence(in: options.window, zones: zones) { occurrence in
                try add(
                    occurrence, of: meeting, meeting.attendees(on: occurrence.date), stream, zones,
                    isAlone: occurrence.date == nil)
            }
        }
    }

    /// Adds one occurrence as a component of its own, under the id that the tables give it.
    package func add(_ tabled: TabledOccurrence, _ zones: ZoneBook) throws {
        try add(tabled.occurrence, of: tabled.meeting, mask.attendees(tabled), tabled.stream, zones, isAlone: false)
    }

    package func finish() throws -> FinishedTable { try files.finish(zoneNames) }

    /// One meeting as the bytes of a calendar file, whole, cancelled or not.
    ///
    /// - Returns: nil where nothing is known of when it takes place.
    package static func bytes(of meeting: Meeting, _ stream: StreamID, _ zones: ZoneBook, mask: Mask) throws -> [UInt8]?
    {
        let years = [1, 9999].map {
            Instant(ticks: WallTime(CivilDate(days: CivilDate.days(year: $0, month: 1, day: 1))).ticks)
        }
        let options = TableOptions(
            folder: "", month: nil, delimiter: UInt8(ascii: ";"), window: years[0]..<years[1], includesCancelled: true)
        let table = ICalendarTable(options, mask: mask, layout: nil, zones: .iana, namesCalendars: false)
        table.bound = Instant(ticks: meeting.lastChanged.ticks + 3653 * Instant.ticksPerDay)
        try table.add(stream, meeting, zones)
        return try table.files.bytes(table.zoneNames)
    }

    /// Control characters that texts held and that no file of the form may hold.
    package var droppedControls: Int { lines.droppedControls }

    /// Calendar files that stand in the folder beside those that were written.
    package var otherFiles: Int { files.otherFiles }

    /// Whether an occurrence that is listed begins in the window.
    private func hasOccurrence(_ meeting: Meeting, _ zones: ZoneBook) -> Bool {
        struct Found: Error {}
        do {
            try meeting.forEachOccurrence(in: options.window, zones: zones) { occurrence in
                if options.includesCancelled || occurrence.status != .cancelled { throw Found() }
            }
            return false
        } catch {
            return true
        }
    }

    // MARK: One occurrence

    private func add(
        _ occurrence: Occurrence, of meeting: Meeting, _ attendees: [Attendee], _ stream: StreamID, _ zones: ZoneBook,
        isAlone: Bool
    ) throws {
        guard options.includesCancelled || occurrence.status != .cancelled else { return }
        let rules: ZoneRules
        if case .series(let series) = meeting.schedule {
            rules = series.rules(zones)
        } else {
            rules = zones.rules(meeting.schedule.zone)
        }
        let clock = zoneNames.clock(of: meeting.schedule.zone, rules: rules, zones)
        let id = MeetingRows.occurrenceID(
            try mask.globalObjectID(stream.key), occurrence, isAllDay: meeting.schedule.isAllDay)
        let people = try CalendarPeople(meeting, attendees, mask)
        let component = CalendarComponent(
            uid: isAlone ? try ICalendarTable.uid(stream, mask) : id, kind: .single, status: occurrence.status,
            subject: mask.subject(occurrence.subject ?? meeting.subject ?? ""), people: people)
        lines.removeAll()
        component.write(meeting, to: &lines) { occurrence.slot.write(clock, to: &$0) }
        let slot = occurrence.slot
        let isByClock = !slot.isAllDay && clock.tells(slot.start) && clock.tells(slot.end)
        let use = isByClock ? use(of: clock, from: slot.start, to: slot.end) : nil
        for group in try groups(stream, try persons(attendees)) {
            try files.add(lines.bytes, at: occurrence.slot.start, id, in: group, use)
        }
    }

    // MARK: A series

    private func add(
        _ series: Series, of meeting: Meeting, _ uid: String, _ clock: CalendarClock, _ stream: StreamID,
        _ zones: ZoneBook
    ) throws {
        let terms = SeriesPlan.Terms(
            bound: bound, includesCancelled: options.includesCancelled,
            namesCalendars: namesCalendars)
        let special = Set(meeting.participants.flatMap { $0.dates.map(\.date) })
        let plan = SeriesPlan(series, clock, dates: special, terms)
        let overrides = Dictionary(series.overrides.map { ($0.date, $0) }) { first, _ in first }
        let ofSeries = try persons(meeting.attendees(on: nil))
        /// On which own dates each person of the series is not there.
        var absent: [String: [CivilDate]] = [:]
        let people = try CalendarPeople(meeting, meeting.attendees(on: nil), mask)
        for date in plan.ownDates {
            let attendees = meeting.attendees(on: date)
            let present = try persons(attendees)
            if layout == .person {
                for name in ofSeries.subtracting(present) { absent[name, default: []].append(date) }
            }
            let override = overrides[date]
            // A date that others answered, and that differs in nothing else, is said by the series; not so to those who
            // do not have the series.
            let guests = try CalendarPeople(meeting, attendees, mask)
            let isSaid = guests == people && present.isSubset(of: ofSeries)
            if override == nil, isSaid, plan.isRegular(date) { continue }
            let slot = override?.moved ?? plan.slot(of: date)
            // Without an instance of the pattern there is no series that the dates could be dates of.
            let own = plan.first == nil ? try dateID(date, plan, stream) : uid
            let component = CalendarComponent(
                uid: own, kind: override?.moved == nil ? .instance : .exception,
                status: override?.isRemoved == true ? .cancelled : meeting.status,
                subject: mask.subject(override?.subject ?? meeting.subject ?? ""), people: guests)
            lines.removeAll()
            component.write(meeting, to: &lines) { lines in
                if plan.first != nil { plan.add("RECURRENCE-ID", date, to: &lines) }
                slot.write(clock, to: &lines)
            }
            let original = plan.slot(of: date).start
            // Whole days are dates. The name of the instance is told by the clock of the series all the same.
            let use =
                series.isAllDay && slot.isAllDay
                    || plan.first == nil && !(clock.tells(slot.start) && clock.tells(slot.end))
                ? nil : use(of: clock, from: min(slot.start, original), to: max(slot.end, original))
            for group in try groups(stream, present) {
                try files.add(lines.bytes, at: slot.start, uid + "/" + CalendarTime.text(date), in: group, use)
            }
        }
        try addMaster(plan, of: meeting, uid, people, stream, ofSeries, absent)
    }

    private func addMaster(
        _ plan: SeriesPlan, of meeting: Meeting, _ uid: String, _ people: CalendarPeople, _ stream: StreamID,
        _ persons: Set<String>,
        _ absent: [String: [CivilDate]]
    ) throws {
        guard let first = plan.first else { return }
        let component = CalendarComponent(
            uid: uid, kind: .master, status: meeting.status, subject: mask.subject(meeting.subject ?? ""),
            people: people)
        let start = plan.slot(of: first).start
        let last =
            plan.until.map { plan.clock.rules.instant(of: $0) } ?? plan.addedDates.last.map { plan.slot(of: $0).start }
        var use = plan.series.isAllDay ? nil : use(of: plan.clock, from: start, to: max(start, last ?? start))
        if plan.rule != nil, plan.until == nil { use?.years.last = nil }
        /// Nothing counts what these lose: it is one component, and whoever has it has the same texts.
        var further = ContentLines()
        for (number, group) in try groups(stream, persons).enumerated() {
            func write(_ lines: inout ContentLines) throws {
                lines.removeAll()
                component.write(meeting, to: &lines) { plan.write(without: absent[group] ?? [], to: &$0) }
                // Behind a name that no date has: the series stands before its dates of the same start.
                try files.add(lines.bytes, at: start, uid, in: group, use)
            }
            if number == 0 { try write(&lines) } else { try write(&further) }
        }
    }

    // MARK: Names

    /// The id that the tables give the occurrence of a date.
    private func dateID(_ date: CivilDate, _ plan: SeriesPlan, _ stream: StreamID) throws -> String {
        let slot = plan.slot(of: date)
        let occurrence = Occurrence(
            kind: .exception, status: .scheduled, slot: slot, originalStart: slot.start, date: date, subject: nil)
        return MeetingRows.occurrenceID(
            try mask.globalObjectID(stream.key), occurrence, isAllDay: plan.series.isAllDay)
    }

    /// The files that a component stands in, by the names of their groups.
    private func groups(_ stream: StreamID, _ persons: Set<String>) throws -> [String] {
        switch layout {
        case nil: [""]
        case .meeting: [try mask.globalObjectID(stream.key)]
        case .person: persons.sorted()
        }
    }

    /// Everybody inside who takes part, rooms too; a room outside is somebody outside.
    private func persons(_ attendees: [Attendee]) throws -> Set<String> {
        guard layout == .person else { return [] }
        var names: Set<String> = []
        for person in mask.present(attendees) where person.standing.kind != .external {
            let name = try mask.resolvedPerson(person.address)
            if !name.isEmpty, name != "external", name != "internal" { names.insert(name) }
        }
        return names
    }

    private func use(of clock: CalendarClock, from start: Instant, to end: Instant) -> CalendarFiles.ZoneUse? {
        clock.tzid.map { tzid in
            func year(_ instant: Instant) -> Int {
                min(9998, max(1, clock.rules.wallTime(of: instant).date.components.year))
            }
            return CalendarFiles.ZoneUse(tzid: tzid, years: .init(first: year(start), last: year(end)))
        }
    }

    /// The cleaned id, or the text of a foreign calendar's id where it is this meeting's alone; under pseudonyms what
    /// the tables show.
    static func uid(_ stream: StreamID, _ mask: Mask) throws -> String {
        let shown = try mask.globalObjectID(stream.key)
        guard mask.isClear, case .globalObjectID(let id, _) = MeetingKey(shown) else { return shown }
        return id.ownText ?? shown
    }
}
