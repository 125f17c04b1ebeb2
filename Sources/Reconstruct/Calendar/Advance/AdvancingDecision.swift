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
                known?.copy.dated = DatedItems()
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
        switch change {
        case .nothing: return takeCopyAgain() != nil
        case .guests(_, let namesZone):
            return known?.restsOnOrganizer == true && (known?.leading.state.zone != nil || !namesZone)
        case .date(let change):
            return known?.copy.master == nil ? retakes(change, zones) : redecides(change, zones)
        case .other: return false
        }
    }

    /// The same after a date has changed, where a copy of dates alone decides.
    private mutating func retakes(_ change: CopyBoard.DateChange, _ zones: ZoneBook) -> Bool {
        guard change.keepsClaim else { return false }
        work.copies += board.set.copies.count
        let before = (leading: known?.leading.last, organizer: known?.organizer, standing: known?.standing)
        guard known?.retake(change.date, of: board.set, zones: zones) == true else { return false }
        if (known?.leading.last, known?.organizer) == (before.leading, before.organizer),
            known?.standing == before.standing
        {
            redecided.insert(change.date)
        } else {
            // What everybody's part rests on is another.
            number += 1
            redecided = []
        }
        return true
    }

    /// The same where a copy decides that has more than dates.
    private mutating func redecides(_ change: CopyBoard.DateChange, _ zones: ZoneBook) -> Bool {
        guard let place = takeCopyAgain() else { return false }
        let isOwn = place == change.place
        if known?.restsOnOrganizer == true, !isOwn { return true }
        let claim = board.set.claims[change.place]
        guard known?.canRedecide(board.set) == true, isOwn || !claim.isOrganizers || !claim.hasMaster else {
            return false
        }
        // A copy of dates alone counts for these, and for who decides and how the meeting stands.
        if !claim.hasMaster {
            guard change.keepsClaim, known?.copy.isOrganizers == false, known?.copy.namedOrganizer != nil else {
                return false
            }
        }
        work.copies += known?.redecide(change.date, board.set, zones: zones) ?? 0
        redecided.insert(change.date)
        return true
    }

    /// Takes the copy that decides from the board again, where it stands perhaps at another place now.
    ///
    /// - Returns: its place; nil where it cannot be told from others.
    private mutating func takeCopyAgain() -> Int? {
        // No two items have the same last entry.
        guard let known, let last = known.copy.master?.last else { return nil }
        let copies = board.set.copies
        func isKnown(_ place: Int) -> Bool {
            copies[place].mailbox == known.copy.mailbox && copies[place].master?.last == last
        }
        guard
            let place = known.place < copies.count && isKnown(known.place)
                ? known.place : copies.indices.first(where: isKnown)
        else { return nil }
        self.known?.copy = copies[place]
        return place
    }

    mutating func decision(_ zones: ZoneBook) -> Decision? {
        if !isCurrent {
            board.follow(zones, &work)
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
