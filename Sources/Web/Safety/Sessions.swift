import Encodings
import Foundation

/// Who may look: the token that was made at the start, and the sessions for which it was exchanged.
package final class Sessions: @unchecked Sendable {
    /// The oldest goes when there are more: browsers that were closed say nothing.
    static let most = 64

    private let token: [UInt8]
    /// Browsers keep cookies by host and not by port: two servers must not sign each other's people out.
    private let cookieName: String
    private let lock = NSLock()
    private var open: [String] = []

    /// - Parameters:
    ///   - token: what whoever starts the server hands to whoever may look.
    ///   - port: where it listens.
    package init(token: String, port: UInt16) {
        self.token = Array(token.utf8)
        cookieName = "calfold-\(port)"
    }

    /// 256 random bits as text that a URL holds as it is.
    package static func secret() -> String {
        var generator = SystemRandomNumberGenerator()
        return Hex.lowercase((0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) })
    }

    /// A session for the token, as the value of Set-Cookie; nil for any other text.
    func begin(token text: String, isOverTLS: Bool) -> String? {
        guard isToken(text) else { return nil }
        let session = Sessions.secret()
        lock.withLock {
            open.append(session)
            if open.count > Sessions.most { open.removeFirst() }
        }
        return "\(cookieName)=\(session); Path=/; HttpOnly; SameSite=Strict" + (isOverTLS ? "; Secure" : "")
    }

    /// Whether the cookies of a request name an open session.
    func isOpen(cookies: [String]) -> Bool {
        for cookie in cookies.flatMap({ $0.split(separator: ";") }) {
            let halves = cookie.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard halves.count == 2, halves[0].trimmingCharacters(in: .whitespaces) == cookieName else { continue }
            let session = Array(halves[1].trimmingCharacters(in: .whitespaces).utf8)
            let known = lock.withLock { open }
            if known.contains(where: { Sessions.areEqual(Array($0.utf8), session) }) { return true }
        }
        return false
    }

    func isToken(_ text: String) -> Bool { Sessions.areEqual(token, Array(text.utf8)) }

    /// Takes as long for a text that differs in its first byte as for one that differs in its last.
    private static func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count == right.count else { return false }
        return zip(left, right).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }

    /// A text without the token, should somebody have put it where it does not belong.
    package func withoutToken(_ text: String) -> String {
        let token = String(decoding: token, as: UTF8.self)
        return text.replacing(token, with: "[token]").replacing(Percent.encode(token), with: "[token]")
    }
}
