import Foundation
import HTTP
import Testing

@testable import Polling

/// Who may sign in, what those are told who may not, and whose clock counts.
@Suite(.serialized) struct SignInTests {
    @Test func eachMistakeIsToldWithWhatToDo() async throws {
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
            let run: PollScratch.Run = try await scratch.calfold(scratch.usual + options)
            #expect(run.status == status, "\(options): \(run.errors)")
            #expect(
                run.errors.contains(words) && run.errors.contains("next:") || status == 66 || words == "--certificate",
                "\(run.errors)")
        }
    }

    /// The clocks of this machine, of the sign-in and of the service may each be wrong. Everything up to five minutes
    /// before the service's own now is read, and an assertion is made by the clock of who reads it.
    @Test func aCertificateSignsInWhateverTheClocks() async throws {
        let pairs = try Certificates()
        let clocks = [(0, 0), (600, 600), (-600, -600), (600, 0), (-600, 0), (0, 600), (-600, 600), (600, -600)]
        let scratches = try await concurrently(clocks) { number, ahead in
            let service = try TraceService([
                "seed": 200 + number, "rows": 60, "late": false, "certificate": pairs.certificate("client"),
                "sign-in-ahead": ahead.0, "clock-ahead": ahead.1,
            ])
            let scratch = try PollScratch(service)
            let first: PollScratch.Run = try await scratch.calfold(scratch.usual + pairs.options("client", "client"))
            #expect(first.status == 0, "\(ahead): \(first.errors)")
            // The world goes up to ten minutes before the service's now.
            let facts = try service.facts()
            #expect(facts.served.count == facts.truth.count, "\(ahead)")
            try await scratch.pollTheEnd()
            return scratch
        }
        try PollScratch.expectTheTruth(inTheInboxesOf: Array(zip(scratches, clocks.map { "\($0)" })))
    }

    /// What is read hangs on the service's clock; one that is wrong by days, as of a proxy, must not move what was
    /// read.
    @Test func aClockThatCannotBeIsNotBelieved() async throws {
        let service = try TraceService(["rows": 60])
        let scratch = try PollScratch(service)
        let first: PollScratch.Run = try await scratch.poll()
        #expect(first.status == 0)
        func through() throws -> String? {
            try scratch.text("inbox/.poll.json").firstMatch(of: /"through":"([^"]*)"/).map { String($0.output.1) }
        }
        let before = try #require(try through())
        for ahead in [["clock-ahead": 864_000], ["clock-ahead": 0, "sign-in-ahead": -864_000]] {
            try service.set(ahead)
            let run: PollScratch.Run = try await scratch.poll()
            #expect(run.status == 69 && run.errors.contains("differ by 10 days"), "\(run.errors)")
            #expect(try through() == before)
        }
        try service.set(["clock-ahead": 864_000, "sign-in-ahead": 0])
        let late: PollScratch.Run = try await scratch.poll()
        #expect(late.status == 69 && late.errors.contains("differ by 10 days"), "\(late.errors)")
        try service.set(["clock-ahead": 0])
        try scratch.expectTheTruth()
    }

    @Test func aPairThatDoesNotFitIsToldSo() async throws {
        let pairs = try Certificates()
        let service = try TraceService(["rows": 20, "certificate": pairs.certificate("client")])
        let scratch = try PollScratch(service)
        let mixed: PollScratch.Run = try await scratch.calfold(scratch.usual + pairs.options("client", "other"))
        #expect(mixed.status == 65 && mixed.errors.contains("not that of the certificate"), "\(mixed.errors)")
        let other: PollScratch.Run = try await scratch.calfold(scratch.usual + pairs.options("other", "other"))
        #expect(other.status == 77 && other.errors.contains("AADSTS700027"), "\(other.errors)")
    }

    /// A token that the service holds for expired, by a clock that is ahead of the sign-in's or because it lives short,
    /// is renewed once for each refusal.
    @Test func aTokenThatEndsWhilePagesComeIsRenewed() async throws {
        let lives: [[String: Int]] = [
            ["token-life": 1], ["token-life": 601, "sign-in-ahead": -600, "clock-ahead": 0],
            ["token-life": 301, "sign-in-ahead": 0, "clock-ahead": 300],
        ]
        let scratches = try await concurrently(lives) { number, life in
            let settings: [String: Any] = [
                "seed": 220 + number, "rows": 120, "faults": [["name": "late", "seconds": 0.4, "times": 6]],
            ]
            let service = try TraceService(settings.merging(life) { $1 })
            let scratch = try PollScratch(service)
            let first: PollScratch.Run = try await scratch.poll("--batch-size", "20")
            #expect(first.status == 0, "\(life): \(first.errors)")
            #expect(try service.facts(withTruth: false).issued > 1, "\(life)")
            try await scratch.pollTheEnd()
            return scratch
        }
        try PollScratch.expectTheTruth(inTheInboxesOf: Array(zip(scratches, lives.map { "\($0)" })))
    }

    @Test func otherCloudsAreTwoAddresses() throws {
        let government = try ServiceAddress("https://graph.microsoft.us/", option: "--graph-url")
        let query = TraceQuery(service: .graph, address: government)
        #expect(query.scope == "https://graph.microsoft.us/.default")
        let span = try #require(TimeSpan(from: .init(ticks: 0), to: .init(ticks: 0)))
        #expect(
            query.url(span, rows: 5).hasPrefix(
                "https://graph.microsoft.us/v1.0/admin/exchange/tracing/messageTraces?$filter=receivedDateTime%20ge%20")
        )
        let reporting = TraceQuery(service: .reporting, address: government)
        #expect(reporting.scope == "https://outlook.office365.com/.default")
    }

    @Test func anotherClockIsKnownByTheDateOfItsAnswers() {
        let date = Date(timeIntervalSince1970: 1_000)
        #expect(PollClock.ahead(date, sent: 1_000_200, received: 1_000_300, before: nil) == 0)
        #expect(PollClock.ahead(date, sent: 400_000, received: 400_100, before: nil) == 600)
        #expect(PollClock.ahead(date, sent: 1_600_000, received: 1_600_100, before: nil) == -599)
        // An answer that was long on its way says little, and nothing against what was known.
        #expect(PollClock.ahead(date, sent: 940_000, received: 1_001_000, before: nil) == 0)
        #expect(PollClock.ahead(date, sent: 340_000, received: 461_000, before: 600) == 600)
    }
}

/// Two certificates and their keys, made by OpenSSL.
final class Certificates: Sendable {
    private let folder =
        FileManager.default.temporaryDirectory.appending(path: "calfold-certificate-\(UUID().uuidString)").path

    init() throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for name in ["client", "other"] {
            let process = Process()
            process.executableURL = URL(filePath: "/usr/bin/env")
            process.arguments = [
                "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key(name), "-out",
                certificate(name), "-days", "30", "-subj", "/CN=calfold",
            ]
            process.standardError = FileHandle.nullDevice
            try process.run()
            process.waitUntilExit()
            try #require(process.terminationStatus == 0)
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func certificate(_ name: String) -> String { "\(folder)/\(name).crt" }
    func key(_ name: String) -> String { "\(folder)/\(name).key" }
    func options(_ certificate: String, _ key: String) -> [String] {
        ["--certificate", self.certificate(certificate), "--private-key", self.key(key)]
    }
}
