import ExchangeFormats
import Foundation
import Testing

@testable import Reconstruct
@testable import Tables

/// Declarations of zones, read back by rules of their own and held against the tables that they were made of.
@Suite struct ZoneObservancesTests {
    /// Onsets of an observance until the end of a year, as a reader of RFC 5545 finds them.
    private static func onsets(_ observance: ZoneObservances.Observance, through year: Int) -> [Int64] {
        guard let rule = observance.rule else { return observance.onsets.map(\.ticks) }
        let stated = StatedRule(rule), first = observance.onsets[0]
        #expect(stated.fault == nil && stated.parts["FREQ"] == "YEARLY", "\(rule)")
        let time = first.ticks - WallTime(first.date).ticks
        let start = first.date.components
        guard start.year <= year else { return [] }
        let dates = (start.year...year).flatMap { year in
            (0..<31).map { CivilDate(days: CivilDate.days(year: year, month: start.month, day: 1) + $0) }
        }
        return dates.filter { $0 >= first.date && stated.allows($0) }.map { WallTime($0).ticks + time }
    }

    /// Onsets with the offsets that they give, ascending.
    private static func changes(_ list: [ZoneObservances.Observance], through year: Int) -> [(at: Int64, to: Int64)] {
        list.flatMap { observance in
            onsets(observance, through: year).map { (at: $0 - observance.from, to: observance.to) }
        }.sorted { $0.at < $1.at }
    }

    /// The offset that the latest onset gives.
    private static func offset(_ changes: [(at: Int64, to: Int64)], at instant: Instant) -> Int64? {
        changes.last { $0.at <= instant.ticks }?.to
    }

    private static func rules(_ iana: String) throws -> ZoneRules {
        let zones = ZoneBook()
        return try #require(zones.resolution(iana)).rules
    }

    @Test(arguments: [
        "America/Los_Angeles", "Europe/Warsaw", "Europe/London", "Europe/Dublin", "Asia/Tokyo", "Asia/Kolkata",
        "Asia/Tehran", "Africa/Cairo", "Africa/Casablanca", "America/Sao_Paulo", "America/Santiago", "Asia/Amman",
        "Australia/Lord_Howe", "Europe/Istanbul", "Europe/Moscow", "Pacific/Apia", "Pacific/Auckland",
        "America/St_Johns", "Asia/Gaza", "America/Havana",
    ])
    func declarationsTellTheClock(_ iana: String) throws {
        let rules = try Self.rules(iana)
        for (first, last) in [(2005, 2007), (2006, 2026), (2014, nil), (2023, 2025), (2036, 2060)] as [(Int, Int?)] {
            let list = ZoneObservances(rules, .init(first: first, last: last)).list
            #expect(list.contains { !$0.isDaylight })
            let end = last ?? 2050
            let changes = Self.changes(list, through: end + 1)
            for change in rules.changes(in: first...end) {
                for minutes in [-61, -1, 0, 1, 61, 60 * 24 * 40] {
                    let instant = Instant(ticks: change.at + Int64(minutes) * Instant.ticksPerMinute)
                    #expect(
                        Self.offset(changes, at: instant) == rules.offset(at: instant),
                        "\(iana) \(first)–\(end), \(minutes) minutes from \(WallTime(ticks: change.at).date)")
                }
            }
        }
    }

    /// Outlook's declaration, which reaches back to 1601 with the law of 2007, is an hour off here.
    @Test func beforeTheLawOf2007() throws {
        let rules = try Self.rules("America/Los_Angeles")
        let list = ZoneObservances(rules, .init(first: 2006, last: 2006)).list
        let date = CivilDate(days: CivilDate.days(year: 2006, month: 3, day: 20))
        let instant = Instant(ticks: WallTime(date, minutes: 18 * 60).ticks)
        #expect(Self.offset(Self.changes(list, through: 2007), at: instant) == -8 * 60 * Instant.ticksPerMinute)
    }

    /// A clock that changed and does so no longer has no rule that says otherwise.
    @Test func yearsWithoutDaylightTime() throws {
        for (iana, first) in [("America/Sao_Paulo", 2015), ("Europe/Istanbul", 2014), ("Asia/Tokyo", 2020)] {
            let list = ZoneObservances(try Self.rules(iana), .init(first: first, last: nil)).list
            #expect(list.allSatisfy { $0.rule == nil } && !list.isEmpty, "\(iana)")
        }
    }
}
