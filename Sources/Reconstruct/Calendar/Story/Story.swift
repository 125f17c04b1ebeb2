import ExchangeFormats

/// The history of one meeting: each entry in the order in which Exchange logged it, what it did or why it did
/// nothing, and the meeting as it stood after it.
public struct Story: Sendable {
    /// One entry, what it did, and the meeting as it stood after it.
    public struct Step: Sendable {
        public var entry: Entry
        public var effect: Effect
        /// What differs from the same item's entry before.
        public var changes: [FieldChange]
        /// The meeting after this entry; nil when nothing was known of one yet.
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

    public var steps: [Step]
    /// The date that the story follows; nil for all of the meeting.
    public let date: CivilDate?

    /// - Parameters:
    ///   - entries: all that the log has of the meeting, in any order.
    ///   - asOf: leaves out entries logged after this instant.
    ///   - mailbox: tells only this mailbox's copy; the meeting is that of all copies all the same.
    ///   - date: tells only what concerns the occurrence of this date: entries of the date and of the whole series.
    ///   - zones: the clocks of the names that the entries have.
    public init(
        of entries: [Entry], asOf: Instant? = nil, mailbox: String? = nil, occurrence date: CivilDate? = nil,
        zones: ZoneBook
    ) {
        let raw = sortedOnce(entries.filter { entry in asOf.map { entry.loggedAt <= $0 } ?? true })
        let sorted = withDates(raw, zones: zones)
        let trace = FoldTrace()
        let organizer = Decision(CopySet(sorted, zones: zones, trace: trace), zones: zones)?.organizer
        let byLogTime = sorted.indices.sorted { LogMoment(sorted[$0]) < LogMoment(sorted[$1]) }
        var items: [ItemKey: ItemProgress] = [:]
        var steps: [Step] = []
        var known: [Entry] = []
        for index in byLogTime {
            let entry = sorted[index]
            // The meeting after a step is what was known then, the zone of the series included.
            known.append(raw[index])
            let occurrence = entry.instanceDate
            let key = ItemKey(entry, date: occurrence)
            let effect = Story.effect(
                of: entry, organizer: organizer, trace: trace, item: &items[key, default: ItemProgress()])
            let changes = items[key]?.changes(to: entry) ?? []
            if effect.isOfItem { items[key]?.last = entry }
            if let mailbox, entry.mailbox != mailbox { continue }
            if let date, let occurrence, occurrence != date { continue }
            let meeting = fold(known, zones: zones)
            steps.append(
                Step(
                    entry: entry, effect: effect == .changed && changes.isEmpty ? .repeated : effect, changes: changes,
                    meeting: meeting, occurrence: date.flatMap { meeting?.occurrence(of: $0, zones: zones) }))
        }
        self.steps = steps
        self.date = date
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

    private static func effect(
        of entry: Entry, organizer: String?, trace: FoldTrace, item: inout ItemProgress
    ) -> Effect {
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
