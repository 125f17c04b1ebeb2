import ExchangeFormats
import Foundation
import Testing

@Suite struct ZoneNameTests {
    @Test(arguments: [
        ("(UTC+01:00) Sarajevo, Skopje, Warsaw, Zagreb", "Europe/Warsaw"),
        ("(GMT+01:00) Sarajevo, Skopje, Warsaw, Zagreb", "Europe/Warsaw"),
        ("(GMT+01.00) Sarajevo/Warsaw/Zagreb", "Europe/Warsaw"),
        ("(GMT+01.00) Sarajevo / Skopje / Warsaw / Zagreb", "Europe/Warsaw"),
        ("(UTC+01:00) Sarajewo, Skopie, Warszawa, Zagrzeb", "Europe/Warsaw"),
        ("Central European Standard Time", "Europe/Warsaw"),
        ("central european standard time", "Europe/Warsaw"), ("Europe/Warsaw", "Europe/Warsaw"),
        ("europe/warsaw", "Europe/Warsaw"), ("Poland", "Poland"),
        ("  (UTC+01:00)\u{A0}Sarajevo,  Skopje, Warsaw, Zagreb ", "Europe/Warsaw"),
        ("(UTC-05:00) Eastern Time (US &amp; Canada)", "America/New_York"),
        ("(UTC-05:00) Eastern Time (US and Canada)", "America/New_York"),
        ("(GMT-11:00) Midway Island, Samoa", "Pacific/Pago_Pago"), ("(UTC+13:00) Samoa", "Pacific/Apia"),
        ("Samoa Standard Time", "Pacific/Apia"),
        ("(GMT-06:00) Guadalajara, Mexico City, Monterrey - Old", "America/Mexico_City"),
        ("(UTC+03:00) Minsk", "Europe/Minsk"),
        ("(UTC+00:00) Dublin, Edinburgh, Lisbon, London", "Europe/London"),
        ("(UTC) Dublin, Edinburgh, Lisbon, London", "Europe/London"),
        ("GMT Standard Time", "Europe/London"), ("Greenwich Standard Time", "Atlantic/Reykjavik"), ("UTC", "Etc/UTC"),
        ("tzone://Microsoft/Utc", "Etc/UTC"),
    ])
    func findsTheZone(name: String, iana: String) throws {
        let found = try #require(ZoneCatalogue.shipped.resolve(name))
        #expect(found.isExact)
        let expected = try #require(ZoneCatalogue.shipped.resolve(iana))
        #expect(found.rules == expected.rules, "\(found.ianaID ?? "-")")
    }

    /// One city under two offsets, one key before and after a change of law: what a name meant when it was written.
    @Test(arguments: [
        ("(UTC+06:00) Astana", "Central Asia Standard Time"), ("(UTC+05:00) Astana", "Qyzylorda Standard Time"),
        ("(UTC-04:00) Asuncion", "Paraguay Standard Time"), ("(UTC-03:00) Asuncion", "Paraguay Standard Time"),
        ("(UTC+03:00) Moscow, St. Petersburg", "Russian Standard Time"),
        ("(UTC+03:00) Moscow, St. Petersburg, Volgograd (RTZ 2)", "Russian Standard Time"),
        ("(UTC+04:00) Moscow, St. Petersburg, Volgograd", "Russian Standard Time"),
        ("(UTC+03:00) Moscow, St Petersburg", "Russian Standard Time"),
        ("(GMT+02:00) Minsk", "E. Europe Standard Time"), ("(UTC+03:00) Minsk", "Belarus Standard Time"),
        ("(GMT+02:00) Athens, Istanbul, Minsk", "GTB Standard Time"),
        ("(GMT+02:00) Bucharest", "E. Europe Standard Time"),
        ("(GMT-04:00) Caracas, La Paz", "SA Western Standard Time"), ("(GMT-04:30) Caracas", "Venezuela Standard Time"),
        ("(UTC-04:00) Caracas", "Venezuela Standard Time"),
        ("(GMT) Casablanca, Monrovia, Reykjavik", "Greenwich Standard Time"),
        ("(UTC+01:00) Casablanca", "Morocco Standard Time"), ("(UTC+13:00) Nuku'alofa", "Tonga Standard Time"),
        ("(GMT-08:00) Pacific Time (US & Canada); Tijuana", "Pacific Standard Time"),
        ("(GMT-07:00) Chihuahua, La Paz, Mazatlan - Old", "Mexico Standard Time 2"),
        ("(UTC) Co-ordinated Universal Time", "UTC"),
    ])
    func namesMeanTheKeyOfTheirTime(name: String, key: String) {
        #expect(ZoneCatalogue.shipped.resolve(name)?.windowsID == key)
    }

    @Test(arguments: [
        ("UTC+01:00", 60), ("+05:30", 330), ("(UTC-03:30)", -210), ("-08:00", -480), ("-0800", -480),
        ("UTC+0530", 330), ("GMT-5", -300), ("UTC -05:00", -300), ("GMT\u{2212}5", -300), ("UTC\u{2013}03:30", -210),
        ("-05:00:00", -300), ("(UTC +05:30)", 330),
    ])
    func readsBareOffsets(name: String, minutes: Int) {
        let found = ZoneCatalogue.shipped.resolve(name)
        #expect(found?.rules == ZoneRules(fixedOffsetMinutes: minutes))
        #expect(found?.isExact == true)
    }

    @Test(arguments: ["UTC+05:-30", "UTC++5", "+15:00", "-05:00:30", "+530", "+05:60", "UTC+", "+1:2:3:4"])
    func whatIsNoOffsetIsNone(name: String) {
        #expect(ZoneCatalogue.shipped.resolve(name) == nil)
    }

    @Test func anUnknownNameWithAnOffsetIsNotExact() {
        let found = ZoneCatalogue.shipped.resolve("(UTC+05:00) Nowhere in Particular")
        #expect(found?.isExact == false)
        #expect(found?.rules == ZoneRules(fixedOffsetMinutes: 300))
    }

    @Test(arguments: [
        "", "NotFound", "Customized Time Zone", "tzone://Microsoft/Custom", "Mars/Olympus", "(", "()", "(UTC+99:99)",
        "+", "+1:2:3",
    ])
    func saysNothingOfWhatItCannotKnow(name: String) {
        #expect(ZoneCatalogue.shipped.resolve(name)?.isExact != true)
    }

    /// Every name of the shipped lists leads to rules.
    @Test func everyListedNameIsUnderstood() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../Scripts/zones")
            .standardizedFileURL
        for (file, column) in [
            ("windows-zones.csv", 0), ("windows-zones.csv", 1), ("windows-zones.csv", 2),
            ("windows-zones-localized.csv", 1),
        ] {
            let lines = try String(contentsOf: folder.appending(path: file), encoding: .utf8).split(
                whereSeparator: \.isNewline
            ).dropFirst()
            #expect(lines.count > 300)
            for line in lines where !line.contains("\"") {
                let name = String(line.split(separator: ";", omittingEmptySubsequences: false)[column])
                guard !name.isEmpty else { continue }
                #expect(ZoneCatalogue.shipped.resolve(name)?.isExact == true, "\(name)")
            }
        }
    }
}

@Suite struct ZoneRulesTests {
    private func rules(_ name: String) throws -> ZoneRules { try #require(ZoneCatalogue.shipped.resolve(name)).rules }

    private func wall(_ year: Int, _ month: Int, _ day: Int, _ hour: Int, _ minute: Int) throws -> WallTime {
        WallTime(try #require(CivilDate(year: year, month: month, day: day)), minutes: hour * 60 + minute)
    }

    @Test func aTimeInTheGapMovesForwardByTheGap() throws {
        let warsaw = try rules("Europe/Warsaw")
        let instant = warsaw.instant(of: try wall(2024, 3, 31, 2, 30))
        #expect(warsaw.wallTime(of: instant) == (try wall(2024, 3, 31, 3, 30)))
    }

    @Test func aTimeThatComesTwiceMeansTheFirst() throws {
        let warsaw = try rules("Europe/Warsaw")
        let first = warsaw.instant(of: try wall(2024, 10, 27, 2, 30))
        #expect(warsaw.offset(at: first) == 120 * Instant.ticksPerMinute)
        #expect(first.ticks == (try wall(2024, 10, 27, 0, 30)).ticks)
    }

    /// The same answers as Foundation's, which reads the system's zone database.
    @Test(arguments: [
        "Europe/Warsaw", "America/New_York", "America/St_Johns", "Australia/Lord_Howe", "Asia/Tehran", "Pacific/Apia",
        "Africa/Casablanca", "America/Sao_Paulo", "Asia/Kathmandu", "Europe/Dublin", "America/Nuuk", "Asia/Gaza",
    ])
    func agreesWithFoundation(name: String) throws {
        let zone = try #require(TimeZone(identifier: name)), rules = try rules(name)
        var ticks = Int64(CivilDate.days(year: 1995, month: 1, day: 1)) * Instant.ticksPerDay
        let end = Int64(CivilDate.days(year: 2037, month: 1, day: 1)) * Instant.ticksPerDay
        while ticks < end {
            let expected = zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(ticks / Instant.ticksPerSecond)))
            #expect(
                rules.offset(at: Instant(ticks: ticks)) == Int64(expected) * Instant.ticksPerSecond,
                "\(name) at \(ticks)")
            // Not a divisor of a day, so every hour is met in time.
            ticks += 29 * 3600 * Instant.ticksPerSecond
        }
    }

    /// Every zone that Foundation knows. What is younger than its copy of the database may differ: laws of the last
    /// years before the future.
    @Test func everyZoneAgreesWithFoundation() throws {
        var different: [String] = []
        for name in TimeZone.knownTimeZoneIdentifiers where ZoneCatalogue.shipped.resolve(name) != nil {
            let zone = try #require(TimeZone(identifier: name)), rules = try rules(name)
            // Four days and some hours: no summer time is so short, and every hour is met in time.
            let step = 101 * 3600 * Instant.ticksPerSecond
            var ticks = Int64(CivilDate.days(year: 1975, month: 1, day: 1)) * Instant.ticksPerDay
            let end = Int64(CivilDate.days(year: 2021, month: 1, day: 1)) * Instant.ticksPerDay
            while ticks < end {
                let expected = zone.secondsFromGMT(
                    for: Date(timeIntervalSince1970: Double(ticks / Instant.ticksPerSecond)))
                guard rules.offset(at: Instant(ticks: ticks)) == Int64(expected) * Instant.ticksPerSecond else {
                    different.append("\(name) at \(ticks / Instant.ticksPerSecond)")
                    break
                }
                ticks += step
            }
        }
        #expect(different.isEmpty)
    }

    /// Years without summer time before the law of today: Egypt had none from 2015 to 2022, and today's law does not
    /// reach back to them from the years after 2440, whose calendar is theirs.
    @Test func aLawOfTodayDoesNotReachBack() throws {
        let cairo = try rules("Africa/Cairo")
        for (year, hours) in [(2014, 3), (2015, 2), (2018, 2), (2022, 2), (2023, 3), (2415, 3), (2441, 3), (2822, 3)] {
            #expect(
                cairo.offset(at: cairo.instant(of: try wall(year, 8, 1, 12, 0))) == Int64(hours) * 60
                    * Instant.ticksPerMinute, "\(year)")
        }
    }

    @Test func farYearsFollowTheSameRule() throws {
        let warsaw = try rules("Europe/Warsaw")
        for year in [2399, 2400, 2799, 2800, 4500] {
            let july = warsaw.instant(of: try wall(year, 7, 1, 12, 0))
            #expect(warsaw.offset(at: july) == 120 * Instant.ticksPerMinute)
            #expect(warsaw.wallTime(of: july) == (try wall(year, 7, 1, 12, 0)))
        }
    }

    @Test func roundTripsOutsideGaps() throws {
        let rules = try rules("America/St_Johns")
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<20_000 {
            let instant = Instant(
                ticks: Int64.random(in: 0...40_000_000_000_000_000, using: &generator) / 600_000_000 * 600_000_000)
            let back = rules.instant(of: rules.wallTime(of: instant))
            // Only the second of two equal readings comes back as the first.
            #expect(back == instant || rules.wallTime(of: back) == rules.wallTime(of: instant) && back < instant)
        }
    }
}
