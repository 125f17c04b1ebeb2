import Delivery
import Digest
import EventStore
import ExchangeFormats
import Foundation
import Intake
import Publish

/// One night: takes in what is new, folds it, writes the months that it touches, checks them, publishes them and reports. Whatever cuts it
/// off, the next run finds in the store what is left to do.
struct NightlyRun {
    var settings: NightSettings
    /// The day in whose month the window of months stands.
    var today: CivilDate
    var isDryRun = false

    /// - Returns: the report; a failure that ended the run is in it.
    func run() throws -> NightReport {
        let scratch = isDryRun ? try DryRunFolder(settings) : nil
        defer { scratch?.remove() }
        let settings = scratch?.settings ?? settings
        let lock = try NightLock(store: settings.store)
        return try withExtendedLifetime(lock) {
            let began = Date()
            var diary = NightDiary(report: NightReport(calfold: Calfold.version, began: began, isDryRun: isDryRun))
            let log = try EventLog(path: settings.store, access: .readWrite)
            let ledger = try NightLedger(log)
            do {
                try work(settings, log, ledger, &diary)
            } catch {
                guard let failure = Failure(translating: error) else { throw error }
                diary.report.raise(failure.status)
                diary.report.failure = failure.what
            }
            diary.report.ended = NightReport.text(Date())
            do {
                try keep(diary.report, began: began, settings, ledger)
            } catch {
                // A full disk has told of itself already; the report is printed all the same.
                diary.report.raise(.cannotWrite)
                diary.report.failure = diary.report.failure ?? Failure(translating: error)?.what ?? "The report cannot be kept."
            }
            return diary.report
        }
    }

    private func work(_ settings: NightSettings, _ log: EventLog, _ ledger: NightLedger, _ diary: inout NightDiary) throws {
        let export = try settings.export()
        // Built before anything is taken in: what is wrong with the key or the directory is told at once.
        var tables = try export.prepared(on: log)
        try diary.step("ingest") { try takeIn(settings, log, ledger, &$0) }
        try diary.step("fold") { report in
            report.warnings += try FoldRun().run(on: log).warnings
            let changes = try ledger.noteChanges(zone: settings.zone)
            report.newEvents = changes.mapValues(\.events)
            report.meetingsChanged = changes["calendar"]?.streams ?? 0
            report.messagesChanged = changes["mail"]?.streams ?? 0
            try ledger.note(settings: try settings.fingerprint(export, version: Calfold.version))
            report.chainHead = try log.head().map { Hex.lowercase($0.hash) }
            report.rowsInQuarantine = try log.quarantineCount()
        }
        try diary.step("export") { report in
            try MonthExport(settings: settings, log: log, ledger: ledger, today: today).run(&tables, &report)
        }
        try diary.step("publish") { publish(settings, &$0) }
    }

    private func takeIn(_ settings: NightSettings, _ log: EventLog, _ ledger: NightLedger, _ report: inout NightReport) throws {
        let paths = try InputFinder().files(at: [settings.inbox])
        report.filesInInbox = paths.count
        let prefix = settings.inbox.count
        let files = try ledger.newFiles(among: paths, now: Clock.milliseconds / 1000) { MailboxName.inPath(String($0.dropFirst(prefix))) ?? "" }
        for file in files {
            var reading = settings.reading
            reading.length = GrowingLog.wholeLines(of: file.path, now: Date())
            let outcome = try IngestRun(files: [file.path], reading: reading).run(into: log)
            guard let found = outcome.files.first else { continue }
            report.files.append(.init(
                sha256: file.sha256, rowsRead: found.outcome.rowsRead, new: found.outcome.taken, known: found.outcome.duplicate,
                quarantined: found.outcome.quarantined, refused: found.refused, notes: found.notes))
            if found.refused == nil, reading.length == nil { try ledger.take(file) }
            report.raise(outcome.status)
        }
    }

    private func publish(_ settings: NightSettings, _ report: inout NightReport) {
        guard let target = settings.target else { return }
        report.target = target.label
        let sets = PublicationSet.written(in: settings.out)
        let outcomes = isDryRun ? [] : Publication(to: target, attempts: settings.attempts).run(sets)
        let arrived = Set(outcomes.filter { $0.failure == nil }.compactMap(\.month))
        for index in report.tables.indices { report.tables[index].isPublished = arrived.contains(String(report.tables[index].name.prefix(7))) }
        for failure in Set(outcomes.compactMap(\.failure)).sorted() {
            report.warnings.append("Not everything was published. \(failure)")
            report.raise(.serviceUnavailable)
        }
        let retries = outcomes.reduce(0) { $0 + $1.retries }
        if retries > 0 { report.warnings.append("\(retries) transfers broke and were tried again.") }
    }

    private func keep(_ report: NightReport, began: Date, _ settings: NightSettings, _ ledger: NightLedger) throws {
        guard !isDryRun else { return }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        let json = try encoder.encode(report)
        try ledger.record(.init(
            began: Int64(began.timeIntervalSince1970 * 1000), ended: Clock.milliseconds, status: report.status, report: String(decoding: json, as: UTF8.self)))
        for (name, data) in [("last-night.json", json), ("last-night.txt", Data((report.text + "\n").utf8))] {
            let file = try AtomicFile(folder: settings.out, name: name)
            try file.write(data)
            try file.commit()
        }
    }
}

/// A copy of the store and a folder for tables, so that a dry run does everything and leaves nothing.
private struct DryRunFolder {
    var settings: NightSettings
    private let folder: String

    init(_ settings: NightSettings) throws {
        folder = FileManager.default.temporaryDirectory.path + "/calfold-dry-run-\(getpid())"
        self.settings = settings
        self.settings.store = folder + "/calfold.db"
        self.settings.out = folder + "/tables"
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            for ending in ["", "-wal"] where FileManager.default.fileExists(atPath: settings.store + ending) {
                try FileManager.default.copyItem(atPath: settings.store + ending, toPath: self.settings.store + ending)
            }
        } catch {
            remove()
            throw Failure(.cannotWrite, "The store cannot be copied for a dry run.", at: folder, next: "Make room there, or set TMPDIR.")
        }
    }

    func remove() { try? FileManager.default.removeItem(atPath: folder) }
}
