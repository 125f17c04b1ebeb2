import ExchangeFormats

/// What happens to single occurrences of a series.
extension MeetingStory {
    /// The next occurrences that the pattern still holds, those with an exception included.
    func coming(_ count: Int = 12) -> [CivilDate] {
        guard let rule = state.plan.rule else { return [] }
        let today = state.plan.zone.wall(at: clock).date
        let from = max(today.advanced(byDays: -6), rule.first)
        let dates = rule.dates(through: from.advanced(byDays: 120))
        return Array(dates.filter { $0 >= from && !state.plan.removed.contains($0) }.prefix(count))
    }

    /// Moves, shortens, renames or relocates one occurrence.
    mutating func changeOccurrence() {
        guard let rule = state.plan.rule, !state.plan.isAllDay, let date = random.pick(coming()) else { return }
        let isKnownByRows = state.plan.overrides[date].map { !$0.isInBlob } ?? false
        guard !isKnownByRows, let override = newOverride(of: rule, on: date) else { return }
        let onlyRows =
            can(.exceptionsByRowsOnly) && isOrganizerInside && state.plan.overrides[date] == nil && random.chance(0.15)
        formerPlan = state.plan
        if onlyRows {
            state.plan.overrides[date] = override
            state.plan.overrides[date]?.isInBlob = false
        } else {
            state.plan.overrides[date] = override
            state.plan.sequence += 1
            saveByOrganizer(intent: 0x80)
            sendUpdate()
            updateGuests(of: date, cancelled: false)
        }
        logExceptionRows(date, always: onlyRows)
    }

    /// An override that keeps clear of the neighbouring occurrences, on a wall time that there is once.
    private mutating func newOverride(of rule: RecurrenceRule, on date: CivilDate) -> Override? {
        let zone = state.plan.zone
        let base = WallTime(date, minutes: rule.startMinute)
        var start = base
        var minutes = rule.durationMinutes
        var override = Override(start: zone.instant(of: base), end: zone.instant(of: base))
        switch random.number(in: 0...4) {
        case 0: minutes = max(15, minutes / 2)
        case 1: override.location = "Room \(random.number(in: 1...40)), łącznik"
        case 2: override.subject = "\(state.plan.subject): część \(random.number(in: 2...9))"
        default:
            let earliest = -min(8, rule.startMinute / 15)
            let latest = min(12, (1425 - rule.startMinute - minutes) / 15)
            guard earliest <= latest else { return nil }
            start.ticks += Int64(random.number(in: earliest...latest)) * 15 * Instant.ticksPerMinute
            if random.chance(0.3), isFree(rule, date.advanced(byDays: 1), beside: date) {
                start.ticks += Instant.ticksPerDay
            }
        }
        let end = WallTime(ticks: start.ticks + Int64(minutes) * Instant.ticksPerMinute)
        guard zone.isPlain(start), zone.isPlain(end), zone.isPlain(base) else { return nil }
        override.start = zone.instant(of: start)
        override.end = zone.instant(of: end)
        return override
    }

    /// Whether the day after an occurrence is clear of the series, as it stands and as the pattern has it.
    private func isFree(_ rule: RecurrenceRule, _ next: CivilDate, beside date: CivilDate) -> Bool {
        let after = next.advanced(byDays: 1)
        let pattern = rule.dates(through: after)
        guard !pattern.contains(next), !pattern.contains(after) else { return false }
        return !state.plan.overrides.contains {
            $0.key != date && state.plan.zone.wall(at: $0.value.start).date == next
        }
    }

    /// The exception as an item of its own, in the organizer's log and in the guests'.
    private mutating func logExceptionRows(_ date: CivilDate, always: Bool) {
        func trigger(_ mailbox: String) -> TriggerName { hasExceptionItem(mailbox, date) ? .update : .create }
        if isOrganizerInside, always || random.chance(0.7) {
            var draft = organizerRow(trigger(state.organizer))
            draft.itemClass = .exception
            draft.instance = date
            draft.isUndated = can(.undatedExceptions) && random.chance(0.3)
            record(draft)
        }
        for guest in holders where guest.kind == .inside && random.chance(0.6) {
            guard heldPlans[guest.address]?.sequence == state.plan.sequence else { continue }
            var draft = guestRow(guest.address, trigger(guest.address), by: state.organizer)
            draft.itemClass = .exception
            draft.instance = date
            draft.plan = state.plan
            draft.ownAnswer = guest.answer(on: date)
            record(draft)
        }
    }

    /// Deletes the item of an exception: its occurrence goes with it.
    mutating func deleteExceptionItem() {
        let dates = coming().filter { hasExceptionItem(state.organizer, $0) && state.plan.overrides[$0] != nil }
        guard isOrganizerInside, let date = random.pick(dates) else { return }
        var deletion = organizerRow(random.pick(TriggerName.deletions) ?? .hardDelete)
        deletion.itemClass = .exception
        deletion.instance = date
        state.plan.removed.insert(date)
        record(deletion)
        state.plan.overrides[date]?.isInBlob = false
        guard random.chance(0.5) else { return }
        state.plan.sequence += 1
        saveByOrganizer(intent: 0x1000)
        sendUpdate()
    }

    /// Cancels one occurrence.
    mutating func removeOccurrence() {
        let dates = coming().filter { state.plan.overrides[$0]?.isInBlob ?? true }
        guard dates.count > 2, let date = random.pick(dates) else { return }
        formerPlan = state.plan
        state.plan.removed.insert(date)
        // The blob forgets where a removed occurrence had been moved to; the truth does not.
        state.plan.overrides[date]?.isInBlob = false
        state.plan.sequence += 1
        saveByOrganizer(intent: 0x1000)
        for guest in holders {
            var notice = message(.cancellation, to: guest.address, state: 7)
            notice.instance = date
            log(notice)
            var saved = guestRow(guest.address, .update, by: Self.calendarAssistant)
            saved.plan = state.plan
            record(saved)
        }
        updateGuests(of: date, cancelled: true)
    }

    /// Somebody is asked to one occurrence alone: their mailbox has an ordinary appointment with the date in its id.
    mutating func inviteToOccurrence() {
        let known = Set(state.guests.map(\.address) + [state.organizer])
        guard isOrganizerInside, !isPersonal, !state.plan.isAllDay, let rule = state.plan.rule,
            let date = random.pick(coming()), state.plan.overrides[date]?.isInBlob ?? true,
            let person = random.pick(cast.people.filter { !known.contains($0) })
        else { return }
        let times = state.plan.currentTimes(of: rule, on: date)
        var override = state.plan.overrides[date] ?? Override(start: times.start, end: times.end)
        override.changesBody = true
        guard state.plan.zone.isPlain(state.plan.zone.wall(at: times.start)) else { return }
        state.plan.overrides[date] = override
        saveByOrganizer()
        var guest = Guest(address: person, kind: .inside)
        guest.onlyDates = [date]
        guest.isVisible = true
        guest.hasLiveCopy = true
        state.guests.append(guest)
        var request = message(.request, to: person, state: 3)
        request.instance = date
        request.meetingRequestType = 1
        record(request)
        var item = guestRow(person, .create, by: Self.calendarAssistant)
        item.instance = date
        item.plan = state.plan
        record(item)
        guard can(.responses), random.chance(0.6) else { return }
        wait(minutes: 5...600)
        item.trigger = .update
        item.by = person
        respond(person, random.pick([.accepted, .tentative, .declined]) ?? .accepted, on: date, own: item)
    }

    /// Brings what changed of an occurrence to those who are invited to it alone.
    private mutating func updateGuests(of date: CivilDate, cancelled: Bool) {
        for guest in state.guests where guest.hasLiveCopy && guest.onlyDates?.contains(date) == true {
            var notice = message(cancelled ? .cancellation : .request, to: guest.address, state: cancelled ? 7 : 3)
            notice.instance = date
            log(notice)
            var saved = guestRow(guest.address, .update, by: Self.calendarAssistant)
            saved.plan = state.plan
            saved.instance = date
            saved.state = cancelled ? 7 : 3
            record(saved)
        }
    }

    /// A guest of one occurrence throws the copy away.
    mutating func declineOnlyOccurrence() {
        let guests = state.guests.filter { $0.hasLiveCopy && $0.onlyDates != nil }
        guard let guest = random.pick(guests), let date = guest.onlyDates?.first, !state.plan.removed.contains(date)
        else { return }
        var deletion = guestRow(guest.address, random.pick(TriggerName.deletions) ?? .hardDelete, by: guest.address)
        deletion.instance = date
        deletion.plan = state.plan
        deletion.ownAnswer = .declined
        log(deletion)
        let time = clock
        state.change(guest.address) {
            $0.hasLiveCopy = false
            $0.dateAnswers[date] = DatedAnswer(answer: .declined, at: time)
        }
        journal.record(state, at: clock)
    }

    /// A guest of the series answers for one occurrence.
    mutating func answerOccurrence() {
        guard let guest = random.pick(holders.filter { $0.kind == .inside }), let date = random.pick(coming()) else {
            return
        }
        respond(guest.address, random.pick([.accepted, .tentative, .declined]) ?? .declined, on: date)
    }
}
