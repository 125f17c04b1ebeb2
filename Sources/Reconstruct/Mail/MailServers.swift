/// The servers that rows of message logs name, by their names in lower case: which of them wrote rows, and which were
/// only spoken of.
public struct MailServers: Hashable, Sendable {
    /// Of which rows are here.
    public private(set) var logged: Set<String> = []
    /// To which servers of ours handed messages.
    public private(set) var called: Set<String> = []

    /// Names beyond these are not kept: no organisation has so many servers, and hostile rows may name any number.
    static let most = 10_000

    /// No servers.
    public init() {}

    /// Servers by names in lower case; all are kept, however many.
    public init(logged: Set<String>, called: Set<String>) {
        self.logged = logged
        self.called = called
    }

    mutating func note(_ host: String?, hasLog: Bool) {
        guard let host, !host.isEmpty else { return }
        if hasLog { logged.insert(host) } else { called.insert(host) }
    }

    /// Adds what other rows name.
    public mutating func add(_ other: MailServers) {
        for host in other.logged where logged.count < MailServers.most { logged.insert(host) }
        for host in other.called where called.count < MailServers.most { called.insert(host) }
    }

    /// Those that messages were handed to and of which no log is here, in order.
    public var withoutLog: [String] {
        guard logged.count < MailServers.most else { return [] }
        let bare = Set(logged.map { String($0.prefix { $0 != "." }) })
        return called.filter { host in
            if logged.contains(host) { return false }
            if MailHost.isBareName(host) { return !bare.contains(host) }
            return !logged.contains(String(host.prefix { $0 != "." }))
        }.sorted()
    }
}
