import Foundation
import Testing

/// A row that holds an address and a legacy DN of one person teaches the whole log, as a directory would.
@Suite struct LearnedNamesTests {
    private typealias Scratch = CommandLineTests.Scratch

    private static let anna = "/o=Org/ou=X/cn=Recipients/cn=anna", ben = "/o=Org/ou=X/cn=Recipients/cn=ben"
    private static let columns = [
        "logtime", "starttime", "endtime", "calendarlogtriggeraction", "itemclass", "globalobjectid",
        "appointmentstate", "responsetype",
        "sentrepresentingemailaddress", "from", "senderemailaddress", "sender", "attendeecollection",
        "responsibleusername", "creationtime",
    ]

    /// A row of a meeting; what is not said is empty.
    private static func row(_ meeting: Int, _ logged: String, _ fields: [String: String]) -> [String: String] {
        [
            "logtime": logged, "starttime": "2024-01-15 09:00:00", "endtime": "2024-01-15 10:00:00",
            "calendarlogtriggeraction": "Create",
            "itemclass": "IPM.Appointment", "appointmentstate": "3", "creationtime": "2024-01-01 08:00:00",
            "globalobjectid":
                "040000008200E00074C5B7101A82E008000000000000542EAD3FDA0100000000000000001000000091A2B3C4D5E6F798A9BACBDCEDFE0F0\(meeting)",
        ].merging(fields) { $1 }
    }

    private func write(_ rows: [[String: String]], _ name: String, _ scratch: Scratch) throws {
        func cell(_ text: String) -> String { "\"" + text.replacing("\"", with: "\"\"") + "\"" }
        let lines =
            [Self.columns.joined(separator: ";")]
            + rows.map { row in Self.columns.map { cell(row[$0] ?? "") }.joined(separator: ";") }
        try lines.joined(separator: "\n").write(toFile: scratch.path(name), atomically: true, encoding: .utf8)
        let run = try scratch.calfold("ingest", name, "--store", "s.db")
        #expect(run.status == 0, "\(run.output)\(run.errors)")
    }

    /// Rows of a table, cut down to some columns.
    private func table(_ name: String, _ columns: [Int], _ scratch: Scratch, _ options: String...) throws -> [String] {
        let run = try scratch.calfold(["export", name, "--store", "s.db", "--plain", "--out", "out"] + options)
        #expect(run.status == 0, "\(run.errors)")
        let lines = try String(contentsOfFile: scratch.path("out/\(name).csv"), encoding: .utf8).components(
            separatedBy: "\r\n"
        ).dropFirst().dropLast()
        return lines.map { line in columns.map { line.components(separatedBy: ";")[$0] }.joined(separator: " ") }
    }

    /// The meeting whose rows name its organizer by DN alone, in the mailbox of a guest.
    private func writeUntaught(_ scratch: Scratch) throws {
        try write(
            [
                Self.row(
                    1, "2024-01-02 08:00:00",
                    ["sentrepresentingemailaddress": Self.anna, "senderemailaddress": Self.anna])
            ], "ben@example.com.csv", scratch)
    }

    /// A row of another meeting, which says whose the DN is.
    private func teach(
        _ address: String, at logged: String, _ name: String, _ scratch: Scratch, meeting: Int = 2
    ) throws {
        try write(
            [
                Self.row(
                    meeting, logged,
                    ["sentrepresentingemailaddress": Self.anna.uppercased(), "from": "\"Anna\" <\(address)>"])
            ], name, scratch)
    }

    @Test func aPairOfOneRowHoldsForEveryRow() throws {
        let scratch = try Scratch()
        try writeUntaught(scratch)
        #expect(
            try table("participants", [1, 3], scratch) == [
                "/o=org/ou=x/cn=recipients/cn=anna organizer", "ben@example.com none",
            ])
        try teach("anna@example.com", at: "2024-01-03 08:00:00", "cara@example.com.csv", scratch)
        let people = ["anna@example.com organizer", "ben@example.com none"]
        #expect(try table("participants", [1, 3], scratch).prefix(2) == people[...])
        #expect(
            try table("interactions", [2, 3], scratch).prefix(2) == [
                "anna@example.com ben@example.com", "ben@example.com anna@example.com",
            ])
        #expect(try table("calendar_log", [9, 10], scratch).allSatisfy { $0.hasPrefix("anna@example.com") })
        #expect(try table("participants", [1, 3], scratch, "--view", "as-held").prefix(2) == people[...])
        #expect(try scratch.calfold("verify", "--store", "s.db").status == 0)
        let story = try scratch.calfold(
            "replay",
            "040000008200E00074C5B7101A82E008000000000000542EAD3FDA0100000000000000001000000091A2B3C4D5E6F798A9BACBDCEDFE0F01",
            "--store", "s.db"
        ).output
        #expect(story.contains("Organizer anna@example.com") && !story.contains("cn=anna"), "\(story)")
    }

    @Test func pairsAreOfTheMomentThatIsAskedFor() throws {
        let scratch = try Scratch()
        try writeUntaught(scratch)
        try teach("anna@example.com", at: "2024-01-03 08:00:00", "cara@example.com.csv", scratch)
        let dn = "/o=org/ou=x/cn=recipients/cn=anna organizer"
        #expect(try table("participants", [1, 3], scratch, "--as-of", "2024-01-02T12:00:00Z").first == dn)
        #expect(
            try table("participants", [1, 3], scratch, "--as-of", "2024-01-03T08:00:00Z").first
                == "anna@example.com organizer")
        #expect(try table("participants", [1, 3], scratch, "--known-at", "1").first == dn)
        #expect(try table("participants", [1, 3], scratch, "--known-at", "2").first == "anna@example.com organizer")
        #expect(try table("participants", [1, 3], scratch, "--view", "as-held", "--known-at", "1").first == dn)
        let id =
            "040000008200E00074C5B7101A82E008000000000000542EAD3FDA0100000000000000001000000091A2B3C4D5E6F798A9BACBDCEDFE0F01"
        #expect(
            try scratch.calfold("replay", id, "--as-of", "2024-01-02T12:00:00Z", "--store", "s.db").output.contains(
                "cn=anna"))
    }

    @Test func ofSeveralAddressesTheNewestCountsAndThenTheLeast() throws {
        let scratch = try Scratch()
        try writeUntaught(scratch)
        try teach("anna.new@example.com", at: "2024-01-05 08:00:00", "cara@example.com.csv", scratch)
        try teach("anna.old@example.com", at: "2024-01-03 08:00:00", "dora@example.com.csv", scratch, meeting: 3)
        #expect(try table("participants", [1, 3], scratch).first == "anna.new@example.com organizer")
        #expect(
            try table("participants", [1, 3], scratch, "--as-of", "2024-01-04").first
                == "anna.old@example.com organizer")
        try teach("anna.alt@example.com", at: "2024-01-05 08:00:00", "eve@example.com.csv", scratch, meeting: 4)
        #expect(try table("participants", [1, 3], scratch).first == "anna.alt@example.com organizer")
    }

    @Test func theDirectoryOutweighsTheLog() throws {
        let scratch = try Scratch()
        try writeUntaught(scratch)
        try teach("anna@example.com", at: "2024-01-03 08:00:00", "cara@example.com.csv", scratch)
        try "address,legacyExchangeDN\nboss@example.com,\(Self.anna)\n".write(
            toFile: scratch.path("people.csv"), atomically: true, encoding: .utf8)
        #expect(
            try table("participants", [1, 3], scratch, "--directory", "people.csv").contains(
                "boss@example.com organizer"))
        // What the log teaches leads on through the directory.
        try "address,aliases\nprimary@example.com,anna@example.com\n".write(
            toFile: scratch.path("people.csv"), atomically: true, encoding: .utf8)
        #expect(
            try table("participants", [1, 3], scratch, "--directory", "people.csv").contains(
                "primary@example.com organizer"))
    }

    /// Ben answers by message under his DN and deletes his copy later, or before: the newest answer is his answer, and
    /// he is one.
    @Test(arguments: [
        ("2024-01-03 08:00:00", "2024-01-04 08:00:00", "declined"),
        ("2024-01-05 08:00:00", "2024-01-04 08:00:00", "accepted"),
    ])
    func answersOfOnePersonMergeByLogTime(_ answered: String, _ declined: String, _ response: String) throws {
        let scratch = try Scratch()
        let organizer = ["sentrepresentingemailaddress": "anna@example.com"]
        try write(
            [
                Self.row(1, "2024-01-02 08:00:00", organizer.merging(["appointmentstate": "1"]) { $1 }),
                Self.row(
                    1, answered,
                    [
                        "itemclass": "IPM.Schedule.Meeting.Resp.Pos", "sentrepresentingemailaddress": Self.ben,
                        "appointmentstate": "", "creationtime": answered,
                    ]),
            ], "anna@example.com.csv", scratch)
        try write(
            [
                Self.row(1, "2024-01-02 08:00:01", organizer),
                Self.row(
                    1, declined,
                    organizer.merging(["responsetype": "Decline", "calendarlogtriggeraction": "Update"]) { $1 }),
            ], "ben@example.com.csv", scratch)
        try write(
            [Self.row(2, "2024-01-02 08:00:00", ["senderemailaddress": Self.ben, "sender": "Ben <ben@example.com>"])],
            "cara@example.com.csv", scratch)
        #expect(
            try table("participants", [1, 3], scratch).prefix(2) == [
                "anna@example.com organizer", "ben@example.com \(response)",
            ])
        let counts = try table("meetings", [11], scratch)
        #expect(counts.first == "2")
        #expect(try table("interactions", [2, 3], scratch).count == (response == "declined" ? 0 : 2))
        let id =
            "040000008200E00074C5B7101A82E008000000000000542EAD3FDA0100000000000000001000000091A2B3C4D5E6F798A9BACBDCEDFE0F01"
        let story = try scratch.calfold("replay", id, "--store", "s.db", "--format", "json").output.split(
            separator: "\n")
        #expect(
            story.last?.contains("anna@example.com organizer, ben@example.com \(response)") == true,
            "\(story.last ?? "")")
    }

    @Test(arguments: [
        #"[{"DisplayName":"Anna","EmailAddress":"/o=Org/ou=X/cn=Recipients/cn=anna","RoutingType":"EX","SmtpEmailAddress":"anna@example.com","ResponseType":3}]"#,
        #"{"value":[{"emailAddress":{"name":"Anna","address":"anna@example.com"},"legacyExchangeDN":"/o=Org/ou=X/cn=Recipients/cn=anna"}]}"#,
        "SmtpEmailAddress=anna@example.com; EmailAddress=/o=Org/ou=X/cn=Recipients/cn=anna; ResponseType=3",
    ])
    func listsOfAttendeesTeach(_ list: String) throws {
        let scratch = try Scratch()
        try writeUntaught(scratch)
        try write(
            [
                Self.row(
                    2, "2024-01-03 08:00:00",
                    ["attendeecollection": list, "sentrepresentingemailaddress": "dora@example.com"])
            ], "cara@example.com.csv", scratch)
        #expect(try table("participants", [1, 3], scratch).first == "anna@example.com organizer")
    }
}
