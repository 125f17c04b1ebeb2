import EventStore
import Foundation
import Primitives

/// What a night leaves for monitoring: a file in the form that Prometheus' node exporter reads (its textfile
/// collector). Numbers alone; nobody is named.
struct NightMetrics {
    private var lines: [String] = []

    var text: String { lines.joined(separator: "\n") + "\n" }

    /// - Parameters:
    ///   - log: that the night worked on, and that has its report already.
    ///   - store: the store's path.
    init(_ report: NightReport, log: EventLog, store: String) throws {
        let began = NightMetrics.seconds(report.began), ended = NightMetrics.seconds(report.ended)
        add("night_end_timestamp_seconds", "When the last night ended.", [("", ended)])
        add(
            "night_last_success_timestamp_seconds", "When the last night ended that was done, with doubts or without.",
            [("", try lastSuccess(report, log))])
        add(
            "night_duration_seconds", "How long the last night took.",
            [("", began.flatMap { began in ended.map { $0 - began } })])
        add(
            "night_step_duration_seconds", "How long its steps took.",
            report.steps.map { ("step=\"\($0.name)\"", $0.seconds) })
        add("night_exit_status", "How it ended; 0 done, 1 done with doubts.", [("", Double(report.status))])
        let rows = report.total
        add(
            "night_rows", "Rows that it read, by what became of them.",
            [
                ("outcome=\"new\"", Double(rows.new)), ("outcome=\"known\"", Double(rows.known)),
                ("outcome=\"quarantined\"", Double(rows.quarantined)),
            ])
        add("night_inbox_files", "Files in the inbox.", [("", Double(report.filesInInbox))])
        add("night_months_written", "Months whose tables it wrote.", [("", Double(report.months.count))])
        add("night_warnings", "Warnings in its report.", [("", Double(report.warnings.count))])
        if let audit = report.audit {
            add(
                "audit_findings", "Findings of the last audit.",
                [
                    ("severity=\"error\"", Double(audit.errors)), ("severity=\"warning\"", Double(audit.warnings)),
                    ("severity=\"info\"", Double(audit.infos)),
                ])
            add("audit_new_findings", "Warnings and errors that the audit before had not.", [("", Double(audit.new))])
        }
        add(
            "newest_entry_timestamp_seconds", "The newest log time that the store holds.",
            [
                ("kind=\"calendar\"", report.newestEntry.flatMap(NightMetrics.seconds)),
                ("kind=\"mail\"", report.newestMessageRow.flatMap(NightMetrics.seconds)),
            ])
        add("quarantine_rows", "Rows that wait in quarantine.", [("", Double(try log.quarantineCount()))])
        add("chain_batches", "Links of the log's chain.", [("", try log.head().map { Double($0.number) } ?? 0)])
        let files = ["", "-wal"].compactMap { NightMetrics.size(store + $0) }
        add("store_bytes", "Bytes of the store.", [("", files.reduce(0, +))])
        add("store_free_bytes", "Bytes that are free on its disk.", [("", NightMetrics.free(beside: store))])
    }

    /// Puts the file in its place, where the exporter's account can read it.
    func write(to path: String) throws {
        let place = URL(filePath: path)
        let file = try AtomicFile(folder: place.deletingLastPathComponent().path, name: place.lastPathComponent)
        try file.write(Array(text.utf8))
        try file.commit()
        chmod(path, 0o644)
    }

    private mutating func add(_ name: String, _ help: String, _ values: [(labels: String, value: Double?)]) {
        let known = values.compactMap { labels, value in value.map { (labels, $0) } }
        guard !known.isEmpty else { return }
        lines += ["# HELP calfold_\(name) \(help)", "# TYPE calfold_\(name) gauge"]
        for (labels, value) in known {
            let number = value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
            lines.append("calfold_\(name)\(labels.isEmpty ? "" : "{\(labels)}") \(number)")
        }
    }

    private func lastSuccess(_ report: NightReport, _ log: EventLog) throws -> Double? {
        if report.status <= ExitStatus.doneWithDoubts.rawValue { return NightMetrics.seconds(report.ended) }
        return try NightLedger.runs(of: log, limit: 1_000).first { $0.status <= ExitStatus.doneWithDoubts.rawValue }
            .map { Double($0.ended / 1000) }
    }

    /// Whole ones, of a time that a report tells.
    private static func seconds(_ text: String) -> Double? {
        (try? Date(text, strategy: .iso8601)).map { $0.timeIntervalSince1970.rounded(.down) }
    }

    private static func size(_ path: String) -> Double? {
        (try? FileManager.default.attributesOfItem(atPath: path))?[.size].flatMap { ($0 as? NSNumber)?.doubleValue }
    }

    private static func free(beside store: String) -> Double? {
        let folder = URL(filePath: store).deletingLastPathComponent().path
        return (try? FileManager.default.attributesOfFileSystem(forPath: folder))?[.systemFreeSize].flatMap {
            ($0 as? NSNumber)?.doubleValue
        }
    }
}
