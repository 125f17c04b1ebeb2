import ExchangeFormats

/// One row of a message log, as the fold of a message needs it. Addresses are in their canonical form.
public struct MailEvent: Hashable, Sendable {
    /// The family of exports: it decides which of the fields below the row can have.
    public var form: MessageLogForm
    /// When the row was logged; of a trace, when Exchange Online received the message.
    public var instant: Instant
    /// `source` and `event-id` of a tracking log, in upper case.
    public var source = ""
    /// `DELIVER`, `SEND` and others; empty where the row has none, as in a trace.
    public var eventID = ""
    /// `Status` of a trace.
    public var status: MailStatus?
    /// Message trace id, in lower case, or nil; with a recipient it names the record of which the row is a state.
    public var traceID: String?
    /// None for the null sender as well.
    public var sender: String?
    /// Whether the envelope names nobody to answer to: bounces and automatic replies.
    public var hasNullReturnPath = false
    /// In the order of the row; of an expansion the members of a list, of a redirection the new addresses.
    public var recipients: [String] = []
    /// As it stood; in a historical search each recipient stands in it behind its address and `##`.
    public var recipientStatus: String?
    /// Addresses that the event refers to: of an expansion the lists, of a redirection the addresses that were
    /// replaced.
    public var relatedRecipients: [String] = []
    /// When the message was first submitted, where a delivery says so (`message-info`).
    public var origination: Instant?
    /// Nil where the row says `Undefined`, or nothing.
    public var directionality: Directionality?
    /// Connector id, as it stood; nil in a trace.
    public var connector: String?
    /// In lower case.
    public var clientHost: String?
    /// In lower case: of a SEND the server at the other end; nil in a trace.
    public var serverHost: String?
    /// `MessageClass` of a submission's source context, in lower case.
    public var messageClass: String?
    /// Whether the source context tells of journaling.
    public var isJournaling = false

    /// Whether a message came from outside or was submitted inside.
    public enum Directionality: Sendable { case originating, incoming }

    /// A row that names nobody yet: every other field is empty, false or nil.
    public init(_ form: MessageLogForm, at instant: Instant) {
        self.form = form
        self.instant = instant
    }

    /// Rows of one message differ in their times, events or people; to hash every field would cost more than to compare
    /// the few that do not.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(instant.ticks)
        hasher.combine(eventID)
        // A trace says of a message to all staff at one instant that everybody got it.
        hasher.combine(recipients)
        hasher.combine(relatedRecipients.first)
        hasher.combine(sender)
    }

    /// The best the row knows of when its message was sent.
    var sent: Instant { origination ?? instant }
}

/// What a message trace says became of a message for a recipient (message-trace documentation of Exchange Online).
public enum MailStatus: Int, Sendable, CaseIterable {
    // In the order in which one supersedes another. A record changes from a provisional status to a final one, and to a
    // word that is not listed here no earlier than that; what was quarantined can be released; what was delivered can
    // be recalled; a list that was expanded was not delivered to.
    case unknown, gettingStatus, pending, unlisted, resolved, failed, filteredAsSpam, quarantined, delivered, recalled,
        expanded

    /// Reads a status in the spelling of any of the exports; `unknown` for `None`, and `unlisted` for words that no
    /// document lists and for the `unknownFutureValue` under which Microsoft Graph hides those that came later.
    public init(_ text: String) {
        self = MailStatus.named[text.lowercased().filter { $0 != " " }] ?? .unlisted
    }

    private static let named: [String: MailStatus] = [
        "": .unknown, "none": .unknown, "gettingstatus": .gettingStatus, "pending": .pending, "resolved": .resolved,
        "failed": .failed,
        "filteredasspam": .filteredAsSpam, "quarantined": .quarantined, "delivered": .delivered, "recalled": .recalled,
        "expanded": .expanded,
    ]

    /// Whether the recipient received the message: what was recalled had been delivered first.
    public var isReceived: Bool { self == .delivered || self == .recalled }

    /// Whether it says that the recipient has not received the message.
    var isRefusal: Bool {
        switch self {
        case .gettingStatus, .pending, .resolved, .failed, .filteredAsSpam, .quarantined: true
        case .unknown, .unlisted, .delivered, .recalled, .expanded: false
        }
    }

    /// Whether the newer word on the same recipient is this one. It does not depend on the order in which they came.
    public func supersedes(_ other: MailStatus) -> Bool { rawValue > other.rawValue }
}
