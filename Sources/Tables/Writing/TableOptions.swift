import EventStore
import ExchangeFormats
import Reconstruct

/// What every table of a run has in common.
public struct TableOptions: Sendable {
    /// The folder in which the finished files stand.
    public var folder: String
    /// `YYYY-MM` before the files' names, where a month was asked for.
    public var month: String?
    public var delimiter: UInt8
    public var window: Range<Instant>
    public var includesCancelled: Bool
    /// Of the partner's tables; nil for the names of our own.
    public var profile: PartnerProfile?
    public var listStyle: ListStyle
    /// Whether the files are drafts: who puts them in their place brings them to the disk.
    public var isStaged = false
    /// The same tables as an earlier run wrote them, where rows may be copied from.
    public var earlier: EarlierTables?

    public init(
        folder: String, month: String?, delimiter: UInt8, window: Range<Instant>, includesCancelled: Bool,
        profile: PartnerProfile? = nil,
        listStyle: ListStyle = .json
    ) {
        self.folder = folder
        self.month = month
        self.delimiter = delimiter
        self.window = window
        self.includesCancelled = includesCancelled
        self.profile = profile
        self.listStyle = listStyle
    }

    func fileName(_ table: String) -> String { (month.map { "\($0)_" } ?? "") + table + ".csv" }
}

/// A finished table.
public struct FinishedTable: Sendable, Equatable, Encodable {
    public var name: String
    public var path: String
    public var rows: Int
    /// What a draft holds; nil of other files, which nobody asks it of.
    public var content: Content?
    /// How many rows there were before people and pairs were left out, where the table counts them.
    public var rowsBefore: Int?
    /// Where the rows of each stream stand, where the table can tell.
    public var portions: PortionList?
    /// The rows that were not copied from an earlier table, in a file of their own; nil where all were made.
    public var changes: Changes?

    public struct Content: Sendable, Equatable {
        public var bytes: Int64
        /// In lower-case hex.
        public var sha256: String
    }

    public struct Changes: Sendable, Equatable {
        public var path: String
        public var rows: Int
    }

    /// What reports tell of it.
    private enum CodingKeys: CodingKey { case name, path, rows, rowsBefore }
}

/// An occurrence on its way into the tables, under the meeting's stream.
public struct TabledOccurrence {
    public var stream: StreamID
    public var meeting: Meeting
    public var occurrence: Occurrence
    public var attendees: [Attendee]

    var key: String { stream.key }

    public init(stream: StreamID, meeting: Meeting, occurrence: Occurrence, attendees: [Attendee]) {
        self.stream = stream
        self.meeting = meeting
        self.occurrence = occurrence
        self.attendees = attendees
    }
}
