import ExchangeFormats

/// A time zone with rules written out by hand from the laws in force since 2023, so that the oracle does not lean
/// on the zone tables it is to judge.
public struct SimulatedZone: Hashable, Sendable {
    /// As Windows displays it, and as exports carry it.
    public var displayName: String
    /// Minutes east of Greenwich without daylight saving.
    public var standardMinutes: Int
    var change: ClockChange

    enum ClockChange: Hashable, Sendable {
        case none
        /// Last Sunday of March to last Sunday of October, 01:00 UTC.
        case europe
        /// Second Sunday of March to first Sunday of November, 02:00 on the wall.
        case northAmerica
        /// First Sunday of October 02:00 standard time to first Sunday of April 03:00 daylight time.
        case australia
        /// Last Sunday of September 02:00 standard time to first Sunday of April 03:00 daylight time.
        case newZealand
        /// First Sunday from 2 September 04:00 UTC to first Sunday from 2 April 03:00 UTC: midnight on the wall.
        case chile
    }

    /// Minutes east of Greenwich at an instant.
    public func offset(at instant: Instant) -> Int {
        let local = WallTime(ticks: instant.ticks + Int64(standardMinutes) * Instant.ticksPerMinute)
        let year = local.date.components.year
        guard let (begin, end) = daylight(in: year) else { return standardMinutes }
        let isDaylight = begin < end ? begin <= instant && instant < end : instant < end || begin <= instant
        return isDaylight ? standardMinutes + 60 : standardMinutes
    }

    public func wall(at instant: Instant) -> WallTime {
        WallTime(ticks: instant.ticks + Int64(offset(at: instant)) * Instant.ticksPerMinute)
    }

    /// The instant of a wall time: the first of two, and moved forward by the gap where there is none.
    public func instant(of wall: WallTime) -> Instant {
        for minutes in [standardMinutes + 60, standardMinutes] {
            let candidate = Instant(ticks: wall.ticks - Int64(minutes) * Instant.ticksPerMinute)
            if offset(at: candidate) == minutes { return candidate }
        }
        return Instant(ticks: wall.ticks - Int64(standardMinutes) * Instant.ticksPerMinute)
    }

    /// Whether the wall shows this time exactly once.
    public func isPlain(_ wall: WallTime) -> Bool {
        [standardMinutes, standardMinutes + 60].count(where: { minutes in
            offset(at: Instant(ticks: wall.ticks - Int64(minutes) * Instant.ticksPerMinute)) == minutes
        }) == 1
    }

    /// Begin and end of daylight saving within a year of the wall.
    private func daylight(in year: Int) -> (begin: Instant, end: Instant)? {
        func sunday(month: Int, from day: Int) -> CivilDate {
            let date = CivilDate(days: CivilDate.days(year: year, month: month, day: day))
            return date.advanced(byDays: (7 - date.weekday) % 7)
        }
        func lastSunday(month: Int) -> CivilDate {
            sunday(month: month, from: CivilDate.daysInMonth(year: year, month: month) - 6)
        }
        func universal(_ date: CivilDate, minutes: Int) -> Instant {
            Instant(ticks: WallTime(date, minutes: minutes).ticks)
        }
        func standard(_ date: CivilDate, hour: Int) -> Instant { universal(date, minutes: hour * 60 - standardMinutes) }
        switch change {
        case .none: return nil
        case .europe:
            return (universal(lastSunday(month: 3), minutes: 60), universal(lastSunday(month: 10), minutes: 60))
        case .northAmerica:
            return (standard(sunday(month: 3, from: 8), hour: 2), standard(sunday(month: 11, from: 1), hour: 1))
        case .australia:
            return (standard(sunday(month: 10, from: 1), hour: 2), standard(sunday(month: 4, from: 1), hour: 2))
        case .newZealand: return (standard(lastSunday(month: 9), hour: 2), standard(sunday(month: 4, from: 1), hour: 2))
        case .chile:
            return (
                universal(sunday(month: 9, from: 2), minutes: 240), universal(sunday(month: 4, from: 2), minutes: 180)
            )
        }
    }

    public static let all: [SimulatedZone] = [
        .init(displayName: "(UTC+01:00) Sarajevo, Skopje, Warsaw, Zagreb", standardMinutes: 60, change: .europe),
        .init(
            displayName: "(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", standardMinutes: 60,
            change: .europe),
        .init(displayName: "(UTC+00:00) Dublin, Edinburgh, Lisbon, London", standardMinutes: 0, change: .europe),
        .init(
            displayName: "(UTC+02:00) Helsinki, Kyiv, Riga, Sofia, Tallinn, Vilnius", standardMinutes: 120,
            change: .europe),
        .init(displayName: "(UTC) Coordinated Universal Time", standardMinutes: 0, change: .none),
        .init(displayName: "(UTC-05:00) Eastern Time (US & Canada)", standardMinutes: -300, change: .northAmerica),
        .init(displayName: "(UTC-06:00) Central Time (US & Canada)", standardMinutes: -360, change: .northAmerica),
        .init(displayName: "(UTC-08:00) Pacific Time (US & Canada)", standardMinutes: -480, change: .northAmerica),
        .init(displayName: "(UTC-03:30) Newfoundland", standardMinutes: -210, change: .northAmerica),
        .init(displayName: "(UTC-04:00) Santiago", standardMinutes: -240, change: .chile),
        .init(displayName: "(UTC+05:30) Chennai, Kolkata, Mumbai, New Delhi", standardMinutes: 330, change: .none),
        .init(displayName: "(UTC+05:45) Kathmandu", standardMinutes: 345, change: .none),
        .init(displayName: "(UTC+03:30) Tehran", standardMinutes: 210, change: .none),
        .init(displayName: "(UTC+09:00) Osaka, Sapporo, Tokyo", standardMinutes: 540, change: .none),
        .init(displayName: "(UTC+09:30) Adelaide", standardMinutes: 570, change: .australia),
        .init(displayName: "(UTC+10:00) Canberra, Melbourne, Sydney", standardMinutes: 600, change: .australia),
        .init(displayName: "(UTC+12:00) Auckland, Wellington", standardMinutes: 720, change: .newZealand),
    ]
    /// The clock of Warsaw's winter, all year.
    static let westCentralAfrica = SimulatedZone(
        displayName: "(UTC+01:00) West Central Africa", standardMinutes: 60, change: .none)
    /// Of an organisation that has one office.
    public static let warsaw = all[0]
}
