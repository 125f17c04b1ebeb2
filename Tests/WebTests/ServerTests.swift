import Foundation
import TestSupport
import Testing

#if canImport(Glibc)
import Glibc
#endif

/// The built server: how it starts, what it bears, how it ends.
@Suite struct ServerTests {
    @Test func itSaysWhereItIsAndEndsCleanly() throws {
        let folder = try SampleStore.folder
        let server = try RunningServer(["--store", "sample.db", "--access-log", "clean.log"], in: folder)
        #expect(server.address.hasPrefix("http://127.0.0.1:\(server.port)/#") && server.token.utf8.count == 64)
        #expect(try server.get("/api/v1/status").status == 200)
        let head = try server.get("/api/v1/status", method: "HEAD")
        #expect(head.status == 200 && head.body.isEmpty && head.headers["content-length"] != "0")
        // Somebody who is connected does not hold up the end.
        let idle = try server.connection()
        defer { close(idle) }
        #expect(server.end() == 0)
        let book = try String(contentsOfFile: folder + "/clean.log", encoding: .utf8)
        #expect(book.contains(" 200 GET /api/v1/status\n") && !book.contains(server.token))
    }

    @Test func aTokenOfAFileIsNotPrinted() throws {
        let scratch = try Scratch()
        try scratch.write("a-token-of-more-than-16-characters\n", to: "token.txt")
        let server = try RunningServer(
            ["--store", SampleStore.path, "--token-file", "token.txt", "--access-log", "book.log"], in: scratch.path)
        #expect(server.address == "http://127.0.0.1:\(server.port)/")
        let request = "GET /api/v1/status HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
        #expect(try server.send(request + "a-token-of-more-than-16-characters\r\n\r\n").status == 200)
        #expect(try server.send(request + "another\r\n\r\n").status == 401)
    }

    @Test func startsThatCannotBeAreToldApart() throws {
        let scratch = try Scratch(), store = try SampleStore.path
        try scratch.write("no store", to: "text.db")
        try scratch.write("short", to: "short.txt")
        _ = try scratch.folder("folder.log")
        for (arguments, status) in [
            (["--store", "missing.db"], 66), (["--store", "text.db"], 65),
            (["--store", store, "--listen", "0.0.0.0:0"], 64), (["--store", store, "--listen", "[::]:0"], 64),
            (["--store", store, "--listen", "nowhere"], 64), (["--store", store, "--public-host", "a b"], 64),
            (["--store", store, "--access-log", "folder.log"], 73),
            (["--store", store, "--access-log", "none/book.log"], 73),
            (["--store", store, "--access-log", "b.log", "--token-file", "missing.txt"], 66),
            (["--store", store, "--access-log", "b.log", "--token-file", "short.txt"], 77),
            (["--store", store, "--access-log", "b.log", "--pseudonyms"], 77),
        ] {
            let run = try SampleStore.run(["serve"] + arguments, in: scratch.path)
            #expect(run.status == Int32(status), "\(arguments): \(run.errors)")
            #expect(run.output.isEmpty && !run.errors.isEmpty)
        }
    }

    @Test(arguments: [
        ("127.0.0.1:80000", "there is no port 80000"), ("80000", "there is no port 80000"),
        ("8080", "--listen 127.0.0.1:8080"), ("localhost", "no address with a port"),
    ])
    func whatIsNoAddressIsTold(listen: String, words: String) throws {
        let scratch = try Scratch()
        let run = try SampleStore.run(["serve", "--listen", listen], in: scratch.path)
        #expect(run.status == 64 && run.errors.contains(words), "\(run.errors)")
    }

    @Test func aPortThatIsTakenIsUnavailable() throws {
        let folder = try SampleStore.folder
        let server = try RunningServer(["--store", "sample.db", "--access-log", "port.log"], in: folder)
        let other = try SampleStore.run(
            ["serve", "--store", "sample.db", "--listen", "127.0.0.1:\(server.port)", "--access-log", "port.log"],
            in: folder)
        #expect(other.status == 69, "\(other.errors)")
        #expect(other.errors.contains("another program listens there") && other.errors.contains("--listen"))
    }

    @Test func whoSendsWithoutEndIsToldSo() throws {
        let folder = try SampleStore.folder
        let server = try RunningServer(["--store", "sample.db", "--access-log", "bounds.log"], in: folder)
        let lines = String(repeating: "x: y\r\n", count: 40_000)
        #expect(try server.send("GET / HTTP/1.1\r\nHost: localhost\r\n" + lines).status == 431)
        #expect(try server.send("NONSENSE\r\n\r\n").status == 400)
        #expect(try server.send("POST /sign-in HTTP/1.1\r\nHost: a\r\nContent-Length: 999999\r\n\r\n").status == 413)
        #expect(try server.get("/api/v1/status").status == 200)
    }

    /// As many connections as are allowed, all silent: one more is sent away, and once they are gone it goes on.
    @Test func silentConnectionsAreBounded() throws {
        let folder = try SampleStore.folder
        let server = try RunningServer(["--store", "sample.db", "--access-log", "silent.log"], in: folder)
        let silent = try (0..<64).map { _ in try server.connection() }
        var status = 0
        for _ in 0..<50 where status != 503 { status = try server.get("/api/v1/status").status }
        #expect(status == 503)
        for client in silent { close(client) }
        for _ in 0..<50 where status != 200 {
            status = try server.get("/api/v1/status").status
            usleep(20_000)
        }
        #expect(status == 200)
    }

    /// The store is the same to the byte after it was looked at.
    @Test func lookingChangesNothing() throws {
        let scratch = try Scratch()
        try FileManager.default.copyItem(atPath: SampleStore.path, toPath: scratch.path + "/copy.db")
        let before = try Data(contentsOf: URL(filePath: scratch.path + "/copy.db"))
        let server = try RunningServer(["--store", "copy.db"], in: scratch.path)
        #expect(try server.get("/api/v1/status").status == 200)
        _ = server.end()
        #expect(try Data(contentsOf: URL(filePath: scratch.path + "/copy.db")) == before)
        #expect(FileManager.default.fileExists(atPath: scratch.path + "/copy.db-access.log"))
    }
}
