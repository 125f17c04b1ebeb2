import ExchangeFormats
import Testing

@testable import Reconstruct

private let day = History.day
private let ann = History.ann
private let bob = History.bob
private let cay = History.cay
private let boss = History.boss

/// Meetings of which the organizer's copy is not in the log.
@Suite struct OutsideOrganizerTests {
    private static let whole = History.daily(from: 2, count: 5, at: 600)

    // MARK: Which copy decides

    @Test func ofEqualNumbersTheLaterModificationDecides() {
        var history = History()
        history.copy(30, ann, start: day, .create) { $0.originalLastModifiedTime = History.at(5) }
        history.copy(20, bob, start: 2 * day, .create)
        #expect(history.starts == [2 * day], "ann's row was logged later, and modified earlier")
    }

    /// A message modifies no item.
    @Test func aMessageRanksNoCopy() {
        var history = History()
        history.copy(20, bob, start: 2 * day, .create)
        history.copy(10, ann, start: day, .create)
        history.message(40, to: ann, on: History.date(9))
        history.row(41, in: ann, .request, .create, start: day, created: 41)
        #expect(history.starts == [2 * day])
    }

    @Test func whenEveryCopyWasDeletedByItsOwnerTheMeetingStands() {
        var history = History()
        for guest in [ann, bob] { history.copy(10, guest, start: day, .create) }
        for guest in [ann, bob] { history.copy(60, guest, start: day, .hardDelete, by: .person(guest)) }
        #expect(
            history.meeting?.status == .scheduled && history.response(ann) == .declined
                && history.response(bob) == .declined)
    }

    @Test func aMailboxThatIsTheOrganizersOutweighsAStateThatSaysSo() {
        var history = History()
        history.plan(10, start: day, .create)
        history.copy(20, ann, start: 3 * day, .create, state: 1)
        history.plan(30, start: day, .softDelete)
        #expect(history.meeting?.status != .scheduled && history.occurrences.map(History.minutes) == [day])
    }

    // MARK: Dates without a series

    /// Two guests of one date each; one is cancelled, and the other date stands.
    @Test func aCancelledDateLeavesTheOthers() {
        var history = History()
        history.copy(10, ann, start: 2 * day + 600, .create, on: History.date(3))
        history.copy(11, bob, start: 3 * day + 600, .create, on: History.date(4))
        history.copy(30, ann, start: 2 * day + 600, sequence: 1, state: 7, on: History.date(3))
        #expect(history.starts == [3 * day + 600])
    }

    @Test func aGuestTakenOffADateCancelsItForNobodyElse() {
        var history = History()
        for guest in [ann, bob] { history.copy(10, guest, start: 2 * day + 600, .create, on: History.date(3)) }
        history.copy(30, ann, start: 2 * day + 600, state: 7, on: History.date(3))
        #expect(history.starts == [2 * day + 600] && history.response(bob, on: History.date(3)) == Response.none)
        #expect(history.response(ann, on: History.date(3)) == nil)
    }

    @Test func theOrganizersOwnDatesDecideWhereNoSeriesIsKnown() {
        var history = History()
        history.row(10, in: boss, .exception, .create, start: 2 * day + 700, state: 1, created: 10, on: History.date(3))
        history.copy(20, ann, start: 2 * day + 600, .create, on: History.date(3))
        history.copy(20, ann, start: 3 * day + 600, .create, on: History.date(4))
        #expect(history.starts == [2 * day + 700, 3 * day + 600])
        history.row(
            30, in: boss, .exception, .softDelete, start: 2 * day + 700, state: 1, created: 10, by: .person(boss),
            on: History.date(3))
        #expect(history.starts == [3 * day + 600])
    }

    // MARK: Resets and dates

    @Test func aResetIsToldByTheLogTimeOfTheDecidingCopy() {
        let moved = History.daily(from: 2, count: 5, at: 660)
        var history = History()
        for guest in [ann, bob] { history.copy(10, guest, start: day + 600, .create, blob: Self.whole) }
        history.copy(50, ann, start: day + 660, sequence: 1, blob: moved)
        history.row(
            55, in: ann, .response(.declined), .create, sequence: 1, state: 0, created: 55, by: .person(ann),
            sender: ann, on: History.date(3))
        #expect(history.response(ann, on: History.date(3)) == .declined)
        // Bob's copy follows ten minutes later, and decides from then on: the answer is older than its reset.
        history.copy(60, bob, start: day + 660, sequence: 1, blob: moved)
        #expect(history.response(ann, on: History.date(3)) == Response.none)
    }

    /// Bob was invited after the change, and decides: his copy never had another pattern, ann's tells of the reset.
    @Test func aCopyThatWasMadeSinceLeavesTheResetToTheOthers() {
        let moved = History.daily(from: 2, count: 5, at: 660)
        var history = History()
        history.copy(10, ann, start: day + 600, .create, blob: Self.whole)
        history.row(
            20, in: ann, .response(.declined), .create, state: 0, created: 20, by: .person(ann), sender: ann,
            on: History.date(3))
        history.copy(50, ann, start: day + 660, sequence: 1, blob: moved)
        history.copy(60, bob, start: day + 660, .create, sequence: 1, blob: moved)
        #expect(history.response(ann, on: History.date(3)) == Response.none)
        history.row(
            70, in: ann, .response(.tentative), .create, sequence: 1, state: 0, created: 70, by: .person(ann),
            sender: ann,
            on: History.date(3))
        #expect(history.response(ann, on: History.date(3)) == .tentative)
    }

    /// Bob's copy never had the third day.
    @Test func whoseCopyNeverHadADateTakesNoPartOnIt() {
        let cut = History.daily(from: 2, count: 5, at: 600, removed: [3])
        for by in [ResponsibleUser.system("Calendar Assistant"), .person(bob)] {
            var history = History()
            history.copy(10, ann, start: day + 600, .create, blob: Self.whole)
            history.copy(11, bob, start: day + 600, .create, by: by, blob: cut)
            #expect(history.starts.count == 5 && history.response(bob, on: History.date(3)) == nil)
            #expect(
                history.response(ann, on: History.date(3)) == Response.none
                    && history.response(bob, on: History.date(4)) == Response.none)
        }
    }

    /// So it is where the organizer's own item had no such day at the time, and has it now.
    @Test func whoseCopyNeverHadADateThatCameBackTakesNoPartOnIt() {
        let cut = History.daily(from: 2, count: 5, at: 600, removed: [3])
        var history = History()
        history.plan(10, start: day + 600, .create, blob: Self.whole)
        history.copy(11, ann, start: day + 600, .create, blob: Self.whole)
        history.plan(20, start: day + 600, sequence: 1, blob: cut)
        history.copy(21, ann, start: day + 600, sequence: 1, blob: cut)
        history.copy(30, bob, start: day + 600, .create, sequence: 1, blob: cut)
        history.plan(40, start: day + 600, sequence: 2, blob: Self.whole)
        #expect(history.starts.count == 5)
        #expect(history.response(ann, on: History.date(3)) == Response.none, "ann's copy only lags behind")
        #expect(history.response(bob, on: History.date(3)) == nil)
        history.copy(50, bob, start: day + 600, sequence: 2, blob: Self.whole)
        #expect(history.response(bob, on: History.date(3)) == Response.none)
    }

    // MARK: Guests of one date

    /// An exception's own list of attendees names whom the series does not.
    @Test func aGuestWhomAnExceptionListsTakesPartOnThatDate() {
        var history = History()
        var series = EntryDetails()
        var exception = EntryDetails()
        series.attendees = [ListedAttendee(address: ann, type: .required, response: nil, repliedAt: nil)]
        exception.attendees =
            series.attendees + [ListedAttendee(address: cay, type: .optional, response: .tentative, repliedAt: nil)]
        history.plan(10, start: day + 600, .create, blob: Self.whole) { $0.details = series }
        history.row(
            20, in: boss, .exception, .create, start: 2 * day + 660, state: 1, created: 20, on: History.date(3),
            details: exception)
        #expect(
            history.response(cay, on: History.date(3)) == .tentative
                && history.response(cay, on: History.date(4)) == nil)
        #expect(
            history.response(ann, on: History.date(3)) == Response.none
                && history.response(ann, on: History.date(4)) == Response.none)
    }
}
