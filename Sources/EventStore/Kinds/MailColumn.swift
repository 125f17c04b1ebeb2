/// The fields of a message log's row by their place in `EventKind.mail`. One row of any message log is one event,
/// however many recipients it names.
///
/// The stream's key is the message id, trimmed and in lower case. A row without one has `network:` and its network
/// message id, else `trace:` and its trace id, else `server:` and the server's host, `/` and the internal id, else
/// `event:` and the row's identity in hex.
public enum MailColumn: Int, CaseIterable, Sendable {
    /// The family of exports that the row is of: `tracking` for a row of one event, whether from a server's log, from
    /// Get-MessageTrackingLog or from an extended historical search; `trace`; `historical` for a row of one message as
    /// the summary of a historical search has it.
    case form
    /// `date-time`, `Received` or `origin_timestamp`.
    case logTime
    /// `source` and `event-id` of a tracking log.
    case source, eventID
    /// `Status` of a message trace as PowerShell spells it (`FilteredAsSpam`), whatever the export's spelling.
    case status
    /// The message id as it stood; none when it is the same as the stream's key.
    case messageID
    case networkMessageID, messageTraceID, internalMessageID
    case sender
    /// Addresses separated by `;`, whatever the export separated them by.
    case recipients
    /// As it stood: replies of servers may hold any separator. In the `historical` form `address##Receive, Deliver;…`;
    /// the addresses are in `recipients` too.
    case recipientStatus
    case relatedRecipients, reference
    case subject
    case returnPath, messageInfo
    /// `Incoming`, `Originating` or `Undefined`; a historical search's 1 and 2 are the first two.
    case directionality
    case connectorID
    /// `client-ip` of a tracking log, `FromIP` of a trace.
    case clientAddress
    case clientHostName
    /// `server-ip` of a tracking log, `ToIP` of a trace.
    case serverAddress
    case serverHostName, originalClientAddress
    /// In bytes.
    case size
    case sourceContext
    /// Every other field that the export carried: a JSON object of column name (lower case, no spaces) to text; and of
    /// a trace the record as it came, under `originalRecord`.
    case more

    /// The member of `more` that holds a trace's record as the export had it. No column is named so: names are in lower
    /// case.
    public static let originalRecord = "originalRecord"

    /// The name in the store.
    public var name: String {
        switch self {
        // Every event has a form and a source of its own: how its instants are stored, and the file that it came from.
        case .form: "exportform"
        case .source: "eventsource"
        default: "\(self)".lowercased()
        }
    }

    /// How its values are stored.
    public var type: EventKind.ColumnType {
        switch self {
        case .logTime: .instant
        case .size: .integer
        case .messageID, .networkMessageID, .messageTraceID, .internalMessageID, .recipientStatus, .reference,
            .messageInfo, .sourceContext, .more:
            .inlineText
        default: .text
        }
    }
}
