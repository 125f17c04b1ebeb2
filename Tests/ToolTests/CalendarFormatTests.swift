import Foundation
import Testing

/// The same meetings in every format that calendar logs are exported in (Fixtures/calendar/formats): what carries the
/// same facts gives the same tables, byte for byte.
@Suite struct CalendarFormatTests {
    static let folder = CommandLineTests.root.appending(path: "Fixtures/calendar/formats")

    struct Format: CustomStringConvertible, Sendable {
        var name: String
        var golden: String
        var options: [String] = []
        var description: String { name }
    }

    static let formats = [
        Format(name: "entry", golden: "full"),
        Format(name: "analysis-advanced", golden: "full", options: ["--log-time-zone", "Europe/Warsaw"]),
        Format(name: "analysis-basic", golden: "basic", options: ["--log-time-zone", "Europe/Warsaw"]),
        Format(name: "objects-decoded", golden: "full", options: ["--culture", "en-US"]),
        Format(name: "objects-numeric", golden: "full"),
        Format(name: "script-raw", golden: "full", options: ["--culture", "en-US"]),
        Format(name: "script-enhanced", golden: "enhanced", options: ["--culture", "en-US"]),
        Format(name: "json-powershell-51", golden: "full"),
        Format(name: "json-powershell-7", golden: "full"),
        Format(name: "json-lines", golden: "full"),
        Format(name: "json-wrapped", golden: "full"),
        Format(name: "pseudonymised", golden: "pseudonymised"),
    ]

    @Test(arguments: formats) func givesItsGoldenTables(_ format: Format) throws {
        let scratch = try CommandLineTests.Scratch()
        let taken = try scratch.calfold(["ingest", Self.folder.appending(path: format.name).path] + format.options)
        #expect(taken.status == 0, "\(taken.errors)")
        #expect(
            format.name == "pseudonymised"
                ? taken.errors.contains("nothing says whose log it is") : taken.errors.isEmpty, "\(taken.errors)")
        #expect(taken.output.contains("17 taken + 0 duplicate + 0 quarantined = 17 rows read"))
        let exported = try scratch.calfold(
            "export", "meetings", "participants", "--plain", "--subjects", "--include-cancelled", "--out", "tables")
        #expect(exported.status == 0, "\(exported.errors)")
        for table in ["meetings.csv", "participants.csv"] {
            let golden = try String(
                contentsOf: Self.folder.appending(path: "golden/\(format.golden)/\(table)"), encoding: .utf8)
            #expect(try String(contentsOfFile: scratch.path("tables/\(table)"), encoding: .utf8) == golden, "\(table)")
        }
    }

    /// Rows that remoting or the support script number anew in every session are one entry still.
    @Test func aSessionsOwnColumnsMakeNoNewEntries() throws {
        let scratch = try CommandLineTests.Scratch()
        let name = "anna.berg@example.com.csv"
        let text = try String(contentsOf: Self.folder.appending(path: "script-raw/\(name)"), encoding: .utf8)
        try text.replacing("5f0c4b5e-", with: "77777777-").write(
            toFile: scratch.path(name), atomically: true, encoding: .utf8)
        _ = try scratch.calfold("ingest", Self.folder.appending(path: "script-raw/\(name)").path, "--culture", "en-US")
        let again = try scratch.calfold("ingest", name, "--culture", "en-US")
        #expect(again.output.contains("0 taken + 8 duplicate"))
    }

    /// Exchange's engineers name a version by its sequence number, the last one used and the item's version.
    @Test(arguments: ["script-enhanced", "script-raw"]) func aReplayNamesVersionsInFull(_ format: String) throws {
        let scratch = try CommandLineTests.Scratch()
        _ = try scratch.calfold("ingest", Self.folder.appending(path: format).path, "--culture", "en-US")
        _ = try scratch.calfold("fold")
        let found = try scratch.calfold("replay", "--find", "budget").output
        let id = try #require(found.split(separator: " ").first.map(String.init))
        let story = try scratch.calfold("replay", id, "--format", "json").output
        #expect(story.contains("\"0:0:1\""), "\(story)")
    }

    /// What was hashed once leaves as it came with --plain, and not at all under a key.
    @Test func thePartnersOwnFilesAreNeverHashedTwice() throws {
        let scratch = try CommandLineTests.Scratch()
        let file = Self.folder.appending(path: "pseudonymised/2024-01_meetings.csv")
        _ = try scratch.calfold("ingest", file.path)
        let plain = try scratch.calfold("export", "calendar_log", "--plain", "--out", "tables")
        #expect(plain.status == 0, "\(plain.errors)")
        #expect(
            try String(contentsOfFile: scratch.path("tables/calendar_log.csv"), encoding: .utf8)
                == String(contentsOf: file, encoding: .utf8))
        let hashed = try scratch.calfold(
            "export", "calendar_log", "--out", "again", environment: ["CALFOLD_KEY": "a key of these fixtures alone"])
        #expect(hashed.status == 77)
        #expect(hashed.errors.contains("44 characters of Base64"))
        #expect(!FileManager.default.fileExists(atPath: scratch.path("again/calendar_log.csv")))
    }

    /// A finished table in a store whose people stand in clear would keep every other from being written, and have its
    /// meetings counted twice.
    @Test func aFinishedTableIsNotMixedWithClearRows() throws {
        let scratch = try CommandLineTests.Scratch()
        let table = Self.folder.appending(path: "pseudonymised/2024-01_meetings.csv").path
        #expect(
            try scratch.calfold("ingest", CommandLineTests.root.appending(path: "Fixtures/calendar/formats/entry").path)
                .status == 0)
        let before = try scratch.calfold("status", "--format", "json").output
        let refused = try scratch.calfold("ingest", table)
        #expect(refused.status == 65 && refused.errors.contains("finished table"), "\(refused.errors)")
        #expect(try scratch.calfold("status", "--format", "json").output == before)
        // A store of such tables takes further ones.
        #expect(try scratch.calfold("ingest", table, "--store", "tables.db").status == 0)
        let again = try scratch.calfold("ingest", table, "--store", "tables.db")
        #expect(again.status == 0 && again.output.contains("0 taken"), "\(again.output)\(again.errors)")
    }

    /// Files named after people, beside files that are no exports: the directory knows whose logs they are, the rest is
    /// counted.
    @Test func aFolderAsPeopleKeepIt() throws {
        let scratch = try CommandLineTests.Scratch()
        try FileManager.default.createDirectory(atPath: scratch.path("in"), withIntermediateDirectories: true)
        for (name, copy) in [
            ("anna.berg@example.com.csv", "Anna Berg.csv"), ("ben.ito@example.com.csv", "bito_2024-01-31.csv"),
        ] {
            try FileManager.default.copyItem(
                atPath: Self.folder.appending(path: "entry/\(name)").path, toPath: scratch.path("in/\(copy)"))
        }
        for name in ["README", "notes.md", "picture.png", "empty.txt"] {
            try Data((name == "empty.txt" ? "" : name).utf8).write(to: URL(filePath: scratch.path("in/\(name)")))
        }
        try Self.directory.write(toFile: scratch.path("people.csv"), atomically: true, encoding: .utf8)
        let taken = try scratch.calfold("ingest", "in", "--directory", "people.csv")
        #expect(taken.status == 0, "\(taken.errors)")
        #expect(taken.output.contains("2 files: 17 taken"))
        #expect(taken.errors.contains("4 files are no exports"))
        #expect(try scratch.calfold("ingest", "in/README").status == 65)
        _ = try scratch.calfold("export", "participants", "--plain", "--include-cancelled")
        let golden = try String(
            contentsOf: Self.folder.appending(path: "golden/full/participants.csv"), encoding: .utf8)
        #expect(try String(contentsOfFile: scratch.path("participants.csv"), encoding: .utf8) == golden)
        let report = try scratch.calfold("ingest", "in", "--format", "json")
        #expect(report.output.contains("\"skipped\" : 4") && report.output.contains("nothing says whose log it is"))
    }

    /// A title that is misspelt takes a column out of every row: what then is in no month is said.
    @Test(arguments: [
        ("logtime", "no row says when it was logged"), ("starttime", "no row says when its meeting begins"),
    ])
    func aMisspeltTitleOfATimeIsSaid(title: String, words: String) throws {
        let scratch = try CommandLineTests.Scratch()
        let log = CommandLineTests.root.appending(
            path: "Fixtures/calendar/sample-organisation/logs/felix.berg6@example.com.csv")
        let text = try String(contentsOf: log, encoding: .utf8)
        let right = try scratch.calfold("ingest", log.path, "--store", "right.db")
        #expect(right.status == 0 && !right.errors.contains("no row says"), "\(right.errors)")
        try text.replacing(title + ";", with: title + "s;", maxReplacements: 1)
            .write(toFile: scratch.path("felix.berg6@example.com.csv"), atomically: true, encoding: .utf8)
        let wrong = try scratch.calfold("ingest", "felix.berg6@example.com.csv")
        #expect(wrong.status == 0 && wrong.errors.contains(words), "\(wrong.errors)")
        #expect(wrong.errors.contains("Columns that are not known: \(title)s."), "\(wrong.errors)")
    }

    static let directory = """
        PrimarySmtpAddress,DisplayName,EmailAddresses
        anna.berg@example.com,Anna Berg,smtp:anna.nowak@example.com
        ben.ito@example.com,Ben Ito,smtp:bito@example.com
        """

    /// A mailbox that was renamed is one person to the directory (trap 25).
    @Test func aRenamedMailboxIsOnePerson() throws {
        let scratch = try CommandLineTests.Scratch()
        try Self.directory.write(toFile: scratch.path("people.csv"), atomically: true, encoding: .utf8)
        _ = try scratch.calfold("ingest", Self.folder.appending(path: "../traps/25-renamed-mailbox.csv").path)
        _ = try scratch.calfold("export", "participants", "--plain", "--directory", "people.csv")
        let rows = try String(contentsOfFile: scratch.path("participants.csv"), encoding: .utf8).components(
            separatedBy: "\r\n"
        ).dropFirst()
        #expect(
            rows.compactMap { $0.split(separator: ";").dropFirst().first } == [
                "anna.berg@example.com", "ben.ito@example.com",
            ])
    }
}
