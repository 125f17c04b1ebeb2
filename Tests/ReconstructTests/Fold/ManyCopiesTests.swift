import ExchangeFormats
import Testing

@testable import Reconstruct

private let day = History.day
private let ann = History.ann, bob = History.bob, cay = History.cay, boss = History.boss

/// One meeting from many copies, the settled cases, and the views in time.
@Suite struct ManyCopiesTests {
    // MARK: Who decides

    @Test func theOrganizersCopyDecides() {
        var history = History()
        history.plan(10, start: day)
        history.copy(20, ann, start: 5 * day, sequence: 9)
        #expect(history.starts == [day] && history.meeting?.marks == [])
    }

    @Test func withoutItTheGreatestSequenceThenTheNewestDecides() {
        var history = History()
        history.copy(30, ann, start: day, sequence: 1)
        history.copy(20, bob, start: 2 * day, sequence: 2)
        #expect(
            history.starts == [2 * day] && history.meeting?.marks == .attendeeCopy && history.meeting?.organizer == boss
        )
        history.copy(40, ann, start: 3 * day, sequence: 2)
        #expect(history.starts == [3 * day])
    }

    @Test func copiesWithoutAMailboxAreToldApartByCreation() {
        var history = History()
        history.row(10, in: nil, start: day, state: 1, created: 0)
        history.row(11, in: nil, start: 2 * day, state: 3, created: 1)
        #expect(history.starts == [day])
        // A re-created item of the organizer replaces the old one.
        history.row(20, in: nil, .appointment, .softDelete, start: day, state: 1, created: 0)
        history.row(40, in: nil, start: 4 * day, state: 1, created: 40)
        #expect(history.starts == [4 * day])
    }

    // MARK: Participants and answers

    @Test func participantsAreOrganizerHoldersAndAnswerers() {
        var history = History()
        history.plan(10, start: day)
        history.copy(11, ann, start: day, .create)
        history.answer(20, cay, .tentative)
        #expect(history.meeting?.participants.map(\.address) == [ann, boss, cay])
        #expect(history.meeting?.participants.map(\.response) == [Response.none, .organizer, .tentative])
    }

    @Test func listedAttendeesTakePartAndRoomsAreResources() {
        var history = History(), details = EntryDetails()
        details.attendees = [
            ListedAttendee(address: bob, type: .required, response: .accepted, repliedAt: History.at(5)),
            ListedAttendee(address: cay, type: .resource, response: nil, repliedAt: nil),
        ]
        history.plan(10, start: day) { $0.details = details }
        #expect(history.response(bob) == .accepted)
        #expect(history.meeting?.participants.first { $0.address == cay }?.isResource == true)
    }

    @Test func deletingOnesCopyDeclines() {
        var history = History()
        history.plan(10, start: day)
        history.copy(11, ann, start: day, .create)
        history.answer(20, ann, .accepted)
        history.copy(30, ann, start: day, .moveToDeletedItems, by: .person(ann))
        #expect(history.response(ann) == .declined && history.starts == [day])
    }

    @Test func aCopyThatComesBackIsUnanswered() {
        var history = History()
        history.plan(10, start: day)
        history.copy(11, ann, start: day, .create)
        history.answer(20, ann, .accepted)
        history.copy(30, ann, start: day, .softDelete, by: .person(ann))
        history.copy(60, ann, start: day, .create, created: 60)
        #expect(history.response(ann) == Response.none)
        history.answer(70, ann, .tentative)
        #expect(history.response(ann) == .tentative)
    }

    @Test func aRoundTripOfAClientResetsNothing() {
        var history = History()
        history.plan(10, start: day)
        history.copy(11, ann, start: day, .create)
        history.answer(20, ann, .accepted)
        history.copy(30, ann, start: day, .softDelete, by: .person(ann))
        history.copy(34, ann, start: day, .create, created: 34)
        #expect(history.response(ann) == .accepted)
    }

    @Test func anAnswerStandsWhateverTheOrganizerChanges() {
        var history = History()
        history.plan(10, start: day)
        history.copy(11, ann, start: day, .create)
        history.answer(20, ann, .accepted)
        history.plan(30, start: 3 * day, sequence: 1)
        history.copy(31, ann, start: 3 * day, sequence: 1)
        #expect(history.response(ann) == .accepted)
    }

    @Test func theOwnCopysResponseTypeAnswersWhenItChanges() {
        var history = History()
        history.plan(10, start: day)
        for (log, status) in [(11, 5), (20, 3), (30, 3), (40, 4)] {
            var details = EntryDetails()
            details.responseType = ResponseStatus(rawValue: status)
            history.copy(log, ann, start: day) { $0.details = details }
        }
        #expect(history.response(ann) == .declined)
        history.answer(35, ann, .tentative)
        #expect(history.response(ann) == .declined, "35 is older than 40")
    }

    @Test func busyTransitionsAnswerWhereNothingStrongerIsThere() {
        var history = History()
        history.plan(10, start: day)
        for (log, busy) in [(11, 1), (20, 2)] {
            var details = EntryDetails()
            details.busyStatus = BusyStatus(rawValue: busy)
            history.copy(log, ann, start: day, by: .person(ann)) { $0.details = details }
        }
        #expect(history.response(ann) == .accepted)
    }

    @Test func aGuestWhoseCopyIsCancelledWasTakenOff() {
        var history = History()
        history.plan(10, start: day)
        history.copy(11, ann, start: day, .create)
        history.copy(11, bob, start: day, .create)
        history.copy(30, ann, start: day, sequence: 0, state: 7)
        #expect(history.meeting?.participants.map(\.address) == [bob, boss])
        let before = fold(history.entries, asOf: History.at(29), zones: History.zones)
        #expect(before?.participants.map(\.address) == [ann, bob, boss])
    }

    @Test func aGuestOfOneOccurrenceTakesPartInThatAlone() {
        var history = History()
        history.plan(10, start: day + 600, blob: History.daily(from: 2, count: 3, at: 600))
        history.copy(20, ann, start: 2 * day + 600, .create, on: History.date(3))
        #expect(
            history.response(ann, on: History.date(3)) == Response.none
                && history.response(ann, on: History.date(2)) == nil)
        // A new time for the series drops guests and answers of single dates.
        history.plan(40, start: day + 660, sequence: 1, blob: History.daily(from: 2, count: 3, at: 660))
        #expect(history.response(ann, on: History.date(3)) == nil)
    }

    // MARK: Status

    @Test func orphanedNeedsALiveCopy() {
        var history = History()
        history.plan(10, start: day)
        history.copy(11, ann, start: day, .create)
        history.plan(20, start: day, .softDelete)
        #expect(history.meeting?.status == .orphaned && history.starts == [day])
        history.copy(40, ann, start: day, state: 7)
        #expect(history.meeting?.status == .cancelled)
    }

    @Test func anAttendeesDeletionNeverTakesTheMeetingOffTheTable() {
        var history = History()
        history.copy(10, ann, start: day, .create)
        history.copy(30, ann, start: day, .hardDelete, by: .person(ann))
        #expect(history.starts == [day] && history.response(ann) == .declined)
    }

    @Test func withoutTheOrganizerADateIsRemovedOnlyWhereAllAgree() {
        var history = History()
        let whole = History.daily(from: 2, count: 3, at: 600),
            cut = History.daily(from: 2, count: 3, at: 600, removed: [3])
        history.copy(10, ann, start: day + 600, .create, blob: whole)
        history.copy(11, bob, start: day + 600, .create, blob: whole)
        history.copy(30, ann, start: day + 600, by: .person(ann), blob: cut)
        #expect(history.starts.count == 3 && history.response(ann, on: History.date(3)) == .declined)
        history.copy(40, bob, start: day + 600, by: .person(bob), blob: cut)
        #expect(history.starts == [day + 600, 3 * day + 600])
    }

    // MARK: Series

    @Test func theNewerOfBlobAndExceptionItemCounts() {
        var history = History()
        history.plan(10, start: day + 600, blob: History.daily(from: 2, count: 3, at: 600))
        history.row(20, in: boss, .exception, .create, start: 2 * day + 700, state: 1, created: 20, on: History.date(3))
        history.plan(30, start: day + 600, blob: History.daily(from: 2, count: 3, at: 600, moved: [3: 800]))
        #expect(history.starts == [day + 600, 2 * day + 800, 3 * day + 600])
        history.row(40, in: boss, .exception, start: 2 * day + 900, state: 1, created: 20, on: History.date(3))
        #expect(history.starts == [day + 600, 2 * day + 900, 3 * day + 600])
    }

    @Test func aNewPatternResetsExceptions() {
        var history = History()
        history.plan(10, start: day + 600, blob: History.daily(from: 2, count: 3, at: 600))
        history.row(20, in: boss, .exception, .create, start: 2 * day + 700, state: 1, created: 20, on: History.date(3))
        history.answer(25, ann, .declined, on: History.date(3))
        history.plan(30, start: day + 630, sequence: 1, blob: History.daily(from: 2, count: 3, at: 630))
        #expect(history.starts == [day + 630, 2 * day + 630, 3 * day + 630])
        #expect(history.response(ann, on: History.date(3)) == nil)
    }

    @Test func anEarlierEndKeepsExceptions() {
        var history = History()
        history.plan(10, start: day + 600, blob: History.daily(from: 2, count: 5, at: 600))
        history.row(20, in: boss, .exception, .create, start: 2 * day + 700, state: 1, created: 20, on: History.date(3))
        history.plan(30, start: day + 600, sequence: 1, blob: History.daily(from: 2, count: 2, at: 600))
        #expect(history.starts == [day + 600, 2 * day + 700])
    }

    @Test func anEntryThatDoesNotRecurClearsTheBlob() {
        var history = History()
        history.plan(10, start: day + 600, blob: History.daily(from: 2, count: 3, at: 600))
        history.plan(20, start: 4 * day, sequence: 1) { $0.isRecurring = false }
        #expect(history.starts == [4 * day] && history.occurrences.first?.kind == .single)
    }

    @Test func aBlobThatCannotBeDecodedIsNeverGuessedAt() {
        var history = History()
        history.plan(10, start: day, blob: Array(History.daily(from: 2, count: 3, at: 600).prefix(60)))
        #expect(history.starts == [day] && history.meeting?.marks == .recurrenceUndecoded)
    }

    @Test func anUnknownZoneUsesTheFirstOccurrencesOffsetAndIsMarked() {
        var history = History()
        history.plan(10, start: day + 540, blob: History.daily(from: 2, count: 2, at: 600)) {
            $0.timeZone = "Customized Time Zone"
        }
        #expect(history.starts == [day + 540, 2 * day + 540] && history.meeting?.marks == .timeZoneUnknown)
    }

    @Test func aMeetingStaysAtItsHourAcrossAChangeOfClocks() {
        var history = History()
        history.plan(10, start: 29 * day + 480, blob: History.daily(from: 30, count: 3, at: 540)) {
            $0.timeZone = "Europe/Warsaw"
        }
        #expect(history.starts == [29 * day + 480, 30 * day + 420, 31 * day + 420])
    }

    // MARK: Views in time

    @Test func asOfReadsNothingLater() {
        var history = History()
        history.plan(10, start: day)
        history.plan(20, start: 2 * day, sequence: 1)
        let earlier = fold(history.entries, asOf: History.at(15), zones: History.zones)
        #expect(earlier == fold(Array(history.entries.prefix(1)), zones: History.zones))
        #expect(fold(history.entries, asOf: History.at(9), zones: History.zones) == nil)
        #expect(fold(history.entries, asOf: History.at(1_000_000), zones: History.zones) == history.meeting)
    }

    @Test func whatTookPlaceStaysAsItTookPlace() {
        var history = History()
        history.plan(10, start: day + 600, blob: History.daily(from: 2, count: 4, at: 600))
        history.copy(11, ann, start: day + 600, .create, blob: History.daily(from: 2, count: 4, at: 600))
        history.plan(3 * day, start: day + 900, sequence: 1, blob: History.daily(from: 2, count: 4, at: 900))
        history.answer(3 * day + 10, ann, .declined)
        #expect(
            history.held.map { History.minutes($0.occurrence) } == [
                day + 600, 2 * day + 600, 3 * day + 900, 4 * day + 900,
            ])
        #expect(
            history.held.map { $0.attendees.first { $0.address == ann }?.response } == [
                Response.none, Response.none, .declined, .declined,
            ])
    }

    @Test func whatBeganTwiceStandsAsItStoodLast() {
        var history = History()
        history.plan(10, start: 60)
        history.plan(100, start: 500, sequence: 1)
        #expect(history.held.map { History.minutes($0.occurrence) } == [500])
        // Moved into the past: it never began anew.
        history.plan(1_000, start: 700, sequence: 2)
        #expect(history.held.map { History.minutes($0.occurrence) } == [500])
    }

    @Test func whatBeganBeforeTheFirstEntryStandsAsThatLeftIt() {
        var history = History()
        history.plan(1_000, start: 60)
        history.plan(2_000, start: 90, sequence: 1)
        #expect(history.held.map { History.minutes($0.occurrence) } == [60])
    }

    @Test func aRoundTripRemovesNothingOfWhatBeganInIt() {
        var history = History()
        history.plan(10, start: 102)
        history.plan(100, start: 102, .softDelete)
        history.plan(104, start: 102)
        #expect(history.held.map { History.minutes($0.occurrence) } == [102])
    }
}
