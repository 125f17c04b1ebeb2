import ExchangeFormats
import Privacy
import Reconstruct

/// A row of `meetings`: one occurrence, with every value as its column has it.
package struct MeetingRow {
    package static let columns = [
        "meeting_id", "occurrence_id", "status", "kind", "start", "end", "original_start", "duration", "all_day",
        "time_zone", "organizer", "participant_count", "external_count", "sequence", "recurrence", "subject",
        "first_seen", "last_changed", "marks",
    ]

    package var meetingID: String
    package var occurrenceID: String
    package var occurrence: Occurrence
    package var timeZone: String?
    package var organizer: String?
    package var participantCount: Int
    package var externalCount: Int
    package var sequence: Int
    package var recurrence: String
    package var subject: String?
    package var firstSeen: Instant
    package var lastChanged: Instant
    package var marks: String
    /// Those who are counted, for who asks for one of them.
    package var present: [PresentPerson]

    /// Minutes.
    package var duration: Int64 {
        (occurrence.slot.end.ticks - occurrence.slot.start.ticks) / Instant.ticksPerMinute
    }

    /// The row of an occurrence under a mask.
    ///
    /// - Parameter people: goes from one row to the next.
    package init(_ tabled: TabledOccurrence, _ people: inout PresentPeople, mask: Mask) throws {
        let meetingID = try mask.globalObjectID(tabled.key)
        let occurrenceID = MeetingRows.occurrenceID(
            meetingID, tabled.occurrence, isAllDay: tabled.meeting.schedule.isAllDay)
        try self.init(tabled, meetingID, occurrenceID, people.find(tabled, mask).present, mask)
    }

    init(
        _ tabled: TabledOccurrence, _ meetingID: String, _ occurrenceID: String, _ present: [PresentPerson],
        _ mask: Mask
    ) throws {
        let meeting = tabled.meeting
        self.meetingID = meetingID
        self.occurrenceID = occurrenceID
        self.present = present
        occurrence = tabled.occurrence
        timeZone = try meeting.schedule.timeZone.map { try mask.word($0, .zone) }
        organizer = try meeting.organizer.map(mask.identity)
        participantCount = present.count
        externalCount = present.count { $0.kind == .external }
        sequence = meeting.sequenceNumber
        recurrence = meeting.schedule.label.rawValue
        subject = (tabled.occurrence.subject ?? meeting.subject).map(mask.subject)
        firstSeen = meeting.firstSeen
        lastChanged = meeting.lastChanged
        marks = meeting.marks.names.joined(separator: " ")
    }

    /// The row as a line of the table.
    ///
    /// - Parameter more: fields behind those of the table.
    package func write(to row: inout CSVRow, then more: [String] = []) {
        let slot = occurrence.slot
        row.begin()
        row.add(meetingID)
        row.add(occurrenceID)
        row.add(occurrence.status.rawValue)
        row.add(occurrence.kind.rawValue)
        row.add(slot.start, digits: TimeText.digits(slot.start))
        row.add(slot.end, digits: TimeText.digits(slot.end))
        row.add(occurrence.originalStart, digits: occurrence.originalStart.map { TimeText.digits($0) } ?? 0)
        row.add(duration)
        row.add(slot.isAllDay)
        row.add(timeZone)
        row.add(organizer)
        row.add(participantCount)
        row.add(externalCount)
        row.add(sequence)
        row.add(recurrence)
        row.add(subject)
        row.add(firstSeen, digits: TimeText.digits(firstSeen, atLeast: 3))
        row.add(lastChanged, digits: TimeText.digits(lastChanged, atLeast: 3))
        row.add(marks)
        for field in more { row.add(field) }
        row.end()
    }
}

extension Mask {
    /// How many take part in a meeting as a whole, and how many of them are outside.
    package func counts(of meeting: Meeting) -> (participants: Int, externals: Int) {
        let present = present(remaining(meeting).attendees(on: nil))
        return (present.count, present.count { $0.kind == .external })
    }
}
