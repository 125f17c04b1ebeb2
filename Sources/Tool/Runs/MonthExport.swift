import Delivery
import Digest
import EventStore
import ExchangeFormats
import Foundation
import Publish

/// Writes the tables of the months that are due: first beside their place, where they are checked, and then into it with their manifest.
struct MonthExport {
    var settings: NightSettings
    var log: EventLog
    var ledger: NightLedger
    var today: CivilDate

    private var staging: String { settings.out + "/.unchecked" }

    func run(_ tables: inout ExportRun, _ report: inout NightReport) throws {
        let now = MonthNumber(today).number
        let window = MonthNumber(number: now - settings.monthsBack)...MonthNumber(number: now + settings.monthsAhead)
        let whole = Set(PublicationSet.written(in: settings.out).filter(\.isThere).compactMap(\.manifest.month))
        let due = try ledger.dueMonths(in: window) { whole.contains($0.text) }
        // What a run that was cut off left there.
        try? FileManager.default.removeItem(atPath: staging)
        defer { try? FileManager.default.removeItem(atPath: staging) }
        var warnings: Set<String> = []
        for month in due {
            tables.options.folder = staging
            tables.options.month = month.text
            tables.options.window = month.window(in: settings.zone)
            let written = try tables.run(on: log)
            warnings.formUnion(written.warnings)
            if try isSound(written, month, &report) {
                try report.tables += settle(written, month)
                try ledger.finish(month)
                report.months.append(month.text)
            }
            try? FileManager.default.removeItem(atPath: staging)
        }
        report.warnings += warnings.sorted()
    }

    /// Whether finished tables are in the form that they promise.
    private func isSound(_ written: ExportReport, _ month: MonthNumber, _ report: inout NightReport) throws -> Bool {
        var before: [String: (rows: Int, rowsBefore: Int?)] = [:]
        for table in written.tables { before[URL(filePath: table.path).lastPathComponent] = (table.rows, table.rowsBefore) }
        guard let check = FolderCheck.report(folder: staging, before: before, allowsText: settings.configuration.flag(.subjects)), check.errors > 0 else { return true }
        for file in check.files {
            for finding in file.findings where finding.severity == .error { report.warnings.append("\(file.name) fails the check and was held back: \(finding.what)") }
        }
        report.raise(.doneWithDoubts)
        return false
    }

    /// Puts a month's tables in their place. The manifest goes first and comes back last: where it stands, it is true.
    private func settle(_ written: ExportReport, _ month: MonthNumber) throws -> [NightReport.Table] {
        let window = month.window(in: settings.zone)
        let name = Manifest.fileName(month: month.text)
        var files: [Manifest.File] = []
        for table in written.tables {
            files.append(.init(name: URL(filePath: table.path).lastPathComponent, rows: table.rows, digest: try FileDigest(of: table.path)))
        }
        unlink(settings.out + "/" + name)
        // Tables that the configuration asked for once, and does not ask for any more, go with the manifest that promised them.
        for table in FolderCheck.tableNames.map({ "\(month.text)_\($0).csv" }) where !files.contains(where: { $0.name == table }) {
            unlink(settings.out + "/" + table)
        }
        for file in files {
            guard rename(staging + "/" + file.name, settings.out + "/" + file.name) == 0 else {
                throw Failure(.cannotWrite, "\(file.name) cannot be put into its folder: \(String(cString: strerror(errno))).", at: settings.out)
            }
        }
        func iso(_ instant: Instant) -> String { TimeText.string(instant, fraction: false).replacingOccurrences(of: " ", with: "T") + "Z" }
        let manifest = Manifest(
            month: month.text, from: iso(window.lowerBound), to: iso(window.upperBound), timeZone: settings.zoneName, calfold: Calfold.version,
            chainHead: try log.head().map { Hex.lowercase($0.hash) }, files: files)
        _ = try PublicationSet(writing: manifest, in: settings.out)
        return files.map { .init(name: $0.name, rows: $0.rows, sha256: $0.sha256) }
    }
}
