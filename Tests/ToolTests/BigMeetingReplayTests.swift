import Foundation
import Testing

/// A meeting with more people than anybody reads again with every entry.
@Suite struct BigMeetingReplayTests {
    private typealias Scratch = CommandLineTests.Scratch

    private static let key = "040000008200E00074C5B7101A82E00800000000B0C5D03CE542DA01000000000000000010000000B16B00B5"

    /// A town hall to which so many people answer.
    private func townHall(answers: Int) throws -> Scratch {
        var lines = [
            "mailbox;logtime;starttime;endtime;normalizedsubject;calendarlogtriggeraction;itemclass;globalobjectid;sentrepresentingemailaddress;senderemailaddress;appointmentsequencenumber;appointmentstate;creationtime"
        ]
        func row(_ minute: Int, _ action: String, _ itemClass: String, sender: String, state: Int) {
            let time =
                "2024-01-01 \(minute / 60 < 10 ? "0" : "")\(minute / 60):\(minute % 60 < 10 ? "0" : "")\(minute % 60):00"
            lines.append(
                "boss@example.com;\(time);2024-02-01 09:00:00;2024-02-01 10:00:00;town hall;\(action);\(itemClass);\(Self.key);boss@example.com;\(sender);0;\(state);\(time)"
            )
        }
        row(1, "Create", "IPM.Appointment", sender: "boss@example.com", state: 1)
        for number in 0..<answers {
            row(2 + number, "Create", "IPM.Schedule.Meeting.Resp.Pos", sender: "g\(number)@example.com", state: 0)
        }
        let scratch = try Scratch()
        try Data(lines.joined(separator: "\r\n").utf8).write(to: scratch.folder.appending(path: "log.csv"))
        #expect(try scratch.calfold("ingest", "log.csv").status == 0)
        return scratch
    }

    @Test func aBigMeetingIsToldByWhatDiffers() throws {
        let scratch = try townHall(answers: 100)
        let story = try scratch.calfold("replay", Self.key).output
        #expect(story.contains("    = participant g99@example.com: nothing → accepted\n"))
        // The first people are told again with each step only as long as there are few.
        let times = story.components(separatedBy: "g0@example.com accepted").count - 1
        #expect(times > 10 && times < 50, "\(times) times")
        let full = try scratch.calfold("replay", Self.key, "--full").output
        #expect(full.components(separatedBy: "g0@example.com accepted").count - 1 == 100)
        #expect(!full.contains("= participant"))
    }

    @Test func programsGetDifferencesOnEveryLine() throws {
        let scratch = try townHall(answers: 100)
        let lines = try scratch.calfold("replay", Self.key, "--format", "json").output.split(separator: "\n")
        #expect(lines.count == 101)
        let first = try #require(lines.dropFirst().first), last = try #require(lines.last)
        #expect(first.contains(#""participants":["#) && first.contains(#""state":"scheduled; "#))
        #expect(!last.contains(#""participants""#) && !last.contains(#""state""#))
        #expect(
            last.contains(#""differences":[{"after":"accepted","field":"participant g99@example.com"}]"#), "\(last)")
        let full = try scratch.calfold("replay", Self.key, "--format", "json", "--full").output.split(separator: "\n")
        #expect(full.last?.contains(#""participants":["#) == true)
    }

    /// A calendar file of more bytes than a page writes at once.
    @Test func aPageBringsABigCalendarFileWhole() throws {
        let scratch = try townHall(answers: 1_000)
        let page = try scratch.calfold("replay", Self.key, "--format", "html")
        #expect(page.status == 0 && page.output.hasSuffix("</html>\n"))
        let lines = page.output.split(separator: "\n").filter { $0.contains("base64,") }
        let line = try #require(lines.first)
        let text = try #require(line.firstMatch(of: /href="data:text\/calendar;charset=utf-8;base64,([^"]*)"/))
        #expect(lines.count == 1 && line.hasSuffix("\">The meeting as a calendar file</a></p>"))
        let calendar = try #require(Data(base64Encoded: String(text.1)))
        #expect(calendar.count > 3 << 14)
        let unfolded = String(decoding: calendar, as: UTF8.self).replacing("\r\n ", with: "")
        #expect(unfolded.components(separatedBy: "\r\nATTENDEE;").count == 1_001)
        #expect(unfolded.hasSuffix("END:VCALENDAR\r\n"))
    }

    @Test func pseudonymsHideWhoDiffers() throws {
        let scratch = try townHall(answers: 60)
        for format in ["text", "json", "html"] {
            let run = try scratch.calfold(
                ["replay", Self.key, "--pseudonyms", "--format", format],
                environment: ["CALFOLD_KEY": "a key that only this test knows"])
            #expect(run.status == 0 && !run.output.contains("@") && !run.output.contains("town hall"), "\(format)")
        }
    }
}
