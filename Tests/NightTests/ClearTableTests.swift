import Foundation
import TestSupport
import Testing

/// Clear tables do not leave by mistake, and what lies in a folder says what it is.
@Suite struct ClearTableTests {
    private static func scratch() throws -> NightScratch {
        let scratch = try NightScratch()
        #expect(try scratch.calfold(["ingest", NightScratch.logs, "--store", "calfold.db"]).status == 0)
        #expect(try scratch.calfold(["fold", "--store", "calfold.db"]).status == 0)
        _ = try scratch.scratch.folder("partner")
        return scratch
    }

    private static let people = ["--key-file", "key.txt", "--accepted-domain", "example.com"]

    private static func package(_ path: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: path))) as? [String: Any])
    }

    /// However clear identities come into a folder: by an export, beside pseudonymised ones, under another name, or
    /// with a false description.
    @Test(arguments: ["plain", "one of two", "renamed", "false description", "no description", "legacy names"])
    func clearTablesAreRefused(kind: String) throws {
        let scratch = try Self.scratch(), out = scratch.folder + "/out"
        #expect(
            try scratch.calfold(
                ["export", "meetings", "participants", "--out", "out", "--month", "2024-02"]
                    + (kind == "plain" || kind == "no description" ? ["--plain"] : Self.people)
            ).status == 0)
        switch kind {
        case "plain": break
        case "one of two":
            #expect(
                try scratch.calfold(["export", "participants", "--out", "out", "--month", "2024-02", "--plain"]).status
                    == 0)
        case "renamed": try scratch.scratch.write("a;b\r\n1;felix.berg6@example.com\r\n", to: "out/2024-02_notes.csv")
        case "legacy names":
            try scratch.scratch.write("a\r\n/o=Org/ou=Group/cn=Recipients/cn=felix\r\n", to: "out/2024-02_notes.csv")
        case "false description":
            #expect(
                try scratch.calfold(["export", "participants", "--out", "clear", "--month", "2024-02", "--plain"])
                    .status == 0)
            try FileManager.default.removeItem(atPath: out + "/2024-02_participants.csv")
            try FileManager.default.copyItem(
                atPath: scratch.folder + "/clear/2024-02_participants.csv", toPath: out + "/2024-02_participants.csv")
        default: try FileManager.default.removeItem(atPath: out + "/2024-02_datapackage.json")
        }
        let run = try scratch.calfold(["publish", "out", "--to", "partner"])
        #expect(
            run.status == 77 && run.errors.contains("in clear") && run.errors.contains("--plain"),
            "\(kind): \(run.output)\(run.errors)")
        #expect(!run.errors.contains("felix") && !run.errors.contains("@"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.folder + "/partner").isEmpty)
        // Told otherwise by name.
        #expect(try scratch.calfold(["publish", "out", "--to", "partner", "--plain"]).status == 0)
        #expect(FileManager.default.fileExists(atPath: scratch.folder + "/partner/2024-02_participants.csv"))
    }

    /// A known name makes no file safer: what has another header or another number of fields is no table that was
    /// looked at.
    @Test(arguments: [
        ("emails", "email_id;from;to;when;\r\n<z@x>;zorb@example.com;quimby@other.org;2024-03-04 08:15:00.000;\r\n"),
        ("emails", "email_id;from;to;when\r\n<z@x>;zorb@example.com;quimby@other.org;2024-03-04 08:15:00.000;more\r\n"),
        ("emails", "<z@x>;zorb@example.com;quimby@other.org;2024-03-04 08:15:00.000\r\n"),
        ("interactions", "foo;email\r\nA;zorb@example.com\r\n"),
        ("participants", "MEETING_ID;ADDRESS\r\nA;Anna Berg\r\n"),
        ("calendar_log", "\r\nzorb@example.com\r\n"), ("users", "z\0orb@example.com\r\n"), ("employees", ""),
    ])
    func aKnownNameMakesNoFileSafer(table: String, text: String) throws {
        let scratch = try Self.scratch()
        _ = try scratch.scratch.folder("out")
        try scratch.scratch.write(text, to: "out/2024-02_\(table).csv")
        let run = try scratch.calfold(["publish", "out", "--to", "partner"])
        #expect(run.status == 77 && run.errors.contains("--plain"), "\(run.output)\(run.errors)")
        #expect(!run.errors.contains("zorb") && !run.errors.contains("@") && !run.errors.contains("Berg"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.folder + "/partner").isEmpty)
    }

    /// A link would send what it leads to, the key for one.
    @Test(arguments: ["extra.csv", "2024-02_participants.csv", "datapackage.json"])
    func aLinkIsNeitherCheckedNorPublished(name: String) throws {
        let scratch = try Self.scratch()
        #expect(
            try scratch.calfold(["export", "meetings", "--out", "out", "--month", "2024-02"] + Self.people).status == 0)
        #expect(try scratch.calfold(["export", "--check", "out"]).status == 0)
        try FileManager.default.createSymbolicLink(
            atPath: scratch.folder + "/out/" + name, withDestinationPath: scratch.folder + "/key.txt")
        #expect(try scratch.calfold(["export", "--check", "out"]).status == 1)
        for more in [[], ["--plain"]] {
            let run = try scratch.calfold(["publish", "out", "--to", "partner"] + more)
            #expect([64, 77].contains(run.status) && run.errors.contains(name), "\(run.status) \(run.errors)")
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.folder + "/partner").isEmpty)
    }

    @Test func pseudonymisedTablesPassWithTheirDescription() throws {
        let scratch = try Self.scratch()
        let tables = ["meetings", "participants", "interactions", "calendar_log"]
        #expect(
            try scratch.calfold(["export"] + tables + ["--out", "out", "--month", "2024-02"] + Self.people).status == 0)
        let run = try scratch.calfold(["publish", "out", "--to", "partner"])
        #expect(run.status == 0, "\(run.errors)")
        let package = try Self.package(scratch.folder + "/partner/2024-02_datapackage.json")
        #expect(package["pseudonymised"] as? Bool == true)
        let resources = try #require(package["resources"] as? [[String: Any]])
        #expect(resources.compactMap { $0["path"] as? String } == tables.map { "2024-02_\($0).csv" }.sorted())
        for resource in resources {
            let path = scratch.folder + "/partner/" + (resource["path"] as? String ?? "")
            let text = try String(contentsOfFile: path, encoding: .utf8)
            #expect(
                resource["bytes"] as? Int == text.utf8.count
                    && (resource["hash"] as? String)?.hasPrefix("sha256:") == true)
            let fields = try #require((resource["schema"] as? [String: Any])?["fields"] as? [[String: Any]])
            let head = text.prefix { !$0.isNewline }.split(separator: ";").map(String.init)
            #expect(fields.compactMap { $0["name"] as? String } == head)
            #expect(
                fields.allSatisfy {
                    ($0["type"] as? String)?.isEmpty == false && ($0["description"] as? String)?.isEmpty == false
                }, "\(fields)")
        }
        let check = try scratch.calfold(["export", "--check", "out"])
        #expect(check.status == 0, "\(check.output)")
        // A table that was changed afterwards is not what is said of it.
        try scratch.scratch.write(
            try String(contentsOfFile: scratch.folder + "/out/2024-02_participants.csv", encoding: .utf8) + "",
            to: "out/copy.txt")
        var bytes = try Data(contentsOf: URL(filePath: scratch.folder + "/out/2024-02_meetings.csv"))
        bytes[bytes.endIndex - 10] ^= 1
        try bytes.write(to: URL(filePath: scratch.folder + "/out/2024-02_meetings.csv"))
        let changed = try scratch.calfold(["export", "--check", "out"])
        #expect(changed.status == 1 && changed.output.contains("not what is said of it"), "\(changed.output)")
    }

    @Test func aLaterExportKeepsWhatStillStands() throws {
        let scratch = try Self.scratch()
        #expect(try scratch.calfold(["export", "meetings", "--out", "out"] + Self.people).status == 0)
        #expect(try scratch.calfold(["export", "participants", "--out", "out", "--plain"]).status == 0)
        var package = try Self.package(scratch.folder + "/out/datapackage.json")
        #expect(package["pseudonymised"] as? Bool == false)
        #expect((package["resources"] as? [[String: Any]])?.map { $0["pseudonymised"] as? Bool } == [true, false])
        try FileManager.default.removeItem(atPath: scratch.folder + "/out/meetings.csv")
        #expect(try scratch.calfold(["export", "participants", "--out", "out"] + Self.people).status == 0)
        package = try Self.package(scratch.folder + "/out/datapackage.json")
        #expect(package["pseudonymised"] as? Bool == true && (package["resources"] as? [Any])?.count == 1)
    }

    /// Whatever lies in the folder is looked at.
    @Test(arguments: [
        ("ecs.ndjson", "{\"email\":{\"from\":{\"address\":[\"felix@example.com\"]}}}\n"),
        ("2024-02_ecs.ndjson", "{\"a\":\"x <felix@example.com>\"}\n"),
        ("notes.txt", "ask felix@example.com\n"), ("sub/calendar.ics", "ATTENDEE:mailto:felix@example.com\r\n"),
        ("felix@example.com.txt", "nothing\n"),
        ("felix%40example.com.ics", "nothing\n"), ("dn.json", "\"/O=ORG/OU=A/CN=RECIPIENTS/CN=FELIX\""),
    ])
    func everyFileIsLookedAt(name: String, text: String) throws {
        let scratch = try NightScratch()
        _ = try scratch.scratch.folder("out/sub")
        try scratch.scratch.write(text, to: "out/" + name)
        let run = try scratch.calfold(["export", "--check", "out"])
        #expect(run.status == 1 && run.output.contains("in clear"), "\(name): \(run.output)\(run.errors)")
        try scratch.scratch.write("@ home, a@b, x@y.1, external@external.invalid, 5 @ 3.50\n", to: "out/" + name)
        // What is no calendar is wrong as a calendar file, whatever else it holds.
        if !name.contains("felix"), !name.hasSuffix(".ics") {
            #expect(try scratch.calfold(["export", "--check", "out"]).status == 0, "\(name)")
        }
    }

    /// In UTF-16 too.
    @Test func addressesInWideTextAreFound() throws {
        let scratch = try NightScratch()
        _ = try scratch.scratch.folder("out")
        try #require("ask felix@example.com".data(using: .utf16LittleEndian)).write(
            to: URL(filePath: scratch.folder + "/out/notes.txt"))
        #expect(try scratch.calfold(["export", "--check", "out"]).status == 1)
    }

    /// A night's description is listed, published and renewed with its tables.
    @Test func aNightLeavesDescriptions() throws {
        let scratch = try NightScratch("publish:\n  folder: partner\ntables: [meetings, participants]\n")
        _ = try scratch.scratch.folder("partner")
        try scratch.takeAll()
        #expect(try scratch.night().status == 0)
        let manifest = try String(contentsOfFile: scratch.folder + "/partner/2024-02_manifest.json", encoding: .utf8)
        #expect(manifest.contains("2024-02_datapackage.json"))
        #expect(
            (try Self.package(scratch.folder + "/partner/2024-02_datapackage.json")["resources"] as? [Any])?.count == 2)
        try scratch.configure("publish:\n  folder: partner\ntables: [meetings]\n")
        #expect(try scratch.night().status == 0)
        #expect(
            (try Self.package(scratch.folder + "/partner/2024-02_datapackage.json")["resources"] as? [Any])?.count == 1)
        #expect(try scratch.calfold(["publish", "tables", "--to", "partner"]).output.contains("0 files sent"))
        #expect(try scratch.calfold(["export", "--check", "tables"]).status == 0)
    }
}
