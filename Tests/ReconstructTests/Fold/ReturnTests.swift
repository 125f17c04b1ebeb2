import ExchangeFormats
import Testing

@testable import Reconstruct

private let day = History.day
private let ann = History.ann
private let bob = History.bob
private let boss = History.boss

/// Copies that go and come back.
@Suite struct ReturnTests {
    private static let assistant = ResponsibleUser.system("Calendar Assistant")

    private static func answered(_ response: Response = .accepted) -> History {
        var history = History()
        history.plan(10, start: 8 * day, .create)
        history.copy(11, ann, start: 8 * day, .create, created: 11)
        history.answer(20, ann, response)
        return history
    }

    /// A room's assistant declines and deletes; days later the organizer moves the meeting, and the room gets a new
    /// copy.
    @Test func afterTheAssistantsDeletionACopyComesBackUnanswered() {
        var history = Self.answered(.declined)
        history.copy(21, ann, start: 8 * day, .moveToDeletedItems, created: 11, by: Self.assistant)
        #expect(history.response(ann) == .declined, "until it comes back the answer stands")
        history.copy(3 * day, ann, start: 9 * day, .create, sequence: 1, created: 3 * day, by: Self.assistant)
        #expect(history.response(ann) == Response.none)
    }

    @Test func afterRetentionAnItemComesBackUnanswered() {
        var history = Self.answered()
        var retention = EntryDetails()
        retention.isCleanUp = true
        history.copy(60, ann, start: 8 * day, .hardDelete, created: 11, by: .person(ann)) { $0.details = retention }
        #expect(history.response(ann) == .accepted)
        history.copy(90, ann, start: 8 * day, created: 11, by: .person(ann))
        #expect(history.response(ann) == Response.none)
    }

    @Test func theAssistantsRoundTripResetsNothing() {
        var history = Self.answered()
        history.copy(60, ann, start: 8 * day, .hardDelete, created: 11, by: Self.assistant)
        history.copy(64, ann, start: 8 * day, .create, created: 64, by: Self.assistant)
        #expect(history.response(ann) == .accepted)
    }

    /// The new item of a round trip repeats the answer to the series that the old one showed: the answer to one date,
    /// given between them, stays the newer one.
    @Test(arguments: [61, 64, 66]) func anItemWrittenAgainAnswersNothingAnew(back: Int) {
        let blob = History.daily(from: 2, count: 5, at: 600)
        var accepted = EntryDetails()
        accepted.responseType = .accepted
        accepted.busyStatus = .busy
        var history = History()
        history.plan(10, start: day + 600, .create, blob: blob)
        history.copy(11, ann, start: day + 600, .create, created: 11, blob: blob)
        history.copy(15, ann, start: day + 600, created: 11, by: .person(ann), blob: blob) { $0.details = accepted }
        history.answer(20, ann, .tentative, on: History.date(3))
        history.copy(60, ann, start: day + 600, .hardDelete, created: 11, by: .person(ann), blob: blob) {
            $0.details = accepted
        }
        history.copy(back, ann, start: day + 600, .create, created: back, by: .person(ann), blob: blob) {
            $0.details = accepted
        }
        #expect(history.response(ann) == .accepted)
        // After more than five minutes it is another item, and what it shows is an answer to all of it.
        #expect(history.response(ann, on: History.date(3)) == (back > 65 ? .accepted : .tentative))
    }

    @Test func aReturnDropsAnswersToDatesToo() {
        let blob = History.daily(from: 2, count: 5, at: 600)
        var history = History()
        history.plan(10, start: day + 600, .create, blob: blob)
        history.copy(11, ann, start: day + 600, .create, created: 11, blob: blob)
        history.answer(20, ann, .declined, on: History.date(3))
        history.copy(60, ann, start: day + 600, .hardDelete, created: 11, by: Self.assistant, blob: blob)
        #expect(history.response(ann, on: History.date(3)) == .declined)
        history.copy(90, ann, start: day + 600, .create, created: 90, by: Self.assistant, blob: blob)
        #expect(history.response(ann, on: History.date(3)) == Response.none)
    }

    /// The first deletion counts: a purge two minutes before the return does not make a day's absence brief.
    @Test func thePurgeBeforeAReturnShortensNothing() {
        var history = Self.answered()
        history.copy(60, ann, start: 8 * day, .moveToDeletedItems, created: 11, by: .person(ann))
        history.copy(70, ann, start: 8 * day, .hardDelete, created: 11, by: .person(ann))
        history.copy(72, ann, start: 8 * day, .create, created: 72, by: Self.assistant)
        #expect(history.response(ann) == Response.none)
    }

    @Test func whatIsWrittenAgainAmongTheDeletedItemsDoesNotComeBack() {
        var history = Self.answered()
        var deleted = EntryDetails()
        deleted.liesAmongDeleted = true
        history.copy(60, ann, start: 8 * day, .softDelete, created: 11, by: .person(ann))
        history.copy(90, ann, start: 8 * day, .create, created: 90, by: .person(ann)) { $0.details = deleted }
        #expect(history.response(ann) == .declined)
    }

    /// Whether an answer is older than a return is told by log time.
    @Test func whatIsOlderThanAReturnIsToldByLogTime() {
        var history = Self.answered()
        history.copy(60, ann, start: 8 * day, .softDelete, created: 11, by: .person(ann))
        history.copy(120, ann, start: 8 * day, created: 11, by: Self.assistant) {
            $0.originalLastModifiedTime = History.at(90)
        }
        history.answer(100, ann, .tentative)
        #expect(history.response(ann) == Response.none)
        history.answer(121, ann, .tentative)
        #expect(history.response(ann) == .tentative)
    }

    /// The item of one date that its owner had deleted comes back: that date is unanswered, the others are not.
    @Test func anItemOfOneDateThatComesBackIsUnanswered() {
        let blob = History.daily(from: 2, count: 5, at: 600)
        var history = History()
        history.plan(10, start: day + 600, .create, blob: blob)
        history.copy(11, ann, start: day + 600, .create, blob: blob)
        history.row(12, in: ann, .exception, .create, start: 2 * day + 660, created: 12, on: History.date(3))
        history.answer(20, ann, .accepted)
        history.row(
            60, in: ann, .exception, .softDelete, start: 2 * day + 660, created: 12, by: .person(ann),
            on: History.date(3))
        #expect(history.response(ann, on: History.date(3)) == .declined)
        history.row(90, in: ann, .exception, start: 2 * day + 660, created: 12, on: History.date(3))
        #expect(
            history.response(ann, on: History.date(3)) == Response.none
                && history.response(ann, on: History.date(4)) == .accepted)
    }

    /// The organizer's item, cleared away and made again a day later, is a new series.
    @Test func theOrganizersNewItemAfterACleanUpIsANewSeries() {
        let blob = History.daily(from: 2, count: 5, at: 600)
        var history = History()
        history.plan(10, start: day + 600, .create, blob: blob)
        history.row(20, in: boss, .exception, .create, start: 2 * day + 700, state: 1, created: 20, on: History.date(3))
        history.plan(60, start: day + 600, .hardDelete, by: .system("Microsoft System Attendant"), blob: blob)
        #expect(history.starts.contains(2 * day + 700))
        history.plan(1_000, start: day + 600, .create, created: 1_000, blob: blob)
        #expect(history.starts == [1, 2, 3, 4, 5].map { $0 * day + 600 })
    }

    /// A row of a clean-up may be the first that the window has: meeting and attendance stand.
    @Test func aCleanUpThatTheWindowBeginsWithLeavesMeetingAndAttendance() {
        var history = History()
        history.plan(60, start: 8 * day, .hardDelete, by: .system("Microsoft System Attendant"))
        history.copy(61, ann, start: 8 * day, .hardDelete)
        #expect(
            history.meeting?.status == .scheduled && history.starts == [8 * day]
                && history.response(ann) == Response.none)
        #expect(history.held.map(\.attendees.count) == [2])
    }
}
