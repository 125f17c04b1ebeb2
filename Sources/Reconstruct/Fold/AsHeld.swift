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
/// before the first entry stands as the first entry left it. An occurrence that began, and was later moved and began
/// again, appears once, as it stood last.
public func heldOccurrences(of entries: [Entry], in window: Range<Instant>, zones: ZoneBook) -> [AttendedOccurrence] {
    let timeline = HeldTimeline(withoutRoundTrips(sortedOnce(entries), zones: zones), zones: zones)
    guard let last = timeline.cuts.last else { return [] }
    // What began in the window may have begun again after it, so history is followed to its end.
    let horizon = max(window.upperBound, last)
    var held: [CivilDate?: AttendedOccurrence] = [:]
    for index in timeline.cuts.indices {
        let stretch = timeline.stretch(index)
        let begin = max(stretch.lowerBound, window.lowerBound), end = min(stretch.upperBound, horizon)
        guard begin < end, let meeting = timeline.meeting(index) else { continue }
        meeting.forEachOccurrence(in: begin..<end, zones: zones) { occurrence in
            // What is cancelled does not begin; it is only told of where nothing of its date came before.
            if occurrence.status == .cancelled, held[occurrence.date] != nil || timeline.hasAppeared(occurrence.date, before: index) { return }
            held[occurrence.date] = AttendedOccurrence(
                occurrence: occurrence, attendees: meeting.attendees(on: occurrence.date), meeting: meeting)
        }
    }
    let final = timeline.meeting(timeline.cuts.count - 1)
    return held.values.filter { entry in
        guard window.contains(entry.occurrence.slot.start) else { return false }
        guard let later = final?.occurrence(on: entry.occurrence.date, zones: zones) else { return true }
        return later.status == .cancelled || later.slot.start < horizon
    }
}

/// A stream's history, cut at the log time of each entry that can change anything; each stretch's meeting is folded when it is
/// first asked for.
private final class HeldTimeline {
    let cuts: [Instant]
    private let entries: [Entry]
    private let zones: ZoneBook
    private var meetings: [Int: Meeting?] = [:]

    init(_ entries: [Entry], zones: ZoneBook) {
        self.entries = entries
        self.zones = zones
        cuts = Set(entries.lazy.filter { $0.role.isEffective }.map(\.loggedAt)).sorted()
    }

    /// The time in which a meeting stood as one cut left it. The first reaches back to the beginning: what began before any entry
    /// stands as the first one left it.
    func stretch(_ index: Int) -> Range<Instant> {
        let begin = index == 0 ? Instant(ticks: .min) : cuts[index]
        return begin..<(index + 1 < cuts.count ? cuts[index + 1] : Instant(ticks: .max))
    }

    func meeting(_ index: Int) -> Meeting? {
        if let known = meetings[index] { return known }
        let meeting = fold(sorted: entries.filter { $0.loggedAt <= cuts[index] }, zones: zones)
        meetings[index] = .some(meeting)
        return meeting
    }

    /// Whether an earlier stretch holds the instance of a date.
    func hasAppeared(_ date: CivilDate?, before index: Int) -> Bool {
        (0..<index).contains { earlier in
            guard let occurrence = meeting(earlier)?.occurrence(on: date, zones: zones) else { return false }
            return stretch(earlier).contains(occurrence.slot.start)
        }
    }
}

/// Leaves out each deletion that a save of the same item follows within five minutes: a client's doing that
/// removed nothing.
private func withoutRoundTrips(_ entries: [Entry], zones: ZoneBook) -> [Entry] {
    struct ItemKey: Hashable {
        var mailbox: String?
        var creation: Instant?
        var date: CivilDate?
    }
    func key(_ entry: Entry) -> ItemKey {
        ItemKey(
            mailbox: entry.mailbox, creation: entry.mailbox == nil ? entry.creationTime : nil,
            date: entry.instanceDate)
    }
    guard entries.contains(where: { $0.role == .deletes }) else { return entries }
    // Each stretch dates its entries by what was known of the series then, so those that are kept stay as they are.
    let dated = withDates(entries, zones: zones)
    var saves: [ItemKey: [Instant]] = [:]
    for entry in dated where entry.role == .saves { saves[key(entry), default: []].append(entry.loggedAt) }
    return entries.indices.lazy.filter { index in
        guard entries[index].role == .deletes else { return true }
        let gone = entries[index].loggedAt
        return saves[key(dated[index])]?.contains { $0 > gone && $0.ticks - gone.ticks <= Item.roundTrip } != true
    }.map { entries[$0] }
}

extension Role {
    /// Whether the entry can change anything at all.
    var isEffective: Bool {
        if case .ignored = self { false } else { true }
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
            forEachOccurrence(in: Instant(ticks: .min)..<Instant(ticks: .max), zones: zones) { if $0.date == date { found = $0 } }
        }
        return found
    }
}
