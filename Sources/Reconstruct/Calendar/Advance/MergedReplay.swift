import ExchangeFormats

/// The copies of a merged export, replayed entry by entry: what `MergedCopies` makes of all of them at once.
struct MergedReplay {
    /// Copies of one kind, each with the time at which it was made.
    private struct Group {
        private var replays: [Instant: CopyReplay] = [:]
        /// Those of which something is known, in order of creation.
        private(set) var copies: [(creation: Instant, copy: Copy)] = []

        /// What an entry made of its copy.
        enum Change {
            case nothing
            case new(Int), other(Int)
            case gone
        }

        /// - Returns: the change, and whether the copy is the organizer's or was.
        mutating func take(
            _ place: Int, madeAt creation: Instant, of entries: [Entry], _ zones: ZoneBook, _ work: inout FoldWork
        ) -> (change: Change, isOrganizers: Bool) {
            let index = copies.firstPlace { $0.creation >= creation }
            let isKnown = index < copies.count && copies[index].creation == creation
            let wasOrganizers = isKnown && copies[index].copy.isOrganizers
            var copy = Copy(mailbox: nil)
            if isKnown { swap(&copy, &copies[index].copy) }
            replays[creation, default: CopyReplay(mailbox: nil)].take(place, of: entries, into: &copy, zones, &work)
            let isOrganizers = copy.isOrganizers || wasOrganizers
            switch (copy.isEmpty, isKnown) {
            case (true, true):
                copies.remove(at: index)
                return (.gone, isOrganizers)
            case (true, false): return (.nothing, isOrganizers)
            case (false, true):
                copies[index].copy = copy
                return (.other(index), isOrganizers)
            case (false, false):
                copies.insert((creation, copy), at: index)
                return (.new(index), isOrganizers)
            }
        }
    }

    private var masters = Group()
    private var singleDates = Group()
    private var exceptions: [Int] = []
    /// Where they belong, as long as the items without a date are the same.
    private var homes: (owners: ExceptionOwners, hosts: ExceptionHosts)?
    private var placed: PlacedExceptions?
    private var messages = CopyReplay(mailbox: nil)
    private var cancellations: [Int] = []
    private var dateCancellations: [CivilDate: [Int]] = [:]
    /// Made of messages; it only counts where there is no copy at all.
    private(set) var standIn = Copy(mailbox: nil)

    /// What an entry changed of the copies.
    enum Change {
        case nothing
        /// A guest's copy came, or is another: nothing else has changed.
        case new(Copy, at: Int), other(Copy, at: Int)
        /// The item of a date alone, of an organizer's copy.
        case date(CivilDate, Item, at: Int)
        /// Only messages have changed.
        case messages
        case all
    }

    /// Takes an entry without a mailbox that concerns an item.
    ///
    /// - Parameter set: the set of which these are the last copies; messages are noted there.
    mutating func take(
        _ place: Int, of entries: [Entry], _ set: inout CopySet, _ zones: ZoneBook, _ work: inout FoldWork
    ) -> Change {
        let entry = entries[place]
        switch MergedCopies.Kind(entry) {
        case .message:
            messages.take(place, of: entries, into: &standIn, zones, &work)
            if entry.role == .cancels { cancel(place, entries, &set) }
            return .messages
        case .exception:
            var placed = placed
            self.placed = nil
            if placed == nil, let homes {
                placed = PlacedExceptions(homes, at: exceptions, of: entries, zones, &work)
            }
            exceptions.insertInOrder(place)
            guard let change = placed?.take(place, of: entries, zones, &work) else { return .all }
            self.placed = placed
            return .date(change.date, change.item, at: change.host)
        case .singleDate(let creation):
            let before = masters.copies.count
            let (change, isOrganizers) = singleDates.take(place, madeAt: creation, of: entries, zones, &work)
            return self.change(change, isOrganizers, behind: before) { singleDates.copies[$0].copy }
        case .copy(let creation):
            (homes, placed) = (nil, nil)
            let (change, isOrganizers) = masters.take(place, madeAt: creation, of: entries, zones, &work)
            return self.change(change, isOrganizers, behind: 0) { masters.copies[$0].copy }
        }
    }

    /// Exceptions may belong to any copy, and the organizer's copies to one another; a guest's copy stands by itself.
    private func change(
        _ change: Group.Change, _ isOrganizers: Bool, behind count: Int, _ copy: (Int) -> Copy
    ) -> Change {
        guard exceptions.isEmpty, !isOrganizers else { return .all }
        return switch change {
        case .nothing: .nothing
        case .new(let index): .new(copy(index), at: count + index)
        case .other(let index): .other(copy(index), at: count + index)
        case .gone: .all
        }
    }

    private mutating func cancel(_ place: Int, _ entries: [Entry], _ set: inout CopySet) {
        if let date = entries[place].instanceDate {
            if dateCancellations[date, default: []].insertInOrder(place) {
                set.looseDateCancellations[date, default: []].append(Item.Cancellation(entries[place]))
            } else {
                set.looseDateCancellations[date] = dateCancellations[date]?.map { Item.Cancellation(entries[$0]) }
            }
        } else if cancellations.insertInOrder(place) {
            set.looseCancellations.append(Item.Cancellation(entries[place]))
        } else {
            set.looseCancellations = cancellations.map { Item.Cancellation(entries[$0]) }
        }
    }

    /// All copies, put together anew.
    mutating func copies(of entries: [Entry], zones: ZoneBook, _ work: inout FoldWork) -> [Copy] {
        work.copies += masters.copies.count + exceptions.count
        let merged = MergedCopies(
            copies: masters.copies, exceptions: EntryGroup(of: entries, at: exceptions), zones: zones)
        homes = merged.homes
        return merged.copies + singleDates.copies.map(\.copy)
    }
}

extension Copy {
    /// Whether nothing is known of an item.
    var isEmpty: Bool { master == nil && dated.isEmpty }
}
