/// A point in time, counted in ticks of 100 nanoseconds since 1970-01-01 00:00 UTC.
///
/// 100 ns is the unit of FILETIME ([MS-DTYP] 2.3.3), the finest that any Exchange export carries, so no
/// source loses precision here.
public struct Instant: Hashable, Comparable, Sendable {
    /// Since 1970-01-01 00:00 UTC; negative before.
    public var ticks: Int64

    /// In a millisecond.
    public static let ticksPerMillisecond: Int64 = 10_000
    /// In a second.
    public static let ticksPerSecond: Int64 = 10_000_000
    /// In a minute.
    public static let ticksPerMinute: Int64 = 600_000_000
    /// In a day of 24 hours.
    public static let ticksPerDay: Int64 = 864_000_000_000

    /// The instant so many ticks after 1970-01-01 00:00 UTC.
    @inlinable
    public init(ticks: Int64) { self.ticks = ticks }

    /// Whether an instant comes before another.
    @inlinable
    public static func < (left: Instant, right: Instant) -> Bool { left.ticks < right.ticks }
}

/// A reading of a wall clock, without a zone: ticks of 100 nanoseconds since 1970-01-01 00:00 on that clock.
public struct WallTime: Hashable, Comparable, Sendable {
    /// Since 1970-01-01 00:00 on the clock; negative before.
    public var ticks: Int64

    /// The reading so many ticks after 1970-01-01 00:00.
    @inlinable
    public init(ticks: Int64) { self.ticks = ticks }

    /// The reading so many minutes after a date's midnight.
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

    /// Whether a reading comes before another on the same clock.
    @inlinable
    public static func < (left: WallTime, right: WallTime) -> Bool { left.ticks < right.ticks }
}
