/// Tells a message's hops between our servers from the sends that left the organisation.
struct MailRoute {
    /// Names of servers that are ours: where a mailbox here submitted or received, and where the log was written.
    private var own: Set<String> = []
    private(set) var servers = MailServers()

    init(_ events: [(event: MailEvent, role: MailRole)]) {
        for (event, role) in events where event.form != .trace {
            switch role {
            case .delivery:
                add(event.serverHost)
                servers.note(event.clientHost, hasLog: true)
                servers.note(event.serverHost, hasLog: true)
            case .arrival:
                add(event.serverHost)
                servers.note(event.serverHost, hasLog: true)
            case .received:
                add(event.serverHost)
                add(event.clientHost)
                servers.note(event.serverHost, hasLog: true)
            case .submitted:
                // Written by the mailbox's server, which names the one that it called.
                add(event.serverHost)
                add(event.clientHost)
                servers.note(event.clientHost, hasLog: true)
                servers.note(event.serverHost, hasLog: false)
            case .send, .externalSend:
                add(event.clientHost)
                servers.note(event.clientHost, hasLog: true)
            default: break
            }
        }
        for (event, role) in events where role == .send && isHop(event) {
            servers.note(event.serverHost, hasLog: false)
        }
    }

    private mutating func add(_ host: String?) {
        if let host, !host.isEmpty { own.insert(host) }
    }

    /// Whether a SEND went to a server of ours: by its connector, by the server's name, or by the domain that it shares
    /// with ours.
    func isHop(_ event: MailEvent) -> Bool {
        if let connector = event.connector?.lowercased(), connector.holds("intra-organization") { return true }
        guard let host = event.serverHost, !host.isEmpty else { return false }
        if own.contains(host) { return true }
        guard let domain = MailHost.domain(host) else { return MailHost.isBareName(host) }
        if own.contains(where: { MailHost.domain($0) == domain }) { return true }
        // A log names its own server without a domain, and the other end with one.
        guard event.connector == nil else { return false }
        return own.contains { MailHost.isBareName($0) && host.hasPrefix($0 + ".") }
    }
}

/// Names of servers as logs write them: with a domain or without.
enum MailHost {
    static func isBareName(_ host: String) -> Bool {
        !host.utf8.contains(UInt8(ascii: ".")) && !host.utf8.contains(UInt8(ascii: ":"))
    }

    /// What follows the first label, where that has at least two labels itself; nil for numbers.
    static func domain(_ host: String) -> Substring? {
        guard let dot = host.firstIndex(of: "."), let last = host.last, last.isLetter else { return nil }
        let rest = host[host.index(after: dot)...]
        return rest.contains(".") ? rest : nil
    }

    /// The name without its domain, of one that has both.
    static func label(_ host: String) -> String? {
        guard let dot = host.firstIndex(of: "."), dot > host.startIndex else { return nil }
        let label = String(host[..<dot])
        return isBareName(label) ? label : nil
    }

    /// Whether two names are those of one server: a log names its own server without a domain, and others with one.
    static func areSame(_ one: String, _ other: String) -> Bool {
        if one == other { return true }
        let (short, long) = one.utf8.count < other.utf8.count ? (one, other) : (other, one)
        return isBareName(short) && !short.isEmpty && long.hasPrefix(short + ".")
    }
}
