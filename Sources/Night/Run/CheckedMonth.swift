import Foundation
import Primitives
import Publishing
import Tables

/// A month's tables on their way from their making to their place: one thread judges them and others bring them to the
/// disk and digest those that were not digested on the way, while the next month is made.
package struct CheckedMonth {
    package var month: MonthNumber
    /// Where the tables stand until then.
    package var folder: String
    /// Tables that stand in their place already.
    package var kept: [Manifest.File]
    /// Where the rows of each stream stand, and how many of them were made where others were copied, by file.
    let portions: [String: PortionList]
    let rowsMade: [String: Int]
    private let judgement = Channel<CheckReport?>(capacity: 1)
    private let digests: Channel<Manifest.File>
    private let names: [String]

    /// - Parameter allowsText: whether subjects were asked for.
    package init(month: MonthNumber, folder: String, tables: [FinishedTable], kept: [Manifest.File], allowsText: Bool) {
        self.month = month
        self.folder = folder
        self.kept = kept
        let named = tables.map { ($0, URL(filePath: $0.path).lastPathComponent) }
        portions = named.reduce(into: [:]) { $0[$1.1] = $1.0.portions }
        rowsMade = named.reduce(into: [:]) { $0[$1.1] = $1.0.changes?.rows }
        names = named.map(\.1)
        digests = Channel(capacity: named.count, producers: named.count)
        judgement.fill { [judgement] in
            // Copied rows were judged when they were made.
            let before = named.reduce(into: [:]) {
                $0[$1.1] = (rows: $1.0.changes?.rows ?? $1.0.rows, rowsBefore: $1.0.rowsBefore)
            }
            let changes = named.reduce(into: [:]) { $0[$1.1] = $1.0.changes?.path }
            _ = judgement.send(
                try FolderCheck.report(folder: folder, before: before, instead: changes, allowsText: allowsText))
        }
        for (table, name) in named {
            digests.fill { [digests] in
                try AtomicFile.bringToDisk(table.path)
                let digest =
                    try table.content.map { FileDigest(bytes: $0.bytes, sha256: $0.sha256) }
                    ?? FileDigest(of: table.path)
                _ = digests.send(.init(name: name, rows: table.rows, digest: digest))
            }
        }
    }

    /// Waits for the judgement. Asked once.
    package func report() throws -> CheckReport? { try judgement.receive() ?? nil }

    /// Waits for the digests of the tables that were written, in their order. Asked once.
    package func files() throws -> [Manifest.File] {
        var files: [String: Manifest.File] = [:]
        while let file = try digests.receive() { files[file.name] = file }
        return names.compactMap { files[$0] }
    }
}
