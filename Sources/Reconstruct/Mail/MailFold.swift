import ExchangeFormats

/// Folds the rows of one message id into what reached whom.
///
/// The result does not depend on the order of the rows, nor on how often each comes. `docs/mail.md` lists the rules.
public func foldMail(_ events: [MailEvent]) -> MailFold {
    var fold = MailFold()
    var accounted = 0
    for group in MailGrouping(TraceRecord.withOneSenderEach(RoutingAddresses.named(events))).groups {
        var count = MailCount(group)
        if let message = count.message() { fold.messages.append(message) }
        fold.account.add(count.account)
        fold.servers.add(count.servers)
        accounted += group.events.count
    }
    // Each row of the log is one, also where another says the same in other letters or for another column.
    if accounted < events.count { fold.account.rows[.repeated] = events.count - accounted }
    fold.messages.sort { ($0.when, $0.sender) < ($1.when, $1.sender) }
    return fold
}

/// The count of one message's recipients.
struct MailCount {
    private typealias Row = (event: MailEvent, role: MailRole)

    private let group: MailGroup
    private var rows: [Row]
    /// The servers that the message's rows name.
    let servers: MailServers
    private(set) var account = MailAccount()

    /// What rows beside the deliveries tell of addresses.
    private var lists: Set<String> = []
    private var replacements: [String: Set<String>] = [:]
    private var failed: Set<String> = []
    /// The best word of a trace on each of its records.
    private var records: [TraceRecord: MailStatus] = [:]
    /// Of rows that handed the message to a server of ours, by their place: the recipients of whom no other row says
    /// what became of them.
    private var lastSeen: [Int: Set<String>] = [:]

    init(_ group: MailGroup) {
        self.group = group
        rows = group.events.map { ($0, MailRole($0)) }
        let route = MailRoute(rows)
        servers = route.servers
        for index in rows.indices where rows[index].role == .send && route.isHop(rows[index].event) {
            rows[index].role = .hop
        }
        gather()
        followHops()
    }

    /// Whoever was handed to a server that tells nothing more of the message was last seen there.
    private mutating func followHops() {
        let hops = rows.indices.filter { rows[$0].role == .hop }
        guard !hops.isEmpty else { return }
        var settled = lists.union(failed)
        for row in rows {
            switch row.role {
            case .delivery, .send, .externalSend, .historical: settled.formUnion(row.event.recipients)
            default: continue
            }
        }
        for (record, status) in records where status != .unknown && status != .unlisted {
            settled.insert(record.recipient)
        }
        guard hops.contains(where: { !settled.isSuperset(of: rows[$0].event.recipients) }) else { return }
        let path = MailPath(rows)
        for index in hops {
            let open = rows[index].event.recipients.filter {
                !settled.contains($0) && !path.goesOn(from: rows[index].event, $0)
            }
            guard !open.isEmpty else { continue }
            rows[index].role = .lastHop
            lastSeen[index] = Set(open)
        }
    }

    private mutating func gather() {
        for (event, role) in rows {
            switch role {
            case .expansion: lists.formUnion(event.relatedRecipients)
            case .redirection: replace(event.relatedRecipients, by: event.recipients)
            case .failure: failed.formUnion(event.recipients)
            case .trace:
                let status = event.status ?? .unknown
                for recipient in event.recipients {
                    let record = TraceRecord(id: event.traceID, recipient: recipient)
                    if records[record].map(status.supersedes) ?? true { records[record] = status }
                    if status == .expanded { lists.insert(recipient) }
                }
            case .historical:
                for outcome in HistoricalOutcome.all(of: event) where outcome.status == .expanded {
                    lists.insert(outcome.recipient)
                }
            default: break
            }
        }
    }

    /// Several addresses on both sides go by place only where there are as many of each.
    private mutating func replace(_ old: [String], by new: [String]) {
        if old.count == 1 {
            if new != old { replacements[old[0], default: []].formUnion(new) }
        } else if old.count == new.count {
            for (old, new) in zip(old, new) where old != new { replacements[old, default: []].insert(new) }
        }
    }

    // MARK: - Recipients

    /// The message, or nil when nobody received it; afterwards `account` tells why. What a machine made is a message
    /// with its origin, and counts in the account as nobody's.
    mutating func message() -> MailMessage? {
        guard let sender = group.sender else { return nobodys(.nullSender) }
        if SystemMailbox.isOne(sender) { return nobodys(.systemSender) }
        let origin = origin()
        var found = delivered()
        var evidence = MailMessage.Evidence.delivery
        if !found.hasEvidence {
            found = submitted()
            evidence = .submission
        }
        let (recipients, added) = kept(found.names, of: origin)
        let message = MailMessage(
            sender: sender, when: when(), recipients: recipients, added: added, evidence: evidence,
            cameFromOutside: cameFromOutside, origin: origin)
        if let reason = origin?.rowReason {
            account = MailAccount()
            _ = nobodys(reason)
        } else {
            for row in rows {
                if found.counting.contains(row.role), own(row) == nil {
                    account.countedRows += 1
                } else {
                    note(own(row) ?? found.otherwise)
                }
            }
            if evidence == .submission && !recipients.isEmpty { account.submittedOnly += 1 }
        }
        return recipients.isEmpty && added.isEmpty ? nil : message
    }

    /// No row of the message counts, each for its own reason or else for this one.
    private mutating func nobodys(_ reason: MailRowReason) -> MailMessage? {
        for row in rows { note(own(row) ?? reason) }
        return nil
    }

    private struct Found {
        var names: Set<String> = []
        var hasEvidence = false
        /// The rows that the names are from, and why the others are not asked.
        var counting: Set<MailRole> = []
        var otherwise = MailRowReason.submission
    }

    /// Recipients by deliveries, by sends to the outside and by delivered traces.
    private mutating func delivered() -> Found {
        var found = Found()
        // What a mailbox took stands, whatever else failed; what another server took may have failed behind it.
        var taken: Set<String> = [], traced: Set<String> = []
        for (index, row) in rows.enumerated() where own(row) == nil {
            switch row.role {
            case .delivery: taken.formUnion(row.event.recipients)
            case .send, .externalSend: found.names.formUnion(row.event.recipients)
            case .lastHop: found.names.formUnion(lastSeen[index] ?? [])
            case .trace: traced.formUnion(row.event.recipients)
            case .historical:
                traced.formUnion(
                    HistoricalOutcome.all(of: row.event).lazy.filter { $0.status == .delivered }.map(\.recipient))
            default: continue
            }
            found.hasEvidence = true
            found.counting.insert(row.role)
        }
        // What left for Exchange Online may have been held there.
        drop(failed.union(refused), from: &found.names, as: .failed)
        found.names.formUnion(taken)
        found.names.formUnion(replaced(traced.subtracting(taken)))
        return found
    }

    /// Recipients that the sender named, for a message of which no delivery is known: of RECEIVE rows, else of SUBMIT
    /// rows.
    private mutating func submitted() -> Found {
        var found = Found()
        // What waits for a moderator, or was turned down, reached nobody.
        let isModerated = rows.contains { $0.role == .aside(.moderation) }
        if isModerated && !rows.contains(where: { $0.event.eventID == "MODERATORAPPROVE" }) {
            found.otherwise = .moderation
            return found
        }
        for role in [MailRole.received, .submitted] where found.names.isEmpty {
            let named = rows.filter { $0.role == role }.flatMap(\.event.recipients)
            guard !named.isEmpty else { continue }
            found.names = replaced(Set(named))
            found.counting = [role]
        }
        drop(failed.union(refused), from: &found.names, as: .failed)
        return found
    }

    /// Of whom a trace says that they have not received the message, which knows better than a submission or a send.
    private var refused: Set<String> {
        guard !records.isEmpty else { return [] }
        let received = Set(records.lazy.filter { $0.value.isReceived }.map(\.key.recipient))
        return Set(records.lazy.filter { $0.value.isRefusal }.map(\.key.recipient)).subtracting(received)
    }

    private mutating func replaced(_ names: Set<String>) -> Set<String> {
        guard !replacements.isEmpty else { return names }
        let ends = Set(names.flatMap { end(of: $0) })
        let moved = names.subtracting(ends).count
        if moved > 0 { account.recipients[.redirected, default: 0] += moved }
        return ends
    }

    /// What an address was replaced by, through any number of steps; the address itself where it was not.
    private func end(of address: String) -> Set<String> {
        guard replacements[address] != nil else { return [address] }
        var seen: Set<String> = [], ends: Set<String> = []
        var open = [address]
        while let next = open.popLast() {
            guard seen.insert(next).inserted else { continue }
            if let further = replacements[next] { open += further } else { ends.insert(next) }
        }
        // Two that replace each other have no end; then both stand.
        return ends.isEmpty ? seen : ends
    }

    /// Whom of the names a message is for, and whom a machine added to somebody's message. What a machine made is for
    /// all of them.
    private mutating func kept(_ names: Set<String>, of origin: MailOrigin?) -> (recipients: [String], added: [String])
    {
        var names = names
        drop(lists, from: &names, as: .list)
        let isMachines = origin.map { MailOrigin.machines.contains($0) && $0 != .automatic } ?? false
        let ruleMade = isMachines ? [] : ruleMade()
        let added = names.intersection(ruleMade).filter { !SystemMailbox.isOne($0) && $0 != group.sender }
        drop(ruleMade, from: &names, as: .ruleMade)
        drop(Set(names.filter(SystemMailbox.isOne)), from: &names, as: .systemMailbox)
        if let sender = group.sender { drop([sender], from: &names, as: .sender) }
        return (names.sorted(), added.sorted())
    }

    private mutating func drop(_ some: Set<String>, from names: inout Set<String>, as reason: MailRecipientReason) {
        let dropped = names.intersection(some)
        guard !dropped.isEmpty else { return }
        names.subtract(dropped)
        account.recipients[reason, default: 0] += dropped.count
    }

    /// Recipients that a machine added to somebody's message: those that neither the sender nor a list named before.
    private func ruleMade() -> Set<String> {
        let machine = rows.filter { if case .machine = $0.role { true } else { false } }
        guard let first = machine.map(\.event.instant).min() else { return [] }
        var named = Set(
            rows.filter { [.received, .submitted, .arrival].contains($0.role) && $0.event.instant < first }.flatMap(
                \.event.recipients))
        for row in rows where row.role == .expansion || row.role == .redirection {
            named.formUnion(row.event.recipients)
        }
        return Set(machine.flatMap(\.event.recipients)).subtracting(named)
    }

    // MARK: - Rows

    /// What made the message, where nobody wrote it.
    private func origin() -> MailOrigin? {
        if rows.contains(where: { $0.role.beginsMessage && ($0.event.hasNullReturnPath || $0.event.isAutomatic) }) {
            return .automatic
        }
        if let machine = machineOrigin() { return machine }
        return rows.contains(where: \.event.isOfMeeting) ? .meeting : nil
    }

    /// The machine that made the message, unless somebody had sent it before: a rule redirects under the same id.
    private func machineOrigin() -> MailOrigin? {
        var first: (instant: Instant, origin: MailOrigin)?
        for (event, role) in rows {
            guard case .machine(let origin) = role else { continue }
            if let known = first, (known.instant, known.origin.rawValue) <= (event.instant, origin.rawValue) {
                continue
            }
            first = (event.instant, origin)
        }
        guard let first else { return nil }
        let origins: Set<MailRole> = [.received, .submitted, .arrival]
        let isSomebodys = rows.contains { origins.contains($0.role) && $0.event.instant < first.instant }
        return isSomebodys ? nil : first.origin
    }

    /// Why a row by itself names nobody who received; nil for rows that may count.
    private func own(_ row: Row) -> MailRowReason? {
        switch row.role {
        case .delivery, .send, .externalSend, .lastHop, .received, .submitted: return nil
        case .hop, .arrival: return .hop
        case .expansion: return .expansion
        case .redirection: return .redirection
        case .failure: return .failure
        case .machine(let origin): return origin.rowReason
        case .aside(let reason): return reason
        case .trace: return reason(ofTrace: row.event)
        case .historical:
            let outcomes = HistoricalOutcome.all(of: row.event).map(\.status)
            if outcomes.contains(.delivered) { return nil }
            return outcomes.contains(.expanded) ? .expansion : .failure
        }
    }

    private func reason(ofTrace event: MailEvent) -> MailRowReason? {
        let status = event.status ?? .unknown
        let isOutdated = event.recipients.contains { recipient in
            records[TraceRecord(id: event.traceID, recipient: recipient)].map { $0.supersedes(status) } ?? false
        }
        if isOutdated { return .superseded }
        switch status {
        case .delivered, .recalled: return nil
        case .expanded: return .expansion
        case .resolved: return .redirection
        case .failed: return .failure
        case .filteredAsSpam, .quarantined: return .filtered
        case .pending, .gettingStatus, .unknown: return .provisional
        case .unlisted: return .unknownStatus
        }
    }

    private mutating func note(_ reason: MailRowReason) { account.rows[reason, default: 0] += 1 }

    // MARK: - The message

    /// The origination that deliveries tell of, else the earliest row: rows of one delivery differ by seconds.
    private func when() -> Instant {
        rows.compactMap(\.event.origination).min() ?? rows.map(\.event.instant).min() ?? group.begin
    }

    private var cameFromOutside: Bool {
        let says = Set(rows.compactMap(\.event.directionality))
        return says == [.incoming] && !rows.contains { $0.role == .received || $0.role == .submitted }
    }
}

extension MailEvent {
    /// Reports on other messages, and what rules of absence answer.
    fileprivate var isAutomatic: Bool {
        guard let messageClass else { return false }
        return messageClass.hasPrefix("report.") || messageClass.hasPrefix("ipm.note.rules.")
    }

    /// Invitations, cancellations, answers, and their notes.
    fileprivate var isOfMeeting: Bool { messageClass?.hasPrefix("ipm.schedule.meeting.") ?? false }
}

/// What a historical search says of one recipient: `address##Receive, Deliver`.
struct HistoricalOutcome {
    var recipient: String
    var status: MailStatus

    static func all(of event: MailEvent) -> [HistoricalOutcome] {
        guard let text = event.recipientStatus, text.holds("##") else {
            return event.recipients.map {
                HistoricalOutcome(recipient: $0, status: event.recipientStatus.map(status) ?? .unknown)
            }
        }
        return text.split(separator: ";").compactMap { part in
            guard let mark = part.firstRange(of: "##"),
                let address = Address(String(part.prefix(upTo: mark.lowerBound)))
            else { return nil }
            return HistoricalOutcome(
                recipient: address.canonical, status: status(String(part.suffix(from: mark.upperBound))))
        }
    }

    private static func status(_ text: String) -> MailStatus {
        let events = text.lowercased().split { !$0.isLetter }
        if events.contains("expand") { return .expanded }
        if events.contains("deliver") || events.contains("send") || events.contains("delivered") { return .delivered }
        return .failed
    }
}
