import EventStore
import Foundation
import TestSupport
import Testing

/// A night that would make other people of everybody stops before anything is taken in.
@Suite struct PeopleGuardTests {
    private static let key = "key-file: key.txt\nmonths-back: 2\nmonths-ahead: 1\n"

    private static func scratch() throws -> NightScratch {
        let scratch = try NightScratch()
        try scratch.takeAll()
        #expect(try scratch.night().status == 0)
        return scratch
    }

    private static func configure(_ scratch: NightScratch, _ text: String) throws {
        try scratch.scratch.write(text, to: "calfold.yaml")
    }

    private static func tables(_ scratch: NightScratch) throws -> [String: Data] {
        try NightScratch.files(in: scratch.tables, ending: ".csv")
    }

    /// Each of these is refused with 77, changes nothing, and says what to do.
    @Test(arguments: ["key", "domain", "no-such-domain", "directory"])
    func peopleWhoWouldBecomeOthersStopTheNight(_ change: String) throws {
        let scratch = try Self.scratch()
        let before = try Self.tables(scratch),
            head = try EventLog(path: scratch.folder + "/calfold.db", access: .readOnly).head()
        try scratch.scratch.write("nothing new\n", to: "inbox/readme.txt")
        switch change {
        case "key": try scratch.scratch.write("a key of somebody else altogether\n", to: "key.txt")
        case "domain": try Self.configure(scratch, Self.key + "accepted-domain: exmaple.com\n")
        case "no-such-domain":
            try Self.configure(scratch, Self.key + "accepted-domain: [corp.example.com, example.org]\n")
        default:
            // A directory that leads everybody to somebody else.
            let people = Set(try NightScratch.samples().map { String($0.dropLast(4)) })
            let lines = people.sorted().enumerated().map {
                "Person \($0),new\($0)@example.com,\"SMTP:new\($0)@example.com,smtp:\($1)\",UserMailbox"
            }
            try scratch.scratch.write(
                (["Name,PrimarySmtpAddress,EmailAddresses,RecipientTypeDetails"] + lines).joined(separator: "\n")
                    + "\n", to: "people.csv")
            try Self.configure(scratch, Self.key + "accepted-domain: example.com\ndirectory: people.csv\n")
        }
        for arguments in [[], ["--dry-run"]] {
            let run = try scratch.calfold(["nightly", "--config", "calfold.yaml", "--today", "2024-04-15"] + arguments)
            #expect(
                run.status == 77 && run.output.contains("--accept-new-key"), "\(change): \(run.output)\(run.errors)")
        }
        #expect(try Self.tables(scratch) == before)
        #expect(try EventLog(path: scratch.folder + "/calfold.db", access: .readOnly).head() == head)

        let accepted = try scratch.night("--accept-new-key")
        #expect(accepted.status == (change.contains("domain") ? 1 : 0), "\(accepted.output)")
        #expect(try Self.tables(scratch) != before)
        // What was accepted once is what holds.
        #expect(try scratch.night().status == 0)
    }

    /// What does not concern most people is an ordinary night.
    @Test func ordinaryChangesGoOn() throws {
        let scratch = try Self.scratch()
        for more in [
            "accepted-domain: [example.com, example.org]\n", "accepted-domain: example.com\nexclude: \"felix*\"\n",
            "accepted-domain: example.com\nsubjects: true\n",
        ] {
            try Self.configure(scratch, Self.key + more)
            let run = try scratch.night()
            #expect(run.status == 0, "\(more): \(run.output)")
        }
        // The same key in another file, with another end of line.
        try scratch.scratch.write("a key that only this test knows", to: "other.txt")
        try Self.configure(
            scratch, "key-file: other.txt\nmonths-back: 2\nmonths-ahead: 1\naccepted-domain: example.com\n")
        #expect(try scratch.night().status == 0)
    }

    @Test func tablesOfNobodyAreToldLoudly() throws {
        let scratch = try NightScratch()
        try scratch.takeAll()
        try Self.configure(scratch, Self.key + "accepted-domain: exmaple.com\n")
        let night = try scratch.night()
        #expect(night.status == 1 && night.output.contains("warning: NOBODY IS INSIDE"), "\(night.output)")
        let export = try scratch.calfold([
            "export", "meetings", "--key-file", "key.txt", "--accepted-domain", "exmaple.com", "--out", "out",
        ])
        #expect(export.errors.contains("NOBODY IS INSIDE"), "\(export.errors)")
        let right = try scratch.calfold([
            "export", "meetings", "--key-file", "key.txt", "--accepted-domain", "example.com", "--out", "out",
        ])
        #expect(!right.errors.contains("NOBODY"))
    }

    /// A pattern that fits whoever there is.
    @Test(arguments: ["*", "?*@example.com"])
    func aPatternThatLeavesOutEverybodyIsToldLoudly(pattern: String) throws {
        let scratch = try NightScratch()
        try scratch.takeAll()
        try Self.configure(scratch, Self.key + "accepted-domain: example.com\nexclude: [\"\(pattern)\"]\n")
        let night = try scratch.night()
        #expect(
            night.status == 1
                && night.output.contains(
                    "warning: EVERYBODY IS LEFT OUT: exclude (\(pattern)) fits every address of example.com"),
            "\(night.output)")
        for (exclude, isTold) in [(pattern, true), ("svc-*@example.com", false)] {
            let export = try scratch.calfold([
                "export", "meetings", "--key-file", "key.txt", "--accepted-domain", "example.com", "--out", "out",
                "--month", "2024-02", "--exclude", exclude,
            ])
            #expect(export.errors.contains("EVERYBODY IS LEFT OUT") == isTold, "\(export.errors)")
        }
    }

    /// The store tells nobody who is who, and holds no digest that anybody could make without the key.
    @Test func theLedgerHoldsNoPseudonym() throws {
        let scratch = try Self.scratch()
        let dump = try scratch.sqlite3("SELECT * FROM night_person; SELECT * FROM night_setting")
        #expect(dump.contains("felix.berg6@example.com"))
        let pseudonym =
            try scratch.calfold(["hash", "felix.berg6@example.com", "--key-file", "key.txt"]).output.split(
                whereSeparator: \.isWhitespace
            ).last.map(String.init) ?? ""
        #expect(pseudonym.count == 44 && !dump.contains(pseudonym.prefix(12)), "\(pseudonym)")
    }
}

/// What is left of a night that was killed goes with the next.
@Suite struct LeftoverTests {
    @Test func aKilledDryRunLeavesNoStore() throws {
        let scratch = try NightScratch()
        try scratch.takeAll()
        #expect(try scratch.night().status == 0)
        let temporary = try scratch.scratch.folder("tmp")
        func left() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: temporary) }
        let process = try scratch.start(
            ["nightly", "--config", "calfold.yaml", "--today", "2024-04-15", "--dry-run"],
            environment: ["TMPDIR": temporary])
        // By what it has done, not by the clock: a crowded machine starts a program late.
        for _ in 0..<60_000 where process.isRunning {
            if try left().contains(where: { $0.hasPrefix("calfold-scratch-") }) { break }
            usleep(500)
        }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        try #require(try left().count > 0, "the kill did not meet the dry run at work")
        // One that is at work keeps its own.
        #expect(try scratch.night(environment: ["TMPDIR": temporary]).status == 0)
        let rest = try left()
        #expect(rest.isEmpty, "\(rest)")
    }

    @Test func halfFilesOfTheDeadGoAndThoseOfTheLivingStay() throws {
        let scratch = try NightScratch()
        try scratch.takeAll()
        #expect(try scratch.night().status == 0)
        // No process has this number: it is above what the system gives.
        try scratch.scratch.write("half", to: "tables/.2024-02_meetings.csv.\(Int32.max - 7).part")
        try scratch.scratch.write("half", to: "tables/.last-night.json.\(Int32.max - 9).part")
        try scratch.scratch.write("alive", to: "tables/.2024-03_meetings.csv.\(getpid()).part")
        try scratch.scratch.write("somebody else's", to: "tables/.notes.part")
        _ = try scratch.scratch.folder("tables/.unchecked")
        #expect(try scratch.night().status == 0)
        let hidden = try FileManager.default.contentsOfDirectory(atPath: scratch.tables).filter { $0.hasPrefix(".") }
            .sorted()
        #expect(hidden == [".2024-03_meetings.csv.\(getpid()).part", ".notes.part"], "\(hidden)")
    }

    @Test func theReportOfManyFilesIsBounded() throws {
        let scratch = try NightScratch()
        let log = try String(contentsOfFile: NightScratch.logs + "/felix.berg6@example.com.csv", encoding: .utf8).split(
            whereSeparator: \.isNewline)
        for (number, line) in log.dropFirst().enumerated() {
            try scratch.scratch.write(
                log[0] + "\n" + line + "\n", to: "inbox/felix.berg6@example.com_\(1000 + number).csv")
        }
        try scratch.scratch.write(log[0] + "\n;;;half a row\n", to: "inbox/felix.berg6@example.com_2000.csv")
        for number in 0..<30 { try scratch.scratch.write("nothing \(number)\n", to: "inbox/note\(number).txt") }
        let run = try scratch.night()
        #expect(run.status == 1 && run.output.split(separator: "\n").count < 60, "\(run.output)")
        #expect(
            run.output.contains("86 of them not known yet: 86 rows read = 85 new + 0 known + 1 quarantined")
                || run.output.contains("85 new"), "\(run.output)")
        #expect(
            run.output.contains("and 66 other files") && run.output.contains("passed over 30 files")
                && run.output.contains(" …"), "\(run.output)")
        // What wants a look is shown.
        #expect(run.output.contains("0 new + 0 known + 1 quarantined"))
    }
}
