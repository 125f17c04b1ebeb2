import ExchangeFormats
import Testing

@testable import Reconstruct

/// Copies that disagree, each beside what is healthy and looks alike; and the rows that are cited for it.
@Suite struct AgreementTests {
    private let day = History.day
    private static let room = "room@example.com"

    private func audited(_ history: History, upTo minutes: Int) -> [Finding] {
        var coverage = CoverageBook()
        for mailbox in [History.boss, History.ann, History.bob, Self.room] {
            coverage.add(mailbox, History.at(-day)..<History.at(minutes), rows: 0)
        }
        coverage.settle()
        return audit(
            history.entries, zones: History.zones, coverage: coverage,
            people: AuditPeople(isRoom: { $0 == Self.room }), terms: AuditTerms()
        ).findings
    }

    /// Whether what a finding cites shows it without any other row.
    private func isShownAlone(_ finding: Finding, of history: History, upTo minutes: Int) -> Bool {
        let cited = Set(finding.evidence.map(\.hash))
        var alone = History()
        for entry in history.entries where cited.contains(entry.hash) { alone.add(entry) }
        return audited(alone, upTo: minutes).contains {
            $0.rule == finding.rule && $0.mailbox == finding.mailbox && $0.date == finding.date
        }
    }

    // MARK: series-mismatch

    /// The organizer adds an eleventh day, and the update does not get to Ann.
    private func longer(guest: String = History.ann, hasUpdate: Bool = false) -> History {
        var history = History()
        let (ten, eleven) = (History.daily(from: 1, count: 10, at: 600), History.daily(from: 1, count: 11, at: 600))
        history.plan(0, start: 600, .create, blob: ten)
        for (minute, mailbox) in [guest, History.bob].enumerated() {
            history.row(1 + minute, in: mailbox, .request, .create, start: 600, created: 1, blob: ten)
            history.copy(2 + minute, mailbox, start: 600, .create, blob: ten)
        }
        history.plan(day, start: 600, sequence: 1, blob: eleven)
        for mailbox in hasUpdate ? [guest, History.bob] : [History.bob] {
            history.row(day + 1, in: mailbox, .request, .create, start: 600, sequence: 1, created: 1, blob: eleven)
        }
        history.copy(day + 2, History.bob, start: 600, sequence: 1, blob: eleven)
        if hasUpdate { history.copy(day + 3, guest, start: 600, sequence: 1, blob: ten) }
        return history
    }

    @Test func whatASeriesLacksCountsUntilItIsOver() throws {
        let history = longer()
        let before = 10 * day + 500, after = 10 * day + 700
        let found = audited(history, upTo: before).filter { $0.severity > .info }
        #expect(found.map(\.rule) == [.seriesMismatch] && found.first?.mailbox == History.ann)
        #expect(found.first?.start == History.at(10 * day + 600))
        // On the same day, when the eleventh is over.
        #expect(audited(history, upTo: after).isEmpty)
    }

    /// A room that shortens what it is asked for says how far it may be booked; one that was told nothing lags behind.
    @Test func aRoomsSeriesThatEndsEarlier() throws {
        let taken = audited(longer(guest: Self.room, hasUpdate: true), upTo: 5 * day).filter { $0.mailbox == Self.room }
        #expect(taken.map(\.rule) == [.seriesMismatch] && taken.first?.severity == .info)
        #expect(taken.first?.cause == "booking-window")
        let lost = audited(longer(guest: Self.room), upTo: 5 * day).filter { $0.mailbox == Self.room }
        #expect(lost.map(\.rule) == [.seriesMismatch] && lost.first?.severity == .error)
        #expect(lost.first?.cause == "update-lost")
    }

    // MARK: time-mismatch

    @Test func aGuestWhoWouldComeTooLate() {
        var history = History()
        let (plan, late) = (History.daily(from: 1, count: 9, at: 600), History.daily(from: 1, count: 9, at: 900))
        history.plan(0, start: 900, .create, blob: late)
        history.row(1, in: History.ann, .request, .create, start: 900, created: 1, blob: late)
        history.copy(2, History.ann, start: 900, .create, blob: late)
        history.plan(day, start: 600, sequence: 1, blob: plan)
        // The last one is over by the organizer's plan, and still to come by the guest's copy.
        let found = audited(history, upTo: 8 * day + 700).filter { $0.severity > .info }
        #expect(found.map(\.rule) == [.timeMismatch] && found.first?.start == History.at(8 * day + 900))
    }

    // MARK: date-mismatch

    /// Ann has an item of one date; the organizer moves the whole series, and asks her to it afterwards.
    private func askedAfterAReset() -> History {
        var history = History()
        let (early, late) = (History.daily(from: 1, count: 30, at: 600), History.daily(from: 1, count: 30, at: 900))
        history.plan(0, start: 600, .create, blob: early)
        history.copy(1, History.bob, start: 600, .create, blob: early)
        history.row(60, in: History.ann, .request, .create, start: 8 * day + 600, created: 60, on: History.date(9))
        history.copy(61, History.ann, start: 8 * day + 600, .create, created: 61, on: History.date(9))
        history.plan(day, start: 900, sequence: 1, blob: late)
        history.copy(day + 1, History.bob, start: 900, sequence: 1, blob: late)
        history.copy(2 * day, History.ann, start: 900, .create, sequence: 1, created: 2 * day, blob: late)
        return history
    }

    @Test func aDateFromBeforeAResetIsNoDifference() {
        let found = audited(askedAfterAReset(), upTo: 4 * day).filter { $0.severity > .info }
        #expect(found.isEmpty, "\(found.map(\.rule))")
    }

    @Test func aDateThatDiffersSinceAResetIsTold() throws {
        var moved = askedAfterAReset()
        moved.copy(2 * day + 60, History.ann, start: 8 * day + 1000, sequence: 1, created: 61, on: History.date(9))
        let own = try #require(audited(moved, upTo: 4 * day).first { $0.rule == .dateMismatch })
        #expect(own.mailbox == History.ann && own.date == History.date(9))
        #expect(isShownAlone(own, of: moved, upTo: 4 * day))
        // Ann is not told of the organizer's change: her copy says what the series says, and no more what it said.
        var missed = askedAfterAReset()
        missed.row(
            3 * day, in: History.boss, .exception, .create, start: 8 * day + 1000, sequence: 1, state: 1,
            created: 3 * day, by: .person(History.boss), on: History.date(9))
        let lost = try #require(
            audited(missed, upTo: 4 * day).first { $0.rule == .dateMismatch && $0.mailbox == History.ann })
        let start = History.at(8 * day + 900)
        #expect(lost.actual == .slot(Slot(start: start, end: History.at(8 * day + 960), isAllDay: false)))
        #expect(isShownAlone(lost, of: missed, upTo: 4 * day))
    }

    // MARK: location-mismatch

    /// The organizer made one meeting of the series, and moved it: guests who hold the series still go to the old place.
    @Test func aPlaceOfDatesThatOnlyTheGuestHolds() {
        func at(_ place: String) -> (inout Entry) -> Void {
            return { entry in
                var details = EntryDetails()
                details.location = place
                entry.details = details
            }
        }
        var history = History()
        let blob = History.daily(from: 1, count: 30, at: 600)
        history.plan(0, start: 600, .create, blob: blob, change: at("Room 23"))
        history.copy(1, History.ann, start: 600, .create, blob: blob, change: at("Room 23"))
        history.plan(30, start: 600, sequence: 1) {
            at("Annex 68")(&$0)
            $0.isRecurring = false
        }
        let found = audited(history, upTo: 4 * day).filter { $0.severity > .info }
        #expect(found.map(\.rule) == [.locationMismatch, .seriesMismatch], "\(found.map(\.rule))")
        #expect(found.allSatisfy { isShownAlone($0, of: history, upTo: 4 * day) })
    }

    // MARK: What is cited

    /// The zone is from when the meeting was single, the pattern from later.
    @Test func aZoneIsCitedWithThePattern() throws {
        var history = History()
        let warsaw = "Central European Standard Time", blob = History.daily(from: 1, count: 60, at: 600)
        history.plan(0, start: 540, .create) { $0.timeZone = warsaw }
        history.copy(1, History.ann, start: 540, .create) { $0.timeZone = warsaw }
        history.plan(60, start: 540, sequence: 1, blob: blob) { $0.timeZone = warsaw }
        history.copy(61, History.ann, start: 540, sequence: 1, blob: blob) { $0.timeZone = warsaw }
        history.copy(day, History.ann, start: 540, sequence: 1, blob: blob) {
            $0.timeZone = "W. Central Africa Standard Time"
        }
        let finding = try #require(audited(history, upTo: 3 * day).first { $0.rule == .zoneMismatch })
        #expect(isShownAlone(finding, of: history, upTo: 3 * day))
    }

    /// A row that lacks what others say proves nothing by itself.
    @Test func aSparseRowIsCitedWithWhatItLacks() throws {
        var history = History()
        history.plan(0, start: 9 * day, .create)
        history.copy(1, History.ann, start: 9 * day, .create)
        history.row(30, in: History.boss, .appointment, state: 1, created: 0, by: .person(History.boss))
        history.row(
            day, in: History.ann, .appointment, .hardDelete, start: 9 * day, created: 1, by: .person(History.bob))
        let finding = try #require(audited(history, upTo: 3 * day).first { $0.rule == .missingCopy })
        #expect(finding.evidence.count == 3 && isShownAlone(finding, of: history, upTo: 3 * day))
    }

    /// A whole day that was moved by a row without its zone.
    @Test func aWholeDayIsCitedWithItsZone() throws {
        var history = History()
        let warsaw = "Central European Standard Time"
        history.plan(0, start: 9 * day - 60, .create) {
            $0.isAllDay = true
            $0.timeZone = warsaw
        }
        history.plan(30, start: 9 * day + 35, sequence: 1) {
            $0.isAllDay = true
            $0.timeZone = nil
        }
        let finding = try #require(audited(history, upTo: 3 * day).first { $0.rule == .allDayOffMidnight })
        #expect(finding.evidence.count == 2 && isShownAlone(finding, of: history, upTo: 3 * day))
    }

    // MARK: answer-lost

    private func answered(restored: Bool = false) -> History {
        var history = History()
        history.plan(0, start: 9 * day, .create)
        for (minute, mailbox) in [Self.room, History.ann].enumerated() {
            history.copy(1 + minute, mailbox, start: 9 * day, .create)
        }
        history.answer(10, History.ann, .accepted)
        history.copy(day, Self.room, start: 9 * day, by: .person(Self.room)) {
            var details = EntryDetails()
            details.responseType = .accepted
            $0.details = details
        }
        guard restored else { return history }
        history.copy(day + 60, Self.room, start: 9 * day, .hardDelete, by: .system("Calendar Assistant"))
        history.copy(day + 120, Self.room, start: 9 * day)
        return history
    }

    /// That there are no answers of the room proves only something beside an answer that did come, and the meeting.
    @Test func aLostAnswerIsCitedWithOneThatCame() throws {
        let history = answered()
        let finding = try #require(audited(history, upTo: 4 * day).first { $0.rule == .answerLost })
        #expect(finding.mailbox == Self.room && isShownAlone(finding, of: history, upTo: 4 * day))
    }

    @Test func anAnswerOfACopyThatCameBackIsNotMissed() {
        #expect(!audited(answered(restored: true), upTo: 4 * day).contains { $0.rule == .answerLost })
    }

    // MARK: missing-copy

    /// Ann has an item of one date, is asked to the whole series then, accepts, and no item of it comes.
    @Test func whoWasAskedToADateMissesTheSeries() {
        var history = History()
        let blob = History.daily(from: 1, count: 30, at: 600)
        history.plan(0, start: 600, .create, blob: blob)
        history.copy(1, History.bob, start: 600, .create, blob: blob)
        history.row(
            60, in: History.ann, .request, .create, start: 8 * day + 600, created: 60, on: History.date(9))
        history.copy(61, History.ann, start: 8 * day + 600, .create, created: 61, on: History.date(9))
        #expect(audited(history, upTo: 4 * day).filter { $0.severity > .info }.isEmpty)
        history.row(day, in: History.ann, .request, .create, start: 600, created: day, blob: blob)
        history.answer(day + 30, History.ann, .accepted)
        let found = audited(history, upTo: 4 * day).filter { $0.severity > .info }
        #expect(found.map(\.rule) == [.missingCopy] && found.first?.mailbox == History.ann)
        #expect(found.first?.cause == "not-saved")
    }

    /// Ann declines and deletes, then takes the meeting back; retention clears it away. She no longer declines.
    @Test func whoTookADeclineBackMissesTheCopy() throws {
        var history = History()
        history.plan(0, start: 9 * day, .create)
        history.copy(1, History.ann, start: 9 * day, .create)
        history.copy(60, History.ann, start: 9 * day, .hardDelete, by: .person(History.ann))
        history.answer(61, History.ann, .declined)
        #expect(audited(history, upTo: 4 * day).filter { $0.severity > .info }.isEmpty)
        history.copy(200, History.ann, start: 9 * day, by: .person(History.ann))
        history.copy(day, History.ann, start: 9 * day, .hardDelete, by: .person(History.ann)) {
            var details = EntryDetails()
            details.isCleanUp = true
            $0.details = details
        }
        let found = audited(history, upTo: 4 * day).filter { $0.severity > .info }
        #expect(found.map(\.rule) == [.missingCopy] && found.first?.cause == "cleaned-away")
    }
}
