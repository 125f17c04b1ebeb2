/// A day of the proleptic Gregorian calendar, without a zone: days since 1970-01-01.
public struct CivilDate: Hashable, Comparable, Sendable {
    /// Days since 1970-01-01; negative before.
    public var days: Int32

    /// The date so many days after 1970-01-01.
    @inlinable
    public init(days: Int32) { self.days = days }

    /// The date of a year, month and day; nil when there is no such day or the year is outside 1–9999.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= CivilDate.daysInMonth(year: year, month: month)
        else { return nil }
        self.init(days: CivilDate.days(year: year, month: month, day: day))
    }

    /// Days since 1970-01-01 of a year, month and day that are known to be valid.
    ///
    /// Counts in years that begin on 1 March, so that the leap day is the last of its year.
    @inlinable
    public static func days(year: Int, month: Int, day: Int) -> Int32 {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return Int32(truncatingIfNeeded: era * 146_097 + dayOfEra - 719_468)
    }

    /// The date's year, its month from 1 and its day of the month from 1.
    public var components: (year: Int, month: Int, day: Int) {
        @inlinable get {
            let shifted = Int(days) + 719_468
            let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
            let dayOfEra = shifted - era * 146_097
            let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
            let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
            let shiftedMonth = (5 * dayOfYear + 2) / 153
            let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
            let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
            return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
        }
    }

    /// 0 Sunday … 6 Saturday, as in [MS-OXOCAL].
    @inlinable
    public var weekday: Int {
        let remainder = (Int(days) + 4) % 7
        return remainder < 0 ? remainder + 7 : remainder
    }

    /// Whether a year of the Gregorian calendar has 366 days.
    @inlinable
    public static func isLeap(year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

    /// How many days a month from 1 to 12 has.
    @inlinable
    public static func daysInMonth(year: Int, month: Int) -> Int {
        switch month {
        case 2: isLeap(year: year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// The date so many days later, or earlier.
    @inlinable
    public func advanced(byDays count: Int) -> CivilDate {
        CivilDate(days: Int32(truncatingIfNeeded: Int(days) + count))
    }

    /// Whether a date comes before another.
    @inlinable
    public static func < (left: CivilDate, right: CivilDate) -> Bool { left.days < right.days }
}

extension CivilDate: CustomStringConvertible {
    /// `yyyy-MM-dd`.
    public var description: String {
        let (year, month, day) = components
        func padded(_ number: Int, to width: Int) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        return "\(padded(year, to: 4))-\(padded(month, to: 2))-\(padded(day, to: 2))"
    }
}
