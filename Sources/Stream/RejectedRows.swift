import EventStore
import Foundation
import Intake
import Primitives

/// Rows that could not be understood, as lines of a file: file, line, code of the reason, reason, and the row as it
/// stood. The file appears whole or not at all.
package final class RejectedRows {
    private let file: AtomicFile

    package init(path: String) throws {
        let place = URL(filePath: path)
        file = try AtomicFile(folder: place.deletingLastPathComponent().path, name: place.lastPathComponent)
    }

    func add(_ row: QuarantinedRow, of path: String) throws {
        var line: [UInt8] = []
        LineField.append(key: path.utf8, to: &line)
        line += "\t\(row.line)\t\(row.reason.code.rawValue)\t".utf8
        LineField.append(row.reason.sentence.utf8, to: &line)
        line.append(0x09)
        // What is no UTF-8 is in no line: it shows as U+FFFD, as in the quarantine.
        LineField.append(row.text.utf8, to: &line)
        line.append(0x0A)
        try file.write(line)
    }

    package func finish() throws { try file.commit() }
}
