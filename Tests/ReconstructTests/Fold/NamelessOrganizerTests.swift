import ExchangeFormats
import Testing

@testable import Reconstruct

private let day = History.day
private let ann = History.ann
private let boss = History.boss

/// Rows of which some or all name no organizer, or name them by words that are no address.
@Suite struct NamelessOrganizerTests {
    private static func nobody(_ entry: inout Entry) { (entry.sentRepresenting, entry.sender) = (nil, nil) }

    /// Its state says whose the copy is, and its mailbox who that is.
    @Test func theOwnerOfTheOrganizersCopyIsTheOrganizer() {
        var history = History()
        history.plan(10, start: day, .create, change: Self.nobody)
        history.copy(11, ann, start: day, .create, change: Self.nobody)
        #expect(history.meeting?.organizer == boss && history.meeting?.marks.isEmpty == true)
        #expect(history.response(boss) == .organizer && history.response(ann) == Response.none)
    }

    @Test func anAppointmentWithoutGuestsIsItsOwners() {
        var history = History()
        history.plan(10, start: day, .create, state: 0, change: Self.nobody)
        #expect(history.meeting?.organizer == boss && history.meeting?.marks.isEmpty == true)
        #expect(history.meeting?.participants.map(\.address) == [boss])
    }

    /// What an earlier row named stands, although the mailbox goes by another address.
    @Test func whomAnEarlierRowNamedStands() {
        var history = History()
        history.plan(10, start: day, .create) { $0.sentRepresenting = "the.boss@example.com" }
        history.plan(20, start: 2 * day, change: Self.nobody)
        #expect(history.meeting?.organizer == "the.boss@example.com" && history.starts == [2 * day])
    }

    /// Of copies that are guests' alone the best tells when and where; who, another may know.
    @Test func anotherGuestsCopyNamesTheOrganizer() {
        var history = History()
        history.copy(10, ann, start: day, .create) { $0.sentRepresenting = "out@partner.test" }
        history.copy(20, History.bob, start: 2 * day, .create, sequence: 1) { $0.sentRepresenting = "The Boss" }
        #expect(history.meeting?.organizer == "out@partner.test" && history.starts == [2 * day])
        #expect(history.response("out@partner.test") == .organizer)
    }

    /// A merged export's copy of the organizer's may name nobody while a guest's does, now or later.
    @Test func aGuestsCopyNamesTheOrganizerOfAMergedExport() {
        var history = History()
        history.row(10, in: nil, .appointment, .create, start: day, state: 1, created: 1, change: Self.nobody)
        history.row(20, in: nil, .appointment, .create, start: day, state: 3, created: 2)
        #expect(history.meeting?.organizer == boss && history.meeting?.marks.isEmpty == true)
        let held = history.held.map { $0.attendees.map(\.address) }
        #expect(held == [[boss]], "\(held)")
    }

    /// In a merged export nobody's mailbox is known, and nobody is made up.
    @Test func withoutAMailboxNobodyIsTheOrganizer() {
        var history = History()
        history.row(10, in: nil, .appointment, .create, start: day, state: 1, created: 1, change: Self.nobody)
        #expect(history.meeting?.organizer == nil && history.starts == [day])
    }
}
