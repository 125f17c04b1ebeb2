import ExchangeFormats
import Testing

@testable import Reconstruct

/// What holds of every history, however odd: over random rows of a few mailboxes, a seed printed for each run.
@Suite struct InvariantTests {
    private func forEachHistory(_ count: Int, _ body: ([Entry], inout Dice, ZoneBook) throws -> Void) rethrows {
        try RandomHistory.forEach(count, body)
    }

    @Test func orderAndRepetitionDoNotMatter() {
        forEachHistory(3_000) { entries, dice, zones in
            var mixed = entries + entries.prefix(dice.roll(entries.count + 1))
            for index in mixed.indices.reversed() { mixed.swapAt(index, dice.roll(index + 1)) }
            #expect(fold(mixed, zones: zones) == fold(entries, zones: zones))
        }
    }

    @Test func asOfNowIsFinalAndAsOfThenReadsNothingLater() {
        forEachHistory(3_000) { entries, dice, zones in
            let moment = History.at(dice.roll(12_000))
            #expect(
                fold(entries, asOf: moment, zones: zones)
                    == fold(entries.filter { $0.loggedAt <= moment }, zones: zones))
            #expect(fold(entries, asOf: History.at(12_000), zones: zones) == fold(entries, zones: zones))
        }
    }

    @Test func theOccurrencesOfAWindowAreThoseOfALargerOneCutDown() {
        forEachHistory(1_000) { entries, dice, zones in
            let low = History.at(dice.roll(8_000)),
                high = Instant(ticks: low.ticks + Int64(1 + dice.roll(6_000)) * Instant.ticksPerMinute)
            let wide = History.at(-10_000)..<History.at(40_000)
            var all: [Occurrence] = [], part: [Occurrence] = []
            let meeting = fold(entries, zones: zones)
            meeting?.forEachOccurrence(in: wide, zones: zones) { all.append($0) }
            meeting?.forEachOccurrence(in: low..<high, zones: zones) { part.append($0) }
            let window = low..<high
            #expect(Set(part) == Set(all.filter { window.contains($0.slot.start) }))
            let heldAll = heldOccurrences(of: entries, in: wide, zones: zones),
                heldPart = heldOccurrences(of: entries, in: window, zones: zones)
            #expect(
                Set(heldPart.map(\.occurrence))
                    == Set(heldAll.map(\.occurrence).filter { window.contains($0.slot.start) }))
        }
    }

    /// Nothing that a fold meets changes what the next one makes of its own entries: one book of zones or many, one
    /// stream before another or after it.
    @Test func streamsNeverInfluenceEachOther() {
        var streams: [[Entry]] = []
        forEachHistory(1_000) { entries, _, _ in streams.append(entries) }
        let alone = streams.map { fold($0, zones: ZoneBook()) }
        let together = ZoneBook()
        #expect(streams.reversed().map { fold($0, zones: together) } == alone.reversed())
    }
}
