import Foundation
import Privacy
import Testing

@testable import Tables

/// Fixtures/partner/broken has a folder for each thing that can be wrong with finished tables; expected.csv tells what
/// is found in it.
@Suite struct FolderCheckTests {
    static let folder = DirectoryTableTests.fixtures.appending(path: "broken")

    static let expected: [String: Set<String>] = {
        let text = (try? String(contentsOf: folder.appending(path: "expected.csv"), encoding: .utf8)) ?? ""
        var found: [String: Set<String>] = [:]
        for line in text.components(separatedBy: "\r\n").dropFirst() {
            guard let cut = line.firstIndex(of: ";") else { continue }
            found[String(line[..<cut]), default: []].insert(String(line[line.index(after: cut)...]))
        }
        return found
    }()

    static let cases = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).filter {
        !$0.contains(".")
    }.sorted()

    @Test(arguments: cases)
    func findsWhatIsWrongAndNothingElse(name: String) throws {
        let report = try #require(try FolderCheck.report(folder: Self.folder.appending(path: name).path))
        let found = report.files.flatMap { file in
            file.findings.map {
                "\(file.name);\($0.severity.rawValue);\($0.code);\($0.column ?? "");\($0.count);\($0.line.map(String.init) ?? "")"
            }
        }
        #expect(Set(found) == Self.expected[name] ?? [], "\(name)")
        #expect(found.count == Set(found).count)
    }

    @Test func everyKindOfFindingHasAFixture() {
        #expect(Self.cases.count > 40)
        let codes = Set(Self.expected.values.flatMap { $0 }.map { $0.components(separatedBy: ";")[2] })
        for problem in ValueProblem.allCases { #expect(codes.contains(problem.rawValue), "\(problem)") }
        // A row of 64 MiB is no fixture and has a test of its own; a disk that fails is none either.
        for flaw in StrictRecords.Flaw.allCases where flaw != .endlessField && flaw != .unreadable {
            #expect(codes.contains(flaw.rawValue), "\(flaw)")
        }
    }

    /// What a report says names no value of a file.
    @Test func reportsShowNoValues() throws {
        for name in Self.cases {
            let text = try #require(try FolderCheck.report(folder: Self.folder.appending(path: name).path)).text
            for value in ["@example", "Anna", "Budget", "München", "Falcon"] {
                #expect(!text.contains(value), "\(name)")
            }
        }
    }

    @Test func tellsWhatLeftUnhashed() throws {
        let report = try #require(try FolderCheck.report(folder: Self.folder.appending(path: "none").path))
        #expect(report.errors == 0 && report.warnings == 0 && report.files.count == 8)
        let passed = report.files.flatMap { file in
            file.passed.map { "\(file.name.dropFirst(8)) \($0.column) \($0.count) \($0.what)" }
        }
        for line in [
            "employees_groups.csv name 2 clear text", "users.csv email 2 mail address, on purpose",
            "interactions.csv to 1 external", "emails.csv from 1 external",
            "calendar_log.csv responsibleusername 2 Calendar Assistant",
            "calendar_log.csv globalobjectid 1 global object id",
            "calendar_log.csv appointmentrecurrenceblob 2 recurrence blob without texts",
            "participants.csv occurrence_id 1 global object id",
        ] { #expect(passed.contains(line), "\(line)") }
        #expect(report.text.hasSuffix("8 files, 0 errors, 0 warnings"))
    }

    @Test func comparesTheRowsWithWhatTheExportReported() throws {
        let folder = Self.folder.appending(path: "none").path
        let report = try #require(
            try FolderCheck.report(
                folder: folder,
                before: [
                    "2024-02_employees.csv": (2, 18), "2024-02_emails.csv": (3, nil), "2024-02_gone.csv": (1, nil),
                ]))
        #expect(report.files.first { $0.name == "2024-02_employees.csv" }?.rowsBefore == 18)
        #expect(
            report.files.flatMap { file in file.findings.map { "\(file.name) \($0.code) \($0.count)" } } == [
                "2024-02_emails.csv rows 1", "2024-02_gone.csv missing 1",
            ])
        #expect(report.text.contains("2024-02_employees.csv: 2 rows of 18 before masking"))
    }

    @Test func aFolderWithoutTablesHasNoReport() throws {
        #expect(try FolderCheck.report(folder: Self.folder.path + "/nowhere") == nil)
        let empty = FileManager.default.temporaryDirectory.appending(path: "calfold-empty-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: empty, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: empty) }
        #expect(try FolderCheck.report(folder: empty.path) == nil)
    }

    @Test func aRowWithoutEndIsGivenUp() throws {
        let path = NSTemporaryDirectory() + "/calfold-endless-\(UUID().uuidString).csv"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try ("a;b\r\n\"" + String(repeating: "x", count: 3_000)).write(toFile: path, atomically: true, encoding: .utf8)
        var records = try #require(StrictRecords(path: path, longest: 1_000))
        #expect(records.next() && !records.next() && records.flaws[.endlessField]?.line == 2)
        try ("a;b\r\n" + String(repeating: ";", count: 3_000)).write(toFile: path, atomically: true, encoding: .utf8)
        records = try #require(StrictRecords(path: path, longest: 1_000))
        #expect(records.next() && !records.next() && records.flaws[.endlessField]?.line == 2)
    }

    @Test(arguments: [
        ("anna@example.com;bob@example.com", "no column's name"), ("Email_ID;from;to;when", "'Email_ID'"),
        ("email_id", "missing"),
    ])
    func aMissingHeadLineIsNotQuoted(line: String, told: String) throws {
        let folder = NSTemporaryDirectory() + "/calfold-headless-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try (line + "\r\n").write(toFile: folder + "/2024-01_emails.csv", atomically: true, encoding: .utf8)
        let text = try #require(try FolderCheck.report(folder: folder)).text
        #expect(text.contains("is \(told) and should be") && !text.contains("@"), "\(text)")
    }

    /// What stands after "1 value is" and after "2 values are" alike.
    @Test func sentencesOfProblemsNeedNoPlural() {
        for problem in ValueProblem.allCases {
            for word in ["pseudonyms of", "times with", "blobs that", "values"] {
                #expect(!problem.sentence.hasPrefix(word) && !problem.sentence.contains("no \(word)"), "\(problem)")
            }
        }
    }

    @Test func knowsAPseudonymAsItsMakerDoes() {
        let good = String(repeating: "aZ09+/", count: 8).prefix(43) + "="
        var texts = [String(good), String(good.dropFirst()), good + "="]
        for scalar in (0x20..<0x7F).compactMap(Unicode.Scalar.init) { texts.append(String(scalar) + good.dropFirst()) }
        for text in texts {
            #expect(ValueCheck.isHash(Array(text.utf8)[...]) == Pseudonymiser.looksHashed(text), "\(text)")
        }
    }

    /// Bytes of any kind are judged, not trusted.
    @Test func noiseIsNoCrash() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("noise seed \(seed)")
        var state = seed
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(bound))
        }
        let alphabet = Array(";\"\r\n,[]'@/=0Aé.:-T".utf8)
        for _ in 0..<2_000 {
            let bytes = (0..<next(60)).map { _ in alphabet[next(alphabet.count)] }
            for kind in [
                ValueKind.hashList, .instant, .day, .occurrenceID, .meetingID, .recurrenceBlob,
                .person(isRequired: true), .address, .responsibleUser, .text(isRequired: false),
            ] {
                _ = ValueCheck.verdict(bytes[...], kind)
            }
        }
        let folder = NSTemporaryDirectory() + "/calfold-noise-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for _ in 0..<50 {
            let bytes = Array("email_id;from;to;when\r\n".utf8) + (0..<400).map { _ in alphabet[next(alphabet.count)] }
            try Data(bytes).write(to: URL(filePath: folder + "/emails.csv"))
            #expect(try #require(try FolderCheck.report(folder: folder)).errors > 0)
        }
    }
}

/// What an address can look like in a file that is no table, and what nobody can look into.
@Suite struct OtherFileCheckTests {
    private func codes(_ name: String, _ content: [UInt8]) throws -> Set<String> {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(content).write(to: folder.appending(path: name))
        let report = try #require(try FolderCheck.report(folder: folder.path))
        return Set(report.files.flatMap { $0.findings.map(\.code) })
    }

    @Test(arguments: [
        ("ecs.ndjson", #"{"from":"alice@example.com"}"#), ("ecs.ndjson", #"{"from":"alice\u0040example.com"}"#),
        ("page.html", "alice&#64;example.com"), ("page.html", "alice&#x40;example.com"), ("notes", "alice＠example.com"),
        ("calendar.ics", "ORGANIZER:mailto:alice%40example.com\r\n"),
        ("calendar.ics", "ATTENDEE:mailto:alice\r\n @example.com\r\n"),
        ("calendar.ics", "ATTENDEE:mailto:alice@exam\r\n ple.com\r\n"),
        ("calendar.ics", "ATTENDEE:mailto:al\n\tice@example.com\n"),
        (".emails.csv.tmp", "alice@example.com"), ("x.json", "alice\\u0040example.com"),
    ])
    func anAddressIsSeenHoweverItIsWritten(name: String, content: String) throws {
        #expect(try codes(name, Array(content.utf8)).contains("address"), "\(name): \(content)")
    }

    /// The columns say what a table is, whatever it is called.
    @Test(arguments: ["emails-march.csv", "emails.txt", "a", "emails.csv.old"])
    func aTableUnderAnotherNameIsAnError(name: String) throws {
        #expect(try codes(name, Array("email_id;from;to;when\r\n".utf8)).contains("columns"))
        #expect(try codes(name, Array("\u{FEFF}\"from\",\"to\"\n".utf8)).contains("columns"))
        #expect(try !codes(name, Array("note;of;the;day\n".utf8)).contains("columns"))
    }

    @Test(arguments: [
        ("calendar.txt", "ATTENDEE;X-CALFOLD-COUNT=2:mailto:external@external.invalid\r\n"),
        ("calendar.txt", "SUMMARY:alice\r\nLOCATION:@example.com\r\n"),
        ("ecs.ndjson", #"{"a":"100%40.5","b":"\u0041"}"#),
        ("notes", "AT&T 5% \\u"),
    ])
    func whatIsNoAddressIsNone(name: String, content: String) throws {
        #expect(try codes(name, Array(content.utf8)).isEmpty, "\(name): \(content)")
    }

    @Test(arguments: [[0x1F, 0x8B, 8], Array("PK\u{3}\u{4}".utf8), Array("PAR1".utf8)] as [[UInt8]])
    func whatIsCompressedIsAnError(head: [UInt8]) throws {
        #expect(try codes("emails.csv.gz", head + [0, 1, 2]).contains("packed"))
    }

    @Test(arguments: ["2024-13_emails.csv", "2024-2-_emails.csv", "2024-00_emails.csv"])
    func aMonthThatIsNoneIsAnError(name: String) throws {
        #expect(try codes(name, Array("email_id;from;to;when\r\n".utf8)).contains("month"))
    }
}
