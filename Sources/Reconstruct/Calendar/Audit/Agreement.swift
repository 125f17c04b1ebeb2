import ExchangeFormats

/// What organizer and guest must hold alike: when the meeting takes place, by which clock, and where.
extension StreamAudit {
    private static let rules: [AuditRule] = [
        .timeMismatch, .zoneMismatch, .seriesMismatch, .dateMismatch, .locationMismatch,
    ]
    /// Single dates that are told of one copy.
    private static let mostDates = 60

    mutating func agreement() {
        guard let organizers, organizers.hasMaster, organizers.stands, decision.standing.status == .scheduled else {
            return
        }
        for guest in guests where guest.stands { compare(guest, with: organizers) }
    }

    private mutating func compare(_ guest: AuditedCopy, with organizers: AuditedCopy) {
        guard let mine = organizers.master?.item.state, let theirs = guest.master?.item.state else { return }
        compareLocations(guest, organizers)
        let isPlain = organizers.copy.dated.isEmpty && guest.copy.dated.isEmpty
        if isPlain, agree(mine, theirs) { return passAll(guest) }
        guard let moment = moment(organizers.mailbox, guest.mailbox) else {
            for rule in StreamAudit.rules where rule != .locationMismatch {
                note(rule, of: guest.mailbox, gap: .mailboxNotInLog)
            }
            return
        }
        let pair = Pair(
            organizers: organizers, guest: guest, moment: moment, mine: decision.schedule,
            theirs: schedule(of: guest))
        switch (pair.mine, pair.theirs) {
        case (.series(let mine), .series(let theirs)):
            if compareSeries(mine, theirs, pair) { compareDates(pair) }
        case (.single(let mine, _), .single(let theirs, _)):
            compareSlots(mine, theirs, pair)
        case (.series, .single), (.single, .series):
            var finding = mismatch(.seriesMismatch, pair, .times)
            finding.field = "recurrence"
            finding.expected = .word(pair.mine.label.rawValue)
            finding.actual = .word(pair.theirs.label.rawValue)
            // Where both have nothing ahead nobody is misled.
            finding.place(pair.firstAhead(self))
            settle(finding, pair, .times, affects: finding.start != nil)
        default:
            // What a copy lacks of its series shows no difference.
            for rule in [AuditRule.timeMismatch, .zoneMismatch, .seriesMismatch, .dateMismatch] {
                note(rule, of: guest.mailbox, gap: .columnNotInLog)
            }
        }
    }

    /// Two copies at one moment.
    private struct Pair {
        var organizers: AuditedCopy
        var guest: AuditedCopy
        var moment: Instant
        var mine: Schedule
        var theirs: Schedule

        func firstAhead(_ audit: StreamAudit) -> Occurrence? {
            let window = audit.horizon(at: moment)
            return (audit.occurrences(mine, in: window) + audit.occurrences(theirs, in: window))
                .filter { $0.status != .cancelled }.min { $0.slot.start < $1.slot.start }
        }
    }

    /// Whether two items without exceptions say the same; what one lacks says nothing.
    private func agree(_ mine: Item.State, _ theirs: Item.State) -> Bool {
        func same<Value: Equatable>(_ left: Value?, _ right: Value?) -> Bool {
            guard let left, let right else { return true }
            return left == right
        }
        return same(mine.startTime, theirs.startTime) && same(mine.endTime, theirs.endTime)
            && same(mine.isAllDay, theirs.isAllDay) && mine.blob == theirs.blob
            && same(mine.isRecurring, theirs.isRecurring) && zones.areEquivalent(mine.zone, theirs.zone)
    }

    private mutating func passAll(_ guest: AuditedCopy) {
        for rule in [AuditRule.timeMismatch, .zoneMismatch, .seriesMismatch, .dateMismatch] {
            pass(rule, of: guest.mailbox)
        }
    }

    // MARK: Times

    private mutating func compareSlots(_ mine: Slot, _ theirs: Slot, _ pair: Pair) {
        pass(.seriesMismatch, of: pair.guest.mailbox)
        let differs =
            abs(mine.start.ticks - theirs.start.ticks) >= Instant.ticksPerMinute
            || abs(mine.end.ticks - theirs.end.ticks) >= Instant.ticksPerMinute
        guard differs else { return pass(.timeMismatch, of: pair.guest.mailbox) }
        var finding = mismatch(.timeMismatch, pair, .slot)
        finding.field = abs(mine.start.ticks - theirs.start.ticks) >= Instant.ticksPerMinute ? "start" : "end"
        finding.expected = .slot(mine)
        finding.actual = .slot(theirs)
        let window = horizon(at: pair.moment)
        finding.start = [mine.start, theirs.start].filter(window.contains).min()
        settle(finding, pair, .slot, affects: finding.start != nil)
    }

    /// - Returns: whether single dates can be compared, as both follow one pattern.
    private mutating func compareSeries(_ mine: Series, _ theirs: Series, _ pair: Pair) -> Bool {
        let window = horizon(at: pair.moment), mailbox = pair.guest.mailbox
        let days =
            WallTime(ticks: window.lowerBound.ticks).date.advanced(
                byDays: -1)..<WallTime(
                ticks: window.upperBound.ticks
            ).date.advanced(byDays: 1)
        let dates = Array(mine.rule.dates(in: days)), others = Array(theirs.rule.dates(in: days))
        if dates != others, let apart = firstApart(mine, theirs, pair) {
            var finding = mismatch(.seriesMismatch, pair, .pattern)
            finding.field = dates.starts(with: others) || others.starts(with: dates) ? "end" : "pattern"
            finding.expected = .word(StreamAudit.words(mine.rule))
            finding.actual = .word(StreamAudit.words(theirs.rule))
            finding.place(apart)
            if pair.guest.isRoom, others.count < dates.count, dates.starts(with: others), onlyEndsEarlier(pair) {
                // Rooms take a series as far as they may be booked.
                finding.severity = .info
                finding.cause = "booking-window"
            }
            settle(finding, pair, .pattern, affects: true)
            return false
        }
        pass(.seriesMismatch, of: mailbox)
        guard !dates.isEmpty else {
            pass(.timeMismatch, of: mailbox)
            pass(.zoneMismatch, of: mailbox)
            return true
        }
        let next = pair.firstAhead(self)
        if mine.startMinutes != theirs.startMinutes || mine.endMinutes != theirs.endMinutes {
            var finding = mismatch(.timeMismatch, pair, .pattern)
            finding.field = mine.startMinutes != theirs.startMinutes ? "start" : "end"
            if let date = next?.date, let planned = StreamAudit.meeting(pair.mine).occurrence(of: date, zones: zones),
                let own = StreamAudit.meeting(pair.theirs).occurrence(of: date, zones: zones)
            {
                finding.expected = .slot(planned.slot)
                finding.actual = .slot(own.slot)
            }
            finding.place(next)
            settle(finding, pair, .pattern, affects: next != nil)
            return false
        }
        pass(.timeMismatch, of: mailbox)
        guard !zones.areEquivalent(mine.zone, theirs.zone) else {
            pass(.zoneMismatch, of: mailbox)
            return true
        }
        return compareClocks(mine, theirs, dates, pair)
    }

    /// The next occurrence that one holds and of which the other's pattern knows nothing; what is over misleads nobody.
    private func firstApart(_ mine: Series, _ theirs: Series, _ pair: Pair) -> Occurrence? {
        let window = horizon(at: pair.moment)
        func next(_ schedule: Schedule, beside other: Series) -> Occurrence? {
            occurrences(schedule, in: window).first { occurrence in
                occurrence.status != .cancelled && occurrence.date.map { !other.rule.contains($0) } ?? false
            }
        }
        return [next(pair.mine, beside: theirs), next(pair.theirs, beside: mine)].compactMap { $0 }
            .min { $0.slot.start < $1.slot.start }
    }

    /// Whether a room took the organizer's newest word, and made its own series end earlier. One that lags behind did
    /// not shorten anything.
    private func onlyEndsEarlier(_ pair: Pair) -> Bool {
        guard let mine = pair.organizers.master?.item.state, let theirs = pair.guest.master?.item.state,
            theirs.sequenceNumber >= mine.sequenceNumber, let planned = mine.blob.flatMap(BlobReading.init),
            let held = theirs.blob.flatMap(BlobReading.init)
        else { return false }
        return held.hasSamePattern(as: planned)
    }

    /// Two zones: they are a fault from the first date on which their clocks differ.
    private mutating func compareClocks(_ mine: Series, _ theirs: Series, _ dates: [CivilDate], _ pair: Pair) -> Bool {
        let mailbox = pair.guest.mailbox
        // A zone that nobody knows shows nothing.
        guard let known = mine.zone.flatMap(zones.resolution), let other = theirs.zone.flatMap(zones.resolution),
            known.isExact, other.isExact
        else {
            note(.zoneMismatch, of: mailbox, gap: .columnNotInLog)
            return false
        }
        let window = horizon(at: pair.moment)
        for date in dates {
            let wall = WallTime(date, minutes: mine.startMinutes)
            let start = known.rules.instant(of: wall), own = other.rules.instant(of: wall)
            guard start != own, window.contains(start) || window.contains(own) else { continue }
            var finding = mismatch(.zoneMismatch, pair, .zone)
            finding.field = "zone"
            finding.expected = .zone(mine.zone?.name ?? "")
            finding.actual = .zone(theirs.zone?.name ?? "")
            finding.start = start
            settle(finding, pair, .zone, affects: true)
            return false
        }
        pass(.zoneMismatch, of: mailbox)
        return true
    }

    static func words(_ rule: RecurrenceRule) -> String {
        let end = rule.lastDate.map { " until \($0)" } ?? ""
        return "\(rule.label.rawValue), every \(rule.interval), from \(rule.firstDate.map(\.description) ?? "?")\(end)"
    }

    // MARK: Dates

    private mutating func compareDates(_ pair: Pair) {
        let window = horizon(at: pair.moment), mailbox = pair.guest.mailbox
        var mine: [CivilDate: Occurrence] = [:], theirs: [CivilDate: Occurrence] = [:]
        for occurrence in occurrences(pair.mine, in: window) {
            if let date = occurrence.date { mine[date] = occurrence }
        }
        for occurrence in occurrences(pair.theirs, in: window) {
            if let date = occurrence.date { theirs[date] = occurrence }
        }
        let meetings = (StreamAudit.meeting(pair.mine), StreamAudit.meeting(pair.theirs))
        var count = 0
        for date in Set(mine.keys).union(theirs.keys).sorted() {
            guard let here = mine[date] ?? meetings.0.occurrence(of: date, zones: zones),
                let there = theirs[date] ?? meetings.1.occurrence(of: date, zones: zones)
            else { continue }
            let gone = (here.status == .cancelled, there.status == .cancelled)
            let isMoved =
                !gone.0 && !gone.1
                && (abs(here.slot.start.ticks - there.slot.start.ticks) >= Instant.ticksPerMinute
                    || abs(here.slot.end.ticks - there.slot.end.ticks) >= Instant.ticksPerMinute)
            guard gone.0 != gone.1 || isMoved else { continue }
            count += 1
            guard count <= StreamAudit.mostDates else { break }
            differ(on: date, here, there, pair)
        }
        if count == 0 { pass(.dateMismatch, of: mailbox) }
    }

    private mutating func differ(on date: CivilDate, _ here: Occurrence, _ there: Occurrence, _ pair: Pair) {
        let word = word(on: date, of: pair.organizers), other = self.word(on: date, of: pair.guest)
        // The whole series' newest row stands where nothing speaks of the date itself.
        let mine = word ?? pair.organizers.master?.setter(of: .times).map { entries[$0.entry] }
        let theirs = other ?? pair.guest.master?.setter(of: .times).map { entries[$0.entry] }
        var finding = Finding(.dateMismatch, .error, mailbox: pair.guest.mailbox, role: pair.guest.role)
        let isGone = (here.status == .cancelled, there.status == .cancelled)
        finding.field = isGone.0 != isGone.1 ? "status" : "start"
        finding.expected = isGone.0 ? .word("cancelled") : .slot(here.slot)
        finding.actual = isGone.1 ? .word("cancelled") : .slot(there.slot)
        finding.place(isGone.0 ? there : here, ofDate: true)
        if pair.guest.isRoom, isGone.1, !isGone.0 {
            finding.severity = .info
            finding.cause = "declined-by-room"
        }
        let isOwnWord = other.map { $0.loggedAt > (mine?.loggedAt ?? $0.loggedAt) || word == nil } ?? false
        explain(&finding, pair, mine: mine, theirs: theirs, isOwnWord: isOwnWord)
        // The pattern by which it is a date.
        finding.evidence += support(of: pair.organizers, beside: nil) + support(of: pair.guest, beside: nil)
        finish(finding, pair, mine: mine, theirs: theirs)
    }

    /// The row by which a copy says what became of a date; nil where it says nothing.
    private func word(on date: CivilDate, of copy: AuditedCopy) -> Entry? {
        var newest: Entry?
        if let step = copy.dated[date]?.steps.last,
            reset(of: copy).map({ ReplayOrder(entries[step.entry]).isNewer(than: $0) }) ?? true
        {
            newest = entries[step.entry]
        }
        if let item = copy.copy.master {
            let history = SeriesHistory(item, isOrganizers: copy.isOrganizers, zones: zones)
            if let change = history.dates[date], let said = entry(change.moment.order.hash),
                newest.map({ ReplayOrder(said).isNewer(than: ReplayOrder($0)) }) ?? true
            {
                newest = said
            }
        }
        return newest
    }

    // MARK: Places

    private mutating func compareLocations(_ guest: AuditedCopy, _ organizers: AuditedCopy) {
        guard !guest.isRoom else { return }
        guard let mine = organizers.master?.location, let theirs = guest.master?.location else {
            return note(.locationMismatch, of: guest.mailbox, gap: .columnNotInLog)
        }
        func plain(_ text: String) -> String {
            text.split(whereSeparator: \.isWhitespace).joined(separator: " ").lowercased()
        }
        // A link that a service adds is beside the place, and none stands in its stead.
        let (here, there) = (plain(mine), plain(theirs))
        guard here != there, !here.contains(there), !there.contains(here) else {
            return pass(.locationMismatch, of: guest.mailbox)
        }
        guard let moment = moment(organizers.mailbox, guest.mailbox) else {
            return note(.locationMismatch, of: guest.mailbox, gap: .mailboxNotInLog)
        }
        let pair = Pair(
            organizers: organizers, guest: guest, moment: moment, mine: decision.schedule,
            theirs: schedule(of: guest.copy))
        var finding = mismatch(.locationMismatch, pair, .location)
        finding.severity = .warning
        finding.field = "location"
        finding.expected = .text(mine)
        finding.actual = .text(theirs)
        finding.place(pair.firstAhead(self))
        settle(finding, pair, .location, affects: finding.start != nil)
    }

    // MARK: Who, when and why

    private func mismatch(_ rule: AuditRule, _ pair: Pair, _ fields: ItemTrail.Fields) -> Finding {
        Finding(rule, .error, mailbox: pair.guest.mailbox, role: pair.guest.role)
    }

    private mutating func settle(_ finding: Finding, _ pair: Pair, _ fields: ItemTrail.Fields, affects: Bool) {
        guard affects else { return pass(finding.rule, of: pair.guest.mailbox) }
        let (plan, held) = (pair.organizers.master?.setter(of: fields), pair.guest.master?.setter(of: fields))
        let (mine, theirs) = (plan.map { entries[$0.entry] }, held.map { entries[$0.entry] })
        var finding = finding
        explain(
            &finding, pair, mine: mine, theirs: theirs,
            isOwnWord: theirs.map { other in mine.map { other.loggedAt > $0.loggedAt } ?? false } ?? false)
        finding.evidence += support(of: pair.organizers, beside: plan?.entry)
        finding.evidence += support(of: pair.guest, beside: held?.entry)
        finish(finding, pair, mine: mine, theirs: theirs)
    }

    /// Tells why a guest's copy differs: its own side was changed, or the organizer's change did not get there.
    private mutating func explain(_ finding: inout Finding, _ pair: Pair, mine: Entry?, theirs: Entry?, isOwnWord: Bool)
    {
        finding.since = [mine, theirs].compactMap { $0?.loggedAt }.max()
        finding.evidence =
            [mine].compactMap { $0 }.map { .init($0, .sets) } + [theirs].compactMap { $0 }.map { .init($0, .breaks) }
        if isOwnWord, let theirs {
            finding.blame(theirs)
            finding.intent = intent(of: theirs, in: pair.guest.mailbox)
            // A zone that a client replaces is nobody's wish; a time that its owner sets is.
            let marks: ClientIntent = [.init(rawValue: 0x80), .init(rawValue: 0x100), .init(rawValue: 0x200)]
            let isMarked = theirs.details?.clientIntent.map { !$0.isDisjoint(with: marks) } ?? false
            if finding.intent == .unknown, isMarked { finding.intent = .intended }
            if finding.intent == .intended { finding.severity = .info }
            if finding.cause.isEmpty {
                finding.cause = finding.intent == .intended ? "changed-by-guest" : "changed-in-copy"
            }
            return
        }
        guard let mine else { return }
        finding.blame(mine)
        guard finding.cause.isEmpty else { return }
        let arrived = arrivals(pair.guest, ofDates: true)
        let sequence = mine.sequenceNumber ?? pair.organizers.copy.master?.state.sequenceNumber ?? 0
        func isOfChange(_ request: Entry) -> Bool {
            request.loggedAt.ticks >= mine.loggedAt.ticks - Item.roundTrip
                && (request.sequenceNumber ?? sequence) >= sequence
        }
        if let request = arrived.last(where: isOfChange) {
            finding.cause = "update-not-processed"
            finding.evidence.append(.init(request, .arrives))
        } else if reachesAnybody(mine, isOfChange) {
            finding.cause = "update-lost"
        } else if entries.contains(where: { $0.itemClass == .request && $0.mailbox != pair.organizers.mailbox })
            || pair.organizers.places.contains(where: { entries[$0].itemClass == .request })
        {
            finding.cause = "update-not-sent"
            finding.severity = min(finding.severity, .warning)
        }
        if finding.cause != "update-not-processed", let last = newest(pair.guest) {
            finding.evidence.append(.init(last, .missingAfter))
        }
    }

    /// Asked once for each change, however many guests it did not reach.
    private mutating func reachesAnybody(_ change: Entry, _ isOfChange: (Entry) -> Bool) -> Bool {
        if let known = reached[change.hash] { return known }
        let isReached = guests.contains { arrivals($0, ofDates: true).contains(where: isOfChange) }
        reached[change.hash] = isReached
        return isReached
    }

    private mutating func finish(_ finding: Finding, _ pair: Pair, mine: Entry?, theirs: Entry?) {
        let (organizer, mailbox) = (pair.organizers.mailbox, pair.guest.mailbox)
        if let mine, let gap = coverage.gap(mailbox, after: mine.loggedAt, settle: terms.settle) {
            return note(finding.rule, of: mailbox, gap: gap)
        }
        // What the organizer did since is in the log too.
        if let theirs, let gap = coverage.gap(organizer, after: theirs.loggedAt, settle: 0) {
            return note(finding.rule, of: mailbox, gap: gap)
        }
        var finding = finding
        finding.at = pair.moment
        found(finding)
    }
}
