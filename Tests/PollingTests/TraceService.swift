import Foundation
import Testing

@testable import Polling

/// The test server of Tests/TraceServer, for as long as it is held.
final class TraceService: Sendable {
    let address: String
    nonisolated(unsafe) private let process = Process()

    static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardizedFileURL
    static let tenant = "11111111-2222-3333-4444-555555555555"
    static let client = "66666666-7777-8888-9999-aaaaaaaaaaaa"
    static let secret = "a_secret+that&only=this%test~knows"

    init(_ settings: [String: Any] = [:]) throws {
        let script = TraceService.root.appending(path: "Tests/TraceServer/server.py").path
        let text = String(decoding: try JSONSerialization.data(withJSONObject: settings), as: UTF8.self)
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", "-B", script, "--settings", text]
        // A file and no pipe, whose ends other children would hold open.
        let output = FileManager.default.temporaryDirectory.appending(path: "calfold-trace-server-\(UUID().uuidString)")
        try Data().write(to: output)
        defer { try? FileManager.default.removeItem(at: output) }
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardInput = FileHandle.nullDevice
        try process.run()
        var said = ""
        for _ in 0..<6_000 where !said.hasSuffix("\n") {
            Thread.sleep(forTimeInterval: 0.01)
            said = try String(contentsOf: output, encoding: .utf8)
        }
        address = said.trimmingCharacters(in: .newlines)
        try #require(address.hasPrefix("http"), "the test server did not start: is there python3?")
    }

    deinit {
        // A child has the signals blocked that the thread had which began it: this one cannot be.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// Sets settings and faults.
    func set(_ settings: [String: Any]) throws {
        _ = try ask(address + "/control", Array(try JSONSerialization.data(withJSONObject: settings)))
    }

    struct Fact: Decodable, Hashable {
        var id: String
        var recipient: String
        var status: String
        var sender: String?
        var received: String?
    }

    struct Head: Decodable {
        var path: String
        var prefer: String
        var at: Double
    }

    /// What a proxy was asked for: a host, and which names stood in the head.
    struct Connect: Decodable {
        var host: String
        var names: [String]
    }

    struct Facts: Decodable {
        var counts: [String: Int]
        var served: [Fact]
        var heads: [Head]
        var connects: [Connect]
        var issued: Int
        var truth: [Fact]
    }

    func facts(withTruth: Bool = true) throws -> Facts {
        try JSONDecoder().decode(Facts.self, from: ask(address + "/control" + (withTruth ? "?truth" : ""), nil))
    }

    /// Until somebody has asked for rows.
    func waitForARequest() async throws {
        for _ in 0..<3_000 {
            if try facts(withTruth: false).counts["list", default: 0] > 0 { return }
            try await Task.sleep(for: .milliseconds(20))
        }
        Issue.record("nobody asked for rows")
    }

    private func ask(_ url: String, _ body: [UInt8]?) throws -> Data {
        let answer = try HTTPClient(totalSeconds: 60).send(.init(url: url, form: body))
        try #require(answer.status == 200)
        return Data(answer.body)
    }
}
