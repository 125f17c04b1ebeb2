import Foundation
import TestSupport
import Testing

/// Names of files that are no text, that look like lines of a report, or that only look alike.
@Suite struct HostileNameTests {
    private typealias Scratch = CommandLineTests.Scratch
    private static let log = CommandLineTests.sample + "/ben.rossi9@example.com.csv"

    /// Copies a log under a name of any bytes.
    private func put(_ name: [UInt8], in folder: String, _ bytes: Data? = nil) throws {
        let bytes = try bytes ?? Data(contentsOf: URL(filePath: Self.log))
        let path = (Array((folder + "/").utf8) + name + [0]).map { CChar(bitPattern: $0) }
        let descriptor = open(path, O_WRONLY | O_CREAT, 0o600)
        try #require(descriptor >= 0)
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        try file.write(contentsOf: bytes)
    }

    private func folder(_ scratch: Scratch, _ name: String = "in") throws -> String {
        try FileManager.default.createDirectory(atPath: scratch.path(name), withIntermediateDirectories: true)
        return scratch.path(name)
    }

    @Test func aNameThatIsNoTextIsRefusedAndSaid() throws {
        let scratch = try Scratch(), folder = try folder(scratch)
        try put(Array("caf".utf8) + [0xE9] + Array(".csv".utf8), in: folder)
        let alone = try scratch.calfold("ingest", folder)
        #expect(alone.status == 65 && alone.errors.contains(#"caf\xE9.csv: refused: its name is not UTF-8"#))
        #expect(!FileManager.default.fileExists(atPath: scratch.path("calfold.db")))
        try put(Array("ben.csv".utf8), in: folder)
        let both = try scratch.calfold("ingest", folder)
        #expect(both.status == 65 && both.output.contains("ben.csv: ") && both.errors.contains(#"caf\xE9.csv"#))
        #expect(both.output.contains("1 file: ") && both.output.contains("; 1 refused"))
    }

    /// A folder with such a name, too; and a night says it in its report, the other files taken in.
    @Test func aNightSaysItEveryTime() throws {
        let night = try NightScratch()
        try put([0xFF, 0xFE], in: night.folder + "/inbox")
        try FileManager.default.copyItem(atPath: Self.log, toPath: night.folder + "/inbox/ben.rossi9@example.com.csv")
        for _ in 1...2 {
            let run = try night.night()
            #expect(run.status == 65, "\(run.errors)")
            #expect((run.output + run.errors).contains("1 file or folder of the inbox has a name that is not UTF-8"))
        }
        #expect(try night.calfold(["status"]).output.contains("ben.rossi9@example.com.csv"))
    }

    /// One is written with one letter, the other with a letter and an accent.
    @Test func namesThatLookAlikeAreTwoFiles() throws {
        let night = try NightScratch(), scratch = try Scratch(), folder = try folder(scratch)
        let lines = try String(contentsOfFile: Self.log, encoding: .utf8).split(whereSeparator: \.isNewline)
        try #require(lines.count > 2)
        for (name, row) in [("\u{E9}.csv", 1), ("e\u{301}.csv", 2)] {
            for place in [folder, night.folder + "/inbox"] {
                try put(Array(name.utf8), in: place, Data("\(lines[0])\n\(lines[row])\n".utf8))
            }
        }
        #expect(try scratch.calfold("ingest", folder).output.contains("2 files: 2 taken + 0 duplicate"))
        #expect(try night.night().output.contains("inbox      2 files, 2 of them not known yet"))
        #expect(try night.night().output.contains("inbox      2 files, 0 of them not known yet"))
    }

    @Test func noNameForgesALine() throws {
        let scratch = try Scratch(), folder = try folder(scratch)
        let forged = "a\nevil.csv: 9 taken + 0 duplicate + 0 quarantined = 9 rows read\u{1B}[2J"
        try put(Array((forged + ".csv").utf8), in: folder)
        try put(Array((forged + "2.csv").utf8), in: folder, Data("LogDate,ItemId\nx,y,z\n".utf8))
        try put(Array((forged + "3.csv").utf8), in: folder, Data("%PDF-1.5 no export".utf8))
        try put(
            Array((forged + "4.csv").utf8), in: folder,
            Data(try String(contentsOfFile: Self.log, encoding: .utf8).prefix { $0 != "\n" && $0 != "\r\n" }.utf8)
                + Data("\nbroken,row\n".utf8))
        for arguments in [
            ["ingest", folder], ["ingest", folder + "/" + forged + ".csv"], ["ingest", folder + "/" + forged + "none"],
            ["status"], ["quarantine"], ["fold"], ["export", "--check", folder],
            ["export", "--check", folder + forged],
            ["status", "--store", folder + forged], ["nightly", "--config", folder + forged],
            ["hash", "x", "--key-file", folder + forged], ["decode", folder + "/" + forged],
            ["export", "meetings", "--plain", "--directory", folder + forged],
            ["export", "meetings", "--plain", "--out", folder + "/" + forged + ".csv"],
        ] {
            let run = try scratch.calfold(arguments)
            let text = run.output + run.errors
            #expect(!text.contains("\nevil.csv") && !text.contains("\u{1B}"), "\(arguments): \(text)")
        }
        #expect(try scratch.calfold("status").output.contains("a<U+000A>evil.csv: 9 taken"))
    }

    /// A subject, and a row that was not understood, stay within their lines too.
    @Test func noTextForgesALine() throws {
        let scratch = try Scratch(), folder = try folder(scratch)
        let id =
            "040000008200E00074C5B7101A82E0080000000030F3D1A2B3C4D501000000000000000010000000A1B2C3D4E5F60718293A4B5C6D7E8F90"
        let head = "logtime;starttime;endtime;normalizedsubject;calendarlogtriggeraction;itemclass;globalobjectid"
        let forged = "\"a\nevil.csv: 9 taken\r\nevil.csv: again\""
        func row(_ time: String) -> String {
            "\(time);2024-02-13 09:00:00;2024-02-13 10:00:00;\(forged);Create;IPM.Appointment;\(id)"
        }
        try put(
            Array("alice@example.com.csv".utf8), in: folder,
            Data("\(head)\r\n\(row("2024-01-02 08:00:00"))\r\n\(row("yesterday"))\r\n".utf8))
        #expect(try scratch.calfold("ingest", folder).status == 1)
        #expect(try scratch.calfold("fold").status == 0)
        for arguments in [
            ["replay", "--find", "evil"], ["replay", id], ["quarantine", "--raw"],
            ["replay", id, "--diff", "2024-01-01", "2024-01-03"],
        ] {
            let run = try scratch.calfold(arguments)
            let isShown = run.output.contains("evil.csv") || arguments.contains("--diff")
            #expect(isShown && !run.output.contains("\nevil.csv"), "\(arguments): \(run.output)")
        }
    }

    @Test func aCheckLeavesNoNameOut() throws {
        let scratch = try Scratch(), folder = try folder(scratch, "tables")
        try put(Array("emails".utf8) + [0xE9] + Array(".csv".utf8), in: folder, Data("alice@example.com".utf8))
        let run = try scratch.calfold("export", "--check", folder)
        #expect(run.status == 1 && run.output.contains("its name is not UTF-8"), "\(run.output)\(run.errors)")
    }
}

/// A pipe that nobody writes to, and a device, where a file is named.
@Suite struct OddFileTests {
    private typealias Scratch = CommandLineTests.Scratch

    /// - Returns: the exit status, 137 of a run that waits for ever, and what was printed.
    private func run(_ scratch: Scratch, _ arguments: [String]) throws -> (status: Int32, text: String) {
        let process = Process(), pipe = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/timeout")
        process.arguments = ["-s", "KILL", "20", try CommandLineTests.program().path] + arguments
        process.currentDirectoryURL = scratch.folder
        process.environment = ["PATH": "/usr/bin:/bin", "CALFOLD_CLIENT_SECRET": "x"]
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, text)
    }

    /// A store, and what SQLite opens beside it.
    @Test(arguments: ["pipe", "/dev/null", "/dev/zero", "s.db-journal", "s.db-wal", "s.db-shm"])
    func onlyAPlainFileIsAStore(name: String) throws {
        let scratch = try Scratch(), log = CommandLineTests.sample + "/ben.rossi9@example.com.csv"
        let isBeside = name.hasPrefix("s.db"), store = isBeside ? "s.db" : name
        if isBeside { #expect(try scratch.calfold("ingest", log, "--store", store).status == 0) }
        if !name.hasPrefix("/") {
            try? FileManager.default.removeItem(atPath: scratch.path(name))
            mkfifo(scratch.path(name), 0o600)
        }
        for command in [["ingest", log], ["fold"], ["status"], ["verify"], ["export", "meetings", "--plain"]] {
            let found = try run(scratch, command + ["--store", store])
            #expect(found.status == 65 && found.text.contains("is no plain file"), "\(command): \(found)")
        }
    }

    @Test(arguments: ["pipe", "/dev/zero", "folder"])
    func onlyAPlainFileHoldsASecretOrASetting(name: String) throws {
        let scratch = try Scratch()
        mkfifo(scratch.path("pipe"), 0o600)
        try FileManager.default.createDirectory(atPath: scratch.path("folder"), withIntermediateDirectories: true)
        try FileManager.default.createDirectory(atPath: scratch.path("inbox"), withIntermediateDirectories: true)
        try Data("a key that only this test knows\n".utf8).write(to: scratch.folder.appending(path: "key"))
        #expect(try scratch.calfold("ingest", CommandLineTests.sample + "/ben.rossi9@example.com.csv").status == 0)
        #expect(try scratch.calfold("fold").status == 0)
        try Data("key-file: \(name)\naccepted-domain: example.com\n".utf8).write(
            to: scratch.folder.appending(path: "night.yaml"))
        let meetings = ["export", "meetings", "--month", "2024-02", "--out", "t"]
        for (status, arguments) in [
            (77, ["hash", "x", "--key-file", name]), (77, meetings + ["--key-file", name]),
            (65, meetings + ["--key-file", "key", "--directory", name]),
            (
                65,
                ["export", "users", "--month", "2024-02", "--key-file", "key", "--directory", "key", "--users", name]
            ),
            (64, ["nightly", "--config", name]), (64, ["nightly", "--config", "night.yaml"]),
            (65, ["decode", "./" + name]),
            (65, ["poll", "--tenant", "t", "--client-id", "c", "--client-secret-file", name]),
            (65, ["poll", "--tenant", "t", "--client-id", "c", "--certificate", name, "--private-key", name]),
            (
                65,
                [
                    "push", "--to", "https://127.0.0.1:1/", "--token-file", name, "--month", "2024-02", "--key-file",
                    "key",
                ]
            ),
            (66, ["export", "--check", ".", "--export-report", name]),
        ] {
            let run = try run(scratch, arguments)
            #expect(
                run.status == status || (status == 65 && run.status == 66), "\(arguments): \(run.status) \(run.text)")
            #expect(run.text.contains("calfold: "), "\(arguments): \(run.text)")
        }
    }

    /// What lies among tables is looked at without waiting for it.
    @Test func aCheckWaitsForNothing() throws {
        let scratch = try Scratch()
        try FileManager.default.createDirectory(atPath: scratch.path("t"), withIntermediateDirectories: true)
        for name in ["meetings.csv", "datapackage.json", "notes", "x.ics"] { mkfifo(scratch.path("t/" + name), 0o600) }
        symlink("notes", scratch.path("t/emails.csv"))
        let run = try run(scratch, ["export", "--check", "t"])
        #expect(run.status == 1, "\(run.text)")
        #expect(run.text.components(separatedBy: "it is no plain file").count >= 4, "\(run.text)")
    }
}
