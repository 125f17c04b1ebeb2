import EventStore
import Foundation
import Publishing
import Tables

/// An export whose tables stand in one SQLite file: they are written as ever, into a folder of the process's own, and
/// copied from there.
package struct SQLiteExport {
    package var settings: ExportSettings

    /// Is told now and then how far it is.
    package var progress: ((String) -> Void)?

    package init(_ settings: ExportSettings, progress: ((String) -> Void)? = nil) {
        self.settings = settings
        self.progress = progress
    }

    package func run(on log: EventLog, _ tell: (Remark) -> Void) throws -> ExportReport {
        if let table = settings.tables.first(where: { !$0.isTabular }) {
            throw Failure(
                .usage, "\(table.rawValue) is no table, and cannot stand in a SQLite file.",
                next: "Write it by itself, without --format sqlite.")
        }
        guard settings.partner.profile == nil else {
            throw Failure(
                .usage, "A profile is of the partner's files, which are CSV.",
                next: "Leave --profile out, or --format sqlite.")
        }
        let scratch = try ScratchFolder()
        var staged = settings
        staged.out = scratch.path
        var export = try staged.prepared(on: log, tell)
        export.progress = progress
        var report = try export.run(on: log)
        progress?("writing the SQLite file")
        let month = settings.window.month
        let package = try DataPackage.read(month: month, in: scratch.path)
        let name = SQLiteTables.fileName(month: month)
        try SQLiteTables(package.resources, in: scratch.path).write(named: name, in: settings.out)
        try DataPackage.update(
            month: month, in: settings.out, calfold: Program.version,
            with: [
                DataPackage.Resource(
                    table: "tables", file: name, in: settings.out, pseudonymised: package.pseudonymised, delimiter: nil)
            ])
        for index in report.tables.indices { report.tables[index].path = settings.out + "/" + name }
        return report
    }
}

extension ExportRun.Table {
    /// Whether it has rows and columns.
    var isTabular: Bool { self != .ecs && self != .ics }
}
