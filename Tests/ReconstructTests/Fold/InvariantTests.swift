import ExchangeFormats
import Testing

@testable import Reconstruct

/// What holds of every history, however odd: over random rows of a few mailboxes, a seed printed for each run.
@Suite struct InvariantTests {
    private struct Dice {
        var state: UInt64
        mutating func roll(_ sides: Int) -> Int {
            state &+= 0x9E37_79B9_7F4A_7C15
            var word = state
            word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
            word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
            return Int((word ^ word >> 31) % UInt64(sides))
        }
    }

    /// Rows without a plan: any class, action, state, sequence and date, in any copy.
    private func history(_ dice: inout Dice) -> [Entry] {
        var history = History()
        let mailboxes = [History.boss, History.ann, History.bob, nil]
        let blobs = [
            nil, nil, History.daily(from: 2, count: 6, at: 600),
            History.daily(from: 2, count: 6, at: 600, removed: [4]),
            History.daily(from: 2, count: 6, at: 600, moved: [5: 700]), History.daily(from: 3, count: 4, at: 640),
            [1, 2, 3],
        ]
        for _ in 0..<(2 + dice.roll(14)) {
            let itemClass: ItemClass = [
                .appointment, .appointment, .appointment, .exception, .request, .cancellation, .response(.accepted),
                .response(.declined), .forwardNotification,
            ][dice.roll(9)]
            let trigger: TriggerAction = [.create, .update, .update, .update, .softDelete, .moveToDeletedItems][
                dice.roll(6)]
            let mailbox = mailboxes[dice.roll(dice.roll(4) == 0 ? 4 : 3)]
            let isDated = itemClass == .exception || dice.roll(6) == 0
            history.row(
                dice.roll(12_000), in: mailbox, itemClass, trigger, start: 600 + 1440 * dice.roll(8),
                sequence: dice.roll(3), state: [0, 1, 3, 3, 3, 5, 7][dice.roll(7)],
                created: dice.roll(3),
                by: dice.roll(3) == 0 ? .person(mailbox ?? History.cay) : .system("Calendar Assistant"),
                sender: [History.boss, History.ann, History.cay][dice.roll(3)],
                on: isDated ? History.date(2 + dice.roll(6)) : nil, blob: isDated ? nil : blobs[dice.roll(blobs.count)])
        }
        return history.entries
    }

    private func forEachHistory(_ count: Int, _ body: ([Entry], inout Dice, ZoneBook) throws -> Void) rethrows {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("history seed \(seed)")
        var dice = Dice(state: seed)
        let zones = ZoneBook()
        for _ in 0..<count {
            let entries = history(&dice)
            try body(entries, &dice, zones)
        }
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
