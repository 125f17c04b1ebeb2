import Foundation
import Night
import Partner
import TestSupport
import Testing

#if canImport(Glibc)
import Glibc
#endif

/// What people read when something is not as it should be.
@Suite(.serialized) struct PushArgumentsTests {
    /// A token that was taken before is another matter than one that never was.
    @Test(arguments: [
        ("403", "interactions", "took the calls before 'interactions', and does not accept the token", Int32(77)),
        ("404", "entities", "took the calls before 'entities', and knows nothing of this one", 64),
        ("403", "start", "does not accept the token (status 403 of 'start')", 77),
        ("201", "completed", "it may be all the same. The month is not noted as pushed", 69),
        ("204", "completed", "Push the month again: it begins anew", 69),
    ])
    func inMidBatch(name: String, call: String, words: String, status: Int32) throws {
        let scratch = try PartnerScratch(interactions: 20), service = try PartnerStub()
        try service.set(["faults": [["call": call, "name": name]]])
        let run = try scratch.calfold(scratch.pushing(to: service))
        #expect(run.status == status && run.errors.contains(words), "\(run.status): \(run.errors)")
    }

    @Test func tokens() throws {
        let scratch = try PartnerScratch(interactions: 20), service = try PartnerStub()
        try scratch.scratch.write("\u{FEFF}\(PartnerStub.token)\r\n", to: "token")
        let marked = try scratch.calfold(scratch.pushing(to: service))
        #expect(marked.status == 0, "\(marked.errors)")
        try FileManager.default.removeItem(atPath: scratch.folder + "/token")
        #expect(mkfifo(scratch.folder + "/token", 0o600) == 0)
        let process = try scratch.start(scratch.pushing(to: service, "--again"))
        for _ in 0..<1_000 where process.isRunning { Thread.sleep(forTimeInterval: 0.02) }
        #expect(!process.isRunning, "it waits for a pipe")
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
        let pipe = try scratch.outcome(of: process)
        #expect(pipe.status == 65 && pipe.errors.contains("no plain file"), "\(pipe.errors)")
    }

    @Test func aKeyThatIsNotThere() throws {
        let scratch = try NightScratch(), service = try PartnerStub()
        try scratch.meet(1, on: "2024-01-15", logged: "2024-01-10")
        #expect(try scratch.calfold(["ingest", "inbox", "--store", "calfold.db"]).status == 0)
        for command in [
            ["push", "--month", "2024-01", "--dry-run", "--out", "bodies"], ["export", "interactions", "--out", "out"],
        ] {
            let run = try scratch.calfold(command + ["--key-file", "nowhere", "--accepted-domain", "example.com"])
            #expect(run.status == 66 && run.errors.contains("no key file nowhere"), "\(run.status): \(run.errors)")
        }
        #expect(try service.facts().calls.isEmpty)
    }

    /// Before anything secret is sent.
    @Test func aCertificateThatNobodyTrusts() throws {
        let scratch = try PartnerScratch(interactions: 20), folder = scratch.folder
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", folder + "/own.key", "-out",
            folder + "/own.crt", "-days", "30", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
        ]
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        let service = try PartnerStub(["tls": ["certificate": folder + "/own.crt", "key": folder + "/own.key"]])
        #expect(service.address.hasPrefix("https://"))
        for options in [["--month", "2024-02"], ["--month", "2024-02", "--again"]] {
            let run = try scratch.calfold(
                ["push", "--tables", "tables", "--to", service.address, "--token-file", "token"] + options)
            #expect(
                run.status == 77 && run.errors.contains("certificate is not one that this machine trusts"),
                "\(run.status): \(run.errors)")
        }
        #expect(!FileManager.default.fileExists(atPath: scratch.tables + "/pushed.json"))
        let check = try scratch.calfold(["push", "--check", "--to", service.address, "--token-file", "token"])
        #expect(check.status == 77, "\(check.errors)")
    }

    /// Tables of which one goes after the look.
    @Test(arguments: ["employees", "interactions"]) func aTableThatVanishes(name: String) throws {
        let scratch = try PartnerScratch(interactions: 400), service = try PartnerStub()
        var run = try scratch.push(to: service)
        let path = scratch.tables + "/2024-02_\(name).csv"
        run.progress = { words in
            if words.contains("1 calls") { unlink(path) }
        }
        let error = #expect(throws: PartnerError.self) { try run.push(PartnerScratch.month) }
        #expect(error?.what.contains("2024-02_\(name).csv is gone") == true, "\(String(describing: error))")
        let facts = try service.facts()
        #expect(facts.committed == 0 && facts.rolledBack == 1 && !facts.isOpen)
    }

    /// What would have no effect is refused, or told.
    @Test func optionsWithoutEffect() throws {
        let scratch = try PartnerScratch(interactions: 20), service = try PartnerStub()
        for option in [
            ["--directory", "people.csv"], ["--key-file", "key.txt"], ["--accepted-domain", "example.com"],
            ["--include", "x@example.com"], ["--view", "final"], ["--row-date", "2024-02-29"], ["--since", "2024-01"],
            ["--dry-run", "--out", "tables"], ["--dry-run", "--out", "./tables/"],
        ] {
            let run = try scratch.calfold(scratch.pushing(to: service) + option)
            #expect(run.status == 64, "\(option): \(run.status) \(run.errors)")
        }
        #expect(try service.facts().calls.isEmpty)
        let users = try scratch.calfold(scratch.pushing(to: service, "--with-users"))
        #expect(users.status == 0 && users.errors.contains("has no table of them"), "\(users.errors)")
        let since = try scratch.calfold([
            "push", "--tables", "tables", "--to", service.address, "--token-file", "token", "--since", "2030-01",
        ])
        #expect(
            since.status == 0 && since.output.contains("1 month before the first to push"),
            "\(since.output)\(since.errors)")
    }
}
