import ExchangeFormats
import Privacy
import Reconstruct

/// `meetings` and `participants`: one row for each occurrence in the window, and one for each who takes part in it;
/// ordered by start, then by occurrence id.
package final class MeetingTables {
    private static let meetingColumns = [
        "meeting_id", "occurrence_id", "status", "kind", "start", "end", "original_start", "duration", "all_day",
        "time_zone", "organizer",
        "participant_count", "external_count", "sequence", "recurrence", "subject", "first_seen", "last_changed",
        "marks",
    ]
    private static let participantColumns = ["occurrence_id", "participant", "kind", "response"]

    private let options: TableOptions
    private let mask: Mask
    private let meetings: SortedRows?
    private let participants: SortedRows?
    private var row: CSVRow
    /// Before rooms and the like were left out, and several addresses were one person.
    private var attendeeCount = 0

    package init(_ options: TableOptions, mask: Mask, meetings: Bool, participants: Bool) {
        self.options = options
        self.mask = mask
        self.meetings = meetings ? SortedRows() : nil
        self.participants = participants ? SortedRows() : nil
        row = CSVRow(delimiter: options.delimiter)
    }

    package func add(_ tabled: TabledOccurrence) throws {
        let occurrence = tabled.occurrence
        guard options.includesCancelled || occurrence.status != .cancelled else { return }
        let meetingID = try mask.globalObjectID(tabled.key)
        let occurrenceID = MeetingTables.occurrenceID(meetingID, occurrence, isAllDay: tabled.meeting.schedule.isAllDay)
        let attendees = mask.attendees(tabled)
        let present = mask.present(attendees)
        if let meetings {
            try meetings.add(
                .init(number: occurrence.slot.start.ticks, text: Array(occurrenceID.utf8)),
                row: meetingRow(tabled, meetingID, occurrenceID, present), of: tabled.stream.number)
        }
        guard let participants else { return }
        attendeeCount += attendees.count
        for person in present {
            let name = try mask.resolvedPerson(person.address)
            row.begin()
            row.add(occurrenceID)
            row.add(name)
            row.add(person.kind.rawValue)
            row.add(person.response.rawValue)
            row.end()
            try participants.add(
                .init(number: occurrence.slot.start.ticks, text: Array(occurrenceID.utf8) + [0] + Array(name.utf8)),
                row: row.bytes, of: tabled.stream.number)
        }
    }

    private func meetingRow(
        _ tabled: TabledOccurrence, _ meetingID: String, _ occurrenceID: String, _ present: [PresentPerson]
    ) throws -> [UInt8] {
        let meeting = tabled.meeting, occurrence = tabled.occurrence, slot = occurrence.slot
        row.begin()
        row.add(meetingID)
        row.add(occurrenceID)
        row.add(occurrence.status.rawValue)
        row.add(occurrence.kind.rawValue)
        row.add(slot.start, digits: TimeText.digits(slot.start))
        row.add(slot.end, digits: TimeText.digits(slot.end))
        row.add(occurrence.originalStart, digits: occurrence.originalStart.map { TimeText.digits($0) } ?? 0)
        row.add((slot.end.ticks - slot.start.ticks) / Instant.ticksPerMinute)
        row.add(slot.isAllDay)
        row.add(try meeting.schedule.timeZone.map { try mask.word($0, .zone) })
        row.add(try meeting.organizer.map(mask.identity))
        row.add(present.count)
        row.add(present.count { $0.kind == .external })
        row.add(meeting.sequenceNumber)
        row.add(meeting.schedule.label.rawValue)
        row.add((occurrence.subject ?? meeting.subject).map(mask.subject))
        row.add(meeting.firstSeen, digits: TimeText.digits(meeting.firstSeen, atLeast: 3))
        row.add(meeting.lastChanged, digits: TimeText.digits(meeting.lastChanged, atLeast: 3))
        row.add(meeting.marks.names.joined(separator: " "))
        row.end()
        return row.bytes
    }

    /// The meeting's id, and for an instance of a series its original start: in UTC, or the local date where the series
    /// takes whole days.
    static func occurrenceID(_ meetingID: String, _ occurrence: Occurrence, isAllDay: Bool) -> String {
        guard let original = occurrence.originalStart else { return meetingID }
        if isAllDay, let date = occurrence.date { return meetingID + "/" + TimeText.compact(date) }
        return meetingID + "/" + TimeText.compact(original)
    }

    package func finish() throws -> [FinishedTable] {
        var finished: [FinishedTable] = []
        if let meetings { finished.append(try write(meetings, "meetings", MeetingTables.meetingColumns)) }
        if let participants {
            finished.append(
                try write(participants, "participants", MeetingTables.participantColumns, before: attendeeCount))
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
