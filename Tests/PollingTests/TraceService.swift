import Foundation
import HTTP
import TestSupport
import Testing

@testable import Polling

/// The test server of Tests/TraceServer, for as long as it is held.
final class TraceService: Sendable {
    let address: String
    private let server: StubServer

    static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardizedFileURL
    static let tenant = "11111111-2222-3333-4444-555555555555"
    static let client = "66666666-7777-8888-9999-aaaaaaaaaaaa"
    static let secret = "a_secret+that&only=this%test~knows"

    init(_ settings: [String: Any] = [:]) throws {
        server = try StubServer("TraceServer/server.py", settings)
        address = server.address
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
        let answer = try HTTPClient(totalSeconds: 60).send(.init(url: url, body: body))
        try #require(answer.status == 200)
        return Data(answer.body)
    }
}
