import Foundation
import Testing

/// What a poll promises where nothing is wrong with the service, or where an administrator is.
@Suite(.serialized) struct PollTests {
    @Test func aPollWithNothingNewCostsOneTokenAndOneRequest() async throws {
        let service = try TraceService(["rows": 300, "late": false, "changing": false])
        let scratch = try PollScratch(service)
        let first: PollScratch.Run = try await scratch.poll()
        #expect(first.status == 0, "\(first.errors)")
        let before = try service.facts(withTruth: false)
        let again: PollScratch.Run = try await scratch.poll("--look-back", "24h", "--format", "json")
        #expect(again.status == 0)
        #expect(again.output.contains("\"new\" : 0"), "\(again.output)")
        let after = try service.facts(withTruth: false)
        #expect(
            after.counts["list", default: 0] - before.counts["list", default: 0] == 1,
            "\(again.output)\(again.errors)\(after.heads)")
        #expect(after.issued - before.issued == 1)
        #expect(after.heads.allSatisfy { $0.prefer == "include-unknown-enum-members" })
        try scratch.expectTheTruth()
    }

    /// A page that is exactly full has no link; all pages come packed, over the connection that the sign-in began.
    @Test func pagesComePackedOverOneConnectionAndTheLastMayBeFull() async throws {
        let service = try TraceService(["rows": 120, "late": false, "changing": false])
        let scratch = try PollScratch(service)
        let before = try service.facts()
        // The world may have some rows more than it was asked for.
        let size = (1...60).last { before.truth.count % $0 == 0 } ?? 1
        let run: PollScratch.Run = try await scratch.poll("--batch-size", "\(size)")
        #expect(run.status == 0, "\(run.errors)")
        let after = try service.facts()
        #expect(after.counts["list"] == before.truth.count / size)
        // The second question of this test is the other connection.
        #expect(after.counts["connections", default: 0] - before.counts["connections", default: 0] == 2)
        #expect(after.counts["packed", default: 0] >= before.truth.count / size + 1)
        #expect(after.served.count == after.truth.count)
    }

    /// Twelve hundred recipients of one message at one instant, places that are poisoned for ever, ties that come
    /// twice.
    @Test func poisonedPlacesAndACrowdAtOneInstantLoseNothing() async throws {
        let service = try TraceService(["rows": 1_500, "crowd": 1_200, "poison-every": 3, "ties": true])
        let scratch = try PollScratch(service)
        let first: PollScratch.Run = try await scratch.poll("--batch-size", "300")
        #expect(first.status == 0, "\(first.errors)")
        try scratch.expectTheTruth()
    }

    @Test func aStateThatChangesBetweenTwoPagesIsFoundByTheNextPoll() async throws {
        let service = try TraceService(["rows": 300, "advance-after": 2])
        let scratch = try PollScratch(service)
        let first: PollScratch.Run = try await scratch.poll("--batch-size", "36")
        #expect(first.status == 0, "\(first.errors)")
        try scratch.expectTheTruth()
    }

    /// Beyond the look-back only rows that are not final are asked for again, by their id.
    @Test func rowsThatAreNotFinalAreAskedForByTheirID() async throws {
        let service = try TraceService(["rows": 60, "days": 3, "late": false])
        let scratch = try PollScratch(service)
        let first: PollScratch.Run = try await scratch.poll("--look-back", "1m")
        #expect(first.status == 0, "\(first.errors)")
        try service.set(["finish": true])
        let second: PollScratch.Run = try await scratch.poll("--look-back", "1m", "--format", "json")
        #expect(second.status == 0)
        #expect(try service.facts(withTruth: false).heads.contains { $0.path.contains("id%20eq%20") })
        #expect(second.output.contains("\"pending\" : 0"), "\(second.output)")
        let truth = Set(
            try service.facts().truth.filter { $0.status != "quarantined" }.map { "\($0.id) \($0.recipient)" })
        #expect(!truth.isEmpty)
    }

    @Test func aTenantWithoutTheServicePrincipalIsToldSoAndThePollAfterItHasEverything() async throws {
        let service = try TraceService(["rows": 100, "principal-missing": 2])
        let scratch = try PollScratch(service)
        let refused: PollScratch.Run = try await scratch.poll()
        #expect(refused.status == 77)
        #expect(refused.errors.contains("8bd644d1-64a1-4d4b-ae52-2e0cbf64e373"))
        try scratch.expectTheTruth()
    }

    @Test func aTokenWithoutTheRoleIsRefusedByName() async throws {
        let service = try TraceService(["rows": 50, "has-role": false])
        let refused: PollScratch.Run = try await PollScratch(service).poll()
        #expect(refused.status == 77)
        #expect(refused.errors.contains("ExchangeMessageTrace.Read.All"))
    }

    @Test func theReportingServiceIsReadInTheSameShape() async throws {
        let shapes = ["", "links", "verbose", "links that lead back"]
        let scratches = try await concurrently(shapes) { number, shape in
            let isBack = shape.hasSuffix("back")
            let faults: [[String: Any]] = isBack ? [["name": "lost-place", "after": 2, "times": 2]] : []
            let service = try TraceService([
                "seed": 10 + number, "rows": 400, "days": 2, isBack ? "links" : shape: true, "faults": faults,
            ])
            let scratch = try PollScratch(service)
            let legacy = ["--legacy", "--reporting-url", service.address]
            let first: PollScratch.Run = try await scratch.calfold(
                scratch.usual + scratch.bySecret + legacy + ["--batch-size", "60"])
            #expect(first.status == 0, "\(shape): \(first.errors)")
            try await scratch.pollTheEnd(legacy)
            return scratch
        }
        try PollScratch.expectTheTruth(inTheInboxesOf: Array(zip(scratches, shapes)))
    }

    @Test func aDryRunWritesNothing() async throws {
        let service = try TraceService(["rows": 50])
        let scratch = try PollScratch(service)
        let run: PollScratch.Run = try await scratch.poll("--dry-run")
        #expect(run.status == 0 && run.output.contains("dry run: nothing was written; 1 request\nnote: would read"))
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: scratch.folder).sorted() == [
                "secret.txt", "stderr", "stdout",
            ])
    }

    /// As far back as the service goes: nothing older is asked for, which it would refuse, and what it drops between
    /// two polls stays in the log.
    @Test func ninetyDaysBackAreReadAndWhatTheServiceThenDropsIsKept() async throws {
        let service = try TraceService(["rows": 200, "days": 89, "late": false])
        let scratch = try PollScratch(service)
        let first: PollScratch.Run = try await scratch.poll("--initial-interval", "120d", "--look-back", "89d")
        #expect(
            first.status == 0 && first.output.contains("the service keeps 90 days"), "\(first.output)\(first.errors)")
        #expect(try service.facts(withTruth: false).heads.count == 9)
        try service.set(["finish": true])
        try await scratch.pollTheEnd(["--look-back", "89d"])
        try service.set(["forget-days": 30])
        let second: PollScratch.Run = try await scratch.poll("--initial-interval", "90d", "--look-back", "89d")
        #expect(second.status == 0, "\(second.errors)")
        try scratch.expectTheTruthInTheInbox()
    }

    @Test func timesThatTheServiceDoesNotHaveAreNoPoll() async throws {
        let service = try TraceService(["rows": 50])
        let scratch = try PollScratch(service)
        let old: PollScratch.Run = try await scratch.poll("--until", "2020-01-01")
        #expect(old.status == 64 && old.errors.contains("keeps 90 days"), "\(old.errors)")
        #expect(!FileManager.default.fileExists(atPath: scratch.path("inbox/.poll.json")))
        let future: PollScratch.Run = try await scratch.poll("--until", "2099-01-01")
        #expect(future.status == 0 && future.output.contains("in the service's future"), "\(future.output)")
        try scratch.expectTheTruth()
    }

    @Test func moreOfThePastIsFetchedWhenItIsAskedFor() async throws {
        let service = try TraceService(["rows": 200, "days": 30, "late": false, "changing": false])
        let scratch = try PollScratch(service)
        let first: PollScratch.Run = try await scratch.poll("--initial-interval", "1h", "--look-back", "1h")
        #expect(first.status == 0)
        // The wish outlives a poll that fails.
        try service.set(["faults": [["name": "redirect", "times": 1]]])
        let failed: PollScratch.Run = try await scratch.poll("--initial-interval", "31d")
        #expect(failed.status == 69)
        try service.set(["faults": [] as [Any]])
        let last: PollScratch.Run = try await scratch.poll("--initial-interval", "1h")
        #expect(last.status == 0)
        try scratch.expectTheTruthInTheInbox()
    }

    @Test func aSecondPollIsBusy() async throws {
        let service = try TraceService(["rows": 50, "faults": [["name": "late", "seconds": 20, "times": 1]]])
        let scratch = try PollScratch(service)
        let first = try scratch.start(scratch.usual + scratch.bySecret)
        try await service.waitForARequest()
        let second: PollScratch.Run = try await scratch.poll()
        #expect(second.status == 75)
        first.waitUntilExit()
        #expect(first.terminationStatus == 0)
    }

    /// Tenants may share an inbox; each has a state of its own.
    @Test func pollsOfTwoTenantsIntoOneInboxDoNotTouchEachOther() async throws {
        let shared = try PollScratch(try TraceService(["seed": 51, "rows": 300]))
        let inbox = shared.path("inbox")
        let other = try PollScratch(try TraceService(["seed": 52, "rows": 300]))
        let scratches = [shared, other]
        _ = try await concurrently(scratches, atATime: 2) { number, scratch in
            for _ in 0..<3 {
                let run: PollScratch.Run = try await scratch.poll(
                    "--inbox", inbox, "--state", "state-\(number).json", "--batch-size", "12")
                #expect(run.status == 0, "\(run.errors)")
            }
        }
        let names = try FileManager.default.contentsOfDirectory(atPath: inbox + "/message-trace")
        #expect(names.allSatisfy { $0.hasSuffix(".json") }, "no draft is left")
        for name in names {
            let data = FileManager.default.contents(atPath: inbox + "/message-trace/" + name) ?? Data()
            #expect((try? JSONSerialization.jsonObject(with: data)) != nil, "\(name) is not whole")
        }
        for (number, scratch) in scratches.enumerated() {
            try await scratch.pollTheEnd(["--inbox", inbox, "--state", "state-\(number).json"])
        }
        try FileManager.default.createDirectory(atPath: other.path("inbox"), withIntermediateDirectories: true)
        try PollScratch.expectTheTruth(inTheInboxesOf: [(shared, "the first"), (other, "the second")])
    }

    /// What cannot be kept is not noted as read.
    @Test func aPageThatCannotBeWrittenLeavesItsWindowOpen() async throws {
        let service = try TraceService(["rows": 100])
        let scratch = try PollScratch(service)
        try FileManager.default.createDirectory(atPath: scratch.path("inbox"), withIntermediateDirectories: true)
        try scratch.write("in the way", to: "inbox/message-trace")
        let run: PollScratch.Run = try await scratch.poll()
        #expect(run.status == 73 && run.errors.contains("message-trace"), "\(run.errors)")
        #expect(
            run.output.hasPrefix("nothing was read; 1 request") && run.output.contains("1 window open"), "\(run.output)"
        )
        try FileManager.default.removeItem(atPath: scratch.path("inbox/message-trace"))
        // Even a poll that reads no further back than an hour has what was left open.
        let next: PollScratch.Run = try await scratch.poll("--initial-interval", "1h", "--look-back", "1h")
        #expect(next.status == 0)
        try scratch.expectTheTruth()
    }
}
