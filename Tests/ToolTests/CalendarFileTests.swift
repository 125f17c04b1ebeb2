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

    /// RFC 5545, section 3.1, and what the components of one file owe each other.
    @Test(arguments: views) func theFileIsWellFormed(_ view: [String]) throws {
        let scratch = try folded()
        let bytes = try export(scratch, ["--plain", "--subjects"] + view, out: "out")
        #expect(try export(scratch, ["--plain", "--subjects"] + view, out: "again") == bytes)
        let text = String(decoding: bytes, as: UTF8.self)
        let lines = text.components(separatedBy: "\r\n")
        #expect(lines.last == "" && !lines.contains { $0.contains("\n") || $0.contains("\r") })
        #expect(lines.allSatisfy { $0.utf8.count <= 75 })
        #expect(text.hasPrefix("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:") && !text.contains("METHOD"))
        let whole = text.replacing("\r\n ", with: "").components(separatedBy: "\r\n")
        var open: [Substring] = [], declared: [String] = [], used: Set<String> = []
        var masters: Set<String> = [], uid = "", isOverride = false, properties: [String: Int] = [:]
        for line in whole where !line.isEmpty {
            let name = line.prefix { $0 != ":" && $0 != ";" }
            if name == "BEGIN" {
                open.append(line.dropFirst(6))
                if line == "BEGIN:VEVENT" { (uid, isOverride, properties) = ("", false, [:]) }
            } else if name == "END" {
                #expect(open.popLast() == line.dropFirst(4))
                guard line == "END:VEVENT" else { continue }
                #expect(properties["UID"] == 1 && properties["DTSTAMP"] == 1 && properties["DTSTART"] == 1, "\(uid)")
                #expect(properties["RRULE", default: 0] <= 1, "\(uid)")
                if !isOverride { #expect(masters.insert(uid).inserted, "two masters of \(uid)") }
            } else if open.last == "VTIMEZONE" {
                if name == "TZID" { declared.append(String(line.dropFirst(5))) }
            } else if open.last == "VEVENT" {
                properties[String(name), default: 0] += 1
                if name == "UID" { uid = String(line.dropFirst(4)) }
                if name == "RECURRENCE-ID" { isOverride = true }
                if let zone = line.firstMatch(of: /;TZID=([^:;]+)[:;]/) { used.insert(String(zone.1)) }
            }
        }
        #expect(open.isEmpty && Set(declared) == used && declared.count == used.count)
    }

    /// No clear name in a file under pseudonyms, and its addresses are those of no real domain.
    @Test func namesStayHidden() throws {
        let scratch = try folded()
        try Data("a key that only this test knows".utf8).write(to: URL(filePath: scratch.path("key.txt")))
        let bytes = try export(scratch, ["--key-file", "key.txt", "--accepted-domain", "example.com"], out: "out")
        let text = String(decoding: bytes, as: UTF8.self).replacing("\r\n ", with: "")
        #expect(text.contains("@pseudonym.invalid") && !text.contains("example.com") && !text.contains("SUMMARY"))
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

    /// Another reader's expansion is the tables of the same view. Needs icalendar and recurring-ical-events for
    /// python3.
    @Test(.enabled(if: hasReaders), arguments: views) func anotherReaderFindsTheSameOccurrences(_ view: [String]) throws
    {
        let scratch = try folded()
        _ = try export(scratch, ["meetings", "participants", "--plain"] + view, out: "out")
        let script = CommandLineTests.root.appending(path: "Scripts/icalendar/compare.py").path
        let (status, output) = try Self.python([
            script, scratch.path("out/calendar.ics"), scratch.path("out/meetings.csv"), "2024-01-01", "2024-07-01",
            "--participants",
            scratch.path("out/participants.csv"),
        ])
        #expect(status == 0, "\(output)")
    }

    static let hasReaders = (try? python(["-c", "import icalendar, recurring_ical_events"]).0) == 0

    static func python(_ arguments: [String]) throws -> (Int32, String) {
        let process = Process(), pipe = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [ProcessInfo.processInfo.environment["CALFOLD_PYTHON"] ?? "python3"] + arguments
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, output)
    }
}
