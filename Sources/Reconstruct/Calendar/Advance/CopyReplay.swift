import ExchangeFormats

/// The items of one mailbox, or of one copy of a merged export, replayed entry by entry: what `Copy` makes of all of
/// them at once.
struct CopyReplay {
    private let mailbox: String?
    private var places: [Int] = []
    private(set) var hasCalendarItem = false
    private var master: ItemTrack?
    private var history = SeriesHistory()
    private var dated: [CivilDate: ItemTrack] = [:]
    private var sentCancellations: [Int] = []
    /// How often what had been said of the item without a date was told anew.
    private(set) var retellings = 0

    init(mailbox: String?) { self.mailbox = mailbox }

    /// Takes an entry that concerns an item, and brings the copy up to date.
    ///
    /// - Parameters:
    ///   - entries: the whole stream in replay order.
    ///   - copy: what was made of the entries before; it may hold no item yet.
    /// - Returns: the date of which alone the item is another; nil where more may be.
    @discardableResult
    mutating func take(
        _ place: Int, of entries: [Entry], into copy: inout Copy, _ zones: ZoneBook, _ work: inout FoldWork
    ) -> CivilDate? {
        places.insertInOrder(place)
        if !hasCalendarItem, entries[place].itemClass.isCalendarItem {
            // From now on no invitation stands in for an item.
            hasCalendarItem = true
            (master, dated, history) = (nil, [:], SeriesHistory())
            retellings += 1
            copy = Copy(mailbox: mailbox)
            for place in places { replay(place, entries, &copy, zones, &work) }
            return nil
        }
        replay(place, entries, &copy, zones, &work)
        return entries[place].isSentCancellation(of: mailbox) ? nil : entries[place].instanceDate
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
            var track = dated.removeValue(forKey: date) ?? ItemTrack(mayBeInferred: !hasCalendarItem)
            copy.dated.release(date)
            _ = track.take(place, of: entries, &work)
            copy.dated.put(track.item, on: date)
            dated[date] = track
        } else {
            (copy.master, copy.history) = (nil, nil)
            var track = master ?? ItemTrack(mayBeInferred: !hasCalendarItem)
            master = nil
            if track.take(place, of: entries, &work) {
                history = SeriesHistory()
                retellings += 1
            }
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
    /// Shapes of the organizer's items that were followed from one item to the next.
    var shapes = 0
    /// People whose part was made anew.
    var people = 0
}
