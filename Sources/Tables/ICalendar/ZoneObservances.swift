import ExchangeFormats

/// A clock's changes as the observances of a VTIMEZONE: the onsets that there really were, listed one by one, and a
/// yearly rule only from where the law of today holds.
///
/// Declarations that reach back to 1601 with the rule of today, as some programs write them, put meetings of earlier
/// years an hour off.
struct ZoneObservances {
    struct Observance {
        var isDaylight: Bool
        var from: Int64
        var to: Int64
        /// Readings of the clock that holds until then, ascending.
        var onsets: [WallTime]
        /// Of one onset: the rule by which it comes again each year.
        var rule: String?

        func write(to lines: inout ContentLines) {
            let name = isDaylight ? "DAYLIGHT" : "STANDARD"
            lines.add("BEGIN", name)
            lines.add("DTSTART", CalendarTime.text(onsets[0]))
            lines.add("TZOFFSETFROM", CalendarTime.offset(from))
            lines.add("TZOFFSETTO", CalendarTime.offset(to))
            if let rule { lines.add("RRULE", rule) }
            for onset in onsets.dropFirst() { lines.add("RDATE", CalendarTime.text(onset)) }
            lines.add("END", name)
        }
    }

    private(set) var list: [Observance] = []

    init(_ rules: ZoneRules, _ use: CalendarZones.Use) {
        let first = use.first - 1
        let beginning = WallTime(CivilDate(days: CivilDate.days(year: max(1, first), month: 1, day: 1)))
        let offset = rules.offset(at: rules.instant(of: beginning))
        // What holds at the beginning, so that no reading lies before every onset.
        list.append(Observance(isDaylight: false, from: offset, to: offset, onsets: [beginning]))
        let last = use.last.map { $0 + 1 } ?? ZoneObservances.lastYear
        var changes = rules.changes(in: max(1, first)...max(last, first, ZoneObservances.lastYear)).filter {
            rules.instant(of: beginning).ticks < $0.at
        }
        // By the years used and not by today's law alone: what changed since is listed.
        let end = rules.instant(of: WallTime(CivilDate(days: CivilDate.days(year: last + 1, month: 1, day: 1)))).ticks
        var tail = YearlyTail(changes)
        if let found = tail, found.begin >= end { tail = nil }
        changes.removeAll { $0.at >= tail?.begin ?? end }
        for change in changes { add(change) }
        for observance in tail?.observances ?? [] { list.append(observance) }
    }

    /// Readings beyond are told by the rules of today, where there are any.
    private static let lastYear = 2120

    private mutating func add(_ change: ZoneRules.Change) {
        let onset = WallTime(ticks: change.at + change.from), isDaylight = change.to > change.from
        if let index = list.lastIndex(where: { $0.from == change.from && $0.to == change.to && $0.rule == nil }),
            index > 0
        {
            list[index].onsets.append(onset)
        } else {
            list.append(Observance(isDaylight: isDaylight, from: change.from, to: change.to, onsets: [onset]))
        }
    }
}

/// The part of a list of changes, up to its end, that one rule for each of the two changes of a year tells.
private struct YearlyTail {
    var begin: Int64
    var observances: [ZoneObservances.Observance]

    /// - Returns: nil where the last years do not follow one pair of rules.
    init?(_ changes: [ZoneRules.Change]) {
        guard changes.count >= 20 else { return nil }
        var start = changes.count - 2
        var kinds = [YearlyOnset(changes[start]), YearlyOnset(changes[start + 1])]
        guard kinds[0].from == kinds[1].to, kinds[0].to == kinds[1].from else { return nil }
        // Back in time as long as every change comes a year before its next one, by a rule that still tells both.
        while start >= 2 {
            let earlier = [YearlyOnset(changes[start - 2]), YearlyOnset(changes[start - 1])]
            guard let first = kinds[0].joined(earlier[0]), let second = kinds[1].joined(earlier[1]) else { break }
            kinds = [first, second]
            start -= 2
        }
        guard changes.count - start >= 20 else { return nil }
        begin = changes[start].at
        observances = zip(kinds, changes[start...]).map { kind, change in
            ZoneObservances.Observance(
                isDaylight: change.to > change.from, from: change.from, to: change.to,
                onsets: [WallTime(ticks: change.at + change.from)], rule: kind.rule)
        }
        guard observances.allSatisfy({ $0.rule != nil }) else { return nil }
    }
}

/// What the changes of one kind have in common over the years.
private struct YearlyOnset {
    var from: Int64
    var to: Int64
    var firstYear: Int
    var month: Int
    var weekday: Int
    /// Time of day, in ticks.
    var time: Int64
    var days: ClosedRange<Int>
    /// How many days before the month's end, over the years.
    var daysLeft: ClosedRange<Int>

    init(_ change: ZoneRules.Change) {
        let wall = WallTime(ticks: change.at + change.from)
        let (year, month, day) = wall.date.components
        from = change.from
        to = change.to
        firstYear = year
        self.month = month
        weekday = wall.date.weekday
        time = wall.ticks - WallTime(wall.date).ticks
        days = day...day
        let left = CivilDate.daysInMonth(year: year, month: month) - day
        daysLeft = left...left
    }

    /// Both as one kind; nil where no rule of a year tells both.
    func joined(_ earlier: YearlyOnset) -> YearlyOnset? {
        guard earlier.from == from, earlier.to == to, earlier.month == month, earlier.weekday == weekday,
            earlier.time == time,
            earlier.firstYear == firstYear - 1
        else { return nil }
        var both = self
        both.firstYear = earlier.firstYear
        both.days = min(days.lowerBound, earlier.days.lowerBound)...max(days.upperBound, earlier.days.upperBound)
        both.daysLeft =
            min(
                daysLeft.lowerBound, earlier.daysLeft.lowerBound)...max(
                daysLeft.upperBound, earlier.daysLeft.upperBound)
        return both.day == nil ? nil : both
    }

    var rule: String? { day.map { "FREQ=YEARLY;BYMONTH=\(month);\($0)" } }

    /// The weekday by its number in the month, else within a week of days of the month.
    private var day: String? {
        let name = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"][weekday]
        if daysLeft.upperBound < 7 { return "BYDAY=-1\(name)" }
        let week = (days.lowerBound - 1) / 7
        if week == (days.upperBound - 1) / 7 { return "BYDAY=\(week + 1)\(name)" }
        guard days.count <= 7 else { return nil }
        let week7 = days.lowerBound...min(days.lowerBound + 6, 28)
        guard week7.count == 7 else { return nil }
        return "BYMONTHDAY=" + week7.map(String.init).joined(separator: ",") + ";BYDAY=\(name)"
    }
}
