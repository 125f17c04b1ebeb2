import ExchangeFormats

/// How the instants of one component are written: by the clock of a zone that the file declares, or in UTC.
struct CalendarClock {
    /// Nil where instants are written in UTC.
    var tzid: String?
    /// What tells the dates of whole days, whether or not the file declares it.
    var rules: ZoneRules

    static let utc = CalendarClock(tzid: nil, rules: .utc)

    /// A property with an instant. What the zone's clock cannot tell (either of two with one reading) is in UTC.
    func add(_ name: String, _ instant: Instant, to lines: inout ContentLines) {
        let wall = rules.wallTime(of: instant)
        guard let tzid, tells(instant) else { return lines.add(name, CalendarTime.utc(instant)) }
        lines.add(name, parameters: [("TZID", tzid)], value: CalendarTime.text(wall))
    }

    /// A property with a reading of the clock, which need not exist: an instance that the clock skips.
    func add(_ name: String, _ wall: WallTime, to lines: inout ContentLines) {
        guard let tzid else { return lines.add(name, CalendarTime.utc(rules.instant(of: wall))) }
        lines.add(name, parameters: [("TZID", tzid)], value: CalendarTime.text(wall))
    }

    /// Whether the reading of the clock means the instant and no other. Of two with one reading the first is meant (RFC
    /// 5545, section 3.3.5), and libical 3.0 takes the second.
    func tells(_ instant: Instant) -> Bool {
        let wall = rules.wallTime(of: instant)
        guard rules.instant(of: wall) == instant else { return false }
        let later = rules.offset(at: Instant(ticks: instant.ticks + Instant.ticksPerDay))
        let second = Instant(ticks: wall.ticks - later)
        return second == instant || rules.offset(at: second) != later
    }
}

/// Dates and times as RFC 5545 writes them (sections 3.3.4 and 3.3.5), in whole seconds.
enum CalendarTime {
    static func text(_ date: CivilDate) -> String { TimeText.compact(date) }

    /// `yyyyMMddTHHmmss`.
    static func text(_ wall: WallTime) -> String { String(TimeText.compact(Instant(ticks: wall.ticks)).dropLast()) }

    static func utc(_ instant: Instant) -> String { TimeText.compact(instant) }

    /// `+hhmm`, or with seconds where there are any (section 3.3.14).
    static func offset(_ ticks: Int64) -> String {
        let seconds = abs(ticks) / Instant.ticksPerSecond
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let rest = seconds % 60 == 0 ? "" : two(seconds % 60)
        return (ticks < 0 ? "-" : "+") + two(seconds / 3600) + two(seconds / 60 % 60) + rest
    }
}
