import ExchangeFormats
import Testing

@testable import Reconstruct

private let day = History.day

/// Exports that do not say whose log a row came from: copies are told apart by creation alone.
@Suite struct MergedExportTests {
    private static let whole = History.daily(from: 2, count: 5, at: 600)
    private static let cut = History.daily(from: 2, count: 5, at: 600, removed: [3])
    private static let all = [1, 2, 3, 4, 5].map { $0 * day + 600 }
    private static let withoutThird = [1, 3, 4, 5].map { $0 * day + 600 }

    // MARK: Refusals of single guests

    @Test func oneGuestsRefusalRemovesNoDate() {
        var history = History()
        history.row(10, in: nil, .appointment, .create, start: day + 600, created: 10, blob: Self.whole)
        history.row(11, in: nil, .appointment, .create, start: day + 600, created: 11, blob: Self.whole)
        history.row(30, in: nil, start: day + 600, created: 11, blob: Self.cut)
        #expect(history.starts == Self.all)
        history.row(40, in: nil, start: day + 600, created: 10, blob: Self.cut)
        #expect(history.starts == Self.withoutThird)
    }

    /// A copy that was deleted has no say, nor has one that lags behind.
    @Test func onlyLiveCopiesOfTheGreatestNumberHaveASay() {
        var history = History()
        history.row(10, in: nil, .appointment, .create, start: day + 600, created: 10, blob: Self.whole)
        history.row(11, in: nil, .appointment, .create, start: day + 600, created: 11, blob: Self.whole)
        history.row(30, in: nil, start: day + 600, sequence: 1, created: 11, blob: Self.cut)
        #expect(history.starts == Self.withoutThird)
        history.row(40, in: nil, start: day + 600, sequence: 1, created: 10, blob: Self.whole)
        #expect(history.starts == Self.all)
        history.row(
            50, in: nil, .appointment, .hardDelete, start: day + 600, sequence: 1, created: 10, by: .person("x"),
            blob: Self.whole)
        history.row(60, in: nil, start: day + 600, sequence: 1, created: 11, blob: Self.cut)
        #expect(history.starts == Self.withoutThird)
    }

    /// The exception item of a date that one guest deletes is theirs alone.
    @Test func oneGuestsDeletedExceptionRemovesNoDate() {
        var history = History()
        for created in [10, 11] {
            history.row(created, in: nil, .appointment, .create, start: day + 600, created: created, blob: Self.whole)
        }
        for created in [20, 21] {
            history.row(
                created, in: nil, .exception, .create, start: 2 * day + 660, created: created, on: History.date(3))
        }
        history.row(
            30, in: nil, .exception, .hardDelete, start: 2 * day + 660, created: 21, by: .person("x"),
            on: History.date(3))
        #expect(history.starts == [day + 600, 2 * day + 660] + [3, 4, 5].map { $0 * day + 600 })
    }

    // MARK: Cancellation messages

    @Test func aMessageCancelsByItsNumberWhereNoOrganizersCopyIsLive() {
        var history = History()
        history.row(10, in: nil, .appointment, .create, start: day, sequence: 1, created: 10)
        history.message(20, to: nil, sequence: 0)
        #expect(history.meeting?.status == .scheduled, "its number is below that of a row")
        history.message(30, to: nil, sequence: 1)
        #expect(history.meeting?.status == .cancelled)
    }

    @Test func aMessageTakesAGuestOffWhereTheOrganizersCopyIsLive() {
        var history = History()
        history.row(10, in: nil, .appointment, .create, start: day, state: 1, created: 10)
        history.row(11, in: nil, .appointment, .create, start: day, created: 11)
        history.message(20, to: nil, sequence: 4)
        #expect(history.meeting?.status == .scheduled)
    }

    @Test func aMessageThatFollowsTheOrganizersDeletionCancels() {
        var history = History()
        history.row(10, in: nil, .appointment, .create, start: day, state: 1, created: 10)
        history.row(11, in: nil, .appointment, .create, start: day, created: 11)
        history.row(
            20, in: nil, .appointment, .softDelete, start: day, sequence: 1, state: 1, created: 10,
            by: .person(History.boss))
        #expect(history.meeting?.status == .orphaned)
        history.message(21, to: nil, sequence: 1)
        #expect(history.meeting?.status == .cancelled)
    }

    @Test func aMessageAboutOneDateCancelsNoMeeting() {
        var history = History()
        history.row(10, in: nil, .appointment, .create, start: day + 600, created: 10, blob: Self.whole)
        history.message(20, to: nil, sequence: 1, on: History.date(3))
        #expect(history.meeting?.status == .scheduled)
    }

    // MARK: Items that are made again

    @Test func anOldExceptionIsNotThatOfANewCopy() {
        var history = History()
        history.row(10, in: nil, .appointment, .create, start: day + 600, state: 1, created: 10, blob: Self.whole)
        history.row(20, in: nil, .exception, .create, start: 2 * day + 700, state: 1, created: 20, on: History.date(3))
        history.row(
            60, in: nil, .appointment, .softDelete, start: day + 600, state: 1, created: 10, by: .person(History.boss),
            blob: Self.whole)
        history.row(90, in: nil, .appointment, .create, start: day + 600, state: 1, created: 90, blob: Self.whole)
        #expect(history.starts == Self.all)
        history.row(
            100, in: nil, .exception, .create, start: 3 * day + 700, state: 1, created: 100, on: History.date(4))
        #expect(history.starts.contains(3 * day + 700) && !history.starts.contains(2 * day + 700))
    }

    @Test func aGuestsOldExceptionIsNotThatOfANewCopy() {
        var history = History()
        history.row(10, in: nil, .appointment, .create, start: day + 600, created: 10, blob: Self.whole)
        history.row(20, in: nil, .exception, .create, start: 2 * day + 700, created: 20, on: History.date(3))
        #expect(history.starts.contains(2 * day + 700))
        history.row(90, in: nil, .appointment, .create, start: day + 600, sequence: 1, created: 90, blob: Self.whole)
        #expect(history.starts == Self.all)
    }

    /// A client that writes the organizer's item again within five minutes resets nothing.
    @Test func theOrganizersRoundTripKeepsItsExceptions() {
        var history = History()
        history.row(10, in: nil, .appointment, .create, start: day + 600, state: 1, created: 10, blob: Self.whole)
        history.row(20, in: nil, .exception, .create, start: 2 * day + 700, state: 1, created: 20, on: History.date(3))
        history.row(
            2 * day + 698, in: nil, .appointment, .softDelete, start: day + 600, state: 1, created: 10,
            by: .person(History.boss), blob: Self.whole)
        history.row(
            2 * day + 702, in: nil, .appointment, .create, start: day + 600, state: 1, created: 2 * day + 702,
            blob: Self.whole)
        #expect(history.starts.contains(2 * day + 700) && history.starts.count == 5)
        let held = history.held.filter { $0.occurrence.status == .scheduled }.map { History.minutes($0.occurrence) }
        #expect(held == history.starts, "it began while the item was gone, and the exception of later days stays too")
    }

    /// The item that a client wrote again at once is the one that counts, also where it is deleted for good later.
    @Test func theOrganizersItemWrittenAgainReplacesTheOld() {
        var history = History()
        let boss = ResponsibleUser.person(History.boss)
        history.row(10, in: nil, .appointment, .create, start: 8 * day, state: 0, created: 10)
        history.row(20, in: nil, .appointment, .moveToDeletedItems, start: 8 * day, state: 0, created: 10, by: boss)
        history.row(22, in: nil, .appointment, .create, start: 8 * day, state: 0, created: 22)
        history.row(90, in: nil, .appointment, .softDelete, start: 8 * day, state: 0, created: 22, by: boss)
        #expect(history.meeting?.status == .cancelled)
        #expect(history.held.map(\.occurrence.status) == [.cancelled])
    }

    /// Somebody asked to one date has an ordinary appointment: it is a copy by itself, and its deletion removes no
    /// date.
    @Test func theGuestOfOneDateIsACopyByItself() {
        var history = History()
        history.row(10, in: nil, .appointment, .create, start: day + 600, created: 10, blob: Self.whole)
        history.row(20, in: nil, .appointment, .create, start: 2 * day + 600, created: 20, on: History.date(3))
        history.row(
            30, in: nil, .appointment, .hardDelete, start: 2 * day + 600, created: 20, by: .person("x"),
            on: History.date(3))
        #expect(history.starts == Self.all)
    }
}
