import Foundation
import TestSupport
import Testing

@testable import Web

/// The list of what a local web tool has to refuse, an item a test, without a socket.
@Suite struct GateTests {
    fileprivate static let token = "0123456789abcdef0123456789abcdef"

    /// An application over no store: what reaches the store is told apart by its status.
    fileprivate struct Setting {
        let scratch: Scratch
        let application: WebApplication
        let sessions = Sessions(token: GateTests.token, port: 8765)

        init(publicHost: String? = nil) throws {
            scratch = try Scratch()
            application = WebApplication(
                gate: Gate(sessions: sessions, publicHost: publicHost),
                book: try AccessBook(path: scratch.path + "/book.log")
            ) { 1_700_000_000_000 }
        }

        func ask(
            _ target: String, _ headers: [String: String], _ method: String = "GET", body: String = ""
        ) throws -> WebResponse {
            let request = try WebRequest(
                method: method, target: target, headers: headers.map { .init(name: $0.key, value: $0.value) },
                body: Array(body.utf8))
            return application.answer(request) { throw RefusedRequest(404, "reached") }
        }

        var book: String { get throws { try String(contentsOfFile: scratch.path + "/book.log", encoding: .utf8) } }
    }

    private static let bearer = ["host": "127.0.0.1:8765", "authorization": "Bearer \(token)"]

    @Test(arguments: [
        ("127.0.0.1:8765", true), ("localhost", true), ("LOCALHOST:1", true), ("[::1]:8765", true),
        ("audit.example.com", true), ("evil.example", false), ("127.0.0.1.evil.example", false),
        ("localhost.evil.example", false), ("0.0.0.0", false), ("169.254.1.1", false), ("[::2]", false), ("", false),
        ("127.0.0.1:8765@evil.example", false), ("127.0.0.1, evil.example", false),
    ])
    func aHostThatIsNotOursIsRefused(host: String, isOurs: Bool) throws {
        let setting = try Setting(publicHost: "audit.example.com")
        let headers = ["host": host, "authorization": "Bearer \(Self.token)"]
        #expect(try (setting.ask("/api/v1/status", headers).body == Array(setting.reached.utf8)) == isOurs)
    }

    @Test func aHostIsNamedOnce() throws {
        let setting = try Setting()
        var request = try WebRequest(method: "GET", target: "/api/v1/status")
        for hosts in [[], ["127.0.0.1", "127.0.0.1"], ["127.0.0.1", "evil.example"]] {
            request.headers = hosts.map { .init(name: "host", value: $0) }
            #expect(setting.application.answer(request) { throw RefusedRequest(404, "") }.status == 400)
        }
    }

    @Test func nothingIsShownWithoutToken() throws {
        let setting = try Setting()
        for headers in [
            [:], ["authorization": "Bearer "], ["authorization": "Bearer \(Self.token)x"],
            ["authorization": "Basic \(Self.token)"], ["cookie": "calfold-8765=\(Self.token)"],
            ["cookie": "calfold-8765="],
        ] {
            let all = headers.merging(["host": "localhost"]) { $1 }
            #expect(try setting.ask("/api/v1/status", all).status == 401)
            let page = try setting.ask("/meetings/04?as-of=2024-01-01", all)
            #expect(page.status == 401 && String(decoding: page.body, as: UTF8.self).contains("action=\"/sign-in\""))
        }
        // A browser that opens the page has no error on its console; the book says that nothing was shown.
        let opened = try setting.ask("/meetings/04", ["host": "localhost", "sec-fetch-dest": "document"])
        #expect(opened.status == 200 && String(decoding: opened.body, as: UTF8.self).contains("action=\"/sign-in\""))
        #expect(try setting.book.hasSuffix(" 401 GET /meetings/04\n"))
        // A browser's page takes no token of a program.
        #expect(try setting.ask("/", Self.bearer).status == 401)
    }

    @Test func theTokenIsExchangedForACookie() throws {
        let setting = try Setting()
        let form = ["host": "localhost", "content-type": "application/x-www-form-urlencoded"]
        let refused = try setting.ask("/sign-in", form, "POST", body: "token=wrong")
        #expect(refused.status == 403 && refused.header("Set-Cookie") == nil)
        let taken = try setting.ask("/sign-in", form, "POST", body: "token=\(Self.token)&next=%2Fmeetings%3Fq%3Da")
        #expect(taken.status == 303 && taken.header("Location") == "/meetings?q=a")
        let cookie = try #require(taken.header("Set-Cookie"))
        #expect(cookie.hasSuffix("; Path=/; HttpOnly; SameSite=Strict") && !cookie.contains(Self.token))
        let pair = String(cookie.prefix { $0 != ";" })
        #expect(try setting.ask("/", ["host": "localhost", "cookie": "a=b; \(pair)"]).status == 404)
        #expect(try setting.ask("/api/v1/status", ["host": "localhost", "cookie": pair]).status == 404)
        #expect(try !setting.book.contains(Self.token))
    }

    @Test func aProxyWithTLSKeepsTheCookieToIt() throws {
        let setting = try Setting(publicHost: "audit.example.com")
        let headers = [
            "host": "audit.example.com", "content-type": "application/x-www-form-urlencoded",
            "x-forwarded-proto": "https",
        ]
        let taken = try setting.ask("/sign-in", headers, "POST", body: "token=\(Self.token)")
        #expect(taken.header("Set-Cookie")?.hasSuffix("; Secure") == true)
    }

    @Test(arguments: [
        "//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", "", "/sign-in",
        "/a\r\nSet-Cookie: x=y", "/api/v1/status",
    ])
    func signingInLeadsNowhereElse(next: String) { #expect(WebApplication.ownPath(next) == "/") }

    @Test func whatAnotherSiteAsksForIsRefused() throws {
        let setting = try Setting()
        for site in ["cross-site", "same-site", "anything"] {
            #expect(
                try setting.ask("/api/v1/status", Self.bearer.merging(["sec-fetch-site": site]) { $1 }).status == 403)
        }
        for site in ["same-origin", "none"] {
            #expect(
                try setting.ask("/api/v1/status", Self.bearer.merging(["sec-fetch-site": site]) { $1 }).status == 404)
        }
        let form = ["host": "localhost:8765", "content-type": "application/x-www-form-urlencoded"]
        for (more, status) in [
            (["sec-fetch-site": "same-origin", "origin": "null"], 303), (["sec-fetch-site": "cross-site"], 403),
            (["sec-fetch-site": "none"], 403), (["origin": "null"], 403), (["origin": "http://evil.example"], 403),
            (["origin": "http://localhost:8765"], 303), ([:], 303),
        ] {
            let headers = form.merging(more) { $1 }
            #expect(
                try setting.ask("/sign-in", headers, "POST", body: "token=\(Self.token)").status == status, "\(more)")
        }
    }

    @Test(arguments: ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "BREW"])
    func onlyLooksAreAnswered(method: String) throws {
        let response = try Setting().ask("/api/v1/status", Self.bearer, method)
        #expect(response.status == 405 && response.header("Allow") == "GET, HEAD")
    }

    @Test func everyAnswerBindsTheBrowser() throws {
        let setting = try Setting()
        for (target, headers) in [
            ("/", Self.bearer), ("/api/v1/status", Self.bearer), ("/style.css", Self.bearer),
            ("/api/v1/status", ["host": "evil.example"]), ("/nothing", ["host": "localhost"]),
        ] {
            let response = try setting.ask(target, headers)
            #expect(
                response.header("Content-Security-Policy")
                    == "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
            )
            #expect(response.header("X-Content-Type-Options") == "nosniff")
            #expect(response.header("Referrer-Policy") == "no-referrer")
            #expect(response.header("Cross-Origin-Resource-Policy") == "same-origin")
            #expect(response.header("Cache-Control") == "no-store")
            #expect(response.headers.allSatisfy { !$0.name.hasPrefix("Access-Control") })
            #expect(!String(decoding: response.body, as: UTF8.self).contains("<script>"))
        }
    }

    @Test func theBookNotesEachLook() throws {
        let setting = try Setting()
        _ = try setting.ask("/meetings?q=budget", Self.bearer)
        _ = try setting.ask("/api/v1/status?token=\(Self.token)", Self.bearer)
        _ = setting.application.answer(refused: RefusedRequest(431, ""))
        #expect(
            try setting.book == """
                2023-11-14T22:13:20.000Z 401 GET /meetings?q=budget
                2023-11-14T22:13:20.000Z 404 GET /api/v1/status?token=[token]
                2023-11-14T22:13:20.000Z 431 - -

                """)
        let mode = try FileManager.default.attributesOfItem(atPath: setting.scratch.path + "/book.log")[
            .posixPermissions]
        #expect(mode as? Int == 0o600)
    }

    @Test func whatCannotBeNotedIsNotShown() throws {
        // Every write to it fails, as on a disk without room.
        let book = AccessBook(descriptor: open("/dev/full", O_WRONLY | O_CLOEXEC), path: "/dev/full")
        let application = WebApplication(
            gate: Gate(sessions: Sessions(token: Self.token, port: 1), publicHost: nil), book: book
        ) { 0 }
        let request = try WebRequest(
            method: "GET", target: "/style.css", headers: [.init(name: "host", value: "localhost")])
        #expect(application.answer(request) { throw RefusedRequest(404, "") }.status == 503)
    }
}

extension GateTests.Setting {
    /// The body of a request that got as far as the store.
    fileprivate var reached: String {
        String(decoding: WebResponse.problem(404, "reached").body, as: UTF8.self)
    }
}
