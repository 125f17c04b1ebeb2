import Foundation
import Tables

/// Checks finished tables, and says so in the exit status.
struct FolderCheckRun {
    var folder: String
    /// A file with what an export printed as JSON.
    var exportReport: String?
    /// Whether subjects were asked for.
    var allowsText = false

    private struct Printed: Decodable {
        struct Table: Decodable {
            var path: String
            var rows: Int
            var rowsBefore: Int?
        }
        var tables: [Table]
    }

    func run(format: ReportFormat) throws {
        guard let report = try FolderCheck.report(folder: folder, before: try rowsBefore(), allowsText: allowsText)
        else {
            throw Failure(
                .inputMissing, "There are no tables to check.", at: folder,
                next: "Name the folder that was given to 'export --out'.")
        }
        if format == .json { try Console.print(json: report) } else { Console.print(report.text) }
        if report.errors > 0 { throw ExitStatus.doneWithDoubts.code }
    }

    private func rowsBefore() throws -> [String: (rows: Int, rowsBefore: Int?)] {
        guard let exportReport else { return [:] }
        guard let data = FileManager.default.contents(atPath: exportReport) else {
            throw Failure(.inputMissing, "The report of the export cannot be read.", at: exportReport)
        }
        guard let printed = try? JSONDecoder().decode(Printed.self, from: data) else {
            throw Failure(
                .inputNotUnderstood, "This is not what an export prints.", at: exportReport,
                next: "Keep it with 'calfold export … --format json > FILE'.")
        }
        var rows: [String: (rows: Int, rowsBefore: Int?)] = [:]
        for table in printed.tables {
            rows[URL(filePath: table.path).lastPathComponent] = (table.rows, table.rowsBefore)
        }
        return rows
    }
}
