import Foundation
import TestSupport
import Testing

/// A folder of its own, and the built program to poll into it.
final class PollScratch: Sendable {
    let folder = FileManager.default.temporaryDirectory.appending(path: "calfold-poll-\(UUID().uuidString)").path
    let service: TraceService

    struct Run {
        var status: Int32
        var output: String
        var errors: String
    }

    init(_ service: TraceService) throws {
        self.service = service
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try write(TraceService.secret + "\n", to: "secret.txt")
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func path(_ name: String) -> String { folder + "/" + name }

    func write(_ text: String, to name: String) throws { try Data(text.utf8).write(to: URL(filePath: path(name))) }

    func text(_ name: String) throws -> String { try String(contentsOfFile: path(name), encoding: .utf8) }

    /// What each poll of these tests needs; the world's days lie within the look-back unless a test says otherwise.
    var usual: [String] {
        [
            "poll", "--tenant", TraceService.tenant, "--client-id", TraceService.client, "--token-url", service.address,
            "--graph-url", service.address,
            "--initial-interval", "4d", "--look-back", "5d",
        ]
    }

    var bySecret: [String] { ["--client-secret-file", "secret.txt"] }

    func poll(_ more: String..., environment: [String: String] = [:]) throws -> Run {
        try calfold(usual + bySecret + more, environment: environment)
    }

    func calfold(_ arguments: [String], environment: [String: String] = [:]) throws -> Run {
        let process = try start(arguments, environment: environment)
        process.waitUntilExit()
        return try run(of: process)
    }

    /// The same without holding up other tests' work.
    func calfold(_ arguments: [String], environment: [String: String] = [:]) async throws -> Run {
        let process = try start(arguments, environment: environment)
        while process.isRunning { try await Task.sleep(for: .milliseconds(10)) }
        return try run(of: process)
    }

    func poll(_ more: String..., environment: [String: String] = [:]) async throws -> Run {
        try await calfold(usual + bySecret + more, environment: environment)
    }

    private func run(of process: Process) throws -> Run {
        Run(status: process.terminationStatus, output: try text("stdout"), errors: try text("stderr"))
    }

    /// Another program than calfold, such as a script of this repository.
    func run(_ program: URL, _ arguments: [String]) async throws -> Run {
        let process = try start(program, arguments)
        while process.isRunning { try await Task.sleep(for: .milliseconds(10)) }
        return try run(of: process)
    }

    func start(_ arguments: [String], environment: [String: String] = [:]) throws -> Process {
        try start(try PollScratch.program(), arguments, environment)
    }

    private func start(
        _ program: URL, _ arguments: [String], _ environment: [String: String] = [:]
    ) throws -> Process {
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        process.currentDirectoryURL = URL(filePath: folder)
        process.environment = ["PATH": "/usr/bin:/bin", "HOME": folder].merging(environment) { $1 }
        for name in ["stdout", "stderr"] { try Data().write(to: URL(filePath: path(name))) }
        process.standardOutput = FileHandle(forWritingAtPath: path("stdout"))
        process.standardError = FileHandle(forWritingAtPath: path("stderr"))
        process.standardInput = FileHandle.nullDevice
        try process.run()
        return process
    }

    static func program() throws -> URL { try BuiltProgram.url() }

    /// Pages of all polls, by name.
    func pages() -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path("inbox/message-trace"))) ?? []
        return names.filter { $0.hasSuffix(".json") }.sorted()
    }

    /// Lets the world come to its end, polls once more, takes everything in, and compares with the world's rows and
    /// e-mails.
    func expectTheTruth(_ more: [String] = [], sourceLocation: SourceLocation = #_sourceLocation) throws {
        try finishTheWorld()
        let last = try calfold(usual + bySecret + more)
        #expect(last.status == 0, "\(last.output)\(last.errors)", sourceLocation: sourceLocation)
        try expectTheTruthInTheInbox(sourceLocation: sourceLocation)
    }

    /// Lets the world come to its end, and polls once more.
    func pollTheEnd(_ more: [String] = [], sourceLocation: SourceLocation = #_sourceLocation) async throws {
        try finishTheWorld()
        let last: Run = try await calfold(usual + bySecret + more)
        #expect(last.status == 0, "\(last.output)\(last.errors)", sourceLocation: sourceLocation)
    }

    private func finishTheWorld() throws {
        try service.set([
            "finish": true, "faults": [] as [Any], "token-faults": [] as [Any], "advance-after": 0,
            "forget-budget": true,
        ])
    }

    func expectTheTruthInTheInbox(sourceLocation: SourceLocation = #_sourceLocation) throws {
        try PollScratch.expectTheTruth(inTheInboxesOf: [(self, "")], sourceLocation: sourceLocation)
    }

    /// Takes several inboxes into one store, and compares with the rows and e-mails of all their worlds together.
    ///
    /// - Parameter inboxes: each with a word for what its service did.
    static func expectTheTruth(
        inTheInboxesOf inboxes: [(scratch: PollScratch, what: String)],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        guard let home = inboxes.first?.scratch else { return }
        for arguments in [
            ["ingest"] + inboxes.map { $0.scratch.path("inbox") }, ["fold"],
            ["export", "ecs", "--accepted-domain", "example.com", "--out", "tables"],
            ["export", "emails", "--plain", "--accepted-domain", "example.com", "--out", "tables"],
        ] {
            let run = try home.calfold(arguments)
            #expect(
                run.status == 0, "\(arguments): \(run.errors)\(run.output.suffix(500))", sourceLocation: sourceLocation)
        }
        let found = try home.rowsOfTheStore()
        #expect(found.count == Set(found).count, sourceLocation: sourceLocation)
        var strange = Set(found)
        var emails: [String] = []
        for (scratch, what) in inboxes {
            let truth = try scratch.service.facts().truth
            #expect(!truth.isEmpty, sourceLocation: sourceLocation)
            let wanted = Set(truth.map { "\($0.id) \($0.recipient) \($0.status.lowercased())" })
            let missing = wanted.subtracting(found)
            #expect(
                missing.isEmpty, "\(what): \(missing.count) missing, such as \(missing.first ?? "")",
                sourceLocation: sourceLocation)
            strange.subtract(wanted)
            emails += scratch.emails(of: truth)
        }
        #expect(
            strange.isEmpty, "\(strange.count) strange, such as \(strange.first ?? "")", sourceLocation: sourceLocation)
        #expect(try home.emails() == emails.sorted(), sourceLocation: sourceLocation)
    }

    private struct Document: Decodable {
        struct Microsoft: Decodable { var online_message_trace: Trace }
        struct Trace: Decodable {
            var MessageTraceId: String
            var RecipientAddress: String
            var Status: String
        }
        var microsoft: Microsoft
    }

    /// Each record in its newest state, as documents for monitoring show it.
    private func rowsOfTheStore() throws -> [String] {
        try text("tables/ecs.ndjson").split(separator: "\n").map { line in
            let trace = try JSONDecoder().decode(Document.self, from: Data(line.utf8)).microsoft.online_message_trace
            return "\(trace.MessageTraceId) \(trace.RecipientAddress.lowercased()) \(trace.Status.lowercased())"
        }
    }

    private func emails() throws -> [String] {
        try text("tables/emails.csv").components(separatedBy: "\r\n").dropFirst().filter { !$0.isEmpty }.map { line in
            line.split(separator: ";", omittingEmptySubsequences: false).dropFirst().joined(separator: ";")
        }.sorted()
    }

    /// What was delivered, a withdrawn message too, from somebody to somebody else; a list is nobody.
    private func emails(of truth: [TraceService.Fact]) -> [String] {
        var lists: [String: Set<String>] = [:]
        for row in truth where row.status == "expanded" { lists[row.id, default: []].insert(row.recipient) }
        return truth.filter { row in
            ["delivered", "recalled"].contains(row.status) && !(row.sender ?? "").isEmpty && row.sender != row.recipient
                && !(lists[row.id]?.contains(row.recipient) ?? false)
        }.map { row in
            let when = (row.received ?? "").replacing("T", with: " ").replacing("Z", with: "")
            return "\(row.sender ?? "");\(row.recipient);\(when)"
        }
    }
}

/// The same work for several things, some at a time, with the results in their order.
func concurrently<Item: Sendable, Result: Sendable>(
    _ items: [Item], atATime width: Int = 4, _ work: @Sendable @escaping (Int, Item) async throws -> Result
) async throws -> [Result] {
    try await withThrowingTaskGroup(of: (Int, Result).self) { group in
        var results: [Int: Result] = [:]
        for (number, item) in items.enumerated() {
            if number >= width, let (place, result) = try await group.next() { results[place] = result }
            group.addTask { (number, try await work(number, item)) }
        }
        for try await (place, result) in group { results[place] = result }
        return results.sorted { $0.key < $1.key }.map(\.value)
    }
}
