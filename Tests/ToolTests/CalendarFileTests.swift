import Foundation
import Testing

/// `calfold export ics`: the sample organisation as a calendar file that other programs open.
@Suite struct CalendarFileTests {
    typealias Scratch = CommandLineTests.Scratch

    static let window = ["--from", "2024-01-01", "--to", "2024-07-01"]
    static let views: [[String]] = [
        [], ["--view", "as-held"], ["--as-of", "2024-03-01T12:00:00Z"], ["--include-cancelled"],
    ]

    private func folded() throws -> Scratch {
        let scratch = try Scratch()
        #expect(try scratch.calfold("ingest", CommandLineTests.sample).status == 0)
        #expect(try scratch.calfold("fold").status == 0)
        return scratch
    }

    private func export(_ scratch: Scratch, _ options: [String], out: String) throws -> [UInt8] {
        let run = try scratch.calfold(["export", "ics", "--out", out] + Self.window + options)
        #expect(run.status == 0, "\(run.errors)")
        return Array(try Data(contentsOf: URL(filePath: scratch.path("\(out)/calendar.ics"))))
    }

    /// Two exports are the same bytes, and the check of finished files finds nothing in them.
    @Test(arguments: views) func theFileIsWellFormed(_ view: [String]) throws {
        let scratch = try folded()
        let bytes = try export(scratch, ["--plain", "--subjects"] + view, out: "out")
        #expect(try export(scratch, ["--plain", "--subjects"] + view, out: "again") == bytes)
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.hasPrefix("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:") && text.hasSuffix("END:VCALENDAR\r\n"))
        let check = try scratch.calfold("export", "--check", "out", "--plain", "--subjects")
        #expect(check.status == 0 && check.output.contains("0 errors, 0 warnings"), "\(check.output)")
        // What was not asked for is told, and where.
        let strict = try scratch.calfold("export", "--check", "out/calendar.ics")
        #expect(strict.status == 1 && strict.output.contains("in clear, first in line"), "\(strict.output)")
        #expect(strict.output.contains("SUMMARY") && !strict.output.contains("@"), "\(strict.output)")
    }

    /// No clear name in a file under pseudonyms, in whatever layout, and none in its name.
    @Test(arguments: [[], ["--by", "person"], ["--by", "meeting"], ["--view", "as-held"]])
    func namesStayHidden(_ layout: [String]) throws {
        let scratch = try folded()
        try expectNoNames(in: scratch, layout, besides: ["smith", "nowak", "budget", "planning", "hiring"])
    }

    /// Names that would break out of their line, or of the word that hides them.
    @Test func hostileNamesStayHidden() throws {
        let scratch = try Scratch()
        let people = [
            "\"quoted; name\"@example.com", "o'brien,anna:x@example.com", "zażółć@example.com",
            "/o=Example/ou=Exchange Administrative Group/cn=Recipients/cn=hidden-anna", "first\u{1}second@example.com",
        ]
        var rows = [try #require(Self.header())]
        for (number, person) in people.enumerated() {
            rows.append(Self.row(person, guest: people[(number + 1) % people.count], number))
        }
        try Data((rows.joined(separator: "\n") + "\n").utf8).write(
            to: URL(filePath: scratch.path("anna@example.com.csv")))
        let taken = try scratch.calfold("ingest", "anna@example.com.csv")
        #expect(taken.output.contains("\(people.count) taken"), "\(taken.output)\(taken.errors)")
        #expect(try scratch.calfold("fold").status == 0)
        try expectNoNames(in: scratch, [], besides: ["quoted", "brien", "anna", "hidden", "recipients", "first"])
        // In clear the same names leave whole, and the file holds.
        _ = try export(scratch, ["--plain", "--subjects"], out: "clear")
        let check = try scratch.calfold("export", "--check", "clear", "--plain", "--subjects")
        #expect(check.status == 0, "\(check.output)")
    }

    private static func header() -> String? {
        let file = (try? FileManager.default.contentsOfDirectory(atPath: CommandLineTests.sample))?.sorted().first
        let text = file.flatMap { try? String(contentsOfFile: CommandLineTests.sample + "/" + $0, encoding: .utf8) }
        return text?.split(whereSeparator: \.isNewline).first.map(String.init)
    }

    private static func row(_ person: String, guest: String, _ number: Int) -> String {
        let time = "2024-02-0\(number + 1) 10:00:00.000", end = "2024-02-0\(number + 1) 11:00:00.000"
        let zeros = { (count: Int) in String(repeating: "0", count: count) }
        let id = "040000008200E00074C5B7101A82E008\(zeros(40))10000000\(zeros(30))"
        let values = [
            time, time, end, "Secret; of \(person)\r\nBEGIN:VEVENT", "Create", time, "IPM.Appointment", "60", "False",
            person, guest, "1", "0", "False", person, "1", id + "0\(number)", time, time, "", "None", "", "False",
        ]
        return values.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: ";")
    }

    private func expectNoNames(in scratch: Scratch, _ options: [String], besides words: [String]) throws {
        try Data("a key that only this test knows".utf8).write(to: URL(filePath: scratch.path("key.txt")))
        let run = try scratch.calfold(
            ["export", "ics", "--key-file", "key.txt", "--accepted-domain", "example.com", "--out", "hidden"]
                + Self.window + options)
        #expect(run.status == 0, "\(run.errors)")
        let check = try scratch.calfold("export", "--check", "hidden")
        #expect(check.status == 0, "\(check.output)")
        let folder = URL(filePath: scratch.path("hidden"))
        let names = try #require(FileManager.default.enumerator(atPath: folder.path)).compactMap { $0 as? String }
        let files = names.filter { $0.hasSuffix(".ics") }
        #expect(!files.isEmpty)
        for name in files {
            let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8).replacing(
                "\r\n ", with: "")
            for word in ["example.com", "partner.test", "SUMMARY", "7643616C2D556964"] + words {
                #expect(!(name + text).lowercased().contains(word.lowercased()), "\(name) holds \(word)")
            }
        }
    }

    /// What an option would change is not there: it is said, and nothing is written.
    @Test(arguments: [
        ["--by", "person"], ["--tzid", "windows"], ["--tzid", "iana"], ["--rscale"], ["--preserve-original"],
        ["--pseudonymise"],
    ])
    func anOptionOfAnotherTableIsRefused(_ option: [String]) throws {
        let scratch = try Scratch()
        let run = try scratch.calfold(["export", "meetings", "--plain", "--out", "out"] + option)
        #expect(run.status == 64 && run.errors.contains("\(option[0]) is about "), "\(run.errors)")
        #expect(!FileManager.default.fileExists(atPath: scratch.path("out")))
    }

    @Test func eventsAreNoRows() throws {
        let scratch = try folded()
        let run = try scratch.calfold(["export", "ics", "meetings", "--plain", "--out", "out"] + Self.window)
        #expect(run.output.contains("out/meetings.csv: ") && run.output.contains(" rows\n"), "\(run.output)")
        #expect(run.output.contains("out/calendar.ics: ") && run.output.contains(" events"), "\(run.output)")
        let check = try scratch.calfold("export", "--check", "out/calendar.ics", "--plain")
        #expect(check.output.contains(" events, 0 pseudonyms"), "\(check.output)")
    }

    /// Without a directory nobody knows what a mailbox is; with one, a room that is let in is a room.
    @Test func roomsAreRoomsWhereTheDirectorySaysSo() throws {
        let scratch = try folded()
        try Data("PrimarySmtpAddress,RecipientTypeDetails\nroom0@example.com,RoomMailbox\n".utf8).write(
            to: URL(filePath: scratch.path("people.csv")))
        func attendees(_ options: [String], out: String) throws -> [String] {
            let bytes = try export(scratch, ["--plain"] + options, out: out)
            let text = String(decoding: bytes, as: UTF8.self).replacing("\r\n ", with: "")
            return text.components(separatedBy: "\r\n").filter {
                $0.hasPrefix("ATTENDEE") && $0.contains("room0@example.com")
            }
        }
        let unknown = try attendees([], out: "unknown")
        #expect(!unknown.isEmpty && unknown.allSatisfy { $0.contains("CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT") })
        let directory = ["--directory", "people.csv"]
        #expect(try attendees(directory, out: "left-out").isEmpty)
        let known = try attendees(directory + ["--include", "*@*", "--include", "room0@example.com"], out: "known")
        #expect(known.count == unknown.count)
        #expect(known.allSatisfy { $0.contains("CUTYPE=ROOM;ROLE=NON-PARTICIPANT") }, "\(known.first ?? "")")
    }

    /// One file for each person inside, and one for each meeting.
    @Test func filesOfPeopleAndMeetings() throws {
        let scratch = try folded()
        for (layout, sample) in [("person", "room0@example.com.ics"), ("meeting", "")] {
            let run = try scratch.calfold(["export", "ics", "--plain", "--by", layout, "--out", layout] + Self.window)
            #expect(run.status == 0, "\(run.errors)")
            let names = try FileManager.default.contentsOfDirectory(atPath: scratch.path("\(layout)/calendars"))
            #expect(names.allSatisfy { $0.hasSuffix(".ics") })
            #expect(sample.isEmpty ? names.count > 50 : names.contains(sample))
        }
    }
}
