import ExchangeFormats

/// What the copies of a stream decide, as far as its entries were taken.
struct AdvancingDecision {
    private(set) var board = CopyBoard()
    private var known: Decision?
    private var isCurrent = true
    private(set) var work = FoldWork()
    /// How many decisions were made as a whole.
    private(set) var number = 0
    /// The dates that were decided anew by themselves since the last decision of the whole, or since they were taken.
    private var redecided: Set<CivilDate> = []

    init(continuing other: AdvancingDecision? = nil) {
        work = other?.work ?? FoldWork()
        number = other?.number ?? 0
    }

    /// - Parameter entries: the whole stream in replay order.
    mutating func take(_ place: Int, of entries: [Entry], zones: ZoneBook) -> CopyBoard.Change {
        let entry = entries[place]
        guard entry.role.concernsItem else { return board.take(place, of: entries, zones: zones, &work) }
        // Nothing else may hold the copy that is changed, or all of it were copied.
        if isCurrent, entry.mailbox == known?.copy.mailbox {
            if entry.mailbox != nil ? entry.instanceDate != nil : MergedCopies.Kind(entry) == .exception {
                known?.copy.dated = []
            } else if entry.mailbox != nil || known?.restsOnOrganizer != true {
                known = nil
            }
        }
        let change = board.take(place, of: entries, zones: zones, &work)
        isCurrent = isCurrent && known != nil && holds(after: change, zones)
        if !isCurrent { known = nil }
        return change
    }

    /// Brings what is known in line with a change, where it can be.
    ///
    /// - Returns: whether it is.
    private mutating func holds(after change: CopyBoard.Change, _ zones: ZoneBook) -> Bool {
        guard let rests = known?.restsOnOrganizer else { return false }
        switch change {
        case .nothing: return true
        case .guests(_, let namesZone): return rests && (known?.leading.state.zone != nil || !namesZone)
        case .date(let date, let mailbox, let index, let isOrganizers):
            // No two items have the same last entry.
            let isOwn =
                mailbox == known?.copy.mailbox && board.set.copies[index].master?.last == known?.copy.master?.last
            // Dates of another copy of a merged export may have been taken out of this one.
            if rests, !isOwn { return mailbox != nil }
            guard known?.canRedecide(board.set) == true, isOwn || !isOrganizers else { return false }
            if isOwn { known?.copy = board.set.copies[index] }
            work.copies += known?.redecide(date, board.set, zones: zones) ?? 0
            redecided.insert(date)
            return true
        case .other: return false
        }
    }

    mutating func decision(_ zones: ZoneBook) -> Decision? {
        if !isCurrent {
            known = Decision(board.set, zones: zones)
            isCurrent = true
            number += 1
            redecided = []
            work.copies += board.set.copies.count
        }
        return known
    }

    /// The dates that were decided anew by themselves since they were last taken, as long as the rest of the decision
    /// is the same.
    mutating func takeRedecided() -> Set<CivilDate> {
        defer { redecided = [] }
        return redecided
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
