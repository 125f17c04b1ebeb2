import Testing

@testable import ExchangeFormats

/// Clocks made of the binary forms of zones.
struct ZoneRulesFromBinaryTests {
    private func instant(_ year: Int, _ month: Int, _ day: Int, _ hour: Int = 0, _ minute: Int = 0) throws -> Instant {
        Instant(
            ticks: WallTime(try #require(CivilDate(year: year, month: month, day: day)), minutes: hour * 60 + minute)
                .ticks)
    }

    private func minutes(_ rules: ZoneRules, _ instant: Instant) -> Int64 {
        rules.offset(at: instant) / Instant.ticksPerMinute
    }

    private func warsaw() throws -> TimeZoneStruct {
        try TimeZoneStruct(decoding: BinarySample.named("zone-struct-central-europe"))
    }

    @Test func structuresClockChangesTwiceAYear() throws {
        let rules = try #require(ZoneRules(try warsaw()))
        #expect(try minutes(rules, instant(2024, 3, 31, 0, 59)) == 60)
        #expect(try minutes(rules, instant(2024, 3, 31, 1, 0)) == 120)
        #expect(try minutes(rules, instant(2024, 10, 27, 0, 59)) == 120)
        #expect(try minutes(rules, instant(2024, 10, 27, 1, 0)) == 60)
        #expect(try minutes(rules, instant(2090, 7, 1)) == 120)
    }

    @Test func structuresClockIsTheShippedOneOfItsZone() throws {
        let rules = try #require(ZoneRules(try warsaw()))
        let shipped = try #require(ZoneCatalogue.shipped.resolve("Europe/Warsaw")?.rules)
        for day in 0..<7000 {
            let moment = Instant(ticks: try instant(2010, 1, 1, 1).ticks + Int64(day) * Instant.ticksPerDay)
            #expect(rules.offset(at: moment) == shipped.offset(at: moment))
        }
    }

    @Test func definitionsRulesHoldFromTheirYears() throws {
        let definition = try TimeZoneDefinition(decoding: BinarySample.named("zone-definition-eastern"))
        #expect(definition.name == "Eastern Standard Time")
        let rules = try #require(ZoneRules(definition))
        // Until 2006 from the first Sunday of April to the last of October, since 2007 three to four weeks longer.
        #expect(try minutes(rules, instant(2006, 3, 20)) == -300)
        #expect(try minutes(rules, instant(2006, 4, 2, 6, 59)) == -300)
        #expect(try minutes(rules, instant(2006, 4, 2, 7, 0)) == -240)
        #expect(try minutes(rules, instant(2006, 11, 1)) == -300)
        #expect(try minutes(rules, instant(2007, 3, 11, 6, 59)) == -300)
        #expect(try minutes(rules, instant(2007, 3, 11, 7, 0)) == -240)
        #expect(try minutes(rules, instant(2007, 11, 1)) == -240)
        #expect(try minutes(rules, instant(2007, 11, 4, 6, 0)) == -300)
        // Years before the first rule have the first.
        #expect(try minutes(rules, instant(1990, 4, 10)) == -240)
    }

    @Test func southernClockIsInDaylightTimeOverTheNewYear() throws {
        let sydney = TimeZoneStruct(
            lBias: -600, lDaylightBias: -60, stStandardDate: TransitionDate(month: 4, dayOfWeek: 0, day: 1, hour: 3),
            stDaylightDate: TransitionDate(month: 10, dayOfWeek: 0, day: 1, hour: 2))
        let rules = try #require(ZoneRules(sydney))
        #expect(try minutes(rules, instant(2024, 1, 1)) == 660)
        #expect(try minutes(rules, instant(2024, 4, 6, 15, 59)) == 660)
        #expect(try minutes(rules, instant(2024, 4, 6, 16, 0)) == 600)
        #expect(try minutes(rules, instant(2024, 10, 5, 16, 0)) == 660)
    }

    /// A zone that gives daylight time up, and one that moves: the new rule's offset holds from New Year.
    @Test func baseOffsetMayChangeWithTheRule() throws {
        let summer = TimeZoneDefinition.Rule(
            year: 2000, lBias: -120, lDaylightBias: -60,
            stStandardDate: TransitionDate(month: 10, dayOfWeek: 0, day: 5, hour: 4),
            stDaylightDate: TransitionDate(month: 3, dayOfWeek: 0, day: 5, hour: 3))
        let definition = TimeZoneDefinition(
            name: "Somewhere", rules: [summer, TimeZoneDefinition.Rule(year: 2016, lBias: -180)])
        let rules = try #require(ZoneRules(definition))
        #expect(try minutes(rules, instant(2015, 7, 1)) == 180)
        #expect(try minutes(rules, instant(2015, 12, 31)) == 120)
        #expect(try minutes(rules, instant(2016, 1, 1)) == 180)
        #expect(try minutes(rules, instant(2016, 7, 1)) == 180)
        #expect(try minutes(rules, instant(2050, 1, 1)) == 180)
    }

    @Test func endOfTheDayMayBeAMillisecondShort() throws {
        var date = TransitionDate(month: 3, dayOfWeek: 6, day: 5, hour: 23)
        (date.wMinute, date.wSecond, date.wMilliseconds) = (59, 59, 999)
        let zone = TimeZoneStruct(
            lBias: 0, lDaylightBias: -60, stStandardDate: TransitionDate(month: 10, dayOfWeek: 0, day: 5, hour: 1),
            stDaylightDate: date)
        let rules = try #require(ZoneRules(zone))
        #expect(try minutes(rules, instant(2024, 3, 30, 23, 59)) == 0)
        #expect(try minutes(rules, instant(2024, 3, 31, 0, 0)) == 60)
    }

    @Test func datesOfOneYearHoldInThatYearAlone() throws {
        var (begins, ends) = (
            TransitionDate(month: 6, dayOfWeek: 0, day: 1, hour: 0),
            TransitionDate(month: 8, dayOfWeek: 0, day: 20, hour: 0)
        )
        (begins.wYear, ends.wYear) = (2011, 2011)
        let rules = try #require(
            ZoneRules(TimeZoneStruct(lBias: 0, lDaylightBias: -60, stStandardDate: ends, stDaylightDate: begins)))
        #expect(try minutes(rules, instant(2010, 7, 1)) == 0)
        #expect(try minutes(rules, instant(2011, 7, 1)) == 60)
        #expect(try minutes(rules, instant(2011, 9, 1)) == 0)
        #expect(try minutes(rules, instant(2012, 7, 1)) == 0)
    }

    @Test func clockWithoutChangesHasItsStandardOffset() throws {
        let rules = try #require(ZoneRules(TimeZoneStruct(lBias: -330, lDaylightBias: -60)))
        #expect(try minutes(rules, instant(2024, 7, 1)) == 330)
    }

    @Test func numbersThatAreNoClockAreNone() {
        let sunday = TransitionDate(month: 3, dayOfWeek: 0, day: 5, hour: 2)
        #expect(ZoneRules(TimeZoneStruct(lBias: 1440)) == nil)
        #expect(ZoneRules(TimeZoneStruct(lBias: .min, lStandardBias: .min, lDaylightBias: .min)) == nil)
        for (month, weekday, day, hour) in [(13, 0, 1, 0), (3, 7, 1, 0), (3, 0, 0, 0), (3, 0, 6, 0), (3, 0, 1, 24)] {
            let odd = TransitionDate(
                month: UInt16(month), dayOfWeek: UInt16(weekday), day: UInt16(day), hour: UInt16(hour))
            #expect(ZoneRules(TimeZoneStruct(lBias: 0, stStandardDate: odd, stDaylightDate: sunday)) == nil)
        }
        #expect(ZoneRules(TimeZoneDefinition(name: "Nowhere", rules: [])) == nil)
    }

    @Test func randomZonesNeverCrash() {
        let seed = SeededGenerator.runSeed()
        print("ZoneRulesFromBinaryTests: SEED=\(seed)")
        var random = RandomStructures(generator: SeededGenerator(seed: seed))
        for _ in 0..<2000 {
            _ = ZoneRules(random.timeZoneStruct())
            _ = ZoneRules(random.timeZoneDefinition())
        }
    }
}
