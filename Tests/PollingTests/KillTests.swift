import Foundation
import Testing

/// Killed at random moments, a poll loses nothing.
@Suite(.serialized) struct KillTests {
    @Test func fiftyKillsAtRandomMomentsLoseNothing() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("kill seed \(seed)")
        var state = seed
        func random(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(limit))
        }
        // The budget is the tenant's: these polls together make more requests than five minutes have.
        let service = try TraceService(["rows": 900, "budget": 1_000_000])
        let scratch = try PollScratch(service)
        for round in 0..<50 {
            let process = try scratch.start(scratch.usual + scratch.bySecret + ["--batch-size", "18"])
            Thread.sleep(forTimeInterval: Double(20 + random(350)) / 1_000)
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            if round % 12 == 11 { try service.set(["advance": 1]) }
            // What was sent is noted before it is sent; the next poll would wait for the minutes that the budget asks
            // for.
            try forgetRequests(scratch)
            for page in scratch.pages() {
                let data = FileManager.default.contents(atPath: scratch.path("inbox/message-trace/" + page)) ?? Data()
                #expect((try? JSONSerialization.jsonObject(with: data)) != nil, "\(page) is not whole (seed \(seed))")
            }
        }
        try scratch.expectTheTruth()
    }

    private func forgetRequests(_ scratch: PollScratch) throws {
        let path = scratch.path("inbox/.poll.json")
        guard let data = FileManager.default.contents(atPath: path) else { return }
        var state = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        state["requests"] = [Int]()
        try JSONSerialization.data(withJSONObject: state).write(to: URL(filePath: path))
    }
}
