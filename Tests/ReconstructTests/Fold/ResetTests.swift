import ExchangeFormats
import Testing

@testable import Reconstruct

private let day = History.day
private let ann = History.ann
private let bob = History.bob
private let boss = History.boss

/// What resets single dates of a series: another rule, start, time of day or zone, and nothing else.
@Suite struct ResetTests {
    /// A series from 2 March in which ann declines 3 March, with the blob that follows; whether her answer still
    /// counts.
    private static func keepsAnswers(
        _ blobs: [UInt8]..., from first: [UInt8] = daily(), change: (inout Entry) -> Void = { _ in }
    ) -> Bool {
        var history = History()
        history.plan(10, start: day + 600, .create, blob: first)
        history.copy(11, ann, start: day + 600, .create, blob: first)
        history.answer(20, ann, .declined, on: History.date(3))
        for (index, blob) in blobs.enumerated() {
            history.plan(30 + 10 * index, start: day + 600, sequence: index + 1, blob: blob, change: change)
        }
        return history.response(ann, on: History.date(3)) == .declined
    }

    private static func daily(
        count: Int = 10, at minutes: Int = 600, length: Int = 60, removed: [Int] = [], moved: [Int: Int] = [:]
    ) -> [UInt8] {
        History.daily(from: 2, count: count, at: minutes, length: length, removed: removed, moved: moved)
    }

    /// The blob with another pattern.
    private static func changed(_ change: (inout RecurrencePattern) -> Void) throws -> [UInt8] {
        var decoded = try AppointmentRecurrencePattern(decoding: daily())
        change(&decoded.recurrencePattern)
        return decoded.encoded()
    }

    @Test func aBlobThatLosesItsExceptionsResetsNothing() {
        #expect(Self.keepsAnswers(Self.daily(moved: [9: 800]), Self.daily()))
        #expect(Self.keepsAnswers(Self.daily(removed: [9]), Self.daily()))
        #expect(Self.keepsAnswers(Self.daily(moved: [8: 700, 9: 800]), Self.daily(moved: [8: 700])))
    }

    /// Nor is an exception item touched that no blob knows of.
    @Test func aBlobThatLosesItsExceptionsLeavesTheOthers() {
        var history = History()
        history.plan(10, start: day + 600, .create, blob: Self.daily(count: 3, moved: [4: 800]))
        history.row(20, in: boss, .exception, .create, start: 2 * day + 700, state: 1, created: 20, on: History.date(3))
        history.plan(30, start: day + 600, blob: Self.daily(count: 3))
        #expect(history.starts == [day + 600, 2 * day + 700, 3 * day + 600])
    }

    @Test func anEndOrACountIsNoNewRule() throws {
        #expect(Self.keepsAnswers(Self.daily(count: 4)))
        #expect(Self.keepsAnswers(Self.daily(count: 30)))
        let endless = try Self.changed {
            $0.endType = RecurrencePattern.EndType.never
            $0.occurrenceCount = 10
            $0.endDate = RecurrencePattern.noEnd
        }
        #expect(Self.keepsAnswers(endless))
    }

    @Test func anotherRuleStartTimeOrZoneResets() throws {
        #expect(!Self.keepsAnswers(try Self.changed { $0.period = 2 * 1440 }))
        #expect(!Self.keepsAnswers(History.daily(from: 3, count: 9, at: 600)))
        #expect(!Self.keepsAnswers(Self.daily(at: 630)))
        #expect(!Self.keepsAnswers(Self.daily()) { $0.timeZone = "Tokyo Standard Time" })
    }

    /// A longer meeting is at a new time, though it begins at the old one.
    @Test func aNewEndOfTheTimeOfDayIsANewTime() {
        #expect(!Self.keepsAnswers(Self.daily(length: 90)))
        #expect(!Self.keepsAnswers(Self.daily(length: 30)))
    }

    @Test func anotherNameOfTheSameClockIsNoNewZone() {
        #expect(Self.keepsAnswers(Self.daily()) { $0.timeZone = "Etc/UTC" })
    }

    /// The first day of the week belongs to weekly rules; elsewhere programs write each their own.
    @Test func theFirstDayOfTheWeekIsPartOfWeeklyRulesAlone() throws {
        func weekly(firstDay: Int) throws -> [UInt8] {
            try Self.changed {
                $0.recurFrequency = RecurrencePattern.Frequency.weekly
                $0.patternType = RecurrencePattern.PatternType.week
                $0.period = 2
                $0.patternTypeSpecific = .weekDays(0x41)
                $0.firstDOW = firstDay
            }
        }
        #expect(try !Self.keepsAnswers(weekly(firstDay: 1), from: weekly(firstDay: 0)))
        #expect(try Self.keepsAnswers(Self.changed { $0.firstDOW = 1 }))
    }

    /// Where no week is left out, or all dates stay in the weeks that they were in, another first day says nothing.
    @Test func anotherFirstDayOfTheWeekWithTheSameDatesResetsNothing() throws {
        func weekly(_ period: Int, days: Int, firstDay: Int) throws -> [UInt8] {
            try Self.changed {
                $0.recurFrequency = RecurrencePattern.Frequency.weekly
                $0.patternType = RecurrencePattern.PatternType.week
                $0.period = period
                $0.patternTypeSpecific = .weekDays(days)
                $0.firstDOW = firstDay
            }
        }
        #expect(try Self.keepsAnswers(weekly(1, days: 0x41, firstDay: 1), from: weekly(1, days: 0x41, firstDay: 0)))
        // Tuesdays and Thursdays of every other week, counted from Sunday or from Monday.
        #expect(try Self.keepsAnswers(weekly(2, days: 0x14, firstDay: 1), from: weekly(2, days: 0x14, firstDay: 0)))
        // Counted from Wednesday, the Tuesday belongs to the week before.
        #expect(try !Self.keepsAnswers(weekly(2, days: 0x14, firstDay: 3), from: weekly(2, days: 0x14, firstDay: 0)))
    }

    /// A blob that was cut short says nothing of the pattern, before it and after it.
    @Test func aBlobThatCannotBeReadResetsNothing() {
        let cut = Array(Self.daily().prefix(40))
        #expect(Self.keepsAnswers(cut, Self.daily()))
        #expect(!Self.keepsAnswers(cut, Self.daily(at: 630)))
        #expect(Self.keepsAnswers(Self.daily(), from: cut))
    }

    @Test func aSeriesThatWasASingleMeetingInBetweenBeginsAnew() {
        var history = History()
        history.plan(10, start: day + 600, .create, blob: Self.daily())
        history.answer(20, ann, .declined, on: History.date(3))
        history.plan(30, start: day + 600, sequence: 1) { $0.isRecurring = false }
        history.plan(40, start: day + 600, sequence: 2, blob: Self.daily())
        #expect(history.response(ann, on: History.date(3)) == nil)
    }

    /// Nobody's log shows the organizer's item; the copy that decides was made when the meeting was a single one.
    @Test(arguments: [false, true]) func aGuestAskedLateKnowsNoDatesOfTheSeriesThatWas(isMerged: Bool) {
        var history = History()
        func single(_ entry: inout Entry) { entry.isRecurring = false }
        let guests: [String?] = isMerged ? [nil, nil] : [ann, bob]
        history.row(10, in: guests[0], .appointment, .create, start: day + 600, created: 10, blob: Self.daily())
        history.row(
            20, in: guests[0], .exception, .create, start: 3 * day + 700, sequence: 1, created: 20,
            on: History.date(3))
        history.row(30, in: guests[0], start: day + 600, sequence: 2, created: 10, change: single)
        #expect(history.starts == [day + 600])
        history.row(
            40, in: guests[1], .appointment, .create, start: day + 600, sequence: 2, created: 40, change: single)
        #expect(history.starts == [day + 600])
    }

    /// What resets exceptions drops guests and answers of single dates with them.
    @Test func aResetDropsGuestsOfSingleDates() {
        var history = History()
        history.plan(10, start: day + 600, .create, blob: Self.daily())
        history.copy(20, bob, start: 2 * day + 600, .create, on: History.date(3))
        history.plan(30, start: day + 600, sequence: 1, blob: Self.daily(moved: [9: 700]))
        history.plan(40, start: day + 600, sequence: 2, blob: Self.daily())
        #expect(history.response(bob, on: History.date(3)) == Response.none)
        history.plan(50, start: day + 600, sequence: 3, blob: Self.daily(length: 45))
        #expect(history.response(bob, on: History.date(3)) == nil)
    }
}
