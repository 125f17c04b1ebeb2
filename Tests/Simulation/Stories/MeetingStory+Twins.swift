import ExchangeFormats

/// What is healthy and looks like a fault.
extension MeetingStory {
    /// Something healthy that looks like a fault.
    mutating func lookWrong() {
        guard let fault = pick(), !people.isEmpty else { return }
        switch fault {
        case .lostUpdate, .unprocessedUpdate, .unsentUpdate, .locationUnsent, .allDayShifted: move()
        case .lostPattern: changePattern()
        case .lostCancellation: cancel()
        case .orphan, .deletedByStranger: deleteBriefly()
        case .deletedBySystem, .deletedByOther, .cleanedAway: declineByDeletion()
        case .dateDropped: declineDate()
        case .zoneReplaced: spellZoneOtherwise()
        case .exceptionsDropped: changePattern()
        case .writtenBack: moveThereAndBack()
        case .hijacked: takeOff()
        case .twoItems: createAnew()
        case .comesBack: restoreByOwner()
        case .saveLoop: saveMany(5)
        case .manyUpdates: updateMany(2)
        case .notSaved: invite(saving: true)
        case .roomSilent, .roomAnswerLost: answerByRooms()
        case .roomEdited: editByRoom()
        case .cancelThenUpdate: inviteAgain()
        case .dateContradicted: changeOccurrence()
        case .neverAccepted: acceptByOne()
        case .madeAgain: break
        }
    }

    /// A guest takes one date out of their own copy: nobody's fault.
    private mutating func declineDate() {
        guard let guest = random.pick(people), let date = random.pick(coming()), var plan = heldPlans[guest.address],
            plan == state.plan, plan.overrides[date] == nil
        else { return }
        plan.removed.insert(date)
        var saved = guestRow(guest.address, .update, by: guest.address)
        saved.plan = plan
        saved.clientIntent = 0x8
        let held = heldPlans[guest.address]
        log(saved)
        journal.declinedDates[guest.address, default: []].insert(date)
        let time = clock
        state.change(guest.address) { $0.dateAnswers[date] = DatedAnswer(answer: .declined, at: time) }
        journal.record(state, at: clock)
        heldPlans[guest.address] = plan
        earlierPlans[guest.address] = held
    }

    private mutating func spellZoneOtherwise() {
        let names = [
            "(UTC+01:00) Sarajevo, Skopje, Warsaw, Zagreb": "Central European Standard Time",
            "(UTC-05:00) Eastern Time (US & Canada)": "Eastern Standard Time",
            "(UTC+09:00) Osaka, Sapporo, Tokyo": "Tokyo Standard Time",
        ]
        guard let guest = random.pick(people), var plan = heldPlans[guest.address], plan.rule != nil,
            let name = names[plan.zone.displayName]
        else { return }
        plan.zone.displayName = name
        var saved = guestRow(guest.address, .update, by: Self.calendarAssistant)
        saved.plan = plan
        let held = heldPlans[guest.address]
        log(saved)
        heldPlans[guest.address] = held
    }

    /// The organizer moves back, and everybody is told.
    private mutating func moveThereAndBack() {
        guard !state.plan.isAllDay, !state.hasOccurrencesOfTheirOwn else { return }
        let shape = state.plan.shape
        move()
        guard state.plan.shape != shape else { return }
        wait(minutes: 10...600)
        replan(isReset: true) { $0.shape = shape }
    }

    /// A client writes the item again as a new one, within moments.
    private mutating func createAnew() {
        guard let guest = random.pick(people), heldPlans[guest.address] == state.plan else { return }
        var again = guestRow(guest.address, .create, by: guest.address)
        again.isNewItem = true
        log(again)
    }

    private mutating func restoreByOwner() {
        guard let guest = random.pick(people) else { return }
        log(guestRow(guest.address, .moveToDeletedItems, by: guest.address))
        let time = clock
        state.change(guest.address) {
            $0.hasLiveCopy = false
            $0.answer = .declined
            $0.answeredAt = time
        }
        journal.record(state, at: clock)
        wait(minutes: 20...900)
        comeBack(guest.address, newItem: false, by: guest.address)
    }

    /// One says yes, if only for a date or perhaps.
    private mutating func acceptByOne() {
        guard let guest = random.pick(people) else { return }
        let date = random.chance(0.3) ? random.pick(coming()) : nil
        respond(
            guest.address, random.chance(0.5) ? .accepted : .tentative, on: date,
            own: guestRow(guest.address, .update, by: guest.address))
    }

    private mutating func editByRoom() {
        guard let room = random.pick(rooms) else { return }
        log(guestRow(room.address, .update, by: room.address))
    }
}
