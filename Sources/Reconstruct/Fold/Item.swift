import ExchangeFormats

/// One item of one copy, replayed: the series master or single appointment, or one exception.
struct Item {
    /// What matters to the recurrence, as it stood after one entry.
    struct Shape {
        var blob: [UInt8]?
        var zone: SeriesZone?
        var moment: LogMoment
        var isBySystem: Bool
    }

    var state = State()
    /// Each change of blob or zone, in order of replay; the first is how the item began.
    var shapes: [Shape] = []
    /// The answers that the owner's own copy shows, in order of replay.
    var ownAnswers: [(Response, LogMoment)] = []
    var deletedAt: LogMoment?
    /// Log time of the save that brought the item back after a deletion or a cancellation.
    var returnedAt: Instant?
    /// The deletion by which the owner declined: of an item that was not cancelled at the time.
    var declinedAt: LogMoment?
    /// When the item was cancelled, while it is.
    var cancelledAt: LogMoment?
    /// When the item was created anew after more than a client's round trip.
    var begunAnew: LogMoment?
    /// No appointment entry: made of requests alone.
    var isInferred = false
    /// No more than a cancellation message speaks of it.
    var isOfMessagesOnly = true
    /// The place in the replay of the last entry that had an effect.
    var last: ReplayOrder?

    struct State {
        var startTime: Instant?
        var endTime: Instant?
        var subject: String?
        var organizer: String?
        var zone: SeriesZone?
        var sequenceNumber = 0
        var appointmentState: AppointmentState?
        var responseType: Int?
        var busyStatus: Int?
        var clientIntent: Int?
        var isCancelled = false
        var isAllDay: Bool?
        var blob: [UInt8]?
        var isRecurring: Bool?
        var attendees: [ListedAttendee] = []
    }

    var isLive: Bool { deletedAt == nil && !state.isCancelled }

    /// Longest time between a deletion and a save that makes both a client's doing.
    static let roundTrip: Int64 = 5 * Instant.ticksPerMinute

    /// Replays entries that are sorted by `ReplayOrder` and belong to one item, all its incarnations included.
    ///
    /// An item deleted and created anew has a new CreationTime: the newest incarnation alone stands. Messages have
    /// creation times of their own and say nothing of incarnations.
    ///
    /// - Parameter mayBeInferred: invitations stand in for the item, as the copy has no calendar item at all.
    init?(replaying entries: some Sequence<Entry>, mayBeInferred: Bool, trace: FoldTrace? = nil) {
        var born: Instant?
        for entry in entries {
            let role = entry.role
            switch role {
            case .answers, .ignored: continue
            case .invites where !mayBeInferred: continue
            case .saves, .deletes, .cancels, .invites: break
            }
            if entry.itemClass.isCalendarItem, let creation = entry.creationTime {
                if let known = born, creation < known {
                    trace?.ignored[entry.hash] = .olderItem
                    continue
                }
                if let known = born, creation > known { begin(anewWith: entry) }
                born = creation
            }
            apply(entry, role, trace)
        }
        guard last != nil else { return nil }
        isInferred = mayBeInferred
    }

    /// A new incarnation keeps of the old one when it came back, if the old one was gone for longer than a
    /// client's round trip, and what its owner had answered.
    private mutating func begin(anewWith entry: Entry) {
        var item = Item()
        item.returnedAt = returnedAt
        item.ownAnswers = ownAnswers
        item.shapes = shapes
        item.begunAnew = begunAnew
        // Within a round trip, or where no deletion is known, the client only wrote the item again.
        let wasGone = deletedAt.map { entry.loggedAt.ticks - $0.logged.ticks > Item.roundTrip } ?? false
        if wasGone || state.isCancelled { item.returnedAt = entry.loggedAt }
        if wasGone { item.begunAnew = LogMoment(entry) }
        self = item
    }

    private init() {}

    private mutating func apply(_ entry: Entry, _ role: Role, _ trace: FoldTrace?) {
        if let number = entry.sequenceNumber {
            // Exchange's own guard: what is older than the item knows is stale.
            guard number >= state.sequenceNumber else {
                trace?.ignored[entry.hash] = .stale
                return
            }
            state.sequenceNumber = number
        }
        let moment = LogMoment(entry)
        last = moment.order
        if entry.itemClass.isCalendarItem { isOfMessagesOnly = false }
        switch role {
        case .cancels:
            if state.startTime == nil { update(from: entry, moment) }
            state.isCancelled = true
        case .deletes:
            // A row that only says that a date is gone repeats the pattern's times, if any.
            if entry.itemClass != .deletedOccurrence { update(from: entry, moment) }
            deletedAt = moment
            if !state.isCancelled { declinedAt = moment }
        default:
            let wasCancelled = state.isCancelled
            update(from: entry, moment)
            if let gone = deletedAt, entry.details?.liesAmongDeleted != true {
                deletedAt = nil
                // A cancellation that is written to a deleted item is no invitation.
                if !state.isCancelled {
                    if moment.logged.ticks - gone.logged.ticks > Item.roundTrip { returnedAt = moment.logged }
                    declinedAt = nil
                }
            }
            if wasCancelled && !state.isCancelled { returnedAt = moment.logged }
        }
        cancelledAt = state.isCancelled ? cancelledAt ?? moment : nil
    }

    /// Takes the entry's snapshot: a field it carries replaces the older value, one it lacks leaves it standing.
    private mutating func update(from entry: Entry, _ moment: LogMoment) {
        if let value = entry.startTime { state.startTime = value }
        if let value = entry.endTime { state.endTime = value }
        if let value = entry.subject { state.subject = value }
        if let value = entry.sentRepresenting { state.organizer = value }
        if let value = entry.isAllDay { state.isAllDay = value }
        if let value = entry.zone {
            if state.zone == nil { state.zone = value } else { state.zone?.update(from: value) }
        }
        if let value = entry.appointmentState {
            state.appointmentState = value
            state.isCancelled = value.contains(.cancelled) || entry.details?.isCancelled == true
        } else if let value = entry.details?.isCancelled {
            state.isCancelled = value
        }
        if let attendees = entry.details?.attendees, !attendees.isEmpty { state.attendees = attendees }
        updateRecurrence(from: entry, moment)
        noteOwnAnswer(entry, moment)
    }

    /// Recurrence fields belong together: an entry that says it does not recur clears the older blob.
    private mutating func updateRecurrence(from entry: Entry, _ moment: LogMoment) {
        if entry.isRecurring == false {
            state.isRecurring = false
            state.blob = nil
        } else {
            if let value = entry.isRecurring { state.isRecurring = value }
            if let value = entry.recurrenceBlob {
                state.blob = value
                state.isRecurring = true
            }
        }
        if let known = shapes.last, known.blob == state.blob, known.zone == state.zone { return }
        shapes.append(
            Shape(
                blob: state.blob, zone: state.zone, moment: moment, isBySystem: entry.responsible.isSystem))
    }

    /// An answer that the owner's own copy shows: its response status when the export has it, else the client's
    /// intent, else what became of its busy status. Only a change is an answer; the snapshot repeats it.
    private mutating func noteOwnAnswer(_ entry: Entry, _ moment: LogMoment) {
        guard let details = entry.details else { return }
        var answer: Response?
        if let status = details.responseType {
            if status != state.responseType { answer = Response(responseStatus: status) }
            state.responseType = status
        } else if let intent = details.clientIntent, intent != state.clientIntent, intent & 0x70 != 0 {
            answer = intent & 0x40 != 0 ? .declined : intent & 0x20 != 0 ? .accepted : .tentative
        } else if let busy = details.busyStatus, let before = state.busyStatus, busy != before, !entry.responsible.isSystem {
            switch busy {
            case 2, 3, 4: answer = before <= 1 ? .accepted : nil
            case 1: answer = .tentative
            case 0: answer = .declined
            default: answer = nil
            }
        }
        if let intent = details.clientIntent { state.clientIntent = intent }
        if let busy = details.busyStatus { state.busyStatus = busy }
        if let answer, !entry.trigger.isDeletion { ownAnswers.append((answer, moment)) }
    }
}
