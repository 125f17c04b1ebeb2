import EventStore
import Foundation
import Primitives
import Reconstruct

/// `findings`, `evidence` and `coverage`: what an audit found, the rows that prove it, and what the log had to judge by.
package final class FindingTables {
    package static let coverageColumns = [
        "mailbox", "first", "last", "gaps", "rows", "evaluated", "not_evaluated",
    ]

    private let rows = SortedRows()
    private let encoder = JSONEncoder()
    private let decoder = JSONDecoder()

    package init() {}

    /// Takes a record; it leaves with the gravest first, then by rule, start, meeting and mailbox.
    package func add(_ record: FindingRecord, _ severity: Finding.Severity) throws {
        let text = [record.rule, record.start, record.meetingID, record.mailbox, record.id].joined(separator: "\u{0}")
        try rows.add(
            .init(number: Int64(Finding.Severity.error.rawValue - severity.rawValue), text: Array(text.utf8)),
            row: Array(try encoder.encode(record)))
    }

    /// Hands out all records in their order, and writes the tables where a folder is named. To be called once.
    ///
    /// - Parameter coverage: rows of the table of coverage, in order.
    package func finish(
        in folder: String?, delimiter: UInt8, coverage: [[String]], _ body: (FindingRecord) throws -> Void
    ) throws -> [FinishedTable] {
        let findings = try folder.map { try CSVFile("findings", FindingRecord.columns, in: $0, delimiter) }
        let evidence = try folder.map { try CSVFile("evidence", FindingRecord.evidenceColumns, in: $0, delimiter) }
        try rows.forEach { bytes in
            let record = try decoder.decode(FindingRecord.self, from: Data(bytes))
            try findings?.write(record.values)
            for row in record.evidence { try evidence?.write(row) }
            try body(record)
        }
        guard let folder, let findings, let evidence else { return [] }
        let covered = try CSVFile("coverage", FindingTables.coverageColumns, in: folder, delimiter)
        for row in coverage { try covered.write(row) }
        return [try findings.finish(), try evidence.finish(), try covered.finish()]
    }
}

/// A table in the making.
private final class CSVFile {
    private let name: String
    private let file: AtomicFile
    private let delimiter: UInt8
    private var rows = 0

    init(_ name: String, _ columns: [String], in folder: String, _ delimiter: UInt8) throws {
        self.name = name
        self.delimiter = delimiter
        file = try AtomicFile(folder: folder, name: name + ".csv")
        try file.write(CSVRow.of(columns, delimiter: delimiter))
    }

    func write(_ fields: [String]) throws {
        try file.write(CSVRow.of(fields, delimiter: delimiter))
        rows += 1
    }

    func finish() throws -> FinishedTable {
        try file.commit()
        return FinishedTable(name: name, path: file.path, rows: rows)
    }
}
