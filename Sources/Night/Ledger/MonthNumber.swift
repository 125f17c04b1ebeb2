import ExchangeFormats

/// A month of the calendar, counted so that the next one is one more.
package struct MonthNumber: Hashable, Comparable, Sendable {
    /// Twelve times the year, plus 0 to 11.
    package var number: Int

    package init(number: Int) { self.number = number }

    package init(_ date: CivilDate) { number = date.components.year * 12 + date.components.month - 1 }

    /// `YYYY-MM`.
    package var text: String {
        let (year, month) = (number / 12, number % 12 + 1)
        return String(repeating: "0", count: max(0, 4 - String(year).count)) + "\(year)-" + (month < 10 ? "0" : "")
            + "\(month)"
    }

    /// From the first moment of the month to the first of the next, by the clock of a zone.
    package func window(in zone: ZoneRules) -> Range<Instant> {
        func first(_ number: Int) -> Instant {
            zone.instant(
                of: WallTime(CivilDate(days: CivilDate.days(year: number / 12, month: number % 12 + 1, day: 1))))
        }
        return first(number)..<first(number + 1)
    }

    package static func < (left: MonthNumber, right: MonthNumber) -> Bool { left.number < right.number }
}
