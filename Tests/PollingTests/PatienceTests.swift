import ExchangeFormats
import Foundation
import Testing

@testable import Polling

/// How long a poll waits, with limits that a test can wait for.
@Suite(.serialized) struct PatienceTests {
    private func settings(_ scratch: PollScratch, _ change: (inout PollLimits) -> Void) throws -> PollSettings {
        let address = try ServiceAddress(scratch.service.address, option: "--graph-url")
        var settings = PollSettings(
            service: .graph, tenant: TraceService.tenant, clientID: TraceService.client,
            credential: .secret(TraceService.secret), inbox: scratch.path("inbox"),
            state: scratch.path("inbox/.poll.json"), tokenAddress: address, serviceAddress: address)
        settings.initialInterval = 4 * 86_400
        settings.lookBack = 5 * 86_400
        settings.batchSize = 50
        settings.limits.firstPauseSeconds = 0.1
        change(&settings.limits)
        return settings
    }

    @Test func aServiceThatFailsForTooLongIsLeftWithWhatIsOpenNoted() throws {
        for name in ["503", "closed", "broken-json"] {
            let scratch = try PollScratch(
                try TraceService(["rows": 300, "faults": [["name": name, "after": 2, "times": -1]]]))
            let (report, failure) = try Poller.run(settings(scratch) { $0.patienceSeconds = 1 })
            #expect(
                failure?.reason == .unavailable && report.windowsOpen == 1 && report.pages == 2,
                "\(name): \(String(describing: failure))")
            try scratch.expectTheTruth()
        }
    }

    @Test func moreTimeThanThereIsIsNotWaitedFor() throws {
        let scratch = try PollScratch(
            try TraceService(["rows": 100, "faults": [["name": "503", "after": 0, "times": -1, "seconds": 3_600]]]))
        let began = ContinuousClock.now
        let (_, failure) = try Poller.run(settings(scratch) { _ in })
        #expect(failure?.reason == .unavailable && ContinuousClock.now - began < .seconds(20))
        try scratch.expectTheTruth()
    }

    /// A byte now and then is no idle connection, and still the answer does not come in time; a late first byte does.
    @Test func aRequestHasATimeInAll() throws {
        let scratch = try PollScratch(
            try TraceService([
                "rows": 300, "gzip": false, "faults": [["name": "drip", "after": 1, "times": 1, "seconds": 0.2]],
            ]))
        let (report, failure) = try Poller.run(settings(scratch) { $0.requestSeconds = 3 })
        #expect(failure == nil && report.waits == 1)
        try scratch.service.set(["faults": [["name": "late", "seconds": 1.5, "times": 1]]])
        let late = try Poller.run(settings(scratch) { $0.requestSeconds = 10 })
        #expect(late.failure == nil && late.report.waits == 0)
        try scratch.expectTheTruth()
    }

    /// The service refuses the sixth request in four seconds; nobody makes it, in this poll or from one to the next.
    @Test func theTenantsBudgetIsKeptAcrossPolls() throws {
        let scratch = try PollScratch(try TraceService(["rows": 300, "budget": 5, "budget-seconds": 4]))
        for _ in 0..<2 {
            let (report, failure) = try Poller.run(
                settings(scratch) {
                    $0.budgetRequests = 5
                    $0.budgetSeconds = 4.5
                })
            #expect(failure == nil && report.waits > 0)
        }
        #expect(try scratch.service.facts(withTruth: false).counts["throttled"] == 0)
        try scratch.service.set(["budget": 1_000])
        try scratch.expectTheTruth()
    }

    /// Others use the budget too: 429 is waited out as it asks, and nothing is sent meanwhile.
    @Test(arguments: ["seconds", "date"]) func aRefusalForTooManyRequestsIsWaitedOut(_ kind: String) throws {
        let scratch = try PollScratch(
            try TraceService(["rows": 300, "budget": 3, "budget-seconds": 3, "retry-after": kind]))
        let (report, failure) = try Poller.run(settings(scratch) { $0.patienceSeconds = 60 })
        #expect(failure == nil && report.waits > 0)
        let counts = try scratch.service.facts(withTruth: false).counts
        #expect(counts["throttled", default: 0] > 0 && counts["in-pause"] == 0, "\(counts)")
        try scratch.service.set(["budget": 1_000])
        try scratch.expectTheTruth()
    }

    @Test func theSignInsFaultsAreWaitedOutToo() throws {
        let scratch = try PollScratch(try TraceService(["rows": 50, "token-faults": [503, 500]]))
        #expect(try Poller.run(settings(scratch) { _ in }).failure == nil)
        let moved = try PollScratch(try TraceService(["rows": 50, "token-faults": [302]]))
        #expect(try Poller.run(settings(moved) { _ in }).failure?.reason == .unavailable)
        #expect(try moved.service.facts(withTruth: false).counts["elsewhere"] == 0)
    }
}
