import Digest
import EventStore
import ExchangeFormats
import Foundation
import Partner
import Primitives
import Publishing
import Tables

/// A month's tables, ready to be sent, for as long as it is held.
package struct PushableMonth {
    package var tables: MonthTables
    /// What a person should know of how they were made.
    package var warnings: [String] = []
    /// Where they were made for this push alone.
    fileprivate var scratch: ScratchFolder?
}

/// Where a month's tables come from.
package protocol PushSource {
    /// - Throws: a `Failure` where the tables are not in order, or would send what must not leave.
    func month(_ month: MonthNumber) throws -> PushableMonth

    func period(of month: MonthNumber) throws -> Range<Instant>

    /// How far what they are made of goes, by kind of row; nothing where nobody knows. What it does not reach is not
    /// closed, whatever the clock says: its rows are still to come, or never will.
    func reach(now: Instant) throws -> [LogReach]

    /// What a month is made of now.
    func mark(of month: MonthNumber) throws -> PushMark

    /// Whether a month may hold something else than when it was noted.
    func mayDiffer(from note: PushNote) throws -> Bool
}

/// What a month was made of when it was looked at.
package struct PushMark: Equatable, Sendable {
    /// Up to where the log was folded; nil where there is no log.
    package var position: Int64?
    /// Of finished tables: the SHA-256 of their names, sizes and hashes, and of the window; nil where there are none.
    package var tables: String?
    /// Of a log: what tells whether other settings would make other rows of it.
    package var settings: String?
}

/// From the store: the tables are made as `export` makes them, checked, and taken away afterwards.
package struct StorePushSource: PushSource {
    private let log: EventLog
    private let run: ExportRun
    private let zone: ZoneRules
    private let withUsers: Bool
    private let position: Int64
    private let watched: Int64
    private let made: String
    private let seen = SeenReach()

    /// The look at the whole log is made once.
    private final class SeenReach {
        var logs: [LogReach]?
    }

    /// - Parameters:
    ///   - run: how tables are made; which and where is not looked at.
    ///   - position: up to where the log is folded at least.
    ///   - made: what tells one way to make tables from another.
    package init(log: EventLog, run: ExportRun, zone: ZoneRules, position: Int64, made: String) throws {
        self.made = made
        self.log = log
        self.run = run
        self.zone = zone
        self.position = position
        withUsers = run.users != nil
        watched = try log.checkpoint(NightLedger.checkpoint)?.position ?? 0
    }

    package func period(of month: MonthNumber) -> Range<Instant> { month.window(in: zone) }

    package func reach(now: Instant) throws -> [LogReach] {
        if let logs = seen.logs { return logs }
        // A clock that is a day ahead is believed.
        let logs = try log.loggedDays(upTo: now.ticks / Instant.ticksPerDay + 1).map { kind, days in
            LogReach(
                name: kind == .mail ? "the log of e-mails" : "the log of calendars",
                first: Instant(ticks: days.lowerBound * Instant.ticksPerDay),
                last: Instant(ticks: days.upperBound * Instant.ticksPerDay))
        }
        seen.logs = logs
        return logs
    }

    package func mark(of month: MonthNumber) -> PushMark {
        let period = period(of: month)
        return PushMark(
            position: position, settings: "\(made) \(period.lowerBound.ticks) \(period.upperBound.ticks)")
    }

    /// Nights note for which months rows came; what they have not met yet may be of any month.
    package func mayDiffer(from note: PushNote) -> Bool {
        guard let noted = note.position else { return true }
        // Nothing may have been there as a setting was wrong. What was pushed does not change with settings.
        if note.summary.isEmpty, let month = StatedTime.month(note.month),
            note.settings != mark(of: MonthNumber(month)).settings
        {
            return true
        }
        return note.isTouched == true || noted < position && watched < position
    }

    package func month(_ month: MonthNumber) throws -> PushableMonth {
        let scratch = try ScratchFolder(), period = period(of: month)
        var run = run
        run.tables = [.interactions]
        if !run.mask.people.directory.recipients.isEmpty {
            run.tables += [.employees, .groups] + (withUsers ? [.users] : [])
        } else if withUsers {
            throw Failure(
                .usage, "The users' groups are those of a directory, and there is none.",
                next: "Name an export of it with --directory.")
        }
        run.options.folder = scratch.path
        run.options.month = month.text
        run.options.window = period
        run.options.isStaged = true
        (run.options.profile, run.options.delimiter, run.options.listStyle) = (nil, UInt8(ascii: ";"), .json)
        run.options.earlier = nil
        let report = try run.run(on: log)
        let tables = MonthTables(folder: scratch.path, month: month.text, period: period, withUsers: withUsers)
        try PushCheck.tables(tables)
        return PushableMonth(tables: tables, warnings: report.warnings, scratch: scratch)
    }
}

/// From a folder of finished tables, fetched or written here.
package struct FolderPushSource: PushSource {
    private let folder: String
    private let zone: ZoneRules
    private let withUsers: Bool

    package init(folder: String, zone: ZoneRules, withUsers: Bool) throws {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
            throw Failure(
                .inputMissing, "There is no folder of finished tables.", at: folder,
                next: "Name the one that 'calfold fetch --out' or 'calfold export --out' wrote.")
        }
        self.folder = folder
        self.zone = zone
        self.withUsers = withUsers
    }

    /// The months that have a manifest, in order, whether it can be read or not.
    package func months() throws -> [MonthNumber] {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            throw Failure(
                .inputNotUnderstood, "The folder of finished tables cannot be read.", at: folder,
                next: "Check its permissions.")
        }
        return names.compactMap { name in
            PublicationSet.month(of: name).flatMap { month in
                name == Manifest.fileName(month: month) ? StatedTime.month(month) : nil
            }.map { MonthNumber($0) }
        }.sorted()
    }

    /// As the manifest has it, else by the clock of the zone.
    package func period(of month: MonthNumber) throws -> Range<Instant> {
        guard let manifest = try manifest(of: month) else { return month.window(in: zone) }
        do throws(Manifest.NoWindow) {
            return try manifest.statedWindow() ?? month.window(in: zone)
        } catch {
            throw misfit(month, error.what)
        }
    }

    package func reach(now: Instant) -> [LogReach] { [] }

    package func mark(of month: MonthNumber) throws -> PushMark {
        let tables = try tables(of: month), names = tables.present.map(tables.name)
        guard !names.isEmpty else { return PushMark() }
        let said = try manifest(of: month)?.files ?? []
        let digest = SHA256()
        for name in names {
            // What a manifest says is held against the files before anything is sent.
            let file =
                try said.first { $0.name == name }.map { FileDigest(bytes: $0.bytes, sha256: $0.sha256) }
                ?? FileDigest(of: folder + "/" + name)
            digest.add(Array("\(name) \(file.bytes) \(file.sha256)\n".utf8))
        }
        digest.add(Array("\(tables.start) \(tables.end)\n".utf8))
        return PushMark(tables: Hex.lowercase(SHA256.bytes(digest.finish())))
    }

    /// Tables that somebody has taken away tell nothing any more.
    package func mayDiffer(from note: PushNote) throws -> Bool {
        guard let month = StatedTime.month(note.month).map({ MonthNumber($0) }) else { return false }
        let tables = try mark(of: month).tables
        return tables != nil && tables != note.tables
    }

    private func tables(of month: MonthNumber) throws -> MonthTables {
        let tables = MonthTables(
            folder: folder, month: month.text, period: try period(of: month), withUsers: withUsers)
        // Whoever opens a pipe waits for somebody to write into it.
        for table in tables.present where !PlainFile.isThere(folder + "/" + tables.name(table)) {
            throw Failure(
                .inputNotUnderstood, "\(tables.name(table)) is no plain file. Nothing was sent.", at: folder,
                next: "Take it away, or put the table itself there.")
        }
        return tables
    }

    package func month(_ month: MonthNumber) throws -> PushableMonth {
        let tables = try tables(of: month)
        guard !tables.present.isEmpty else {
            let isLoaders = ["interactions_meetings", "interactions_emails"].contains {
                FileManager.default.fileExists(atPath: "\(folder)/\(month.text)_\($0).csv")
            }
            guard isLoaders else {
                throw EmptyMonth(
                    month: month.text,
                    next:
                        "The tables are called \(tables.name(.interactions)), \(tables.name(.employees)) and \(tables.name(.groups)): whoever publishes them names them among the tables of the night."
                )
            }
            throw Failure(
                .inputMissing, "There is nothing to push of \(month.text).", at: folder,
                next: "These tables are for the partner's loader: export them without --profile cli.")
        }
        if let manifest = try manifest(of: month) {
            for file in manifest.files {
                guard RemoteName.isPlain(file.name), file.name != manifest.fileName else {
                    throw misfit(month, "it names what is no table")
                }
                let path = folder + "/" + file.name
                let digest = PlainFile.isThere(path) ? try? FileDigest(of: path) : nil
                guard digest == FileDigest(bytes: file.bytes, sha256: file.sha256) else {
                    throw misfit(month, "\(file.name) is \(digest == nil ? "missing" : "not what it says")")
                }
            }
            if let stray = tables.present.first(where: { table in
                !manifest.files.contains { $0.name == tables.name(table) }
            }) {
                throw misfit(month, "it says nothing of \(tables.name(stray)), which stands beside it")
            }
            try PushCheck.tables(tables)
        } else {
            try PushCheck.folder(folder, tables)
        }
        return PushableMonth(tables: tables)
    }

    private func manifest(of month: MonthNumber) throws -> Manifest? {
        let path = folder + "/" + Manifest.fileName(month: month.text)
        var status = stat()
        // A link that leads nowhere is a manifest that cannot be read, and none that is missing.
        guard lstat(path, &status) == 0 else { return nil }
        guard PlainFile.isThere(path), let data = FileManager.default.contents(atPath: path),
            let manifest = try? Manifest(decoding: data), manifest.month == month.text
        else { throw misfit(month, "it cannot be read, or is of another month") }
        return manifest
    }

    private func misfit(_ month: MonthNumber, _ why: String) -> Failure {
        Failure(
            .inputNotUnderstood,
            "The tables of \(month.text) are not as their manifest says: \(why). Nothing was sent.",
            at: folder + "/" + Manifest.fileName(month: month.text),
            next: "Fetch or export the month again.")
    }
}

/// A look at tables before any of them is sent.
enum PushCheck {
    /// At those alone that are sent.
    static func tables(_ tables: MonthTables) throws {
        let names = Set(tables.present.map(tables.name))
        let packages = [DataPackage.fileName(month: tables.month), DataPackage.fileName(month: nil)].filter {
            FileManager.default.fileExists(atPath: tables.folder + "/" + $0)
        }
        try judge(tables, try FolderCheck.report(folder: tables.folder, only: names), told: names.union(packages))
    }

    /// At the whole folder, of which nothing says that it is finished.
    static func folder(_ folder: String, _ tables: MonthTables) throws {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        try judge(tables, try FolderCheck.report(folder: folder), told: Set(names))
    }

    private static func judge(_ tables: MonthTables, _ report: CheckReport?, told names: Set<String>) throws {
        let reason = ClearTables.toldReason(in: tables.folder, names: names) ?? report.flatMap(ClearTables.reason)
        if let reason {
            throw Failure(
                .refused, "Nothing was sent: \(reason).", at: tables.folder,
                next: "Export the tables under a key, without --plain; titles of groups must be no addresses.")
        }
        guard let report, report.errors > 0 else { return }
        let file = report.files.first { $0.count(.error) > 0 }
        let finding = file?.findings.first { $0.severity == .error }
        throw Failure(
            .inputNotUnderstood,
            "Nothing was sent: \(file?.name ?? "a table") fails the check (\(finding?.column.map { $0 + ": " } ?? "")\(finding?.what ?? ""))\(report.errors > 1 ? ", and \(report.errors - 1) more" : "").",
            at: tables.folder, next: "'calfold export --check FOLDER' tells all of it.")
    }
}
