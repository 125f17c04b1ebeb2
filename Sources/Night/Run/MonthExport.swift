import Encodings
import EventStore
import ExchangeFormats
import Foundation
import Primitives
import Publishing
import Tables

/// Writes the tables of the months that are due: first beside their place, where they are checked, and then into it
/// with their manifest.
package struct MonthExport {
    package var settings: NightSettings
    package var log: EventLog
    package var ledger: NightLedger
    package var today: CivilDate
    /// What the log has up to it is folded.
    package var position: Int64
    /// How far the log goes that is folded.
    package var reaches: [Manifest.Reach] = []
    /// Is told now and then how far it is.
    package var progress: (String) -> Void = { _ in }

    private var staging: String { MonthExport.staging(settings.out) }

    private static func staging(_ out: String) -> String { out + "/.unchecked" }

    /// Takes away what a run that was cut off left in the folder of tables.
    package static func clearLeftovers(in out: String) {
        try? FileManager.default.removeItem(atPath: staging(out))
        ScratchFolder.clearHalfFiles(in: out)
    }

    package func run(_ tables: inout ExportRun, _ report: inout NightReport) throws {
        let now = MonthNumber(today).number
        let window = MonthNumber(number: now - settings.monthsBack)...MonthNumber(number: now + settings.monthsAhead)
        let whole = Set(PublicationSet.written(in: settings.out).filter(\.isThere).compactMap(\.manifest.month))
        let due = try ledger.dueMonths(in: window) { whole.contains($0.text) }
        // What a run that was cut off left there.
        try? FileManager.default.removeItem(atPath: staging)
        defer { try? FileManager.default.removeItem(atPath: staging) }
        var warnings: Set<String> = []
        var checking: CheckedMonth?
        func finishChecked() throws {
            guard let month = checking else { return }
            checking = nil
            if try isSound(month, &report) {
                let settled = try settle(month)
                report.tables += settled
                let written = settled.compactMap { table in
                    month.portions[table.name].map {
                        NightLedger.WrittenTable(name: table.name, sha256: table.sha256, portions: $0.bytes)
                    }
                }
                try ledger.finish(
                    month.month, .init(tables: written, position: position), kept: month.kept.map(\.name),
                    in: settings.out)
                report.months.append(month.month.text)
            }
            try? FileManager.default.removeItem(atPath: month.folder)
        }
        for month in due {
            let written: ExportReport, known = try ledger.writtenMonth(month.month, in: settings.out)
            let kept = keptFiles(of: month, known, tables)
            var monthly = tables
            if !kept.isEmpty { monthly.tables.removeAll { $0 == .calendarLog } }
            let name = month.month.text
            progress("writing \(name)")
            monthly.progress = { progress("writing \(name): \($0)") }
            monthly.options.folder = staging + "/" + month.month.text
            monthly.options.isStaged = true
            monthly.options.month = month.month.text
            monthly.options.window = month.month.window(in: settings.zone)
            do {
                written = try write(&monthly, known)
            } catch {
                try finishChecked()
                throw error
            }
            // Whether anybody is inside is asked of all months together.
            warnings.formUnion(written.warnings.filter { $0 != written.people.nobodyIsInside })
            // The month before was checked meanwhile.
            try finishChecked()
            checking = CheckedMonth(
                month: month.month, folder: monthly.options.folder, tables: written.tables, kept: kept,
                allowsText: settings.export.privacy.keepsSubjects)
        }
        try finishChecked()
        try renewManifests()
        report.warnings += warnings.sorted()
    }

    /// A month whose tables stay as they are is closed when the log has gone beyond it: whoever has its tables knows by
    /// the manifest alone.
    private func renewManifests() throws {
        for set in PublicationSet.written(in: settings.out) where set.manifest.isOvertaken(by: reaches) && set.isThere {
            guard let month = set.manifest.month.flatMap({ StatedTime.month($0) }),
                try ledger.isWritten(MonthNumber(month))
            else { continue }
            var manifest = set.manifest
            manifest.reaches = reaches
            _ = try PublicationSet(writing: manifest, in: settings.out)
        }
    }

    /// Writes a month's tables beside their place: where the month was written before, from what has changed and from
    /// what stands there.
    private func write(_ run: inout ExportRun, _ known: NightLedger.WrittenMonth?) throws -> ExportReport {
        if let known {
            let changed =
                try log.streams(changedAfter: known.position, of: .calendar)
                + log.streams(changedAfter: known.position, of: .mail)
            run.options.earlier = EarlierTables(
                tables: known.tables.reduce(into: [:]) {
                    $0[$1.name] = .init(
                        path: settings.out + "/" + $1.name, sha256: $1.sha256, portions: PortionList(bytes: $1.portions)
                    )
                }, changed: Set(changed), changedDays: try log.days(changedAfter: known.position),
                keys: { [place = log.place] in StreamKeys(try place.open()).key })
            do {
                return try run.run(on: log)
            } catch is EarlierTableUnfit {
                try? FileManager.default.removeItem(atPath: run.options.folder)
            }
        }
        run.options.earlier = nil
        return try run.run(on: log)
    }

    /// The month's table of entries as it stands, where nothing was logged that it lacks and nobody touched it; none
    /// where it has to be written.
    private func keptFiles(
        of month: NightLedger.DueMonth, _ known: NightLedger.WrittenMonth?, _ tables: ExportRun
    ) -> [Manifest.File] {
        let manifest = settings.out + "/" + Manifest.fileName(month: month.month.text)
        let name = month.month.text + "_" + CalendarLogTable.name(tables.options.profile) + ".csv"
        guard !month.hasNewEntries, tables.tables.contains(.calendarLog), tables.tables.count > 1,
            known?.tables.contains(where: { $0.name == name }) == true,
            let data = FileManager.default.contents(atPath: manifest), let promised = try? Manifest(decoding: data)
        else { return [] }
        return promised.files.filter { $0.name == name }
    }

    /// Whether finished tables are in the form that they promise.
    private func isSound(_ month: CheckedMonth, _ report: inout NightReport) throws -> Bool {
        guard let check = try month.report(), check.errors > 0 else { return true }
        for file in check.files {
            for finding in file.findings where finding.severity == .error {
                report.warnings.append("\(file.name) fails the check and was held back: \(finding.what)")
            }
        }
        report.raise(.doneWithDoubts)
        return false
    }

    /// Puts a month's tables in their place. The manifest goes first and comes back last: where it stands, it is true.
    private func settle(_ checked: CheckedMonth) throws -> [NightReport.Table] {
        let month = checked.month, window = month.window(in: settings.zone)
        let name = Manifest.fileName(month: month.text)
        let written = try checked.files()
        let files = written + checked.kept
        unlink(settings.out + "/" + name)
        // After a power cut no manifest may stand beside tables that it does not promise: it is gone on the disk before
        // they come.
        try AtomicFile.bringToDisk(settings.out)
        // Tables that the configuration asked for once, and does not ask for any more, go with the manifest that
        // promised them.
        for table in FolderCheck.tableNames.map({ "\(month.text)_\($0).csv" })
        where !files.contains(where: { $0.name == table }) {
            unlink(settings.out + "/" + table)
        }
        for file in written {
            guard rename(checked.folder + "/" + file.name, settings.out + "/" + file.name) == 0 else {
                throw Failure(
                    .cannotWrite, "\(file.name) cannot be put into its folder: \(String(cString: strerror(errno))).",
                    at: settings.out)
            }
        }
        try AtomicFile.bringToDisk(settings.out)
        let package = try package(files, month)
        let manifest = Manifest(
            month: month.text, from: Manifest.text(window.lowerBound), to: Manifest.text(window.upperBound),
            timeZone: settings.zoneName, calfold: Program.version,
            chainHead: try log.head().map { Hex.lowercase($0.hash) }, reaches: reaches, files: files + [package])
        _ = try PublicationSet(writing: manifest, in: settings.out)
        return written.map {
            .init(name: $0.name, rows: $0.rows, rowsMade: checked.rowsMade[$0.name], sha256: $0.sha256)
        }
    }

    /// Says beside a month's tables what they are. A night's are never in clear.
    private func package(_ files: [Manifest.File], _ month: MonthNumber) throws -> Manifest.File {
        let delimiter = try settings.export.partner.delimiterByte()
        let resources = try files.map { file in
            try DataPackage.Resource(
                table: String(file.name.dropFirst(month.text.utf8.count + 1).prefix { $0 != "." }), file: file.name,
                in: settings.out,
                digest: (file.bytes, file.sha256), pseudonymised: true, delimiter: delimiter)
        }
        try DataPackage(
            month: month.text, calfold: Program.version, resources: DataPackage.connected(resources)
        ).write(month: month.text, in: settings.out)
        let name = DataPackage.fileName(month: month.text)
        return Manifest.File(name: name, rows: 0, digest: try FileDigest(of: settings.out + "/" + name))
    }
}
