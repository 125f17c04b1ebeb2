import ExchangeFormats
import Testing

@Suite struct StatedTimeTests {
    @Test(arguments: [
        "2024-2-", "2024-2", "2024--2", "202402-", "2024-00", "2024-13", "0000-01", "24-02", "2024-02-", " 2024-02",
        "2024-02-01", "２０２４-02", "+024-02", "",
    ])
    func whatIsNoMonthIsNotTakenForOne(_ text: String) {
        #expect(StatedTime.month(text) == nil)
    }

    @Test(arguments: [
        "2024-02-30", "2023-02-29", "2024-2-9", "2024-02-9-", "2024-02", "20240209", "2024-02-09T", "-2024-02-9", "",
    ])
    func whatIsNoDateIsNotTakenForOne(_ text: String) {
        #expect(StatedTime.date(text) == nil)
    }

    @Test func monthsAndDates() {
        #expect(StatedTime.month("2024-02") == CivilDate(year: 2024, month: 2, day: 1))
        #expect(StatedTime.date("2024-02-29") == CivilDate(year: 2024, month: 2, day: 29))
        #expect(StatedTime.month("2024-12")?.firstOfNextMonth == CivilDate(year: 2025, month: 1, day: 1))
        #expect(CivilDate(year: 2023, month: 2, day: 28)?.firstOfNextMonth == CivilDate(year: 2023, month: 3, day: 1))
    }

    @Test(arguments: [
        "2024-02-12T10:61", "2024-02-12T10:00:60", "2024-02-12T24:00", "2024-02-12T1:00", "2024-02-12T",
        "2024-02-12T10:",
        "2024-02-12T10:00:00.", "2024-02-12T10.5", "2024-02-12T10:00.5", "2024-02-12T10:00Z ", "2024-02-12T10:00+",
        "2024-02-12T10:00+1", "2024-02-12T10:00+01:", "2024-02-12T10:00+15:00", "2024-02-12T10:00+01:60",
        "2024-02-12 10:00 CET", "2024-02-30T10:00Z", "24-02-12", "12.02.2024", "2/12/2024", "2024-2-12", "2024/02/12",
        "20240212", "2024-02", "2024-02-12x", "2024-02-12T10:00:00\u{660}", "12 Feb 2024", "now", "", " 2024-02-12",
    ])
    func whatIsNoInstantIsNotTakenForOne(_ text: String) {
        #expect(StatedTime.instant(text) == nil)
    }

    @Test(arguments: [
        ("2024-02-12", 0), ("2024-02-12T00:00:00Z", 0), ("2024-02-12 06", 6 * 3_600), ("2024-02-12T06:30", 23_400),
        ("2024-02-12t06:30:07z", 23_407), ("2024-02-12T07:30:07+01:00", 23_407), ("2024-02-12T07:30+0100", 23_400),
        ("2024-02-12T07+01", 6 * 3_600), ("2024-02-11T20:30:00-10:00", 23_400), ("2024-02-12 06:30:07 UTC", 23_407),
        ("2024-02-12 06:30:07.000", 23_407), ("2024-02-12T06:30:07.000000000Z", 23_407),
    ])
    func instants(_ text: String, _ seconds: Int64) throws {
        let midnight = WallTime(try #require(CivilDate(year: 2024, month: 2, day: 12))).ticks
        #expect(StatedTime.instant(text) == Instant(ticks: midnight + seconds * Instant.ticksPerSecond))
    }

    /// A text without an offset is a reading of the stated clock; digits finer than an instant are cut.
    @Test func zonesAndFractions() throws {
        let ahead = ZoneRules(fixedOffsetMinutes: 60)
        #expect(StatedTime.instant("2024-02-12", zone: ahead) == StatedTime.instant("2024-02-11T23:00Z"))
        #expect(StatedTime.instant("2024-02-12T00:00Z", zone: ahead) == StatedTime.instant("2024-02-12"))
        let cut = try #require(StatedTime.instant("2024-02-12T00:00:00.123456789Z"))
        #expect(cut.ticks % Instant.ticksPerSecond == 1_234_567)
    }
}
