import ExchangeFormats

/// A calendar by its months, numbered without gaps.
enum MonthCalendar: Hashable, Sendable {
    case gregorian
    /// The tabular Islamic calendar with leap years 2, 5, 7, 10, 13, 16, 18, 21, 24, 26 and 29 of each 30, and 1
    /// Muharram 1 on 622-07-18, as Windows computes it without an administrator's adjustment.
    case hijri

    init(_ pattern: RecurrencePattern) throws(RecurrenceRuleError) {
        switch pattern.patternType {
        case RecurrencePattern.PatternType.hijriMonth, RecurrencePattern.PatternType.hijriMonthNth,
            RecurrencePattern.PatternType.hijriMonthEnd:
            self = .hijri
        default:
            switch pattern.calendarType {
            // These differ from the Gregorian calendar in the number of the year alone.
            case 0...5, 7, 9...0xC: self = .gregorian
            case 6: self = .hijri
            default: throw .calendarType(pattern.calendarType)
            }
        }
    }

    func month(of date: CivilDate) -> Int {
        switch self {
        case .gregorian:
            let (year, month, _) = date.components
            return year * 12 + month - 1
        case .hijri:
            let days = Int(date.days) - MonthCalendar.hijriEpoch
            let year = MonthCalendar.floorDivide(30 * days + 10_646, 10_631)
            var month = year * 12
            while MonthCalendar.hijriStart(of: month + 1) <= Int(date.days) { month += 1 }
            return month
        }
    }

    /// The first day of a month and how many days it has.
    func span(of month: Int) -> (first: CivilDate, length: Int) {
        switch self {
        case .gregorian:
            let year = MonthCalendar.floorDivide(month, 12), number = month - year * 12 + 1
            let first = CivilDate(days: CivilDate.days(year: year, month: number, day: 1))
            return (first, CivilDate.daysInMonth(year: year, month: number))
        case .hijri:
            let first = MonthCalendar.hijriStart(of: month)
            return (CivilDate(days: Int32(truncatingIfNeeded: first)), MonthCalendar.hijriStart(of: month + 1) - first)
        }
    }

    private static let hijriEpoch = Int(CivilDate.days(year: 622, month: 7, day: 18))

    private static func hijriStart(of month: Int) -> Int {
        let year = floorDivide(month, 12), number = month - year * 12 + 1
        return hijriEpoch + (year - 1) * 354 + floorDivide(3 + 11 * year, 30) + 29 * (number - 1) + number / 2
    }

    private static func floorDivide(_ number: Int, _ divisor: Int) -> Int {
        let (quotient, remainder) = number.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
