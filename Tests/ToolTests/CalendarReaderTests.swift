import ExchangeFormats
import Foundation
import Simulation
import Testing

/// Calendar files as other people's readers see them: python's icalendar with recurring-ical-events, and libical.
///
/// What they expand a file to is what the tables of the same view say, occurrence by occurrence; there is no exception.
/// Where libical itself is at fault, Scripts/icalendar/expand.c says how it is asked instead.
@Suite(.serialized) struct CalendarReaderTests {
    typealias Scratch = CommandLineTests.Scratch

    private static let folder = CommandLineTests.root.appending(path: ".build/calendar-readers")
    static let areThere = ["bin/python", "expand", "made-of"].allSatisfy {
        FileManager.default.fileExists(atPath: folder.appending(path: $0).path)
    }

    /// Where they have to be there, tests that were skipped would hide it.
    @Test func readersAreThereWhereTheyAreRequired() {
        let isRequired = ProcessInfo.processInfo.environment["CALFOLD_CALENDAR_READERS"] == "required"
        if !Self.areThere {
            print("Calendar files are not read by other programs: Scripts/icalendar/prepare says why.")
        }
        #expect(Self.areThere || !isRequired, "Scripts/icalendar/prepare says what is missing")
    }

    static let views: [[String]] = [
        [], ["--view", "as-held"], ["--as-of", "2024-02-20T12:00:00Z"], ["--known-at", "1"],
        ["--include-cancelled", "--tzid", "windows"], ["--view", "as-held", "--include-cancelled"],
    ]

    private static func script(_ name: String, _ arguments: [String]) throws -> (status: Int32, output: String) {
        let process = Process(), pipe = Pipe()
        process.executableURL = folder.appending(path: "bin/python")
        let path = CommandLineTests.root.appending(path: "Scripts/icalendar/\(name)").path
        process.arguments = ["-B", path] + arguments
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, output)
    }

    private static let libical = ["--libical", folder.appending(path: "expand").path]

    /// Exports a view as tables and as a calendar file, or a file for each person, and has the readers compare them.
    ///
    /// - Parameter isHidden: whether people leave as pseudonyms, and those outside as one word.
    private func compare(
        _ scratch: Scratch, _ view: [String], from: String, to: String, isHidden: Bool = false, byPerson: Bool = false,
        _ comment: String
    ) throws {
        let comment = "\(comment) \(view) hidden: \(isHidden), by person: \(byPerson)"
        let out = byPerson ? "people-\(UUID().uuidString)" : "out"
        if isHidden {
            try Data("a key that only this test knows".utf8).write(to: URL(filePath: scratch.path("key.txt")))
        }
        let privacy = isHidden ? ["--key-file", "key.txt"] : ["--plain"]
        let run = try scratch.calfold(
            [
                "export", "ics", "meetings", "participants", "--subjects", "--out", out, "--from", from, "--to", to,
                "--accepted-domain", "example.com",
            ] + privacy + view + (byPerson ? ["--by", "person"] : []))
        #expect(run.status == 0, "\(run.errors)")
        let calendar = out + (byPerson ? "/calendars" : "/calendar.ics")
        let check = try scratch.calfold(
            ["export", "--check", calendar, "--subjects"] + (isHidden ? [] : ["--plain"]))
        #expect(check.status == 0, "\(comment): \(check.output)\(check.errors)")
        let files = [calendar] + ["meetings.csv", "participants.csv"].map { "\(out)/\($0)" }
        let found = try Self.script("compare.py", files.map(scratch.path) + [from, to] + Self.libical)
        #expect(found.status == 0, "\(comment): \(found.output)")
        #expect(!found.output.contains(": 0 occurrences agree"), "\(comment): \(found.output)")
    }

    @Test(.enabled(if: areThere)) func theSampleOrganisation() throws {
        let scratch = try Scratch()
        // Two batches, so that there is something that was not known at the first.
        let files = try FileManager.default.contentsOfDirectory(atPath: CommandLineTests.sample).sorted()
        for part in [files.prefix(8), files.dropFirst(8)] {
            #expect(try scratch.calfold(["ingest"] + part.map { CommandLineTests.sample + "/" + $0 }).status == 0)
        }
        #expect(try scratch.calfold("fold").status == 0)
        for view in Self.views { try compare(scratch, view, from: "2024-01-01", to: "2024-07-01", "sample") }
        for isHidden in [false, true] {
            try compare(
                scratch, isHidden ? ["--include-cancelled"] : [], from: "2024-01-01", to: "2024-07-01",
                isHidden: isHidden, byPerson: true, "sample")
        }
    }

    @Test(.enabled(if: areThere)) func simulatedOrganisations() throws {
        for seed in [4, 5, UInt64.random(in: 0...1 << 40)] {
            print("organisation seed \(seed)")
            var options = OrganisationOptions()
            (options.people, options.rooms, options.meetings, options.days) = (20, 3, 50, 60)
            options.hasExtraColumns = true
            options.behaviours = .everything
            options.behaviours.formUnion(.settledLater)
            let organisation = Organisation(seed: seed, options: options)
            var dialect = ExportDialect()
            dialect.hasExtraColumns = true
            let scratch = try Scratch(), logs = scratch.folder.appending(path: "logs")
            try FileManager.default.createDirectory(at: logs, withIntermediateDirectories: true)
            for file in Organisation.files(of: organisation.rows, dialect: dialect) {
                try Data(file.bytes).write(to: logs.appending(path: file.name))
            }
            let taken = try scratch.calfold("ingest", "logs")
            #expect(taken.status == 0, "seed \(seed): \(taken.errors)")
            #expect(try scratch.calfold("fold").status == 0)
            for (number, view) in (Self.views.prefix(3) + Self.views.suffix(2)).enumerated() {
                try compare(
                    scratch, view, from: "2023-12-01", to: "2024-08-01", isHidden: number % 2 == 0, "seed \(seed)")
            }
            guard seed > 5 else { continue }
            try compare(
                scratch, [], from: "2023-12-01", to: "2024-08-01", isHidden: true, byPerson: true, "seed \(seed)")
        }
    }

    /// The patterns of Fixtures/recurrence as series, held against the instances that stand beside them and against the
    /// tables; once more by the declarations of their zones alone.
    @Test(.enabled(if: areThere)) func patterns() throws {
        let scratch = try Scratch()
        let written = try Self.script("patterns.py", ["write", scratch.path("pattern@example.com.csv")])
        #expect(written.status == 0, "\(written.output)")
        #expect(try scratch.calfold("ingest", "pattern@example.com.csv").output.contains("624 taken"))
        #expect(try scratch.calfold("fold").status == 0)
        let years = ["--plain", "--from", "1990-01-01", "--to", "2041-01-01", "--by", "meeting"]
        for (out, more) in [("all", []), ("lunar", ["--rscale"])] {
            #expect(try scratch.calfold(["export", "ics", "--out", out] + years + more).status == 0)
            let check = try scratch.calfold("export", "--check", out, "--plain")
            #expect(check.status == 0, "\(check.output.suffix(2000))")
        }
        for (out, more) in [("all", []), ("all", ["--own-zones"]), ("lunar", ["--lunar"])] {
            let found = try Self.script(
                "patterns.py", ["check", scratch.path(out + "/calendars")] + Self.libical + more)
            #expect(found.status == 0, "\(more): \(found.output)")
            #expect(more == ["--lunar"] || found.output.contains("10264 instances agree"), "\(found.output)")
        }
        // Months in which clocks change on both halves of the earth.
        for view in Self.views.prefix(4) {
            try compare(scratch, view, from: "2024-03-01", to: "2024-05-01", "patterns")
        }
    }
}
