import ExchangeFormats

/// What a copy brings along where one of many has to decide: so much of it is told by this that no other is looked into.
struct CopyClaim {
    /// Nil where the copy holds no item.
    var rank: Copy.Rank?
    var hasMaster: Bool
    var isOrganizers: Bool
    var isInOrganizersMailbox: Bool
    var isLive: Bool
    var isCancelled: Bool
    /// The copy names an organizer, and its master a zone.
    var namesOrganizer: Bool
    var namesZone: Bool
    var hasDates: Bool
    /// Of the master: a word that it is cancelled, and more than one shape, without which nothing resets it.
    var hasCancellations: Bool
    var mayBeReset: Bool
    /// Copies of one number say the same of each date: they hold no more than one blob, and it is the same. Nil where
    /// that is not known.
    var blobNumber: Int?

    init(_ copy: Copy) {
        rank = copy.rank
        hasMaster = copy.master != nil
        isOrganizers = copy.isOrganizers
        isInOrganizersMailbox = copy.isInOrganizersMailbox
        isLive = copy.isLive
        isCancelled = copy.isCancelled
        namesOrganizer = copy.namedOrganizer != nil
        namesZone = copy.namesZone
        hasDates = !copy.dated.isEmpty
        hasCancellations = copy.master?.cancellations.isEmpty == false
        mayBeReset = (copy.master?.shapes.count ?? 0) > 1
    }

    /// Whether all is the same but the time of the last change, and whether there are dates.
    func isSame(as other: CopyClaim) -> Bool {
        rank?.sequence == other.rank?.sequence && hasMaster == other.hasMaster && isOrganizers == other.isOrganizers
            && isInOrganizersMailbox == other.isInOrganizersMailbox && isLive == other.isLive
            && isCancelled == other.isCancelled && namesOrganizer == other.namesOrganizer
            && namesZone == other.namesZone && hasCancellations == other.hasCancellations
            && mayBeReset == other.mayBeReset
    }

    /// Whether one copy decides over another: the series over single dates, then the greater rank.
    func decides(over other: CopyClaim) -> Bool {
        guard let rank, let theirs = other.rank else { return self.rank != nil }
        return hasMaster != other.hasMaster ? hasMaster : rank > theirs
    }
}

extension Copy {
    /// The blob of a copy that never held another, and no items of single dates: then it alone tells what became of
    /// each date.
    var onlyBlob: [UInt8]? {
        guard dated.isEmpty, let master, master.shapes.count == 1 else { return nil }
        return master.state.blob
    }
}
