import ExchangeFormats

extension Meeting {
    /// Calls `body` with each occurrence whose start lies in the window, cancelled ones included; in no fixed order.
    ///
    /// Costs what the window holds: a series without an end is never walked beyond it.
    public func forEachOccurrence(
        in window: Range<Instant>, zones: ZoneBook, _ body: (Occurrence) throws -> Void
    ) rethrows {
        switch schedule {
        case .unknown:
            return
        case .single(let slot, _):
            try single(slot, in: window, body)
        case .firstOccurrence(let slot, let zone):
            try firstOccurrence(slot, in: window, zones.rules(zone), body)
        case .dates(let dates, let zone):
            try forEach(of: dates, in: window, zones.rules(zone), body)
        case .besides(let slot, let isSeries, let dates, let zone):
            let clock = zones.rules(zone)
            // What a date's own item says of it outweighs what the item of all of them says.
            if !dates.contains(where: { $0.date == clock.wallTime(of: slot.start).date }) {
                if isSeries {
                    try firstOccurrence(slot, in: window, clock, body)
                } else {
                    try single(slot, in: window, body)
                }
            }
            try forEach(of: dates, in: window, clock, body)
        case .series(let series):
            try series.forEachOccurrence(status: status, in: window, zones: zones, body)
        }
    }
}

extension Meeting {
    private func single(_ slot: Slot, in window: Range<Instant>, _ body: (Occurrence) throws -> Void) rethrows {
        guard window.contains(slot.start) else { return }
        try body(Occurrence(kind: .single, status: status, slot: slot, originalStart: nil, date: nil, subject: nil))
    }

    private func firstOccurrence(
        _ slot: Slot, in window: Range<Instant>, _ clock: ZoneRules, _ body: (Occurrence) throws -> Void
    ) rethrows {
        guard window.contains(slot.start) else { return }
        try body(
            Occurrence(
                kind: .occurrence, status: status, slot: slot, originalStart: slot.start,
                date: clock.wallTime(of: slot.start).date, subject: nil))
    }

    private func forEach(
        of dates: [DatedSlot], in window: Range<Instant>, _ clock: ZoneRules, _ body: (Occurrence) throws -> Void
    ) rethrows {
        for dated in dates where window.contains(dated.slot.start) {
            // Where the pattern's time of day is not known, the item's own stands for it on the pattern's date.
            let wall = clock.wallTime(of: dated.slot.start)
            let original = WallTime(ticks: WallTime(dated.date).ticks + wall.ticks - WallTime(wall.date).ticks)
            try body(
                Occurrence(
                    kind: .exception, status: dated.isRemoved ? .cancelled : status, slot: dated.slot,
                    originalStart: dated.originalStart ?? clock.instant(of: original), date: dated.date,
                    subject: dated.subject))
        }
    }
}

extension Meeting {
    /// The one instance of a local date, wherever it was moved; nil when the schedule has none. A single meeting is the
    /// one without a date.
    public func occurrence(of date: CivilDate?, zones: ZoneBook) -> Occurrence? {
        var found: Occurrence?
        switch schedule {
        case .series(let series):
            guard let date else { return nil }
            if let moved = series.override(on: date)?.moved {
                forEachOccurrence(in: moved.start..<Instant(ticks: moved.start.ticks + 1), zones: zones) {
                    if $0.date == date { found = $0 }
                }
            } else {
                // A wall clock is never further than a day from UTC.
                let day = WallTime(date, minutes: series.startMinutes).ticks
                let window = Instant(ticks: day - Instant.ticksPerDay)..<Instant(ticks: day + Instant.ticksPerDay + 1)
                forEachOccurrence(in: window, zones: zones) { if $0.date == date { found = $0 } }
            }
        case .unknown: break
        case .single, .firstOccurrence, .dates, .besides:
            forEachOccurrence(in: Instant(ticks: .min)..<Instant(ticks: .max), zones: zones) {
                if $0.date == date { found = $0 }
            }
        }
        return found
    }
}

extension Series {
    fileprivate func forEachOccurrence(
        status: Meeting.Status, in window: Range<Instant>, zones: ZoneBook, _ body: (Occurrence) throws -> Void
    ) rethrows {
        let clock = rules(zones)
        for override in overrides where mayBegin(override, in: window) {
            let original = clock.instant(of: WallTime(override.date, minutes: startMinutes))
            let slot = override.moved ?? slot(on: override.date, clock)
            guard window.contains(slot.start) else { continue }
            try body(
                Occurrence(
                    kind: override.moved == nil ? .occurrence : .exception,
                    status: override.isRemoved ? .cancelled : status, slot: slot, originalStart: original,
                    date: override.date, subject: override.subject))
        }
        for (date, start) in rule.occurrences(in: window, startOffsetMinutes: startMinutes, zone: clock)
        where !isOverridden(date) {
            try body(
                Occurrence(
                    kind: .occurrence, status: status, slot: slot(on: date, clock), originalStart: start, date: date,
                    subject: nil))
        }
    }

    private func slot(on date: CivilDate, _ clock: ZoneRules) -> Slot {
        Slot(WallTime(date, minutes: startMinutes)...WallTime(date, minutes: endMinutes), isAllDay: isAllDay, clock)
    }

    /// Whether an instance begins in a window, as far as it can be told without a clock.
    private func mayBegin(_ override: Override, in window: Range<Instant>) -> Bool {
        if let moved = override.moved { return window.contains(moved.start) }
        // A wall clock is never further than a day from UTC.
        let wall = WallTime(override.date, minutes: startMinutes).ticks, day = Instant.ticksPerDay
        return wall + day >= window.lowerBound.ticks && wall - day < window.upperBound.ticks
    }

    private func isOverridden(_ date: CivilDate) -> Bool { override(on: date) != nil }

    /// What differs on a date.
    func override(on date: CivilDate) -> Override? {
        let index = overrides.firstPlace { $0.date >= date }
        return index < overrides.count && overrides[index].date == date ? overrides[index] : nil
    }
}
