import Digest
import Encodings
import ExchangeFormats

/// What a poll leaves for the next one.
struct PollState: Codable {
    /// Rows of a message whose status is not final yet.
    struct PendingMessage: Codable, Hashable {
        var id: String
        var received: TimeSpan
        /// When it was first seen so, in seconds since 1970.
        var since: Int64
        /// The recipients, by what cannot be read back.
        var recipients: Set<String>
    }

    static let currentVersion = 1
    /// Bytes of an id by which a message can be asked for; those of the service have 36.
    private static let longestID = 256

    var version = PollState.currentVersion
    /// Of which tenant and service: another has other rows.
    var tenant: String
    var service: String
    var from: StoredInstant?
    var through: StoredInstant?
    /// What is still to be read, the newest first.
    var open: [TimeSpan] = []
    var pending: [PendingMessage] = []
    /// When requests were made, in milliseconds since 1970.
    var requests: [Int64] = []
    /// By how many seconds the service's clock is ahead of ours.
    var clockAhead: Int64 = 0
    /// Of all rows that were ever read.
    var newestRow: StoredInstant?
    /// The last poll that left nothing open, in seconds since 1970.
    var lastGood: Int64?
    var lastRun: Int64?

    init(tenant: String, service: String) {
        self.tenant = tenant
        self.service = service
    }

    var reach: PollPlan.Reach? {
        get {
            guard let from, let through else { return nil }
            return .init(from: from.instant, through: through.instant)
        }
        set {
            from = newValue.map { StoredInstant($0.from) }
            through = newValue.map { StoredInstant($0.through) }
        }
    }

    /// A row of a page was seen.
    ///
    /// - Returns: whether it was not final before and is now.
    @discardableResult
    mutating func note(_ row: TracePage.Row, index: inout [String: Int], now: Int64) -> Bool {
        guard let received = row.received else { return false }
        // A row of the far future would be the newest for ever.
        let isPossible = received.first.ticks / Instant.ticksPerSecond <= now + 2 * 86_400
        if isPossible, newestRow.map({ $0.instant < received.first }) ?? true {
            newestRow = StoredInstant(received.first)
        }
        let isKnown = index[row.id]
        guard row.isProvisional || isKnown != nil, !row.id.isEmpty, row.id.utf8.count <= PollState.longestID else {
            return false
        }
        let recipient = PollState.name(of: row.recipient)
        if row.isProvisional {
            if let place = isKnown {
                pending[place].recipients.insert(recipient)
                pending[place].received.from = min(pending[place].received.from, received.first)
                pending[place].received.to = max(pending[place].received.to, received.last)
            } else if let span = TimeSpan(from: received.first, to: received.last) {
                index[row.id] = pending.count
                pending.append(.init(id: row.id, received: span, since: now, recipients: [recipient]))
            }
        } else if let place = isKnown {
            return pending[place].recipients.remove(recipient) != nil
        }
        return false
    }

    private static func name(of recipient: String) -> String {
        Hex.lowercase(SHA256().digest(of: Array(recipient.lowercased().utf8)).prefix(8))
    }
}
