import ExchangeFormats

/// What the copies of a stream decide, as far as its entries were taken.
struct AdvancingDecision {
    private(set) var board = CopyBoard()
    private var known: Decision?
    private var isCurrent = true
    private(set) var work = FoldWork()
    /// How many decisions were made.
    private(set) var number = 0

    init(continuing other: AdvancingDecision? = nil) {
        work = other?.work ?? FoldWork()
        number = other?.number ?? 0
    }

    /// - Parameter entries: the whole stream in replay order.
    mutating func take(_ place: Int, of entries: [Entry], zones: ZoneBook) -> CopyBoard.Change {
        let concernsItem = entries[place].role.concernsItem, mailbox = entries[place].mailbox
        guard concernsItem else { return board.take(place, of: entries, zones: zones, &work) }
        // Nothing else may hold the copy that is changed, or all of it were copied.
        let isOwn = mailbox != nil && mailbox == known?.copy.mailbox
        let before = isCurrent && !isOwn && known?.restsOnOrganizer == true ? known : nil
        known = nil
        let change = board.take(place, of: entries, zones: zones, &work)
        known = before
        switch change {
        case .nothing: isCurrent = isCurrent && known != nil
        case .guests(_, let namesZone):
            isCurrent = isCurrent && known.map { $0.leading.state.zone != nil || !namesZone } ?? false
        case .other: isCurrent = false
        }
        if !isCurrent { known = nil }
        return change
    }

    mutating func decision(_ zones: ZoneBook) -> Decision? {
        if !isCurrent {
            known = Decision(board.set, zones: zones)
            isCurrent = true
            number += 1
            work.copies += board.set.copies.count
        }
        return known
    }
}

extension Decision {
    /// Whether no copy of a guest's, and no message of a merged export, can change anything of it: the organizer's item
    /// decides and stands, and it is known whose it is. Its zone is a guest's where it names none itself.
    var restsOnOrganizer: Bool {
        guard isOrganizersAlone, copy.namedOrganizer != nil, let master = copy.master else { return false }
        return master.isLive && Ending(of: master) == nil
    }
}
