import Foundation
import Night
import TestSupport
import Testing

#if canImport(Glibc)
import Glibc
#endif

/// What a folder of finished tables says of itself, and what is not believed of it.
@Suite(.serialized) struct PushFolderTests {
    private func pushAll(_ scratch: PartnerScratch, _ service: PartnerStub, _ more: [String] = []) throws -> ProgramRun
    {
        try scratch.calfold(["push", "--tables", "tables", "--to", service.address, "--token-file", "token"] + more)
    }

    /// Nothing is passed over in silence.
    @Test func monthsWithoutAManifest() throws {
        let scratch = try PartnerScratch(interactions: 20), service = try PartnerStub()
        let alone = try pushAll(scratch, service)
        #expect(
            alone.status == 66 && alone.output.contains("2024-02: not pushed. 2024-02 has tables and no manifest"),
            "\(alone.output)\(alone.errors)")
        try scratch.publish()
        try scratch.writeInteractions(20, month: "2024-03")
        let both = try pushAll(scratch, service)
        #expect(
            both.status == 66 && both.output.contains("2024-02: pushed")
                && both.output.contains("2024-03: not pushed. 2024-03 has tables and no manifest"),
            "\(both.output)\(both.errors)")
        // By name it is checked, and pushed as it stands; then it is no unfinished work any more.
        try FileManager.default.removeItem(atPath: scratch.tables + "/2024-02_manifest.json")
        let named = try pushAll(scratch, service, ["--month", "2024-03"])
        #expect(named.status == 0 && named.output.contains("by the calendar alone"), "\(named.output)\(named.errors)")
        let done = try pushAll(scratch, service)
        #expect(
            done.status == 0 && done.output == "no month to push: 2 months pushed before or empty\n",
            "\(done.output)\(done.errors)")
        #expect(try service.facts().committed == 2)
    }

    @Test func foldersWithoutTables() throws {
        let scratch = try PartnerScratch(interactions: 20), service = try PartnerStub()
        for name in try FileManager.default.contentsOfDirectory(atPath: scratch.tables) {
            try FileManager.default.removeItem(atPath: scratch.tables + "/" + name)
        }
        let empty = try pushAll(scratch, service)
        #expect(empty.status == 66 && empty.errors.contains("no finished tables"), "\(empty.output)\(empty.errors)")
        try scratch.scratch.write("a;b\r\n", to: "tables/interactions.csv")
        let none = try pushAll(scratch, service)
        #expect(none.status == 66 && none.errors.contains("no one month"), "\(none.output)\(none.errors)")
        #expect(try service.facts().calls.isEmpty)
    }

    /// Whoever forgot the interactions has to hear of it, every time.
    @Test func aManifestWithoutInteractions() throws {
        let scratch = try PartnerScratch(interactions: 0), service = try PartnerStub()
        try scratch.publish()
        for more in [[], ["--month", "2024-02"], []] {
            let run = try pushAll(scratch, service, more)
            #expect(
                run.status == 66 && (run.output + run.errors).contains("are without 2024-02_interactions.csv"),
                "\(run.output)\(run.errors)")
        }
        #expect(!FileManager.default.fileExists(atPath: scratch.tables + "/pushed.json"))
        #expect(try service.facts().calls.isEmpty)
    }

    /// What the manifest says of the log decides, and not the clock alone.
    @Test(arguments: [
        (
            "calendar", "2024-02-20T10:00:00Z",
            "2024-02: not closed yet, as the log of calendars ends within it (2024-02-20)"
        ),
        ("calendar", "2024-02-29T23:59:59Z", "not closed yet"),
        ("mail", "2024-02-10T10:00:00Z", "the log of e-mails ends within it"),
        ("calendar", "2024-01-20T10:00:00Z", "the log ends before it"),
        ("calendar", "2024-03-01T00:00:00Z", "2024-02: pushed"),
    ])
    func howFarTheLogGoes(log: String, newest: String, words: String) throws {
        let scratch = try PartnerScratch(interactions: 20), service = try PartnerStub()
        try scratch.publish()
        try scratch.rewrite { $0["reaches"] = [["log": log, "newest": newest]] }
        let run = try pushAll(scratch, service), isPushed = words.hasSuffix("pushed")
        #expect(run.status == 0 && run.output.contains(words), "\(run.output)\(run.errors)")
        let named = try pushAll(scratch, service, ["--month", "2024-02"])
        #expect(named.status == 77, "\(named.output)\(named.errors)")
        let dry = try pushAll(scratch, service, ["--month", "2024-02", "--dry-run", "--out", "bodies"])
        #expect(
            dry.status == 0 && dry.output.contains("a push needs --open") == !isPushed, "\(dry.output)\(dry.errors)")
        #expect(try service.facts().committed == (isPushed ? 1 : 0))
        guard !isPushed else { return }
        #expect(named.errors.contains("--open"), "\(named.errors)")
        #expect(try pushAll(scratch, service, ["--month", "2024-02", "--open"]).status == 0)
    }

    /// An older manifest says nothing of the log: it is told that the calendar alone decides.
    @Test func aManifestThatDoesNotSay() throws {
        let scratch = try PartnerScratch(interactions: 20), service = try PartnerStub()
        try scratch.publish()
        let run = try pushAll(scratch, service)
        #expect(run.status == 0 && run.output.contains("by the calendar alone"), "\(run.output)\(run.errors)")
    }

    /// The same as what a fetch believes.
    @Test(arguments: [
        "rows", "twice", "pushed.json", "2024-02_x.sh", "large", "link", "table link", "zone", "window", "log",
        "moment",
    ])
    func aManifestThatIsNotBelieved(how: String) throws {
        let scratch = try PartnerScratch(interactions: 20), service = try PartnerStub()
        try scratch.publish()
        func add(_ name: String) throws {
            try Data().write(to: URL(filePath: scratch.tables + "/" + name))
            try scratch.rewrite { manifest in
                var files = manifest["files"] as? [[String: Any]] ?? []
                files.append([
                    "name": name, "rows": 0, "bytes": 0,
                    "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                ])
                manifest["files"] = files
            }
        }
        func lead(_ name: String) throws {
            let path = scratch.tables + "/" + name, elsewhere = scratch.folder + "/elsewhere"
            try FileManager.default.moveItem(atPath: path, toPath: elsewhere)
            #expect(symlink(elsewhere, path) == 0)
        }
        let path = scratch.tables + "/2024-02_manifest.json"
        switch how {
        case "rows":
            try scratch.rewrite { manifest in
                var files = manifest["files"] as? [[String: Any]] ?? []
                for index in files.indices { files[index]["rows"] = 7 }
                manifest["files"] = files
            }
        case "twice":
            try scratch.rewrite { manifest in
                let files = manifest["files"] as? [[String: Any]] ?? []
                manifest["files"] = files + files.suffix(1)
            }
        case "large":
            let text = try #require(FileManager.default.contents(atPath: path))
            try (text + Data(String(repeating: " ", count: 2_000_000).utf8)).write(to: URL(filePath: path))
        case "link": try lead("2024-02_manifest.json")
        case "table link": try lead("2024-02_interactions.csv")
        case "zone": try scratch.rewrite { $0["timeZone"] = "Middle-earth/Bree" }
        case "window":
            try scratch.rewrite {
                ($0["timeZone"], $0["from"], $0["to"]) =
                    ("Europe/Warsaw", "2024-02-01T00:00:00Z", "2024-03-01T12:00:00Z")
            }
        case "log": try scratch.rewrite { $0["reaches"] = [["log": "x", "newest": "2024-03-01T00:00:00Z"]] }
        case "moment": try scratch.rewrite { $0["reaches"] = [["log": "calendar", "newest": "soon"]] }
        default: try add(how)
        }
        for more in [[], ["--month", "2024-02"]] {
            let run = try pushAll(scratch, service, more)
            #expect(run.status == 65, "\(how): \(run.output)\(run.errors)")
        }
        #expect(try service.facts().calls.isEmpty)
        let fetch = try scratch.calfold(["fetch", "tables", "--out", "out"])
        if !how.hasSuffix("link") {
            #expect(fetch.status == (how == "rows" ? 1 : 65), "\(how): \(fetch.output)\(fetch.errors)")
        }
    }

    /// The zone that is named and the zone of the tables are one.
    @Test func aZoneBesideTheManifests() throws {
        let scratch = try PartnerScratch(interactions: 20), service = try PartnerStub()
        try scratch.publish()
        try scratch.rewrite {
            ($0["timeZone"], $0["from"], $0["to"]) = ("UTC", "2024-02-01T00:00:00Z", "2024-03-01T00:00:00Z")
        }
        let other = try pushAll(scratch, service, ["--month", "2024-02", "--window-time-zone", "Europe/Warsaw"])
        #expect(other.status == 64 && other.errors.contains("--window-time-zone"), "\(other.output)\(other.errors)")
        #expect(try pushAll(scratch, service, ["--month", "2024-02", "--window-time-zone", "UTC"]).status == 0)
    }
}
