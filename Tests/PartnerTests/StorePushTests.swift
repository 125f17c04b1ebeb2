import Foundation
import TestSupport
import Testing

#if canImport(Glibc)
import Glibc
#endif

/// `calfold push` from a store.
@Suite(.serialized) struct StorePushTests {
    private let scratch: NightScratch
    private let service: PartnerStub

    init() throws {
        scratch = try NightScratch()
        service = try PartnerStub()
        try scratch.scratch.write(PartnerStub.token, to: "token")
    }

    private func usual(_ more: String...) -> [String] {
        [
            "push", "--store", "calfold.db", "--to", service.address, "--token-file", "token", "--key-file", "key.txt",
            "--accepted-domain", "example.com",
        ] + more
    }

    private func takeIn() throws {
        let run = try scratch.calfold(["ingest", "inbox", "--store", "calfold.db"])
        #expect(run.status == 0, "\(run.errors)")
    }

    /// Who may see which reports goes when it is asked for by name, and not else.
    @Test func users() throws {
        try scratch.takeAll()
        try takeIn()
        let users = Repository.root.appending(path: "Fixtures/partner/users.csv").path
        let options = usual("--month", "2024-02", "--directory", WholeWayTests.directory)
        let dry = try scratch.calfold(options + ["--users", users, "--dry-run", "--out", "bodies"])
        #expect(dry.status == 0, "\(dry.errors)")
        let body = try String(contentsOfFile: scratch.folder + "/bodies/0003-users.json", encoding: .utf8)
        #expect(body.contains("\"email\":\"") && body.contains("@example.com"), "\(body)")
        #expect(try scratch.calfold(options).status == 0)
        #expect(try service.facts().counts["users"] == 0)
        let run = try scratch.calfold(options + ["--users", users, "--again"])
        #expect(run.status == 0 && !run.output.contains("@"), "\(run.errors)")
        let count = try #require(service.facts().counts["users"])
        #expect(count > 0 && run.output.contains("\(count) users"), "\(run.output)")
        // A list of them without the groups of a directory is nobody's.
        let alone = try scratch.calfold(usual("--month", "2024-02", "--users", users, "--again"))
        #expect(alone.status == 64 && alone.errors.contains("--directory"), "\(alone.errors)")
    }

    /// People of today are not those of a month that the log does not have.
    @Test func aMonthOutsideTheLog() throws {
        try scratch.meet(1, on: "2024-01-15", logged: "2024-01-10")
        try scratch.meet(2, on: "2024-03-15", logged: "2024-03-10")
        try takeIn()
        for month in ["2023-01", "2025-01"] {
            let options = usual("--month", month, "--directory", WholeWayTests.directory)
            for more in [["--open"], ["--dry-run", "--out", "bodies"]] {
                let run = try scratch.calfold(options + more)
                #expect(run.status == 66 && run.errors.contains("people alone"), "\(run.output)\(run.errors)")
            }
        }
        #expect(try service.facts().calls.isEmpty)
        // A month within which the log ends goes when it is asked for, and a dry run tells of it.
        let half = usual("--month", "2024-03")
        let dry = try scratch.calfold(half + ["--dry-run", "--out", "bodies"])
        #expect(
            dry.status == 0 && dry.output.contains("ends within it (2024-03-10), so that a push needs --open"),
            "\(dry.output)\(dry.errors)")
        #expect(try scratch.calfold(half + ["--open"]).status == 0)
        let future = try scratch.calfold(usual("--since", "2093-01"))
        #expect(future.status == 64 && future.errors.contains("still to come"), "\(future.errors)")
        let beyond = try scratch.calfold(usual("--since", "2024-06"))
        #expect(
            beyond.status == 0 && beyond.output.contains("not closed yet (2024-06: the log ends before it"),
            "\(beyond.output)\(beyond.errors)")
    }

    /// Killed at random moments, a push from a store that is made again ends in the set of an undisturbed one.
    @Test func killsAtRandomMoments() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("kill seed \(seed)")
        var state = seed
        func random(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(limit))
        }
        for number in 1...40 { try scratch.meet(number, on: "2024-01-15", logged: "2024-01-10") }
        try scratch.meet(41, on: "2024-03-15", logged: "2024-03-10")
        try takeIn()
        try service.set(["pace": 0.03])
        let command = usual("--month", "2024-01", "--again", "--batch", "10")
        let began = Date()
        #expect(try scratch.calfold(command).status == 0)
        let took = max(100, Int(Date().timeIntervalSince(began) * 1_200))
        let undisturbed = try service.facts()
        #expect(try #require(undisturbed.counts["interactions"]) >= 80)
        var ended = 0
        for _ in 0..<20 {
            try service.set(["forget": true])
            let process = try scratch.start(command)
            Thread.sleep(forTimeInterval: Double(random(took)) / 1_000)
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            ended += process.terminationStatus == 0 ? 1 : 0
            let facts = try service.factsOnceAlone()
            #expect(
                facts.counts["interactions"] == 0 || facts.digest == undisturbed.digest, "a half set (seed \(seed))")
        }
        #expect(try scratch.calfold(command).status == 0)
        let last = try service.facts()
        #expect(last.digest == undisturbed.digest && !last.isOpen, "seed \(seed)")
        #expect(try scratch.calfold(["verify"]).status == 0)
        print("\(ended) of 20 ended before they were killed")
    }

    /// A month whose tables stay as they are is closed for the partner too when the log has gone beyond it.
    @Test func aNightRenewsWhatManifestsSayOfTheLog() throws {
        _ = try scratch.scratch.folder("published")
        try scratch.configure("tables: [interactions]\npublish:\n  folder: published\n")
        func push() throws -> String {
            let fetch = try scratch.calfold(["fetch", "published", "--out", "fetched"])
            let push = try scratch.calfold([
                "push", "--tables", "fetched", "--to", service.address, "--token-file", "token",
            ])
            #expect(fetch.status == 0 && push.status == 0, "\(fetch.errors)\(push.output)\(push.errors)")
            return fetch.output + push.output
        }
        func night(_ today: String) throws {
            let run = try scratch.calfold(["nightly", "--config", "calfold.yaml", "--today", today])
            #expect(run.status == 0, "\(run.output)\(run.errors)")
        }
        try scratch.meet(1, on: "2024-02-15", logged: "2024-02-10")
        try night("2024-02-28")
        let early = try push()
        #expect(
            early.contains("2024-02: not closed yet, as the log of calendars ends within it (2024-02-10)"), "\(early)")
        let table = scratch.tables + "/2024-02_interactions.csv"
        let before = try FileManager.default.attributesOfItem(atPath: table)[.systemFileNumber] as? Int
        try scratch.meet(2, on: "2024-03-20", logged: "2024-03-05")
        try night("2024-03-20")
        #expect(try FileManager.default.attributesOfItem(atPath: table)[.systemFileNumber] as? Int == before)
        let later = try push()
        #expect(later.contains("2024-02: 0 files fetched") && later.contains("2024-02: pushed"), "\(later)")
        #expect(!later.contains("calendar alone") && later.contains("2024-03: not closed yet"), "\(later)")
        // What says the same is not written anew, and nothing of it is sent.
        let manifest = FileManager.default.contents(atPath: scratch.tables + "/2024-02_manifest.json")
        try scratch.meet(3, on: "2024-03-21", logged: "2024-03-06")
        try night("2024-03-21")
        #expect(FileManager.default.contents(atPath: scratch.tables + "/2024-02_manifest.json") == manifest)
        #expect(try push().contains("2024-02: here already"))
    }

    /// Nights and pushes at the same time push every month once.
    @Test func nightsAndPushesAtOnce() throws {
        try scratch.configure(
            """
            tables: [interactions]
            push:
              to: \(service.address)
              token-file: token
              since: 2023-10

            """)
        try service.set(["pace": 0.02])
        let months = ["2023-10", "2023-11", "2023-12", "2024-01", "2024-02", "2024-03"]
        for (number, month) in months.enumerated() {
            try scratch.meet(number, on: month + "-15", logged: month + "-10")
            let night = try scratch.start(["nightly", "--config", "calfold.yaml", "--today", "2024-12-01"])
            for _ in 0..<3 {
                let push = try scratch.calfold(["push", "--config", "calfold.yaml"])
                // There may be no store yet, or another push.
                #expect([0, 66, 75].contains(push.status), "\(push.status): \(push.output)\(push.errors)")
            }
            night.waitUntilExit()
            #expect(night.terminationStatus == 0)
        }
        let last = try scratch.calfold(["nightly", "--config", "calfold.yaml", "--today", "2024-12-01"])
        #expect(last.status == 0, "\(last.output)\(last.errors)")
        let facts = try service.facts()
        #expect(facts.opened == 5 && facts.committed == 5 && facts.discarded == 0, "\(facts)")
        #expect(facts.counts["interactions"] == 10, "\(facts)")
        #expect(try scratch.calfold(["verify"]).status == 0)
    }
}
