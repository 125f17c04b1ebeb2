import ExchangeFormats

/// One item of one copy, replayed: the series master or single appointment, or one exception.
struct Item {
    /// What matters to the recurrence, as it stood after one entry.
    struct Shape {
        var blob: [UInt8]?
        /// False for a single meeting, nil where no row has said.
        var isSeries: Bool?
        var zone: SeriesZone?
        var moment: LogMoment
        var isBySystem: Bool

        func says(theSameAs other: Shape) -> Bool {
            blob == other.blob && isSeries == other.isSeries && zone == other.zone
        }
    }

    var state = State()
    /// Each change of blob or zone, in order of replay; the first is how the item began.
    var shapes: [Shape] = []
    /// The answers that the owner's own copy shows, in order of replay.
    var ownAnswers: [(Response, LogMoment)] = []
    /// By address, the answers that the list of attendees shows without saying when they were given.
    var shownAnswers: [String: ShownAnswer] = [:]
    /// When the item left the mailbox, whoever did it, a component of Exchange included; nil while it is there. What
    /// clears away an item that is gone already does not count again.
    var departedAt: LogMoment?
    /// When a person deleted it; nil while it stands.
    var deletedAt: LogMoment?
    /// Log time of the save that brought the item back after a deletion or a cancellation.
    var returnedAt: Instant?
    /// The same, after a deletion alone.
    var undeletedAt: Instant?
    /// The deletion by which the owner declined: of an item that was not cancelled at the time.
    var declinedAt: LogMoment?
    /// What said that the item is cancelled, in order of replay; empty while it is not.
    var cancellations: [Cancellation] = []
    /// The sequence number that the item had reached before it was cancelled or left the mailbox.
    var sequenceBeforeEnd: Int?
    /// When the item was created anew after more than a client's round trip.
    var begunAnew: LogMoment?
    /// No appointment entry: made of requests alone.
    var isInferred = false
    /// No more than a cancellation message speaks of it.
    var isOfMessagesOnly = true
    /// The place in the replay of the last entry that had an effect.
    var last: ReplayOrder?
    /// The same, messages left out: what ranks copies among each other.
    var lastOfItem: ReplayOrder?

    /// The deletions of the absence that lasts.
    private(set) var departures: [EventHash] = []

    /// An answer of an attendee column, with the first row that showed it.
    struct ShownAnswer: Equatable {
        var response: Response
        var moment: LogMoment
    }

    /// A word that an item is cancelled: a message, or a row of the item that first says so.
    struct Cancellation: Equatable {
        var moment: LogMoment
        var sequence: Int

        init(moment: LogMoment, sequence: Int) {
            self.moment = moment
            self.sequence = sequence
        }

        /// - Parameter message: a cancellation message.
        init(_ message: Entry) { self.init(moment: LogMoment(message), sequence: message.sequenceNumber ?? 0) }
    }

    struct State: Equatable {
        var startTime: Instant?
        var endTime: Instant?
        var subject: String?
        var organizer: String?
        var zone: SeriesZone?
        var sequenceNumber = 0
        var appointmentState: AppointmentState?
        var responseType: ResponseStatus?
        var busyStatus: BusyStatus?
        var clientIntent: ClientIntent?
        var isCancelled = false
        var isAllDay: Bool?
        /// OriginalStartDate, of an exception.
        var originalStart: Instant?
        var blob: [UInt8]?
        var isRecurring: Bool?
        var attendees = AttendeeList()
    }

    var isLive: Bool { deletedAt == nil && !state.isCancelled }
    /// False for a single meeting, as far as rows have said.
    var isOfSeries: Bool { state.isRecurring == true || state.blob != nil }
    var cancelledAt: LogMoment? { cancellations.first?.moment }

    /// Longest time between a deletion and a save that makes both a client's doing.
    static let roundTrip: Int64 = 5 * Instant.ticksPerMinute

    init() {}

    /// Replays entries that are sorted by `ReplayOrder` and belong to one item, all its incarnations included.
    ///
    /// - Parameter mayBeInferred: invitations stand in for the item, as the copy has no calendar item at all.
    init?(replaying entries: EntryGroup, mayBeInferred: Bool, trace: FoldTrace? = nil) {
        var replay = ItemReplay(mayBeInferred: mayBeInferred)
        entries.forEach { replay.take($0, trace) }
        guard let item = replay.item else { return nil }
        self = item
    }

    /// A new incarnation keeps of the old one when it came back, if the old one was gone for longer than a
    /// client's round trip, and what its owner had answered.
    fileprivate mutating func begin(anewWith entry: Entry, _ trace: FoldTrace?) {
        var item = Item()
        item.returnedAt = returnedAt
        item.undeletedAt = undeletedAt
        item.ownAnswers = ownAnswers
        item.shownAnswers = shownAnswers
        item.shapes = shapes
        item.begunAnew = begunAnew
        if entry.details?.liesAmongDeleted == true {
            // Written again where it lies among the deleted items: it did not come back.
            (item.departedAt, item.deletedAt, item.departures) = (departedAt, deletedAt, departures)
            (item.declinedAt, item.sequenceBeforeEnd) = (declinedAt, sequenceBeforeEnd)
            self = item
            return
        }
        // Within a round trip, or where no deletion is known, the client only wrote the item again.
        let wasGone = departedAt.map { entry.loggedAt.ticks - $0.logged.ticks > Item.roundTrip } ?? false
        if wasGone || state.isCancelled {
            item.returnedAt = entry.loggedAt
        } else {
            // What it shows from its first row on is then no new answer.
            item.state.responseType = state.responseType
            item.state.clientIntent = state.clientIntent
            item.state.busyStatus = state.busyStatus
        }
        if wasGone {
            item.begunAnew = LogMoment(entry)
            item.undeletedAt = entry.loggedAt
        } else {
            trace?.noteRoundTrip(departures, takenBackAt: entry.loggedAt)
        }
        self = item
    }

    fileprivate mutating func apply(_ entry: Entry, _ role: Role, _ trace: FoldTrace?) {
        let before = state.sequenceNumber
        if let number = entry.sequenceNumber {
            // Exchange's own guard: what is older than the item knows is stale.
            guard number >= before else {
                trace?.ignored[entry.hash] = .stale
                return
            }
        }
        if case .ignored = role, last != nil {
            if departedAt == nil { depart(entry, from: before) }
            return
        }
        state.sequenceNumber = entry.sequenceNumber ?? before
        let moment = LogMoment(entry)
        last = moment.order
        if entry.itemClass.isCalendarItem {
            isOfMessagesOnly = false
            lastOfItem = last
        }
        let wasCancelled = state.isCancelled
        // A row that only says that a date is gone repeats the pattern's times, if any.
        let isSnapshot = role == .cancels ? state.startTime == nil : entry.itemClass != .deletedOccurrence
        if isSnapshot { update(from: entry, moment) }
        switch role {
        case .cancels: state.isCancelled = true
        case .deletes: delete(entry, wasCancelled: wasCancelled, from: before)
        // A row that the window begins with: it tells how the item stood when it was cleared away.
        case .ignored: depart(entry, from: before)
        default: save(entry, wasCancelled: wasCancelled, trace)
        }
        noteCancellation(entry, wasCancelled: wasCancelled, from: before)
    }

    private mutating func depart(_ entry: Entry, from sequence: Int) {
        departures.append(entry.hash)
        departedAt = departedAt ?? LogMoment(entry)
        sequenceBeforeEnd = sequenceBeforeEnd ?? sequence
    }

    /// A deletion says nothing of cancellation, and what was said before it stands; unless the organizer's client notes
    /// that it cancelled the meeting.
    private mutating func delete(_ entry: Entry, wasCancelled: Bool, from sequence: Int) {
        if wasCancelled || entry.isOrganizersCancellation(state) { state.isCancelled = true }
        depart(entry, from: sequence)
        guard deletedAt == nil else { return }
        deletedAt = LogMoment(entry)
        if !state.isCancelled { declinedAt = deletedAt }
    }

    private mutating func save(_ entry: Entry, wasCancelled: Bool, _ trace: FoldTrace?) {
        // Who tidies up among the deleted items neither brings an item back nor asks anybody again.
        if entry.details?.liesAmongDeleted == true {
            if wasCancelled { state.isCancelled = true }
            return
        }
        if let gone = departedAt {
            departedAt = nil
            deletedAt = nil
            // A cancellation that is written to a deleted item is no invitation.
            if !state.isCancelled {
                if entry.loggedAt.ticks - gone.logged.ticks > Item.roundTrip {
                    returnedAt = entry.loggedAt
                    undeletedAt = entry.loggedAt
                } else {
                    trace?.noteRoundTrip(departures, takenBackAt: entry.loggedAt)
                }
                declinedAt = nil
            }
            departures = []
        }
        if wasCancelled && !state.isCancelled { returnedAt = entry.loggedAt }
        if isLive { sequenceBeforeEnd = nil }
    }

    private mutating func noteCancellation(_ entry: Entry, wasCancelled: Bool, from sequence: Int) {
        guard state.isCancelled else {
            cancellations = []
            return
        }
        // A snapshot repeats the bit; a message and a higher number say it anew.
        guard !wasCancelled || entry.itemClass == .cancellation || state.sequenceNumber > sequence else { return }
        cancellations.append(Cancellation(moment: LogMoment(entry), sequence: state.sequenceNumber))
        sequenceBeforeEnd = sequenceBeforeEnd ?? sequence
    }
}

/// The replay of one item, entry by entry.
///
/// An item deleted and created anew has a new CreationTime: the newest incarnation alone stands. Messages have
/// creation times of their own and say nothing of incarnations.
struct ItemReplay {
    private var state = Item()
    private var born: Instant?
    private let mayBeInferred: Bool

    init(mayBeInferred: Bool) { self.mayBeInferred = mayBeInferred }

    /// The item as it stands; nil while no entry had an effect.
    var item: Item? {
        guard state.last != nil else { return nil }
        var item = state
        item.isInferred = mayBeInferred
        return item
    }

    mutating func take(_ entry: Entry, _ trace: FoldTrace? = nil) {
        let role = entry.role
        switch role {
        case .answers: return
        case .ignored(.cleanUp):
            guard born == nil || entry.creationTime == nil || entry.creationTime == born else { return }
        case .ignored: return
        case .invites where !mayBeInferred: return
        case .saves, .deletes, .cancels, .invites: break
        }
        if entry.itemClass.isCalendarItem, let creation = entry.creationTime {
            if let known = born, creation < known {
                trace?.ignored[entry.hash] = .olderItem
                return
            }
            if let known = born, creation > known { state.begin(anewWith: entry, trace) }
            born = creation
        }
        state.apply(entry, role, trace)
    }
}

extension ItemReplay {
    /// The same replay before its first entry.
    var begun: ItemReplay { ItemReplay(mayBeInferred: mayBeInferred) }

    var shapeCount: Int { state.shapes.count }
    var answerCount: Int { state.ownAnswers.count }

    /// Whether not much is known beside what is listed of all the item's entries.
    var isSmall: Bool { state.shownAnswers.count + state.cancellations.count < 64 && state.hasFewDepartures }

    /// Without shapes and own answers, which only grow.
    var withoutLists: ItemReplay {
        var replay = self
        replay.state.shapes = Array(state.shapes.suffix(1))
        replay.state.ownAnswers = []
        return replay
    }

    /// With the first shapes and own answers of another.
    func withLists(of other: ItemReplay, _ shapes: Int, _ answers: Int) -> ItemReplay {
        var replay = self
        replay.state.shapes = Array(other.state.shapes.prefix(shapes))
        replay.state.ownAnswers = Array(other.state.ownAnswers.prefix(answers))
        return replay
    }

    /// With the shapes and own answers of one, and behind them those of another from a place on.
    func withLists(
        of first: ItemReplay, followedBy second: ItemReplay, from shapes: Int, _ answers: Int
    ) -> ItemReplay {
        var replay = self
        replay.state.shapes = first.state.shapes + second.state.shapes.dropFirst(shapes)
        replay.state.ownAnswers = first.state.ownAnswers + second.state.ownAnswers.dropFirst(answers)
        return replay
    }

    /// Whether each entry makes of this replay what it makes of another: of the lists that only grow, no more counts
    /// than what the last shape says.
    func continues(as other: ItemReplay) -> Bool {
        guard born == other.born, state.isSame(as: other.state) else { return false }
        switch (state.shapes.last, other.state.shapes.last) {
        case (nil, nil): return true
        case (let one?, let another?): return one.says(theSameAs: another)
        default: return false
        }
    }
}

extension Item {
    fileprivate var hasFewDepartures: Bool { departures.count < 64 }

    /// Whether all is the same but shapes and own answers.
    fileprivate func isSame(as other: Item) -> Bool {
        last == other.last && lastOfItem == other.lastOfItem && state == other.state
            && shownAnswers == other.shownAnswers && departedAt == other.departedAt && deletedAt == other.deletedAt
            && returnedAt == other.returnedAt && undeletedAt == other.undeletedAt && declinedAt == other.declinedAt
            && cancellations == other.cancellations && sequenceBeforeEnd == other.sequenceBeforeEnd
            && begunAnew == other.begunAnew && isInferred == other.isInferred
            && isOfMessagesOnly == other.isOfMessagesOnly && departures == other.departures
    }
}

extension Entry {
    /// Whether an organizer's item was deleted by cancelling the meeting: ClientIntent says MeetingCanceled.
    fileprivate func isOrganizersCancellation(_ state: Item.State) -> Bool {
        guard let intent = details?.clientIntent, intent.contains(.meetingCanceled) else { return false }
        return state.appointmentState.map { !$0.contains(.received) } ?? (state.responseType == .organizer)
    }
}
