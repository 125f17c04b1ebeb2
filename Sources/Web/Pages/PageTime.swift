import ExchangeFormats

/// Instants as pages show them: `2024-02-12 06:00`, and finer where they are.
enum PageTime {
    static func text(_ instant: Instant) -> String {
        let text = TimeText.string(instant)
        return text.hasSuffix(":00") && text.utf8.count == 19 ? String(text.dropLast(3)) : text
    }

    /// The reading of a clock, without its date.
    static func clock(_ wall: WallTime) -> String {
        String(TimeText.string(Instant(ticks: wall.ticks)).dropFirst(11).prefix(5))
    }

    static let weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
}

/// A week of ISO 8601, `2024-W07`: from Monday on, the first of a year being that of its first Thursday.
struct ISOWeek: Equatable, CustomStringConvertible {
    var year: Int
    var number: Int

    init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].utf8.count == 4, parts[1].utf8.count == 3, parts[1].first == "W",
            (parts[0] + parts[1].dropFirst()).utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let year = Int(parts[0]), let number = Int(parts[1].dropFirst()), (1900...9000).contains(year), number >= 1
        else { return nil }
        self.year = year
        self.number = number
        guard ISOWeek(of: monday) == self else { return nil }
    }

    /// The week that a day lies in.
    init(of day: CivilDate) {
        let thursday = day.advanced(byDays: 3 - (day.weekday + 6) % 7)
        year = thursday.components.year
        number = Int(thursday.days - CivilDate.days(year: year, month: 1, day: 1)) / 7 + 1
    }

    var monday: CivilDate {
        let fourth = CivilDate(days: CivilDate.days(year: year, month: 1, day: 4))
        return fourth.advanced(byDays: 7 * (number - 1) - (fourth.weekday + 6) % 7)
    }

    func advanced(byWeeks count: Int) -> ISOWeek { ISOWeek(of: monday.advanced(byDays: 7 * count)) }

    var description: String { "\(year)-W" + (number < 10 ? "0\(number)" : "\(number)") }
}
