extension ZoneRules {
    /// A change of the clock.
    public struct Change: Hashable, Sendable {
        /// In ticks since 1970-01-01 00:00 UTC.
        public var at: Int64
        /// Ticks ahead of UTC until then, and from then on.
        public var from: Int64
        /// Ticks ahead of UTC from then on.
        public var to: Int64
    }

    /// The changes in some years (of UTC), ascending; those beyond the year 2440 are not listed.
    public func changes(in years: ClosedRange<Int>) -> [Change] {
        let begin = Int64(CivilDate.days(year: years.lowerBound, month: 1, day: 1)) * Instant.ticksPerDay
        let end = Int64(CivilDate.days(year: min(years.upperBound, 9998) + 1, month: 1, day: 1)) * Instant.ticksPerDay
        return listedChanges.filter { begin <= $0.at && $0.at < end }
    }
}

extension ZoneCatalogue {
    /// The Windows key of an IANA zone, by the shipped table; nil where Windows has none.
    public func windowsID(ofIANA id: String) -> String? { ZoneCatalogue.windowsByIANA[id] }

    /// Of several keys of one zone the bytewise least.
    private static let windowsByIANA: [String: String] = {
        var keys: [String: String] = [:]
        for (_, entry) in ZoneTables.shipped.windowsKeys {
            let key = String(entry.key), zone = String(entry.iana)
            keys[zone] = keys[zone].map { min($0, key) } ?? key
        }
        return keys
    }()
}
