import Testing

@testable import Reconstruct

@Suite struct EntryOrderTests {
    @Test func orderedInPlaceIsOrdered() {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("seed \(seed)")
        var dice = Dice(state: seed)
        for _ in 0..<20 {
            var entries = RandomHistory.longEntries(&dice)
            for index in entries.indices { entries.swapAt(index, dice.roll(entries.count)) }
            let shuffled = entries
            var places = Array(entries.indices)
            putInReplayOrder(&entries) { places.swapAt($0, $1) }
            #expect(entries.map(\.hash) == shuffled.sorted { ReplayOrder($0) < ReplayOrder($1) }.map(\.hash))
            #expect(places.map { shuffled[$0].hash } == entries.map(\.hash))
        }
    }

    /// All entries of a meeting are in memory at once, and there can be very many.
    @Test func anEntryIsSmall() {
        #expect(MemoryLayout<Entry>.stride <= 400)
    }
}
