import Foundation
import HTTP
import TestSupport
import Testing

/// The test server of Tests/PartnerServer, for as long as it is held.
final class PartnerStub: Sendable {
    private let server: StubServer
    var address: String { server.address }
    static let token = "a-token-that-only-this-test-knows"

    init(_ settings: [String: Any] = [:]) throws { server = try StubServer("PartnerServer/server.py", settings) }

    func set(_ settings: [String: Any]) throws {
        _ = try ask(Array(try JSONSerialization.data(withJSONObject: settings)))
    }

    struct Facts: Decodable {
        var calls: [String]
        var opened: Int
        var discarded: Int
        var committed: Int
        var rolledBack: Int
        var mostItems: Int
        var mostBytes: Int
        var queries: Int
        var elsewhere: Int
        var last: String
        var messages: [String]
        var isOpen: Bool
        var counts: [String: Int]
        /// Connections beside the one that asks.
        var others: Int
        /// Of all that was ever committed.
        var digest: String
    }

    func facts() throws -> Facts { try JSONDecoder().decode(Facts.self, from: ask(nil)) }

    /// The facts once nobody is connected: what a client that was killed had sent may still be done after its end.
    func factsOnceAlone() throws -> Facts {
        for _ in 0..<6_000 {
            let facts = try facts()
            if facts.others == 0 { return facts }
            Thread.sleep(forTimeInterval: 0.01)
        }
        throw CocoaError(.userCancelled, userInfo: ["waited": "a connection to the test server stays open"])
    }

    private func ask(_ body: [UInt8]?) throws -> Data {
        let answer = try HTTPClient(totalSeconds: 60).send(.init(url: address + "/control", body: body))
        try #require(answer.status == 200)
        return Data(answer.body)
    }
}
