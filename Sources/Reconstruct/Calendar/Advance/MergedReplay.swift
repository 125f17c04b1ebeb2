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
        /// An item without a date is another; the exceptions of its copy stay.
        case master(Copy, at: Int, isOrganizers: Bool)
        /// Exceptions, of the copies at these places.
        case exceptions([(at: Int, change: PlacedExceptions.Change)])
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
        case .exception: return takeException(place, entries, zones, &work)
        case .singleDate(let creation):
            let (change, isOrganizers) = singleDates.take(place, madeAt: creation, of: entries, zones, &work)
            guard exceptions.isEmpty || placed != nil, !isOrganizers else { return .all }
            return self.change(change, behind: masters.copies.count + homelessCount) { singleDates.copies[$0].copy }
        case .copy(let creation):
            let (change, isOrganizers) = masters.take(place, madeAt: creation, of: entries, zones, &work)
            if case .other(let index) = change, keepsHomes(zones, &work) {
                return .master(masters.copies[index].copy, at: index, isOrganizers: isOrganizers)
            }
            (homes, placed) = (nil, nil)
            // Exceptions may belong to any copy, and the organizer's copies to one another; a guest's stands by itself.
            guard exceptions.isEmpty, !isOrganizers else { return .all }
            return self.change(change, behind: 0) { masters.copies[$0].copy }
        }
    }

    private mutating func takeException(
        _ place: Int, _ entries: [Entry], _ zones: ZoneBook, _ work: inout FoldWork
    ) -> Change {
        if placed == nil, let homes {
            placed = PlacedExceptions(homes, at: exceptions, of: entries, zones, &work)
        }
        exceptions.insertInOrder(place)
        // Changed where it stands: a second name for it would have all exceptions copied for each.
        guard let before = placed?.homeless, let changes = placed?.take(place, of: entries, zones, &work),
            let after = placed?.homeless
        else { return .all }
        // A copy came or went.
        guard (before.organizers > 0) == (after.organizers > 0),
            (before.guests > 0) == (after.guests > 0)
        else { return .all }
        let count = masters.copies.count
        return .exceptions(
            changes.map { change in
                switch change.place {
                case .copy(let index): (index, change)
                case .homeless(isOrganizers: true): (count, change)
                case .homeless(isOrganizers: false): (count + (after.organizers > 0 ? 1 : 0), change)
                }
            })
    }

    /// Whether each exception is whose it was, and belongs where it belonged, after an item without a date has changed.
    private mutating func keepsHomes(_ zones: ZoneBook, _ work: inout FoldWork) -> Bool {
        // Several copies of the organizer's follow one another.
        guard let homes, masters.copies.lazy.filter(\.copy.isOrganizers).prefix(2).count < 2 else { return false }
        work.copies += masters.copies.count
        let copies = masters.copies.lazy.map(\.copy), beginnings = masters.copies.map(\.creation)
        return homes.owners == ExceptionOwners(of: zip(copies, beginnings), zones: zones)
            && homes.hosts == ExceptionHosts(claims: copies.map(CopyClaim.init), beginnings: beginnings)
    }

    /// How many copies hold the exceptions that belong to no other.
    private var homelessCount: Int {
        guard let homeless = placed?.homeless else { return 0 }
        return (homeless.organizers > 0 ? 1 : 0) + (homeless.guests > 0 ? 1 : 0)
    }

    private func change(_ change: Group.Change, behind count: Int, _ copy: (Int) -> Copy) -> Change {
        switch change {
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
