import ExchangeFormats
import Privacy
import Reconstruct

/// Finds whom an occurrence or an e-mail brought together, as the table of interactions counts them.
package struct InteractionEvents {
    private let mask: Mask

    package init(mask: Mask) { self.mask = mask }

    /// - Returns: nil for an occurrence that brought nobody together.
    package func event(of tabled: TabledOccurrence) -> InteractionEvent? {
        let occurrence = tabled.occurrence
        guard occurrence.status != .cancelled else { return nil }
        // A room is nobody, and does not count towards the size of a meeting; who is out of scope does.
        let people = mask.participants(mask.attendees(tabled)).filter { person in
            let isSomebody =
                person.standing.kind == .person || person.standing.kind == .external
                || person.standing.presence != .leftOut
            return isSomebody && person.response != .declined && !person.isResource
        }
        let isBig = people.count > InteractionEvent.mostParticipantsOfSmall
        let admitted = people.filter { $0.standing.presence != .leftOut }.map(\.address)
        guard isBig ? !admitted.isEmpty : admitted.count > 1 else { return nil }
        let slot = occurrence.slot
        return InteractionEvent(
            when: slot.start,
            id: MeetingRows.occurrenceID(tabled.key, occurrence, isAllDay: tabled.meeting.schedule.isAllDay),
            label: .meeting, shape: isBig ? .eachToNobody : .everyPair,
            recurrence: tabled.meeting.schedule.label.rawValue,
            minutes: (slot.end.ticks - slot.start.ticks) / Instant.ticksPerMinute, people: admitted)
    }

    /// An e-mail as it was sent: its sender and all its final recipients, in any form of address.
    ///
    /// - Returns: nil for one that nobody got whom tables show.
    package func event(of mail: SentMail) -> InteractionEvent? {
        guard let from = admitted(mail.sender) else { return nil }
        var known: Set<String> = [from]
        let others = mail.recipients.compactMap(admitted).filter { known.insert($0).inserted }
        guard !others.isEmpty else { return nil }
        return InteractionEvent(
            when: mail.when, id: mail.id, label: .email, shape: .firstToOthers, recurrence: "", minutes: nil,
            people: [from] + others)
    }

    private func admitted(_ text: String) -> String? {
        mask.standing(text).flatMap { $0.presence == .leftOut ? nil : $0.address.canonical }
    }
}
