import Foundation
import Testing

/// The example of docs/elasticsearch.md held against itself and against what `calfold export ecs` writes. No
/// Elasticsearch runs here.
@Suite struct ElasticsearchExampleTests {
    private static let docs = CommandLineTests.root.appending(path: "docs")

    private func text(_ name: String) throws -> String {
        try String(contentsOf: Self.docs.appending(path: name), encoding: .utf8)
    }

    private func json(_ name: String) throws -> [String: Any] {
        try #require(
            try JSONSerialization.jsonObject(with: Data(contentsOf: Self.docs.appending(path: "elasticsearch/\(name)")))
                as? [String: Any])
    }

    private func documents() throws -> [[String: Any]] {
        let scratch = try CommandLineTests.Scratch()
        for folder in ["Fixtures/mail/trace-csv", "Fixtures/mail/graph", "Fixtures/cases/ecs-not-an-address/in"] {
            let taken = try scratch.calfold("ingest", CommandLineTests.root.appending(path: folder).path)
            #expect(taken.status == 0, "\(taken.errors)")
        }
        #expect(
            try scratch.calfold("export", "ecs", "--preserve-original", "--accepted-domain", "example.com").status == 0)
        return try String(contentsOfFile: scratch.path("ecs.ndjson"), encoding: .utf8).split(separator: "\n").map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
    }

    /// Every field of a document by its path; lists as their members.
    private func leaves(_ value: Any, _ path: String = "") -> [(path: String, value: Any)] {
        if let object = value as? [String: Any] {
            return object.flatMap { leaves($0.value, path.isEmpty ? $0.key : "\(path).\($0.key)") }
        }
        if let list = value as? [Any] { return list.flatMap { leaves($0, path) } }
        return [(path, value)]
    }

    /// Types by path, as the template maps them.
    private func types() throws -> [String: String] {
        let template = try #require(try json("index-template.json")["template"] as? [String: Any])
        var types: [String: String] = [:]
        func gather(_ node: [String: Any], _ path: String) {
            for (name, field) in node["properties"] as? [String: [String: Any]] ?? [:] {
                let path = path.isEmpty ? name : "\(path).\(name)"
                types[path] = field["type"] as? String
                gather(field, path)
            }
        }
        gather(try #require(template["mappings"] as? [String: Any]), "")
        return types
    }

    @Test func everyFieldHasTheTypeThatIsMapped() throws {
        let types = try types(), documents = try documents()
        #expect(documents.count > 10)
        for (path, value) in documents.flatMap({ leaves($0) }) {
            // An object where a value is mapped, or a value where an object is, would refuse the document.
            #expect(!types.keys.contains { path.hasPrefix($0 + ".") || $0.hasPrefix(path + ".") }, "\(path)")
            switch types[path] {
            case "ip":
                let text = try #require(value as? String)
                var four = in_addr(), six = in6_addr()
                #expect(inet_pton(AF_INET, text, &four) == 1 || inet_pton(AF_INET6, text, &six) == 1, "\(path) \(text)")
            case "long": #expect(value is Int, "\(path)")
            case nil:
                // Dynamic: a text or a number, and always the same of the two.
                #expect(value is String || value is Int, "\(path)")
            default: #expect(value is String, "\(path)")
            }
        }
        // A text under 1,024 characters is found by a search; the original is kept and not searched.
        #expect(types["event.original"] == "keyword" && types["event.ingested"] == "date")
    }

    @Test func aRecordIsKnownByTheIDThatTheExampleUses() throws {
        let ids = try documents().map { ($0["event"] as? [String: Any])?["id"] as? String }
        #expect(!ids.contains(nil) && Set(ids).count == ids.count)
        #expect(try text("elasticsearch/filebeat.yml").contains("document_id: \"event.id\""))
        #expect(try text("elasticsearch.md").contains("_id: .event.id"))
        let latest = try #require(try json("latest-transform.json")["latest"] as? [String: Any])
        #expect(latest["unique_key"] as? [String] == ["event.id"])
    }

    /// What the pipeline notes is what the transform goes by, and nothing that a document has already.
    @Test func theNewestStateIsToldByWhatThePipelineNotes() throws {
        let pipeline = try json("ingest-pipeline.json"), transform = try json("latest-transform.json")
        let processors = try #require(pipeline["processors"] as? [[String: [String: Any]]])
        let noted = processors.compactMap { $0["set"]?["field"] as? String }
        let field = try #require((transform["latest"] as? [String: Any])?["sort"] as? String)
        let sync = ((transform["sync"] as? [String: Any])?["time"] as? [String: Any])?["field"] as? String
        #expect(noted == [field] && sync == field)
        #expect(try !documents().flatMap { leaves($0) }.contains { $0.path == field })
        #expect(try types()[field] == "date")
    }

    @Test func theNamesOfIndexesFitTogether() throws {
        let patterns = try #require(try json("index-template.json")["index_patterns"] as? [String])
        let transform = try json("latest-transform.json")
        let source = try #require((transform["source"] as? [String: Any])?["index"] as? String)
        let destination = try #require((transform["dest"] as? [String: Any])?["index"] as? String)
        let manual = try text("elasticsearch.md"), filebeat = try text("elasticsearch/filebeat.yml")
        let index = try #require(filebeat.firstMatch(of: /\n  index: "([^"]+)"/)?.1)
        func isMapped(_ name: some StringProtocol) -> Bool {
            patterns.contains { $0.hasSuffix("*") && name.hasPrefix($0.dropLast()) }
        }
        #expect(isMapped(index) && isMapped(destination) && !isMapped(source))
        #expect(
            manual.contains("_index: \"\(index)\"") && manual.contains("$ES/\(source)/_bulk?pipeline=message-trace"))
        #expect(manual.contains("Search in `\(destination)`"))
        // Every file that a command of the text sends is there.
        let sent = manual.matches(of: /-d @docs\/(elasticsearch\/[a-z-]+\.json)/).map { String($0.1) }
        #expect(sent.count == 3)
        for name in sent {
            #expect(FileManager.default.fileExists(atPath: Self.docs.appending(path: name).path), "\(name)")
        }
    }
}
