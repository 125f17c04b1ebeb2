import ExchangeFormats
import Privacy
import Reconstruct

/// Somebody who takes part in an occurrence, under the one identity that all their addresses lead to.
package struct PresentPerson {
    var standing: Standing
    var isResource: Bool
    package var response: Response
    fileprivate var answeredAt: Instant?

    package var address: String { standing.address.canonical }

    /// As tables say it.
    package var kind: PersonKind {
        isResource ? .resource : standing.presence == .asExternal ? .external : standing.kind
    }
}

extension Mask {
    /// The participants of an occurrence, each person once whatever addresses the log has of them, in order of address.
    /// Of several answers of one person the newest counts; the organizer is the organizer.
    func participants(_ attendees: [Attendee]) -> [PresentPerson] {
        var people: [PresentPerson] = []
        people.reserveCapacity(attendees.count)
        for attendee in attendees {
            guard let standing = standing(attendee.address) else { continue }
            people.append(
                PresentPerson(
                    standing: standing, isResource: attendee.isResource, response: attendee.response,
                    answeredAt: attendee.answeredAt))
        }
        return people.oneForEach(\.address) { $0.joined(with: $1) }
    }

    /// Those who take part in an occurrence: whom another of their addresses was taken off with does not.
    func attendees(_ tabled: TabledOccurrence) -> [Attendee] {
        tabled.meeting.takenOff.isEmpty
            ? tabled.attendees : remaining(tabled.meeting).attendees(on: tabled.occurrence.date)
    }

    /// A meeting without those who were taken off it under another of their addresses.
    func remaining(_ meeting: Meeting) -> Meeting {
        meeting.withoutTakenOff { resolvedStanding($0)?.address.canonical ?? $0 }
    }

    /// The participants whom tables of people keep.
    func present(_ attendees: [Attendee]) -> [PresentPerson] {
        var people = participants(attendees)
        people.removeAll { $0.standing.presence == .leftOut }
        return people
    }
}

/// Who takes part in the occurrences of tables. Those of one meeting come one after the other and have most often the
/// same people, which are found once.
package struct PresentPeople {
    private var meeting: (participants: [Participant], takenOff: [TakenOff])?
    private var remaining: AttendeesByDate?
    private var last: (attendees: [Attendee], present: [PresentPerson])?

    package init() {}

    /// - Returns: who takes part, and how many they were before rooms and the like were left out and several addresses
    ///   were one person.
    mutating func find(_ tabled: TabledOccurrence, _ mask: Mask) -> (present: [PresentPerson], attendees: Int) {
        let attendees = attendees(tabled, mask)
        if let last, last.attendees == attendees { return (last.present, attendees.count) }
        // Of a big meeting these take much room, and nobody asks for them again.
        last = nil
        let present = mask.present(attendees)
        last = (attendees, present)
        return (present, attendees.count)
    }

    private mutating func attendees(_ tabled: TabledOccurrence, _ mask: Mask) -> [Attendee] {
        guard !tabled.meeting.takenOff.isEmpty else { return tabled.attendees }
        if let meeting, let remaining, meeting.participants == tabled.meeting.participants,
            meeting.takenOff == tabled.meeting.takenOff, remaining.meeting.organizer == tabled.meeting.organizer
        {
            return remaining.attendees(on: tabled.occurrence.date)
        }
        let people = AttendeesByDate(mask.remaining(tabled.meeting))
        (meeting, remaining) = ((tabled.meeting.participants, tabled.meeting.takenOff), people)
        return people.attendees(on: tabled.occurrence.date)
    }
}

extension PresentPerson {
    /// With what another address of the person says, of an attendee who comes later.
    fileprivate func joined(with other: PresentPerson) -> PresentPerson {
        var joined = other
        joined.isResource = isResource || other.isResource
        if answers(before: other) { (joined.response, joined.answeredAt) = (response, answeredAt) }
        return joined
    }

    /// Whether this answer counts more than that of another address of the same person: a total order, so that the
    /// order of addresses decides nothing.
    fileprivate func answers(before other: PresentPerson) -> Bool {
        TimedResponse(response, at: answeredAt).outranks(TimedResponse(other.response, at: other.answeredAt))
    }
}
