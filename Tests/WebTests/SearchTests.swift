import EventStore
import ExchangeFormats
import Foundation
import Privacy
import Synchronization
import TestSupport
import Testing

@testable import Web

/// What a search costs whoever serves: as much as somebody waits for.
@Suite struct SearchTests {
    private func found(
        _ target: String, from caller: Caller = Caller(), in folder: String
    ) throws -> (status: Int, body: String) {
        let log = try EventLog(path: SampleStore.path, access: .readOnly)
        let view = try StoreView(WebSettings(store: log.place, people: People(), key: nil, mark: ""))
        let token = "0123456789abcdef0123456789abcdef"
        let application = WebApplication(
            gate: Gate(sessions: Sessions(token: token, port: 1), publicHost: nil),
            book: try AccessBook(path: folder + "/book.log")
        ) { 0 }
        let request = try WebRequest(
            method: "GET", target: target,
            headers: [.init(name: "host", value: "localhost"), .init(name: "authorization", value: "Bearer \(token)")])
        let response = application.answer(request, from: caller) { view }
        return (response.status, String(decoding: response.body, as: UTF8.self))
    }

    /// The client hangs up while meetings are looked at: the search looks at no more of them.
    @Test func aSearchEndsWithWhoeverAsked() throws {
        let scratch = try Scratch(), asked = Mutex(0)
        func answer(to target: String, goneAfter most: Int) throws -> (status: Int, asked: Int) {
            asked.withLock { $0 = 0 }
            let caller = Caller {
                asked.withLock {
                    $0 += 1
                    return $0 >= most
                }
            }
            return try (found(target, from: caller, in: scratch.path).status, asked.withLock { $0 })
        }
        // Each of ninety meetings, and what comes before them.
        let whole = try answer(to: "/api/v1/meetings?limit=1000", goneAfter: .max)
        #expect(whole.status == 200 && whole.asked >= 1)
        let cut = try answer(to: "/api/v1/meetings?limit=1000", goneAfter: 1)
        #expect(cut.status == 499 && cut.asked == 1)
        #expect(try String(contentsOfFile: scratch.path + "/book.log", encoding: .utf8).contains(" 499 GET /api/v1/"))
        // What is made in a moment is answered: a client that has nothing more to say may still listen.
        #expect(try answer(to: "/api/v1/status", goneAfter: 1).status == 200)
        #expect(try answer(to: "/api/v1/meetings?q=budget", goneAfter: 1).status == 200)
    }

    @Test func aSearchTakesAFewDozenWords() throws {
        let scratch = try Scratch()
        func words(_ count: Int) -> String { (0..<count).map { "word\($0)" }.joined(separator: "+") }
        let answers = try [50, 51].map { try found("/api/v1/meetings?q=" + words($0), in: scratch.path) }
        #expect(answers.map(\.status) == [200, 400] && answers[1].body.contains("51 words"))
        // Who says a word again asks for no more.
        #expect(try found("/api/v1/meetings?q=word1+" + words(50), in: scratch.path).status == 200)
    }
}
