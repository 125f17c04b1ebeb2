import Foundation
import Primitives

/// Holds what a folder's `datapackage.json` says against the files that stand there.
enum PackageCheck {
    /// Of a plain file: whoever opens a pipe waits until somebody writes into it.
    static func contents(of path: String) -> Data? {
        PlainFile.isThere(path) ? FileManager.default.contents(atPath: path) : nil
    }

    static func add(_ folder: String, _ names: [String], to report: inout CheckReport) {
        for name in names.sorted() where DataPackage.isName(name) {
            guard let data = contents(of: folder + "/" + name) else { continue }
            var ledger = FindingLedger()
            do {
                let package = try DataPackage(decoding: data)
                let others = package.resources.filter { !$0.isPlain || $0.differs(in: folder) }.map(\.path)
                if !others.isEmpty {
                    let names = others.prefix(5).joined(separator: ", ") + (others.count > 5 ? ", …" : "")
                    ledger.note(.error, "package", count: others.count) {
                        "\($0, "file is", "files are") missing, or not what is said of it: its bytes or its hash are others (\(names))"
                    }
                }
                let isClear = package.resources.contains { resource in
                    package.pseudonymised
                        && report.files.contains { $0.name == resource.path && ClearTables.isClear($0) }
                }
                if isClear {
                    ledger.note(.error, "clear") { _ in
                        "it says that identities are pseudonyms, and there are clear ones"
                    }
                }
            } catch {
                ledger.note(.error, "package") { _ in "it is no description of tables that can be read" }
            }
            guard let place = report.files.firstIndex(where: { $0.name == name }) else { continue }
            report.files[place].findings += ledger.findings
        }
    }
}

/// Tells clear tables from pseudonymised ones: by what stands in them, and by what is said beside them.
package enum ClearTables {
    /// Findings that mean an identity, or a text that may hold one, in clear.
    private static let codes: Set<String> = ["address", "unhashed", "noPseudonym", "objectID"]
    /// Findings that mean that rows could not be looked at, so that anything may stand in them.
    static let codesOfUnknownForm: Set<String> = [
        "columns", "fields", "noHeader", "nul", "unreadable", "packed", "link", "store",
    ]

    static func isClear(_ file: CheckReport.File) -> Bool {
        file.findings.contains { $0.severity == .error && codes.contains($0.code) }
    }

    /// Why files must not leave; nil where they may.
    ///
    /// - Parameter names: of the files that are about to leave.
    package static func reason(in folder: String, names: Set<String>) throws -> String? {
        if let reason = toldReason(in: folder, names: names) { return reason }
        guard let report = try FolderCheck.report(folder: folder, only: names, allowsText: true) else { return nil }
        return reason(report)
            ?? reason(codesOfUnknownForm, "cannot be looked at", in: report.files.filter { names.contains($0.name) })
    }

    /// What descriptions beside the tables say of them.
    package static func toldReason(in folder: String, names: Set<String>) -> String? {
        for name in names.sorted() where DataPackage.isName(name) {
            guard
                let package = PackageCheck.contents(of: folder + "/" + name).flatMap({
                    try? DataPackage(decoding: $0)
                })
            else {
                return "\(name) cannot be read, so nothing says whether identities are pseudonyms"
            }
            if let clear = package.resources.first(where: { !$0.pseudonymised && names.contains($0.path) }) {
                return "\(name) says that the identities in \(clear.path) are in clear"
            }
            if !package.pseudonymised, package.resources.allSatisfy(\.pseudonymised) {
                return "\(name) says that identities are in clear"
            }
        }
        return nil
    }

    /// What stands in clear in the tables themselves, as a look at them found it.
    package static func reason(_ report: CheckReport) -> String? {
        reason(codes, "holds identities in clear", in: report.files)
    }

    private static func reason(_ codes: Set<String>, _ what: String, in files: [CheckReport.File]) -> String? {
        func isReason(_ finding: CheckReport.Finding) -> Bool {
            finding.severity == .error && codes.contains(finding.code)
        }
        guard let file = files.first(where: { $0.findings.contains(where: isReason) }),
            let finding = file.findings.first(where: isReason)
        else { return nil }
        return
            "\(file.name) \(what) (\(finding.column.map { $0 + ": " } ?? "")\(finding.what)\(finding.line.map { ", first in line \($0)" } ?? ""))"
    }
}
