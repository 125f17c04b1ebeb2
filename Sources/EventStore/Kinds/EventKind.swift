/// A kind of event: the table that holds it and the fields it has. The names are those of the export, in lower case and
/// without spaces, and they are the storage format: a column is added at the end, by a migration, or not at all.
public struct EventKind: Sendable, Equatable {
    /// How a column's values are stored.
    public enum ColumnType: String, Sendable {
        case instant, integer, boolean
        /// Text that repeats from row to row: stored once, in the dictionary.
        case text
        /// Text that is rarely the same twice: stored with the row.
        case inlineText
        /// Raw bytes that repeat from row to row: stored once.
        case bytes
    }

    /// A field of an event.
    public struct Column: Sendable, Equatable {
        /// The export's name of it, in lower case and without spaces.
        public let name: String
        /// How its values are stored.
        public let type: ColumnType
        /// Whether the rows of one item mostly share its value: then it is stored once for them all, in a group.
        let isGrouped: Bool

        /// A field by its stored name.
        public init(_ name: String, _ type: ColumnType) { self.init(name, type, isGrouped: false) }

        init(_ name: String, _ type: ColumnType, isGrouped: Bool) {
            self.name = name
            self.type = type
            self.isGrouped = isGrouped
        }
    }

    /// Names the table and, with an `s`, the documented view.
    public let name: String
    /// The fields, in the order in which they are stored.
    public let columns: [Column]
    /// What the key of a stream is called in the view.
    let keyName: String
    /// The column that is left out where it would say the same as the stream's key; the view shows the key in its
    /// place.
    let keyColumn: String

    /// Whether both are the same kind: its name tells.
    public static func == (left: EventKind, right: EventKind) -> Bool { left.name == right.name }
}

extension EventKind {
    /// Every kind that a store holds, in the order in which they came to be.
    public static let all: [EventKind] = [.calendar, .mail]

    /// An entry of a calendar diagnostic log. The stream's key is the meeting key: the cleaned global object id in
    /// upper-case hex, or for an id of no known form its text, trimmed and in upper case.
    public static let calendar = EventKind(
        name: "calendar_entry",
        columns: CalendarColumn.allCases.map { Column($0.name, $0.type, isGrouped: $0.isGrouped) },
        keyName: "meeting_key",
        keyColumn: CalendarColumn.globalObjectID.name)

    /// A row of a message log: of a tracking log of Exchange Server, or of a message trace of Exchange Online. The
    /// stream's key is the message id, trimmed and in lower case.
    public static let mail = EventKind(
        name: "mail_entry", columns: MailColumn.allCases.map { Column($0.name, $0.type) }, keyName: "message_key",
        keyColumn: MailColumn.messageID.name)
}

/// The fields of a calendar entry by their place in `EventKind.calendar`.
public enum CalendarColumn: Int, CaseIterable, Sendable {
    /// Whose log the entry came from, lower case; none in a merged export.
    case mailbox
    case logTime, startTime, endTime
    case normalizedSubject, calendarLogTriggerAction
    case originalLastModifiedTime
    case itemClass, duration, appointmentRecurring
    case sentRepresentingEmailAddress, senderEmailAddress
    case itemVersion, appointmentSequenceNumber, isException
    case responsibleUserName
    case appointmentState
    /// The raw id in upper-case hex with its instance date, or the text of an id of no known form; none when it
    /// is the same as the stream's key.
    case globalObjectID
    case creationTime, lastModifiedTime
    case timeZone, recurrenceType
    /// The blob's bytes when the text was hex or Base64, else the text as it stood.
    case appointmentRecurrenceBlob
    case mapiIsAllDayEvent
    /// Every other field that the export carried: a JSON object of column name (lower case, no spaces) to text.
    case more

    /// The name in the store: that of the export, in lower case and without spaces.
    public var name: String { "\(self)".lowercased() }

    /// Whether its values are people beside the mailbox's owner.
    public var namesSomebody: Bool {
        switch self {
        case .sentRepresentingEmailAddress, .senderEmailAddress, .responsibleUserName: true
        default: false
        }
    }

    /// What describes the item rather than the change: in a log of a million rows these thirteen had 92 thousand
    /// different contents.
    var isGrouped: Bool {
        switch self {
        case .startTime, .endTime, .normalizedSubject, .duration, .appointmentRecurring, .sentRepresentingEmailAddress,
            .appointmentSequenceNumber, .isException, .globalObjectID, .timeZone, .recurrenceType,
            .appointmentRecurrenceBlob, .mapiIsAllDayEvent:
            true
        case .mailbox, .logTime, .calendarLogTriggerAction, .originalLastModifiedTime, .itemClass,
            .senderEmailAddress, .itemVersion, .responsibleUserName, .appointmentState, .creationTime,
            .lastModifiedTime, .more:
            false
        }
    }

    /// How its values are stored.
    public var type: EventKind.ColumnType {
        switch self {
        case .logTime, .startTime, .endTime, .originalLastModifiedTime, .creationTime, .lastModifiedTime: .instant
        case .duration, .itemVersion, .appointmentSequenceNumber, .appointmentState: .integer
        case .appointmentRecurring, .isException, .mapiIsAllDayEvent: .boolean
        case .appointmentRecurrenceBlob: .bytes
        case .more: .inlineText
        default: .text
        }
    }
}
