import Foundation
import Night
import TestSupport
import Testing

@testable import Publishing

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
            "\(NSUserName())@127.0.0.1:\(folder ?? server.remote)", options(server, key: key, hosts: hosts))
    }

    private func options(_ server: TestServer, key: String = "user", hosts: String = "known_hosts") -> [String] {
        [
            "--port", String(server.port), "--identity-file", server.scratch.path + "/" + key, "--known-hosts",
            server.scratch.path + "/" + hosts, "--ssh-config", "none", "--attempts", "1",
        ]
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

    /// Killed at any moment, over a real server too.
    @Test func killsLeaveNoHalfMonth() throws {
        let place = try FetchTests.Place(), server = try server(with: place)
        let seed = UInt64.random(in: 0...UInt64.max)
        print("kill seed \(seed)")
        var state = seed, ended = 0
        for round in 0..<12 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            try place.scratch.writeInteractions(4_000 + round, month: round % 2 == 0 ? "2024-02" : "2024-03")
            #expect(try place.scratch.calfold(["publish", "tables", "--to", "source"]).status == 0)
            for name in place.names(place.source) {
                try place.data(place.source + "/" + name)?.write(to: URL(filePath: server.remote + "/" + name))
            }
            let process = try place.scratch.start(
                ["fetch", "\(NSUserName())@127.0.0.1:\(server.remote)", "--out", "out"] + options(server))
            usleep(useconds_t((state >> 33) % 1_200_000))
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            ended += process.terminationReason == .exit ? 1 : 0
            for set in PublicationSet.written(in: place.out) {
                #expect(throws: Never.self, "seed \(seed)") { try set.check(set.manifest.files.map(\.name)) }
            }
        }
        #expect(try fetch(place, server).status == 0)
        for name in FetchTests.all {
            #expect(place.data(place.out + "/" + name) == place.data(place.source + "/" + name))
        }
        #expect(place.names() == FetchTests.all)
        print("\(ended) of 12 ended before they were killed")
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
        let error = #expect(throws: PublicationError.self) {
            try server.target().bring(["large"], to: folder, mostBytes: 1_000)
        }
        #expect(error?.reason == .tooLarge, "\(String(describing: error))")
        let size =
            (try? FileManager.default.attributesOfItem(atPath: folder + "/large")[.size] as? NSNumber)?.intValue ?? 0
        #expect(size <= 1 << 20)
    }
}
