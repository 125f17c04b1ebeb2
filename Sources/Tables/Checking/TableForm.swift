import ExchangeFormats

/// What a column of a finished table may hold.
enum ValueKind: Equatable {
    /// A pseudonym, or a word that stands for somebody.
    case person(isRequired: Bool)
    /// A pseudonym and nothing else.
    case hash(isRequired: Bool)
    case hashList
    /// Clear on purpose: what people log in with.
    case address
    case instant, day
    case integer(isRequired: Bool)
    case flag
    /// One of these, or of the system's own words where they are none.
    case word(Set<String>)
    /// Exchange's own words, or the HMAC of a text that is none.
    case known(KnownWord)
    /// Clear on purpose: a name.
    case text(isRequired: Bool)
    /// What must not leave.
    case nothing
    /// A global object id that holds only numbers of Exchange's making, or its HMAC.
    case meetingID
    case occurrenceID
    /// Hex without a text in it.
    case recurrenceBlob
    /// A pseudonym, or a component of Exchange.
    case responsibleUser
}

/// The columns of a table, as the partner's format and our own have them. Written out here a second time on purpose:
/// what checks the writers must not be what they write with.
struct TableForm {
    /// Which other table a column's values are to be found in.
    enum Reference: Equatable { case employees, groups }

    struct Column {
        var name: String
        var kind: ValueKind
        var isOptional = false
        /// The values are the table's own ids.
        var defines: Reference?
        var refersTo: Reference?
    }

    var columns: [Column]
    /// The column whose values never go down, and which lies in the month of the file's name.
    var time: Int?
    /// The column that no two rows of one time share.
    var id: Int?

    /// The columns of a row's start and end; nil where it has none.
    var span: (start: Int, end: Int)? {
        for (start, end) in [("start", "end"), ("starttime", "endtime")] {
            if let first = columns.firstIndex(where: { $0.name == start }),
                let last = columns.firstIndex(where: { $0.name == end })
            {
                return (first, last)
            }
        }
        return nil
    }

    /// What a column of any form is called, in lower case.
    static let columnNames = Set(
        FolderCheck.tableNames.flatMap { named($0).flatMap { $0.columns.map { $0.name.lowercased() } } })

    /// The forms that a file of this name may have.
    static func named(_ name: String) -> [TableForm] {
        switch name {
        case "emails": [emails]
        case "meetings": [meetings, calendarLog]
        case "calendar_log": [calendarLog]
        case "participants": [participants]
        case "interactions": [interactions]
        case "interactions_meetings", "interactions_emails": [loaderInteractions]
        case "employees": [employees, loaderEmployees]
        case "employees_groups": [groups, loaderGroups]
        case "users": [users, loaderUsers]
        default: []
        }
    }

    /// The form with exactly these columns, but for those that may be missing.
    static func matching(_ header: [String], among forms: [TableForm]) -> TableForm? {
        for var form in forms {
            form.columns.removeAll { $0.isOptional && !header.contains($0.name) }
            if form.columns.map(\.name) == header { return form }
        }
        return nil
    }

    private static let recurrences: Set<String> = ["None", "Daily", "Weekly", "Monthly", "Yearly"]

    private static let emails = TableForm(
        columns: [
            Column(name: "email_id", kind: .hash(isRequired: true)),
            Column(name: "from", kind: .person(isRequired: true), refersTo: .employees),
            Column(name: "to", kind: .person(isRequired: true), refersTo: .employees),
            Column(name: "when", kind: .instant),
        ], time: 3)

    private static let calendarLog = TableForm(
        columns: [
            Column(name: "logtime", kind: .instant), Column(name: "starttime", kind: .instant),
            Column(name: "endtime", kind: .instant),
            Column(name: "normalizedsubject", kind: .nothing),
            Column(name: "calendarlogtriggeraction", kind: .known(.action)),
            Column(name: "originallastmodifiedtime", kind: .instant),
            Column(name: "itemclass", kind: .known(.itemClass)),
            Column(name: "duration", kind: .integer(isRequired: false)),
            Column(name: "appointmentrecurring", kind: .flag),
            Column(name: "sentrepresentingemailaddress", kind: .person(isRequired: false)),
            Column(name: "senderemailaddress", kind: .person(isRequired: false)),
            Column(name: "itemversion", kind: .integer(isRequired: false)),
            Column(name: "appointmentsequencenumber", kind: .integer(isRequired: false)),
            Column(name: "isexception", kind: .flag), Column(name: "responsibleusername", kind: .responsibleUser),
            Column(name: "appointmentstate", kind: .integer(isRequired: false)),
            Column(name: "globalobjectid", kind: .meetingID),
            Column(name: "creationtime", kind: .instant), Column(name: "lastmodifiedtime", kind: .instant),
            Column(name: "timezone", kind: .known(.zone)),
            Column(name: "recurrencetype", kind: .known(.recurrenceType)),
            Column(name: "appointmentrecurrenceblob", kind: .recurrenceBlob),
            Column(name: "mapiisalldayevent", kind: .flag),
        ], time: 0)

    private static let meetings = TableForm(
        columns: [
            Column(name: "meeting_id", kind: .meetingID), Column(name: "occurrence_id", kind: .occurrenceID),
            Column(name: "status", kind: .word(["scheduled", "cancelled", "orphaned"])),
            Column(name: "kind", kind: .word(["single", "occurrence", "exception"])),
            Column(name: "start", kind: .instant), Column(name: "end", kind: .instant),
            Column(name: "original_start", kind: .instant),
            Column(name: "duration", kind: .integer(isRequired: true)), Column(name: "all_day", kind: .flag),
            Column(name: "time_zone", kind: .known(.zone)),
            Column(name: "organizer", kind: .person(isRequired: false)),
            Column(name: "participant_count", kind: .integer(isRequired: true)),
            Column(name: "external_count", kind: .integer(isRequired: true)),
            Column(name: "sequence", kind: .integer(isRequired: true)),
            Column(name: "recurrence", kind: .word(recurrences)), Column(name: "subject", kind: .nothing),
            Column(name: "first_seen", kind: .instant),
            Column(name: "last_changed", kind: .instant), Column(name: "marks", kind: .text(isRequired: false)),
        ], time: 4)

    private static let participants = TableForm(columns: [
        Column(name: "occurrence_id", kind: .occurrenceID),
        Column(name: "participant", kind: .person(isRequired: true), refersTo: .employees),
        Column(name: "kind", kind: .word(["person", "resource", "shared", "system", "external"])),
        Column(name: "response", kind: .word(["organizer", "accepted", "tentative", "declined", "none"])),
    ])

    private static let interactions = TableForm(
        columns: [
            Column(name: "interaction_id", kind: .hash(isRequired: true)), Column(name: "when", kind: .instant),
            Column(name: "from", kind: .person(isRequired: true), refersTo: .employees),
            Column(name: "to", kind: .person(isRequired: true), refersTo: .employees),
            Column(name: "event_id", kind: .hash(isRequired: true)),
            Column(name: "recurrence", kind: .word(recurrences)),
            Column(name: "duration", kind: .integer(isRequired: false)),
            Column(name: "label", kind: .word(["Meeting", "Email"])),
        ], time: 1, id: 0)

    private static let loaderInteractions = TableForm(
        columns: [
            Column(name: "InteractionId", kind: .hash(isRequired: true)), Column(name: "When", kind: .instant),
            Column(name: "From (EmployeeId)", kind: .person(isRequired: true), refersTo: .employees),
            Column(name: "To (EmployeeId)", kind: .person(isRequired: true), refersTo: .employees),
            Column(name: "EventId", kind: .hash(isRequired: true)),
            Column(name: "RecurrenceType", kind: .word(["Daily", "Weekly", "Monthly"])),
            Column(name: "Duration", kind: .integer(isRequired: false)),
        ], time: 1, id: 0)

    private static func employees(_ names: [String]) -> TableForm {
        TableForm(columns: [
            Column(name: names[0], kind: .day),
            Column(name: names[1], kind: .hash(isRequired: true), defines: .employees),
            Column(name: names[2], kind: .hash(isRequired: false), refersTo: .employees),
            Column(name: names[3], kind: .hash(isRequired: true)),
            Column(name: names[4], kind: .day, isOptional: true),
            Column(name: names[5], kind: .hash(isRequired: false), refersTo: .groups),
            Column(name: names[6], kind: .hashList, refersTo: .groups),
        ])
    }

    private static let employees = employees([
        "row_date", "employee_id", "supervisor_id", "email", "employment_date", "team_id", "group_ids",
    ])
    private static let loaderEmployees = employees([
        "RowDate", "EmployeeId", "Supervisor (EmployeeId)", "Email", "EmploymentDate", "TeamId", "GroupIds [Json]",
    ])

    private static func groups(_ names: [String]) -> TableForm {
        TableForm(columns: [
            Column(name: names[0], kind: .hash(isRequired: true), defines: .groups),
            Column(name: names[1], kind: .text(isRequired: true)),
            Column(name: names[2], kind: .text(isRequired: true)),
            Column(name: names[3], kind: .hash(isRequired: false), refersTo: .groups),
        ])
    }

    private static let groups = groups(["id", "name", "category", "parent_id"])
    private static let loaderGroups = groups(["Id", "Name", "Category", "ParentId"])

    private static let users = TableForm(columns: [
        Column(name: "email", kind: .address), Column(name: "report_ids", kind: .hashList, refersTo: .groups),
    ])
    private static let loaderUsers = TableForm(columns: [
        Column(name: "Email", kind: .address), Column(name: "ReportIds [Json]", kind: .hashList, refersTo: .groups),
    ])
}
