import Foundation
import GRDB
import Testing

@testable import EventStore

/// Stores that older versions made.
@Suite struct MigrationTests {
    /// The newest batch's hash, as version 1 printed it.
    private static let head = "c633f21eed06f6c3afd1180cf6303eb51c45895c6ba0ccc360c7348573fc929c"

    private func versionOne() throws -> StoreFixture { try store("version-1.sql") }

    private func store(_ name: String) throws -> StoreFixture {
        let store = try StoreFixture()
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Fixtures/store")
        let made = try store.sqlite3(".read \(folder.appending(path: name).path)")
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
        #expect(try store.sqlite3("PRAGMA user_version").output == "4\n")
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

    /// The newest batch's hash, as version 3 printed it.
    private static let headOfVersionThree = "7372db43bde4a032fad5d6c1d6d9350b65a6573a9d39cdfc02dd3a4d7b04620a"

    /// Every value of every event, as readers get it.
    private func values(_ log: EventLog) throws -> [String] {
        var found: [String] = []
        for kind in EventKind.all {
            try log.forEachEvent(kind: kind) { stream, event in
                let values = kind.columns.indices.map { column in
                    switch kind.columns[column].type {
                    case .instant: "\(event.ticks(column) ?? -1) \(event.digits(column))"
                    case .integer, .boolean: "\(event.integer(column) ?? -1)"
                    case .text, .inlineText: event.text(column) ?? "none"
                    case .bytes: "\(event.bytes(column) ?? [])"
                    }
                }
                found.append(
                    "\(stream.key) \(event.position) \(event.identity) \(event.source) \(event.line) \(values)")
            }
        }
        return found
    }

    @Test func aStoreOfVersionThreeIsReadTheSameBeforeAndAfterItIsBroughtForward() throws {
        let store = try store("version-3.sql")
        let before = try values(store.open(.readOnly))
        let view = try store.sqlite3("SELECT * FROM calendar_entries ORDER BY position; SELECT * FROM mail_entries")
            .output
        let sound = try store.open(.readOnly).verify()
        #expect(sound.isSound && hex(sound.head) == MigrationTests.headOfVersionThree, "\(sound.faults)")
        #expect(try before.count == 96 && store.sqlite3("PRAGMA user_version").output == "3\n")
        var log: EventLog? = try store.open(.readWrite)
        let brought = try #require(log?.verify())
        #expect(brought.isSound && hex(brought.head) == MigrationTests.headOfVersionThree, "\(brought.faults)")
        #expect(try values(#require(log)) == before)
        #expect(
            try store.sqlite3("SELECT * FROM calendar_entries ORDER BY position; SELECT * FROM mail_entries").output
                == view)
        // Both forms of a link stand in one chain.
        #expect(try store.append(TestRow.random(count: 30, seed: 1), to: log).taken == 30)
        log = nil
        let result = try store.open(.readOnly).verify()
        #expect(result.isSound && result.events == 126, "\(result.faults)")
    }

    /// A process that is killed while it brings a store forward leaves the store of before.
    @Test func aMigrationThatIsCutOffLeavesTheStoreOfBefore() throws {
        let store = try store("version-3.sql")
        // Stands in the way of the last table that the migration makes.
        _ = try store.sqlite3("CREATE TABLE mail_entry_segment(a)")
        #expect(throws: StoreError.self) { try store.open(.readWrite) }
        let log = try store.open(.readOnly)
        #expect(try log.verify().isSound && values(log).count == 96)
        _ = try store.sqlite3("DROP TABLE mail_entry_segment")
        #expect(try store.open(.readWrite).verify().isSound)
    }

    /// Views of other tools name what the migration takes away and makes again.
    @Test func viewsOfOtherToolsOutliveTheMigration() throws {
        let store = try store("version-3.sql")
        _ = try store.sqlite3("CREATE VIEW mine AS SELECT mailbox, starttime FROM calendar_entries")
        let before = try store.sqlite3("SELECT * FROM mine ORDER BY 1, 2").output
        _ = try store.open(.readWrite)
        #expect(try store.sqlite3("SELECT * FROM mine ORDER BY 1, 2").output == before)
    }

    /// What somebody has hung on the tables would be gone with them.
    @Test func aStoreWithAForeignTriggerIsNotBroughtForward() throws {
        let store = try store("version-3.sql")
        _ = try store.sqlite3(
            "CREATE TRIGGER extra BEFORE INSERT ON calendar_entry BEGIN SELECT raise(IGNORE); END; CREATE INDEX mine ON calendar_entry(mailbox)"
        )
        #expect(throws: StoreError.self) { try store.open(.readWrite) }
        #expect(try store.open(.readOnly).verify().faults.contains { $0.what.contains("extra") })
        _ = try store.sqlite3("DROP TRIGGER extra")
        #expect(try store.open(.readWrite).verify().isSound)
        #expect(try store.sqlite3("SELECT count(*) FROM sqlite_master WHERE name = 'mine'").output == "1\n")
    }

    /// What has shipped is never made in another form: stores that are there would differ from it.
    @Test func theDefinitionsOfShippedVersionsStayAsTheyAre() throws {
        let store = try store("version-3.sql")
        #expect(try store.open(.readOnly).verify().isSound)
        _ = try store.sqlite3("DROP TRIGGER mail_entry_is_kept_once")
        #expect(try !store.open(.readOnly).verify().isSound)
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

    /// Any SQLite file without tables may become a store, whatever another program calls its version.
    @Test(arguments: [1, 3, 4, 7]) func aBlankFileOfSomeVersionBecomesAStore(version: Int) throws {
        let store = try StoreFixture()
        _ = try store.sqlite3("PRAGMA user_version = \(version)")
        #expect(try store.append(TestRow.random(count: 30, seed: 1)).taken == 30)
        #expect(try store.open(.readOnly).verify().isSound)
    }

    /// What is to be made is looked up before a process waits for its turn to write.
    @Test func aStoreThatIsBroughtForwardWhileWeWaitIsOpened() async throws {
        let store = try store("version-3.sql")
        // Else the one who waits cannot even look.
        _ = try store.sqlite3("PRAGMA journal_mode = WAL")
        let other = try DatabaseQueue(path: store.path)
        let opened = try await other.writeWithoutTransaction { db in
            try db.execute(sql: "BEGIN IMMEDIATE")
            let opening = Task.detached { try store.open(.readWrite).verify().isSound }
            Thread.sleep(forTimeInterval: 0.5)
            try GroupedMigration(db).run()
            try db.execute(
                sql: "INSERT INTO grdb_migrations VALUES (?); PRAGMA user_version = 4; COMMIT",
                arguments: [Schema.migrations[3]])
            return opening
        }.value
        #expect(opened)
    }
}
