import ExchangeFormats

/// The exceptions of a merged export, each with the copy that it belongs to: what `MergedCopies` makes of all of them at
/// once, as long as whose they are and where they belong is told alike.
struct PlacedExceptions {
    let owners: ExceptionOwners
    let hosts: ExceptionHosts
    private var organizers = Items()
    /// By creation time: a guest's exceptions are told apart by it.
    private var guests: [Instant?: Items] = [:]
    /// Of each date the guests who have an exception of it, and the one whose speaks for it.
    private var guestsOfDates: [CivilDate: (all: [Instant?], speaker: Instant?)] = [:]
    private var places: (organizers: [CivilDate: Place], guests: [CivilDate: Place]) = ([:], [:])
    /// How many belong to none of the copies.
    private(set) var homeless = (organizers: 0, guests: 0)

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
        _ homes: (owners: ExceptionOwners, hosts: ExceptionHosts), at places: [Int], of entries: [Entry],
        _ zones: ZoneBook, _ work: inout FoldWork
    ) {
        (owners, hosts) = homes
        for place in places { _ = take(place, of: entries, zones, &work) }
    }

    /// Takes an exception.
    ///
    /// - Returns: what the copies have of it.
    mutating func take(_ place: Int, of entries: [Entry], _ zones: ZoneBook, _ work: inout FoldWork) -> [Change] {
        let entry = entries[place]
        guard let date = entry.instanceDate else { return [] }
        if owners.isOrganizers(entry) {
            return organizers.take(place, on: date, of: entries, zones, &work).flatMap {
                put(organizers.copy.dated[$0], on: $0, isOrganizers: true)
            }
        }
        let guest = entry.creationTime
        return guests[guest, default: Items()].take(place, on: date, of: entries, zones, &work).flatMap {
            put(guestsItem(on: $0, changed: guest), on: $0, isOrganizers: false)
        }
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

    private mutating func put(_ item: Item?, on date: CivilDate, isOrganizers: Bool) -> [Change] {
        let newest = item.map {
            hosts.host(of: $0, isOrganizers: isOrganizers).map(Place.copy) ?? .homeless(isOrganizers: isOrganizers)
        }
        let before = isOrganizers ? places.organizers[date] : places.guests[date]
        count(before, by: -1)
        count(newest, by: 1)
        if isOrganizers { places.organizers[date] = newest } else { places.guests[date] = newest }
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
