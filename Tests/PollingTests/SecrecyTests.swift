import Foundation
import Testing

/// Nobody learns a secret or a token from what a poll writes, prints, is started with or starts.
@Suite(.serialized) struct SecrecyTests {
    /// Every file below the scratch folder but those that a test put secrets into.
    private func files(_ scratch: PollScratch, without given: Set<String>) -> [String] {
        let names = FileManager.default.enumerator(atPath: scratch.folder)?.compactMap { $0 as? String } ?? []
        return names.filter { !given.contains($0) }
    }

    private func expectNothingSecret(
        _ scratch: PollScratch, without given: Set<String> = ["secret.txt"],
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let signs = [
            TraceService.secret, "a_secret%2Bthat%26only%3Dthis%25test~knows", "Bearer", "eyJ0.", "PRIVATE KEY",
        ]
        for name in files(scratch, without: given) {
            let data = FileManager.default.contents(atPath: scratch.path(name)) ?? Data()
            for sign in signs {
                #expect(
                    data.range(of: Data(sign.utf8)) == nil, "\(sign) in \(name)", sourceLocation: sourceLocation)
            }
        }
    }

    @Test func noSecretIsFoundInWhatAPollWritesOrSays() async throws {
        let service = try TraceService(["rows": 100])
        let scratch = try PollScratch(service)
        let run: PollScratch.Run = try await scratch.calfold(
            scratch.usual, environment: ["CALFOLD_CLIENT_SECRET": TraceService.secret])
        #expect(run.status == 0)
        #expect(files(scratch, without: []).contains { $0.hasSuffix(".poll.json") })
        expectNothingSecret(scratch)
        #expect(try !scratch.text("inbox/.poll.json").contains("@"), "the state names nobody")
        let wrong: PollScratch.Run = try await scratch.calfold(
            scratch.usual, environment: ["CALFOLD_CLIENT_SECRET": "a-wrong-secret-that-is-said-back"])
        #expect(wrong.status == 77 && !wrong.errors.contains("a-wrong-secret"))
        // The server says the client id back, as Entra does; were it a secret, it would not be shown.
        let echoed: PollScratch.Run = try await scratch.calfold(
            scratch.usual, environment: ["CALFOLD_CLIENT_SECRET": TraceService.client])
        #expect(echoed.status == 77 && !echoed.errors.contains(TraceService.client))
        let broken: PollScratch.Run = try await scratch.poll(
            "--token-url", "http://127.0.0.1:9/\(TraceService.secret)?")
        #expect(broken.status == 64)
    }

    /// While a poll waits for its answer, what the system shows of the process holds neither secret nor token.
    @Test func aRunningPollShowsNoSecretToTheSystem() async throws {
        let service = try TraceService(["rows": 20, "faults": [["name": "late", "seconds": 120, "times": 1]]])
        let scratch = try PollScratch(service)
        let process = try scratch.start(scratch.usual + scratch.bySecret)
        defer { kill(process.processIdentifier, SIGKILL) }
        try await service.waitForARequest()
        var shown = Data()
        for name in ["environ", "cmdline", "comm", "status"] {
            let data = try Data(contentsOf: URL(filePath: "/proc/\(process.processIdentifier)/\(name)"))
            #expect(!data.isEmpty, "\(name)")
            shown += data
        }
        let text = String(decoding: shown, as: UTF8.self)
        #expect(text.contains("--client-secret-file") && text.contains("HOME="))
        #expect(!text.contains(TraceService.secret) && !text.contains("Bearer") && !text.contains("eyJ0."))
        #expect(process.isRunning)
    }

    /// A night with the secret in its environment starts other programs without it, and keeps it nowhere.
    @Test func aNightsChildrenAndItsStoreDoNotHaveTheSecret() async throws {
        let service = try TraceService(["rows": 60])
        let scratch = try PollScratch(service)
        try FileManager.default.createDirectory(atPath: scratch.path("inbox"), withIntermediateDirectories: true)
        try FileManager.default.createDirectory(atPath: scratch.path("bin"), withIntermediateDirectories: true)
        try scratch.write("#!/bin/sh\nenv >> \(scratch.path("child-environment"))\nexit 255\n", to: "bin/sftp")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: scratch.path("bin/sftp"))
        try scratch.write("a key that only this test knows\n", to: "key.txt")
        try scratch.write("nothing\n", to: "known_hosts")
        try scratch.write(
            """
            key-file: key.txt
            accepted-domain: example.com
            tables: [emails]
            months-back: 1
            publish:
              sftp: somebody@127.0.0.1:/incoming
              known-hosts: known_hosts
              attempts: 1
            poll:
              tenant: \(TraceService.tenant)
              client-id: \(TraceService.client)
              token-url: \(service.address)
              graph-url: \(service.address)
              initial-interval: 4d
            """, to: "calfold.yaml")
        let night: PollScratch.Run = try await scratch.calfold(
            ["nightly", "--config", "calfold.yaml"],
            environment: [
                "CALFOLD_CLIENT_SECRET": TraceService.secret, "PATH": scratch.path("bin") + ":/usr/bin:/bin",
            ])
        #expect(night.output.contains("polled "), "\(night.output)\(night.errors)")
        #expect(try scratch.text("child-environment").contains("HOME="), "\(night.output)\(night.errors)")
        expectNothingSecret(scratch)
    }
}
