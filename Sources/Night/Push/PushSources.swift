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
}

/// From the store: the tables are made as `export` makes them, checked, and taken away afterwards.
package struct StorePushSource: PushSource {
    private let log: EventLog
    private let run: ExportRun
    private let zone: ZoneRules
    private let withUsers: Bool

    /// - Parameter run: how tables are made; which and where is not looked at.
    package init(log: EventLog, run: ExportRun, zone: ZoneRules) {
        self.log = log
        self.run = run
        self.zone = zone
        withUsers = run.users != nil
    }

    package func period(of month: MonthNumber) -> Range<Instant> { month.window(in: zone) }

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

    /// The months that have a manifest, in order.
    package var months: [MonthNumber] {
        PublicationSet.written(in: folder).compactMap { set in
            set.manifest.month.flatMap { StatedTime.month($0) }.map { MonthNumber($0) }
        }.sorted()
    }

    /// As the manifest has it, else by the clock of the zone.
    package func period(of month: MonthNumber) throws -> Range<Instant> {
        guard let manifest = try manifest(of: month), let from = manifest.from, let to = manifest.to else {
            return month.window(in: zone)
        }
        guard let start = StatedTime.instant(from, zone: .utc), let end = StatedTime.instant(to, zone: .utc),
            start < end
        else { throw misfit(month, "its window is none") }
        return start..<end
    }

    package func month(_ month: MonthNumber) throws -> PushableMonth {
        let tables = MonthTables(
            folder: folder, month: month.text, period: try period(of: month), withUsers: withUsers)
        guard !tables.present.isEmpty else {
            let isLoaders = ["interactions_meetings", "interactions_emails"].contains {
                FileManager.default.fileExists(atPath: "\(folder)/\(month.text)_\($0).csv")
            }
            throw Failure(
                .inputMissing, "There is nothing to push of \(month.text).", at: folder,
                next: isLoaders
                    ? "These tables are for the partner's loader: export them without --profile cli."
                    : "The tables are called \(tables.name(.interactions)), \(tables.name(.employees)) and \(tables.name(.groups))."
            )
        }
        if let manifest = try manifest(of: month) {
            for file in manifest.files {
                guard RemoteName.isPlain(file.name), file.name != manifest.fileName else {
                    throw misfit(month, "it names what is no table")
                }
                let digest = try? FileDigest(of: folder + "/" + file.name)
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
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        guard let data = FileManager.default.contents(atPath: path), let manifest = try? Manifest(decoding: data),
            manifest.month == month.text
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
