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
    if let decision = Decision(CopySet(undated, zones: zones), zones: zones) {
        if case .series(let series) = decision.schedule { return series.rules(zones) }
        if let zone = decision.schedule.zone, let found = zones.resolution(zone) { return found.rules }
    }
    let named = entries.last { entry in entry.role.concernsItem && entry.zone.flatMap(zones.resolution) != nil }
    return zones.rules(named?.zone)
}

extension Entry {
    fileprivate var isDatedByOriginalStart: Bool { instanceDate == nil && details?.originalStartDate != nil }
}
