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
        /// The item of one date alone, of a copy that has an item without a date too; and whether it is the organizer's.
        case date(CivilDate, of: String?, at: Int, isOrganizers: Bool)
        case other(String?)
    }

    /// Takes an entry.
    ///
    /// - Parameter entries: the whole stream in replay order.
    mutating func take(_ place: Int, of entries: [Entry], zones: ZoneBook, _ work: inout FoldWork) -> Change {
        guard entries[place].role.concernsItem else { return .nothing }
        if let mailbox = entries[place].mailbox {
            let stoodIn = dropStandIn()
            let namedZone = copy(of: mailbox)?.namesZone == true
            let change = takeNamed(place, mailbox, entries, zones, &work)
            guard !putStandIn(), !stoodIn else { return .other(mailbox) }
            if let (date, index) = change.date {
                return .date(date, of: mailbox, at: index, isOrganizers: change.isOrganizers)
            }
            guard !change.isOrganizers else { return .other(mailbox) }
            return .guests(mailbox, namesZone: namedZone || entries[place].zone != nil)
        }
        return takeMerged(place, entries, zones, &work)
    }

    /// - Returns: whether the copy is the organizer's or was, or is no more; and the date of which alone it is another.
    private mutating func takeNamed(
        _ place: Int, _ mailbox: String, _ entries: [Entry], _ zones: ZoneBook, _ work: inout FoldWork
    ) -> (isOrganizers: Bool, date: (CivilDate, at: Int)?) {
        let index = set.copies[..<namedCount].firstPlace { ($0.mailbox ?? "") >= mailbox }
        let isKnown = index < namedCount && set.copies[index].mailbox == mailbox
        let wasOrganizers = isKnown && set.claims[index].isOrganizers
        var copy = isKnown ? set.lift(at: index) : Copy(mailbox: mailbox)
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
        return (set.claims[index].isOrganizers || wasOrganizers, isKnown ? date.map { ($0, index) } : nil)
    }

    private mutating func takeMerged(
        _ place: Int, _ entries: [Entry], _ zones: ZoneBook, _ work: inout FoldWork
    ) -> Change {
        let stoodIn = dropStandIn()
        var replay = merged ?? MergedReplay()
        merged = nil
        let change = replay.take(place, of: entries, &set, zones, &work)
        var namesZone = false
        switch change {
        case .nothing, .messages: break
        case .new(let copy, let index):
            namesZone = copy.namesZone
            set.insert(copy, at: namedCount + index)
        case .other(let copy, let index):
            namesZone = copy.namesZone || set.claims[namedCount + index].namesZone
            set.put(copy, at: namedCount + index)
        case .date(let date, let item, let index):
            var copy = set.lift(at: namedCount + index)
            copy.put(item, on: date)
            set.put(copy, at: namedCount + index)
        case .all:
            set.replace(from: namedCount, with: replay.copies(of: entries, zones: zones, &work))
        }
        merged = replay
        if putStandIn() || stoodIn { return .other(nil) }
        return switch change {
        case .nothing: .nothing
        case .messages: .guests(nil, namesZone: false)
        case .new, .other: .guests(nil, namesZone: namesZone)
        case .date(let date, _, let index): .date(date, of: nil, at: namedCount + index, isOrganizers: true)
        case .all: .other(nil)
        }
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
