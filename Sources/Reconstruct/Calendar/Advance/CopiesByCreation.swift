import ExchangeFormats

/// Copies of one kind of a merged export, each with the time at which it was made, replayed entry by entry.
struct CopiesByCreation {
    private var replays: [Instant: CopyReplay] = [:]
    /// Those of which something is known, in order of creation.
    private(set) var copies: [(creation: Instant, copy: Copy)] = []

    /// What an entry made of its copy.
    enum Change {
        case nothing
        case new(Int), other(Int)
        case gone
    }

    struct Taken {
        var change: Change
        /// The copy is the organizer's, or was.
        var isOrganizers: Bool
        /// Of the copy before.
        var before: Facts?
        /// What was said of the item before is told anew.
        var isRetold: Bool
    }

    /// What others rest on of a copy.
    struct Facts {
        var claim: CopyClaim
        var organizer: String?
        var shapes: Int

        init(_ copy: Copy) {
            claim = CopyClaim(copy)
            organizer = copy.master?.state.organizer
            shapes = copy.master?.shapes.count ?? 0
        }
    }

    mutating func take(
        _ place: Int, madeAt creation: Instant, of entries: [Entry], _ zones: ZoneBook, _ work: inout FoldWork
    ) -> Taken {
        let index = index(of: creation), isKnown = isKnown(creation, at: index)
        var copy = Copy(mailbox: nil)
        if isKnown { swap(&copy, &copies[index].copy) }
        let before = isKnown ? Facts(copy) : nil, retellings = replays[creation]?.retellings ?? 0
        replays[creation, default: CopyReplay(mailbox: nil)].take(place, of: entries, into: &copy, zones, &work)
        var taken = Taken(
            change: .nothing, isOrganizers: copy.isOrganizers || before?.claim.isOrganizers == true, before: before,
            isRetold: replays[creation]?.retellings != retellings)
        switch (copy.isEmpty, isKnown) {
        case (true, true):
            copies.remove(at: index)
            taken.change = .gone
        case (true, false): break
        case (false, true):
            copies[index].copy = copy
            taken.change = .other(index)
        case (false, false):
            copies.insert((creation, copy), at: index)
            taken.change = .new(index)
        }
        return taken
    }

    /// The copy that was made at a time.
    func copy(madeAt creation: Instant) -> Copy? { place(of: creation).map { copies[$0].copy } }

    /// Where that copy stands.
    func place(of creation: Instant) -> Int? {
        let index = index(of: creation)
        return isKnown(creation, at: index) ? index : nil
    }

    /// The item of that copy.
    func item(madeAt creation: Instant) -> Item? { copy(madeAt: creation)?.master }

    private func index(of creation: Instant) -> Int { copies.firstPlace { $0.creation >= creation } }

    private func isKnown(_ creation: Instant, at index: Int) -> Bool {
        index < copies.count && copies[index].creation == creation
    }
}
