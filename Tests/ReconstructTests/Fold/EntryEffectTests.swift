import ExchangeFormats
import Testing

@testable import Reconstruct

private let day = History.day
private let ann = History.ann, bob = History.bob, boss = History.boss

/// What an entry does: a test for each row of the table in docs/fold.md, and for order and staleness.
@Suite struct EntryEffectTests {
    @Test func aSaveUpsertsAndAMissingCreateIsNoError() {
        var history = History()
        history.plan(10, start: day)
        #expect(history.starts == [day] && history.meeting?.status == .scheduled)
        history.plan(20, start: 2 * day, sequence: 1)
        #expect(history.starts == [2 * day] && history.meeting?.sequenceNumber == 1)
    }

    @Test func aFieldThatIsMissingLeavesTheOlderValue() {
        var history = History()
        history.plan(10, start: day) { $0.subject = "plan" }
        history.plan(20, start: day) {
            $0.startTime = nil; $0.endTime = nil
        }
        #expect(history.starts == [day] && history.meeting?.subject == "plan")
    }

    @Test func orderIsByModificationThenVersionThenLogTime() {
        var history = History()
        history.row(30, in: boss, start: 3 * day, state: 1, created: 0) { $0.originalLastModifiedTime = History.at(10) }
        history.row(20, in: boss, start: 2 * day, state: 1, created: 0) {
            $0.originalLastModifiedTime = History.at(20); $0.itemVersion = 1
        }
        history.row(19, in: boss, start: 4 * day, state: 1, created: 0) {
            $0.originalLastModifiedTime = History.at(20); $0.itemVersion = 2
        }
        #expect(history.starts == [4 * day])
    }

    @Test func aLowerSequenceNumberIsStale() {
        var history = History()
        history.plan(10, start: day, sequence: 2)
        history.plan(20, start: 5 * day, sequence: 1)
        #expect(history.starts == [day])
        #expect(Story(of: history.entries, zones: History.zones).steps.last?.effect == .ignored(.stale))
    }

    @Test(arguments: [TriggerAction.softDelete, .hardDelete, .moveToDeletedItems])
    func aDeletedItemIsGoneAndALaterSaveRevivesIt(trigger: TriggerAction) {
        var history = History()
        history.plan(10, start: day)
        history.plan(20, start: day, trigger)
        #expect(history.meeting?.status == .cancelled)
        history.plan(40, start: day)
        #expect(history.meeting?.status == .scheduled)
    }

    @Test func aSaveAmongTheDeletedItemsRevivesNothing() {
        var history = History(), among = EntryDetails()
        among.liesAmongDeleted = true
        history.plan(10, start: day)
        history.plan(20, start: day, .moveToDeletedItems)
        history.plan(40, start: day) { $0.details = among }
        #expect(history.meeting?.status == .cancelled)
    }

    @Test func theCancelledBitCancels() {
        var history = History()
        history.plan(10, start: day)
        history.plan(20, start: day, sequence: 1, state: 5)
        #expect(history.meeting?.status == .cancelled && history.starts.isEmpty && history.occurrences.count == 1)
    }

    @Test func theCancelledColumnCancels() {
        var history = History(), details = EntryDetails()
        details.isCancelled = true
        history.plan(10, start: day) { $0.details = details }
        #expect(history.meeting?.status == .cancelled)
    }

    @Test func anExceptionItemOverridesItsDateAndItsDeletionRemovesIt() {
        var history = History()
        history.plan(10, start: day + 600, blob: History.daily(from: 2, count: 3, at: 600))
        history.row(
            20, in: boss, .exception, .create, start: 2 * day + 900, state: 1, created: 20, by: .person(boss),
            on: History.date(3))
        #expect(history.starts == [day + 600, 2 * day + 900, 3 * day + 600])
        #expect(history.occurrences.map(\.kind) == [.occurrence, .exception, .occurrence])
        history.row(
            30, in: boss, .exception, .softDelete, start: 2 * day + 900, state: 1, created: 20, by: .person(boss),
            on: History.date(3))
        #expect(history.starts == [day + 600, 3 * day + 600])
        // A cancelled occurrence that had been moved keeps its moved times and its kind.
        let removed = history.occurrences.first { $0.status == .cancelled }
        #expect(removed?.kind == .exception && removed.map(History.minutes) == 2 * day + 900)
    }

    @Test func aRequestChangesNoScheduleButStandsInForAMissingItem() {
        var history = History()
        history.row(10, in: ann, .request, .create, start: day, created: 5)
        #expect(history.starts == [day] && history.meeting?.marks == [.inferred, .attendeeCopy])
        history.copy(11, ann, start: day, .create)
        #expect(history.meeting?.marks == .attendeeCopy)
        history.row(20, in: ann, .request, .create, start: 9 * day, sequence: 3, created: 5)
        #expect(history.starts == [day])
    }

    @Test func aCancellationMessageIsEvidenceWhereNoItemShowsIt() {
        var history = History()
        history.copy(10, ann, start: day, .create)
        history.row(20, in: ann, .cancellation, .create, start: day, sequence: 1, state: 7, created: 20)
        #expect(history.meeting?.status == .cancelled)
    }

    @Test func theOrganizersOwnCancellationMailsCancelNothing() {
        var history = History()
        history.plan(10, start: day)
        history.row(20, in: boss, .cancellation, .create, start: day, sequence: 1, state: 5, created: 20)
        #expect(history.meeting?.status == .scheduled)
        #expect(Story(of: history.entries, zones: History.zones).steps.last?.effect == .ignored(.ownMessage))
    }

    @Test func aResponseIsItsSendersAnswerForTheSeriesOrOneDate() {
        var history = History()
        history.plan(10, start: day + 600, blob: History.daily(from: 2, count: 3, at: 600))
        history.answer(20, ann, .accepted)
        history.answer(30, ann, .declined, on: History.date(3))
        #expect(
            history.response(ann, on: History.date(2)) == .accepted
                && history.response(ann, on: History.date(3)) == .declined)
        history.answer(40, ann, .tentative)
        #expect(history.response(ann, on: History.date(3)) == .tentative, "the newer of the two counts")
    }

    @Test(arguments: [Role.Reason.outdatedRequest, .hijackedMeeting, .draft, .sharedCopy, .copiedItem, .delegateCopy])
    func whatHasNoEffectByItsFlags(reason: Role.Reason) {
        var details = EntryDetails()
        var itemClass = ItemClass.appointment
        switch reason {
        case .outdatedRequest: (details.meetingRequestType, itemClass) = (.outdated, .request)
        case .hijackedMeeting: details.isHijacked = true
        case .draft: details.isDraft = true
        case .sharedCopy: details.isSharedCopy = true
        case .copiedItem: details.auxiliaryFlags = .copied
        default: (details.meetingRequestType, itemClass) = (.principalWantsCopy, .request)
        }
        var history = History()
        history.plan(10, start: day)
        history.row(20, in: ann, itemClass, .create, start: 9 * day, sequence: 5, created: 20, details: details)
        #expect(history.starts == [day] && history.response(ann) == nil)
        #expect(Story(of: history.entries, zones: History.zones).steps.last?.effect == .ignored(reason))
    }

    @Test func cleanUpLeavesMeetingAndAttendanceStanding() {
        var history = History(), retention = EntryDetails()
        retention.isCleanUp = true
        history.plan(10, start: day)
        history.copy(11, ann, start: day, .create)
        history.answer(20, ann, .accepted)
        history.row(
            5 * day, in: ann, .appointment, .hardDelete, start: day, created: 1, by: .person(ann), details: retention)
        history.row(
            5 * day, in: boss, .appointment, .hardDelete, start: day, state: 1, created: 0,
            by: .system("Microsoft System Attendant"))
        #expect(history.starts == [day] && history.response(ann) == .accepted)
    }

    @Test func deletedMailsAndForwardNoticesHaveNoEffect() {
        var history = History()
        history.plan(10, start: day)
        history.copy(11, ann, start: day, .create)
        history.row(20, in: ann, .request, .softDelete, start: day, created: 9)
        history.row(21, in: ann, .cancellation, .softDelete, start: day, state: 7, created: 9)
        history.row(22, in: boss, .response(.declined), .softDelete, created: 9, sender: ann)
        history.row(23, in: ann, .forwardNotification, .create, start: day, created: 23)
        #expect(history.starts == [day] && history.response(ann) == Response.none)
    }

    @Test func anUnknownActionCountsAsASave() {
        var history = History()
        history.plan(10, start: day, TriggerAction("Teleport"))
        #expect(history.starts == [day] && TriggerAction("Teleport") == .save(unknown: "Teleport"))
    }

    @Test func theDateOfAnInstanceComesFromTheIdAndElseFromItsOriginalStart() {
        var history = History(), details = EntryDetails()
        details.originalStartDate = History.at(2 * day + 600)
        history.plan(10, start: day + 600, blob: History.daily(from: 2, count: 3, at: 600))
        history.row(20, in: boss, .exception, .create, start: 2 * day + 700, state: 1, created: 20, details: details)
        #expect(history.starts == [day + 600, 2 * day + 700, 3 * day + 600])
        // Where both are there, the id is right.
        history.row(
            30, in: boss, .exception, .create, start: 3 * day + 700, state: 1, created: 30, on: History.date(4),
            details: details)
        #expect(history.starts == [day + 600, 2 * day + 700, 3 * day + 700])
    }

    @Test func classesAreReadByTheirPrefix() {
        #expect(
            ItemClass("ipm.APPOINTMENT.MP") == .appointment
                && ItemClass("IPM.AppointmentX") == .other(unknown: "IPM.AppointmentX"))
        #expect(ItemClass("IPM.OLE.CLASS.{00061055-0000-0000-C000-000000000046}") == .exception)
        #expect(ItemClass("IPM.Schedule.Meeting.Request.AttendeeListReplication") == .other(unknown: nil))
        #expect(
            ItemClass("IPM.Schedule.Meeting.Resp.Tent") == .response(.tentative)
                && ItemClass("IPM.Schedule.Meeting.Resp") == .response(nil))
    }
}
