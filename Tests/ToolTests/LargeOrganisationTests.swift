import ExchangeFormats
import Foundation
import Simulation
import Testing

/// An organisation of 200 people over 90 days that knows its own truth, through the built program: whatever way its
/// rows come in, every occurrence, participant and answer comes out, in the same bytes.
@Suite struct LargeOrganisationTests {
    private static let window = (from: "2023-12-01", to: "2024-08-01")

    @Test func everyWayInGivesTheTruthInTheSameBytes() throws {
        let seed = UInt64.random(in: 0...1 << 40)
        print("organisation seed \(seed)")
        var options = OrganisationOptions()
        (options.people, options.rooms, options.guests, options.meetings, options.days) = (200, 12, 20, 400, 90)
        let organisation = Organisation(seed: seed, options: options)
        let clean = try tables(of: [Organisation.files(of: organisation.rows)], rows: organisation.rows.count)
        for (view, truthView) in [("final", TruthView.final), ("as-held", .asHeld)] {
            let found = try Found(
                meetings: clean["\(view)/meetings.csv"], participants: clean["\(view)/participants.csv"])
            let truth = organisation.truth(
                truthView, from: Self.instant(Self.window.from), to: Self.instant(Self.window.to))
            #expect(truth.meetingRows.count > 1_500)
            for (name, expected, rows) in [
                ("meetings", Set(truth.meetingRows), found.meetings),
                ("participants", Set(truth.participantRows), found.participants),
            ] {
                let missing = expected.subtracting(rows), surplus = rows.subtracting(expected)
                #expect(
                    missing.isEmpty, "seed \(seed), \(view), \(name): \(missing.count) missing, \(missing.prefix(2))")
                #expect(
                    surplus.isEmpty, "seed \(seed), \(view), \(name): \(surplus.count) surplus, \(surplus.prefix(2))")
            }
        }
        let nights = organisation.nights(count: 30, seed: seed).map { Organisation.files(of: $0) }
        let others = [
            ("shuffled", [Organisation.files(of: organisation.shuffledRows(seed: seed))]),
            ("duplicated", [Organisation.files(of: organisation.duplicatedRows(seed: seed))]), ("nights", nights),
        ]
        for (name, files) in others {
            #expect(try tables(of: files, rows: organisation.rows.count) == clean, "seed \(seed), \(name)")
        }
    }

    private static func instant(_ day: String) -> Instant {
        let parts = day.split(separator: "-").compactMap { Int($0) }
        return Instant(
            ticks: WallTime(CivilDate(days: CivilDate.days(year: parts[0], month: parts[1], day: parts[2]))).ticks)
    }

    /// Takes the nights in, one after the other with a fold after each, and exports both views.
    private func tables(of nights: [[ExportFile]], rows: Int) throws -> [String: Data] {
        let scratch = try CommandLineTests.Scratch()
        func run(_ arguments: String...) throws {
            let run = try scratch.calfold(arguments)
            #expect(run.status == 0, "\(arguments): \(run.errors)")
        }
        for (number, files) in nights.enumerated() where !files.isEmpty {
            let folder = scratch.folder.appending(path: "night\(number)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            for file in files { try Data(file.bytes).write(to: folder.appending(path: file.name)) }
            try run("ingest", folder.path)
            try run("fold")
        }
        try run("verify")
        #expect(try scratch.calfold("status").output.contains("\(rows)"))
        var result: [String: Data] = [:]
        for view in ["final", "as-held"] {
            try run(
                "export", "meetings", "participants", "--plain", "--view", view, "--from", Self.window.from, "--to",
                Self.window.to, "--out", view)
            for name in ["meetings.csv", "participants.csv"] {
                result["\(view)/\(name)"] = try Data(contentsOf: scratch.folder.appending(path: "\(view)/\(name)"))
            }
        }
        return result
    }

    /// The exported tables in the columns of the truth.
    private struct Found {
        var meetings: Set<[String]> = []
        var participants: Set<[String]> = []

        init(meetings: Data?, participants: Data?) throws {
            var occurrences: [String: [String]] = [:]
            for row in try Self.rows(meetings) {
                occurrences[row[1]] = [row[0], row[6]]
                self.meetings.insert([row[0], row[6], row[4], row[5], row[3], row[2], row[10]])
            }
            for row in try Self.rows(participants) {
                let occurrence = try #require(occurrences[row[0]])
                self.participants.insert(occurrence + [row[1], row[3]])
            }
        }

        /// No field of these tables holds a delimiter or a quote.
        private static func rows(_ table: Data?) throws -> [[String]] {
            let text = String(decoding: try #require(table), as: UTF8.self)
            return text.split(separator: "\r\n").dropFirst().map {
                $0.split(separator: ";", omittingEmptySubsequences: false).map(String.init)
            }
        }
    }
}
