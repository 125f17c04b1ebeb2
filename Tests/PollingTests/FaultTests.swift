import Foundation
import Testing

/// Whatever the service does wrong, one more poll and an ingest give exactly the world's rows in their last state, and
/// exactly its e-mails.
@Suite(.serialized) struct FaultTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var name: String
        var more: String = ""
        /// How the poll ends that meets the fault.
        var status: Int32 = 0
        var settings = "{}"
        var testDescription: String { name + more + settings }

        /// The fault at the third request and in so many after it.
        func fault(times: Int) throws -> [String: Any] {
            let text = "{\"name\": \"\(name)\", \"after\": 2, \"times\": \(times)\(more)}"
            return try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] ?? [:]
        }
    }

    static let faults = [
        Case(name: "500"), Case(name: "502-html"), Case(name: "503", more: ", \"seconds\": 1"), Case(name: "503"),
        Case(name: "504"), Case(name: "509"),
        Case(name: "429", more: ", \"kind\": \"seconds\""), Case(name: "429", more: ", \"kind\": \"date\""),
        Case(name: "429", more: ", \"kind\": \"none\""),
        Case(name: "closed"), Case(name: "reset"), Case(name: "cut"), Case(name: "cut-chunked"),
        Case(name: "broken-json"), Case(name: "error-200"),
        Case(name: "late"), Case(name: "redirect", status: 69), Case(name: "403", status: 77),
        Case(name: "short-page"), Case(name: "empty-page"), Case(name: "repeat-link"), Case(name: "double-encoded"),
        Case(name: "foreign-link"), Case(name: "400", status: 69),
    ]

    @Test(arguments: faults) func theNextPollHasEverything(_ fault: Case) throws {
        let service = try TraceService(["rows": 900, "gzip": fault.name != "broken-json"])
        let scratch = try PollScratch(service)
        try service.set(["faults": [try fault.fault(times: 2)]])
        let first = try scratch.poll("--batch-size", "150")
        #expect(first.status == fault.status, "\(first.output)\(first.errors)")
        #expect(!first.errors.contains("@") && !first.output.contains("@"))
        #expect(try service.facts(withTruth: false).counts["elsewhere"] == 0)
        try scratch.expectTheTruth()
    }

    /// Faults that never end: of a page's form they cost detours, and the poll still comes to its end.
    @Test(arguments: ["short-page", "double-encoded", "foreign-link", "repeat-link"])
    func aFaultOfEveryPageIsGoneAround(_ name: String) throws {
        let service = try TraceService(["rows": 600, "faults": [["name": name, "times": -1]]])
        let scratch = try PollScratch(service)
        let first = try scratch.poll("--batch-size", "97")
        #expect(first.status == 0, "\(first.output)\(first.errors)")
        try scratch.expectTheTruth()
    }
}
