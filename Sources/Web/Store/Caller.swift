import Synchronization

/// Whoever asked, as far as the sockets know. Whoever is gone wants no answer, so work that can be long looks now and
/// then whether they are.
package final class Caller: Sendable {
    /// Nobody waits for an answer any more.
    struct Gone: Error {}

    /// A client that only has nothing more to say cannot be told from one that is gone: it gets what is made in fewer
    /// steps.
    static let steps = 64

    private let isGone: @Sendable () -> Bool
    private let count = Mutex(0)

    /// - Parameter isGone: asked again and again while an answer is made.
    package init(isGone: @escaping @Sendable () -> Bool = { false }) { self.isGone = isGone }

    /// To be called with each step of work that can have very many.
    func check() throws {
        let isTurn = count.withLock {
            $0 += 1
            return $0.isMultiple(of: Caller.steps)
        }
        if isTurn, isGone() { throw Gone() }
    }
}
