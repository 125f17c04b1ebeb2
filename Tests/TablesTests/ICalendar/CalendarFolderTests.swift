import EventStore
import ExchangeFormats
import Foundation
import Privacy
import Testing

@testable import Reconstruct
@testable import Tables

/// Several meetings in one file, or a file for each person or meeting.
@Suite struct CalendarFolderTests {
    private static let monday = CivilDate(days: CivilDate.days(year: 2024, month: 1, day: 1))

    private static func instant(_ day: Int, _ hour: Int) -> Instant {
        Instant(ticks: WallTime(monday.advanced(byDays: day), minutes: hour * 60).ticks)
    }

    private static let single = Schedule.single(
        Slot(start: instant(4, 10), end: instant(4, 11), isAllDay: false), zone: nil)

    /// Three Mondays at ten.
    private static func series(overrides: [Series.Override] = []) throws -> Schedule {
        let pattern = RecurrencePattern(
            recurFrequency: 0x200B, patternType: 1, period: 1, patternTypeSpecific: .weekDays(2), endType: 0x2022,
            occurrenceCount: 3, startDate: PatternMinutes.minutes(monday), endDate: RecurrencePattern.noEnd)
        return .series(
            try Series(
                pattern: pattern, startMinutes: 600, endMinutes: 660, isAllDay: false,
                zone: SeriesZone(name: "Europe/Berlin"), firstStart: nil, overrides: overrides))
    }

    private static func meeting(
        _ schedule: Schedule = single, organizer: String = "anna@example.com", subject: String = "review",
        _ people: Participant...
    ) -> Meeting {
        Meeting(
            status: .scheduled, organizer: organizer, subject: subject, schedule: schedule, sequenceNumber: 0,
            firstSeen: instant(-4, 0), lastChanged: instant(-3, 0), marks: [], participants: people)
    }

    private static func person(
        _ address: String, _ response: Response = .accepted, isResource: Bool = false, isOfSeries: Bool = true,
        dates: [Participant.OfDate] = []
    ) -> Participant {
        Participant(address: address, isResource: isResource, isOfSeries: isOfSeries, response: response, dates: dates)
    }

    private static func key(_ uid: [UInt8], created: Int64 = 0) -> String {
        var id = GlobalObjectID(data: Array("vCal-Uid".utf8) + [1, 0, 0, 0] + uid)
        if created > 0 { id.creationTime = Instant(ticks: created * Instant.ticksPerDay) }
        return BinaryText.hex(id.encoded())
    }

    private static let ownKey =
        "040000008200E00074C5B7101A82E00800000000B0C5D03CE542DA01000000000000000010000000605613E6CF550FB6305519361860EB4C"

    private struct Export {
        /// The unfolded lines of each file, by its name.
        var files: [String: [String]] = [:]
        var droppedControls: Int
        var findings: [String]

        func lines(_ name: String, _ start: String) -> [String] { (files[name] ?? []).filter { $0.hasPrefix(start) } }
    }

    private func export(
        _ meetings: [(key: String, meeting: Meeting)], by layout: ICalendarTable.Layout? = nil, people: People? = nil,
        isHidden: Bool = false
    ) throws -> Export {
        let scratch = TableScratch(people ?? People(acceptedDomains: ["example.com"]))
        let options = TableOptions(
            folder: scratch.folder, month: nil, delimiter: UInt8(ascii: ";"),
            window: Self.instant(-30, 0)..<Self.instant(300, 0), includesCancelled: false)
        let mask =
            isHidden
            ? try scratch.mask() : Mask(people: scratch.people, identities: .clear, keepsSubjects: true)
        let table = ICalendarTable(options, mask: mask, layout: layout, zones: .iana, namesCalendars: false)
        for (number, item) in meetings.enumerated() {
            try table.add(StreamID(number: Int64(number), key: item.key), item.meeting, ZoneBook())
        }
        let path = try table.finish().path
        var export = Export(droppedControls: table.droppedControls, findings: [])
        let folder = layout == nil ? scratch.folder : path
        for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() {
            let text = try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
            export.files[name] = text.replacing("\r\n ", with: "").components(separatedBy: "\r\n")
            let terms = CalendarCheck.Terms(allowsClear: !isHidden, allowsText: !isHidden)
            let report = CalendarCheck.report(path: folder + "/" + name, name: name, terms)
            export.findings += report.findings.filter { $0.severity == .error }.map { "\(name) \($0.code)" }
        }
        #expect(export.findings.isEmpty, "\(export.findings)")
        return export
    }

    // MARK: Names of files

    /// No file system takes a name of more than 255 bytes, and while it is being written a file has more of a name.
    @Test func namesOfFilesThatWouldBeTooLong() throws {
        let uids = (1...2).map { "\($0)" + String(repeating: "x", count: 300) + "@calendar.test" }
        let longest = String(repeating: "ż", count: 40) + "@example.com"
        let meeting = Self.meeting(Self.single, Self.person("anna@example.com", .organizer), Self.person(longest))
        let meetings = uids.map { (Self.key(Array($0.utf8) + [0]), meeting) }
        let byMeeting = try export(meetings, by: .meeting)
        #expect(byMeeting.files.count == 2)
        for name in byMeeting.files.keys {
            #expect(name.wholeMatch(of: /[0-9a-f]{64}\.ics/) != nil, "\(name)")
        }
        #expect(try Set(export(meetings.reversed(), by: .meeting).files.keys) == Set(byMeeting.files.keys))
        let byPerson = try export(meetings, by: .person)
        #expect(Set(byPerson.files.keys.map(\.utf8.count)) == [20, 68])
        #expect(byPerson.files["anna@example.com.ics"] != nil)
    }

    @Test func namesOfFilesUpToTheBound() {
        let id = [UInt8](repeating: UInt8(ascii: "A"), count: 196)
        #expect(CalendarFiles.fileName(id) == String(repeating: "A", count: 196) + ".ics")
        #expect(CalendarFiles.fileName(id + id.prefix(1)).utf8.count == 68)
        #expect(CalendarFiles.fileName(Self.ownKey.utf8) == Self.ownKey + ".ics")
    }

    // MARK: People

    /// A display name alone leads to nobody, and no table shows it.
    @Test(arguments: [true, false]) func anOrganizerWhoIsANameAlone(_ isHidden: Bool) throws {
        let people = [Self.person("bea@example.com"), Self.person("carl@example.com")]
        for organizer in ["Anna Berg", "anna@example.com"] {
            let meeting = Self.meeting(Self.single, organizer: organizer, people[0], people[1])
            let found = try export([(Self.ownKey, meeting)], isHidden: isHidden)
            #expect(found.lines("calendar.ics", "ATTENDEE").count == 2)
            #expect(found.lines("calendar.ics", "ORGANIZER").count == (organizer == "Anna Berg" ? 0 : 1))
            #expect(!(found.files["calendar.ics"] ?? []).joined().contains("Berg"))
        }
    }

    /// People outside have no file, and what they call a room has none either.
    @Test func nobodyOutsideHasAFile() throws {
        let meeting = Self.meeting(
            Self.single, Self.person("anna@example.com", .organizer), Self.person("bea@partner.test"),
            Self.person("room@partner.test", isResource: true), Self.person("room@example.com", isResource: true))
        let found = try export([(Self.ownKey, meeting)], by: .person)
        #expect(found.files.keys.sorted() == ["anna@example.com.ics", "room@example.com.ics"])
        #expect(found.lines("anna@example.com.ics", "ATTENDEE").count == 3)
    }

    /// Somebody who takes part in one date alone, where the series has another guest and its organizer, a shared
    /// mailbox, is left out: both components name nobody, and belong to different people.
    @Test func aGuestOfOneDateAloneHasIt() throws {
        let second = Self.monday.advanced(byDays: 7)
        let series = Self.meeting(
            try Self.series(), organizer: "team@example.com", Self.person("team@example.com", .organizer),
            Self.person("anna@example.com", dates: [.init(date: second, isPresent: false, response: .none)]),
            Self.person(
                "bea@example.com", isOfSeries: false,
                dates: [.init(date: second, isPresent: true, response: .accepted)]))
        let people = People(acceptedDomains: ["example.com"], includes: ["anna@example.com", "bea@example.com"])
        let found = try export([(Self.ownKey, series)], by: .person, people: people)
        #expect(found.files.keys.sorted() == ["anna@example.com.ics", "bea@example.com.ics"])
        #expect(found.lines("anna@example.com.ics", "EXDATE") == ["EXDATE;TZID=Europe/Berlin:20240108T100000"])
        #expect(found.lines("anna@example.com.ics", "RECURRENCE-ID").isEmpty)
        #expect(
            found.lines("bea@example.com.ics", "RECURRENCE-ID") == ["RECURRENCE-ID;TZID=Europe/Berlin:20240108T100000"])
        #expect(found.lines("bea@example.com.ics", "RRULE:FREQ=WEEKLY").isEmpty)
    }

    /// What a text lost is lost once, however many people's files have it.
    @Test func controlCharactersCountOnce() throws {
        for schedule in [Self.single, try Self.series()] {
            let meeting = Self.meeting(
                schedule, subject: "a\u{1}b\u{2}", Self.person("anna@example.com", .organizer),
                Self.person("bea@example.com"), Self.person("carl@example.com"))
            for layout in [nil, .person, .meeting] as [ICalendarTable.Layout?] {
                #expect(
                    try export([(Self.ownKey, meeting)], by: layout).droppedControls == 2,
                    "\(String(describing: layout))")
            }
        }
    }

    // MARK: Ids

    /// Ids that one text stands in are several meetings, each with a UID of its own; the text is that of the one which
    /// Exchange itself makes of it.
    @Test func idsThatShareAText() throws {
        let text = Array("7q1p@calendar.test".utf8)
        let keys = [
            Self.key(text + [0]), Self.key(text), Self.key(text + [0, 0]), Self.key(text + [0], created: 19_000),
        ]
        let meeting = Self.meeting(try Self.series(), Self.person("anna@example.com", .organizer))
        let found = try export(keys.map { ($0, meeting) })
        let uids = found.lines("calendar.ics", "UID:").map { String($0.dropFirst(4)) }
        #expect(uids.sorted() == (["7q1p@calendar.test"] + keys.dropFirst()).sorted())
    }

    /// A text that is no UID, or that is the key of another meeting.
    @Test(arguments: [
        "", "\0", Self.ownKey, Self.ownKey + "/20240101", "MEETING 1", " a", "a\u{1}b", "a\r\nb", "0400",
    ])
    func textsThatAreNoUID(_ text: String) throws {
        let key = Self.key(Array(text.utf8) + [0])
        let found = try export([(key, Self.meeting()), (Self.ownKey, Self.meeting()), ("MEETING 1", Self.meeting())])
        #expect(
            found.lines("calendar.ics", "UID:").sorted()
                == ["UID:" + key, "UID:" + Self.ownKey, "UID:MEETING 1"].sorted())
    }

    @Test func bytesThatAreNoTextAreNoUID() throws {
        let keys = [[0x61, 0xFF], [0x61, 0xFE]].map { Self.key($0 + [0]) }
        let found = try export(keys.map { ($0, Self.meeting()) })
        #expect(found.lines("calendar.ics", "UID:").sorted() == keys.map { "UID:" + $0 }.sorted())
    }
}
