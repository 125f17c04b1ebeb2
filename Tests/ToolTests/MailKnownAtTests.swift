import Foundation
import Testing

/// `--known-at` of e-mails: what a store handed out at some moment can be handed out again, whatever it has learnt
/// since.
@Suite struct MailKnownAtTests {
    private typealias Scratch = CommandLineTests.Scratch
    private static let fixtures = CommandLineTests.root.appending(path: "Fixtures/mail")
    private static let tables = ["emails.csv", "interactions.csv"]

    /// Logs in the order of nights: a trace with provisional statuses, a server's account of some of the same messages,
    /// the trace's span again when all was settled, then the other servers.
    private static let nights = [
        "trace-json-lines/2024-03-05.json", "tracking-logs/mbx1", "trace-json-lines/2024-03-07.json",
        "tracking-logs/mbx2", "tracking-logs/edge1",
    ].map { MailKnownAtTests.fixtures.appending(path: $0).path }

    private func export(_ scratch: Scratch, to folder: String, _ options: String...) throws -> [Data] {
        let run = try scratch.calfold(
            ["export", "emails", "interactions", "--plain", "--accepted-domain", "example.com", "--out", folder]
                + options)
        #expect(run.status == 0, "\(run.errors)")
        return try Self.tables.map { try Data(contentsOf: URL(filePath: scratch.path(folder + "/" + $0))) }
    }

    private func batches(_ scratch: Scratch) throws -> Int {
        let run = try scratch.calfold("status", "--format", "json")
        let status = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
        return try #require(status["batches"] as? Int)
    }

    @Test func anEarlierExportCanBeMadeAgain() throws {
        let scratch = try Scratch()
        var then: [(batch: Int, instant: String, tables: [Data])] = []
        let clock = ISO8601DateFormatter()
        for (number, night) in Self.nights.enumerated() {
            #expect(try scratch.calfold("ingest", night).status == 0)
            then.append((try batches(scratch), "", try export(scratch, to: "night-\(number)")))
            // The store's time is told to the second in the option; the next night is another second.
            Thread.sleep(forTimeInterval: 1.1)
            then[number].instant = clock.string(from: Date(timeIntervalSinceNow: -0.05))
        }
        // The first night lacks e-mails whose status was provisional, and the second those of servers that nobody asked
        // yet.
        #expect(Set(then.map(\.tables)).count >= 3)
        #expect(then[0].tables != then[1].tables)
        for (number, earlier) in then.enumerated() {
            let byBatch = try export(scratch, to: "batch-\(number)", "--known-at", "\(earlier.batch)")
            #expect(byBatch == earlier.tables, "night \(number) by its batch")
            let byInstant = try export(scratch, to: "instant-\(number)", "--known-at", earlier.instant)
            #expect(byInstant == earlier.tables, "night \(number) by its instant")
        }
        #expect(try export(scratch, to: "before", "--known-at", "0")[0].count < then[0].tables[0].count)
    }

    /// A store that ended after the first night gives the same bytes as one that went on and is asked for that night.
    @Test func aStoreThatEndedThenGivesTheSame() throws {
        let ended = try Scratch(), went = try Scratch()
        #expect(try ended.calfold("ingest", Self.nights[0]).status == 0)
        for night in Self.nights { #expect(try went.calfold("ingest", night).status == 0) }
        // Taken in again, in another order, the events stay what and when they were.
        for night in Self.nights.reversed() { #expect(try went.calfold("ingest", night).status == 0) }
        let first = try export(ended, to: "out")
        #expect(try export(went, to: "out", "--known-at", "\(try batches(ended))") == first)
        #expect(try export(went, to: "now") != first)
        // The delivery that the first night knew as pending.
        let late = "<b6f1d2c4@mbx1.example.com>;alice@example.com;dave@example.com"
        #expect(!String(decoding: first[0], as: UTF8.self).contains(late))
        #expect(String(decoding: try export(went, to: "now")[0], as: UTF8.self).contains(late))
    }
}
