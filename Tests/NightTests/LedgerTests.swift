import EventStore
import Foundation
import TestSupport
import Testing

@testable import Night

/// What nights leave for one another: somebody else's change of it is found, and the next night makes up for it.
@Suite struct LedgerTests {
    private static func scratch() throws -> NightScratch {
        let scratch = try NightScratch("tables: [meetings, participants, calendar_log]\n")
        try scratch.takeAll()
        #expect(try scratch.night().status == 0)
        let verified = try scratch.calfold(["verify"])
        #expect(verified.status == 0, "\(verified.output)")
        return scratch
    }

    private static let changes = [
        "UPDATE night_file SET sha256 = 'x' || sha256", "DELETE FROM night_file",
        "DELETE FROM night_file WHERE rowid = 1",
        "INSERT INTO night_file SELECT 'a' || sha256, mailbox FROM night_file LIMIT 1",
        "INSERT INTO night_look VALUES('inbox/new.csv', '1 2 3', 'x')", "UPDATE night_month SET is_due = 0",
        "UPDATE night_month SET is_due = 1 WHERE month = 24291", "DELETE FROM night_month",
        "INSERT INTO night_month VALUES(1, 0)",
        "UPDATE night_reach SET last = first", "DELETE FROM night_reach WHERE stream = 3",
        "UPDATE night_table SET position = position + 1000", "UPDATE night_table SET sha256 = 'x'",
        "DELETE FROM night_table",
        "UPDATE night_table SET digest = x'00'",
        "INSERT INTO night_name VALUES('/o=org/cn=alice', 'alice@example.com')",
        "UPDATE night_run SET status = 0, report = '{}'", "DELETE FROM night_run",
        "UPDATE night_run SET ended = ended + 100000000", "INSERT INTO night_begun VALUES(5)",
        "CREATE TRIGGER extra BEFORE INSERT ON night_file BEGIN SELECT raise(IGNORE); END",
        "CREATE TRIGGER extra AFTER UPDATE ON night_month BEGIN UPDATE night_month SET is_due = 0; END",
        "DROP TABLE night_reach", "ALTER TABLE night_table ADD COLUMN extra",
        "DROP TABLE night_look; CREATE VIEW night_look AS SELECT 1 AS path",
        "UPDATE derived_sum SET rows = rows + 1 WHERE name = 'night_month'",
        "UPDATE derived_sum SET sum = 'x' WHERE name = 'night_reach'",
        "DELETE FROM derived_sum WHERE name = 'night_file'",
        "DELETE FROM derived_sum WHERE name = 'night_file'; DROP TABLE night_file",
        "DROP TABLE night_reach; CREATE TABLE night_reach(foo)",
        "UPDATE checkpoint SET version = 1 WHERE name = 'night'",
    ]

    @Test(arguments: changes)
    func aChangedLedgerIsFoundAndMended(sql: String) throws {
        let scratch = try Self.scratch()
        let tables = try NightScratch.files(in: scratch.tables, ending: ".csv")
        _ = try scratch.sqlite3(
            sql.replacing("WHERE rowid = 1", with: "WHERE sha256 = (SELECT min(sha256) FROM night_file)"))
        let found = try scratch.calfold(["verify"])
        #expect(found.status == 1 && found.output.contains("the next night"), "\(sql): \(found.output)")
        #expect(try scratch.calfold(["status", "--check", "--verify"]).status == 2)
        let night = try scratch.night()
        #expect(
            night.status == 1 && night.output.contains("Somebody else has changed what nights keep"),
            "\(sql): \(night.output)\(night.errors)")
        #expect(try NightScratch.files(in: scratch.tables, ending: ".csv") == tables)
        let mended = try scratch.calfold(["verify"])
        #expect(mended.status == 0, "\(sql): \(mended.output)")
        #expect(try scratch.night().status == 0)
    }

    /// Portions are as many as meetings and dates: a night looks at those that it uses.
    @Test func portionsThatWereChangedAreFoundAndNotUsed() throws {
        let scratch = try NightScratch("tables: [meetings, participants, calendar_log]\n")
        let name = "felix.berg6@example.com.csv"
        try scratch.takeAll()
        let text = try String(contentsOfFile: scratch.folder + "/inbox/" + name, encoding: .utf8)
        let lines = text.components(separatedBy: "\r\n")
        try scratch.scratch.write(lines.prefix(60).joined(separator: "\r\n") + "\r\n", to: "inbox/" + name)
        #expect(try scratch.night().status == 0)
        _ = try scratch.sqlite3("UPDATE night_table SET portions = x'00'")
        let found = try scratch.calfold(["verify"])
        #expect(found.status == 1 && found.output.contains("makes it anew"), "\(found.output)")
        try scratch.scratch.write(text, to: "inbox/" + name)
        let night = try scratch.night()
        #expect(night.status == 0 && !night.output.contains("the others copied"), "\(night.output)")
        let undisturbed = try Self.scratch()
        #expect(
            try NightScratch.files(in: scratch.tables, ending: ".csv")
                == NightScratch.files(in: undisturbed.tables, ending: ".csv"))
    }

    /// A value that is not of its type ends in a sentence wherever it is read, and never in a trap.
    @Test func aValueOfAnotherTypeIsNoTrap() throws {
        let scratch = try Self.scratch(), store = scratch.folder + "/calfold.db"
        _ = try scratch.sqlite3("PRAGMA wal_checkpoint(TRUNCATE)")
        let good = try Data(contentsOf: URL(filePath: store))
        for column in [
            "night_run SET began", "night_run SET ended", "night_run SET status", "night_run SET report",
            "night_setting SET value", "night_month SET is_due", "night_reach SET first", "night_table SET position",
            "night_table SET sha256", "night_table SET portions", "night_person SET mark", "night_look SET look",
            "meeting SET first_start", "meeting SET last_start",
        ] {
            for value in ["'x'", "x'ff'", "7"] {
                for ending in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: store + ending) }
                try good.write(to: URL(filePath: store))
                _ = try scratch.sqlite3("UPDATE \(column) = \(value)")
                for command in [["status", "--runs"], ["status", "--check"], ["status"], ["verify"]] {
                    let run = try scratch.calfold(command)
                    #expect(
                        (0...77).contains(run.status), "\(column) = \(value), \(command): \(run.output)\(run.errors)")
                }
                let night = try scratch.night()
                #expect((0...77).contains(night.status), "\(column) = \(value): \(night.output)\(night.errors)")
            }
        }
    }

    private static let ledgerTables = [
        "night_file", "night_look", "night_reach", "night_month", "night_table", "night_name", "night_person",
        "night_setting", "night_run", "night_begun",
    ]

    /// A night that had to make derived tables anew says so as it does of its ledger, and the next has nothing to say.
    @Test(arguments: [
        "DROP VIEW meetings; CREATE VIEW meetings AS SELECT 1 AS x", "DELETE FROM meeting",
        "DROP TABLE checkpoint_seal; CREATE TABLE checkpoint_seal(foo)",
        "DROP TABLE derived_count; CREATE VIEW derived_count AS SELECT 1 AS x",
        "CREATE TRIGGER extra AFTER INSERT ON derived_count BEGIN UPDATE meeting SET first_start = 0, last_start = 0; END",
        "UPDATE checkpoint SET version = 1 WHERE name = 'meetings'",
    ])
    func aNightThatMendsSaysSo(sql: String) throws {
        let scratch = try Self.scratch()
        let tables = try NightScratch.files(in: scratch.tables, ending: ".csv")
        _ = try scratch.sqlite3(sql)
        #expect(try scratch.calfold(["verify"]).status == 1)
        let night = try scratch.night("--quiet")
        #expect(
            night.status == 1 && (night.output + night.errors).contains("Somebody else had changed what is stored"),
            "\(sql): \(night.output)\(night.errors)")
        #expect(try NightScratch.files(in: scratch.tables, ending: ".csv") == tables)
        #expect(try scratch.calfold(["verify"]).status == 0)
        #expect(try scratch.night().status == 0)
    }

    /// What a changed key is known by is not made anew without a word.
    @Test(arguments: [
        "DELETE FROM night_setting WHERE name = 'key'", "UPDATE night_setting SET value = 'x' WHERE name = 'key'",
        "DELETE FROM night_person", "UPDATE night_person SET mark = 'x'",
        "INSERT INTO night_person VALUES('mallory@example.com', 'x')", "DROP TABLE night_person",
        "DROP TABLE derived_sum", "DROP TABLE derived_sum; CREATE TABLE derived_sum(a)", "DELETE FROM derived_sum",
        "CREATE TRIGGER extra AFTER INSERT ON derived_sum BEGIN UPDATE night_person SET mark = 'x'; END",
        "DROP TABLE derived_sum; DELETE FROM checkpoint WHERE name = 'night'; DELETE FROM night_person; DELETE FROM night_setting WHERE name = 'key'",
        "DROP TABLE derived_sum; UPDATE checkpoint SET version = 1",
        "DELETE FROM derived_sum WHERE name IN ('night_person', 'night_setting'); DROP TABLE night_person; DROP TABLE night_setting",
        "DELETE FROM derived_sum; \(ledgerTables.map { "DROP TABLE \($0);" }.joined())",
        "DROP TABLE derived_sum; \(ledgerTables.map { "DROP TABLE \($0);" }.joined())",
    ])
    func aForgedMarkOfThePeopleStopsTheNight(sql: String) throws {
        let scratch = try Self.scratch()
        let tables = try NightScratch.files(in: scratch.tables, ending: ".csv")
        _ = try scratch.sqlite3(sql)
        #expect(try scratch.calfold(["verify"]).status == 1)
        for arguments in [[], ["--dry-run"], []] {
            let run = try scratch.calfold(["nightly", "--config", "calfold.yaml", "--today", "2024-04-15"] + arguments)
            #expect(
                run.status == 77 && (run.output + run.errors).contains("--accept-new-key"),
                "\(sql): \(run.output)\(run.errors)")
        }
        let accepted = try scratch.night("--accept-new-key")
        #expect(accepted.status == 1, "\(accepted.output)\(accepted.errors)")
        #expect(try NightScratch.files(in: scratch.tables, ending: ".csv") == tables)
        #expect(try scratch.calfold(["verify"]).status == 0)
        #expect(try scratch.night().status == 0)
    }

    /// Nights, folds and retries change nothing behind the sums.
    @Test func whatNightsWriteFitsTheSums() throws {
        let scratch = try NightScratch("tables: [meetings, calendar_log]\n")
        for name in try NightScratch.samples() {
            try FileManager.default.copyItem(
                atPath: NightScratch.logs + "/" + name, toPath: scratch.folder + "/inbox/" + name)
            guard name < "c" || name > "f" else { continue }
            #expect(try scratch.night().status == 0)
            let verified = try scratch.calfold(["verify"])
            #expect(verified.status == 0, "\(name): \(verified.output)")
        }
        try scratch.configure("tables: [meetings]\n")
        #expect(try scratch.night().status == 0)
        #expect(try scratch.calfold(["fold", "--anew"]).status == 0)
        #expect(try scratch.calfold(["verify"]).status == 0)
    }

    /// A store of an older version has no sums, and is none the worse for it.
    @Test func aLedgerWithoutSumsIsTakenAsItStands() throws {
        let scratch = try Self.scratch()
        _ = try scratch.sqlite3(
            """
            DROP TABLE derived_sum; DROP TABLE derived_count; DROP TABLE checkpoint_seal; DROP TABLE night_begun;
            UPDATE checkpoint SET version = 1 WHERE name = 'night'
            """)
        #expect(try scratch.calfold(["verify"]).status == 0)
        #expect(try scratch.night().status == 0)
        #expect(try scratch.calfold(["verify"]).status == 0)
    }
}
