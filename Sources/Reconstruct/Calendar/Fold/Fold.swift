import ExchangeFormats

/// Folds the entries of one stream into the meeting that they describe.
///
/// Pure: the result depends on the entries alone, whatever their order and however often each is given.
///
/// - Returns: nil when no entry says anything of a meeting.
public func fold(_ entries: [Entry], zones: ZoneBook) -> Meeting? {
    fold(sorted: sortedOnce(entries), zones: zones)
}

/// The fold of the entries that Exchange had logged at or before an instant, and of nothing later.
public func fold(_ entries: [Entry], asOf instant: Instant, zones: ZoneBook) -> Meeting? {
    fold(sorted: sortedOnce(logged(entries, by: instant)), zones: zones)
}

/// The entries that Exchange had logged at or before an instant.
func logged(_ entries: [Entry], by instant: Instant?) -> [Entry] {
    guard let instant, entries.contains(where: { $0.loggedAt > instant }) else { return entries }
    return entries.filter { $0.loggedAt <= instant }
}

/// Entries in replay order, each once.
func sortedOnce(_ entries: [Entry]) -> [Entry] {
    var keyed = entries.indices.map { (order: ReplayOrder(entries[$0]), index: $0) }
    // Most streams come in order, and need no copy.
    if zip(keyed, keyed.dropFirst()).allSatisfy({ $0.order < $1.order }) { return entries }
    keyed.sort { $0.order < $1.order }
    var result: [Entry] = []
    result.reserveCapacity(entries.count)
    var last: ReplayOrder?
    for (order, index) in keyed where order != last {
        result.append(entries[index])
        last = order
    }
    return result
}

/// Puts entries into replay order where they stand: of very many a second array would fill the memory, and of few it
/// would cost more than the exchange.
///
/// - Parameter swapped: gets two places whose entries change places.
package func putInReplayOrder(_ entries: inout [Entry], _ swapped: (Int, Int) -> Void) {
    var ordered = entries.indices.map { (order: ReplayOrder(entries[$0]), index: $0) }
    if zip(ordered, ordered.dropFirst()).allSatisfy({ $0.order <= $1.order }) { return }
    ordered.sort { $0.order < $1.order }
    var sources = ordered.map(\.index)
    for start in sources.indices {
        var place = start
        while sources[place] != start {
            let source = sources[place]
            entries.swapAt(place, source)
            swapped(place, source)
            sources[place] = place
            place = source
        }
        sources[place] = place
    }
}

func fold(sorted entries: [Entry], zones: ZoneBook) -> Meeting? {
    let entries = withDates(entries, zones: zones)
    let set = CopySet(entries, zones: zones)
    guard let decision = Decision(set, zones: zones),
        let firstSeen = entries.lazy.map(\.loggedAt).min(), let lastChanged = entries.lazy.map(\.loggedAt).max()
    else { return nil }
    let attendance = Attendance(entries: entries, copies: set.copies, decision: decision, zones: zones)
    return Meeting(
        decision, firstSeen: firstSeen, lastChanged: lastChanged, participants: attendance.participants,
        takenOff: attendance.takenOff)
}

extension Meeting {
    /// What was decided, and who takes part in it.
    init(
        _ decision: Decision, firstSeen: Instant, lastChanged: Instant, participants: [Participant],
        takenOff: [TakenOff]
    ) {
        let leading = decision.leading
        self.init(
            status: decision.standing.status, organizer: decision.organizer, subject: leading.state.subject,
            schedule: decision.schedule, sequenceNumber: leading.state.sequenceNumber, firstSeen: firstSeen,
            lastChanged: lastChanged, marks: decision.marks, participants: participants, takenOff: takenOff)
    }
}
