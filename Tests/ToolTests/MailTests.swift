import Foundation
import Testing

/// One mail flow, told by every form of message log: each alone and any mixture must give the e-mails that were counted
/// by hand.
@Suite struct MailTests {
    private typealias Scratch = CommandLineTests.Scratch
    private static let fixtures = CommandLineTests.root.appending(path: "Fixtures/mail")

    struct Export: CustomTestStringConvertible {
        var folder: String
        /// How its times are to be read.
        var options: [String] = []
        var testDescription: String { folder }
        var ingest: [String] { ["ingest", MailTests.fixtures.appending(path: folder).path] + options }
    }

    static let exports = [
        Export(folder: "tracking-logs"), Export(folder: "tracking-cmdlet-csv"),
        Export(folder: "tracking-cmdlet-csv-local", options: ["--culture", "en-US", "--time-zone", "Europe/Warsaw"]),
        Export(folder: "trace-csv"),
        Export(folder: "trace-v2-csv", options: ["--culture", "en-US"]), Export(folder: "historical-summary"),
        Export(folder: "historical-extended"),
        Export(folder: "tracking-cmdlet-json"), Export(folder: "tracking-cmdlet-json-5"),
        Export(folder: "trace-json-lines"),
        Export(folder: "web-service-light"), Export(folder: "web-service-verbose"), Export(folder: "graph"),
    ]

    /// The hand-counted e-mails as `id;from;to;when`, in order. An id is the message id in lower case.
    private func truth() throws -> [String] {
        let text = try String(contentsOf: Self.fixtures.appending(path: "truth.csv"), encoding: .utf8)
        return text.split(whereSeparator: \.isNewline).dropFirst().map { line in
            let fields = line.split(separator: ",")
            let when = fields[3].replacing("T", with: " ").replacing("Z", with: "")
            return "\(fields[0].lowercased());\(fields[1]);\(fields[2]);\(when)"
        }.sorted()
    }

    private func emails(_ scratch: Scratch, _ options: String...) throws -> [String] {
        let export = try scratch.calfold(
            ["export", "emails", "--accepted-domain", "example.com"] + (options.isEmpty ? ["--plain"] : options))
        #expect(export.status == 0, "\(export.errors)")
        return try lines(scratch.path("emails.csv"))
    }

    private func lines(_ path: String) throws -> [String] {
        try String(contentsOfFile: path, encoding: .utf8).components(separatedBy: "\r\n").dropFirst().dropLast().map {
            $0
        }
    }

    @Test(arguments: exports) func everyFormGivesTheEmailsCountedByHand(_ export: Export) throws {
        let scratch = try Scratch()
        let taken = try scratch.calfold(export.ingest)
        #expect(taken.status == 0, "\(taken.errors)")
        #expect(try emails(scratch).sorted() == truth())
    }

    /// All exports mixed, in an order that a seed decides, each folded as it comes and taken in twice.
    @Test func anyMixtureTakenTwiceGivesTheSame() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("mail order seed \(seed)")
        var state = seed
        let order = (Self.exports + Self.exports).map { export in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (state >> 33, export)
        }.sorted { $0.0 < $1.0 }.map(\.1)
        let scratch = try Scratch()
        for export in order {
            #expect(try scratch.calfold(export.ingest).status == 0)
            #expect(try scratch.calfold("fold").status == 0)
        }
        #expect(try emails(scratch).sorted() == truth())
        let verified = try scratch.calfold("verify")
        #expect(verified.status == 0 && verified.output.contains("equal a fold"), "\(verified.output)")
    }

    @Test func theTableIsOrderedAndHoldsNoAddress() throws {
        let scratch = try Scratch()
        #expect(try scratch.calfold(Self.exports[0].ingest).status == 0)
        try Data("a key that only this test knows".utf8).write(to: URL(filePath: scratch.path("key.txt")))
        let first = try emails(scratch, "--key-file", "key.txt")
        #expect(first.count == 18)
        let times = first.map { String($0.suffix(23)) }
        #expect(times == times.sorted())
        #expect(!first.contains { $0.contains("@") })
        #expect(first.filter { $0.split(separator: ";")[2] == "external" }.count == 2)
        #expect(try emails(scratch, "--key-file", "key.txt") == first)
    }

    @Test func aWindowIsOverTheTimeOfSending() throws {
        let scratch = try Scratch()
        #expect(try scratch.calfold(Self.exports[0].ingest).status == 0)
        let some = try emails(scratch, "--plain", "--from", "2024-03-04T09:00:00Z", "--to", "2024-03-04T09:30:00Z")
        #expect(some.count == 4)
        let then = try emails(scratch, "--plain", "--as-of", "2024-03-04T08:07:00Z")
        #expect(then.map { String($0.prefix(12)) } == ["<db7pr01mb1a", "<b6f1d2c4@mb", "<b6f1d2c4@mb"])
    }

    @Test func theFoldTellsWhatItLeftOut() throws {
        let scratch = try Scratch()
        #expect(try scratch.calfold(Self.exports[0].ingest).status == 0)
        let text = try scratch.calfold("fold")
        #expect(text.output.contains("31 message ids with 142 rows folded into 15 messages with 19 e-mails"))
        let again = try scratch.calfold("fold", "--anew", "--format", "json")
        let report = try #require(try JSONSerialization.jsonObject(with: Data(again.output.utf8)) as? [String: Any])
        let mail = try #require(report["mail"] as? [String: Any])
        let reasons = try #require(mail["leftOutRows"] as? [String: Int])
        let counted = try #require(mail["countedRows"] as? Int)
        #expect(reasons.values.reduce(0, +) + counted == 142)
        #expect(reasons["shadowCopy"] == 7 && reasons["moderation"] == 4)
        #expect(mail["leftOutRecipients"] as? [String: Int] == ["failed": 1, "sender": 1])
    }

    @Test func interactionsHoldEmailsBesideMeetings() throws {
        let scratch = try Scratch()
        #expect(try scratch.calfold(Self.exports[0].ingest).status == 0)
        let export = try scratch.calfold("export", "interactions", "--plain", "--accepted-domain", "example.com")
        #expect(export.status == 0, "\(export.errors)")
        let rows = try lines(scratch.path("interactions.csv"))
        #expect(rows.count == 18 && rows.allSatisfy { $0.hasSuffix(";Email") })
    }

    /// A store whose stored e-mails were tampered with is found out, and made whole by a fold from the beginning.
    @Test func verifyComparesTheStoredEmails() throws {
        let scratch = try Scratch()
        #expect(try scratch.calfold(Self.exports[0].ingest).status == 0)
        #expect(try scratch.calfold("fold").status == 0)
        let shell = Process()
        shell.executableURL = URL(filePath: "/usr/bin/env")
        shell.arguments = [
            "sqlite3", scratch.path("calfold.db"),
            "UPDATE email SET sender = 'eve@example.com' WHERE stream = (SELECT min(stream) FROM email)",
        ]
        try shell.run()
        shell.waitUntilExit()
        #expect(shell.terminationStatus == 0)
        let found = try scratch.calfold("verify")
        #expect(found.status == 1 && found.output.contains("the stored e-mails of stream"))
        #expect(try scratch.calfold("fold", "--anew").status == 0)
        #expect(try scratch.calfold("verify").status == 0)
    }
}
