import Testing

@testable import Web

/// Requests as bytes: whole ones, those in pieces, and those without an end.
@Suite struct RequestReaderTests {
    private func read(_ text: String, inPiecesOf size: Int = .max) -> RequestReader.State {
        var reader = RequestReader(), state = RequestReader.State.unfinished
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty, state == .unfinished {
            state = reader.add(rest.prefix(size))
            rest = rest.dropFirst(size)
        }
        return state
    }

    private func status(_ text: String) -> Int? {
        if case .refused(let refused) = read(text) { refused.status } else { nil }
    }

    @Test(arguments: [1, 2, 3, 7, .max])
    func aRequestIsReadWhole(size: Int) throws {
        let text =
            "POST /a%20b/c?x=1+2&y=%C3%A9&z HTTP/1.1\r\nHost: localhost\r\nX-Y:  v \t\r\nContent-Length: 3\r\n\r\nabc"
        guard case .finished(let request) = read(text, inPiecesOf: size) else {
            Issue.record("not read")
            return
        }
        #expect(request.method == "POST" && request.path == ["a b", "c"])
        #expect(
            request.query == [
                .init(name: "x", value: "1 2"), .init(name: "y", value: "é"), .init(name: "z", value: ""),
            ])
        #expect(request.only("x-y") == "v" && request.body == Array("abc".utf8))
    }

    @Test func whatHasNoEndIsRefusedAtTheBound() {
        #expect(status("GET / HTTP/1.1\r\n" + String(repeating: "a: b\r\n", count: 10_000)) == 431)
        #expect(status("GET / HTTP/1.1\r\n" + String(repeating: "a: b\r\n", count: 65) + "\r\n") == 431)
        #expect(status("GET / HTTP/1.1\r\na: " + String(repeating: "b", count: 17_000)) == 431)
        #expect(status("GET /" + String(repeating: "b", count: 5_000) + " HTTP/1.1\r\n\r\n") == 414)
        #expect(status("POST / HTTP/1.1\r\nContent-Length: 4097\r\n\r\n") == 413)
        #expect(status("POST / HTTP/1.1\r\nContent-Length: 99999999999999999999999\r\n\r\n") == 413)
    }

    @Test(arguments: [
        "GET  / HTTP/1.1\r\n\r\n", "GET /\r\n\r\n", "GET / HTTP/1.1 x\r\n\r\n", "GET http://a/ HTTP/1.1\r\n\r\n",
        "GET * HTTP/1.1\r\n\r\n", "G\u{0}T / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\n folded: x\r\n\r\n",
        "GET / HTTP/1.1\r\nno colon\r\n\r\n", "GET / HTTP/1.1\r\nname : x\r\n\r\n", "GET /%zz HTTP/1.1\r\n\r\n",
        "GET /%FF HTTP/1.1\r\n\r\n", "GET /a//b HTTP/1.1\r\n\r\n", "GET /a/../b HTTP/1.1\r\n\r\n",
        "GET /%2e%2e HTTP/1.1\r\n\r\n", "GET /?a=%F HTTP/1.1\r\n\r\n", "GET /é HTTP/1.1\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", "GET / HTTP/1.1\r\na: b\rc\r\n\r\n", "\r\n\r\n",
    ])
    func whatCanBeReadInTwoWaysIsRefused(text: String) { #expect(status(text) == 400) }

    @Test func otherProtocolsAreRefused() {
        #expect(status("GET / HTTP/2.0\r\n\r\n") == 505)
        #expect(status("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n") == 501)
    }

    /// Any bytes at all, whole and in pieces, end the same way and never in a trap.
    @Test func anyBytesAreReadAlike() {
        var generator = SeededBytes(seed: 7)
        for _ in 0..<2_000 {
            var text = Array("GET /a?b=c HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\nxy".utf8)
            for _ in 0..<(1 + Int(generator.next() % 4)) {
                text[Int(generator.next()) % text.count] = UInt8(truncatingIfNeeded: generator.next())
            }
            var whole = RequestReader(), pieces = RequestReader(), state = RequestReader.State.unfinished
            let expected = whole.add(text)
            for byte in text where state == .unfinished { state = pieces.add([byte]) }
            #expect(state == expected, "\(text)")
        }
    }
}

/// Numbers that are the same in each run.
private struct SeededBytes {
    private var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt32 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return UInt32(truncatingIfNeeded: state >> 33)
    }
}
