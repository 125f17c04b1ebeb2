/// A point in time, counted in ticks of 100 nanoseconds since 1970-01-01 00:00 UTC.
///
/// 100 ns is the unit of FILETIME ([MS-DTYP] 2.3.3), the finest that any Exchange export carries, so no
/// source loses precision here.
public struct Instant: Hashable, Comparable, Sendable {
    public var ticks: Int64

    public static let ticksPerMillisecond: Int64 = 10_000
    public static let ticksPerSecond: Int64 = 10_000_000
    public static let ticksPerMinute: Int64 = 600_000_000
    public static let ticksPerDay: Int64 = 864_000_000_000

    @inlinable
    public init(ticks: Int64) { self.ticks = ticks }

    @inlinable
    public static func < (left: Instant, right: Instant) -> Bool { left.ticks < right.ticks }
}

/// A reading of a wall clock, without a zone: ticks of 100 nanoseconds since 1970-01-01 00:00 on that clock.
public struct WallTime: Hashable, Comparable, Sendable {
    public var ticks: Int64

    @inlinable
    public init(ticks: Int64) { self.ticks = ticks }

    @inlinable
    public init(_ date: CivilDate, minutes: Int = 0) {
        ticks = Int64(date.days) * Instant.ticksPerDay + Int64(minutes) * Instant.ticksPerMinute
    }

    /// The date on the wall.
    @inlinable
    public var date: CivilDate {
        let (quotient, remainder) = ticks.quotientAndRemainder(dividingBy: Instant.ticksPerDay)
        return CivilDate(days: Int32(truncatingIfNeeded: remainder < 0 ? quotient - 1 : quotient))
    }

    @inlinable
    public static func < (left: WallTime, right: WallTime) -> Bool { left.ticks < right.ticks }
}
