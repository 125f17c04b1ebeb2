import Foundation
import Testing

/// Small histories whose outcome was worked out by hand: the exports of every view, and what replay says of them.
@Suite struct HandWorkedHistoryTests {
    private typealias Scratch = CommandLineTests.Scratch
    private static let folder = CommandLineTests.root.appending(path: "Fixtures/calendar/by-hand")

    @Test(arguments: ["merged", "reset", "online"])
    func theTablesAreWhatWasWorkedOut(history: String) throws {
        let scratch = try Scratch()
        #expect(try scratch.calfold("ingest", Self.folder.appending(path: history).path).status == 0)
        let expected = try String(contentsOf: Self.folder.appending(path: history + ".txt"), encoding: .utf8)
        var found = ""
        for view in expected.split(separator: "\n") where !view.hasPrefix(" ") {
            let asked = view.hasPrefix("as of ") ? ["--as-of", String(view.dropFirst(6))] : ["--view", String(view)]
            let window = [
                "--from", "2024-01-01", "--to", "2025-01-01", "--include-cancelled", "--plain", "--out", "out",
            ]
            let run = try scratch.calfold(["export", "meetings", "participants"] + window + asked)
            #expect(run.status == 0, "\(run.errors)")
            found += "\(view)\n" + (try Self.lines(scratch))
        }
        #expect(found == expected)
    }

    /// An occurrence a line, as the files beside the histories have them.
    private static func lines(_ scratch: Scratch) throws -> String {
        func rows(_ name: String) throws -> [[String]] {
            try String(contentsOfFile: scratch.path("out/\(name).csv"), encoding: .utf8).components(separatedBy: "\r\n")
                .dropFirst().dropLast()
                .map { $0.components(separatedBy: ";") }
        }
        var people: [String: [String]] = [:]
        for row in try rows("participants") {
            people[row[0], default: []].append("\(row[1].prefix { $0 != "@" }) \(row[3])")
        }
        return try rows("meetings").map { row in
            "  \(row[6].isEmpty ? "-" : row[6])  \(row[4]) to \(row[5])  \(row[2]) \(row[3]): \(people[row[1], default: []].joined(separator: ", "))\n"
        }.joined()
    }

    /// Message logs of two servers, a trace of the same message, and both: each e-mail once, whatever saw it.
    @Test(arguments: [
        ("two-servers", ["two-servers"]), ("trace", ["trace"]), ("both", ["trace", "two-servers", "trace"]),
    ])
    func theEmailsAreWhatWasWorkedOut(expected: String, folders: [String]) throws {
        let scratch = try Scratch()
        let mail = CommandLineTests.root.appending(path: "Fixtures/mail-by-hand")
        for folder in folders {
            let run = try scratch.calfold("ingest", mail.appending(path: folder).path)
            // Two rows of the servers' logs are damaged on purpose.
            #expect(run.status == (folder == "trace" ? 0 : 1), "\(run.errors)")
        }
        let run = try scratch.calfold("export", "emails", "--plain", "--accepted-domain", "example.com", "--out", "out")
        #expect(run.status == 0, "\(run.errors)")
        let rows = try String(contentsOfFile: scratch.path("out/emails.csv"), encoding: .utf8).components(
            separatedBy: "\r\n"
        ).dropFirst().dropLast()
        #expect(
            try Array(rows)
                == String(contentsOf: mail.appending(path: expected + ".txt"), encoding: .utf8).split(separator: "\n")
                .map(String.init))
    }

    private func replay(
        _ history: String, _ arguments: [String]
    ) throws -> (status: Int32, output: String, errors: String) {
        let scratch = try Scratch()
        _ = try scratch.calfold("ingest", Self.folder.appending(path: history).path)
        let tail = ["merged": "A1", "reset": "B2", "online": "C3"][history] ?? ""
        let id = "040000008200E00074C5B7101A82E00800000000300DF58DB242DA01000000000000000010000000" + tail
        // Of so many columns that no line is broken.
        let run = try scratch.calfold(
            ["replay", id] + arguments,
            environment: ["COLUMNS": "2000", "CALFOLD_KEY": "a key that only this test knows"])
        return (run.status, run.output, run.errors)
    }

    @Test func replayTellsAnswersOfSingleDatesAndWhereADateWasMoved() throws {
        let story = try replay("merged", []).output
        #expect(
            story.contains(
                "; ann@example.com only 2024-03-11 declined, bob@example.com accepted, org@example.com organizer\n"))
        #expect(story.contains("; exceptions 2024-03-18 (2024-03-20 08:00:00 to 2024-03-20 08:45:00);"))
        #expect(
            story.contains(
                "    recurrence: 0 removed, 1 modified; 2024-03-18 at 2024-03-19 14:00:00 to 2024-03-19 14:30:00 → "
                    + "0 removed, 1 modified; 2024-03-18 at 2024-03-20 09:00:00 to 2024-03-20 09:45:00\n"))
        #expect(story.contains("= scheduled; Weekly on Monday from 2024-03-04 to 2024-04-08, 10:00–10:30 "))
        let moved = try replay("reset", []).output
        #expect(
            moved.contains(
                "    recurrence: Daily from 2024-03-25 to 2024-04-05, 15:00–15:30, 0 removed, 0 modified → "
                    + "Daily from 2024-03-25 to 2024-04-05, 16:00–16:30, 0 removed, 0 modified\n"))
        #expect(
            moved.contains(
                "fran@example.com none (2024-03-27 declined), gina@example.com only 2024-03-28 none, room9@example.com none\n"
            ))
    }

    @Test func replaySaysInWordsWhatAnsweredAndWhoWasListed() throws {
        let story = try replay("online", ["--mailbox", "pia@example.com", "--as-of", "2024-05-03"]).output
        #expect(story.contains("    response: not responded → accepted\n    busy status: tentative → busy\n"))
        #expect(
            try replay("online", []).output.contains(
                "    attendees: nothing → pia@example.com accepted, quin@partner.test, room@example.com accepted\n"))
    }

    @Test func replayOfOneDateTellsTheStateOfThatDate() throws {
        let moved = try replay("merged", ["--occurrence", "2024-03-18"])
        #expect(
            moved.output.contains(
                "    = 2024-03-18: scheduled; 2024-03-19 13:00:00 to 2024-03-19 13:30:00; bob@example.com accepted, org@example.com organizer\n"
            ))
        #expect(moved.output.contains("    = 2024-03-18: cancelled; 2024-03-20 08:00:00 to 2024-03-20 08:45:00; "))
        #expect(!moved.output.contains("ann@example.com answered") && moved.errors.isEmpty)
        let declined = try replay("merged", ["--occurrence", "2024-03-11", "--as-of", "2024-03-06"])
        #expect(
            declined.output.contains(
                "= 2024-03-11: scheduled; 2024-03-11 09:00:00 to 2024-03-11 09:30:00; ann@example.com declined, "))
        let none = try replay("merged", ["--occurrence", "2024-03-12"])
        #expect(none.status == 0 && none.errors.contains("2024-03-12 is no date of this meeting's series"))
        let line = try #require(
            try replay("merged", ["--occurrence", "2024-03-18", "--format", "json"]).output.split(separator: "\n").last)
        #expect(
            line.contains(
                #""instance":{"date":"2024-03-18","end":"2024-03-20 08:45:00","start":"2024-03-20 08:00:00","status":"cancelled"}"#
            ))
    }

    @Test func replayOfNothingSaysSo() throws {
        for (arguments, words) in [
            (["--as-of", "2024-02-01"], "first entry is of 2024-03-01 08:00:00"),
            (["--mailbox", "nobody@example.com"], "No entry comes from that mailbox."),
            (["--known-at", "2020-01-01"], "The store knew nothing"),
            (["--diff", "2020-01-01", "2020-01-02"], "at either instant"),
        ] {
            let run = try replay("merged", arguments)
            #expect(
                run.status == 66 && run.output.isEmpty && run.errors.contains(words),
                "\(arguments): \(run.output) \(run.errors)")
        }
    }
}
