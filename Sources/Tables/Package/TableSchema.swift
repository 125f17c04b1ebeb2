/// What the columns of a table are, in the words of Frictionless' Table Schema.
package struct TableSchema: Codable, Sendable, Equatable {
    package struct Field: Codable, Sendable, Equatable {
        package var name: String
        package var type: String
        package var format: String?
        package var description: String?
        package var trueValues: [String]?
        package var falseValues: [String]?
    }

    package var fields: [Field]
    package var primaryKey: [String]?
    package var missingValues = [""]

    /// - Parameter columns: as the file's head line has them.
    init(table: String, columns: [String]) {
        let forms = TableForm.named(table == "calendar_log" || columns.first == "logtime" ? "calendar_log" : table)
        let known = TableForm.matching(columns, among: forms)?.columns ?? []
        fields = columns.map { name in
            let kind = known.first { $0.name == name }?.kind
            var field = Field(name: name, type: TableSchema.type(kind))
            if kind == .instant { field.format = "any" }
            if kind == .flag { (field.trueValues, field.falseValues) = (["True"], ["False"]) }
            field.description = TableSchema.descriptions["\(table).\(name)"] ?? TableSchema.descriptions[name]
            return field
        }
        let key = TableSchema.keys[table]?.filter(columns.contains) ?? []
        primaryKey = key.isEmpty ? nil : key
    }

    private static func type(_ kind: ValueKind?) -> String {
        switch kind {
        case .instant: "datetime"
        case .day: "date"
        case .integer: "integer"
        case .flag: "boolean"
        case .person, .hash, .hashList, .address, .word, .known, .text, .nothing, .meetingID, .occurrenceID,
            .recurrenceBlob,
            .responsibleUser, nil:
            "string"
        }
    }

    private static let keys = [
        "meetings": ["occurrence_id"], "employees_groups": ["id"], "users": ["email"],
        "employees": ["row_date", "employee_id"],
    ]

    private static let descriptions = [
        "meeting_id":
            "The meeting: its global object id in hex, or the HMAC of an id that holds another calendar's text.",
        "occurrence_id":
            "The occurrence: the meeting id, and of a series a stroke and the start that the pattern gave, in UTC.",
        "status": "scheduled, cancelled or orphaned (the organizer's copy is gone and nobody cancelled).",
        "meetings.kind": "single, occurrence, or exception: an instance that differs from the pattern.",
        "participants.kind": "person, resource, shared, system or external.",
        "start": "When the occurrence begins, UTC.", "end": "When it ends, UTC.",
        "original_start": "The start that the pattern gave, UTC; empty for a single meeting.",
        "duration": "Minutes.", "all_day": "Whether it takes whole days of its zone.",
        "time_zone":
            "The zone's name as Exchange has it; the HMAC of a text that no table of zones has; empty where none is known.",
        "organizer": "Who called the meeting: a pseudonym, or external.",
        "participant_count": "People who take part, the organizer among them.",
        "external_count": "Those of them who are outside the organisation.",
        "sequence": "The greatest sequence number of the deciding copy.",
        "recurrence": "None, Daily, Weekly, Monthly or Yearly.", "subject": "Empty unless subjects were asked for.",
        "first_seen": "Log time of the meeting's first entry, UTC.", "last_changed": "Log time of its last entry, UTC.",
        "marks": "Doubts, separated by spaces: inferred, attendee-copy, recurrence-undecoded, time-zone-unknown.",
        "participant": "Who takes part: a pseudonym, or external.",
        "response": "organizer, accepted, tentative, declined or none.",
        "email_id": "The message: the HMAC of its id.", "emails.from": "Who sent it: a pseudonym, or external.",
        "emails.to": "Who received it: a pseudonym, or external.",
        "emails.when": "When it was sent, UTC.", "interaction_id": "The interaction: an HMAC.",
        "interactions.when": "When the two met or one wrote to the other, UTC.",
        "interactions.from": "From whom: a pseudonym, or external.",
        "interactions.to": "To whom: a pseudonym, or external.",
        "event_id": "The meeting's occurrence or the message that it comes from: an HMAC.",
        "label": "Meeting or Email.",
        "row_date": "The day for which the row holds.", "employee_id": "The person: a pseudonym.",
        "supervisor_id": "The person's manager: a pseudonym.",
        "employees.email": "The pseudonym of the person's address.",
        "employment_date": "Since when the person is employed.", "team_id": "The person's team: a pseudonym.",
        "group_ids": "All groups of the person: a list of pseudonyms.", "id": "The group: a pseudonym.",
        "name": "The group's name, in clear.",
        "category": "What kind of group it is.", "parent_id": "The group that it belongs to: a pseudonym.",
        "users.email": "What somebody logs in with, in clear on purpose.",
        "report_ids": "The groups whose reports they see: a list of pseudonyms.",
        "logtime": "When Exchange logged the entry, UTC.", "starttime": "Start of the item after the change, UTC.",
        "endtime": "Its end, UTC.",
        "normalizedsubject": "Empty unless subjects were asked for.",
        "calendarlogtriggeraction": "What was done: Create, Update, SoftDelete and others.",
        "originallastmodifiedtime": "When the item was changed, UTC.",
        "itemclass": "Exchange's message class of the item.",
        "appointmentrecurring": "Whether the item recurs.",
        "sentrepresentingemailaddress": "The organizer: a pseudonym, or external.",
        "senderemailaddress": "Who sent it: a pseudonym, or external.", "itemversion": "The item's version.",
        "appointmentsequencenumber": "The meeting's sequence number.",
        "isexception": "Whether the entry concerns one instance of a series.",
        "responsibleusername": "Who made the change: a pseudonym, external, or a component of Exchange.",
        "appointmentstate": "Bits: 1 a meeting, 2 received, 4 cancelled.",
        "globalobjectid":
            "The meeting's id in hex with the date of the instance, or the HMAC of an id that holds another calendar's text.",
        "creationtime": "When the item was made, UTC.", "lastmodifiedtime": "When the item was last written, UTC.",
        "timezone": "The zone's name.",
        "recurrencetype": "How the item recurs, in Exchange's word.",
        "appointmentrecurrenceblob": "The recurrence pattern in hex, without its texts.",
        "mapiisalldayevent": "Whether the item takes whole days.",
    ]
}
