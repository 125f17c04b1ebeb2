import Foundation
import TestSupport
import Testing

/// `calfold audit` as a support engineer runs it, over a small organisation in which everything goes wrong once.
@Suite struct AuditCommandTests {
    private static let logs = CommandLineTests.root.appending(path: "Fixtures/audit/logs").path
    private static let directory = CommandLineTests.root.appending(path: "Fixtures/audit/people.csv").path
    private static let plain = ["--plain", "--directory", directory, "--accepted-domain", "example.com"]

    private func store(_ scratch: CommandLineTests.Scratch, _ logs: String = logs) throws {
        #expect(try scratch.calfold("ingest", logs).status == 0)
        #expect(try scratch.calfold("fold").status == 0)
    }

    private func lines(_ scratch: CommandLineTests.Scratch, _ name: String) throws -> [[String]] {
        try String(contentsOfFile: scratch.path(name), encoding: .utf8).components(separatedBy: "\r\n").filter {
            !$0.isEmpty
        }
        .map { $0.components(separatedBy: ";") }
    }

    /// Somebody's ticket: what concerns one mailbox or one meeting, with the rows, and what there is to judge by.
    @Test func aTicketIsAnswered() throws {
        let scratch = try CommandLineTests.Scratch()
        try store(scratch)
        let asked = ["audit"] + Self.plain + ["--subjects", "--fail-on", "never"]
        let missing = try scratch.calfold(
            asked + ["--mailbox", "ben@example.com", "--rules", "missing-copy,time-mismatch"])
        #expect(missing.status == 0, "\(missing.errors)")
        #expect(missing.output.contains("deleted-by-system") && missing.output.contains("    case 9\n"))
        #expect(missing.output.contains("judged at 2024-03-08 00:00:00") && missing.output.contains("_2024-03-0"))
        #expect(missing.output.contains("ben@example.com: in the log from 2024-03-01 00:00:00 to 2024-03-08"))
        #expect(!missing.output.contains("case 3\n"), "\(missing.output)")
        let late = try scratch.calfold(asked + ["--meeting", "A0D17003"])
        #expect(late.output.contains("update-lost") && late.output.contains("Looked for, and not so: missing-copy"))
        // Of a mailbox that the log does not have no rule says that all is well.
        let misspelt = try scratch.calfold(asked + ["--meeting", "A0D17003", "--mailbox", "cra@example.com"])
        #expect(
            misspelt.output.contains("The log has nothing of it") && !misspelt.output.contains("Looked for")
                && misspelt.output.contains("cra@example.com: not in the log"), "\(misspelt.output)")
        // The neighbours of this option end so too.
        let nobody = try scratch.calfold(asked + ["--mailbox", "cra@example.com"])
        #expect(
            nobody.status == 66 && nobody.errors.contains("The log has nothing of this mailbox"), "\(nobody.errors)")
        #expect(!late.output.contains("case 9") && late.output.contains("cara@example.com: in the log"))
        // Whose row proves it has to do with it.
        let room = try scratch.calfold(asked + ["--mailbox", "room1@example.com", "--rules", "ghost-booking,orphaned"])
        #expect(room.output.contains("ghost-booking (error)") && room.output.contains("case 17"))
        let healthy = try scratch.calfold(asked + ["--meeting", "A0D17022"])
        #expect(healthy.output.contains("Nothing was found that concerns it."), "\(healthy.output)")
        #expect(healthy.output.contains("  calfold replay A0D17022"), "\(healthy.output)")
        // Who was never asked.
        let stranger = try scratch.calfold(asked + ["--meeting", "A0D17009", "--mailbox", "dan@example.com"])
        #expect(stranger.output.contains("UTC; nothing of the meeting lies there"), "\(stranger.output)")
        let unknown = try scratch.calfold(asked + ["--meeting", "A0D1FFFF"])
        #expect(unknown.status == 66 && unknown.errors.contains("No meeting's id"))
    }

    /// Which meetings of somebody who left stand in a room is asked by the room.
    @Test func aRoomsTicketTellsWhoseMeetingsStandThere() throws {
        let scratch = try CommandLineTests.Scratch()
        try store(scratch)
        let people = try String(contentsOfFile: Self.directory, encoding: .utf8)
        try people.split(separator: "\n").filter { !$0.hasPrefix("anna@") }.joined(separator: "\n").appending("\n")
            .write(toFile: scratch.path("people.csv"), atomically: true, encoding: .utf8)
        let run = try scratch.calfold(
            "audit", "--plain", "--subjects", "--fail-on", "never", "--directory", "people.csv", "--accepted-domain",
            "example.com", "--mailbox", "room1@example.com", "--rules", "organizer-left")
        for number in [15, 16, 23, 29, 34] {
            #expect(run.output.contains("case \(number)\n"), "\(number): \(run.output)")
        }
    }

    /// Each fault of the fixture is told of the right meeting and mailbox, and nothing else is above information.
    @Test func everyCaseOfTheFixtureIsTold() throws {
        let scratch = try CommandLineTests.Scratch()
        try store(scratch)
        let run = try scratch.calfold(["audit"] + Self.plain + ["--out", "audit"])
        #expect(run.status == 1, "\(run.errors)")
        var found: Set<String> = []
        for row in try lines(scratch, "audit/findings.csv").dropFirst() where row[2] != "info" {
            let number = Int(row[5].suffix(4), radix: 16).map { $0 - 0x7000 } ?? 0
            let mailbox = row[7].prefix { $0 != "@" }
            found.insert("\(number) \(row[1]) \(row[2]) \(mailbox) \(row[18])")
        }
        let expected: Set<String> = [
            "1 orphaned error anna deleted-without-cancelling", "2 cancelled-but-kept error cara cancellation-lost",
            "3 time-mismatch error cara update-lost", "4 time-mismatch error cara update-not-processed",
            "5 time-mismatch warning ben update-not-sent", "6 date-mismatch error cara changed-in-copy",
            "7 zone-mismatch error ben changed-in-copy", "8 series-mismatch error cara update-lost",
            "9 missing-copy error ben deleted-by-system", "10 missing-organizer-item error anna never-in-the-log",
            "11 second-organizer error ben guest-became-organizer",
            "11 cancelled-by-other error cara cancelled-by-guest",
            "12 reverted error ben old-state-written-back", "13 comes-back warning cara written-back",
            "14 duplicate-item warning ben ", "16 room-double-booked error room1 both-accepted",
            "17 ghost-booking error room1 organizer-deleted", "18 location-mismatch warning ben update-not-sent",
            "19 sync-loop warning cara ", "20 update-storm warning anna ", "21 cancel-then-update warning cara ",
            "22 changed-by-other warning anna ", "22 orphaned error anna deleted-without-cancelling",
            "23 room-edited-directly warning room1 ", "24 times-broken error anna no-date",
            "24 times-broken error ben no-date", "25 recurrence-broken error anna undecodable",
            "25 recurrence-broken error ben undecodable", "26 zone-missing warning anna unknown-zone",
            "27 exceptions-lost warning anna series-saved-without-exceptions",
            "27 date-mismatch warning ben update-not-sent",
            "29 answer-lost error room1 not-in-organizers-mailbox", "30 room-unanswered warning room1 unprocessed",
            "31 cancelled-copy error cara cancelled-while-invited", "33 organizer-left warning eve not-in-directory",
            "36 duplicate-meeting warning anna same-subject-and-time",
            "37 all-day-off-midnight warning anna off-midnight",
            "37 all-day-off-midnight warning ben off-midnight",
        ]
        #expect(found.subtracting(expected).sorted() == [])
        #expect(expected.subtracting(found).sorted() == [])
        let evidence = try lines(scratch, "audit/evidence.csv")
        #expect(evidence.contains { $0[2].hasSuffix("ben@example.com_2024-03-02.csv") && $0[3] == "12" })
        let coverage = try lines(scratch, "audit/coverage.csv")
        #expect(
            coverage.contains {
                $0.prefix(4) == ["dan@example.com", "2024-03-01 00:00:00", "2024-03-08 00:00:00", "0"]
            }, "\(coverage)")
        #expect(run.output.contains("what to do:") && run.output.contains("By client or user"))
    }

    /// Nothing personal leaves under pseudonyms; what is known is left out; statuses are as documented.
    @Test func pseudonymsBaselinesAndStatuses() throws {
        let scratch = try CommandLineTests.Scratch()
        try store(scratch)
        let environment = ["CALFOLD_KEY": "a key that only this test knows"]
        func audit(_ arguments: String...) throws -> ProgramRun {
            try scratch.calfold(
                ["audit", "--directory", Self.directory, "--accepted-domain", "example.com"] + arguments,
                environment: environment)
        }
        let first = try audit("--out", "first")
        #expect(first.status == 1)
        for name in ["findings", "evidence", "coverage"] {
            let text = try String(contentsOfFile: scratch.path("first/\(name).csv"), encoding: .utf8)
            #expect(!text.contains("@") && !text.contains("anna") && !text.contains("Annex"))
        }
        #expect(!first.output.contains("@"))
        let second = try audit("--out", "second", "--baseline", "first/findings.csv")
        #expect(second.status == 0 && second.output.contains("known already"), "\(second.output)")
        #expect(try lines(scratch, "second/findings.csv").count == 1)
        #expect(
            try Data(contentsOf: URL(filePath: scratch.path("first/coverage.csv")))
                == Data(contentsOf: URL(filePath: scratch.path("second/coverage.csv"))))
        #expect(try audit("--fail-on", "never").status == 0)
        #expect(try audit("--fail-on", "never", "--require-coverage", "100%").status == 1)
        #expect(try audit("--rules", "no-such-rule").status == 64)
        #expect(try audit("--baseline", "nowhere.csv").status == 66)
        #expect(try audit("--baseline", Self.directory).status == 65)
        #expect(try audit("--settle", "soon").status == 64)
        let only = try audit("--rules", "times-broken", "--min-severity", "error", "--out", "only")
        #expect(only.status == 1)
        #expect(try Set(lines(scratch, "only/findings.csv").dropFirst().map { $0[1] }) == ["times-broken"])
        #expect(try scratch.calfold("audit").status == 77, "no key and no --plain")
    }

    /// The JSON is one object with the four answers and the chain's head; an earlier moment knows less.
    @Test func jsonAndEarlierMoments() throws {
        let scratch = try CommandLineTests.Scratch()
        try store(scratch)
        let run = try scratch.calfold(["audit"] + Self.plain + ["--format", "json"])
        let object = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
        let rules = try #require(object["rules"] as? [[String: Any]])
        func status(_ id: String) -> String? { rules.first { $0["id"] as? String == id }?["status"] as? String }
        #expect(status("orphaned") == "Detected" && status("stale-writes") == "NotDetected")
        #expect(status("not-invited-holder") == "Detected")
        #expect((object["findings"] as? [[String: Any]])?.isEmpty == false)
        #expect(((object["store"] as? [String: Any])?["head"] as? String)?.count == 64)
        let before = try scratch.calfold(
            ["audit"] + Self.plain + [
                "--format", "json", "--as-of", "2024-03-01T23:00:00Z", "--rules", "orphaned,time-mismatch",
            ])
        let then = try #require(try JSONSerialization.jsonObject(with: Data(before.output.utf8)) as? [String: Any])
        #expect((then["findings"] as? [[String: Any]])?.isEmpty == true && before.status == 0)
    }

    /// What is kept replaces what was kept, and the log stays as it was.
    @Test func findingsAreKept() throws {
        let scratch = try CommandLineTests.Scratch()
        try store(scratch)
        for rules in ["times-broken,orphaned", "times-broken"] {
            let run = try scratch.calfold(["audit"] + Self.plain + ["--keep", "--rules", rules])
            #expect(run.status == 1, "\(run.errors)")
        }
        let found = try Self.sqlite3(
            scratch,
            "SELECT group_concat(DISTINCT rule), count(*), (SELECT length(head) FROM audit_run) FROM audit_finding")
        #expect(found == "times-broken|2|64\n")
        let verified = try scratch.calfold("verify")
        #expect(verified.status == 0, "\(verified.output)")
        #expect(try scratch.calfold("fold").status == 0)
    }

    private static func sqlite3(_ scratch: CommandLineTests.Scratch, _ sql: String) throws -> String {
        let process = Process(), pipe = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["sqlite3", scratch.path("calfold.db"), sql]
        process.standardOutput = pipe
        try process.run()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return output
    }

    /// What somebody else writes into the findings that are kept is found.
    @Test(arguments: [
        "UPDATE audit_finding SET severity = 'info'", "DELETE FROM audit_finding WHERE place = 1",
        "INSERT INTO audit_finding SELECT NULL, \(columns), evidence, evidence_rows FROM audit_finding LIMIT 1",
        "UPDATE audit_run SET answered = 1 - answered / 2", "DROP TABLE audit_finding",
        "DELETE FROM derived_sum WHERE name LIKE 'audit%'; DELETE FROM audit_finding",
    ])
    func forgedFindingsAreFound(sql: String) throws {
        let scratch = try CommandLineTests.Scratch()
        try store(scratch)
        let audit = ["audit"] + Self.plain + ["--keep", "--rules", "times-broken"]
        #expect(try scratch.calfold(audit).status == 1)
        #expect(try Self.sqlite3(scratch, sql).isEmpty)
        let found = try scratch.calfold("verify")
        #expect(found.status == 1 && found.output.contains("calfold audit --keep"), "\(sql): \(found.output)")
        #expect(try scratch.calfold(audit).status == 1)
        #expect(try scratch.calfold("verify").status == 0)
    }

    private static let columns =
        "finding_id, rule, severity, confidence, intent, meeting_id, occurrence_id, mailbox, role, organizer, start, field, expected, actual, since, until, client, responsible, cause, coverage, subject"

    /// Without its file nothing is said against a mailbox, and the answer says so.
    @Test func missingFilesAreNoEvidence() throws {
        let scratch = try CommandLineTests.Scratch()
        let files = FileManager.default
        try files.createDirectory(atPath: scratch.path("part"), withIntermediateDirectories: true)
        for name in try files.contentsOfDirectory(atPath: Self.logs)
        where !name.hasPrefix("cara") || name.hasSuffix("01.csv") {
            try files.copyItem(atPath: Self.logs + "/" + name, toPath: scratch.path("part/" + name))
        }
        try store(scratch, scratch.path("part"))
        _ = try scratch.calfold(["audit"] + Self.plain + ["--out", "audit"])
        let found = try lines(scratch, "audit/findings.csv").dropFirst().filter {
            $0[2] != "info" && $0[7].hasPrefix("cara")
        }
        #expect(found.isEmpty, "\(found)")
        let text = try scratch.calfold(["audit"] + Self.plain).output
        #expect(text.contains("Could not be judged") && text.contains("not-settled"))
    }

    /// The sample organisation has one orphaned meeting, and nothing else above information.
    @Test func theSampleOrganisationHasOneOrphan() throws {
        let scratch = try CommandLineTests.Scratch()
        try store(scratch, CommandLineTests.sample)
        let run = try scratch.calfold("audit", "--plain", "--out", "audit", "--allow-conflicts", "room0@example.com")
        let grave = try lines(scratch, "audit/findings.csv").dropFirst().filter { $0[2] != "info" }
        #expect(grave.map { $0[1] } == ["orphaned"], "\(grave)\n\(run.output)")
    }
}
