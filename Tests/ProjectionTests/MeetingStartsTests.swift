import ExchangeFormats
import Reconstruct
import Testing

@testable import Projection

/// Where stored series begin and end: whatever numbers a blob has, there is an answer.
@Suite struct MeetingStartsTests {
    private static func meeting(_ pattern: RecurrencePattern) throws -> Meeting {
        let series = try Series(
            pattern: pattern, startMinutes: 600, endMinutes: 660, isAllDay: false, zone: nil, firstStart: nil,
            overrides: [])
        return Meeting(
            status: .scheduled, organizer: nil, subject: nil, schedule: .series(series), sequenceNumber: 0,
            firstSeen: Instant(ticks: 0), lastChanged: Instant(ticks: 0), marks: [], participants: [])
    }

    private static func pattern(
        type: Int, period: Int, _ specific: RecurrencePattern.Specific, count: Int
    )
        -> RecurrencePattern
    {
        RecurrencePattern(
            recurFrequency: 0x200A, patternType: type, period: period, patternTypeSpecific: specific,
            endType: RecurrencePattern.EndType.count, occurrenceCount: count, startDate: 222_600_000, endDate: 0)
    }

    /// A period of fifteen days a million times leads behind any year that a clock can tell, and so do 30,000 years.
    @Test func aCountThatNoCalendarReachesIsNoEnd() throws {
        let patterns: [RecurrencePattern] = [
            Self.pattern(type: 0, period: 15 * 1_440, .none, count: 1_000_000),
            Self.pattern(type: 0, period: 999 * 1_440, .none, count: Int(UInt32.max)),
            Self.pattern(type: 1, period: 99, .weekDays(2), count: 999_999),
            Self.pattern(type: 2, period: 12, .day(31), count: 30_000),
            Self.pattern(type: 2, period: 1_188, .day(1), count: 1_000_000),
        ]
        for pattern in patterns {
            let meeting = try Self.meeting(pattern)
            #expect(meeting.startBounds.upperBound.ticks == .max)
            let starts = meeting.firstAndLastStart(zones: ZoneBook())
            #expect(starts.first != nil && starts.last == nil)
        }
    }

    /// The longest series that does end.
    @Test func aCountThatACalendarReachesIsAnEnd() throws {
        // From 2024-03-28 on, a yearly date up to the year 9999.
        let pattern = Self.pattern(type: 2, period: 12, .day(28), count: 7_976)
        let rule = try RecurrenceRule(pattern)
        #expect(rule.lastDate?.components.year == 9_999)
        var longer = pattern
        longer.occurrenceCount += 1
        #expect(try RecurrenceRule(longer).lastDate == nil)
        let bounds = try Self.meeting(pattern).startBounds
        #expect(bounds.upperBound.ticks < .max)
    }

    @Test func anyNumbersHaveBounds() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("number seed \(seed)")
        var state = seed
        func next(_ choices: [Int]) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let index = Int((state >> 33) % UInt64(choices.count + 1))
            return index == choices.count ? Int(UInt32(truncatingIfNeeded: state >> 16)) : choices[index]
        }
        var tried = 0
        for _ in 0..<20_000 {
            let days: [RecurrencePattern.Specific] = [
                .none, .weekDays(next([1, 127])), .day(next([1, 31])),
                .nth(weekDays: next([1, 127]), n: next([1, 5])),
            ]
            var pattern = Self.pattern(
                type: next([0, 1, 2, 3, 4, 10, 11, 12]), period: next([1, 2, 99, 1_188, 1_440, 999 * 1_440]),
                days[next([0, 1, 2, 3]) & 3], count: next([0, 1, 10, 30_000, 999_999, 1_000_000]))
            pattern.endType = next([0x2021, 0x2022, 0x2023])
            pattern.startDate = next([0, 1_440, 222_600_000])
            pattern.endDate = next([0, 222_700_000, RecurrencePattern.noEnd])
            pattern.firstDOW = next([0, 3, 6])
            pattern.calendarType = next([0, 1, 6])
            guard let rule = try? RecurrenceRule(pattern) else { continue }
            tried += 1
            let bounds = try Self.meeting(pattern).startBounds
            if let last = rule.lastDate { #expect(last.components.year <= 9_999 && bounds.upperBound.ticks < .max) }
        }
        #expect(tried > 1_000)
    }
}
