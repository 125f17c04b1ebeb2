import ExchangeFormats

/// A message as it reached people: one sender, each final recipient once.
public struct MailMessage: Hashable, Sendable {
    /// On what the recipients rest.
    public enum Evidence: Int, Sendable {
        /// Deliveries, sends to the outside, delivered traces.
        case delivery
        /// The log shows only that the message was submitted: its recipients are those that the sender named.
        case submission
    }

    /// In canonical form: never the null sender, nor a mailbox that Exchange keeps for itself.
    public var sender: String
    /// When it was sent: one instant for all recipients.
    public var when: Instant
    /// Sorted, each once; empty only where a rule added whoever received it.
    public var recipients: [String]
    /// Recipients whom a rule of some mailbox added, none of them among the others; sorted.
    public var added: [String]
    /// On what `recipients` rest: the two are never mixed within a message.
    public var evidence: Evidence
    /// It came in from the outside, and no mailbox here submitted it: a sender of this organisation is then not to be
    /// believed.
    public var cameFromOutside: Bool
    /// What made it, where nobody wrote it.
    public var origin: MailOrigin?

    /// E-mails that people sent each other: those of machines, and those that machines sent on, are none.
    public var emailCount: Int { origin.map(MailOrigin.machines.contains) ?? false ? 0 : recipients.count }

    /// A message of its parts, as they are given: recipients are neither sorted nor made unique.
    public init(
        sender: String, when: Instant, recipients: [String], added: [String] = [], evidence: Evidence = .delivery,
        cameFromOutside: Bool = false,
        origin: MailOrigin? = nil
    ) {
        self.sender = sender
        self.when = when
        self.recipients = recipients
        self.added = added
        self.evidence = evidence
        self.cameFromOutside = cameFromOutside
        self.origin = origin
    }
}

/// What the rows of one message id describe.
public struct MailFold: Hashable, Sendable {
    /// More than one where senders reuse an id. Ordered by `when`, then by sender.
    public var messages: [MailMessage] = []
    /// What became of the rows of this id, and of the recipients that they named.
    public var account = MailAccount()
    /// The servers that the rows of this id name.
    public var servers = MailServers()
}

/// What became of rows, and of recipients that rows named, in counts.
public struct MailAccount: Hashable, Sendable {
    /// Rows that say that somebody received a message.
    public var countedRows = 0
    /// The other rows. With `countedRows` they are all rows that were folded, repeats included.
    public var rows: [MailRowReason: Int] = [:]
    /// Recipients, once for each message, that rows which count name and that received nothing themselves.
    public var recipients: [MailRecipientReason: Int] = [:]
    /// Messages whose recipients rest on their submission alone.
    public var submittedOnly = 0

    /// An account of no rows.
    public init() {}

    /// Adds the counts of another message.
    public mutating func add(_ other: MailAccount) {
        countedRows += other.countedRows
        rows.merge(other.rows, uniquingKeysWith: +)
        recipients.merge(other.recipients, uniquingKeysWith: +)
        submittedOnly += other.submittedOnly
    }
}

/// Why a row does not say that somebody received a message.
public enum MailRowReason: String, Sendable, CaseIterable {
    /// From one server to another, or an arrival.
    case hop
    /// What the sender named, where deliveries say who received.
    case submission
    case expansion, redirection
    case shadowCopy, resubmission, duplicate, moderation
    case calendarProcessing
    /// What servers note beside the way of a message.
    case processing
    /// Failures, bounces and dropped messages.
    case failure
    /// Filtered as spam or held in quarantine.
    case filtered
    /// A trace that says "pending" and that nothing has superseded yet.
    case provisional
    /// A trace whose status is a word that no document lists, or the one under which newer words are hidden.
    case unknownStatus
    /// A trace whose status another row of the same recipient supersedes.
    case superseded
    /// A row that says what another one says, letter case and columns of no weight aside.
    case repeated
    /// The message was made by a rule, an agent, a public folder or a server.
    case machineMade
    case journal
    /// Bounces, automatic replies and reports.
    case automatic
    case nullSender
    /// The sender is a mailbox that Exchange keeps for itself.
    case systemSender
    /// An event that no documentation lists.
    case unknownEvent
    /// The row has no time, and so no place among the messages of its id.
    case undated
}

/// Why a recipient of a row that counts is none of the message's.
public enum MailRecipientReason: String, Sendable, CaseIterable {
    /// A list; its members are counted.
    case list
    /// Another address took its place.
    case redirected
    case failed
    case systemMailbox
    /// The sender.
    case sender
    /// Added by a rule of some mailbox.
    case ruleMade
}
