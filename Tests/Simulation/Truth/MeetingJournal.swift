import ExchangeFormats

/// How one meeting stood, from change to change.
public struct MeetingJournal: Sendable {
    struct Page: Sendable {
        /// Log time of the row that made the change known.
        var from: Instant
        var state: MeetingState
        /// A client's deletion that it took back within five minutes: it counts while nothing later is known,
        /// and never happened afterwards.
        var isTakenBack = false
    }

    public let meetingID: String
    private(set) var pages: [Page] = []
    /// What went wrong and was not mended.
    public internal(set) var discrepancies: [Discrepancy] = []
    /// What the organizer's item says at the end, while it stands, and what live copies of guests say.
    public internal(set) var plan: Plan?
    public internal(set) var heldPlans: [String: Plan] = [:]
    /// Guests whose copies differ by their owners' own hand.
    public internal(set) var intended: Set<String> = []
    /// Dates that guests took out of their own copies.
    public internal(set) var declinedDates: [String: Set<CivilDate>] = [:]
    /// Whether a person ever accepted, be it for one date or with a doubt.
    public internal(set) var wasAccepted = false
    /// Mailboxes in which the meeting stands at the end as a series.
    public internal(set) var seriesHolders: Set<String> = []
    /// Mailboxes whose copies are no guest's any more.
    public internal(set) var taken: Set<String> = []

    init(meetingID: String) { self.meetingID = meetingID }

    mutating func record(_ state: MeetingState, at time: Instant) {
        if pages.last?.state == state { return }
        pages.append(Page(from: time, state: state))
    }

    /// Marks the pages of `[start, end)` as taken back.
    mutating func takeBack(from start: Instant, to end: Instant) {
        for index in pages.indices where start <= pages[index].from && pages[index].from < end {
            pages[index].isTakenBack = true
        }
    }

    func occurrences(view: TruthView, from: Instant, to: Instant) -> [TruthOccurrence] {
        switch view {
        case .final: pages.last?.state.occurrences(from: from, to: to) ?? []
        case .asOf(let time): pages.last { $0.from <= time }?.state.occurrences(from: from, to: to) ?? []
        case .asHeld: held(from: from, to: to)
        }
    }

    /// Each page's plan counts for what began while it stood; the first also for what began before it.
    ///
    /// The date that the pattern gave is the occurrence: when a series moves from the morning to the evening at noon,
    /// that day's occurrence began twice, and appears once, as it stood last.
    private func held(from: Instant, to: Instant) -> [TruthOccurrence] {
        let standing = pages.filter { !$0.isTakenBack }
        // What began in the window may have begun again after it, and then stands there.
        let horizon = Instant(ticks: to.ticks + 90 * Instant.ticksPerDay)
        var result: [CivilDate?: TruthOccurrence] = [:]
        for (index, page) in standing.enumerated() {
            let begin = index == 0 ? Instant(ticks: .min) : page.from
            let end = index + 1 < standing.count ? standing[index + 1].from : horizon
            for occurrence in page.state.occurrences(from: begin, to: end) {
                // What is cancelled never began: it does not replace what took place.
                if occurrence.status == .cancelled, result[occurrence.date] != nil { continue }
                result[occurrence.date] = occurrence
            }
        }
        return result.values.filter { from <= $0.start && $0.start < to }
    }
}
