import Decoding
import EventStore
import ExchangeFormats
import Reconstruct
import Synchronization

/// Which address each legacy DN stood for at any moment, as the rows that had been logged by then tell it: made by one
/// walk over the log, and then asked for one moment after another.
struct TeachingTimeline: Sendable {
    private struct Change {
        var ticks: Int64
        var address: String
    }

    /// By DN, from when on each address counted, ascending.
    private let changes: [String: [Change]]

    /// - Parameter stored: every pair of the log.
    init(of log: EventLog, stored: TaughtNames) throws {
        var found: [String: [Change]] = [:]
        var decoder = EntryDecoder()
        try log.forEachEventInOrder(kind: .calendar) { row in
            let entry = decoder.entry(row)
            for pair in decoder.pairs {
                let change = Change(ticks: entry.loggedAt.ticks, address: pair.address)
                if stored.logged[pair.dn].map({ $0.count > 1 }) ?? true {
                    found[pair.dn, default: []].append(change)
                } else if let known = found[pair.dn]?.first {
                    // Of one address it is enough to know since when.
                    if change.ticks < known.ticks { found[pair.dn] = [change] }
                } else {
                    found[pair.dn] = [change]
                }
            }
        }
        changes = found.mapValues(TeachingTimeline.settled)
    }

    /// The newest row counts, then the bytewise least address, as in `TaughtNames`.
    private static func settled(_ changes: [Change]) -> [Change] {
        var settled: [Change] = []
        let ordered = changes.sorted { left, right in
            left.ticks != right.ticks
                ? left.ticks < right.ticks : right.address.utf8.lexicographicallyPrecedes(left.address.utf8)
        }
        for change in ordered {
            if settled.last?.ticks == change.ticks { settled.removeLast() }
            if settled.last?.address != change.address { settled.append(change) }
        }
        return settled
    }

    func learned(asOf instant: Instant) -> LearnedNames {
        LearnedNames(changes.compactMapValues { $0.last { $0.ticks <= instant.ticks }?.address })
    }
}

/// Names by moment, for whoever asks for many moments of one log: kept until the log has taken in more.
package final class MomentNames: Sendable {
    private struct Known {
        var position: Int64
        var timeline: TeachingTimeline
    }

    private let known = Mutex<Known?>(nil)

    package init() {}

    /// What `Projection.learnedNames` tells of a moment.
    package func learned(asOf instant: Instant, in log: EventLog) throws -> LearnedNames {
        let projection = Projection(log)
        guard try projection.isCurrent() else { return try projection.learnedNames(asOf: instant) }
        let stored = try projection.storedNames()
        if stored.isEmpty { return LearnedNames() }
        if stored.logged.values.allSatisfy({ $0.values.allSatisfy { $0 <= instant.ticks } }) { return stored.learned }
        let position = try log.lastPosition(of: .calendar)
        return try known.withLock { known in
            if let known, known.position == position { return known.timeline.learned(asOf: instant) }
            let timeline = try TeachingTimeline(of: log, stored: stored)
            known = Known(position: position, timeline: timeline)
            return timeline.learned(asOf: instant)
        }
    }
}
