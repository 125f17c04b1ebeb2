import ExchangeFormats

/// The copies of a merged export: without mailboxes a copy is told apart by its creation time, which every copy of an
/// item has of its own.
///
/// An exception has a creation time of its own too, so its state says whether it is the organizer's, or what else its
/// row tells, and its age which copies it can belong to. A single date that a guest was invited to is an ordinary
/// appointment, and a copy by itself.
struct MergedCopies {
    private(set) var copies: [Copy] = []
    /// Cancellation messages of the whole meeting, and of single dates.
    private(set) var cancellations: [Item.Cancellation] = []
    private(set) var dateCancellations: [CivilDate: [Item.Cancellation]] = [:]
    /// Messages, which only count when there is no appointment entry at all.
    private(set) var messages: EntryGroup
    /// How the organizer's copies take up one another, by their places in `copies`; nil for a guest's.
    private var successions: [Succession?] = []
    /// Whose exceptions are, and which copies they can belong to; nil without exceptions.
    private(set) var homes: PlacedExceptions.Homes?

    /// What an entry that concerns an item counts to.
    enum Kind: Equatable {
        case message
        /// An item without a date, by the time at which it was made.
        case copy(Instant)
        case singleDate(Instant)
        case exception

        init(_ entry: Entry) {
            let creation = entry.creationTime ?? Instant(ticks: 0)
            if !entry.itemClass.isCalendarItem && entry.itemClass != .deletedOccurrence {
                self = .message
            } else if entry.instanceDate == nil {
                self = .copy(creation)
            } else if entry.itemClass == .appointment, !entry.isOrganizers {
                self = .singleDate(creation)
            } else {
                self = .exception
            }
        }
    }

    init(_ entries: EntryGroup, zones: ZoneBook, trace: FoldTrace?) {
        let entries = entries.those { $0.role.concernsItem }
        messages = entries.those { if case .message = Kind($0) { true } else { false } }
        for message in messages where message.role == .cancels {
            if let date = message.instanceDate {
                dateCancellations[date, default: []].append(Item.Cancellation(message))
            } else {
                cancellations.append(Item.Cancellation(message))
            }
        }
        func copies(_ groups: [Instant: EntryGroup]) -> [(creation: Instant, copy: Copy)] {
            groups.sorted { $0.key < $1.key }.compactMap { creation, entries in
                Copy(mailbox: nil, entries: entries, zones: zones, trace: trace).map { (creation, $0) }
            }
        }
        let exceptions = entries.those { if case .exception = Kind($0) { true } else { false } }
        let masters: [Instant: EntryGroup] = entries.grouped {
            if case .copy(let creation) = Kind($0) { creation } else { nil }
        }
        let singleDates: [Instant: EntryGroup] = entries.grouped {
            if case .singleDate(let creation) = Kind($0) { creation } else { nil }
        }
        put(copies(masters), exceptions: exceptions, zones, trace)
        self.copies += copies(singleDates).map(\.copy)
    }

    /// Copies with their exceptions, and without single dates and messages.
    ///
    /// - Parameter copies: in order of creation.
    init(copies: [(creation: Instant, copy: Copy)], exceptions: EntryGroup, zones: ZoneBook) {
        messages = exceptions.those { _ in false }
        put(copies, exceptions: exceptions, zones, nil)
    }

    private mutating func put(
        _ made: [(creation: Instant, copy: Copy)], exceptions: EntryGroup, _ zones: ZoneBook, _ trace: FoldTrace?
    ) {
        copies = made.map(\.copy)
        successions = MergedCopies.successions(made, trace)
        guard !exceptions.isEmpty else { return }
        let beginnings = zip(made, successions).map { $1?.beginning ?? $0.creation }
        let owners = ExceptionOwners(of: zip(copies, beginnings), zones: zones)
        homes = PlacedExceptions.Homes(
            owners: owners, hosts: ExceptionHosts(claims: copies.map(CopyClaim.init), beginnings: beginnings))
        placeOrganizersExceptions(exceptions.those { owners.isOrganizers($0) }, zones, trace)
        placeGuestsExceptions(exceptions.those { !owners.isOrganizers($0) }, zones, trace)
    }

    private static func successions(
        _ made: [(creation: Instant, copy: Copy)], _ trace: FoldTrace?
    ) -> [Succession?] {
        var before: (item: Item?, succession: Succession)?
        return made.map { creation, copy in
            guard copy.isOrganizers else { return nil }
            if let moment = Succession.roundTrip(from: before?.item, to: copy.master) {
                trace?.noteRoundTrip(before?.item?.departures ?? [], takenBackAt: moment)
            }
            let succession = Succession(of: copy.master, madeAt: creation, after: before)
            before = (copy.master, succession)
            return succession
        }
    }

    /// Gives an organizer's copy what those before it had said, where it is one that decides.
    ///
    /// - Parameter place: among `copies`.
    func follow(_ place: Int, into copy: inout Copy, zones: ZoneBook) {
        guard place < successions.count, let succession = successions[place] else { return }
        var history = SeriesHistory()
        for index in 0...place where successions[index] != nil {
            history.follow((copies[index].master?.shapes ?? [])[...], zones: zones)
        }
        copy.take(history, succession)
    }

    private mutating func placeOrganizersExceptions(_ entries: EntryGroup, _ zones: ZoneBook, _ trace: FoldTrace?) {
        guard let extra = Copy(mailbox: nil, entries: entries, zones: zones, trace: trace) else { return }
        var homeless = extra
        homeless.dated = DatedItems(extra.dated.filter { !place($0.item, on: $0.date, isOrganizers: true) })
        if !homeless.dated.isEmpty { copies.append(homeless) }
    }

    /// Of the exceptions that several guests have of one date one that is live speaks for it: a guest who deleted
    /// theirs refused, and nothing tells which copy is theirs.
    private mutating func placeGuestsExceptions(_ entries: EntryGroup, _ zones: ZoneBook, _ trace: FoldTrace?) {
        var chosen: [CivilDate: Item] = [:]
        for (_, entries) in entries.grouped(by: { Optional($0.creationTime) }) {
            guard let copy = Copy(mailbox: nil, entries: entries, zones: zones, trace: trace) else { continue }
            for (date, item) in copy.dated {
                if let known = chosen[date], MergedCopies.outranks(known, item) { continue }
                chosen[date] = item
            }
        }
        var homeless = Copy(mailbox: nil)
        for (date, item) in chosen.sorted(by: { $0.key < $1.key }) where !place(item, on: date, isOrganizers: false) {
            homeless.dated.put(item, on: date)
        }
        if !homeless.dated.isEmpty { copies.append(homeless) }
    }

    /// Gives an exception to its copy.
    private mutating func place(_ item: Item, on date: CivilDate, isOrganizers: Bool) -> Bool {
        guard let host = homes?.hosts.host(of: item, isOrganizers: isOrganizers) else { return false }
        copies[host].dated.put(item, on: date)
        return true
    }

    static func outranks(_ one: Item, _ other: Item) -> Bool {
        one.isLive != other.isLive ? one.isLive : Copy.rank(one) > Copy.rank(other)
    }
}

extension Entry {
    /// Whether a calendar item of a merged export is the organizer's.
    fileprivate var isOrganizers: Bool { appointmentState?.contains(.received) == false }
}
