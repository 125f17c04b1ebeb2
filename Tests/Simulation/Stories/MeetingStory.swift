import ExchangeFormats

/// The life of one meeting: what its people do, the rows that their mailboxes log of it, and how it stands after each.
///
/// Every step changes the state first and logs the row that shows it; the journal gets the state as of that
/// row's log time. So the truth never passes through a row.
struct MeetingStory {
    let options: OrganisationOptions
    let cast: Cast
    var random: RandomSource
    /// Log time of the newest row.
    var clock: Instant
    var state: MeetingState
    var journal: MeetingJournal
    var rows: [LogRow] = []
    let objectID: SimulatedObjectID
    /// Whether a copy lies in the organizer's mailbox: the organizer is one of ours, and the item was saved.
    let isOrganizerInside: Bool
    /// Whether answers come to the organizer's mailbox, with or without an item in it.
    let isOrganizersMailboxHere: Bool
    /// What each guest's own item says, which may be older than the organizer's plan.
    var heldPlans: [String: Plan] = [:]
    /// What the organizer's item said before its newest change of sequence.
    var formerPlan: Plan?
    /// What each guest's own item said before that.
    var earlierPlans: [String: Plan] = [:]
    /// Whom the next update or cancellation does not reach, and whose copy it does not change.
    var unreached: Set<String> = []
    var unprocessed: Set<String> = []
    private var items: [ItemKey: ItemRecord] = [:]
    /// Nothing more happens to the meeting.
    var isOver = false

    struct ItemKey: Hashable {
        var mailbox: String
        var itemClass: ClassName
        var instance: CivilDate?
    }

    private struct ItemRecord {
        var created: Instant
        var version: Int
    }

    static let calendarAssistant = "Calendar Assistant"
    static let systemAttendant = "Microsoft System Attendant"

    init(
        options: OrganisationOptions, cast: Cast, random: RandomSource, clock: Instant, state: MeetingState,
        objectID: SimulatedObjectID, isOrganizerInside: Bool
    ) {
        self.options = options
        self.cast = cast
        self.random = random
        self.clock = clock
        self.state = state
        self.objectID = objectID
        self.isOrganizerInside = isOrganizerInside
        isOrganizersMailboxHere = isOrganizerInside || cast.people.contains(state.organizer)
        journal = MeetingJournal(meetingID: objectID.hex())
    }

    var isSeries: Bool { state.plan.rule != nil }
    var isPersonal: Bool { isOrganizerInside && state.guests.isEmpty }
    /// AppointmentState of the organizer's item.
    var organizerFlags: Int { (state.guests.isEmpty ? 0 : 1) + (state.isCancelled ? 4 : 0) }

    func can(_ behaviour: Behaviours) -> Bool { options.possible.contains(behaviour) }

    /// Lets time pass before the next thing that somebody does.
    mutating func wait(minutes: ClosedRange<Int>) {
        clock = Instant(
            ticks: clock.ticks + Int64(random.number(in: minutes)) * Instant.ticksPerMinute
                + Int64(random.number(in: 0...59_999)) * Instant.ticksPerMillisecond)
    }

    // MARK: Rows

    /// Logs a row some hundred milliseconds to four seconds after the one before it.
    mutating func log(_ draft: RowDraft) {
        clock = Instant(ticks: clock.ticks + Int64(random.number(in: 180...4_000)) * Instant.ticksPerMillisecond)
        let modified = Instant(ticks: clock.ticks - Int64(random.number(in: 5...90)) * Instant.ticksPerMillisecond)
        let key = ItemKey(mailbox: draft.mailbox, itemClass: draft.itemClass, instance: draft.instance)
        var item = items[key] ?? ItemRecord(created: modified, version: 0)
        if draft.isNewItem { item = ItemRecord(created: modified, version: 0) }
        if let created = draft.created { item.created = created }
        item.version += random.chance(0.15) ? 2 : 1
        // A response is a message of its own each time.
        if draft.created == nil, draft.itemClass.isItem || draft.itemClass == .request { items[key] = item }
        let composer = RowComposer(
            objectID: objectID, organizer: draft.organizer ?? state.organizer, hasExtraColumns: options.hasExtraColumns,
            draft: draft)
        rows.append(composer.row(logged: clock, modified: modified, created: item.created, version: item.version))
        if draft.mailbox != state.organizer, draft.itemClass == .appointment, draft.instance == nil,
            draft.plan.sequence >= heldPlans[draft.mailbox]?.sequence ?? 0,
            !TriggerName.deletions.contains(draft.trigger)
        {
            if let known = heldPlans[draft.mailbox], known != draft.plan { earlierPlans[draft.mailbox] = known }
            heldPlans[draft.mailbox] = draft.plan
        }
    }

    /// Logs a row and enters the state, which must already show what the row shows, in the journal.
    mutating func record(_ draft: RowDraft) {
        log(draft)
        journal.record(state, at: clock)
    }

    /// When the item of a mailbox was made.
    func created(_ mailbox: String) -> Instant? {
        items[ItemKey(mailbox: mailbox, itemClass: .appointment, instance: nil)]?.created
    }

    func hasExceptionItem(_ mailbox: String, _ date: CivilDate) -> Bool {
        items[ItemKey(mailbox: mailbox, itemClass: .exception, instance: date)] != nil
    }

    // MARK: The rows that recur

    func organizerRow(_ trigger: TriggerName = .update) -> RowDraft {
        RowDraft(
            mailbox: state.organizer, itemClass: .appointment, trigger: trigger, by: state.organizer,
            state: organizerFlags, plan: state.plan, sender: state.organizer, ownAnswer: .organizer)
    }

    /// A row of a guest's own item, as the guest's copy has it.
    func guestRow(_ guest: String, _ trigger: TriggerName, by: String) -> RowDraft {
        RowDraft(
            mailbox: guest, itemClass: .appointment, trigger: trigger, by: by, state: 3,
            plan: heldPlans[guest] ?? state.plan, sender: state.organizer,
            ownAnswer: state.guest(guest)?.answer ?? .none)
    }

    func message(_ itemClass: ClassName, to mailbox: String, state flags: Int) -> RowDraft {
        RowDraft(
            mailbox: mailbox, itemClass: itemClass, trigger: .create, by: Self.calendarAssistant, state: flags,
            plan: state.plan, sender: state.organizer)
    }

    /// The organizer saves; a delegate may be the one who writes.
    mutating func saveByOrganizer(intent: Int = 0) {
        guard isOrganizerInside else { return }
        var draft = organizerRow()
        draft.clientIntent = intent
        if can(.delegates), random.chance(0.08), let delegate = random.pick(cast.people), delegate != state.organizer {
            draft.by = delegate
            draft.sender = delegate
        }
        record(draft)
    }

    /// Guests of the whole meeting whose mailboxes hold a copy.
    var holders: [Guest] {
        state.guests.filter {
            $0.hasLiveCopy && !$0.isTakenOff && $0.kind != .outside && $0.onlyDates == nil
                && !archived.contains($0.address)
                && !cleared.contains($0.address)
        }
    }

    /// Sends the plan as it stands to every guest of the whole meeting with a mailbox: the request, then the item that
    /// the assistant saves. Who deleted their copy gets the mail alone, or, now and then, a new item.
    mutating func sendUpdate(requestType: Int = 0x10000) {
        keepSentRequest()
        for guest in state.guests where guest.kind != .outside && !guest.isTakenOff && guest.onlyDates == nil {
            if unreached.contains(guest.address) { continue }
            var request = message(.request, to: guest.address, state: 3)
            request.meetingRequestType = requestType
            if unprocessed.contains(guest.address) {
                log(request)
            } else if archived.contains(guest.address) {
                log(request)
            } else if cleared.remove(guest.address) != nil {
                wait(minutes: 6...90)
                log(request)
                comeBack(guest.address, newItem: true, by: Self.calendarAssistant)
            } else if guest.hasLiveCopy {
                log(request)
                var saved = guestRow(guest.address, .update, by: Self.calendarAssistant)
                saved.plan = state.plan
                record(saved)
            } else if can(.laterReturns), random.chance(0.2) {
                log(request)
                comeBack(guest.address, newItem: true, by: Self.calendarAssistant)
            } else {
                log(request)
            }
        }
        answerByRooms()
    }

    /// Guests whose copies the server cleaned away: nothing more comes from them.
    var archived: Set<String> = []

    /// Guests whose copies an assistant deleted: the next update brings them back.
    var cleared: Set<String> = []

    /// The request as it lies among the organizer's sent items; it looks like a row of the meeting, and changes
    /// nothing.
    mutating func keepSentRequest() {
        guard can(.sentItems), isOrganizerInside, random.chance(0.2) else { return }
        var sent = message(.request, to: state.organizer, state: 3)
        sent.by = state.organizer
        sent.folder = "Sent Items"
        log(sent)
    }

    /// Brings a deleted copy back as an unanswered invitation.
    mutating func comeBack(_ guest: String, newItem: Bool, by: String) {
        var draft = guestRow(guest, newItem ? .create : .update, by: by)
        draft.isNewItem = newItem
        draft.plan = state.plan
        draft.ownAnswer = .none
        log(draft)
        let returned = clock
        state.change(guest) {
            $0.hasLiveCopy = true
            $0.forgetAnswers(at: returned)
        }
        journal.record(state, at: clock)
    }

    /// Invites somebody to the whole meeting.
    mutating func deliverInvitation(to address: String) {
        guard let guest = state.guest(address), guest.kind != .outside else { return }
        state.change(address) {
            $0.isVisible = true
            $0.hasLiveCopy = true
            $0.isTakenOff = false
        }
        var request = message(.request, to: address, state: 3)
        request.meetingRequestType = 1
        record(request)
        var item = guestRow(address, .create, by: Self.calendarAssistant)
        item.plan = state.plan
        item.isNewItem = true
        record(item)
    }

    /// Rooms answer by themselves, and put the organizer's name in the place of the subject.
    mutating func answerByRooms() {
        for room in holders where room.kind == .room {
            guard can(.responses), random.chance(0.7) else { continue }
            var saved = guestRow(room.address, .update, by: room.address)
            saved.plan.subject = String(state.organizer.prefix { $0 != "@" })
            saved.clientInfo = "Client=EBA;Action=ResourceBookingAssistant"
            respond(room.address, random.chance(0.9) ? .accepted : .declined, own: saved)
        }
    }

    /// The own row of the one who answers, then the message: in the organizer's mailbox, or, when the organizer is
    /// outside, among the sender's own sent items.
    mutating func respond(_ guest: String, _ answer: Answer, on date: CivilDate? = nil, own: RowDraft? = nil) {
        if var own {
            own.ownAnswer = date == nil ? answer : own.ownAnswer
            log(own)
            // Only the extra columns say what the own row's save was about.
            if options.hasExtraColumns, date == nil { enter(answer, of: guest, on: nil) }
        }
        var reply = message(.response(answer), to: isOrganizersMailboxHere ? state.organizer : guest, state: 0)
        reply.sender = guest
        reply.by = guest
        reply.instance = date
        log(reply)
        enter(answer, of: guest, on: date)
    }

    private mutating func enter(_ answer: Answer, of guest: String, on date: CivilDate?) {
        let time = clock
        if answer == .accepted || answer == .tentative, state.guest(guest)?.kind != .room { journal.wasAccepted = true }
        state.change(guest) {
            $0.isVisible = true
            if let date {
                $0.dateAnswers[date] = DatedAnswer(answer: answer, at: time)
            } else {
                $0.answer = answer
                $0.answeredAt = time
            }
        }
        journal.record(state, at: clock)
    }
}
