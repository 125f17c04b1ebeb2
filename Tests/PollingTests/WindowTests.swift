import ExchangeFormats
import Foundation
import HTTP
import Testing

@testable import Polling

/// The plan of windows, the cursor within one, the budget and the pauses: without a socket.
@Suite struct WindowTests {
    private let hour = Instant.ticksPerMinute * 60
    private func at(_ hours: Int64) -> Instant { Instant(ticks: hours * Instant.ticksPerMinute * 60) }
    private func span(_ from: Int64, _ to: Int64) -> TimeSpan? { TimeSpan(from: at(from), to: at(to)) }

    private func plan(
        open: [TimeSpan?] = [], reach: (Int64, Int64)?, to: Int64, oldest: Int64 = 0, initial: Int64 = 1,
        lookBack: Int64 = 24
    ) -> PollPlan {
        PollPlan(
            open: open.compactMap { $0 }, reach: reach.map { .init(from: at($0.0), through: at($0.1)) }, to: at(to),
            oldest: at(oldest), initial: initial * hour,
            lookBack: lookBack * hour)
    }

    @Test func aFirstRunGoesBackAsFarAsAskedAndNoFurtherThanTheServiceHas() {
        #expect(plan(reach: nil, to: 100, initial: 10).spans == [span(90, 100)].compactMap { $0 })
        let clamped = plan(reach: nil, to: 100, oldest: 50, initial: 90)
        #expect(clamped.spans == [span(50, 100)].compactMap { $0 } && clamped.gaps.isEmpty)
    }

    @Test func whatLiesWithinTheLookBackAndWhatWasLeftOpenIsReadAgain() {
        #expect(plan(reach: (10, 200), to: 210).spans == [span(176, 210)].compactMap { $0 })
        #expect(
            plan(open: [span(20, 60)], reach: (10, 200), to: 210).spans
                == [span(176, 210), span(20, 60)].compactMap { $0 })
        #expect(plan(open: [span(20, 180)], reach: (10, 200), to: 210).spans == [span(20, 210)].compactMap { $0 })
    }

    @Test func moreOfThePastIsReadWhenItIsAskedFor() {
        let more = plan(reach: (100, 200), to: 210, initial: 180)
        #expect(more.spans == [span(176, 210), span(30, 100)].compactMap { $0 } && more.reach.from == at(30))
    }

    @Test func whatTheServiceNoLongerHasIsAGap() {
        let away = plan(reach: (10, 200), to: 900, oldest: 300)
        #expect(away.gaps.map(\.from) == [at(200)] && away.spans == [span(300, 900)].compactMap { $0 })
        let open = plan(open: [span(20, 60)], reach: (10, 200), to: 210, oldest: 50)
        #expect(open.gaps.map(\.from) == [at(20)] && open.spans.last == span(50, 60))
    }

    /// A service with rows at few instants, whose links work only now and then, is read to its last row; or the rest is
    /// said to be open.
    @Test func noRowIsSkippedWhateverLinksDo() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("cursor seed \(seed)")
        var state = seed
        func random(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(limit))
        }
        for _ in 0..<300 {
            let window = try #require(span(0, 10))
            let places = (0..<random(60) + 1).map { _ in Int64(random(random(2) == 0 ? 4 : 400)) * hour / 50 }.sorted(
                by: >)
            // A link is a number of rows to leave out.
            var read: Set<Int> = []
            var cursor = ReadCursor(window: window, rows: 4, mostRows: 10)
            var step = cursor.first()
            var open: TimeSpan?
            reading: for _ in 0..<4_000 {
                var start = 0, rows = 4
                switch step {
                case .done, .skip: break reading
                case .stuck(let at):
                    open = at
                    break reading
                case .ask(let upTo, let count):
                    start = places.firstIndex { $0 <= upTo.ticks } ?? places.count
                    rows = count
                case .follow(let link):
                    start = Int(link.split(separator: " ")[0]) ?? 0
                    if random(3) == 0 {
                        step = cursor.askAnew()
                        continue reading
                    }
                }
                let end = max(start, min(places.count, start + rows))
                for place in start..<end { read.insert(place) }
                let times = places[start..<end].compactMap { ShownInstant(Instant(ticks: $0).iso8601) }
                let link: String?? =
                    end < places.count ? .some(random(4) == 0 ? nil : "\(end) \(random(1 << 30))") : .none
                step = cursor.next(times: times, content: start, link: link)
            }
            let openTo = open?.to.ticks ?? Int64.min
            let missing = places.indices.filter { !read.contains($0) && places[$0] > openTo }
            #expect(missing.isEmpty, "seed \(seed)")
        }
    }

    @Test func rowsThatCannotBeLeaveNoTraceInTheState() throws {
        let long = String(repeating: "i", count: 1_000)
        let page = try #require(
            TracePage(
                Array(
                    """
                    {"value": [{"id": "1", "receivedDateTime": "9999-12-31T23:59:59Z", "status": "delivered"},
                     {"id": "2", "receivedDateTime": "2026-02-10T11:15:58.842Z", "status": "delivered"},
                     {"id": "\(long)", "receivedDateTime": "2026-02-10T11:15:57Z", "status": "pending"}]}
                    """.utf8)))
        var state = PollState(tenant: "t", service: "graph")
        var index: [String: Int] = [:]
        for row in page.rows { state.note(row, index: &index, now: 1_771_000_000) }
        #expect(state.newestRow?.instant.iso8601 == "2026-02-10T11:15:58.842Z" && state.pending.isEmpty)
    }

    @Test func theBudgetWaitsForTheOldestOfAHundred() {
        let budget = RequestBudget(requests: 100, span: 302_000)
        let past = (0..<100).map { Int64($0) * 1_000 }
        #expect(budget.wait(past: past, now: 100_000).milliseconds == 202_000)
        #expect(budget.wait(past: Array(past.dropFirst()), now: 100_000).milliseconds == 0)
        #expect(budget.wait(past: past.map { $0 + 10_000_000 }, now: 100_000).milliseconds == 0)
    }

    @Test func pausesGrowAndEndAfterSixMinutes() {
        var patience = Patience(limit: 360, firstPause: 1)
        var now = 0.0, pauses: [Double] = []
        while let pause = patience.pause(asked: nil, now: now, jitter: 0.5) {
            pauses.append(pause)
            now += pause
        }
        #expect(now <= 360 && pauses.count > 6 && pauses[1] > pauses[0])
        var asked = Patience(limit: 360, firstPause: 1)
        #expect(asked.pause(asked: 41, now: 0, jitter: 0) == 41)
        #expect(asked.pause(asked: 315, now: 41, jitter: 0) == 315)
        #expect(asked.pause(asked: 10, now: 356, jitter: 0) == nil)
    }

    @Test func instantsAreReadAsFinelyAsTheyAreShown() {
        let shown = ShownInstant("2026-02-10T11:15:58.842Z")
        #expect(
            shown?.first.iso8601 == "2026-02-10T11:15:58.842Z" && shown?.last.iso8601 == "2026-02-10T11:15:58.8429999Z")
        #expect(ShownInstant("2026-02-10T11:15:58")?.last.iso8601 == "2026-02-10T11:15:58.9999999Z")
        #expect(ShownInstant("2026-02-10T12:15:58+01:00")?.first.iso8601 == "2026-02-10T11:15:58Z")
        #expect(ShownInstant("/Date(1770722158842)/")?.first.iso8601 == "2026-02-10T11:15:58.842Z")
        #expect(ShownInstant("10/02/2026") == nil)
    }

    @Test func linksAreFollowedToTheSameHostAlone() throws {
        let address = try ServiceAddress("https://graph.microsoft.com/", option: "--graph-url")
        #expect(
            address.link("https://graph.microsoft.com/v1.0/x?$filter=a ge b")
                == "https://graph.microsoft.com/v1.0/x?$filter=a%20ge%20b")
        #expect(address.link("https://graph.microsoft.com:443/v1.0/x") != nil)
        for link in [
            "https://graph.microsoft.com.example.com/x", "http://graph.microsoft.com/x",
            "https://graph.microsoft.com@example.com/x", "https://graph.microsoft.com:444/", "", "/v1.0/x",
        ] {
            #expect(address.link(link) == nil, "\(link)")
        }
        for text in [
            "http://example.com", "https://a:b@example.com", "https://example.com/?x", "ftp://example.com",
            "http://127.0.0.1.example.com", "https://", "graph",
        ] {
            #expect(throws: AddressError.self) { try ServiceAddress(text, option: "--graph-url") }
        }
        for text in ["http://127.0.0.1:8080", "http://localhost", "http://[::1]:80"] {
            #expect(throws: Never.self) { try ServiceAddress(text, option: "--graph-url") }
        }
    }
}
