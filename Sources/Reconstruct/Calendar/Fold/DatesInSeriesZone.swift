import ExchangeFormats

/// Entries with the dates of their occurrences: of the global object id, else of OriginalStartDate on the wall of the
/// **series'** zone. A row may lack a zone or name a traveller's; the series' is known only when its whole stream is,
/// so this goes before everything else. Where id and original start differ, the export shifted the time: the id is
/// right.
///
/// - Parameter entries: a whole stream, or what of it was known at some moment, in replay order.
func withDates(_ entries: [Entry], zones: ZoneBook) -> [Entry] {
    guard entries.contains(where: { $0.isDatedByOriginalStart }) else { return entries }
    let clock = seriesClock(of: entries, zones: zones)
    return entries.map { entry in
        guard entry.isDatedByOriginalStart, let original = entry.details?.originalStartDate else { return entry }
        var dated = entry
        dated.instanceDate = clock.wallTime(of: original).date
        return dated
    }
}

/// The clock of the copy that decides without any single date; where nothing but single dates is known, that of the
/// newest of them which names a zone.
private func seriesClock(of entries: [Entry], zones: ZoneBook) -> ZoneRules {
    let undated = entries.filter { $0.instanceDate == nil && !$0.isDatedByOriginalStart }
    if let clock = Decision(CopySet(undated, zones: zones), zones: zones)?.clock(zones) { return clock }
    let named = entries.last { $0.namesZone(zones) }
    return zones.rules(named?.zone)
}

extension Decision {
    /// The clock of the schedule; nil where it names no zone that is known.
    func clock(_ zones: ZoneBook) -> ZoneRules? {
        if case .series(let series) = schedule { return series.rules(zones) }
        return schedule.zone.flatMap(zones.resolution)?.rules
    }
}

extension Entry {
    var isDatedByOriginalStart: Bool { instanceDate == nil && details?.originalStartDate != nil }

    /// Whether the entry says something of an item, and names a zone that is known.
    func namesZone(_ zones: ZoneBook) -> Bool { role.concernsItem && zone.flatMap(zones.resolution) != nil }
}
