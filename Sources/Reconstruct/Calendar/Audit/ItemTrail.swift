import ExchangeFormats

/// The replay of one item with the row behind each of its fields, so that evidence can be cited. It has no rules of its
/// own: `ItemReplay` decides, and what differs after an entry is that entry's doing.
struct ItemTrail {
    struct Fields: OptionSet {
        var rawValue: Int
        /// Start or end of the item itself.
        static let slot = Fields(rawValue: 1)
        /// The recurrence.
        static let pattern = Fields(rawValue: 2)
        static let zone = Fields(rawValue: 4)
        static let location = Fields(rawValue: 8)
        static let organizer = Fields(rawValue: 16)
        static let state = Fields(rawValue: 32)
        static let attendees = Fields(rawValue: 64)
        static let answer = Fields(rawValue: 128)
        static let cancelled = Fields(rawValue: 256)
        /// When it takes place.
        static let times: Fields = [.slot, .pattern, .zone]
    }

    /// A row that had an effect.
    struct Step {
        /// Its place among the stream's entries.
        var entry: Int
        var changed: Fields
        var isDeletion: Bool
        /// What the item said after it.
        var start: Instant?
        var end: Instant?
        var blob: [UInt8]?
        var sequence: Int
        var sequenceBefore: Int
        var stateBefore: AppointmentState?
    }

    let item: Item
    private(set) var steps: [Step] = []
    private(set) var location: String?

    /// - Parameter places: of entries of one item, in replay order.
    init?(_ places: [Int], _ entries: [Entry], mayBeInferred: Bool) {
        var replay = ItemReplay(mayBeInferred: mayBeInferred)
        var before = Item.State(), known: ReplayOrder?, isGone = false
        for place in places {
            let entry = entries[place]
            // Beside an item a request says nothing of it.
            if entry.itemClass == .request, !mayBeInferred { continue }
            replay.take(entry)
            guard let item = replay.item else { continue }
            let order = ReplayOrder(entry)
            let leaves = item.departedAt != nil && !isGone
            guard item.last == order && known != order || leaves else { continue }
            known = item.last
            isGone = item.departedAt != nil
            let after = item.state
            var changed = ItemTrail.difference(before, after)
            if let value = entry.details?.location, item.last == order {
                if value != location { changed.insert(.location) }
                location = value
            }
            steps.append(
                Step(
                    entry: place, changed: changed, isDeletion: leaves, start: after.startTime, end: after.endTime,
                    blob: after.blob, sequence: after.sequenceNumber, sequenceBefore: before.sequenceNumber,
                    stateBefore: before.appointmentState))
            before = after
        }
        guard let item = replay.item else { return nil }
        self.item = item
    }

    private static func difference(_ before: Item.State, _ after: Item.State) -> Fields {
        var changed: Fields = []
        if before.startTime != after.startTime || before.endTime != after.endTime || before.isAllDay != after.isAllDay {
            changed.insert(.slot)
        }
        if before.blob != after.blob || before.isRecurring != after.isRecurring { changed.insert(.pattern) }
        if before.zone != after.zone { changed.insert(.zone) }
        if before.organizer != after.organizer { changed.insert(.organizer) }
        if before.appointmentState != after.appointmentState { changed.insert(.state) }
        if before.attendees != after.attendees { changed.insert(.attendees) }
        if before.responseType != after.responseType || before.busyStatus != after.busyStatus {
            changed.insert(.answer)
        }
        if before.isCancelled != after.isCancelled { changed.insert(.cancelled) }
        return changed
    }

    /// The newest row that changed one of some fields.
    func setter(of fields: Fields) -> Step? { steps.last { !$0.changed.isDisjoint(with: fields) } }

    /// The row by which the item left the mailbox and that it did not come back from.
    var departure: Step? {
        guard item.departedAt != nil else { return nil }
        return steps.last { $0.isDeletion }
    }
}

/// One mailbox's copy as an audit sees it. It never changes; a class, as every rule hands copies on, and each has many
/// parts that would be counted each time.
final class AuditedCopy {
    let mailbox: String
    let copy: Copy
    let isRoom: Bool
    /// The places of its rows among the stream's entries, in replay order.
    let places: [Int]
    let master: ItemTrail?
    let dated: [CivilDate: ItemTrail]
    let isOrganizers: Bool
    let isReceived: Bool
    /// Whether a calendar item of the whole meeting is known, and more than messages.
    let hasMaster: Bool
    /// Whether it stands in the calendar, whoever may have taken it away.
    let stands: Bool

    var role: Finding.Role { isRoom ? .room : .guest }

    init(_ copy: Copy, mailbox: String, isRoom: Bool, places: [Int], entries: [Entry]) {
        self.copy = copy
        self.mailbox = mailbox
        self.isRoom = isRoom
        self.places = places
        isOrganizers = copy.isOrganizers
        isReceived = copy.isReceived
        hasMaster = copy.master.map { !$0.isOfMessagesOnly && !$0.isInferred } ?? false
        stands = hasMaster && copy.master?.isLive == true && copy.master?.departedAt == nil
        // As `Copy` cuts them.
        let concerned = places.filter { entries[$0].role.concernsItem }
        let hasItem = concerned.contains { entries[$0].itemClass.isCalendarItem }
        var ofMaster: [Int] = [], byDate: [CivilDate: [Int]] = [:]
        for place in concerned {
            if hasItem, entries[place].isSentCancellation(of: mailbox) { continue }
            if let date = entries[place].instanceDate {
                byDate[date, default: []].append(place)
            } else {
                ofMaster.append(place)
            }
        }
        master = ItemTrail(ofMaster, entries, mayBeInferred: !hasItem)
        dated = byDate.compactMapValues { ItemTrail($0, entries, mayBeInferred: !hasItem) }
    }

    /// The row by which a received copy calls itself the organizer's.
    var claim: ItemTrail.Step? {
        guard master?.item.state.appointmentState?.contains(.received) == false else { return nil }
        return master?.steps.last { $0.changed.contains(.state) && $0.stateBefore?.contains(.received) == true }
    }
}
