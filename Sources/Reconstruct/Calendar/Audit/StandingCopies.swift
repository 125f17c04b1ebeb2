import ExchangeFormats

/// A copy that stands in a calendar with something ahead, as the pass over several meetings compares it.
package struct StandingCopy: Sendable, Hashable {
    /// What two meetings have alike where one is the other made again.
    package struct Likeness: Sendable, Hashable {
        package var organizer: String
        /// In small letters, with single spaces.
        package var subject: String
        package var start: Instant
        package var end: Instant

        package init(organizer: String, subject: String, start: Instant, end: Instant) {
            self.organizer = organizer
            self.subject = subject
            self.start = start
            self.end = end
        }
    }

    package var mailbox: String
    package var role: Finding.Role
    package var isSeries: Bool
    package var likeness: Likeness
    package var location: String?
    package var subject: String?
    /// The next start.
    package var start: Instant?
    /// When the meeting first came into the log of the mailbox: the later one is the second.
    package var since: Instant
    package var at: Instant?
    /// The copy's own newest row.
    package var evidence: Finding.Evidence

    package init(
        mailbox: String, role: Finding.Role, isSeries: Bool, likeness: Likeness, location: String?, subject: String?,
        start: Instant?, since: Instant, at: Instant?, evidence: Finding.Evidence
    ) {
        self.mailbox = mailbox
        self.role = role
        self.isSeries = isSeries
        self.likeness = likeness
        self.location = location
        self.subject = subject
        self.start = start
        self.since = since
        self.at = at
        self.evidence = evidence
    }
}

extension StreamAudit {
    mutating func standing() {
        guard asks(.duplicateMeeting) || asks(.manySeries) else { return }
        var next: [Instant: Occurrence?] = [:]
        for copy in copies where copy.stands {
            guard let master = copy.copy.master else { continue }
            let isSeries = master.isOfSeries
            if isSeries, asks(.manySeries) { result.series.append(copy.mailbox) }
            guard asks(.duplicateMeeting), let moment = moment(copy.mailbox),
                mayBeTwin(copy, isSeries: isSeries, at: moment)
            else { continue }
            let ahead = next[moment] ?? self.ahead(at: moment).first
            next[moment] = .some(ahead)
            guard let ahead, let alike = likeness(copy), let row = newest(copy),
                let first = copy.places.map({ entries[$0].loggedAt }).min()
            else { continue }
            let isOrganizers = copy.mailbox == organizers?.mailbox
            result.standing.append(
                StandingCopy(
                    mailbox: copy.mailbox, role: isOrganizers ? .organizer : copy.role, isSeries: isSeries,
                    likeness: alike, location: copy.master?.location, subject: decision.leading.state.subject,
                    start: ahead.slot.start, since: first, at: moment, evidence: .init(row, .sets)))
        }
    }

    /// Meetings of people with something ahead; rooms put the organizer in the place of the subject, and notes of whole
    /// days are alike.
    private func mayBeTwin(_ copy: AuditedCopy, isSeries: Bool, at moment: Instant) -> Bool {
        guard !isMerged, !copy.isRoom, decision.standing.status == .scheduled, let state = copy.copy.master?.state,
            state.appointmentState?.contains(.meeting) == true, state.isAllDay != true
        else { return false }
        return isSeries || state.startTime.map { $0 >= moment } ?? false
    }

    private mutating func likeness(_ copy: AuditedCopy) -> StandingCopy.Likeness? {
        guard let state = copy.copy.master?.state, let start = state.startTime, let end = state.endTime,
            let organizer = decision.organizer, let subject = state.subject ?? decision.leading.state.subject
        else {
            note(.duplicateMeeting, of: copy.mailbox, gap: .columnNotInLog)
            return nil
        }
        let words = subject.split(whereSeparator: \.isWhitespace).joined(separator: " ").lowercased()
        guard !words.isEmpty, !words.hasPrefix("copy:") else { return nil }
        return .init(organizer: people.resolve(organizer), subject: words, start: start, end: end)
    }
}

/// Finds meetings that somebody made twice, among copies that come in order of likeness, the organizers' first, and of
/// mailbox.
package struct TwinSweep {
    /// A copy with its place among the meetings.
    package struct Held: Sendable {
        package var stream: Int64
        package var key: String
        package var copy: StandingCopy

        package init(stream: Int64, key: String, copy: StandingCopy) {
            self.stream = stream
            self.key = key
            self.copy = copy
        }

        /// Organizers before others: what is told of theirs is not told again of each guest's.
        package var order: (start: Int64, text: [String]) {
            let alike = copy.likeness
            let mark = copy.isSeries ? "series" : "single"
            return (
                alike.start.ticks,
                [
                    alike.organizer, alike.subject, "\(alike.end.ticks)", mark, copy.role == .organizer ? "0" : "1",
                    copy.mailbox, key,
                ]
            )
        }
    }

    private struct Pair: Hashable {
        var first: Int64
        var second: Int64

        init(_ one: Held, _ other: Held) {
            first = min(one.stream, other.stream)
            second = max(one.stream, other.stream)
        }
    }

    private var last: Held?
    private var told: Set<Pair> = []

    package init() {}

    /// - Returns: what was made twice, of the meeting that came later, and the other one.
    package mutating func take(_ held: Held) -> (finding: Finding, later: Held, earlier: Held)? {
        defer { last = held }
        let alike = held.copy.likeness
        guard let other = last, alike == other.copy.likeness, held.copy.isSeries == other.copy.isSeries else {
            told = []
            return nil
        }
        guard held.copy.mailbox == other.copy.mailbox, held.stream != other.stream else { return nil }
        // Two places are two meetings.
        if let place = held.copy.location, let otherPlace = other.copy.location, place != otherPlace { return nil }
        guard told.insert(Pair(held, other)).inserted else { return nil }
        let isLater = (held.copy.since, held.key) > (other.copy.since, other.key)
        let (later, earlier) = isLater ? (held, other) : (other, held)
        var finding = Finding(.duplicateMeeting, .warning, mailbox: held.copy.mailbox, role: held.copy.role)
        finding.confidence = .likely
        finding.field = earlier.key
        finding.expected = .word("one meeting")
        finding.actual = .meeting(earlier.key)
        finding.cause = "same-subject-and-time"
        finding.organizer = alike.organizer
        finding.subject = later.copy.subject
        finding.start = later.copy.start
        finding.since = later.copy.since
        finding.at = later.copy.at
        finding.evidence = [later.copy.evidence, earlier.copy.evidence]
        return (finding, later, earlier)
    }
}

/// Counts the series of each mailbox: Exchange takes no more than 1300.
package struct SeriesCount: Sendable {
    /// From which number on it is told.
    package static let most = 1_250

    private let most: Int
    private var counts: [String: Int] = [:]

    package init(most: Int = SeriesCount.most) { self.most = most }

    /// Takes one series that stands in a mailbox.
    package mutating func take(_ mailbox: String) { counts[mailbox, default: 0] += 1 }

    package static func += (left: inout SeriesCount, right: SeriesCount) {
        left.counts.merge(right.counts, uniquingKeysWith: +)
    }

    /// Every mailbox with series, in order of name, and what there is to tell of it.
    package func findings(by coverage: CoverageBook) -> [(mailbox: String, finding: Finding?)] {
        counts.sorted { $0.key < $1.key }.map { mailbox, count in
            guard count > most else { return (mailbox, nil) }
            var finding = Finding(.manySeries, .warning, mailbox: mailbox)
            finding.confidence = .likely
            finding.field = "series"
            finding.expected = .word("\(most)")
            finding.actual = .word("\(count)")
            finding.cause = "many-series"
            finding.at = coverage.watermark(mailbox)
            return (mailbox, finding)
        }
    }
}
