import ExchangeFormats

/// What is known of a meeting, fact by fact: what each entry changes is found where it was touched.
struct StateFacts {
    private let zones: ZoneBook
    /// The one address of the person whom an address leads to.
    private let resolve: (String) -> String
    /// Only what concerns the instance of this date; all of the meeting where nil.
    private let date: CivilDate?
    private var whole: [StateChange.Fact: StateChange.Value] = [:]
    private var instances: [(date: CivilDate, value: StateChange.Value)] = []
    private var people: [String: PersonFacts] = [:]
    /// The addresses that lead to a person, where there are others than that of the person.
    private var addresses: [String: Set<String>] = [:]
    /// How many facts are known of people.
    private var answers = 0

    /// How many people and single dates are known.
    var size: Int { answers + instances.count }

    init(of date: CivilDate?, zones: ZoneBook, _ resolve: @escaping (String) -> String) {
        self.date = date
        self.zones = zones
        self.resolve = resolve
    }

    /// What the entries that were taken last have changed: of the whole, of single dates, of people.
    mutating func update(_ state: inout AdvancingFold) -> [StateChange] {
        let touched = state.updatePeople()
        guard let outline = state.outline else { return [] }
        var changes = updateWhole(outline)
        if date == nil {
            if let dates = touched.dates {
                changes += dates.sorted().compactMap { updateInstance($0, outline.schedule) }
            } else {
                let named = outline.schedule.instances
                changes += changesOfInstances(to: named)
                instances = named
            }
        }
        return changes + updatePeople(touched.people, outline, state)
    }

    // MARK: The whole

    private mutating func updateWhole(_ outline: Meeting) -> [StateChange] {
        let newest = facts(of: outline)
        let order: [StateChange.Fact] =
            [.status, .organizer, .subject, .schedule, .marks] + (date.map { [.instance($0)] } ?? [])
        defer { whole = newest }
        return order.compactMap { fact in
            guard whole[fact] != newest[fact] else { return nil }
            return StateChange(fact: fact, before: whole[fact], after: newest[fact])
        }
    }

    private func facts(of outline: Meeting) -> [StateChange.Fact: StateChange.Value] {
        var facts: [StateChange.Fact: StateChange.Value] = [:]
        if let date, !outline.schedule.isSingle {
            guard let occurrence = outline.occurrence(of: date, zones: zones) else { return [:] }
            facts[.status] = .status(occurrence.status)
            facts[.instance(date)] = .instance(occurrence.slot)
            return facts
        }
        facts[.status] = .status(outline.status)
        facts[.organizer] = outline.organizer.map { .person(resolve($0)) }
        facts[.subject] = outline.subject.map { .freeText($0) }
        facts[.schedule] = .schedule(outline.schedule.withoutInstances)
        facts[.marks] = outline.marks.isEmpty ? nil : .marks(outline.marks)
        return facts
    }

    /// Both are in order of date.
    private func changesOfInstances(to newest: [(date: CivilDate, value: StateChange.Value)]) -> [StateChange] {
        var changes: [StateChange] = []
        var old = instances[...], new = newest[...]
        while let date = [old.first?.date, new.first?.date].compactMap({ $0 }).min() {
            let before = old.first?.date == date ? old.removeFirst().value : nil
            let after = new.first?.date == date ? new.removeFirst().value : nil
            if before != after { changes.append(StateChange(fact: .instance(date), before: before, after: after)) }
        }
        return changes
    }

    private mutating func updateInstance(_ date: CivilDate, _ schedule: Schedule) -> StateChange? {
        let index = instances.firstPlace { $0.date >= date }
        let isKnown = index < instances.count && instances[index].date == date
        let before = isKnown ? instances[index].value : nil, after = schedule.instance(on: date)
        guard before != after else { return nil }
        switch (after, isKnown) {
        case (let after?, true): instances[index].value = after
        case (let after?, false): instances.insert((date, after), at: index)
        case (nil, _): instances.remove(at: index)
        }
        return StateChange(fact: .instance(date), before: before, after: after)
    }

    // MARK: People

    private mutating func updatePeople(
        _ touched: AdvancingAttendance.Touched, _ outline: Meeting, _ state: AdvancingFold
    ) -> [StateChange] {
        var persons: [String: PersonPart.Extent] = [:]
        switch touched {
        case .everybody:
            for known in people.keys { persons[known] = .whole }
            for address in state.addresses { persons[person(address)] = .whole }
        case .some(let touched):
            for (address, extent) in touched { persons[person(address), default: extent].formUnion(extent) }
        }
        return persons.sorted { $0.key < $1.key }.flatMap { person, extent in
            if case .dates(let dates) = extent, let part = onlyPart(of: person, state) {
                return dates.sorted().compactMap { update(person, on: $0, part.special(on: $0)) }
            }
            let before = people[person] ?? PersonFacts(), after = facts(of: person, outline, state)
            people[person] = after.isEmpty ? nil : after
            answers += after.count - before.count
            return before.changes(to: after, of: person)
        }
    }

    /// The part of somebody who takes part in all of the meeting as before, and has no other address that says anything
    /// of it.
    private func onlyPart(of person: String, _ state: AdvancingFold) -> Participant? {
        guard date == nil, people[person] != nil else { return nil }
        let addresses = addresses[person] ?? [person]
        guard addresses.count == 1, let address = addresses.first else { return nil }
        return state.part(of: address).participant
    }

    private mutating func update(_ person: String, on date: CivilDate, _ special: Participant.OfDate?) -> StateChange? {
        let before = people[person]?.dates[date], after = special.map(StateFacts.value)
        guard before != after else { return nil }
        people[person]?.dates[date] = after
        answers += (after == nil ? 0 : 1) - (before == nil ? 0 : 1)
        return StateChange(fact: .participant(person, on: date), before: before, after: after)
    }

    private static func value(_ special: Participant.OfDate) -> StateChange.Value {
        special.isPresent ? .answer(special.response) : .absent
    }

    /// Whom an address leads to.
    private mutating func person(_ address: String) -> String {
        let person = resolve(address)
        if person != address { addresses[person, default: [person]].insert(address) }
        return person
    }

    /// What a meeting of this person alone would tell of them.
    private func facts(of person: String, _ outline: Meeting, _ state: AdvancingFold) -> PersonFacts {
        var meeting = outline
        for address in (addresses[person] ?? [person]).sorted() {
            let part = state.part(of: address)
            if let participant = part.participant { meeting.participants.append(participant) }
            meeting.takenOff += part.takenOff
        }
        meeting = meeting.withEachPersonOnce(resolve)
        var facts = PersonFacts()
        if let date {
            for attendee in meeting.attendees(on: date) { facts.dates[date] = .answer(attendee.response) }
            return facts
        }
        for participant in meeting.participants {
            if participant.isOfSeries { facts.whole = participant.response }
            for special in participant.dates { facts.dates[special.date] = StateFacts.value(special) }
        }
        return facts
    }
}

/// What is known of somebody: most often of the whole alone.
private struct PersonFacts {
    var whole: Response?
    var dates: [CivilDate: StateChange.Value] = [:]

    var isEmpty: Bool { whole == nil && dates.isEmpty }
    var count: Int { (whole == nil ? 0 : 1) + dates.count }

    /// By date, that of the whole first.
    func changes(to other: PersonFacts, of person: String) -> [StateChange] {
        var changes: [StateChange] = []
        if whole != other.whole {
            changes.append(
                StateChange(
                    fact: .participant(person, on: nil), before: whole.map { .answer($0) },
                    after: other.whole.map { .answer($0) }))
        }
        guard !dates.isEmpty || !other.dates.isEmpty else { return changes }
        for date in Set(dates.keys).union(other.dates.keys).sorted() where dates[date] != other.dates[date] {
            changes.append(
                StateChange(fact: .participant(person, on: date), before: dates[date], after: other.dates[date]))
        }
        return changes
    }
}

extension Schedule {
    /// Without what it lists of single dates.
    public var withoutInstances: Schedule {
        switch self {
        case .dates(_, let zone): return .dates([], zone: zone)
        case .besides(let slot, let isSeries, _, let zone):
            return .besides(slot, isSeries: isSeries, dates: [], zone: zone)
        case .series(var series):
            series.overrides = []
            return .series(series)
        case .unknown, .single, .firstOccurrence: return self
        }
    }

    fileprivate var isSingle: Bool {
        if case .single = self { true } else { false }
    }

    /// What it lists of single dates, in their order.
    fileprivate var instances: [(date: CivilDate, value: StateChange.Value)] {
        switch self {
        case .series(let series): series.overrides.map { ($0.date, $0.value) }
        case .dates(let dates, _), .besides(_, _, let dates, _): dates.map { ($0.date, $0.value) }
        case .unknown, .single, .firstOccurrence: []
        }
    }

    /// What it lists of a date.
    fileprivate func instance(on date: CivilDate) -> StateChange.Value? {
        switch self {
        case .series(let series): return series.override(on: date)?.value
        case .dates(let dates, _), .besides(_, _, let dates, _):
            let index = dates.firstPlace { $0.date >= date }
            return index < dates.count && dates[index].date == date ? dates[index].value : nil
        case .unknown, .single, .firstOccurrence: return nil
        }
    }
}

extension Series.Override {
    fileprivate var value: StateChange.Value { isRemoved ? .removed : .instance(moved) }
}

extension DatedSlot {
    fileprivate var value: StateChange.Value { isRemoved ? .removed : .instance(slot) }
}
