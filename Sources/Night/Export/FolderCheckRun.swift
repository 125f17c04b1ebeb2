import Foundation
import Primitives
import Tables

/// Checks finished tables.
package struct FolderCheckRun {
    package var folder: String
    /// A file with what an export printed as JSON.
    package var exportReport: String?
    /// Whether subjects were asked for.
    package var allowsText = false
    /// Whether calendar files may have names in clear.
    package var allowsClear = false

    package init(folder: String, exportReport: String? = nil, allowsText: Bool = false, allowsClear: Bool = false) {
        self.folder = folder
        self.exportReport = exportReport
        self.allowsText = allowsText
        self.allowsClear = allowsClear
    }

    private struct Printed: Decodable {
        package struct Table: Decodable {
            var path: String
            var rows: Int
            var rowsBefore: Int?
        }
        var tables: [Table]
    }

    /// - Throws: a `Failure` where there are no tables.
    package func report() throws -> CheckReport {
        guard
            let report = try FolderCheck.report(
                folder: folder, before: try rowsBefore(), allowsText: allowsText, allowsClear: allowsClear)
                ?? FolderCheck.report(calendar: folder, allowsText: allowsText, allowsClear: allowsClear)
        else {
            throw Failure(
                .inputMissing, "There are no tables to check.", at: folder,
                next: "Name the folder that was given to 'export --out', or a calendar file.")
        }
        return report
    }

    private func rowsBefore() throws -> [String: (rows: Int, rowsBefore: Int?)] {
        guard let exportReport else { return [:] }
        let data: Data
        do throws(PlainFile.ReadError) {
            data = Data(try PlainFile.bytes(of: exportReport))
        } catch {
            throw Failure(.inputMissing, "The report of the export \(error.words).", at: exportReport)
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
