import ExchangeFormats
import Reconstruct

extension Meeting {
    /// Bounds of every occurrence's start, generous by the reach of wall clocks.
    var startBounds: ClosedRange<Instant> {
        switch schedule {
        case .unknown: return Instant(ticks: 0)...Instant(ticks: 0)
        case .single(let slot, _), .firstOccurrence(let slot, _): return slot.start...slot.start
        case .besides(let slot, _, let dates, _):
            let starts = dates.map(\.slot.start) + [slot.start]
            return (starts.min() ?? slot.start)...(starts.max() ?? slot.start)
        case .dates(let dates, _):
            let starts = dates.map(\.slot.start)
            return (starts.min() ?? Instant(ticks: 0))...(starts.max() ?? Instant(ticks: 0))
        case .series(let series):
            let begin = PatternMinutes.wallTime(series.pattern.startDate).ticks - 2 * Instant.ticksPerDay
            let end = series.rule.lastDate.map { WallTime($0).ticks + 3 * Instant.ticksPerDay } ?? .max
            let moved = series.overrides.compactMap(\.moved?.start.ticks)
            let lower = min(begin, moved.min() ?? begin)
            return Instant(ticks: lower)...Instant(ticks: max(lower, end, moved.max() ?? end))
        }
    }
}

extension Meeting {
    /// The starts of the first and the last occurrence that take place; of all, where none does. A series without an
    /// end has no last one.
    func firstAndLastStart(zones: ZoneBook) -> (first: Instant?, last: Instant?) {
        if case .unknown = schedule { return (nil, nil) }
        var standing = self
        // What is left as cancelled then was removed by itself.
        standing.status = .scheduled
        let bounds = startBounds
        let isEndless = bounds.upperBound.ticks == .max
        func ends(in window: Range<Instant>) -> (first: Instant?, last: Instant?) {
            var held: (first: Instant?, last: Instant?), all: (first: Instant?, last: Instant?)
            standing.forEachOccurrence(in: window, zones: zones) { occurrence in
                let start = occurrence.slot.start
                all = (min(all.first ?? start, start), max(all.last ?? start, start))
                if occurrence.status != .cancelled {
                    held = (min(held.first ?? start, start), max(held.last ?? start, start))
                }
            }
            return held.first == nil && window.lowerBound <= bounds.lowerBound && window.upperBound > bounds.upperBound
                ? all : held
        }
        // Windows that grow: what is looked for lies near its bound, but for dates that were removed and for long
        // intervals.
        let limit = isEndless ? bounds.lowerBound.ticks + 80_000 * Instant.ticksPerDay : bounds.upperBound.ticks + 1
        var first: Instant?, last: Instant?
        var length = 8 * Instant.ticksPerDay
        while first == nil {
            let end = limit - bounds.lowerBound.ticks > length ? bounds.lowerBound.ticks + length : limit
            first = ends(in: bounds.lowerBound..<Instant(ticks: end)).first
            if end == limit { break }
            length *= 2
        }
        length = 8 * Instant.ticksPerDay
        while last == nil, !isEndless {
            let begin = limit - bounds.lowerBound.ticks > length ? limit - length : bounds.lowerBound.ticks
            last = ends(in: Instant(ticks: begin)..<Instant(ticks: limit)).last
            if begin == bounds.lowerBound.ticks { break }
            length *= 2
        }
        return (first, last)
    }
}
