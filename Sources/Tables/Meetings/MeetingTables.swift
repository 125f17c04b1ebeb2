import ExchangeFormats
import Privacy
import Reconstruct

/// `meetings` and `participants`: one row for each occurrence in the window, and one for each who takes part in it;
/// ordered by start, then by occurrence id.
package final class MeetingTables {
    private let options: TableOptions
    private let mask: Mask
    private let meetings: SortedRows?
    private let participants: SortedRows?
    private var rows: MeetingRows
    /// Before rooms and the like were left out, and several addresses were one person.
    private var attendeeCount = 0

    package init(_ options: TableOptions, mask: Mask, meetings: Bool, participants: Bool) {
        self.options = options
        self.mask = mask
        self.meetings = meetings ? SortedRows() : nil
        self.participants = participants ? SortedRows() : nil
        rows = MeetingRows(options, mask: mask, meetings: meetings, participants: participants)
    }

    package func add(_ tabled: TabledOccurrence) throws {
        attendeeCount += try rows.forEach(of: tabled) { table, key, row in
            try (table == .meetings ? meetings : participants)?.add(key, row: row, of: tabled.stream.number)
        }
    }

    package func finish() throws -> [FinishedTable] {
        var finished: [FinishedTable] = []
        if let meetings { finished.append(try write(meetings, "meetings", MeetingRows.Table.meetings.columns)) }
        if let participants {
            finished.append(
                try write(participants, "participants", MeetingRows.Table.participants.columns, before: attendeeCount))
        }
        return finished
    }

    private func write(
        _ rows: SortedRows, _ name: String, _ columns: [String], before: Int? = nil
    ) throws -> FinishedTable {
        var file = try PortionedFile(options, name: name, columns: columns) { [mask] in try mask.globalObjectID($0) }
        try rows.forEach { row, number, stream in try file.write(row, number: number, stream: stream) }
        return try file.finish(name: name, rowsBefore: before)
    }
}
