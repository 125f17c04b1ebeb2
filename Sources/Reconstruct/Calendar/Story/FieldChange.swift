import ExchangeFormats

/// A property that differs between two entries of one item.
public struct FieldChange: Hashable, Sendable {
    /// A field's value, by what it may show of people and of their texts.
    public enum Value: Hashable, Sendable {
        case instant(Instant)
        case text(String)
        case number(Int)
        case flag(Bool)
        /// Somebody's address: shown clear or as a pseudonym, as the reader chose.
        case person(String)
        /// Who an attendee column lists and what they answered, in order of address.
        case attendees([ListedAttendee])
        /// Text that a person wrote: shown only where subjects are.
        case freeText(String)
        /// A recurrence blob, of so many bytes.
        case recurrence([UInt8])
    }

    /// The property in words, in lower case: `start`, `all day`, `received for`.
    public var field: String
    /// What the older entry has; nil where it lacks the property.
    public var before: Value?
    /// What the newer entry has. A story tells of no property that the newer entry lacks, so it is never nil there.
    public var after: Value?

    /// Whether the property is the name of a zone, which is whatever a client wrote.
    public var isOfZone: Bool { field == "time zone" }

    /// The properties that the second entry carries with another value than the first, in a fixed order.
    static func between(_ first: Entry, _ second: Entry) -> [FieldChange] {
        var changes: [FieldChange] = []
        func compare(_ field: String, _ value: (Entry) -> Value?) {
            let before = value(first), after = value(second)
            guard let after, before != after else { return }
            changes.append(FieldChange(field: field, before: before, after: after))
        }
        compare("start") { $0.startTime.map(Value.instant) }
        compare("end") { $0.endTime.map(Value.instant) }
        compare("all day") { $0.isAllDay.map(Value.flag) }
        compare("time zone") { $0.timeZone.map(Value.text) }
        compare("recurring") { $0.isRecurring.map(Value.flag) }
        compare("recurrence") { $0.recurrenceBlob.map(Value.recurrence) }
        compare("original start") { $0.details?.originalStartDate.map(Value.instant) }
        compare("subject") { $0.subject.map(Value.freeText) }
        compare("location") { $0.details?.location.map(Value.freeText) }
        compare("organizer") { $0.sentRepresenting.map(Value.person) }
        compare("sender") { $0.sender.map(Value.person) }
        compare("received for") { $0.details?.receivedRepresenting.map(Value.person) }
        compare("state") { $0.appointmentState.map { .text($0.words) } }
        compare("cancelled") { $0.details?.isCancelled.map(Value.flag) }
        // A long list that comes again is one and the same, which is found at once.
        if first.details?.list != second.details?.list {
            compare("attendees") { $0.details.flatMap { attendees($0.list) } }
        }
        compare("response") {
            $0.details?.responseType.map { named($0.name, $0.rawValue) }
        }
        compare("busy status") {
            $0.details?.busyStatus.map { named($0.name, $0.rawValue) }
        }
        compare("request type") {
            $0.details?.meetingRequestType.map { named($0.name, $0.rawValue) }
        }
        compare("sequence number") { $0.sequenceNumber.map(Value.number) }
        return changes
    }

    /// Who is listed with which answer: the order of a list and when somebody answered are no change.
    private static func attendees(_ listed: AttendeeList) -> Value? {
        guard !listed.isEmpty else { return nil }
        let plain = listed.map {
            ListedAttendee(address: $0.address, type: .unspecified, response: $0.response, repliedAt: nil)
        }
        return .attendees(plain.sorted { $0.address < $1.address })
    }

    /// A value of an enumeration by its name; the number where it has none.
    private static func named(_ name: String?, _ number: Int) -> Value { name.map(Value.text) ?? .number(number) }
}

extension AppointmentState {
    /// The names of [MS-OXOCAL] 2.2.1.10, as the export's decoded text has them.
    public var words: String {
        let names = [(AppointmentState.meeting, "Meeting"), (.received, "Received"), (.cancelled, "Cancelled")]
            .filter { contains($0.0) }.map(\.1)
        return names.isEmpty ? "None" : names.joined(separator: ", ")
    }
}
