import Foundation
import Testing

/// What carries somebody's words without being a subject: ids, clients, zones, actions.
@Suite struct HiddenNamesTests {
    private typealias Scratch = CommandLineTests.Scratch
    private let key = ["CALFOLD_KEY": "a key that only this test knows"]

    private func input(_ name: String) -> String {
        CommandLineTests.root.appending(path: "Fixtures/cases/\(name)/in").path
    }

    @Test func anIDThatCarriesTextLeavesAsAPseudonymOnly() throws {
        let scratch = try Scratch()
        #expect(try scratch.calfold("ingest", input("foreign-text-in-short-ids"), "--store", "s.db").status == 0)
        _ = try scratch.calfold("fold", "--store", "s.db")
        let tables = ["meetings", "participants", "calendar_log"]
        let run = try scratch.calfold(
            ["export"] + tables + [
                "--store", "s.db", "--accepted-domain", "example.com", "--from", "2024-01-01", "--to", "2024-02-01",
                "--out", "out",
            ], environment: key)
        #expect(run.status == 0, "\(run.errors)")
        for table in tables {
            let text = try String(contentsOfFile: scratch.path("out/\(table).csv"), encoding: .utf8)
            #expect(text.components(separatedBy: "\r\n").count > 16, "\(table)")
            // A pseudonym's letters are chance.
            #expect(!text.replacing(/[A-Za-z0-9+\/]{43}=/, with: "").lowercased().contains("zq"), "\(table)")
            // An id that stands in clear begins so, whatever follows.
            #expect(!text.contains("040000008200E00074C5B7101A82E008"), "\(table)")
        }
        #expect(try scratch.calfold("export", "--check", "out").status == 0)
    }

    @Test(arguments: ["text", "json", "html"]) func aReplayShowsNoWordsThatAreNotExchanges(_ format: String) throws {
        let scratch = try Scratch()
        #expect(try scratch.calfold("ingest", input("replay-pseudonyms-client"), "--store", "s.db").status == 0)
        _ = try scratch.calfold("fold", "--store", "s.db")
        let run = try scratch.calfold(
            ["replay", "0400", "--store", "s.db", "--pseudonyms", "--format", format], environment: key)
        #expect(run.status == 0, "\(run.errors)")
        // The page brings the meeting along as a calendar file in Base64, whose letters are chance.
        let packed = /base64,[A-Za-z0-9+\/=]+/
        let texts =
            [run.output.replacing(packed, with: "")]
            + run.output.matches(of: packed).compactMap {
                Data(base64Encoded: String($0.output.dropFirst("base64,".count))).map {
                    String(decoding: $0, as: UTF8.self)
                }
            }
        #expect(texts.count == (format == "html" ? 2 : 1))
        for text in texts.map({ $0.lowercased() }) {
            #expect(!text.contains("zq") && !text.contains("alice"), "\(text)")
        }
        #expect(
            run.output.contains("a client of no known name") && run.output.contains("a zone of no known name")
                && run.output.contains("an action of no known name"))
        let clear = try scratch.calfold(["replay", "0400", "--store", "s.db", "--format", format])
        #expect(clear.output.contains("zqAlice") && clear.output.contains("zqzone2"))
    }

    private static let head =
        "logtime;starttime;endtime;calendarlogtriggeraction;itemclass;mailbox;sentrepresentingemailaddress;appointmentstate;globalobjectid;timezone;recurrencetype"
    private static let id =
        "040000008200E00074C5B7101A82E008000000000000542EAD3FDA010000000000000000100000001D2C3B4A5968778"

    /// What somebody else wrote into the columns of Exchange's words leaves as its HMAC, and equal texts stay equal.
    @Test func freeTextInColumnsOfWordsLeavesAsAPseudonymOnly() throws {
        let scratch = try Scratch()
        let words = [
            ("zqAction", "IPM.Appointment", "zqZone", "zqType"),
            ("Create", "IPM.Appointment.zqForm", "(UTC+01:00) zqTown", "None"),
            ("Update", "IPM.zqClass", "zqPath/Europe/Warsaw", "Weekly"),
            ("zqAction", "IPM.Appointment", "zqZone", "zqType"),
            ("Create", "IPM.Appointment", "(GMT-05:00) Eastern Standard Time - zqOffice", "None"),
            ("Create", "IPM.Appointment", "(UTC+01:00) Sarajevo, Skopje, Warsaw, Zagreb", "None"),
        ]
        let rows = words.enumerated().map { number, word in
            "2024-01-1\(number) 08:00:00;2024-01-15 09:00:00;2024-01-15 10:00:00;\(word.0);\(word.1);ben@example.com;ben@example.com;1;\(Self.id)\(1000000 + number * 7919)AA;\(word.2);\(word.3)"
        }
        try ([Self.head] + rows).joined(separator: "\n").write(
            toFile: scratch.path("in.csv"), atomically: true, encoding: .utf8)
        let taken = try scratch.calfold("ingest", "in.csv", "--store", "s.db")
        #expect(taken.status == 0, "\(taken.output)\(taken.errors)")
        let names = ["meetings", "participants", "calendar_log", "ics"]
        let run = try scratch.calfold(
            ["export"] + names + ["--store", "s.db", "--accepted-domain", "example.com", "--out", "out", "--subjects"],
            environment: key)
        #expect(run.status == 0, "\(run.errors)")
        for name in ["meetings.csv", "participants.csv", "calendar_log.csv", "calendar.ics"] {
            let text = try String(contentsOfFile: scratch.path("out/\(name)"), encoding: .utf8)
            #expect(!text.lowercased().replacing(/[a-z0-9+\/]{43}=/, with: "").contains("zq"), "\(name): \(text)")
        }
        let log = try String(contentsOfFile: scratch.path("out/calendar_log.csv"), encoding: .utf8)
            .components(separatedBy: "\r\n").dropFirst().map { $0.components(separatedBy: ";") }
        let (first, fourth, last) = (try #require(log.first), log[3], log[5])
        #expect(first[4].count == 44 && first[4] == fourth[4] && first[19] == fourth[19] && first[20] == fourth[20])
        #expect(first[4] != first[19] && last[19] == "(UTC+01:00) Sarajevo, Skopje, Warsaw, Zagreb")
        #expect(log[1][6] == "IPM.Appointment" && log[2][6].count == 44)
        let check = try scratch.calfold("export", "--check", "out", "--subjects")
        #expect(check.status == 0, "\(check.output)")
        for pseudonyms in [true, false] {
            let replay = try scratch.calfold(
                ["replay", Self.id + "1000000AA", "--store", "s.db"] + (pseudonyms ? ["--pseudonyms"] : []),
                environment: key)
            #expect(
                replay.status == 0 && replay.output.contains("zq") != pseudonyms, "\(replay.output)\(replay.errors)")
        }
    }

    /// The check knows the same rule.
    @Test(arguments: ["calendarlogtriggeraction", "itemclass", "timezone", "recurrencetype"])
    func theCheckFindsFreeTextInColumnsOfWords(column: String) throws {
        let scratch = try Scratch()
        #expect(try scratch.calfold("ingest", CommandLineTests.sample, "--store", "s.db").status == 0)
        let run = try scratch.calfold(
            ["export", "calendar_log", "--store", "s.db", "--accepted-domain", "example.com", "--out", "out"],
            environment: key)
        #expect(run.status == 0)
        #expect(try scratch.calfold("export", "--check", "out").status == 0)
        let path = scratch.path("out/calendar_log.csv")
        var lines = try String(contentsOfFile: path, encoding: .utf8).components(separatedBy: "\r\n")
        let names = lines[0].components(separatedBy: ";")
        let place = try #require(names.firstIndex(of: column))
        var cells = lines[7].components(separatedBy: ";")
        cells[place] = "Alice from accounting"
        lines[7] = cells.joined(separator: ";")
        try FileManager.default.removeItem(atPath: scratch.path("out/datapackage.json"))
        try lines.joined(separator: "\r\n").write(toFile: path, atomically: true, encoding: .utf8)
        let check = try scratch.calfold("export", "--check", "out")
        #expect(check.status == 1 && check.output.contains("somebody's text"), "\(check.output)")
    }

    @Test func whatIsExchangesOwnStaysReadable() throws {
        let scratch = try Scratch()
        _ = try scratch.calfold(
            "ingest", CommandLineTests.root.appending(path: "Fixtures/calendar/formats/script-enhanced").path,
            "--store", "s.db", "--culture", "en-US")
        _ = try scratch.calfold("fold", "--store", "s.db")
        let run = try scratch.calfold(
            ["replay", "040000008200E00074C5B7101A82E0080000000000A8550F1142DA01", "--store", "s.db", "--pseudonyms"],
            environment: key)
        #expect(run.status == 0 && run.output.contains("Outlook"), "\(run.output)\(run.errors)")
        #expect(!run.output.contains("of no known name"), "\(run.output)")
    }

    @Test(arguments: [
        "*.com", "*.co.uk", "*.CO.UK", "*.рф", "*.xn--p1ai", "*.onmicrosoft.com", "*.Mail.OnMicrosoft.com",
    ]) func aWildcardOnAPublicSuffixIsRefused(
        _ domain: String
    ) throws {
        let scratch = try Scratch()
        _ = try scratch.calfold("ingest", input("replay-pseudonyms-client"), "--store", "s.db")
        let run = try scratch.calfold(["export", "meetings", "--plain", "--accepted-domain", domain, "--store", "s.db"])
        #expect(run.status == 64 && run.errors.contains("takes in whoever has a domain there"), "\(run.errors)")
    }

    /// One domain in the options, the directory and the log, in whatever letters.
    @Test func aDomainOfAnotherAlphabetIsOneDomain() throws {
        let scratch = try Scratch()
        let rows = [
            "anna@münchen.example", "Anna@xn--mnchen-3ya.example", "\"Anna\" <anna@MÜNCHEN.example.>",
        ].enumerated().map { number, organizer in
            "ben@xn--mnchen-3ya.example;2024-01-08 08:00:0\(number);2024-01-15 09:00:00;2024-01-15 10:00:00;Create;IPM.Appointment;"
                + "040000008200E00074C5B7101A82E008000000000000542EAD3FDA0100000000000000001000000091A2B3C4D5E6F798A9BACBDCEDFE0F0\(number);3;\"\(organizer.replacing("\"", with: "\"\""))\""
        }
        let head =
            "mailbox;logtime;starttime;endtime;calendarlogtriggeraction;itemclass;globalobjectid;appointmentstate;sentrepresentingemailaddress"
        try ([head] + rows).joined(separator: "\n").write(
            toFile: scratch.path("in.csv"), atomically: true, encoding: .utf8)
        #expect(try scratch.calfold("ingest", "in.csv", "--store", "s.db").status == 0)
        for domain in ["münchen.example", "xn--mnchen-3ya.example", "*.MÜNCHEN.example"] {
            let run = try scratch.calfold(
                ["export", "meetings", "--store", "s.db", "--accepted-domain", domain, "--out", "out"], environment: key
            )
            #expect(run.status == 0, "\(run.errors)")
            let lines = try String(contentsOfFile: scratch.path("out/meetings.csv"), encoding: .utf8).components(
                separatedBy: "\r\n"
            ).dropFirst().dropLast()
            let organizers = Set(lines.map { $0.components(separatedBy: ";")[10] })
            #expect(
                lines.count == 3 && organizers.count == 1 && organizers.first?.count == 44, "\(domain): \(organizers)")
        }
    }
}
