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
    }

    /// The newest blob; nil when it cannot be decoded.
    private(set) var reading: BlobReading?
    /// When pattern, start, time or zone last changed: what is older no longer counts for single dates.
    private(set) var reset: LogMoment?
    private(set) var dates: [CivilDate: Change] = [:]

    /// - Parameter isOrganizers: an organizer's item that was created anew is a new series; a guest's is the old one, sent
    ///   again.
    init(_ item: Item, isOrganizers: Bool, zones: ZoneBook) {
        reset = isOrganizers ? item.begunAnew : nil
        var previous: (shape: Item.Shape, reading: BlobReading?)?
        for shape in item.shapes {
            guard let known = previous else {
                begin(with: shape)
                previous = (shape, reading)
                continue
            }
            let sameBlob = known.shape.blob == shape.blob
            let next = sameBlob ? known.reading : shape.blob.flatMap(BlobReading.init)
            let isAnew =
                !zones.areEquivalent(known.shape.zone, shape.zone)
                || !sameBlob && !BlobReading.haveSamePattern(known.reading, next)
            reading = next
            if isAnew || !sameBlob && wipesExceptions(next) {
                reset = shape.moment
                dates = [:]
                note(next, at: shape, anew: true)
            } else if !sameBlob {
                note(next, at: shape, anew: false)
            }
            previous = (shape, next)
        }
    }

    private mutating func begin(with shape: Item.Shape) {
        reading = shape.blob.flatMap(BlobReading.init)
        note(reading, at: shape, anew: true)
    }

    /// A blob that drops every exception it had was written by a client that set the series anew.
    private func wipesExceptions(_ next: BlobReading?) -> Bool {
        guard let next, next.dates.isEmpty else { return false }
        return dates.values.contains { $0.state != .plain }
    }

    private mutating func note(_ next: BlobReading?, at shape: Item.Shape, anew: Bool) {
        let named = next?.dates ?? [:]
        for (date, state) in named {
            var state = state
            let before = dates[date]?.state
            if state.isRemoved, state.moved == nil, let before {
                state.moved = before.moved
                state.isAllDay = before.isAllDay
                state.subject = before.subject
            }
            if before != state { dates[date] = Change(state: state, moment: shape.moment, isBySystem: shape.isBySystem) }
        }
        guard !anew else { return }
        for (date, change) in dates where named[date] == nil && change.state != .plain {
            dates[date] = Change(state: .plain, moment: shape.moment, isBySystem: shape.isBySystem)
        }
    }
}
