import EventStore
import ExchangeFormats
import Reconstruct

/// What every table of a run has in common.
package struct TableOptions: Sendable {
    /// The folder in which the finished files stand.
    package var folder: String
    /// `YYYY-MM` before the files' names, where a month was asked for.
    package var month: String?
    package var delimiter: UInt8
    package var window: Range<Instant>
    package var includesCancelled: Bool
    /// Of the partner's tables; nil for the names of our own.
    package var profile: PartnerProfile?
    package var listStyle: ListStyle
    /// Whether the files are drafts: who puts them in their place brings them to the disk.
    package var isStaged = false
    /// The same tables as an earlier run wrote them, where rows may be copied from.
    package var earlier: EarlierTables?

    package init(
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
package struct FinishedTable: Sendable, Equatable, Encodable {
    package var name: String
    package var path: String
    package var rows: Int
    /// What the file holds, where it was digested as it was written.
    package var content: Content?
    /// How many rows there were before people and pairs were left out, where the table counts them.
    package var rowsBefore: Int?
    /// Where the rows of each stream stand, where the table can tell.
    package var portions: PortionList?
    /// The rows that were not copied from an earlier table, in a file of their own; nil where all were made.
    package var changes: Changes?

    package struct Content: Sendable, Equatable {
        package var bytes: Int64
        /// In lower-case hex.
        package var sha256: String
    }

    package struct Changes: Sendable, Equatable {
        package var path: String
        package var rows: Int
    }

    /// What people call one of its rows.
    package var unit: String { name == "ics" ? "event" : name == "ecs" ? "document" : "row" }

    /// What reports tell of it.
    private enum CodingKeys: CodingKey { case name, path, rows, rowsBefore }
}

/// An occurrence on its way into the tables, under the meeting's stream.
package struct TabledOccurrence {
    package var stream: StreamID
    package var meeting: Meeting
    package var occurrence: Occurrence
    package var attendees: [Attendee]

    var key: String { stream.key }

    package init(stream: StreamID, meeting: Meeting, occurrence: Occurrence, attendees: [Attendee]) {
        self.stream = stream
        self.meeting = meeting
        self.occurrence = occurrence
        self.attendees = attendees
    }
}
