import Foundation
import TestSupport
import Testing

/// Every field of the interface beside what the command line prints.
@Suite(.serialized) struct InterfaceTests {
    private let server: RunningServer
    private let folder: String

    init() throws {
        folder = try SampleStore.folder
        server = try RunningServer(
            ["--store", "sample.db", "--access-log", "interface-\(UUID().uuidString).log"], in: folder)
    }

    private typealias Row = [String: Any]

    private func json(_ target: String) throws -> Row {
        let answer = try server.get(target)
        #expect(answer.status == 200, "\(target): \(answer.body)")
        return try #require(try answer.json() as? Row)
    }

    /// All pages of a list.
    private func rows(_ target: String) throws -> [Row] {
        var rows: [Row] = [], next: String? = target
        while let page = next {
            let answer = try server.get(page)
            #expect(answer.status == 200, "\(page): \(answer.body)")
            let found = try #require(try answer.json() as? Row)
            rows += try #require(found["rows"] as? [Row])
            let link = answer.headers["link"]
            #expect((found["next"] is NSNull) == (link == nil))
            next = link.map { String($0.dropFirst().prefix { $0 != ">" }) }
        }
        return rows
    }

    private func run(_ arguments: String...) throws -> ProgramRun {
        try SampleStore.run(arguments + ["--store", "sample.db"], in: folder)
    }

    private func lines(_ text: String) throws -> [Row] {
        try text.split(separator: "\n").map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? Row)
        }
    }

    /// As the command line writes it: an instant of the interface without its `T` and `Z`.
    private func plain(_ value: Any?) -> String {
        switch value {
        case nil, is NSNull: return ""
        case let number as NSNumber:
            // Of a truth value the type is that of a single byte.
            let isFlag = String(cString: number.objCType) == "c"
            return isFlag ? (number.boolValue ? "True" : "False") : number.stringValue
        case let text as String:
            let isInstant = text.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/) != nil
            return isInstant ? String(text.dropLast()).replacing("T", with: " ") : text
        case let list as [Any]: return "[" + list.map(plain).joined(separator: ",") + "]"
        case let object as Row:
            return "{" + object.keys.sorted().map { "\($0):\(plain(object[$0]))" }.joined(separator: ",") + "}"
        default: return "?"
        }
    }

    private func table(_ name: String, _ arguments: String...) throws -> [[String: String]] {
        try table(name, arguments)
    }

    private func table(_ name: String, _ arguments: [String]) throws -> [[String: String]] {
        let out = "tables-\(UUID().uuidString)"
        let exported = try SampleStore.run(
            ["export", name, "--out", out, "--store", "sample.db"] + arguments, in: folder)
        #expect(exported.status == 0, "\(exported.errors)")
        let text = try String(contentsOfFile: folder + "/\(out)/\(name).csv", encoding: .utf8)
        let lines = text.components(separatedBy: "\r\n").dropLast().map { $0.components(separatedBy: ";") }
        return lines.dropFirst().map { line in
            Dictionary(uniqueKeysWithValues: zip(lines[0], line.map { $0.trimmingCharacters(in: ["\""]) }))
        }
    }

    @Test func statusIsThatOfTheCommand() throws {
        let printed = try #require(
            try JSONSerialization.jsonObject(with: Data(run("status", "--format", "json").output.utf8)) as? Row)
        #expect(try plain(json("/api/v1/status")) == plain(printed))
    }

    @Test(arguments: ["budget", "2024-02", "planning 2024", "carla.nowak5@example.com", "8B907496", ""])
    func searchFindsWhatTheCommandFinds(words: String) throws {
        let found = try rows("/api/v1/meetings?limit=7&q=" + words.replacing(" ", with: "+"))
        let printed =
            words.isEmpty ? nil : try lines(run("replay", "--find", words, "--format", "json").output)
        if let printed {
            #expect(found.map { plain($0["meeting_id"]) } == printed.map { plain($0["meetingID"]) })
            #expect(found.map { plain($0["subject"]) } == printed.map { plain($0["subject"]) })
            #expect(found.map { plain($0["organizer"]) } == printed.map { plain($0["organizer"]) })
        } else {
            #expect(found.count == 90)
        }
        #expect(Set(found.map { plain($0["meeting_id"]) }).count == found.count)
    }

    @Test func meetingsAreChosenByStatusOrganizerAndWindow() throws {
        let all = try rows("/api/v1/meetings?limit=1000")
        for status in ["scheduled", "cancelled", "orphaned"] {
            let some = try rows("/api/v1/meetings?status=\(status)")
            #expect(some.map { plain($0) } == all.filter { plain($0["status"]) == status }.map { plain($0) })
        }
        let organizer = plain(all[0]["organizer"])
        #expect(
            try rows("/api/v1/meetings?organizer=\(organizer)").map { plain($0) }
                == all.filter { plain($0["organizer"]) == organizer }.map { plain($0) })
        let window = try rows("/api/v1/meetings?from=2024-02-12&to=2024-02-13")
        let expected = try Set(
            table("meetings", "--plain", "--from", "2024-02-12", "--to", "2024-02-13", "--include-cancelled").map {
                $0["meeting_id"] ?? ""
            })
        #expect(Set(window.map { plain($0["meeting_id"]) }) == expected && !expected.isEmpty)
    }

    @Test(arguments: ["8B907496"])
    func aHistoryIsThatOfTheCommand(id: String) throws {
        for (query, options) in [
            ("", []), ("?as-of=2024-02-12T06:00:00Z", ["--as-of", "2024-02-12T06:00:00Z"]),
            ("?known-at=8", ["--known-at", "8"]),
        ] {
            let run = try SampleStore.run(
                ["replay", id, "--format", "json", "--store", "sample.db"] + options, in: folder)
            guard run.status == 0 else {
                #expect(try server.get("/api/v1/meetings/\(id)\(query)").status == 404)
                continue
            }
            let printed = try lines(run.output)
            let separator = query.isEmpty ? "?" : "&"
            let told = try rows("/api/v1/meetings/\(id)/history\(query)\(separator)limit=3")
            #expect(told.map { plain($0) } == printed.map { plain($0) })
            #expect(told.allSatisfy { $0["file"] is String && $0["line"] is NSNumber })
            #expect(try plain(json("/api/v1/meetings/\(id)\(query)")) == plain(printed.last?["after"]))
        }
        #expect(try server.get("/api/v1/meetings/\(id)?as-of=2000-01-01").status == 404)
        #expect(try server.get("/api/v1/meetings/\(id)/history?as-of=2000-01-01").status == 404)
    }

    @Test(arguments: ["", "&view=as-held", "&as-of=2024-02-12T06:00:00Z"])
    func occurrencesAreThoseOfTheTable(view: String) throws {
        let options =
            view.isEmpty ? [] : ["--" + view.dropFirst().prefix { $0 != "=" }, String(view.split(separator: "=")[1])]
        let found = try rows("/api/v1/occurrences?from=2024-02-01&to=2024-03-01&limit=50" + view)
        let out = "occurrences-\(UUID().uuidString)"
        let exported = try SampleStore.run(
            [
                "export", "meetings", "participants", "--plain", "--subjects", "--from", "2024-02-01", "--to",
                "2024-03-01", "--out", out, "--store", "sample.db",
            ] + options, in: folder)
        #expect(exported.status == 0, "\(exported.errors)")
        let csv = try String(contentsOfFile: folder + "/\(out)/meetings.csv", encoding: .utf8)
        let lines = csv.components(separatedBy: "\r\n").dropLast().map { $0.components(separatedBy: ";") }
        #expect(lines.count > 50 && found.count == lines.count - 1)
        for (row, line) in zip(found, lines.dropFirst()) {
            #expect(Set(row.keys) == Set(lines[0]))
            for (column, value) in zip(lines[0], line) {
                #expect(plain(row[column]) == value.trimmingCharacters(in: ["\""]), "\(column)")
            }
        }
        // Somebody's own, with the answer of the table of participants.
        let person = "carla.nowak5@example.com"
        let answers = try String(contentsOfFile: folder + "/\(out)/participants.csv", encoding: .utf8)
            .components(separatedBy: "\r\n").map { $0.components(separatedBy: ";") }.filter {
                $0.count == 4 && $0[1] == person
            }
        let own = try rows("/api/v1/occurrences?from=2024-02-01&to=2024-03-01&person=\(person)" + view)
        #expect(
            own.map { plain($0["occurrence_id"]) + plain($0["response"]) } == answers.map { $0[0] + $0[3] }
                && !answers.isEmpty)
    }

    /// Exactly the meetings for which a comparison of that meeting alone differs.
    @Test func differencesAreThoseOfTheCommand() throws {
        let found = try rows("/api/v1/difference?between=2024-02-05&and=2024-02-12&limit=7")
        var expected: [String] = []
        for row in try rows("/api/v1/meetings?limit=1000") {
            let id = plain(row["meeting_id"])
            let run = try run("replay", id, "--diff", "2024-02-05", "2024-02-12", "--format", "json")
            guard run.status == 0 else { continue }
            let printed = try #require(
                try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? Row)
            let items = plain(printed["differences"])
            if items != "[]" { expected.append(id + items) }
        }
        // The command leaves out what is nothing.
        let told = found.map { row in
            plain(row["meeting_id"])
                + plain(((row["differences"] as? [Row]) ?? []).map { $0.filter { !($0.value is NSNull) } })
        }
        #expect(told.sorted() == expected.sorted() && !expected.isEmpty)
    }

    /// Exactly the meetings of which the tables of the two moments differ: in times, people or answers.
    @Test func differencesAreThoseOfTheTables() throws {
        let moments = ["2024-02-05", "2024-02-12"]
        let found = try rows("/api/v1/difference?between=\(moments[0])&and=\(moments[1])&limit=7")
        var standing: [[String: Set<String>]] = [], meetings: [String: String] = [:]
        for moment in moments {
            var byMeeting: [String: Set<String>] = [:]
            let options = ["--from", "2023-01-01", "--to", "2026-01-01", "--as-of", moment, "--plain"]
            for line in try table("meetings", options + ["--include-cancelled", "--subjects"]) {
                meetings[line["occurrence_id"] ?? ""] = line["meeting_id"]
                // Times of rows are no part of what stood.
                let left = line.filter { !["first_seen", "last_changed"].contains($0.key) }
                byMeeting[line["meeting_id"] ?? "", default: []].insert(plain(left))
            }
            for line in try table("participants", options) {
                byMeeting[meetings[line["occurrence_id"] ?? ""] ?? "", default: []].insert(plain(line))
            }
            standing.append(byMeeting)
        }
        let differing = Set(standing[0].keys).union(standing[1].keys).filter { standing[0][$0] != standing[1][$0] }
        let told = Set(found.map { plain($0["meeting_id"]) })
        #expect(found.count == told.count, "none is told twice")
        #expect(differing.subtracting(told) == [] && !differing.isEmpty)
        // What is told beyond lies outside of the tables: a sequence number, or an answer to what was cancelled.
        for row in found where !differing.contains(plain(row["meeting_id"])) {
            let fields = ((row["differences"] as? [Row]) ?? []).map { plain($0["field"]) }
            #expect(fields.isEmpty, "\(row)")
        }
    }

    /// Each figure counted once more from the table.
    @Test func aMonthsFiguresAreThoseOfTheTable() throws {
        let answer = try json("/api/v1/organisation?month=2024-02")
        let figures = try #require(answer["figures"] as? Row)
        let lines = try table("meetings", "--plain", "--from", "2024-02-01", "--to", "2024-03-01")
        let timed = lines.filter { $0["all_day"] == "False" }
        let durations = timed.compactMap { $0["duration"].flatMap { Int($0) } }
        let people = lines.compactMap { $0["participant_count"].flatMap { Int($0) } }
        #expect(plain(figures["meetings"]) == "\(lines.count)" && lines.count > 50)
        #expect(plain(figures["all_day"]) == "\(lines.count - timed.count)")
        #expect(plain(figures["minutes"]) == "\(durations.reduce(0, +))")
        #expect(plain(figures["recurring"]) == "\(lines.count { $0["recurrence"] != "None" })")
        #expect(plain(figures["one_to_one"]) == "\(people.count { $0 == 2 })")
        // The first of that February was a Thursday.
        let after = timed.count { line in
            let start = (line["start"] ?? "").split(whereSeparator: { "- :".contains($0) }).compactMap { Int($0) }
            return start.count > 3 && ((start[2] + 2) % 7 > 4 || start[3] < 8 || start[3] >= 18)
        }
        #expect(plain(figures["after_hours"]) == "\(after)" && after > 0)
        let there = try json("/api/v1/organisation?month=2024-02&time-zone=Pacific/Auckland")
        #expect(plain((there["figures"] as? Row)?["after_hours"]) != "\(after)")
        #expect(plain((there["figures"] as? Row)?["meetings"]) == "\(lines.count)")
        let lengths = try #require(figures["lengths"] as? Row), sizes = try #require(figures["sizes"] as? Row)
        #expect(plain(lengths["30 to 60 minutes"]) == "\(durations.count { (30..<60).contains($0) })")
        #expect(plain(lengths["1 to 2 hours"]) == "\(durations.count { (60..<120).contains($0) })")
        #expect(plain(sizes["5 to 8"]) == "\(people.count { (5...8).contains($0) })")
        // A month in which fewer than five people met.
        #expect(try json("/api/v1/organisation?month=2010-01")["figures"] is NSNull)
    }

    /// The groups of a directory: each counted once more from the tables of meetings, participants and groups.
    @Test func groupsAreCountedAsTheTablesHaveThem() throws {
        let directory = Repository.root.appending(path: "Fixtures/partner/directory.csv").path
        let grouped = try RunningServer(
            ["--store", "sample.db", "--directory", directory, "--access-log", "groups.log"], in: folder)
        let answer = try #require(try grouped.get("/api/v1/organisation?month=2024-02").json() as? Row)
        let groups = try #require(answer["groups"] as? [Row])
        let options = ["--plain", "--directory", directory, "--from", "2024-02-01", "--to", "2024-03-01"]
        let meetings = try table("meetings", options), participants = try table("participants", options)
        // Address and department; a name that is a team's too is that team.
        let lines = try String(contentsOfFile: directory, encoding: .utf8).split(whereSeparator: \.isNewline)
            .map { $0.split(separator: ";", omittingEmptySubsequences: false).map(String.init) }
        let named = Set(lines.map { $0[5] })
        let department = Dictionary(lines.map { ($0[0], named.contains($0[6]) ? "" : $0[6]) }) { first, _ in first }
        var people: [String: Set<String>] = [:], met: [String: Set<String>] = [:]
        for line in participants where line["kind"] == "person" {
            guard let name = line["participant"], let group = department[name], !group.isEmpty else { continue }
            people[group, default: []].insert(name)
            met[group, default: []].insert(line["occurrence_id"] ?? "")
        }
        let shown = groups.filter { plain($0["category"]) == "Department" }
        #expect(
            shown.map { plain($0["group"]) } == people.filter { $0.value.count >= 5 }.keys.sorted() && !shown.isEmpty)
        for row in shown {
            let name = plain(row["group"]),
                own = meetings.filter { met[name]?.contains($0["occurrence_id"] ?? "") == true }
            let figures = try #require(row["figures"] as? Row)
            #expect(plain(row["people"]) == "\(people[name]?.count ?? 0)")
            #expect(plain(figures["meetings"]) == "\(own.count)")
            let minutes = own.filter { $0["all_day"] == "False" }.compactMap { $0["duration"].flatMap { Int($0) } }
            #expect(plain(figures["minutes"]) == "\(minutes.reduce(0, +))")
        }
        #expect(groups.allSatisfy { (Int(plain($0["people"])) ?? 0) >= 5 })
    }

    /// Those of an audit that was kept are the table that it wrote.
    @Test func findingsAreThoseOfTheTable() throws {
        let scratch = try Scratch(), logs = Repository.root.appending(path: "Fixtures/audit/logs").path
        _ = try SampleStore.run(["ingest", logs], in: scratch.path)
        let none = try RunningServer(["--access-log", "none.log"], in: scratch.path)
        let nothing = try #require(try none.get("/api/v1/findings").json() as? Row)
        #expect((nothing["rows"] as? [Row])?.isEmpty == true)
        let run = try SampleStore.run(
            ["audit", "--keep", "--plain", "--subjects", "--accepted-domain", "example.com", "--out", "out"],
            in: scratch.path)
        #expect(FileManager.default.fileExists(atPath: scratch.path + "/out/findings.csv"), "\(run.errors)")
        let csv = try String(contentsOfFile: scratch.path + "/out/findings.csv", encoding: .utf8)
        let lines = csv.components(separatedBy: "\r\n").dropLast().map { $0.components(separatedBy: ";") }
        let kept = try RunningServer(["--access-log", "kept.log"], in: scratch.path)
        let answer = try #require(try kept.get("/api/v1/findings?limit=1000").json() as? Row)
        let rows = try #require(answer["rows"] as? [Row])
        #expect(rows.count == lines.count - 1 && !rows.isEmpty)
        for (row, line) in zip(rows, lines.dropFirst()) where line.count == lines[0].count {
            for (column, value) in zip(lines[0], line) {
                let isQuoted = value.count > 1 && value.hasPrefix("\"") && value.hasSuffix("\"")
                let text = isQuoted ? String(value.dropFirst().dropLast()) : value
                #expect(plain(row[column]) == text.replacing("\"\"", with: "\""), "\(column)")
            }
        }
        let first = try #require(try kept.get("/api/v1/findings?limit=1").json() as? Row)
        #expect((first["rows"] as? [Row])?.count == 1 && (rows.count == 1) == (first["next"] is NSNull))
    }

    @Test func tablesComeAsTablesToo() throws {
        let answer = try server.get(
            "/api/v1/occurrences?from=2024-02-01&to=2024-02-08&limit=1000", ["Accept: text/csv"])
        let out = "csv-\(UUID().uuidString)"
        _ = try SampleStore.run(
            [
                "export", "meetings", "emails", "--plain", "--subjects", "--from", "2024-02-01", "--to", "2024-02-08",
                "--out", out, "--store", "sample.db",
            ], in: folder)
        #expect(answer.headers["content-type"]?.hasPrefix("text/csv") == true)
        #expect(try answer.body == String(contentsOfFile: folder + "/\(out)/meetings.csv", encoding: .utf8))
        let mail = try server.get("/api/v1/messages?from=2024-02-01&to=2024-02-08&limit=1000", ["Accept: text/csv"])
        #expect(try mail.body == String(contentsOfFile: folder + "/\(out)/emails.csv", encoding: .utf8))
    }

    @Test func messagesAreThoseOfTheTable() throws {
        let found = try rows("/api/v1/messages?limit=4")
        let expected = try table("emails", "--plain")
        #expect(!expected.isEmpty && found.count == expected.count)
        for (row, line) in zip(found, expected) {
            for column in ["email_id", "from", "to", "when"] { #expect(plain(row[column]) == line[column]) }
        }
    }

    @Test func questionsThatAreNotUnderstoodAreRefused() throws {
        for target in [
            "/api/v1/meetings?colour=red", "/api/v1/meetings?q=a&q=b", "/api/v1/meetings?limit=0",
            "/api/v1/meetings?limit=1001", "/api/v1/meetings?limit=x", "/api/v1/meetings?status=lost",
            "/api/v1/meetings?cursor=AAAA", "/api/v1/meetings?from=yesterday", "/api/v1/meetings?q=03/04/2024",
            "/api/v1/occurrences?from=2024-02-02&to=2024-02-01", "/api/v1/occurrences?view=both",
            "/api/v1/meetings/8B907496?known-at=999",
            "/api/v1/meetings/8B907496?as-of=", "/api/v1/status?a=b",
        ] {
            let answer = try server.get(target)
            #expect(answer.status == 400, "\(target): \(answer.body)")
            #expect(answer.headers["content-type"] == "application/problem+json")
            let problem = try #require(try answer.json() as? Row)
            #expect(plain(problem["status"]) == "400" && !plain(problem["detail"]).isEmpty)
        }
        for target in ["/api/v1/nothing", "/api/v1/meetings/FFFFFFFFFFFF", "/api/v2/status", "/api"] {
            #expect(try server.get(target).status == 404, "\(target)")
        }
        // A cursor belongs to its question.
        let page = try json("/api/v1/meetings?q=2024&limit=3")
        let cursor = plain(page["next"])
        #expect(try server.get("/api/v1/meetings?q=2024&limit=5&cursor=\(cursor)").status == 200)
        #expect(try server.get("/api/v1/meetings?q=budget&cursor=\(cursor)").status == 400)
        #expect(try server.get("/api/v1/occurrences?cursor=\(cursor)").status == 400)
    }

    @Test func whatDidNotChangeIsNotSentAgain() throws {
        let first = try server.get("/api/v1/meetings?q=budget")
        let tag = try #require(first.headers["etag"])
        let again = try server.get("/api/v1/meetings?q=budget", ["If-None-Match: W/\"x\", \(tag)"])
        #expect(again.status == 304 && again.body.isEmpty && again.headers["etag"] == tag)
        #expect(try server.get("/api/v1/meetings?q=planning", ["If-None-Match: \(tag)"]).status == 200)
    }

    @Test func theDescriptionNamesEveryPath() throws {
        let document = try json("/api/v1/openapi.json")
        let paths = try #require(document["paths"] as? Row)
        #expect(document["openapi"] as? String == "3.1.0" && paths.count >= 9)
        for path in paths.keys {
            let status = try server.get(path.replacing("{id}", with: "8B907496")).status
            #expect(
                status == 200 || (status == 400 && ["/api/v1/difference", "/api/v1/organisation"].contains(path)),
                "\(path): \(status)")
        }
    }
}
