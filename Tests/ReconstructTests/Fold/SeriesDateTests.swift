import ExchangeFormats
import Testing

@testable import Reconstruct

/// Dates that OriginalStartDate alone tells, dates without a pattern, and what an occurrence's own clock says of its
/// ends.
@Suite struct SeriesDateTests {
    private static let day = History.day

    /// The instant of a reading in a zone, in the minutes of a history.
    private static func minutes(_ wall: WallTime, in zone: String) -> Int {
        let instant = ZoneBook().rules(SeriesZone(name: zone)).instant(of: wall)
        return Int((instant.ticks - History.at(0).ticks) / Instant.ticksPerMinute)
    }

    private static func original(_ minutes: Int) -> EntryDetails {
        var details = EntryDetails()
        details.originalStartDate = History.at(minutes)
        return details
    }

    /// Zone of the series, start in minutes of its day, zone of the exception's row.
    private static let zones: [(series: String, at: Int, row: String?)] = [
        ("(UTC+09:00) Osaka, Sapporo, Tokyo", 480, nil),
        ("(UTC+09:00) Osaka, Sapporo, Tokyo", 480, "Eastern Standard Time"),
        ("Pacific/Auckland", 420, "Europe/London"), ("Hawaiian Standard Time", 1200, nil),
        ("America/Los_Angeles", 1260, "Asia/Kolkata"),
        ("Australia/Sydney", 0, nil), ("America/New_York", 0, "Pacific/Auckland"), ("Pacific/Kiritimati", 60, nil),
        ("UTC", 600, "Pacific/Kiritimati"),
    ]

    @Test(arguments: zones.indices) func exceptionsAreDatedByTheSeriesZone(_ index: Int) throws {
        let (zone, at, row) = Self.zones[index]
        for itemClass in [ItemClass.exception, .appointment, .deletedOccurrence] {
            for isReversed in [false, true] {
                var history = History()
                let starts = (2...6).map { Self.minutes(WallTime(History.date($0), minutes: at), in: zone) }
                history.plan(10, start: starts[0], blob: History.daily(from: 2, count: 5, at: at)) {
                    $0.timeZone = zone
                }
                history.row(
                    20, in: History.boss, itemClass, start: starts[2] + 100, state: 1, by: .person(History.boss),
                    details: Self.original(starts[2])
                ) { $0.timeZone = row }
                let meeting = try #require(
                    fold(isReversed ? history.entries.reversed() : history.entries, zones: History.zones))
                var found: [Int] = []
                meeting.forEachOccurrence(in: History.at(0)..<History.at(20 * Self.day), zones: History.zones) {
                    if $0.status == .scheduled { found.append(History.minutes($0)) }
                }
                let expected =
                    itemClass == .deletedOccurrence
                    ? [0, 1, 3, 4].map { starts[$0] } : starts.enumerated().map { $0 == 2 ? $1 + 100 : $1 }
                #expect(found.sorted() == expected, "\(zone), row \(row ?? "without"), \(itemClass)")
            }
        }
    }

    @Test(arguments: zones.indices) func deletionsAndAnswersAreDatedByTheSeriesZone(_ index: Int) {
        let (zone, at, row) = Self.zones[index]
        var history = History()
        let starts = (2...6).map { Self.minutes(WallTime(History.date($0), minutes: at), in: zone) }
        history.plan(10, start: starts[0], blob: History.daily(from: 2, count: 5, at: at)) { $0.timeZone = zone }
        history.copy(11, History.ann, start: starts[0], blob: History.daily(from: 2, count: 5, at: at)) {
            $0.timeZone = zone
        }
        history.row(
            20, in: History.boss, .exception, .softDelete, start: starts[3], state: 1, by: .person(History.boss),
            details: Self.original(starts[3])
        ) { $0.timeZone = row }
        history.row(
            30, in: History.boss, .response(.declined), .create, state: 0, created: 30, by: .person(History.ann),
            sender: History.ann,
            details: Self.original(starts[1])
        ) { $0.timeZone = row }
        #expect(history.starts == [0, 1, 2, 4].map { starts[$0] }, "\(zone)")
        #expect(
            history.response(History.ann, on: History.date(3)) == .declined
                && history.response(History.ann, on: History.date(4)) == Response.none)
    }

    /// Single dates alone: they are read by the zone that one of them names.
    @Test func datesWithoutASeriesHaveTheirOwnZone() throws {
        var history = History()
        let start = Self.minutes(WallTime(History.date(5), minutes: 480), in: "Asia/Tokyo")
        history.copy(10, History.ann, start: start) {
            $0.timeZone = "Asia/Tokyo"; $0.details = Self.original(start)
        }
        history.copy(20, History.ann, start: start + 60) {
            $0.timeZone = nil; $0.details = Self.original(start)
        }
        #expect(history.occurrences.map(\.date) == [History.date(5)] && history.starts == [start + 60])
    }

    @Test func anExceptionWithoutADateDoesNothing() {
        var history = History()
        history.plan(10, start: 2 * Self.day + 600, blob: History.daily(from: 3, count: 3, at: 600))
        let before = history.occurrences
        history.row(20, in: History.boss, .exception, start: 99, state: 1, by: .person(History.boss))
        history.row(21, in: History.boss, .deletedOccurrence, start: 99, state: 1, by: .person(History.boss))
        #expect(history.occurrences == before && before.count == 3)
    }

    // MARK: Dates without a pattern

    private static func dated(
        _ history: inout History, _ log: Int, _ day: Int, at: Int, _ trigger: TriggerAction = .update
    ) {
        history.row(
            log, in: History.boss, .exception, trigger, start: (day - 1) * Self.day + at, state: 1,
            by: .person(History.boss), on: History.date(day))
    }

    @Test func datesBesideASingleItemStand() {
        var history = History()
        history.plan(10, start: 600) { $0.isRecurring = false }
        Self.dated(&history, 20, 8, at: 660)
        Self.dated(&history, 21, 12, at: 720)
        #expect(history.starts == [600, 7 * Self.day + 660, 11 * Self.day + 720] && history.meeting?.marks == [])
        Self.dated(&history, 30, 8, at: 660, .softDelete)
        #expect(history.starts == [600, 11 * Self.day + 720])
        #expect(history.occurrences.first { $0.status == .cancelled }?.date == History.date(8))
    }

    /// Cut off, contradictory, and not there at all.
    @Test(arguments: [0, 1, 2]) func datesBesideAnUnknownPatternStand(_ kind: Int) throws {
        var blob: [UInt8]? = History.daily(from: 2, count: 5, at: 600, moved: [4: 660])
        if kind == 0 { blob = blob.map { Array($0.dropLast(20)) } }
        if kind == 1 { blob = History.daily(from: 2, count: 5, at: 600, length: -1) }
        if kind == 2 { blob = nil }
        var history = History()
        history.plan(10, start: Self.day + 600, blob: blob) { $0.isRecurring = true }
        Self.dated(&history, 20, 4, at: 700)
        #expect(
            history.starts == [Self.day + 600, 3 * Self.day + 700] && history.meeting?.marks == .recurrenceUndecoded)
        // The first date's own item outweighs what the series' item says of it.
        Self.dated(&history, 21, 2, at: 720)
        #expect(history.starts == [Self.day + 720, 3 * Self.day + 700])
        #expect(history.occurrences.map(\.kind) == [.exception, .exception])
    }

    // MARK: Both ends

    /// Zone, day of March 2024, start and length on the wall, minutes that really pass.
    @Test(arguments: [
        ("Europe/Warsaw", 30, 1320, 480, 420), ("America/New_York", 9, 1380, 360, 300),
        ("Europe/Warsaw", 29, 1320, 480, 480), ("Asia/Tokyo", 30, 1320, 480, 480),
        // The start is skipped: it moves forward and the length is kept. The end is skipped: it moves forward alone.
        ("Europe/Warsaw", 31, 150, 40, 40), ("Europe/Warsaw", 31, 90, 60, 60), ("Europe/Warsaw", 31, 60, 150, 90),
    ])
    func bothEndsAreWallTimes(zone: String, day: Int, start: Int, length: Int, minutes: Int) throws {
        var history = History()
        let first = Self.minutes(WallTime(History.date(day - 1), minutes: start), in: zone)
        history.plan(
            10, start: first, blob: History.daily(from: day - 1, count: 3, at: start, length: length, moved: [:])
        ) { $0.timeZone = zone }
        var moved = History()
        moved.plan(
            10, start: first,
            blob: History.daily(from: day - 1, count: 3, at: start + 1, length: length, moved: [day: start])
        ) { $0.timeZone = zone }
        for occurrences in [history.occurrences, moved.occurrences] {
            let found = try #require(occurrences.first { $0.date == History.date(day) })
            #expect(
                (found.slot.end.ticks - found.slot.start.ticks) / Instant.ticksPerMinute == Int64(minutes),
                "\(found.kind)")
        }
    }

    @Test(
        arguments: [(nil, true, true), (nil, false, false), (0, true, false), (1, false, true)] as [(Int?, Bool, Bool)])
    func aMovedDayIsAllDayAsItSaysOrAsItsSeriesIs(subType: Int?, series: Bool, expected: Bool) throws {
        var blob = try AppointmentRecurrencePattern(
            decoding: History.daily(from: 2, count: 5, at: 0, length: 1440, moved: [4: 1440]))
        if let subType {
            blob.appointment?.exceptions[0].overrideFlags = ExceptionInfo.Flag.subType
            blob.appointment?.exceptions[0].subType = subType
        }
        var history = History()
        history.plan(10, start: Self.day, blob: blob.encoded()) { $0.isAllDay = series }
        #expect(history.occurrences.first { $0.kind == .exception }?.slot.isAllDay == expected)
    }

    // MARK: Names and numbers

    @Test func theSupportScriptsShortNamesAreRead() {
        for (short, long) in [
            ("Exception", ItemClass.exception), ("Exception.Occurrence", .exception),
            ("Exception.Deleted", .deletedOccurrence),
            ("(Occurrence Deleted)", .deletedOccurrence), ("IPM.Appointment.Occurrence", .exception),
            ("Ipm.Appointment", .appointment),
            ("Meeting.Request", .request), ("AttendeeList", .other(unknown: nil)), ("Cancellation", .cancellation),
            ("Resp.Any", .response(nil)),
            ("Resp.Pos", .response(.accepted)), ("Resp.Tent.Follow", .response(.tentative)),
            ("Resp.Neg", .response(.declined)),
            ("Forward.Notification", .forwardNotification), ("SharingCFM", .other(unknown: nil)),
            ("SharingDelete", .other(unknown: nil)),
            ("IPM.Appointment.MP", .appointment),
            ("Cancellation.Special", .cancellation),
        ] {
            #expect(ItemClass(short) == long, "\(short)")
            #expect(ItemClass(short.uppercased()) == long, "\(short)")
        }
    }

    /// What has no effect because nobody knows it keeps its name, for the report.
    @Test(arguments: ["Exceptional", "IPM.AppointmentOccurrence", "IPM.Note", "Resp.Pos2", "IPM.OLE.CLASS.{0}"])
    func unknownClassesKeepTheirNames(name: String) { #expect(ItemClass(name) == .other(unknown: name)) }

    @Test(arguments: [
        (0x200A, 1, 1, RecurrenceLabel.daily), (0x200B, 1, 1, .weekly), (0x200C, 2, 3, .monthly),
        (0x200C, 2, 12, .yearly), (0x200D, 3, 12, .yearly),
        (0x200A, 0, 1440, .daily), (0, 1, 2, .weekly), (0, 2, 24, .yearly), (0x200B, 0, 7 * 1440, .weekly),
    ])
    func theLabelFollowsTheFrequency(frequency: Int, type: Int, period: Int, label: RecurrenceLabel) throws {
        let specific: [RecurrencePattern.Specific] = [.none, .weekDays(0x3E), .day(15), .nth(weekDays: 2, n: 1)]
        let pattern = RecurrencePattern(
            recurFrequency: frequency, patternType: type, period: period, patternTypeSpecific: specific[type],
            endType: RecurrencePattern.EndType.never,
            occurrenceCount: 10, startDate: PatternMinutes.minutes(History.date(4)), endDate: RecurrencePattern.noEnd)
        #expect(try RecurrenceRule(pattern).label == label)
    }

    /// A period of 0, where the other numbers leave one reading, and where they leave several or none.
    @Test func aPeriodOfZeroIsReadWhereItIsCertain() {
        func pattern(
            _ type: Int, _ specific: RecurrencePattern.Specific, _ frequency: Int, _ end: Int, count: Int, last: Int
        ) -> RecurrencePattern {
            RecurrencePattern(
                recurFrequency: frequency, patternType: type, period: 0, patternTypeSpecific: specific, endType: end,
                occurrenceCount: count,
                startDate: PatternMinutes.minutes(History.date(4)),
                endDate: last == 0 ? RecurrencePattern.noEnd : PatternMinutes.minutes(History.date(4)) + last * 1440)
        }
        let (date, count, never) = (
            RecurrencePattern.EndType.date, RecurrencePattern.EndType.count, RecurrencePattern.EndType.never
        )
        let cases: [(RecurrencePattern, Int?)] = [
            (pattern(1, .weekDays(0x3E), 0x200B, never, count: 10, last: 0), 1),
            (pattern(1, .weekDays(0x3E), 0x200A, date, count: 0, last: 30), 1),
            (pattern(1, .weekDays(2), 0x200B, count, count: 5, last: 28), 1),
            (pattern(1, .weekDays(2), 0x200B, count, count: 5, last: 56), 2),
            (pattern(0, .none, 0x200A, count, count: 4, last: 9), 3 * 1440),
            (pattern(0, .none, 0x200A, count, count: 1, last: 0), nil),
            (pattern(2, .day(4), 0x200C, date, count: 3, last: 61), 1),
            (pattern(1, .weekDays(2), 0x200B, never, count: 10, last: 0), nil),
            (pattern(1, .weekDays(2), 0x200B, count, count: 5, last: 27), nil),
            (pattern(0, .none, 0x200A, date, count: 4, last: 10), nil),
        ]
        for (number, (pattern, period)) in cases.enumerated() {
            #expect(pattern.certainPeriod == period, "\(number)")
        }
    }

    // MARK: Zones

    private static let easternRule = TimeZoneStruct(
        lBias: 300, lDaylightBias: -60, stStandardDate: TransitionDate(month: 11, dayOfWeek: 0, day: 1, hour: 2),
        stDaylightDate: TransitionDate(month: 3, dayOfWeek: 0, day: 2, hour: 2))

    /// A name that nothing knows, with rules, with a wall clock, with an offset in its parenthesis, and alone.
    @Test func whatSaysByWhichClockASeriesGoes() throws {
        func starts(_ change: (inout Entry) -> Void) -> ([Int], Meeting.Marks?) {
            var history = History()
            history.plan(10, start: 5 * Self.day + 14 * 60, blob: History.daily(from: 6, count: 8, at: 540)) {
                change(&$0)
            }
            return (history.starts, history.meeting?.marks)
        }
        // 09:00 in New York: 14:00 UTC until 9 March, 13:00 from the 10th on.
        let summer = (5...12).map { $0 * Self.day + ($0 < 9 ? 14 : 13) * 60 },
            winter = (5...12).map { $0 * Self.day + 14 * 60 }
        var withRules = EntryDetails(), withClock = EntryDetails()
        withRules.zoneBlob = Self.easternRule.encoded()
        withClock.startWallClock = WallTime(History.date(6), minutes: 540)
        #expect(
            starts {
                $0.timeZone = "Customized Time Zone"; $0.details = withRules
            } == (summer, []))
        #expect(
            starts {
                $0.timeZone = nil; $0.details = withRules
            } == (summer, []))
        #expect(
            starts {
                $0.timeZone = "tzone://Microsoft/Custom"; $0.details = withClock
            } == (winter, []))
        #expect(starts { $0.timeZone = "Customized Time Zone" } == (winter, .timeZoneUnknown))
        #expect(starts { $0.timeZone = "(UTC-07:00) Nowhere" } == (winter, .timeZoneUnknown))
        // A name that is known outweighs rules beside it.
        #expect(
            starts {
                $0.timeZone = "(GMT-05:00) America/Bogota"; $0.details = withRules
            } == (winter, []))
    }

    /// A row that lacks the rules of an older one under the same name changes no zone, and resets nothing.
    @Test func rulesOfOneNameStay() {
        var history = History()
        var details = EntryDetails()
        details.zoneBlob = Self.easternRule.encoded()
        let blob = History.daily(from: 6, count: 8, at: 540)
        history.plan(10, start: 5 * Self.day + 14 * 60, blob: blob) {
            $0.timeZone = "Customized Time Zone"; $0.details = details
        }
        Self.dated(&history, 20, 12, at: 900)
        history.plan(30, start: 5 * Self.day + 14 * 60, blob: blob) { $0.timeZone = "Customized Time Zone" }
        #expect(
            history.starts.contains(11 * Self.day + 900) && history.starts.contains(12 * Self.day + 13 * 60)
                && history.meeting?.marks == [])
    }
}
