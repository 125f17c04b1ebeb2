import EventStore
import Foundation
import Primitives
import Publishing
import Tables

/// What the audit of a night found, in numbers: it names nobody.
package struct NightAudit: Codable {
    package var errors: Int
    package var warnings: Int
    package var infos: Int
    /// Warnings and errors that the audit before, whose table stands in the folder, had not.
    package var new: Int
    /// How many of the questions could be answered, 0 to 1.
    package var answered: Double

    var text: String {
        "\(errors, "error"), \(warnings, "warning"), \(infos) for information; \(new) new; \(Int(answered * 100)) % could be judged"
    }

    /// Writes the tables into the folder of the settings.
    static func run(
        _ settings: AuditSettings, on log: EventLog, progress: @escaping (String) -> Void
    ) throws -> NightAudit {
        let folder = settings.out ?? "."
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        ScratchFolder.clearHalfFiles(in: folder)
        // A table that cannot be read knows nothing: everything is new then.
        let known = (try? Baseline(path: folder + "/findings.csv"))?.ids ?? []
        var new = 0
        let report = try AuditRun(settings, progress: progress).run(on: log, { _ in }) { record in
            if record.severity != "info", !known.contains(record.id) { new += 1 }
        }
        func count(_ severity: String) -> Int { report.summary.bySeverity[severity] ?? 0 }
        return NightAudit(
            errors: count("error"), warnings: count("warning"), infos: count("info"), new: new, answered: report.share)
    }
}
