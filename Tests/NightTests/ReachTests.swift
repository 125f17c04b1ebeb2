import Foundation
import TestSupport
import Testing

@testable import Night

#if canImport(Glibc)
import Glibc
#endif

/// What a night does not reach is said, by the night and to whoever watches it.
@Suite struct ReachTests {
    private func check(
        _ scratch: NightScratch, _ arguments: String...
    ) throws -> (status: Int32, text: String, levels: [String]) {
        struct Outcome: Decodable {
            struct Part: Decodable { var level: String, text: String }
            var level: String
            var checks: [Part]
        }
        let text = try scratch.calfold(["status", "--check"] + arguments)
        let json = try scratch.calfold(["status", "--check", "--format", "json"] + arguments)
        let outcome = try JSONDecoder().decode(Outcome.self, from: Data(json.output.utf8))
        #expect(text.status == json.status && text.output.hasPrefix(outcome.level + " - "))
        for part in outcome.checks where !part.text.contains("MB left") { #expect(text.output.contains(part.text)) }
        return (text.status, text.output, outcome.checks.map { $0.level + " " + $0.text })
    }

    @Test func monthsBeforeTheWindowAndTheNewestEntryAreTold() throws {
        let scratch = try NightScratch()
        try scratch.takeAll()
        let night = try scratch.night()
        #expect(
            night.output.contains("1 month with rows before the window (2024-01), 1 of them changed"), "\(night.output)"
        )
        #expect(night.output.contains("newest     entry of 2024-03-09T16:39:05Z"), "\(night.output)")
        let found = try check(scratch)
        #expect(found.text.contains("newest entry 2024-03-09T16:39:05Z ("), "\(found.text)")
        #expect(found.text.contains("1 changed month before the window is not written"), "\(found.text)")
        let old = try check(scratch, "--newest-entry-hours", "48")
        #expect(old.status == 1 && old.levels.contains { $0.hasPrefix("WARN newest entry") }, "\(old.text)")
        let wide = try scratch.calfold(["nightly", "--config", "calfold.yaml", "--today", "2024-03-15"])
        #expect(!wide.output.contains("before the window"), "\(wide.output)")
    }

    /// A log time far ahead, as a damaged clock writes it, does not make the log look new.
    @Test func aTimeAheadIsNotTheNewest() throws {
        let scratch = try NightScratch()
        let name = "felix.berg6@example.com.csv"
        var lines = try String(contentsOfFile: NightScratch.logs + "/" + name, encoding: .utf8).components(
            separatedBy: "\r\n")
        let column = try #require(lines[0].components(separatedBy: ";").firstIndex(of: "logtime"))
        var cells = lines[3].components(separatedBy: ";")
        cells[column] = "2093-01-01 10:00:00"
        lines[3] = cells.joined(separator: ";")
        try scratch.scratch.write(lines.joined(separator: "\r\n"), to: "inbox/" + name)
        let night = try scratch.night()
        #expect(night.output.contains("newest     entry of 2024-0"), "\(night.output)")
    }

    @Test func anEmptyInboxIsToldWithTheNightSinceWhich() throws {
        let scratch = try NightScratch()
        try scratch.takeAll()
        #expect(try !scratch.night().output.contains("empty since"))
        for name in try NightScratch.samples() { unlink(scratch.folder + "/inbox/" + name) }
        let first = try scratch.night().output
        let since = try #require(first.split(separator: "\n").first { $0.contains("empty since") })
        sleep(1)
        #expect(try scratch.night().output.contains(since))
        #expect(try check(scratch).text.contains("the inbox is empty since the night of "))
        #expect(try check(scratch, "--newest-entry-hours", "0").levels.contains { $0.hasPrefix("WARN the inbox") })
        try scratch.takeAll()
        #expect(try !scratch.night().output.contains("empty since"))
        #expect(try !check(scratch).text.contains("is empty"))
    }

    /// A killed night is told by the check, and by the next night, which then has made up for it.
    @Test(arguments: [true, false]) func aKilledNightIsTold(isFirst: Bool) throws {
        let scratch = try NightScratch()
        if !isFirst { #expect(try scratch.night().status == 0) }
        try scratch.takeAll()
        let process = try scratch.start(["nightly", "--config", "calfold.yaml", "--today", "2024-04-15"])
        let end = Date() + 60
        // Killed when it has begun to take in.
        while try scratch.sqlite3("SELECT count(*) FROM night_begun").trimmingCharacters(in: .whitespacesAndNewlines)
            != "1"
        {
            guard process.isRunning, Date() < end else { break }
        }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        guard process.terminationReason == .uncaughtSignal else { return }
        let found = try check(scratch)
        #expect(
            found.text.contains("the night that began ") && found.text.contains("was cut off before its end"),
            "\(found.text)")
        #expect(found.status == (isFirst ? 2 : 1), "\(found.text)")
        let night = try scratch.night()
        #expect(
            night.status == 0 && night.output.contains("was cut off before its end; this one does what it left"),
            "\(night.output)")
        #expect(try !check(scratch).text.contains("cut off"))
        #expect(try scratch.calfold(["verify"]).status == 0)
        #expect(try !scratch.night().output.contains("cut off"))
    }

    /// A night at work is no night that was cut off.
    @Test func aNightAtWorkIsNotCutOff() throws {
        let scratch = try NightScratch()
        #expect(try scratch.night().status == 0)
        _ = try scratch.sqlite3("INSERT INTO night_begun VALUES(1700000000000)")
        #expect(try check(scratch).text.contains("was cut off"))
        let held = open(scratch.folder + "/calfold.db.night", O_RDWR)
        defer { close(held) }
        #expect(flock(held, LOCK_EX) == 0)
        let found = try check(scratch)
        #expect(
            found.status == 0 && found.text.contains("a night is at work since 2023-11-14T22:13:20Z"), "\(found.text)")
    }

    /// A store whose first night was killed is one of nights: a retry lets in nothing that nights refuse.
    @Test func aFoldMakesNoStore() throws {
        let scratch = try NightScratch()
        for arguments in [
            ["fold"], ["fold", "--anew"], ["status"], ["verify"], ["replay", "x"], ["quarantine", "--retry"],
        ] {
            let run = try scratch.calfold(arguments + ["--store", "nowhere.db"])
            #expect(run.status == 66, "\(arguments): \(run.output)\(run.errors)")
        }
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: scratch.folder).filter { $0.hasPrefix("nowhere") }
                .isEmpty)
    }
}
