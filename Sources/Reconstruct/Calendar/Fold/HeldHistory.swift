import ExchangeFormats

/// A stream's history, cut at the log time of each entry that can change anything.
struct HeldHistory {
    private let entries: [Entry]
    private let zones: ZoneBook
    /// Places in `entries` in order of log time, and how many of them are known at each cut.
    private let places: [Int]
    private let cuts: [(at: Instant, known: Int)]
    /// The cut whose meeting stands for what was before the first one.
    private var firstComplete = 0

    /// Nil where no entry can change anything.
    ///
    /// - Parameter entries: in the order of their replay.
    init?(_ entries: [Entry], zones: ZoneBook) {
        self.entries = entries
        self.zones = zones
        let places = entries.indices.map { (at: entries[$0].loggedAt, place: $0) }.sorted { $0 < $1 }
        var cuts: [(at: Instant, known: Int)] = []
        for (index, (at, place)) in places.enumerated() {
            // Entries of one moment are known together.
            if cuts.last?.at == at {
                cuts[cuts.count - 1].known = index + 1
            } else if entries[place].role.isEffective {
                cuts.append((at, index + 1))
            }
        }
        guard let last = cuts.last else { return nil }
        self.places = places.map(\.place)
        self.cuts = cuts
        self.last = last.at
        firstComplete = findFirstComplete()
    }

    /// The last cut.
    let last: Instant

    /// The first cut at which the copy that decides is known whole. A request comes a moment before the item that is
    /// made of it, and what it says of a series is less than the item does.
    private func findFirstComplete() -> Int {
        var state = AdvancingFold(entries, zones: zones), known = 0, firstItem: Int?
        for (number, cut) in cuts.enumerated() {
            for place in places[known..<cut.known] { state.take(place) }
            known = cut.known
            guard let decision = state.decision, decision.schedule != .unknown else { continue }
            if decision.marks.isDisjoint(with: [.inferred, .recurrenceUndecoded]) { return number }
            if firstItem == nil, !decision.marks.contains(.inferred) { firstItem = number }
        }
        return firstItem ?? 0
    }

    /// Walks through the stretches of time between cuts, the time before the first one included.
    ///
    /// - Parameter body: gets the number of the stretch, from 1 on, its span of time and what was known in it.
    /// - Returns: the meeting after the last cut, without its people.
    func forEachStretch(
        _ body: (Int32, Range<Instant>, inout AdvancingFold) throws -> Void
    ) rethrows -> Meeting? {
        var state = AdvancingFold(entries, zones: zones), known = 0
        let past = Instant(ticks: .min)..<cuts[0].at
        if firstComplete > 0 {
            var complete = AdvancingFold(entries, zones: zones)
            for place in places[..<cuts[firstComplete].known] { complete.take(place) }
            try body(1, past, &complete)
        }
        for (index, cut) in cuts.enumerated() {
            for place in places[known..<cut.known] { state.take(place) }
            known = cut.known
            if index == 0, firstComplete == 0 { try body(1, past, &state) }
            let end = index + 1 < cuts.count ? cuts[index + 1].at : Instant(ticks: .max)
            try body(Int32(clamping: index + 2), cut.at..<end, &state)
        }
        // Not the state itself: who walks again would hold all of its copies twice.
        return state.outline
    }

    /// Of the dates of a table that are never more than cancelled, those with an instance before a moment.
    func appearances(of held: DateTable, before moment: Instant) -> DateTable {
        var found = DateTable()
        _ = forEachStretch { _, stretch, state in
            guard let part = stretch.part(of: Instant(ticks: .min)..<moment), let outline = state.outline else {
                return
            }
            outline.forEachOccurrence(in: part, zones: zones) { occurrence in
                if let known = held[occurrence.date], known < 0 { found[occurrence.date] = 1 }
            }
        }
        return found
    }
}

extension Range<Instant> {
    /// What of it lies in another range; nil where nothing does.
    func part(of other: Range<Instant>) -> Range<Instant>? {
        let part = clamped(to: other)
        return part.isEmpty ? nil : part
    }
}
