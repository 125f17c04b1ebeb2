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

    private func lines(_ scratch: Scratch, _ options: String...) throws -> [String] { try lines(scratch, options) }

    private func lines(_ scratch: Scratch, _ options: [String]) throws -> [String] {
        let export = try scratch.calfold(["export", "ecs"] + options)
        #expect(export.status == 0, "\(export.errors)")
        return try String(contentsOfFile: scratch.path("ecs.ndjson"), encoding: .utf8).split(separator: "\n").map(
            String.init)
    }

    private func golden(_ name: String) throws -> [String] {
        try String(contentsOf: Self.fixtures.appending(path: "ecs/\(name)"), encoding: .utf8).split(separator: "\n")
            .map(String.init)
    }

    private func documents(_ lines: [String]) throws -> [[String: Any]] {
        try lines.map { try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]) }
    }

    private func value(_ document: [String: Any], _ path: String) -> Any? {
        path.split(separator: ".").reduce(document as Any?) { ($0 as? [String: Any])?[String($1)] }
    }

    @Test func clearDocumentsAreThoseOfTheGoldenFile() throws {
        #expect(
            try lines(store("trace-csv"), "--accepted-domain", "example.com", "--preserve-original")
                == golden("clear.ndjson"))
    }

    @Test func pseudonymisedDocumentsAreThoseOfTheGoldenFile() throws {
        let scratch = try store("trace-csv")
        try Data("the key of the golden files".utf8).write(to: URL(filePath: scratch.path("key.txt")))
        let found = try lines(scratch, "--accepted-domain", "example.com", "--pseudonymise", "--key-file", "key.txt")
        #expect(try found == golden("pseudonymised.ndjson"))
        for word in ["alice", "vendor", "partner", "Lunch", "192.0.2", "@"] where word != "@" {
            #expect(!found.contains { $0.contains(word) }, "\(word)")
        }
        #expect(!found.contains { $0.replacing("\"@timestamp\"", with: "").contains("@") })
    }

    /// What stands in a column whose words are the service's own leaves only where it has their form.
    @Test func noColumnOfTheServiceHidesAName() throws {
        let scratch = try Scratch()
        let record =
            #"{"MessageId":"<a@example.com>","Received":"2024-03-05T08:00:00","#
            + #""SenderAddress":"alice@example.com","RecipientAddress":"bob@example.com","Subject":"s","#
            + #""Organization":"quimby@other.org","StartDate":"SECRETSUBJ","EndDate":"Zorb Zorbson","#
            + #""MessageTraceId":"zorb@example.com","Status":"ZorbStatus zorb@example.com"}"#
        try Data("[\(record)]".utf8).write(to: URL(filePath: scratch.path("trace.json")))
        try Data("the key of the golden files".utf8).write(to: URL(filePath: scratch.path("key.txt")))
        #expect(try scratch.calfold("ingest", "trace.json").status == 0)
        let found = try lines(scratch, "--accepted-domain", "example.com", "--pseudonymise", "--key-file", "key.txt")
        #expect(found.count == 1)
        for word in ["zorb", "quimby", "SECRET"] {
            #expect(!found.contains { $0.lowercased().contains(word.lowercased()) }, "\(word): \(found)")
        }
        // In clear the record is as it came.
        #expect(try lines(scratch, "--accepted-domain", "example.com").first?.contains("SECRETSUBJ") == true)
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
                if let id = value(document, "event.id") as? String {
                    found[id] = value(document, "event.outcome") as? String
                }
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
            found.first {
                (value($0, "email.from.address") as? [String]) == [from]
                    && (value($0, "email.to.address") as? [String]) == [to]
            }
            .flatMap { value($0, "email.direction") }
        }
        #expect(direction("alice@example.com", "bob@example.com") as? String == "internal")
        #expect(direction("vendor@example.org", "alice@example.com") as? String == "inbound")
        #expect(direction("dave@example.com", "partner@example.net") as? String == "outbound")
        #expect(direction("vendor@example.org", "partner@example.net") as? String == "external")
        let without = try documents(lines(store("trace-csv")))
        #expect(without.allSatisfy { value($0, "email.direction") == nil })
    }

    private func documents(of folders: String..., options: [String] = []) throws -> [[String: Any]] {
        let scratch = try Scratch()
        for folder in folders {
            let taken = try scratch.calfold(
                "ingest", CommandLineTests.root.appending(path: "Fixtures/cases/\(folder)").path)
            #expect(taken.status == 0, "\(taken.errors)")
        }
        let export = try scratch.calfold(["export", "ecs"] + options)
        #expect(export.status == 0, "\(export.errors)")
        return try documents(
            String(contentsOfFile: scratch.path("ecs.ndjson"), encoding: .utf8).split(separator: "\n").map(String.init))
    }

    private func records(_ text: String, _ options: String...) throws -> [[String: Any]] {
        let scratch = try Scratch()
        try Data(text.utf8).write(to: URL(filePath: scratch.path("trace.json")))
        let taken = try scratch.calfold("ingest", "trace.json")
        #expect(taken.status == 0, "\(taken.errors)")
        return try documents(lines(scratch, options))
    }

    private func record(_ fields: String) -> String {
        #"{"id":"5b1f7a30-1c2d-4e3f-9a4b-0d5e6f7a8b01","messageId":"<e@x>","receivedDateTime":"2026-03-04T08:15:30Z","#
            + fields + "}\n"
    }

    private func outcome(_ status: String) throws -> Any? {
        let found = try records(
            record(#""status":"\#(status)","senderAddress":"a@x.example","recipientAddress":"b@x.example""#))
        #expect(found.count == 1)
        return found.first.flatMap { value($0, "event.outcome") }
    }

    @Test func whatIsNoAddressGoesToNoFieldOfAddresses() throws {
        let found = try documents(of: "ecs-not-an-address/in")
        #expect(found.count == 1)
        let document = try #require(found.first)
        #expect(value(document, "source.ip") == nil && value(document, "destination.ip") == nil)
        #expect(value(document, "source.domain") as? String == "partner.example")
        #expect(value(document, "microsoft.online_message_trace.FromIP") as? String == "not an ip")
        #expect(value(document, "microsoft.online_message_trace.ToIP") as? String == "10.0.0.1, 10.0.0.2")
    }

    @Test(arguments: [
        ("10.0.0.1", "10.0.0.1"), ("2001:db8::1", "2001:db8::1"), ("::ffff:10.0.0.1", "::ffff:10.0.0.1"),
        (" 10.0.0.1 ", "10.0.0.1"), ("10.0.0.1:25", nil),
        ("[2001:db8::1]", nil), ("fe80::1%eth0", nil), ("10.0.0.256", nil), ("010.0.0.1", nil), ("10.0.0.0/8", nil),
        ("2001:db8::g", nil), ("", nil),
    ])
    func addressesAreThoseThatElasticsearchTakes(text: String, expected: String?) throws {
        let found = try records(
            record(
                #""status":"delivered","senderAddress":"a@x.example","recipientAddress":"b@x.example","fromIP":"\#(text)","toIP":"\#(text)""#
            ))
        let document = try #require(found.first)
        #expect(
            value(document, "source.ip") as? String == expected
                && value(document, "destination.ip") as? String == expected)
    }

    @Test func theQuerysSpanIsNoPropertyOfTheEvent() throws {
        let found = try documents(of: "ecs-query-span/in")
        let document = try #require(found.first)
        #expect(found.count == 1 && value(document, "event.start") == nil && value(document, "event.end") == nil)
        #expect(value(document, "microsoft.online_message_trace.StartDate") as? String == "2025-03-03T09:00:00Z")
        #expect(value(document, "microsoft.online_message_trace.EndDate") as? String == "2025-03-04T09:00:00Z")
        #expect(document["@timestamp"] as? String == "2025-03-04T08:15:30.123Z")
        for folder in ["trace-csv", "trace-json-lines", "graph", "web-service-verbose"] {
            let all = try lines(store(folder)).joined()
            #expect(!all.contains(#""start":"#) && !all.contains(#""end":"#), "\(folder)")
        }
    }

    /// Every form of record comes back as it stood, byte for byte: names, order, spelling, empty fields and spaces.
    @Test func theOriginalIsTheRecordAsItCame() throws {
        let graph =
            #"{ "status":"delivered", "fromIP":"", "toIP":null, "id":"5B1F7A30-1c2d-4e3f-9a4b-0d5e6f7a8b01","receivedDateTime":"2026-03-04T08:15:30Z","recipientAddress":"B@x.example","senderAddress":"a@x.example","subject":"„Ünïcode“ \"q\" \u00e9","size":1,"messageId":"<E@x>","@odata.type":"t","new":{"a":[1]}}"#
        let found = try records(graph + "\n", "--preserve-original")
        #expect(found.first.flatMap { value($0, "event.original") } as? String == graph)
        #expect(found.first?["tags"] as? [String] == ["preserve_original_event"])
        let csv = try store("trace-csv"), rows = try documents(lines(csv, "--preserve-original"))
        let texts = try ["2024-03-05", "2024-03-07"].map {
            try String(contentsOf: Self.fixtures.appending(path: "trace-csv/\($0).csv"), encoding: .utf8)
        }
        for row in rows {
            let original = try #require(value(row, "event.original") as? String)
            #expect(texts.contains { $0.contains(original) }, "\(original)")
        }
        let without = try documents(lines(csv))
        #expect(without.allSatisfy { value($0, "event.original") == nil && $0["tags"] == nil })
    }

    @Test func aRecalledMessageIsOneDocumentThatSaysSo() throws {
        for folder in ["polled-after", "polled-before-and-after"] {
            let found = try documents(of: "recalled-status/\(folder)")
            let document = try #require(found.first)
            #expect(found.count == 1 && value(document, "event.outcome") as? String == "success")
            #expect(value(document, "microsoft.online_message_trace.Status") as? String == "Recalled")
        }
        #expect(try outcome("unknownFutureValue") as? String == "unknown")
        #expect(try outcome("filteredAsSpam") as? String == "failure")
    }

    /// As in `emails`: a record has the sender of its newest state, and another recipient's a sender of its own.
    @Test func oneTraceIDWithTwoSenders() throws {
        for order in [["1", "2"], ["2", "1"]] {
            let found = try documents(
                of: "one-trace-id-two-senders/\(order[0])", "one-trace-id-two-senders/\(order[1])")
            let ends = Set(
                found.map {
                    "\(value($0, "source.user.email") ?? "") \((value($0, "destination.user.email") as? String ?? "").lowercased())"
                })
            #expect(
                found.count == 2 && ends == ["bounces@contoso.com bob@contoso.com", "ann@contoso.com cay@contoso.com"])
        }
    }

    /// An export that lost the message id, and an id in other letters: still one record, one document.
    @Test func aRecordUnderTwoMessageIDsIsOneDocument() throws {
        let to =
            #""senderAddress":"a@x.example","recipientAddress":"b@x.example","receivedDateTime":"2026-03-04T08:15:30Z""#
        let states = [
            #"{"id":"5b1f7a30-1c2d-4e3f-9a4b-0d5e6f7a8b01","messageId":null,"status":"pending",\#(to)}"#,
            #"{"id":"5B1F7A30-1C2D-4E3F-9A4B-0D5E6F7A8B01","messageId":"<e@x>","status":"delivered",\#(to)}"#,
        ]
        for order in [states, states.reversed()] {
            let found = try records(order.joined(separator: "\n") + "\n")
            #expect(found.count == 1 && found.first.flatMap { value($0, "event.outcome") } as? String == "success")
        }
        // Without a trace id two messages to one recipient are two.
        let unnamed = ["<f@x>", "<g@x>"].map { #"{"id":"","messageId":"\#($0)","status":"delivered",\#(to)}"# }
        let found = try records(unnamed.joined(separator: "\n") + "\n")
        #expect(Set(found.compactMap { value($0, "event.id") as? String }).count == 2)
    }

    /// What the example's template types must take, the documents give.
    @Test func documentsFitTheExamplesTemplate() throws {
        let example = CommandLineTests.root.appending(path: "docs/elasticsearch")
        func json(_ name: String) throws -> [String: Any] {
            try #require(
                try JSONSerialization.jsonObject(with: Data(contentsOf: example.appending(path: name)))
                    as? [String: Any])
        }
        let mappings = try #require(
            (try json("index-template.json")["template"] as? [String: Any])?["mappings"] as? [String: Any])
        var types: [String: String] = [:]
        func gather(_ node: [String: Any], _ path: String) {
            for (name, field) in node["properties"] as? [String: [String: Any]] ?? [:] {
                let path = path.isEmpty ? name : path + "." + name
                types[path] = field["type"] as? String
                gather(field, path)
            }
        }
        gather(mappings, "")
        #expect(types["source.ip"] == "ip" && types["@timestamp"] == "date" && types.count > 10)
        let latest = try #require(try json("latest-transform.json")["latest"] as? [String: Any])
        #expect(latest["unique_key"] as? [String] == ["event.id"] && latest["sort"] as? String == "event.ingested")
        let pipeline = try json("ingest-pipeline.json")
        #expect("\(pipeline)".contains("event.ingested"))
        for document in try documents(lines(store("trace-csv"), "--preserve-original"))
            + documents(of: "ecs-not-an-address/in")
        {
            for (path, type) in types {
                guard let found = value(document, path) else { continue }
                switch type {
                case "long": #expect(found is Int, "\(path)")
                case "date":
                    #expect(
                        (found as? String)?.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z/) != nil,
                        "\(path) \(found)")
                default: #expect(found is String, "\(path)")
                }
            }
        }
    }

    @Test func trackingLogsGiveNoDocuments() throws {
        #expect(try lines(store("tracking-logs")).isEmpty)
    }

    @Test func whatContradictsItselfIsRefused() throws {
        let scratch = try store("trace-csv")
        try Data("the key of the golden files".utf8).write(to: URL(filePath: scratch.path("key.txt")))
        #expect(
            try scratch.calfold("export", "ecs", "--pseudonymise", "--preserve-original", "--key-file", "key.txt")
                .status == 64)
        #expect(try scratch.calfold("export", "ecs", "--pseudonymise", "--plain").status == 64)
    }
}
