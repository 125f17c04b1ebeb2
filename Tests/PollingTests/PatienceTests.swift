import Encodings
import ExchangeFormats
import Foundation
import HTTP
import Testing

@testable import Polling

/// How long a poll waits, with limits that a test can wait for.
@Suite(.serialized) struct PatienceTests {
    private func settings(
        _ scratch: PollScratch, _ change: (inout PollSettings) -> Void = { _ in }
    ) throws
        -> PollSettings
    {
        let address = try ServiceAddress(scratch.service.address, option: "--graph-url")
        var settings = PollSettings(
            service: .graph, tenant: TraceService.tenant, clientID: TraceService.client,
            credential: .secret(TraceService.secret), inbox: scratch.path("inbox"),
            state: scratch.path("inbox/.poll.json"), tokenAddress: address, serviceAddress: address)
        settings.initialInterval = 4 * 86_400
        settings.lookBack = 5 * 86_400
        settings.batchSize = 30
        settings.limits.firstPauseSeconds = 0.1
        change(&settings)
        return settings
    }

    private typealias Outcome = (report: PollReport, failure: PollError?)

    /// Polls in this process, on a thread of its own: it sleeps while it waits.
    private func poll(
        _ scratch: PollScratch, _ change: (inout PollSettings) -> Void = { _ in }
    ) async throws -> Outcome {
        let settings = try settings(scratch, change)
        return try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                do {
                    continuation.resume(returning: try Poller.run(settings))
                } catch {
                    continuation.resume(throwing: error)
                }
            }
        }
    }

    @Test func aServiceThatFailsForTooLongIsLeftWithWhatIsOpenNoted() async throws {
        let names = ["503", "closed", "broken-json"]
        let scratches = try await concurrently(names) { number, name in
            let scratch = try PollScratch(
                try TraceService([
                    "seed": 300 + number, "rows": 150,
                    "faults": [["name": name, "after": 2, "times": -1] as [String: Any]],
                ]))
            let (report, failure) = try await poll(scratch) { $0.limits.patienceSeconds = 1 }
            #expect(
                failure?.reason == .unavailable && report.windowsOpen == 1 && report.pages == 2,
                "\(name): \(String(describing: failure))")
            try await scratch.pollTheEnd()
            return scratch
        }
        try PollScratch.expectTheTruth(inTheInboxesOf: Array(zip(scratches, names)))
    }

    /// A sign-in that works again and again says nothing of a service that does not.
    @Test func tokensThatEndAtOnceDoNotProlongTheWait() async throws {
        // The faults end after as many requests as nobody makes in a second, so that a poll that waits for ever ends.
        let scratch = try PollScratch(
            try TraceService([
                "rows": 20, "token-told": 0, "faults": [["name": "503", "after": 0, "times": 60] as [String: Any]],
            ]))
        let (report, failure) = try await poll(scratch) { $0.limits.patienceSeconds = 1 }
        #expect(failure?.reason == .unavailable && report.pages == 0, "\(String(describing: failure))")
    }

    @Test func moreTimeThanThereIsIsNotWaitedFor() async throws {
        let scratch = try PollScratch(
            try TraceService(["rows": 50, "faults": [["name": "503", "after": 0, "times": -1, "seconds": 3_600]]]))
        let (report, failure) = try await poll(scratch)
        #expect(failure?.reason == .unavailable && report.waits == 0)
        #expect(failure?.what.contains("3600 s") == true, "\(String(describing: failure))")
        try scratch.service.set(["faults": [["name": "503", "after": 0, "times": -1, "seconds": 1e23]]])
        #expect(try await poll(scratch).failure?.reason == .unavailable, "no number is too large")
    }

    /// A byte now and then is no idle connection, and still the answer does not come in time; a late first byte does.
    @Test func aRequestHasATimeInAll() async throws {
        let scratch = try PollScratch(
            try TraceService([
                "rows": 100, "gzip": false, "faults": [["name": "drip", "after": 1, "times": 1, "seconds": 0.2]],
            ]))
        let (report, failure) = try await poll(scratch) { $0.limits.requestSeconds = 4 }
        #expect(failure == nil && report.waits >= 1, "\(String(describing: failure))")
        try scratch.service.set(["faults": [["name": "late", "seconds": 1.5, "times": 1]]])
        let late = try await poll(scratch) { $0.limits.requestSeconds = 60 }
        #expect(late.failure == nil && late.report.waits == 0)
        try scratch.expectTheTruth()
    }

    /// A connection over which nothing comes is left long before the request's whole time.
    @Test func aConnectionThatFallsSilentIsLeft() throws {
        let service = try TraceService(["rows": 5])
        try service.set(["faults": [["name": "hang", "after": 0, "times": 1, "seconds": 60]]])
        let client = try HTTPClient(totalSeconds: 50)
        client.idleSeconds = 1
        let form =
            "grant_type=client_credentials&client_id=\(TraceService.client)"
            + "&client_secret=\(Percent.encode(TraceService.secret))&scope=\(Percent.encode(service.address + "/.default"))"
        let answer = try client.send(
            .init(
                url: "\(service.address)/\(TraceService.tenant)/oauth2/v2.0/token",
                headers: ["Content-Type: application/x-www-form-urlencoded"], body: Array(form.utf8)))
        let token = try #require(TokenAnswer(answer.body)).token
        let failure = #expect(throws: HTTPClient.TransferError.self) {
            _ = try client.send(
                .init(
                    url: service.address + "/v1.0/admin/exchange/tracing/messageTraces",
                    headers: ["Authorization: Bearer \(token)"]))
        }
        #expect(failure?.isPassing == true && failure?.what.contains("in time") == true)
        // The server sleeps on: it was the client that went.
        #expect(try service.facts(withTruth: false).counts["list"] == 1)
    }

    /// The service refuses the sixth request in two seconds; nobody makes it, in this poll or from one to the next.
    @Test func theTenantsBudgetIsKeptAcrossPolls() async throws {
        let scratch = try PollScratch(try TraceService(["rows": 200, "budget": 5, "budget-seconds": 2]))
        for _ in 0..<2 {
            let (report, failure) = try await poll(scratch) {
                $0.limits.budgetRequests = 5
                $0.limits.budgetSeconds = 4
            }
            #expect(failure == nil && report.waits > 0)
        }
        #expect(try scratch.service.facts(withTruth: false).counts["throttled"] == 0)
        try scratch.service.set(["budget": 1_000])
        try scratch.expectTheTruth()
    }

    /// Others use the budget too: 429 is waited out as it asks, and nothing is sent meanwhile.
    @Test func aRefusalForTooManyRequestsIsWaitedOut() async throws {
        let kinds = ["seconds", "date"]
        let scratches = try await concurrently(kinds) { number, kind in
            let scratch = try PollScratch(
                try TraceService([
                    "seed": 310 + number, "rows": 150, "budget": 3, "budget-seconds": 2, "retry-after": kind,
                ]))
            let (report, failure) = try await poll(scratch) { $0.limits.patienceSeconds = 60 }
            #expect(failure == nil && report.waits > 0, "\(kind)")
            let counts = try scratch.service.facts(withTruth: false).counts
            #expect(counts["throttled", default: 0] > 0 && counts["in-pause"] == 0, "\(kind): \(counts)")
            try scratch.service.set(["budget": 1_000])
            try await scratch.pollTheEnd()
            return scratch
        }
        try PollScratch.expectTheTruth(inTheInboxesOf: Array(zip(scratches, kinds)))
    }

    @Test func theSignInsFaultsAreWaitedOutToo() async throws {
        let scratch = try PollScratch(try TraceService(["rows": 30, "token-faults": [503, 500]]))
        #expect(try await poll(scratch).failure == nil)
        let moved = try PollScratch(try TraceService(["rows": 30, "token-faults": [302]]))
        #expect(try await poll(moved).failure?.reason == .unavailable)
        #expect(try moved.service.facts(withTruth: false).counts["elsewhere"] == 0)
    }

    /// Nobody listens there: it is tried again, and then told with what may be in the way.
    @Test func aHostThatTakesNoConnectionIsTold() async throws {
        let scratch = try PollScratch(try TraceService(["rows": 30]))
        let nobody = try ServiceAddress("http://127.0.0.1:1", option: "--graph-url")
        let (report, failure) = try await poll(scratch) {
            $0.tokenAddress = nobody
            $0.limits.patienceSeconds = 0.5
        }
        #expect(failure?.reason == .unavailable && report.waits > 0)
        #expect(failure?.next?.contains("https_proxy") == true, "\(String(describing: failure))")
        #expect(!FileManager.default.fileExists(atPath: scratch.path("inbox/.poll.json")))
        try scratch.expectTheTruth()
    }
}

/// What is between this machine and the service.
@Suite(.serialized) struct ConnectionTests {
    /// A certificate that the system does not trust ends the poll at once, before anything secret is sent.
    @Test func aCertificateThatNobodyTrustsIsRefused() async throws {
        let pairs = try Certificates()
        let service = try TraceService([
            "rows": 5, "tls": ["certificate": pairs.certificate("client"), "key": pairs.key("client")],
        ])
        #expect(service.address.hasPrefix("https://"))
        // The server's own side is asked in clear by nobody: what it counted is known from what the poll says.
        let scratch = try PollScratch(service)
        let run: PollScratch.Run = try await scratch.poll()
        #expect(run.status == 69 && run.errors.contains("certificate is not one that this machine trusts"))
        #expect(run.errors.contains("update-ca-certificates") && run.output.contains("nothing was read; 0 requests"))
    }

    /// A proxy is asked for both hosts by name, and gets neither token nor secret; what it refuses is told.
    @Test func aProxyIsUsedAndItsRefusalTold() async throws {
        let proxy = try TraceService(["rows": 5])
        let scratch = try PollScratch(proxy)
        let run: PollScratch.Run = try await scratch.calfold(
            [
                "poll", "--tenant", TraceService.tenant, "--client-id", TraceService.client, "--token-url",
                "https://login.example.invalid", "--graph-url", "https://graph.example.invalid",
            ] + scratch.bySecret,
            environment: ["https_proxy": proxy.address])
        #expect(run.status == 69 && run.errors.contains("status 407"), "\(run.errors)")
        #expect(run.errors.contains("https_proxy=http://NAME:PASSWORD@HOST:PORT"), "\(run.errors)")
        let connects = try proxy.facts(withTruth: false).connects
        #expect(connects.map(\.host) == ["login.example.invalid:443"])
        #expect(connects.allSatisfy { !$0.names.contains("authorization") })
    }
}
