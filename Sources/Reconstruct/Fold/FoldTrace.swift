/// Collects, while a stream is folded, what only an entry's neighbours show of it.
final class FoldTrace {
    /// Which entries had no effect, and why.
    var ignored: [EventHash: Role.Reason] = [:]
    /// Deletions that a save took back within five minutes: a client's doing that removed nothing.
    var roundTrips: Set<EventHash> = []
}
