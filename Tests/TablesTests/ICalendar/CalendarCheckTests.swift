import Foundation
import Testing

@testable import Tables

/// A calendar file in which nothing is wrong, and one for each thing that can be.
@Suite struct CalendarCheckTests {
    static let hash = "A0aA1bB2cC3dD4eE5fF6gG7hH8iI9jJ0kK1lL2mM3nM="
    static let id =
        "040000008200E00074C5B7101A82E00800000000B0C5D03CE542DA01000000000000000010000000605613E6CF550FB6305519361860EB4C"

    static let good = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//calfold//export//EN", "BEGIN:VTIMEZONE", "TZID:Europe/Berlin",
        "BEGIN:STANDARD", "DTSTART:20230101T000000", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0100", "END:STANDARD",
        "BEGIN:DAYLIGHT", "DTSTART:20230326T020000", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200",
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "END:DAYLIGHT", "END:VTIMEZONE", "BEGIN:VEVENT", "UID:\(id)",
        "DTSTAMP:20240101T080000Z", "SEQUENCE:1", "DTSTART;TZID=Europe/Berlin:20240205T100000",
        "DTEND;TZID=Europe/Berlin:20240205T110000", "RRULE:FREQ=WEEKLY;WKST=MO;BYDAY=MO;UNTIL=20240401T080000Z",
        "EXDATE;TZID=Europe/Berlin:20240212T100000", "STATUS:CONFIRMED", "ORGANIZER:mailto:\(hash)@pseudonym.invalid",
        "ATTENDEE;CUTYPE=INDIVIDUAL;PARTSTAT=ACCEPTED:mailto:\(hash)@pseudonym.invalid",
        "ATTENDEE;CUTYPE=GROUP;X-CALFOLD-COUNT=3:mailto:external@external.invalid", "END:VEVENT", "BEGIN:VEVENT",
        "UID:\(id)", "RECURRENCE-ID;TZID=Europe/Berlin:20240219T100000", "DTSTAMP:20240101T080000Z", "SEQUENCE:1",
        "DTSTART:20240220T090000Z", "DTEND:20240220T100000Z", "END:VEVENT", "END:VCALENDAR",
    ]

    private func findings(_ bytes: [UInt8], _ terms: CalendarCheck.Terms = .init()) throws -> CheckReport.File {
        let path = FileManager.default.temporaryDirectory.appending(path: "check-\(UUID().uuidString).ics").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data(bytes).write(to: URL(filePath: path))
        return CalendarCheck.report(path: path, name: "calendar.ics", terms)
    }

    private static func file(_ lines: [String]) -> [UInt8] {
        Array(lines.map(folded).joined().utf8)
    }

    private static func folded(_ line: String) -> String {
        var rest = Array(line.utf8)[...], result = ""
        while rest.count > 74 {
            result += String(decoding: rest.prefix(74), as: UTF8.self) + "\r\n "
            rest = rest.dropFirst(74)
        }
        return result + String(decoding: rest, as: UTF8.self) + "\r\n"
    }

    @Test func findsNothingInAGoodFile() throws {
        let file = try findings(Self.file(Self.good))
        #expect(file.findings.isEmpty, "\(file.findings)")
        #expect(file.rows == 2 && file.hashed == 2)
        #expect(file.passed == [.init(column: "ATTENDEE", what: "external", count: 3)])
    }

    /// A line of the good file, what stands in its place, and what is found: code, property, line.
    struct Change: CustomTestStringConvertible, Sendable {
        var line: String
        var instead: [String]
        var found: [String]
        var testDescription: String { "\(line) → \(instead)" }

        init(_ line: String, _ instead: String..., finds found: String...) {
            (self.line, self.instead, self.found) = (line, instead, found)
        }
    }

    static let rule = "RRULE:FREQ=WEEKLY;WKST=MO;BYDAY=MO;UNTIL=20240401T080000Z"
    static let start = "DTSTART;TZID=Europe/Berlin:20240205T100000"
    static let end = "DTEND;TZID=Europe/Berlin:20240205T110000"
    static let excluded = "EXDATE;TZID=Europe/Berlin:20240212T100000"
    static let instance = "RECURRENCE-ID;TZID=Europe/Berlin:20240219T100000"

    static let changes = [
        Change("STATUS:CONFIRMED", "no line of content", finds: "noLine  27"),
        Change("END:STANDARD", "END:VEVENT", finds: "nesting  10", "component  11"),
        Change("END:STANDARD", finds: "component  10", "nesting  16"),
        Change(
            "BEGIN:VCALENDAR", "BEGIN:VEVENT", finds: "noCalendar  1", "component  1", "nesting  43", "version  1",
            "text  2"),
        Change("VERSION:2.0", "VERSION:1.0", finds: "version  2"),
        Change("VERSION:2.0", finds: "version  1"),
        Change("VERSION:2.0", "VERSION:2.0", "METHOD:REQUEST", finds: "method  3"),
        Change("DTSTAMP:20240101T080000Z", finds: "missing DTSTAMP 18"),
        Change("SEQUENCE:1", "SEQUENCE:1", "SEQUENCE:1", finds: "repeatedProperty SEQUENCE 18"),
        Change("STATUS:CONFIRMED", "STATUS:PERHAPS", finds: "value STATUS 27"),
        Change("SEQUENCE:1", "SEQUENCE:-1", finds: "value SEQUENCE 22"),
        Change("STATUS:CONFIRMED", "SUMMARY:a; b", finds: "escape SUMMARY 27", "text SUMMARY 27"),
        Change("STATUS:CONFIRMED", "SUMMARY:a\\; b", finds: "text SUMMARY 27"),
        Change("STATUS:CONFIRMED", "X-ALT-DESC:Anna Berg", finds: "text  27"),
        Change("STATUS:CONFIRMED", "URL:https://sp/anna.berg", finds: "text  27"),
        Change("STATUS:CONFIRMED", "STATUS;X-NAME=Anna:CONFIRMED", finds: "text STATUS 27"),
        Change("VERSION:2.0", "VERSION:2.0", "X-WR-CALNAME:Anna Berg", finds: "text  3"),
        Change("DTSTAMP:20240101T080000Z", "DTSTAMP:20240101T080000", finds: "moment DTSTAMP 21"),
        Change("DTSTAMP:20240101T080000Z", "DTSTAMP:20240230T080000Z", finds: "moment DTSTAMP 21"),
        Change(end, "DTEND;VALUE=DATE:20240205T110000", finds: "moment DTEND 24"),
        Change(end, end, "DURATION:PT1H", finds: "pair  25"),
        Change(end, "DURATION:1H", finds: "value DURATION 24"),
        Change(end, "DTEND;TZID=Europe/Berlin:20240205T100000", finds: "endBeforeStart  24"),
        Change(end, "DTEND:20240205T110000Z", finds: "endBeforeStart  24"),
        Change(rule, "RRULE:FREQ=WEEKLY;WKST=MO;BYDAY=MO;UNTIL=20240401T080000", finds: "until  25"),
        Change(rule, "RRULE:FREQ=WEEKLY;WKST=MO;BYDAY=MO;UNTIL=20240401", finds: "until  25"),
        Change(rule, "RRULE:FREQ=WEEKLY;WKST=MO;BYDAY=MO;UNTIL=20240129T090000Z", finds: "untilBeforeStart  25"),
        // The clock may be two hours ahead: earlier than that is before the start for certain.
        Change(rule, "RRULE:FREQ=WEEKLY;WKST=MO;BYDAY=MO;UNTIL=20240205T075959Z", finds: "untilBeforeStart  25"),
        Change(rule, "RRULE:FREQ=WEEKLY;WKST=MO;BYDAY=MO;UNTIL=20240205T090000Z"),
        Change(rule, "RRULE:FREQ=WEEKLY;WKST=MO;BYDAY=TU", finds: "startOffRule  25"),
        Change(rule, "RRULE:FREQ=MONTHLY;BYMONTHDAY=28,29;BYSETPOS=-1", finds: "startOffRule  25"),
        Change(rule, "RRULE:FREQ=MONTHLY;BYDAY=2MO", finds: "startOffRule  25"),
        Change(instance, instance, "RRULE:FREQ=DAILY", finds: "ruleOfInstance  38"),
        Change(instance, "RECURRENCE-ID:20240219T090000Z", finds: "otherForm RECURRENCE-ID 37"),
        Change(instance, "RECURRENCE-ID;VALUE=DATE:20240219", finds: "otherForm RECURRENCE-ID 37"),
        Change(excluded, "EXDATE:20240212T090000Z", finds: "otherForm EXDATE 26"),
        Change(excluded, "EXDATE;TZID=Europe/Berlin:20240219T100000", finds: "excludedInstance  37"),
        Change("TZID:Europe/Berlin", "TZID:Europe/Paris", finds: "zoneMissing  23", "zoneUnused  17"),
        Change(
            "END:DAYLIGHT", "END:DAYLIGHT", "TZID:Europe/Berlin", finds: "repeatedProperty TZID 4", "zoneMissing  24"),
        Change("BEGIN:STANDARD", "BEGIN:DAYLIGHT", finds: "component  11", "nesting  10", "observance  4"),
        Change("TZOFFSETTO:+0200", "TZOFFSETTO:2", finds: "observance  4"),
        Change("TZOFFSETTO:+0200", finds: "observance  4"),
        Change(
            "STATUS:CONFIRMED", "ORGANIZER:mailto:a@example.com", finds: "address ORGANIZER 27",
            "repeatedProperty ORGANIZER 18"),
        Change("STATUS:CONFIRMED", "ATTENDEE:urn:x-exchange-dn:/cn=Recipients/cn=a", finds: "address ATTENDEE 27"),
        Change("STATUS:CONFIRMED", "X-NOTE:ask a@example.com", finds: "address  27", "text  27"),
        Change("UID:\(id)", "UID:an id of somebody's own", finds: "objectID UID 19", "noSeries  36"),
        Change(
            "STATUS:CONFIRMED", "ATTENDEE;PARTSTAT=PERHAPS:mailto:external@external.invalid", finds: "value ATTENDEE 27"
        ),
        Change("STATUS:CONFIRMED", "ATTENDEE:somebody", finds: "value ATTENDEE 27", "address ATTENDEE 27"),
        // What hides in a parameter, of whatever line.
        Change(
            "STATUS:CONFIRMED", "ATTENDEE;X-CALFOLD-COUNT=\"anna@example.com\":mailto:external@external.invalid",
            finds: "address ATTENDEE 27", "value ATTENDEE 27"),
        Change(
            "STATUS:CONFIRMED", "ATTENDEE;RSVP=\"anna@example.com\":mailto:\(hash)@pseudonym.invalid",
            finds: "address ATTENDEE 27", "value ATTENDEE 27"),
        Change(
            "UID:\(id)", "UID;VALUE=\"anna@example.com\":\(id)", finds: "address UID 19", "value UID 19"),
        Change("STATUS:CONFIRMED", "STATUS;CUTYPE=Anna Berg:CONFIRMED", finds: "value STATUS 27"),
        Change("STATUS:CONFIRMED", "STATUS;RANGE=Anna Berg:CONFIRMED", finds: "value STATUS 27"),
        Change("VERSION:2.0", "VERSION;VALUE=Anna Berg:2.0", finds: "value  2"),
        Change("TZID:Europe/Berlin", "TZID;VALUE=Anna Berg:Europe/Berlin", finds: "value TZID 5"),
        Change("SEQUENCE:1", "SEQUENCE;TZID=Anna Berg:1", finds: "text SEQUENCE 22", "zoneMissing  22"),
        Change(
            "STATUS:CONFIRMED", "ATTENDEE;X-CALFOLD-COUNT=-1:mailto:external@external.invalid",
            finds: "value ATTENDEE 27"),
        // Texts where a word or a number belongs.
        Change("STATUS:CONFIRMED", "CLASS:Anna Berg is ill", finds: "value  27"),
        Change("STATUS:CONFIRMED", "PRIORITY:Anna Berg is ill", finds: "value  27"),
        Change("STATUS:CONFIRMED", "X-CALFOLD-STATUS:Anna Berg is ill", finds: "value  27"),
        Change("STATUS:CONFIRMED", "X-CALFOLD-MARKS:inferred,Anna Berg is ill", finds: "value  27"),
        Change("STATUS:CONFIRMED", "X-MICROSOFT-CDO-INSTTYPE:Anna", finds: "value  27"),
        Change("STATUS:CONFIRMED", "X-MICROSOFT-CDO-APPT-SEQUENCE:Anna", finds: "value  27"),
        Change("STATUS:CONFIRMED", "CALSCALE:Anna Berg", finds: "text  27", "value  27"),
        Change("PRODID:-//calfold//export//EN", "PRODID:Anna Berg is ill", finds: "text  3"),
        Change("VERSION:2.0", "VERSION:2.0", "CALSCALE:Anna Berg", finds: "value  3"),
        Change(rule, "RRULE:RSCALE=ANNA BERG;FREQ=WEEKLY", finds: "rule.value RRULE 25"),
        // Where no such line stands, nobody looks at what it says.
        Change("VERSION:2.0", "VERSION:2.0", "SUMMARY:Anna Berg", finds: "text SUMMARY 3"),
        Change("VERSION:2.0", "VERSION:2.0", "STATUS:Anna Berg", finds: "text STATUS 3"),
        Change("VERSION:2.0", "VERSION:2.0", "CREATED:Anna Berg", finds: "text CREATED 3"),
        Change("TZOFFSETTO:+0200", "TZOFFSETTO:+0200", "STATUS:Anna Berg", finds: "text STATUS 15"),
        Change("STATUS:CONFIRMED", "VERSION:Anna Berg", finds: "text  27"),
        Change("STATUS:CONFIRMED", "TZID:Anna Berg", finds: "text TZID 27"),
        Change(
            "STATUS:CONFIRMED", "BEGIN:VALARM", "SUMMARY:Anna Berg", "END:VALARM", finds: "component  27",
            "text SUMMARY 28"),
        Change(rule, "RRULE:FREQ=WEEKLY;BYEASTER=1", finds: "rule.part RRULE 25"),
        Change(rule, "RRULE:FREQ=WEEKLY;INTERVAL=0", finds: "rule.value RRULE 25"),
        Change(rule, "RRULE:FREQ=WEEKLY;FREQ=WEEKLY", finds: "rule.repeatedPart RRULE 25"),
        Change(rule, "RRULE:INTERVAL=2", finds: "rule.noFrequency RRULE 25"),
        Change(rule, "RRULE:FREQ=DAILY;COUNT=3;UNTIL=20240401T080000Z", finds: "rule.twoEnds RRULE 25"),
        Change(rule, "RRULE:FREQ=MONTHLY;BYSETPOS=-1", finds: "rule.onlyPosition RRULE 25"),
        Change(rule, "RRULE:FREQ=WEEKLY;BYDAY=1MO", finds: "rule.numberedDay RRULE 25"),
        Change(rule, "RRULE:FREQ=MONTHLY;SKIP=BACKWARD", finds: "rule.skip RRULE 25"),
    ]

    @Test(arguments: changes) func findsWhatIsWrongAndNothingElse(_ change: Change) throws {
        var lines = Self.good
        let place = try #require(lines.firstIndex(of: change.line))
        lines.replaceSubrange(place...place, with: change.instead)
        let file = try findings(Self.file(lines))
        let found = file.findings.map { "\($0.code) \($0.column ?? "") \($0.line ?? 0)" }
        #expect(found.sorted() == change.found.sorted())
    }

    /// Zones have names that everybody knows, or that are made of their rules; any other may be somebody's words.
    @Test func namesOfZones() throws {
        for (name, isKnown) in [
            ("W. Europe Standard Time", true), ("X-CALFOLD-0123456789ABCDEF", true), ("Anna's own zone", false),
            ("X-CALFOLD-Anna", false),
        ] {
            let bytes = Self.file(Self.good.map { $0.replacing("Europe/Berlin", with: name) })
            let codes = try findings(bytes).findings.map { "\($0.code) \($0.column ?? "")" }
            #expect(
                codes
                    == (isKnown
                        ? [] : ["text RECURRENCE-ID", "text DTSTART", "text DTEND", "text EXDATE", "text TZID"]),
                "\(name)")
            #expect(try findings(bytes, .init(allowsClear: true)).findings.isEmpty, "\(name)")
        }
    }

    /// Any number is read, and none is too great to be added up.
    @Test func numbersOfPeopleOutside() throws {
        let line = "ATTENDEE;X-CALFOLD-COUNT=\(Int.max):mailto:external@external.invalid"
        let file = try findings(
            Self.file(Self.good.flatMap { $0 == "STATUS:CONFIRMED" ? [line, line] : [$0] }))
        #expect(file.findings.map(\.code) == ["value"])
        #expect(file.passed == [.init(column: "ATTENDEE", what: "external", count: 5)])
    }

    /// What only a second component of the same name can have wrong.
    @Test func findsWhatStandsTwice() throws {
        let event = Self.good[17...29], instance = Self.good[30...37], zone = Self.good[3...16]
        for (more, code) in [
            (event, "repeatedSeries"), (instance, "repeatedInstance"), (zone, "zoneRepeated"),
            (
                ArraySlice(instance.map { $0 == "SEQUENCE:1" ? "SEQUENCE:0" : $0.replacing("0219", with: "0226") }),
                "sequence"
            ),
        ] {
            let lines = Self.good.dropLast() + more + ["END:VCALENDAR"]
            #expect(try findings(Self.file(Array(lines))).findings.map(\.code) == [code], "\(code)")
        }
    }

    @Test func findsFlawsOfLines() throws {
        let good = Self.file(Self.good), text = String(decoding: good, as: UTF8.self)
        let status = "STATUS:CONFIRMED\r\n"
        let terms = CalendarCheck.Terms(allowsClear: true, allowsText: true)
        let flawed: [(UnfoldedLines.Flaw, [UInt8])] = [
            (.byteOrderMark, [0xEF, 0xBB, 0xBF] + good),
            (.lineFeedAlone, Array(text.replacing(status, with: "STATUS:CONFIRMED\n").utf8)),
            (.carriageReturnAlone, Array(text.replacing(status, with: "SUMMARY:a\rb\r\n").utf8)),
            (.noLastLineEnd, Array(good.dropLast(2))),
            (.longLine, Array(text.replacing(status, with: "SUMMARY:\(String(repeating: "a", count: 68))\r\n").utf8)),
            (.emptyLine, Array(text.replacing(status, with: "\r\n").utf8)),
            (.cutEscape, Array(text.replacing(status, with: "SUMMARY:a\\\r\n ;b\r\n").utf8)),
            (.cutEscape, Array(text.replacing(status, with: "SUMMARY:\\\r\n \\\r\n b\r\n").utf8)),
            (.control, Array(text.replacing(status, with: "SUMMARY:a\u{1B}b\r\n").utf8)),
        ]
        for (flaw, bytes) in flawed {
            let found = try findings(bytes, terms).findings
            #expect(found.map(\.code) == [flaw.rawValue], "\(flaw): \(found)")
            if ![.byteOrderMark, .noLastLineEnd].contains(flaw) {
                #expect(found.first?.line == (flaw == .cutEscape ? 28 : 27), "\(flaw)")
            }
        }
        let parts = text.components(separatedBy: status)
        let cut =
            Array(parts[0].utf8) + Array("SUMMARY:a".utf8) + [0xC5, 0x0D, 0x0A, 0x20, 0xBC, 0x0D, 0x0A]
            + Array(parts[1].utf8)
        #expect(try findings(cut, terms).findings.map(\.code) == ["cutCharacter"])
        let broken = Array(parts[0].utf8) + Array("SUMMARY:a".utf8) + [0xC5, 0x0D, 0x0A] + Array(parts[1].utf8)
        #expect(try findings(broken, terms).findings.map(\.code) == ["notUTF8"])
        let endless = Array("BEGIN:VCALENDAR\r\n".utf8) + [UInt8](repeating: 0x61, count: UnfoldedLines.longest + 2)
        #expect(try findings(endless, terms).findings.map(\.code).contains("endlessLine"))
        #expect(try findings([], terms).findings.map(\.code).contains("noCalendar"))
    }

    /// However many components a hostile file opens, a handful is kept and looked through.
    @Test func componentsWithoutEnd() throws {
        var open = OpenComponents()
        for _ in 0..<1_000 { open.open("A") }
        #expect(open.names.count == OpenComponents.deepest && open.count == 1_000)
        for _ in OpenComponents.deepest..<1_000 {
            let within = open.close("B")
            #expect(within == 0)
        }
        let none = open.close("B"), last = open.close("A")
        #expect(none == nil && last == 0 && open.count == OpenComponents.deepest - 1)
        var lines = Self.good
        lines.replaceSubrange(
            17...29,
            with: repeatElement("BEGIN:A", count: 2_000) + Self.good[17...29] + repeatElement("END:A", count: 2_000))
        let found = try findings(Self.file(lines)).findings.map { "\($0.code) \($0.column ?? "") \($0.count)" }
        #expect(found.contains("component  2001") && !found.contains { $0.hasPrefix("nesting") }, "\(found)")
    }

    /// A run of backslashes through many folds: were it counted anew at each, this would not end soon.
    @Test func escapesThroughManyFolds() throws {
        let folds = 60_000
        let run = String(repeating: "\\\r\n ", count: folds)
        let text = String(decoding: Self.file(Self.good), as: UTF8.self).replacing(
            "STATUS:CONFIRMED", with: "SUMMARY:" + run + "b")
        let found = try findings(Array(text.utf8), .init(allowsClear: true, allowsText: true)).findings
        #expect(found.map { "\($0.code) \($0.count)" } == ["cutEscape \(folds / 2)"], "\(found)")
    }

    /// Each kind of finding is found somewhere above.
    @Test func everyKindOfFindingIsTried() {
        let codes = Set(Self.changes.flatMap(\.found).map { $0.split(separator: " ")[0] })
        let twice: Set<CalendarFault> = [.repeatedSeries, .repeatedInstance, .zoneRepeated, .sequence]
        for fault in CalendarFault.allCases where !twice.contains(fault) {
            #expect(codes.contains(Substring(fault.rawValue)), "\(fault)")
        }
        for fault in StatedRule.Fault.allCases { #expect(codes.contains("rule.\(fault.rawValue)"), "\(fault)") }
    }

    private static let marks = Array(":;,=\"\\\r\n -Z9".utf8)

    /// Whatever bytes a file has, it is judged.
    @Test func anyBytesAreJudged() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("byte seed \(seed)")
        var state = seed
        func next(_ count: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(count))
        }
        for _ in 0..<150 {
            var bytes = Self.file(Self.good)
            for _ in 0...next(6) {
                let place = next(bytes.count), length = min(next(40), bytes.count - place)
                switch next(4) {
                case 0: bytes[place] = UInt8(next(256))
                case 1: bytes.removeSubrange(place..<place + length)
                case 2: bytes.insert(contentsOf: bytes[place..<place + length], at: next(bytes.count))
                default:
                    bytes.insert(contentsOf: (0..<next(5)).map { _ in Self.marks[next(Self.marks.count)] }, at: place)
                }
                if bytes.isEmpty { bytes = [0x41] }
            }
            _ = try findings(bytes)
        }
    }
}
