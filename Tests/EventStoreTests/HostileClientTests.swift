import EventStore
import Foundation
import GRDB
import Testing

/// What another client of the file may try with SQL that the triggers of an ordinary table would miss.
@Suite struct HostileClientTests {
    private func filled() throws -> StoreFixture {
        let store = try StoreFixture()
        let appender = Appender(try store.open())
        var source = Appender.Source(name: "a.csv", kind: "test", context: "")
        let rejected = [
            RejectedRow(line: 3, code: "date", reason: "no date", raw: Array("x;y".utf8)),
            RejectedRow(line: 4, code: "id", reason: "no id", raw: []),
        ]
        _ = try appender.append(
            TestRow.batch(TestRow.random(count: 40, seed: 1)), rejected: rejected, from: &source, now: 1,
            endsSource: false)
        _ = try appender.append(
            TestRow.batch(TestRow.random(count: 40, seed: 2)), from: &source, now: 2, endsSource: true, solving: [1])
        try store.append(MailRow.random(count: 10, seed: 3), as: MailRow.batch)
        return store
    }

    /// Through GRDB, with raw SQL and each form of conflict handling.
    @Test(arguments: StoreFixture.triggers)
    func rawStatementsAreRefused(table: String) throws {
        let store = try filled()
        let queue = try DatabaseQueue(path: store.path)
        try queue.writeWithoutTransaction { db in
            let before = try Row.fetchAll(db, sql: "SELECT * FROM \(table)")
            #expect(!before.isEmpty)
            let columns = try db.columns(in: table).map(\.name)
            let first = "rowid = (SELECT min(rowid) FROM \(table))"
            var statements = columns.map { "UPDATE \(table) SET \($0) = \($0) WHERE \(first)" }
            for conflict in ["ROLLBACK", "ABORT", "FAIL", "IGNORE", "REPLACE"] {
                statements += [
                    "UPDATE OR \(conflict) \(table) SET \(columns[1]) = 0",
                    "INSERT OR \(conflict) INTO \(table) SELECT * FROM \(table) LIMIT 1",
                ]
            }
            let key = columns[0]
            statements += [
                "DELETE FROM \(table) WHERE \(first)", "REPLACE INTO \(table) SELECT * FROM \(table) LIMIT 1",
                "INSERT INTO \(table) SELECT * FROM \(table) WHERE 1 LIMIT 1 ON CONFLICT(\(key)) DO UPDATE SET \(columns[1]) = 0",
            ]
            for sql in statements {
                #expect(throws: DatabaseError.self, "\(sql)") { try db.execute(sql: sql) }
            }
            #expect(try Row.fetchAll(db, sql: "SELECT * FROM \(table)") == before)
        }
    }

    /// A replacing insert removes every row that it meets in a unique index, and fires no trigger of theirs.
    @Test func aQuarantinedRowIsNotReplacedThroughItsIdentity() throws {
        let store = try filled()
        let before = try store.sqlite3("SELECT * FROM quarantine").output
        _ = try store.sqlite3(
            "CREATE TEMP TABLE other AS SELECT * FROM quarantine; UPDATE other SET id = id + 100, raw = x'00'; INSERT OR REPLACE INTO quarantine SELECT * FROM other"
        )
        #expect(try store.sqlite3("SELECT * FROM quarantine").output == before)
    }

    /// Rows that another client put into the log's tables.
    private static let strangers = [
        "INSERT INTO calendar_entry SELECT -5, \(rest(of: .calendar)) FROM calendar_entry LIMIT 1",
        "INSERT INTO calendar_entry SELECT 1000, \(rest(of: .calendar)) FROM calendar_entry LIMIT 1",
        "INSERT INTO mail_entry SELECT 0, \(rest(of: .mail)) FROM mail_entry LIMIT 1",
        "INSERT INTO mail_entry SELECT 1000, \(rest(of: .mail)) FROM mail_entry LIMIT 1",
        "INSERT INTO dictionary VALUES(0, 1, 'x')", "INSERT INTO dictionary VALUES(100000, 1, 'x')",
        "INSERT INTO stream VALUES(-1, 1, 'X')",
        "INSERT INTO stream VALUES(100000, 1, 'X')", "INSERT INTO source VALUES(0, 'x', 'x', 'x')",
        "INSERT INTO source VALUES(99, 'x', 'x', 'x')",
        "INSERT INTO quarantine VALUES(-9, 1, 1, 'x', 'x', 'x', x'00', x'00')",
        "INSERT INTO quarantine VALUES(99, 1, 1, 'x', 'x', 'x', x'00', x'00')",
        // Hides a row of the quarantine from everybody; batch 4 is the next.
        "INSERT INTO quarantine_solved VALUES(2, 4)", "INSERT INTO quarantine_solved VALUES(2, 0)",
        "INSERT INTO quarantine_solved VALUES(2, 'x')",
    ]

    /// Strangers at places that a batch has already closed.
    private static let intruders = [
        // Positions of the other kind are free in a kind's own table.
        "INSERT INTO mail_entry SELECT 7, \(rest(of: .mail)) FROM mail_entry LIMIT 1",
        "INSERT INTO calendar_entry SELECT 85, \(rest(of: .calendar)) FROM calendar_entry LIMIT 1",
        "INSERT INTO quarantine_solved VALUES(2, 1)", "INSERT INTO quarantine_solved VALUES(2, 2.5)",
        "INSERT INTO batch SELECT 0, \(batchColumns) FROM batch WHERE number = 1",
        "INSERT INTO batch SELECT 4, \(batchColumns) FROM batch WHERE number = 3",
    ]

    private static func rest(of kind: EventKind) -> String {
        "stream, identity_head + 1, identity_rest, source, line, form, "
            + (kind == .calendar
                ? """
                entry_group, mailbox, logtime, calendarlogtriggeraction, originallastmodifiedtime, itemclass,
                senderemailaddress, itemversion, responsibleusername, appointmentstate, creationtime, lastmodifiedtime, more
                """ : kind.columns.map(\.name).joined(separator: ", "))
    }

    private static let batchColumns =
        "source, taken_in_at, rows_read, taken, duplicate, quarantined, ends_source, last_position, last_dictionary, last_stream, last_source, last_quarantine, content, hash, schema, file_bytes, file_sha256"

    /// Inserts are what the log is for, so triggers cannot refuse them: `verify` must find each row that no batch
    /// brought, wherever it is put.
    @Test(arguments: strangers + intruders)
    func aRowThatNoBatchBroughtIsFound(sql: String) throws {
        let store = try filled()
        #expect(try store.open(.readOnly).verify().isSound)
        let result = try store.sqlite3(sql)
        #expect(result.status == 0, "\(result.output)")
        #expect(try !store.open(.readOnly).verify().isSound)
    }

    /// The next batch would otherwise close over the row and make it look as if it had brought it.
    @Test(arguments: strangers)
    func nothingIsAppendedToALogThatHoldsAStrangersRow(sql: String) throws {
        let store = try filled()
        #expect(try store.sqlite3(sql).status == 0)
        do {
            try store.append(TestRow.random(count: 40, seed: 9))
            Issue.record("the batch was taken")
        } catch StoreError.damaged(_, let detail) {
            #expect(detail.contains("no batch brought"))
        }
        #expect(try !store.open(.readOnly).verify().isSound)
    }

    /// A trigger that lets rows vanish on their way in would take part in every later append.
    @Test(arguments: ["calendar_entry", "quarantine", "dictionary"])
    func aTriggerThatWasAddedIsFound(table: String) throws {
        let store = try filled()
        #expect(
            try store.sqlite3("CREATE TRIGGER extra BEFORE INSERT ON \(table) BEGIN SELECT raise(IGNORE); END").status
                == 0)
        #expect(try store.open(.readOnly).verify().faults.contains { $0.what.contains("extra") })
    }

    /// Other tools may keep tables and views of their own in the file.
    @Test func aTableOfAnotherToolIsNoFault() throws {
        let store = try filled()
        #expect(
            try store.sqlite3(
                "CREATE TABLE notes(a); CREATE VIEW all_notes AS SELECT * FROM notes; CREATE TRIGGER noted AFTER INSERT ON notes BEGIN SELECT 1; END"
            ).status == 0)
        #expect(try store.open(.readOnly).verify().isSound)
    }

    @Test(arguments: ["calendar_entry", "batch", "stream"])
    func aColumnThatWasDroppedOrAddedIsFound(table: String) throws {
        let store = try filled()
        #expect(try store.sqlite3("ALTER TABLE \(table) ADD COLUMN extra").status == 0)
        #expect(try !store.open(.readOnly).verify().isSound)
    }
}
