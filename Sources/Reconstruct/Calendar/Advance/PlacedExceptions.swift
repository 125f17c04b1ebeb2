import ExchangeFormats

/// The organizer's exceptions of a merged export, each with the copy that it belongs to, as long as the items without a
/// date are the same.
struct PlacedExceptions {
    private let owners: ExceptionOwners
    private let hosts: ExceptionHosts
    private var replay = CopyReplay(mailbox: nil)
    private var all = Copy(mailbox: nil)
    private var hostByDate: [CivilDate: Int] = [:]

    /// - Parameter places: those of the exceptions so far.
    init(
        _ homes: (owners: ExceptionOwners, hosts: ExceptionHosts), at places: [Int], of entries: [Entry],
        _ zones: ZoneBook, _ work: inout FoldWork
    ) {
        (owners, hosts) = homes
        for place in places where owners.isOrganizers(entries[place]) {
            replay.take(place, of: entries, into: &all, zones, &work)
        }
        for (date, item) in all.dated { hostByDate[date] = hosts.host(of: item, isOrganizers: true) }
    }

    /// Takes an exception.
    ///
    /// - Returns: the copy whose item of a date alone is another now; nil where more may be.
    mutating func take(
        _ place: Int, of entries: [Entry], _ zones: ZoneBook, _ work: inout FoldWork
    ) -> (host: Int, date: CivilDate, item: Item)? {
        guard let date = entries[place].instanceDate, owners.isOrganizers(entries[place]), replay.hasCalendarItem
        else { return nil }
        replay.take(place, of: entries, into: &all, zones, &work)
        guard let item = all.item(on: date), let host = hosts.host(of: item, isOrganizers: true),
            hostByDate[date] ?? host == host
        else { return nil }
        hostByDate[date] = host
        return (host, date, item)
    }
}
