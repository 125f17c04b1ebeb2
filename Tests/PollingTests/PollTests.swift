import Foundation
import Testing

/// What a poll promises where nothing is wrong with the service, or where an administrator is.
@Suite(.serialized) struct PollTests {
    @Test func aPollWithNothingNewCostsOneTokenAndOneRequest() throws {
        let service = try TraceService(["rows": 300, "late": false, "changing": false])
        let scratch = try PollScratch(service)
        #expect(try scratch.poll().status == 0)
        let before = try service.facts(withTruth: false)
        let again = try scratch.poll("--look-back", "24h", "--format", "json")
        #expect(again.status == 0)
        #expect(again.output.contains("\"new\" : 0"), "\(again.output)")
        let after = try service.facts(withTruth: false)
        #expect(after.counts["list", default: 0] - before.counts["list", default: 0] == 1)
        #expect(after.issued - before.issued == 1)
        #expect(after.heads.allSatisfy { $0.prefer == "include-unknown-enum-members" })
        try scratch.expectTheTruth()
    }

    /// Twelve hundred recipients of one message at one instant, places that are poisoned for ever, ties that come
    /// twice.
    @Test func poisonedPlacesAndACrowdAtOneInstantLoseNothing() throws {
        let service = try TraceService(["rows": 2_000, "crowd": 1_200, "poison-every": 3, "ties": true])
        let scratch = try PollScratch(service)
        let first = try scratch.poll("--batch-size", "300")
        #expect(first.status == 0, "\(first.errors)")
        try scratch.expectTheTruth()
    }

    @Test(arguments: [600, -600]) func theServicesClockCounts(_ ahead: Int) throws {
        let service = try TraceService(["rows": 400, "clock-ahead": ahead])
        let scratch = try PollScratch(service)
        #expect(try scratch.poll().status == 0)
        try scratch.expectTheTruth()
    }

    @Test func aStateThatChangesBetweenTwoPagesIsFoundByTheNextPoll() throws {
        let service = try TraceService(["rows": 500, "advance-after": 2])
        let scratch = try PollScratch(service)
        #expect(try scratch.poll("--batch-size", "60").status == 0)
        try scratch.expectTheTruth()
    }

    /// Beyond the look-back only rows that are not final are asked for again, by their id.
    @Test func rowsThatAreNotFinalAreAskedForByTheirID() throws {
        let service = try TraceService(["rows": 60, "days": 3, "late": false])
        let scratch = try PollScratch(service)
        #expect(try scratch.poll("--look-back", "1m").status == 0)
        try service.set(["finish": true])
        let second = try scratch.poll("--look-back", "1m", "--format", "json")
        #expect(second.status == 0)
        #expect(try service.facts(withTruth: false).heads.contains { $0.path.contains("id%20eq%20") })
        #expect(second.output.contains("\"pending\" : 0"), "\(second.output)")
        let truth = Set(
            try service.facts().truth.filter { $0.status != "quarantined" }.map { "\($0.id) \($0.recipient)" })
        #expect(!truth.isEmpty)
    }

    @Test func aTokenThatEndsWhilePagesComeIsRenewed() throws {
        let service = try TraceService([
            "rows": 300, "token-life": 1, "faults": [["name": "late", "seconds": 0.4, "times": 6]],
        ])
        let scratch = try PollScratch(service)
        #expect(try scratch.poll("--batch-size", "40").status == 0)
        #expect(try service.facts(withTruth: false).issued > 1)
        try scratch.expectTheTruth()
    }

    @Test func aTenantWithoutTheServicePrincipalIsToldSoAndThePollAfterItHasEverything() throws {
        let service = try TraceService(["rows": 200, "principal-missing": 2])
        let scratch = try PollScratch(service)
        let refused = try scratch.poll()
        #expect(refused.status == 77)
        #expect(refused.errors.contains("8bd644d1-64a1-4d4b-ae52-2e0cbf64e373"))
        try scratch.expectTheTruth()
    }

    @Test func aTokenWithoutTheRoleIsRefusedByName() throws {
        let service = try TraceService(["rows": 50, "has-role": false])
        let refused = try PollScratch(service).poll()
        #expect(refused.status == 77)
        #expect(refused.errors.contains("ExchangeMessageTrace.Read.All"))
    }

    @Test func theReportingServiceIsReadInTheSameShape() throws {
        for more in [[:], ["links": true], ["verbose": true]] {
            let service = try TraceService(["rows": 1_500, "days": 2].merging(more) { $1 })
            let scratch = try PollScratch(service)
            let first = try scratch.poll("--legacy", "--reporting-url", service.address, "--batch-size", "200")
            #expect(first.status == 0, "\(first.errors)")
            try scratch.expectTheTruth(["--legacy", "--reporting-url", service.address])
        }
    }

    @Test func aDryRunWritesNothing() throws {
        let service = try TraceService(["rows": 50])
        let scratch = try PollScratch(service)
        #expect(try scratch.poll("--dry-run").status == 0)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: scratch.folder).sorted() == [
                "secret.txt", "stderr", "stdout",
            ])
    }

    @Test func moreOfThePastIsFetchedWhenItIsAskedFor() throws {
        let service = try TraceService(["rows": 300, "days": 30, "late": false, "changing": false])
        let scratch = try PollScratch(service)
        #expect(try scratch.poll("--initial-interval", "1h", "--look-back", "1h").status == 0)
        // The wish outlives a poll that fails.
        try service.set(["faults": [["name": "redirect", "times": 1]]])
        #expect(try scratch.poll("--initial-interval", "31d").status == 69)
        try service.set(["faults": [] as [Any]])
        #expect(try scratch.poll("--initial-interval", "1h").status == 0)
        try scratch.expectTheTruthInTheInbox()
    }

    @Test func aSecondPollIsBusy() throws {
        let service = try TraceService(["rows": 50, "faults": [["name": "late", "seconds": 4, "times": 1]]])
        let scratch = try PollScratch(service)
        let first = try scratch.start(scratch.usual + scratch.bySecret)
        for _ in 0..<200 where try service.facts(withTruth: false).counts["list"] == 0 {
            Thread.sleep(forTimeInterval: 0.05)
        }
        #expect(try scratch.poll().status == 75)
        first.waitUntilExit()
        #expect(first.terminationStatus == 0)
    }
}
