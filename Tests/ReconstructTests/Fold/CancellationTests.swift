import ExchangeFormats
import Testing

@testable import Reconstruct

private let day = History.day
private let ann = History.ann
private let bob = History.bob
private let cay = History.cay
private let boss = History.boss

/// What a cancellation means: for the meeting, or for one guest who was taken off.
@Suite struct CancellationTests {
    /// The organizer's item, and a copy of each guest.
    private static func meeting(of guests: String...) -> History {
        var history = History()
        history.plan(10, start: 8 * day, .create)
        for guest in guests { history.copy(11, guest, start: 8 * day, .create) }
        return history
    }

    // MARK: The organizer's item is deleted

    /// The cancellation follows the deletion with the number that the deletion raised; another guest has the old
    /// request alone.
    @Test func aCancellationThatFollowsTheDeletionCancels() {
        var history = Self.meeting(of: ann)
        history.row(12, in: bob, .request, .create, start: 8 * day, created: 12)
        history.plan(60, start: 8 * day, .softDelete, sequence: 1)
        history.message(64, to: ann, sequence: 1)
        history.copy(65, ann, start: 8 * day, sequence: 1, state: 7)
        #expect(history.meeting?.status == .cancelled)
        #expect(history.meeting?.participants.map(\.address) == [ann, bob, boss])
    }

    /// A client that writes its messages before the item: the number tells.
    @Test func aCancellationOfTheDeletionsNumberMayBeLoggedBeforeIt() {
        var history = Self.meeting(of: ann, bob)
        history.message(60, to: ann, sequence: 1)
        history.plan(400, start: 8 * day, .softDelete, sequence: 1)
        #expect(history.meeting?.status == .cancelled && history.response(ann) == Response.none)
    }

    /// A number that was not raised: what comes after the deletion cannot be about a meeting that stands.
    @Test func aCancellationOfTheOldNumberAfterTheDeletionCancels() {
        var history = Self.meeting(of: ann, bob)
        history.plan(60, start: 8 * day, .hardDelete)
        history.copy(90, ann, start: 8 * day, state: 7)
        #expect(history.meeting?.status == .cancelled && history.response(ann) == Response.none)
    }

    @Test func theSentCancellationsOfADeletedItemCancel() {
        var history = Self.meeting(of: ann)
        history.plan(60, start: 8 * day, .softDelete)
        history.row(61, in: boss, .cancellation, .create, start: 8 * day, sequence: 1, state: 5, created: 61)
        #expect(history.meeting?.status == .cancelled)
    }

    /// Taken off on one day, deleted in silence on another: who is left holds an orphan.
    @Test func whoWasTakenOffLongBeforeTheDeletionCancelsNothing() {
        var history = Self.meeting(of: ann, bob)
        history.message(60, to: ann)
        history.copy(61, ann, start: 8 * day, state: 7)
        history.plan(2 * day, start: 8 * day, .softDelete)
        #expect(
            history.meeting?.status == .orphaned && history.response(ann) == nil
                && history.response(bob) == Response.none)
    }

    @Test func aCancelledDateCancelsNoMeeting() {
        let blob = History.daily(from: 2, count: 5, at: 600)
        var history = History()
        history.plan(10, start: day + 600, .create, blob: blob)
        history.copy(11, ann, start: day + 600, .create, blob: blob)
        history.plan(60, start: day + 600, .softDelete, blob: blob)
        history.message(70, to: ann, sequence: 1, on: History.date(3))
        #expect(history.meeting?.status == .orphaned)
    }

    /// A clean-up leaves the meeting standing, but one that also cancels (Remove-CalendarEvents) ends it.
    @Test func aCleanUpThatCancellationsFollowCancels() {
        var history = Self.meeting(of: ann, bob)
        history.plan(60, start: 8 * day, .hardDelete, by: .system("Microsoft System Attendant"))
        #expect(history.meeting?.status == .scheduled)
        history.message(62, to: ann, sequence: 1)
        #expect(history.meeting?.status == .cancelled && history.response(ann) == Response.none)
    }

    // MARK: Who was taken off

    @Test func aCancelledMeetingTookNobodyOffWhoseMessageCameFirst() {
        var history = Self.meeting(of: ann, bob)
        history.message(60, to: ann, sequence: 1)
        history.copy(61, ann, start: 8 * day, sequence: 1, state: 7)
        history.plan(62, start: 8 * day, sequence: 1, state: 5)
        #expect(history.meeting?.status == .cancelled && history.response(ann) == Response.none)
    }

    @Test func whoWasTakenOffStaysOffAMeetingThatIsCancelledLater() {
        var history = Self.meeting(of: ann, bob)
        history.copy(60, ann, start: 8 * day, state: 7)
        history.plan(2 * day, start: 8 * day, sequence: 1, state: 5)
        history.copy(2 * day + 1, bob, start: 8 * day, sequence: 1, state: 7)
        #expect(
            history.meeting?.status == .cancelled && history.response(ann) == nil
                && history.response(bob) == Response.none)
    }

    @Test func aDeletionAfterTheCancellationIsNoAnswer() {
        var history = Self.meeting(of: ann, bob)
        history.answer(20, bob, .accepted)
        history.plan(60, start: 8 * day, sequence: 1, state: 5)
        history.copy(day, bob, start: 8 * day, .softDelete, by: .person(bob))
        #expect(history.meeting?.status == .cancelled && history.response(bob) == .accepted)
    }

    // MARK: What a deletion says

    /// Declined by deletion, then taken off, then purged.
    @Test func clearingAwayADeletedItemUndoesNoCancellation() {
        var history = Self.meeting(of: ann)
        history.copy(60, ann, start: 8 * day, .moveToDeletedItems, by: .person(ann))
        history.message(100, to: ann)
        #expect(history.response(ann) == nil)
        history.copy(3 * day, ann, start: 8 * day, .hardDelete, by: .person(ann))
        #expect(history.response(ann) == nil)
    }

    @Test func aDeletionOfACancelledItemUndoesNothing() {
        var history = Self.meeting(of: ann)
        history.copy(60, ann, start: 8 * day, state: 7)
        history.copy(70, ann, start: 8 * day, .softDelete, by: .person(ann))
        #expect(history.response(ann) == nil)
    }

    @Test func aSaveAmongTheDeletedItemsUndoesNothing() {
        var history = Self.meeting(of: ann)
        var deleted = EntryDetails()
        deleted.liesAmongDeleted = true
        history.copy(60, ann, start: 8 * day, .moveToDeletedItems, by: .person(ann))
        history.message(100, to: ann)
        history.copy(200, ann, start: 8 * day, .update, by: .person(ann)) { $0.details = deleted }
        #expect(history.response(ann) == nil)
        // Nor does it within five minutes of the deletion, in the view of what began in between.
        var brief = History()
        brief.plan(10, start: 102)
        brief.plan(100, start: 102, .softDelete)
        brief.plan(101, start: 102) { $0.details = deleted }
        #expect(brief.held.map(\.occurrence.status) == [.cancelled])
    }

    @Test func aDeletionThatSaysCancelledCancels() {
        var history = Self.meeting(of: ann)
        history.plan(60, start: 8 * day, .softDelete, sequence: 1, state: 5)
        #expect(history.meeting?.status == .cancelled)
    }

    /// The purge of an item that is gone already is no newer refusal than the deletion.
    @Test func aPurgeIsNoNewAnswer() {
        var history = Self.meeting(of: ann)
        history.copy(60, ann, start: 8 * day, .moveToDeletedItems, by: .person(ann))
        history.answer(100, ann, .tentative)
        history.copy(3 * day, ann, start: 8 * day, .hardDelete, by: .person(ann))
        #expect(history.response(ann) == .tentative)
    }
}
