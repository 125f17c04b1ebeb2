import Foundation
import TestSupport
import Testing

/// The tables in one SQLite file, as somebody sees them who opens it with the shell of SQLite.
@Suite struct SQLiteTableTests {
    private typealias Scratch = CommandLineTests.Scratch
    private static let tables = ["meetings", "participants", "emails", "interactions", "calendar_log"]
    private static let window = ["--plain", "--from", "2024-02-01", "--to", "2024-04-01"]

    private static func store() throws -> Scratch {
        let scratch = try Scratch()
        let mail = CommandLineTests.root.appending(path: "Fixtures/mail/tracking-cmdlet-csv").path
        #expect(try scratch.calfold("ingest", CommandLineTests.sample, mail).status == 0)
        return scratch
    }

    private static func ask(_ file: String, _ question: String, _ options: [String] = []) throws -> String {
        let process = Process(), pipe = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/sqlite3")
        process.arguments = options + [file, question]
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return output
    }

    private static func names(_ scratch: Scratch, _ folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: scratch.path(folder)).sorted()
    }

    /// The check sees clear identities in a SQLite file as in any other, and takes one under a key for what it is.
    @Test func theCheckLooksIntoTheFile() throws {
        let scratch = try Self.store()
        let clear = ["export", "meetings", "participants", "--format", "sqlite", "--out", "clear"] + Self.window
        #expect(try scratch.calfold(clear).status == 0)
        let found = try scratch.calfold("export", "--check", "clear")
        #expect(found.status == 1 && found.output.contains("in it in clear"), "\(found.output)")
        try "a secret of at least sixteen bytes".write(
            toFile: scratch.path("key.txt"), atomically: true, encoding: .utf8)
        let masked = [
            "export", "meetings", "participants", "--format", "sqlite", "--out", "masked", "--key-file", "key.txt",
            "--accepted-domain", "example.com", "--month", "2024-02",
        ]
        #expect(try scratch.calfold(masked).status == 0)
        let passed = try scratch.calfold("export", "--check", "masked")
        #expect(passed.status == 0 && !passed.output.contains("a database"), "\(passed.output)")
        // A store under that name is one all the same.
        try FileManager.default.removeItem(atPath: scratch.path("masked/2024-02_tables.sqlite"))
        try FileManager.default.copyItem(
            atPath: scratch.path("calfold.db"), toPath: scratch.path("masked/2024-02_tables.sqlite"))
        let store = try scratch.calfold("export", "--check", "masked")
        #expect(store.status == 1 && store.output.contains("a database"), "\(store.output)")
    }

    @Test func everyRowOfTheTablesStandsInTheFile() throws {
        let scratch = try Self.store()
        #expect(try scratch.calfold(["export"] + Self.tables + ["--out", "csv"] + Self.window).status == 0)
        let run = try scratch.calfold(["export"] + Self.tables + ["--format", "sqlite", "--out", "out"] + Self.window)
        #expect(run.status == 0 && run.output.contains("out/tables.sqlite, meetings: "), "\(run.output)\(run.errors)")
        #expect(try Self.names(scratch, "out") == ["datapackage.json", "tables.sqlite"])
        let file = scratch.path("out/tables.sqlite")
        #expect(try Self.ask(file, "PRAGMA integrity_check") == "ok\n")
        #expect(try Self.ask(file, "PRAGMA foreign_key_check") == "")
        for table in Self.tables {
            let info = try Self.ask(file, "SELECT name || '=' || type FROM pragma_table_info('\(table)')")
            let columns = info.split(separator: "\n").map { line in
                let parts = line.split(separator: "=")
                return parts[1] == "BOOLEAN"
                    ? "CASE \"\(parts[0])\" WHEN 1 THEN 'True' WHEN 0 THEN 'False' END AS \"\(parts[0])\""
                    : "\"\(parts[0])\""
            }
            // Nothing but the order of writing is kept by the rowid, and that is the order of the table.
            let rows = try Self.ask(
                file, "SELECT \(columns.joined(separator: ", ")) FROM \"\(table)\" ORDER BY rowid",
                ["-csv", "-header", "-separator", ";", "-newline", "\r\n"])
            let table = try String(contentsOfFile: scratch.path("csv/\(table).csv"), encoding: .utf8)
            // The shell quotes more than it must.
            #expect(rows.replacing("\"", with: "") == table.replacing("\"", with: ""))
        }
    }

    @Test func questionsAreAnsweredWithoutConversions() throws {
        let scratch = try Self.store()
        let run = try scratch.calfold(
            ["export"] + Self.tables + ["--format", "sqlite", "--month", "2024-02", "--plain", "--out", "out"])
        #expect(run.status == 0, "\(run.errors)")
        let file = scratch.path("out/2024-02_tables.sqlite")
        #expect(try Self.names(scratch, "out") == ["2024-02_datapackage.json", "2024-02_tables.sqlite"])
        // Minutes are numbers, times are what SQLite's functions take, what is empty is NULL, flags are 0 and 1.
        let types = try Self.ask(
            file,
            """
            SELECT group_concat(DISTINCT typeof(duration)), group_concat(DISTINCT typeof(all_day)), min(julianday(start)) IS NOT NULL,
              count(*) FILTER (WHERE original_start = '') FROM meetings
            """)
        #expect(types == "integer|integer|1|0\n")
        let plan = try Self.ask(
            file,
            "EXPLAIN QUERY PLAN SELECT m.start FROM participants p JOIN meetings m USING (occurrence_id) WHERE p.participant = 'x'"
        )
        #expect(plan.contains("USING INDEX participants_participant") && plan.contains("SEARCH m USING"), "\(plan)")
        #expect(
            try Self.ask(file, "SELECT meaning FROM columns WHERE \"table\" = 'meetings' AND \"column\" = 'start'")
                == "When it begins, UTC.\n")
        #expect(try Self.ask(file, "SELECT \"table\" FROM pragma_foreign_key_list('participants')") == "meetings\n")
    }

    /// The same store gives the same file, and a file that cannot be written leaves the one that stands.
    @Test func theFileIsTheSameEachTimeAndAppearsWhole() throws {
        let scratch = try Self.store()
        func export(_ out: String) throws -> ProgramRun {
            try scratch.calfold(["export"] + Self.tables + ["--format", "sqlite", "--out", out] + Self.window)
        }
        #expect(try export("one").status == 0)
        #expect(try export("two").status == 0)
        let first = try Data(contentsOf: scratch.folder.appending(path: "one/tables.sqlite"))
        #expect(try Data(contentsOf: scratch.folder.appending(path: "two/tables.sqlite")) == first)
        try Data("a file, no folder".utf8).write(to: scratch.folder.appending(path: "three"))
        #expect(try export("three").status == 73)
        #expect(try Self.names(scratch, "one") == ["datapackage.json", "tables.sqlite"])
    }

    @Test func whatIsNoTableIsRefused() throws {
        let scratch = try Self.store()
        for arguments in [["ics"], ["meetings", "ecs"], ["employees", "--profile", "cli"]] {
            let run = try scratch.calfold(["export"] + arguments + ["--format", "sqlite", "--plain", "--out", "out"])
            #expect(run.status == 64, "\(arguments): \(run.errors)")
            #expect(!FileManager.default.fileExists(atPath: scratch.path("out")))
        }
    }
}
