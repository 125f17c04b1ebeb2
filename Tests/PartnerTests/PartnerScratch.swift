import Digest
import ExchangeFormats
import Foundation
import HTTP
import Night
import Partner
import TestSupport
import Testing

/// A folder with finished tables of one month, a token, and the built program.
final class PartnerScratch {
    let scratch: Scratch
    var folder: String { scratch.path }
    var tables: String { scratch.path + "/tables" }
    static let month = MonthNumber(number: 2024 * 12 + 1)

    /// - Parameter interactions: how many rows the table has; none makes no table.
    init(interactions: Int = 400, people: Int = 12) throws {
        scratch = try Scratch()
        _ = try scratch.folder("tables")
        try scratch.write(PartnerStub.token + "\n", to: "token")
        try scratch.write("a key that only this test knows\n", to: "key.txt")
        try writePeople(people)
        if interactions > 0 { try writeInteractions(interactions, people: people) }
    }

    static func pseudonym(_ text: String) -> String { Data(digest(Array(text.utf8))).base64EncodedString() }

    static func digest(_ bytes: [UInt8]) -> [UInt8] { Array(SHA256().digest(of: bytes)) }

    func write(_ name: String, _ lines: [String]) throws {
        try Data((lines.joined(separator: "\r\n") + "\r\n").utf8).write(
            to: URL(filePath: tables + "/2024-02_\(name).csv"))
    }

    private func writePeople(_ count: Int) throws {
        let teams = ["A", "B"].map { PartnerScratch.pseudonym("team \($0)") }
        try write(
            "employees_groups",
            [
                "id;name;category;parent_id", "\(teams[0]);\"Team \"\"A\"\"; first\";Team;\(teams[1])",
                "\(teams[1]);Zażółć\\gęślą;Department;",
            ])
        try write(
            "employees",
            ["row_date;employee_id;supervisor_id;email;employment_date;team_id;group_ids"]
                + (0..<count).map { number in
                    let id = PartnerScratch.pseudonym("person \(number)")
                    let boss = number == 0 ? "" : PartnerScratch.pseudonym("person 0")
                    return
                        "2024-02-29;\(id);\(boss);\(id);\(number % 2 == 0 ? "2020-03-01" : "");\(teams[0]);\"[\"\"\(teams[1])\"\"]\""
                })
    }

    func writeInteractions(_ count: Int, people: Int = 12, month: String = "2024-02") throws {
        var lines = ["interaction_id;when;from;to;event_id;recurrence;duration;label"]
        lines.reserveCapacity(count + 1)
        for number in 0..<count {
            let seconds = number * 28 * 86_400 / max(1, count)
            let day = seconds / 86_400 + 1, clock = seconds % 86_400
            let time = String(
                format: "\(month)-%02d %02d:%02d:%02d.123", day, clock / 3_600, clock / 60 % 60, clock % 60)
            let from = number % 5 == 0 ? "external" : PartnerScratch.pseudonym("person \(number % people)")
            let to = PartnerScratch.pseudonym("person \((number + 1) % people)")
            let end = number % 3 == 0 ? ";;Email" : "\(["None", "Weekly", "Yearly"][number % 3]);30;Meeting"
            lines.append(
                "\(PartnerScratch.pseudonym("interaction \(number)"));\(time);\(from);\(to);\(PartnerScratch.pseudonym("event \(number / 7)"));\(end)"
            )
        }
        try Data((lines.joined(separator: "\r\n") + "\r\n").utf8).write(
            to: URL(filePath: tables + "/\(month)_interactions.csv"))
    }

    /// Writes manifests beside the tables.
    func publish(sourceLocation: SourceLocation = #_sourceLocation) throws {
        let run = try calfold(["publish", "tables", "--to", "."])
        #expect(run.status == 0, "\(run.errors)", sourceLocation: sourceLocation)
    }

    /// Changes what a manifest says.
    func rewrite(_ month: String = "2024-02", _ change: (inout [String: Any]) -> Void) throws {
        let path = URL(filePath: tables + "/\(month)_manifest.json")
        var manifest = try #require(JSONSerialization.jsonObject(with: Data(contentsOf: path)) as? [String: Any])
        change(&manifest)
        try JSONSerialization.data(withJSONObject: manifest, options: [.sortedKeys]).write(to: path)
    }

    // MARK: - From the library, with pauses that a test can wait for

    /// A push whose pauses are thousandths of the real ones.
    func push(
        to service: PartnerStub, batch: Int = 100, requestSeconds: Int = 100, withUsers: Bool = false
    ) throws -> PushRun {
        var settings = PushSettings()
        settings.to = try ServiceAddress(service.address, option: "--to")
        settings.tokenFile = folder + "/token"
        settings.batch = batch
        settings.limits.pauses = [0.002, 0.005, 0.01, 0.06]
        settings.limits.closingPauses = [0.002, 0.005]
        settings.limits.pauseOfTooMany = 0.06
        settings.limits.requestSeconds = requestSeconds
        var run = PushRun(
            settings, from: try FolderPushSource(folder: tables, zone: .utc, withUsers: withUsers),
            notes: PushNoteFile(folder: tables), now: PartnerScratch.now)
        run.environment = [:]
        return run
    }

    static var now: Instant { Instant(ticks: Int64(Date().timeIntervalSince1970) * Instant.ticksPerSecond) }

    // MARK: - By the built program

    @discardableResult
    func calfold(_ arguments: [String], environment: [String: String] = [:]) throws -> ProgramRun {
        let process = try start(arguments, environment: environment)
        process.waitUntilExit()
        return try outcome(of: process)
    }

    func outcome(of process: Process) throws -> ProgramRun {
        func text(_ name: String) throws -> String { try String(contentsOfFile: folder + "/" + name, encoding: .utf8) }
        let status =
            process.terminationReason == .uncaughtSignal ? -process.terminationStatus : process.terminationStatus
        return ProgramRun(status: status, output: try text("stdout"), errors: try text("stderr"))
    }

    func start(_ arguments: [String], environment: [String: String] = [:]) throws -> Process {
        let process = Process()
        process.executableURL = try BuiltProgram.url()
        process.arguments = arguments
        process.currentDirectoryURL = URL(filePath: folder)
        let options = ProcessInfo.processInfo.environment.filter {
            ["ASAN_OPTIONS", "TSAN_OPTIONS", "TMPDIR"].contains($0.key)
        }
        process.environment = ["PATH": "/usr/bin:/bin", "HOME": folder].merging(options) { $1 }.merging(environment) {
            $1
        }
        for name in ["stdout", "stderr"] { try Data().write(to: URL(filePath: folder + "/" + name)) }
        process.standardOutput = FileHandle(forWritingAtPath: folder + "/stdout")
        process.standardError = FileHandle(forWritingAtPath: folder + "/stderr")
        process.standardInput = FileHandle.nullDevice
        try process.run()
        return process
    }

    /// `push --tables` of the month.
    func pushing(to service: PartnerStub, _ more: String...) -> [String] {
        ["push", "--tables", "tables", "--month", "2024-02", "--to", service.address, "--token-file", "token"] + more
    }

    /// The bodies of a dry run, by name.
    func bodies(_ folder: String) throws -> [String: String] {
        try FileManager.default.contentsOfDirectory(atPath: self.folder + "/" + folder).reduce(into: [:]) {
            $0[$1] = try String(contentsOfFile: self.folder + "/" + folder + "/" + $1, encoding: .utf8)
        }
    }

    /// Holds the bodies of a dry run against the page of the calls.
    func expectSchema(_ folder: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let names = try bodies(folder).keys.sorted().map { self.folder + "/" + folder + "/" + $0 }
        let process = Process(), pipe = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments =
            ["python3", "-B", Repository.root.appending(path: "Tests/PartnerServer/schema.py").path] + names
        process.standardOutput = pipe
        try process.run()
        let said = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0 && !names.isEmpty, "\(said)", sourceLocation: sourceLocation)
    }
}
