import ExchangeFormats

/// How the organizer's item ended: cancelled, or gone from the mailbox.
///
/// A client that cancels a meeting writes its rows within moments and in any order: the item's, and, with the number
/// that the cancellation has, the messages to the guests. So what belongs to the ending is told by log time and number
/// together.
struct Ending: Equatable {
    private let moment: LogMoment
    /// The number that the item had reached at its end, and before it.
    private let sequence: Int
    private let sequenceBefore: Int

    /// Nil while the item stands.
    init?(of item: Item) {
        guard let moment = [item.cancelledAt, item.departedAt].compactMap({ $0 }).min() else { return nil }
        self.moment = moment
        sequence = item.state.sequenceNumber
        sequenceBefore = item.sequenceBeforeEnd ?? item.state.sequenceNumber
    }

    /// Whether a guest's cancellation belongs to this ending; one that does not took the guest off a meeting that
    /// stood.
    func includes(_ word: Item.Cancellation) -> Bool {
        if word.moment.logged >= moment.logged { return true }
        guard word.sequence >= sequence else { return false }
        return word.sequence > sequenceBefore || moment.logged.ticks - word.moment.logged.ticks <= Item.roundTrip
    }
}

/// What became of a meeting as a whole.
struct Standing: Equatable {
    var status: Meeting.Status
    /// When it was cancelled by a word, not only by having nobody left; a deletion after it is no answer.
    var cancelledAt: LogMoment?
    var ending: Ending?

    /// The standing of a meeting whose organizer's copy decides.
    init(organizer: Copy, master: Item, guestsOf set: CopySet, zones: ZoneBook) {
        ending = Ending(of: master)
        if master.state.isCancelled {
            (status, cancelledAt) = (.cancelled, master.cancelledAt)
            return
        }
        guard let ending else {
            status = .scheduled
            return
        }
        let claims = set.claims, guests = claims.indices.lazy.filter { !claims[$0].isOrganizers }
        let words =
            guests.filter { claims[$0].hasCancellations }.flatMap { set.copies[$0].master?.cancellations ?? [] }
            + organizer.sentCancellations + set.looseCancellations
        if let first = words.filter(ending.includes).map(\.moment).min() {
            (status, cancelledAt) = (.cancelled, first)
            return
        }
        guard master.deletedAt != nil else {
            status = .scheduled
            return
        }
        // Guests of single dates that a reset dropped keep a copy, and are guests no longer.
        let reset = organizer.seriesHistory(isOrganizers: true, zones: zones)?.reset
        let isHeld = guests.contains {
            claims[$0].hasMaster ? claims[$0].isLive : set.copies[$0].isLive(since: reset)
        }
        status = isHeld ? .orphaned : .cancelled
    }

    /// The standing of a meeting without an organizer's copy. In a merged export a message cancels too, where its
    /// number is not below that of any calendar row; another one took a guest off.
    init(deciding: Copy, of copies: [Copy], loose: [Item.Cancellation]) {
        if deciding.isCancelled {
            (status, cancelledAt) = (.cancelled, deciding.leading?.cancelledAt)
        } else if !loose.isEmpty,
            let word = loose.filter({ [greatest = Standing.greatestSequence(copies)] in $0.sequence >= greatest })
                .map(\.moment).min()
        {
            (status, cancelledAt) = (.cancelled, word)
        } else {
            status = .scheduled
        }
    }

    private static func greatestSequence(_ copies: [Copy]) -> Int {
        copies.lazy.flatMap { [$0.master].compactMap { $0 } + $0.dated.map(\.item) }.map(\.state.sequenceNumber).max()
            ?? 0
    }

    /// Whether the owner of a cancelled item was taken off a meeting that stood: it still does, or ended later.
    ///
    /// - Parameter sequence: the number that the deciding copy has reached.
    func tookOff(_ item: Item, sequence: Int) -> Bool {
        guard item.state.isCancelled else { return false }
        guard status == .cancelled else { return true }
        guard let ending else { return item.state.sequenceNumber < sequence }
        return !item.cancellations.contains(where: ending.includes)
    }
}
