import Foundation
import Night
import Testing

@testable import Polling
@testable import Tool

/// A night polls first, goes on when that fails, and clears the inbox of what it took in.
@Suite(.serialized) struct NightPollTests {
    private func configured(_ scratch: PollScratch, _ more: String = "") throws {
        try scratch.write("a key that only this test knows\n", to: "key.txt")
        try FileManager.default.createDirectory(atPath: scratch.path("inbox"), withIntermediateDirectories: true)
        try scratch.write(
            """
            key-file: key.txt
            accepted-domain: example.com
            tables: [emails]
            months-back: 1
            poll:
              tenant: \(TraceService.tenant)
              client-id: \(TraceService.client)
              client-secret-file: secret.txt
              token-url: \(scratch.service.address)
              graph-url: \(scratch.service.address)
              initial-interval: 4d
              look-back: 5d
            \(more)
            """, to: "calfold.yaml")
    }

    @Test func aNightPollsFirstAndTakesInWhatCame() async throws {
        let service = try TraceService(["rows": 200, "late": false, "changing": false])
        let scratch = try PollScratch(service)
        try configured(scratch, "  keep-days: 0\n")
        let night: PollScratch.Run = try await scratch.calfold(["nightly", "--config", "calfold.yaml"])
        #expect(night.status == 0, "\(night.output)\(night.errors)")
        #expect(night.output.contains("polled "))
        #expect(scratch.pages().isEmpty, "pages that were taken in leave the inbox")
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: scratch.path("tables")).contains {
                $0.hasSuffix("_emails.csv")
            })
        let check: PollScratch.Run = try await scratch.calfold(["status", "--check", "--store", "calfold.db"])
        #expect(check.output.contains("last good poll") && check.output.contains("newest row"), "\(check.output)")
        let old: PollScratch.Run = try await scratch.calfold([
            "status", "--check", "--store", "calfold.db", "--newest-row-hours", "0",
        ])
        #expect(old.status == 1 || old.status == 2, "\(old.output)")
    }

    @Test func aNightGoesOnWhenItsPollFails() async throws {
        let service = try TraceService(["rows": 200, "faults": [["name": "redirect", "after": 0, "times": 1]]])
        let scratch = try PollScratch(service)
        try configured(scratch)
        let sample = TraceService.root.appending(path: "Fixtures/mail/graph").path
        try FileManager.default.copyItem(atPath: sample, toPath: scratch.path("inbox/by-hand"))
        let night: PollScratch.Run = try await scratch.calfold(["nightly", "--config", "calfold.yaml"])
        #expect(night.status == 69, "\(night.output)\(night.errors)")
        #expect(
            night.output.contains("were not polled to the end") && night.output.contains("message"), "\(night.output)")
        let counts: PollScratch.Run = try await scratch.calfold(["status", "--store", "calfold.db"])
        #expect(counts.output.contains("message rows"), "\(counts.output)")
        let next: PollScratch.Run = try await scratch.calfold(["nightly", "--config", "calfold.yaml"])
        #expect(next.status == 0, "\(next.output)\(next.errors)")
        #expect(!scratch.pages().isEmpty, "pages stay for some days")
    }

    @Test func whatIsWrongWithTheSectionIsToldByLineBeforeAnythingIsDone() async throws {
        let scratch = try PollScratch(try TraceService(["rows": 1]))
        try scratch.write("key\n", to: "key.txt")
        try scratch.write(
            """
            poll:
              tenat: x
              client-id: y
              look-back: soon
              graph-url: http://graph.microsoft.com
              client-secret-file: nowhere
            """, to: "calfold.yaml")
        let night: PollScratch.Run = try await scratch.calfold(["nightly", "--config", "calfold.yaml"])
        #expect(night.status == 64)
        for words in [
            "line 2", "Did you mean tenant", "line 4", "not a length of time", "line 5", "not https", "nowhere",
            "poll.tenant",
        ] {
            #expect(night.errors.contains(words), "\(words): \(night.errors)")
        }
    }

    @Test func theCommandTakesTheSectionAndItsOwnOptionsOverIt() async throws {
        let service = try TraceService(["rows": 100])
        let scratch = try PollScratch(service)
        try configured(scratch)
        let first: PollScratch.Run = try await scratch.calfold(["poll", "--config", "calfold.yaml"])
        #expect(first.status == 0)
        let wrong: PollScratch.Run = try await scratch.calfold([
            "poll", "--config", "calfold.yaml", "--tenant", "other.example",
        ])
        #expect(wrong.status == 64 && wrong.errors.contains("--state"), "\(wrong.errors)")
        let often: PollScratch.Run = try await scratch.calfold(["poll", "--config", "calfold.yaml", "--every", "1s"])
        #expect(often.status == 64)
    }

    /// A service reads its secret anew for each poll: it may be replaced while the service runs, as it has to be when
    /// the old one ends. What somebody has to mend ends the service only when it begins.
    @Test func aServiceTakesASecretThatWasReplaced() async throws {
        let scratch = try PollScratch(try TraceService(["rows": 30]))
        func settings() throws -> PollSettings {
            var options = try PollOptions.parse(Array(scratch.usual.dropFirst()))
            options.clientSecretFile = scratch.path("secret.txt")
            return try options.settings.settings(inbox: scratch.path("inbox"), environment: [:])
        }
        try scratch.write("the-old-one", to: "secret.txt")
        var reports: [PollReport] = []
        var failures: [Int32] = []
        var rounds = 0
        func service() -> PollService {
            PollService(
                seconds: 60, settings: settings, tell: { reports.append($0) },
                note: { failures.append($0.status.rawValue) },
                pause: { _ in
                    rounds += 1
                    try? FileManager.default.removeItem(atPath: scratch.path("secret.txt"))
                    if rounds > 1 { try? scratch.write(TraceService.secret, to: "secret.txt") }
                })
        }
        try service().run(rounds: 3)
        #expect(failures == [77, 66])
        #expect(reports.map(\.pages) == [0, 1] && rounds == 2)
        try FileManager.default.removeItem(atPath: scratch.path("secret.txt"))
        #expect(throws: (any Error).self) { try service().run(rounds: 1) }
        try scratch.write(TraceService.secret, to: "secret.txt")
        try scratch.expectTheTruth()
    }

    /// What `make poll` and the end of `make run` show is what the document shows, but for times.
    @Test func theDocumentShowsWhatTheSamplePrints() async throws {
        func untimed(_ text: some StringProtocol) -> [String] {
            text.split(separator: "\n").map { line in
                String(line).replacing(/\d{4}-\d\d-\d\dT[\d:.]+Z/, with: "TIME").replacing(
                    /\S*\/page-[\w-]+\.json/, with: "PAGE")
            }
        }
        let text = try String(contentsOf: TraceService.root.appending(path: "docs/polling.md"), encoding: .utf8)
        let shown = try #require(
            text.components(separatedBy: "and takes in what came:\n\n```\n").last?.components(separatedBy: "```").first)
        let scratch = try PollScratch(try TraceService(["rows": 1]))
        let run: PollScratch.Run = try await scratch.run(
            TraceService.root.appending(path: "Scripts/poll-sample"),
            [scratch.path("out"), try PollScratch.program().path])
        #expect(run.status == 0, "\(run.errors)")
        #expect(untimed(run.output) == untimed(shown))
    }

    /// The lines of docs/polling.md, as they stand there.
    @Test func theDocumentsExampleRuns() async throws {
        let text = try String(contentsOf: TraceService.root.appending(path: "docs/polling.md"), encoding: .utf8)
        let block = try #require(
            text.components(separatedBy: "python3 Tests/TraceServer/server.py --port").last?.components(
                separatedBy: "```"
            )
            .first)
        let service = try TraceService()
        let scratch = try PollScratch(service)
        let lines = block.components(separatedBy: "\n").filter { $0.hasPrefix("calfold ") }
        #expect(lines.count == 2)
        for line in lines {
            let words = line.replacing("http://127.0.0.1:8765", with: service.address).split(separator: " ").dropFirst()
                .map(String.init)
            let run: PollScratch.Run = try await scratch.calfold(words)
            #expect(run.status == 0, "\(line): \(run.errors)")
        }
        #expect(block.contains("'\(TraceService.secret)'"))
    }
}
