import ExchangeFormats

/// Answers that did not reach the organizer.
extension StreamAudit {
    mutating func answers() {
        guard let organizers, organizers.stands, decision.standing.status == .scheduled else { return }
        var received: [String: [Entry]] = [:], last: Entry?
        for place in organizers.places {
            guard case .response = entries[place].itemClass, case .answers = entries[place].role else { continue }
            let entry = entries[place]
            guard let sender = entry.answerer(organizer: decision.organizer) else { continue }
            received[people.resolve(sender), default: []].append(entry)
            last = entry
        }
        let list = Dictionary(
            (organizers.copy.master?.state.attendees ?? []).map { (people.resolve($0.address), $0) }
        ) { first, _ in first }
        for guest in guests where guest.hasMaster {
            let own = received[people.resolve(guest.mailbox)] ?? []
            lost(guest, organizers, own, anyAnswer: last, listed: list[people.resolve(guest.mailbox)])
            deletedUnanswered(guest, organizers, own)
        }
    }

    private func answer(of entry: Entry) -> Response? {
        if case .answers(let response) = entry.role { response } else { nil }
    }

    private func isFrom(_ guest: AuditedCopy, _ entry: Entry) -> Bool {
        entry.answerer(organizer: decision.organizer).map { isOne($0, guest.mailbox) } ?? false
    }

    // MARK: answer-lost

    private mutating func lost(
        _ guest: AuditedCopy, _ organizers: AuditedCopy, _ received: [Entry], anyAnswer: Entry?, listed: ListedAttendee?
    ) {
        // What the mailbox keeps of the answers that it sent proves that one was sent; a room always sends one.
        let place = guest.places.last {
            guard case .response = entries[$0].itemClass, entries[$0].instanceDate == nil else { return false }
            return answer(of: entries[$0]) != nil && isFrom(guest, entries[$0])
        }
        let sent = place.map { entries[$0] }
        let own = guest.master?.item.ownAnswers.last
        let given: (response: Response, logged: Instant, row: Entry)
        if let sent, let response = answer(of: sent) {
            given = (response, sent.loggedAt, sent)
        } else if guest.isRoom, let own, let row = entry(own.1.order.hash) {
            given = (own.0, own.1.logged, row)
        } else {
            return note(.answerLost, of: guest.mailbox, gap: .columnNotInLog)
        }
        // A log without any answer, and without a list that shows them, may lack their class.
        guard anyAnswer != nil || listed?.response != nil else {
            return note(.answerLost, of: guest.mailbox, gap: .columnNotInLog)
        }
        // What was answered before the copy left and came back counts no more.
        if let returned = guest.master?.item.returnedAt, given.logged < returned {
            return pass(.answerLost, of: guest.mailbox)
        }
        let arrived = received.contains {
            $0.loggedAt.ticks >= given.logged.ticks - Item.roundTrip
        }
        guard !arrived, listed?.response != given.response else { return pass(.answerLost, of: guest.mailbox) }
        if let gap = coverage.gap(organizers.mailbox, after: given.logged, settle: terms.answerSettle) {
            return note(.answerLost, of: guest.mailbox, gap: gap)
        }
        guard let moment = moment(organizers.mailbox, guest.mailbox), let next = ahead(at: moment).first else {
            return pass(.answerLost, of: guest.mailbox)
        }
        var finding = Finding(.answerLost, guest.isRoom ? .error : .warning, mailbox: guest.mailbox, role: guest.role)
        finding.confidence = .likely
        finding.field = "response"
        finding.expected = .word(listed?.response?.rawValue ?? "none")
        finding.actual = .word(given.response.rawValue)
        finding.cause = "not-in-organizers-mailbox"
        finding.since = given.logged
        finding.place(next)
        finding.blame(given.row)
        finding.at = moment
        finding.evidence =
            [.init(given.row, .sets)]
            + [rows(of: organizers).max { $0.loggedAt < $1.loggedAt }].compactMap { $0 }.map {
                .init($0, .missingAfter)
            }
        // That answers come into the log at all, another's shows, or the list.
        if let anyAnswer { finding.evidence.append(.init(anyAnswer, .arrives)) }
        if listed?.response != nil, let step = organizers.master?.setter(of: .attendees) {
            finding.evidence.append(.init(entries[step.entry], .sets))
        }
        finding.evidence += proof(of: organizers) + proof(of: guest)
        found(finding)
    }

    // MARK: deleted-unanswered

    private mutating func deletedUnanswered(_ guest: AuditedCopy, _ organizers: AuditedCopy, _ received: [Entry]) {
        guard let master = guest.master, master.item.deletedAt != nil, !master.item.state.isCancelled,
            let departure = master.departure
        else { return pass(.deletedUnanswered, of: guest.mailbox) }
        let row = entries[departure.entry]
        let accepted = received.last {
            $0.instanceDate == nil && $0.loggedAt <= row.loggedAt
        }
        guard let accepted, let response = answer(of: accepted), response == .accepted || response == .tentative,
            isByOwner(row, in: guest.mailbox)
        else { return pass(.deletedUnanswered, of: guest.mailbox) }
        let told = entries.contains {
            answer(of: $0) == .declined && isFrom(guest, $0) && $0.loggedAt.ticks >= row.loggedAt.ticks - Item.roundTrip
        }
        guard !told, row.details?.clientIntent?.contains(.respondedDecline) != true else {
            return pass(.deletedUnanswered, of: guest.mailbox)
        }
        if let gap = coverage.gap(organizers.mailbox, after: row.loggedAt, settle: terms.answerSettle) {
            return note(.deletedUnanswered, of: guest.mailbox, gap: gap)
        }
        guard let moment = moment(organizers.mailbox, guest.mailbox), let next = ahead(at: moment).first else {
            return pass(.deletedUnanswered, of: guest.mailbox)
        }
        var finding = Finding(
            .deletedUnanswered, guest.isRoom ? .error : .info, mailbox: guest.mailbox, role: guest.role)
        finding.intent = .intended
        finding.field = "response"
        finding.expected = .word(response.rawValue)
        finding.actual = .word("deleted")
        finding.cause = "deleted-without-response"
        finding.since = row.loggedAt
        finding.place(next)
        finding.blame(row)
        finding.at = moment
        finding.evidence = [.init(accepted, .sets), .init(row, .breaks)] + proof(of: organizers)
        found(finding)
    }
}
