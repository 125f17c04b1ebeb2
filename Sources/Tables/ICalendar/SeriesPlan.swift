import ExchangeFormats
import Reconstruct

/// A series as a calendar file can say it: a rule or a list of dates, dates that fall out, and components for the dates
/// that differ.
struct SeriesPlan {
    /// The first instance; nil where the pattern has none, so that only the dates of their own are left.
    private(set) var first: CivilDate?
    /// Without its end; nil where dates are listed.
    private(set) var rule: String?
    /// The start of the last instance.
    private(set) var until: WallTime?
    /// Instances besides those of the rule, ascending.
    private(set) var addedDates: [CivilDate] = []
    /// Instances that do not take place, ascending; none of them has a component of its own.
    private(set) var removedDates: [CivilDate] = []
    /// Dates that need a component of their own, ascending.
    private(set) var ownDates: [CivilDate] = []

    let series: Series
    let clock: CalendarClock
    private let pattern: RecurrenceRule

    /// What a plan asks of the export.
    struct Terms {
        /// Up to which instant a series without an end is listed where a rule cannot say it.
        var bound: Instant
        var includesCancelled: Bool
        var namesCalendars: Bool
    }

    /// - Parameters:
    ///   - dates: those on which other people take part than in the series.
    init(_ series: Series, _ clock: CalendarClock, dates: Set<CivilDate>, _ terms: Terms) {
        let pattern = series.rule
        self.series = series
        self.clock = clock
        self.pattern = pattern
        first = pattern.firstDate
        let last = min(pattern.lastDate ?? .init(days: .max), clock.rules.wallTime(of: terms.bound).date)
        if let first { sayPattern(first, upTo: last, terms) }
        var own = dates.union(irregularDates(upTo: last))
        for override in series.overrides {
            if override.isRemoved, !terms.includesCancelled {
                own.remove(override.date)
                if pattern.contains(override.date) { removedDates.append(override.date) }
            } else {
                own.insert(override.date)
            }
        }
        let overridden = Set(series.overrides.map(\.date))
        ownDates = own.filter { overridden.contains($0) || pattern.contains($0) }.sorted()
        // A reader that meets a component for a date without an instance may show it or not.
        if first != nil { addedDates = (addedDates + ownDates.filter { !pattern.contains($0) }).sorted() }
    }

    private mutating func sayPattern(_ first: CivilDate, upTo last: CivilDate, _ terms: Terms) {
        // A rule counts the days of its own clock, so the pattern's date must be the date of the start on it.
        let isOfItsDay = (0..<1440).contains(series.startMinutes)
        let isOfItsClock = series.isAllDay || clock.tzid != nil || clock.rules == .utc
        if isOfItsDay, isOfItsClock,
            let parts = RecurrenceRuleText.parts(of: series, first: first, namesCalendars: terms.namesCalendars)
        {
            rule = parts
            until = pattern.lastDate.map { WallTime($0, minutes: series.startMinutes) }
        } else if first < last {
            addedDates = Array(pattern.dates(in: first.advanced(byDays: 1)..<last.advanced(byDays: 1)))
        }
    }

    func start(of date: CivilDate) -> WallTime { WallTime(date, minutes: series.startMinutes) }

    /// When the pattern has a date.
    func slot(of date: CivilDate) -> Slot {
        Slot(start(of: date)...WallTime(date, minutes: series.endMinutes), isAllDay: series.isAllDay, clock.rules)
    }

    /// Whether a date takes place at the pattern's readings of the clock, which mean nothing else, and is as long as
    /// they say.
    func isRegular(_ date: CivilDate) -> Bool {
        if series.isAllDay { return true }
        let slot = slot(of: date)
        return clock.tells(slot.start) && clock.tells(slot.end)
            && clock.rules.wallTime(of: slot.start) == start(of: date)
            && slot.end.ticks - slot.start.ticks == Int64(series.endMinutes - series.startMinutes)
                * Instant.ticksPerMinute
    }

    /// The dates in which the clock changes: some readers give every instance the length of the first, and what the
    /// clock skips they put elsewhere.
    private func irregularDates(upTo last: CivilDate) -> Set<CivilDate> {
        guard !series.isAllDay, let first, first <= last else { return [] }
        var found: Set<CivilDate> = []
        let days = max(0, series.endMinutes) / 1440 + 1
        for change in clock.rules.changes(in: first.components.year...max(first.components.year, last.components.year))
        {
            let date = WallTime(ticks: change.at + change.from).date
            let begin = max(first, date.advanced(byDays: -days)), end = min(last, date.advanced(byDays: 1))
            guard begin <= end else { continue }
            for date in pattern.dates(in: begin..<end.advanced(byDays: 1)) where !isRegular(date) { found.insert(date) }
        }
        return found
    }
}

extension SeriesPlan {
    /// Writes the master's times, its rule, and what falls out.
    ///
    /// - Parameter absent: dates of the rule that this reader's calendar does not have.
    func write(without absent: [CivilDate] = [], to lines: inout ContentLines) {
        guard let first else { return }
        if series.isAllDay {
            slot(of: first).write(clock, to: &lines)
        } else {
            clock.add("DTSTART", start(of: first), to: &lines)
            let minutes = series.endMinutes - series.startMinutes
            if isRegular(first), minutes > 0 {
                clock.add("DTEND", WallTime(first, minutes: series.endMinutes), to: &lines)
            } else if minutes > 0 {
                // The first date is shorter or longer than the others, which have the pattern's length.
                lines.add("DURATION", "PT\(minutes)M")
            }
        }
        if let rule { lines.add("RRULE", rule + (until.map { ";UNTIL=" + untilText($0) } ?? "")) }
        for date in addedDates { add("RDATE", date, to: &lines) }
        for date in (removedDates + absent).sorted() { add("EXDATE", date, to: &lines) }
    }

    /// In UTC where the start has a clock, a date where it has none (RFC 5545, section 3.3.10).
    private func untilText(_ wall: WallTime) -> String {
        series.isAllDay ? CalendarTime.text(wall.date) : CalendarTime.utc(clock.rules.instant(of: wall))
    }

    /// A property that names an instance, in the form of the master's start.
    func add(_ name: String, _ date: CivilDate, to lines: inout ContentLines) {
        guard series.isAllDay else { return clock.add(name, start(of: date), to: &lines) }
        lines.add(name, parameters: [("VALUE", "DATE")], value: CalendarTime.text(start(of: date).date))
    }
}
