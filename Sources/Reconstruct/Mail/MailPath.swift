import ExchangeFormats

/// Where the rows of one message saw each recipient, beside those that say what became of them.
///
/// Clocks of servers disagree, and a hop is noted when the next server has taken the message, which notes the arrival
/// before that. So a row is the answer to a hop by the servers that it names, and by its time only where the names do
/// not tell.
struct MailPath {
    /// A recipient's arrivals at one server. Whoever sends a message from outside again and again, under any number of
    /// names, makes no more than one of them.
    struct Arrivals {
        private var clients: Set<String> = []
        /// The first labels of those that have a domain.
        private var labels: Set<String> = []
        private(set) var newest: Instant

        fileprivate init(_ event: MailEvent) { newest = event.instant }

        fileprivate mutating func add(_ event: MailEvent) {
            newest = max(newest, event.instant)
            guard let client = event.clientHost, clients.insert(client).inserted, let label = MailHost.label(client)
            else { return }
            labels.insert(label)
        }

        /// Whether one came from a server, by any of the names that are the same (`MailHost.areSame`).
        fileprivate func areFrom(_ host: String) -> Bool {
            if clients.contains(host) || MailHost.isBareName(host) && labels.contains(host) { return true }
            return MailHost.label(host).map(clients.contains) ?? false
        }
    }

    /// By recipient, and by the server that noted them.
    private(set) var arrivals: [String: [String: Arrivals]] = [:]
    /// Servers that sent a recipient's copy on.
    private var senders: [String: Set<String>] = [:]
    /// Servers that replaced a recipient.
    private var replacing: [String: Set<String>] = [:]

    init(_ rows: [(event: MailEvent, role: MailRole)]) {
        for (event, role) in rows {
            switch role {
            case .arrival:
                guard let server = event.serverHost, !server.isEmpty else { continue }
                for recipient in event.recipients {
                    arrivals[recipient, default: [:]][server, default: Arrivals(event)].add(event)
                }
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
        let arrived = arrivals[recipient] ?? [:], sent = senders[recipient] ?? []
        if let next = hop.serverHost, !next.isEmpty, !MailHost.areSame(next, origin) {
            let isThere = { MailHost.areSame($0, next) }
            if sent.contains(where: isThere) || arrived.keys.contains(where: isThere) { return true }
            if replacing[recipient]?.contains(where: isThere) ?? false { return true }
        }
        // A server may be reached under another name than it gives itself: then an arrival from which nobody sent the
        // message on is the answer.
        return arrived.contains { server, arrivals in
            if MailHost.areSame(server, origin) || sent.contains(where: { MailHost.areSame($0, server) }) {
                return false
            }
            return arrivals.areFrom(origin) || arrivals.newest > hop.instant
        }
    }
}
