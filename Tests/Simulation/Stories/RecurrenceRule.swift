import ExchangeFormats

/// When a series takes place, on the wall clock of its zone.
public struct RecurrenceRule: Hashable, Sendable {
    public enum Rhythm: Hashable, Sendable {
        case daily(every: Int)
        /// `days` has bit 0 for Sunday to bit 6 for Saturday, `firstDay` is 0 for Sunday.
        case weekly(every: Int, days: Int, firstDay: Int)
        case monthlyDay(every: Int, day: Int)
        /// `nth` is 1 to 4, or 5 for the last.
        case monthlyNth(every: Int, days: Int, nth: Int)
        case monthEnd(every: Int)
    }
    public enum End: Hashable, Sendable {
        case never
        case count(Int)
        case date(CivilDate)
    }

    public var rhythm: Rhythm
    /// The date of the first occurrence; it fits the rhythm.
    public var first: CivilDate
    public var end: End
    /// Minutes after midnight.
    public var startMinute: Int
    public var durationMinutes: Int

    /// Whether the rhythm falls on a date, counted from `first`, whatever the end says.
    func fits(_ date: CivilDate) -> Bool {
        let (year, month, day) = date.components
        let firstParts = first.components
        let months = (year - firstParts.year) * 12 + month - firstParts.month
        let length = CivilDate.daysInMonth(year: year, month: month)
        switch rhythm {
        case .daily(let every):
            return Int(date.days - first.days) % every == 0
        case .weekly(let every, let days, let firstDay):
            func week(_ date: CivilDate) -> Int { Int(date.days) - (date.weekday - firstDay + 7) % 7 }
            return days >> date.weekday & 1 == 1 && (week(date) - week(first)) / 7 % every == 0
        case .monthlyDay(let every, let wanted):
            return months % every == 0 && day == min(wanted, length)
        case .monthEnd(let every):
            return months % every == 0 && day == length
        case .monthlyNth(let every, let days, let nth):
            guard months % every == 0, days >> date.weekday & 1 == 1 else { return false }
            let matching = (1...length).filter { days >> date.advanced(byDays: $0 - day).weekday & 1 == 1 }
            let wanted = nth == 5 ? matching.last : matching.dropFirst(nth - 1).first
            return wanted == day
        }
    }

    /// Whether both fall on the same dates, whatever their ends say: weeks may be counted from another day.
    func hasSameDates(as other: RecurrenceRule) -> Bool {
        guard first == other.first else { return false }
        if rhythm == other.rhythm { return true }
        guard case .weekly(let every, let days, _) = rhythm, case .weekly(every, days, _) = other.rhythm else {
            return false
        }
        return (0..<14 * every).allSatisfy {
            fits(first.advanced(byDays: $0)) == other.fits(first.advanced(byDays: $0))
        }
    }

    /// The pattern's dates up to and including `last`, walked day by day.
    func dates(through last: CivilDate) -> [CivilDate] {
        var result: [CivilDate] = []
        var date = first
        while date <= last {
            if case .date(let end) = end, end < date { break }
            if case .count(let count) = end, result.count == count { break }
            if fits(date) { result.append(date) }
            date = date.advanced(byDays: 1)
        }
        return result
    }

    /// The date of the last occurrence; nil when there is no end.
    var lastDate: CivilDate? {
        switch end {
        case .never: nil
        case .date(let end): dates(through: end).last
        case .count: dates(through: first.advanced(byDays: 366 * 60)).last
        }
    }

    /// What the `recurrencetype` column says.
    var typeName: String {
        switch rhythm {
        case .daily: "Daily"
        case .weekly: "Weekly"
        case .monthlyDay(let every, _), .monthlyNth(let every, _, _), .monthEnd(let every):
            every % 12 == 0 ? "Yearly" : "Monthly"
        }
    }
}
