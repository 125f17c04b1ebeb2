import ExchangeFormats

/// The items of one mailbox, or of one copy of a merged export, replayed entry by entry: what `Copy` makes of all of
/// them at once.
struct CopyReplay {
    /// The replay of one item, with the places of its entries.
    private struct Track {
        private var places: [Int] = []
        private var replay: ItemReplay
        private let mayBeInferred: Bool

        init(mayBeInferred: Bool) {
            self.mayBeInferred = mayBeInferred
            replay = ItemReplay(mayBeInferred: mayBeInferred)
        }

        var item: Item? { replay.item }

        /// An entry that comes after others of its item in the log and before them in the replay has it replayed anew.
        ///
        /// - Returns: whether it was.
        mutating func take(_ place: Int, of entries: [Entry], _ work: inout FoldWork) -> Bool {
            if places.insertInOrder(place) {
                work.entries += 1
                replay.take(entries[place])
                return false
            } else {
                work.entries += places.count
                replay = ItemReplay(mayBeInferred: mayBeInferred)
                for place in places { replay.take(entries[place]) }
                return true
            }
        }
    }

    private let mailbox: String?
    private var places: [Int] = []
    private var hasCalendarItem = false
    private var master: Track?
    private var history = SeriesHistory()
    private var dated: [CivilDate: Track] = [:]
    private var sentCancellations: [Int] = []

    init(mailbox: String?) { self.mailbox = mailbox }

    /// Takes an entry that concerns an item, and brings the copy up to date.
    ///
    /// - Parameters:
    ///   - entries: the whole stream in replay order.
    ///   - copy: what was made of the entries before; it may hold no item yet.
    mutating func take(
        _ place: Int, of entries: [Entry], into copy: inout Copy, _ zones: ZoneBook, _ work: inout FoldWork
    ) {
        places.insertInOrder(place)
        if !hasCalendarItem, entries[place].itemClass.isCalendarItem {
            // From now on no invitation stands in for an item.
            hasCalendarItem = true
            (master, dated, history) = (nil, [:], SeriesHistory())
            copy = Copy(mailbox: mailbox)
            for place in places { replay(place, entries, &copy, zones, &work) }
        } else {
            replay(place, entries, &copy, zones, &work)
        }
    }

    private mutating func replay(
        _ place: Int, _ entries: [Entry], _ copy: inout Copy, _ zones: ZoneBook, _ work: inout FoldWork
    ) {
        let entry = entries[place]
        if hasCalendarItem, entry.isSentCancellation(of: mailbox) {
            guard entry.instanceDate == nil else { return }
            if sentCancellations.insertInOrder(place) {
                copy.sentCancellations.append(Item.Cancellation(entry))
            } else {
                copy.sentCancellations = sentCancellations.map { Item.Cancellation(entries[$0]) }
            }
        } else if let date = entry.instanceDate {
            var track = dated.removeValue(forKey: date) ?? Track(mayBeInferred: !hasCalendarItem)
            let index = copy.dated.firstPlace { $0.date >= date }
            let isKnown = index < copy.dated.count && copy.dated[index].date == date
            // Nothing else holds the item while it is changed, so that nothing is copied.
            if isKnown { copy.dated[index].item = Item() }
            _ = track.take(place, of: entries, &work)
            switch (track.item, isKnown) {
            case (let item?, true): copy.dated[index].item = item
            case (let item?, false): copy.dated.insert((date, item), at: index)
            case (nil, true): copy.dated.remove(at: index)
            case (nil, false): break
            }
            dated[date] = track
        } else {
            (copy.master, copy.history) = (nil, nil)
            var track = master ?? Track(mayBeInferred: !hasCalendarItem)
            master = nil
            if track.take(place, of: entries, &work) { history = SeriesHistory() }
            master = track
            guard let item = track.item else { return }
            history.follow(item, zones: zones)
            (copy.master, copy.history) = (item, history)
        }
    }
}

/// What an advancing fold has done so far, counted so that a test can tell that it grows with the entries alone.
struct FoldWork {
    /// Entries that were replayed.
    var entries = 0
    /// Copies that were looked at to decide.
    var copies = 0
    /// People whose part was made anew.
    var people = 0
}
