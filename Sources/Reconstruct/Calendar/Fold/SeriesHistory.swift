import ExchangeFormats

/// What the blobs of one copy say of a series, followed through the copy's entries: the pattern that stands, when it
/// was last set anew, and for each date that the blob names, what became of it and when.
struct SeriesHistory {
    /// What the blob says of one date.
    struct OfDate: Hashable {
        /// Local minutes of the moved instance, nil when it stands where the pattern has it.
        var moved: ClosedRange<WallTime>?
        /// Nil where the blob says nothing: then it is as the series is.
        var isAllDay: Bool?
        var isRemoved: Bool
        var subject: String?

        static let plain = OfDate(moved: nil, isAllDay: nil, isRemoved: false, subject: nil)
    }

    struct Change {
        var state: OfDate
        var moment: LogMoment
        var isBySystem: Bool
        /// The first blob of the pattern has it so already.
        var isFromTheStart = false
    }

    /// The newest blob; nil when it cannot be decoded.
    private(set) var reading: BlobReading?
    /// When pattern, start, time or zone last changed: what is older no longer counts for single dates.
    private(set) var reset: LogMoment?
    private(set) var dates: [CivilDate: Change] = [:]
    /// Every blob that the copy has held.
    private(set) var blobs: Set<[UInt8]> = []
    private var previous: Item.Shape?
    /// The newest pattern that could be read: a blob that cannot be says nothing of what became of it.
    private var known: BlobReading?
    /// How many shapes of the item were taken.
    private var count = 0

    init() {}

    /// The dates that are not as the pattern has them: those that the newest blob names which could be read.
    var told: some Sequence<CivilDate> { (known?.dates ?? [:]).keys }

    /// - Parameter isOrganizers: an organizer's item that was created anew is a new series; a guest's is the old one,
    ///   sent again.
    init(_ item: Item, isOrganizers: Bool, zones: ZoneBook) {
        follow(item, zones: zones)
        if isOrganizers { begin(anewAt: item.begunAnew) }
    }

    /// An item that was begun anew is a new series, as far as nothing else has made it one since.
    mutating func begin(anewAt moment: LogMoment?) { reset = reset ?? moment }

    /// Takes the shapes that the item has got since, or all of them.
    mutating func follow(_ item: Item, zones: ZoneBook) {
        follow(item.shapes.dropFirst(count), zones: zones)
        count = item.shapes.count
    }

    /// Takes some shapes more.
    mutating func follow(_ shapes: ArraySlice<Item.Shape>, zones: ZoneBook) {
        for shape in shapes { take(shape, zones) }
    }

    private mutating func take(_ shape: Item.Shape, _ zones: ZoneBook) {
        let hasNewBlob = previous?.blob != shape.blob
        if hasNewBlob {
            reading = shape.blob.flatMap(BlobReading.init)
            if let blob = shape.blob { blobs.insert(blob) }
        }
        if let previous, isAnew(previous, shape, known, zones) {
            reset = shape.moment
            dates = [:]
            known = nil
        }
        if hasNewBlob || known == nil, let reading {
            note(reading, at: shape, anew: known == nil)
            known = reading
        }
        previous = shape
    }

    /// Whether a shape begins the series anew: another zone, a single meeting for a series or a series for a single
    /// meeting, or another pattern. A blob that only loses exceptions, or gets another end, begins nothing.
    private func isAnew(_ before: Item.Shape, _ after: Item.Shape, _ known: BlobReading?, _ zones: ZoneBook) -> Bool {
        if !zones.areEquivalent(before.zone, after.zone) { return true }
        if let was = before.isSeries, let isNow = after.isSeries, was != isNow { return true }
        guard before.blob != after.blob, let known, let reading else { return false }
        return !known.hasSamePattern(as: reading)
    }

    private mutating func note(_ next: BlobReading, at shape: Item.Shape, anew: Bool) {
        let named = next.dates
        for (date, state) in named {
            var state = state
            let before = dates[date]?.state
            if state.isRemoved, state.moved == nil, let before {
                state.moved = before.moved
                state.isAllDay = before.isAllDay
                state.subject = before.subject
            }
            guard before != state else { continue }
            dates[date] = Change(state: state, moment: shape.moment, isBySystem: shape.isBySystem, isFromTheStart: anew)
        }
        guard !anew else { return }
        // No other date was anything but plain, and these may be very many.
        for date in told where named[date] == nil && dates[date]?.state != .plain {
            dates[date] = Change(state: .plain, moment: shape.moment, isBySystem: shape.isBySystem)
        }
    }
}

extension Copy {
    /// What the blobs of the copy's item say of a series; nil without such an item.
    ///
    /// - Parameter isOrganizers: the copy is looked at as the organizer's.
    func seriesHistory(isOrganizers: Bool, zones: ZoneBook) -> SeriesHistory? {
        guard let master else { return nil }
        guard var history else { return SeriesHistory(master, isOrganizers: isOrganizers, zones: zones) }
        if isOrganizers { history.begin(anewAt: master.begunAnew) }
        return history
    }
}
