import Primitives

/// What a look at finished tables found.
package struct CheckReport: Sendable, Equatable, Encodable {
    package struct Finding: Sendable, Equatable, Encodable {
        package enum Severity: String, Sendable, Encodable { case error, warning }

        package var severity: Severity
        /// A stable word for the kind of finding.
        package var code: String
        package var column: String?
        package var count: Int
        /// The line of the first, from 1; nil when it is about the file as a whole.
        package var line: Int?
        package var what: String
    }

    /// Values that left as they were.
    package struct Passed: Sendable, Equatable, Encodable {
        package var column: String
        package var what: String
        package var count: Int
    }

    package struct File: Sendable, Equatable, Encodable {
        package var name: String
        package var rows = 0
        /// Before people and pairs were left out, as the export reported it.
        package var rowsBefore: Int?
        package var hashed = 0
        package var findings: [Finding] = []
        package var passed: [Passed] = []

        /// What people call one of its rows.
        fileprivate var unit: String { name.hasSuffix(".ics") ? "event" : "row" }

        package func count(_ severity: Finding.Severity) -> Int { findings.count { $0.severity == severity } }
    }

    package var files: [File] = []

    package var errors: Int { files.reduce(0) { $0 + $1.count(.error) } }
    package var warnings: Int { files.reduce(0) { $0 + $1.count(.warning) } }

    /// For people: a file in a line, its findings below it, and at the end what was not hashed.
    package var text: String {
        var lines: [String] = []
        for file in files {
            let before = file.rowsBefore.map { " of \($0) before masking" } ?? ""
            lines.append(
                "\(TerminalText.line(file.name)): \(file.rows, file.unit)\(before), \(file.hashed, "pseudonym"), \(file.count(.error), "error"), \(file.count(.warning), "warning")"
            )
            for finding in file.findings {
                let place = finding.line.map { ", first in line \($0)" } ?? ""
                lines.append(
                    "  \(finding.severity.rawValue): \(finding.column.map { "\($0): " } ?? "")\(finding.what)\(place)")
            }
        }
        let passed = files.flatMap { file in
            file.passed.map { "  \(TerminalText.line(file.name)) \($0.column): \($0.count) \($0.what)" }
        }
        if !passed.isEmpty { lines += ["What left unhashed:"] + passed }
        lines.append("\(files.count, "file"), \(errors, "error"), \(warnings, "warning")")
        return lines.joined(separator: "\n")
    }
}

/// Findings while a file is read: one for each column and kind of problem, however many values have it.
struct FindingLedger {
    private struct Key: Hashable {
        var column: Int
        var code: String
    }

    private struct Entry {
        var severity: CheckReport.Finding.Severity
        var column: String?
        var count: Int
        var line: Int?
        var what: (Int) -> String
    }

    private var entries: [Key: Entry] = [:]

    /// - Parameters:
    ///   - column: its place in the file; -1 when it is about the file.
    ///   - what: the sentence, given the count.
    mutating func note(
        _ severity: CheckReport.Finding.Severity, _ code: String, column: Int = -1, named name: String? = nil,
        line: Int? = nil, count: Int = 1,
        _ what: @escaping (Int) -> String
    ) {
        let key = Key(column: column, code: code)
        if entries[key] != nil {
            entries[key]?.count += count
        } else {
            entries[key] = Entry(severity: severity, column: name, count: count, line: line, what: what)
        }
    }

    /// Errors first, then in the order of columns.
    var findings: [CheckReport.Finding] {
        entries.sorted { left, right in
            (left.value.severity.rawValue, left.key.column, left.key.code) < (
                right.value.severity.rawValue, right.key.column, right.key.code
            )
        }
        .map { key, entry in
            CheckReport.Finding(
                severity: entry.severity, code: key.code, column: entry.column, count: entry.count, line: entry.line,
                what: entry.what(entry.count))
        }
    }
}
