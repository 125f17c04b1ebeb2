import ExchangeFormats

/// A stream's entries, cut into copies.
struct CopySet {
    /// In order of mailbox, those of a merged export last.
    private(set) var copies: [Copy] = []
    /// Of each copy.
    private(set) var claims: [CopyClaim] = []
    /// Cancellations of the whole meeting in a merged export: nothing tells whose copy they came to.
    var looseCancellations: [Item.Cancellation] = []
    /// The same of single dates.
    var looseDateCancellations: [CivilDate: [Item.Cancellation]] = [:]
    /// Blobs that were met, numbered; nil where copies are decided about once only.
    private var blobNumbers: [[UInt8]: Int]?

    init() {}

    /// One copy by itself.
    init(of copy: Copy) {
        copies = [copy]
        claims = [CopyClaim(copy)]
    }

    /// A set whose copies come one after the other.
    static var advancing: CopySet {
        var set = CopySet()
        set.blobNumbers = [:]
        return set
    }

    /// - Parameter entries: sorted by `ReplayOrder`.
    init(_ entries: [Entry], zones: ZoneBook, trace: FoldTrace? = nil) {
        let stream = EntryGroup(of: entries, at: Array(entries.indices))
        copies = stream.grouped { $0.mailbox }.sorted { $0.key < $1.key }.compactMap { mailbox, entries in
            Copy(mailbox: mailbox, entries: entries, zones: zones, trace: trace)
        }
        let namedCount = copies.count, unnamed = stream.those { $0.mailbox == nil }
        guard !unnamed.isEmpty else {
            claims = copies.map(CopyClaim.init)
            return
        }
        let merged = MergedCopies(unnamed, zones: zones, trace: trace)
        copies += merged.copies
        looseCancellations = merged.cancellations
        looseDateCancellations = merged.dateCancellations
        if copies.isEmpty, let standIn = Copy(mailbox: nil, entries: merged.messages, zones: zones, trace: trace) {
            copies = [standIn]
        }
        claims = copies.map(CopyClaim.init)
        if let place = Decision.choice(claims)?.place, place >= namedCount {
            merged.follow(place - namedCount, into: &copies[place], zones: zones)
        }
    }

    // MARK: Changes

    /// Takes a copy out, to be changed and put back to its place: nothing else holds it meanwhile.
    mutating func lift(at index: Int) -> Copy {
        var copy = Copy(mailbox: nil)
        swap(&copy, &copies[index])
        return copy
    }

    /// Gives an organizer's copy what those before it had said.
    mutating func follow(at index: Int, _ history: SeriesHistory, _ succession: Succession) {
        copies[index].take(history, succession)
    }

    /// Leaves a copy that was given it with what it says itself. Each copy of very many that decided one after the
    /// other would keep what all before it had said.
    ///
    /// - Parameter own: the copy as it was made.
    mutating func unfollow(at index: Int, _ own: Copy) {
        copies[index].master?.begunAnew = own.master?.begunAnew
        copies[index].history = own.history
    }

    mutating func put(_ copy: Copy, at index: Int) {
        claims[index] = claim(copy)
        copies[index] = copy
    }

    mutating func insert(_ copy: Copy, at index: Int) {
        claims.insert(claim(copy), at: index)
        copies.insert(copy, at: index)
    }

    mutating func remove(at index: Int) {
        claims.remove(at: index)
        copies.remove(at: index)
    }

    mutating func replace(from index: Int, with newest: [Copy]) {
        claims.replaceSubrange(index..., with: newest.map { claim($0) })
        copies.replaceSubrange(index..., with: newest)
    }

    private mutating func claim(_ copy: Copy) -> CopyClaim {
        var claim = CopyClaim(copy)
        guard let count = blobNumbers?.count, let blob = copy.onlyBlob else { return claim }
        claim.blobNumber = blobNumbers?[blob] ?? count
        blobNumbers?[blob] = claim.blobNumber
        return claim
    }
}
