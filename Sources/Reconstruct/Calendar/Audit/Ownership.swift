import ExchangeFormats

/// Who a meeting belongs to: cancellations and claims of somebody else, and guests whom nobody asked.
extension StreamAudit {
    mutating func ownership() {
        otherOrganizers()
        let list = self.list
        for guest in guests {
            cancelledByOther(guest)
            namedAndCancelled(guest, list)
            notInvited(guest, list)
            twice(guest)
        }
        if let organizers { twice(organizers) }
    }

    private var stands: Bool { organizers?.stands == true && decision.standing.status == .scheduled }

    // MARK: cancelled-by-other

    private mutating func cancelledByOther(_ guest: AuditedCopy) {
        guard stands, let organizers, let organizer = decision.organizer else { return }
        guard guest.copy.master?.state.isCancelled == true else { return pass(.cancelledByOther, of: guest.mailbox) }
        let words = cancellations(in: guest)
        guard let word = words.last, let sender = word.sentRepresenting else {
            return note(.cancelledByOther, of: guest.mailbox, gap: .columnNotInLog)
        }
        if isOne(sender, organizer) || isOne(sender, organizers.mailbox) {
            return pass(.cancelledByOther, of: guest.mailbox)
        }
        guard canTellApart(sender, organizer) else {
            return note(.cancelledByOther, of: guest.mailbox, gap: .unresolvedName)
        }
        if let gap = coverage.gap(organizers.mailbox, after: word.loggedAt, settle: terms.settle) {
            return note(.cancelledByOther, of: guest.mailbox, gap: gap)
        }
        guard let moment = moment(organizers.mailbox, guest.mailbox), let next = ahead(at: moment).first else {
            return pass(.cancelledByOther, of: guest.mailbox)
        }
        var finding = Finding(.cancelledByOther, .error, mailbox: guest.mailbox, role: guest.role)
        finding.intent = .unintended
        finding.cause = "cancelled-by-guest"
        finding.field = "status"
        finding.expected = .word("scheduled")
        finding.actual = .person(sender)
        finding.since = word.loggedAt
        finding.place(next)
        finding.blame(word)
        finding.at = moment
        finding.evidence = [.init(word, .breaks)] + proof(of: organizers)
        found(finding)
    }

    // MARK: second-organizer

    private mutating func otherOrganizers() {
        guard let organizers else { return }
        let claims = copies.filter {
            $0.isOrganizers && !isOne($0.mailbox, organizers.mailbox) && $0.hasMaster && $0.stands
        }
        for claim in claims {
            // Of two who both made the meeting, who came later claims it.
            if claim.claim == nil, isLater(organizers, than: claim) {
                claimed(by: organizers, from: claim)
            } else {
                claimed(by: claim, from: organizers)
            }
        }
        for guest in guests where guest.stands {
            guard let named = guest.copy.master?.state.organizer, let organizer = decision.organizer,
                !isOne(named, organizer), !isOne(named, organizers.mailbox)
            else {
                pass(.secondOrganizer, of: guest.mailbox)
                continue
            }
            guard canTellApart(named, organizer) else {
                note(.secondOrganizer, of: guest.mailbox, gap: .unresolvedName)
                continue
            }
            // A claim tells of all that it drew along.
            if claims.contains(where: { isOne($0.mailbox, named) }) { continue }
            guard let step = guest.master?.setter(of: .organizer) else { continue }
            let row = entries[step.entry]
            if let gap = coverage.gap(organizers.mailbox, after: row.loggedAt, settle: terms.settle) {
                note(.secondOrganizer, of: guest.mailbox, gap: gap)
                continue
            }
            var finding = Finding(.secondOrganizer, .error, mailbox: guest.mailbox, role: guest.role)
            finding.cause = "names-another-organizer"
            finding.field = "organizer"
            finding.expected = .person(organizer)
            finding.actual = .person(named)
            finding.since = row.loggedAt
            finding.blame(row)
            finding.at = moment(organizers.mailbox, guest.mailbox)
            finding.evidence = [.init(row, .breaks)] + proof(of: organizers)
            place(&finding)
        }
    }

    private func isLater(_ one: AuditedCopy, than other: AuditedCopy) -> Bool {
        guard let mine = one.master?.steps.first, let theirs = other.master?.steps.first else { return false }
        let (row, earlier) = (entries[mine.entry], entries[theirs.entry])
        return row.loggedAt != earlier.loggedAt ? row.loggedAt > earlier.loggedAt : one.mailbox > other.mailbox
    }

    private mutating func claimed(by claim: AuditedCopy, from organizers: AuditedCopy) {
        guard let master = claim.master else { return }
        let lost = claim.claim
        guard let step = lost ?? master.setter(of: .state) ?? master.steps.first else { return }
        let row = entries[step.entry]
        if let gap = coverage.gap(organizers.mailbox, after: row.loggedAt, settle: terms.settle) {
            return note(.secondOrganizer, of: claim.mailbox, gap: gap)
        }
        var finding = Finding(.secondOrganizer, .error, mailbox: claim.mailbox, role: .organizer)
        finding.cause = lost == nil ? "two-organizers" : "guest-became-organizer"
        finding.intent = intent(of: row, in: claim.mailbox)
        finding.field = "organizer"
        finding.expected = .person(organizers.mailbox)
        finding.actual = .person(claim.mailbox)
        finding.since = row.loggedAt
        finding.blame(row)
        finding.at = moment(organizers.mailbox, claim.mailbox)
        finding.evidence = [.init(row, .breaks)] + proof(of: organizers)
        // That it had been received, the row before it says.
        if lost != nil, let place = master.steps.firstIndex(where: { $0.entry == step.entry }), place > 0 {
            finding.evidence.append(.init(entries[master.steps[place - 1].entry], .arrives))
        }
        // Moved by the administrator: every guest names the new organizer within a day.
        let live = guests.filter(\.stands)
        let followers = live.filter { guest in
            guard let named = guest.copy.master?.state.organizer, isOne(named, claim.mailbox),
                let change = guest.master?.setter(of: .organizer)
            else { return false }
            return abs(entries[change.entry].loggedAt.ticks - row.loggedAt.ticks) <= Instant.ticksPerDay
        }
        if lost == nil, !live.isEmpty, followers.count == live.count {
            finding.cause = "organizer-transferred"
            finding.intent = .intended
            finding.severity = .info
        }
        place(&finding)
    }

    /// Tells a finding of the meeting as a whole where something of it lies ahead.
    private mutating func place(_ finding: inout Finding) {
        guard let moment = finding.at, let next = ahead(at: moment).first else {
            return pass(finding.rule, of: finding.mailbox)
        }
        finding.place(next)
        found(finding)
    }

    // MARK: cancelled-copy, not-invited-holder

    /// The organizer's list of attendees.
    private struct AttendeeList {
        var row: Entry
        /// The newest row that has one at all.
        var newest: Entry
        var people: Set<String>
        /// Whether each of them is told by an address for mail, and no name or DN.
        var isOfAddresses: Bool
    }

    private var list: AttendeeList? {
        guard let organizers, let master = organizers.master, !master.item.state.attendees.isEmpty,
            let step = master.setter(of: .attendees)
        else { return nil }
        let named = master.item.state.attendees.map { people.resolve($0.address) }
        let newest = organizers.places.filter { entries[$0].details?.list.isEmpty == false }
            .max { entries[$0].loggedAt < entries[$1].loggedAt }
        let row = entries[step.entry]
        return AttendeeList(
            row: row, newest: newest.map { entries[$0] } ?? row, people: Set(named),
            isOfAddresses: named.allSatisfy { $0.contains("@") })
    }

    private mutating func namedAndCancelled(_ guest: AuditedCopy, _ list: AttendeeList?) {
        guard stands, let organizers, guest.copy.master?.state.isCancelled == true,
            let since = guest.copy.master?.cancelledAt
        else { return }
        guard let list else { return note(.cancelledCopy, of: guest.mailbox, gap: .columnNotInLog) }
        // A row that was written since and names them still.
        let newer = list.newest
        guard newer.loggedAt.ticks > since.logged.ticks + Item.roundTrip,
            list.people.contains(people.resolve(guest.mailbox))
        else { return pass(.cancelledCopy, of: guest.mailbox) }
        if let gap = coverage.gap(guest.mailbox, after: newer.loggedAt, settle: terms.settle) {
            return note(.cancelledCopy, of: guest.mailbox, gap: gap)
        }
        var finding = Finding(.cancelledCopy, .error, mailbox: guest.mailbox, role: guest.role)
        finding.cause = "cancelled-while-invited"
        finding.field = "status"
        finding.expected = .word("scheduled")
        finding.actual = .word("cancelled")
        finding.since = since.logged
        let row = entry(since.order.hash)
        finding.blame(row)
        finding.at = moment(organizers.mailbox, guest.mailbox)
        finding.evidence = [row].compactMap { $0 }.map { .init($0, .breaks) } + [.init(newer, .sets)]
        finding.evidence += proof(of: organizers)
        place(&finding)
    }

    private mutating func notInvited(_ guest: AuditedCopy, _ list: AttendeeList?) {
        guard stands, let organizers, guest.stands, !guest.isRoom else { return }
        guard let list else { return note(.notInvitedHolder, of: guest.mailbox, gap: .columnNotInLog) }
        guard let first = guest.master?.steps.first.map({ entries[$0.entry] }), list.row.loggedAt > first.loggedAt,
            !list.people.contains(people.resolve(guest.mailbox))
        else { return pass(.notInvitedHolder, of: guest.mailbox) }
        // A list of names alone, or of groups, names people whom it does not show.
        guard list.isOfAddresses else { return note(.notInvitedHolder, of: guest.mailbox, gap: .unresolvedName) }
        let isForwarded =
            entries.contains { $0.itemClass == .forwardNotification }
            || guest.places.contains { entries[$0].details?.auxiliaryFlags?.contains(.forwarded) == true }
        guard !isForwarded else { return pass(.notInvitedHolder, of: guest.mailbox) }
        var finding = Finding(.notInvitedHolder, .info, mailbox: guest.mailbox)
        finding.field = "attendees"
        finding.expected = .word("not invited")
        finding.actual = .word("holds a copy")
        finding.since = first.loggedAt
        finding.blame(first)
        finding.at = moment(organizers.mailbox, guest.mailbox)
        finding.evidence = [.init(first, .arrives), .init(list.row, .sets)]
        place(&finding)
    }

    // MARK: duplicate-item

    /// An older item is saved again although a newer one stands in its place: both are there.
    private mutating func twice(_ copy: AuditedCopy) {
        guard copy.hasMaster else { return }
        var lastOfDate: [CivilDate?: Entry] = [:]
        for place in copy.places {
            guard ignored[entries[place].hash] == .olderItem else { continue }
            let entry = entries[place]
            guard !entry.trigger.isDeletion, entry.role == .saves,
                entry.details?.liesAmongDeleted != true
            else { continue }
            lastOfDate[entry.instanceDate] = entry
        }
        guard !lastOfDate.isEmpty else { return pass(.duplicateItem, of: copy.mailbox) }
        for (date, older) in lastOfDate.sorted(by: { ($0.key?.days ?? .min) < ($1.key?.days ?? .min) }) {
            let trail = date.map { copy.dated[$0] } ?? copy.master
            guard let creation = older.creationTime, let trail, trail.item.isLive,
                let newer = trail.steps.map({ entries[$0.entry] }).first(where: {
                    $0.creationTime.map { $0 > creation } ?? false
                }),
                older.loggedAt.ticks - newer.loggedAt.ticks > Item.roundTrip
            else { continue }
            var finding = Finding(
                .duplicateItem, .warning, mailbox: copy.mailbox,
                role: copy.mailbox == organizers?.mailbox ? .organizer : copy.role)
            finding.confidence = .likely
            finding.field = "item"
            finding.expected = .word("one item")
            finding.actual = .word("two items")
            finding.since = older.loggedAt
            finding.date = date
            finding.blame(older)
            finding.at = moment(copy.mailbox)
            finding.start = trail.item.state.startTime
            finding.evidence = [.init(older, .breaks), .init(newer, .sets)]
            found(finding)
        }
    }
}
