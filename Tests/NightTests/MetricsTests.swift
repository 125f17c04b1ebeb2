import Foundation
import TestSupport
import Testing

/// What monitoring reads of a night.
@Suite struct MetricsTests {
    private static func metrics(_ scratch: NightScratch) throws -> [String: Double] {
        let text = try String(contentsOfFile: scratch.folder + "/node/calfold.prom", encoding: .utf8)
        #expect(text.hasSuffix("\n") && !text.contains("@") && !text.contains("example.com"))
        var values: [String: Double] = [:]
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            let parts = line.split(separator: " ")
            #expect(parts.count == 2 && line.wholeMatch(of: /calfold_[a-z_]+(\{[a-z]+="[a-z]+"\})? [0-9.e+-]+/) != nil)
            values[String(parts[0])] = Double(parts[1])
        }
        return values
    }

    @Test func aNightLeavesItsNumbers() throws {
        let scratch = try NightScratch("metrics: node/calfold.prom\n")
        try scratch.takeAll()
        let began = Date().timeIntervalSince1970.rounded(.down)
        let night = try scratch.night()
        #expect(night.status == 0, "\(night.errors)")
        let first = try Self.metrics(scratch)
        #expect(first["calfold_night_exit_status"] == 0)
        #expect(first["calfold_night_rows{outcome=\"new\"}"] == 1336)
        #expect(first["calfold_night_rows{outcome=\"quarantined\"}"] == 0 && first["calfold_quarantine_rows"] == 0)
        #expect(first["calfold_night_last_success_timestamp_seconds"] == first["calfold_night_end_timestamp_seconds"])
        #expect(first["calfold_night_last_success_timestamp_seconds"] ?? 0 >= began)
        #expect(first["calfold_newest_entry_timestamp_seconds{kind=\"calendar\"}"] ?? 0 > 1_704_067_200)
        for name in ["chain_batches", "store_bytes", "store_free_bytes", "night_months_written"] {
            #expect(first["calfold_\(name)"] ?? 0 > 0, "\(name)")
        }
        // Whoever runs the exporter may read it.
        let mode = try FileManager.default.attributesOfItem(atPath: scratch.folder + "/node/calfold.prom")[
            .posixPermissions]
        #expect(mode as? Int == 0o644)
    }

    /// A night that failed keeps the time of the last good one.
    @Test func aNightThatFailsSaysSo() throws {
        let scratch = try NightScratch("metrics: node/calfold.prom\n")
        try scratch.takeAll()
        #expect(try scratch.night().status == 0)
        let good = try Self.metrics(scratch)["calfold_night_last_success_timestamp_seconds"]
        try scratch.scratch.write("another key that nobody knows\n", to: "key.txt")
        #expect(try scratch.night().status == 77)
        let bad = try Self.metrics(scratch)
        #expect(bad["calfold_night_exit_status"] == 77)
        #expect(bad["calfold_night_last_success_timestamp_seconds"] == good)
    }

    @Test func anotherNameIsRefusedWithItsLine() throws {
        let scratch = try NightScratch("metrics: calfold.txt\n")
        let night = try scratch.night()
        #expect(night.status == 64 && night.errors.contains(".prom"), "\(night.errors)")
    }

    /// A folder that cannot be written is a doubt, and the night is done all the same.
    @Test func whatCannotBeWrittenIsSaid() throws {
        let scratch = try NightScratch("metrics: node/calfold.prom\n")
        try scratch.scratch.write("no folder", to: "node")
        try scratch.takeAll()
        let night = try scratch.night()
        #expect(night.status == 1 && night.output.contains("file for monitoring"), "\(night.output)\(night.errors)")
    }
}
