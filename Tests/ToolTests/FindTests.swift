import Foundation
import Testing

/// Looking for a meeting as people do: by words, dates and ids as they have them.
@Suite struct FindTests {
    static let ordinary =
        "040000008200E00074C5B7101A82E0080000000030F3D1A2B3C4D501000000000000000010000000A1B2C3D4E5F60718293A4B5C6D7E8F90"
    private static let late =
        "040000008200E00074C5B7101A82E0080000000040F3D1A2B3C4D50100000000000000001000000011B2C3D4E5F60718293A4B5C6D7E8FFF"
    static let text = "Room-Plan-77@calendar.test"

    /// A store of three meetings: one of Warsaw's early morning, one in New York's evening whose UTC date is the next
    /// day, and one whose id is another calendar's text.
    private static func store() throws -> CommandLineTests.Scratch {
        let scratch = try CommandLineTests.Scratch()
        let head =
            "logtime;starttime;endtime;normalizedsubject;calendarlogtriggeraction;itemclass;sentrepresentingemailaddress;itemversion;appointmentsequencenumber;appointmentstate;globalobjectid;creationtime;timezone"
        func row(
            _ logged: String, _ start: String, _ end: String, _ subject: String, _ organizer: String, _ version: Int,
            _ id: String, _ zone: String
        ) -> String {
            "\(logged);\(start);\(end);\(subject);\(version == 1 ? "Create" : "Update");IPM.Appointment;\(organizer);\(version);0;1;\(id);2024-01-02 08:00:00;\(zone)"
        }
        let rows = [
            row(
                "2024-01-02 08:00:00", "2024-02-13 23:30:00", "2024-02-14 00:30:00", "Budget Review 2024",
                "alice@example.com", 1, ordinary, "Europe/Warsaw"),
            row(
                "2024-01-03 08:00:00", "2024-06-01 01:00:00", "2024-06-01 02:00:00", "Late call", "alice@example.com",
                1, late, "America/New_York"),
            row(
                "2024-01-03 09:00:00", "2024-03-04 09:00:00", "2024-03-04 10:00:00", "Rooms", "alice@example.com", 1,
                text, "UTC"),
            row(
                "2024-05-01 08:00:00", "2024-03-04 09:00:00", "2024-03-04 10:00:00", "Rooms renamed",
                "alice@example.com", 2, text, "UTC"),
        ]
        try Data(([head] + rows).joined(separator: "\r\n").utf8).write(
            to: scratch.folder.appending(path: "alice@example.com.csv"))
        #expect(try scratch.calfold("ingest", "alice@example.com.csv").status == 0)
        #expect(try scratch.calfold("fold").status == 0)
        try Data("a key that only this test knows".utf8).write(to: scratch.folder.appending(path: "key.txt"))
        return scratch
    }

    private static func subjects(_ run: CommandLineTests.Run) -> Set<String> {
        Set(["Budget", "Late", "Rooms"].filter { run.output.contains($0) })
    }

    @Test(arguments: [
        (["budget", "2024-02"], ["Budget"]), (["budget 2024-02"], ["Budget"]), (["14.02.2024"], ["Budget"]),
        (["14.2.2024"], ["Budget"]),
        (["2024/02/14"], ["Budget"]), (["20240214"], ["Budget"]), (["02.2024"], ["Budget"]), (["2/2024"], ["Budget"]),
        (["14", "Feb", "2024"], ["Budget"]),
        (["February", "14,", "2024"], ["Budget"]), (["feb", "2024"], ["Budget"]),
        (["2024-02-14", "00:30"], ["Budget"]), (["2024-02-14T00:30"], ["Budget"]),
        (["2/14/2024"], ["Budget"]), (["2024"], ["Budget", "Late", "Rooms"]),
        (["alice@example.com", "2024"], ["Budget", "Late", "Rooms"]),
        // By the clock of New York, whatever the day in UTC.
        (["2024-05-31"], ["Late"]), (["2024-05"], ["Late"]), (["late", "21:00"], ["Late"]),
        (["room-plan-77"], ["Rooms"]), (["A1B2C3D4E5F6"], ["Budget"]),
        (["late", "9:00", "PM"], ["Late"]), (["late 9pm"], ["Late"]), (["2/14/2024 12:30 AM"], ["Budget"]),
        (["14. Februar 2024"], ["Budget"]), (["14 de febrero de 2024"], ["Budget"]), (["14-Feb-2024"], ["Budget"]),
        (["Wednesday, February 14, 2024"], ["Budget"]), (["20240214 00:30"], ["Budget"]),
        // With an offset it is an instant, whosever clock the meeting goes by.
        (["2024-02-13T23:30:00Z"], ["Budget"]), (["2024-02-13", "23:30", "UTC"], ["Budget"]),
        (["2024-06-01T03:00:00+02:00"], ["Late"]), (["20240213T233000Z"], ["Budget"]),
        (["\"budget", "review\""], ["Budget"]), (["<alice@example.com>", "rooms"], ["Rooms"]),
        ([ordinary + "/20240214T003000Z"], ["Budget"]), (["UID:" + ordinary], ["Budget"]),
        (["BAAAAIIA4AB0xbcQGoLgCAAAAAAw89Gis8TVAQAA"], ["Budget"]), ([String(ordinary.dropFirst())], ["Budget"]),
    ])
    func datesAndWordsAreReadAsPeopleWriteThem(words: [String], subjects: [String]) throws {
        let run = try Self.store().calfold(["replay", "--find"] + words)
        #expect(run.status == 0 && Self.subjects(run) == Set(subjects), "\(words): \(run.output)\(run.errors)")
    }

    @Test(arguments: [
        ["2024-02-13"], ["2024-06-01"], ["2024-06"], ["2023"], ["budget", "2024-03"], ["2024-02-14", "09:00"],
        ["20240214", "09:00"], ["late", "9am"], ["2024-02-14T00:30:00Z"], ["budget", "2024-2-"], ["Tue 14 Feb 2024"],
    ])
    func whatIsNotThereIsNotFound(words: [String]) throws {
        let run = try Self.store().calfold(["replay", "--find"] + words)
        #expect(run.status == 66, "\(words): \(run.output)\(run.errors)")
    }

    @Test func theListSaysWhoseClockItShows() throws {
        let run = try Self.store().calfold("replay", "--find", "2024")
        #expect(
            run.output.contains("2024-02-14 00:30 Europe/Warsaw")
                && run.output.contains("2024-05-31 21:00 America/New_York"), "\(run.output)")
        let json = try Self.store().calfold("replay", "--find", "late", "--format", "json")
        #expect(
            json.output.contains("\"timeZone\":\"America/New_York\"")
                && json.output.contains("\"firstStart\":\"2024-05-31 21:00\""), "\(json.output)")
    }

    @Test(arguments: ["2024-02-30", "14.02.24", "2024-13"]) func whatIsNoDateIsSaid(word: String) throws {
        let run = try Self.store().calfold("replay", "--find", "budget", word)
        #expect(run.status == 66 && run.errors.contains("\(word) was read as text"), "\(run.errors)")
    }

    @Test func aDateThatFitsTwoReadingsIsNotGuessed() throws {
        let run = try Self.store().calfold("replay", "--find", "budget", "03/02/2024")
        #expect(
            run.status == 64 && run.errors.contains("2024-02-03") && run.errors.contains("2024-03-02"), "\(run.errors)")
    }

    @Test func everyHitIsShownOrCounted() throws {
        let scratch = try Self.store()
        #expect(try scratch.calfold("replay", "--find", "alice").output.split(separator: "\n").count == 3)
        let two = try scratch.calfold("replay", "--find", "alice", "--limit", "2")
        #expect(
            two.output.split(separator: "\n").count == 2 && two.errors.contains("2 of 3 meetings shown"),
            "\(two.errors)")
        #expect(try scratch.calfold("replay", "--find", "alice", "--limit", "3").errors.isEmpty)
        // More than the fifty that were once the end.
        let many = try CommandLineTests.Scratch()
        _ = try many.calfold("ingest", CommandLineTests.sample)
        _ = try many.calfold("fold")
        let all = try many.calfold("replay", "--find", "example.com").output.split(separator: "\n").count
        #expect(all > 50, "\(all)")
    }

    @Test(arguments: [
        ["replay", "0400", "--find", "budget"], ["replay", "--find", "budget", "--mailbox", "alice@example.com"],
        ["replay", "0400", "--limit", "3"],
        ["replay", "--find", "budget", "--limit", "0"], ["replay", "--find", "budget", "--occurrence", "2024-02-14"],
    ])
    func whatCannotGoTogetherIsAUsageError(arguments: [String]) throws {
        #expect(try Self.store().calfold(arguments).status == 64, "\(arguments)")
    }

    @Test func asOfAndKnownAtHoldForIt() throws {
        let scratch = try Self.store()
        #expect(try scratch.calfold("replay", "--find", "renamed").status == 0)
        #expect(try scratch.calfold("replay", "--find", "renamed", "--as-of", "2024-04-01").status == 66)
        #expect(try scratch.calfold("replay", "--find", "rooms", "--as-of", "2024-04-01").output.contains("Rooms\n"))
        #expect(
            try scratch.calfold("replay", "--find", "alice", "--as-of", "2024-01-02T12:00:00Z").output.split(
                separator: "\n"
            ).count == 1)
        #expect(try scratch.calfold("replay", "--find", "alice", "--known-at", "0").status == 66)
        #expect(try scratch.calfold("replay", "--find", "alice", "--known-at", "1").status == 0)
    }

    private static let forms: [String] = {
        var forms: [String] = [
            ordinary, ordinary.lowercased(), "UID:\(ordinary)", "uid: \(ordinary)", "0x\(ordinary)", "\"\(ordinary)\"",
            "GlobalObjectId: \(ordinary)",
        ]
        forms.append(String(ordinary.dropFirst()))
        forms.append(String(ordinary.prefix(50)))
        forms.append(String(ordinary.dropFirst().prefix(49)))
        forms.append(String(ordinary.suffix(12)))
        forms.append(String(ordinary.suffix(8)).lowercased())
        forms.append("\(ordinary)/20240214T003000Z")
        forms.append("\(ordinary)/20240214")
        forms.append("\(ordinary.prefix(32))07E8020E\(ordinary.dropFirst(40))")
        forms.append("BAAAAIIA4AB0xbcQGoLgCAAAAAAw89Gis8TVAQAAAAAAAAAAEAAAAKGyw9Tl9gcYKTpLXG1+j5A=")
        forms.append("BAAAAIIA4AB0xbcQGoLgCAAAAAAw89Gis8TVAQAAAAAAAAAAEAAAAKGy")
        // As addresses of the web have Base64: another alphabet, escapes, no padding.
        forms.append("BAAAAIIA4AB0xbcQGoLgCAAAAAAw89Gis8TVAQAAAAAAAAAAEAAAAKGyw9Tl9gcYKTpLXG1-j5A")
        forms.append("BAAAAIIA4AB0xbcQGoLgCAAAAAAw89Gis8TVAQAAAAAAAAAAEAAAAKGyw9Tl9gcYKTpLXG1%2Bj5A%3D")
        // Copied out of a list, a spreadsheet, a message or a calendar file.
        forms += [
            "\(ordinary);", "\(ordinary),", "'\(ordinary)", "\"globalObjectId\": \"\(ordinary)\",",
            "iCalUId=\(ordinary)",
        ]
        forms += [
            "X-MICROSOFT-CDO-GLOBALID:\(ordinary)", "urn:uid:\(ordinary)",
            "UID:\(ordinary.prefix(60))\r\n \(ordinary.dropFirst(60))",
        ]
        return forms
    }()

    @Test(arguments: forms)
    func anIdIsTakenInEveryForm(id: String) throws {
        let run = try Self.store().calfold("replay", id)
        #expect(run.status == 0 && run.output.contains("Budget Review 2024"), "\(id): \(run.output)\(run.errors)")
    }

    @Test(arguments: [
        "Room-Plan-77@calendar.test", "ROOM-PLAN-77@CALENDAR.TEST", "room-plan-77@calendar.test",
        "UID:Room-Plan-77@calendar.test", "room-plan", "77@Calendar.test", "<room-plan-77@calendar.test>",
    ])
    func anIdOfTextIsTakenInAnyCase(id: String) throws {
        let run = try Self.store().calfold("replay", id)
        #expect(run.status == 0 && run.output.contains("Rooms renamed"), "\(id): \(run.output)\(run.errors)")
    }

    /// The case of `Fixtures/cases`: found in capitals, asked for in small letters.
    @Test func theCaseOfAPlainTextIDComesOutRight() throws {
        let scratch = try CommandLineTests.Scratch()
        let input = CommandLineTests.root.appending(path: "Fixtures/cases/replay-of-a-plain-text-id/in").path
        #expect(try scratch.calfold("ingest", input, "--store", "s.db").status == 0)
        #expect(try scratch.calfold("fold", "--store", "s.db").status == 0)
        let found = try scratch.calfold("replay", "--find", "Case", "--store", "s.db")
        let listed = try #require(found.output.split(separator: " ").first.map(String.init), "\(found.errors)")
        for id in [listed, "ROOM-PLAN-77@CALENDAR.TEST", "room-plan-77@calendar.test"] {
            let story = try scratch.calfold("replay", id, "--store", "s.db")
            #expect(story.status == 0 && story.output.contains("Subject   Case"), "\(id): \(story.errors)")
        }
    }

    @Test func pseudonymsAreTakenWithTheKey() throws {
        let scratch = try Self.store()
        _ = try scratch.calfold("export", "meetings", "--key-file", "key.txt", "--out", "out")
        let table = try String(contentsOf: scratch.folder.appending(path: "out/meetings.csv"), encoding: .utf8)
        let row = try #require(table.split(whereSeparator: \.isNewline).first { $0.contains("2024-03-04") }).split(
            separator: ";", omittingEmptySubsequences: false
        ).map(String.init)
        #expect(row[0].count == 44)
        for id in [row[0], row[1], "UID:" + row[0], String(row[0].dropLast()), "\"\(row[0])\";"] {
            let run = try scratch.calfold("replay", id, "--key-file", "key.txt")
            #expect(run.status == 0 && run.output.contains("Rooms renamed"), "\(id): \(run.errors)")
        }
        // A person's: the organizer of all three. Capitals count.
        let found = try scratch.calfold("replay", "--find", row[10], "--key-file", "key.txt")
        #expect(found.output.split(separator: "\n").count == 3, "\(found.errors)")
        #expect(
            try scratch.calfold("replay", "--find", row[0], "--key-file", "key.txt").output.split(separator: "\n").count
                == 1)
        let without = try scratch.calfold("replay", row[0])
        #expect(without.status != 0 && without.errors.contains("key"), "\(without.errors)")
    }

    // MARK: Short ids

    /// What a list shows can be typed: eight digits, or as many more as it takes.
    @Test func listsShowIDsAsShortAsTheyAreUnique() throws {
        let scratch = try Self.store()
        let twin = Self.ordinary.dropLast(12) + "FF6A" + Self.ordinary.suffix(8)
        let head =
            "logtime;starttime;endtime;normalizedsubject;calendarlogtriggeraction;itemclass;sentrepresentingemailaddress;itemversion;appointmentsequencenumber;appointmentstate;globalobjectid;creationtime;timezone"
        let row =
            "2024-01-02 08:00:00;2024-02-20 09:00:00;2024-02-20 10:00:00;Budget twin;Create;IPM.Appointment;alice@example.com;1;0;1;\(twin);2024-01-02 08:00:00;UTC"
        try Data("\(head)\r\n\(row)\r\n".utf8).write(to: scratch.folder.appending(path: "alice@example.com_2.csv"))
        #expect(try scratch.calfold("ingest", "alice@example.com_2.csv").status == 0)
        #expect(try scratch.calfold("fold").status == 0)
        let list = try scratch.calfold("replay", "--find", "2024").output
        let ids = list.split(separator: "\n").compactMap { $0.split(separator: " ").first.map(String.init) }
        // The two end alike: "5C6D7E8F90" and what stands before it tell them apart.
        #expect(
            Set(ids) == [
                String(Self.ordinary.suffix(9)), String(twin.suffix(9)), String(Self.late.suffix(8)),
                Self.text.uppercased(),
            ]
                || Set(ids) == [
                    String(Self.ordinary.suffix(9)), String(twin.suffix(9)), String(Self.late.suffix(8)), Self.text,
                ],
            "\(ids)")
        for id in ids {
            let told = try scratch.calfold("replay", id)
            #expect(told.status == 0, "\(id): \(told.errors)")
            #expect(told.output.hasPrefix("Meeting \(id)\n"), "\(told.output.prefix(80))")
        }
        // Programs get the whole.
        #expect(try scratch.calfold("replay", "--find", "twin", "--format", "json").output.contains(twin))
        #expect(try scratch.calfold("replay", ids[0], "--format", "json").output.contains("0400"))
        let unclear = try scratch.calfold("replay", String(twin.suffix(8)))
        #expect(unclear.status == 64 && unclear.errors.contains(twin.suffix(9)), "\(unclear.errors)")
    }
}
