extension ZoneRules {
    /// The clock of a PidLidTimeZoneStruct; nil when its numbers are no clock: more than a day from UTC, or a change on
    /// a day that no calendar has.
    public init?(_ zone: TimeZoneStruct) {
        guard
            let clock = YearlyClock(
                zone.lBias, zone.lStandardBias, zone.lDaylightBias, zone.stStandardDate, zone.stDaylightDate)
        else { return nil }
        self.init([(year: 0, clock: clock)])
    }

    /// The clock of a time-zone definition, each rule from its year on; the years before the first have the first.
    /// Nil when a rule's numbers are no clock, or there are none.
    public init?(_ definition: TimeZoneDefinition) {
        var clocks: [(year: Int, clock: YearlyClock)] = []
        for rule in definition.rules {
            guard
                let clock = YearlyClock(
                    rule.lBias, rule.lStandardBias, rule.lDaylightBias, rule.stStandardDate, rule.stDaylightDate)
            else { return nil }
            clocks.append((Int(rule.wYear), clock))
        }
        guard !clocks.isEmpty else { return nil }
        self.init(clocks.sorted { $0.year < $1.year })
    }

    private static let firstYear = 1969

    private init(_ clocks: [(year: Int, clock: YearlyClock)]) {
        let firstOffset = clocks[0].clock.standardOffset
        var changes: [(at: Int64, offset: Int64)] = []
        var current = 0
        var offset = firstOffset
        for year in ZoneRules.firstYear..<ZoneRules.lastYear {
            let before = current
            while current + 1 < clocks.count, clocks[current + 1].year <= year { current += 1 }
            let clock = clocks[current].clock
            let ofYear = clock.changes(in: year)
            if current != before, let first = ofYear.first {
                // The new rule's year begins with the offset that its first change ends.
                changes.append(
                    (
                        ZoneRules.start(of: year),
                        first.offset == clock.standardOffset ? clock.daylightOffset : clock.standardOffset
                    ))
            } else if current != before {
                changes.append((ZoneRules.start(of: year), clock.standardOffset))
            }
            changes += ofYear
        }
        // A change of nothing is none, and changes must ascend.
        changes = changes.sorted { $0.at < $1.at }.filter { change in
            defer { offset = change.offset }
            return change.offset != offset
        }
        self.init(firstOffset: firstOffset, changes: changes, then: nil)
    }

    private static func start(of year: Int) -> Int64 {
        Int64(CivilDate.days(year: year, month: 1, day: 1)) * Instant.ticksPerDay
    }
}

/// One rule of the binary forms: offsets in ticks ahead of UTC, and when they change.
private struct YearlyClock {
    let standardOffset: Int64
    let daylightOffset: Int64
    private let standard: TransitionDate
    private let daylight: TransitionDate
    private let hasChanges: Bool

    init?(
        _ bias: Int32, _ standardBias: Int32, _ daylightBias: Int32, _ standard: TransitionDate,
        _ daylight: TransitionDate
    ) {
        let minutes = [Int(bias) + Int(standardBias), Int(bias) + Int(daylightBias)]
        hasChanges = standard.wMonth != 0 && daylight.wMonth != 0
        guard abs(minutes[0]) < 1440, !hasChanges || abs(minutes[1]) < 1440 else { return nil }
        guard !hasChanges || YearlyClock.isDate(standard) && YearlyClock.isDate(daylight) else { return nil }
        standardOffset = Int64(-minutes[0]) * Instant.ticksPerMinute
        daylightOffset = hasChanges ? Int64(-minutes[1]) * Instant.ticksPerMinute : standardOffset
        self.standard = standard
        self.daylight = daylight
    }

    private static func isDate(_ date: TransitionDate) -> Bool {
        guard (1...12).contains(date.wMonth), date.wHour < 24, date.wMinute < 60, date.wSecond < 60,
            date.wMilliseconds < 1000
        else { return false }
        if date.wYear == 0 { return date.wDayOfWeek < 7 && (1...5).contains(date.wDay) }
        return CivilDate(year: Int(date.wYear), month: Int(date.wMonth), day: Int(date.wDay)) != nil
    }

    func changes(in year: Int) -> [(at: Int64, offset: Int64)] {
        guard hasChanges else { return [] }
        let begins = wallTime(of: daylight, in: year).map { ($0.ticks - standardOffset, daylightOffset) }
        let ends = wallTime(of: standard, in: year).map { ($0.ticks - daylightOffset, standardOffset) }
        return [begins, ends].compactMap { $0 }.sorted { $0.0 < $1.0 }.map { (at: $0.0, offset: $0.1) }
    }

    private func wallTime(of date: TransitionDate, in year: Int) -> WallTime? {
        guard date.wYear == 0 || Int(date.wYear) == year else { return nil }
        var seconds = Int(date.wHour) * 3600 + Int(date.wMinute) * 60 + Int(date.wSecond)
        // 23:59:59.999 is how some writers say the end of the day.
        if date.wMilliseconds == 999 { seconds += 1 }
        if date.wYear == 0 {
            let day = YearlyClockRule.Change.Day.weekday(
                Int(date.wDayOfWeek), week: Int(date.wDay), month: Int(date.wMonth))
            return YearlyClockRule.Change(day: day, seconds: seconds).wallTime(in: year)
        }
        let days = CivilDate.days(year: year, month: Int(date.wMonth), day: Int(date.wDay))
        return WallTime(ticks: Int64(days) * Instant.ticksPerDay + Int64(seconds) * Instant.ticksPerSecond)
    }
}
