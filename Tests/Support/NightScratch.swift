import Foundation

#if canImport(Glibc)
import Glibc
#endif

/// A configured folder, and the built program to run its nights.
package final class NightScratch {
    package static let root = Repository.root
    package static let logs = root.appending(path: "Fixtures/calendar/sample-organisation/logs").path

    package let scratch: Scratch
    package var folder: String { scratch.path }
    package var tables: String { scratch.path + "/tables" }

    /// - Parameter more: lines of the configuration beside the ones that every test needs.
    package init(_ more: String = "") throws {
        scratch = try Scratch()
        for name in ["inbox", "tables"] { _ = try scratch.folder(name) }
        try scratch.write("a key that only this test knows\n", to: "key.txt")
        try configure(more)
    }

    package func configure(_ more: String) throws {
        try scratch.write(
            "key-file: key.txt\naccepted-domain: example.com\nmonths-back: 2\nmonths-ahead: 1\n" + more,
            to: "calfold.yaml")
    }

    package typealias Run = ProgramRun

    package func night(_ arguments: String..., environment: [String: String] = [:]) throws -> Run {
        try calfold(
            ["nightly", "--config", "calfold.yaml", "--today", "2024-04-15"] + arguments, environment: environment)
    }

    package func calfold(_ arguments: [String], environment: [String: String] = [:]) throws -> Run {
        let process = Process()
        process.executableURL = try BuiltProgram.url()
        process.arguments = arguments
        return try finish(process, environment: environment)
    }

    /// Runs another program in the folder.
    package func program(_ path: String, _ arguments: [String]) throws -> Run {
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        return try finish(process, environment: [:])
    }

    /// Runs the program as an account that may read only what it is given.
    package func asNobody(_ arguments: [String]) throws -> Run {
        for path in ["", "/inbox", "/tables", "/calfold.yaml", "/key.txt"] { chown(folder + path, 65_534, 65_534) }
        for path in try FileManager.default.contentsOfDirectory(atPath: folder + "/inbox") {
            chmod(folder + "/inbox/" + path, path.hasPrefix("felix") ? 0o644 : 0o000)
        }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/setpriv")
        process.arguments =
            ["--reuid=65534", "--regid=65534", "--clear-groups", try BuiltProgram.url().path] + arguments
        return try finish(process, environment: [:])
    }

    /// What the sqlite3 shell says of the store.
    package func sqlite3(_ sql: String) throws -> String {
        let process = Process(), pipe = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["sqlite3", "-batch", folder + "/calfold.db", sql]
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: output, as: UTF8.self)
    }

    private func finish(_ process: Process, environment: [String: String]) throws -> Run {
        try begin(process, environment: environment)
        process.waitUntilExit()
        func text(_ name: String) throws -> String { try String(contentsOfFile: folder + "/" + name, encoding: .utf8) }
        return Run(status: process.terminationStatus, output: try text("stdout"), errors: try text("stderr"))
    }

    private func begin(_ process: Process, environment: [String: String]) throws {
        process.currentDirectoryURL = URL(filePath: folder)
        let options = ProcessInfo.processInfo.environment.filter { ["ASAN_OPTIONS", "TSAN_OPTIONS"].contains($0.key) }
        process.environment = ["PATH": "/usr/bin:/bin", "HOME": folder].merging(options) { $1 }.merging(environment) {
            $1
        }
        for name in ["stdout", "stderr"] { try Data().write(to: URL(filePath: folder + "/" + name)) }
        process.standardOutput = FileHandle(forWritingAtPath: folder + "/stdout")
        process.standardError = FileHandle(forWritingAtPath: folder + "/stderr")
        process.standardInput = FileHandle.nullDevice
        try process.run()
    }

    package func start(_ arguments: [String], environment: [String: String] = [:]) throws -> Process {
        let process = Process()
        process.executableURL = try BuiltProgram.url()
        process.arguments = arguments
        try begin(process, environment: environment)
        return process
    }

    /// Everything in a folder whose name ends so, by name.
    package static func files(in folder: String, ending: String) throws -> [String: Data] {
        try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(ending) }.reduce(into: [:]) {
            // A publication that was killed leaves its lock, a folder, to the next.
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: folder + "/" + $1, isDirectory: &isFolder)
            guard !isFolder.boolValue else { return }
            $0[$1] = try Data(contentsOf: URL(filePath: folder + "/" + $1))
        }
    }

    /// The sample organisation's files.
    package static func samples() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: logs).sorted()
    }

    /// Changes a letter in the last row of every table of meetings.
    package func touchTables() throws {
        for (name, data) in try NightScratch.files(in: tables, ending: "_meetings.csv") {
            var bytes = data
            bytes[bytes.endIndex - 4] ^= 1
            let file = try FileHandle(forWritingTo: URL(filePath: tables + "/" + name))
            try file.write(contentsOf: bytes)
            try file.close()
        }
    }

    package func takeAll() throws {
        for name in try NightScratch.samples() {
            try FileManager.default.copyItem(atPath: NightScratch.logs + "/" + name, toPath: folder + "/inbox/" + name)
        }
    }
}
