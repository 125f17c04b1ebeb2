import Digest
import Encodings
import ExchangeFormats
import Foundation
import Partner
import Primitives
import Publishing
import Tables

/// From a folder of finished tables, fetched or written here.
package struct FolderPushSource: PushSource {
    private let folder: String
    private let zone: ZoneRules
    /// Whether it was named for this push.
    private let isZoneNamed: Bool
    private let withUsers: Bool

    package init(folder: String, zone: ZoneRules, isZoneNamed: Bool = false, withUsers: Bool) throws {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
            throw Failure(
                .inputMissing, "There is no folder of finished tables.", at: folder,
                next: "Name the one that 'calfold fetch --out' or 'calfold export --out' wrote.")
        }
        self.folder = folder
        self.zone = zone
        self.isZoneNamed = isZoneNamed
        self.withUsers = withUsers
    }

    /// The months that have tables or a manifest, in order, whether they are in order or not.
    ///
    /// - Throws: a `Failure` where there is none.
    package func months() throws -> [MonthNumber] {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            throw Failure(
                .inputNotUnderstood, "The folder of finished tables cannot be read.", at: folder,
                next: "Check its permissions.")
        }
        let months = names.compactMap { name in
            PublicationSet.month(of: name).flatMap { month in
                name.hasSuffix(".csv") || name == Manifest.fileName(month: month) ? StatedTime.month(month) : nil
            }.map { MonthNumber($0) }
        }
        guard !months.isEmpty else {
            let isOfNoMonth = names.contains { $0.hasSuffix(".csv") }
            throw Failure(
                .inputMissing,
                isOfNoMonth
                    ? "The folder has tables of no one month, and a push is of a month."
                    : "There are no finished tables.",
                at: folder,
                next: isOfNoMonth
                    ? "Export each month by itself, with 'calfold export --month'."
                    : "'calfold fetch' brings them, or a night and 'calfold export --month' write them.")
        }
        return Set(months).sorted()
    }

    /// As the manifest has it, else by the clock of the zone.
    package func period(of month: MonthNumber) throws -> Range<Instant> {
        let named = month.window(in: zone)
        guard let stated = try manifest(of: month)?.window else { return named }
        guard !isZoneNamed || stated == named else {
            throw Failure(
                .usage,
                "The manifest of \(month.text) says that its tables were cut in another zone than --window-time-zone.",
                at: folder, next: "Leave --window-time-zone out: the manifest says when the month begins and ends.")
        }
        return stated
    }

    package func reach(of month: MonthNumber, now: Instant) throws -> [LogReach]? { try manifest(of: month)?.reaches }

    /// Tables without a manifest are somebody's half work, as far as anybody can tell.
    package func whyUnfinished(_ month: MonthNumber) -> Failure? {
        var status = stat()
        guard lstat(folder + "/" + Manifest.fileName(month: month.text), &status) != 0 else { return nil }
        return Failure(
            .inputMissing, "\(month.text) has tables and no manifest, which comes when they are finished.",
            next:
                "Fetch or export the month again; the same push with --month \(month.text) checks the tables and takes them as they stand."
        )
    }

    package func mark(of month: MonthNumber) throws -> PushMark {
        let tables = try tables(of: month), names = tables.present.map(tables.name)
        guard !names.isEmpty else { return PushMark() }
        let said = try manifest(of: month)?.manifest.files ?? []
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
        for table in tables.present {
            // Whoever opens a pipe waits for somebody to write into it, and a link leads who knows where.
            var status = stat()
            guard lstat(folder + "/" + tables.name(table), &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
                throw Failure(
                    .inputNotUnderstood, "\(tables.name(table)) is a link, or no plain file. Nothing was sent.",
                    at: folder, next: "Take it away, or put the table itself there.")
            }
        }
        return tables
    }

    package func month(_ month: MonthNumber) throws -> PushableMonth {
        let tables = try tables(of: month), checked = try manifest(of: month)
        if let checked {
            try hold(tables, against: checked.manifest, month)
        } else {
            guard !tables.present.isEmpty else { throw nothing(of: month, tables) }
            try PushCheck.folder(folder, tables)
        }
        var pushable = PushableMonth(tables: tables)
        if withUsers, !tables.present.contains(.users) {
            pushable.warnings.append(
                "The users were asked for, and \(month.text) has no table of them (\(tables.name(.users))).")
        }
        return pushable
    }

    private func hold(_ tables: MonthTables, against manifest: Manifest, _ month: MonthNumber) throws {
        guard manifest.files.contains(where: { $0.name == tables.name(.interactions) }) else {
            throw Failure(
                .inputMissing,
                "The finished tables of \(month.text) are without \(tables.name(.interactions)). Nothing was sent.",
                at: folder + "/" + manifest.fileName,
                next:
                    "Whoever makes them names interactions among the tables of the night, employees and employees_groups too where people are to go, and leaves 'profile: cli' out."
            )
        }
        if let misfit = CheckedManifest.misfit(of: manifest.files, in: folder) { throw self.misfit(month, misfit) }
        let names = tables.present.map(tables.name)
        if let stray = names.first(where: { name in !manifest.files.contains { $0.name == name } }) {
            throw misfit(month, "it says nothing of \(stray), which stands beside it")
        }
        let report = try PushCheck.tables(tables)
        let rows = (report?.files ?? []).reduce(into: [:]) { $0[$1.name] = $1.rows }
        if let misfit = CheckedManifest.misfit(of: manifest.files.filter { names.contains($0.name) }, rows: rows) {
            throw self.misfit(month, misfit)
        }
    }

    /// Why a month without any of the tables cannot be pushed.
    private func nothing(of month: MonthNumber, _ tables: MonthTables) -> any Error {
        let isLoaders = ["interactions_meetings", "interactions_emails"].contains {
            FileManager.default.fileExists(atPath: "\(folder)/\(month.text)_\($0).csv")
        }
        guard isLoaders else {
            return EmptyMonth(
                month: month.text,
                next:
                    "The tables are called \(tables.name(.interactions)), \(tables.name(.employees)) and \(tables.name(.groups)): whoever publishes them names them among the tables of the night."
            )
        }
        return Failure(
            .inputMissing, "There is nothing to push of \(month.text).", at: folder,
            next: "These tables are for the partner's loader: export them without --profile cli.")
    }

    private func manifest(of month: MonthNumber) throws -> CheckedManifest? {
        do throws(CheckedManifest.Lie) {
            return try CheckedManifest(of: month.text, in: folder)
        } catch {
            throw misfit(month, error.what)
        }
    }

    private func misfit(_ month: MonthNumber, _ why: String) -> Failure {
        Failure(
            .inputNotUnderstood,
            "The tables of \(month.text) are not as their manifest says: \(why)\(why.hasSuffix(".") ? "" : ".") Nothing was sent.",
            at: folder + "/" + Manifest.fileName(month: month.text),
            next: "Fetch or export the month again.")
    }
}
