import ExchangeFormats

/// The history of one meeting: each entry in the order in which Exchange logged it, what it did or why it did
/// nothing, and the meeting as it stood after it. It is told step by step, as a big meeting's is longer than memory.
public struct Story {
    /// One entry, what it did, and what is known after it.
    public struct Step: Sendable {
        /// The entry, with the date of its occurrence where the entries of the meeting tell it only together.
        public var entry: Entry
        /// What the entry did, or why it did nothing, as all entries that the story knows tell it.
        public var effect: Effect
        /// What differs from the same item's entry before.
        public var changes: [FieldChange]
        /// What is not as it was of the meeting after the step before; of a story that follows one date, of its
        /// instance.
        public var differences: [StateChange]
        /// The meeting after this entry, without its people; nil when nothing was known of one yet.
        public var outline: Meeting?
        /// The same, each person once; nil where it is too long to be told again and again.
        public var meeting: Meeting?
        /// Of a story that follows one date of a series: its instance after this entry; nil when there is none.
        public var occurrence: Occurrence?
    }

    /// What an entry did to the meeting.
    public enum Effect: Hashable, Sendable {
        case created, changed, repeated, deleted, revived, cancelled, invited
        case answered(by: String?, Response)
        case ignored(Role.Reason)
    }

    /// The date that the story follows; nil for all of the meeting.
    public let date: CivilDate?
    private let mailbox: String?
    private let zones: ZoneBook
    private let resolve: (String) -> String
    /// In replay order, as the log has them, and with the dates that all of them together tell.
    private let raw: [Entry]
    private let dated: [Entry]
    /// In order of log time, up to the last that is told.
    private var places: [Int]
    private let trace = FoldTrace()
    private let organizer: String?

    /// As many people and single dates are told again with every step.
    static let mostInFull = 40

    /// - Parameters:
    ///   - entries: all that the log has of the meeting, in any order.
    ///   - asOf: leaves out entries logged after this instant.
    ///   - mailbox: tells only this mailbox's copy; the meeting is that of all copies all the same.
    ///   - date: tells only what concerns the occurrence of this date: entries of the date and of the whole series.
    ///   - zones: the clocks of the names that the entries have.
    ///   - resolve: the one address of the person whom an address leads to.
    public init(
        of entries: [Entry], asOf: Instant? = nil, mailbox: String? = nil, occurrence date: CivilDate? = nil,
        zones: ZoneBook, onePerson resolve: @escaping (String) -> String = { $0 }
    ) {
        self.date = date
        self.mailbox = mailbox
        self.zones = zones
        self.resolve = resolve
        raw = sortedOnce(logged(entries, by: asOf))
        dated = withDates(raw, zones: zones)
        organizer = Decision(CopySet(dated, zones: zones, trace: trace), zones: zones)?.organizer
        let moments = raw.map { LogMoment($0) }
        places = raw.indices.sorted { moments[$0] < moments[$1] }
        while let last = places.last, !tells(dated[last]) { places.removeLast() }
    }

    private func tells(_ entry: Entry) -> Bool {
        if let mailbox, entry.mailbox != mailbox { return false }
        guard let date, let other = entry.instanceDate else { return true }
        return date == other
    }

    /// Whether there is nothing to tell.
    public var isEmpty: Bool { places.isEmpty }

    /// The meeting after the last step, each person once.
    public var end: Meeting? {
        fold(sorted: places.sorted().map { raw[$0] }, zones: zones)?.withEachPersonOnce(resolve)
    }

    /// Whether the date that the story follows is one of the series after any step.
    public var everHasInstance: Bool {
        guard let date else { return false }
        var state = AdvancingFold(raw, zones: zones)
        return places.contains { place in
            state.take(place)
            return tells(dated[place]) && state.outline?.occurrence(of: date, zones: zones) != nil
        }
    }

    /// Tells each step.
    ///
    /// - Parameters:
    ///   - isFull: the whole meeting is told after each, however long it is.
    ///   - body: gets the steps in order of log time.
    public func forEachStep(isFull: Bool = false, _ body: (Step) throws -> Void) rethrows {
        var state = AdvancingFold(raw, zones: zones)
        var facts = StateFacts(of: date, zones: zones, resolve)
        var untold = UntoldChanges()
        var items: [ItemKey: ItemProgress] = [:]
        var isKnown = false
        for place in places {
            let entry = dated[place]
            // The meeting after a step is what was known then, the zone of the series included.
            state.take(place)
            untold.add(facts.update(&state))
            let key = ItemKey(entry, date: entry.instanceDate)
            let effect = effect(of: entry, item: &items[key, default: ItemProgress()])
            let changes = items[key]?.changes(to: entry) ?? []
            if effect.isOfItem { items[key]?.last = entry }
            guard tells(entry) else { continue }
            var outline = state.outline
            let occurrence = date.flatMap { outline?.occurrence(of: $0, zones: zones) }
            if let organizer = outline?.organizer { outline?.organizer = resolve(organizer) }
            // The first state differs from nothing, so it is told whole.
            let isWhole = isFull || !isKnown || facts.size <= Story.mostInFull
            isKnown = outline != nil
            try body(
                Step(
                    entry: entry, effect: effect == .changed && changes.isEmpty ? .repeated : effect, changes: changes,
                    differences: untold.take(), outline: outline,
                    meeting: isWhole ? state.meeting?.withEachPersonOnce(resolve) : nil, occurrence: occurrence))
        }
    }

    /// The steps, each with the whole meeting.
    public var steps: [Step] {
        var steps: [Step] = []
        forEachStep(isFull: true) { steps.append($0) }
        return steps
    }

    private struct ItemKey: Hashable {
        var mailbox: String?
        var creation: Instant?
        var date: CivilDate?
        var isMessage: Bool

        init(_ entry: Entry, date: CivilDate?) {
            mailbox = entry.mailbox
            creation = entry.mailbox == nil ? entry.creationTime : nil
            self.date = date
            isMessage = !entry.itemClass.isCalendarItem
        }
    }

    private struct ItemProgress {
        var last: Entry?
        var isDeleted = false

        func changes(to entry: Entry) -> [FieldChange] { last.map { FieldChange.between($0, entry) } ?? [] }
    }

    private func effect(of entry: Entry, item: inout ItemProgress) -> Effect {
        if let reason = trace.ignored[entry.hash] { return .ignored(reason) }
        switch entry.role {
        case .ignored(let reason): return .ignored(reason)
        case .answers(let response): return .answered(by: entry.answerer(organizer: organizer), response)
        case .invites: return .invited
        case .cancels: return .cancelled
        case .deletes:
            item.isDeleted = true
            return .deleted
        case .saves:
            let wasDeleted = item.isDeleted
            item.isDeleted = false
            if wasDeleted { return .revived }
            if entry.appointmentState?.contains(.cancelled) == true,
                item.last?.appointmentState?.contains(.cancelled) != true
            {
                return .cancelled
            }
            return item.last == nil ? .created : .changed
        }
    }
}

extension Story.Effect {
    fileprivate var isOfItem: Bool {
        switch self {
        case .ignored, .answered: false
        case .created, .changed, .repeated, .deleted, .revived, .cancelled, .invited: true
        }
    }
}

/// What has changed since the last step that was told.
private struct UntoldChanges {
    private var changes: [StateChange] = []
    private var places: [StateChange.Fact: Int] = [:]

    /// - Parameter newer: each fact once.
    mutating func add(_ newer: [StateChange]) {
        // A meeting of very many people begins with one for each of them, which are most often told at once.
        if changes.isEmpty {
            changes = newer
            return
        }
        if places.isEmpty { for (place, change) in changes.enumerated() { places[change.fact] = place } }
        for change in newer {
            if let place = places[change.fact] {
                changes[place].after = change.after
            } else {
                places[change.fact] = changes.count
                changes.append(change)
            }
        }
    }

    mutating func take() -> [StateChange] {
        var taken = changes
        (changes, places) = ([], [:])
        taken.removeAll { $0.before == $0.after }
        return taken
    }
}
