import ExchangeFormats

/// Something that is wrong at the end, by the name that an audit has for it.
public struct Discrepancy: Hashable, Sendable {
    public var rule: String
    public var mailbox: String
    /// What stands, or what is wrongly held: it is felt while something of it lies ahead. Always, where it is nil.
    public var plan: Plan?
    /// What stands beside it: it is felt while something of both lies ahead.
    public var beside: Plan?
    /// The dates that are wrongly held, where it is not the whole series.
    public var onlyDates: Set<CivilDate>?
    /// How many dates of the series must lie behind for it to say something.
    public var datesBehind = 0

    /// Whether somebody feels it in a window of starts.
    public func isFelt(in window: Range<Instant>) -> Bool {
        guard let plan else { return true }
        if let beside, beside.times(in: window).isEmpty { return false }
        let ahead = plan.times(in: window).keys.filter { date in
            guard let onlyDates else { return true }
            return date.map(onlyDates.contains) ?? false
        }
        return !ahead.isEmpty && plan.dates(before: window.lowerBound) >= datesBehind
    }
}

extension Plan {
    /// What takes place in a window, by the date of the pattern; one entry without a date for a single meeting.
    public func times(in window: Range<Instant>) -> [CivilDate?: ClosedRange<Instant>] {
        guard let rule else {
            let times = itemTimes
            return window.contains(times.start) ? [nil: times.start...max(times.start, times.end)] : [:]
        }
        let limit = max(zone.wall(at: window.upperBound).date, rule.first).advanced(byDays: 45)
        var found: [CivilDate?: ClosedRange<Instant>] = [:]
        for date in rule.dates(through: limit) where !removed.contains(date) {
            let times = currentTimes(of: rule, on: date)
            if window.contains(times.start) { found[date] = times.start...max(times.start, times.end) }
        }
        return found
    }

    /// How many dates of the series lie before the day of an instant.
    func dates(before moment: Instant) -> Int {
        let today = WallTime(ticks: moment.ticks).date
        return rule?.dates(through: today.advanced(byDays: -1)).count { !removed.contains($0) } ?? 0
    }

    /// How a copy differs from this plan for what begins in a window: the names of rules, with the dates of single
    /// ones.
    public func differences(from copy: Plan, in window: Range<Instant>, hasLocations: Bool) -> Set<Difference> {
        var found: Set<Difference> = []
        let mine = times(in: window), theirs = copy.times(in: window)
        guard !mine.isEmpty || !theirs.isEmpty else { return [] }
        if hasLocations, location != copy.location { found.insert(Difference(rule: "location-mismatch", date: nil)) }
        switch (rule, copy.rule) {
        case (nil, nil):
            if mine != theirs { found.insert(Difference(rule: "time-mismatch", date: nil)) }
        case (let rule?, let other?):
            let limit = max(zone.wall(at: window.upperBound).date, rule.first, other.first).advanced(byDays: 45)
            let (dates, others) = (Set(rule.dates(through: limit)), Set(other.dates(through: limit)))
            // What stands ahead in one, and of which the other's pattern knows nothing.
            let apart =
                mine.keys.contains { $0.map { !others.contains($0) } ?? false }
                || theirs.keys.contains { $0.map { !dates.contains($0) } ?? false }
            if apart {
                found.insert(Difference(rule: "series-mismatch", date: nil))
            } else if rule.startMinute != other.startMinute || rule.durationMinutes != other.durationMinutes {
                found.insert(Difference(rule: "time-mismatch", date: nil))
            } else if zone != copy.zone,
                dates.contains(where: { date in
                    let (own, its) = (times(of: rule, on: date), copy.times(of: other, on: date))
                    return own != its && (window.contains(own.start) || window.contains(its.start))
                })
            {
                found.insert(Difference(rule: "zone-mismatch", date: nil))
            } else {
                for date in Set(mine.keys).union(theirs.keys) where mine[date] != theirs[date] {
                    found.insert(Difference(rule: "date-mismatch", date: date))
                }
            }
        default:
            found.insert(Difference(rule: "series-mismatch", date: nil))
        }
        return found
    }

    public struct Difference: Hashable, Sendable {
        public var rule: String
        public var date: CivilDate?
    }
}
