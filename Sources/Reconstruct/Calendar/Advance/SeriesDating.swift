import ExchangeFormats

/// The clock by which single dates are read, as far as the entries of a stream were taken: what `withDates` uses.
struct SeriesDating {
    private let entries: [Entry]
    private var undated = AdvancingDecision()
    /// The last place in the replay that names a zone which is known.
    private var named: Int?
    private var clock = ZoneRules.utc

    /// Nil where every date is told by its id.
    init?(_ entries: [Entry]) {
        guard entries.contains(where: \.isDatedByOriginalStart) else { return nil }
        self.entries = entries
    }

    var work: FoldWork { undated.work }

    /// - Returns: whether the clock is another one now.
    mutating func take(_ place: Int, _ zones: ZoneBook) -> Bool {
        let entry = entries[place]
        if entry.namesZone(zones) { named = max(named ?? place, place) }
        if entry.instanceDate == nil, !entry.isDatedByOriginalStart {
            _ = undated.take(place, of: entries, zones: zones)
        }
        let newest = undated.decision(zones)?.clock(zones) ?? zones.rules(named.flatMap { entries[$0].zone })
        defer { clock = newest }
        return newest != clock
    }

    /// The date of an entry whose id tells none.
    func date(of place: Int) -> CivilDate? {
        let entry = entries[place]
        guard entry.isDatedByOriginalStart, let original = entry.details?.originalStartDate else { return nil }
        return clock.wallTime(of: original).date
    }
}
