import ExchangeFormats

/// What one stream's rows show, and what they would have to show and do not.
package struct StreamFindings: Sendable {
    package var findings: [Finding] = []
    package var tally = AuditTally()
    /// What rooms hold in the time ahead, for the rules that look at several meetings.
    package var bookings: [Booking] = []
    /// What stands in calendars with something ahead, for the same.
    package var standing: [StandingCopy] = []
    /// Mailboxes in which a series of this meeting stands.
    package var series: [String] = []
    /// How long a stream with nothing to tell has nothing to tell, where that is asked for.
    package var reach = AuditReach()

    /// Whether there is nothing to hand on but numbers.
    package var isEmpty: Bool { findings.isEmpty && bookings.isEmpty && standing.isEmpty }
}

/// Audits the entries of one stream.
///
/// Pure, and beside the fold: copies are folded as `fold` folds them, and compared with one another.
package func audit(
    _ entries: [Entry], zones: ZoneBook, coverage: CoverageBook, people: AuditPeople, terms: AuditTerms
) -> StreamFindings {
    var audit = StreamAudit(entries, zones: zones, coverage: coverage, people: people, terms: terms)
    audit?.run()
    guard var result = audit?.result else { return StreamFindings() }
    if terms.tellsReach, result.isEmpty, let reach = audit?.reach() { result.reach = reach }
    return result
}

/// The audit of one stream, as it goes from rule to rule.
struct StreamAudit {
    let entries: [Entry]
    let zones: ZoneBook
    let coverage: AskedCoverage
    let people: AuditPeople
    let terms: AuditTerms
    let decision: Decision
    let ignored: [EventHash: Role.Reason]
    /// The organizer's copy, where its mailbox is known.
    let organizers: AuditedCopy?
    /// Copies that were received, each of one mailbox.
    let guests: [AuditedCopy]
    /// Every copy of a known mailbox, by it.
    let copies: [AuditedCopy]
    let isMerged: Bool
    /// By person, the newest answer to the whole meeting that a message tells.
    let sent: [String: Sent]
    var result = StreamFindings()
    /// Where the findings stand among those of the result, so that each is told once.
    private var known: [Told: Int] = [:]
    /// Whether a change of the organizer's reached anybody.
    var reached: [EventHash: Bool] = [:]

    struct Sent {
        var response: Response
        var given: Instant
        /// The place of the message among the stream's entries.
        var place: Int
    }

    private struct Told: Hashable {
        var rule: AuditRule
        var mailbox: String?
        var date: CivilDate?
        var field: String
    }

    init?(_ raw: [Entry], zones: ZoneBook, coverage: CoverageBook, people: AuditPeople, terms: AuditTerms) {
        let asOf = terms.asOf
        let sorted = sortedOnce(logged(raw, by: asOf))
        let entries = withDates(sorted, zones: zones)
        let trace = FoldTrace()
        let set = CopySet(entries, zones: zones, trace: trace)
        self.entries = entries
        self.zones = zones
        self.coverage = AskedCoverage(coverage)
        self.people = people
        self.terms = terms
        ignored = trace.ignored
        var byMailbox: [String: [Int]] = [:]
        for (place, entry) in entries.enumerated() {
            if let mailbox = entry.mailbox { byMailbox[mailbox, default: []].append(place) }
        }
        isMerged = set.copies.contains { $0.mailbox == nil }
        let copies = set.copies.compactMap { copy -> AuditedCopy? in
            guard let mailbox = copy.mailbox else { return nil }
            return AuditedCopy(
                copy, mailbox: mailbox, isRoom: people.isRoom(mailbox), places: byMailbox[mailbox] ?? [],
                entries: entries)
        }
        self.copies = copies
        // Who was a guest and calls themselves the organizer decides nothing here: they are what is looked for.
        let claims = Set(copies.filter { $0.isOrganizers && $0.claim != nil }.map(\.mailbox))
        var trusted = set
        for index in set.copies.indices.reversed() where set.copies[index].mailbox.map(claims.contains) ?? false {
            trusted.remove(at: index)
        }
        guard let decision = Decision(trusted, zones: zones) ?? Decision(set, zones: zones) else { return nil }
        self.decision = decision
        sent = StreamAudit.sentAnswers(entries, organizer: decision.organizer, people)
        let deciding = decision.copy
        organizers =
            deciding.isOrganizers
            ? copies.first { $0.mailbox == deciding.mailbox && !claims.contains($0.mailbox) } : nil
        let organizer = organizers?.mailbox
        guests = copies.filter { copy in
            copy.mailbox != organizer && !copy.isOrganizers && copy.isReceived
        }
    }

    private static func sentAnswers(
        _ entries: [Entry], organizer: String?, _ people: AuditPeople
    ) -> [String: Sent] {
        var sent: [String: Sent] = [:]
        for place in entries.indices {
            // Rows are large: those that are passed over are not to be copied.
            guard case .response = entries[place].itemClass, entries[place].instanceDate == nil,
                case .answers(let response) = entries[place].role
            else { continue }
            let entry = entries[place]
            guard let sender = entry.answerer(organizer: organizer) else { continue }
            let person = people.resolve(sender)
            if let known = sent[person], known.given > entry.answeredAt { continue }
            sent[person] = Sent(response: response, given: entry.answeredAt, place: place)
        }
        return sent
    }

    mutating func run() {
        if isMerged {
            for rule in AuditRule.allCases where rule.comparesMailboxes { note(rule, of: nil, gap: .mergedExport) }
        } else {
            presence()
            ownership()
            agreement()
            answers()
            roomsAndPeople()
        }
        histories()
        brokenItems()
        standing()
    }
}

// MARK: - What every rule needs

extension StreamAudit {
    func asks(_ rule: AuditRule) -> Bool { terms.rules.contains(rule) }

    mutating func note(_ rule: AuditRule, of mailbox: String?, gap: AuditTally.Gap) {
        guard asks(rule) else { return }
        result.tally.note(rule, of: mailbox, gap: gap)
    }

    mutating func pass(_ rule: AuditRule, of mailbox: String?) {
        guard asks(rule) else { return }
        result.tally.note(rule, of: mailbox, detected: false)
    }

    mutating func found(_ finding: Finding) {
        guard asks(finding.rule) else { return }
        var finding = finding
        finding.organizer = finding.organizer ?? decision.organizer
        finding.subject = finding.subject ?? decision.leading.state.subject
        var cited: Set<EventHash> = []
        finding.evidence = finding.evidence.filter { cited.insert($0.hash).inserted }
        // What is wrong twice in one place is told once: the graver, then the newer.
        let told = Told(rule: finding.rule, mailbox: finding.mailbox, date: finding.date, field: finding.field)
        if let index = known[told] {
            let other = result.findings[index]
            let rank = (other.severity.rawValue, other.since?.ticks ?? 0)
            if (finding.severity.rawValue, finding.since?.ticks ?? 0) > rank { result.findings[index] = finding }
            return
        }
        known[told] = result.findings.count
        result.tally.note(finding.rule, of: finding.mailbox, detected: true)
        result.findings.append(finding)
    }

    /// The moment at which mailboxes are judged together: up to where the log has all of them.
    func moment(_ mailboxes: String...) -> Instant? {
        var least: Instant?
        for mailbox in mailboxes {
            guard let watermark = coverage.watermark(mailbox) else { return nil }
            least = least.map { min($0, watermark) } ?? watermark
        }
        return least
    }

    func horizon(at moment: Instant) -> Range<Instant> {
        moment..<Instant(ticks: moment.ticks.addingReportingOverflow(terms.ahead).partialValue)
    }

    func isOne(_ one: String, _ other: String) -> Bool { one == other || people.resolve(one) == people.resolve(other) }

    /// Whether two texts are addresses of one form, so that their being different says something.
    func canTellApart(_ one: String, _ other: String) -> Bool {
        let (one, other) = (people.resolve(one), people.resolve(other))
        return !Address.isName(one) && !Address.isName(other) && Address.areOfOneForm(one, other)
    }

    /// Whose hand a row is, as seen from the mailbox that it lies in.
    func intent(of entry: Entry, in mailbox: String) -> Finding.Intent { intent(of: entry.responsible, in: mailbox) }

    func intent(of user: ResponsibleUser, in mailbox: String) -> Finding.Intent {
        switch user {
        case .unknown: return .unknown
        case .system: return .unintended
        case .person(let person):
            if isOne(person, mailbox) { return .intended }
            return canTellApart(person, mailbox) ? .unintended : .unknown
        }
    }

    func isByOwner(_ entry: Entry, in mailbox: String) -> Bool { intent(of: entry, in: mailbox) == .intended }

    /// When a schedule takes place within a window; of a series that never ends no more than the first of it.
    func occurrences(_ schedule: Schedule, in window: Range<Instant>) -> [Occurrence] {
        var found: [Occurrence] = []
        StreamAudit.meeting(schedule).forEachOccurrence(in: window, zones: zones) { found.append($0) }
        return found.sorted { $0.slot.start < $1.slot.start }
    }

    static func meeting(_ schedule: Schedule) -> Meeting {
        Meeting(
            status: .scheduled, organizer: nil, subject: nil, schedule: schedule, sequenceNumber: 0,
            firstSeen: Instant(ticks: 0), lastChanged: Instant(ticks: 0), marks: [], participants: [])
    }

    /// When one copy by itself says that the meeting takes place.
    func schedule(of copy: Copy) -> Schedule {
        Decision(CopySet(of: copy), zones: zones)?.schedule ?? .unknown
    }

    /// The reset before which a copy's items of single dates say nothing: whoever was asked to a date, and after a
    /// reset to the series as it is since, holds the series.
    func reset(of copy: AuditedCopy) -> ReplayOrder? {
        guard let reset = decision.reset, !copy.copy.dated.isEmpty,
            let series = copy.master?.setter(of: .pattern),
            ReplayOrder(entries[series.entry]).isNewer(than: reset.order)
        else { return nil }
        return reset.order
    }

    /// When a guest's copy says that the meeting takes place, by what counts of it.
    func schedule(of guest: AuditedCopy) -> Schedule {
        var copy = guest.copy
        if let reset = reset(of: guest) {
            copy.dated = DatedItems(copy.dated.filter { $0.item.last?.isNewer(than: reset) ?? true })
        }
        return schedule(of: copy)
    }

    /// What a copy, whatever became of it, holds in the time after a moment.
    func held(_ copy: Copy, at moment: Instant) -> [Occurrence] {
        occurrences(schedule(of: copy), in: horizon(at: moment)).filter { $0.status != .cancelled }
    }

    /// The rows of a copy, in replay order.
    func rows(of copy: AuditedCopy) -> [Entry] { copy.places.map { entries[$0] } }

    /// Messages to a mailbox that cancel the whole meeting.
    func cancellations(in copy: AuditedCopy) -> [Entry] {
        // Rows are large, and most are passed over.
        copy.places.filter { entries[$0].itemClass == .cancellation && entries[$0].instanceDate == nil }
            .map { entries[$0] }.filter { $0.role == .cancels }
    }

    func entry(_ hash: EventHash) -> Entry? { entries.first { $0.hash == hash } }

    /// Requests that came to a mailbox and count: neither outdated nor for somebody else.
    func arrivals(_ copy: AuditedCopy, ofDates: Bool = false) -> [Entry] {
        copy.places.filter { entries[$0].itemClass == .request && (ofDates || entries[$0].instanceDate == nil) }
            .map { entries[$0] }.filter { entry in
                entry.role == .invites && !entry.trigger.isDeletion
                    && !isOne(entry.sentRepresenting ?? "", copy.mailbox)
            }
    }

    /// The newest answer of a guest to the whole meeting, by message or own copy. As in the fold, what was answered
    /// before the copy left and came back counts no more.
    func lastAnswer(of guest: AuditedCopy) -> Response? {
        let message = sent[people.resolve(guest.mailbox)]
        var newest = message.map { (response: $0.response, given: $0.given) }
        for (response, moment) in guest.master?.item.ownAnswers ?? []
        where newest.map({ $0.given <= moment.logged }) ?? true {
            newest = (response, moment.logged)
        }
        guard let newest else { return nil }
        if let returned = guest.master?.item.returnedAt, newest.given < returned { return nil }
        return newest.response
    }
}

extension Finding {
    /// Takes the next occurrence that it concerns.
    mutating func place(_ occurrence: Occurrence?, ofDate: Bool = false) {
        start = occurrence?.slot.start
        guard ofDate, let occurrence else { return }
        date = occurrence.date
        originalStart = occurrence.originalStart
        isAllDay = occurrence.slot.isAllDay
    }
}
