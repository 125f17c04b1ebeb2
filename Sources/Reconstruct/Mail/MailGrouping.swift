import ExchangeFormats

/// The rows of one message, among those of its id.
struct MailGroup {
    var sender: String?
    /// The first moment that a row which can count knows of.
    var begin: Instant
    var events: [MailEvent]
}

/// Tells messages that share an id apart: by sender, and where a sender used the id for more than a day, by the day.
///
/// A resend keeps its id, and some programs use one for ever. The rows of a trace name the envelope's sender where a
/// tracking log names the header's: those of two families of exports that share a recipient are one message all the
/// same.
///
/// Whoever sends from outside chooses id and sender, so an id may have any number of messages: each row finds its own
/// without a look at all of them.
struct MailGrouping {
    private(set) var groups: [MailGroup] = []
    /// How many groups were looked at to find those of rows.
    private(set) var looked = 0

    /// Two sends of an id that lie further apart are two messages.
    static let reach = Instant.ticksPerDay
    /// How far clocks of servers disagree, at the very most.
    static let skew = 60 * Instant.ticksPerMinute

    init(_ events: [MailEvent]) {
        var attendants: [MailEvent] = []
        var named: [String?: [MailEvent]] = [:]
        var seen: Set<MailEvent> = []
        for event in events where seen.insert(event).inserted {
            if MailRole(event).beginsMessage {
                named[event.sender, default: []].append(event)
            } else {
                attendants.append(event)
            }
        }
        let onlySender = named.keys.compactMap { $0 }.count == 1 ? named.keys.compactMap { $0 }.first : nil
        for (sender, rows) in named {
            // A row without a sender is the only sender's, where there is one.
            if sender == nil && onlySender != nil {
                attendants += rows
            } else {
                groups += MailGrouping.days(of: rows, sender: sender)
            }
        }
        sortGroups()
        join()
        attach(attendants)
    }

    private mutating func sortGroups() {
        groups.sort { ($0.begin, $0.sender ?? "") < ($1.begin, $1.sender ?? "") }
    }

    /// The messages of one sender: an id that was used for more than a day is that of several.
    static func days(of rows: [MailEvent], sender: String?) -> [MailGroup] {
        var groups: [MailGroup] = []
        for row in rows.sorted(by: { $0.sent < $1.sent }) {
            if let begin = groups.last?.begin, row.sent.ticks - begin.ticks <= reach {
                groups[groups.count - 1].events.append(row)
            } else {
                groups.append(MailGroup(sender: sender, begin: row.sent, events: [row]))
            }
        }
        return groups
    }

    /// Joins what only traces tell with the tracking logs' account of the same message: the first that began within a
    /// day and shares a recipient.
    private mutating func join() {
        guard groups.count > 1 else { return }
        var joined: [MailGroup] = groups.filter(\.isTracked)
        var alone: [MailGroup] = []
        // In order, as the groups are in order of their beginnings.
        var groupsOf: [String: [Int]] = [:]
        for (index, group) in joined.enumerated() {
            for recipient in group.recipients { groupsOf[recipient, default: []].append(index) }
        }
        for group in groups where !group.isTracked {
            let recipients = group.recipients
            let match = recipients.compactMap { recipient in
                groupsOf[recipient].flatMap { first(of: $0, among: joined, near: group.begin) }
            }.min()
            guard let match else {
                alone.append(group)
                continue
            }
            joined[match].events += group.events
            for recipient in recipients {
                let index = groupsOf[recipient]?.firstPlace { $0 >= match } ?? 0
                if groupsOf[recipient].map({ index < $0.count && $0[index] == match }) == true { continue }
                groupsOf[recipient, default: []].insert(match, at: index)
            }
        }
        groups = joined + alone
        sortGroups()
    }

    /// The first of some groups that began no more than a day before or after a moment.
    private mutating func first(of places: [Int], among groups: [MailGroup], near moment: Instant) -> Int? {
        let index = places.firstPlace {
            looked += 1
            return groups[$0].begin.ticks - moment.ticks >= -MailGrouping.reach
        }
        guard index < places.count, groups[places[index]].begin.ticks - moment.ticks <= MailGrouping.reach else {
            return nil
        }
        return places[index]
    }

    /// A row that accompanies a message goes with the newest one of its sender that had begun by then; of another sender
    /// than any of them, with the newest of all.
    private mutating func attach(_ attendants: [MailEvent]) {
        let attendants = attendants.sorted {
            ($0.sender == nil ? 1 : 0, $0.instant, $0.sender ?? "") < (
                $1.sender == nil ? 1 : 0, $1.instant, $1.sender ?? ""
            )
        }
        guard let first = attendants.first else { return }
        if groups.isEmpty {
            groups = [MailGroup(sender: first.sender, begin: first.instant, events: attendants)]
            return
        }
        // In order, as the groups are in order of their beginnings.
        var groupsOf: [String: [Int]] = [:]
        for (index, group) in groups.enumerated() {
            if let sender = group.sender { groupsOf[sender, default: []].append(index) }
        }
        let all = Array(groups.indices)
        for event in attendants {
            let candidates = event.sender.flatMap { groupsOf[$0] } ?? all
            let begun = candidates.firstPlace {
                looked += 1
                return groups[$0].begin.ticks - MailGrouping.skew > event.instant.ticks
            }
            groups[candidates[max(begun - 1, 0)]].events.append(event)
        }
    }
}

extension MailGroup {
    fileprivate var isTracked: Bool { events.contains { $0.form == .tracking } }

    /// Each once.
    fileprivate var recipients: Set<String> { Set(events.lazy.flatMap(\.recipients)) }
}
