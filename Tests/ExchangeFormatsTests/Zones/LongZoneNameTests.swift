import Testing

@testable import ExchangeFormats

/// Names that clients built on Java or ICU write, ids behind offsets, and namesakes across the date line.
@Suite struct LongZoneNameTests {
    private static let names: [(String, String)] = [
        ("(GMT-05:00) America/New_York", "America/New_York"), ("(UTC+01:00) Europe/Warsaw", "Europe/Warsaw"),
        ("GMT+9 Asia/Tokyo", "Asia/Tokyo"),
        ("(GMT-04:00) america/new_york", "America/New_York"), ("Europe/Paris (UTC+01:00)", "Europe/Paris"),
        ("(GMT+10:00) Australia/Lord_Howe", "Australia/Lord_Howe"),
        ("(GMT-03:00) America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
        ("/freeassociation.sourceforge.net/Europe/London", "Europe/London"),
        ("/mozilla.org/20070129_1/America/Indiana/Knox", "America/Indiana/Knox"),
        ("Central European Time", "Europe/Paris"), ("Mitteleuropäische Zeit", "Europe/Paris"),
        ("Mitteleuropäische Sommerzeit", "Europe/Paris"),
        ("heure normale d’Europe centrale", "Europe/Paris"), ("heure normale d'Europe centrale", "Europe/Paris"),
        ("czas środkowoeuropejski standardowy", "Europe/Paris"),
        ("(GMT+01:00) Mitteleuropäische Normalzeit", "Europe/Paris"),
        ("Eastern Daylight Time", "America/New_York"), ("(GMT-05:00) Eastern Daylight Time", "America/New_York"),
        ("Eastern Time", "America/New_York"),
        ("(GMT-05:00) Eastern Time - New York", "America/New_York"),
        ("Australian Eastern Daylight Time", "Australia/Sydney"), ("British Summer Time", "Europe/London"),
        ("Japan Standard Time", "Asia/Tokyo"), ("Москва, стандартное время", "Europe/Moscow"),
        ("Pacific Daylight Time (GMT-08:00)", "America/Los_Angeles"),
        ("New Zealand Daylight Time", "Pacific/Auckland"), ("West Samoa Time", "Pacific/Apia"),
        ("GMT+01:00 (Mitteleuropäische Zeit)", "Europe/Paris"), ("UTC-05:00 (Eastern Time)", "America/New_York"),
        ("Eastern Time (US & Canada)", "America/New_York"), ("eastern time (us and canada)", "America/New_York"),
        ("Canberra, Melbourne, Sydney", "Australia/Sydney"), ("Sarajewo, Skopie, Warszawa, Zagrzeb", "Europe/Warsaw"),
        ("\"(UTC-05:00) Eastern Time (US & Canada)\"", "America/New_York"),
    ]

    @Test func namesLeadToTheirZones() throws {
        for (name, iana) in Self.names {
            let found = try #require(ZoneCatalogue.shipped.resolve(name), "\(name)")
            let expected = try #require(ZoneCatalogue.shipped.resolve(iana))
            #expect(found.isExact && found.rules == expected.rules, "\(name) is \(found.ianaID ?? "an offset")")
        }
    }

    /// As ICU writes a minus in the north of Europe, as clients of the right-to-left languages mark a direction, as
    /// JavaScript and Java print a date, and as a reader leaves an id whose underscores it took for spaces.
    @Test(arguments: [
        ("(UTC\u{2212}05:00) Eastern Time (US & Canada)", "America/New_York"),
        ("\u{200E}(UTC-05:00) Eastern Time (US & Canada)\u{200E}", "America/New_York"),
        ("\u{FEFF}Europe/Warsaw", "Europe/Warsaw"),
        ("GMT-0500 (Eastern Standard Time)", "America/New_York"),
        ("GMT+0100 (Mitteleuropäische Normalzeit)", "Europe/Paris"),
        ("[America/New_York]", "America/New_York"), ("TZID=America/New_York", "America/New_York"),
        ("America/New York", "America/New_York"), ("(UTC-05:00) America/New York", "America/New_York"),
        ("America/Port\u{2011}au\u{2011}Prince", "America/Port-au-Prince"),
    ])
    func otherMarksLeadToTheSameZone(name: String, iana: String) throws {
        let found = try #require(ZoneCatalogue.shipped.resolve(name))
        let expected = try #require(ZoneCatalogue.shipped.resolve(iana))
        #expect(found.isExact && found.rules == expected.rules, "\(found.ianaID ?? "an offset")")
    }

    /// Windows' key lies at +13 since 2011; what says -11 is American Samoa.
    @Test(arguments: [
        ("Samoa Standard Time", 780), ("(UTC+13:00) Samoa", 780), ("(UTC+13:00) Самоа", 780),
        ("(GMT-11:00) Midway Island, Samoa", -660),
        ("(UTC-11:00) Samoa", -660), ("(GMT-11:00) Samoa Standard Time", -660), ("Samoa Time", -660),
        ("(GMT-11:00) Pacific/Pago_Pago", -660),
        ("(GMT+13:00) Samoa Standard Time", 780), ("Apia Standard Time", 780),
    ])
    func samoaLiesWhereItsOffsetSays(name: String, minutes: Int) throws {
        let found = try #require(ZoneCatalogue.shipped.resolve(name))
        let july = Instant(ticks: Int64(CivilDate.days(year: 2024, month: 7, day: 1)) * Instant.ticksPerDay)
        #expect(found.isExact && found.rules.offset(at: july) == Int64(minutes) * Instant.ticksPerMinute)
    }

    @Test func whatNothingKnowsIsNotExact() {
        for name in [
            "(GMT-05:00) Nowhere Standard Time", "(GMT+01:00) Eastern Daylight Time", "(UTC+02:00) Europe/Nowhere",
        ] {
            #expect(ZoneCatalogue.shipped.resolve(name)?.isExact == false, "\(name)")
        }
        for name in ["Nowhere Time", "a/b", "Customized Time Zone", "tzone://Microsoft/Custom"] {
            #expect(ZoneCatalogue.shipped.resolve(name) == nil, "\(name)")
        }
    }

    // MARK: Blobs

    private static func rule(
        _ year: UInt16, bias: Int32, starts: UInt16 = 3, week: UInt16 = 2, ends: UInt16 = 11, lastWeek: UInt16 = 1,
        flags: UInt16 = 0
    ) -> TimeZoneDefinition.Rule {
        .init(
            flags: flags, year: year, lBias: bias, lDaylightBias: -60,
            stStandardDate: TransitionDate(month: ends, dayOfWeek: 0, day: lastWeek, hour: 2),
            stDaylightDate: TransitionDate(month: starts, dayOfWeek: 0, day: week, hour: 2))
    }

    /// Today's rule of New York, and that of before 2007.
    private static let old = rule(2000, bias: 300, starts: 4, week: 1, ends: 10, lastWeek: 5),
        new = rule(2007, bias: 300, flags: 3)

    private static func structure(_ rule: TimeZoneDefinition.Rule) -> [UInt8] {
        TimeZoneStruct(
            lBias: rule.lBias, lDaylightBias: rule.lDaylightBias, stStandardDate: rule.stStandardDate,
            stDaylightDate: rule.stDaylightDate
        ).encoded()
    }

    private static func offset(_ blob: [UInt8]?, _ year: Int, _ month: Int, _ day: Int) -> Int? {
        guard let blob, let found = ZoneCatalogue.shipped.resolve(blob: blob) else { return nil }
        let noon = Instant(
            ticks: Int64(CivilDate.days(year: year, month: month, day: day)) * Instant.ticksPerDay + Instant.ticksPerDay
                / 2)
        return Int(found.rules.offset(at: noon) / Instant.ticksPerMinute)
    }

    @Test func theRuleOfTheDateCounts() {
        let definition = TimeZoneDefinition(name: "Customized Time Zone", rules: [Self.old, Self.new]).encoded()
        // 20 March: winter by the old law, summer by the new one.
        #expect(Self.offset(definition, 2006, 3, 20) == -300 && Self.offset(definition, 2024, 3, 20) == -240)
        // Sydney's summer goes over the new year.
        let south = TimeZoneDefinition.Rule(
            year: 2008, lBias: -600, lDaylightBias: -60,
            stStandardDate: TransitionDate(month: 4, dayOfWeek: 0, day: 1, hour: 3),
            stDaylightDate: TransitionDate(month: 10, dayOfWeek: 0, day: 1, hour: 2))
        for blob in [Self.structure(south), TimeZoneDefinition(name: "", rules: [south]).encoded()] {
            #expect(
                Self.offset(blob, 2024, 1, 1) == 660 && Self.offset(blob, 2024, 7, 1) == 600
                    && Self.offset(blob, 2024, 12, 31) == 660)
        }
    }

    @Test func aKeyLeadsToTheTablesUnlessItIsANamesake() {
        let wrong = TimeZoneDefinition(name: "Tokyo Standard Time", rules: [Self.new]).encoded()
        #expect(Self.offset(wrong, 2024, 7, 1) == -240)
        let samoa = TimeZoneDefinition(name: "Samoa Standard Time", rules: [.init(year: 2000, lBias: 660)]).encoded()
        #expect(Self.offset(samoa, 2024, 7, 1) == -660)
        let moscow = TimeZoneDefinition(name: "Russian Standard Time", rules: [.init(year: 2011, lBias: -240)])
            .encoded()
        #expect(Self.offset(moscow, 2024, 7, 1) == 180)
    }

    @Test func aDefinitionThatContradictsTheStructureGivesWay() {
        let two = TimeZoneDefinition(name: "Custom", rules: [Self.old, Self.new]).encoded()
        let other = TimeZoneDefinition(name: "Custom", rules: [Self.rule(2007, bias: 480)]).encoded()
        #expect(ZoneBlobs(definitions: [two], structure: nil).effective == two)
        #expect(ZoneBlobs(definitions: [two], structure: Self.structure(Self.new)).effective == two)
        #expect(
            ZoneBlobs(definitions: [other], structure: Self.structure(Self.new)).effective == Self.structure(Self.new))
        #expect(ZoneBlobs(definitions: [other, two], structure: Self.structure(Self.new)).effective == two)
        #expect(
            ZoneBlobs(definitions: [Array(two.dropLast(9))], structure: Self.structure(Self.new)).effective
                == Self.structure(Self.new))
        #expect(ZoneBlobs(definitions: [other], structure: [1, 2, 3]).effective == other)
        #expect(ZoneBlobs(definitions: [], structure: nil).effective == nil)
    }
}
