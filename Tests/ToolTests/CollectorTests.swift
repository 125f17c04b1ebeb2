import ExchangeFormats
import Foundation
import Privacy
import Testing

@testable import Intake

/// The PowerShell scripts of the other side of the inbox. No PowerShell runs here: what they say is compared with what
/// calfold reads, and files of exactly the form that they write are taken in.
@Suite struct CollectorTests {
    private static let folder = CommandLineTests.root.appending(path: "Collector")
    private static let fixtures = CommandLineTests.root.appending(path: "Fixtures/collector")

    private static let scripts = [
        "Export-CalendarLogOnline.ps1", "Export-CalendarLogOnPremises.ps1", "Export-MessageTrackingLog.ps1",
        "Export-MessageTrace.ps1",
        "Export-Directory.ps1",
    ]

    private static func text(_ script: String) throws -> String {
        try String(contentsOf: folder.appending(path: script), encoding: .utf8)
    }

    /// The names in quotes between `$variable = @(` and the line that closes it.
    private static func list(_ variable: String, in script: String) throws -> [String] {
        let lines = try text(script).split(separator: "\n", omittingEmptySubsequences: false)
        let start = try #require(lines.firstIndex { $0.hasPrefix("$\(variable) = @(") })
        let end = try #require(lines[start...].firstIndex { $0.hasSuffix(")") })
        return lines[start...end].joined(separator: " ").split(separator: "'", omittingEmptySubsequences: false)
            .enumerated()
            .filter { $0.offset % 2 == 1 }.map { String($0.element) }
    }

    private static func header(of file: URL) throws -> [String] {
        let text = try String(contentsOf: file, encoding: .utf8)
        let line = text.drop { $0 == "\u{FEFF}" }.prefix { !$0.isNewline }
        return line.split(separator: ",").map { $0.trimmingCharacters(in: ["\""]) }
    }

    @Test(arguments: scripts + ["Collector.psm1"])
    func everyScriptIsPlainTextThatSaysHowItWasChecked(_ script: String) throws {
        let text = try Self.text(script)
        #expect(!text.contains("\t"))
        #expect(
            text.utf8.allSatisfy { $0 < 0x80 },
            "Windows PowerShell 5.1 reads a file without a byte order mark in the ANSI code page")
        let head = text.prefix(1_200)
        #expect(head.contains("No PowerShell runs on the machines where calfold is built"))
        #expect(head.contains("documentation only"))
        #expect(text.contains("Set-StrictMode -Version Latest"))
        #expect(!text.contains("Export-Csv -"), "files are written in one place, under a temporary name first")
    }

    /// Parsed by a grammar of PowerShell; every command, parameter and property is one that is documented. A made fault
    /// of each kind is found.
    @Test func everyScriptIsPowerShellAndAsksForWhatIsDocumented() throws {
        func check(_ paths: [String]) throws -> (status: Int32, output: String) {
            let process = Process()
            process.executableURL = CommandLineTests.root.appending(path: "Scripts/collector/check")
            process.arguments = paths
            let pipe = Pipe()
            process.standardOutput = pipe
            process.standardError = pipe
            try process.run()
            let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
            process.waitUntilExit()
            return (process.terminationStatus, String(decoding: output, as: UTF8.self))
        }
        let whole = try check([])
        guard whole.status != 75 else {
            print(whole.output)
            return
        }
        #expect(whole.status == 0, "\(whole.output)")
        let scratch = try CommandLineTests.Scratch()
        let script = try Self.text("Export-CalendarLogOnline.ps1")
        for (right, wrong, words) in [
            ("-MaxResults", "-MaxResult", "has no parameter -MaxResult"),
            (
                "'StartWallClock', 'EndWallClock', 'D", "'StartWallClok', 'EndWallClock', 'D",
                "StartWallClok is no property"
            ),
            ("Write-ExportFile $rows", "Write-ExportFiles $rows", "Write-ExportFiles is no command"),
            ("@{ ResultSize", "@{ ResultSizes", "has no parameter -ResultSizes"),
            ("$limit = 1000", "if (1 {", "is no PowerShell"),
            ("$limit = 1000", "$limit = '{0:yyyy}' -f (Get-Culture)", "a date is written by -f"),
        ] {
            #expect(script.contains(right))
            let path = scratch.path("x.ps1")
            try script.replacing(right, with: wrong).write(toFile: path, atomically: true, encoding: .utf8)
            let found = try check([Self.folder.appending(path: "Collector.psm1").path, path])
            #expect(found.status == 1 && found.output.contains(words), "\(wrong): \(found.output)")
        }
    }

    @Test func theOnlineScriptExportsEveryColumnOfAnEntry() throws {
        let names = Set(try Self.list("properties", in: "Export-CalendarLogOnline.ps1").map(ColumnNames.normalized))
            .union(["logtimestamp"])
        for (role, aliases) in ColumnNames.aliases {
            // The mailbox is the file's name; the blob says what kind of recurrence it is.
            if role == .field(.mailbox) || role == .field(.recurrenceType) { continue }
            #expect(aliases.contains(where: names.contains), "no column for \(aliases)")
        }
    }

    /// What the fold reads beside the 23 columns stands in one file; a name that is read there but never exported would
    /// be of no use.
    @Test func theOnlineScriptExportsEveryDetailThatTheFoldReads() throws {
        let names = Set(try Self.list("properties", in: "Export-CalendarLogOnline.ps1").map(ColumnNames.normalized))
        let decoder = try String(
            contentsOf: CommandLineTests.root.appending(path: "Sources/Decoding/Calendar/EntryDecoder.swift"),
            encoding: .utf8)
        let read = Set(decoder.matches(of: /(?:text|flag)\("([a-z]+)"\)/).map { String($0.1) })
        try #require(read.count > 10)
        // Other names for what the script exports, as the on-premises analysis and the support script's enhanced table
        // have them.
        let others: Set = [
            "parentdisplay", "logfolder", "logclientinfostring", "shortclientinfostring", "client", "freebusy",
            "isalldayevent",
            "isrecurring", "sender", "sharedfoldername", "receivedby",
        ]
        #expect(read.subtracting(names) == others)
        // The zone's own columns; the structure stands under the cmdlet's name for it.
        #expect(
            names.isSuperset(of: [
                "startwallclock", "timezonedefinitionrecurring", "timezonedefinitionstart", "timezonedefinitionend",
                "timezoneblob",
            ]))
    }

    @Test func theFixturesHaveTheFormThatTheScriptsWrite() throws {
        let online = try Self.list("properties", in: "Export-CalendarLogOnline.ps1")
        #expect(
            try Self.header(of: Self.fixture("calendar-online/room0@example.com/room0@example.com_2024-01-11.csv")) == [
                "LogTimestamp"
            ] + online)
        let basic = try Self.list("basicColumns", in: "Export-CalendarLogOnPremises.ps1")
        #expect(
            try Self.header(
                of: Self.fixture(
                    "calendar-on-premises/quiet.person@example.com/quiet.person@example.com_2024-01-10.csv")) == basic)
        for (script, file) in [
            ("Export-MessageTrackingLog.ps1", "message-tracking/mbx1/tracking_mbx1_2024-03-06.csv"),
            ("Export-MessageTrace.ps1", "message-trace/messagetrace_2024-03-06.csv"),
            ("Export-Directory.ps1", "directory.csv"),
        ] {
            #expect(try Self.header(of: Self.fixture(file)) == Self.list("columns", in: script), "\(script)")
        }
    }

    private static func fixture(_ path: String) -> URL { fixtures.appending(path: path) }

    /// Two exporters, two forms, one calendar.
    @Test func bothCalendarFormsAreTakenInWithoutOptionsAndTellTheSameMeeting() throws {
        var tables: [String] = []
        for form in ["calendar-online", "calendar-on-premises"] {
            let scratch = try CommandLineTests.Scratch()
            let taken = try scratch.calfold("ingest", Self.fixture(form).path)
            #expect(taken.status == 0, "\(taken.errors)")
            #expect(taken.output.contains("6 files: 8 taken + 0 duplicate + 0 quarantined = 8 rows read"))
            _ = try scratch.calfold("fold")
            let exported = try scratch.calfold(
                "export", "meetings", "participants", "--plain", "--from", "2024-01-01", "--to", "2024-06-01", "--out",
                "out")
            #expect(exported.status == 0, "\(exported.errors)")
            tables.append(
                try ["meetings", "participants"].map {
                    try String(contentsOfFile: scratch.path("out/\($0).csv"), encoding: .utf8)
                }.joined())
        }
        #expect(tables[0] == tables[1])
        #expect(tables[0].contains("scheduled;occurrence;"))
        #expect(tables[0].contains("room0@example.com"), "the mailbox comes from the file's name")
    }

    @Test(arguments: [("message-trace", 29), ("message-tracking", 142)])
    func messageLogsAreTakenInWithoutOptions(_ form: String, _ rows: Int) throws {
        let scratch = try CommandLineTests.Scratch()
        let taken = try scratch.calfold("ingest", Self.fixture(form).path)
        #expect(taken.status == 0, "\(taken.errors)")
        #expect(taken.output.contains("2 files: \(rows) taken + 0 duplicate + 0 quarantined = \(rows) rows read"))
        // With every address counted as inside, both forms tell the same e-mails and the one from outside to outside.
        #expect(try scratch.calfold("fold").output.contains("with 19 e-mails"))
    }

    @Test func theDirectoryKnowsEveryNameOfAPerson() throws {
        let directory = try Directory(files: [Self.fixture("directory.csv").path])
        #expect(directory.recipients.count == 4)
        for name in [
            "carla.nowak5@example.com", "CARLA.NOWAK5@old.example.com", "/o=Old/ou=First/cn=Recipients/cn=carla.nowak5",
            "/o=Example/ou=Exchange Administrative Group (FYDIBOHF23SPDLT)/cn=Recipients/cn=carla.nowak5",
        ] {
            let carla = try directory.recipient(of: #require(Address(name)))
            #expect(
                carla?.address == "carla.nowak5@example.com" && carla?.manager == "david.smith2@example.com", "\(name)")
        }
        #expect(try directory.recipient(of: #require(Address("room0@example.com")))?.kind == .room)
    }
}
