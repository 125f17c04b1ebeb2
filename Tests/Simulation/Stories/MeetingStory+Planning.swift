import ExchangeFormats

/// What the organizer does to the meeting as a whole.
extension MeetingStory {
    /// Makes the meeting: the organizer's item, then the invitations.
    mutating func begin(inviting addresses: [Guest]) {
        state.guests = addresses
        if isOrganizerInside {
            var draft = organizerRow(.create)
            draft.isNewItem = true
            record(draft)
            if !addresses.isEmpty { keepSentRequest() }
        }
        for guest in addresses { deliverInvitation(to: guest.address) }
        answerByRooms()
    }

    /// A change of the plan that raises the sequence: applied with the organizer's save, or, when the organizer is
    /// outside, with the first copy that gets it; then sent to the guests.
    mutating func replan(isReset: Bool, _ change: (inout Plan) -> Void) {
        formerPlan = state.plan
        if isReset { state.resetOccurrences() }
        change(&state.plan)
        state.plan.sequence += 1
        saveByOrganizer(intent: 0x80)
        if can(.unsentChanges), isOrganizerInside, random.chance(0.1) { return }
        sendUpdate()
    }

    mutating func move() {
        switch state.plan.shape {
        case .single(let start, let end):
            let length = end.ticks - start.ticks
            let zone = state.plan.zone
            let wall = zone.wall(at: start)
            let days = random.number(in: -3...8)
            let minutes = state.plan.isAllDay ? 0 : random.number(in: -16...16) * 15
            let moved = WallTime(
                ticks: wall.ticks + Int64(days) * Instant.ticksPerDay + Int64(minutes) * Instant.ticksPerMinute)
            let newStart = zone.instant(of: moved)
            let newEnd =
                state.plan.isAllDay
                ? zone.instant(
                    of: WallTime(
                        ticks: moved.ticks + Int64(Double(length) / Double(Instant.ticksPerDay) + 0.5)
                            * Instant.ticksPerDay))
                : Instant(ticks: newStart.ticks + length)
            replan(isReset: false) { $0.shape = .single(start: newStart, end: newEnd) }
        case .series(var rule):
            guard !state.plan.isAllDay else { return changePattern() }
            let latest = min(20 * 60, 1439 - rule.durationMinutes)
            rule.startMinute = max(6 * 60, min(latest, rule.startMinute + random.number(in: -12...12) * 15))
            guard .series(rule) != state.plan.shape else { return }
            replan(isReset: true) { $0.shape = .series(rule) }
        }
    }

    /// Another rhythm, end, or zone.
    mutating func changePattern() {
        guard let rule = state.plan.rule else { return }
        var changed = PlanMaker.rule(
            from: rule.first.advanced(byDays: random.number(in: 0...3)), minute: rule.startMinute,
            duration: rule.durationMinutes, random: &random)
        if random.chance(0.3) { changed = rule.ended(after: random.number(in: 2...12)) }
        let movesZone = !state.plan.isAllDay && random.chance(0.15)
        let zone = movesZone ? random.pick(options.zones) ?? state.plan.zone : state.plan.zone
        guard changed != rule || zone != state.plan.zone else { return }
        let onlyEnds = changed.hasSameDates(as: rule) && zone == state.plan.zone
        // Whether an earlier end alone resets exceptions is nowhere settled, so none are at stake here.
        if onlyEnds, state.hasOccurrencesOfTheirOwn { return }
        replan(isReset: true) {
            $0.shape = .series(changed)
            $0.zone = zone
        }
    }

    /// A single meeting becomes a series, or a series a single meeting.
    mutating func changeShape() {
        switch state.plan.shape {
        case .single(let start, _):
            let wall = state.plan.zone.wall(at: start)
            let minute =
                state.plan.isAllDay
                ? 0 : min(20 * 60, max(6 * 60, Int((wall.ticks - WallTime(wall.date).ticks) / Instant.ticksPerMinute)))
            let times = state.plan.itemTimes
            let duration =
                state.plan.isAllDay ? 1440 : Int((times.end.ticks - times.start.ticks) / Instant.ticksPerMinute)
            let rule = PlanMaker.rule(from: wall.date, minute: minute, duration: duration, random: &random)
            replan(isReset: true) { $0.shape = .series(rule) }
        case .series(let rule):
            let times = state.plan.times(of: rule, on: rule.first)
            replan(isReset: true) { $0.shape = .single(start: times.start, end: times.end) }
        }
    }

    /// Saves that change nothing of the schedule.
    mutating func saveIdly() {
        let holder = random.pick(holders)
        switch random.number(in: 0...3) {
        case 0 where isOrganizerInside:
            saveByOrganizer()
            // An update without a request: the assistant refreshes the copies in silence.
            guard random.chance(0.5) else { return }
            for guest in holders where heldPlans[guest.address]?.sequence == state.plan.sequence {
                record(guestRow(guest.address, .update, by: Self.calendarAssistant))
            }
        case 1 where isOrganizerInside:
            var draft = organizerRow()
            draft.by = Self.systemAttendant
            draft.isSparse = can(.sparseRows) && random.chance(0.4)
            record(draft)
        case 2:
            guard let holder else { return }
            record(guestRow(holder.address, .update, by: Self.systemAttendant))
        default:
            guard let holder else { return saveByOrganizer() }
            var draft = guestRow(holder.address, .update, by: holder.address)
            draft.isSparse = can(.sparseRows) && random.chance(0.4)
            record(draft)
        }
    }

    /// Cancels the meeting for all.
    mutating func cancel() {
        if can(.cancelsByDeletion), isOrganizerInside, random.chance(0.4) { return cancelByDeletion() }
        state.isCancelled = true
        state.plan.sequence += 1
        saveByOrganizer(intent: 0x800)
        if isOrganizerInside, random.chance(0.7) {
            var deletion = organizerRow(random.pick(TriggerName.deletions) ?? .softDelete)
            deletion.clientIntent = 0x800
            record(deletion)
        }
        for guest in state.guests
        where guest.kind != .outside && guest.isVisible && !guest.isTakenOff && guest.onlyDates == nil {
            if unreached.contains(guest.address) { continue }
            record(message(.cancellation, to: guest.address, state: 7))
            guard guest.hasLiveCopy, !archived.contains(guest.address), !cleared.contains(guest.address) else {
                continue
            }
            var saved = guestRow(guest.address, .update, by: Self.calendarAssistant)
            saved.plan = state.plan
            saved.state = 7
            record(saved)
            guard random.chance(0.4) else { continue }
            saved.trigger = .softDelete
            saved.by = guest.address
            record(saved)
        }
        isOver = true
    }

    /// The organizer deletes the item and tells nobody.
    mutating func deleteByOrganizer() {
        guard isOrganizerInside else { return }
        state.isOrganizerGone = true
        record(organizerRow(random.pick(TriggerName.deletions) ?? .softDelete))
        let hasLooseExceptions = state.plan.overrides.values.contains { !$0.isInBlob }
        guard can(.organizerReturns), !hasLooseExceptions, random.chance(0.3) else {
            isOver = true
            return
        }
        wait(minutes: 20...4_000)
        // Whether a new item, made long after, takes the old one's single occurrences over is nowhere settled.
        let isNew = !state.hasOccurrencesOfTheirOwn && random.chance(0.4)
        state.isOrganizerGone = false
        var draft = organizerRow(isNew ? .create : .update)
        draft.isNewItem = isNew
        record(draft)
    }

    /// The invitation of some more people to the whole meeting.
    mutating func inviteMore() {
        guard isOrganizerInside else { return }
        let known = Set(state.guests.map(\.address) + [state.organizer])
        guard let person = random.pick(cast.people.filter { !known.contains($0) }) else { return }
        let wasPersonal = state.guests.isEmpty
        state.guests.append(Guest(address: person, kind: .inside))
        if wasPersonal || random.chance(0.8) { saveByOrganizer() }
        deliverInvitation(to: person)
    }

    /// Takes a guest off; the guest's copy is cancelled while the meeting stands.
    mutating func takeOff() {
        guard isOrganizerInside, let guest = random.pick(holders.filter { $0.kind == .inside }) else { return }
        saveByOrganizer()
        state.change(guest.address) { $0.isTakenOff = true }
        record(message(.cancellation, to: guest.address, state: 7))
        var saved = guestRow(guest.address, .update, by: Self.calendarAssistant)
        saved.state = 7
        record(saved)
        guard random.chance(0.5) else { return }
        state.change(guest.address) { $0.hasLiveCopy = false }
        saved.trigger = .softDelete
        saved.by = guest.address
        record(saved)
    }

    /// Asks back somebody who had been taken off and had deleted the cancelled copy.
    mutating func inviteAgain() {
        guard isOrganizerInside, let guest = state.guests.first(where: { $0.isTakenOff && !$0.hasLiveCopy }) else {
            return
        }
        saveByOrganizer()
        state.change(guest.address) { $0.forgetAnswers(at: Instant(ticks: .min)) }
        deliverInvitation(to: guest.address)
    }
}
