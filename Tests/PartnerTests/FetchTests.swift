import Digest
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

    /// Killed at any moment, a fetch leaves no month that its manifest does not fit, and the next one has everything.
    @Test func killsLeaveNoHalfMonth() throws {
        let place = try Place()
        for round in 0..<30 {
            try place.scratch.writeInteractions(4_000 + round, month: round % 2 == 0 ? "2024-02" : "2024-03")
            #expect(try place.scratch.calfold(["publish", "tables", "--to", "source"]).status == 0)
            let process = try place.scratch.start(["fetch", "source", "--out", "out"])
            usleep(useconds_t.random(in: 0...300_000))
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            for set in PublicationSet.written(in: place.out) {
                #expect(throws: Never.self) { try set.check(set.manifest.files.map(\.name)) }
            }
        }
        #expect(try place.fetch().status == 0)
        for name in FetchTests.all {
            #expect(place.data(place.out + "/" + name) == place.data(place.source + "/" + name))
        }
        #expect(place.names() == FetchTests.all)
    }
}

/// The same over a real OpenSSH server.
@Suite(.enabled(if: TestServer.isInstalled, "sshd is not installed: Scripts/setup installs it"), .serialized)
struct FetchSFTPTests {
    private func server(with place: FetchTests.Place) throws -> TestServer {
        let server = try TestServer()
        for name in place.names(place.source) {
            try FileManager.default.copyItem(atPath: place.source + "/" + name, toPath: server.remote + "/" + name)
        }
        return server
    }

    private func fetch(
        _ place: FetchTests.Place, _ server: TestServer, key: String = "user", hosts: String = "known_hosts",
        folder: String? = nil
    ) throws -> ProgramRun {
        try place.fetch(
            "\(NSUserName())@127.0.0.1:\(folder ?? server.remote)",
            [
                "--port", String(server.port), "--identity-file", server.scratch.path + "/" + key, "--known-hosts",
                server.scratch.path + "/" + hosts, "--ssh-config", "none", "--attempts", "1",
            ])
    }

    @Test func monthsComeFromAServer() throws {
        let place = try FetchTests.Place(), server = try server(with: place)
        let first = try fetch(place, server)
        #expect(first.status == 0, "\(first.output)\(first.errors)")
        #expect(place.names() == FetchTests.all)
        for name in FetchTests.all {
            #expect(place.data(place.out + "/" + name) == place.data(place.source + "/" + name))
        }
        #expect(try fetch(place, server).output.contains("here already"))
        let mode =
            try FileManager.default.attributesOfItem(atPath: place.out + "/2024-02_employees.csv")[.posixPermissions]
            as? NSNumber
        #expect(mode?.intValue == 0o640)
    }

    @Test func linksOfAServerAreNotFollowed() throws {
        let place = try FetchTests.Place(), server = try server(with: place)
        let table = server.remote + "/2024-02_interactions.csv"
        try FileManager.default.moveItem(atPath: table, toPath: server.scratch.path + "/elsewhere")
        symlink(server.scratch.path + "/elsewhere", table)
        let manifest = server.remote + "/2024-03_manifest.json"
        try FileManager.default.moveItem(atPath: manifest, toPath: server.scratch.path + "/manifest")
        symlink(server.scratch.path + "/manifest", manifest)
        let run = try fetch(place, server)
        #expect(
            run.status == 1 && run.output.contains("2024-02: left out")
                && run.output.contains("2024-03: being renewed"), "\(run.output)")
        #expect(place.names().isEmpty)
    }

    @Test func whoIsNotLetInIsTold() throws {
        let place = try FetchTests.Place(), server = try server(with: place)
        let stranger = try fetch(place, server, key: "stranger")
        #expect(stranger.status == 77 && !stranger.errors.contains(NSUserName() + "@"), "\(stranger.errors)")
        #expect(try fetch(place, server, hosts: "wrong_hosts").status == 77)
        try server.scratch.write("", to: "no_hosts")
        #expect(try fetch(place, server, hosts: "no_hosts").status == 77)
        #expect(try fetch(place, server, folder: server.remote + "/nowhere").status == 66)
        // The same of what is published.
        let publish = try place.scratch.calfold([
            "publish", "tables", "--to", "\(NSUserName())@127.0.0.1:\(server.remote)", "--port", String(server.port),
            "--identity-file", server.scratch.path + "/stranger",
            "--known-hosts", server.scratch.path + "/known_hosts", "--ssh-config", "none", "--attempts", "1",
        ])
        #expect(publish.status == 77, "\(publish.output)\(publish.errors)")
        let away = try place.fetch(
            "\(NSUserName())@127.0.0.1:/x", ["--port", "1", "--ssh-config", "none", "--attempts", "1"])
        #expect(away.status == 69, "\(away.errors)")
    }

    /// A connection that breaks at any point is tried again, and what breaks for good leaves nothing.
    @Test(arguments: [1...1, 2...2, 3...3, 1...99])
    func aCutConnection(connections: ClosedRange<Int>) throws {
        let place = try FetchTests.Place(), server = try server(with: place)
        let target = try server.breakingTarget(connections: connections, after: 3)
        let (report, failure) = try FetchRun(from: target, to: place.out, attempts: 3, pause: { _ in }).run()
        if connections.upperBound == 99 {
            #expect(failure?.status == .serviceUnavailable)
            #expect(place.names().isEmpty)
        } else {
            #expect(failure == nil && report.retries >= 1, "\(report.text)")
            #expect(place.names() == FetchTests.all)
        }
    }

    /// A server that says less than it has fills no disk.
    @Test func aFileThatGrowsWhileItIsFetched() throws {
        let place = try FetchTests.Place(), server = try server(with: place)
        try Data(count: 5_000_000).write(to: URL(filePath: server.remote + "/large"))
        let folder = try place.scratch.scratch.folder("small")
        let error = #expect(throws: DeliveryError.self) {
            try server.target().bring(["large"], to: folder, mostBytes: 1_000)
        }
        #expect(error?.reason == .tooLarge, "\(String(describing: error))")
        let size =
            (try? FileManager.default.attributesOfItem(atPath: folder + "/large")[.size] as? NSNumber)?.intValue ?? 0
        #expect(size <= 1 << 20)
    }
}
