import Encodings
import EventStore
import ExchangeFormats
import Foundation
import Night
import Projection

/// What answers requests: no socket, no clock of its own. Whoever reads requests hands each to it, with the store as
/// their thread reads it.
package final class WebApplication: Sendable {
    private let gate: Gate
    private let book: AccessBook
    private let now: @Sendable () -> Int64

    /// - Parameter now: milliseconds since 1970 UTC.
    package init(gate: Gate, book: AccessBook, now: @escaping @Sendable () -> Int64) {
        self.gate = gate
        self.book = book
        self.now = now
    }

    /// Answers a request, and notes in the access book that it did.
    ///
    /// - Parameter store: the store as this thread reads it; asked only by requests that may look at it.
    package func answer(
        _ request: WebRequest, from caller: Caller = Caller(), _ store: () throws -> StoreView
    ) -> WebResponse {
        var response = unnoted(request) {
            let view = try store()
            view.caller = caller
            return view
        }
        SecurityHeaders.add(to: &response)
        return noted(response, method: request.method, target: request.target)
    }

    /// Answers what is no request that can be read.
    package func answer(refused: RefusedRequest) -> WebResponse {
        var response = WebResponse.problem(refused.status, refused.detail)
        SecurityHeaders.add(to: &response)
        return noted(response, method: "-", target: "-")
    }

    /// What cannot be noted is not shown.
    private func noted(_ response: WebResponse, method: String, target: String) -> WebResponse {
        let target = gate.sessions.withoutToken(target)
        if book.note(at: now(), status: response.notedStatus ?? response.status, method: method, target: target) {
            return response
        }
        var refusal = WebResponse.problem(
            503, "The access book cannot be written, so nothing is shown. Make room for \(book.path).")
        SecurityHeaders.add(to: &refusal)
        return refusal
    }

    private func unnoted(_ request: WebRequest, _ store: () throws -> StoreView) -> WebResponse {
        switch gate.look(at: request) {
        case .refused(let response): return response
        case .asksForToken:
            // A browser that opens a page would call 401 an error on its console; the book notes what it is.
            let isOpened = request.values("sec-fetch-dest") == ["document"]
            var response = WebResponse.page(
                SignInPage.page(next: request.target, isRefused: false), status: isOpened ? 200 : 401)
            response.notedStatus = 401
            return response
        case .open: break
        }
        switch request.path {
        case ["style.css"]: return WebResponse(200, type: "text/css; charset=utf-8", body: Style.text)
        case ["script.js"]: return WebResponse(200, type: "text/javascript; charset=utf-8", body: Script.text)
        case ["sign-in"]: return signIn(request)
        default: return shown(request, store)
        }
    }

    private func shown(_ request: WebRequest, _ store: () throws -> StoreView) -> WebResponse {
        do {
            guard request.isOfAPI else { return try PageRoute.answer(request, store()) }
            guard request.path.starts(with: ["api", "v1"]), let endpoint = Endpoint.find(request.path.dropFirst(2))
            else { throw RefusedRequest(404, "There is no such path; /api/v1/openapi.json lists those that are.") }
            return try answer(endpoint, request, store())
        } catch {
            let refusal = WebApplication.refusal(error)
            return request.isOfAPI
                ? .problem(refusal.status, refusal.detail)
                : .page(MessagePage.page(refusal.status, refusal.detail), status: refusal.status)
        }
    }

    private func answer(_ endpoint: Endpoint, _ request: WebRequest, _ store: StoreView) throws -> WebResponse {
        let question = try Question(request, store, knowing: endpoint.parameters)
        let tag = try self.tag(question, endpoint)
        if request.values("if-none-match").contains(where: { WebApplication.names($0, tag) }) {
            return WebResponse(304, headers: [.init(name: "ETag", value: tag)])
        }
        var response = try endpoint.answer(question)
        response.set("ETag", tag)
        return response
    }

    /// What an answer is made of: the question, the options of the server, and what it depends on in the store. What
    /// was known by a batch never changes.
    private func tag(_ question: Question, _ endpoint: Endpoint) throws -> String {
        let request = question.request, known = try question.knownPosition()
        let parts =
            [Program.version, question.store.settings.mark, try question.store.stamp(upTo: known)] + request.path
            + request.query.map { "\($0.name)=\($0.value)" } + request.values("accept")
        return "\"" + Hex.lowercase(Cursor.digest(of: parts).prefix(16)) + "\""
    }

    /// RFC 9110, 13.1.2: the comparison is the weak one.
    private static func names(_ list: String, _ tag: String) -> Bool {
        list.split(separator: ",").contains { part in
            let text = part.trimmingCharacters(in: .whitespaces)
            return text == "*" || text == tag || text == "W/" + tag
        }
    }

    // MARK: Signing in

    private func signIn(_ request: WebRequest) -> WebResponse {
        guard request.query.isEmpty else {
            return .page(
                MessagePage.page(400, "The token belongs into the form, and not into an address."), status: 400)
        }
        guard request.method == "POST" else { return .page(SignInPage.page(next: "/", isRefused: false)) }
        guard let type = request.only("content-type")?.lowercased(),
            type.prefix(while: { $0 != ";" }).trimmingCharacters(in: .whitespaces)
                == "application/x-www-form-urlencoded",
            let text = String(validating: request.body, as: UTF8.self), let items = PercentText.items(text[...])
        else { return .page(MessagePage.page(415, "Only a form signs in."), status: 415) }
        let next = WebApplication.ownPath(items.first { $0.name == "next" }?.value)
        guard let token = items.first(where: { $0.name == "token" })?.value.trimmingCharacters(in: .whitespaces),
            let cookie = gate.sessions.begin(token: token, isOverTLS: isOverTLS(request))
        else { return .page(SignInPage.page(next: next, isRefused: true), status: 403) }
        var response = WebResponse.seeOther(next)
        response.set("Set-Cookie", cookie)
        return response
    }

    /// A proxy that ends TLS says so. Believing it costs nothing: the cookie is only kept more closely.
    private func isOverTLS(_ request: WebRequest) -> Bool { request.values("x-forwarded-proto") == ["https"] }

    /// Where a form leads on: a path of this server, and nothing that a browser could take for another's.
    static func ownPath(_ text: String?) -> String {
        guard let text, let request = try? WebRequest(method: "GET", target: text), !text.contains("\\"),
            request.path != ["sign-in"], !request.isOfAPI
        else { return "/" }
        return text
    }

    // MARK: Failures

    /// What a person is told of an error: nothing of a row, nothing of the machine but what they can mend.
    static func refusal(_ error: any Error) -> RefusedRequest {
        if let refused = error as? RefusedRequest { return refused }
        // Noted in the access book alone, as other servers do.
        if error is Caller.Gone { return RefusedRequest(499, "Nobody waits for the answer any more.") }
        guard let failure = Failure(translating: error) else {
            return RefusedRequest(500, "This could not be answered, and nothing tells why.")
        }
        let sentence = [failure.what, failure.next].compactMap { $0 }.joined(separator: " ")
        switch failure.status {
        case .usage: return RefusedRequest(400, sentence)
        case .inputMissing where !(error is StoreError): return RefusedRequest(404, sentence)
        case .storeBusy: return RefusedRequest(503, "The store is being written; ask again.")
        case .inputNotUnderstood where error is RecordError:
            return RefusedRequest(503, "What is stored of meetings is of another version: run 'calfold fold'.")
        default: return RefusedRequest(500, "The store cannot be read as it should be: 'calfold verify' tells why.")
        }
    }
}
