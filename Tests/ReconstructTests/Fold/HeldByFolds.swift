import ExchangeFormats

@testable import Reconstruct

/// The as-held view by its definition, a fold for each moment: what the walk that advances must agree with.
///
/// History is cut at each entry's log time, and each interval's meeting is expanded within the interval. What began
/// before the first entry stands as the first complete state leaves it. An occurrence that began, and was later moved
/// and began again, appears once, as it stood last.
func heldByFolds(of entries: [Entry], in window: Range<Instant>, zones: ZoneBook) -> [AttendedOccurrence] {
    let timeline = HeldTimeline(withoutRoundTrips(sortedOnce(entries), zones: zones), zones: zones)
    guard let last = timeline.last else { return [] }
    // What began in the window may have begun again after it, so history is followed to its end.
    let horizon = max(window.upperBound, last)
    var held: [CivilDate?: AttendedOccurrence] = [:]
    for (index, stretch) in timeline.stretches.enumerated() {
        let begin = max(stretch.range.lowerBound, window.lowerBound)
        let end = min(stretch.range.upperBound, horizon)
        guard begin < end, let meeting = timeline.meeting(stretch) else { continue }
        meeting.forEachOccurrence(in: begin..<end, zones: zones) { occurrence in
            // What is cancelled does not begin; it is only told of where nothing of its date came before.
            if occurrence.status == .cancelled,
                held[occurrence.date] != nil || timeline.hasAppeared(occurrence.date, before: index)
            {
                return
            }
            held[occurrence.date] = AttendedOccurrence(
                occurrence: occurrence, attendees: meeting.attendees(on: occurrence.date), meeting: meeting)
        }
    }
    let final = timeline.stretches.last.flatMap(timeline.meeting)
    return held.values.filter { entry in
        guard window.contains(entry.occurrence.slot.start) else { return false }
        guard let later = final?.occurrence(of: entry.occurrence.date, zones: zones) else { return true }
        return later.status == .cancelled || later.slot.start < horizon
    }
}

/// A stream's history, cut at the log time of each entry that can change anything; each stretch's meeting is folded
/// when it is first asked for.
private final class HeldTimeline {
    /// A span of time, and the moment whose fold stood in it.
    struct Stretch {
        var range: Range<Instant>
        var asOf: Instant
    }

    private(set) var stretches: [Stretch] = []
    /// The last cut.
    let last: Instant?
    private let entries: [Entry]
    private let zones: ZoneBook
    private var meetings: [Instant: Meeting?] = [:]

    init(_ entries: [Entry], zones: ZoneBook) {
        self.entries = entries
        self.zones = zones
        let cuts = Set(entries.lazy.filter { $0.role.isEffective }.map(\.loggedAt)).sorted()
        last = cuts.last
        guard let first = cuts.first else { return }
        stretches = [Stretch(range: Instant(ticks: .min)..<first, asOf: firstComplete(cuts) ?? first)]
        for (index, cut) in cuts.enumerated() {
            let end = index + 1 < cuts.count ? cuts[index + 1] : Instant(ticks: .max)
            stretches.append(Stretch(range: cut..<end, asOf: cut))
        }
    }

    /// The first cut at which the copy that decides is known whole. A request comes a moment before the item that is
    /// made of it, and what it says of a series is less than the item does.
    private func firstComplete(_ cuts: [Instant]) -> Instant? {
        func first(without marks: Meeting.Marks) -> Instant? {
            cuts.first { cut in
                guard let meeting = meeting(asOf: cut), meeting.schedule != .unknown else { return false }
                return meeting.marks.isDisjoint(with: marks)
            }
        }
        return first(without: [.inferred, .recurrenceUndecoded]) ?? first(without: .inferred)
    }

    func meeting(_ stretch: Stretch) -> Meeting? { meeting(asOf: stretch.asOf) }

    private func meeting(asOf cut: Instant) -> Meeting? {
        if let known = meetings[cut] { return known }
        let meeting = fold(sorted: entries.filter { $0.loggedAt <= cut }, zones: zones)
        meetings[cut] = .some(meeting)
        return meeting
    }

    /// Whether an earlier stretch holds the instance of a date.
    func hasAppeared(_ date: CivilDate?, before index: Int) -> Bool {
        stretches[..<index].contains { earlier in
            guard let occurrence = meeting(earlier)?.occurrence(of: date, zones: zones) else { return false }
            return earlier.range.contains(occurrence.slot.start)
        }
    }
}
