import ExchangeFormats
import Reconstruct

// Expands patterns to UTC in a zone with clock changes, and prints a line for each: name, occurrences, seconds.
// Benchmarks/expansion/run puts python-dateutil's figures for the same work beside them.

let start = CivilDate(days: CivilDate.days(year: 2024, month: 1, day: 1))
guard let warsaw = ZoneCatalogue.shipped.resolve("Europe/Warsaw")?.rules else {
    fatalError("the shipped zones are incomplete")
}

func pattern(_ type: Int, period: Int, _ specific: RecurrencePattern.Specific) -> RecurrencePattern {
    RecurrencePattern(
        recurFrequency: RecurrencePattern.Frequency.daily, patternType: type, period: period,
        patternTypeSpecific: specific,
        endType: RecurrencePattern.EndType.never, occurrenceCount: 10, startDate: PatternMinutes.minutes(start),
        endDate: RecurrencePattern.noEnd)
}

let cases: [(name: String, pattern: RecurrencePattern)] = [
    ("daily", pattern(RecurrencePattern.PatternType.day, period: 1440, .none)),
    ("weekly, Mon-Fri", pattern(RecurrencePattern.PatternType.week, period: 1, .weekDays(0x3E))),
    ("monthly, 2nd Tuesday", pattern(RecurrencePattern.PatternType.monthNth, period: 1, .nth(weekDays: 4, n: 2))),
]
let years = 30
let window = Instant(ticks: WallTime(start).ticks)..<Instant(ticks: WallTime(start.advanced(byDays: 365 * years)).ticks)

for (name, pattern) in cases {
    let rule = try RecurrenceRule(pattern)
    var count = 0, checksum: Int64 = 0
    let clock = ContinuousClock()
    let took = clock.measure {
        while count < 40_000_000 {
            for (_, instant) in rule.occurrences(in: window, startOffsetMinutes: 9 * 60, zone: warsaw) {
                checksum &+= instant.ticks
                count += 1
            }
        }
    }
    // The checksum keeps the work from being left out.
    print(
        "\(name)\t\(count)\t\(Double(took.components.attoseconds) / 1e18 + Double(took.components.seconds))\t\(checksum)"
    )
}
