import ExchangeFormats

/// One occurrence that differs from its series.
public struct Override: Hashable, Sendable {
    public var start: Instant
    public var end: Instant
    public var subject: String?
    public var location: String?
    /// A change of the body or the guests alone: the blob lists the date, and no time differs.
    public var changesBody = false
    /// False for an exception that only exception rows tell of.
    public var isInBlob = true
}

/// What a calendar item says of time and place: the organizer's intention, or what a copy still holds of it.
public struct Plan: Hashable, Sendable {
    public enum Shape: Hashable, Sendable {
        case single(start: Instant, end: Instant)
        case series(RecurrenceRule)
    }

    public var shape: Shape
    public var zone: SimulatedZone
    public var isAllDay: Bool
    public var subject: String
    public var location: String
    /// AppointmentSequenceNumber.
    public var sequence = 0
    /// By the date that the pattern gave.
    public var overrides: [CivilDate: Override] = [:]
    public var removed: Set<CivilDate> = []

    var rule: RecurrenceRule? {
        if case .series(let rule) = shape { rule } else { nil }
    }

    /// When the pattern would hold the occurrence of a date.
    func times(of rule: RecurrenceRule, on date: CivilDate) -> (start: Instant, end: Instant) {
        let start = zone.instant(of: WallTime(date, minutes: rule.startMinute))
        if isAllDay {
            return (start, zone.instant(of: WallTime(date, minutes: rule.startMinute + rule.durationMinutes)))
        }
        return (start, Instant(ticks: start.ticks + Int64(rule.durationMinutes) * Instant.ticksPerMinute))
    }

    /// Start and end as the item's own columns say: of a series, those of its first occurrence.
    var itemTimes: (start: Instant, end: Instant) {
        switch shape {
        case .single(let start, let end): (start, end)
        case .series(let rule): times(of: rule, on: rule.first)
        }
    }

    /// Where an occurrence stands now.
    func currentTimes(of rule: RecurrenceRule, on date: CivilDate) -> (start: Instant, end: Instant) {
        if let override = overrides[date] { return (override.start, override.end) }
        return times(of: rule, on: date)
    }

    /// Forgets all that single occurrences had of their own, as a new pattern, start, time or zone does.
    mutating func resetOccurrences() {
        overrides = [:]
        removed = []
    }
}
