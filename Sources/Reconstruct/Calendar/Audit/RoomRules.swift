import ExchangeFormats

/// A time that a room holds: what the pass over several meetings compares.
package struct Booking: Sendable, Hashable {
    package var room: String
    package var slot: Slot
    package var organizer: String?
    package var subject: String?
    /// When the meeting first came into the log of the room: who came later took what was taken.
    package var since: Instant
    package var at: Instant
    /// The room's own newest row.
    package var evidence: Finding.Evidence

    package init(
        room: String, slot: Slot, organizer: String?, subject: String?, since: Instant, at: Instant,
        evidence: Finding.Evidence
    ) {
        self.room = room
        self.slot = slot
        self.organizer = organizer
        self.subject = subject
        self.since = since
        self.at = at
        self.evidence = evidence
    }
}

/// Rooms, organizers who left, meetings that nobody comes to.
extension StreamAudit {
    /// Times of one meeting that are looked at in one room.
    private static let mostBookings = 400

    mutating func roomsAndPeople() {
        for room in guests where room.isRoom { book(room) }
        organizerLeft()
        declinedByAll()
        acceptedByNobody()
    }

    // MARK: What rooms hold

    private mutating func book(_ room: AuditedCopy) {
        guard asks(.roomDoubleBooked), room.stands, decision.standing.status == .scheduled,
            let moment = moment(room.mailbox), let row = newest(room),
            let first = room.places.map({ entries[$0].loggedAt }).min()
        else { return }
        let times = held(room.copy, at: moment)
        guard !times.isEmpty else { return }
        switch lastAnswer(of: room) {
        case .accepted?: break
        // Without any answer its own busy status tells, where the export has it.
        case nil where room.copy.master?.state.busyStatus == .busy: break
        case nil: return note(.roomDoubleBooked, of: room.mailbox, gap: .columnNotInLog)
        default: return
        }
        for occurrence in times.prefix(StreamAudit.mostBookings) {
            result.bookings.append(
                Booking(
                    room: room.mailbox, slot: occurrence.slot, organizer: decision.organizer,
                    subject: decision.leading.state.subject, since: first, at: moment, evidence: .init(row, .sets)))
        }
    }

    // MARK: organizer-left

    private mutating func organizerLeft() {
        guard let organizer = decision.organizer, decision.standing.status == .scheduled else { return }
        switch people.presence(organizer) {
        case .unknown: return
        case .known: return pass(.organizerLeft, of: organizer)
        case .left: break
        }
        let live = guests.filter(\.stands)
        guard let moment = (live + [organizers].compactMap { $0 }).compactMap({ coverage.watermark($0.mailbox) }).max(),
            let next = ahead(at: moment).first,
            let row = live.compactMap({ newest($0) }).first ?? organizers.flatMap({ newest($0) })
        else { return pass(.organizerLeft, of: organizer) }
        let isGrave = live.contains(where: \.isRoom) || live.count > 2
        var finding = Finding(
            .organizerLeft, isGrave ? .error : .warning, mailbox: people.resolve(organizer), role: .organizer)
        finding.field = "organizer"
        finding.expected = .word("in the directory")
        finding.actual = .word("not in the directory")
        finding.cause = "not-in-directory"
        finding.since = row.loggedAt
        finding.place(next)
        finding.at = moment
        // A room's ticket asks for what stands in it.
        let rooms = live.filter(\.isRoom).compactMap { newest($0) }.filter { $0.hash != row.hash }
        finding.evidence = ([row] + rooms).map { .init($0, .sets) }
        found(finding)
    }

    // MARK: everybody-declined

    private mutating func declinedByAll() {
        guard let organizers, organizers.stands, decision.standing.status == .scheduled, !guests.isEmpty,
            let moment = moment(organizers.mailbox)
        else { return }
        let people = guests.filter { !$0.isRoom && $0.hasMaster && $0.copy.master?.state.isCancelled != true }
        // Who is only on a list, or outside, may come.
        let others = organizers.copy.master?.state.attendees.contains { listed in
            listed.response != .declined && !guests.contains { isOne($0.mailbox, listed.address) }
                && !isOne(listed.address, organizers.mailbox)
        }
        guard !people.isEmpty, others != true else { return }
        let declined = people.allSatisfy { lastAnswer(of: $0) == .declined || $0.copy.master?.deletedAt != nil }
        guard declined, let next = ahead(at: moment).first, let row = people.compactMap({ newest($0) }).first else {
            return pass(.everybodyDeclined, of: organizers.mailbox)
        }
        foundNobody(.everybodyDeclined, of: people, at: next, moment, since: row, evidence: [row])
    }
}

extension StreamAudit {
    /// A meeting ahead to which nobody comes: likely, as guests may come without a word.
    ///
    /// - Parameter moment: up to which the organizer's log tells.
    private mutating func foundNobody(
        _ rule: AuditRule, of people: [AuditedCopy], at next: Occurrence, _ moment: Instant, since row: Entry,
        evidence: [Entry]
    ) {
        var finding = Finding(rule, .info, mailbox: organizers?.mailbox, role: .organizer)
        finding.confidence = .likely
        finding.field = "response"
        finding.expected = .word("somebody")
        finding.actual = .word("nobody of \(people.count)")
        finding.since = row.loggedAt
        finding.place(next)
        finding.at = moment
        finding.evidence = evidence.map { .init($0, .sets) }
        found(finding)
    }

    // MARK: nobody-accepts

    /// Past dates that a series must have before its being ignored says something.
    private static let fewestDates = 4

    /// A series that goes on, and that no guest ever accepted.
    private mutating func acceptedByNobody() {
        guard let organizers, organizers.stands, decision.standing.status == .scheduled,
            case .series(let series) = decision.schedule, let moment = moment(organizers.mailbox)
        else { return }
        let people = guests.filter { !$0.isRoom && $0.stands }
        guard !people.isEmpty, let next = ahead(at: moment).first,
            hasPassed(StreamAudit.fewestDates, of: series, at: moment)
        else { return pass(.nobodyAccepts, of: organizers.mailbox) }
        // That a room is there is nobody's coming.
        let accepted = entries.contains { entry in
            guard entry.role == .answers(.accepted) || entry.role == .answers(.tentative) else { return false }
            return entry.answerer(organizer: decision.organizer).map { !self.people.isRoom($0) } ?? true
        }
        let listed = (organizers.copy.master?.state.attendees ?? []).filter { !self.people.isRoom($0.address) }
        let isListed = listed.contains { $0.response == .accepted || $0.response == .tentative }
        guard !accepted, !isListed, !people.contains(where: { hasAccepted($0) }) else {
            return pass(.nobodyAccepts, of: organizers.mailbox)
        }
        // Who is on a list alone may have accepted; a copy that shows no answer may lack the column.
        let others = listed.contains { listed in
            listed.response == nil && !isOne(listed.address, organizers.mailbox)
                && !guests.contains { isOne($0.mailbox, listed.address) }
        }
        guard !others, people.allSatisfy({ $0.copy.master?.state.responseType != nil }) else {
            return note(.nobodyAccepts, of: organizers.mailbox, gap: others ? .mailboxNotInLog : .columnNotInLog)
        }
        for guest in people {
            guard let first = guest.places.map({ entries[$0].loggedAt }).min(),
                let gap = coverage.gap(guest.mailbox, after: first, settle: terms.answerSettle)
            else { continue }
            return note(.nobodyAccepts, of: organizers.mailbox, gap: gap)
        }
        guard let row = people.compactMap({ newest($0) }).max(by: { $0.loggedAt < $1.loggedAt }) else { return }
        foundNobody(
            .nobodyAccepts, of: people, at: next, moment, since: row, evidence: people.compactMap { newest($0) })
    }

    private func hasAccepted(_ guest: AuditedCopy) -> Bool {
        let answers = guest.master?.item.ownAnswers.map(\.0) ?? []
        let dated = guest.copy.dated.flatMap { $0.item.ownAnswers.map(\.0) }
        return (answers + dated).contains { $0 == .accepted || $0 == .tentative }
    }

    private func hasPassed(_ count: Int, of series: Series, at moment: Instant) -> Bool {
        guard let first = series.rule.firstDate else { return false }
        let today = WallTime(ticks: moment.ticks).date
        guard first < today else { return false }
        var left = count
        for date in series.rule.dates(in: first..<today) {
            guard !decision.removedDates.contains(date) else { continue }
            left -= 1
            if left == 0 { return true }
        }
        return false
    }
}

/// Follows what rooms hold in order of start, and finds what overlaps. Each room keeps the booking that ends last so
/// far: a long meeting is met by the third that begins in it, and not only by its neighbour.
package struct RoomSweep {
    /// A booking with its place among the meetings.
    package struct Held: Sendable {
        package var stream: Int64
        package var key: String
        package var booking: Booking

        package init(stream: Int64, key: String, booking: Booking) {
            self.stream = stream
            self.key = key
            self.booking = booking
        }
    }

    private struct Pair: Hashable {
        var room: String
        var first: Int64
        var second: Int64
    }

    /// Rooms in which several meetings may be at once.
    private let exempt: Set<String>
    private var latest: [String: Held] = [:]
    private var told: Set<Pair> = []

    /// - Parameter exempt: canonical addresses of rooms that allow conflicts.
    package init(exempt: Set<String> = []) { self.exempt = exempt }

    /// The meeting by which a room is taken longest so far.
    package func latest(of room: String) -> Int64? { latest[room]?.stream }

    /// - Parameter held: of any room, in order of start.
    /// - Returns: the finding, with the stream that it belongs to, where the booking takes what is taken.
    package mutating func take(_ held: Held) -> (finding: Finding, stream: Int64, key: String)? {
        let booking = held.booking
        guard !exempt.contains(booking.room), booking.slot.end > booking.slot.start else { return nil }
        guard let other = latest[booking.room] else {
            latest[booking.room] = held
            return nil
        }
        defer { if booking.slot.end > other.booking.slot.end { latest[booking.room] = held } }
        guard booking.slot.start < other.booking.slot.end, held.stream != other.stream else { return nil }
        // One meeting that somebody made twice is no double booking.
        if let organizer = booking.organizer, organizer == other.booking.organizer, let subject = booking.subject,
            !subject.isEmpty, subject == other.booking.subject
        {
            return nil
        }
        let pair = Pair(
            room: booking.room, first: min(held.stream, other.stream), second: max(held.stream, other.stream))
        guard told.insert(pair).inserted else { return nil }
        let isLater = (booking.since, held.stream) > (other.booking.since, other.stream)
        let (later, earlier) = isLater ? (held, other) : (other, held)
        var finding = Finding(.roomDoubleBooked, .error, mailbox: booking.room, role: .room)
        finding.field = earlier.key
        finding.expected = .slot(earlier.booking.slot)
        finding.actual = .meeting(earlier.key)
        finding.organizer = later.booking.organizer
        finding.subject = later.booking.subject
        finding.start = max(booking.slot.start, other.booking.slot.start)
        finding.since = later.booking.since
        finding.at = max(booking.at, other.booking.at)
        finding.cause = "both-accepted"
        finding.evidence = [later.booking.evidence, earlier.booking.evidence]
        return (finding, later.stream, later.key)
    }
}
