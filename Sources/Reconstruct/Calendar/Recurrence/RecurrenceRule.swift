import ExchangeFormats

/// Why a pattern cannot be expanded.
public enum RecurrenceRuleError: Error, Hashable, Sendable, CustomStringConvertible {
    /// 0, or more than the specification allows, in the unit of the pattern type.
    case period(Int)
    /// A day mask without a day, a day of the month outside 1–31, or an n outside 1–5.
    case patternTypeSpecific
    case patternType(Int)
    /// A lunar calendar whose months are not computed here.
    case calendarType(Int)
    case firstDOW(Int)

    /// A clause for people, with the value that is not possible where the error has it.
    public var description: String {
        switch self {
        case .period(let value): "a period of \(value) is not possible"
        case .patternTypeSpecific: "the days of the pattern are not possible"
        case .patternType(let value): "pattern type \(value) is unknown"
        case .calendarType(let value): "calendar type \(value) is lunar and cannot be expanded here"
        case .firstDOW(let value): "\(value) is no first day of a week"
        }
    }
}

/// The recurrence in one word, as the tables have it ([MS-OXOCAL] 2.2.1.45 in words).
public enum RecurrenceLabel: String, Hashable, Sendable, CaseIterable {
    case none = "None", daily = "Daily", weekly = "Weekly", monthly = "Monthly", yearly = "Yearly"
}

/// A recurrence pattern that has been checked: only one that can be iterated exists.
///
/// Dates are those of the pattern, before deletions and exceptions. The pattern's periods (days, weeks or months of its
/// interval) are numbered from that of the first date, so any period is reached by arithmetic.
public struct RecurrenceRule: Hashable, Sendable {
    enum Step: Hashable, Sendable {
        case days(Int)
        /// `days` has bit i for the i-th day after the first day of a week.
        case weeks(Int, days: UInt8, weekStart: CivilDate)
        case months(Int, MonthDay, MonthCalendar, firstMonth: Int)
    }

    /// The day that a month contributes.
    enum MonthDay: Hashable, Sendable {
        /// Clamped to the month's last day.
        case day(Int)
        case end
        /// The n-th day of the mask; 5 is the last.
        case nth(weekDays: Int, n: Int)
    }

    let step: Step
    /// The date on which the pattern starts; the first instance may be later.
    let start: CivilDate
    /// The last instance, nil for a series without an end.
    public private(set) var lastDate: CivilDate?
    /// By RecurFrequency and PatternType; never `none`.
    public let label: RecurrenceLabel

    /// Whether nothing ends the series; a count that leads beyond the year 9999 is no end.
    public var isInfinite: Bool { lastDate == nil }

    /// The first instance; nil when the series ends before it begins.
    public var firstDate: CivilDate? { dates(in: start..<CivilDate(days: .max)).first { _ in true } }

    /// Checks a decoded pattern ([MS-OXOCAL] 2.2.1.44.1).
    public init(_ pattern: RecurrencePattern) throws(RecurrenceRuleError) {
        start = PatternMinutes.date(pattern.startDate)
        label = RecurrenceRule.label(pattern)
        switch pattern.patternType {
        case RecurrencePattern.PatternType.day:
            guard pattern.period % 1440 == 0, (1...999).contains(pattern.period / 1440) else {
                throw .period(pattern.period)
            }
            step = .days(pattern.period / 1440)
        case RecurrencePattern.PatternType.week:
            guard (1...99).contains(pattern.period) else { throw .period(pattern.period) }
            guard case .weekDays(let mask) = pattern.patternTypeSpecific, mask & 0x7F != 0 else {
                throw .patternTypeSpecific
            }
            guard (0...6).contains(pattern.firstDOW) else { throw .firstDOW(pattern.firstDOW) }
            let weekStart = start.advanced(byDays: -((start.weekday - pattern.firstDOW + 7) % 7))
            var days: UInt8 = 0
            for index in 0..<7 where mask & 1 << ((pattern.firstDOW + index) % 7) != 0 { days |= 1 << index }
            step = .weeks(pattern.period, days: days, weekStart: weekStart)
        default:
            // 99 years is the most that "every n years" can say.
            guard (1...1188).contains(pattern.period) else { throw .period(pattern.period) }
            let calendar = try MonthCalendar(pattern)
            step = .months(
                pattern.period, try RecurrenceRule.monthDay(pattern), calendar, firstMonth: calendar.month(of: start))
        }
        lastDate = last(pattern)
    }

    private static func monthDay(_ pattern: RecurrencePattern) throws(RecurrenceRuleError) -> MonthDay {
        switch (pattern.patternType, pattern.patternTypeSpecific) {
        case (RecurrencePattern.PatternType.monthEnd, _), (RecurrencePattern.PatternType.hijriMonthEnd, _): return .end
        case (_, .day(let day)) where (1...31).contains(day): return .day(day)
        case (_, .nth(let mask, let n)) where mask & 0x7F != 0 && (1...5).contains(n):
            return .nth(weekDays: mask & 0x7F, n: n)
        case (_, .none), (_, .weekDays): throw .patternType(pattern.patternType)
        case (_, .day), (_, .nth): throw .patternTypeSpecific
        }
    }

    /// By RecurFrequency, as the series' own columns say it: Outlook's "every weekday" is daily. "Every n years" is
    /// often stored as monthly; and where the frequency is none that the specification lists, the pattern type decides.
    private static func label(_ pattern: RecurrencePattern) -> RecurrenceLabel {
        switch (pattern.recurFrequency, pattern.patternType) {
        case (RecurrencePattern.Frequency.daily, _): .daily
        case (RecurrencePattern.Frequency.weekly, _): .weekly
        case (RecurrencePattern.Frequency.yearly, _): .yearly
        case (RecurrencePattern.Frequency.monthly, RecurrencePattern.PatternType.day),
            (RecurrencePattern.Frequency.monthly, RecurrencePattern.PatternType.week):
            .monthly
        case (_, RecurrencePattern.PatternType.day): .daily
        case (_, RecurrencePattern.PatternType.week): .weekly
        default: pattern.period % 12 == 0 ? .yearly : .monthly
        }
    }

    /// The last instance by the pattern's end: by date, by count, or none.
    private func last(_ pattern: RecurrencePattern) -> CivilDate? {
        let byCount = pattern.endType == RecurrencePattern.EndType.count && pattern.occurrenceCount > 0
        if byCount { return date(number: pattern.occurrenceCount) }
        guard pattern.endType == RecurrencePattern.EndType.date || pattern.endType == RecurrencePattern.EndType.count,
            pattern.endDate != RecurrencePattern.noEnd
        else { return nil }
        return PatternMinutes.date(pattern.endDate)
    }

    /// The instance of a number from 1, by arithmetic: every period but the first has the same number of them.
    ///
    /// - Returns: nil behind the year 9999: a count that no calendar reaches is no end.
    private func date(number: Int) -> CivilDate? {
        // No period is shorter than a day and none has more than seven instances, so that the product stays in range
        // and what is left can be computed in days.
        let daysOfPeriod =
            switch step {
            case .days(let interval): interval
            case .weeks(let interval, let days, _): 7 * interval / days.nonzeroBitCount
            case .months(let interval, _, _, _): 29 * interval
            }
        let reach = Int(RecurrenceRule.lastDateOfAll.days) - Int(start.days)
        guard reach >= 0, number <= reach / max(1, daysOfPeriod) + 8 else { return nil }
        let date = dateInReach(number: number)
        return date <= RecurrenceRule.lastDateOfAll ? date : nil
    }

    private static let lastDateOfAll = CivilDate(days: CivilDate.days(year: 9999, month: 12, day: 31))

    private func dateInReach(number: Int) -> CivilDate {
        switch step {
        case .days(let interval):
            return start.advanced(byDays: (number - 1) &* interval)
        case .weeks(let interval, let days, let weekStart):
            let perWeek = days.nonzeroBitCount
            let skipped = (days & ((1 << UInt8(start.days - weekStart.days)) - 1)).nonzeroBitCount
            let (week, index) = (number - 1 + skipped).quotientAndRemainder(dividingBy: perWeek)
            var rest = days
            for _ in 0..<index { rest &= rest - 1 }
            return weekStart.advanced(byDays: week &* 7 &* interval + rest.trailingZeroBitCount)
        case .months(let interval, let day, let calendar, let firstMonth):
            let skipsFirst = day.date(inMonth: firstMonth, calendar) < start
            return day.date(inMonth: firstMonth + (number - (skipsFirst ? 0 : 1)) &* interval, calendar)
        }
    }

    /// Whether the pattern has an instance on a date.
    public func contains(_ date: CivilDate) -> Bool {
        dates(in: date..<date.advanced(byDays: 1)).first { _ in true } != nil
    }

    /// The pattern's instances in a range of dates, ascending; lazy, and reached without walking from the start.
    public func dates(in range: Range<CivilDate>) -> RecurrenceDates { RecurrenceDates(rule: self, range: range) }

    /// The pattern's instances whose start lies in a window, ascending.
    public func occurrences(
        in window: Range<Instant>, startOffsetMinutes: Int, zone: ZoneRules
    ) -> RecurrenceOccurrences {
        RecurrenceOccurrences(rule: self, window: window, startOffsetMinutes: startOffsetMinutes, zone: zone)
    }
}

extension RecurrenceRule.MonthDay {
    /// The day that this rule takes from a month; every month has one, as each weekday comes four times at least.
    func date(inMonth month: Int, _ calendar: MonthCalendar) -> CivilDate {
        let (first, length) = calendar.span(of: month)
        switch self {
        case .day(let day):
            return first.advanced(byDays: min(day, length) - 1)
        case .end:
            return first.advanced(byDays: length - 1)
        case .nth(let weekDays, let n):
            if weekDays & (weekDays - 1) == 0 {
                let offset = (weekDays.trailingZeroBitCount - first.weekday + 7) % 7
                let ordinal = n == 5 ? (length - 1 - offset) / 7 : n - 1
                return first.advanced(byDays: offset + 7 * ordinal)
            }
            let weekday = first.weekday
            if n == 5 {
                var day = length - 1
                while weekDays & 1 << ((weekday + day) % 7) == 0 { day -= 1 }
                return first.advanced(byDays: day)
            }
            var day = 0, found = 0
            while true {
                if weekDays & 1 << ((weekday + day) % 7) != 0 { found += 1 }
                if found == n { return first.advanced(byDays: day) }
                day += 1
            }
        }
    }
}
