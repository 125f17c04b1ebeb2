/// The fields of a message log's row by their place in `EventKind.mail`. One row of any message log is one event,
/// however many recipients it names.
public enum MailColumn: Int, CaseIterable, Sendable {
    /// The family of exports that the row is of: `tracking`, `trace` or `historical`.
    case form
    /// `date-time`, `Received` or `origin_timestamp`.
    case logTime
    /// `source` and `event-id` of a tracking log.
    case source, eventID
    /// `Status` of a message trace.
    case status
    /// The message id as it stood; none when it is the same as the stream's key.
    case messageID
    case networkMessageID, messageTraceID, internalMessageID
    case sender
    /// Addresses separated by `;`, whatever the export separated them by.
    case recipients
    /// As it stood: replies of servers may hold any separator.
    case recipientStatus
    case relatedRecipients, reference
    case subject
    case returnPath, messageInfo, directionality, connectorID
    case clientAddress, clientHostName, serverAddress, serverHostName, originalClientAddress
    /// In bytes.
    case size
    case sourceContext
    /// Every other field that the export carried: a JSON object of column name (lower case, no spaces) to text.
    case more

    public var name: String { "\(self)".lowercased() }

    public var type: EventKind.ColumnType {
        switch self {
        case .logTime: .instant
        case .size: .integer
        case .messageID, .networkMessageID, .messageTraceID, .internalMessageID, .recipientStatus, .reference, .messageInfo, .sourceContext, .more:
            .inlineText
        default: .text
        }
    }
}
