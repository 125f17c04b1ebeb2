import Foundation
import TestSupport
import Testing

/// The built program, run as a person would run it.
@Suite struct CommandLineTests {
    static let root = Repository.root
    static let sample = root.appending(path: "Fixtures/calendar/sample-organisation/logs").path

    typealias Run = ProgramRun

    final class Scratch {
        let folder = FileManager.default.temporaryDirectory.appending(path: "calfold-tool-\(UUID().uuidString)")
        init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }
        deinit { try? FileManager.default.removeItem(at: folder) }

        func path(_ name: String) -> String { folder.appending(path: name).path }

        func calfold(_ arguments: String..., environment: [String: String] = [:]) throws -> Run {
            try calfold(arguments, environment: environment)
        }

        func calfold(_ arguments: [String], environment: [String: String] = [:]) throws -> Run {
            let process = Process()
            process.executableURL = try CommandLineTests.program()
            process.arguments = arguments
            process.currentDirectoryURL = folder
            // A sanitizer's options go along, for what the compiler put into the program.
            let options = ProcessInfo.processInfo.environment.filter {
                ["ASAN_OPTIONS", "TSAN_OPTIONS"].contains($0.key)
            }
            process.environment = ["PATH": "/usr/bin:/bin", "HOME": folder.path].merging(options) { $1 }.merging(
                environment
            ) { $1 }
            let output = folder.appending(path: "stdout-\(UUID().uuidString)"),
                errors = folder.appending(path: "stderr-\(UUID().uuidString)")
            for file in [output, errors] { _ = FileManager.default.createFile(atPath: file.path, contents: nil) }
            process.standardOutput = try FileHandle(forWritingTo: output)
            process.standardError = try FileHandle(forWritingTo: errors)
            process.standardInput = FileHandle.nullDevice
            try process.run()
            process.waitUntilExit()
            return Run(
                status: process.terminationStatus, output: try String(contentsOf: output, encoding: .utf8),
                errors: try String(contentsOf: errors, encoding: .utf8))
        }
    }

    static func program() throws -> URL { try BuiltProgram.url() }

    private let key = "a key that only this test knows"

    @Test func theMainJob() throws {
        let scratch = try Scratch()
        let first = try scratch.calfold("ingest", Self.sample)
        #expect(first.status == 0, "\(first.errors)")
        #expect(first.output.contains("15 files: 1336 taken + 0 duplicate + 0 quarantined = 1336 rows read"))
        #expect(
            try scratch.calfold("ingest", Self.sample).output.contains(
                "15 files: 0 taken + 1336 duplicate + 0 quarantined = 1336 rows read"))
        #expect(try scratch.calfold("fold").output.contains("90 streams"))
        try Data(key.utf8).write(to: URL(filePath: scratch.path("key.txt")))
        let exported = try scratch.calfold(
            "export", "meetings", "participants", "calendar_log", "--key-file", "key.txt", "--accepted-domain",
            "example.com", "--from", "2024-01-01", "--to", "2024-07-01", "--out", "tables")
        #expect(exported.status == 0, "\(exported.errors)")
        #expect(exported.output.contains("meetings.csv: 903 rows"))
        let verified = try scratch.calfold("verify")
        #expect(verified.status == 0 && verified.output.contains("equal a fold"))
    }

    /// No address, no name, no subject leaves in a pseudonymised table, and equal inputs make equal bytes.
    @Test func nothingPersonalLeaves() throws {
        let scratch = try Scratch(), other = try Scratch()
        _ = try scratch.calfold("ingest", Self.sample)
        // The same files one by one, in another order, some twice.
        for name in try FileManager.default.contentsOfDirectory(atPath: Self.sample).sorted().reversed() {
            _ = try other.calfold("ingest", Self.sample + "/" + name, Self.sample + "/" + name)
        }
        for store in [scratch, other] {
            let run = try store.calfold(
                "export", "meetings", "participants", "calendar_log", "--accepted-domain", "example.com", "--out",
                "tables", "--from", "2024-01-01", "--to", "2024-07-01", environment: ["CALFOLD_KEY": key])
            #expect(run.status == 0, "\(run.errors)")
        }
        for table in ["meetings", "participants", "calendar_log"] {
            let bytes = try Data(contentsOf: URL(filePath: scratch.path("tables/\(table).csv")))
            #expect(try bytes == Data(contentsOf: URL(filePath: other.path("tables/\(table).csv"))))
            let text = String(decoding: bytes, as: UTF8.self)
            for word in [
                "@", "example.com", "partner.test", "smith", "nowak", "budget", "planning", "hiring",
                "7643616C2D556964",
            ] {
                #expect(!text.lowercased().contains(word.lowercased()), "\(table) holds \(word)")
            }
            #expect(text.hasSuffix("\r\n"))
        }
        let store = try Data(contentsOf: URL(filePath: scratch.path("calfold.db")))
        #expect(store.range(of: Data(key.utf8)) == nil)
    }

    /// The small organisation, in all its dialects: its truth in clear, and the golden tables under a key that is no
    /// secret. RECORD=1 writes the golden tables anew, and fails.
    @Test func theSmallOrganisationGivesItsGoldenTables() throws {
        let scratch = try Scratch()
        let folder = Self.root.appending(path: "Fixtures/calendar/small-organisation")
        let first = try scratch.calfold("ingest", folder.appending(path: "logs").path)
        #expect(first.status == 1 && first.output.contains("5 quarantined"), "\(first.output)\(first.errors)")
        #expect(
            try scratch.calfold(
                "ingest", folder.appending(path: "logs-windows-1250").path, "--encoding", "windows-1250"
            ).status == 0)
        let window = ["--from", "2024-02-01", "--to", "2024-06-01"]
        for (view, options) in [
            ("final", [String]()), ("as-held", ["--view", "as-held"]),
            ("as-of-2024-03-20T12", ["--as-of", "2024-03-20T12:00:00Z"]),
        ] {
            let run = try scratch.calfold(
                ["export", "meetings", "participants", "--plain", "--out", view] + window + options)
            #expect(run.status == 0, "\(run.errors)")
            let tables = try Self.truthRows(scratch.folder.appending(path: view))
            for (name, rows) in [("meetings", tables.meetings), ("participants", tables.participants)] {
                let truth = try String(contentsOf: folder.appending(path: "truth/\(view)/\(name).csv"), encoding: .utf8)
                #expect(
                    rows == Set(truth.split(whereSeparator: \.isNewline).dropFirst().map(String.init)),
                    "\(view) \(name)")
            }
        }
        let run = try scratch.calfold(
            [
                "export", "meetings", "participants", "calendar_log", "--accepted-domain", "example.com", "--out",
                "golden",
            ] + window, environment: ["CALFOLD_KEY": "golden tables need a key of their own"])
        #expect(run.status == 0, "\(run.errors)")
        for table in ["meetings", "participants", "calendar_log"] {
            let golden = folder.appending(path: "golden/\(table).csv"),
                found = try Data(contentsOf: scratch.folder.appending(path: "golden/\(table).csv"))
            if ProcessInfo.processInfo.environment["RECORD"] == "1" {
                try FileManager.default.createDirectory(
                    at: golden.deletingLastPathComponent(), withIntermediateDirectories: true)
                try found.write(to: golden)
                Issue.record("\(table) was recorded; run again without RECORD")
            } else {
                #expect(try Data(contentsOf: golden) == found, "\(table)")
            }
        }
    }

    /// The exported tables in the truth's columns.
    private static func truthRows(_ folder: URL) throws -> (meetings: Set<String>, participants: Set<String>) {
        func rows(_ name: String) throws -> [[String]] {
            try String(contentsOf: folder.appending(path: name), encoding: .utf8).components(separatedBy: "\r\n")
                .dropFirst().filter { !$0.isEmpty }.map { $0.components(separatedBy: ";") }
        }
        var known: [String: String] = [:]
        var meetings: Set<String> = []
        for row in try rows("meetings.csv") {
            known[row[1]] = row[0] + ";" + row[6]
            meetings.insert([row[0], row[6], row[4], row[5], row[3], row[2], row[10]].joined(separator: ";"))
        }
        return (meetings, Set(try rows("participants.csv").map { (known[$0[0]] ?? "?") + ";\($0[1]);\($0[3])" }))
    }

    @Test func exitStatusesTellWhatHappened() throws {
        let scratch = try Scratch()
        #expect(try scratch.calfold("status").status == 66)
        for command in [
            ["fold"], ["fold", "--anew"], ["quarantine", "--retry"], ["verify"], ["export", "meetings", "--plain"],
        ] {
            #expect(try scratch.calfold(command).status == 66, "\(command)")
        }
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: scratch.folder.path).allSatisfy { $0.hasPrefix("std") })
        #expect(try scratch.calfold("ingest", "nowhere").status == 66)
        #expect(try scratch.calfold("export", "nothing").status == 64)
        try Data().write(to: URL(filePath: scratch.path("empty.csv")))
        #expect(try scratch.calfold("ingest", "empty.csv").status == 65)
        try Data("\"Length\"\r\n\"120\"\r\n".utf8).write(to: URL(filePath: scratch.path("length.csv")))
        let length = try scratch.calfold("ingest", "length.csv")
        #expect(length.status == 65 && length.errors.contains("Set-Content"), "\(length.errors)")
        _ = try scratch.calfold("ingest", Self.sample)
        #expect(try scratch.calfold("export", "meetings").status == 77)
        #expect(try scratch.calfold("export", "meetings", environment: ["CALFOLD_KEY": "short"]).status == 77)
        try Data("not a store".utf8).write(to: URL(filePath: scratch.path("text.db")))
        #expect(try scratch.calfold("status", "--store", "text.db").status == 65)
    }

    @Test func badRowsAreSetAsideAndShown() throws {
        let scratch = try Scratch()
        let file = Self.sample + "/felix.berg6@example.com.csv"
        var lines = try String(contentsOfFile: file, encoding: .utf8).components(separatedBy: "\r\n")
        lines[3] = lines[3].replacingOccurrences(of: "2024-", with: "someday-")
        try Data(lines.joined(separator: "\r\n").utf8).write(
            to: URL(filePath: scratch.path("felix.berg6@example.com.csv")))
        let run = try scratch.calfold("ingest", "felix.berg6@example.com.csv")
        #expect(run.status == 1)
        #expect(run.output.contains("84 taken + 0 duplicate + 1 quarantined = 85 rows read"))
        let shown = try scratch.calfold("quarantine")
        #expect(shown.status == 1 && shown.output.contains("line 4"))
        #expect(!shown.output.contains("@example.com;"))
        _ = try scratch.calfold("ingest", "felix.berg6@example.com.csv")
        #expect(try scratch.calfold("quarantine").output.contains("1 row in quarantine"))
    }

    @Test(arguments: ["ingest", "fold", "export", "replay", "status", "quarantine", "verify", "hash", "decode"])
    func everyCommandHasHelp(command: String) throws {
        let run = try Scratch().calfold(command, "--help")
        #expect(run.status == 0)
        #expect(run.output.contains("Examples:"), "\(command)")
    }

    @Test func withoutArgumentsItSaysWhatToDoFirst() throws {
        let run = try Scratch().calfold()
        #expect((run.output + run.errors).contains("calfold ingest"))
    }

    @Test func replayTellsTheStory() throws {
        let scratch = try Scratch()
        _ = try scratch.calfold("ingest", Self.sample)
        _ = try scratch.calfold("fold")
        let found = try scratch.calfold("replay", "--find", "budget planning 810")
        #expect(found.status == 0)
        let id = try #require(found.output.split(separator: " ").first.map(String.init))
        let story = try scratch.calfold("replay", id)
        #expect(story.status == 0)
        #expect(story.output.contains("brought back"))
        #expect(story.output.contains("david.smith8@example.com answered: accepted"))
        #expect(story.output.contains("without 2024-03-09"))
        let prefix = try scratch.calfold("replay", String(id.prefix(60)), "--as-of", "2024-01-20")
        #expect(prefix.status == 0 && !prefix.output.contains("without 2024-03-09"))
        let lines = try scratch.calfold("replay", id, "--format", "json").output.split(separator: "\n")
        #expect(lines.count == 29)
        for line in lines { _ = try JSONSerialization.jsonObject(with: Data(line.utf8)) }
        let hidden = try scratch.calfold("replay", id, "--pseudonyms", environment: ["CALFOLD_KEY": key])
        #expect(hidden.status == 0 && !hidden.output.contains("@") && !hidden.output.contains("budget"))
        let difference = try scratch.calfold("replay", id, "--diff", "2024-01-20", "2024-02-10")
        #expect(difference.output.contains("instance of 2024-03-09: nothing → removed"))
        // What has no other form says so.
        let asked = try scratch.calfold("replay", id, "--diff", "2024-01-20", "2024-02-10", "--format", "html")
        #expect(asked.status == 64 && asked.errors.contains("--find and --diff give text or json"))
        let page = try scratch.calfold("replay", "--find", "budget", "--format", "html")
        #expect(page.status == 64 && page.errors.contains("--find and --diff give text or json"))
        #expect(try scratch.calfold("replay", "FFFF").status == 66)
        let listed = try scratch.calfold("replay", "--find", "launch", "--format", "json").output.split(separator: "\n")
        #expect(listed.count > 1)
        for line in listed { _ = try JSONSerialization.jsonObject(with: Data(line.utf8)) }
        #expect(try scratch.calfold("replay", "--find", " ").status == 64)
    }

    @Test func verifyKnowsTheHeadThatWasNotedBefore() throws {
        let scratch = try Scratch()
        _ = try scratch.calfold("ingest", Self.sample)
        _ = try scratch.calfold("fold")
        let status =
            try JSONSerialization.jsonObject(with: Data(try scratch.calfold("status", "--format", "json").output.utf8))
            as? [String: Any]
        let head = try #require(status?["head"] as? String)
        #expect(try scratch.calfold("verify", "--head", head).status == 0)
        let other = try scratch.calfold("verify", "--head", String(head.reversed()))
        #expect(other.status == 1 && other.output.contains("batches are missing"))
        let slip = try scratch.calfold("verify", "--head", String(head.dropLast()))
        #expect(slip.status == 64 && slip.errors.contains("64 hex digits"), "\(slip.errors)")
    }

    /// The process is killed at random moments of an ingest and started again: the log holds each row once.
    @Test func killedIngestsAreSimplyRepeated() throws {
        let undisturbed = try Scratch()
        _ = try undisturbed.calfold("ingest", Self.sample)
        let seed = UInt64.random(in: 0...UInt64.max)
        print("kill seed \(seed)")
        var state = seed
        let kills = Int(ProcessInfo.processInfo.environment["CALFOLD_KILLS"] ?? "") ?? 15
        for _ in 0..<kills {
            let scratch = try Scratch()
            let process = Process()
            process.executableURL = try Self.program()
            process.arguments = ["ingest", Self.sample]
            process.currentDirectoryURL = scratch.folder
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            usleep(UInt32((state >> 33) % 150_000))
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            let again = try scratch.calfold("ingest", Self.sample)
            #expect(again.status == 0, "\(again.errors)")
            for store in [scratch, undisturbed] { _ = try store.calfold("fold") }
            #expect(try scratch.calfold("verify").status == 0)
            for store in [scratch, undisturbed] {
                _ = try store.calfold(
                    "export", "meetings", "participants", "calendar_log", "--plain", "--from", "2024-01-01", "--to",
                    "2024-07-01", "--out", "tables")
            }
            for table in ["meetings", "participants", "calendar_log"] {
                #expect(
                    try Data(contentsOf: URL(filePath: scratch.path("tables/\(table).csv")))
                        == Data(contentsOf: URL(filePath: undisturbed.path("tables/\(table).csv"))))
            }
        }
    }

    @Test func aReplayAsAPage() throws {
        let scratch = try Scratch()
        #expect(try scratch.calfold("ingest", Self.sample).status == 0)
        #expect(try scratch.calfold("fold").status == 0)
        let found = try scratch.calfold("replay", "--find", "budget planning 810").output
        let id = try #require(found.split(separator: " ").first.map(String.init))
        let lines = try scratch.calfold("replay", id, "--format", "json").output.split(whereSeparator: \.isNewline)
        let page = try scratch.calfold("replay", id, "--format", "html")
        #expect(page.status == 0, "\(page.errors)")
        #expect(page.output.hasPrefix("<!DOCTYPE html>") && page.output.hasSuffix("</html>\n"))
        #expect(page.output.components(separatedBy: "<tr class=").count == lines.count + 1)
        try Data("a key that only this test knows".utf8).write(to: scratch.folder.appending(path: "key.txt"))
        let masked = try scratch.calfold("replay", id, "--format", "html", "--pseudonyms", "--key-file", "key.txt")
        #expect(masked.status == 0, "\(masked.errors)")
        #expect(!masked.output.contains("@") && !masked.output.localizedCaseInsensitiveContains("budget"))
        // Each page brings the meeting along as a calendar file, under its own mask.
        for (number, (page, options)) in [(page, ["--plain", "--subjects"]), (masked, [])].enumerated() {
            let found = try #require(
                page.output.firstMatch(of: /href="data:text\/calendar;charset=utf-8;base64,([^"]*)"/))
            let calendar = try #require(Data(base64Encoded: String(found.1)))
            try calendar.write(to: scratch.folder.appending(path: "meeting\(number).ics"))
            let check = try scratch.calfold(["export", "--check", "meeting\(number).ics"] + options)
            #expect(check.status == 0, "\(check.output)")
            let text = String(decoding: calendar, as: UTF8.self)
            #expect(text.contains("BEGIN:VEVENT") && text.contains("SUMMARY:budget planning 810") == (number == 0))
        }
    }
}
