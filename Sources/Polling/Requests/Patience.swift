/// How long a service that fails is waited for: growing pauses with jitter, or those that it asks for.
struct Patience {
    /// In seconds.
    var limit: Double
    var firstPause: Double
    /// The longest pause of our own.
    var longestPause: Double = 64

    private var failedSince: Double?
    private var failures = 0

    init(limit: Double, firstPause: Double) {
        self.limit = limit
        self.firstPause = firstPause
    }

    /// The service did its work.
    mutating func reset() {
        failedSince = nil
        failures = 0
    }

    /// - Parameters:
    ///   - asked: seconds that the service wants to be left alone.
    ///   - now: seconds of a clock that is never set.
    ///   - jitter: between 0 and 1.
    /// - Returns: seconds to wait before the next try; nil when that is too long.
    mutating func pause(asked: Double?, now: Double, jitter: Double) -> Double? {
        let since = failedSince ?? now
        failedSince = since
        let own = min(longestPause, firstPause * Double(1 << min(failures, 16))) * (0.75 + jitter / 2)
        failures += 1
        // A little more than asked for, as its clock and ours need not agree on a second.
        let pause = asked.map { max(0, $0) + firstPause * jitter / 2 } ?? own
        return now + pause - since > limit ? nil : pause
    }
}
