import ExchangeFormats

/// Copies that are there and should not be, or should be and are not.
extension StreamAudit {
    mutating func presence() {
        organizersItem()
        for guest in guests {
            if organizers != nil { kept(guest) }
            missing(guest)
        }
        orphans()
        unseenGuests()
    }

    // MARK: orphaned, ghost-booking, cancelled-but-kept

    /// The organizer's item is gone and was never cancelled.
    private mutating func orphans() {
        guard let organizers, let master = organizers.master, organizers.hasMaster, !guests.isEmpty else { return }
        let isCleanedAway = master.item.departedAt != nil && master.item.deletedAt == nil
        guard decision.standing.status == .orphaned || isCleanedAway && decision.standing.status == .scheduled,
            let departure = master.departure
        else { return pass(.orphaned, of: organizers.mailbox) }
        let row = entries[departure.entry]
        var holders: [AuditedCopy] = [], gap: AuditTally.Gap?, next: Occurrence?
        for guest in guests where guest.copy.isLive(since: decision.reset) && guest.copy.leading?.departedAt == nil {
            if let found = coverage.gap(guest.mailbox, after: row.loggedAt, settle: terms.settle) {
                gap = found
                if guest.isRoom { note(.ghostBooking, of: guest.mailbox, gap: found) }
                continue
            }
            guard let moment = moment(guest.mailbox), let first = held(guest.copy, at: moment).first else { continue }
            next = [next, first].compactMap { $0 }.min { $0.slot.start < $1.slot.start }
            if guest.isRoom {
                ghost(guest, since: row, next: first, departure: row, cause: "organizer-deleted")
            } else {
                holders.append(guest)
            }
        }
        guard !holders.isEmpty else {
            if let gap {
                note(.orphaned, of: organizers.mailbox, gap: gap)
            } else {
                pass(.orphaned, of: organizers.mailbox)
            }
            return
        }
        var finding = Finding(
            .orphaned, isCleanedAway ? .warning : .error, mailbox: organizers.mailbox, role: .organizer)
        finding.intent = isCleanedAway ? .unintended : intent(of: row, in: organizers.mailbox)
        finding.cause = isCleanedAway ? "cleaned-away" : "deleted-without-cancelling"
        finding.field = "copy"
        finding.expected = .word("cancelled")
        finding.actual = .word("held by \(holders.count)")
        finding.since = row.loggedAt
        finding.place(next)
        finding.blame(row)
        finding.at = holders.compactMap { moment($0.mailbox) }.max()
        finding.evidence = [.init(row, .breaks)] + holders.flatMap { proof(of: $0, .missingAfter) }
        found(finding)
    }

    private mutating func ghost(
        _ room: AuditedCopy, since row: Entry, next: Occurrence, departure: Entry, cause: String
    ) {
        var finding = Finding(.ghostBooking, .error, mailbox: room.mailbox, role: .room)
        finding.cause = cause
        finding.field = "copy"
        finding.expected = .word("none")
        finding.actual = .slot(next.slot)
        finding.since = row.loggedAt
        finding.place(next)
        finding.blame(departure)
        finding.at = moment(room.mailbox)
        finding.evidence = [.init(departure, .breaks)] + proof(of: room, .missingAfter)
        found(finding)
    }

    /// The last row of a copy's own item.
    func newest(_ copy: AuditedCopy) -> Entry? {
        if let step = copy.master?.steps.last { return entries[step.entry] }
        return copy.dated.values.compactMap { $0.steps.last.map { entries[$0.entry] } }.max {
            $0.loggedAt < $1.loggedAt
        }
    }

    /// The organizer cancelled, and this copy stands as if nothing had happened.
    private mutating func kept(_ guest: AuditedCopy) {
        let rule: AuditRule = guest.isRoom ? .ghostBooking : .cancelledButKept
        guard guest.hasMaster else { return }
        guard decision.standing.status == .cancelled, let word = cancellation() else {
            return pass(rule, of: guest.mailbox)
        }
        guard guest.stands else { return pass(rule, of: guest.mailbox) }
        if let gap = coverage.gap(guest.mailbox, after: word.loggedAt, settle: terms.settle) {
            return note(rule, of: guest.mailbox, gap: gap)
        }
        guard let moment = moment(guest.mailbox), let next = held(guest.copy, at: moment).first else {
            return pass(rule, of: guest.mailbox)
        }
        if guest.isRoom { return ghost(guest, since: word, next: next, departure: word, cause: "organizer-cancelled") }
        var finding = Finding(.cancelledButKept, .error, mailbox: guest.mailbox)
        let message = rows(of: guest).last {
            $0.role == .cancels && $0.itemClass == .cancellation
        }
        finding.cause = message == nil ? "cancellation-lost" : "cancellation-not-processed"
        finding.field = "status"
        finding.expected = .word("cancelled")
        finding.actual = .word("scheduled")
        finding.since = word.loggedAt
        finding.place(next)
        let last = newest(guest)
        finding.blame(message ?? word)
        finding.at = moment
        finding.evidence = [.init(word, .sets)] + [message].compactMap { $0 }.map { .init($0, .arrives) }
        finding.evidence += proof(of: guest, .missingAfter)
        // What its owner saved since, they kept knowingly.
        if let last, last.loggedAt > word.loggedAt, isByOwner(last, in: guest.mailbox), message != nil {
            finding.intent = .intended
            finding.severity = .info
        }
        found(finding)
    }

    /// The organizer's row that ends the meeting by a word; the deletion that a cancellation followed.
    private func cancellation() -> Entry? {
        guard let master = organizers?.master else { return nil }
        if let step = master.steps.first(where: { $0.changed.contains(.cancelled) && !$0.isDeletion }),
            master.item.state.isCancelled
        {
            return entries[step.entry]
        }
        // Gone without anybody left is no cancellation.
        guard decision.standing.cancelledAt != nil else { return nil }
        return master.departure.map { entries[$0.entry] }
            ?? master.steps.last { $0.changed.contains(.cancelled) }.map { entries[$0.entry] }
    }

    // MARK: missing-copy

    private var organizerStands: Bool {
        guard let organizers else { return false }
        return organizers.stands && decision.standing.status == .scheduled
    }

    /// A copy that a request came to, or that somebody else took away.
    private mutating func missing(_ guest: AuditedCopy) {
        guard organizerStands, let organizers else { return }
        let rule: AuditRule = guest.isRoom && !guest.hasMaster ? .roomUnanswered : .missingCopy
        guard guest.hasMaster else { return neverSaved(guest, rule) }
        guard let master = guest.master, let departure = master.departure, !master.item.state.isCancelled else {
            return pass(rule, of: guest.mailbox)
        }
        let row = entries[departure.entry]
        let isCleanUp = row.details?.isCleanUp == true
        let hand = isCleanUp ? .unintended : intent(of: row, in: guest.mailbox)
        if hand == .intended { return pass(rule, of: guest.mailbox) }
        // Who declined does not miss it.
        if lastAnswer(of: guest) == .declined { return pass(rule, of: guest.mailbox) }
        if hand == .unknown { return note(rule, of: guest.mailbox, gap: .unresolvedName) }
        if let gap = coverage.gap(guest.mailbox, after: row.loggedAt, settle: terms.settle) {
            return note(rule, of: guest.mailbox, gap: gap)
        }
        guard let moment = moment(organizers.mailbox, guest.mailbox),
            let next = ahead(at: moment).first
        else { return pass(rule, of: guest.mailbox) }
        var finding = Finding(.missingCopy, isCleanUp ? .warning : .error, mailbox: guest.mailbox, role: guest.role)
        finding.intent = hand
        finding.cause = isCleanUp ? "cleaned-away" : row.responsible.isSystem ? "deleted-by-system" : "deleted-by-other"
        finding.field = "copy"
        finding.expected = .slot(next.slot)
        finding.since = row.loggedAt
        finding.place(next)
        finding.blame(row)
        finding.at = moment
        finding.evidence = [.init(row, .breaks)] + proof(of: organizers)
        found(finding)
    }

    /// What the organizer holds in the time ahead.
    func ahead(at moment: Instant) -> [Occurrence] {
        occurrences(decision.schedule, in: horizon(at: moment)).filter { $0.status != .cancelled }
    }

    /// A request came, and no item of it.
    private mutating func neverSaved(_ guest: AuditedCopy, _ rule: AuditRule) {
        // Who is asked to single dates gets items of those dates, unless the request is of the whole series.
        guard let organizers,
            let request = arrivals(guest).last(where: { guest.copy.dated.isEmpty || $0.recurrenceBlob != nil })
        else { return }
        let hasItem = guest.places.contains { entries[$0].itemClass.isCalendarItem && entries[$0].instanceDate == nil }
        guard !hasItem else { return }
        // Who was taken off got a cancellation.
        guard !guest.copy.isCancelled else { return pass(rule, of: guest.mailbox) }
        let settle = rule == .roomUnanswered ? terms.roomSettle : terms.settle
        if let gap = coverage.gap(guest.mailbox, after: request.loggedAt, settle: settle) {
            return note(rule, of: guest.mailbox, gap: gap)
        }
        let answer = lastAnswer(of: guest)
        guard answer != .declined, let moment = moment(organizers.mailbox, guest.mailbox),
            let next = ahead(at: moment).first
        else { return pass(rule, of: guest.mailbox) }
        if rule == .roomUnanswered, answer != nil { return pass(rule, of: guest.mailbox) }
        var finding = Finding(
            rule, rule == .roomUnanswered ? .warning : answer == nil ? .info : .error, mailbox: guest.mailbox,
            role: guest.role)
        finding.cause = answer == nil ? "unprocessed" : "not-saved"
        finding.confidence = .likely
        finding.field = rule == .roomUnanswered ? "response" : "copy"
        finding.expected = rule == .roomUnanswered ? .word("answer") : .slot(next.slot)
        finding.since = request.loggedAt
        finding.place(next)
        finding.blame(request)
        finding.at = moment
        finding.evidence = [.init(request, .arrives)]
        if let place = sent[people.resolve(guest.mailbox)]?.place {
            finding.evidence.append(.init(entries[place], .sets))
        }
        finding.evidence += proof(of: organizers)
        found(finding)
    }

    /// Guests of whom only the organizer's mailbox knows: they accepted, their mailbox is in the log, and has nothing.
    private mutating func unseenGuests() {
        guard organizerStands, let organizers, let first = organizers.places.map({ entries[$0].loggedAt }).min() else {
            return
        }
        let held = Set(copies.map { people.resolve($0.mailbox) })
        var accepted: [String: Entry] = [:]
        for place in organizers.places {
            guard entries[place].instanceDate == nil, case .answers(let response) = entries[place].role else {
                continue
            }
            let entry = entries[place]
            guard let sender = entry.answerer(organizer: decision.organizer)
            else { continue }
            let person = people.resolve(sender)
            guard !isOne(person, organizers.mailbox), coverage.has(person),
                !held.contains(person)
            else { continue }
            accepted[person] = response == .accepted || response == .tentative ? entry : nil
        }
        for (person, answer) in accepted.sorted(by: { $0.key < $1.key }) {
            let isRoom = people.isRoom(person)
            guard coverage.covers(person, from: first, through: answer.loggedAt) else {
                note(.missingCopy, of: person, gap: .daysNotInLog)
                continue
            }
            if let gap = coverage.gap(person, after: answer.loggedAt, settle: terms.settle) {
                note(.missingCopy, of: person, gap: gap)
                continue
            }
            guard let moment = moment(organizers.mailbox, person), let next = ahead(at: moment).first else { continue }
            var finding = Finding(.missingCopy, .error, mailbox: person, role: isRoom ? .room : .guest)
            finding.confidence = .likely
            finding.cause = "accepted-and-not-there"
            finding.field = "copy"
            finding.expected = .slot(next.slot)
            finding.since = answer.loggedAt
            finding.place(next)
            finding.at = moment
            finding.evidence = [.init(answer, .sets)] + proof(of: organizers)
            found(finding)
        }
    }

    // MARK: missing-organizer-item

    private mutating func organizersItem() {
        guard let organizer = decision.organizer.map(people.resolve) else { return }
        let hasItem = copies.contains { copy in
            guard isOne(copy.mailbox, organizer) else { return false }
            return copy.hasMaster || copy.isOrganizers && !copy.copy.dated.isEmpty
        }
        guard organizers == nil, !hasItem else {
            return pass(.missingOrganizerItem, of: organizers?.mailbox ?? organizer)
        }
        let holders = guests.filter(\.stands)
        guard !holders.isEmpty else { return }
        guard organizer.contains("@") else { return note(.missingOrganizerItem, of: nil, gap: .unresolvedName) }
        guard coverage.has(organizer) else { return note(.missingOrganizerItem, of: organizer, gap: .mailboxNotInLog) }
        let earliest = holders.compactMap { holder in rows(of: holder).min { $0.loggedAt < $1.loggedAt } }
        guard let first = earliest.min(by: { $0.loggedAt < $1.loggedAt }) else { return }
        // A series of last year has rows only since somebody touched it.
        let made = holders.flatMap { rows(of: $0) }.first {
            $0.trigger == .create && $0.itemClass == .appointment
        }
        guard let made else { return note(.missingOrganizerItem, of: organizer, gap: .daysNotInLog) }
        if let gap = coverage.gap(organizer, after: first.loggedAt, settle: terms.settle) {
            return note(.missingOrganizerItem, of: organizer, gap: gap)
        }
        var next: Occurrence?, judged: Instant?
        for holder in holders {
            guard let moment = moment(organizer, holder.mailbox), let own = held(holder.copy, at: moment).first else {
                continue
            }
            judged = max(judged ?? moment, moment)
            next = [next, own].compactMap { $0 }.min { $0.slot.start < $1.slot.start }
        }
        guard let next else { return pass(.missingOrganizerItem, of: organizer) }
        let own = copies.first { isOne($0.mailbox, organizer) }
        var finding = Finding(.missingOrganizerItem, .error, mailbox: organizer, role: .organizer)
        finding.confidence = own == nil ? .likely : .proven
        finding.cause = own == nil ? "never-in-the-log" : "only-messages"
        finding.field = "copy"
        finding.expected = .slot(next.slot)
        finding.since = first.loggedAt
        finding.place(next)
        finding.blame(first)
        finding.at = judged
        finding.evidence =
            [.init(first, .arrives), .init(made, .sets)] + holders.flatMap { proof(of: $0) }
        found(finding)
    }
}
