import Foundation
import Testing

/// What a stranger is told.
@Suite struct HelpTests {
    /// The names in the list of subcommands of the program's own help.
    private static func subcommands(_ help: String) -> [String] {
        let list = help.components(separatedBy: "SUBCOMMANDS:\n").last ?? ""
        return list.split(separator: "\n").compactMap { line in
            guard line.hasPrefix("  "), line.dropFirst(2).first?.isLetter == true else { return nil }
            return line.dropFirst(2).split(separator: " ").first.map(String.init)
        }.filter { $0 != "See" }
    }

    @Test func withoutArgumentsTheFirstStepsAreTold() throws {
        let scratch = try CommandLineTests.Scratch()
        let run = try scratch.calfold()
        #expect(run.status == 0)
        #expect(run.output.contains("First steps") && run.output.contains("calfold ingest exports/"))
        for status in ["0 done", "64 usage", "69 service", "77 refused"] {
            #expect(run.output.replacing("\n", with: " ").contains(status))
        }
    }

    /// Examples are typed from the screen: none may be broken by the wrapping to 80 columns.
    @Test func everyCommandHasExamplesThatStandWhole() throws {
        let scratch = try CommandLineTests.Scratch()
        let names = Self.subcommands(try scratch.calfold("--help").output)
        try #require(names.count >= 9, "\(names)")
        for name in names {
            let help = try scratch.calfold(name, "--help").output
            let part = try #require(
                help.components(separatedBy: "\nExamples:\n").dropFirst().first, "\(name) has no examples")
            let examples = part.components(separatedBy: "\n\n")[0].split(separator: "\n")
            #expect(examples.contains { $0.contains("calfold \(name)") }, "\(name)")
            for line in examples { #expect(line.hasPrefix("  "), "'\(line)' of \(name) was broken") }
        }
    }

    /// On a narrow terminal an example goes on in a line that a shell takes for the same command.
    @Test(arguments: [40, 60])
    func examplesCanBeTypedFromANarrowTerminal(width: Int) throws {
        let scratch = try CommandLineTests.Scratch(), narrow = ["COLUMNS": String(width)]
        func commands(_ help: String) -> [String] {
            help.replacing(/\\\n +/, with: "").split(separator: "\n").filter { $0.hasPrefix("  calfold ") }
                .map { $0.dropFirst(2).components(separatedBy: "   ")[0].trimmingCharacters(in: .whitespaces) }
        }
        let names = Self.subcommands(try scratch.calfold("--help").output)
        for name in names {
            let help = try scratch.calfold([name, "--help"], environment: narrow).output
            let wide = try scratch.calfold([name, "--help"], environment: ["COLUMNS": "200"]).output
            #expect(commands(help) == commands(wide) && !commands(wide).isEmpty, "\(name): \(help)")
            let usage = help.components(separatedBy: "USAGE:")[1].components(separatedBy: "\n\n")[0]
            #expect(usage.split(separator: "\n").allSatisfy { $0.count <= max(width, 46) }, "\(name): \(usage)")
            if width >= 60 {
                let examples = help.components(separatedBy: "\nExamples:\n")[1].components(separatedBy: "\n\n")[0]
                for line in examples.split(separator: "\n") { #expect(line.count <= width + 8, "\(name): \(line)") }
            }
        }
        let first = try scratch.calfold([], environment: narrow).output
        #expect(first.contains("\n  calfold status\n      what is there now\n") || width > 40, "\(first)")
        #expect(!first.contains("\nnew\n") && !first.contains("\nfolders of exports\n"), "\(first)")
    }

    /// Every long option that an example names exists.
    @Test func examplesNameOptionsThatExist() throws {
        let scratch = try CommandLineTests.Scratch()
        for name in Self.subcommands(try scratch.calfold("--help").output) {
            let help = try scratch.calfold(name, "--help").output
            let parts = help.components(separatedBy: "\nUSAGE:")
            let options = Set(parts.dropFirst().joined().matches(of: /--[a-z-]+/).map { String($0.output) })
            let used = Set(
                parts[0].components(separatedBy: "\nExamples:\n").dropFirst().joined().matches(of: /--[a-z-]+/).map {
                    String($0.output)
                })
            #expect(used.isSubset(of: options), "\(name): \(used.subtracting(options))")
        }
    }

    /// Every example does what it shows, typed as it stands. Those of servers that nobody has here are left out by
    /// name.
    @Test func everyExampleRuns() throws {
        let scratch = try CommandLineTests.Scratch()
        try Self.prepare(scratch)
        let names = Self.subcommands(try scratch.calfold("--help").output)
        for name in names where name != "poll" {
            for example in try Self.examples(of: name, scratch)
            where !example.contains("sftp.example.com") && !example.contains("app.example.com") {
                // A server ends when it is told to, and well.
                let command = example.replacing("calfold serve", with: "timeout --preserve-status 3 calfold serve")
                let run = try Self.shell(command, scratch)
                // 1: rows were set aside, the check has something to say, or the audit found something; 2: no night has
                // run yet.
                let statuses: [Int32] =
                    example.contains("--check") ? [0, 1, 2] : example.hasPrefix("calfold audit") ? [0, 1] : [0]
                #expect(statuses.contains(run.status), "\(example): \(run.status) \(run.output)")
            }
        }
    }

    private static func examples(of name: String, _ scratch: CommandLineTests.Scratch) throws -> [String] {
        let help = try scratch.calfold(name, "--help", environment: ["COLUMNS": "100"]).output
        let part = help.components(separatedBy: "\nExamples:\n").dropFirst().first ?? ""
        return part.components(separatedBy: "\n\n")[0].replacing(/\\\n +/, with: " ").split(separator: "\n").map {
            // An explanation stands far behind the command.
            $0.trimmingCharacters(in: .whitespaces).components(separatedBy: "     ")[0]
        }
    }

    /// A folder as the examples have it: exports, a store, a key, a directory, a night's configuration.
    private static func prepare(_ scratch: CommandLineTests.Scratch) throws {
        let files = FileManager.default, fixtures = CommandLineTests.root.appending(path: "Fixtures")
        #expect(try scratch.calfold("init", ".").status == 0)
        for name in ["bin", "partner"] {
            try files.createDirectory(at: scratch.folder.appending(path: name), withIntermediateDirectories: true)
        }
        try files.createSymbolicLink(
            at: scratch.folder.appending(path: "bin/calfold"), withDestinationURL: CommandLineTests.program())
        try files.copyItem(atPath: CommandLineTests.sample, toPath: scratch.path("exports"))
        try files.copyItem(
            at: fixtures.appending(path: "partner/directory.csv"), to: scratch.folder.appending(path: "people.csv"))
        let head = "LogTime,StartTime,EndTime,NormalizedSubject,CalendarLogTriggerAction,ItemClass,GlobalObjectId"
        let id =
            "040000008200E00074C5B7101A82E0080000000030F3D1A2B3C4D501000000000000000010000000A1B2C3D4E5F60718293A4B5C6D7E8F90"
        func row(_ date: String) -> String { "\(date),\(date),\(date),Review,Create,IPM.Appointment,\(id)" }
        for (name, date) in [("alice.csv", "2024-02-01 09:00:00"), ("old.csv", "13.02.2024 09:00:00")] {
            try Data("\(head)\r\n\(row(date))\r\n".utf8).write(to: scratch.folder.appending(path: name))
        }
        try Data(id.utf8).write(to: scratch.folder.appending(path: "id.txt"))
        try Data("AnExampleOfATokenThatLetsIn0123456789".utf8)
            .write(to: scratch.folder.appending(path: "token.txt"))
        try Data(
            "04300430 0B20 0100 0000 C0210000 01000000 00000000 02000000 23200000 0A000000 00000000 00000000 00000000 80 20 BD 0C DF 80 E9 5A 06300000 09300000 58020000 76020000 0000 00000000 00000000"
                .filter { $0 != " " }.utf8
        ).write(to: scratch.folder.appending(path: "blob.txt"))
        let mail = fixtures.appending(path: "mail/trace-csv").path
        #expect(try scratch.calfold("ingest", CommandLineTests.sample, mail).status == 0)
        #expect(try scratch.calfold("fold").status == 0)
        let status = try scratch.calfold("status", "--format", "json").output
        let noted = status.firstMatch(of: /"head" : "([0-9a-f]+)"/)?.output.1
        try Data(String(noted ?? "").utf8).write(to: scratch.folder.appending(path: "noted-head.txt"))
    }

    private static func shell(
        _ command: String, _ scratch: CommandLineTests.Scratch, environment: [String: String] = [:]
    ) throws -> (status: Int32, output: String) {
        let process = Process(), file = scratch.path("said")
        process.executableURL = URL(filePath: "/bin/bash")
        process.arguments = ["-c", "(\(command)) >'\(file)' 2>&1"]
        process.currentDirectoryURL = scratch.folder
        process.environment = ["PATH": "\(scratch.path("bin")):/usr/bin:/bin", "HOME": scratch.folder.path].merging(
            environment
        ) { $1 }
        process.standardInput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return (process.terminationStatus, try String(contentsOfFile: file, encoding: .utf8))
    }

    // MARK: How it feels

    @Test(arguments: [
        ("export meetings --fromat json", "Unknown option '--fromat'. Did you mean '--format'?"),
        ("export meetings --plain --as-off 2024-01-01", "Unknown option '--as-off'. Did you mean '--as-of'?"),
        ("ingest --mailbx=a@b.example x", "Unknown option '--mailbx'. Did you mean '--mailbox'?"),
        ("serve --port 8080", "Unknown option '--port'. Did you mean '--listen'?"),
        ("statsu", "There is no command 'statsu'. Did you mean 'status'?"),
        ("export meetngs --plain", "Did you mean 'meetings'?"), ("fold --format jsn", "Did you mean 'json'?"),
        ("frobnicate", "There is no command 'frobnicate'."),
    ])
    func aTypoIsNamedWithTheRightWord(arguments: String, words: String) throws {
        let scratch = try CommandLineTests.Scratch()
        let run = try scratch.calfold(arguments.split(separator: " ").map(String.init))
        #expect(run.status == 64 && run.errors.contains(words), "\(run.errors)")
        #expect(run.errors.contains("--help' for more information"))
    }

    /// -h is a list that fits the terminal, --help all there is, in groups.
    @Test(arguments: [60, 80])
    func theShortHelpFitsTheTerminal(width: Int) throws {
        let scratch = try CommandLineTests.Scratch()
        for name in Self.subcommands(try scratch.calfold("--help").output) + [""] {
            let arguments = [name, "-h"].filter { !$0.isEmpty }
            let short = try scratch.calfold(arguments, environment: ["COLUMNS": String(width)])
            #expect(short.status == 0 && short.errors.isEmpty, "\(short.errors)")
            let lines = short.output.split(separator: "\n", omittingEmptySubsequences: false)
            #expect(lines.allSatisfy { $0.count <= width || $0.hasPrefix("Usage:") }, "\(name): \(short.output)")
            let long = try scratch.calfold([name, "--help"].filter { !$0.isEmpty }).output
            #expect(lines.count < long.split(separator: "\n", omittingEmptySubsequences: false).count, "\(name)")
        }
        #expect(try scratch.calfold("export", "--help").output.contains("PEOPLE AND PRIVACY:"))
    }

    @Test func theStoreMayStandInTheEnvironment() throws {
        let scratch = try CommandLineTests.Scratch(), store = ["CALFOLD_STORE": scratch.path("elsewhere.db")]
        #expect(try scratch.calfold("ingest", CommandLineTests.sample, environment: store).status == 0)
        #expect(!FileManager.default.fileExists(atPath: scratch.path("calfold.db")))
        #expect(try scratch.calfold("status", environment: store).output.contains("entries      1336"))
        // What is typed outweighs it.
        #expect(try scratch.calfold("status", "--store", "calfold.db", environment: store).status == 66)
    }

    /// A sentence is told whole, in as many lines as it takes, or its first part.
    @Test(arguments: [60, 80])
    func theShortHelpCutsNoSentence(width: Int) throws {
        let scratch = try CommandLineTests.Scratch()
        let short = try scratch.calfold("fetch", "-h", environment: ["COLUMNS": String(width)]).output
        #expect(!short.contains("…"), "\(short)")
        let words = short.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        for sentence in [
            "--known-hosts <file> The file of known host keys.",
            "--config <file> The configuration file, whose section 'fetch' holds what is left out.",
        ] { #expect(words.contains(sentence), "\(short)") }
    }

    /// Lines are broken for a terminal, and for nobody else.
    @Test(arguments: [60, 80])
    func linesFitTheTerminal(width: Int) throws {
        let scratch = try CommandLineTests.Scratch()
        try Self.prepare(scratch)
        try Data("x;y\r\n1;2\r\n".utf8).write(to: scratch.folder.appending(path: "no.csv"))
        let head = "LogTime,StartTime,EndTime,NormalizedSubject,CalendarLogTriggerAction,ItemClass,GlobalObjectId"
        try Data("\(head)\r\nnever,now,then,Review,Create,IPM.Appointment,1\r\n".utf8)
            .write(to: scratch.folder.appending(path: "bad.csv"))
        for command in [
            "calfold ingest exports", "calfold status", "calfold replay --find budget", "calfold ingest no.csv",
            "calfold ingest bad.csv --mailbox a@example.com", "calfold quarantine", "calfold replay nothing",
            "calfold fetch nowhere --out x", "calfold hash x",
        ] {
            let run = try Self.shell(
                "script -qec 'stty cols \(width); \(command)' /dev/null", scratch, environment: ["TERM": "xterm"])
            // A line of progress, on a slow machine, is taken away before the next line.
            let shown = run.output.replacing("\u{1B}[K", with: "")
            let wide = shown.split(whereSeparator: \.isNewline).map(String.init).filter { $0.count > width }
            #expect(
                wide.allSatisfy { !$0.trimmingCharacters(in: .whitespaces).contains(" ") }, "\(command): \(wide)")
        }
        // In a file they stay whole.
        #expect(try scratch.calfold("status").output.contains(/file .* taken \+ .* = \d+\n/))
    }

    /// On a terminal of 60 columns a story is wrapped to it, in colour unless somebody does not want any.
    @Test func aTerminalIsRespected() throws {
        let scratch = try CommandLineTests.Scratch()
        try Self.prepare(scratch)
        func onTerminal(_ command: String, _ environment: [String: String] = [:]) throws -> String {
            let run = try Self.shell(
                "script -qec 'stty cols 60; \(command)' /dev/null", scratch,
                environment: ["TERM": "xterm"].merging(environment) { $1 })
            #expect(run.status == 0, "\(run.output)")
            return run.output
        }
        let story = try onTerminal("calfold replay 8B907496")
        #expect(story.contains("\u{1B}[1m"))
        let plain = try onTerminal("calfold replay 8B907496", ["NO_COLOR": "1"])
        #expect(!plain.contains("\u{1B}["))
        let long = plain.split(whereSeparator: \.isNewline).filter { $0.count > 60 && $0.contains(" ") }
        #expect(long.allSatisfy { !$0.trimmingCharacters(in: .whitespaces).contains(" ") }, "\(long)")
        #expect(try onTerminal("calfold replay 8B907496", ["TERM": "dumb"]).contains("\u{1B}[1m") == false)
    }
}
