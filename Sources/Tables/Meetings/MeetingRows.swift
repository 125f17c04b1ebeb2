import ExchangeFormats
import Privacy
import Reconstruct

/// Makes the rows of `meetings` and `participants`, and the keys that order them.
package struct MeetingRows {
    package enum Table: String, Sendable {
        case meetings, participants

        package var columns: [String] {
            switch self {
            case .meetings: MeetingRow.columns
            case .participants: ["occurrence_id", "participant", "kind", "response"]
            }
        }
    }

    private let includesCancelled: Bool
    private let mask: Mask
    private let makesMeetings: Bool
    private let makesParticipants: Bool
    private var row: CSVRow
    private var people = PresentPeople()

    /// - Parameters:
    ///   - meetings: whether rows of `meetings` are made.
    ///   - participants: whether rows of `participants` are.
    package init(_ options: TableOptions, mask: Mask, meetings: Bool, participants: Bool) {
        includesCancelled = options.includesCancelled
        self.mask = mask
        makesMeetings = meetings
        makesParticipants = participants
        row = CSVRow(delimiter: options.delimiter)
    }

    /// Makes the rows of an occurrence.
    ///
    /// - Returns: how many took part in it, before rooms and the like were left out and several addresses were one
    ///   person; 0 where nobody asks for them.
    package mutating func forEach(
        of tabled: TabledOccurrence, _ body: (Table, SortedRows.Key, _ row: [UInt8]) throws -> Void
    ) throws -> Int {
        let occurrence = tabled.occurrence
        guard includesCancelled || occurrence.status != .cancelled else { return 0 }
        let meetingID = try mask.globalObjectID(tabled.key)
        let occurrenceID = MeetingRows.occurrenceID(meetingID, occurrence, isAllDay: tabled.meeting.schedule.isAllDay)
        let (present, attendees) = people.find(tabled, mask)
        let start = occurrence.slot.start.ticks
        if makesMeetings {
            try MeetingRow(tabled, meetingID, occurrenceID, present, mask).write(to: &row)
            try body(.meetings, .init(number: start, text: Array(occurrenceID.utf8)), row.bytes)
        }
        guard makesParticipants else { return 0 }
        for person in present {
            let name = try mask.resolvedPerson(person.address)
            row.begin()
            row.add(occurrenceID)
            row.add(name)
            row.add(person.kind.rawValue)
            row.add(person.response.rawValue)
            row.end()
            try body(
                .participants, .init(number: start, text: Array(occurrenceID.utf8) + [0] + Array(name.utf8)),
                row.bytes)
        }
        return attendees
    }

    /// The meeting's id, and for an instance of a series its original start: in UTC, or the local date where the series
    /// takes whole days.
    static func occurrenceID(_ meetingID: String, _ occurrence: Occurrence, isAllDay: Bool) -> String {
        guard let original = occurrence.originalStart else { return meetingID }
        if isAllDay, let date = occurrence.date { return meetingID + "/" + TimeText.compact(date) }
        return meetingID + "/" + TimeText.compact(original)
    }
}
