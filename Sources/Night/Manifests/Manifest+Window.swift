import ExchangeFormats
import Publishing

extension Manifest {
    /// What a manifest says that no manifest of its month says.
    struct Untrue: Error { var what: String }

    /// An instant as manifests write it.
    static func text(_ instant: Instant) -> String {
        TimeText.string(instant, fraction: false).replacing(" ", with: "T") + "Z"
    }

    /// The window that it states, held against its month: one that another zone cut is at most a day away, and where
    /// the zone is stated too it is that month in that zone, but for an hour that other rules of clocks may make.
    ///
    /// - Returns: nil where it states none.
    func statedWindow() throws(Untrue) -> Range<Instant>? {
        let zone = try statedZone()
        guard from != nil || to != nil else { return nil }
        guard let start = from.flatMap({ StatedTime.instant($0) }), let end = to.flatMap({ StatedTime.instant($0) })
        else { throw Untrue(what: "its window has a date that cannot be read") }
        guard start < end else { throw Untrue(what: "its window ends before it begins") }
        guard let month else { return start..<end }
        guard let first = StatedTime.month(month) else { throw Untrue(what: "its month is none") }
        let exact = MonthNumber(first).window(in: zone ?? .utc)
        let most = zone == nil ? Instant.ticksPerDay : Manifest.ticksPerHour
        guard abs(start.ticks - exact.lowerBound.ticks) <= most, abs(end.ticks - exact.upperBound.ticks) <= most else {
            throw Untrue(
                what:
                    "its window is that of another time than \(month)\(zone == nil ? "" : " in the zone that it names")"
            )
        }
        return start..<end
    }

    private static let ticksPerHour = Instant.ticksPerDay / 24

    private func statedZone() throws(Untrue) -> ZoneRules? {
        guard let timeZone else { return nil }
        guard let found = ZoneCatalogue.shipped.resolve(timeZone), found.isExact else {
            throw Untrue(what: "it names a zone that is not known here")
        }
        return found.rules
    }

    /// How far each kind of log went when the tables were made.
    ///
    /// - Returns: nil where it does not say.
    func statedReaches() throws(Untrue) -> [LogReach]? {
        guard let reaches else { return nil }
        var found: [LogReach] = []
        for reach in reaches {
            guard let newest = StatedTime.instant(reach.newest), let name = LogReach.names[reach.log],
                !found.contains(where: { $0.name == name })
            else { throw Untrue(what: "what it says of the logs cannot be read") }
            found.append(LogReach(name: name, newest: newest))
        }
        return found
    }
}
