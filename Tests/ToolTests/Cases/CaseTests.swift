import Foundation
import Testing

/// Small real situations, each with the result that is right: the folders of `Fixtures/cases`, run by the built
/// program.
@Suite struct CaseTests {
    @Test(arguments: Case.names) func comesOutRight(_ name: String) throws {
        for (number, run) in try Case(name: name).runs.enumerated() {
            let scratch = try CommandLineTests.Scratch()
            let label: Comment = "\(name), run \(number + 1)"
            guard try takesIn(run, of: name, into: scratch, label) else { continue }
            let folded = try scratch.calfold("fold", "--store", "s.db")
            #expect(folded.status == 0, "\(label): \(folded.errors)")
            for text in run.foldSays ?? [] {
                let report = (folded.output + folded.errors).lowercased()
                #expect(report.contains(text.lowercased()), "\(label): \(report)")
            }
            try compareTables(of: run, in: scratch, label)
        }
    }

    @Test func everyCaseStandsInTheTable() throws {
        let table = try String(contentsOf: CommandLineTests.root.appending(path: "docs/cases.md"), encoding: .utf8)
        let words = Set(table.split { !($0.isLetter || $0.isNumber || $0 == "-") }.map(String.init))
        #expect(Case.names.filter { !words.contains($0) } == [])
    }

    /// Takes the run's folders in; false where the run ends there.
    private func takesIn(
        _ run: CaseRun, of name: String, into scratch: CommandLineTests.Scratch, _ label: Comment
    )
        throws -> Bool
    {
        var last = CommandLineTests.Run(status: 0, output: "", errors: "")
        for input in run.input ?? ["in"] {
            let path = Case.folder.appending(path: "\(name)/\(input)").path
            last = try scratch.calfold(["ingest", path, "--store", "s.db"] + (run.ingest ?? []))
        }
        #expect(last.status == run.status ?? 0, "\(label): \(last.output)\(last.errors)")
        for text in run.says ?? [] {
            #expect((last.output + last.errors).contains(text), "\(label): \(last.output)\(last.errors)")
        }
        return last.status == 0 || last.status == 1
    }

    private func compareTables(of run: CaseRun, in scratch: CommandLineTests.Scratch, _ label: Comment) throws {
        guard let tables = run.tables, !tables.isEmpty else { return }
        let options = run.export ?? ["--plain", "--include-cancelled", "--from", "2000-01-01", "--to", "2035-01-01"]
        let exported = try scratch.calfold(
            ["export"] + tables.keys.sorted() + ["--store", "s.db", "--out", "out"] + options)
        #expect(exported.status == 0, "\(label): \(exported.errors)")
        for (table, expected) in tables {
            let text = try String(contentsOf: URL(filePath: scratch.path("out/\(table).csv")), encoding: .utf8)
            let found = try project(text, to: expected)
            let wanted = (expected.distinct == true ? Array(Set(expected.rows)) : expected.rows).sorted(by: precedes)
            #expect(found == wanted, "\(label): \(table)")
        }
    }

    /// The rows of a table as a test wants to see them. Cells with quotes are read as RFC 4180 has them.
    private func project(_ text: String, to expected: CaseRun.ExpectedTable) throws -> [[String]] {
        var lines = Self.records(text)[...]
        let head = lines.popFirst() ?? []
        let chosen = try expected.columns.map { column in
            try #require(head.firstIndex(of: column), "no column \(column)")
        }
        let rows = lines.filter { row in
            (expected.filter ?? [:]).allSatisfy { column, value in
                head.firstIndex(of: column).map { row[$0] == value } ?? false
            }
        }
        let cut = rows.map { row in chosen.map { row[$0] } }
        return (expected.distinct == true ? Array(Set(cut)) : cut).sorted(by: precedes)
    }

    private func precedes(_ one: [String], _ other: [String]) -> Bool { one.lexicographicallyPrecedes(other) }

    static func records(_ text: String) -> [[String]] {
        var records: [[String]] = [], record: [String] = [], cell = "", quoted = false
        var rest = text.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            switch scalar {
            case "\"" where quoted && rest.first == "\"":
                rest.removeFirst()
                cell.append("\"")
            case "\"": quoted.toggle()
            case ";" where !quoted:
                record.append(cell)
                cell = ""
            case "\n" where !quoted:
                records.append(record + [cell])
                record = []
                cell = ""
            case "\r" where !quoted: continue
            default: cell.unicodeScalars.append(scalar)
            }
        }
        if !cell.isEmpty || !record.isEmpty { records.append(record + [cell]) }
        return records
    }
}
