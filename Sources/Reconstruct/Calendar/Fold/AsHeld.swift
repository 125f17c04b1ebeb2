import ExchangeFormats

/// An occurrence with those who took part in it.
public struct AttendedOccurrence: Hashable, Sendable {
    public var occurrence: Occurrence
    public var attendees: [Attendee]
    /// The meeting as it stood at the time.
    public var meeting: Meeting
}

/// The as-held view of one stream: each occurrence as the calendar stood when that occurrence began, with the
/// participants and answers of that moment.
///
/// History is cut at each entry's log time, and each interval's meeting is expanded within the interval. What began
/// before the first entry stands as the first complete state leaves it. An occurrence that began, and was later moved
/// and began again, appears once, as it stood last.
public func heldOccurrences(of entries: [Entry], in window: Range<Instant>, zones: ZoneBook) -> [AttendedOccurrence] {
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
        guard let later = final?.occurrence(on: entry.occurrence.date, zones: zones) else { return true }
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
            guard let occurrence = meeting(earlier)?.occurrence(on: date, zones: zones) else { return false }
            return earlier.range.contains(occurrence.slot.start)
        }
    }
}

/// Moves each deletion that a save of the same item follows within five minutes to the time of that save: a client's
/// doing that removed nothing in between, and still says which item went on as which.
private func withoutRoundTrips(_ entries: [Entry], zones: ZoneBook) -> [Entry] {
    guard entries.contains(where: { $0.role == .deletes || $0.role == .ignored(.cleanUp) }) else { return entries }
    // Each stretch dates its entries by what was known of the series then, so they stay as they are.
    let trace = FoldTrace()
    _ = CopySet(withDates(entries, zones: zones), zones: zones, trace: trace)
    guard !trace.roundTrips.isEmpty else { return entries }
    return entries.map { entry in
        guard let takenBackAt = trace.roundTrips[entry.hash] else { return entry }
        var moved = entry
        moved.logTime = takenBackAt
        return moved
    }
}

extension Role {
    /// Whether the entry can change anything at all.
    var isEffective: Bool {
        switch self {
        case .ignored(.cleanUp): true
        case .ignored: false
        default: true
        }
    }
}

extension Meeting {
    /// The one instance of a date, wherever it was moved; nil when the schedule has none.
    public func occurrence(on date: CivilDate?, zones: ZoneBook) -> Occurrence? {
        var found: Occurrence?
        switch schedule {
        case .series(let series):
            guard let date else { return nil }
            if let override = series.overrides.first(where: { $0.date == date }), let moved = override.moved {
                forEachOccurrence(in: moved.start..<Instant(ticks: moved.start.ticks + 1), zones: zones) {
                    if $0.date == date { found = $0 }
                }
            } else {
                // A wall clock is never further than a day from UTC.
                let day = WallTime(date, minutes: series.startMinutes).ticks
                let window = Instant(ticks: day - Instant.ticksPerDay)..<Instant(ticks: day + Instant.ticksPerDay + 1)
                forEachOccurrence(in: window, zones: zones) { if $0.date == date { found = $0 } }
            }
        case .unknown: break
        case .single, .firstOccurrence, .dates, .besides:
            forEachOccurrence(in: Instant(ticks: .min)..<Instant(ticks: .max), zones: zones) {
                if $0.date == date { found = $0 }
            }
        }
        return found
    }
}
