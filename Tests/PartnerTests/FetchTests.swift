import Foundation
import Night
import TestSupport
import Testing

@testable import Publishing

/// What is fetched is whole, is what its manifest says, and leads nowhere else.
@Suite(.serialized) struct FetchTests {
    /// Tables of two months at a source, with manifests as `publish` writes them.
    final class Place {
        let scratch: PartnerScratch
        var source: String { scratch.folder + "/source" }
        var out: String { scratch.folder + "/out" }

        init() throws {
            scratch = try PartnerScratch(interactions: 40)
            try scratch.writeInteractions(30, month: "2024-03")
            _ = try scratch.scratch.folder("source")
            let run = try scratch.calfold(["publish", "tables", "--to", "source"])
            #expect(run.status == 0, "\(run.errors)")
        }

        func fetch(_ from: String = "source", _ more: [String] = []) throws -> ProgramRun {
            try scratch.calfold(["fetch", from, "--out", "out"] + more)
        }

        func names(_ folder: String? = nil) -> [String] {
            ((try? FileManager.default.contentsOfDirectory(atPath: folder ?? out)) ?? []).filter {
                !$0.hasPrefix(".calfold")
            }.sorted()
        }

        func data(_ name: String) -> Data? { FileManager.default.contents(atPath: name) }

        func write(_ text: String, to name: String) throws {
            try Data(text.utf8).write(to: URL(filePath: source + "/" + name))
        }

        /// Changes what a manifest says.
        func rewrite(_ month: String, _ change: (inout [String: Any]) -> Void) throws {
            let path = "\(source)/\(month)_manifest.json"
            let text = try #require(data(path))
            var manifest = try #require(JSONSerialization.jsonObject(with: text) as? [String: Any])
            change(&manifest)
            try JSONSerialization.data(withJSONObject: manifest, options: [.sortedKeys, .withoutEscapingSlashes]).write(
                to: URL(filePath: path))
        }

        /// Puts another table under a manifest that fits it.
        func publish(_ name: String, _ text: String) throws {
            try write(text, to: name)
            let digest = try FileDigest(of: source + "/" + name)
            try rewrite(String(name.prefix(7))) { manifest in
                var files = manifest["files"] as? [[String: Any]] ?? []
                files.removeAll { $0["name"] as? String == name }
                let rows = text.components(separatedBy: "\r\n").count - 2
                let isTable = name.hasSuffix(".csv")
                files.append(["name": name, "rows": isTable ? rows : 0, "bytes": digest.bytes, "sha256": digest.sha256])
                manifest["files"] = files
            }
        }
    }

    static let all = [
        "2024-02_employees.csv", "2024-02_employees_groups.csv", "2024-02_interactions.csv", "2024-02_manifest.json",
        "2024-03_interactions.csv", "2024-03_manifest.json",
    ]

    @Test func monthsAppearWholeAndOnce() throws {
        let place = try Place()
        let first = try place.fetch()
        #expect(first.status == 0 && first.output.contains("3 files fetched"), "\(first.output)\(first.errors)")
        #expect(place.names() == FetchTests.all)
        for name in FetchTests.all {
            #expect(place.data(place.out + "/" + name) == place.data(place.source + "/" + name))
        }
        let second = try place.fetch()
        #expect(
            second.status == 0 && second.output == "2024-02: here already\n2024-03: here already\n", "\(second.output)")
        try place.scratch.writeInteractions(41)
        #expect(try place.scratch.calfold(["publish", "tables", "--to", "source"]).status == 0)
        let third = try place.fetch()
        #expect(third.output.contains("2024-02: 1 file fetched, 2 here already"), "\(third.output)")
        // What somebody damages here comes back.
        try Data("x".utf8).write(to: URL(filePath: place.out + "/2024-03_interactions.csv"))
        #expect(try place.fetch().output.contains("2024-03: 1 file fetched"))
        #expect(try place.fetch("nowhere").status == 66)
        #expect(try place.scratch.calfold(["fetch", "source"]).status == 64)
        #expect(try place.scratch.calfold(["fetch", "--out", "out"]).status == 64)
    }

    @Test func aMonthWithoutAManifestIsBeingRenewed() throws {
        let place = try Place()
        try FileManager.default.removeItem(atPath: place.source + "/2024-02_manifest.json")
        let run = try place.fetch()
        #expect(run.status == 0 && run.output.contains("2024-02: being renewed"), "\(run.output)")
        #expect(place.names() == ["2024-03_interactions.csv", "2024-03_manifest.json"])
    }

    /// What is taken back there is told, and stays here.
    @Test func aMonthThatIsGoneAtTheSource() throws {
        let place = try Place()
        _ = try place.fetch()
        for name in ["interactions.csv", "manifest.json"] {
            try FileManager.default.removeItem(atPath: place.source + "/2024-03_" + name)
        }
        let run = try place.fetch()
        #expect(
            run.status == 0 && run.output.contains("2024-03: here, and no more at the source"),
            "\(run.output)\(run.errors)")
        #expect(place.names() == FetchTests.all)
    }

    @Test func nothingIsPrintedBeforeAnError() throws {
        let place = try Place()
        let run = try place.fetch("nowhere")
        #expect(run.status == 66 && run.output.isEmpty, "\(run.output)")
    }

    @Test func aTableThatIsWithdrawnGoes() throws {
        let place = try Place()
        _ = try place.fetch()
        try FileManager.default.removeItem(atPath: place.scratch.tables + "/2024-02_employees.csv")
        #expect(try place.scratch.calfold(["publish", "tables", "--to", "source"]).status == 0)
        #expect(try place.fetch().output.contains("1 taken away"))
        #expect(!place.names().contains("2024-02_employees.csv"))
    }

    /// The month is left out, the other one comes in.
    @Test(arguments: ["changed", "missing", "link", "longer", "rows", "form", "folder"])
    func whatDoesNotFitStaysOut(how: String) throws {
        let place = try Place(), table = place.source + "/2024-02_interactions.csv"
        let text = String(decoding: try #require(place.data(table)), as: UTF8.self)
        switch how {
        case "changed": try place.write(text.replacing("Weekly", with: "Yearly"), to: "2024-02_interactions.csv")
        case "missing": try FileManager.default.removeItem(atPath: table)
        case "link":
            try FileManager.default.moveItem(atPath: table, toPath: place.scratch.folder + "/elsewhere")
            symlink(place.scratch.folder + "/elsewhere", table)
        case "longer":
            try place.rewrite("2024-02") { manifest in
                var files = manifest["files"] as? [[String: Any]] ?? []
                files[0]["bytes"] = Int64.max
                manifest["files"] = files
            }
        case "rows":
            try place.rewrite("2024-02") { manifest in
                var files = manifest["files"] as? [[String: Any]] ?? []
                files[0]["rows"] = 7_777
                manifest["files"] = files
            }
        case "form": try place.publish("2024-02_interactions.csv", "a;b\r\n1;2\r\n")
        default:
            try FileManager.default.removeItem(atPath: table)
            try FileManager.default.createDirectory(atPath: table, withIntermediateDirectories: false)
        }
        let run = try place.fetch()
        #expect(run.status == 1 && run.output.contains("2024-02: left out"), "\(how): \(run.output)\(run.errors)")
        #expect(place.names() == ["2024-03_interactions.csv", "2024-03_manifest.json"], "\(how)")
    }

    @Test(arguments: [
        "../../etc/passwd", "/etc/passwd", "2024-02_../x.csv", ".2024-02_x.csv", "2024-03_interactions.csv",
        "2024-02_x.csv\n", "2024-02_x y.csv",
        "2024-02_manifest.json", "2024-02_INTERACTIONS.csv", "2024-02_interactions.csv", "2024-02_x.sh", "", "-rf",
        "2024-02_*.csv", "2024-02_\"x\".csv",
    ])
    func aManifestThatLiesAboutNamesIsRefused(name: String) throws {
        let place = try Place()
        try place.rewrite("2024-02") { manifest in
            var files = manifest["files"] as? [[String: Any]] ?? []
            files.append(["name": name, "rows": 0, "bytes": 0, "sha256": String(repeating: "0", count: 64)])
            manifest["files"] = files
        }
        let run = try place.fetch()
        #expect(run.status == 65 && run.output.contains("2024-02: refused"), "\(name): \(run.output)\(run.errors)")
        #expect(place.names() == ["2024-03_interactions.csv", "2024-03_manifest.json"], "\(name)")
        #expect(
            place.names(place.scratch.folder) == ["key.txt", "out", "source", "stderr", "stdout", "tables", "token"])
    }

    @Test(arguments: ["{", "[]", "{\"files\": []}", String(repeating: "[", count: 200_000), "large"])
    func aManifestThatIsNone(text: String) throws {
        let place = try Place()
        try place.write(text == "large" ? String(repeating: " ", count: 2_000_000) : text, to: "2024-02_manifest.json")
        let run = try place.fetch()
        #expect(run.status == 65, "\(run.output)\(run.errors)")
        #expect(place.names() == ["2024-03_interactions.csv", "2024-03_manifest.json"])
    }

    /// Under a fitting hash too.
    @Test func clearAddressesAreRefused() throws {
        let place = try Place()
        let table = String(
            decoding: try #require(place.data(place.source + "/2024-02_interactions.csv")), as: UTF8.self)
        try place.publish(
            "2024-02_interactions.csv", table.replacing(PartnerScratch.pseudonym("person 3"), with: "alice@example.com")
        )
        let run = try place.fetch()
        #expect(
            run.status == 77 && run.output.contains("clear") && !run.output.contains("alice"),
            "\(run.output)\(run.errors)")
        #expect(place.names() == ["2024-03_interactions.csv", "2024-03_manifest.json"])
        try place.publish("2024-03_datapackage.json", "{\"name\": \"x\", \"pseudonymised\": false, \"resources\": []}")
        let again = try place.fetch()
        #expect(again.status == 77 && again.output.contains("2024-03: refused"), "\(again.output)")
    }

    /// What is no table is nobody's business here; the manifest here says what is here.
    @Test func whatIsNoTableIsLeftThere() throws {
        let place = try Place()
        try place.publish("2024-02_notes.csv", "a;b\r\n1;2\r\n")
        let run = try place.fetch()
        #expect(run.status == 0 && run.output.contains("1 left there that is no table"), "\(run.output)\(run.errors)")
        #expect(place.names() == FetchTests.all)
        let service = try PartnerStub()
        let push = try place.scratch.calfold([
            "push", "--tables", "out", "--to", service.address, "--token-file", "token",
        ])
        #expect(push.status == 0 && push.output.contains("2024-02: pushed"), "\(push.output)\(push.errors)")
        #expect(try place.fetch().output.contains("2024-02: here already"))
    }

    /// A source may not make us hold or write as much as it likes.
    @Test func aSourceHasBounds() throws {
        let place = try Place()
        // More than there is room for, whatever the disk: nothing of it is written.
        var facts = statvfs()
        try #require(statvfs(place.source, &facts) == 0)
        let bytes = Int64(clamping: UInt64(facts.f_blocks) * UInt64(facts.f_frsize)) + 1 << 30
        try place.rewrite("2024-02") { manifest in
            var files = manifest["files"] as? [[String: Any]] ?? []
            for index in files.indices where files[index]["name"] as? String == "2024-02_interactions.csv" {
                files[index]["bytes"] = bytes
            }
            manifest["files"] = files
        }
        try #require(truncate(place.source + "/2024-02_interactions.csv", Int(bytes)) == 0)
        let run = try place.fetch()
        #expect(run.status == 1 && run.output.contains("there is room for"), "\(run.output)\(run.errors)")
        #expect(place.names() == ["2024-03_interactions.csv", "2024-03_manifest.json"])
        for number in 0..<1_201 {
            let month = String(format: "%04d-%02d", 1900 + number / 12, number % 12 + 1)
            try place.write("{}", to: month + "_manifest.json")
        }
        let many = try place.fetch()
        #expect(many.status == 65 && many.errors.contains("manifests"), "\(many.output)\(many.errors)")
    }

    /// A source from which something goes between the look at the list and the reading.
    private struct Vanishing: PublicationSource {
        var inner: any PublicationSource
        var folder: String
        var names: [String]
        var label: String { inner.label }

        func list() throws(PublicationError) -> [String: Int64] {
            let sizes = try inner.list()
            for name in names { unlink(folder + "/" + name) }
            return sizes
        }

        func bring(_ names: [String], to folder: String, mostBytes: Int64) throws(PublicationError) {
            try inner.bring(names, to: folder, mostBytes: mostBytes)
        }
    }

    /// What somebody takes away meanwhile keeps its month out, and no other.
    @Test(arguments: ["2024-02_manifest.json", "2024-02_interactions.csv"], [false, true])
    func whatVanishesKeepsItsMonthOut(name: String, isRemote: Bool) throws {
        guard !isRemote || TestServer.isInstalled else { return }
        let place = try Place(), server = isRemote ? try TestServer() : nil
        let folder = server?.remote ?? place.source
        if isRemote {
            for name in place.names(place.source) {
                try FileManager.default.copyItem(atPath: place.source + "/" + name, toPath: folder + "/" + name)
            }
        }
        let inner: any PublicationSource = try server?.target() ?? FolderTarget(folder)
        let source = Vanishing(inner: inner, folder: folder, names: [name])
        let (report, failure) = try FetchRun(from: source, to: place.out, attempts: 1).run()
        #expect(failure == nil, "\(failure.map { $0.description } ?? "")")
        #expect(
            report.months.map(\.outcome)
                == [name.hasSuffix("json") ? FetchReport.Outcome.beingRenewed : .unfit, .taken], "\(report.text)")
        #expect(place.names() == ["2024-03_interactions.csv", "2024-03_manifest.json"])
    }

    /// Killed at any moment, a fetch leaves no month that its manifest does not fit, and the next one has everything.
    @Test func killsLeaveNoHalfMonth() throws {
        let place = try Place(), seed = UInt64.random(in: 0...UInt64.max)
        print("kill seed \(seed)")
        var state = seed
        for round in 0..<30 {
            try place.scratch.writeInteractions(4_000 + round, month: round % 2 == 0 ? "2024-02" : "2024-03")
            #expect(try place.scratch.calfold(["publish", "tables", "--to", "source"]).status == 0)
            let process = try place.scratch.start(["fetch", "source", "--out", "out"])
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            usleep(useconds_t((state >> 33) % 300_000))
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            for set in PublicationSet.written(in: place.out) {
                #expect(throws: Never.self, "seed \(seed)") { try set.check(set.manifest.files.map(\.name)) }
            }
        }
        #expect(try place.fetch().status == 0)
        for name in FetchTests.all {
            #expect(place.data(place.out + "/" + name) == place.data(place.source + "/" + name))
        }
        #expect(place.names() == FetchTests.all)
    }
}
