import EventStore
import Foundation
import Night
import TestSupport
import Testing

/// Rows that are read again are read as the first reading would have read them, and come in by no other door.
@Suite struct RetryNightTests {
    private static let titles =
        "logtime;calendarlogtriggeraction;starttime;endtime;normalizedsubject;itemclass;cleanglobalobjectid;mailbox"

    private static func row(
        _ number: Int, subject: String = "Budget", mailbox: String = "bob@example.com",
        date: (String) -> String = { "2024-02-14 \($0)" }
    ) -> String {
        let id =
            "040000008200E00074C5B7101A82E00800000000" + "542EAD3FDA0100000000000000001000000"
            + "01D2C3B4A59687786F5E4D3C2B1A0"
            + String(1000 + number)
        return
            "\(date("08:15:00"));Create;\(date("09:30:00"));\(date("10:00:00"));\(subject);IPM.Appointment;\(id);\(mailbox)"
    }

    private func entries(_ scratch: NightScratch, _ store: String) throws -> String {
        let process = Process(), pipe = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "sqlite3", "-batch", scratch.folder + "/" + store,
            "SELECT logtime, starttime, endtime, normalizedsubject, mailbox, meeting_key FROM calendar_entries ORDER BY meeting_key",
        ]
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: output, as: UTF8.self)
    }

    /// The clock, the culture and the pattern of the first reading hold, whatever the second adds.
    @Test(arguments: [
        ["--culture", "en-GB", "--time-zone", "Europe/Warsaw"],
        ["--date-format", "dd.MM.yyyy HH:mm:ss", "--time-zone", "Asia/Kolkata", "--log-time-zone", "America/New_York"],
        ["--mailbox", "carol@example.com", "--culture", "en-US", "--log-time-zone", "Asia/Kolkata"], [],
    ])
    func theOptionsOfTheFirstReadingHold(options: [String]) throws {
        let scratch = try NightScratch()
        func date(_ time: String) -> String {
            options.contains("en-GB")
                ? "14/02/2024 \(time)"
                : options.contains("en-US")
                    ? "2/14/2024 \(time)" : options.isEmpty ? "2024-02-14 \(time)" : "14.02.2024 \(time)"
        }
        var file = Data((Self.titles + "\r\n" + Self.row(1, date: date) + "\r\n").utf8)
        let parts = Self.row(2, subject: "@", mailbox: "", date: date).components(separatedBy: "@")
        file += Data(parts[0].utf8) + Data([0xA3, 0xF3, 0x64, 0x9F]) + Data(parts[1].utf8) + Data("\r\n".utf8)
        try file.write(to: URL(filePath: scratch.folder + "/dave@example.com.csv"))
        let first = try scratch.calfold(["ingest", "dave@example.com.csv", "--store", "s.db"] + options)
        #expect(
            first.status == 1 && first.output.contains("1 taken + 0 duplicate + 1 quarantined"),
            "\(first.output)\(first.errors)")
        let again = try scratch.calfold(["quarantine", "--retry", "--encoding", "windows-1250", "--store", "s.db"])
        #expect(again.status == 0, "\(again.output)\(again.errors)")
        let whole = try scratch.calfold(
            ["ingest", "dave@example.com.csv", "--encoding", "windows-1250", "--store", "whole.db"] + options)
        #expect(whole.status == 0 && whole.output.contains("2 taken"), "\(whole.output)\(whole.errors)")
        let found = try entries(scratch, "s.db")
        #expect(try found == entries(scratch, "whole.db") && found.contains("Łódź"), "\(found)")
        // They are the same rows, by their identity.
        let repeated = try scratch.calfold(
            ["ingest", "dave@example.com.csv", "--encoding", "windows-1250", "--store", "s.db"] + options)
        #expect(repeated.output.contains("0 taken + 2 duplicate"), "\(repeated.output)")
        #expect(try scratch.calfold(["verify", "--store", "s.db"]).status == 0)
    }

    /// A zone or a culture that is given with the second reading outweighs the first one's.
    @Test func whatIsGivenNowOutweighsTheFirstReading() throws {
        let scratch = try NightScratch()
        try scratch.scratch.write(
            [Self.titles, Self.row(1), Self.row(2) { "14/02/2024 \($0)" }].joined(separator: "\r\n") + "\r\n",
            to: "bob@example.com.csv")
        #expect(
            try scratch.calfold(["ingest", "bob@example.com.csv", "--store", "s.db", "--time-zone", "Asia/Kolkata"])
                .status == 1)
        let again = try scratch.calfold(
            ["quarantine", "--retry", "--culture", "en-GB", "--time-zone", "UTC", "--store", "s.db"])
        #expect(again.status == 0, "\(again.output)\(again.errors)")
        #expect(try entries(scratch, "s.db").contains("2024-02-14 09:30:00"))
    }

    /// What a night refuses a retry refuses too, also where the only night was cut off before its report.
    @Test(arguments: [true, false]) func aRetryLetsInNoPseudonyms(nightWasCutOff: Bool) throws {
        let scratch = try NightScratch()
        let pseudonym = String(repeating: "A", count: 43) + "="
        try scratch.takeAll()
        let rows = [Self.row(1), Self.row(2, mailbox: pseudonym) { "14/02/2024 \($0)" }]
        try scratch.scratch.write(([Self.titles] + rows).joined(separator: "\r\n") + "\r\n", to: "more.csv")
        let first = try scratch.calfold(["ingest", "more.csv", "--store", "calfold.db"])
        #expect(first.status == 1 && first.output.contains("1 quarantined"), "\(first.output)\(first.errors)")
        if nightWasCutOff {
            _ = try NightLedger(EventLog(path: scratch.folder + "/calfold.db", access: .readWrite))
        } else {
            #expect(try scratch.night().status == 0)
        }
        let again = try scratch.calfold(["quarantine", "--retry", "--culture", "en-GB"])
        #expect(again.status == 1 && again.errors.contains("0 rows were understood"), "\(again.output)\(again.errors)")
        #expect(try scratch.night().status == 0, "no later night may end without tables")
    }

    /// Wherever a row names somebody by a pseudonym, it stays out: let in, it would keep all later nights from writing.
    @Test(arguments: [
        "from", "sender", "mailbox", "attendeecollection", "displayattendeesall", "receivedrepresenting",
        "mail sender", "mail recipient", "tracking recipients",
    ])
    func noColumnLetsAPseudonymIn(place: String) throws {
        let scratch = try NightScratch("tables: [meetings, participants, emails, interactions, calendar_log]\n")
        let pseudonym = String(repeating: "Ab3+/", count: 8) + "abc="
        let good: [String], bad: String
        switch place {
        case "mail sender", "mail recipient":
            func trace(_ number: Int, _ sender: String, _ recipient: String) -> String {
                "<\(number)@example.com>,2024-03-04T08:00:00.0000000,\(sender),\(recipient),s,Delivered,,,1,\(1000 + number)0000-5c1e-4f6a-9d3b-08dc3c000001"
            }
            good =
                ["MessageId,Received,SenderAddress,RecipientAddress,Subject,Status,ToIP,FromIP,Size,MessageTraceId"]
                + (1...9).map { trace($0, "ann@example.com", "bob@example.com") }
            bad =
                place == "mail sender"
                ? trace(10, pseudonym, "bob@example.com") : trace(10, "bob@example.com", pseudonym)
        case "tracking recipients":
            func event(_ number: Int, _ recipients: String) -> String {
                "2024-03-04T08:15:00.220Z,STOREDRIVER,DELIVER,<\(number)@example.com>,\(recipients),,ann@example.com,s,Originating"
            }
            good =
                [
                    "#Software: Microsoft Exchange Server", "#Log-type: Message Tracking Log",
                    "#Fields: date-time,source,event-id,message-id,recipient-address,recipient-status,sender-address,message-subject,directionality",
                ] + (1...9).map { event($0, "bob@example.com") }
            bad = event(10, "bob@example.com;" + pseudonym)
        default:
            let value =
                place == "attendeecollection" ? "[{\"\"EmailAddress\"\": \"\"\(pseudonym)\"\"}]" : pseudonym + "; Carol"
            good =
                [Self.titles + (place == "mailbox" ? "" : ";" + place)]
                + (1...1_100).map { Self.row($0 % 900) + (place == "mailbox" ? "" : ";") }
            bad =
                place == "mailbox"
                ? Self.row(950, mailbox: pseudonym)
                : Self.row(950) + ";\"\(place == "from" || place == "sender" ? pseudonym : value)\""
        }
        try scratch.scratch.write((good + [bad]).joined(separator: "\r\n") + "\r\n", to: "inbox/more.csv")
        let night = try scratch.night()
        #expect(night.status == 1 && night.output.contains("+ 1 quarantined"), "\(night.output)\(night.errors)")
        #expect(try scratch.calfold(["quarantine"]).output.contains("holds a pseudonym"))
        #expect(try scratch.calfold(["quarantine", "--retry"]).status == 1)
        #expect(try scratch.night().status == 0)
    }

    /// What a night set aside as a pseudonym stays there, whatever a retry says.
    @Test func whatANightSetAsideStaysThere() throws {
        let scratch = try NightScratch()
        let pseudonym = String(repeating: "A", count: 43) + "="
        let rows = (1...1_100).map { Self.row($0 % 900) } + [Self.row(950, mailbox: pseudonym)]
        try scratch.scratch.write(([Self.titles] + rows).joined(separator: "\r\n") + "\r\n", to: "inbox/more.csv")
        #expect(try scratch.night().status == 1)
        for options in [[], ["--culture", "en-GB"], ["--time-zone", "Europe/Warsaw"]] {
            #expect(try scratch.calfold(["quarantine", "--retry"] + options).status == 1, "\(options)")
        }
        #expect(try scratch.night().status == 0)
    }
}
