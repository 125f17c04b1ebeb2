/// Tells a message's hops between our servers from the sends that left the organisation.
struct MailRoute {
    /// Names of servers that are ours: where a mailbox here submitted or received, and where the log was written.
    private var own: Set<String> = []

    init(_ events: [(event: MailEvent, role: MailRole)]) {
        for (event, role) in events where event.form != .trace {
            switch role {
            case .delivery, .arrival: add(event.serverHost)
            case .received, .submitted:
                add(event.serverHost)
                add(event.clientHost)
            case .send, .externalSend: add(event.clientHost)
            default: break
            }
        }
    }

    private mutating func add(_ host: String?) {
        if let host, !host.isEmpty { own.insert(host) }
    }

    /// Whether a SEND went to a server of ours: by its connector, by the server's name, or by the domain that it shares with ours.
    func isHop(_ event: MailEvent) -> Bool {
        if let connector = event.connector?.lowercased(), connector.holds("intra-organization") { return true }
        guard let host = event.serverHost, !host.isEmpty else { return false }
        if own.contains(host) { return true }
        guard let domain = MailRoute.domain(host) else { return MailRoute.isBareName(host) }
        if own.contains(where: { MailRoute.domain($0) == domain }) { return true }
        // A log names its own server without a domain, and the other end with one.
        guard event.connector == nil else { return false }
        return own.contains { MailRoute.isBareName($0) && host.hasPrefix($0 + ".") }
    }

    private static func isBareName(_ host: String) -> Bool { !host.utf8.contains(UInt8(ascii: ".")) && !host.utf8.contains(UInt8(ascii: ":")) }

    /// What follows the first label, where that has at least two labels itself; nil for numbers.
    private static func domain(_ host: String) -> Substring? {
        guard let dot = host.firstIndex(of: "."), let last = host.last, last.isLetter else { return nil }
        let rest = host[host.index(after: dot)...]
        return rest.contains(".") ? rest : nil
    }
}
