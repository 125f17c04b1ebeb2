import Foundation
import Partner
import Primitives
import Publishing
import Tables

/// A look at tables before any of them is sent.
enum PushCheck {
    /// At those alone that are sent.
    ///
    /// - Returns: what was found, with the rows of each.
    @discardableResult static func tables(_ tables: MonthTables) throws -> CheckReport? {
        let names = Set(tables.present.map(tables.name))
        let packages = [DataPackage.fileName(month: tables.month), DataPackage.fileName(month: nil)].filter {
            FileManager.default.fileExists(atPath: tables.folder + "/" + $0)
        }
        let report = try FolderCheck.report(folder: tables.folder, only: names)
        try judge(tables, report, told: names.union(packages))
        return report
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
                next: "Whoever exports them does so again under a key, with no addresses for titles of groups.")
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
