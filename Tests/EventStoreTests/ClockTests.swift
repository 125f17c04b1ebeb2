import EventStore
import Foundation
import Testing

/// What an instant of the store's own time means, whatever the clock did.
@Suite struct ClockTests {
    /// A store with one batch of ten rows for each time.
    private func filled(_ times: [Int64]) throws -> (StoreFixture, EventLog) {
        let store = try StoreFixture(), log = try store.open(), appender = Appender(log)
        for (number, time) in times.enumerated() {
            var source = Appender.Source(name: "\(number).csv", kind: "test", context: "")
            _ = try appender.append(
                TestRow.batch(TestRow.random(count: 10, seed: UInt64(number))), from: &source, now: time,
                endsSource: true)
        }
        return (store, log)
    }

    // A store goes with its fixture, so each test keeps it to its end.
    @Test func withASteadyClockItIsTheLastBatchByThen() throws {
        let (store, log) = try filled([100, 200, 200, 300])
        defer { withExtendedLifetime(store) {} }
        for (instant, batches) in [(99, 0), (100, 1), (199, 1), (200, 3), (299, 3), (300, 4), (.max, 4)]
            as [(Int64, Int64)]
        {
            let known = try log.known(atMilliseconds: instant)
            #expect(known.position == batches * 10 && known.seeminglyOlder == nil, "\(instant)")
        }
    }

    @Test func aClockThatWasSetBackChangesNothingOfWhatWasKnownBefore() throws {
        let (store, log) = try filled([1_000, 1_100])
        defer { withExtendedLifetime(store) {} }
        let before = try (900...1_099).map { try log.known(atMilliseconds: $0).position }
        let appender = Appender(log)
        for (number, time) in [500, 600, 1_050, 1_200].enumerated() {
            var source = Appender.Source(name: "late \(number).csv", kind: "test", context: "")
            _ = try appender.append(
                TestRow.batch(TestRow.random(count: 10, seed: UInt64(100 + number))), from: &source, now: Int64(time),
                endsSource: true)
            #expect(
                try (900...1_099).map { try log.known(atMilliseconds: $0).position } == before,
                "after the batch at \(time)")
        }
        #expect(try log.known(atMilliseconds: 550).position == 0)
        #expect(try log.known(atMilliseconds: 1_050).position == 10)
        #expect(try log.known(atMilliseconds: 1_050).seeminglyOlder == 3...5)
        #expect(try log.known(atMilliseconds: 1_199).position == 50)
        #expect(try log.known(atMilliseconds: .max).position == 60)
    }

    /// Random clocks: more time never means less knowledge, and appending never changes what was known before the
    /// newest time.
    @Test func moreTimeIsNeverLessKnowledge() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("clock seed \(seed)")
        var numbers = SeededNumbers(seed: seed)
        for _ in 0..<10 {
            let times = (0..<12).map { _ in Int64.random(in: 1...40, using: &numbers) }
            let (store, log) = try filled(times)
            defer { withExtendedLifetime(store) {} }
            let known = try (0...41).map { try log.known(atMilliseconds: Int64($0)).position }
            #expect(known == known.sorted() && known.last == 120)
            for instant in 0...41 {
                let batches = times.prefix { $0 <= instant }.count
                #expect(known[instant] == Int64(batches * 10), "\(times) at \(instant)")
            }
        }
    }

    @Test func anEmptyLogKnowsNothing() throws {
        let known = try StoreFixture().open().known(atMilliseconds: .max)
        #expect(known.position == 0 && known.seeminglyOlder == nil)
    }

    @Test func aStoreThatIsNotThereIsNotMadeToBeBroughtUpToDate() throws {
        let store = try StoreFixture()
        #expect(throws: StoreError.missing(path: store.path)) { try store.open(.update) }
        try Data().write(to: URL(filePath: store.path))
        #expect(throws: StoreError.missing(path: store.path)) { try store.open(.update) }
        #expect(try Data(contentsOf: URL(filePath: store.path)).isEmpty)
    }
}
