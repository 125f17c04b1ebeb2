import ExchangeFormats

/// How one of the organizer's items of a merged export takes up the one before.
///
/// The organizer has one mailbox: an item of theirs that was made after another one had gone is the same, written again
/// at once or begun anew. What the earlier one reset stays reset.
struct Succession: Equatable {
    /// When the item was made; one that was written again at once is as old as the one before.
    let beginning: Instant
    let begunAnew: LogMoment?

    /// - Parameters:
    ///   - item: by itself, as are those before it.
    ///   - before: the organizer's item that was made before it.
    init(of item: Item?, madeAt creation: Instant, after before: (item: Item?, succession: Succession)?) {
        guard let before else {
            (beginning, begunAnew) = (creation, item?.begunAnew)
            return
        }
        guard let gone = before.item?.departedAt, let first = item?.shapes.first?.moment else {
            (beginning, begunAnew) = (creation, before.succession.begunAnew)
            return
        }
        if first.logged.ticks - gone.logged.ticks > Item.roundTrip {
            (beginning, begunAnew) = (creation, first)
        } else {
            (beginning, begunAnew) = (before.succession.beginning, before.succession.begunAnew)
        }
    }

    /// The save by which a deletion of the item before was taken back, a client's doing; nil where it was not.
    static func roundTrip(from before: Item?, to item: Item?) -> Instant? {
        guard let gone = before?.departedAt, let first = item?.shapes.first?.moment,
            first.logged.ticks - gone.logged.ticks <= Item.roundTrip
        else { return nil }
        return first.logged
    }
}

extension Copy {
    /// Takes up what the organizer's items before had said.
    ///
    /// - Parameter history: of all of them, this one's included.
    mutating func take(_ history: SeriesHistory, _ succession: Succession) {
        master?.begunAnew = succession.begunAnew
        self.history = history
    }
}
