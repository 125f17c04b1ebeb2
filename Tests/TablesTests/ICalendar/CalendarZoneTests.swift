import ExchangeFormats
import Foundation
import Testing

@testable import Reconstruct
@testable import Tables

/// Under which names zones stand in a calendar file.
@Suite struct CalendarZoneTests {
    private func clock(_ name: String, _ naming: CalendarNaming) throws -> CalendarClock {
        let book = ZoneBook()
        var zones = CalendarZones(naming)
        let zone = SeriesZone(name: name)
        return zones.clock(of: zone, rules: book.rules(zone), book)
    }

    @Test func namesOfTheDatabaseOrOfWindows() throws {
        for name in ["W. Europe Standard Time", "Europe/Berlin"] {
            #expect(try clock(name, .iana).tzid == "Europe/Berlin")
            #expect(try clock(name, .windows).tzid == "W. Europe Standard Time")
        }
        #expect(try clock("(UTC+01:00) Sarajevo, Skopje, Warsaw, Zagreb", .iana).tzid == "Europe/Warsaw")
        #expect(
            try clock("(UTC+01:00) Sarajevo, Skopje, Warsaw, Zagreb", .windows).tzid == "Central European Standard Time"
        )
        for name in ["UTC", "(UTC) Coordinated Universal Time"] { #expect(try clock(name, .iana).tzid == nil) }
    }

    /// What a client called its rules may say more than it should: the name is made of the rules.
    @Test func rulesOfAClient() throws {
        let offset = ZoneRules(fixedOffsetMinutes: 90)
        let book = ZoneBook()
        var zones = CalendarZones(.iana)
        let first = zones.clock(of: SeriesZone(name: "Anna's own zone"), rules: offset, book)
        let tzid = try #require(first.tzid)
        #expect(tzid.wholeMatch(of: /X-CALFOLD-[0-9A-F]{16}/) != nil)
        #expect(zones.clock(of: SeriesZone(name: "another name"), rules: offset, book).tzid == tzid)
        var lines = ContentLines()
        zones.write(tzid, .init(first: 2024, last: 2024), to: &lines)
        let text = String(decoding: lines.bytes, as: UTF8.self)
        #expect(text.contains("TZID:\(tzid)\r\n") && text.contains("TZOFFSETTO:+0130\r\n") && !text.contains("Anna"))
    }

    /// Of two instants with one reading neither is told by it: readers do not agree which is meant.
    @Test func readingsThatComeTwice() throws {
        let clock = try clock("Europe/Berlin", .iana)
        let date = CivilDate(days: CivilDate.days(year: 2024, month: 10, day: 27))
        for (minutes, tells) in [(-1, true), (0, false), (59, false), (60, false), (119, false), (120, true)] {
            #expect(clock.tells(Instant(ticks: WallTime(date, minutes: minutes).ticks)) == tells, "\(minutes)")
        }
        let spring = CivilDate(days: CivilDate.days(year: 2024, month: 3, day: 31))
        for minutes in [59, 60, 61] {
            #expect(clock.tells(Instant(ticks: WallTime(spring, minutes: minutes).ticks)), "\(minutes)")
        }
    }
}
