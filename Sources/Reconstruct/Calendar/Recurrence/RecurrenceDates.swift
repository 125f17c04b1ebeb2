import ExchangeFormats

/// The dates of a rule in a range, ascending. The iterator jumps to the range's first period, so a window far from the
/// start costs no more than one beside it.
public struct RecurrenceDates: Sequence, IteratorProtocol, Sendable {
    private let step: RecurrenceRule.Step
    private let last: CivilDate
    private let from: CivilDate
    /// Of days: the next date. Of weeks: the first day of the current week. Of months: unused.
    private var cursor: CivilDate
    /// Of weeks: the days of the current week still to come.
    private var days: UInt8 = 0
    private var month = 0

    init(rule: RecurrenceRule, range: Range<CivilDate>) {
        step = rule.step
        from = Swift.max(range.lowerBound, rule.start)
        let end = range.upperBound.advanced(byDays: -1)
        last = rule.lastDate.map { Swift.min($0, end) } ?? end
        cursor = from
        switch step {
        case .days(let interval):
            let periods = (Int(from.days) - Int(rule.start.days) + interval - 1) / interval
            cursor = rule.start.advanced(byDays: periods * interval)
        case .weeks(let interval, let mask, let weekStart):
            let length = 7 * interval
            cursor = weekStart.advanced(byDays: (Int(from.days) - Int(weekStart.days)) / length * length)
            let passed = Int(from.days) - Int(cursor.days)
            days = passed < 7 ? mask & (0xFF << UInt8(passed)) : 0
        case .months(let interval, _, let calendar, let firstMonth):
            month = firstMonth + (calendar.month(of: from) - firstMonth) / interval * interval
        }
    }

    /// The next date of the pattern; nil after the last.
    @inline(__always)
    public mutating func next() -> CivilDate? {
        switch step {
        case .days(let interval):
            guard cursor <= last else { return nil }
            defer { cursor.days &+= Int32(truncatingIfNeeded: interval) }
            return cursor
        case .weeks(let interval, let mask, _):
            while days == 0 {
                guard cursor <= last else { return nil }
                cursor.days &+= Int32(truncatingIfNeeded: 7 * interval)
                days = mask
            }
            let date = CivilDate(days: cursor.days &+ Int32(days.trailingZeroBitCount))
            days &= days &- 1
            return date <= last ? date : nil
        case .months(let interval, let day, let calendar, _):
            while true {
                let date = day.date(inMonth: month, calendar)
                guard date <= last else { return nil }
                month += interval
                if date >= from { return date }
            }
        }
    }
}

/// The instances of a rule whose start lies in a window, each converted from the wall clock of its zone to UTC.
public struct RecurrenceOccurrences: Sequence, IteratorProtocol, Sendable {
    private var dates: RecurrenceDates
    private let window: Range<Instant>
    private let offset: Int64
    private let zone: ZoneRules
    /// One offset from UTC holds for the readings in this range: asked for again only when they leave it.
    private var stretch: (offset: Int64, until: WallTime) = (0, WallTime(ticks: .min))

    init(rule: RecurrenceRule, window: Range<Instant>, startOffsetMinutes: Int, zone: ZoneRules) {
        self.window = window
        self.zone = zone
        offset = Int64(startOffsetMinutes) * Instant.ticksPerMinute
        // A gap moves a start by less than a day, so a day on either side loses none.
        func date(_ instant: Instant, _ days: Int) -> CivilDate {
            let bound = Int64(CivilDate.days(year: 9999, month: 12, day: 1)) * Instant.ticksPerDay
            let ticks = Swift.min(Swift.max(instant.ticks, -bound), bound)
            return WallTime(
                ticks: zone.wallTime(of: Instant(ticks: ticks)).ticks - Int64(startOffsetMinutes)
                    * Instant.ticksPerMinute
            )
            .date.advanced(byDays: days)
        }
        let first = date(window.lowerBound, -1)
        dates = rule.dates(in: first..<Swift.max(first, date(window.upperBound, 2)))
    }

    /// The next date with its start; nil after the last.
    @inline(__always)
    public mutating func next() -> (date: CivilDate, start: Instant)? {
        while let date = dates.next() {
            let wall = WallTime(ticks: Int64(date.days) &* Instant.ticksPerDay &+ offset)
            if wall >= stretch.until { stretch = zone.stretch(at: wall) }
            let start = Instant(ticks: wall.ticks &- stretch.offset)
            if start < window.lowerBound { continue }
            return start < window.upperBound ? (date, start) : nil
        }
        return nil
    }
}
