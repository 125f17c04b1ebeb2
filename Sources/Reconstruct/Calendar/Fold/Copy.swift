import ExchangeFormats

/// All items of one mailbox under one meeting key.
struct Copy {
    /// Nil in a merged export.
    var mailbox: String?
    /// The series master or the single appointment.
    var master: Item?
    /// Exceptions, and single dates that a guest was invited to.
    var dated = DatedItems()
    /// What the blobs of the master say, where that is followed entry by entry; it is found out where it is asked for
    /// else.
    var history: SeriesHistory?
    /// Cancellations of the whole meeting that the organizer's mailbox keeps of those it sent.
    var sentCancellations: [Item.Cancellation] = []

    /// The item that speaks for the copy as a whole.
    var leading: Item? { master ?? dated.leading }

    /// The rank of that item.
    var rank: Rank? {
        // The master where it stands, as below.
        guard let sequence = master?.state.sequenceNumber else { return dated.leadersRank }
        return Rank(sequence: sequence, last: master?.lastOfItem ?? master?.last)
    }

    /// Cancelled as a whole; a copy of single dates alone, when each of them is.
    var isCancelled: Bool { master?.state.isCancelled ?? dated.areAllCancelled }

    /// A live item of a guest who was not taken off.
    var isLive: Bool { isLive(since: nil) }

    /// The same, where items of single dates only count if they are not older than a reset.
    func isLive(since reset: LogMoment?) -> Bool {
        if let isLive = master?.isLive { return isLive }
        guard reset != nil else { return dated.hasLive }
        return dated.contains { _, item in
            guard item.isLive, let last = item.last else { return false }
            return reset.map { last.logged >= $0.logged } ?? true
        }
    }

    /// Whether the copy is the organizer's: its mailbox is the organizer, or its state says so. What has no guests and
    /// names nobody is its owner's.
    var isOrganizers: Bool {
        // The master where it stands: it is asked often, and an item that is copied costs more than the answer.
        if master != nil {
            if isInOrganizersMailbox { return true }
            guard let state = master?.state.appointmentState else { return master?.state.responseType == .organizer }
            let isOwn = mailbox == nil || state.contains(.meeting) || master?.state.organizer == nil
            return master?.isInferred == false && isOwn && !state.contains(.received)
        }
        guard let item = dated.leading else { return false }
        if isInOrganizersMailbox { return true }
        guard let state = item.state.appointmentState else { return item.state.responseType == .organizer }
        let isOwn = mailbox == nil || state.contains(.meeting) || item.state.organizer == nil
        return !item.isInferred && isOwn && !state.contains(.received)
    }

    /// Whose address its rows name as the organizer's; its owner's, where it is the organizer's and they name nobody.
    var namedOrganizer: String? {
        if let organizer = statedOrganizer, !Address.isName(organizer) { return organizer }
        return isOrganizers ? mailbox : nil
    }

    var isInOrganizersMailbox: Bool { mailbox != nil && mailbox == statedOrganizer }

    private var statedOrganizer: String? {
        master != nil ? master?.state.organizer : dated.leading?.state.organizer
    }

    /// Whether its item without a date names the zone of its times.
    var namesZone: Bool { master?.state.zone != nil }

    /// How strongly an item decides: by sequence number, then by time of modification. Messages modify no item.
    static func rank(_ item: Item) -> Rank {
        Rank(sequence: item.state.sequenceNumber, last: item.lastOfItem ?? item.last)
    }

    struct Rank: Comparable {
        var sequence: Int
        var last: ReplayOrder?

        static func < (left: Rank, right: Rank) -> Bool {
            if left.sequence != right.sequence { return left.sequence < right.sequence }
            guard let first = left.last, let second = right.last else { return left.last == nil && right.last != nil }
            return first < second
        }
    }

}

extension Copy {
    /// - Parameter entries: of one mailbox, or of one copy of a merged export; sorted by `ReplayOrder`.
    init?(mailbox: String?, entries: EntryGroup, zones: ZoneBook, trace: FoldTrace?) {
        self.init(mailbox: mailbox)
        let hasCalendarItem = entries.contains { $0.itemClass.isCalendarItem && $0.role.concernsItem }
        let ofItems = entries.those { entry in
            guard entry.role.concernsItem else { return false }
            guard hasCalendarItem, entry.isSentCancellation(of: mailbox) else { return true }
            trace?.ignored[entry.hash] = .ownMessage
            if entry.instanceDate == nil { sentCancellations.append(Item.Cancellation(entry)) }
            return false
        }
        master = Item(
            replaying: ofItems.those { $0.instanceDate == nil }, mayBeInferred: !hasCalendarItem, trace: trace)
        dated = DatedItems(
            ofItems.grouped { $0.instanceDate }.sorted { $0.key < $1.key }.compactMap { date, entries in
                Item(replaying: entries, mayBeInferred: !hasCalendarItem, trace: trace).map { (date, $0) }
            })
        if master == nil && dated.isEmpty { return nil }
    }
}

extension Entry {
    /// Whether the entry is a cancellation that a mailbox keeps of those it sent. The organizer's mailbox keeps them
    /// all, also those to guests who were taken off.
    func isSentCancellation(of mailbox: String?) -> Bool {
        mailbox != nil && sentRepresenting == mailbox && role == .cancels
    }
}

extension Role {
    /// Whether the entry says something of an item, if only that it left the mailbox, rather than of an answer or of
    /// nothing.
    var concernsItem: Bool {
        switch self {
        case .saves, .deletes, .invites, .cancels, .ignored(.cleanUp): true
        case .answers, .ignored: false
        }
    }
}
