import Foundation
import Testing

/// The sample organisation, a flow of mail and a small directory, through the program to the partner's tables.
@Suite struct PartnerTableTests {
    static let fixtures = CommandLineTests.root.appending(path: "Fixtures")
    static let partner = fixtures.appending(path: "partner")
    private let key = ["CALFOLD_KEY": "golden tables need a key of their own"]
    private let week = ["--from", "2024-03-04", "--to", "2024-03-11", "--row-date", "2024-03-31"]
    private let everything = [
        "meetings", "participants", "emails", "interactions", "calendar_log", "employees", "employees_groups", "users",
    ]

    private var people: [String] {
        [
            "--accepted-domain", "example.com", "--directory", Self.partner.appending(path: "directory.csv").path,
            "--users", Self.partner.appending(path: "users.csv").path,
        ]
    }

    private func store() throws -> CommandLineTests.Scratch {
        let scratch = try CommandLineTests.Scratch()
        let run = try scratch.calfold(
            "ingest", CommandLineTests.sample, Self.fixtures.appending(path: "mail/tracking-cmdlet-csv").path)
        #expect(run.status == 0, "\(run.output)\(run.errors)")
        #expect(try scratch.calfold("fold").status == 0)
        return scratch
    }

    private func rows(
        _ scratch: CommandLineTests.Scratch, _ path: String, _ delimiter: Character = ";"
    ) throws -> [[String]] {
        try String(contentsOf: scratch.folder.appending(path: path), encoding: .utf8).components(separatedBy: "\r\n")
            .dropLast()
            .map { $0.split(separator: delimiter, omittingEmptySubsequences: false).map(String.init) }
    }

    /// RECORD=1 writes the golden tables anew, and fails.
    @Test func theGoldenTables() throws {
        let scratch = try store()
        let runs: [(folder: String, tables: [String], options: [String])] = [
            ("own", everything, []),
            (
                "sftp", ["calendar_log", "employees", "employees_groups", "users"],
                ["--profile", "sftp", "--list-style", "single-quoted", "--round-employment-dates"]
            ),
            ("cli", ["interactions", "employees", "employees_groups", "users"], ["--profile", "cli"]),
        ]
        for run in runs {
            let done = try scratch.calfold(
                ["export"] + run.tables + ["--out", run.folder, "--format", "json"] + week + people + run.options,
                environment: key)
            #expect(done.status == 0, "\(done.errors)")
            try Data(done.output.utf8).write(to: URL(filePath: scratch.path("\(run.folder).json")))
            let checked = try scratch.calfold("export", "--check", run.folder, "--export-report", "\(run.folder).json")
            #expect(checked.status == 0 && checked.output.contains(" 0 errors"), "\(checked.output)\(checked.errors)")
            try compare(scratch, run.folder)
        }
        // What the profiles do not change is the same bytes.
        let own = try Data(contentsOf: scratch.folder.appending(path: "own/calendar_log.csv"))
        #expect(try Data(contentsOf: scratch.folder.appending(path: "sftp/meetings.csv")) == own)
        try nothingPersonal(in: scratch, ["own", "sftp", "cli"])
        try theLoaderTakesItsProfile(scratch)
    }

    private func compare(_ scratch: CommandLineTests.Scratch, _ folder: String) throws {
        let golden = Self.partner.appending(path: "golden/\(folder)")
        // Its description names the version of the program.
        let names = try FileManager.default.contentsOfDirectory(atPath: scratch.path(folder)).filter {
            $0 != "datapackage.json"
        }.sorted()
        if ProcessInfo.processInfo.environment["RECORD"] == "1" {
            try? FileManager.default.removeItem(at: golden)
            try FileManager.default.createDirectory(at: golden, withIntermediateDirectories: true)
            for name in names {
                try FileManager.default.copyItem(
                    at: scratch.folder.appending(path: "\(folder)/\(name)"), to: golden.appending(path: name))
            }
            Issue.record("\(folder) was recorded; run again without RECORD")
            return
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: golden.path).sorted() == names)
        for name in names {
            #expect(
                try Data(contentsOf: golden.appending(path: name))
                    == Data(contentsOf: scratch.folder.appending(path: "\(folder)/\(name)")), "\(folder)/\(name)")
        }
    }

    /// Not an address, not a name of the directory, not a subject; but for what people log in with.
    private func nothingPersonal(in scratch: CommandLineTests.Scratch, _ folders: [String]) throws {
        let directory = try String(contentsOf: Self.partner.appending(path: "directory.csv"), encoding: .utf8).split(
            whereSeparator: \.isNewline
        ).dropFirst()
        let fields = directory.map { $0.split(separator: ";", omittingEmptySubsequences: false).map(String.init) }
        let words =
            ["@", "example.com", "partner.test", "budget", "planning", "hiring"] + fields.map { $0[1].lowercased() }
            + fields.map { String($0[0].prefix { $0 != "@" }) }
        for folder in folders {
            for name in try FileManager.default.contentsOfDirectory(atPath: scratch.path(folder))
            where !name.contains("users") {
                let text = try String(contentsOf: scratch.folder.appending(path: "\(folder)/\(name)"), encoding: .utf8)
                    .lowercased()
                for word in words { #expect(!text.contains(word), "\(folder)/\(name) holds \(word)") }
            }
        }
    }

    /// The loader's header grammar, `Name (IdProperty) [Json]`, read as it reads it, with its default options.
    private func theLoaderTakesItsProfile(_ scratch: CommandLineTests.Scratch) throws {
        func names(_ table: String) throws -> [String] {
            try rows(scratch, "cli/\(table).csv", "\t")[0].map {
                String($0.prefix { $0 != "(" && $0 != "[" }).trimmingCharacters(in: .whitespaces).lowercased()
            }
        }
        for table in ["interactions_meetings", "interactions_emails"] {
            let found = try names(table)
            for name in ["from", "to", "when", "interactionid", "eventid", "recurrencetype", "duration"] {
                #expect(found.contains(name), "\(table) \(name)")
            }
            for row in try rows(scratch, "cli/\(table).csv", "\t").dropFirst() {
                #expect(row[1].wholeMatch(of: /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{3})?/) != nil)
                #expect(["", "daily", "weekly", "monthly"].contains(row[5].lowercased()))
                #expect(table == "interactions_emails" ? row[6].isEmpty : Int(row[6]) != nil)
            }
        }
        #expect(try Set(names("employees")).isSuperset(of: ["email", "employeeid", "rowdate", "supervisor"]))
        #expect(try rows(scratch, "cli/employees.csv", "\t")[0].contains("Supervisor (EmployeeId)"))
        #expect(try Set(names("employees_groups")).isSuperset(of: ["id", "name", "category", "parentid"]))
        #expect(try names("users").contains("email"))
        let employees = Set(try rows(scratch, "cli/employees.csv", "\t").dropFirst().map { $0[1] })
        let ends = try rows(scratch, "cli/interactions_meetings.csv", "\t").dropFirst().flatMap { $0[2...3] }
        #expect(ends.filter { $0 != "external" }.allSatisfy(employees.contains))
    }

    @Test func aMonthForThePickUp() throws {
        let scratch = try store()
        let run = try scratch.calfold(
            [
                "export", "calendar_log", "employees", "employees_groups", "users", "emails", "--profile", "sftp",
                "--month", "2024-03", "--out", "out",
            ] + people, environment: key)
        #expect(run.status == 0, "\(run.errors)")
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: scratch.path("out")).sorted() == [
                "2024-03_datapackage.json"
            ] + ["emails", "employees", "employees_groups", "meetings", "users"].map { "2024-03_\($0).csv" })
        #expect(try rows(scratch, "out/2024-03_employees.csv").dropFirst().allSatisfy { $0[0] == "2024-03-31" })
        // Two tables cannot stand under one name.
        #expect(
            try scratch.calfold(["export", "meetings", "--profile", "sftp"] + people, environment: key).status == 64)
        #expect(
            try scratch.calfold("export", "employees", "--month", "2024-03", environment: key).errors.contains(
                "--directory"))
        #expect(try scratch.calfold(["export", "employees"] + people, environment: key).errors.contains("--row-date"))
        #expect(
            try scratch.calfold(
                "export", "users", "--month", "2024-03", "--directory",
                Self.partner.appending(path: "directory.csv").path, environment: key
            ).errors.contains("--users"))
    }

    @Test func aCheckSaysWhatIsWrongAndFails() throws {
        let scratch = try CommandLineTests.Scratch()
        let broken = Self.partner.appending(path: "broken")
        let clear = try scratch.calfold("export", "--check", broken.appending(path: "address-in-clear").path)
        #expect(
            clear.status == 1 && clear.output.contains("to: 2 values are with an @")
                && !clear.output.contains("a@example.com"))
        let json = try scratch.calfold("export", "--check", broken.appending(path: "dangling").path, "--format", "json")
        #expect(json.status == 0)
        let report = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
        #expect((report["files"] as? [Any])?.count == 5)
        #expect(try scratch.calfold("export", "--check", "nowhere").status == 66)
        #expect(try scratch.calfold("export", "meetings", "--check", ".").status == 64)
        #expect(try scratch.calfold("export").status == 64)
    }
}
