import EventStore
import Projection

/// Brings the stored meetings up to date with the log.
struct FoldRun {
    /// Folds every stream, not only those with new entries.
    var anew = false

    func run(on log: EventLog, told: (_ streams: Int) -> Void = { _ in }) throws -> FoldReport {
        let outcome = try Projection(log).fold(anew: anew, progress: told)
        return FoldReport(
            streams: outcome.streams, entries: outcome.events, meetings: outcome.meetings, unknownActions: outcome.unknownActions)
    }
}

/// What a fold did.
struct FoldReport: Encodable {
    var streams: Int
    var entries: Int
    var meetings: Int
    /// Trigger actions that no documentation lists, and how often each came.
    var unknownActions: [String: Int]

    /// What a person should know of it, a sentence each.
    var warnings: [String] {
        unknownActions.sorted { $0.key < $1.key }.map {
            "The trigger action \($0.key.prefix(40)) is not known; \($0.value) entries with it count as saved."
        }
    }
}
