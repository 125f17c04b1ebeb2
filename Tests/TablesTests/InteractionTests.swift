import EventStore
import ExchangeFormats
import Foundation
import Privacy
import Testing

@testable import Reconstruct
@testable import Tables

/// A folder for tables, and a mask under a key of the tests' own.
final class TableScratch {
    let folder = NSTemporaryDirectory() + "/calfold-tables-\(UUID().uuidString)"
    let people: People

    init(_ people: People = People(acceptedDomains: ["example.com"])) { self.people = people }
    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func mask() throws -> Mask {
        Mask(
            people: people,
            identities: .pseudonyms(try Pseudonymiser(PseudonymKey(secret: Array("the key of these tests".utf8)))),
            keepsSubjects: false)
    }

    var clear: Mask { Mask(people: people, identities: .clear, keepsSubjects: false) }

    func options(
        profile: PartnerProfile? = nil, delimiter: Character = ";", listStyle: ListStyle = .json
    ) -> TableOptions {
        TableOptions(
            folder: folder, month: nil, delimiter: delimiter.asciiValue ?? 0x3B,
            window: Instant(ticks: .min)..<Instant(ticks: .max), includesCancelled: false,
            profile: profile, listStyle: listStyle)
    }

    /// The rows of a table whose fields need no quotation marks, without the header.
    func rows(_ name: String, delimiter: Character = ";") throws -> [[String]] {
        Array(try lines(name, delimiter: delimiter).dropFirst())
    }

    func lines(_ name: String, delimiter: Character = ";") throws -> [[String]] {
        let text = try String(contentsOfFile: folder + "/\(name).csv", encoding: .utf8)
        #expect(text.hasSuffix("\r\n"))
        return text.components(separatedBy: "\r\n").dropLast().map {
            $0.split(separator: delimiter, omittingEmptySubsequences: false).map(String.init)
        }
    }
}

/// A meeting of one hour with these people, as the fold would give it.
func gathering(
    _ attendees: [Attendee], key: String = "040000008200E00074C5B7101A82E008", at ticks: Int64 = 17_040_996_000_000_000,
    minutes: Int64 = 60,
    status: Meeting.Status = .scheduled
) -> TabledOccurrence {
    let slot = Slot(
        start: Instant(ticks: ticks), end: Instant(ticks: ticks + minutes * Instant.ticksPerMinute), isAllDay: false)
    let meeting = Meeting(
        status: status, organizer: attendees.first?.address, subject: nil, schedule: .single(slot, zone: nil),
        sequenceNumber: 0, firstSeen: slot.start,
        lastChanged: slot.start, marks: [], participants: [])
    return TabledOccurrence(
        stream: StreamID(number: 1, key: key), meeting: meeting,
        occurrence: Occurrence(kind: .single, status: status, slot: slot, originalStart: nil, date: nil, subject: nil),
        attendees: attendees)
}

func attendee(_ name: String, _ response: Response = .accepted, isResource: Bool = false) -> Attendee {
    Attendee(address: name.contains("@") ? name : name + "@example.com", isResource: isResource, response: response)
}

/// The rules of the partner's interactions model.
@Suite struct InteractionTests {
    private func pairs(
        _ attendees: [Attendee], status: Meeting.Status = .scheduled,
        people: People = People(acceptedDomains: ["example.com"])
    ) throws -> [String] {
        let scratch = TableScratch(people)
        let table = InteractionTable(scratch.options(), mask: scratch.clear)
        try table.add(gathering(attendees, status: status))
        #expect(try table.finish().map(\.name) == ["interactions"])
        func short(_ address: String) -> Substring { address.prefix { $0 != "@" } }
        return try scratch.rows("interactions").map { "\(short($0[2]))>\(short($0[3]))" }
    }

    @Test func threePeopleMakeSixPairs() throws {
        #expect(
            try pairs([attendee("a"), attendee("b"), attendee("c")]) == ["a>b", "a>c", "b>a", "b>c", "c>a", "c>b"])
    }

    @Test func aPersonOutsideIsASourceAndATarget() throws {
        #expect(
            try pairs([attendee("a"), attendee("b"), attendee("x@partner.example")]) == [
                "a>b", "a>x", "b>a", "b>x", "x>a", "x>b",
            ])
    }

    @Test func twoPeopleOutsideHaveNoInteraction() throws {
        #expect(
            try pairs([attendee("a"), attendee("x@partner.example"), attendee("y@partner.example")]) == [
                "a>x", "a>y", "x>a", "y>a",
            ])
        #expect(try pairs([attendee("x@partner.example"), attendee("y@partner.example")]).isEmpty)
    }

    @Test func whoDeclinedAndWhatWasCancelledYieldNothing() throws {
        #expect(
            try pairs([attendee("a"), attendee("b", .declined), attendee("c", .none), attendee("d", .tentative)]).count
                == 6)
        #expect(try pairs([attendee("a"), attendee("b", .declined)]).isEmpty)
        #expect(try pairs([attendee("a"), attendee("b")], status: .cancelled).isEmpty)
        #expect(try pairs([attendee("a"), attendee("b")], status: .orphaned).count == 2)
    }

    @Test func aHundredMakePairsAndOneMoreMakesThemBig() throws {
        let hundred = (1...100).map { attendee("p\($0)") }
        #expect(try pairs(hundred).count == 9_900)
        let big = try pairs(hundred + [attendee("p101")])
        #expect(big.count == 101)
        #expect(big.allSatisfy { $0.hasSuffix(">external") })
        // Rooms are filtered first, and who declined is not there.
        #expect(try pairs(hundred + [attendee("room", isResource: true), attendee("p101", .declined)]).count == 9_900)
        // An external participant makes the meeting bigger, and no row of its own in a big one.
        #expect(try pairs(hundred + [attendee("x@partner.example")]).count == 100)
    }

    /// Who is kept out of the tables was there all the same.
    @Test func listsOfPeopleDoNotMakeABigMeetingSmall() throws {
        let people = People(acceptedDomains: ["example.com"], includes: ["p1@example.com", "p2@example.com"])
        #expect(try pairs((1...101).map { attendee("p\($0)") }, people: people) == ["p1>external", "p2>external"])
        #expect(try pairs((1...100).map { attendee("p\($0)") }, people: people) == ["p1>p2", "p2>p1"])
    }

    /// A word for somebody says nothing about anybody: one end of a pair has to be in scope.
    @Test(arguments: [OutOfScope.external, .internal])
    func peopleOutOfScopeByAWord(choice: OutOfScope) throws {
        let scratch = TableScratch(
            People(acceptedDomains: ["example.com"], includes: ["a@example.com"], outOfScope: choice))
        let table = InteractionTable(scratch.options(), mask: try scratch.mask())
        try table.add(gathering([attendee("a"), attendee("b"), attendee("c"), attendee("x@partner.example")]))
        #expect(try table.finish().first?.rows == 6)
        let rows = try scratch.rows("interactions")
        #expect(
            rows.map { [$0[2], $0[3]].filter { !Pseudonymiser.looksHashed($0) } }.sorted { $0[0] < $1[0] } == [
                ["external"], ["external"],
            ] + Array(repeating: [choice.rawValue], count: 4))
        #expect(Set(rows.map { $0[0] }).count == 6)
    }

    @Test func onePersonUnderTwoFormsOfAddressIsOne() throws {
        #expect(try pairs([attendee("a"), attendee("SMTP:A@Example.com"), attendee("b")]) == ["a>b", "b>a"])
    }

    @Test func idsTellEveryPairApartAndStayTheSame() throws {
        let scratch = TableScratch()
        let attendees = [attendee("a"), attendee("b"), attendee("x@partner.example"), attendee("y@partner.example")]
        var files: [Data] = []
        for attendees in [attendees, attendees.reversed()] {
            let table = InteractionTable(scratch.options(), mask: try scratch.mask())
            for key in ["AA", "BB"] {
                for day in 0..<2 { try table.add(gathering(attendees, key: key, at: Instant.ticksPerDay * Int64(day))) }
            }
            let finished = try #require(try table.finish().first)
            #expect(finished.rows == 40 && finished.rowsBefore == 48)
            files.append(try Data(contentsOf: URL(filePath: finished.path)))
        }
        #expect(files[0] == files[1])
        let rows = try scratch.rows("interactions")
        #expect(Set(rows.map { $0[0] }).count == 40)
        #expect(
            rows.allSatisfy {
                Pseudonymiser.looksHashed($0[0]) && Pseudonymiser.looksHashed($0[4])
                    && $0[5...] == ["None", "60", "Meeting"]
            })
        #expect(Set(rows.flatMap { $0[2...3] }).count == 3)
    }

    @Test func theIdIsTheCodeOfTheValuesLineByLine() throws {
        let scratch = TableScratch(), mask = try scratch.mask()
        let table = InteractionTable(scratch.options(), mask: mask)
        try table.add(gathering([attendee("a"), attendee("b")]))
        _ = try table.finish()
        // printf '2024-01-01 09:00:00\\nID\\na@example.com\\nb@example.com\\n' | openssl dgst -sha256 -hmac KEY -binary
        // | base64
        let row = try #require(
            try scratch.rows("interactions").first { $0[2] == "n/9X6uVV6vfwpn/w/D1LdlCv4vN6dRHu2PvDkmCguYc=" })
        #expect(row[0] == "WL9kuUBB6Qqg8oUUsS7gquldJKTd9JLEnxGq0xBq/4I=")
    }

    @Test func theLoadersProfile() throws {
        let scratch = TableScratch()
        let table = InteractionTable(
            scratch.options(profile: .cli, delimiter: "\t"), mask: try scratch.mask(), meetings: true, emails: true)
        try table.add(gathering([attendee("a"), attendee("b")], at: 17_040_996_001_230_000, minutes: 30))
        try table.add(
            messageID: "<1@example.com>", of: 1, when: Instant(ticks: 17_040_996_001_239_999), sender: "a@example.com",
            recipients: ["b@example.com", "x@partner.example"])
        #expect(try table.finish().map(\.name) == ["interactions_meetings", "interactions_emails"])
        let meetings = try scratch.lines("interactions_meetings", delimiter: "\t"),
            emails = try scratch.lines("interactions_emails", delimiter: "\t")
        #expect(
            meetings[0] == [
                "InteractionId", "When", "From (EmployeeId)", "To (EmployeeId)", "EventId", "RecurrenceType",
                "Duration",
            ])
        #expect(meetings.count == 3 && meetings[1][1] == "2024-01-01 09:00:00.123" && meetings[1][5...] == ["", "30"])
        #expect(emails.count == 3 && emails[1][1] == "2024-01-01 09:00:00.123" && emails[1][5...] == ["", ""])
    }

    @Test func emailsStandBesideMeetings() throws {
        let scratch = TableScratch()
        let table = InteractionTable(scratch.options(), mask: scratch.clear, meetings: true, emails: true)
        try table.add(gathering([attendee("a"), attendee("b")], at: 0))
        try table.add(
            messageID: "<1@example.com>", of: 1, when: Instant(ticks: 0), sender: "x@partner.example",
            recipients: ["b@example.com", "y@partner.example", "B@example.com"])
        try table.add(
            messageID: "<2@example.com>", of: 2, when: Instant(ticks: 1), sender: "a@example.com",
            recipients: ["a@example.com"])
        _ = try table.finish()
        let rows = try scratch.rows("interactions")
        #expect(
            rows.map { "\($0[2]) \($0[3]) \($0[7])" } == [
                "a@example.com b@example.com Meeting", "b@example.com a@example.com Meeting",
                "x@partner.example b@example.com Email",
            ])
        #expect(rows[2][5...] == ["", "", "Email"])
    }

    @Test func eventsComeBackFromTheDiskAsTheyWent() throws {
        let event = InteractionEvent(
            when: Instant(ticks: -5), id: "é\u{0}", label: .email, shape: .firstToOthers, recurrence: "Weekly",
            minutes: -3, people: ["a", "", "żółć"])
        let bytes = event.encoded(), back = try #require(InteractionEvent(encoded: bytes[...]))
        #expect(back.encoded() == bytes && back.people == event.people && back.minutes == -3 && back.when == event.when)
        for count in [0, 3, 18, bytes.count - 1] { #expect(InteractionEvent(encoded: bytes.prefix(count)) == nil) }
    }
}
