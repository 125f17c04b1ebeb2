import ExchangeFormats

/// One instance of a meeting.
public struct Occurrence: Hashable, Sendable {
    /// Whether the instance is a meeting by itself, as its series' pattern gives it, or differs from it.
    public enum Kind: String, Hashable, Sendable, CaseIterable { case single, occurrence, exception }

    /// What the instance is to its series, if it has one.
    public var kind: Kind
    /// The meeting's, or cancelled where this instance alone was removed.
    public var status: Meeting.Status
    /// When it takes place, wherever it was moved.
    public var slot: Slot
    /// The start that the pattern gave; nil for a single meeting.
    public var originalStart: Instant?
    /// The local date that the pattern gave, the key of an instance; nil for a single meeting.
    public var date: CivilDate?
    /// Of an exception with a subject of its own.
    public var subject: String?

    /// An instance of its parts: without `date` and `originalStart` where `kind` is single, with both in every other
    /// case.
    public init(
        kind: Kind, status: Meeting.Status, slot: Slot, originalStart: Instant?, date: CivilDate?, subject: String?
    ) {
        self.kind = kind
        self.status = status
        self.slot = slot
        self.originalStart = originalStart
        self.date = date
        self.subject = subject
    }
}

/// A participant in one occurrence.
public struct Attendee: Hashable, Sendable {
    /// In canonical form.
    public var address: String
    /// Listed as a resource in an attendee column.
    public var isResource: Bool
    /// The answer that holds for this occurrence: that to its date, else that to the whole.
    public var response: Response
    /// Log time of the answer: of two addresses of one person the newer answer counts.
    public var answeredAt: Instant?

    /// A participant of one occurrence; `answeredAt` is nil where nothing was answered.
    public init(address: String, isResource: Bool, response: Response, answeredAt: Instant? = nil) {
        self.address = address
        self.isResource = isResource
        self.response = response
        self.answeredAt = answeredAt
    }
}

extension Meeting {
    /// Who takes part in the instance of a date, in order of address.
    public func attendees(on date: CivilDate?) -> [Attendee] {
        participants.compactMap { participant in
            var attendee = Attendee(
                address: participant.address, isResource: participant.isResource, response: participant.response,
                answeredAt: participant.answeredAt)
            if let date, let special = participant.special(on: date) {
                guard special.isPresent else { return nil }
                attendee.response = special.response
                attendee.answeredAt = special.answeredAt
                return attendee
            }
            return participant.isOfSeries ? attendee : nil
        }
    }
}

/// Who takes part in the instances of a meeting. Most of them have the same people, which are told once.
package struct AttendeesByDate {
    package let meeting: Meeting
    private let ofMost: [Attendee]
    /// The dates for which something differs for somebody.
    private let special: Set<CivilDate>

    package init(_ meeting: Meeting) {
        self.meeting = meeting
        ofMost = meeting.attendees(on: nil)
        special = Set(meeting.participants.lazy.flatMap(\.dates).map(\.date))
    }

    /// Who takes part in the instance of a date, in order of address.
    package func attendees(on date: CivilDate?) -> [Attendee] {
        guard let date, special.contains(date) else { return ofMost }
        return meeting.attendees(on: date)
    }
}

extension Participant {
    /// What differs for a date.
    func special(on date: CivilDate) -> OfDate? {
        let index = dates.firstPlace { $0.date >= date }
        return index < dates.count && dates[index].date == date ? dates[index] : nil
    }
}
