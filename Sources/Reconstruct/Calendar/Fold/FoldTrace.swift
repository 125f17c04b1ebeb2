import ExchangeFormats

/// Collects, while a stream is folded, what only an entry's neighbours show of it.
final class FoldTrace {
    /// Which entries had no effect, and why.
    var ignored: [EventHash: Role.Reason] = [:]
    /// Deletions that a save took back within five minutes, a client's doing that removed nothing, with its log time.
    private(set) var roundTrips: [EventHash: Instant] = [:]

    func noteRoundTrip(_ deletions: [EventHash], takenBackAt instant: Instant) {
        for deletion in deletions { roundTrips[deletion] = instant }
    }
}
