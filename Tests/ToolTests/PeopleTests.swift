import ExchangeFormats
import Foundation
import Testing

/// People and secrets, by the built program.
@Suite struct PeopleTests {
    private typealias Scratch = CommandLineTests.Scratch
    private static let fixtures = CommandLineTests.root.appending(path: "Fixtures")
    private let key = ["CALFOLD_KEY": "a key that only this test knows"]

    private func file(_ path: String) -> String { Self.fixtures.appending(path: path).path }

    private var directory: [String] {
        ["get-recipient.csv", "get-aduser.csv", "people.csv"].flatMap { ["--directory", file("directory/" + $0)] }
    }

    /// Whoever is told that no table can be made of the log is told of which row.
    @Test func aRowWithAPseudonymIsNamed() throws {
        let scratch = try CommandLineTests.Scratch()
        let log = try String(
            contentsOfFile: CommandLineTests.sample + "/ben.rossi9@example.com.csv", encoding: .utf8)
        var lines = log.components(separatedBy: "\r\n")
        let place = try #require(lines.lastIndex { $0.contains(";ben.rossi9@example.com;") })
        lines[place] = lines[place].replacingOccurrences(
            of: ";ben.rossi9@example.com;", with: ";\(String(repeating: "A", count: 43))=;")
        try Data(lines.joined(separator: "\r\n").utf8).write(to: scratch.folder.appending(path: "ben@example.com.csv"))
        #expect(try scratch.calfold("ingest", "ben@example.com.csv").status == 0)
        let key = ["CALFOLD_KEY": "a key that only this test knows"]
        let found = try scratch.calfold(
            "export", "calendar_log", "--from", "2023-01-01", "--to", "2025-01-01", "--out", "out", environment: key)
        #expect(found.status == 77, "\(found.errors)")
        #expect(
            found.errors.contains("where: file 1 of the store, line \(place + 1), column "), "\(found.errors)")
        #expect(!found.errors.contains("@example.com") && !found.errors.contains("AAAA"))
    }

    @Test func hashKnowsPeopleByTheirDirectory() throws {
        let scratch = try Scratch()
        func hashed(_ arguments: String...) throws -> [String] {
            let run = try scratch.calfold(["hash"] + arguments, environment: key)
            #expect(run.status == 0, "\(run.errors)")
            return run.output.split(separator: "\n").map(String.init)
        }
        let own = try hashed("john.doe@example.com")
        let dn =
            "EX:/o=Org/ou=Exchange Administrative Group (FYDIBOHF23SPDLT)/cn=Recipients/cn=5f0c7a1be2d94c6f8a3b1c2d3e4f5a6b-jdoe"
        let forms = ["SMTP:John.Doe@Example.com", "jdoe@example.com", "\"Doe, John\" <\(dn)>", "Doe, John", dn]
        let run = try scratch.calfold(["hash"] + forms + directory, environment: key)
        #expect(run.status == 0 && Set(run.output.split(separator: "\n").map(String.init)) == Set(own), "\(run.errors)")
        #expect(!run.errors.contains("@"))
        #expect(try hashed("jdoe@example.com") != own)
        #expect(try hashed(" John.Doe@example.com ") == own)
        #expect(try hashed("--exact", "John.Doe@example.com") != own)
        #expect(try hashed("--exact", "john.doe@example.com") == own)
        #expect(try hashed("External") == ["external"])
        let pseudonym = try #require(own.first)
        #expect(try scratch.calfold("hash", pseudonym, environment: key).status == 77)
        #expect(try scratch.calfold("hash", "--exact", pseudonym, environment: key).status == 77)
        #expect(try scratch.calfold("hash", "a@b.c", environment: ["CALFOLD_KEY": "too short"]).status == 77)
    }

    @Test func filesThatAreNoDirectoryAreRefused() throws {
        let scratch = try Scratch()
        #expect(try scratch.calfold("hash", "a@b.c", "--directory", "nowhere.csv", environment: key).status == 66)
        try Data("name;department\nEve;Sales\n".utf8).write(to: URL(filePath: scratch.path("names.csv")))
        let run = try scratch.calfold("hash", "a@b.c", "--directory", "names.csv", environment: key)
        #expect(run.status == 65 && run.errors.contains("names.csv, line 1"), "\(run.errors)")
    }

    /// One meeting whose people are named in every form: the participants are people.
    @Test func aMeetingOfMixedFormsHasEachPersonOnce() throws {
        let scratch = try Scratch()
        #expect(try scratch.calfold("ingest", file("directory/mixed-forms")).status == 0)
        func export(_ arguments: [String]) throws -> [String] {
            let run = try scratch.calfold(
                ["export", "meetings", "participants", "--accepted-domain", "example.com", "--out", "out"] + arguments,
                environment: key)
            #expect(run.status == 0, "\(run.errors)")
            return try ["meetings", "participants"].flatMap { name in
                try String(contentsOfFile: scratch.path("out/\(name).csv"), encoding: .utf8).components(
                    separatedBy: "\r\n"
                ).dropFirst().dropLast().map { row in
                    let fields = row.components(separatedBy: ";")
                    return name == "meetings"
                        ? fields[10...12].joined(separator: ";") : fields[1...].joined(separator: ";")
                }
            }
        }
        let nobody = "/o=org/ou=exchange administrative group (fydibohf23spdlt)/cn=recipients/cn=nobody;person;accepted"
        #expect(
            try export(directory + ["--plain"]) == [
                "john.doe@example.com;6;1", nobody, "anna.kowalska@example.com;person;declined",
                "eve@example.com;person;accepted",
                "john.doe@example.com;person;organizer", "pat@partner.test;external;accepted",
                "stranger@example.com;person;accepted",
            ])
        #expect(
            try export(
                directory + ["--plain", "--exclude", "stranger@*", "--exclude", "/o=*", "--include", "*@example.com"])
                == [
                    "john.doe@example.com;4;1", "anna.kowalska@example.com;person;declined",
                    "eve@example.com;person;accepted",
                    "john.doe@example.com;person;organizer", "pat@partner.test;external;accepted",
                ])
        let words = try export(
            directory + ["--include", "anna.*", "--include", "oslo@example.com", "--out-of-scope", "internal"])
        #expect(words.first == "internal;7;1")
        #expect(words.filter { $0.hasPrefix("internal;person;") }.count == 4)
        #expect(words.filter { $0.contains(";resource;") }.count == 1)
        let outside = try export(directory + ["--include", "anna.*", "--out-of-scope", "external"])
        #expect(outside.first == "external;6;5")
        #expect(try export(directory + ["--include", "anna.*"]).first == ";2;1")
        // Without a directory each address is somebody, and a name alone is nobody.
        #expect(try export(["--plain"]).first?.hasSuffix(";10;1") == true)
    }

    /// Whom the operator keeps out is named nowhere, in clear exports neither.
    @Test(arguments: ["drop", "internal", "external"])
    func clearExportsNameNobodyWhomTheListsKeepOut(choice: String) throws {
        let scratch = try Scratch()
        _ = try scratch.calfold("ingest", file("calendar/sample-organisation/logs"))
        let tables = ["meetings", "participants", "interactions", "calendar_log"]
        let run = try scratch.calfold(
            ["export"] + tables + [
                "--plain", "--month", "2024-02", "--exclude", "*berg*", "--out-of-scope", choice, "--out", "out",
            ])
        #expect(run.status == 0, "\(run.errors)")
        for table in tables {
            let text = try String(contentsOfFile: scratch.path("out/2024-02_\(table).csv"), encoding: .utf8)
            #expect(
                text.contains("carla.nowak5@example.com") && !text.contains("berg12@") && !text.contains("berg7@"),
                "\(table)")
            // The default leaves rows out or cells empty; a word stands where one was chosen.
            #expect(text.contains(";\(choice);") == (choice != "drop"), "\(table)")
        }
    }

    @Test func anExportTellsInCountsWhatItMadeOfPeople() throws {
        let scratch = try Scratch()
        _ = try scratch.calfold("ingest", file("directory/mixed-forms"))
        let arguments =
            [
                "export", "participants", "calendar_log", "--accepted-domain", "example.com", "--out", "out",
                "--exclude", "stranger@*",
            ] + directory
        let text = try scratch.calfold(arguments, environment: key)
        #expect(text.status == 0)
        #expect(
            text.output.contains(
                "people: 13 addresses resolved by the directory (2 primary, 5 alias, 3 legacy name, 3 display name)"),
            "\(text.output)")
        #expect(
            text.output.contains("filtered: 3 (2 room, 0 shared, 0 system, 1 excluded, 0 out of scope)"),
            "\(text.output)")
        #expect(!(text.output + text.errors).contains("@"))
        let json = try scratch.calfold(arguments + ["--format", "json"], environment: key)
        let report = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
        let people = try #require(report["people"] as? [String: Any])
        #expect(people["unresolved"] as? Int == 1)
        #expect(
            (people["filtered"] as? [String: Int]) == [
                "room": 2, "shared": 0, "system": 0, "excluded": 1, "outOfScope": 0,
            ])
    }

    @Test func replayShowsPeopleByTheirDirectory() throws {
        let scratch = try Scratch()
        _ = try scratch.calfold("ingest", file("directory/mixed-forms"))
        _ = try scratch.calfold("fold")
        let story = try scratch.calfold(["replay", "04000000"] + directory)
        #expect(
            story.status == 0 && story.output.contains("anna.kowalska@example.com answered: accepted"),
            "\(story.output)\(story.errors)")
        #expect(!story.output.contains("anowak"))
        let hidden = try scratch.calfold(["replay", "04000000", "--pseudonyms"] + directory, environment: key)
        #expect(hidden.status == 0 && !hidden.output.lowercased().contains("kowalska") && !hidden.output.contains("@"))
    }

    /// The id of a meeting from another calendar holds that calendar's text: under pseudonyms it is the one that the
    /// tables have.
    @Test func replayHidesTheTextInAnIDOfAnotherCalendar() throws {
        let scratch = try Scratch()
        _ = try scratch.calfold("ingest", file("calendar/sample-organisation/logs"))
        _ = try scratch.calfold("fold")
        let text = "7643616C2D556964"
        let id =
            "040000008200E00074C5B7101A82E00800000000000000000000000000000000000000002F000000" + text
            + "010000007569642D31"
        #expect(try scratch.calfold("replay", id, "--format", "json").output.contains(text))
        let window = ["--from", "2024-01-01", "--to", "2024-07-01", "--include-cancelled"]
        _ = try scratch.calfold(["export", "meetings", "--out", "out"] + window, environment: key)
        let table = try String(contentsOfFile: scratch.path("out/meetings.csv"), encoding: .utf8)
        let ids = Set(table.components(separatedBy: "\r\n").map { String($0.prefix { $0 != ";" }) })
        let runs = [
            [id], [id, "--format", "json"], [id, "--format", "html"], [id, "--diff", "2024-01-20", "2024-02-12"],
            ["--find", "pricing budget 892"], ["--find", "pricing budget 892", "--format", "json"],
            [String(id.prefix(80))],
        ]
        for arguments in runs {
            let run = try scratch.calfold(["replay", "--pseudonyms"] + arguments, environment: key)
            #expect(!(run.output + run.errors).contains(text), "\(arguments)")
            let shown = (run.output + run.errors).matches(of: #/[A-Za-z0-9+\/]{43}=/#).map { String($0.output) }
            #expect(shown.contains { ids.contains($0) }, "\(arguments)")
        }
    }

    /// Both sample organisations, every table, under pseudonyms: not one address, name or subject of the logs is in
    /// them.
    @Test(arguments: ["sample", "small"])
    func nothingOfAnOrganisationLeaves(organisation: String) throws {
        let scratch = try Scratch()
        let logs = "calendar/\(organisation)-organisation/logs"
        _ = try scratch.calfold("ingest", file(logs))
        let window = [
            "--from", "2024-01-01", "--to", "2024-07-01", "--row-date", "2024-06-30", "--accepted-domain",
            "example.com", "--accepted-domain", "*.example.com",
        ]
        let people = ["--directory", file("directory/organisations.csv")]
        for (folder, arguments) in [
            (
                "final",
                ["meetings", "participants", "interactions", "calendar_log", "employees", "employees_groups"] + people
            ),
            ("held", ["meetings", "participants", "--view", "as-held", "--include-cancelled"]),
            ("loader", ["interactions", "employees", "employees_groups", "--profile", "cli"] + people),
            (
                "partner",
                [
                    "participants", "interactions", "calendar_log", "employees", "--profile", "sftp", "--include",
                    "*.*@example.com", "--out-of-scope", "internal",
                ] + people
            ),
        ] {
            let run = try scratch.calfold(["export"] + arguments + window + ["--out", folder], environment: key)
            #expect(run.status == 0, "\(folder): \(run.errors)")
            #expect(!(run.output + run.errors).contains("@"))
        }
        let words = try Self.secrets(of: Self.fixtures.appending(path: logs))
        #expect(words.count > 60)
        var tables = 0
        for folder in ["final", "held", "loader", "partner"] {
            for name in try FileManager.default.contentsOfDirectory(atPath: scratch.path(folder)) {
                tables += 1
                let text = Data(
                    try String(contentsOfFile: scratch.path("\(folder)/\(name)"), encoding: .utf8).lowercased().utf8)
                #expect(text.count > 500)
                for word in words where text.range(of: Data(word.utf8)) != nil {
                    Issue.record("\(folder)/\(name) holds \(word)")
                }
            }
        }
        // Tables and what lies beside them.
        #expect(tables == 19)
        try Self.compareBlobs(scratch.path("final/calendar_log.csv"), words: words)
    }

    /// What must not leave: `@`, local parts and names of people, subjects and their words; in lower case.
    private static func secrets(of logs: URL) throws -> Set<String> {
        var words: Set<String> = ["@", "example.com", "partner.test", "partner.example"]
        let directory = try String(contentsOf: fixtures.appending(path: "directory/organisations.csv"), encoding: .utf8)
        for row in directory.components(separatedBy: "\r\n").dropFirst() where !row.isEmpty {
            words.insert(row.components(separatedBy: ";")[2])
        }
        var fields = Self.fields(directory)
        for name in try FileManager.default.contentsOfDirectory(atPath: logs.path) {
            let bytes = try Data(contentsOf: logs.appending(path: name))
            fields.formUnion(
                Self.fields(
                    try #require(String(data: bytes, encoding: bytes.starts(with: [0xFF, 0xFE]) ? .utf16 : .utf8))))
        }
        for field in fields {
            if let at = field.firstIndex(of: "@") {
                let local = field[..<at].drop { $0 == " " }
                for part in [local] + local.split(whereSeparator: { !$0.isLetter }) where part.count > 4 {
                    words.insert(String(part))
                }
            }
            // Subjects of this fixture: words and a number, one of a cancelled meeting with a word before them.
            let parts = field.split(separator: " ")
            guard parts.count > 2, let number = Int(parts[parts.count - 1]), number < 1_000,
                parts[0].allSatisfy({ $0.isLetter || $0 == ":" })
            else { continue }
            words.insert(String(field))
            for word in parts where word.count > 4 && word.allSatisfy(\.isLetter) { words.insert(String(word)) }
        }
        return Set(words.map { $0.lowercased() })
    }

    /// The different fields of a file of any delimiter.
    private static func fields(_ text: String, shorterThan limit: Int = 60) -> Set<Substring> {
        let ends = Set(";,|\t\"\r\n".utf8)
        return Set(text.utf8.split { ends.contains($0) }.filter { $0.count < limit }.map { Substring($0) })
    }

    /// The blobs of the exported entries hold no text but the mask's.
    private static func compareBlobs(_ path: String, words: Set<String>) throws {
        var blobs = 0, masked = 0
        for hex in fields(try String(contentsOfFile: path, encoding: .utf8), shorterThan: .max)
        where hex.hasPrefix("04300430") {
            let digits = Array(hex.utf8)
            let bytes = stride(from: 0, to: digits.count - 1, by: 2).compactMap {
                UInt8(String(decoding: digits[$0...$0 + 1], as: UTF8.self), radix: 16)
            }
            let blob = try AppointmentRecurrencePattern(decoding: bytes)
            blobs += 1
            for exception in blob.appointment?.exceptions ?? [] {
                for text in [exception.subjectText, exception.locationText].compactMap({ $0 }) where !text.isEmpty {
                    masked += 1
                    #expect(text.allSatisfy { $0 == "x" })
                }
            }
            for text in [
                String(decoding: bytes, as: UTF8.self), String(decoding: bytes.filter { $0 != 0 }, as: UTF8.self),
            ] {
                for word in words where word.count > 4 && text.lowercased().contains(word) {
                    Issue.record("a blob holds \(word)")
                }
            }
        }
        #expect(blobs > 20 && masked > 0)
    }
}
