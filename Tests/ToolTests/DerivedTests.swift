import Foundation
import Testing

/// What another SQLite client changes of derived data is found by `verify`, and mended by a fold.
@Suite struct DerivedTests {
    private typealias Scratch = CommandLineTests.Scratch
    private static let cases = CommandLineTests.root.appending(path: "Fixtures/cases")
    private static let mail = CommandLineTests.root.appending(path: "Fixtures/mail/tracking-logs/mbx1").path

    private func filled() throws -> Scratch {
        let scratch = try Scratch()
        #expect(
            try scratch.calfold("ingest", Self.cases.appending(path: "forged-columns-of-a-meeting/in").path, Self.mail)
                .status == 0)
        #expect(try scratch.calfold("fold").status == 0)
        #expect(try scratch.calfold("verify").status == 0)
        return scratch
    }

    @discardableResult
    private func sqlite3(_ scratch: Scratch, _ sql: String) throws -> String {
        let process = Process(), pipe = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["sqlite3", "-batch", scratch.path("calfold.db"), sql]
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(sql): \(output)")
        return output
    }

    private static let values = [
        "UPDATE meeting SET first_start = 9000000000000, last_start = 9000000000001",
        "UPDATE meeting SET first_start = first_start - 1",
        "UPDATE meeting SET last_start = last_start + 1", "UPDATE meeting SET status = 'cancelled'",
        "UPDATE meeting SET organizer = 'mallory@example.com'",
        "UPDATE meeting SET organizer = NULL", "UPDATE meeting SET subject = 'forged'",
        "UPDATE meeting SET participants = participants + 1",
        "UPDATE meeting SET state = x'00'", "UPDATE meeting SET state = 'text'",
        "UPDATE meeting SET first_occurrence = first_occurrence + 1",
        "UPDATE meeting SET last_occurrence = NULL",
        "DELETE FROM meeting WHERE stream = (SELECT max(stream) FROM meeting)", "DELETE FROM meeting",
        "INSERT INTO meeting SELECT 1000000, first_start, last_start, status, organizer, subject, participants, state, first_occurrence, last_occurrence FROM meeting LIMIT 1",
        "INSERT INTO meeting SELECT -1, first_start, last_start, status, organizer, subject, participants, state, first_occurrence, last_occurrence FROM meeting LIMIT 1",
        "UPDATE email SET sent = sent + 1", "UPDATE email SET sender = 'mallory@example.com'",
        "UPDATE email SET recipient = 'x' || recipient",
        "UPDATE email SET evidence = 1 - evidence", "UPDATE email SET from_outside = 1 - from_outside",
        "UPDATE email SET origin = origin + 1", "UPDATE email SET added = 1 - added",
        "UPDATE email SET message = message + 1000", "DELETE FROM email",
        "DELETE FROM email WHERE stream = (SELECT min(stream) FROM email)",
        "INSERT INTO email SELECT stream, message, 'mallory@example.com', sent, sender, evidence, from_outside, origin, added FROM email LIMIT 1",
        "INSERT INTO email SELECT 1000000, message, recipient, sent, sender, evidence, from_outside, origin, added FROM email LIMIT 1",
        "INSERT INTO email SELECT 'x', message, recipient, sent, sender, evidence, from_outside, origin, added FROM email LIMIT 1",
        "INSERT INTO learned_name VALUES('/o=org/cn=alice', 'mallory@example.com', 9000000000000)",
        "INSERT INTO learned_name VALUES(x'00', 1, 'x')",
        "INSERT INTO email_server VALUES('mallory.example.com', 1)", "DELETE FROM email_server",
        "DELETE FROM meeting_term", "DELETE FROM meeting_term WHERE kind = 0",
        "DELETE FROM meeting_term WHERE term = (SELECT max(term) FROM meeting_term WHERE kind = 1)",
        "INSERT INTO meeting_term VALUES(0, 0, 'mallory@example.com', x'01')",
        "INSERT INTO meeting_term VALUES(0, 1, 'forged', x'01')",
        "INSERT INTO meeting_term VALUES(70, 1, 'forged', x'01')",
        "INSERT INTO meeting_term VALUES(-1, 1, 'forged', x'01')",
        "INSERT INTO meeting_term VALUES('x', 1, 'forged', x'01')",
        "UPDATE meeting_term SET streams = x'07'", "UPDATE meeting_term SET streams = x'80'",
        "UPDATE meeting_term SET streams = 'text'", "UPDATE meeting_term SET kind = kind + 2",
        "UPDATE meeting_term SET term = term || 'x'", "UPDATE meeting_term SET block = block + 1",
        "UPDATE meeting_start SET start = start + 1", "UPDATE meeting_start SET stream = stream + 1000",
        "UPDATE meeting_start SET first_start = first_start + 1",
        "UPDATE meeting_start SET last_start = 'x'", "UPDATE meeting_start SET status = 1 - status",
        "DELETE FROM meeting_start", "INSERT INTO meeting_start VALUES(1, 1, 1, 1, 0)",
    ]

    @Test(arguments: values)
    func aForgedValueIsFoundAndMended(sql: String) throws {
        let scratch = try filled()
        try sqlite3(scratch, sql)
        let found = try scratch.calfold("verify")
        #expect(found.status == 1 && found.output.contains("differ"), "\(sql): \(found.output)\(found.errors)")
        #expect(try scratch.calfold("verify", "--format", "json").status == 1)
        #expect(try scratch.calfold("fold", "--anew").status == 0)
        let mended = try scratch.calfold("verify")
        #expect(mended.status == 0, "\(sql): \(mended.output)")
    }

    private static let forms =
        [
            "UPDATE checkpoint SET position = position + 1000",
            "UPDATE checkpoint SET position = 1 WHERE name = 'meetings'", "UPDATE checkpoint SET position = -1",
            "UPDATE checkpoint SET position = 'x'", "INSERT INTO checkpoint VALUES(x'00', 1, 1)",
            "UPDATE checkpoint SET position = 9223372036854775807 WHERE name = 'emails'",
            "CREATE TRIGGER extra BEFORE INSERT ON meeting BEGIN SELECT raise(IGNORE); END",
            "CREATE TRIGGER extra AFTER INSERT ON email BEGIN UPDATE email SET sent = 0; END",
            "CREATE TRIGGER extra INSTEAD OF INSERT ON meetings BEGIN SELECT 1; END",
            "CREATE UNIQUE INDEX extra ON meeting(status, first_start)",
            "DROP VIEW meetings", "DROP VIEW emails; CREATE VIEW emails AS SELECT 1 AS message_id",
            "DROP VIEW meetings; CREATE VIEW meetings AS SELECT * FROM meeting",
            "DROP TABLE meeting", "DROP TABLE email", "ALTER TABLE meeting ADD COLUMN extra",
            "ALTER TABLE email RENAME TO email2",
            "DROP TABLE meeting; CREATE VIEW meeting AS SELECT 1 AS stream",
            "DROP TABLE meeting_term", "DROP TABLE meeting_start", "ALTER TABLE meeting_term ADD COLUMN extra",
            "ALTER TABLE meeting_start RENAME TO other; CREATE VIEW meeting_start AS SELECT 1 AS start, 1 AS stream",
            "CREATE TRIGGER extra BEFORE INSERT ON meeting_term BEGIN SELECT raise(IGNORE); END",
            "UPDATE checkpoint SET position = 1 WHERE name = 'meeting index'",
            "DROP TABLE derived_sum",
            "DROP INDEX IF EXISTS derived_sum; DROP TABLE derived_sum; CREATE INDEX derived_sum ON meeting(status)",
            "DROP TABLE checkpoint",
            "ALTER TABLE derived_count RENAME TO DERIVED_COUNT2; CREATE TABLE Derived_Count(a)",
        ]
        + bookkeeping.flatMap { table in
            [
                "DROP TABLE \(table); CREATE TABLE \(table)(foo)",
                "DROP TABLE \(table); CREATE VIEW \(table) AS SELECT 1 AS name",
                "ALTER TABLE \(table) ADD COLUMN extra",
                "CREATE TRIGGER extra AFTER INSERT ON \(table) BEGIN UPDATE meeting SET first_start = 0, last_start = 0; END",
            ]
        }

    /// By which a store tells whether derived data is as it was left, and the names that both folds keep.
    private static let bookkeeping = [
        "derived_sum", "derived_count", "checkpoint_seal", "checkpoint", "legacy_name", "learned_name", "email_server",
    ]

    /// These a fold sees at once, and says so.
    @Test(arguments: forms)
    func aForgedFormIsFoundAndMended(sql: String) throws {
        let scratch = try filled()
        try sqlite3(scratch, sql)
        let found = try scratch.calfold("verify")
        #expect(found.status == 1, "\(sql): \(found.output)\(found.errors)")
        let fold = try scratch.calfold("fold")
        #expect(fold.status == 0, "\(sql): \(fold.output)\(fold.errors)")
        let mended = try scratch.calfold("verify")
        #expect(mended.status == 0 && mended.output.contains("equal a fold"), "\(sql): \(mended.output)")
    }

    /// Rows that are gone or were added are missed by a plain fold and by an export, which make everything anew.
    @Test(arguments: [
        "DELETE FROM meeting", "DELETE FROM email",
        "DELETE FROM meeting WHERE stream = (SELECT max(stream) FROM meeting)",
        "DELETE FROM email WHERE recipient = (SELECT max(recipient) FROM email)",
        "INSERT INTO meeting SELECT 1000000, first_start, last_start, status, organizer, subject, participants, state, first_occurrence, last_occurrence FROM meeting LIMIT 1",
        "INSERT INTO learned_name VALUES('/o=org/cn=alice', 'mallory@example.com', 9000000000000)",
        "INSERT INTO email_server VALUES('mallory.example.com', 1)",
        "INSERT INTO legacy_name VALUES('/o=org/cn=alice', 9000000)",
        "DELETE FROM meeting_term", "INSERT INTO meeting_start VALUES(1, 1, 1, 1, 0)",
        "UPDATE derived_count SET rows = rows + 1", "UPDATE derived_count SET rows = 'x'",
        "UPDATE derived_sum SET sum = x'00'",
        "CREATE TRIGGER extra AFTER INSERT ON meeting BEGIN UPDATE meeting SET status = 'cancelled'; END",
        "ALTER TABLE meeting RENAME TO other; CREATE VIEW meeting AS SELECT * FROM other LIMIT 0",
        "CREATE TRIGGER extra AFTER INSERT ON derived_count BEGIN UPDATE meeting SET first_start = 0, last_start = 0; END",
        "CREATE TRIGGER extra AFTER INSERT ON checkpoint_seal BEGIN DELETE FROM email; END", "DROP TABLE derived_sum",
    ])
    func aFoldMissesRowsAndMakesThemAnew(sql: String) throws {
        for command in ["fold", "export"] {
            let scratch = try filled()
            #expect(try scratch.calfold("export", "meetings", "emails", "--plain", "--out", "before").status == 0)
            try sqlite3(scratch, sql)
            #expect(try scratch.calfold("verify").status == 1, "\(sql)")
            let run =
                try command == "fold"
                ? scratch.calfold("fold") : scratch.calfold("export", "meetings", "emails", "--plain", "--out", "after")
            #expect(run.status == 0 && run.errors.contains("Somebody else had changed"), "\(sql): \(run.errors)")
            let verified = try scratch.calfold("verify")
            #expect(verified.status == 0 && verified.output.contains("equal a fold"), "\(sql): \(verified.output)")
            guard command == "export" else { continue }
            for name in ["meetings.csv", "emails.csv"] {
                #expect(
                    FileManager.default.contentsEqual(
                        atPath: scratch.path("before/" + name), andPath: scratch.path("after/" + name)), "\(sql)")
            }
        }
    }

    /// What a first fold leaves when it is cut off before its end is ours: the next one blames nobody.
    @Test func aFirstFoldThatIsCutOffBlamesNobody() throws {
        let scratch = try Scratch()
        #expect(
            try scratch.calfold("ingest", Self.cases.appending(path: "forged-columns-of-a-meeting/in").path, Self.mail)
                .status == 0)
        // The fold has made its tables when it comes to the first text of a row.
        try sqlite3(scratch, "ALTER TABLE dictionary RENAME TO gone")
        #expect(try scratch.calfold("fold").status != 0)
        try sqlite3(scratch, "ALTER TABLE gone RENAME TO dictionary")
        let next = try scratch.calfold("fold")
        #expect(next.status == 0 && !next.errors.contains("Somebody else"), "\(next.errors)")
    }

    /// Wherever a checkpoint is moved, no row is skipped by the folds that follow.
    @Test(arguments: ["position + 1000", "position + 1", "1000000", "3", "2", "0", "-5"])
    func noFoldSkipsRowsBecauseOfACheckpoint(position: String) throws {
        let scratch = try Scratch(), folder = Self.cases.appending(path: "checkpoint-beyond-the-log")
        #expect(try scratch.calfold("ingest", folder.appending(path: "in").path).status == 0)
        #expect(try scratch.calfold("fold").status == 0)
        try sqlite3(scratch, "UPDATE checkpoint SET position = \(position)")
        #expect(try scratch.calfold("ingest", folder.appending(path: "more").path).status == 0)
        // Also one that is moved now, to where the log ends.
        if position == "3" { try sqlite3(scratch, "UPDATE checkpoint SET position = 3") }
        #expect(try scratch.calfold("fold").status == 0)
        #expect(try scratch.calfold("export", "meetings", "--plain", "--out", "out").status == 0)
        let table = try String(contentsOfFile: scratch.path("out/meetings.csv"), encoding: .utf8)
        for day in ["2024-01-15", "2024-01-16", "2024-01-17"] {
            #expect(table.contains("\(day) 09:00:00"), "\(position): \(table)")
        }
        #expect(try scratch.calfold("verify").status == 0)
    }

    /// A store of an older program has no seals: it verifies, and its next fold begins anew.
    @Test func aStoreWithoutSealsIsNoFault() throws {
        let scratch = try filled()
        try sqlite3(scratch, "DROP TABLE checkpoint_seal; DROP TABLE derived_count; DROP TABLE derived_sum")
        #expect(try scratch.calfold("verify").status == 0)
        #expect(try scratch.calfold("fold").output.contains("2 streams with 2 entries"))
        #expect(try scratch.calfold("verify").output.contains("equal a fold"))
    }

    /// Where nothing tells how far meetings and e-mails follow the log, nobody vouches for them.
    @Test(arguments: [
        "DELETE FROM checkpoint; DELETE FROM checkpoint_seal",
        "UPDATE checkpoint SET version = 1; DELETE FROM checkpoint_seal",
        "UPDATE checkpoint SET position = 0; DELETE FROM checkpoint_seal",
        "DELETE FROM checkpoint; DELETE FROM checkpoint_seal; DELETE FROM derived_count; DELETE FROM derived_sum",
    ])
    func forgedRowsWithoutACheckpointAreTold(sql: String) throws {
        let scratch = try filled()
        try sqlite3(scratch, "UPDATE meeting SET subject = 'forged'; UPDATE email SET sender = 'x@y.example'; \(sql)")
        let found = try scratch.calfold("verify")
        #expect(found.status == 1, "\(sql): \(found.output)")
        for table in ["meeting", "meeting_term", "meeting_start", "email"] {
            #expect(found.output.contains("the rows of \(table) were not compared with the log"), "\(found.output)")
        }
        #expect(try scratch.calfold("fold").status == 0)
        #expect(try scratch.calfold("verify").output.contains("equal a fold"))
    }

    /// A store of an older program has no index: it verifies, and its next fold makes one.
    @Test func aStoreWithoutAnIndexIsNoFault() throws {
        let scratch = try filled()
        func rows() throws -> String {
            try sqlite3(
                scratch,
                "SELECT block, kind, term, hex(streams) FROM meeting_term; SELECT * FROM meeting_start; SELECT stream, hex(state) FROM meeting"
            )
        }
        let before = try rows()
        try sqlite3(
            scratch,
            "DROP TABLE meeting_term; DROP TABLE meeting_start; DELETE FROM checkpoint WHERE name = 'meeting index'; DELETE FROM checkpoint_seal WHERE name = 'meeting index'; DELETE FROM derived_count WHERE name LIKE 'meeting!_%' ESCAPE '!'"
        )
        #expect(try scratch.calfold("verify").status == 0)
        let fold = try scratch.calfold("fold")
        #expect(fold.status == 0 && !fold.errors.contains("Somebody else"), "\(fold.errors)")
        #expect(try rows() == before)
        #expect(try scratch.calfold("verify").output.contains("equal a fold"))
    }

    /// What other tools keep beside it is theirs.
    @Test func aTableOfAnotherToolIsNoFault() throws {
        let scratch = try filled()
        try sqlite3(
            scratch,
            "CREATE TABLE notes(a); CREATE VIEW mine AS SELECT * FROM meetings; CREATE INDEX quick ON meeting(organizer)"
        )
        #expect(try scratch.calfold("verify").status == 0)
    }

    @Test func theViewShowsTheFirstAndTheLastStart() throws {
        let scratch = try Scratch()
        #expect(try scratch.calfold("ingest", CommandLineTests.sample).status == 0)
        #expect(try scratch.calfold("export", "meetings", "--plain", "--include-cancelled", "--out", "out").status == 0)
        var starts: [String: (first: String, last: String)] = [:],
            cancelled: [String: (first: String, last: String)] = [:]
        for row in try String(contentsOfFile: scratch.path("out/meetings.csv"), encoding: .utf8).components(
            separatedBy: "\r\n"
        ).dropFirst() where !row.isEmpty {
            let cells = row.components(separatedBy: ";"), start = String(cells[4].prefix(19))
            func widen(_ known: inout [String: (first: String, last: String)]) {
                known[cells[0]] = known[cells[0]].map { (min($0.first, start), max($0.last, start)) } ?? (start, start)
            }
            if cells[2] == "cancelled" { widen(&cancelled) } else { widen(&starts) }
        }
        var compared = 0
        for line in try sqlite3(scratch, "SELECT meeting_id, first_start, coalesce(last_start, '') FROM meetings")
            .split(separator: "\n")
        {
            let cells = line.components(separatedBy: "|")
            guard let expected = starts[cells[0]] ?? cancelled[cells[0]] else { continue }
            #expect(cells[1] == expected.first, "\(line)")
            if !cells[2].isEmpty {
                #expect(cells[2] == expected.last, "\(line)")
            } else {
                #expect(expected.last > "2099", "\(line)")
            }
            compared += 1
        }
        #expect(compared > 80)
    }
}
