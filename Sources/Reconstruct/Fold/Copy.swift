import ExchangeFormats

/// All items of one mailbox under one meeting key.
struct Copy {
    /// Nil in a merged export.
    var mailbox: String?
    /// The series master or the single appointment.
    var master: Item?
    /// Exceptions, and single dates that a guest was invited to, in order of date.
    var dated: [(date: CivilDate, item: Item)] = []

    /// The item that speaks for the copy as a whole.
    var leading: Item? { master ?? dated.max { Copy.rank($0.item) < Copy.rank($1.item) }?.item }

    /// A live item of a guest who was not taken off.
    var isLive: Bool { isLive(since: nil) }

    /// The same, where items of single dates only count if they are not older than a reset.
    func isLive(since reset: LogMoment?) -> Bool {
        if let master { return master.isLive }
        return dated.contains { _, item in
            guard item.isLive, let last = item.last else { return false }
            return reset.map { last.logged >= $0.logged } ?? true
        }
    }

    /// Whether the copy is the organizer's: its mailbox is the organizer, or its state says so.
    var isOrganizers: Bool {
        guard let item = leading else { return false }
        if let mailbox {
            if mailbox == item.state.organizer { return true }
            guard let state = item.state.appointmentState else { return item.state.responseType == 1 }
            return !item.isInferred && state.contains(.meeting) && !state.contains(.received)
        }
        guard let state = item.state.appointmentState else { return item.state.responseType == 1 }
        return !item.isInferred && !state.contains(.received)
    }

    /// How strongly an item decides: by sequence number, then by time of modification.
    static func rank(_ item: Item) -> Rank { Rank(sequence: item.state.sequenceNumber, last: item.last) }

    struct Rank: Comparable {
        var sequence: Int
        var last: ReplayOrder?

        static func < (left: Rank, right: Rank) -> Bool {
            if left.sequence != right.sequence { return left.sequence < right.sequence }
            guard let first = left.last, let second = right.last else { return left.last == nil && right.last != nil }
            return first < second
        }
    }

    /// Cuts a stream's entries into copies, in order of mailbox.
    ///
    /// - Parameter entries: sorted by `ReplayOrder`.
    static func copies(of entries: [Entry], zones: ZoneBook, trace: FoldTrace? = nil) -> [Copy] {
        var byMailbox: [String: [Entry]] = [:]
        var unnamed: [Entry] = []
        for entry in entries {
            if let mailbox = entry.mailbox { byMailbox[mailbox, default: []].append(entry) } else { unnamed.append(entry) }
        }
        var copies = byMailbox.sorted { $0.key < $1.key }.compactMap { mailbox, entries in
            Copy(mailbox: mailbox, entries: entries, zones: zones, trace: trace)
        }
        if !unnamed.isEmpty { copies += mergedCopies(of: unnamed, knownElsewhere: !copies.isEmpty, zones: zones, trace: trace) }
        return copies
    }

    private init?(mailbox: String?, entries: [Entry], zones: ZoneBook, trace: FoldTrace?) {
        self.mailbox = mailbox
        let hasCalendarItem = entries.contains { $0.itemClass.isCalendarItem && $0.role.concernsItem }
        var masterEntries: [Entry] = []
        var byDate: [CivilDate: [Entry]] = [:]
        for entry in entries where entry.role.concernsItem {
            // The organizer's mailbox keeps the cancellations it sent, also those to guests who were taken off.
            if entry.role == .cancels, hasCalendarItem, mailbox != nil, entry.sentRepresenting == mailbox {
                trace?.ignored[entry.hash] = .ownMessage
                continue
            }
            if let date = entry.instanceDate {
                byDate[date, default: []].append(entry)
            } else {
                masterEntries.append(entry)
            }
        }
        master = Item(replaying: masterEntries, mayBeInferred: !hasCalendarItem, trace: trace)
        dated = byDate.sorted { $0.key < $1.key }.compactMap { date, entries in
            Item(replaying: entries, mayBeInferred: !hasCalendarItem, trace: trace).map { (date, $0) }
        }
        if master == nil && dated.isEmpty { return nil }
    }

    /// Without mailboxes a copy is told apart by its creation time. Exceptions have creation times of their own,
    /// so they go to the organizer's copy or to the leading attendee's, as their state says; messages only count
    /// when there is no appointment entry at all.
    private static func mergedCopies(
        of entries: [Entry], knownElsewhere: Bool, zones: ZoneBook, trace: FoldTrace?
    ) -> [Copy] {
        var byCreation: [Instant: [Entry]] = [:]
        var exceptions: [Entry] = []
        var messages: [Entry] = []
        for entry in entries where entry.role.concernsItem {
            if !entry.itemClass.isCalendarItem && entry.itemClass != .deletedOccurrence {
                messages.append(entry)
            } else if entry.instanceDate != nil {
                exceptions.append(entry)
            } else {
                byCreation[entry.creationTime ?? Instant(ticks: 0), default: []].append(entry)
            }
        }
        var copies = byCreation.sorted { $0.key < $1.key }.compactMap {
            Copy(mailbox: nil, entries: $0.value, zones: zones, trace: trace)
        }
        func isOfOrganizer(_ entry: Entry) -> Bool { entry.appointmentState?.contains(.received) == false }
        for isOrganizers in [true, false] {
            let part = exceptions.filter { isOfOrganizer($0) == isOrganizers }
            guard let extra = Copy(mailbox: nil, entries: part, zones: zones, trace: trace) else { continue }
            let hosts = copies.indices.filter { copies[$0].isOrganizers == isOrganizers && copies[$0].master != nil }
            let host = hosts.max { left, right in
                let (first, second) = (copies[left], copies[right])
                if first.isLive != second.isLive { return second.isLive }
                guard let one = first.master, let other = second.master else { return false }
                return rank(one) < rank(other)
            }
            guard let host else {
                copies.append(extra)
                continue
            }
            copies[host].dated = extra.dated
            // An organizer's re-created item goes on where the one before it ended: what that one reset stays reset.
            if isOrganizers {
                let earlier = hosts.filter { $0 < host }.flatMap { copies[$0].master?.shapes ?? [] }
                copies[host].master?.shapes.insert(contentsOf: earlier, at: 0)
            }
        }
        if copies.isEmpty, !knownElsewhere, let standIn = Copy(mailbox: nil, entries: messages, zones: zones, trace: trace) {
            copies.append(standIn)
        }
        return copies
    }
}

extension Role {
    /// Whether the entry says something of an item, rather than of an answer or of nothing.
    var concernsItem: Bool {
        switch self {
        case .saves, .deletes, .invites, .cancels: true
        case .answers, .ignored: false
        }
    }
}
