import ExchangeFormats
import Testing

@testable import Simulation

@Suite struct BinaryWriterTests {
    private static func date(_ year: Int, _ month: Int, _ day: Int) -> CivilDate {
        CivilDate(days: CivilDate.days(year: year, month: month, day: day))
    }

    private static func plan(_ rule: RecurrenceRule, removed: Set<CivilDate> = []) -> Plan {
        var plan = Plan(shape: .series(rule), zone: .warsaw, isAllDay: false, subject: "", location: "")
        plan.removed = removed
        return plan
    }

    /// The published worked example: weekly on Monday, Thursday and Friday, twelve times.
    @Test func weeklyExample() {
        let rule = RecurrenceRule(
            rhythm: .weekly(every: 1, days: 0x32, firstDay: 0), first: Self.date(2007, 3, 26), end: .count(12),
            startMinute: 600, durationMinutes: 30)
        #expect(
            rule.dates(through: Self.date(2008, 1, 1)).map(\.description) == [
                "2007-03-26", "2007-03-29", "2007-03-30", "2007-04-02", "2007-04-05", "2007-04-06", "2007-04-09",
                "2007-04-12",
                "2007-04-13", "2007-04-16", "2007-04-19", "2007-04-20",
            ])
        #expect(
            RecurrenceBlobWriter.hex(of: Self.plan(rule), rule: rule) == """
                043004300B2001000000C0210000010000000000000032000000222000000C0000000000000000000000000000008020BC0C20ADBC0C\
                0630000009300000580200007602000000000000000000000000
                """)
    }

    /// The published worked example: every third day, two of them deleted.
    @Test func dailyExampleWithDeletions() {
        let rule = RecurrenceRule(
            rhythm: .daily(every: 3), first: Self.date(2011, 4, 7), end: .date(Self.date(2011, 5, 4)), startMinute: 480,
            durationMinutes: 30)
        let plan = Self.plan(rule, removed: [Self.date(2011, 4, 19), Self.date(2011, 4, 22)])
        #expect(
            RecurrenceBlobWriter.hex(of: plan, rule: rule) == """
                043004300A2000000000A0050000E010000000000000212000000A0000000000000002000000A0C1DC0C80D2DC0C00000000207EDC0C\
                0016DD0C0630000009300000E0010000FE01000000000000000000000000
                """)
    }

    /// A published check: day 30, every two months, over two Februaries.
    @Test func aDayThatAMonthLacksIsItsLast() {
        let rule = RecurrenceRule(
            rhythm: .monthlyDay(every: 2, day: 30), first: Self.date(2012, 8, 30), end: .count(10), startMinute: 0,
            durationMinutes: 30)
        #expect(
            rule.dates(through: Self.date(2020, 1, 1)).map(\.description) == [
                "2012-08-30", "2012-10-30", "2012-12-30", "2013-02-28", "2013-04-30", "2013-06-30", "2013-08-30",
                "2013-10-30",
                "2013-12-30", "2014-02-28",
            ])
    }

    /// A published check: the third weekend day of every third month.
    @Test func theThirdWeekendDay() {
        let rule = RecurrenceRule(
            rhythm: .monthlyNth(every: 3, days: 0x41, nth: 3), first: Self.date(2008, 2, 9), end: .count(10),
            startMinute: 0, durationMinutes: 30)
        #expect(
            rule.dates(through: Self.date(2020, 1, 1)).map(\.description) == [
                "2008-02-09", "2008-05-10", "2008-08-09", "2008-11-08", "2009-02-08", "2009-05-09", "2009-08-08",
                "2009-11-08",
                "2010-02-13", "2010-05-08",
            ])
    }

    @Test func foreignIdentifierExample() {
        let id = SimulatedObjectID(foreignUID: "7q1p3u5vd0c2k8m4@calendar.example")
        #expect(
            id.hex() == """
                040000008200E00074C5B7101A82E00800000000000000000000000000000000000000002E0000007643616C2D556964010000003771\
                317033753576643063326B386D344063616C656E6461722E6578616D706C6500
                """)
        #expect(id.hex(instance: Self.date(2024, 3, 5)).dropFirst(32).prefix(8) == "07E80305")
    }

    /// Every blob that the organisation writes is whole to the product's own decoder, and comes out of its encoder as
    /// it was.
    @Test(arguments: [UInt64(4), 5]) func blobsDecode(seed: UInt64) throws {
        let organisation = OrganisationTests.organisation(seed)
        let blobs = Set(organisation.rows.compactMap { $0["appointmentrecurrenceblob"] }).subtracting([""])
        #expect(blobs.count > 20)
        var exceptions = 0
        for hex in blobs {
            let bytes = try #require(Hex.bytes(hex))
            let decoded = try AppointmentRecurrencePattern(decoding: bytes)
            #expect(decoded.trailingBytes.isEmpty, "seed \(seed) \(hex)")
            #expect(decoded.encoded() == bytes, "seed \(seed) \(hex)")
            let appointment = try #require(decoded.appointment, "seed \(seed) \(hex)")
            #expect(appointment.exceptions.count == decoded.recurrencePattern.modifiedInstanceDates.count)
            exceptions += appointment.exceptions.count
        }
        #expect(exceptions > 0, "seed \(seed)")
    }

    /// Two tables of rules, written apart, show the same wall clock every six hours of three years.
    @Test(arguments: SimulatedZone.all) func zonesAgreeWithTheProducts(zone: SimulatedZone) throws {
        let product = try #require(ZoneCatalogue.shipped.resolve(zone.displayName)?.rules)
        let begin = WallTime(Self.date(2023, 7, 1)).ticks
        for step in 0..<(365 * 3 * 4) {
            let instant = Instant(ticks: begin + Int64(step) * 360 * Instant.ticksPerMinute)
            let wall = zone.wall(at: instant)
            guard wall != product.wallTime(of: instant) || zone.instant(of: wall) != product.instant(of: wall) else {
                continue
            }
            Issue.record("\(zone.displayName) differs at \(TimeText.seconds(instant))")
            break
        }
    }
}
