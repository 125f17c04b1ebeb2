import Foundation
import Testing

/// Outputs that are full, closed or gone: a sentence and 73, never a signal, and work that is done.
@Suite struct OutputTests {
    private typealias Scratch = CommandLineTests.Scratch
    private static let logs = CommandLineTests.root.appending(path: "Fixtures/cases/standard-output-is-full/in").path
    private static let id =
        "040000008200E00074C5B7101A82E008000000000000542EAD3FDA010000000000000000100000001D2C3B4A59687786F5E4D3C2B1A00001"

    private static let commands = [
        "status", "status --format json", "status --check", "status --runs", "ingest '\(logs)'",
        "ingest '\(logs)' --format json", "fold --anew", "fold --format json",
        "verify", "verify --format json", "replay \(id)", "replay \(id) --format json", "replay \(id) --format html",
        "replay --find case",
        "export meetings --plain --out tables", "export meetings --plain --out tables --format json", "quarantine",
        "decode \(id)", "decode \(id) --format json",
        "init night", "--help", "--version", "help fold", "--generate-completion-script bash",
    ]

    /// Runs the program under a shell, which can close an output or fill it; errors go to a file of the scratch folder
    /// unless `how` says otherwise.
    private func shell(
        _ scratch: Scratch, _ command: String, _ how: String, before: String = "true"
    ) throws -> (status: Int32, errors: String) {
        let process = Process(), errors = scratch.path("errors-\(UUID().uuidString)")
        process.executableURL = URL(filePath: "/bin/bash")
        process.arguments = [
            "-c",
            "set -o pipefail; exec 2>'\(errors)'; \(before); '\(try CommandLineTests.program().path)' \(command) \(how)",
        ]
        process.currentDirectoryURL = scratch.folder
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return (process.terminationStatus, try String(contentsOfFile: errors, encoding: .utf8))
    }

    private func filled() throws -> Scratch {
        let scratch = try Scratch()
        #expect(try scratch.calfold("ingest", Self.logs).status == 0)
        #expect(try scratch.calfold("fold").status == 0)
        return scratch
    }

    @Test(arguments: commands)
    func anOutputThatTakesNothingEndsWithASentence(command: String) throws {
        let scratch = try filled()
        for how in [">/dev/full", ">&-", "</dev/null >&- <&-"] {
            try? FileManager.default.removeItem(atPath: scratch.path("night"))
            let run = try shell(scratch, command, how)
            #expect(run.status == 73, "\(command) \(how): \(run.status) \(run.errors)")
            #expect(run.errors.contains("Standard output cannot be written"), "\(command) \(how): \(run.errors)")
            #expect(
                !run.errors.contains("Fatal") && !run.errors.contains("crashed"), "\(command) \(how): \(run.errors)")
        }
        #expect(try scratch.calfold("verify").status == 0)
        #expect(try scratch.calfold("status").output.contains("entries      2 in 2 streams"))
    }

    /// The reader of a pipe is gone before the first word.
    @Test(arguments: ["status", "verify --format json", "replay \(id)", "fold --anew", "--help"])
    func aReaderThatIsGoneEndsWithASentence(command: String) throws {
        let scratch = try filled(), pipe = Pipe(), errors = scratch.path("errors")
        try pipe.fileHandleForReading.close()
        _ = FileManager.default.createFile(atPath: errors, contents: nil)
        let process = Process()
        process.executableURL = try CommandLineTests.program()
        process.arguments = command.split(separator: " ").map(String.init)
        process.currentDirectoryURL = scratch.folder
        process.standardOutput = pipe
        process.standardError = try FileHandle(forWritingTo: URL(filePath: errors))
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationReason == .exit && process.terminationStatus == 73)
        #expect(
            try String(contentsOfFile: errors, encoding: .utf8).contains(
                "Whoever read the output stopped before its end (Broken pipe). What was to be done is done."))
    }

    /// A process that may open next to no files: every command that needs them says so, and no library traps.
    @Test(arguments: [4, 7, 11, 16])
    func tooFewFilesEndWithASentence(limit: Int) throws {
        let scratch = try filled()
        for command in [
            "ingest '\(Self.logs)' --store new.db", "fold --anew", "export meetings --plain --format sqlite --out t",
            "nightly",
        ] {
            let run = try shell(scratch, command, "", before: "ulimit -n \(limit)")
            #expect(run.status == 73, "\(command): \(run.status) \(run.errors)")
            #expect(
                run.errors.contains("This process may open no more than") && !run.errors.contains("Signal"),
                "\(command): \(run.errors)")
        }
        #expect(try shell(scratch, "export --help", "", before: "ulimit -n \(limit)").status == 0)
        #expect(!FileManager.default.fileExists(atPath: scratch.path("new.db")))
    }

    /// What is enough is enough for all of it; a soft limit is raised.
    @Test func enoughFilesAreEnough() throws {
        let scratch = try filled()
        for before in ["ulimit -n 30", "ulimit -Sn 8"] {
            for command in ["fold --anew", "export meetings participants emails --plain --format sqlite --out t"] {
                let run = try shell(scratch, command, "", before: before)
                #expect(run.status == 0, "\(before), \(command): \(run.status) \(run.errors)")
            }
        }
    }

    /// On a terminal publishing by hand says what it waits for.
    @Test func publishingTellsHowFarItIs() throws {
        let scratch = try filled()
        #expect(try scratch.calfold("export", "meetings", "--plain", "--out", "t").status == 0)
        let held = scratch.path("target/.calfold-publish.lock/0badcafe-1-elsewhere")
        try FileManager.default.createDirectory(atPath: held, withIntermediateDirectories: true)
        let program = try CommandLineTests.program().path
        let run = try shell(
            scratch, "--version",
            ">/dev/null; script -qec 'stty cols 80; \(program) publish t --to target --plain --attempts 2' typescript")
        #expect(run.status == 69, "\(run.errors)")
        let shown = try String(contentsOfFile: scratch.path("typescript"), encoding: .utf8)
        #expect(shown.contains("waiting for other publishers to target"), "\(shown)")
    }

    /// What cannot be told does not change what was done, nor how it ended.
    @Test(arguments: commands)
    func errorsThatCannotBeToldEndNothing(command: String) throws {
        let scratch = try filled()
        for (how, expected) in [
            ("2>/dev/full", [0, 2]), ("2>&-", [0, 2]), (">/dev/full 2>&1", [73]), (">&- 2>&-", [73]),
            ("<&- >&- 2>&-", [73]),
        ] {
            try? FileManager.default.removeItem(atPath: scratch.path("night"))
            let run = try shell(scratch, command, how)
            #expect(expected.contains(Int(run.status)), "\(command) \(how): \(run.status)")
        }
        #expect(try scratch.calfold("verify").status == 0)
    }

    /// The work is done to its end though its first line is lost.
    @Test func workIsDoneWhenNobodyCanReadOfIt() throws {
        let scratch = try Scratch()
        #expect(try shell(scratch, "ingest '\(CommandLineTests.sample)'", ">/dev/full").status == 73)
        #expect(try scratch.calfold("ingest", CommandLineTests.sample).output.contains("0 taken + 1336 duplicate"))
        #expect(try shell(scratch, "fold", ">/dev/full").status == 73)
        #expect(try scratch.calfold("status").output.contains("up to the last entry"))
        #expect(try shell(scratch, "export meetings --plain", ">&-").status == 73)
        #expect(FileManager.default.fileExists(atPath: scratch.path("meetings.csv")))
    }

    /// A failure of its own keeps its status, and its sentence.
    @Test func whatFailsKeepsItsStatus() throws {
        let scratch = try Scratch()
        for how in [">/dev/full", ">&-"] {
            let run = try shell(scratch, "status --store nowhere.db", how)
            #expect(run.status == 66 && run.errors.contains("There is no store"), "\(run.errors)")
            #expect(try shell(scratch, "export nothing", how).status == 64)
        }
    }

    /// What is printed must not land in a file that was given the number of the closed output.
    @Test func nothingIsPrintedIntoTheStore() throws {
        let scratch = try filled()
        for _ in 0..<3 {
            #expect(
                try shell(scratch, "export meetings participants --plain --out tables", "<&- >&- 2>&-").status == 73)
        }
        #expect(try scratch.calfold("verify").status == 0)
        let table = try String(contentsOfFile: scratch.path("tables/meetings.csv"), encoding: .utf8)
        #expect(table.hasPrefix("meeting_id;") && !table.contains("rows"))
    }

    /// A file that may not grow, as under a quota, raises a signal of its own.
    @Test func aFileThatMayNotGrowIsNoCrash() throws {
        let scratch = try filled()
        let run = try shell(
            scratch, "--generate-completion-script bash",
            "> list; x=$?; test $x -eq 0 && (ulimit -f 1; '\(try CommandLineTests.program().path)' --generate-completion-script bash > short)"
        )
        #expect(run.status == 73, "\(run.status) \(run.errors)")
        #expect(run.errors.contains("Standard output cannot be written: File too large"), "\(run.errors)")
    }

    /// Where no thread can be had any more, nothing waits for one for ever.
    @Test(arguments: [104_000, 107_000, 108_500, 110_000, 111_500, 113_000, 116_000, 120_000, 130_000, 150_000])
    func noCommandWaitsForMemoryForEver(kilobytes: Int) throws {
        let scratch = try filled()
        for command in ["fold --anew", "verify"] {
            let run = try shell(
                scratch, "--version",
                "; ulimit -c 0; ulimit -v \(kilobytes); timeout -s KILL 120 '\(try CommandLineTests.program().path)' \(command)"
            )
            // 127: the system's loader has no room for the program itself. A trap (4) or an abort (6) is how the
            // language's runtime ends where it is refused a few bytes; a kill (9) is the wait that must not be.
            #expect([0, 4, 6, 73, 127, 132, 134].contains(run.status), "\(command): \(run.status) \(run.errors)")
            #expect(run.status != 73 || !run.errors.isEmpty, "\(command)")
        }
    }

    /// Too little memory is a sentence and 73: whatever asks for the piece that is refused. Loading the program takes
    /// 114 MB of addresses here and the ingest 147 MB; the limit lies between them.
    @Test func memoryThatComesToAnEndIsSaid() throws {
        let scratch = try Scratch()
        let run = try shell(
            scratch, "--version",
            "; ulimit -c 0; ulimit -v 130000; timeout 20 '\(try CommandLineTests.program().path)' ingest '\(CommandLineTests.sample)'"
        )
        #expect(run.status == 73, "\(run.status) \(run.errors)")
        #expect(run.errors.contains("memory") && !run.errors.contains("crashed"), "\(run.errors)")
    }
}
