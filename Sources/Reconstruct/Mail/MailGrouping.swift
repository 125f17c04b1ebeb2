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
enum MailGrouping {
    /// Two sends of an id that lie further apart are two messages.
    static let reach = Instant.ticksPerDay
    /// How far clocks of servers disagree, at the very most.
    private static let skew = 60 * Instant.ticksPerMinute

    static func groups(_ events: [MailEvent]) -> [MailGroup] {
        var groups: [MailGroup] = []
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
                groups += days(of: rows, sender: sender)
            }
        }
        groups.sort { ($0.begin, $0.sender ?? "") < ($1.begin, $1.sender ?? "") }
        join(&groups)
        attendants.sort {
            ($0.sender == nil ? 1 : 0, $0.instant, $0.sender ?? "") < (
                $1.sender == nil ? 1 : 0, $1.instant, $1.sender ?? ""
            )
        }
        for event in attendants { attach(event, to: &groups) }
        return groups
    }

    private static func days(of rows: [MailEvent], sender: String?) -> [MailGroup] {
        var groups: [MailGroup] = []
        for row in rows.sorted(by: { $0.sent < $1.sent }) {
            if let last = groups.last, row.sent.ticks - last.begin.ticks <= reach {
                groups[groups.count - 1].events.append(row)
            } else {
                groups.append(MailGroup(sender: sender, begin: row.sent, events: [row]))
            }
        }
        return groups
    }

    /// Joins what only traces tell with the tracking logs' account of the same message.
    private static func join(_ groups: inout [MailGroup]) {
        guard groups.count > 1 else { return }
        var joined: [MailGroup] = groups.filter(\.isTracked)
        var alone: [MailGroup] = []
        for group in groups where !group.isTracked {
            let names = Set(group.events.lazy.flatMap(\.recipients))
            let match = joined.firstIndex { other in
                abs(other.begin.ticks - group.begin.ticks) <= reach
                    && other.events.contains { $0.recipients.contains(where: names.contains) }
            }
            if let match { joined[match].events += group.events } else { alone.append(group) }
        }
        groups = joined + alone
        groups.sort { ($0.begin, $0.sender ?? "") < ($1.begin, $1.sender ?? "") }
    }

    /// A row that accompanies a message goes with the newest one of its sender that had begun by then.
    private static func attach(_ event: MailEvent, to groups: inout [MailGroup]) {
        let known = event.sender != nil && groups.contains { $0.sender == event.sender }
        let candidates = groups.indices.filter { !known || groups[$0].sender == event.sender }
        let begun = candidates.last { groups[$0].begin.ticks - skew <= event.instant.ticks }
        if let index = begun ?? candidates.first {
            groups[index].events.append(event)
        } else {
            groups.append(MailGroup(sender: event.sender, begin: event.instant, events: [event]))
        }
    }
}

extension MailGroup {
    fileprivate var isTracked: Bool { events.contains { $0.form == .tracking } }
}
