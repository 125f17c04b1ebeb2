import ExchangeFormats

/// The answers of the truth tables.
public enum Answer: String, Hashable, Sendable {
    case organizer, accepted, tentative, declined, none
}

/// An answer to one occurrence.
public struct DatedAnswer: Hashable, Sendable {
    public var answer: Answer
    public var at: Instant
}

/// How a meeting stands with one guest.
public struct Guest: Hashable, Sendable {
    public enum Kind: Hashable, Sendable { case inside, room, outside }

    public var address: String
    public var kind: Kind
    public var answer = Answer.none
    public var answeredAt = Instant(ticks: .min)
    /// Answers to single occurrences.
    public var dateAnswers: [CivilDate: DatedAnswer] = [:]
    /// Whether any row shows the guest: a mailbox that got the invitation, or somebody outside who answered.
    public var isVisible = false
    public var hasLiveCopy = false
    public var isTakenOff = false
    /// The occurrences a guest was invited to; nil for the whole meeting.
    public var onlyDates: Set<CivilDate>?

    init(address: String, kind: Kind) {
        self.address = address
        self.kind = kind
    }

    func isInvited(to date: CivilDate?) -> Bool {
        guard isVisible, !isTakenOff else { return false }
        guard let onlyDates else { return true }
        return date.map(onlyDates.contains) ?? false
    }

    /// The newer of the answer to the date and the answer to the whole.
    func answer(on date: CivilDate?) -> Answer {
        if let date, let own = dateAnswers[date], own.at > answeredAt { return own.answer }
        return answer
    }

    mutating func forgetAnswers(at time: Instant) {
        answer = .none
        answeredAt = time
        dateAnswers = [:]
    }
}

/// How a meeting stands at one moment: kept by the simulation as it acts, never read back from rows.
public struct MeetingState: Hashable, Sendable {
    public var plan: Plan
    public var organizer: String
    public var isCancelled = false
    public var isOrganizerGone = false
    /// In the order in which they were invited.
    public var guests: [Guest] = []

    init(plan: Plan, organizer: String) {
        self.plan = plan
        self.organizer = organizer
    }

    func guest(_ address: String) -> Guest? { guests.first { $0.address == address } }

    mutating func change(_ address: String, _ body: (inout Guest) -> Void) {
        guard let index = guests.firstIndex(where: { $0.address == address }) else { return }
        body(&guests[index])
    }

    /// What a new pattern, start, time or zone does: exceptions, guests and answers of single dates go.
    mutating func resetOccurrences() {
        plan.resetOccurrences()
        guests.removeAll { $0.onlyDates != nil }
        for index in guests.indices { guests[index].dateAnswers = [:] }
    }

    /// Whether a reset would take anything away.
    var hasOccurrencesOfTheirOwn: Bool {
        !plan.overrides.isEmpty || !plan.removed.isEmpty
            || guests.contains { $0.onlyDates != nil || !$0.dateAnswers.isEmpty }
    }

    func status(removed: Bool) -> OccurrenceStatus {
        if isCancelled || removed { return .cancelled }
        guard isOrganizerGone else { return .scheduled }
        let someoneHolds = guests.contains { $0.hasLiveCopy && !$0.isTakenOff && $0.kind != .outside }
        return someoneHolds ? .orphaned : .cancelled
    }

    /// Occurrences whose start lies in `[from, to)`, cancelled ones included.
    func occurrences(from: Instant, to: Instant) -> [TruthOccurrence] {
        var result: [TruthOccurrence] = []
        func add(
            _ date: CivilDate?, original: Instant?, times: (start: Instant, end: Instant), kind: OccurrenceKind,
            removed: Bool
        ) {
            guard from <= times.start, times.start < to else { return }
            var participants = [TruthParticipant(address: organizer, answer: .organizer)]
            for guest in guests where guest.isInvited(to: date) {
                participants.append(TruthParticipant(address: guest.address, answer: guest.answer(on: date)))
            }
            result.append(
                TruthOccurrence(
                    originalStart: original, date: date, start: times.start, end: times.end, kind: kind,
                    status: status(removed: removed), organizer: organizer, participants: participants))
        }
        guard case .series(let rule) = plan.shape else {
            add(nil, original: nil, times: plan.itemTimes, kind: .single, removed: false)
            return result
        }
        // An occurrence may have been moved some weeks into the window, and a day has at most 26 hours of wall clock.
        let limit = max(plan.zone.wall(at: to).date, rule.first).advanced(byDays: 45)
        for date in rule.dates(through: limit) {
            let pattern = plan.times(of: rule, on: date)
            let override = plan.overrides[date]
            add(
                date, original: pattern.start, times: override.map { ($0.start, $0.end) } ?? pattern,
                kind: override == nil ? .occurrence : .exception, removed: plan.removed.contains(date))
        }
        return result
    }
}
