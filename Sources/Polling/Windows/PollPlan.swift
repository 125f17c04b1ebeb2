import ExchangeFormats

/// What a run has to read: what earlier runs left open, what came since, what lies within the look-back, and what is
/// asked for anew.
struct PollPlan: Equatable {
    /// What was read or is planned to be, from its first to its last instant.
    struct Reach: Hashable, Sendable {
        var from: Instant
        var through: Instant
    }

    /// To be read, the newest first.
    var spans: [TimeSpan]
    var reach: Reach
    /// Stretches that nobody read and that the service no longer has.
    var gaps: [TimeSpan]

    /// - Parameters:
    ///   - open: what earlier runs left.
    ///   - reach: of earlier runs; nil at first.
    ///   - to: the last instant to read.
    ///   - oldest: the first instant that the service still has.
    ///   - initial: how far back a first run goes, in ticks.
    ///   - lookBack: how far before the end of the last run rows are read again, in ticks.
    init(open: [TimeSpan], reach: Reach?, to: Instant, oldest: Instant, initial: Int64, lookBack: Int64) {
        let start = max(oldest, Instant(ticks: to.ticks - initial))
        guard let reach else {
            spans = [TimeSpan(from: start, to: to)].compactMap { $0 }
            self.reach = Reach(from: min(start, to), through: to)
            gaps = []
            return
        }
        var wanted: [TimeSpan] = []
        var lost: [TimeSpan?] = []
        for span in open {
            if span.from < oldest {
                lost.append(TimeSpan(from: span.from, to: min(span.to, Instant(ticks: oldest.ticks - 1))))
            }
            if let kept = TimeSpan(from: max(span.from, oldest), to: span.to) { wanted.append(kept) }
        }
        if reach.through < oldest {
            lost.append(TimeSpan(from: reach.through, to: min(to, Instant(ticks: oldest.ticks - 1))))
        }
        let again = Instant(ticks: min(reach.through, to).ticks - lookBack)
        let newest = TimeSpan(from: max(oldest, again), to: to)
        // Somebody asks for more of the past than before.
        let earlier = start < reach.from ? TimeSpan(from: start, to: min(reach.from, to)) : nil
        spans = TimeSpan.union(wanted + [newest, earlier].compactMap { $0 })
        self.reach = Reach(from: min(reach.from, start), through: max(reach.through, to))
        gaps = TimeSpan.union(lost.compactMap { $0 })
    }
}
