/// What each column of each table means: its unit and zone, and when it is empty. Readers of a data package are told
/// it, and docs/tables.md holds the same sentences.
struct ColumnMeaning {
    var words: String
    /// When there is no value, as the end of a sentence; nil of a column that always has one.
    var empty: String?

    init(_ words: String, empty: String? = nil) {
        self.words = words
        self.empty = empty
    }

    var description: String { empty.map { "\(words) Empty \($0)." } ?? words }

    /// The meaning of a column by the name of our own form.
    static func of(_ column: String, in table: String) -> ColumnMeaning? { all[table]?[column] }

    private static let all: [String: [String: ColumnMeaning]] = [
        "meetings": meetings, "participants": participants, "emails": emails,
        "interactions": interactions, "interactions_meetings": interactions, "interactions_emails": interactions,
        "calendar_log": calendarLog,
        "employees": employees, "employees_groups": groups, "users": users,
    ]

    private static let meetings = [
        "meeting_id": ColumnMeaning(
            "The meeting: its global object id in upper-case hex, or the HMAC of an id that holds another calendar's text."
        ),
        "occurrence_id": ColumnMeaning(
            "The occurrence: the meeting id, and of a series a stroke and the start that the pattern gave, in UTC as yyyyMMddTHHmmssZ; of whole days their local date."
        ),
        "status": ColumnMeaning(
            "What became of it; orphaned: the organizer's copy is gone, nobody cancelled, and somebody else still has it."
        ),
        "kind": ColumnMeaning("A single meeting, an instance of a series, or one that differs from the pattern."),
        "start": ColumnMeaning("When it begins, UTC."), "end": ColumnMeaning("When it ends, UTC."),
        "original_start": ColumnMeaning("The start that the pattern gave, UTC.", empty: "for a single meeting"),
        "duration": ColumnMeaning("Whole minutes from start to end."),
        "all_day": ColumnMeaning("Whether it takes whole days of its zone."),
        "time_zone": ColumnMeaning(
            "The zone's name as Exchange has it; the HMAC of a text that no table of zones has.",
            empty: "where none is known"),
        "organizer": ColumnMeaning("Who called the meeting: a pseudonym, or external.", empty: "where no row tells"),
        "participant_count": ColumnMeaning("People who take part, the organizer among them; rooms are left out."),
        "external_count": ColumnMeaning("Those of them who are outside the organisation."),
        "sequence": ColumnMeaning("The greatest sequence number of the deciding copy: how often it was changed."),
        "recurrence": ColumnMeaning("How the series recurs; None for a single meeting."),
        "subject": ColumnMeaning("The subject in clear, where --subjects asked for it.", empty: "otherwise"),
        "first_seen": ColumnMeaning("Log time of the meeting's first entry, UTC, with milliseconds or finer."),
        "last_changed": ColumnMeaning("Log time of its last entry, UTC, with milliseconds or finer."),
        "marks": ColumnMeaning(
            "What is doubtful, separated by spaces: inferred, attendee-copy, recurrence-undecoded, recurrence-cut, time-zone-unknown.",
            empty: "where nothing is"),
    ]

    private static let participants = [
        "occurrence_id": ColumnMeaning("The occurrence, as in meetings."),
        "participant": ColumnMeaning("Who takes part: a pseudonym, or external."),
        "kind": ColumnMeaning("What they are, by the directory and the accepted domains."),
        "response": ColumnMeaning("What they answered last; none: nothing is known."),
    ]

    private static let emails = [
        "email_id": ColumnMeaning("The message: the HMAC of its id, the same in all its rows."),
        "from": ColumnMeaning("Who sent it: a pseudonym, or external."),
        "to": ColumnMeaning("Who received it: a pseudonym, or external."),
        "when": ColumnMeaning("When it was sent, UTC, with milliseconds."),
    ]

    private static let interactions = [
        "interaction_id": ColumnMeaning("The interaction: the HMAC of when, event, source and target."),
        "when": ColumnMeaning("When the two met or one wrote to the other, UTC."),
        "from": ColumnMeaning("From whom: a pseudonym, or external."),
        "to": ColumnMeaning("To whom: a pseudonym, or external."),
        "event_id": ColumnMeaning("The occurrence or the message that it comes from: an HMAC."),
        "recurrence": ColumnMeaning(
            "How the meeting recurs.", empty: "for mail, and for the loader where it is None or Yearly"),
        "duration": ColumnMeaning("Whole minutes that they met, rounded down.", empty: "for mail"),
        "label": ColumnMeaning("What it comes from."),
    ]

    private static let notExported = "where the exported row has none"

    private static let calendarLog = [
        "logtime": ColumnMeaning("When Exchange logged the entry, UTC, with as many digits as the export had."),
        "starttime": ColumnMeaning("Start of the item after the change, UTC.", empty: notExported),
        "endtime": ColumnMeaning("Its end, UTC.", empty: notExported),
        "normalizedsubject": ColumnMeaning("The subject in clear, where --subjects asked for it.", empty: "otherwise"),
        "calendarlogtriggeraction": ColumnMeaning(
            "What was done: Create, Update, SoftDelete and others.", empty: notExported),
        "originallastmodifiedtime": ColumnMeaning("When the item was changed, UTC.", empty: notExported),
        "itemclass": ColumnMeaning("Exchange's message class of the item.", empty: notExported),
        "duration": ColumnMeaning("Minutes, as exported.", empty: notExported),
        "appointmentrecurring": ColumnMeaning("Whether the item recurs.", empty: notExported),
        "sentrepresentingemailaddress": ColumnMeaning("The organizer: a pseudonym, or external.", empty: notExported),
        "senderemailaddress": ColumnMeaning("Who sent it: a pseudonym, or external.", empty: notExported),
        "itemversion": ColumnMeaning("The item's version, counted by Exchange.", empty: notExported),
        "appointmentsequencenumber": ColumnMeaning("The meeting's sequence number.", empty: notExported),
        "isexception": ColumnMeaning("Whether the entry concerns one instance of a series.", empty: notExported),
        "responsibleusername": ColumnMeaning(
            "Who made the change: a pseudonym, external, or a component of Exchange.", empty: notExported),
        "appointmentstate": ColumnMeaning("Bits: 1 a meeting, 2 received, 4 cancelled.", empty: notExported),
        "globalobjectid": ColumnMeaning(
            "The meeting's id in hex with the date of the instance, or the HMAC of an id that holds another calendar's text."
        ),
        "creationtime": ColumnMeaning("When the item was made, UTC.", empty: notExported),
        "lastmodifiedtime": ColumnMeaning("When the item was last written, UTC.", empty: notExported),
        "timezone": ColumnMeaning(
            "The zone's name, or the HMAC of a text that no table of zones has.", empty: notExported),
        "recurrencetype": ColumnMeaning("How the item recurs, in Exchange's word.", empty: notExported),
        "appointmentrecurrenceblob": ColumnMeaning(
            "The recurrence pattern in hex, its texts masked at equal length.",
            empty: "where the exported row has none, or one that cannot be proven free of text"),
        "mapiisalldayevent": ColumnMeaning("Whether the item takes whole days.", empty: notExported),
    ]

    private static let employees = [
        "row_date": ColumnMeaning("The day for which the row holds."),
        "employee_id": ColumnMeaning("The person: the pseudonym of their primary address, as in every other table."),
        "supervisor_id": ColumnMeaning(
            "The person's manager: a pseudonym.", empty: "where the manager is not in the table"),
        "email": ColumnMeaning("The same value as employee_id."),
        "employment_date": ColumnMeaning(
            "Since when the person is employed.", empty: "where the directory has no date"),
        "team_id": ColumnMeaning("The person's team: the HMAC of its name.", empty: "where the directory has none"),
        "group_ids": ColumnMeaning("All groups of the person: a list of HMACs of their names; [] for none."),
    ]

    private static let groups = [
        "id": ColumnMeaning("The group: the HMAC of its name."),
        "name": ColumnMeaning("The group's name, in clear."),
        "category": ColumnMeaning("What kind of group it is: Team, Department, Division, and what the directory says."),
        "parent_id": ColumnMeaning("The group that it belongs to: the id of another row.", empty: "where it has none"),
    ]

    private static let users = [
        "email": ColumnMeaning("What somebody logs in with, in clear on purpose."),
        "report_ids": ColumnMeaning("The groups whose reports they see: a list of ids of groups; [] for none."),
    ]
}
