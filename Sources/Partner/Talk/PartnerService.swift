import Encodings
import Foundation
import HTTP

/// The partner's synchronisation API: requests, and tries that are made again. Belongs to one thread at a time.
package final class PartnerService {
    private let address: ServiceAddress
    private let token: ServiceToken
    private let limits: PushLimits
    private let client: HTTPClient
    private let isStopped: @Sendable () -> Bool
    /// Called for pauses, with their length and the reason.
    package var willPause: (Double, String) -> Void = { _, _ in }
    /// Whether a call of a batch was taken: then address and token were right.
    private var hasTaken = false
    package private(set) var requests = 0
    package private(set) var waits = 0

    /// - Parameter isStopped: asked while something is waited for.
    package init(
        _ address: ServiceAddress, token: ServiceToken, limits: PushLimits = PushLimits(),
        isStopped: @escaping @Sendable () -> Bool = { false }
    ) throws(PartnerError) {
        self.address = address
        self.token = token
        self.limits = limits
        self.isStopped = isStopped
        do throws(HTTPClient.TransferError) {
            client = try HTTPClient(totalSeconds: limits.requestSeconds)
        } catch {
            throw PartnerError(.unavailable, "\(error.what).").ofService()
        }
        client.mostBytes = 4 << 20
        // Whether a call may have been done twice decides what an answer means.
        client.reusesConnection = false
    }

    /// What came back, and whether an earlier attempt may have been done without our hearing of it.
    struct Answer {
        var body: [UInt8]
        var status: Int
        var mayBeRepeated: Bool
    }

    /// A refusal of a service, with whether an earlier attempt may have been done.
    struct Refusal: Error {
        var error: PartnerError
        var status: Int?
        var mayBeRepeated: Bool

        init(error: PartnerError, status: Int? = nil, mayBeRepeated: Bool) {
            self.error = error.ofService()
            self.status = status
            self.mayBeRepeated = mayBeRepeated
        }
    }

    /// Posts a body to a call of a batch.
    ///
    /// - Parameter closingAttempts: of a batch that is given up, whoever was told to stop; nil for any other call.
    func post(_ body: CallBody, closingAttempts: Int? = nil) throws(Refusal) -> Answer {
        let answer = try send(
            HTTPClient.Request(
                url: "\(address.base)/api/sync/hashed/\(body.call.rawValue)",
                headers: ["Content-Type: application/json", "Accept: application/json", "Expect:"], body: body.bytes),
            name: body.call.rawValue, closingAttempts: closingAttempts, isLast: body.call == .completed)
        hasTaken = true
        return answer
    }

    /// Asks something that takes the token in its address; `settings` wants to be posted, with nothing in it.
    func ask(_ path: String, isPosted: Bool = false, withToken: Bool = true) throws(Refusal) -> Answer {
        let query = withToken ? "?serviceToken=\(Percent.encode(token.text))" : ""
        return try send(
            HTTPClient.Request(
                url: address.base + path + query, headers: ["Accept: application/json", "Expect:"],
                body: isPosted ? [] : nil),
            name: path.split(separator: "/").last.map(String.init) ?? path, closingAttempts: nil,
            accepting: withToken ? [200] : [200, 400])
    }

    private func send(
        _ request: HTTPClient.Request, name: String, closingAttempts: Int?, isLast: Bool = false,
        accepting: Set<Int> = [200]
    ) throws(Refusal) -> Answer {
        // Who was told to stop gives the batch up all the same, and hears whether it was taken.
        let isClosing = closingAttempts != nil
        client.isStopped = isClosing || isLast ? nil : isStopped
        client.totalSeconds = isClosing ? min(limits.closingSeconds, limits.requestSeconds) : limits.requestSeconds
        var mayBeRepeated = false
        var pauses = closingAttempts.map { limits.closingPauses.prefix($0 - 1) } ?? limits.pauses[...]
        while true {
            if !isClosing, isStopped() { throw Refusal(error: stopped, mayBeRepeated: mayBeRepeated) }
            requests += 1
            let trouble: String, own: Double?, asked: Double?
            switch Result(catching: { () throws(HTTPClient.TransferError) in try client.send(request) }) {
            case .success(let answer):
                if accepting.contains(answer.status) {
                    return Answer(body: answer.body, status: answer.status, mayBeRepeated: mayBeRepeated)
                }
                guard let word = PartnerService.passing(answer.status) else {
                    throw refusal(answer, name, mayBeRepeated)
                }
                // Too many requests: this one was not looked at.
                mayBeRepeated = mayBeRepeated || answer.status != 429
                trouble = "\(word)\(words(answer))"
                asked = answer.retryAfter
                own = answer.status == 429 && !isClosing ? limits.pauseOfTooMany : nil
            case .failure(let failure):
                guard failure.isPassing else {
                    throw Refusal(
                        error: refusal(failure, name), mayBeRepeated: mayBeRepeated || !failure.isOfCertificate)
                }
                mayBeRepeated = true
                (trouble, asked, own) = (failure.what, nil, nil)
            }
            let longest = isClosing ? limits.longestAskedWhenClosing : limits.longestAsked
            guard let pause = pauses.popFirst(), (asked ?? 0) <= longest else {
                let demand = asked.map { ", and wants to be left alone for \(Int($0)) s" } ?? ""
                throw Refusal(
                    error: PartnerError(
                        .unavailable, masked("\(address.base) does not do '\(name)': \(trouble)\(demand)."),
                        next: "Push the month again later: it begins anew, and nothing is taken in twice."),
                    mayBeRepeated: mayBeRepeated)
            }
            wait(
                asked.map { $0 + Double.random(in: 0...min(1, pause / 4)) } ?? (own ?? pause)
                    * Double.random(in: 1...1.25),
                trouble, isStopped: isClosing ? { false } : isStopped)
        }
    }

    private func wait(_ seconds: Double, _ reason: String, isStopped: () -> Bool) {
        waits += 1
        willPause(seconds, masked(reason))
        let end = ContinuousClock.now + .milliseconds(Int(seconds * 1_000))
        while ContinuousClock.now < end, !isStopped() { usleep(50_000) }
    }
}

// MARK: - What answers mean

extension PartnerService {
    private var stopped: PartnerError { PartnerError(.stopped, "The push was stopped.") }

    /// Statuses that may pass, in words; nil for others.
    private static func passing(_ status: Int) -> String? {
        switch status {
        case 408: "it took too long for it (status 408)"
        case 429: "there were too many requests (status 429)"
        case 500...599: "it failed (status \(status))"
        default: nil
        }
    }

    private func refusal(_ answer: HTTPClient.Answer, _ name: String, _ mayBeRepeated: Bool) -> Refusal {
        let said = words(answer)
        let error =
            errorWithinTalk(answer.status, name, mayBeRepeated, said: said)
            ?? plainError(answer.status, name, said: said)
        return Refusal(
            error: PartnerError(error.reason, masked(error.what), next: error.next), status: answer.status,
            mayBeRepeated: mayBeRepeated)
    }

    /// What a status means because of the calls before it, or of the call that ends a batch; nil where it means what it
    /// would by itself.
    private func errorWithinTalk(_ status: Int, _ name: String, _ mayBeRepeated: Bool, said: String) -> PartnerError? {
        let base = address.base
        return switch status {
        case 401 where hasTaken, 403 where hasTaken:
            PartnerError(
                .refused,
                "\(base) took the calls before '\(name)', and does not accept the token for this one (status \(status))\(said).",
                next:
                    "Ask the partner whether the token was replaced meanwhile, and whether this connector may bring \(name); then push the month again."
            )
        case 404 where hasTaken:
            PartnerError(
                .unusable,
                "\(base) took the calls before '\(name)', and knows nothing of this one (status 404)\(said).",
                next:
                    "Push the month again; if it stays so, ask the partner whether its service still has this call."
            )
        case 200...299 where name == PartnerCall.completed.rawValue:
            PartnerError(
                .unavailable,
                "\(base) answered '\(name)' with status \(status), which does not say that it is done; it may be all the same. The month is not noted as pushed\(said).",
                next:
                    "Push the month again: it begins anew, and what is there already is the same by its ids. If it stays so, ask the partner."
            )
        case 400 where mayBeRepeated && name != PartnerCall.completed.rawValue:
            // A service that came up anew knows of no batch; nothing is wrong with what was sent.
            PartnerError(
                .unavailable,
                "\(base) does not take '\(name)' (status 400) after an attempt that had no answer\(said).",
                next: "Push the month again: it begins anew, and nothing is taken in twice.")
        default: nil
        }
    }

    /// What a status means by itself.
    private func plainError(_ status: Int, _ name: String, said: String) -> PartnerError {
        let base = address.base
        return switch status {
        case 401, 403:
            PartnerError(
                .refused, "\(base) does not accept the token (status \(status) of '\(name)')\(said).",
                next: "Ask the partner for a new token of this connector; a push with --check tries it.")
        case 404:
            PartnerError(
                .unusable, "\(base) knows no '\(name)' (status 404)\(said).",
                next: "Check --to: it is the address of the service alone, such as https://app.example.com.")
        case 413:
            PartnerError(
                .notUnderstood, "\(base) takes no body of this size ('\(name)')\(said).",
                next: "Make --batch smaller.")
        case 200...299:
            PartnerError(
                .unavailable,
                "\(base) answered '\(name)' with status \(status), which does not say that it is done\(said).",
                next: "Check --to; then push the month again.")
        case 300...399:
            PartnerError(
                .unavailable,
                "\(base) answered '\(name)' with a redirect (status \(status)), which is not followed, as a token is for one host alone.",
                next: "Check --to; a proxy's own page of sign-in may be in between.")
        case 400...499:
            PartnerError(
                .notUnderstood, "\(base) does not take '\(name)' (status \(status))\(said).",
                next:
                    "The same push with --month, --dry-run and --out FOLDER writes what would be sent, to look at together."
            )
        default:
            PartnerError(.unavailable, "\(base) answered '\(name)' with status \(status)\(said).")
        }
    }

    private func refusal(_ failure: HTTPClient.TransferError, _ name: String) -> PartnerError {
        if isStopped(), client.isStopped != nil { return stopped }
        return PartnerError(
            failure.isOfCertificate ? .refused : .unavailable,
            "\(address.base) cannot be used ('\(name)'): \(failure.what).", next: failure.next)
    }

    /// What a service says of a failure: its correlation id and the beginning of its text, without addresses,
    /// pseudonyms or what a terminal could obey.
    private func words(_ answer: HTTPClient.Answer) -> String {
        let id = ["x-correlation-id", "request-id", "x-request-id", "traceparent"].lazy.compactMap {
            answer.headers[$0]
        }.first
        // Far more than is shown, so that the token is found whole before anything is cut.
        let text = shown(String(decoding: answer.body.prefix(65_536), as: UTF8.self), most: 500)
        let parts = [
            id.map { "correlation id \(shown($0, most: 100))" },
            text.isEmpty ? nil : "it says: \(text)",
        ]
        let said = parts.compactMap { $0 }.joined(separator: "; ")
        return said.isEmpty ? "" : "; \(said)"
    }

    /// A service's text as it may be shown.
    func shown(_ text: String, most: Int) -> String { ServiceMessage.shown(text, without: [token.text], most: most) }

    /// Whatever a service says back of the token is not shown.
    private func masked(_ text: String) -> String {
        [token.text, Percent.encode(token.text)].reduce(text) { $0.replacing($1, with: "…") }
    }
}
