import ExchangeFormats

/// Who takes part in a meeting, and what each answered: for the whole of it and for single dates.
struct Attendance {
    private(set) var participants: [Participant] = []

    /// An answer, or its withdrawal's bounds, with the log time that ranks it.
    fileprivate struct Answer {
        var response: Response
        var moment: LogMoment
    }

    /// What is known of one person.
    fileprivate struct Person {
        var isOfSeries = false
        var isTakenOff = false
        var isResource = false
        var answers: [Answer] = []
        var dates: [CivilDate: OfDate] = [:]
        /// When the person's copy came back: older answers no longer count.
        var returnedAt: Instant?

        struct OfDate {
            var isPresent: Bool?
            var answers: [Answer] = []
        }
    }

    init(entries: [Entry], copies: [Copy], decision: Decision, zones: ZoneBook) {
        let organizer = decision.leading.state.organizer
        var people: [String: Person] = [:]
        for copy in copies {
            guard let mailbox = copy.mailbox, mailbox != organizer, copy.isReceived else { continue }
            people[mailbox, default: Person()].take(copy, decision: decision, zones: zones)
        }
        for entry in entries {
            guard case .answers(let response) = entry.role, let sender = entry.answerer(organizer: organizer),
                sender != organizer
            else { continue }
            let answer = Answer(response: response, moment: LogMoment(entry, at: entry.answeredAt))
            if let date = entry.instanceDate {
                if let reset = decision.reset, answer.moment.logged < reset.logged { continue }
                people[sender, default: Person()].dates[date, default: .init()].answers.append(answer)
            } else {
                people[sender, default: Person()].isOfSeries = true
                people[sender, default: Person()].answers.append(answer)
            }
        }
        for listed in decision.leading.state.attendees where listed.address != organizer {
            people[listed.address, default: Person()].take(listed, moment: decision.leading.last)
        }
        if let organizer {
            participants.append(
                Participant(address: organizer, isResource: false, isOfSeries: true, response: .organizer, dates: []))
        }
        for (address, person) in people {
            if let participant = person.participant(address) { participants.append(participant) }
        }
        participants.sort { $0.address < $1.address }
    }
}

extension Copy {
    /// Whether the mailbox's owner was invited: the state says received, or nothing says otherwise.
    fileprivate var isReceived: Bool {
        guard let state = leading?.state.appointmentState else { return leading?.state.responseType != 1 }
        return state.contains(.received)
    }
}

extension Item {
    /// Whether the owner of a cancelled item was taken off a meeting that stood: the meeting still does, or was cancelled
    /// later, by a clear sequence of log times or of sequence numbers.
    fileprivate func wasTakenOff(_ decision: Decision) -> Bool {
        guard let cancelledAt else { return false }
        guard decision.status == .cancelled else { return true }
        guard let end = decision.cancelledAt else { return state.sequenceNumber < decision.leading.state.sequenceNumber }
        return cancelledAt.logged < end.logged
    }
}

extension Attendance.Person {
    /// What the person's own copy tells.
    fileprivate mutating func take(_ copy: Copy, decision: Decision, zones: ZoneBook) {
        if let master = copy.master {
            isOfSeries = true
            isTakenOff = master.wasTakenOff(decision)
            returnedAt = master.returnedAt
            answers += master.ownAnswers.map { .init(response: $0.0, moment: $0.1) }
            if let declined = master.declinedAt { answers.append(.init(response: .declined, moment: declined)) }
            takeRemovedDates(of: master, decision: decision, zones: zones)
        }
        for (date, item) in copy.dated {
            if let reset = decision.reset, let last = item.last, last.logged < reset.logged { continue }
            var known = dates[date] ?? .init()
            // Where the occurrence itself was cancelled, nobody was taken off it.
            if item.state.isCancelled, !decision.removedDates.contains(date), item.wasTakenOff(decision) {
                known.isPresent = false
            } else {
                if known.isPresent == nil, !item.isOfMessagesOnly || item.isInferred { known.isPresent = true }
                known.answers += item.ownAnswers.map { .init(response: $0.0, moment: $0.1) }
                if let declined = item.declinedAt { known.answers.append(.init(response: .declined, moment: declined)) }
                if let returned = item.returnedAt { known.answers.removeAll { $0.moment.logged < returned } }
            }
            dates[date] = known
        }
    }

    /// A date that this copy's own blob removes although the meeting holds it: its owner declined that instance, or
    /// was taken off it when a component of Exchange did it.
    private mutating func takeRemovedDates(of master: Item, decision: Decision, zones: ZoneBook) {
        guard let blob = master.state.blob, !decision.knownBlobs.contains(blob) else { return }
        for (date, change) in SeriesHistory(master, isOrganizers: false, zones: zones).dates where change.state.isRemoved {
            if decision.removedDates.contains(date) { continue }
            if let reset = decision.reset, change.moment.logged < reset.logged { continue }
            if change.isBySystem {
                dates[date, default: .init()].isPresent = false
            } else {
                dates[date, default: .init()].answers.append(.init(response: .declined, moment: change.moment))
            }
        }
    }

    /// A line of an attendee column.
    fileprivate mutating func take(_ listed: ListedAttendee, moment: ReplayOrder?) {
        isOfSeries = true
        isResource = listed.type == 3
        guard let response = listed.response, let moment else { return }
        var ranked = LogMoment(order: moment)
        if let repliedAt = listed.repliedAt { ranked.logged = repliedAt }
        answers.append(.init(response: response, moment: ranked))
    }

    /// The person as a participant; nil for one who was taken off and never came back.
    fileprivate func participant(_ address: String) -> Participant? {
        func counts(_ answer: Attendance.Answer) -> Bool {
            guard let returnedAt else { return true }
            return answer.moment.logged >= returnedAt
        }
        if isTakenOff { return nil }
        let general = answers.filter(counts).max { $0.moment < $1.moment }
        let response = general?.response ?? .none
        var special: [Participant.OfDate] = []
        for (date, known) in dates {
            let isPresent = known.isPresent ?? true
            let newest = (known.answers.filter(counts) + [general].compactMap { $0 }).max { $0.moment < $1.moment }
            let answer = newest?.response ?? .none
            if isPresent != isOfSeries || answer != response {
                special.append(.init(date: date, isPresent: isPresent, response: answer, answeredAt: newest?.moment.logged ?? returnedAt))
            }
        }
        guard isOfSeries || special.contains(where: \.isPresent) else { return nil }
        special.sort { $0.date < $1.date }
        return Participant(
            address: address, isResource: isResource, isOfSeries: isOfSeries, response: response,
            answeredAt: general?.moment.logged ?? returnedAt, dates: special)
    }
}
