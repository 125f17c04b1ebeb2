import Delivery
import Foundation
import Handover
import Publish

/// A month's tables on their way from their making to their place: another thread reads them once more, judges and digests them, while
/// the next month is made.
struct CheckedMonth {
    private enum Found: Sendable {
        case report(CheckReport?)
        case files([Manifest.File])
    }

    var month: MonthNumber
    /// Where the tables stand until then.
    var folder: String
    /// Tables that stand in their place already.
    var kept: [Manifest.File]
    /// Where the rows of each stream stand, and how many of them were made where others were copied, by file.
    let portions: [String: PortionList]
    let rowsMade: [String: Int]
    private let channel = Channel<Found>(capacity: 2)

    /// - Parameter allowsText: whether subjects were asked for.
    init(month: MonthNumber, folder: String, tables: [ExportReport.Table], kept: [Manifest.File], allowsText: Bool) {
        self.month = month
        self.folder = folder
        self.kept = kept
        let names = tables.map { ($0, URL(filePath: $0.path).lastPathComponent) }
        portions = names.reduce(into: [:]) { $0[$1.1] = $1.0.portions }
        rowsMade = names.reduce(into: [:]) { $0[$1.1] = $1.0.changes?.rows }
        channel.fill { [channel] in
            // Copied rows were judged when they were made.
            let before = names.reduce(into: [:]) { $0[$1.1] = (rows: $1.0.changes?.rows ?? $1.0.rows, rowsBefore: $1.0.rowsBefore) }
            let changes = names.reduce(into: [:]) { $0[$1.1] = $1.0.changes?.path }
            guard channel.send(.report(FolderCheck.report(folder: folder, before: before, instead: changes, allowsText: allowsText))) else { return }
            _ = channel.send(.files(try names.map { table, name in
                try AtomicFile.bringToDisk(table.path)
                return .init(name: name, rows: table.rows, digest: try FileDigest(of: table.path))
            }))
        }
    }

    /// Waits for the judgement. Asked once, before `files`.
    func report() throws -> CheckReport? {
        guard case .report(let report)? = try channel.receive() else { return nil }
        return report
    }

    /// Waits for the digests of the tables that were written.
    func files() throws -> [Manifest.File] {
        guard case .files(let files)? = try channel.receive() else { return [] }
        return files
    }
}
