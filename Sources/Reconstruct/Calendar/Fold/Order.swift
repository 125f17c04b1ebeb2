import ExchangeFormats

/// The place of an entry in the replay of its item: a total order that does not know in what order rows arrived.
struct ReplayOrder: Comparable, Hashable, Sendable {
    var modified: Instant
    var version: Int
    var logged: Instant
    var hash: EventHash

    init(_ entry: borrowing Entry) {
        modified = entry.originalLastModifiedTime ?? entry.lastModifiedTime ?? entry.loggedAt
        version = entry.itemVersion ?? 0
        logged = entry.loggedAt
        hash = entry.hash
    }

    static func < (left: ReplayOrder, right: ReplayOrder) -> Bool {
        if left.modified != right.modified { return left.modified < right.modified }
        if left.version != right.version { return left.version < right.version }
        if left.logged != right.logged { return left.logged < right.logged }
        return left.hash < right.hash
    }
}

/// When something happened, by log time; the hash settles what one millisecond holds.
struct LogMoment: Comparable, Hashable, Sendable {
    var logged: Instant
    var order: ReplayOrder

    init(_ entry: borrowing Entry) {
        logged = entry.loggedAt
        order = ReplayOrder(entry)
    }

    init(order: ReplayOrder) {
        logged = order.logged
        self.order = order
    }

    init(_ entry: borrowing Entry, at instant: Instant) {
        self.init(entry)
        logged = instant
    }

    static func < (left: LogMoment, right: LogMoment) -> Bool {
        left.logged != right.logged ? left.logged < right.logged : left.order < right.order
    }
}

extension Array where Element: Comparable {
    /// - Returns: whether the element is the last one.
    @discardableResult
    mutating func insertInOrder(_ element: Element) -> Bool {
        guard let last, element < last else {
            append(element)
            return true
        }
        insert(element, at: firstPlace { $0 >= element })
        return false
    }
}

extension RandomAccessCollection {
    /// The first place whose element, and those of all behind it, have a property; the end where none has.
    func firstPlace(where hasProperty: (Element) -> Bool) -> Index {
        var low = startIndex, count = count
        while count > 0 {
            let half = count / 2
            let middle = index(low, offsetBy: half)
            if hasProperty(self[middle]) {
                count = half
            } else {
                low = index(after: middle)
                count -= half + 1
            }
        }
        return low
    }
}
