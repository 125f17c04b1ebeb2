import ExchangeFormats

/// Who takes part in a meeting, and what each answered: for the whole of it and for single dates.
struct Attendance {
    private(set) var participants: [Participant] = []
    private(set) var takenOff: [TakenOff] = []

    /// An answer, or its withdrawal's bounds, with the log time that ranks it.
    struct Answer {
        var response: Response
        var moment: LogMoment
    }

    /// What is known of one person and one date.
    struct OfDate {
        var isPresent: Bool?
        /// When the item of the date was cancelled for this person alone.
        var takenOffAt: Instant?
        var answers: [Answer] = []
        /// When the item of the date came back: older answers to the date no longer count.
        var returnedAt: Instant?
        /// When it came back after its deletion: neither do older answers to the series, for this date.
        var undeletedAt: Instant?
        /// When the date was taken off the copy of the whole.
        var removedAt: Instant?
    }

    /// What is known of one person.
    struct Person {
        var isOfSeries = false
        /// When the copy of the whole was cancelled for this person alone.
        var takenOffAt: Instant?
        var hasCopy = false
        var isResource = false
        var answers: [Answer] = []
        var dates: [CivilDate: OfDate] = [:]
        /// When the person's copy came back: older answers no longer count.
        var returnedAt: Instant?
    }

    init(entries: [Entry], copies: [Copy], decision: Decision, zones: ZoneBook) {
        let organizer = decision.organizer
        var people: [String: Person] = [:]
        for copy in copies {
            guard let mailbox = copy.mailbox, mailbox != organizer, copy.isReceived else { continue }
            people[mailbox, default: Person()].take(copy, decision: decision, zones: zones)
        }
        for place in entries.indices {
            // Few entries are answers, and one that is copied costs more than to see that.
            guard case .answers = entries[place].role else { continue }
            let entry = entries[place]
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
            people[listed.address, default: Person()].take(listed, of: decision.leading)
        }
        for (date, item) in decision.copy.dated where decision.copy.master != nil {
            if let reset = decision.reset, let last = item.last, last.logged < reset.logged { continue }
            for listed in item.state.attendees where listed.address != organizer {
                people[listed.address, default: Person()].take(listed, on: date, of: item)
            }
        }
        if let organizer { participants.append(.organizer(organizer)) }
        for (address, person) in people.sorted(by: { $0.key < $1.key }) {
            if let participant = person.participant(address) { participants.append(participant) }
            takenOff += person.takenOff(address)
        }
        participants.sort { $0.address < $1.address }
    }
}

extension Participant {
    static func organizer(_ address: String) -> Participant {
        Participant(address: address, isResource: false, isOfSeries: true, response: .organizer, dates: [])
    }
}

extension Copy {
    /// Whether the mailbox's owner was invited: the state says received, or nothing says otherwise.
    var isReceived: Bool {
        guard let state = leading?.state.appointmentState else { return leading?.state.responseType != .organizer }
        return state.contains(.received)
    }
}

extension Attendance.Answer {
    /// By log time; a copy's return is never older than what came of it.
    fileprivate func isNotOlder(than returnedAt: Instant?) -> Bool { returnedAt.map { moment.logged >= $0 } ?? true }

    /// The answer that a line of an item's attendee column shows; nil where it shows none.
    fileprivate init?(_ listed: ListedAttendee, of item: Item) {
        guard let response = listed.response, let last = item.last else { return nil }
        self.response = response
        moment = item.shownAnswers[listed.address]?.moment ?? LogMoment(order: last)
        if let repliedAt = listed.repliedAt { moment.logged = repliedAt }
    }
}

extension Attendance.OfDate {
    /// What the person's own item of the date tells.
    fileprivate mutating func take(_ item: Item, on date: CivilDate, decision: Decision) {
        // Where the occurrence itself was cancelled, nobody was taken off it.
        if item.state.isCancelled, !decision.removedDates.contains(date), decision.tookOff(item) {
            isPresent = false
            takenOffAt = item.cancelledAt?.logged ?? item.last?.logged
            return
        }
        let wasAskedAgain =
            removedAt.map { removed in item.isLive && item.last.map { $0.logged >= removed } == true } ?? false
        if isPresent == nil || wasAskedAgain, !item.isOfMessagesOnly || item.isInferred { isPresent = true }
        answers += item.ownAnswers.map { .init(response: $0.0, moment: $0.1) }
        if let declined = decision.decline(of: item) { answers.append(.init(response: .declined, moment: declined)) }
        returnedAt = item.returnedAt
        undeletedAt = item.undeletedAt
    }
}

extension Decision {
    /// Whether the owner of a cancelled item was taken off a meeting that stood.
    fileprivate func tookOff(_ item: Item) -> Bool { standing.tookOff(item, sequence: leading.state.sequenceNumber) }

    /// The deletion by which an item's owner declined; one of a meeting that was cancelled already is no answer.
    fileprivate func decline(of item: Item) -> LogMoment? {
        guard let declined = item.declinedAt else { return nil }
        if let cancelledAt = standing.cancelledAt, declined.logged >= cancelledAt.logged { return nil }
        return declined
    }
}

extension Attendance.Person {
    /// What the person's own copy tells.
    ///
    /// - Parameter dates: the single dates that are asked for; every one where nil.
    mutating func take(_ copy: Copy, on dates: Set<CivilDate>? = nil, decision: Decision, zones: ZoneBook) {
        hasCopy = true
        if let master = copy.master {
            isOfSeries = true
            if decision.tookOff(master) { takenOffAt = master.cancelledAt?.logged ?? master.last?.logged }
            returnedAt = master.returnedAt
            answers += master.ownAnswers.map { .init(response: $0.0, moment: $0.1) }
            if let declined = decision.decline(of: master) {
                answers.append(.init(response: .declined, moment: declined))
            }
            if let blob = master.state.blob, let history = copy.seriesHistory(isOrganizers: false, zones: zones) {
                let isKnown = decision.knownBlobs.contains(blob)
                history.dates.forEach(on: dates) {
                    if $1.state.isRemoved { take($1, on: $0, isKnown: isKnown, decision: decision) }
                }
            }
        }
        if let dates {
            for date in dates { if let item = copy.item(on: date) { take(item, on: date, decision: decision) } }
        } else {
            for (date, item) in copy.dated { take(item, on: date, decision: decision) }
        }
    }

    private mutating func take(_ item: Item, on date: CivilDate, decision: Decision) {
        if let reset = decision.reset, let last = item.last, last.logged < reset.logged { return }
        dates[date, default: .init()].take(item, on: date, decision: decision)
    }

    /// A date that this copy's own blob removes although the meeting holds it: its owner declined that instance, or was
    /// taken off it when a component of Exchange did it, or never had it. A blob that the organizer's copy has held too
    /// only lags behind.
    private mutating func take(
        _ change: SeriesHistory.Change, on date: CivilDate, isKnown: Bool, decision: Decision
    ) {
        if decision.removedDates.contains(date) { return }
        if let reset = decision.reset, change.moment.logged < reset.logged { return }
        if isKnown, !change.isFromTheStart { return }
        if change.isBySystem || change.isFromTheStart {
            dates[date, default: .init()].isPresent = false
            dates[date]?.removedAt = change.moment.logged
        } else {
            dates[date, default: .init()].answers.append(.init(response: .declined, moment: change.moment))
        }
    }

    /// A line of an attendee column.
    mutating func take(_ listed: ListedAttendee, of item: Item) {
        isOfSeries = true
        isResource = listed.type == .resource
        if let answer = Attendance.Answer(listed, of: item) { answers.append(answer) }
    }

    /// A line of an exception's attendee column: who is asked to that date.
    mutating func take(_ listed: ListedAttendee, on date: CivilDate, of item: Item) {
        if listed.type == .resource { isResource = true }
        var known = dates[date] ?? .init()
        known.isPresent = known.isPresent ?? true
        if let answer = Attendance.Answer(listed, of: item) { known.answers.append(answer) }
        dates[date] = known
    }

    /// The person as a participant; nil for one who was taken off and never came back.
    func participant(_ address: String) -> Participant? {
        let general = general
        var participant = self.participant(address, general)
        participant.dates = dates.compactMap { special($1, on: $0, general) }.sorted { $0.date < $1.date }
        return takenOffAt == nil && participant.hasPart ? participant : nil
    }

    /// The newest answer to the whole that counts.
    var general: Attendance.Answer? {
        answers.filter { $0.isNotOlder(than: returnedAt) }.max { $0.moment < $1.moment }
    }

    /// The person without what differs for single dates.
    func participant(_ address: String, _ general: Attendance.Answer?) -> Participant {
        Participant(
            address: address, isResource: isResource, isOfSeries: isOfSeries, response: general?.response ?? .none,
            answeredAt: general?.moment.logged ?? returnedAt, hasCopy: hasCopy, dates: [])
    }

    /// What differs for a date; nil where nothing does.
    func special(_ known: Attendance.OfDate, on date: CivilDate, _ general: Attendance.Answer?) -> Participant.OfDate? {
        let isPresent = known.isPresent ?? true
        let ownAnswers = known.answers.filter {
            $0.isNotOlder(than: returnedAt) && $0.isNotOlder(than: known.returnedAt)
        }
        let candidates = ownAnswers + [general].compactMap { $0 }.filter { $0.isNotOlder(than: known.undeletedAt) }
        let newest = candidates.max { $0.moment < $1.moment }
        let answer = newest?.response ?? .none
        guard isPresent != isOfSeries || answer != general?.response ?? Response.none else { return nil }
        let answeredAt = newest?.moment.logged ?? [returnedAt, known.undeletedAt].compactMap { $0 }.max()
        return .init(date: date, isPresent: isPresent, response: answer, answeredAt: answeredAt)
    }

    /// What other addresses of the person need to know.
    func takenOff(_ address: String) -> [TakenOff] {
        if let takenOffAt { return [TakenOff(address: address, date: nil, loggedAt: takenOffAt)] }
        return dates.sorted { $0.key < $1.key }.compactMap { $1.takenOff(address, of: $0) }
    }
}

extension Attendance.OfDate {
    /// What other addresses of the person need to know of the date.
    func takenOff(_ address: String, of date: CivilDate) -> TakenOff? {
        guard isPresent == false, let moment = takenOffAt ?? removedAt else { return nil }
        return TakenOff(address: address, date: date, loggedAt: moment)
    }
}

extension Participant {
    /// Whether the person takes part in anything.
    var hasPart: Bool { isOfSeries || dates.contains(where: \.isPresent) }
}

extension Dictionary {
    /// Gives the values of some keys, or of all.
    fileprivate func forEach(on keys: Set<Key>?, _ body: (Key, Value) -> Void) {
        if let keys {
            for key in keys { if let value = self[key] { body(key, value) } }
        } else {
            for (key, value) in self { body(key, value) }
        }
    }
}
