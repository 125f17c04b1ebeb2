import ExchangeFormats

/// Where the rows of one message saw each recipient, beside those that say what became of them.
///
/// Clocks of servers disagree, and a hop is noted when the next server has taken the message, which notes the arrival
/// before that. So a row is the answer to a hop by the servers that it names, and by its time only where the names do
/// not tell.
struct MailPath {
    private struct Arrival {
        var server: String
        var client: String?
        var instant: Instant
    }

    private var arrivals: [String: [Arrival]] = [:]
    /// Servers that sent a recipient's copy on.
    private var senders: [String: Set<String>] = [:]
    /// Servers that replaced a recipient.
    private var replacing: [String: Set<String>] = [:]

    init(_ rows: [(event: MailEvent, role: MailRole)]) {
        for (event, role) in rows {
            switch role {
            case .arrival:
                guard let server = event.serverHost, !server.isEmpty else { continue }
                let arrival = Arrival(server: server, client: event.clientHost, instant: event.instant)
                for recipient in event.recipients { arrivals[recipient, default: []].append(arrival) }
            case .send, .externalSend, .hop, .lastHop:
                guard let client = event.clientHost, !client.isEmpty else { continue }
                for recipient in event.recipients { senders[recipient, default: []].insert(client) }
            case .expansion, .redirection:
                guard let server = event.serverHost, !server.isEmpty else { continue }
                for recipient in event.relatedRecipients { replacing[recipient, default: []].insert(server) }
            default: continue
            }
        }
    }

    /// Whether the server to which a hop went, under whatever name, says something of a recipient.
    func goesOn(from hop: MailEvent, _ recipient: String) -> Bool {
        let origin = hop.clientHost ?? ""
        let arrived = arrivals[recipient] ?? [], sent = senders[recipient] ?? []
        if let next = hop.serverHost, !next.isEmpty, !MailHost.areSame(next, origin) {
            let isThere = { MailHost.areSame($0, next) }
            if sent.contains(where: isThere) || arrived.contains(where: { isThere($0.server) }) { return true }
            if replacing[recipient]?.contains(where: isThere) ?? false { return true }
        }
        // A server may be reached under another name than it gives itself: then an arrival from which nobody sent the
        // message on is the answer.
        return arrived.contains { arrival in
            if MailHost.areSame(arrival.server, origin)
                || sent.contains(where: { MailHost.areSame($0, arrival.server) })
            {
                return false
            }
            return arrival.client.map { MailHost.areSame($0, origin) } ?? false || arrival.instant > hop.instant
        }
    }
}
