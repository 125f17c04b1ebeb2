import EventStore
import Foundation
import Testing

/// The promises of the log, each attacked.
@Suite struct GuaranteeTests {
    // MARK: Append-only

    @Test(arguments: StoreFixture.triggers)
    func anotherClientCannotChangeAnything(table: String) throws {
        let store = try StoreFixture()
        let log = try store.open()
        let appender = Appender(log)
        var source = Appender.Source(name: "a.csv", kind: "test", context: "")
        _ = try appender.append(
            TestRow.batch(TestRow.random(count: 10, seed: 1)),
            rejected: [RejectedRow(line: 3, code: "date", reason: "no date", raw: Array("x;y".utf8))],
            from: &source, now: 1, endsSource: true)
        _ = try appender.append(
            TestRow.batch(TestRow.random(count: 1, seed: 2)), from: &source, now: 2, endsSource: true, solving: [1])
        try store.append(MailRow.random(count: 10, seed: 3), as: MailRow.batch, to: log)
        let before = try store.sqlite3("SELECT * FROM \(table)")
        #expect(!before.output.isEmpty)
        let column = try store.sqlite3("SELECT name FROM pragma_table_info('\(table)') LIMIT 1").output
            .trimmingCharacters(in: .whitespacesAndNewlines)
        for sql in [
            "UPDATE \(table) SET \(column) = \(column)", "DELETE FROM \(table)",
            "INSERT OR REPLACE INTO \(table) SELECT * FROM \(table)",
            "REPLACE INTO \(table) SELECT * FROM \(table) LIMIT 1",
        ] {
            let result = try store.sqlite3(sql)
            #expect(result.status != 0 && result.output.contains("append-only"), "\(sql): \(result.output)")
        }
        #expect(try store.sqlite3("SELECT * FROM \(table)").output == before.output)
    }

    /// A row that another client writes under a known identity stands beside the old one, and is found.
    @Test func aReplacedIdentityLeavesTheOldRow() throws {
        let store = try StoreFixture()
        try store.append(TestRow.random(count: 10, seed: 1))
        let old = "SELECT * FROM calendar_entry WHERE position <= 10"
        let before = try store.sqlite3(old).output
        _ = try store.sqlite3(
            "CREATE TEMP TABLE other AS SELECT * FROM calendar_entry; UPDATE other SET position = position + 100, line = 999; INSERT OR REPLACE INTO calendar_entry SELECT * FROM other"
        )
        #expect(try store.sqlite3(old).output == before)
        #expect(try !store.open(.readOnly).verify().isSound)
    }

    // MARK: Idempotent

    @Test func aRowIsOneEventHoweverOftenItComes() throws {
        let store = try StoreFixture()
        let rows = TestRow.random(count: 300, seed: 5)
        #expect(try store.append(rows).taken == 300)
        let again = try store.append(rows.reversed(), batchSize: 7, name: "renamed.csv")
        #expect(again.taken == 0 && again.duplicate == 300)
        let overlapping = try store.append(Array(rows[200...]) + TestRow.random(count: 50, seed: 6) + rows[..<10])
        #expect(overlapping.taken == 50 && overlapping.duplicate == 110 && overlapping.rowsRead == 160)
        #expect(try store.open(.readOnly).counts().events == 350)
        // Twice within one batch.
        #expect(try store.append(TestRow.random(count: 20, seed: 9) + TestRow.random(count: 20, seed: 9)).taken == 20)
    }

    @Test func rowsWhoseIdentitiesBeginAlikeAreBothKept() throws {
        let store = try StoreFixture()
        var rows = TestRow.random(count: 40, seed: 11, streams: 1)
        for index in rows.indices { rows[index].identity.0 = 42 }
        #expect(try store.append(rows, batchSize: 9).taken == 40)
        #expect(try store.append(rows.reversed(), batchSize: 13).duplicate == 40)
        #expect(try store.open(.readOnly).verify().isSound)
    }

    @Test func quarantinedRowsAreKeptOnceAndCanBeSolved() throws {
        let store = try StoreFixture()
        let log = try store.open()
        let rejected = [
            RejectedRow(line: 2, code: "date", reason: "the date is none", raw: Array("bad;row".utf8)),
            RejectedRow(line: 9, code: "id", reason: "no id", raw: [0xFF, 0x00]),
        ]
        for _ in 0..<2 {
            var source = Appender.Source(name: "a.csv", kind: "test", context: "header a;b")
            let outcome = try Appender(log).append(
                TestRow.batch([]), rejected: rejected, from: &source, now: 1, endsSource: true)
            #expect(outcome.quarantined == 2 && outcome.rowsRead == 2)
        }
        let kept = try log.quarantined()
        #expect(
            kept.map(\.raw) == rejected.map(\.raw) && kept.map(\.line) == [2, 9] && kept[0].context == "header a;b")
        var source = Appender.Source(name: "(again)", kind: "retry", context: "")
        _ = try Appender(log).append(
            TestRow.batch(TestRow.random(count: 1, seed: 1)), from: &source, now: 2, endsSource: true,
            solving: [kept[0].id])
        #expect(try log.quarantined().map(\.line) == [9])
        #expect(log.verify().isSound)
    }

    // MARK: One writer, many readers

    @Test func aSecondWriterIsToldThatTheStoreIsBusy() throws {
        let store = try StoreFixture()
        try store.append(TestRow.random(count: 5, seed: 1))
        let first = try store.open(), second = try store.open()
        try first.derive { _ in
            #expect(throws: StoreError.busy(path: store.path)) { try second.derive { _ in } }
            // Readers are not held up.
            let events = try store.open(.readOnly).counts().events
            #expect(events == 5)
        }
    }

    // MARK: Versions and other files

    @Test func aNewerStoreIsRefused() throws {
        let store = try StoreFixture()
        try store.append(TestRow.random(count: 5, seed: 1))
        _ = try store.sqlite3("PRAGMA user_version = 99")
        for access in [EventLog.Access.readOnly, .readWrite] {
            #expect(throws: StoreError.newerSchema(path: store.path, found: 99, known: 4)) { try store.open(access) }
        }
    }

    /// What is read and written goes by the number of the schema, and migrations by their own list: a store in which
    /// the two differ, or differ from its tables, is neither read nor brought forward.
    @Test(arguments: [
        "PRAGMA user_version = 2", "PRAGMA user_version = 1", "PRAGMA user_version = 0", "PRAGMA user_version = -1",
        "DELETE FROM grdb_migrations", "DROP TABLE grdb_migrations",
        "DELETE FROM grdb_migrations WHERE identifier > '4'",
        "INSERT INTO grdb_migrations VALUES('5 more')",
        "UPDATE grdb_migrations SET identifier = CAST(x'ff' AS TEXT) WHERE identifier > '4'",
        "DROP TABLE grdb_migrations; CREATE TABLE grdb_migrations(foo)",
        "ALTER TABLE grdb_migrations RENAME TO other; CREATE VIEW grdb_migrations AS SELECT * FROM other",
        "PRAGMA user_version = 1; DELETE FROM grdb_migrations WHERE identifier > '2'",
        "PRAGMA user_version = 2; DELETE FROM grdb_migrations WHERE identifier > '3'",
        "PRAGMA user_version = 3; DELETE FROM grdb_migrations WHERE identifier > '4'",
    ])
    func aStoreThatContradictsItselfIsRefusedAndLeftAlone(sql: String) throws {
        let store = try StoreFixture()
        try store.append(TestRow.random(count: 5, seed: 1))
        #expect(try store.sqlite3(sql).status == 0)
        let before = try store.sqlite3(".dump").output
        for access in [EventLog.Access.readOnly, .readWrite, .update] {
            do {
                _ = try store.open(access)
                Issue.record("it was opened: \(sql)")
            } catch {
                guard case StoreError.contradictorySchema(store.path, _) = error else {
                    Issue.record("\(sql): \(error)")
                    continue
                }
                #expect("\(error)".contains("Restore it from a copy"))
            }
        }
        #expect(try store.sqlite3(".dump").output == before)
    }

    @Test func aForeignFileIsRefusedAndLeftAlone() throws {
        let store = try StoreFixture()
        _ = try store.sqlite3("CREATE TABLE other(a); INSERT INTO other VALUES(1)")
        let before = try Data(contentsOf: URL(filePath: store.path))
        #expect(throws: StoreError.notAStore(path: store.path)) { try store.open() }
        #expect(try Data(contentsOf: URL(filePath: store.path)) == before)
        try Data("just text, longer than a header of SQLite would be ................................".utf8).write(
            to: URL(filePath: store.path))
        #expect(throws: StoreError.notAStore(path: store.path)) { try store.open() }
        #expect(throws: StoreError.missing(path: store.path + "x")) {
            try EventLog(path: store.path + "x", access: .readOnly)
        }
    }

    // MARK: What a reader gets

    @Test func eventsReadBackAsTheyWere() throws {
        let store = try StoreFixture()
        let rows = TestRow.random(count: 200, seed: 21)
        try store.append(rows)
        var found: [UInt64: TestRow] = [:]
        for row in rows { found[row.identity.0] = row }
        var seen = 0, keys: [String] = []
        try store.open(.readOnly).forEachEvent { stream, event in
            let row = try #require(found[event.identity.high])
            seen += 1
            if keys.last != stream.key { keys.append(stream.key) }
            #expect(stream.key == row.stream && event.identity.low == row.identity.1)
            #expect(
                event.text(CalendarColumn.mailbox.rawValue) == row.mailbox
                    && event.text(CalendarColumn.more.rawValue) == row.more)
            #expect(
                event.ticks(CalendarColumn.startTime.rawValue) == row.startTime
                    && event.ticks(CalendarColumn.endTime.rawValue) == row.endTime)
            #expect(
                event.bytes(CalendarColumn.appointmentRecurrenceBlob.rawValue) == row.blob
                    && event.digits(CalendarColumn.logTime.rawValue) == 3)
            #expect(
                event.text(CalendarColumn.itemClass.rawValue) == nil
                    && event.integer(CalendarColumn.appointmentSequenceNumber.rawValue) == row.sequence)
        }
        #expect(seen == 200)
        #expect(Set(keys).count == keys.count, "each stream is visited once")
    }

    @Test(arguments: [
        (Cell.Kind.instantSeconds, Int64(17_000_000_000_000_000), "2023-11-14 22:13:20"),
        (.instantMilliseconds, 17_000_000_000_120_000, "2023-11-14 22:13:20.012"),
        (.instantTicks, 17_000_000_000_123_456, "2023-11-14 22:13:20.012"),
        (.instantMilliseconds, -15_000_000, "1969-12-31 23:59:58.500"),
    ])
    func theViewShowsTimesAsExportsDo(kind: Cell.Kind, ticks: Int64, text: String) throws {
        let store = try StoreFixture()
        var row = TestRow(
            identity: (1, 2, 3, 4), stream: "KEY", mailbox: nil, logTime: ticks, digits: kind, startTime: ticks,
            endTime: ticks, subject: "a;b", blob: [0xAB, 0x01])
        row.sequence = 7
        try store.append([row])
        let shown = try store.sqlite3(
            "SELECT logtime, starttime, endtime, normalizedsubject, globalobjectid, appointmentrecurrenceblob, mapiisalldayevent, appointmentsequencenumber, line FROM calendar_entries"
        )
        #expect(shown.output == "\(text)|\(text)|\(text)|a;b|KEY|AB01|True|7|2\n")
    }

    @Test func theViewBeginsWithTheExportsColumns() throws {
        let store = try StoreFixture()
        try store.append(TestRow.random(count: 1, seed: 1))
        let names = try store.sqlite3("SELECT name FROM pragma_table_info('calendar_entries')").output.split(
            separator: "\n"
        ).prefix(23)
        let expected =
            "logtime;starttime;endtime;normalizedsubject;calendarlogtriggeraction;originallastmodifiedtime;itemclass;duration;appointmentrecurring;sentrepresentingemailaddress;senderemailaddress;itemversion;appointmentsequencenumber;isexception;responsibleusername;appointmentstate;globalobjectid;creationtime;lastmodifiedtime;timezone;recurrencetype;appointmentrecurrenceblob;mapiisalldayevent"
        #expect(names.joined(separator: ";") == expected)
    }
}
