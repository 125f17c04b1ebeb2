import ExchangeFormats
import Reconstruct

/// A pattern as a recurrence rule (RFC 5545, section 3.3.10), without its end.
enum RecurrenceRuleText {
    private static let weekdays = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"]

    /// - Parameters:
    ///   - first: the first instance, from which a rule counts its periods.
    ///   - namesCalendars: whether the months of another calendar are said as RFC 7529 has it, which few readers know.
    /// - Returns: nil for what a rule cannot say.
    static func parts(of series: Series, first: CivilDate, namesCalendars: Bool) -> String? {
        let (pattern, rule) = (series.pattern, series.rule)
        let weekStart = "WKST=\(weekdays[min(6, max(0, pattern.firstDOW))])"
        switch pattern.patternType {
        case RecurrencePattern.PatternType.day:
            return join("FREQ=DAILY", interval(rule.interval), weekStart)
        case RecurrencePattern.PatternType.week:
            guard case .weekDays(let mask) = pattern.patternTypeSpecific else { return nil }
            let weekStart = "WKST=\(weekdays[RecurrenceRuleText.weekStart(of: mask, pattern.firstDOW)])"
            return join("FREQ=WEEKLY", interval(rule.interval), weekStart, "BYDAY=" + days(mask).joined(separator: ","))
        default:
            guard let day = monthDay(of: pattern, longestMonth: rule.isGregorian ? 31 : 30) else { return nil }
            guard rule.isGregorian else {
                // libical, which alone knows such rules, counts more than one month from another than the first.
                guard namesCalendars, rule.interval == 1 else { return nil }
                // The tabular calendar with the epoch and the leap years that Windows computes with.
                return join("RSCALE=ISLAMIC-TBLA", "FREQ=MONTHLY", weekStart, day)
            }
            // Every twelve months is a year, which more readers show as what it is.
            if rule.interval % 12 == 0 {
                return join(
                    "FREQ=YEARLY", interval(rule.interval / 12), weekStart, "BYMONTH=\(first.components.month)", day)
            }
            return join("FREQ=MONTHLY", interval(rule.interval), weekStart, day)
        }
    }

    /// The first day of the weeks, where several give the same instances the one that most readers count by: some know
    /// of no other than Monday, and libical 3.0 loses the first week of some rules whose weeks begin behind Tuesday.
    private static func weekStart(of mask: Int, _ stated: Int) -> Int {
        let stated = min(6, max(0, stated))
        func firstDay(_ start: Int) -> Int? { (0..<7).map { (start + $0) % 7 }.first { mask & 1 << $0 != 0 } }
        return [1, 0, 2].first { firstDay($0) == firstDay(stated) } ?? stated
    }

    /// Exchange takes the last day of a month that is too short; a rule of RFC 5545 would pass it over.
    private static func monthDay(of pattern: RecurrencePattern, longestMonth: Int) -> String? {
        switch (pattern.patternType, pattern.patternTypeSpecific) {
        case (RecurrencePattern.PatternType.monthEnd, _), (RecurrencePattern.PatternType.hijriMonthEnd, _),
            (_, .day(longestMonth...)):
            return "BYMONTHDAY=-1"
        // No lunar month has less than 29 days.
        case (_, .day(let day)) where day > 28 && longestMonth == 31:
            return "BYMONTHDAY=" + (28...day).map(String.init).joined(separator: ",") + ";BYSETPOS=-1"
        case (_, .day(let day)): return "BYMONTHDAY=\(day)"
        case (_, .nth(let mask, let n)):
            let names = days(mask), position = n == 5 ? -1 : n
            if names.count == 1 { return "BYDAY=\(position)\(names[0])" }
            return "BYDAY=" + names.joined(separator: ",") + ";BYSETPOS=\(position)"
        default: return nil
        }
    }

    private static func days(_ mask: Int) -> [String] { (0..<7).filter { mask & 1 << $0 != 0 }.map { weekdays[$0] } }

    private static func interval(_ number: Int) -> String { number == 1 ? "" : "INTERVAL=\(number)" }

    private static func join(_ parts: String...) -> String { parts.filter { !$0.isEmpty }.joined(separator: ";") }
}
