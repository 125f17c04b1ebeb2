import EventStore
import Foundation
import TestSupport

/// A folder for exports, a store and streams of the same files.
final class StreamScratch {
    let scratch: Scratch
    var folder: String { scratch.path }
    private let program: String

    static let logs = Repository.root.appending(path: "Fixtures/calendar/sample-organisation/logs").path
    static let mail = Repository.root.appending(path: "Fixtures/mail").path

    init() throws {
        scratch = try Scratch()
        program = try BuiltProgram.url().path
        try scratch.write("a key that only this test knows\n", to: "key.txt")
    }

    /// Runs a line of the shell, in which `calfold` is the program as it was built.
    func shell(_ line: String) throws -> ProgramRun {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/bash")
        process.arguments = ["-c", "set -o pipefail; calfold() { \"$CALFOLD\" \"$@\"; }; " + line]
        process.currentDirectoryURL = URL(filePath: folder)
        let options = ProcessInfo.processInfo.environment.filter { ["ASAN_OPTIONS", "TSAN_OPTIONS"].contains($0.key) }
        process.environment = ["PATH": "/usr/bin:/bin", "HOME": folder, "CALFOLD": program, "TMPDIR": folder].merging(
            options
        ) { $1 }
        for name in ["stdout", "stderr"] { try Data().write(to: URL(filePath: folder + "/" + name)) }
        process.standardOutput = FileHandle(forWritingAtPath: folder + "/stdout")
        process.standardError = FileHandle(forWritingAtPath: folder + "/stderr")
        process.standardInput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        func text(_ name: String) throws -> String { try String(contentsOfFile: folder + "/" + name, encoding: .utf8) }
        return ProgramRun(status: process.terminationStatus, output: try text("stdout"), errors: try text("stderr"))
    }

    /// Runs a line of the shell that has to succeed.
    @discardableResult
    func done(_ line: String) throws -> String {
        let run = try shell(line)
        guard run.status == 0 else { throw Trouble(line: line, run: run) }
        return run.output
    }

    struct Trouble: Error {
        var line: String
        var run: ProgramRun
    }

    func bytes(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(filePath: folder + "/" + name))) }
}

/// What a stream of tables wrote.
struct StreamedTables {
    /// A row, by what orders it.
    private struct Line: Comparable {
        var order: [UInt8]
        var row: [UInt8]

        static func < (left: Line, right: Line) -> Bool {
            left.order == right.order
                ? left.row.lexicographicallyPrecedes(right.row) : left.order.lexicographicallyPrecedes(right.order)
        }
    }

    private var heads: [String: [UInt8]] = [:]
    private var lines: [String: [Line]] = [:]
    private(set) var trailer = ""
    private(set) var count = 0

    init(_ output: String) {
        for line in Array(output.utf8).split(separator: 0x0A) {
            let fields = line.split(separator: 0x09, omittingEmptySubsequences: false)
            func text(_ index: Int) -> [UInt8] { LineField.text(of: fields[index]) ?? [] }
            func word(_ index: Int) -> String { String(decoding: fields[index], as: UTF8.self) }
            switch word(0) {
            case "#head": heads[word(1)] = text(2)
            case "#trailer": trailer = String(decoding: line, as: UTF8.self)
            case "#months": continue
            default:
                lines[word(1) + "_" + word(0) + ".csv", default: []].append(Line(order: Array(fields[2]), row: text(3)))
                count += 1
            }
        }
    }

    /// As `calfold export --month` calls them.
    var fileNames: [String] { lines.keys.sorted() }

    /// The file of one table and month.
    func file(_ name: String) -> [UInt8] {
        let table = String(name.dropFirst(8).dropLast(4))
        let rows = (lines[name] ?? []).sorted().map(\.row)
        return ([heads[table] ?? []] + rows).flatMap { $0 + [0x0D, 0x0A] }
    }
}
