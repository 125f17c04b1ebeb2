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
    private var people: [String: [CivilDate?: StateChange.Value]] = [:]
    /// The addresses that lead to each person.
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
        let named = date == nil ? outline.schedule.instances : []
        changes += changesOfInstances(to: named)
        instances = named
        return changes + updatePeople(touched, outline, state)
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

    // MARK: People

    private mutating func updatePeople(
        _ touched: AdvancingAttendance.Touched, _ outline: Meeting, _ state: AdvancingFold
    ) -> [StateChange] {
        var persons: Set<String> = []
        switch touched {
        case .everybody:
            persons = Set(people.keys)
            for address in state.addresses { persons.insert(person(address)) }
        case .some(let touched):
            for address in touched { persons.insert(person(address)) }
        }
        return persons.sorted().flatMap { person in
            let before = people[person] ?? [:], after = facts(of: person, outline, state)
            people[person] = after.isEmpty ? nil : after
            answers += after.count - before.count
            return Set(before.keys).union(after.keys).filter { before[$0] != after[$0] }
                .sorted { ($0?.days ?? .min) < ($1?.days ?? .min) }
                .map { StateChange(fact: .participant(person, on: $0), before: before[$0], after: after[$0]) }
        }
    }

    /// Whom an address leads to.
    private mutating func person(_ address: String) -> String {
        let person = resolve(address)
        addresses[person, default: []].insert(address)
        return person
    }

    /// What a meeting of this person alone would tell of them.
    private func facts(of person: String, _ outline: Meeting, _ state: AdvancingFold) -> [CivilDate?: StateChange.Value]
    {
        var meeting = outline
        for address in (addresses[person] ?? []).sorted() {
            let part = state.part(of: address)
            if let participant = part.participant { meeting.participants.append(participant) }
            meeting.takenOff += part.takenOff
        }
        meeting = meeting.withEachPersonOnce(resolve)
        var facts: [CivilDate?: StateChange.Value] = [:]
        if let date {
            for attendee in meeting.attendees(on: date) { facts[date] = .answer(attendee.response) }
            return facts
        }
        for participant in meeting.participants {
            if participant.isOfSeries { facts[CivilDate?.none] = .answer(participant.response) }
            for special in participant.dates {
                facts[special.date] = special.isPresent ? .answer(special.response) : .absent
            }
        }
        return facts
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
        case .series(let series):
            series.overrides.map { ($0.date, $0.isRemoved ? .removed : .instance($0.moved)) }
        case .dates(let dates, _), .besides(_, _, let dates, _):
            dates.map { ($0.date, $0.isRemoved ? .removed : .instance($0.slot)) }
        case .unknown, .single, .firstOccurrence: []
        }
    }
}
