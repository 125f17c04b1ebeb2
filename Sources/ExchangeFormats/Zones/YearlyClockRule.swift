/// A rule by which a clock changes twice every year, or never.
struct YearlyClockRule: Sendable {
    /// A day of the year and the reading of the clock, in seconds, at which it changes. The reading is of the clock in
    /// force before, and may lie outside the day.
    struct Change: Sendable {
        enum Day: Sendable {
            /// The `week`-th (5: last) `weekday` of a month.
            case weekday(Int, week: Int, month: Int)
            /// 1–365, 29 February never counted.
            case julian(Int)
            /// 0–365, 29 February counted.
            case ofYear(Int)
        }
        var day: Day
        var seconds: Int

        func wallTime(in year: Int) -> WallTime {
            let first = CivilDate.days(year: year, month: 1, day: 1)
            let days: Int32
            switch day {
            case .weekday(let weekday, let week, let month):
                let start = CivilDate(days: CivilDate.days(year: year, month: month, day: 1))
                var ordinal = 1 + (weekday - start.weekday + 7) % 7 + 7 * (week - 1)
                while ordinal > CivilDate.daysInMonth(year: year, month: month) { ordinal -= 7 }
                days = start.days + Int32(ordinal) - 1
            case .julian(let number):
                days = first + Int32(number - 1 + (CivilDate.isLeap(year: year) && number >= 60 ? 1 : 0))
            case .ofYear(let number): days = first + Int32(number)
            }
            return WallTime(ticks: Int64(days) * Instant.ticksPerDay + Int64(seconds) * Instant.ticksPerSecond)
        }
    }

    /// Ticks ahead of UTC.
    var standardOffset: Int64
    var daylight: (offset: Int64, begins: Change, ends: Change)?

    /// Every change in a range of years, ascending, with the offset from then on. A clock that never changes has one
    /// change, at the beginning, so that its offset takes over.
    func changes(years: ClosedRange<Int>) -> [(at: Int64, offset: Int64)] {
        guard let daylight else {
            return [
                (Int64(CivilDate.days(year: years.lowerBound, month: 1, day: 1)) * Instant.ticksPerDay, standardOffset)
            ]
        }
        var result: [(at: Int64, offset: Int64)] = []
        result.reserveCapacity(2 * years.count)
        for year in years {
            result.append((daylight.begins.wallTime(in: year).ticks - standardOffset, daylight.offset))
            result.append((daylight.ends.wallTime(in: year).ticks - daylight.offset, standardOffset))
        }
        result.sort { $0.at < $1.at }
        return result
    }

    /// Reads a POSIX TZ string as RFC 9636 section 3.3.1 has it; nil for one that is none.
    init?(posix text: some StringProtocol) {
        var rest = Substring(text)
        guard YearlyClockRule.skipName(&rest), let offset = YearlyClockRule.time(&rest) else { return nil }
        // POSIX counts offsets westward.
        standardOffset = -Int64(offset) * Instant.ticksPerSecond
        guard !rest.isEmpty else { return }
        guard YearlyClockRule.skipName(&rest) else { return nil }
        var daylightOffset = standardOffset + 3600 * Instant.ticksPerSecond
        if rest.first != "," {
            guard let offset = YearlyClockRule.time(&rest) else { return nil }
            daylightOffset = -Int64(offset) * Instant.ticksPerSecond
        }
        guard let begins = YearlyClockRule.change(&rest), let ends = YearlyClockRule.change(&rest), rest.isEmpty else {
            return nil
        }
        daylight = (daylightOffset, begins, ends)
    }

    init(standardOffset: Int64, daylight: (offset: Int64, begins: Change, ends: Change)?) {
        self.standardOffset = standardOffset
        self.daylight = daylight
    }

    private static func skipName(_ rest: inout Substring) -> Bool {
        let before = rest.count
        if rest.first == "<" {
            guard let end = rest.firstIndex(of: ">") else { return false }
            rest = rest[rest.index(after: end)...]
        } else {
            rest = rest.drop { $0.isLetter }
        }
        return rest.count < before
    }

    private static func number(_ rest: inout Substring) -> Int? {
        let digits = rest.prefix { $0.isASCII && $0.isNumber }
        guard digits.count <= 4, let value = Int(digits) else { return nil }
        rest = rest[digits.endIndex...]
        return value
    }

    /// `[+-]hh[:mm[:ss]]`, in seconds.
    private static func time(_ rest: inout Substring) -> Int? {
        var sign = 1
        if let first = rest.first, first == "-" || first == "+" {
            sign = first == "-" ? -1 : 1
            rest = rest.dropFirst()
        }
        guard var seconds = number(&rest).map({ $0 * 3600 }) else { return nil }
        for unit in [60, 1] where rest.first == ":" {
            rest = rest.dropFirst()
            guard let value = number(&rest) else { return nil }
            seconds += value * unit
        }
        return sign * seconds
    }

    private static func change(_ rest: inout Substring) -> Change? {
        guard rest.first == "," else { return nil }
        rest = rest.dropFirst()
        let day: Change.Day
        switch rest.first {
        case "M":
            rest = rest.dropFirst()
            guard let month = number(&rest), (1...12).contains(month), rest.first == "." else { return nil }
            rest = rest.dropFirst()
            guard let week = number(&rest), (1...5).contains(week), rest.first == "." else { return nil }
            rest = rest.dropFirst()
            guard let weekday = number(&rest), (0...6).contains(weekday) else { return nil }
            day = .weekday(weekday, week: week, month: month)
        case "J":
            rest = rest.dropFirst()
            guard let value = number(&rest), (1...365).contains(value) else { return nil }
            day = .julian(value)
        default:
            guard let value = number(&rest), (0...365).contains(value) else { return nil }
            day = .ofYear(value)
        }
        var seconds = 7200
        if rest.first == "/" {
            rest = rest.dropFirst()
            guard let value = time(&rest) else { return nil }
            seconds = value
        }
        return Change(day: day, seconds: seconds)
    }
}
