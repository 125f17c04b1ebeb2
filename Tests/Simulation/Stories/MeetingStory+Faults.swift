import ExchangeFormats

/// Faults, and their healthy twins. What is wrong afterwards is entered in the journal by whoever makes it so, and never
/// read from rows.
extension MeetingStory {
    var people: [Guest] { holders.filter { $0.kind == .inside } }
    var rooms: [Guest] { holders.filter { $0.kind == .room } }

    private mutating func note(_ rule: String, _ mailbox: String, _ plan: Plan?) {
        journal.discrepancies.append(Discrepancy(rule: rule, mailbox: mailbox, plan: plan))
    }

    mutating func pick() -> Fault? {
        random.pick(options.faults.filter { options.hasExtraColumns || !Fault.needingExtraColumns.contains($0) })
    }

    /// What the copies say at the end.
    mutating func noteWhatIsHeld() {
        noteWhereSeriesStand()
        guard isOrganizerInside, !state.isCancelled, !state.isOrganizerGone else {
            for guest in holders where !isOrganizerInside && cast.people.contains(state.organizer) {
                if let plan = heldPlans[guest.address], !state.isCancelled {
                    note("missing-organizer-item", state.organizer, plan)
                }
            }
            return
        }
        noteIfNobodyAccepts()
        journal.plan = state.plan
        for guest in holders { journal.heldPlans[guest.address] = heldPlans[guest.address] }
    }

    private mutating func noteWhereSeriesStand() {
        if isOrganizerInside, state.plan.rule != nil, !state.isCancelled, !state.isOrganizerGone {
            journal.seriesHolders.insert(state.organizer)
        }
        for guest in holders where !state.isCancelled || unreached.contains(guest.address) {
            let isTaken = journal.discrepancies.contains {
                $0.rule == "cancelled-by-other" && $0.mailbox == guest.address
            }
            if !isTaken, heldPlans[guest.address]?.rule != nil { journal.seriesHolders.insert(guest.address) }
        }
    }

    /// A series that goes on although nobody said yes.
    private mutating func noteIfNobodyAccepts() {
        guard state.plan.rule != nil, !people.isEmpty, !journal.wasAccepted else { return }
        note("nobody-accepts", state.organizer, state.plan)
        journal.discrepancies[journal.discrepancies.count - 1].datesBehind = 4
    }

    // MARK: Faults

    mutating func goWrong() {
        guard let fault = pick(), !people.isEmpty else { return }
        let rowsBefore = rows.count
        switch fault {
        case .lostUpdate: keepFrom(\.unreached) { $0.move() }
        case .unprocessedUpdate: keepFrom(\.unprocessed) { $0.move() }
        case .lostPattern: keepFrom(\.unreached) { $0.changePattern() }
        case .unsentUpdate: unsentUpdate()
        case .lostCancellation: lostCancellation()
        case .orphan: orphan(by: state.organizer)
        case .deletedByStranger: deletedByStranger()
        case .deletedBySystem: deleted(by: Self.systemAttendant)
        case .deletedByOther: deletedByOther()
        case .cleanedAway: deleted(by: nil)
        case .dateDropped: dateDropped()
        case .zoneReplaced: zoneReplaced()
        case .exceptionsDropped: exceptionsDropped()
        case .writtenBack: writtenBack()
        case .hijacked: hijacked()
        case .twoItems: twoItems()
        case .comesBack: comesBackAlone()
        case .saveLoop: saveMany(25)
        case .manyUpdates: updateMany(6)
        case .notSaved: invite(saving: false)
        case .roomSilent: roomSilent()
        case .roomEdited: roomEdited()
        case .cancelThenUpdate: cancelThenUpdate()
        case .locationUnsent: locationUnsent()
        case .roomAnswerLost: roomAnswerLost()
        case .allDayShifted: allDayShifted()
        case .dateContradicted: dateContradicted()
        case .neverAccepted: neverAccepted()
        // It takes a second meeting: see `Organisation`.
        case .madeAgain: break
        }
        guard rows.count > rowsBefore else {
            // Nothing came of it: whoever should have missed it misses nothing else.
            unreached = []
            unprocessed = []
            return
        }
        isOver = true
    }

    /// Somebody does not get what everybody else gets.
    private mutating func keepFrom(
        _ whom: WritableKeyPath<MeetingStory, Set<String>>, _ deed: (inout MeetingStory) -> Void
    ) {
        guard let guest = random.pick(people), !state.plan.isAllDay else { return }
        self[keyPath: whom] = [guest.address]
        deed(&self)
    }

    private mutating func unsentUpdate() {
        guard !state.plan.isAllDay else { return }
        unreached = Set(state.guests.map(\.address))
        move()
    }

    private mutating func lostCancellation() {
        guard let guest = random.pick(holders), let plan = heldPlans[guest.address] else { return }
        unreached = [guest.address]
        state.isCancelled = true
        state.plan.sequence += 1
        saveByOrganizer(intent: 0x800)
        for other in holders where other.address != guest.address {
            record(message(.cancellation, to: other.address, state: 7))
            var saved = guestRow(other.address, .update, by: Self.calendarAssistant)
            saved.plan = state.plan
            saved.state = 7
            record(saved)
        }
        note(guest.kind == .room ? "ghost-booking" : "cancelled-but-kept", guest.address, plan)
    }

    private mutating func orphan(by person: String) {
        state.isOrganizerGone = true
        var deletion = organizerRow(random.pick(TriggerName.deletions) ?? .softDelete)
        deletion.by = person
        record(deletion)
        for guest in holders {
            guard let plan = heldPlans[guest.address] else { continue }
            note(
                guest.kind == .room ? "ghost-booking" : "orphaned",
                guest.kind == .room ? guest.address : state.organizer, plan)
        }
        // Who was asked to single dates holds them as the plan has them.
        for guest in state.guests where guest.hasLiveCopy && !guest.isTakenOff {
            guard let dates = guest.onlyDates else { continue }
            note("orphaned", state.organizer, state.plan)
            journal.discrepancies[journal.discrepancies.count - 1].onlyDates = dates
        }
    }

    private mutating func deletedByStranger() {
        guard let stranger = random.pick(cast.people.filter { $0 != state.organizer }),
            !rows.contains(where: { $0.mailbox == state.organizer && $0["responsibleusername"] == stranger })
        else { return }
        orphan(by: stranger)
        note("changed-by-other", state.organizer, nil)
    }

    /// - Parameter person: nil for a retention assistant.
    private mutating func deleted(by person: String?) {
        guard let guest = random.pick(people), guest.answer != .declined else { return }
        var deletion = guestRow(guest.address, .hardDelete, by: person ?? guest.address)
        if person == nil { deletion.clientInfo = "Client=TBA;Service=MSExchangeMailboxAssistants;Action=ELCAssistant" }
        log(deletion)
        archived.insert(guest.address)
        note("missing-copy", guest.address, state.plan)
    }

    private mutating func deletedByOther() {
        guard let other = random.pick(cast.people.filter { $0 != state.organizer && state.guest($0) == nil }) else {
            return
        }
        deleted(by: other)
    }

    private mutating func dateDropped() {
        guard let guest = random.pick(people), let date = random.pick(coming()), var plan = heldPlans[guest.address],
            plan == state.plan, plan.overrides[date] == nil
        else { return }
        plan.removed.insert(date)
        var saved = guestRow(guest.address, .update, by: Self.calendarAssistant)
        saved.plan = plan
        log(saved)
    }

    private mutating func zoneReplaced() {
        guard state.plan.rule != nil, !state.plan.isAllDay, state.plan.overrides.isEmpty,
            let guest = random.pick(people),
            var plan = heldPlans[guest.address], plan == state.plan,
            let zone = random.pick(
                ([.westCentralAfrica] + options.zones).filter {
                    $0.standardMinutes == plan.zone.standardMinutes && $0.change != plan.zone.change
                })
        else { return }
        plan.zone = zone
        var saved = guestRow(guest.address, .update, by: Self.calendarAssistant)
        saved.plan = plan
        log(saved)
    }

    private mutating func exceptionsDropped() {
        guard state.plan.rule != nil, !state.plan.isAllDay else { return }
        if state.plan.overrides.isEmpty { changeOccurrence() }
        wait(minutes: 30...200)
        let today = state.plan.zone.wall(at: clock).date.advanced(byDays: 2)
        let isInBlobAlone = state.plan.overrides.values.allSatisfy(\.isInBlob)
        let lost = state.plan.overrides.keys.filter { $0 > today } + state.plan.removed.filter { $0 > today }
        guard state.plan.rule != nil, isInBlobAlone, !lost.isEmpty,
            !state.guests.contains(where: { $0.onlyDates != nil })
        else { return }
        state.plan.overrides = [:]
        state.plan.removed = []
        record(organizerRow())
        note("exceptions-lost", state.organizer, nil)
    }

    private mutating func writtenBack() {
        guard !state.plan.isAllDay else { return }
        let before = state.plan
        move()
        guard state.plan.shape != before.shape else { return }
        let moved = people.filter { heldPlans[$0.address] == state.plan && earlierPlans[$0.address] == before }
        guard let guest = random.pick(moved), var old = earlierPlans[guest.address] else { return }
        wait(minutes: 10...600)
        old.sequence = state.plan.sequence
        var saved = guestRow(guest.address, .update, by: guest.address)
        saved.plan = old
        saved.clientInfo = "Client=ActiveSync;UserAgent=Phone/1"
        log(saved)
        note("reverted", guest.address, nil)
        journal.intended.insert(guest.address)
    }

    /// A guest's device makes itself the organizer, and cancels for somebody else.
    private mutating func hijacked() {
        guard people.count > 1, let guest = people.first, let other = people.last else { return }
        var claim = guestRow(guest.address, .update, by: guest.address)
        claim.state = 1
        claim.organizer = guest.address
        claim.sender = guest.address
        claim.ownAnswer = .organizer
        log(claim)
        note("second-organizer", guest.address, state.plan)
        journal.taken.insert(guest.address)
        wait(minutes: 1...60)
        var word = message(.cancellation, to: other.address, state: 7)
        word.sender = guest.address
        word.organizer = guest.address
        log(word)
        var saved = guestRow(other.address, .update, by: Self.calendarAssistant)
        saved.state = 7
        log(saved)
        note("cancelled-by-other", other.address, state.plan)
        journal.taken.insert(other.address)
    }

    private mutating func twoItems() {
        guard let guest = random.pick(people), let created = created(guest.address) else { return }
        var again = guestRow(guest.address, .create, by: guest.address)
        again.isNewItem = true
        log(again)
        wait(minutes: 10...500)
        var older = guestRow(guest.address, .update, by: guest.address)
        older.created = created
        log(older)
        note("duplicate-item", guest.address, nil)
    }

    private mutating func comesBackAlone() {
        guard let guest = random.pick(people) else { return }
        for _ in 0..<2 {
            wait(minutes: 20...900)
            log(guestRow(guest.address, .moveToDeletedItems, by: guest.address))
            wait(minutes: 10...900)
            log(guestRow(guest.address, .update, by: Self.calendarAssistant))
        }
        note("comes-back", guest.address, nil)
    }

    mutating func saveMany(_ count: Int) {
        guard let guest = random.pick(people) else { return }
        for _ in 0..<count {
            wait(minutes: 0...1)
            log(guestRow(guest.address, .update, by: guest.address))
        }
        if count > 20 { note("sync-loop", guest.address, nil) }
    }

    mutating func updateMany(_ count: Int) {
        for _ in 0..<count {
            wait(minutes: 1...4)
            state.plan.sequence += 1
            saveByOrganizer(intent: 0x80)
            sendUpdate()
        }
        if count > 5 { note("update-storm", state.organizer, nil) }
    }

    /// Somebody is asked, and accepts; with the fault no item is saved.
    mutating func invite(saving: Bool) {
        let known = Set(state.guests.map(\.address) + [state.organizer])
        guard let person = random.pick(cast.people.filter { !known.contains($0) }) else { return }
        state.guests.append(Guest(address: person, kind: .inside))
        saveByOrganizer()
        if saving { return deliverInvitation(to: person) }
        state.change(person) { $0.isVisible = true }
        var request = message(.request, to: person, state: 3)
        request.meetingRequestType = 1
        record(request)
        wait(minutes: 5...200)
        respond(person, .accepted)
        note("missing-copy", person, state.plan)
    }

    private mutating func roomSilent() {
        let known = Set(state.guests.map(\.address))
        guard let room = random.pick(cast.rooms.filter { !known.contains($0) }) else { return }
        saveByOrganizer()
        var request = message(.request, to: room, state: 3)
        request.meetingRequestType = 1
        log(request)
        note("room-unanswered", room, state.plan)
    }

    private mutating func roomEdited() {
        guard let room = random.pick(rooms), let person = random.pick(cast.people) else { return }
        log(guestRow(room.address, .update, by: person))
        note("room-edited-directly", room.address, nil)
    }

    private mutating func cancelThenUpdate() {
        guard let guest = random.pick(people) else { return }
        log(message(.cancellation, to: guest.address, state: 7))
        wait(minutes: 1...20)
        state.plan.sequence += 1
        saveByOrganizer()
        sendUpdate()
        note("cancel-then-update", guest.address, nil)
    }

    private mutating func locationUnsent() {
        state.plan.location = "Annex \(random.number(in: 1...99))"
        record(organizerRow())
    }

    /// A client moves a whole day by some hours and leaves it one.
    private mutating func allDayShifted() {
        guard state.plan.isAllDay else { return }
        // By no whole quarter: it is midnight nowhere.
        let minutes = random.number(in: 2...40) * 15 + 5
        replan(isReset: true) { plan in
            switch plan.shape {
            case .single(let start, let end):
                let shift = Int64(minutes) * Instant.ticksPerMinute
                plan.shape = .single(start: Instant(ticks: start.ticks + shift), end: Instant(ticks: end.ticks + shift))
            case .series(var rule):
                rule.startMinute += minutes
                plan.shape = .series(rule)
            }
        }
        note("all-day-off-midnight", state.organizer, nil)
        for guest in holders where heldPlans[guest.address]?.shape == state.plan.shape {
            note("all-day-off-midnight", guest.address, nil)
        }
    }

    /// An exception's row says that the pattern had it on another date than its id names.
    private mutating func dateContradicted() {
        guard let date = random.pick(coming()), state.plan.overrides[date] == nil else { return }
        var saved = organizerRow(.create)
        saved.itemClass = .exception
        saved.instance = date
        saved.isNewItem = true
        saved.daysOff = random.number(in: 2...9)
        log(saved)
        note("id-odd", state.organizer, nil)
    }

    /// A series runs, and those who hold it only look at it.
    private mutating func neverAccepted() {
        guard !journal.wasAccepted else { return }
        if state.plan.rule == nil { changeShape() }
        guard let guest = random.pick(people) else { return }
        log(guestRow(guest.address, .update, by: guest.address))
    }

    private mutating func roomAnswerLost() {
        let hasAnswers = rows.contains {
            $0.mailbox == state.organizer && $0["itemclass"]?.hasPrefix("IPM.Schedule.Meeting.Resp") == true
        }
        guard hasAnswers, let room = random.pick(rooms) else { return }
        var saved = guestRow(room.address, .update, by: room.address)
        saved.ownAnswer = room.answer == .tentative ? .accepted : .tentative
        saved.clientInfo = "Client=EBA;Action=ResourceBookingAssistant"
        log(saved)
        note("answer-lost", room.address, state.plan)
    }
}
