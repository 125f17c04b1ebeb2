import ExchangeFormats
import Testing

@testable import Reconstruct

private let day = History.day
private let ann = History.ann
private let bob = History.bob
private let boss = History.boss

/// The view as held, of what began before the first entry and between entries.
@Suite struct AsHeldTests {
    private static let whole = History.daily(from: 2, count: 5, at: 600)

    /// Organised outside: the request comes a moment before the item, and knows no series.
    @Test func whatBeganBeforeTheFirstEntryStandsAsTheFirstItemHasIt() {
        var history = History()
        history.row(4 * day, in: ann, .request, .create, start: day + 600, created: 4 * day)
        history.copy(4 * day + 1, ann, start: day + 600, .create, blob: Self.whole)
        #expect(history.held.map { History.minutes($0.occurrence) } == [1, 2, 3, 4, 5].map { $0 * day + 600 })
    }

    @Test func aFirstRowWithoutTheSeriesIsNotComplete() {
        var history = History()
        history.copy(4 * day, ann, start: day + 600, .create) { $0.isRecurring = true }
        history.copy(4 * day + 1, ann, start: day + 600, blob: Self.whole)
        #expect(history.held.map { History.minutes($0.occurrence) } == [1, 2, 3, 4, 5].map { $0 * day + 600 })
    }

    /// A meeting of which only requests are known is as complete as it gets.
    @Test func requestsAloneStandAsTheFirstLeftThem() {
        var history = History()
        history.row(2 * day, in: ann, .request, .create, start: day, created: 2 * day)
        history.row(3 * day, in: ann, .request, .create, start: day + 60, sequence: 1, created: 3 * day)
        #expect(history.held.map { History.minutes($0.occurrence) } == [day])
    }

    /// What comes later does not: a guest invited afterwards took no part, a later time did not count.
    @Test func theFirstCompleteStateIsNotTheLast() {
        var history = History()
        history.row(4 * day, in: ann, .request, .create, start: day + 600, created: 4 * day)
        history.copy(4 * day + 1, ann, start: day + 600, .create, blob: Self.whole)
        history.copy(4 * day + 20, bob, start: day + 600, .create, blob: Self.whole)
        history.copy(4 * day + 30, ann, start: day + 700, sequence: 1, blob: History.daily(from: 2, count: 5, at: 700))
        #expect(
            history.held.map { History.minutes($0.occurrence) } == [1, 2, 3].map { $0 * day + 600 }
                + [4, 5].map { $0 * day + 700 })
        #expect(history.held.map(\.attendees.count) == [2, 2, 2, 3, 3])
    }

    /// Between entries the log time decides, to the millisecond.
    @Test func theLogTimeDecidesToTheMillisecond() {
        for (milliseconds, status) in [(-1, Meeting.Status.cancelled), (0, .cancelled), (1, .scheduled)] {
            var history = History()
            history.plan(10, start: day, .create)
            history.plan(day, start: day, sequence: 1, state: 5) {
                $0.logTime = Instant(ticks: History.at(day).ticks + Int64(milliseconds) * Instant.ticksPerMillisecond)
                $0.originalLastModifiedTime = $0.logTime
            }
            #expect(history.held.map(\.occurrence.status) == [status], "\(milliseconds) ms after the start")
        }
    }

    /// A guest taken off takes part until then.
    @Test func aGuestTakenOffTookPartUntilThen() {
        var history = History()
        history.plan(10, start: day + 600, .create, blob: Self.whole)
        history.copy(11, ann, start: day + 600, .create, blob: Self.whole)
        history.copy(2 * day + 900, ann, start: day + 600, state: 7, blob: Self.whole)
        #expect(history.held.map(\.attendees.count) == [2, 2, 1, 1, 1])
    }

    /// A deletion that a save takes back removes nothing; one that the save follows later did.
    @Test func onlyARoundTripNeverHappened() {
        for (minutes, status) in [(4, Meeting.Status.scheduled), (6, .orphaned)] {
            var history = History()
            history.plan(10, start: day, .create)
            history.copy(11, ann, start: day, .create)
            history.plan(day - 2, start: day, .softDelete)
            history.plan(day - 2 + minutes, start: day)
            #expect(history.held.map(\.occurrence.status) == [status])
        }
    }
}
