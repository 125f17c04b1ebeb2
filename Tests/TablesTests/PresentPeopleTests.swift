import ExchangeFormats
import Foundation
import Privacy
import Testing

@testable import Reconstruct
@testable import Tables

/// Participants are people, not addresses.
@Suite struct PresentPeopleTests {
    private func directory() throws -> Directory {
        let file = NSTemporaryDirectory() + "/directory-\(UUID().uuidString).csv"
        defer { try? FileManager.default.removeItem(atPath: file) }
        let text = """
            address,aliases,legacyExchangeDN,display name,type
            ann@example.com,ann.old@example.com,/o=x/cn=Recipients/cn=ann,Ann Lee,
            bob@example.com,,/o=x/cn=Recipients/cn=bob,Bob Roy,
            room@example.com,hall@example.com,,The Hall,room
            team@example.com,,,The Team,shared
            guest@partner.test,,,A Guest,contact
            """
        try Data(text.utf8).write(to: URL(filePath: file))
        return try Directory(files: [file])
    }

    private func people(
        _ attendees: [Attendee], includes: [String] = [], excludes: [String] = [], outOfScope: OutOfScope = .drop
    ) throws -> [String] {
        let people = People(
            acceptedDomains: ["example.com"], includes: includes, excludes: excludes, outOfScope: outOfScope,
            directory: try directory())
        let scratch = TableScratch(people), mask = scratch.clear
        let found = mask.present(attendees).map { "\($0.address) \($0.kind.rawValue) \($0.response.rawValue)" }
        #expect(
            mask.present(attendees.reversed()).map { "\($0.address) \($0.kind.rawValue) \($0.response.rawValue)" }
                == found)
        return found
    }

    private func at(_ address: String, _ response: Response, _ minute: Int64?) -> Attendee {
        Attendee(
            address: address, isResource: false, response: response,
            answeredAt: minute.map { Instant(ticks: $0 * Instant.ticksPerMinute) })
    }

    @Test func theNewestAnswerOfAPersonCounts() throws {
        let forms = [
            at("ann.old@example.com", .accepted, 5), at("/o=x/cn=recipients/cn=ann", .declined, 7),
            at("ann lee", .tentative, 6), at("ann@example.com", .none, nil),
        ]
        #expect(try people(forms) == ["ann@example.com person declined"])
        // A copy that came back withdrew what was answered before.
        #expect(try people(forms + [at("\"Ann\" <ann@example.com>", .none, 8)]) == ["ann@example.com person none"])
    }

    @Test func theOrganizerIsOneOfThemUnderEveryAddress() throws {
        #expect(
            try people([at("/o=x/cn=recipients/cn=bob", .organizer, nil), at("bob@example.com", .declined, 9)]) == [
                "bob@example.com person organizer"
            ])
    }

    @Test func outsidersCountOnceEach() throws {
        #expect(
            try people([
                at("guest@partner.test", .accepted, 1), at("A Guest", .declined, 2),
                at("other@partner.test", .accepted, 1),
            ])
                == ["guest@partner.test external declined", "other@partner.test external accepted"])
    }

    @Test func roomsAndSharedMailboxesAreLeftOutUnlessNamedExactly() throws {
        let attendees = [
            at("hall@example.com", .accepted, 1), at("team@example.com", .accepted, 1),
            at("bob@example.com", .accepted, 1),
        ]
        #expect(try people(attendees) == ["bob@example.com person accepted"])
        #expect(
            try people(attendees, includes: ["room@example.com", "bob@*"]) == [
                "bob@example.com person accepted", "room@example.com resource accepted",
            ])
        // Not asked for by name, a wildcard does not let a room in.
        #expect(try people(attendees, includes: ["*"]) == ["bob@example.com person accepted"])
        #expect(
            try people(attendees, excludes: ["room*"], outOfScope: .external) == ["bob@example.com person accepted"])
    }

    @Test(arguments: [
        (OutOfScope.drop, ["ann@example.com person accepted"]),
        (
            .external,
            [
                "ann@example.com person accepted", "bob@example.com external accepted",
                "new@example.com external accepted",
            ]
        ),
        (
            .internal,
            ["ann@example.com person accepted", "bob@example.com person accepted", "new@example.com person accepted"]
        ),
    ])
    func peopleOutOfScope(choice: OutOfScope, expected: [String]) throws {
        let attendees = [
            at("ann@example.com", .accepted, 1), at("bob@example.com", .accepted, 1),
            at("new@example.com", .accepted, 1),
        ]
        #expect(try people(attendees, includes: ["ann*"], outOfScope: choice) == expected)
        #expect(try people(attendees, excludes: ["bob@example.com", "new@*"], outOfScope: choice) == expected)
    }

    @Test func tablesCountPeopleAndNotAddresses() throws {
        let scratch = TableScratch(
            People(
                acceptedDomains: ["example.com"], includes: ["ann*"], outOfScope: .internal, directory: try directory())
        )
        let mask = try scratch.mask()
        let table = MeetingTables(scratch.options(), mask: mask, meetings: true, participants: true)
        try table.add(
            gathering([
                at("/o=x/cn=recipients/cn=bob", .organizer, nil), at("bob@example.com", .accepted, 1),
                at("ann.old@example.com", .accepted, 1),
                at("ann@example.com", .declined, 2), at("hall@example.com", .accepted, 1),
                at("guest@partner.test", .accepted, 1),
            ]))
        #expect(try table.finish().map(\.rows) == [1, 3])
        let meeting = try #require(try scratch.rows("meetings").first)
        // The organizer is out of scope; participant_count and external_count.
        #expect(meeting[10] == "internal" && meeting[11] == "3" && meeting[12] == "1")
        let rows = try scratch.rows("participants").map { [String($0[1].count), $0[2], $0[3]] }
        #expect(
            Set(rows) == [["44", "person", "declined"], ["8", "external", "accepted"], ["8", "person", "organizer"]])
        let counts = mask.counts
        #expect(counts.filtered == [.room: 1, .outOfScope: 1])
        #expect(counts.resolved == [.primary: 3, .alias: 2, .legacyDN: 1])
        #expect(counts.internals == 2 && counts.externals == 1 && counts.pseudonyms == 1)
    }
}
