import ExchangeFormats

/// The copies of a stream as far as its entries were taken: what `CopySet` makes of all of them at once.
struct CopyBoard {
    /// In order of mailbox, those of a merged export last.
    private(set) var set = CopySet()
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
            let isOrganizers = takeNamed(place, mailbox, entries, zones, &work)
            guard !putStandIn(), !stoodIn, !isOrganizers else { return .other(mailbox) }
            return .guests(mailbox, namesZone: namedZone || entries[place].zone != nil)
        }
        return takeMerged(place, entries, zones, &work)
    }

    /// - Returns: whether the copy is the organizer's or was, or is no more.
    private mutating func takeNamed(
        _ place: Int, _ mailbox: String, _ entries: [Entry], _ zones: ZoneBook, _ work: inout FoldWork
    ) -> Bool {
        let index = set.copies[..<namedCount].firstPlace { ($0.mailbox ?? "") >= mailbox }
        let isKnown = index < namedCount && set.copies[index].mailbox == mailbox
        let wasOrganizers = isKnown && set.copies[index].isOrganizers
        var copy = Copy(mailbox: mailbox)
        if isKnown { swap(&copy, &set.copies[index]) }
        named[mailbox, default: CopyReplay(mailbox: mailbox)].take(place, of: entries, into: &copy, zones, &work)
        let isOrganizers = copy.isOrganizers || wasOrganizers
        switch (copy.isEmpty, isKnown) {
        case (true, true):
            set.copies.remove(at: index)
            namedCount -= 1
            return true
        case (true, false): return false
        case (false, true): set.copies[index] = copy
        case (false, false):
            set.copies.insert(copy, at: index)
            namedCount += 1
        }
        return isOrganizers
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
            set.copies.insert(copy, at: namedCount + index)
        case .other(let copy, let index):
            namesZone = copy.namesZone || set.copies[namedCount + index].namesZone
            set.copies[namedCount + index] = copy
        case .all:
            set.copies.replaceSubrange(namedCount..., with: replay.copies(of: entries, zones: zones, &work))
        }
        merged = replay
        if putStandIn() || stoodIn { return .other(nil) }
        return switch change {
        case .nothing: .nothing
        case .messages: .guests(nil, namesZone: false)
        case .new, .other: .guests(nil, namesZone: namesZone)
        case .all: .other(nil)
        }
    }

    /// - Returns: whether messages stood in for a copy.
    private mutating func dropStandIn() -> Bool {
        guard hasStandIn else { return false }
        set.copies = []
        hasStandIn = false
        return true
    }

    /// - Returns: whether messages stand in for a copy.
    private mutating func putStandIn() -> Bool {
        guard set.copies.isEmpty, let standIn = merged?.standIn, !standIn.isEmpty else { return false }
        set.copies = [standIn]
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
}
