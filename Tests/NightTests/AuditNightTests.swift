import Foundation
import TestSupport
import Testing

/// Nights that look for calendars that disagree.
@Suite struct AuditNightTests {
    @Test func aNightLeavesFindingsOfItsOwn() throws {
        let scratch = try NightScratch(
            "audit: findings\nallow-conflicts: [room0@example.com]\nmetrics: node/calfold.prom\n")
        try scratch.takeAll()
        let first = try scratch.night()
        #expect(first.status == 0, "\(first.errors)")
        let report = try String(contentsOfFile: scratch.tables + "/last-night.txt", encoding: .utf8)
        #expect(report.contains("audit      1 error, 0 warnings") && report.contains("; 1 new;"), "\(report)")
        for name in ["findings", "evidence", "coverage"] {
            let text = try String(contentsOfFile: scratch.folder + "/findings/\(name).csv", encoding: .utf8)
            #expect(!text.contains("@") && text.split(separator: "\r\n").count > 1)
            #expect(!FileManager.default.fileExists(atPath: scratch.tables + "/\(name).csv"))
        }
        let metrics = try String(contentsOfFile: scratch.folder + "/node/calfold.prom", encoding: .utf8)
        #expect(metrics.contains("calfold_audit_findings{severity=\"error\"} 1\n"))
        #expect(metrics.contains("calfold_audit_new_findings 1\n"))
        #expect(try scratch.night().status == 0)
        #expect(
            try String(contentsOfFile: scratch.tables + "/last-night.txt", encoding: .utf8).contains("; 0 new;"))
    }

    @Test func theFolderOfTheTablesIsRefused() throws {
        let scratch = try NightScratch("audit: tables\n")
        let night = try scratch.night()
        #expect(night.status == 64 && night.errors.contains("folder of their own"), "\(night.errors)")
    }
}
