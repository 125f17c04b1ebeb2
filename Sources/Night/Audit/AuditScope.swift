import EventStore
import ExchangeFormats
import Privacy
import Projection
import Reconstruct

/// What of all findings is asked for: those of somebody's ticket.
struct AuditScope {
    /// Canonical addresses.
    private var mailboxes: Set<String> = []
    /// Numbers of streams by their keys.
    private var meetings: [String: Int64] = [:]

    /// - Throws: a `Failure` for what is no address, and for what is no meeting's id.
    init(_ settings: AuditSettings, _ mask: Mask, in log: EventLog) throws {
        for text in settings.mailboxes {
            guard let address = Address(text) else {
                throw Failure(.usage, "--mailbox \(text) is no address.", next: "Name the mailbox's address.")
            }
            mailboxes.insert(mask.people.resolved(address).canonical)
        }
        let lookup = MeetingLookup(log: log, meetingID: mask.globalObjectID, pseudonym: { mask.globalObjectID })
        for id in settings.meetings {
            let stream = try lookup.stream(id)
            meetings[stream.key] = stream.number
        }
    }

    /// Mailboxes that are asked for by name.
    var named: Set<String> { mailboxes }
    var isAll: Bool { mailboxes.isEmpty && meetings.isEmpty }
    var streams: [Int64] { meetings.values.sorted() }

    /// - Parameter rows: those that the finding cites: whoever holds one of them has to do with it.
    func has(_ finding: Finding, _ key: String?, _ rows: some Sequence<EvidenceRow>, _ people: People) -> Bool {
        func isAsked(_ person: String?) -> Bool {
            guard let person else { return false }
            return mailboxes.contains(person)
                || Address(person).map { mailboxes.contains(people.resolved($0).canonical) } ?? false
        }
        var ids = [key].compactMap { $0 }
        if case .meeting(let other) = finding.actual { ids.append(other) }
        guard meetings.isEmpty || ids.contains(where: { meetings[$0] != nil }) else { return false }
        return mailboxes.isEmpty || isAsked(finding.mailbox) || isAsked(finding.organizer)
            || rows.contains { isAsked($0.mailbox) }
    }
}
