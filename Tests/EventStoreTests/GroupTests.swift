import EventStore
import Foundation
import Testing

/// Batches of many sources in one transaction: a link of the chain each, as if each had been appended alone.
@Suite struct GroupTests {
    private static func portion(_ seed: UInt64, rows: Int, source: Int, ends: Bool = true) -> Appender.Portion {
        let rejected =
            seed % 3 == 0
            ? [RejectedRow(line: Int64(rows) + 9, code: "date", reason: "no date", raw: Array("row \(seed)".utf8))] : []
        return .init(
            TestRow.batch(TestRow.random(count: rows, seed: seed)), rejected: rejected, context: "how \(seed)",
            source: source, endsSource: ends)
    }

    private static func sources(_ count: Int) -> [Appender.Source] {
        (0..<count).map { Appender.Source(name: "\($0).csv", kind: "test", context: "") }
    }

    @Test func manyBatchesInOneTransactionAreTheLinksThatTheyAreAlone() throws {
        let (together, alone) = (try StoreFixture(), try StoreFixture())
        // A source of two batches, one without rows, and rows that came before.
        let portions = [
            GroupTests.portion(1, rows: 7, source: 0, ends: false), GroupTests.portion(2, rows: 5, source: 0),
            GroupTests.portion(3, rows: 0, source: 1),
            GroupTests.portion(2, rows: 5, source: 2), GroupTests.portion(4, rows: 40, source: 3),
        ]
        var sources = GroupTests.sources(4)
        let outcomes = try Appender(together.open()).append(portions, from: &sources, now: 5)
        #expect(
            outcomes.map(\.taken) == [7, 5, 0, 0, 40] && outcomes.map(\.duplicate) == [0, 0, 0, 5, 0]
                && outcomes.map(\.quarantined) == [0, 0, 1, 0, 0])

        let appender = Appender(try alone.open())
        var others = GroupTests.sources(4)
        for portion in portions { _ = try appender.append([portion], from: &others, now: 5) }
        #expect(try together.open(.readOnly).batches() == alone.open(.readOnly).batches())
        #expect(try together.open(.readOnly).batches().count == 5)
        #expect(try together.open(.readOnly).verify().isSound)
        #expect(try together.open(.readOnly).sources().allSatisfy(\.isComplete))
    }

    @Test func aSourceGoesOnInTheNextTransaction() throws {
        let store = try StoreFixture()
        let appender = Appender(try store.open())
        var sources = GroupTests.sources(2)
        _ = try appender.append(
            [GroupTests.portion(1, rows: 3, source: 0), GroupTests.portion(2, rows: 3, source: 1, ends: false)],
            from: &sources, now: 1)
        var rest = [sources[1]]
        _ = try appender.append([GroupTests.portion(4, rows: 3, source: 0)], from: &rest, now: 2)
        let found = try store.open(.readOnly).sources()
        #expect(
            found.map(\.name) == ["0.csv", "1.csv"] && found.map(\.taken) == [3, 6] && found.allSatisfy(\.isComplete))
        #expect(try store.open(.readOnly).verify().isSound)
    }

    /// A transaction that fails leaves nothing of any of its sources, and the appender goes on.
    @Test func aRefusedTransactionLeavesNothing() throws {
        let store = try StoreFixture()
        let appender = Appender(try store.open())
        var sources = GroupTests.sources(3)
        _ = try appender.append([GroupTests.portion(1, rows: 3, source: 0)], from: &sources, now: 1)
        let before = try store.open(.readOnly).batches()
        let other = try #require(try? HeldStore(store.path))
        #expect(throws: StoreError.busy(path: store.path)) {
            try appender.append(
                [GroupTests.portion(2, rows: 3, source: 1), GroupTests.portion(4, rows: 3, source: 2)], from: &sources,
                now: 1)
        }
        other.release()
        #expect(try store.open(.readOnly).batches() == before)
        _ = try appender.append(
            [GroupTests.portion(2, rows: 3, source: 1), GroupTests.portion(4, rows: 3, source: 2)], from: &sources,
            now: 1)
        #expect(try store.open(.readOnly).sources().map(\.name) == ["0.csv", "1.csv", "2.csv"])
        #expect(try store.open(.readOnly).verify().isSound)
    }

    @Test func nothingToAppendIsNoLink() throws {
        let store = try StoreFixture()
        var sources: [Appender.Source] = []
        #expect(try Appender(store.open()).append([], from: &sources, now: 1).isEmpty)
        #expect(try store.open(.readOnly).head() == nil)
    }
}

/// Another client that has begun to write.
private final class HeldStore {
    private let process = Process(), input = Pipe(), output = Pipe()

    init(_ path: String) throws {
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["sqlite3", "-batch", path]
        (process.standardInput, process.standardOutput) = (input, output)
        try process.run()
        input.fileHandleForWriting.write(Data("BEGIN IMMEDIATE;\nSELECT 'held';\n".utf8))
        _ = output.fileHandleForReading.availableData
    }

    func release() {
        input.fileHandleForWriting.closeFile()
        process.waitUntilExit()
    }
}
