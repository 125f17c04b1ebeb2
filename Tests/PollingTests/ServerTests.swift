import Encodings
import Foundation
import HTTP
import Testing

@testable import Polling

/// The test server is honest: it checks what it is sent, as Entra and the service do. Were it lenient, the other tests
/// would prove nothing.
@Suite(.serialized) struct ServerTests {
    private struct Refusal: Decodable {
        var error: String
        var error_description: String
        var error_codes: [Int]
        var timestamp: String
        var trace_id: String
        var correlation_id: String
    }

    private struct Granted: Decodable {
        var access_token: String
        var token_type: String
    }

    private struct Trouble: Decodable {
        struct What: Decodable { var code: String }
        var error: What
    }

    private let service: TraceService
    private let client: HTTPClient

    init() throws {
        service = try TraceService(["rows": 40, "late": false, "changing": false])
        client = try HTTPClient(totalSeconds: 60)
    }

    private var form: [String: String] {
        [
            "grant_type": "client_credentials", "client_id": TraceService.client,
            "scope": service.address + "/.default", "client_secret": TraceService.secret,
        ]
    }

    private func signIn(
        _ form: [String: String], tenant: String = TraceService.tenant,
        type: String = "application/x-www-form-urlencoded"
    ) throws -> HTTPClient.Answer {
        let text = form.map { "\($0)=\(Percent.encode($1))" }.joined(separator: "&")
        return try client.send(
            .init(
                url: "\(service.address)/\(tenant)/oauth2/v2.0/token", headers: ["Content-Type: \(type)"],
                body: Array(text.utf8)))
    }

    private func list(_ query: [String: String], token: String?) throws -> HTTPClient.Answer {
        let text = query.map { "\($0)=\(Percent.encode($1))" }.joined(separator: "&")
        return try client.send(
            .init(
                url: "\(service.address)/v1.0/admin/exchange/tracing/messageTraces?\(text)",
                headers: token.map { ["Authorization: Bearer \($0)"] } ?? []))
    }

    @Test func theSignInWantsEachFieldRight() throws {
        let wrong: [(field: String, value: String?, number: Int)] = [
            ("grant_type", nil, 900_144), ("client_id", nil, 900_144), ("scope", nil, 900_144),
            ("client_secret", nil, 7_000_218), ("grant_type", "password", 70_003),
            ("client_id", "another", 700_016), ("scope", "https://graph.microsoft.com/.default", 70_011),
            ("client_secret", "wrong", 7_000_215), ("client_assertion_type", "password", 50_027),
        ]
        for (field, value, number) in wrong {
            var form = form
            form[field] = value
            let answer = try signIn(form)
            #expect(answer.status == 400 || answer.status == 401, "\(field)")
            let refusal = try JSONDecoder().decode(Refusal.self, from: Data(answer.body))
            #expect(
                refusal.error_codes == [number] && refusal.error_description.hasPrefix("AADSTS\(number): "), "\(field)")
            #expect(!refusal.error.isEmpty && !refusal.timestamp.isEmpty && refusal.trace_id != refusal.correlation_id)
        }
        #expect(try signIn(form, tenant: "another").status == 400)
        #expect(try signIn(form, type: "application/json").status == 400)
        let granted = try JSONDecoder().decode(Granted.self, from: Data(try signIn(form).body))
        #expect(granted.token_type == "Bearer" && !granted.access_token.isEmpty)
    }

    @Test func anAssertionIsCheckedAndTakenOnce() throws {
        let pairs = try Certificates()
        try service.set(["certificate": pairs.certificate("client")])
        func bytes(_ path: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: path))) }
        func status(
            _ name: String = "client", audience: String? = nil, issuer: String = TraceService.client, later: Int64 = 0,
            times: Int = 1
        ) throws -> (Int, Int?) {
            let signer = try AssertionSigner(
                certificate: bytes(pairs.certificate(name)), privateKey: bytes(pairs.key(name)))
            var form = form
            form["client_secret"] = nil
            form["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
            form["client_assertion"] = try signer.assertion(
                audience: audience ?? "\(service.address)/\(TraceService.tenant)/oauth2/v2.0/token", clientID: issuer,
                now: PollClock.milliseconds / 1_000 + later)
            var answer = try signIn(form)
            for _ in 1..<times { answer = try signIn(form) }
            return (
                answer.status, (try? JSONDecoder().decode(Refusal.self, from: Data(answer.body)))?.error_codes.first
            )
        }
        #expect(try status() == (200, nil))
        #expect(try status(times: 2) == (401, 50_027), "a jti counts once")
        #expect(try status("other") == (401, 700_027))
        #expect(try status(audience: "https://login.example.com") == (401, 700_023))
        #expect(try status(issuer: "another") == (401, 700_021))
        #expect(try status(later: 300) == (401, 700_024), "from the future")
        #expect(try status(later: -900) == (401, 700_024), "out of date")
    }

    @Test func theListWantsATokenAndAFilterThatTheServiceTakes() throws {
        let token = try JSONDecoder().decode(Granted.self, from: Data(try signIn(form).body)).access_token
        for wrong in [nil, "eyJ0.foreign", token.uppercased()] {
            let answer = try list([:], token: wrong)
            #expect(answer.status == 401 && answer.headers["www-authenticate"] != nil, "\(wrong ?? "none")")
        }
        func at(_ hours: Double) -> String {
            let seconds = PollClock.milliseconds / 1_000 + Int64(hours * 3_600)
            return ShownInstant("/Date(\(seconds * 1_000))/")?.first.iso8601 ?? ""
        }
        func status(_ query: [String: String]) throws -> Int {
            let answer = try list(query, token: token)
            if answer.status == 400 {
                let trouble = try JSONDecoder().decode(Trouble.self, from: Data(answer.body))
                #expect(trouble.error.code == "BadRequest")
            }
            return answer.status
        }
        func filter(_ from: Double, _ to: Double) -> String {
            "receivedDateTime ge \(at(from)) and receivedDateTime le \(at(to))"
        }
        #expect(try status(["$filter": filter(-72, -1), "$top": "5000"]) == 200)
        #expect(try status([:]) == 200)
        #expect(try status(["$filter": filter(-24 * 11, -1)]) == 400, "more than ten days")
        #expect(try status(["$filter": filter(-24 * 91, -24 * 90.5)]) == 400, "before what is kept")
        #expect(try status(["$filter": filter(-1, 1)]) == 400, "the future")
        #expect(try status(["$filter": filter(-1, -2)]) == 400, "the end before the beginning")
        #expect(try status(["$filter": "receivedDateTime ge \(at(-1))"]) == 400, "one bound")
        #expect(try status(["$filter": "receivedDateTime ge yesterday"]) == 400)
        #expect(try status(["$top": "0"]) == 400)
        #expect(try status(["$top": "5001"]) == 400)
        #expect(try status(["$skip": "5"]) == 400, "there is no such option")
        #expect(try status(["$skiptoken": "nonsense"]) == 400)
        // What the service does not see, it does not refuse.
        #expect(try status(["$orderby": "receivedDateTime asc"]) == 200)
        #expect(try status(["$filter": filter(-1, -0.5) + " or status eq 'failed'"]) == 200)
    }
}
