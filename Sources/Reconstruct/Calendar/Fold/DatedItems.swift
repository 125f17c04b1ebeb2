import ExchangeFormats

/// The items of single dates of one copy, in order of date.
///
/// Where a copy has no other item the dates speak for it, so it is known beside them which of them leads, and how many
/// live: one that changes does not make all the others be looked at again.
struct DatedItems: RandomAccessCollection {
    private var items: [(date: CivilDate, item: Item)] = []
    /// Of the item of the greatest rank.
    private var leader: (date: CivilDate, rank: Copy.Rank)?
    private var liveCount = 0
    private var uncancelledCount = 0

    init() {}

    /// - Parameter items: in order of date, each date once.
    init(_ items: [(date: CivilDate, item: Item)]) {
        self.items = items
        for (_, item) in items { count(item, by: 1) }
        findLeader()
    }

    var startIndex: Int { 0 }
    var endIndex: Int { items.count }
    subscript(index: Int) -> (date: CivilDate, item: Item) { items[index] }

    /// The item that speaks for a copy without another one.
    var leading: Item? { leader.flatMap { self[$0.date] } }

    /// The rank of that item.
    var leadersRank: Copy.Rank? { leader?.rank }

    var hasLive: Bool { liveCount > 0 }
    var areAllCancelled: Bool { uncancelledCount == 0 }

    /// The item of a date.
    subscript(date: CivilDate) -> Item? {
        let index = place(of: date)
        return isKnown(date, at: index) ? items[index].item : nil
    }

    /// Sets the item of a date; without one nothing is known of it.
    mutating func put(_ item: Item?, on date: CivilDate) {
        // Dates come most often in order.
        let index = place(of: date)
        if isKnown(date, at: index) {
            count(items[index].item, by: -1)
            if let item { items[index].item = item } else { items.remove(at: index) }
        } else if let item {
            items.insert((date, item), at: index)
        }
        if let item {
            count(item, by: 1)
            let rank = Copy.rank(item)
            if leader.map({ rank < $0.rank }) != true {
                leader = (date, rank)
            } else if leader?.date == date {
                findLeader()
            }
        } else if leader?.date == date {
            findLeader()
        }
    }

    /// Lets go of an item that will be put anew: nothing is copied while it is changed elsewhere.
    mutating func release(_ date: CivilDate) {
        let index = place(of: date)
        guard isKnown(date, at: index) else { return }
        count(items[index].item, by: -1)
        items[index].item = Item()
        count(items[index].item, by: 1)
    }

    private func place(of date: CivilDate) -> Int {
        if let last = items.last, last.date < date { return items.count }
        return items.firstPlace { $0.date >= date }
    }

    private func isKnown(_ date: CivilDate, at index: Int) -> Bool { index < items.count && items[index].date == date }

    private mutating func count(_ item: Item, by number: Int) {
        if item.isLive, item.last != nil { liveCount += number }
        if !item.state.isCancelled { uncancelledCount += number }
    }

    private mutating func findLeader() {
        leader = nil
        for (date, item) in items {
            let rank = Copy.rank(item)
            if leader.map({ $0.rank < rank }) ?? true { leader = (date, rank) }
        }
    }
}
