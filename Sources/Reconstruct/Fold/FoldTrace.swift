/// Collects, while a stream is folded, which entries had no effect for a reason that only their neighbours show.
final class FoldTrace {
    var ignored: [EventHash: Role.Reason] = [:]
}
