import ExchangeFormats

extension RecurrencePattern {
    /// The period of a pattern that says 0, where only one reading of its other numbers is possible; nil where there
    /// are several, or none.
    ///
    /// Outlook knows "every weekday" without an interval, and some clients write 0 for it. Of a counted series the last
    /// date, which the writer computed, leaves one period; a single occurrence needs none.
    var certainPeriod: Int? {
        guard period == 0 else { return nil }
        let unit = patternType == PatternType.day ? 1440 : 1
        if patternType == PatternType.week, isEveryWeekday { return 1 }
        guard occurrenceCount > 0, endDate != RecurrencePattern.noEnd else { return nil }
        let last = PatternMinutes.date(endDate)
        var found: Int?
        for candidate in 1...longestPeriod {
            var pattern = self
            pattern.period = candidate * unit
            guard let rule = try? RecurrenceRule(pattern), rule.ends(on: last, after: occurrenceCount, pattern) else {
                continue
            }
            if occurrenceCount == 1 { return pattern.period }
            if found != nil { return nil }
            found = pattern.period
        }
        return found
    }

    /// Monday to Friday, or any days of which the frequency says that they are daily.
    private var isEveryWeekday: Bool {
        guard case .weekDays(let mask) = patternTypeSpecific else { return false }
        return mask == 0x3E || recurFrequency == Frequency.daily
    }

    private var longestPeriod: Int {
        switch patternType {
        case PatternType.day: 999
        case PatternType.week: 99
        // As RecurrenceRule has it: 99 years.
        default: 1188
        }
    }
}

extension RecurrenceRule {
    /// Whether a series has its last instance on a date and so many instances up to it. An end by date may lie behind
    /// the last instance; then the count alone would have to tell the period, and is not known to be right.
    fileprivate func ends(on last: CivilDate, after count: Int, _ pattern: RecurrencePattern) -> Bool {
        switch pattern.endType {
        case RecurrencePattern.EndType.count:
            return lastDate == last
        case RecurrencePattern.EndType.date:
            guard last >= start, contains(last) else { return false }
            var counted = pattern
            counted.endType = RecurrencePattern.EndType.count
            return (try? RecurrenceRule(counted))?.lastDate == last
        default:
            return false
        }
    }
}
