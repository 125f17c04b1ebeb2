import Foundation
import Testing

/// Message traces as documents of the Elastic Common Schema, against golden files and by the rules.
@Suite struct ECSTests {
    private typealias Scratch = CommandLineTests.Scratch
    private static let fixtures = CommandLineTests.root.appending(path: "Fixtures/mail")

    private func store(_ folders: String...) throws -> Scratch {
        let scratch = try Scratch()
        for folder in folders {
            let taken = try scratch.calfold("ingest", Self.fixtures.appending(path: folder).path)
            #expect(taken.status == 0, "\(taken.errors)")
        }
        return scratch
    }

    private func lines(_ scratch: Scratch, _ options: String...) throws -> [String] {
        let export = try scratch.calfold(["export", "ecs"] + options)
        #expect(export.status == 0, "\(export.errors)")
        return try String(contentsOfFile: scratch.path("ecs.ndjson"), encoding: .utf8).split(separator: "\n").map(String.init)
    }

    private func golden(_ name: String) throws -> [String] {
        try String(contentsOf: Self.fixtures.appending(path: "ecs/\(name)"), encoding: .utf8).split(separator: "\n").map(String.init)
    }

    private func documents(_ lines: [String]) throws -> [[String: Any]] {
        try lines.map { try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]) }
    }

    private func value(_ document: [String: Any], _ path: String) -> Any? {
        path.split(separator: ".").reduce(document as Any?) { ($0 as? [String: Any])?[String($1)] }
    }

    @Test func clearDocumentsAreThoseOfTheGoldenFile() throws {
        #expect(try lines(store("trace-csv"), "--accepted-domain", "example.com", "--preserve-original") == golden("clear.ndjson"))
    }

    @Test func pseudonymisedDocumentsAreThoseOfTheGoldenFile() throws {
        let scratch = try store("trace-csv")
        try Data("the key of the golden files".utf8).write(to: URL(filePath: scratch.path("key.txt")))
        let found = try lines(scratch, "--accepted-domain", "example.com", "--pseudonymise", "--key-file", "key.txt")
        #expect(try found == golden("pseudonymised.ndjson"))
        for word in ["alice", "vendor", "partner", "Lunch", "192.0.2", "@"] where word != "@" { #expect(!found.contains { $0.contains(word) }, "\(word)") }
        #expect(!found.contains { $0.replacing("\"@timestamp\"", with: "").contains("@") })
    }

    /// One document for each record, whatever states and overlapping exports the log has of it.
    @Test func aRecordIsOneDocumentInItsNewestState() throws {
        let found = try documents(lines(store("trace-csv"), "--accepted-domain", "example.com"))
        let ids = found.compactMap { value($0, "event.id") as? String }
        #expect(Set(ids).count == found.count)
        #expect(!found.contains { value($0, "microsoft.online_message_trace.Status") as? String == "Pending" })
    }

    @Test func anIDDoesNotChangeWithTheState() throws {
        let early = try store("trace-csv/2024-03-05.csv"), late = try store("trace-csv")
        func outcomes(_ scratch: Scratch) throws -> [String: String] {
            try documents(lines(scratch)).reduce(into: [:]) { found, document in
                if let id = value(document, "event.id") as? String { found[id] = value(document, "event.outcome") as? String }
            }
        }
        let before = try outcomes(early), after = try outcomes(late)
        #expect(before.values.contains("unknown"))
        #expect(before.keys.allSatisfy { after[$0] != nil })
        #expect(before.contains { $0.value == "unknown" && after[$0.key] == "success" })
    }

    @Test func directionIsToldByTheAcceptedDomains() throws {
        let found = try documents(lines(store("trace-csv"), "--accepted-domain", "example.com"))
        func direction(_ from: String, _ to: String) -> Any? {
            found.first { (value($0, "email.from.address") as? [String]) == [from] && (value($0, "email.to.address") as? [String]) == [to] }
                .flatMap { value($0, "email.direction") }
        }
        #expect(direction("alice@example.com", "bob@example.com") as? String == "internal")
        #expect(direction("vendor@example.org", "alice@example.com") as? String == "inbound")
        #expect(direction("dave@example.com", "partner@example.net") as? String == "outbound")
        #expect(direction("vendor@example.org", "partner@example.net") as? String == "external")
        let without = try documents(lines(store("trace-csv")))
        #expect(without.allSatisfy { value($0, "email.direction") == nil })
    }

    @Test func trackingLogsGiveNoDocuments() throws {
        #expect(try lines(store("tracking-logs")).isEmpty)
    }

    @Test func whatContradictsItselfIsRefused() throws {
        let scratch = try store("trace-csv")
        try Data("the key of the golden files".utf8).write(to: URL(filePath: scratch.path("key.txt")))
        #expect(try scratch.calfold("export", "ecs", "--pseudonymise", "--preserve-original", "--key-file", "key.txt").status == 64)
        #expect(try scratch.calfold("export", "ecs", "--pseudonymise", "--plain").status == 64)
    }
}
