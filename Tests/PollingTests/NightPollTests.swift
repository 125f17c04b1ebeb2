import Foundation
import Testing

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

    @Test func aNightPollsFirstAndTakesInWhatCame() throws {
        let service = try TraceService(["rows": 200, "late": false, "changing": false])
        let scratch = try PollScratch(service)
        try configured(scratch, "  keep-days: 0\n")
        let night = try scratch.calfold(["nightly", "--config", "calfold.yaml"])
        #expect(night.status == 0, "\(night.output)\(night.errors)")
        #expect(night.output.contains("polled "))
        #expect(scratch.pages().isEmpty, "pages that were taken in leave the inbox")
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: scratch.path("tables")).contains {
                $0.hasSuffix("_emails.csv")
            })
        let check = try scratch.calfold(["status", "--check", "--store", "calfold.db"])
        #expect(check.output.contains("last good poll") && check.output.contains("newest row"), "\(check.output)")
        let old = try scratch.calfold(["status", "--check", "--store", "calfold.db", "--newest-row-hours", "0"])
        #expect(old.status == 1 || old.status == 2, "\(old.output)")
    }

    @Test func aNightGoesOnWhenItsPollFails() throws {
        let service = try TraceService(["rows": 200, "faults": [["name": "redirect", "after": 0, "times": 1]]])
        let scratch = try PollScratch(service)
        try configured(scratch)
        let sample = TraceService.root.appending(path: "Fixtures/mail/graph").path
        try FileManager.default.copyItem(atPath: sample, toPath: scratch.path("inbox/by-hand"))
        let night = try scratch.calfold(["nightly", "--config", "calfold.yaml"])
        #expect(night.status == 69, "\(night.output)\(night.errors)")
        #expect(
            night.output.contains("were not polled to the end") && night.output.contains("message"), "\(night.output)")
        let counts = try scratch.calfold(["status", "--store", "calfold.db"])
        #expect(counts.output.contains("message rows"), "\(counts.output)")
        let next = try scratch.calfold(["nightly", "--config", "calfold.yaml"])
        #expect(next.status == 0, "\(next.output)\(next.errors)")
        #expect(!scratch.pages().isEmpty, "pages stay for some days")
    }

    @Test func whatIsWrongWithTheSectionIsToldByLineBeforeAnythingIsDone() throws {
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
        let night = try scratch.calfold(["nightly", "--config", "calfold.yaml"])
        #expect(night.status == 64)
        for words in [
            "line 2", "Did you mean tenant", "line 4", "not a length of time", "line 5", "not https", "nowhere",
            "poll.tenant",
        ] {
            #expect(night.errors.contains(words), "\(words): \(night.errors)")
        }
    }

    @Test func theCommandTakesTheSectionAndItsOwnOptionsOverIt() throws {
        let service = try TraceService(["rows": 100])
        let scratch = try PollScratch(service)
        try configured(scratch)
        #expect(try scratch.calfold(["poll", "--config", "calfold.yaml"]).status == 0)
        let wrong = try scratch.calfold(["poll", "--config", "calfold.yaml", "--tenant", "other.example"])
        #expect(wrong.status == 64 && wrong.errors.contains("--state"), "\(wrong.errors)")
        #expect(try scratch.calfold(["poll", "--config", "calfold.yaml", "--every", "1s"]).status == 64)
    }

    /// The lines of docs/polling.md, as they stand there.
    @Test func theDocumentsExampleRuns() throws {
        let text = try String(contentsOf: TraceService.root.appending(path: "docs/polling.md"), encoding: .utf8)
        let block = try #require(
            text.components(separatedBy: "python3 Tests/TraceServer/server.py").last?.components(separatedBy: "```")
                .first)
        let service = try TraceService()
        let scratch = try PollScratch(service)
        let lines = block.components(separatedBy: "\n").filter { $0.hasPrefix("calfold ") }
        #expect(lines.count == 2)
        for line in lines {
            let words = line.replacing("http://127.0.0.1:8765", with: service.address).split(separator: " ").dropFirst()
                .map(String.init)
            let run = try scratch.calfold(words)
            #expect(run.status == 0, "\(line): \(run.errors)")
        }
        #expect(block.contains("'\(TraceService.secret)'"))
    }
}
