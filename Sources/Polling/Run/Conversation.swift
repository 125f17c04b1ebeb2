import Encodings
import Foundation
import HTTP

/// One run's talk with sign-in and service: tokens, the tenant's budget, pauses, and tries that are made again.
final class Conversation {
    private let settings: PollSettings
    private let query: TraceQuery
    private let client: HTTPClient
    private let signer: AssertionSigner?
    private let budget: RequestBudget
    /// Each side's own: a sign-in that works says nothing of a service that does not.
    private var signInPatience: Patience
    private var servicePatience: Patience
    private var token: (text: String, renewAt: Double)?
    private var secrets: [String] = []
    private(set) var requests = 0
    private(set) var waits = 0
    private(set) var secondsWaited = 0.0
    /// When requests to the service were made, in milliseconds since 1970.
    var past: [Int64] = []
    /// By how many seconds the clocks of the sign-in and of the service are ahead of ours.
    private var signInAhead: Int64?
    private var serviceAhead: Int64?
    /// Seconds by which no clock differs that can be believed: what is read hangs on them.
    private static let mostAhead: Int64 = 86_400
    var clockAhead: Int64 { serviceAhead ?? signInAhead ?? 0 }
    /// Called before a request that counts is sent, and for pauses.
    var willAsk: () throws(PollError) -> Void = { () throws(PollError) in }
    var willPause: (Double, String) -> Void = { _, _ in }

    init(_ settings: PollSettings, query: TraceQuery) throws(PollError) {
        self.settings = settings
        self.query = query
        do throws(HTTPClient.TransferError) {
            client = try HTTPClient(totalSeconds: settings.limits.requestSeconds)
        } catch {
            throw PollError(.unavailable, "\(error.what).")
        }
        budget = RequestBudget(
            requests: max(1, settings.limits.budgetRequests), span: Int64(settings.limits.budgetSeconds * 1_000))
        servicePatience = Patience(
            limit: settings.limits.patienceSeconds, firstPause: settings.limits.firstPauseSeconds)
        signInPatience = servicePatience
        switch settings.credential {
        case .secret(let text):
            signer = nil
            secrets = [text, Percent.encode(text)]
        case .certificate(let certificate, let privateKey):
            signer = try AssertionSigner(certificate: certificate, privateKey: privateKey)
        }
    }

    /// Milliseconds since 1970 by the service's clock.
    var serviceMilliseconds: Int64 { PollClock.milliseconds + clockAhead * 1_000 }

    // MARK: - The service

    enum Outcome {
        case page(TracePage, [UInt8])
        /// The service does not take this request, and would not take it the next time.
        case rejected(status: Int, ServiceError)
    }

    /// - Throws: `PollError` when the service is away for too long, or lets us not in.
    func page(_ url: String) throws(PollError) -> Outcome {
        var isRenewed = false
        while true {
            let (answer, page) = try ask(url)
            if let page { return .page(page, answer.body) }
            switch answer.status {
            case 401, 403:
                if isRenewed { throw refusal(answer) }
                // The token may have ended early, or be older than a permission.
                isRenewed = true
                token = nil
            case 400...499: return .rejected(status: answer.status, ServiceError(answer.body))
            default:
                throw PollError(
                    .unavailable,
                    "\(settings.serviceAddress.base) answered with status \(answer.status)\(words(answer)).",
                    next: "Check --graph-url; then try again.")
            }
        }
    }

    private func ask(_ url: String) throws(PollError) -> (HTTPClient.Answer, TracePage?) {
        var page: TracePage?
        let answer = try answer(
            to: settings.serviceAddress.base, clock: \.serviceAhead, patience: \.servicePatience
        ) { answer in
            guard answer.status == 200 else { return true }
            page = TracePage(answer.body)
            return page != nil
        } _: { () throws(PollError) in
            // A token may have to be fetched, and a pause may outlive it: so at each try.
            let token = try self.currentToken()
            try self.keepWithinBudget()
            self.requests += 1
            self.past.append(PollClock.milliseconds)
            try self.willAsk()
            return HTTPClient.Request(url: url, headers: self.query.headers + ["Authorization: Bearer \(token)"])
        }
        return (answer, page)
    }

    private func keepWithinBudget() throws(PollError) {
        while true {
            let (wait, counted) = budget.wait(past: past, now: PollClock.milliseconds)
            past = counted
            guard wait > 0 else { return }
            pause(Double(wait) / 1_000, "the tenant's \(budget.requests) requests in five minutes are used up")
        }
    }

    private func refusal(_ answer: HTTPClient.Answer) -> PollError {
        let said = words(answer)
        if said.lowercased().contains("service principal") {
            return PollError(
                .refused, "The tenant has no service principal for Microsoft's message traces\(said).",
                next:
                    "Make it once: 'az ad sp create --id 8bd644d1-64a1-4d4b-ae52-2e0cbf64e373', or New-MgServicePrincipal -AppId of the same; for some hours after it this answer is normal. docs/polling.md tells how."
            )
        }
        let what =
            answer.status == 403
            ? "The application lacks the permission \(query.permission)"
            : "The service does not take the application's token (status 401)"
        return PollError(
            .refused, what + said + ".",
            next:
                "Grant the application permission \(query.permission) and let an administrator consent to it; for some hours after the service principal of message traces was made, 401 is normal. docs/polling.md tells each step."
        )
    }

    // MARK: - Signing in

    private var tokenURL: String { "\(settings.tokenAddress.base)/\(settings.tenant)/oauth2/v2.0/token" }

    /// A token that still lives for a while.
    func currentToken() throws(PollError) -> String {
        if let token, PollClock.running < token.renewAt { return token.text }
        var isByTheirClock = false
        while true {
            let ours = PollClock.milliseconds / 1_000
            let form = try form(now: ours + (isByTheirClock ? signInAhead ?? 0 : 0))
            let answer = try answer(
                to: settings.tokenAddress.base, clock: \.signInAhead, patience: \.signInPatience,
                isWhole: { $0.status != 200 || TokenAnswer($0.body) != nil }
            ) { () throws(PollError) in
                HTTPClient.Request(
                    url: self.tokenURL,
                    headers: ["Accept: application/json", "Content-Type: application/x-www-form-urlencoded"],
                    body: Array(form.utf8))
            }
            if answer.status == 200, let found = TokenAnswer(answer.body) {
                secrets.append(found.token)
                token = (found.token, PollClock.running + found.life - min(300, found.life / 10))
                return found.token
            }
            // An assertion that comes from the past or the future is made anew by the clock of who read it.
            if signer != nil, !isByTheirClock, let ahead = signInAhead, ahead != 0,
                answer.status == 400 || answer.status == 401
            {
                isByTheirClock = true
                continue
            }
            throw refusedSignIn(answer)
        }
    }

    private func form(now: Int64) throws(PollError) -> String {
        var fields = [("grant_type", "client_credentials"), ("client_id", settings.clientID), ("scope", query.scope)]
        switch settings.credential {
        case .secret(let text): fields.append(("client_secret", text))
        case .certificate:
            guard let signer else { throw PollError(.unavailable, "There is nothing to sign with.") }
            let assertion = try signer.assertion(audience: tokenURL, clientID: settings.clientID, now: now)
            secrets = secrets.suffix(8) + [assertion]
            fields += [
                ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
                ("client_assertion", assertion),
            ]
        }
        return fields.map { "\($0)=\(Percent.encode($1))" }.joined(separator: "&")
    }

    private func refusedSignIn(_ answer: HTTPClient.Answer) -> PollError {
        guard answer.status == 400 || answer.status == 401 || answer.status == 403 else {
            return PollError(
                .unavailable, "\(settings.tokenAddress.base) answered the sign-in with status \(answer.status).",
                next: "Check --token-url and --tenant; then try again.")
        }
        let refusal = SignInRefusal(answer.body)
        let said = refusal.description.isEmpty ? "" : ": " + refusal.description
        return PollError(.refused, masked("The sign-in was refused, \(refusal.code)\(said)"), next: refusal.next)
    }

    // MARK: - Tries

    /// How one try of a request ended: with an answer, or with what may pass.
    private enum Try {
        case answer(HTTPClient.Answer)
        case trouble(String, asked: Double? = nil, next: String? = nil)
    }

    /// The answer to a request, which is made anew while the other side fails and patience lasts.
    private func answer(
        to base: String, clock: ReferenceWritableKeyPath<Conversation, Int64?>,
        patience: ReferenceWritableKeyPath<Conversation, Patience>, isWhole: (HTTPClient.Answer) -> Bool,
        _ request: () throws(PollError) -> HTTPClient.Request
    ) throws(PollError) -> HTTPClient.Answer {
        while true {
            let trouble: String, asked: Double?, next: String?
            switch try attempt(try request(), to: base, clock: clock, isWhole: isWhole) {
            case .answer(let answer):
                self[keyPath: patience].reset()
                return answer
            case .trouble(let what, let seconds, let advice): (trouble, asked, next) = (what, seconds, advice)
            }
            guard
                let pause = self[keyPath: patience].pause(
                    asked: asked, now: PollClock.running, jitter: Double.random(in: 0...1))
            else {
                let demand = asked.map { ", and wants to be left alone for \(Int($0)) s" } ?? ""
                throw PollError(
                    .unavailable, masked("\(base) does not answer as it should: \(trouble)\(demand)."),
                    next: [next, "What is left open is read by the next poll."].compactMap { $0 }.joined(
                        separator: " "))
            }
            self.pause(pause, trouble)
        }
    }

    /// - Throws: what no patience helps against.
    private func attempt(
        _ request: HTTPClient.Request, to base: String, clock: ReferenceWritableKeyPath<Conversation, Int64?>,
        isWhole: (HTTPClient.Answer) -> Bool
    ) throws(PollError) -> Try {
        do throws(HTTPClient.TransferError) {
            let sent = PollClock.milliseconds
            let answer = try client.send(request)
            try set(clock, by: answer, sent: sent)
            switch answer.status {
            case 429, 500...599, 408:
                return .trouble("it answered with status \(answer.status)\(words(answer))", asked: answer.retryAfter)
            case 300...399:
                throw HTTPClient.TransferError(
                    what:
                        "it answered with a redirect (status \(answer.status)), which is not followed, as a token is for one host alone",
                    isPassing: false,
                    next: "Check --token-url and --graph-url; a proxy's own page of sign-in may be in between.")
            default: return isWhole(answer) ? .answer(answer) : .trouble("its answer was not whole")
            }
        } catch {
            guard error.isPassing else {
                throw PollError(.unavailable, "\(base) cannot be used: \(error.what).", next: error.next)
            }
            return .trouble(error.what, next: error.next)
        }
    }

    /// Notes by how much the other side's clock is ahead.
    ///
    /// - Throws: for a clock that cannot be believed.
    private func set(
        _ clock: ReferenceWritableKeyPath<Conversation, Int64?>, by answer: HTTPClient.Answer, sent: Int64
    ) throws(HTTPClient.TransferError) {
        if let date = answer.date {
            self[keyPath: clock] = PollClock.ahead(
                date, sent: sent, received: PollClock.milliseconds, before: self[keyPath: clock])
        }
        guard let ahead = self[keyPath: clock], abs(ahead) > Conversation.mostAhead else { return }
        self[keyPath: clock] = nil
        throw HTTPClient.TransferError(
            what: "its clock and this machine's differ by \((abs(ahead) + 43_200) / 86_400) days",
            isPassing: false,
            next: "See which is wrong: 'timedatectl' shows this machine's.")
    }

    private func pause(_ seconds: Double, _ reason: String) {
        waits += 1
        secondsWaited += seconds
        willPause(seconds, reason)
        PollClock.sleep(seconds)
    }

    private func words(_ answer: HTTPClient.Answer) -> String {
        words(of: ServiceError(answer.body))
    }

    /// What a service says of a failure, as it may be shown.
    func words(of error: ServiceError) -> String { error.words(without: secrets) }

    /// Whatever a service says back of our secrets is not shown.
    func masked(_ text: String) -> String { secrets.reduce(text) { $1.isEmpty ? $0 : $0.replacing($1, with: "…") } }
}
