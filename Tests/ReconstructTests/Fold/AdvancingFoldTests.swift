import ExchangeFormats
import Testing

@testable import Reconstruct

/// The fold that follows a history against a fold of each prefix.
@Suite struct AdvancingFoldTests {
    /// Takes entries one after the other as they were logged, and compares the meeting after each.
    ///
    /// - Returns: what differs first; nil where nothing does.
    static func difference(_ entries: [Entry], zones: ZoneBook) -> String? {
        let ordered = sortedOnce(entries)
        var state = AdvancingFold(ordered, zones: zones)
        var known: [Entry] = []
        for place in ordered.indices.sorted(by: { LogMoment(ordered[$0]) < LogMoment(ordered[$1]) }) {
            known.append(ordered[place])
            state.take(place)
            // People may wait: a meeting that is not asked for after each entry is the same.
            if ordered[place].hash.high % 3 == 0 { continue }
            let meeting = fold(known, zones: zones)
            if state.meeting != meeting {
                return
                    "after \(known.count) of \(entries.count):\n  \(String(describing: state.meeting))\n  not \(String(describing: meeting))"
            }
        }
        return nil
    }

    /// Seeds of histories that were once folded wrongly, and a new one.
    @Test(arguments: [673_620_043_840, 322_660_115_893_850_136, UInt64.random(in: 0...UInt64.max)])
    func everyPrefixIsItsFold(_ seed: UInt64) {
        print("history seed \(seed)")
        var dice = Dice(state: seed), faults = 0
        let zones = ZoneBook()
        for number in 0..<2_000 where faults < 3 {
            let entries = number % 4 == 0 ? RandomHistory.entries(&dice) : RandomHistory.longEntries(&dice)
            guard let difference = Self.difference(entries, zones: zones) else { continue }
            faults += 1
            Issue.record("seed \(seed), history \(number): \(difference)")
        }
    }

    /// Where most entries are of single dates, these are decided one by one.
    @Test(arguments: [673_620_043_840, UInt64.random(in: 0...UInt64.max)])
    func everyPrefixOfManyDatesIsItsFold(_ seed: UInt64) {
        print("history seed \(seed), dates")
        var dice = Dice(state: seed), faults = 0
        let zones = ZoneBook()
        for number in 0..<150 where faults < 3 {
            let entries = RandomHistory.longEntries(&dice, ofDates: number % 3 == 0 ? 1 : 2)
            guard let difference = Self.difference(entries, zones: zones) else { continue }
            faults += 1
            Issue.record("seed \(seed), history \(number): \(difference)")
        }
    }

    /// A long history of few items, of which many entries are logged late or backwards.
    @Test(arguments: [673_620_043_840, UInt64.random(in: 0...UInt64.max)])
    func everyPrefixOfALongHistoryOutOfOrderIsItsFold(_ seed: UInt64) {
        print("history seed \(seed), out of order")
        var dice = Dice(state: seed), faults = 0
        let zones = ZoneBook()
        for number in 0..<10 where faults < 3 {
            var entries = RandomHistory.longEntries(
                &dice, ofDates: 40, late: 1 + dice.roll(4), count: 60 + dice.roll(140))
            if number % 4 == 0, let last = entries.map(\.loggedAt).max() {
                for index in entries.indices {
                    entries[index].originalLastModifiedTime = Instant(ticks: last.ticks - entries[index].loggedAt.ticks)
                }
            }
            guard let difference = Self.difference(entries, zones: zones) else { continue }
            faults += 1
            Issue.record("seed \(seed), history \(number): \(difference)")
        }
    }

    /// Of histories that tests of big meetings count the steps of: each is of one kind of entry, over and over.
    @Test(arguments: BigMeetingTests.Kind.allCases)
    func everyPrefixOfAMeetingOfOneKindIsItsFold(_ kind: BigMeetingTests.Kind) {
        if let difference = Self.difference(kind.entries(25), zones: ZoneBook()) { Issue.record("\(difference)") }
    }

    @Test func everyPrefixOfTheSampleIsItsFold() throws {
        let zones = ZoneBook()
        for (key, entries) in try SampleLog.entries() {
            if let difference = Self.difference(entries, zones: zones) { Issue.record("\(key): \(difference)") }
        }
    }

    // MARK: As held

    private static func sameIsHeld(_ entries: [Entry], in window: Range<Instant>, zones: ZoneBook) -> Bool {
        let expected = heldByFolds(of: entries, in: window, zones: zones)
        let found = heldOccurrences(of: entries, in: window, zones: zones)
        return found.count == expected.count && Set(found) == Set(expected)
    }

    @Test(arguments: [673_620_043_840, UInt64.random(in: 0...UInt64.max)])
    func whatIsHeldIsWhatAFoldOfEachPrefixHolds(_ seed: UInt64) {
        print("history seed \(seed)")
        var dice = Dice(state: seed), faults = 0
        let zones = ZoneBook()
        for number in 0..<700 where faults < 3 {
            let entries = number % 2 == 0 ? RandomHistory.entries(&dice) : RandomHistory.longEntries(&dice)
            let low = dice.roll(12_000) - 1_000
            for window in [
                History.at(-10_000)..<History.at(40_000), History.at(low)..<History.at(low + 1 + dice.roll(6_000)),
            ] where !Self.sameIsHeld(entries, in: window, zones: zones) {
                faults += 1
                Issue.record("seed \(seed), history \(number), \(window)")
            }
        }
    }

    @Test func whatTheSampleHeldIsWhatAFoldOfEachPrefixHolds() throws {
        let zones = ZoneBook()
        for (key, entries) in try SampleLog.entries() {
            #expect(Self.sameIsHeld(entries, in: SampleOrganisationTests.window, zones: zones), "\(key)")
        }
    }
}
