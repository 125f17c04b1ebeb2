import ExchangeFormats

/// What an item's rows say of its zone: a name, the rules that go with it, and how far its clock was ahead of UTC at
/// the item's start. docs/time-zones.md tells which of them counts.
public struct SeriesZone: Hashable, Sendable {
    /// As the entry gave it.
    public var name: String?
    /// A time-zone definition or structure, as its bytes.
    public var blob: [UInt8]?
    /// Minutes ahead of UTC at the item's start, as StartWallClock and StartTime tell it.
    public var offsetAtStart: Int?

    /// Nil where all three are: the rows then say nothing of a zone.
    public init?(name: String?, blob: [UInt8]? = nil, offsetAtStart: Int? = nil) {
        guard name != nil || blob != nil || offsetAtStart != nil else { return nil }
        self.name = name
        self.blob = blob
        self.offsetAtStart = offsetAtStart
    }

    /// Takes what a newer entry carries. Rules belong to their name: another name comes without the older one's.
    mutating func update(from newer: SeriesZone) {
        if let value = newer.name {
            if value != name { blob = nil }
            name = value
        }
        if let value = newer.blob { blob = value }
        if let value = newer.offsetAtStart { offsetAtStart = value }
    }
}

extension Entry {
    /// What the row says of the item's zone; nil when it says nothing.
    var zone: SeriesZone? {
        SeriesZone(
            name: timeZone, blob: details?.zoneBlob, offsetAtStart: details?.startWallClock.flatMap(offsetAtStart))
    }

    private func offsetAtStart(_ wall: WallTime) -> Int? {
        guard let startTime else { return nil }
        let (ticks, overflows) = wall.ticks.subtractingReportingOverflow(startTime.ticks)
        // Clocks go in whole minutes, and none is further from UTC than 14 hours.
        guard !overflows, ticks % Instant.ticksPerMinute == 0, abs(ticks / Instant.ticksPerMinute) <= 14 * 60 else {
            return nil
        }
        return Int(ticks / Instant.ticksPerMinute)
    }
}
