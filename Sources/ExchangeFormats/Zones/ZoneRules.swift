/// The clock of a zone: its offset from UTC at every instant.
///
/// Changes are held ready up to the year 2440; what lies beyond is folded back by whole cycles of 400 years, after
/// which the Gregorian calendar repeats itself to the day, and so never to before 2040, where laws of our time end.
public struct ZoneRules: Hashable, Sendable {
    private let table: Table

    private final class Table: Sendable {
        /// Instants at which the offset changes, ascending.
        let changes: [Int64]
        /// `offsets[i]` holds before `changes[i]`; one more than there are changes.
        let offsets: [Int64]
        /// The reading of the wall clock at which a change comes: `changes[i] + offsets[i]`.
        let wallChanges: [Int64]

        init(changes: [Int64], offsets: [Int64]) {
            self.changes = changes
            self.offsets = offsets
            wallChanges = changes.indices.map { changes[$0] + offsets[$0] }
        }
    }

    /// The clock of UTC.
    public static let utc = ZoneRules(fixedOffsetMinutes: 0)

    /// A clock that never changes, so many minutes ahead of UTC.
    public init(fixedOffsetMinutes: Int) {
        table = Table(changes: [], offsets: [Int64(fixedOffsetMinutes) * Instant.ticksPerMinute])
    }

    /// A clock of listed changes, and of a rule for the years after the last of them.
    ///
    /// - Parameters:
    ///   - firstOffset: ticks ahead of UTC before the first change.
    ///   - changes: instants in ticks, ascending, with the offset from then on.
    init(firstOffset: Int64, changes: [(at: Int64, offset: Int64)], then rule: YearlyClockRule?) {
        var moments = changes.map(\.at)
        var offsets = [firstOffset] + changes.map(\.offset)
        if let rule {
            let begin = moments.last ?? Int64.min
            for (at, offset) in rule.changes(years: 1969...ZoneRules.lastYear)
            where at > begin && offset != offsets[offsets.count - 1] {
                moments.append(at)
                offsets.append(offset)
            }
        }
        table = Table(changes: moments, offsets: offsets)
    }

    /// Every change that is held ready, ascending.
    var listedChanges: [Change] {
        table.changes.indices.map { Change(at: table.changes[$0], from: table.offsets[$0], to: table.offsets[$0 + 1]) }
    }

    static let lastYear = 2440
    private static let cycle: Int64 = 146_097 * Instant.ticksPerDay
    private static let horizon = Int64(CivilDate.days(year: lastYear, month: 1, day: 1)) * Instant.ticksPerDay

    /// How many ticks to take away so that a moment lies before the horizon.
    @inline(__always)
    private static func cyclesBeyond(_ ticks: Int64) -> Int64 {
        ticks < horizon ? 0 : ((ticks - horizon) / cycle + 1) * cycle
    }

    /// How far the wall clock is ahead of UTC, in ticks.
    public func offset(at instant: Instant) -> Int64 {
        guard !table.changes.isEmpty else { return table.offsets[0] }
        let ticks = instant.ticks - ZoneRules.cyclesBeyond(instant.ticks)
        return table.offsets[ZoneRules.firstIndex(in: table.changes, after: ticks)]
    }

    /// What a clock of this zone shows at an instant.
    public func wallTime(of instant: Instant) -> WallTime { WallTime(ticks: instant.ticks &+ offset(at: instant)) }

    /// The instant at which the wall clock shows a time. A time that does not exist moves forward by the gap; one that
    /// exists twice means the first.
    public func instant(of wall: WallTime) -> Instant {
        Instant(ticks: wall.ticks &- stretch(at: wall).offset)
    }

    /// The stretch of wall time around a reading in which one offset holds: what to take away, and until which reading.
    ///
    /// A caller that converts ascending readings need not look again before the stretch ends.
    public func stretch(at wall: WallTime) -> (offset: Int64, until: WallTime) {
        guard !table.changes.isEmpty else { return (table.offsets[0], WallTime(ticks: .max)) }
        let beyond = ZoneRules.cyclesBeyond(wall.ticks)
        let ticks = wall.ticks - beyond
        let index = ZoneRules.firstIndex(in: table.wallChanges, after: ticks)
        if index > 0 {
            // In a gap the old offset still counts, which moves the reading forward by the gap.
            let gapEnd = table.changes[index - 1] + table.offsets[index]
            if ticks < gapEnd { return (table.offsets[index - 1], WallTime(ticks: gapEnd + beyond)) }
        }
        let end =
            index < table.wallChanges.count
            ? table.wallChanges[index] + beyond : beyond == 0 ? ZoneRules.horizon : wall.ticks + 1
        return (table.offsets[index], WallTime(ticks: end))
    }

    /// The first index whose element is greater than `value`.
    private static func firstIndex(in sorted: [Int64], after value: Int64) -> Int {
        sorted.withUnsafeBufferPointer { sorted in
            var low = 0, high = sorted.count
            while low < high {
                let middle = (low + high) / 2
                if sorted[middle] <= value { low = middle + 1 } else { high = middle }
            }
            return low
        }
    }

    /// Whether both clocks show the same at every instant.
    public static func == (left: ZoneRules, right: ZoneRules) -> Bool {
        left.table === right.table
            || left.table.changes == right.table.changes && left.table.offsets == right.table.offsets
    }

    /// Feeds what two equal clocks have in common.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(table.changes.count)
        hasher.combine(table.offsets.last)
    }
}
