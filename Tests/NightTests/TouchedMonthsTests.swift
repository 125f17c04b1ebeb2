import EventStore
import ExchangeFormats
import Foundation
import Night
import TestSupport
import Testing

@Suite struct TouchedMonthsTests {
    /// Somebody takes a file in while the night folds: what the fold has not seen must not count as seen.
    @Test func whatCameAfterTheFoldBeganWaitsForTheNextNight() throws {
        let nights = try NightScratch()
        let samples = try NightScratch.samples()
        let (first, second) = (try #require(samples.first), try #require(samples.last))
        func takeIn(_ name: String) throws {
            #expect(try nights.calfold(["ingest", NightScratch.logs + "/" + name, "--store", "months.db"]).status == 0)
        }
        try takeIn(first)
        let log = try EventLog(path: nights.folder + "/months.db", access: .readWrite)
        let folded = try #require(try log.head()).lastPosition
        try takeIn(second)
        let ledger = try NightLedger(log)
        let all = try #require(try log.head()).lastPosition
        let now = Instant(ticks: .max / 2)
        #expect(try ledger.noteChanges(zone: .utc, upTo: folded, now: now)["calendar"]?.events == Int(folded))
        #expect(try ledger.noteChanges(zone: .utc, upTo: all, now: now)["calendar"]?.events == Int(all - folded))
        #expect(try ledger.noteChanges(zone: .utc, upTo: all, now: now).isEmpty)
    }
}
