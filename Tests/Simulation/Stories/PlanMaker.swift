import ExchangeFormats

/// Makes up plans.
enum PlanMaker {
    private static let words = [
        "budget", "planning", "review", "roadmap", "retro", "pricing", "audit", "launch", "sync", "workshop", "standup",
        "demo", "przegląd", "wdrożenie",
    ]

    static func plan(near day: CivilDate, options: OrganisationOptions, random: inout RandomSource) -> Plan {
        let zone = random.pick(options.zones) ?? .warsaw
        let isAllDay = options.possible.contains(.allDay) && random.chance(0.08)
        let hours = options.possible.contains(.nights) ? 1 * 4...4 * 4 : 7 * 4...18 * 4
        let minute = isAllDay ? 0 : random.number(in: hours) * 15
        let duration = isAllDay ? 1440 : random.pick([15, 30, 30, 45, 60, 60, 90, 120]) ?? 60
        let shape: Plan.Shape
        if random.chance(options.recurringShare) {
            shape = .series(rule(from: day, minute: minute, duration: duration, random: &random))
        } else {
            let days = isAllDay && random.chance(0.3) ? 2 : 1
            let start = zone.instant(of: WallTime(day, minutes: minute))
            let end =
                isAllDay
                ? zone.instant(of: WallTime(day.advanced(byDays: days)))
                : Instant(ticks: start.ticks + Int64(duration) * Instant.ticksPerMinute)
            shape = .single(start: start, end: end)
        }
        let subject = "\(random.pick(words) ?? "sync") \(random.pick(words) ?? "review") \(random.number(in: 1...999))"
        return Plan(
            shape: shape, zone: zone, isAllDay: isAllDay, subject: subject,
            location: "Room \(random.number(in: 1...40))")
    }

    /// A series of which the first occurrence is on or soon after a day.
    static func rule(from day: CivilDate, minute: Int, duration: Int, random: inout RandomSource) -> RecurrenceRule {
        let rhythm = rhythm(near: day, random: &random)
        var rule = RecurrenceRule(
            rhythm: rhythm, first: day, end: .never, startMinute: minute, durationMinutes: duration)
        for offset in 0..<400 {
            rule.first = day.advanced(byDays: offset)
            if rule.fits(rule.first) { break }
        }
        switch random.number(in: 0...2) {
        case 0: rule.end = .never
        case 1: rule.end = .count(random.number(in: 2...20))
        default: rule.end = .date(rule.first.advanced(byDays: random.number(in: 7...120)))
        }
        return rule
    }

    private static func rhythm(near day: CivilDate, random: inout RandomSource) -> RecurrenceRule.Rhythm {
        let (_, _, dayOfMonth) = day.components
        let months = random.number(in: 1...3)
        let nth = min(5, (dayOfMonth - 1) / 7 + 1)
        let weekDays = [1 << day.weekday, 0x3E, 0x41, 0x7F]
        switch random.number(in: 0...11) {
        case 0, 1: return .daily(every: random.number(in: 1...3))
        case 2, 3, 4:
            return .weekly(every: random.number(in: 1...3), days: 1 << day.weekday, firstDay: random.number(in: 0...1))
        case 5, 6:
            let days = (1 << day.weekday) | (1 << random.number(in: 0...6))
            return .weekly(every: random.number(in: 1...2), days: days, firstDay: random.number(in: 0...6))
        case 7: return .weekly(every: 1, days: 0x3E, firstDay: 1)
        case 8: return .monthlyDay(every: months, day: random.chance(0.3) ? random.number(in: 29...31) : dayOfMonth)
        case 9:
            return .monthlyNth(
                every: months, days: random.pick(weekDays) ?? 0x3E, nth: random.chance(0.4) ? 5 : min(nth, 4))
        case 10: return .monthEnd(every: months)
        default:
            return random.chance(0.5)
                ? .monthlyDay(every: 12, day: dayOfMonth) : .monthlyNth(every: 12, days: 1 << day.weekday, nth: nth)
        }
    }
}

extension RecurrenceRule {
    /// The same series, ended after so many occurrences.
    func ended(after count: Int) -> RecurrenceRule {
        var result = self
        result.end = .count(count)
        return result
    }
}
