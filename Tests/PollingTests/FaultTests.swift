import Foundation
import Testing

/// Whatever the service does wrong, one more poll and an ingest give exactly the world's rows in their last state, and
/// exactly its e-mails. Each fault has a server and a world of its own; all their pages are taken into one store.
@Suite(.serialized) struct FaultTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var name: String
        var more: String = ""
        /// How the poll ends that meets the fault.
        var status: Int32 = 0
        var testDescription: String { name + more }

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
        Case(name: "foreign-link"), Case(name: "lost-place"), Case(name: "400", status: 69),
    ]

    @Test func theNextPollHasEverything() async throws {
        let scratches = try await concurrently(FaultTests.faults) { number, fault in
            let service = try TraceService(["seed": number, "rows": 240, "gzip": fault.name != "broken-json"])
            let scratch = try PollScratch(service)
            try service.set(["faults": [try fault.fault(times: 2)]])
            let first: PollScratch.Run = try await scratch.poll("--batch-size", "40")
            #expect(first.status == fault.status, "\(fault): \(first.output)\(first.errors)")
            #expect(!first.errors.contains("@") && !first.output.contains("@"), "\(fault)")
            #expect(try service.facts(withTruth: false).counts["elsewhere"] == 0, "\(fault)")
            try await scratch.pollTheEnd()
            return scratch
        }
        try PollScratch.expectTheTruth(
            inTheInboxesOf: Array(zip(scratches, FaultTests.faults.map(\.testDescription))))
    }

    /// Faults that never end: of a page's form they cost detours, and the poll still comes to its end.
    @Test func aFaultOfEveryPageIsGoneAround() async throws {
        let names = ["short-page", "double-encoded", "foreign-link", "repeat-link", "lost-place"]
        let scratches = try await concurrently(names) { number, name in
            let service = try TraceService([
                "seed": 100 + number, "rows": 240, "faults": [["name": name, "times": -1] as [String: Any]],
            ])
            let scratch = try PollScratch(service)
            let first: PollScratch.Run = try await scratch.poll("--batch-size", "37")
            #expect(first.status == 0, "\(name): \(first.output)\(first.errors)")
            try await scratch.pollTheEnd()
            return scratch
        }
        try PollScratch.expectTheTruth(inTheInboxesOf: Array(zip(scratches, names)))
    }
}
