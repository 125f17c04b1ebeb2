import Foundation
import Testing

/// What is said where something is missing, cannot be, or was typed otherwise than it is called.
@Suite struct WordTests {
    private typealias Scratch = CommandLineTests.Scratch

    private func filled() throws -> Scratch {
        let scratch = try Scratch()
        #expect(try scratch.calfold("ingest", CommandLineTests.sample).status == 0)
        #expect(try scratch.calfold("fold").status == 0)
        return scratch
    }

    @Test func aListOfUsersThatIsMissingIsMissingInput() throws {
        let scratch = try filled()
        let directory = CommandLineTests.root.appending(path: "Fixtures/partner/directory.csv").path
        let run = try scratch.calfold(
            "export", "users", "--month", "2024-02", "--directory", directory, "--users", "nothere.csv", "--out", "t",
            environment: ["CALFOLD_KEY": "a key that only this test knows"])
        #expect(run.status == 66 && run.errors.contains("nothere.csv: it is not there"), "\(run.errors)")
    }

    @Test(arguments: [["publish", "nothere", "--to", "x"], ["fetch", "nothere", "--out", "y"]])
    func aFolderThatIsMissingIsToldFromOneThatIsNone(arguments: [String]) throws {
        let scratch = try Scratch()
        let run = try scratch.calfold(arguments)
        #expect(run.status == 66 && run.errors.contains("There is no folder nothere.\n  next: "), "\(run.errors)")
        try Data().write(to: scratch.folder.appending(path: "nothere"))
        let other = try scratch.calfold(arguments)
        #expect(other.status == 66 && other.errors.contains("nothere is no folder."), "\(other.errors)")
    }

    @Test func whyAFolderCannotBeMadeIsSaid() throws {
        let scratch = try filled()
        for format in ["text", "sqlite"] {
            let run = try scratch.calfold(
                "export", "meetings", "--plain", "--month", "2024-02", "--out", "/proc/nothing/x", "--format", format)
            #expect(
                run.status == 73 && run.errors.contains("the folder cannot be made: No such file or directory"),
                "\(run.errors)")
        }
        let run = try scratch.calfold("fetch", ".", "--out", "/proc/nothing/x")
        #expect(run.status == 73 && run.errors.contains("cannot be made: No such file"), "\(run.errors)")
        try Data().write(to: scratch.folder.appending(path: "file"))
        let other = try scratch.calfold("export", "meetings", "--plain", "--month", "2024-02", "--out", "file/t")
        #expect(other.status == 73 && other.errors.contains("Not a directory"), "\(other.errors)")
    }

    @Test(arguments: ["export meetings --plain", "fetch source", "audit --plain", "push --month 2024-02 --dry-run"])
    func standardOutputIsNoFolder(command: String) throws {
        let scratch = try filled()
        let run = try scratch.calfold(command.split(separator: " ").map(String.init) + ["--out", "-"])
        #expect(run.status == 64 && run.errors.contains("standard output (-) is none"), "\(run.errors)")
        #expect(!FileManager.default.fileExists(atPath: scratch.path("-")))
    }

    @Test(arguments: [
        ("statsu", "There is no command 'statsu'. Did you mean 'status'?"), ("TYPO", "There is no command 'TYPO'."),
        ("stream tabels", "There is no command 'tabels'. Did you mean 'tables'?"),
    ])
    func helpOfWhatIsNoCommand(words: String, sentence: String) throws {
        let scratch = try Scratch()
        let run = try scratch.calfold(["help"] + words.split(separator: " ").map(String.init))
        #expect(run.status == 64 && run.errors.contains(sentence) && run.output.isEmpty, "\(run.errors)\(run.output)")
        #expect(try scratch.calfold("help", "stream", "tables").status == 0)
        #expect(try scratch.calfold("help").status == 0)
    }

    @Test func statusSaysHowManyFilesItLists() throws {
        let scratch = try filled()
        let few = try scratch.calfold("status").output, all = try scratch.calfold("status", "--all").output
        func files(_ text: String) -> Int { text.split(separator: "\n").count { $0.hasPrefix("file ") } }
        #expect(files(few) == 10 && few.contains("the last 10 of 15 files, --all lists every one"), "\(few)")
        #expect(files(all) == 15 && !all.contains("--all"), "\(all)")
    }

    /// As the interface for programs has it, and as every other instant is written there.
    @Test func instantsOfStatusAreISO8601() throws {
        let status = try filled().calfold("status", "--format", "json").output
        #expect(
            status.contains(/"lastTakenIn" : "\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"/), "\(status)")
    }

    /// Numbers and dates are written without quotation marks.
    @Test(arguments: [" ", "-", ":", ".", "a", "0", "+", "/", "=", "'", "@", "_"])
    func aDelimiterDoesNotStandWithinValues(sign: String) throws {
        let scratch = try filled()
        let run = try scratch.calfold(
            "export", "meetings", "--plain", "--month", "2024-02", "--out", "t", "--delimiter=\(sign)")
        #expect(run.status == 64 && run.errors.contains("cannot part them"), "\(sign): \(run.errors)")
    }

    @Test func onlyACommandThatHasPlainOffersIt() throws {
        let scratch = try filled()
        for (command, hasPlain) in [
            ("export meetings --month 2024-02", true), ("audit", true), ("hash x", false),
            ("replay --find budget --pseudonyms", false), ("push --month 2024-02 --dry-run --out bodies", false),
        ] {
            let run = try scratch.calfold(command.split(separator: " ").map(String.init))
            #expect(run.status == 77 && run.errors.contains("No key to make pseudonyms with"), "\(run.errors)")
            #expect(run.errors.contains("--plain") == hasPlain, "\(command): \(run.errors)")
        }
    }

    @Test(arguments: [
        ("de", "Did you mean de-DE? There are de-AT, de-CH"), ("pl", "Did you mean pl-PL?"),
        ("de-XX", "Did you mean de-DE?"), ("xx", "One of: af-ZA"),
    ])
    func theNearestCultureIsNamed(name: String, words: String) throws {
        let run = try Scratch().calfold("ingest", CommandLineTests.sample, "--culture", name)
        #expect(run.status == 64 && run.errors.contains(words), "\(run.errors)")
        #expect(name == "xx" || run.errors.count < 200, "\(run.errors)")
    }

    @Test func bytesThatAreNoTextAreRefused() throws {
        let scratch = try Scratch(), process = Process(), errors = scratch.path("errors")
        _ = FileManager.default.createFile(atPath: errors, contents: nil)
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = [
            "-c", "exec \"$0\" export meetings --plain --include \"$(printf 'j\\366rg@example.com')\" --out t",
            try CommandLineTests.program().path,
        ]
        process.currentDirectoryURL = scratch.folder
        process.standardError = try FileHandle(forWritingTo: URL(filePath: errors))
        try process.run()
        process.waitUntilExit()
        let said = try String(contentsOfFile: errors, encoding: .utf8)
        #expect(process.terminationStatus == 64 && said.contains("is not UTF-8"), "\(said)")
    }

    @Test func whatChoosesAPartOfTheLogIsSaidOnce() throws {
        let scratch = try filled(), asked = ["export", "meetings", "--plain", "--out", "t"]
        let run = try scratch.calfold(asked + ["--month", "2024-01", "--month=2024-02"])
        #expect(run.status == 64 && run.errors.contains("--month is given twice"), "\(run.errors)")
        #expect(try scratch.calfold(asked + ["--from", "2024-01-01", "--to", "2024-03-01"]).status == 0)
    }

    @Test func patternsThatFitNobodyAreSaid() throws {
        let scratch = try filled(), key = ["CALFOLD_KEY": "a key that only this test knows"]
        let asked = ["export", "meetings", "--accepted-domain", "example.com", "--month", "2024-02", "--out", "t"]
        let empty = try scratch.calfold(asked + ["--include", ""], environment: key)
        #expect(empty.status == 64 && empty.errors.contains("A pattern of include is empty"), "\(empty.errors)")
        let nobody = try scratch.calfold(asked + ["--include", "nobody@example.com"], environment: key)
        #expect(nobody.errors.contains("include and exclude leave out whoever there is"), "\(nobody.errors)")
        #expect(!nobody.errors.contains("accepted-domain"), "\(nobody.errors)")
    }

    /// Copied out of a chat or a page, an id brings along what nobody sees.
    @Test func signsThatNobodySeesAreNoPartOfAnId() throws {
        let scratch = try filled()
        let plain = try scratch.calfold("replay", "8B907496")
        let copied = try scratch.calfold("replay", "\u{200B}8B90\u{2060}7496\u{FEFF}")
        #expect(plain.status == 0 && copied.status == 0 && copied.output == plain.output, "\(copied.errors)")
    }

    @Test func whatIsToSayOfKnownAtIsSaidOnce() throws {
        let scratch = try filled()
        let run = try scratch.calfold("replay", "8B907496", "--known-at", "2000-01-01")
        let notes = run.errors.split(separator: "\n")
        #expect(notes.count == Set(notes).count, "\(run.errors)")
    }

    @Test func whatFormsOfIdsAreTakenIsSaid() throws {
        let scratch = try filled()
        let short = try scratch.calfold("replay", "7496"), wrong = try scratch.calfold("replay", "nothing-of-it")
        #expect(short.status == 66 && short.errors.contains("it is too short for the end of one"), "\(short.errors)")
        #expect(wrong.status == 66 && !wrong.errors.contains("too short"), "\(wrong.errors)")
        for run in [short, wrong] { #expect(run.errors.contains("at least 6 digits of its end"), "\(run.errors)") }
    }
}
