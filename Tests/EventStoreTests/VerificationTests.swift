import EventStore
import Foundation
import GRDB
import Testing

/// Whatever is done to a stored log behind its back is found.
@Suite struct VerificationTests {
    private func filled(batches: Int = 6, seed: UInt64 = 3) throws -> StoreFixture {
        let store = try StoreFixture()
        let log = try store.open()
        for number in 0..<batches {
            try store.append(TestRow.random(count: 30, seed: seed &+ UInt64(number)), name: "\(number).csv", to: log)
        }
        try store.append(MailRow.random(count: 30, seed: seed), as: MailRow.batch, name: "mail.csv", to: log)
        return store
    }

    @Test func cleanStoresRaiseNoAlarm() throws {
        for seed in UInt64(0)..<100 {
            let store = try StoreFixture()
            try store.append(TestRow.random(count: Int(seed) % 40, seed: seed), batchSize: 7)
            let result = try store.open(.readOnly).verify()
            #expect(result.isSound, "\(result.faults)")
        }
    }

    /// A thousand single bytes of stored values, each changed in a copy of its row: the chain no longer fits.
    @Test func everyChangedByteOfAnEventIsFound() throws {
        let store = try filled(batches: 3)
        try store.withoutTriggers("PRAGMA journal_mode = DELETE")
        let seed = UInt64.random(in: 0...UInt64.max)
        print("byte seed \(seed)")
        var numbers = SeededNumbers(seed: seed)
        let queue = try DatabaseQueue(path: store.path)
        let tables = [
            "calendar_entry", "calendar_entry", "calendar_entry_group", "mail_entry", "mail_entry", "dictionary",
            "stream",
            "source", "batch", "identity_run", "identity_run_part",
        ]
        var found = 0
        for _ in 0..<1_000 {
            let table = tables.randomElement(using: &numbers) ?? "calendar_entry"
            try queue.writeWithoutTransaction { db in
                let rows = try Row.fetchAll(db, sql: "SELECT rowid AS place, * FROM \(table) ORDER BY rowid")
                let row = try #require(rows.randomElement(using: &numbers))
                let column = try #require(
                    row.columnNames.dropFirst(2).filter { row[$0] != nil && !($0 as String).isEmpty }.randomElement(
                        using: &numbers))
                let changed = try #require(VerificationTests.flipped(row[column], &numbers))
                let place: Int64 = row["place"]
                let before: DatabaseValue = row[column]
                do {
                    try db.execute(
                        sql: "UPDATE \(table) SET \(column) = ? WHERE rowid = ?", arguments: [changed, place])
                } catch {
                    // The unique index itself refused the value: it could not have been stored.
                    found += 1
                    return
                }
                let faults = try EventLog(path: store.path, access: .readOnly).verify().faults.filter {
                    !$0.what.contains("_is_")
                }
                if faults.isEmpty {
                    Issue.record("\(table).\(column) of row \(place) was changed unseen")
                } else {
                    found += 1
                }
                try db.execute(sql: "UPDATE \(table) SET \(column) = ? WHERE rowid = ?", arguments: [before, place])
            }
        }
        #expect(found == 1_000)
        let rest = try EventLog(path: store.path, access: .readOnly).verify().faults.filter {
            !$0.what.contains("_is_")
        }
        #expect(rest.isEmpty)
    }

    private static func flipped(_ value: DatabaseValue, _ numbers: inout SeededNumbers) -> DatabaseValue? {
        switch value.storage {
        case .int64(let number): return (number ^ (1 << Int64.random(in: 0..<40, using: &numbers))).databaseValue
        case .string(let text):
            var bytes = Array(text.utf8)
            guard !bytes.isEmpty else { return "x".databaseValue }
            let index = Int.random(in: 0..<bytes.count, using: &numbers)
            bytes[index] = bytes[index] == UInt8(ascii: "x") ? UInt8(ascii: "y") : UInt8(ascii: "x")
            return String(decoding: bytes, as: UTF8.self).databaseValue
        case .blob(let data):
            var bytes = data
            guard !bytes.isEmpty else { return Data([1]).databaseValue }
            bytes[bytes.startIndex + Int.random(in: 0..<bytes.count, using: &numbers)] ^=
                1 << UInt8.random(in: 0..<8, using: &numbers)
            return bytes.databaseValue
        case .null, .double: return nil
        }
    }

    /// Bytes of the raw file: found, or they carried nothing that anybody reads; and never a crash.
    @Test func changedBytesOfTheFileAreFoundOrCarryNothing() throws {
        let store = try filled(batches: 3)
        _ = try store.sqlite3("PRAGMA journal_mode = DELETE")
        let original = try Data(contentsOf: URL(filePath: store.path))
        let dump = try contents(of: store.path)
        let seed = UInt64.random(in: 0...UInt64.max)
        print("file seed \(seed)")
        var numbers = SeededNumbers(seed: seed)
        var found = 0
        for _ in 0..<400 {
            var bytes = original
            let offset = Int.random(in: 0..<bytes.count, using: &numbers)
            bytes[offset] ^= 1 << UInt8.random(in: 0..<8, using: &numbers)
            try bytes.write(to: URL(filePath: store.path))
            let isSound = (try? EventLog(path: store.path, access: .readOnly).verify().isSound) ?? false
            if isSound {
                #expect(try contents(of: store.path) == dump, "byte \(offset) changed what is stored, unseen")
            } else {
                found += 1
            }
        }
        #expect(found > 20)
    }

    private func contents(of path: String) throws -> [String] {
        var configuration = Configuration()
        configuration.readonly = true
        return try DatabaseQueue(path: path, configuration: configuration).read { db in
            try ["calendar_entries", "mail_entry", "dictionary", "stream", "source", "batch"].flatMap {
                try Row.fetchAll(db, sql: "SELECT * FROM \($0)").map(\.description)
            }
        }
    }

    @Test(arguments: [
        ("DELETE FROM calendar_entry WHERE position = 70", 3), ("DELETE FROM batch WHERE number = 4", 4),
        (
            "UPDATE batch SET number = -number WHERE number IN (2, 3); UPDATE batch SET number = 5 + number WHERE number < 0",
            2
        ),
        (
            "UPDATE dictionary SET value = 'another subject' WHERE id = (SELECT normalizedsubject FROM calendar_entry_group WHERE id = (SELECT entry_group FROM calendar_entry WHERE position = 1))",
            1
        ),
        ("UPDATE batch SET taken_in_at = taken_in_at + 1 WHERE number = 5", 5),
    ])
    func theFirstBatchThatDoesNotFitIsNamed(sql: String, batch: Int64) throws {
        let store = try filled().copy()
        try store.withoutTriggers(sql)
        let result = try store.open(.readOnly).verify()
        #expect(result.faults.first?.batch == batch, "\(result.faults)")
    }

    @Test func rowsThatNoBatchBroughtAreFound() throws {
        let store = try filled().copy()
        try store.withoutTriggers("INSERT INTO stream(id, hash, key) VALUES(1000, 1, 'X')")
        #expect(try store.open(.readOnly).verify().faults.contains { $0.what.contains("no batch brought") })
    }

    @Test func aDroppedTriggerIsFound() throws {
        let store = try filled().copy()
        _ = try store.sqlite3("DROP TRIGGER batch_is_not_updated")
        #expect(try store.open(.readOnly).verify().faults.map(\.what).joined().contains("batch_is_not_updated"))
    }

    @Test func batchesCutFromTheEndShowInTheHead() throws {
        let store = try filled()
        let head = try #require(try store.open(.readOnly).verify().head)
        let cut = try store.copy()
        try cut.withoutTriggers(
            """
            DELETE FROM mail_entry WHERE position > (SELECT last_position FROM batch WHERE number = 6);
            DELETE FROM dictionary WHERE id > (SELECT last_dictionary FROM batch WHERE number = 6);
            DELETE FROM stream WHERE id > (SELECT last_stream FROM batch WHERE number = 6);
            DELETE FROM source WHERE id > (SELECT last_source FROM batch WHERE number = 6); DELETE FROM batch WHERE number = 7
            """)
        let log = try cut.open(.readOnly)
        #expect(try !log.batches().contains { $0.hash == head })
    }
}
