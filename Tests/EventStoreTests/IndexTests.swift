import EventStore
import Foundation
import GRDB
import Testing

/// What finds rows: runs of identities, segments of streams, groups.
@Suite struct IndexTests {
    /// Batches of rows of which many came before, in transactions of many sizes and by appenders that come and go,
    /// against a set of identities.
    @Test func eachRowIsTakenOnceHoweverItComes() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("rows seed \(seed)")
        var numbers = SeededNumbers(seed: seed)
        let store = try StoreFixture(), log = try store.open()
        var appenders = [Appender(log), Appender(log)]
        var known: [TestRow] = [], identities: Set<[UInt64]> = [], next: UInt64 = 0
        for round in 0..<120 {
            if Int.random(in: 0..<10, using: &numbers) == 0 { appenders[0] = Appender(log) }
            var sources = [Appender.Source(name: "\(round).csv", kind: "test", context: "")]
            var portions: [Appender.Portion] = [], expected: [Int] = []
            for _ in 0...Int.random(in: 0..<4, using: &numbers) {
                let count = Int.random(in: 0..<90, using: &numbers)
                let begin = known.isEmpty ? 0 : Int.random(in: 0..<known.count, using: &numbers)
                var rows = TestRow.random(count: count, seed: seed &+ next, streams: 60)
                next += 1
                // Stretches that came before, in their order, and single ones.
                rows += known[begin..<min(known.count, begin + Int.random(in: 0..<40, using: &numbers))]
                for _ in 0..<5 { if let row = known.randomElement(using: &numbers) { rows.append(row) } }
                if let row = rows.first { rows.append(row) }
                if Bool.random(using: &numbers) { rows.shuffle(using: &numbers) }
                var taken = 0
                for row in rows {
                    let identity = [row.identity.0, row.identity.1, row.identity.2, row.identity.3]
                    if identities.insert(identity).inserted {
                        taken += 1
                        known.append(row)
                    }
                }
                expected.append(taken)
                portions.append(.init(TestRow.batch(rows), context: "", source: 0, endsSource: false))
            }
            let appender = appenders[Int.random(in: 0..<2, using: &numbers)]
            let outcomes = try appender.append(portions, from: &sources, now: 1)
            #expect(outcomes.map(\.taken) == expected, "round \(round)")
        }
        #expect(try log.counts().events == known.count)
        let result = log.verify()
        #expect(result.isSound, "\(result.faults)")
        // A dozen runs at most, of whatever many transactions.
        let runs = try store.sqlite3("SELECT count(*) FROM identity_run").output
        #expect((Int(runs.dropLast()) ?? .max) < 12)
        var streams: [String: [Int64]] = [:]
        try log.forEachEvent { streams[$0.key, default: []].append($1.position) }
        var inOrder: [String: [Int64]] = [:]
        try log.forEachEventInOrder { try inOrder[$0.streamKey(), default: []].append($0.position) }
        #expect(streams == inOrder)
    }

    /// Two rows whose identities begin alike are two rows.
    @Test func rowsThatBeginAlikeAreBothKept() throws {
        let store = try StoreFixture()
        var rows = TestRow.random(count: 3, seed: 5)
        for index in rows.indices { rows[index].identity.0 = 77 }
        rows[2].identity = (77, rows[0].identity.1, rows[0].identity.2, rows[0].identity.3)
        #expect(try store.append(rows).taken == 2)
        #expect(try store.append(rows.reversed()).taken == 0)
        #expect(try store.open(.readOnly).verify().isSound)
    }

    /// Each of them hides rows from a fold, tells them twice, or lets a row in again.
    @Test(arguments: [
        "DELETE FROM calendar_entry_segment WHERE (stream, first_position) = (SELECT stream, first_position FROM calendar_entry_segment LIMIT 1)",
        "UPDATE calendar_entry_segment SET rows = rows + 1 WHERE (stream, first_position) = (SELECT stream, first_position FROM calendar_entry_segment LIMIT 1)",
        "UPDATE calendar_entry_segment SET rows = 4611686018427387904",
        "UPDATE calendar_entry_segment SET stream = stream + 1 WHERE (stream, first_position) = (SELECT stream, first_position FROM calendar_entry_segment ORDER BY stream DESC LIMIT 1)",
        "INSERT INTO calendar_entry_segment SELECT stream + 100, first_position, rows FROM calendar_entry_segment LIMIT 1",
        "INSERT INTO mail_entry_segment VALUES(1, 1, 1)",
        "DELETE FROM identity_run", "UPDATE identity_run SET part_bits = part_bits + 1",
        "DELETE FROM identity_run_part WHERE id = (SELECT max(id) FROM identity_run_part)",
        "UPDATE identity_run_part SET entries = 'text'", "UPDATE identity_run_part SET entries = x''",
        "UPDATE identity_run_part SET entries = substr(entries, 9, 8) || substr(entries, 1, 8) || substr(entries, 17)",
        "INSERT INTO identity_run_part VALUES(1000000, x'')", "DROP TABLE identity_run",
        "INSERT INTO calendar_entry_group(id) VALUES(1000000)",
        "INSERT INTO calendar_entry_group SELECT * FROM (SELECT max(id) + 1 FROM calendar_entry_group), (SELECT 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13)",
        "UPDATE calendar_entry SET entry_group = 1000000",
        "UPDATE calendar_entry SET entry_group = 'x' WHERE position = 3",
        "UPDATE calendar_entry_group SET starttime = starttime + 1",
    ])
    func aChangeOfWhatFindsRowsIsFound(sql: String) throws {
        let store = try StoreFixture()
        try store.append(TestRow.random(count: 300, seed: 9), batchSize: 300)
        #expect(try store.open(.readOnly).verify().isSound)
        let copy = try store.copy()
        try copy.withoutTriggers(sql)
        let faults = try copy.open(.readOnly).verify().faults.filter { !$0.what.contains("_is_") }
        #expect(!faults.isEmpty)
    }

    /// A filter that is made of runs with a hole would let rows in again.
    @Test(arguments: [
        "UPDATE identity_run_part SET entries = x''", "DELETE FROM identity_run_part WHERE id = 1",
        "UPDATE identity_run_part SET entries = substr(entries, 9) WHERE length(entries) > 8",
        "UPDATE identity_run SET first_part = 1", "UPDATE identity_run SET part_bits = 24",
        "INSERT INTO calendar_entry_group(id) VALUES(9223372036854775807)",
        "INSERT INTO batch SELECT 9223372036854775807, source, taken_in_at, rows_read, taken, duplicate, quarantined, ends_source, last_position, last_dictionary, last_stream, last_source, last_quarantine, content, hash, schema, file_bytes, file_sha256 FROM batch WHERE number = 1",
    ])
    func nothingIsAppendedOverDamagedRuns(sql: String) throws {
        let store = try StoreFixture(), rows = TestRow.random(count: 700, seed: 9)
        try store.append(rows, batchSize: 350)
        let copy = try store.copy()
        try copy.withoutTriggers(sql)
        #expect(throws: StoreError.self) { try copy.append(rows) }
        #expect(try copy.open(.readOnly).counts().events == 700)
        #expect(try !copy.open(.readOnly).verify().isSound)
    }

    /// Whatever somebody puts into the tables, verify ends, and tells the rest as well.
    @Test func verifyTellsOfEverythingInAStoreFullOfFaults() throws {
        let store = try StoreFixture()
        try store.append(TestRow.random(count: 300, seed: 9), batchSize: 300)
        let copy = try store.copy()
        try copy.withoutTriggers(
            """
            UPDATE calendar_entry_day SET runs = x'';
            INSERT INTO calendar_entry SELECT 1000 + value, stream, identity_head, identity_rest, source, line, form, 4194305 << (2 * value),
              mailbox, logtime, calendarlogtriggeraction, originallastmodifiedtime, itemclass, senderemailaddress, itemversion,
              responsibleusername, appointmentstate, creationtime, lastmodifiedtime, more
            FROM calendar_entry, json_each('[0, 1, 2, 3, 4, 5, 6]') WHERE position = 1
            """)
        let faults = try copy.open(.readOnly).verify().faults.map(\.what).joined(separator: "\n")
        for word in ["calendar_entry_day", "no batch brought", "calendar_entry_is_not_updated"] {
            #expect(faults.contains(word), "\(faults)")
        }
    }

    /// Rows would come in a second time over runs that do not reach to the end of the log.
    @Test func nothingIsAppendedOverRunsThatEndBeforeTheLog() throws {
        let store = try StoreFixture()
        try store.append(TestRow.random(count: 30, seed: 9), batchSize: 10)
        let copy = try store.copy()
        try copy.withoutTriggers(
            "DELETE FROM identity_run WHERE first_position = (SELECT max(first_position) FROM identity_run)")
        #expect(throws: StoreError.self) { try copy.append(TestRow.random(count: 3, seed: 10)) }
    }

    /// The end of a source says what file it was.
    @Test func theFileThatASourceWasReadFromStandsInTheChain() throws {
        let store = try StoreFixture()
        var sources = [Appender.Source(name: "a.csv.gz", kind: "test", context: "")]
        let file = Appender.File(bytes: 1_234, sha256: String(repeating: "0f", count: 32))
        _ = try Appender(store.open()).append(
            [
                .init(TestRow.batch(TestRow.random(count: 5, seed: 1)), context: "", source: 0, endsSource: false),
                .init(TestRow.batch([TestRow]()), context: "", source: 0, endsSource: true, file: file),
            ], from: &sources, now: 1)
        #expect(
            try store.sqlite3("SELECT name, file_bytes, file_sha256 FROM sources").output
                == "a.csv.gz|1234|" + file.sha256 + "\n")
        #expect(try store.open(.readOnly).verify().isSound)
        for sql in [
            "UPDATE batch SET file_bytes = 1235 WHERE number = 2",
            "UPDATE batch SET file_sha256 = NULL WHERE number = 2",
            "UPDATE batch SET file_bytes = NULL, file_sha256 = NULL WHERE number = 2",
            "UPDATE batch SET schema = NULL WHERE number = 1", "UPDATE batch SET schema = 5 WHERE number = 1",
            "UPDATE batch SET file_bytes = 1, file_sha256 = '00' WHERE number = 1",
        ] {
            let copy = try store.copy()
            try copy.withoutTriggers(sql)
            #expect(try copy.open(.readOnly).verify().faults.contains { $0.batch != nil }, "\(sql)")
        }
    }
}
