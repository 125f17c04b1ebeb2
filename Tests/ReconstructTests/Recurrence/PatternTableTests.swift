import ExchangeFormats
import Foundation
import Testing

@testable import Reconstruct

/// One line of a table of patterns: the rule, a window, and the instances in it.
struct PatternCase: CustomStringConvertible {
    var description: String
    var pattern: RecurrencePattern
    var window: Range<CivilDate>
    var dates: [CivilDate]
    /// The zone and the times of day, and both ends of each instance as text; nil where the line has none.
    var clock: (zone: String, start: Int, length: Int, spans: [String])?

    init?(line: String) {
        let parts = line.components(separatedBy: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        guard parts.count == 3 || parts.count == 5 else { return nil }
        description = parts[0] + " | " + parts[1]
        let words = parts[0].split(separator: " ").map(String.init)
        var fields: [String: String] = [:]
        for word in words.dropFirst() {
            let pair = word.split(separator: "=", maxSplits: 1).map(String.init)
            fields[pair[0]] = pair[1]
        }
        func number(_ name: String) -> Int { fields[name].flatMap { Int($0) } ?? 0 }
        guard let kind = words.first, let type = PatternCase.types[kind],
            let start = fields["start"].flatMap(PatternCase.date),
            let bounds = parts[1].range(of: "..").map({
                (String(parts[1][..<$0.lowerBound]), String(parts[1][$0.upperBound...]))
            }),
            let low = PatternCase.date(bounds.0), let high = PatternCase.date(bounds.1), let end = fields["end"]
        else { return nil }
        let specific: RecurrencePattern.Specific =
            switch kind {
            case "day": .none
            case "week": .weekDays(number("days"))
            case "monthnth", "hijrinth": .nth(weekDays: number("days"), n: number("n"))
            default: .day(number("day"))
            }
        pattern = RecurrencePattern(
            recurFrequency: RecurrencePattern.Frequency.daily, patternType: type,
            period: number("period") * (kind == "day" ? 1440 : 1),
            patternTypeSpecific: specific, endType: RecurrencePattern.EndType.never, occurrenceCount: 10,
            startDate: PatternMinutes.minutes(start), endDate: RecurrencePattern.noEnd)
        pattern.firstDOW = number("firstdow")
        if end.hasPrefix("count:") {
            pattern.endType = RecurrencePattern.EndType.count
            pattern.occurrenceCount = Int(end.dropFirst(6)) ?? 0
        } else if end.hasPrefix("date:"), let last = PatternCase.date(String(end.dropFirst(5))) {
            pattern.endType = RecurrencePattern.EndType.date
            pattern.endDate = PatternMinutes.minutes(last)
        }
        window = low..<high
        dates = parts[2].split(separator: " ").compactMap { PatternCase.date(String($0)) }
        guard parts.count == 5 else { return }
        let place = parts[3].split(separator: " ").map(String.init)
        let numbers = place.dropFirst().compactMap { $0.split(separator: "=").last.flatMap { Int($0) } }
        guard numbers.count == 2 else { return nil }
        clock = (place[0], numbers[0], numbers[1], parts[4].split(separator: " ").map(String.init))
    }

    static let types = [
        "day": RecurrencePattern.PatternType.day, "week": RecurrencePattern.PatternType.week,
        "month": RecurrencePattern.PatternType.month,
        "monthend": RecurrencePattern.PatternType.monthEnd, "monthnth": RecurrencePattern.PatternType.monthNth,
        "hijri": RecurrencePattern.PatternType.hijriMonth, "hijriend": RecurrencePattern.PatternType.hijriMonthEnd,
        "hijrinth": RecurrencePattern.PatternType.hijriMonthNth,
    ]

    static func date(_ text: String) -> CivilDate? {
        let parts = text.split(separator: "-").compactMap { Int($0) }
        return parts.count == 3 ? CivilDate(year: parts[0], month: parts[1], day: parts[2]) : nil
    }

    static func table(_ name: String) throws -> [PatternCase] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(
            path: "../../../Fixtures/recurrence"
        ).standardizedFileURL
        return try cases(in: String(contentsOf: folder.appending(path: name), encoding: .utf8))
    }

    static func cases(in text: String) throws -> [PatternCase] {
        try text.split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("#") && !$0.isEmpty }.map {
            try #require(PatternCase(line: String($0)), "\($0)")
        }
    }
}

@Suite struct PatternTableTests {
    private func expectAgreement(_ cases: [PatternCase]) throws {
        for test in cases {
            let rule = try RecurrenceRule(test.pattern)
            #expect(Array(rule.dates(in: test.window)) == test.dates, "\(test)")
            if let clock = test.clock {
                #expect(
                    try PatternTableTests.spans(of: test, clock.zone, clock.start, clock.length) == clock.spans,
                    "\(test) in \(clock)")
            }
        }
    }

    /// Both ends of the instances, through the same door that tables use.
    private static func spans(
        of test: PatternCase, _ zone: String, _ start: Int, _ length: Int
    ) throws -> [String] {
        let series = try Series(
            pattern: test.pattern, startMinutes: start, endMinutes: start + length, isAllDay: false,
            zone: SeriesZone(name: zone), firstStart: nil,
            overrides: [])
        let meeting = Meeting(
            status: .scheduled, organizer: nil, subject: nil, schedule: .series(series), sequenceNumber: 0,
            firstSeen: Instant(ticks: 0),
            lastChanged: Instant(ticks: 0), marks: [], participants: [])
        let window =
            Instant(
                ticks: WallTime(test.window.lowerBound.advanced(byDays: -2)).ticks)..<Instant(
                ticks: WallTime(test.window.upperBound.advanced(byDays: 2)).ticks)
        var found: [(CivilDate, String)] = []
        meeting.forEachOccurrence(in: window, zones: ZoneBook()) { occurrence in
            guard let date = occurrence.date, test.window.contains(date) else { return }
            found.append((date, "\(text(occurrence.slot.start))/\(text(occurrence.slot.end))"))
        }
        return found.sorted { $0.0 < $1.0 }.map(\.1)
    }

    private static func text(_ instant: Instant) -> String {
        let wall = WallTime(ticks: instant.ticks), (year, month, day) = wall.date.components
        let minutes = Int((wall.ticks - WallTime(wall.date).ticks) / Instant.ticksPerMinute)
        func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(year)\(padded(month))\(padded(day))T\(padded(minutes / 60))\(padded(minutes % 60))Z"
    }

    /// Random patterns with python-dateutil's instances.
    @Test func agreesWithAnIndependentImplementation() throws {
        let cases = try PatternCase.table("patterns.txt")
        #expect(cases.count == 600)
        try expectAgreement(cases)
    }

    /// The same with a new seed each time, where python3 has dateutil.
    @Test func agreesOnFreshPatterns() throws {
        let seed = UInt32.random(in: 0...UInt32.max)
        print("pattern seed \(seed)")
        let python = Process(), pipe = Pipe()
        python.executableURL = URL(filePath: "/usr/bin/env")
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(
            path: "../../../Scripts/recurrence/patterns.py"
        ).standardizedFileURL.path
        python.arguments = [
            "python3", script, ProcessInfo.processInfo.environment["CALFOLD_PATTERNS"] ?? "3000", String(seed),
        ]
        python.standardOutput = pipe
        python.standardError = FileHandle.nullDevice
        do { try python.run() } catch { return }
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        python.waitUntilExit()
        guard python.terminationStatus == 0 else { return }
        try expectAgreement(try PatternCase.cases(in: String(decoding: output, as: UTF8.self)))
    }

    /// Cases that were worked out by hand: the published examples, short months, leap days, weeks that begin elsewhere,
    /// Hijri months.
    @Test func agreesWithTheHandMadeTable() throws {
        let cases = try PatternCase.table("by-hand.txt")
        #expect(cases.count > 20)
        try expectAgreement(cases)
    }

    /// Day by day, by the definition, without any jump.
    @Test func jumpingFindsWhatWalkingFinds() throws {
        for test in try PatternCase.table("patterns.txt").prefix(200) {
            let rule = try RecurrenceRule(test.pattern)
            let all = Array(rule.dates(in: rule.start..<rule.start.advanced(byDays: 3_000)))
            let inWindow = all.filter { $0 >= rule.start && $0 < rule.start.advanced(byDays: 3_000) }
            #expect(all == inWindow)
            for cut in [0, 1, 17, 400, 1_000] {
                let part = rule.start.advanced(byDays: cut)..<rule.start.advanced(byDays: cut + 333)
                #expect(Array(rule.dates(in: part)) == all.filter { part.contains($0) }, "\(test) from \(cut)")
            }
            for date in all.prefix(40) { #expect(rule.contains(date)) }
        }
    }

    @Test(arguments: [
        ("day period=0", 0), ("week period=1 days=0", 0), ("week period=100 days=1", 0), ("month period=1 day=0", 0),
        ("month period=1 day=32", 0),
        ("monthnth period=1 days=1 n=6", 0), ("monthnth period=1 days=1 n=0", 0), ("month period=1 day=5", 8),
        ("month period=0 day=5", 0), ("month period=1 day=5", 0x17),
    ])
    func whatCannotBeIteratedIsRefused(text: String, calendar: Int) throws {
        var pattern = try #require(PatternCase(line: "\(text) start=2024-01-01 end=never | 2024-01-01..2024-02-01 |"))
            .pattern
        pattern.calendarType = calendar
        #expect(throws: RecurrenceRuleError.self) { try RecurrenceRule(pattern) }
    }

    @Test func lunarCalendarsDoNotMatterToDaysAndWeeks() throws {
        var pattern = try #require(
            PatternCase(line: "week period=1 days=2 start=2024-01-01 end=never | 2024-01-01..2024-02-01 |")
        ).pattern
        pattern.calendarType = 8
        #expect(
            Array(
                try RecurrenceRule(pattern).dates(
                    in: try #require(PatternCase.date("2024-01-01"))..<#require(PatternCase.date("2024-02-01")))
            ).count == 5)
    }

    @Test func endsThatAreNone() throws {
        let test = try #require(
            PatternCase(line: "day period=1 start=2024-01-01 end=count:0 | 2024-01-01..2024-02-01 |"))
        #expect(
            try RecurrenceRule(test.pattern).isInfinite, "a count of 0 falls back to the end date, and that is none")
        var pattern = test.pattern
        pattern.endType = RecurrencePattern.EndType.neverToo
        #expect(try RecurrenceRule(pattern).isInfinite)
        pattern.endType = RecurrencePattern.EndType.date
        #expect(try RecurrenceRule(pattern).isInfinite)
        pattern.endType = RecurrencePattern.EndType.count
        pattern.occurrenceCount = 0xFFFF_FFFF
        #expect(try RecurrenceRule(pattern).isInfinite)
    }

    /// Whatever numbers a blob holds, a rule is refused or iterated within its window.
    @Test func anyNumbersGiveAnAnswer() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("number seed \(seed)")
        var state = seed
        func next(_ choices: [Int]) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let index = Int((state >> 33) % UInt64(choices.count + 1))
            return index == choices.count ? Int(UInt32(truncatingIfNeeded: state >> 16)) : choices[index]
        }
        for _ in 0..<20_000 {
            var pattern = RecurrencePattern(
                recurFrequency: 0x200A, patternType: next([0, 1, 2, 3, 4, 10, 11, 12]),
                period: next([1, 2, 12, 1440, 2880]), patternTypeSpecific: .none,
                endType: next([0x2021, 0x2022, 0x2023]), occurrenceCount: next([0, 1, 10, 999_999]),
                startDate: next([0, 1440, 222_600_000, 222_601_440]),
                endDate: next([0, 222_700_000, RecurrencePattern.noEnd]))
            pattern.patternTypeSpecific =
                [
                    .none, .weekDays(next([1, 127])), .day(next([1, 31])),
                    .nth(weekDays: next([1, 127]), n: next([1, 5])),
                ][next([0, 1, 2, 3]) & 3]
            pattern.firstDOW = next([0, 3, 6])
            pattern.calendarType = next([0, 1, 6])
            guard let rule = try? RecurrenceRule(pattern) else { continue }
            let window = CivilDate(days: 19_000)..<CivilDate(days: 19_400)
            for date in rule.dates(in: window) { #expect(window.contains(date)) }
            _ = rule.firstDate
            _ = rule.contains(CivilDate(days: 19_100))
        }
    }
}
