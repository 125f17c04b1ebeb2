import EventStore
import ExchangeFormats
import Foundation
import Privacy
import Testing

@testable import Reconstruct
@testable import Tables

/// Meetings as calendar files, where a series is no plain rule.
@Suite struct ICalendarTableTests {
    private static let key =
        "040000008200E00074C5B7101A82E00800000000B0C5D03CE542DA01000000000000000010000000605613E6CF550FB6305519361860EB4C"

    private static func day(_ text: String) -> CivilDate {
        let parts = text.split(separator: "-").compactMap { Int($0) }
        return CivilDate(days: CivilDate.days(year: parts[0], month: parts[1], day: parts[2]))
    }

    private static func instant(_ date: String, _ minutes: Int) -> Instant {
        Instant(ticks: WallTime(day(date), minutes: minutes).ticks)
    }

    private func lines(
        _ schedule: Schedule, status: Meeting.Status = .scheduled, marks: Meeting.Marks = [], key: String = key
    ) throws -> [String] {
        let meeting = Meeting(
            status: status, organizer: "anna@example.com", subject: "review", schedule: schedule, sequenceNumber: 2,
            firstSeen: Self.instant("2024-01-02", 0), lastChanged: Self.instant("2024-01-03", 0), marks: marks,
            participants: [])
        let mask = Mask(people: People(acceptedDomains: ["example.com"]), identities: .clear, keepsSubjects: true)
        let bytes = try #require(
            try ICalendarTable.bytes(of: meeting, StreamID(number: 1, key: key), ZoneBook(), mask: mask))
        let path = FileManager.default.temporaryDirectory.appending(path: "table-\(UUID().uuidString).ics").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data(bytes).write(to: URL(filePath: path))
        let report = CalendarCheck.report(path: path, name: "t.ics", .init(allowsClear: true, allowsText: true))
        #expect(report.findings.isEmpty, "\(report.findings)")
        let all = String(decoding: bytes, as: UTF8.self).replacing("\r\n ", with: "").components(separatedBy: "\r\n")
        let isDeclared = all.contains("BEGIN:VTIMEZONE")
        #expect(isDeclared == all.contains { $0.contains(";TZID=") })
        return Array(all[(all.firstIndex(of: "BEGIN:VEVENT") ?? 0)...])
    }

    private func series(
        _ line: String, at start: Int = 600, length: Int = 60, isAllDay: Bool = false, zone: String? = "Europe/Berlin",
        overrides: [Series.Override] = []
    ) throws -> Schedule {
        var words: [String: String] = [:]
        for word in line.split(separator: " ").dropFirst() {
            let pair = word.split(separator: "=").map(String.init)
            words[pair[0]] = pair[1]
        }
        let kind = line.split(separator: " ")[0]
        var pattern = RecurrencePattern(
            recurFrequency: 0x200A, patternType: kind == "day" ? 0 : kind == "week" ? 1 : kind == "hijri" ? 10 : 2,
            period: Int(words["period"] ?? "1") ?? 1, patternTypeSpecific: .none, endType: 0x2023, occurrenceCount: 10,
            startDate: PatternMinutes.minutes(Self.day(words["start"] ?? "2024-01-01")),
            endDate: RecurrencePattern.noEnd)
        if kind == "day" { pattern.period *= 1440 }
        if let days = words["days"].flatMap({ Int($0) }) { pattern.patternTypeSpecific = .weekDays(days) }
        if let day = words["day"].flatMap({ Int($0) }) { pattern.patternTypeSpecific = .day(day) }
        if let count = words["count"].flatMap({ Int($0) }) {
            (pattern.endType, pattern.occurrenceCount) = (0x2022, count)
        }
        pattern.firstDOW = words["firstdow"].flatMap { Int($0) } ?? 0
        return .series(
            try Series(
                pattern: pattern, startMinutes: start, endMinutes: start + length, isAllDay: isAllDay,
                zone: SeriesZone(name: zone), firstStart: nil, overrides: overrides))
    }

    private func expect(_ lines: [String], _ wanted: String..., without: [String] = []) {
        for line in wanted { #expect(lines.contains(line), "\(line) is missing in \(lines.joined(separator: "\n"))") }
        for start in without { #expect(!lines.contains { $0.hasPrefix(start) }, "\(start)") }
    }

    /// A component of its own may lie before its series begins, and then stands before it in the file.
    @Test func anExceptionMovedBeforeTheSeries() throws {
        let moved = Slot(start: Self.instant("2023-12-28", 540), end: Self.instant("2023-12-28", 600), isAllDay: false)
        let found = try lines(
            series(
                "week days=2 start=2024-01-01",
                overrides: [.init(date: Self.day("2024-01-08"), moved: moved, isRemoved: false, subject: "early")]))
        expect(
            found, "RRULE:FREQ=WEEKLY;WKST=MO;BYDAY=MO", "RECURRENCE-ID;TZID=Europe/Berlin:20240108T100000",
            "DTSTART;TZID=Europe/Berlin:20231228T100000", "SUMMARY:early", without: ["EXDATE", "RDATE"])
        let master = try #require(found.firstIndex { $0.hasPrefix("RRULE") })
        #expect(try #require(found.firstIndex { $0.hasPrefix("RECURRENCE-ID") }) < master)
    }

    /// The page of a meeting shows what was cancelled; a removed date of a series is a component that says so.
    @Test func whatWasCancelled() throws {
        expect(
            try lines(series("day start=2024-01-01 count=3"), status: .cancelled), "STATUS:CANCELLED",
            "RRULE:FREQ=DAILY;WKST=SU;UNTIL=20240103T090000Z")
        let one = try lines(
            series(
                "day start=2024-01-01 count=3",
                overrides: [.init(date: Self.day("2024-01-02"), moved: nil, isRemoved: true, subject: nil)]))
        expect(one, "STATUS:CONFIRMED", "STATUS:CANCELLED", "RECURRENCE-ID;TZID=Europe/Berlin:20240102T100000")
        expect(one, without: ["EXDATE"])
        expect(try lines(series("day start=2024-01-01 count=3"), status: .orphaned), "X-CALFOLD-STATUS:orphaned")
    }

    /// Whole days are dates, through every change of the clock, also where it skips their midnight.
    @Test(arguments: ["Europe/Berlin", "Africa/Cairo", "Asia/Beirut", "Pacific/Apia"])
    func wholeDaysOverAChangeOfTheClock(_ zone: String) throws {
        let found = try lines(
            series("day start=2024-03-25 count=40", at: 0, length: 2880, isAllDay: true, zone: zone))
        expect(
            found, "DTSTART;VALUE=DATE:20240325", "DTEND;VALUE=DATE:20240327",
            "RRULE:FREQ=DAILY;WKST=SU;UNTIL=20240503", without: ["RECURRENCE-ID"])
        let rules = ZoneBook().rules(SeriesZone(name: zone))
        for date in 0..<40 {
            let first = Self.day("2024-03-25").advanced(byDays: date), end = first.advanced(byDays: 2)
            let slot = Slot(WallTime(first)...WallTime(end), isAllDay: true, rules)
            #expect(slot.days(rules) == (first, end), "\(zone) \(first)")
        }
    }

    /// A rule counts its instances by its own days: what lies on another day is a list.
    @Test func whatARuleCannotSay() throws {
        let lunar = try lines(series("hijri day=1 start=2024-01-13 count=3"))
        #expect(lunar.count { $0.hasPrefix("RDATE") } == 2)
        expect(lunar, without: ["RRULE"])
        let late = try lines(series("day start=2024-01-01 count=3", at: 1500))
        expect(
            late, "DTSTART;TZID=Europe/Berlin:20240102T010000", "RDATE;TZID=Europe/Berlin:20240103T010000",
            without: ["RRULE"])
        let undecoded = try lines(
            .firstOccurrence(
                Slot(start: Self.instant("2024-01-05", 600), end: Self.instant("2024-01-05", 660), isAllDay: false),
                zone: SeriesZone(name: "Europe/Berlin")), marks: .recurrenceUndecoded)
        expect(undecoded, "X-CALFOLD-MARKS:recurrence-undecoded", without: ["RRULE", "RDATE"])
    }

    /// Dates that the clock makes shorter, longer or ambiguous are said one by one, the last in UTC.
    @Test func datesInWhichTheClockChanges() throws {
        let night = try lines(series("day start=2024-10-25 count=4", at: 1380, length: 480))
        expect(
            night, "RECURRENCE-ID;TZID=Europe/Berlin:20241026T230000", "DTEND;TZID=Europe/Berlin:20241027T070000")
        let twice = try lines(series("day start=2024-10-25 count=4", at: 150, length: 20))
        expect(
            twice, "RECURRENCE-ID;TZID=Europe/Berlin:20241027T023000", "DTSTART:20241027T003000Z",
            "DTEND:20241027T005000Z")
        let first = try lines(series("day start=2024-03-30 count=3", at: 1380, length: 480))
        expect(first, "DURATION:PT480M", "RECURRENCE-ID;TZID=Europe/Berlin:20240330T230000")
        let skipped = try lines(series("day start=2024-03-30 count=3", at: 150, length: 20))
        expect(
            skipped, "RECURRENCE-ID;TZID=Europe/Berlin:20240331T023000", "DTSTART;TZID=Europe/Berlin:20240331T033000")
    }

    /// The first day of the weeks is one that readers know wherever that makes no difference.
    @Test func firstDaysOfWeeks() throws {
        for (days, first, start, wanted) in [
            (3, 5, "2024-01-01", "SU;BYDAY=SU,MO"), (2, 6, "2024-01-01", "MO;BYDAY=MO"),
            (18, 5, "2024-01-01", "MO;BYDAY=MO,TH"), (66, 5, "2024-01-01", "TU;BYDAY=MO,SA"),
            (65, 0, "2024-01-06", "SU;BYDAY=SU,SA"), (96, 6, "2024-01-05", "SA;BYDAY=FR,SA"),
        ] {
            let found = try lines(series("week period=2 days=\(days) firstdow=\(first) start=\(start)"))
            expect(found, "RRULE:FREQ=WEEKLY;INTERVAL=2;WKST=\(wanted)")
        }
    }

    /// The id of a calendar elsewhere is a text, and may be any.
    @Test func idsOfOtherCalendars() throws {
        let uid = "a;b,c\\d@calendar.test"
        let text = Array("vCal-Uid".utf8) + [1, 0, 0, 0] + Array(uid.utf8) + [0]
        let head = "040000008200E00074C5B7101A82E008" + String(repeating: "0", count: 40)
        let size = text.count < 16 ? "0\(String(text.count, radix: 16))" : String(text.count, radix: 16)
        let key = (head + size + "000000" + text.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())
            .uppercased()
        let slot = Slot(start: Self.instant("2024-01-05", 600), end: Self.instant("2024-01-05", 660), isAllDay: false)
        expect(
            try lines(.single(slot, zone: nil), key: key), "UID:a\\;b\\,c\\\\d@calendar.test",
            "DTSTART:20240105T100000Z")
    }
}
