import Foundation
import Testing

@testable import Simulation

/// The simulated logs beside those of the published sample: the same kinds of rows, in like proportions.
@Suite struct SampleShapeTests {
    private static let logs = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Fixtures/calendar/sample-organisation/logs")

    private static let simulated = (1...6).flatMap { OrganisationTests.organisation($0, meetings: 90).rows }

    private static func kind(itemClass: String, trigger: String) -> String {
        let name = itemClass.split(separator: ".").last.map(String.init) ?? itemClass
        return name + (trigger.contains("Delete") ? " deletion" : " save")
    }

    private static func sampleRows() throws -> [[String: String]] {
        try FileManager.default.contentsOfDirectory(atPath: logs.path).flatMap { name -> [[String: String]] in
            let lines = try String(contentsOf: logs.appending(path: name), encoding: .utf8).split(
                whereSeparator: \.isNewline)
            let header = lines[0].split(separator: ";").map(String.init)
            return lines.dropFirst().map { line in
                Dictionary(
                    uniqueKeysWithValues: zip(
                        header, line.split(separator: ";", omittingEmptySubsequences: false).map(String.init)))
            }
        }
    }

    @Test func theColumnsAreTheSamples() throws {
        let sample = try Self.sampleRows()
        #expect(Set(sample[0].keys) == Set(LogRow.columns))
    }

    @Test func kindsOfRowsAreAsFrequentAsInTheSample() throws {
        let sample = try Self.sampleRows()
        func shares(_ kinds: [String]) -> [String: Double] {
            Dictionary(grouping: kinds, by: { $0 }).mapValues { Double($0.count) / Double(kinds.count) }
        }
        let published = shares(
            sample.map { Self.kind(itemClass: $0["itemclass"] ?? "", trigger: $0["calendarlogtriggeraction"] ?? "") })
        let ours = shares(
            Self.simulated.map {
                Self.kind(itemClass: $0["itemclass"] ?? "", trigger: $0["calendarlogtriggeraction"] ?? "")
            })
        #expect(published.count > 8)
        for (kind, share) in published {
            let own = ours[kind] ?? 0
            #expect(own > share / 4 && own < max(share * 4, 0.04), "\(kind): \(own) here, \(share) in the sample")
        }
    }

    /// Each value of the columns with few values that the sample shows, ours show as well.
    @Test(arguments: [
        "calendarlogtriggeraction", "itemclass", "appointmentstate", "recurrencetype", "mapiisalldayevent",
        "isexception",
    ])
    func valuesOfTheSampleOccur(column: String) throws {
        let sample = Set(try Self.sampleRows().compactMap { $0[column] })
        let simulated = Set(Self.simulated.compactMap { $0[column] })
        #expect(sample.subtracting(simulated).isEmpty)
    }

    /// Log time, modification, and the copy's own modification follow each other within a fraction of a second.
    @Test func timesFollowEachOtherAsInTheSample() throws {
        for row in OrganisationTests.organisation(3).rows {
            let logged = try #require(row["logtime"]), modified = try #require(row["originallastmodifiedtime"])
            let created = try #require(row["creationtime"])
            #expect(created <= modified && modified < logged)
        }
    }
}
