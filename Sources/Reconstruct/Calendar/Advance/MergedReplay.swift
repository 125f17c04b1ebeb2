import ExchangeFormats

/// The copies of a merged export, replayed entry by entry: what `MergedCopies` makes of all of them at once.
struct MergedReplay {
    private var masters = CopiesByCreation()
    private var organizers = OrganizersItems()
    private var singleDates = CopiesByCreation()
    private var exceptions: [Int] = []
    /// Where they belong; nil where that is to be told anew.
    private var homes: PlacedExceptions.Homes?
    private var placed: PlacedExceptions?
    private var messages = CopyReplay(mailbox: nil)
    private var cancellations: [Int] = []
    private var dateCancellations: [CivilDate: [Int]] = [:]
    /// When the copy was made that was last given what those before it had said.
    private var followed: Instant?
    /// Made of messages; it only counts where there is no copy at all.
    private(set) var standIn = Copy(mailbox: nil)

    /// What an entry changed of the copies.
    enum Change {
        case nothing
        /// A guest's copy of a single date came, or is another: nothing else has changed.
        case new(Copy, at: Int), other(Copy, at: Int)
        /// An item without a date.
        case master(Master)
        /// Exceptions, of the copies at these places.
        case exceptions([Moved])
        /// Only messages have changed.
        case messages
        case all
    }

    /// An item without a date that came or is another; the exceptions of its copy stay.
    struct Master {
        var copy: Copy
        var place: Int
        var isNew: Bool
        var isOrganizers: Bool
        /// Exceptions that belong to other copies than before.
        var moved: [Moved] = []
    }

    /// What the copy at a place has of a date.
    typealias Moved = (place: Int, change: PlacedExceptions.Change)

    /// Takes an entry without a mailbox that concerns an item.
    ///
    /// - Parameter set: the set of which these are the last copies; messages are noted there.
    mutating func take(
        _ place: Int, of entries: [Entry], _ set: inout CopySet, _ zones: ZoneBook, _ work: inout FoldWork
    ) -> Change {
        let entry = entries[place]
        if placed == nil, let homes, !exceptions.isEmpty {
            placed = PlacedExceptions(homes, at: exceptions, of: entries, zones, &work)
        }
        switch MergedCopies.Kind(entry) {
        case .message:
            messages.take(place, of: entries, into: &standIn, zones, &work)
            if entry.role == .cancels { cancel(place, entries, &set) }
            return .messages
        case .exception: return takeException(place, entries, zones, &work)
        case .singleDate(let creation):
            let taken = singleDates.take(place, madeAt: creation, of: entries, zones, &work)
            guard exceptions.isEmpty || placed != nil, !taken.isOrganizers else { return .all }
            let count = masters.copies.count + homelessCount
            switch taken.change {
            case .nothing: return .nothing
            case .new(let index): return .new(singleDates.copies[index].copy, at: count + index)
            case .other(let index): return .other(singleDates.copies[index].copy, at: count + index)
            case .gone: return .all
            }
        case .copy(let creation):
            return takeMaster(place, madeAt: creation, entries, zones, &work)
                ?? {
                    (homes, placed) = (nil, nil)
                    return .all
                }()
        }
    }

    /// - Returns: nil where copies and exceptions have to be put together anew.
    private mutating func takeMaster(
        _ place: Int, madeAt creation: Instant, _ entries: [Entry], _ zones: ZoneBook, _ work: inout FoldWork
    ) -> Change? {
        let taken = masters.take(place, madeAt: creation, of: entries, zones, &work)
        let areMoved = organizers.take(taken, madeAt: creation, masters, &work)
        var master: Master
        switch taken.change {
        case .nothing: return .nothing
        case .gone: return nil
        case .new(let index), .other(let index):
            master = Master(
                copy: masters.copies[index].copy, place: index, isNew: taken.before == nil,
                isOrganizers: taken.isOrganizers)
        }
        guard !exceptions.isEmpty else { return .master(master) }
        guard homes != nil, let before = placed?.homeless else { return nil }
        var since: Instant?
        let owned = areMoved ? nil : updateHomes(taken, master, madeAt: creation, &since, zones, &work)
        if owned == nil {
            // Which exceptions belong elsewhere is not known.
            since = Instant(ticks: .min)
            homes = madeHomes(zones, &work)
        }
        guard let homes, placed?.keep(homes.owners, owned ?? .all, of: entries, &work) == true else { return nil }
        if master.isNew, master.place < masters.copies.count - 1 { placed?.shift(from: master.place) }
        let changes = since.flatMap { placed?.move(to: homes.hosts, loggedSince: $0, &work) } ?? []
        guard let moved = self.moved(changes, before) else { return nil }
        master.moved = moved
        return .master(master)
    }

    /// Brings what tells where exceptions belong in line with a copy that came or is another.
    ///
    /// - Parameter since: gets when exceptions were logged, at least, that can belong elsewhere now.
    /// - Returns: the exceptions that may be somebody else's now; nil where it has to be made anew.
    private mutating func updateHomes(
        _ taken: CopiesByCreation.Taken, _ master: Master, madeAt creation: Instant, _ since: inout Instant?,
        _ zones: ZoneBook, _ work: inout FoldWork
    ) -> PlacedExceptions.Owned? {
        let copies = masters.copies, beginning = organizers.beginning(of: creation)
        func claim(_ place: Int) -> CopyClaim {
            work.copies += 1
            return CopyClaim(copies[place].copy)
        }
        let isOrganizers = master.copy.isOrganizers
        guard let before = taken.before else {
            // Of the organizer's items the last one that names the organizer counts.
            guard !isOrganizers || organizers.isLast(creation) else { return nil }
            let told = homes?.owners.add(master.copy, madeAt: beginning, zones)
            since = homes?.hosts.insert(master.place, isOrganizers: isOrganizers, madeAt: beginning, claim)
            return told.map { .those(madeAt: creation, on: $0) } ?? .all
        }
        let facts = CopiesByCreation.Facts(master.copy)
        guard !taken.isRetold, before.shapes == facts.shapes, before.organizer == facts.organizer,
            before.claim.isOrganizers == isOrganizers, before.claim.hasMaster
        else { return nil }
        since = homes?.hosts.update(
            master.place, isOrganizers: isOrganizers, madeAt: beginning, before: before.claim, claim)
        return .those(madeAt: nil, on: [])
    }

    private func madeHomes(_ zones: ZoneBook, _ work: inout FoldWork) -> PlacedExceptions.Homes {
        work.copies += masters.copies.count
        let copies = masters.copies.lazy.map(\.copy)
        let beginnings = masters.copies.map { organizers.beginning(of: $0.creation) }
        return PlacedExceptions.Homes(
            owners: ExceptionOwners(of: zip(copies, beginnings), zones: zones),
            hosts: ExceptionHosts(claims: copies.map(CopyClaim.init), beginnings: beginnings))
    }

    private mutating func takeException(
        _ place: Int, _ entries: [Entry], _ zones: ZoneBook, _ work: inout FoldWork
    ) -> Change {
        exceptions.insertInOrder(place)
        // Changed where it stands: a second name for it would have all exceptions copied for each.
        guard let homes, let before = placed?.homeless,
            let changes = placed?.take(place, homes, of: entries, zones, &work),
            let moved = moved(changes, before)
        else { return .all }
        return .exceptions(moved)
    }

    /// The changes by the places of their copies; nil where a copy came or went.
    ///
    /// - Parameter before: how many exceptions belonged to none of the copies.
    private func moved(_ changes: [PlacedExceptions.Change], _ before: (organizers: Int, guests: Int)) -> [Moved]? {
        guard let after = placed?.homeless, (before.organizers > 0) == (after.organizers > 0),
            (before.guests > 0) == (after.guests > 0)
        else { return nil }
        let count = masters.copies.count
        return changes.map { change in
            switch change.place {
            case .copy(let index): (index, change)
            case .homeless(isOrganizers: true): (count, change)
            case .homeless(isOrganizers: false): (count + (after.organizers > 0 ? 1 : 0), change)
            }
        }
    }

    /// How many copies hold the exceptions that belong to no other.
    private var homelessCount: Int {
        guard let homeless = placed?.homeless else { return 0 }
        return (homeless.organizers > 0 ? 1 : 0) + (homeless.guests > 0 ? 1 : 0)
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
        placed = nil
        return merged.copies + singleDates.copies.map(\.copy)
    }

    /// What the organizer's items have said up to the copy at a place; nil where it is none of theirs.
    mutating func followed(
        to place: Int, _ zones: ZoneBook, _ work: inout FoldWork
    ) -> (SeriesHistory, Succession)? {
        guard place < masters.copies.count else { return nil }
        return organizers.followed(to: masters.copies[place].creation, masters, zones, &work)
    }

    /// Notes that a copy is given what those before it had said.
    ///
    /// - Returns: another one that was given it before, as it was made, with its place.
    mutating func noteFollowed(_ place: Int) -> (place: Int, copy: Copy)? {
        defer { followed = masters.copies[place].creation }
        guard let followed, followed != masters.copies[place].creation else { return nil }
        return masters.place(of: followed).map { ($0, masters.copies[$0].copy) }
    }
}

extension Copy {
    /// Whether nothing is known of an item.
    var isEmpty: Bool { master == nil && dated.isEmpty }
}
