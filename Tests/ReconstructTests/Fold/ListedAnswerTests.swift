import ExchangeFormats
import Testing

@testable import Reconstruct

private let day = History.day
private let ann = History.ann

/// Answers that the organizer's list of attendees shows.
@Suite struct ListedAnswerTests {
    private static func list(_ response: Response?, repliedAt minutes: Int? = nil) -> EntryDetails {
        var details = EntryDetails()
        details.attendees = [
            ListedAttendee(
                address: ann, type: .required, response: response, repliedAt: minutes.map { History.at($0) })
        ]
        return details
    }

    private static func begun() -> History {
        var history = History()
        history.plan(10, start: 8 * day, .create) { $0.details = Self.list(nil) }
        history.copy(11, ann, start: 8 * day, .create, created: 11)
        history.plan(15, start: 8 * day) { $0.details = Self.list(.accepted) }
        return history
    }

    @Test func aListSaysWhoAccepted() { #expect(Self.begun().response(ann) == .accepted) }

    /// The organizer's next save repeats the list: it is no newer than what the guest did since.
    @Test func aListThatComesAgainIsNoNewAnswer() {
        var history = Self.begun()
        history.copy(20, ann, start: 8 * day, .moveToDeletedItems, created: 11, by: .person(ann))
        history.plan(30, start: 8 * day) { $0.details = Self.list(.accepted) }
        #expect(history.response(ann) == .declined)
        history.plan(40, start: 8 * day) { $0.details = Self.list(.tentative) }
        #expect(history.response(ann) == .tentative, "another answer in the list is a new one")
    }

    @Test func theTimeOfAReplyOutweighsTheRowThatShowsIt() {
        var history = Self.begun()
        history.copy(20, ann, start: 8 * day, .moveToDeletedItems, created: 11, by: .person(ann))
        history.plan(30, start: 8 * day) { $0.details = Self.list(.tentative, repliedAt: 19) }
        #expect(history.response(ann) == .declined)
        history.plan(40, start: 8 * day) { $0.details = Self.list(.tentative, repliedAt: 21) }
        #expect(history.response(ann) == .tentative)
    }

    /// After a return the copy is an unanswered invitation, whatever an old list repeats.
    @Test func aListRepeatsNoAnswerBehindAReturn() {
        var history = Self.begun()
        history.copy(20, ann, start: 8 * day, .hardDelete, created: 11, by: .person(ann))
        history.copy(30, ann, start: 8 * day, .create, created: 30)
        history.plan(40, start: 8 * day) { $0.details = Self.list(.accepted) }
        #expect(history.response(ann) == Response.none)
    }

    /// An item that the organizer's client writes again has the old list.
    @Test func anItemWrittenAgainRepeatsItsList() {
        var history = Self.begun()
        history.answer(20, ann, .declined)
        history.plan(30, start: 8 * day, .hardDelete) { $0.details = Self.list(.accepted) }
        history.plan(31, start: 8 * day, .create, created: 31) { $0.details = Self.list(.accepted) }
        #expect(history.response(ann) == .declined)
    }
}
