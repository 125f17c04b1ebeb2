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
        // A decision that does not stand would hold what is changed now, so that it had to be copied.
        let before = isCurrent ? known : nil
        let rests = before?.restsOnOrganizer == true, hasZone = before?.leading.state.zone != nil
        let concernsItem = entries[place].role.concernsItem
        if concernsItem { known = nil }
        let change = board.take(place, of: entries, zones: zones, &work)
        switch change {
        case .nothing: if concernsItem { known = before }
        case .guests(_, let namesZone) where rests && (hasZone || !namesZone): known = before
        case .guests, .other: isCurrent = false
        }
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
