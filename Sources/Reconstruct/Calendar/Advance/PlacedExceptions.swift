import ExchangeFormats

/// The exceptions of a merged export, each with the copy that it belongs to: what `MergedCopies` makes of all of them at
/// once, as long as it is told alike whose they are.
struct PlacedExceptions {
    /// Whose exceptions are, and which copies they can belong to.
    struct Homes {
        var owners: ExceptionOwners
        var hosts: ExceptionHosts
    }

    private var organizers = Items()
    /// By creation time: a guest's exceptions are told apart by it.
    private var guests: [Instant?: Items] = [:]
    /// Of each date the guests who have an exception of it, and the one whose speaks for it.
    private var guestsOfDates: [CivilDate: (all: [Instant?], speaker: Instant?)] = [:]
    private var organizersPlaces = Places(), guestsPlaces = Places()
    /// How many belong to none of the copies.
    private(set) var homeless = (organizers: 0, guests: 0)
    /// By their places, whether exceptions are the organizer's; and the dates and times at which they were made.
    private var areOrganizers: [Int: Bool] = [:]
    private var places: [CivilDate: [Int]] = [:]
    private var creations: Set<Instant?> = []

    /// Where an exception belongs.
    enum Place: Hashable {
        case copy(Int)
        /// To none of the copies: to the one of the organizer's, or of guests', that holds such alone.
        case homeless(isOrganizers: Bool)
    }

    struct Change {
        var place: Place
        var date: CivilDate
        /// What the copy has of the date now; nil where it has nothing any more.
        var item: Item?
    }

    /// Where the exceptions of the organizer's, or of guests, belong.
    private struct Places {
        private(set) var byDate: [CivilDate: Place] = [:]
        /// When the items were last logged, in order: a copy that comes moves the newest alone.
        private var logged: [Logged] = []
        private var loggedByDate: [CivilDate: Instant] = [:]

        private struct Logged: Comparable {
            var at: Instant
            var date: CivilDate

            static func < (left: Logged, right: Logged) -> Bool { (left.at, left.date) < (right.at, right.date) }
        }

        mutating func put(_ place: Place?, on date: CivilDate, loggedAt newest: Instant?) {
            byDate[date] = place
            let before = loggedByDate[date]
            guard before != newest else { return }
            if let known = before.map({ Logged(at: $0, date: date) }) {
                logged.remove(at: logged.firstPlace { $0 >= known })
            }
            if let known = newest.map({ Logged(at: $0, date: date) }) {
                logged.insert(known, at: logged.firstPlace { $0 >= known })
            }
            loggedByDate[date] = newest
        }

        /// The dates of the items that were last logged at a moment or later, in order.
        func dates(loggedSince moment: Instant) -> [CivilDate] {
            logged[logged.firstPlace { $0.at >= moment }...].map(\.date).sorted()
        }

        mutating func shift(_ shifted: (Place) -> Place) { byDate = byDate.mapValues(shifted) }
    }

    private struct Items {
        var replay = CopyReplay(mailbox: nil)
        var copy = Copy(mailbox: nil)

        /// - Returns: the dates whose items are perhaps others.
        mutating func take(
            _ place: Int, on date: CivilDate, of entries: [Entry], _ zones: ZoneBook, _ work: inout FoldWork
        ) -> [CivilDate] {
            replay.take(place, of: entries, into: &copy, zones, &work).map { [$0] }
                ?? Set(copy.dated.map(\.date)).union([date]).sorted()
        }
    }

    /// - Parameter places: those of the exceptions so far.
    init(
        _ homes: Homes, at places: [Int], of entries: [Entry], _ zones: ZoneBook, _ work: inout FoldWork
    ) {
        for place in places { _ = take(place, homes, of: entries, zones, &work) }
    }

    /// Takes an exception.
    ///
    /// - Returns: what the copies have of it.
    mutating func take(
        _ place: Int, _ homes: Homes, of entries: [Entry], _ zones: ZoneBook, _ work: inout FoldWork
    ) -> [Change] {
        let entry = entries[place]
        guard let date = entry.instanceDate else { return [] }
        let isOrganizers = homes.owners.isOrganizers(entry), guest = entry.creationTime
        areOrganizers[place] = isOrganizers
        places[date, default: []].append(place)
        creations.insert(guest)
        if isOrganizers {
            return organizers.take(place, on: date, of: entries, zones, &work).flatMap {
                put(organizers.copy.dated[$0], on: $0, isOrganizers: true, homes.hosts)
            }
        }
        return guests[guest, default: Items()].take(place, on: date, of: entries, zones, &work).flatMap {
            put(guestsItem(on: $0, changed: guest), on: $0, isOrganizers: false, homes.hosts)
        }
    }

    /// The exceptions that may be somebody else's after a copy came or changed: those that were made when it was, and
    /// those of dates of which copies tell otherwise now; or all.
    enum Owned {
        case those(madeAt: Instant?, on: [CivilDate])
        case all
    }

    /// Whether each exception is whose it was.
    func keep(
        _ owners: ExceptionOwners, _ owned: Owned, of entries: [Entry], _ work: inout FoldWork
    ) -> Bool {
        if case .those(let creation, let dates) = owned, creation.map({ creations.contains($0) }) != true {
            let touched = dates.flatMap { places[$0] ?? [] }
            work.copies += touched.count
            return touched.allSatisfy { owners.isOrganizers(entries[$0]) == areOrganizers[$0] }
        }
        work.copies += areOrganizers.count
        return areOrganizers.allSatisfy { owners.isOrganizers(entries[$0]) == $1 }
    }

    /// Makes room for a copy: those from its place on stand one place further now.
    mutating func shift(from place: Int) {
        func shifted(_ known: Place) -> Place {
            if case .copy(let index) = known, index >= place { return .copy(index + 1) }
            return known
        }
        organizersPlaces.shift(shifted)
        guestsPlaces.shift(shifted)
    }

    /// Puts exceptions where they belong now.
    ///
    /// - Parameter moment: when those were logged, at least, that can belong elsewhere than before.
    /// - Returns: what the copies have of them, first what they have no more: another may take its place.
    mutating func move(
        to hosts: ExceptionHosts, loggedSince moment: Instant, _ work: inout FoldWork
    ) -> [Change] {
        let organizersDates = organizersPlaces.dates(loggedSince: moment)
        let guestsDates = guestsPlaces.dates(loggedSince: moment)
        work.copies += organizersDates.count + guestsDates.count
        var changes = organizersDates.flatMap { move(organizers.copy.dated[$0], on: $0, isOrganizers: true, hosts) }
        changes += guestsDates.flatMap {
            move(guests[guestsOfDates[$0]?.speaker]?.copy.dated[$0], on: $0, isOrganizers: false, hosts)
        }
        return changes.filter { $0.item == nil } + changes.filter { $0.item != nil }
    }

    private mutating func move(
        _ item: Item?, on date: CivilDate, isOrganizers: Bool, _ hosts: ExceptionHosts
    ) -> [Change] {
        guard let item else { return [] }
        let changes = put(item, on: date, isOrganizers: isOrganizers, hosts)
        // One change: it belongs where it did.
        return changes.count > 1 ? changes : []
    }

    /// The item that speaks for a date, of which one guest's is another now.
    private mutating func guestsItem(on date: CivilDate, changed guest: Instant?) -> Item? {
        let item = guests[guest]?.copy.dated[date]
        guard var known = guestsOfDates[date] else {
            guard let item else { return nil }
            guestsOfDates[date] = ([guest], guest)
            return item
        }
        guestsOfDates[date] = nil
        defer { guestsOfDates[date] = known }
        if !known.all.contains(guest), item != nil { known.all.append(guest) }
        if known.speaker != guest, let item, let speaker = guests[known.speaker]?.copy.dated[date] {
            if MergedCopies.outranks(speaker, item) { return speaker }
            known.speaker = guest
            return item
        }
        var best: (guest: Instant?, item: Item)?
        for guest in known.all {
            guard let item = guests[guest]?.copy.dated[date] else { continue }
            if let best, MergedCopies.outranks(best.item, item) { continue }
            best = (guest, item)
        }
        if let best { known.speaker = best.guest }
        return best?.item
    }

    private mutating func put(
        _ item: Item?, on date: CivilDate, isOrganizers: Bool, _ hosts: ExceptionHosts
    ) -> [Change] {
        let newest = item.map {
            hosts.host(of: $0, isOrganizers: isOrganizers).map(Place.copy) ?? .homeless(isOrganizers: isOrganizers)
        }
        let before = isOrganizers ? organizersPlaces.byDate[date] : guestsPlaces.byDate[date]
        count(before, by: -1)
        count(newest, by: 1)
        let logged = item?.last?.logged
        if isOrganizers {
            organizersPlaces.put(newest, on: date, loggedAt: logged)
        } else {
            guestsPlaces.put(newest, on: date, loggedAt: logged)
        }
        let left = before.flatMap { $0 == newest ? nil : Change(place: $0, date: date, item: nil) }
        return [left, newest.map { Change(place: $0, date: date, item: item) }].compactMap { $0 }
    }

    private mutating func count(_ place: Place?, by number: Int) {
        switch place {
        case .homeless(isOrganizers: true): homeless.organizers += number
        case .homeless(isOrganizers: false): homeless.guests += number
        case .copy, nil: break
        }
    }
}
