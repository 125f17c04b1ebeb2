import ExchangeFormats

/// The copies of a stream as far as its entries were taken: what `CopySet` makes of all of them at once.
struct CopyBoard {
    /// In order of mailbox, those of a merged export last.
    private(set) var set = CopySet.advancing
    private var named: [String: CopyReplay] = [:]
    private var namedCount = 0
    private var merged: MergedReplay?
    /// Messages of a merged export stand in for a copy.
    private var hasStandIn = false

    /// What an entry changed.
    enum Change {
        case nothing
        /// A guest's copy alone, of a mailbox where it has one; and whether it names a zone, or did before.
        case guests(String?, namesZone: Bool)
        case date(DateChange)
        case other(String?)
    }

    /// The item of one date alone, of a copy that was known before.
    struct DateChange {
        var date: CivilDate
        var mailbox: String?
        /// The place of the copy.
        var place: Int
        /// Whether what the copy brings along where one of many decides is the same, times of changes left out.
        var keepsClaim: Bool
        /// Whether the copy takes its mailbox's owner for invited as before.
        var keepsInvitation: Bool
    }

    /// Takes an entry.
    ///
    /// - Parameter entries: the whole stream in replay order.
    mutating func take(_ place: Int, of entries: [Entry], zones: ZoneBook, _ work: inout FoldWork) -> Change {
        guard entries[place].role.concernsItem else { return .nothing }
        if let mailbox = entries[place].mailbox {
            let stoodIn = dropStandIn()
            let namedZone = copy(of: mailbox)?.namesZone == true
            let (isOrganizers, date) = takeNamed(place, mailbox, entries, zones, &work)
            guard !putStandIn(), !stoodIn else { return .other(mailbox) }
            if let date { return .date(date) }
            guard !isOrganizers else { return .other(mailbox) }
            return .guests(mailbox, namesZone: namedZone || entries[place].zone != nil)
        }
        return takeMerged(place, entries, zones, &work)
    }

    /// - Returns: whether the copy is the organizer's or was, or is no more; and the date of which alone it is another.
    private mutating func takeNamed(
        _ place: Int, _ mailbox: String, _ entries: [Entry], _ zones: ZoneBook, _ work: inout FoldWork
    ) -> (isOrganizers: Bool, date: DateChange?) {
        let index = set.copies[..<namedCount].firstPlace { ($0.mailbox ?? "") >= mailbox }
        let isKnown = index < namedCount && set.copies[index].mailbox == mailbox
        let before = isKnown ? set.claims[index] : nil
        var copy = isKnown ? set.lift(at: index) : Copy(mailbox: mailbox)
        let wasReceived = copy.isReceived
        let date = named[mailbox, default: CopyReplay(mailbox: mailbox)].take(
            place, of: entries, into: &copy, zones, &work)
        switch (copy.isEmpty, isKnown) {
        case (true, true):
            set.remove(at: index)
            namedCount -= 1
            return (true, nil)
        case (true, false): return (false, nil)
        case (false, true): set.put(copy, at: index)
        case (false, false):
            set.insert(copy, at: index)
            namedCount += 1
        }
        let claim = set.claims[index]
        guard let before else { return (claim.isOrganizers, nil) }
        return (
            claim.isOrganizers || before.isOrganizers,
            date.map {
                DateChange(
                    date: $0, mailbox: mailbox, place: index, keepsClaim: claim.isSame(as: before),
                    keepsInvitation: wasReceived == copy.isReceived)
            }
        )
    }

    private mutating func takeMerged(
        _ place: Int, _ entries: [Entry], _ zones: ZoneBook, _ work: inout FoldWork
    ) -> Change {
        let stoodIn = dropStandIn()
        var replay = merged ?? MergedReplay()
        merged = nil
        let change = replay.take(place, of: entries, &set, zones, &work)
        var namesZone = false, isGuests = true
        var dates: [DateChange] = []
        switch change {
        case .nothing, .messages: break
        case .new(let copy, let index):
            namesZone = copy.namesZone
            set.insert(copy, at: namedCount + index)
        case .other(let copy, let index):
            namesZone = copy.namesZone || set.claims[namedCount + index].namesZone
            set.put(copy, at: namedCount + index)
        case .master(let master): (namesZone, isGuests) = put(master)
        case .exceptions(let moved): dates = moved.map { put($0.change, at: namedCount + $0.place) }
        case .all:
            set.replace(from: namedCount, with: replay.copies(of: entries, zones: zones, &work))
        }
        merged = replay
        if putStandIn() || stoodIn { return .other(nil) }
        switch change {
        case .nothing: return .nothing
        case .messages: return .guests(nil, namesZone: false)
        case .new, .other, .master: return isGuests ? .guests(nil, namesZone: namesZone) : .other(nil)
        case .exceptions:
            if dates.isEmpty { return .nothing }
            return dates.count == 1 ? .date(dates[0]) : .other(nil)
        case .all: return .other(nil)
        }
    }

    /// - Returns: whether the copy names a zone, or did before; and whether it is a guest's, and so are all that have
    ///   or had an exception which belongs elsewhere now.
    private mutating func put(_ master: MergedReplay.Master) -> (namesZone: Bool, isGuests: Bool) {
        let place = namedCount + master.place
        var namesZone = master.copy.namesZone
        if master.isNew {
            set.insert(master.copy, at: place)
        } else {
            namesZone = namesZone || set.claims[place].namesZone
            var copy = master.copy
            copy.dated = set.lift(at: place).dated
            set.put(copy, at: place)
        }
        var isGuests = !master.isOrganizers
        for moved in master.moved {
            let place = namedCount + moved.place, wasOrganizers = set.claims[place].isOrganizers
            _ = put(moved.change, at: place)
            isGuests = isGuests && !wasOrganizers && !set.claims[place].isOrganizers
        }
        return (namesZone, isGuests)
    }

    /// Gives the copy that decides what the organizer's items before it had said.
    mutating func follow(_ zones: ZoneBook, _ work: inout FoldWork) {
        guard merged != nil, let place = Decision.choice(set.claims)?.place, place >= namedCount,
            let (history, succession) = merged?.followed(to: place - namedCount, zones, &work)
        else { return }
        if let (place, copy) = merged?.noteFollowed(place - namedCount) { set.unfollow(at: namedCount + place, copy) }
        set.follow(at: place, history, succession)
    }

    private mutating func put(_ change: PlacedExceptions.Change, at index: Int) -> DateChange {
        let before = set.claims[index]
        var copy = set.lift(at: index)
        copy.dated.put(change.item, on: change.date)
        set.put(copy, at: index)
        return DateChange(
            date: change.date, mailbox: nil, place: index, keepsClaim: set.claims[index].isSame(as: before),
            keepsInvitation: true)
    }

    /// - Returns: whether messages stood in for a copy.
    private mutating func dropStandIn() -> Bool {
        guard hasStandIn else { return false }
        set.replace(from: 0, with: [])
        hasStandIn = false
        return true
    }

    /// - Returns: whether messages stand in for a copy.
    private mutating func putStandIn() -> Bool {
        guard set.copies.isEmpty, let standIn = merged?.standIn, !standIn.isEmpty else { return false }
        set.insert(standIn, at: 0)
        hasStandIn = true
        return true
    }

    /// The copy of a mailbox.
    func copy(of mailbox: String) -> Copy? {
        let index = set.copies[..<namedCount].firstPlace { ($0.mailbox ?? "") >= mailbox }
        return index < namedCount && set.copies[index].mailbox == mailbox ? set.copies[index] : nil
    }

    /// The mailboxes that have a copy, in order.
    var mailboxes: some Sequence<String> { self.set.copies[..<namedCount].lazy.compactMap(\.mailbox) }

    /// Calls `body` with the copy of each mailbox.
    func forEachNamed(_ body: (String, Copy) -> Void) {
        for index in 0..<namedCount { if let mailbox = set.copies[index].mailbox { body(mailbox, set.copies[index]) } }
    }
}
