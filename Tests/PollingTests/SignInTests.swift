import Foundation
import Testing

@testable import Polling

/// Who may sign in, what those are told who may not, and that nobody learns a secret.
@Suite(.serialized) struct SignInTests {
    @Test func eachMistakeIsToldWithWhatToDo() throws {
        let service = try TraceService(["rows": 50, "expired-secret": "old"])
        let scratch = try PollScratch(service)
        try scratch.write("wrong\n", to: "wrong")
        try scratch.write("old", to: "old")
        try scratch.write("\n", to: "nothing")
        let cases: [(options: [String], status: Int32, words: String)] = [
            (["--client-secret-file", "wrong"], 77, "AADSTS7000215"),
            (["--client-secret-file", "old"], 77, "AADSTS7000222"),
            (["--client-secret-file", "secret.txt", "--client-id", "somebody-else"], 77, "AADSTS700016"),
            (["--client-secret-file", "secret.txt", "--tenant", "elsewhere.example"], 77, "AADSTS90002"),
            (["--client-secret-file", "nowhere"], 66, "nowhere"), (["--client-secret-file", "nothing"], 65, "secret"),
            ([], 64, "CALFOLD_CLIENT_SECRET"),
            (["--client-secret-file", "secret.txt", "--graph-url", "http://graph.example.com"], 64, "https"),
            (["--client-secret-file", "secret.txt", "--token-url", "http://127.0.0.1.example.com"], 64, "https"),
            (["--client-secret-file", "secret.txt", "--certificate", "c"], 64, "--certificate"),
        ]
        for (options, status, words) in cases {
            let run = try scratch.calfold(scratch.usual + options)
            #expect(run.status == status, "\(options): \(run.errors)")
            #expect(
                run.errors.contains(words) && run.errors.contains("next:") || status == 66 || words == "--certificate",
                "\(run.errors)")
        }
    }

    @Test(arguments: [0, 600, -600]) func aCertificateSignsInWhateverTheClock(_ ahead: Int) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "calfold-certificate-\(UUID().uuidString)")
            .path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for name in ["client", "other"] {
            let process = Process()
            process.executableURL = URL(filePath: "/usr/bin/env")
            process.arguments = [
                "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "\(folder)/\(name).key", "-out",
                "\(folder)/\(name).crt", "-days", "30", "-subj", "/CN=calfold",
            ]
            process.standardError = FileHandle.nullDevice
            try process.run()
            process.waitUntilExit()
            try #require(process.terminationStatus == 0)
        }
        let service = try TraceService(["rows": 100, "certificate": "\(folder)/client.crt", "clock-ahead": ahead])
        let scratch = try PollScratch(service)
        func run(_ certificate: String, _ key: String) throws -> PollScratch.Run {
            try scratch.calfold(
                scratch.usual + [
                    "--certificate", "\(folder)/\(certificate).crt", "--private-key", "\(folder)/\(key).key",
                ])
        }
        #expect(try run("client", "client").status == 0)
        #expect(try run("client", "other").status == 65)
        let other = try run("other", "other")
        #expect(other.status == 77 && other.errors.contains("AADSTS700027"), "\(other.errors)")
    }

    @Test func noSecretIsFoundAnywhere() throws {
        let service = try TraceService(["rows": 100])
        let scratch = try PollScratch(service)
        let run = try scratch.calfold(scratch.usual, environment: ["CALFOLD_CLIENT_SECRET": TraceService.secret])
        #expect(run.status == 0)
        let wrong = try scratch.calfold(
            scratch.usual, environment: ["CALFOLD_CLIENT_SECRET": "a-wrong-secret-that-is-said-back"])
        #expect(wrong.status == 77)
        // The server says the client id back, as Entra does; were it a secret, it would not be shown.
        let echoed = try scratch.calfold(scratch.usual, environment: ["CALFOLD_CLIENT_SECRET": TraceService.client])
        #expect(echoed.status == 77 && !echoed.errors.contains(TraceService.client))
        var files: [String] = []
        for case let name as String in FileManager.default.enumerator(atPath: scratch.folder) ?? .init() {
            files.append(name)
        }
        #expect(files.contains { $0.hasSuffix(".poll.json") })
        for name in files where name != "secret.txt" {
            let data = FileManager.default.contents(atPath: scratch.path(name)) ?? Data()
            let text = String(decoding: data, as: UTF8.self)
            #expect(
                !text.contains(TraceService.secret) && !text.contains("Bearer") && !text.contains("eyJ0."), "\(name)")
            if name.hasSuffix(".poll.json") { #expect(!text.contains("@")) }
        }
    }
}
