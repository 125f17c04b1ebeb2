import ExchangeFormats

/// What the fold makes of all copies under one meeting key.
public struct Meeting: Hashable, Sendable {
    /// Whether a meeting takes place; orphaned where the organizer's item is gone without a cancellation.
    public enum Status: String, Hashable, Sendable, CaseIterable { case scheduled, cancelled, orphaned }

    /// Of the meeting as a whole: single dates that were removed are in `schedule`.
    public var status: Status
    /// In canonical form; nil where no entry tells who it is.
    public var organizer: String?
    /// NormalizedSubject of the item that decides; nil where no entry of that has one.
    public var subject: String?
    /// When it takes place, single dates included.
    public var schedule: Schedule
    /// The greatest AppointmentSequenceNumber that the deciding copy has reached.
    public var sequenceNumber: Int
    /// Log time of the first and of the last entry of the stream.
    public var firstSeen: Instant
    /// Log time of the last entry of the stream, whether that had an effect or not.
    public var lastChanged: Instant
    /// Empty where the fold has no doubts.
    public var marks: Marks
    /// In order of address.
    public var participants: [Participant]
    /// Who was taken off, of the whole or of single dates; in order of address and date.
    public var takenOff: [TakenOff]

    /// A meeting of its parts, as they are given: `participants` and `takenOff` are not put in order.
    public init(
        status: Status, organizer: String?, subject: String?, schedule: Schedule, sequenceNumber: Int,
        firstSeen: Instant, lastChanged: Instant, marks: Marks, participants: [Participant], takenOff: [TakenOff] = []
    ) {
        self.status = status
        self.organizer = organizer
        self.subject = subject
        self.schedule = schedule
        self.sequenceNumber = sequenceNumber
        self.firstSeen = firstSeen
        self.lastChanged = lastChanged
        self.marks = marks
        self.participants = participants
        self.takenOff = takenOff
    }

    /// Doubts that the reader of a table should know of.
    public struct Marks: OptionSet, Hashable, Sendable {
        /// A bit for each mark.
        public var rawValue: UInt8
        /// Marks of their bits, those included that have no name here.
        public init(rawValue: UInt8) { self.rawValue = rawValue }
        /// No appointment entry: a meeting request stands in for one.
        public static let inferred = Marks(rawValue: 1)
        /// The organizer's copy is not in the log; an attendee's decided.
        public static let attendeeCopy = Marks(rawValue: 2)
        /// The recurrence could not be decoded or expanded; only the first occurrence stands.
        public static let recurrenceUndecoded = Marks(rawValue: 4)
        /// The zone of the series is not known; its own offset at the first occurrence, or UTC, was used.
        public static let timeZoneUnknown = Marks(rawValue: 8)
        /// The recurrence could not be decoded because a spreadsheet has cut it; stands beside `recurrenceUndecoded`.
        public static let recurrenceCut = Marks(rawValue: 16)

        /// The words of the tables, in a fixed order.
        public var names: [String] {
            [
                (Marks.inferred, "inferred"), (.attendeeCopy, "attendee-copy"),
                (.recurrenceUndecoded, "recurrence-undecoded"), (.recurrenceCut, "recurrence-cut"),
                (.timeZoneUnknown, "time-zone-unknown"),
            ].filter { contains($0.0) }.map(\.1)
        }
    }
}

/// When a meeting takes place.
public enum Schedule: Hashable, Sendable {
    /// Nothing in the log says when.
    case unknown
    case single(Slot, zone: SeriesZone?)
    case series(Series)
    /// A series of which only the first occurrence is known, as its pattern cannot be decoded or expanded.
    case firstOccurrence(Slot, zone: SeriesZone?)
    /// Single dates of a series whose pattern is not in the log, in order of date.
    case dates([DatedSlot], zone: SeriesZone?)
    /// An item without a pattern, and beside it dates of their own, in order of date: the item does not recur, or it is
    /// a series of which only the first occurrence is known.
    case besides(Slot, isSeries: Bool, dates: [DatedSlot], zone: SeriesZone?)
}

/// A span of time on a calendar.
public struct Slot: Hashable, Sendable {
    /// When it begins.
    public var start: Instant
    /// When it ends; nothing keeps it from lying before `start`, where rows say so.
    public var end: Instant
    /// Whether it takes whole days of its zone, as the rows say.
    public var isAllDay: Bool

    /// A span of two instants, which are not compared.
    public init(start: Instant, end: Instant, isAllDay: Bool) {
        self.start = start
        self.end = end
        self.isAllDay = isAllDay
    }
}

extension Slot {
    /// Two readings of a clock as a span of time. Both are wall times, so a night in which the clocks change is an hour
    /// shorter or longer than its numbers say. Only a start that the clock skips keeps the length, as its end may be
    /// one that the start, moved forward, has passed; a whole day ends at a midnight all the same.
    public init(_ wall: ClosedRange<WallTime>, isAllDay: Bool, _ clock: ZoneRules) {
        let start = clock.instant(of: wall.lowerBound)
        var end = clock.instant(of: wall.upperBound)
        let isOneOffset = end.ticks - start.ticks == wall.upperBound.ticks - wall.lowerBound.ticks
        if !isOneOffset, !isAllDay, clock.wallTime(of: start) != wall.lowerBound {
            end = Instant(ticks: start.ticks + wall.upperBound.ticks - wall.lowerBound.ticks)
        }
        self.init(start: start, end: end, isAllDay: isAllDay)
    }
}

/// An instance that is known by its date alone.
public struct DatedSlot: Hashable, Sendable {
    /// The local date in the zone of the series that is the instance's key.
    public var date: CivilDate
    /// When it takes place, as the item of the date says; of a removed one, when it would have.
    public var slot: Slot
    /// The start that the pattern gave; nil where no row states it.
    public var originalStart: Instant?
    /// Whether the date was taken off the meeting: its occurrence is then a cancelled one.
    public var isRemoved: Bool
    /// As the item of the date has it; nil where that has none.
    public var subject: String?

    /// An instance of its parts; where `originalStart` is nil, the slot's time of day on `date` stands for it.
    public init(date: CivilDate, slot: Slot, originalStart: Instant? = nil, isRemoved: Bool, subject: String?) {
        self.date = date
        self.slot = slot
        self.originalStart = originalStart
        self.isRemoved = isRemoved
        self.subject = subject
    }
}

/// A recurring meeting: its pattern and what was made of single dates.
public struct Series: Hashable, Sendable {
    /// As the blob states it.
    public let pattern: RecurrencePattern
    /// The same, checked: there is no series that cannot be expanded.
    public let rule: RecurrenceRule
    /// Minutes from local midnight of an occurrence's date to its start and to its end.
    public var startMinutes: Int
    /// Minutes from the same midnight to its end: more than 1440 where it ends after the next midnight.
    public var endMinutes: Int
    /// Whether its occurrences take whole days; one that was moved may differ.
    public var isAllDay: Bool
    /// What the entries say of its zone; nil when none says anything.
    public var zone: SeriesZone?
    /// The start of the first occurrence, as the row gave it: the offset of a zone that is not known.
    public var firstStart: Instant?
    /// In order of date.
    public var overrides: [Override]

    /// - Throws: where the pattern cannot be expanded.
    public init(
        pattern: RecurrencePattern, startMinutes: Int, endMinutes: Int, isAllDay: Bool, zone: SeriesZone?,
        firstStart: Instant?, overrides: [Override]
    ) throws(RecurrenceRuleError) {
        self.pattern = pattern
        rule = try RecurrenceRule(pattern)
        self.startMinutes = startMinutes
        self.endMinutes = endMinutes
        self.isAllDay = isAllDay
        self.zone = zone
        self.firstStart = firstStart
        self.overrides = overrides
    }

    /// An instance that differs from the pattern.
    public struct Override: Hashable, Sendable {
        /// The date that the pattern gave, in the zone of the series: no two of a series have the same.
        public var date: CivilDate
        /// Where it was moved; nil when it never was.
        public var moved: Slot?
        /// Whether the instance was removed: its occurrence is then a cancelled one.
        public var isRemoved: Bool
        /// As the rows or the blob have it for this date; nil where they have none.
        public var subject: String?

        /// What differs for a date; one without `moved` has the pattern's time.
        public init(date: CivilDate, moved: Slot?, isRemoved: Bool, subject: String?) {
            self.date = date
            self.moved = moved
            self.isRemoved = isRemoved
            self.subject = subject
        }
    }
}

/// Somebody, or a room, that a meeting concerns.
public struct Participant: Hashable, Sendable {
    /// In canonical form: one participant for each.
    public var address: String
    /// Listed as a resource in an attendee column.
    public var isResource: Bool
    /// Whether they take part in every instance; false for a guest of single dates, or one taken off.
    public var isOfSeries: Bool
    /// The answer that holds for every instance without one of its own.
    public var response: Response
    /// Log time of that answer, or of the return that withdrew an older one; nil where nothing was answered.
    public var answeredAt: Instant?
    /// Whether the log has a copy of theirs, so that what it says of their part is their mailbox's own word.
    public var hasCopy: Bool
    /// What differs for single dates, in order of date.
    public var dates: [OfDate]

    /// What holds for one date of a series.
    public struct OfDate: Hashable, Sendable {
        /// The date that the pattern gave, in the zone of the series.
        public var date: CivilDate
        /// Whether they take part on this date, whatever holds for the series.
        public var isPresent: Bool
        /// The answer that holds for this date, which may be that to the series.
        public var response: Response
        /// Log time of that answer, or of the return that withdrew an older one; nil where nothing was answered.
        public var answeredAt: Instant?

        /// What holds for a date, whatever the participant answered to the whole.
        public init(date: CivilDate, isPresent: Bool, response: Response, answeredAt: Instant? = nil) {
            self.date = date
            self.isPresent = isPresent
            self.response = response
            self.answeredAt = answeredAt
        }
    }

    /// A participant of these parts; `dates` must be in order of date, as a binary search relies on it.
    public init(
        address: String, isResource: Bool, isOfSeries: Bool, response: Response, answeredAt: Instant? = nil,
        hasCopy: Bool = false, dates: [OfDate]
    ) {
        self.address = address
        self.isResource = isResource
        self.isOfSeries = isOfSeries
        self.response = response
        self.answeredAt = answeredAt
        self.hasCopy = hasCopy
        self.dates = dates
    }
}

/// Somebody who was taken off a meeting. Where the log knows them under another address too, that one goes with it.
public struct TakenOff: Hashable, Sendable {
    /// In canonical form: the one under which they were taken off.
    public var address: String
    /// Nil where it was the whole meeting.
    public var date: CivilDate?
    /// Log time of the change that took them off: an answer that was given since stands.
    public var loggedAt: Instant

    /// Somebody's being taken off the whole, where `date` is nil, or off one date; of several dates each has one of its
    /// own.
    public init(address: String, date: CivilDate?, loggedAt: Instant) {
        self.address = address
        self.date = date
        self.loggedAt = loggedAt
    }
}

extension Schedule {
    /// The zone's name, as the entries gave it.
    public var timeZone: String? { zone?.name }

    /// What the entries say of the zone; nil where they say nothing, and where nothing says when.
    public var zone: SeriesZone? {
        switch self {
        case .unknown: nil
        case .single(_, let zone), .firstOccurrence(_, let zone), .dates(_, let zone), .besides(_, _, _, let zone): zone
        case .series(let series): series.zone
        }
    }

    /// Whether the pattern takes whole days; an exception may differ.
    public var isAllDay: Bool {
        switch self {
        case .unknown: false
        case .single(let slot, _), .firstOccurrence(let slot, _), .besides(let slot, _, _, _): slot.isAllDay
        case .dates(let dates, _): dates.first?.slot.isAllDay ?? false
        case .series(let series): series.isAllDay
        }
    }

    /// The recurrence in one word.
    public var label: RecurrenceLabel {
        if case .series(let series) = self { series.rule.label } else { .none }
    }
}
