import ExchangeFormats

/// An occurrence with those who took part in it.
public struct AttendedOccurrence: Hashable, Sendable {
    /// The instance as it stood when it began; a cancelled one too, where none of its date began before.
    public var occurrence: Occurrence
    /// Who took part in it, in order of address.
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
///
/// History is walked twice: first for the interval that held each date last, then for the occurrences themselves. So
/// none is kept, whatever the window holds.
public func forEachHeldOccurrence(
    of entries: [Entry], in window: Range<Instant>, zones: ZoneBook, _ body: (AttendedOccurrence) throws -> Void
) rethrows {
    guard let history = HeldHistory(withoutRoundTrips(sortedOnce(entries), zones: zones), zones: zones) else { return }
    // What began in the window may have begun again after it, so history is followed to its end.
    let horizon = max(window.upperBound, history.last)
    // By date the stretch that held it last; its complement where the date was never more than cancelled.
    var held = DateTable()
    var tellsOfCancelled = false
    let last = history.forEachStretch { number, stretch, state in
        guard let part = stretch.part(of: window.lowerBound..<horizon), let outline = state.outline else { return }
        outline.forEachOccurrence(in: part, zones: zones) { occurrence in
            if occurrence.status != .cancelled {
                held[occurrence.date] = number
            } else if held[occurrence.date] == nil {
                // What is cancelled does not begin; it is only told of where nothing of its date came before.
                held[occurrence.date] = ~number
                tellsOfCancelled = true
            }
        }
    }
    let before = tellsOfCancelled ? history.appearances(of: held, before: window.lowerBound) : DateTable()
    _ = try history.forEachStretch { number, stretch, state in
        guard let part = stretch.part(of: window), let outline = state.outline else { return }
        var whole: AttendeesByDate?
        try outline.forEachOccurrence(in: part, zones: zones) { occurrence in
            let kept = held[occurrence.date]
            guard kept == number || kept == ~number && before[occurrence.date] == nil else { return }
            if stretch.upperBound != Instant(ticks: .max),
                let later = last?.occurrence(of: occurrence.date, zones: zones), later.status != .cancelled,
                later.slot.start >= horizon
            {
                // It has yet to begin.
                return
            }
            guard let people = whole ?? state.meeting.map(AttendeesByDate.init) else { return }
            whole = people
            try body(
                AttendedOccurrence(
                    occurrence: occurrence, attendees: people.attendees(on: occurrence.date), meeting: people.meeting))
        }
    }
}

/// The same, all at once.
public func heldOccurrences(of entries: [Entry], in window: Range<Instant>, zones: ZoneBook) -> [AttendedOccurrence] {
    var held: [AttendedOccurrence] = []
    forEachHeldOccurrence(of: entries, in: window, zones: zones) { held.append($0) }
    return held
}

/// Moves each deletion that a save of the same item follows within five minutes to the time of that save: a client's
/// doing that removed nothing in between, and still says which item went on as which.
func withoutRoundTrips(_ entries: [Entry], zones: ZoneBook) -> [Entry] {
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
