import EventStore
import Foundation
import Testing

/// Stores that older versions made.
@Suite struct MigrationTests {
    /// The newest batch's hash, as version 1 printed it.
    private static let head = "c633f21eed06f6c3afd1180cf6303eb51c45895c6ba0ccc360c7348573fc929c"

    private func versionOne() throws -> StoreFixture {
        let store = try StoreFixture()
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Fixtures/store")
        let made = try store.sqlite3(String(contentsOf: folder.appending(path: "version-1.sql"), encoding: .utf8))
        guard made.status == 0 else { throw CocoaError(.fileReadCorruptFile, userInfo: ["sqlite3": made.output]) }
        return store
    }

    private func hex(_ hash: [UInt8]?) -> String? { hash?.map { String(format: "%02x", $0) }.joined() }

    @Test func aStoreOfVersionOneIsReadAsItIs() throws {
        let store = try versionOne()
        let log = try store.open(.readOnly)
        let result = log.verify()
        #expect(result.isSound && result.events == 19 && hex(result.head) == MigrationTests.head, "\(result.faults)")
        #expect(
            try log.counts(of: .calendar).events == 19 && log.counts(of: .mail).events == 0
                && log.lastPosition(of: .mail) == 0)
        var rows = 0
        try log.forEachEvent(kind: .mail) { _, _ in rows += 1 }
        try log.forEachEventInOrder(kind: .mail) { _ in rows += 1 }
        #expect(rows == 0)
        #expect(try store.sqlite3("PRAGMA user_version").output == "1\n")
    }

    @Test func aStoreOfVersionOneIsBroughtForwardAndStillVerifies() throws {
        let store = try versionOne()
        let hashes = try store.sqlite3("SELECT hex(content), hex(hash) FROM batch").output
        var log: EventLog? = try store.open(.readWrite)
        #expect(try store.sqlite3("PRAGMA user_version").output == "3\n")
        #expect(try store.sqlite3("SELECT hex(content), hex(hash) FROM batch").output == hashes)
        let brought = try #require(log?.verify())
        #expect(brought.isSound && hex(brought.head) == MigrationTests.head, "\(brought.faults)")
        #expect(try store.append(TestRow.random(count: 30, seed: 1), to: log).taken == 30)
        #expect(try store.append(MailRow.random(count: 30, seed: 2), as: MailRow.batch, to: log).taken == 30)
        log = nil
        let result = try store.open(.readOnly).verify()
        #expect(result.isSound && result.events == 79 && result.batches == 11, "\(result.faults)")
        #expect(
            try store.sqlite3(
                "INSERT OR REPLACE INTO quarantine SELECT id + 9, source, line, code, reason, context, raw, identity FROM quarantine"
            ).status != 0)
    }

    /// What was changed before a store is brought forward is found after it.
    @Test func aChangeBeforeTheMigrationIsFoundAfterIt() throws {
        let store = try versionOne()
        #expect(
            try store.sqlite3(
                "DROP TRIGGER calendar_entry_is_not_updated; UPDATE calendar_entry SET line = line + 1 WHERE position = 12"
            ).status == 0)
        let result = try store.open(.readWrite).verify()
        #expect(
            result.faults.contains { $0.batch != nil }
                && result.faults.contains { $0.what.contains("calendar_entry_is_not_updated") })
    }

    @Test func thoseWhoBringAStoreForwardAtOnceAllSucceed() async throws {
        let store = try versionOne()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 { group.addTask { _ = try store.open(.readWrite).verify() } }
            try await group.waitForAll()
        }
        #expect(try store.open(.readOnly).verify().isSound)
    }
}
