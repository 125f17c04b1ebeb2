import ExchangeFormats

/// What guests, their clients and the server do.
extension MeetingStory {
    mutating func answer() {
        let outside = isOrganizersMailboxHere ? state.guests.filter { $0.kind == .outside } : []
        guard let guest = random.pick(holders.filter { $0.kind == .inside } + outside) else { return }
        let answer: Answer = random.pick([.accepted, .accepted, .accepted, .tentative, .declined]) ?? .accepted
        guard guest.kind == .inside else { return respond(guest.address, answer) }
        respond(guest.address, answer, own: guestRow(guest.address, .update, by: guest.address))
    }

    /// A guest throws the copy away, with or without telling the organizer.
    mutating func declineByDeletion() {
        guard let guest = random.pick(holders.filter { $0.kind == .inside }) else { return }
        var deletion = guestRow(guest.address, random.pick(TriggerName.deletions) ?? .hardDelete, by: guest.address)
        let tells = random.chance(0.5)
        deletion.ownAnswer = tells ? .declined : deletion.ownAnswer
        deletion.clientIntent = tells ? 0x40 : 0x4
        log(deletion)
        let time = clock
        state.change(guest.address) {
            $0.hasLiveCopy = false
            $0.answer = .declined
            $0.answeredAt = time
        }
        journal.record(state, at: clock)
        if tells { respond(guest.address, .declined) }
        if can(.savesAmongDeleted), random.chance(0.5) {
            wait(minutes: 10...2_000)
            var saved = guestRow(guest.address, .update, by: guest.address)
            saved.folder = "Deleted Items"
            saved.ownAnswer = .declined
            record(saved)
        }
        guard can(.laterReturns), random.chance(0.3) else { return }
        wait(minutes: 10...4_000)
        comeBack(guest.address, newItem: random.chance(0.5), by: guest.address)
    }

    /// A client deletes and saves again within five minutes: the same item, or a new one in its place.
    mutating func deleteBriefly() {
        let before = state
        let mailbox: String
        if isOrganizerInside, isPersonal || random.chance(0.5) {
            mailbox = state.organizer
            state.isOrganizerGone = true
        } else {
            guard let guest = random.pick(holders.filter { $0.kind == .inside }) else { return }
            mailbox = guest.address
        }
        func draft(_ trigger: TriggerName) -> RowDraft {
            mailbox == state.organizer ? organizerRow(trigger) : guestRow(mailbox, trigger, by: mailbox)
        }
        log(draft(random.pick(TriggerName.deletions) ?? .softDelete))
        let deleted = clock
        if mailbox != state.organizer {
            state.change(mailbox) {
                $0.hasLiveCopy = false
                $0.answer = .declined
                $0.answeredAt = deleted
            }
        }
        journal.record(state, at: deleted)
        clock = Instant(ticks: clock.ticks + Int64(random.number(in: 3...230)) * Instant.ticksPerSecond)
        state = before
        let isNew = random.chance(0.4)
        var saved = draft(isNew ? .create : .update)
        saved.isNewItem = isNew
        record(saved)
        journal.takeBack(from: deleted, to: clock)
    }

    /// The server removes a guest's copy; nobody's answer, so that meeting and attendance stand as they were.
    mutating func deleteBySystem() {
        let cleanUps = [
            "Client=TBA;Service=MSExchangeMailboxAssistants;Action=ELCAssistant",
            "Client=Management;Action=Remove-CalendarEvents",
        ]
        if isOrganizerInside, can(.retention), random.chance(0.2) {
            var deletion = organizerRow(.hardDelete)
            deletion.clientInfo = random.pick(cleanUps)
            record(deletion)
            isOver = true
            return
        }
        guard let guest = random.pick(holders.filter { $0.kind == .inside }) else { return }
        var deletion = guestRow(guest.address, .hardDelete, by: Self.systemAttendant)
        if can(.retention), random.chance(0.6) {
            deletion.by = guest.address
            deletion.clientInfo = random.pick(cleanUps)
        }
        log(deletion)
        archived.insert(guest.address)
    }

    /// The assistant tidies up a request that it has processed: the mail goes, the meeting stays.
    mutating func deleteRequestMail() {
        guard let guest = random.pick(holders) else { return }
        var deletion = message(.request, to: guest.address, state: 3)
        deletion.trigger = .softDelete
        deletion.plan = heldPlans[guest.address] ?? state.plan
        log(deletion)
    }

    mutating func noticeForward() {
        guard let guest = random.pick(holders.filter { $0.kind == .inside }) else { return }
        var notice = message(
            .forward, to: isOrganizerInside && random.chance(0.5) ? state.organizer : guest.address, state: 1)
        notice.sender = guest.address
        log(notice)
    }

    /// A client that lags behind saves what it knew: a lower sequence number, and so no effect.
    mutating func saveStale() {
        guard let formerPlan, formerPlan.sequence < state.plan.sequence else { return }
        if isOrganizerInside, random.chance(0.6) {
            var draft = organizerRow()
            draft.plan = formerPlan
            log(draft)
        } else if let guest = random.pick(holders), heldPlans[guest.address]?.sequence == state.plan.sequence {
            var draft = guestRow(guest.address, .update, by: guest.address)
            draft.plan = formerPlan
            log(draft)
        }
    }

    /// Rows that only the extra columns tell apart from real ones.
    mutating func logImpostor() {
        let known = Set(state.guests.map(\.address) + [state.organizer])
        guard let stranger = random.pick(cast.people.filter { !known.contains($0) }) else { return }
        let kinds: [Behaviours] = [.sharedCopies, .delegateRequests, .copiedItems, .ignoredRequests, .drafts]
        guard let kind = random.pick(kinds.filter { can($0) }) else { return }
        var draft = guestRow(stranger, .create, by: stranger)
        draft.plan = state.plan
        switch kind {
        case .sharedCopies:
            draft.sharingMasterID = Hex.text([0x1E, 0x5A, UInt8(random.number(in: 0...255))])
        case .delegateRequests:
            draft.itemClass = .request
            draft.meetingRequestType = 0x100000
        case .copiedItems:
            draft.auxiliaryFlags = 1
        case .ignoredRequests:
            draft.itemClass = .request
            draft.isHijacked = random.chance(0.5)
            draft.meetingRequestType = draft.isHijacked ? 1 : 0x80000
        default:
            draft.isDraft = true
            draft.state = 1
        }
        log(draft)
        // A stranger's row must not look like a copy to what comes later.
        heldPlans[stranger] = nil
    }
}
