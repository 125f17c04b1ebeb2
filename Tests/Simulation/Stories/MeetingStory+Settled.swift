import ExchangeFormats

/// Situations of section "settled cases": each was told wrongly once.
extension MeetingStory {
    /// Puts a moved occurrence back to where the pattern has it.
    mutating func takeExceptionBack() {
        let dates = state.plan.overrides.filter { $0.value.isInBlob && !state.plan.removed.contains($0.key) }.map(\.key)
        guard let date = random.pick(dates.sorted()) else { return }
        // Guests of that occurrence alone are the organizer's reason to keep the exception.
        guard !state.guests.contains(where: { $0.onlyDates?.contains(date) == true }) else { return }
        formerPlan = state.plan
        state.plan.overrides[date] = nil
        state.plan.sequence += 1
        saveByOrganizer(intent: 0x80)
        sendUpdate()
    }

    /// Cancels by deleting: no row of the organizer's has the cancelled bit, the messages to the guests follow.
    mutating func cancelByDeletion() {
        state.plan.sequence += 1
        state.isOrganizerGone = true
        record(organizerRow(random.pick(TriggerName.deletions) ?? .softDelete))
        wait(minutes: 0...3)
        for guest in state.guests
        where guest.kind != .outside && guest.isVisible && !guest.isTakenOff && guest.onlyDates == nil {
            state.isCancelled = true
            record(message(.cancellation, to: guest.address, state: 7))
            guard guest.hasLiveCopy, !archived.contains(guest.address), !cleared.contains(guest.address) else {
                continue
            }
            var saved = guestRow(guest.address, .update, by: Self.calendarAssistant)
            saved.plan = state.plan
            saved.state = 7
            record(saved)
        }
        isOver = true
    }

    /// Empties the deleted items of a guest: what was deleted or taken off stays so.
    mutating func purge() {
        let gone = state.guests.filter {
            $0.kind == .inside && $0.isVisible && !$0.hasLiveCopy && $0.onlyDates == nil && heldPlans[$0.address] != nil
        }
        guard let guest = random.pick(gone) else { return }
        log(guestRow(guest.address, .hardDelete, by: guest.address))
    }

    /// An assistant declines and deletes the copy; the meeting stands for its owner until the next update brings it
    /// back.
    mutating func deleteByAssistant() {
        guard let guest = random.pick(holders) else { return }
        if can(.responses) { respond(guest.address, .declined) }
        log(guestRow(guest.address, .moveToDeletedItems, by: Self.calendarAssistant))
        cleared.insert(guest.address)
    }
}
