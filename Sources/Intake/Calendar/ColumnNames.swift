import Encodings
import EventStore

/// What a column of an export means to an entry.
enum ColumnRole: Equatable, Sendable {
    case field(CalendarColumn)
    /// The id without its instance date: stands in for the global object id where that is missing.
    case cleanGlobalObjectID
    /// Of the export and not of the entry: another export of the same entry has another value. Not kept, and not
    /// hashed.
    case ofExport
    /// Not known here; kept under its name in `CalendarColumn.more`.
    case other
}

/// The names that columns go by.
enum ColumnNames {
    /// A column's name for comparison: lower case, without a byte order mark, white space and underscores.
    ///
    /// `Local Log Time`, `local_log_time` and `LOCALLOGTIME` are one name.
    static func normalized(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 < 0x80 }) {
            let kept = text.utf8.lazy.filter { $0 != 0x20 && !(0x09...0x0D).contains($0) && $0 != UInt8(ascii: "_") }
                .map(ASCII.lowercased)
            return String(decoding: Array(kept), as: UTF8.self)
        }
        return String(
            text.lowercased().filter { !$0.isWhitespace && $0 != "_" && $0 != "\u{FEFF}" && $0 != "\u{200B}" })
    }

    /// The names of each column of an entry, best first: of several that a file has, the first in the list is the
    /// column, and the others are kept as unknown columns.
    ///
    /// Beside the 23 names of the entry format: those of Get-CalendarDiagnosticAnalysis, of
    /// Get-CalendarDiagnosticObjects, and of the support script's enhanced table.
    static let aliases: [(role: ColumnRole, names: [String])] = [
        (
            .field(.mailbox),
            ["mailbox", "mailboxowner", "mailboxaddress", "mailboxsmtpaddress", "mailboxprimarysmtpaddress"]
        ),
        (.field(.logTime), ["logtime", "locallogtime", "logtimestamp"]),
        (.field(.startTime), ["starttime"]),
        (.field(.endTime), ["endtime"]),
        (.field(.normalizedSubject), ["normalizedsubject", "subjectproperty", "subject"]),
        (.field(.calendarLogTriggerAction), ["calendarlogtriggeraction", "triggeraction"]),
        (.field(.originalLastModifiedTime), ["originallastmodifiedtime"]),
        (.field(.itemClass), ["itemclass"]),
        (.field(.duration), ["duration"]),
        (.field(.appointmentRecurring), ["appointmentrecurring", "isrecurring"]),
        (.field(.sentRepresentingEmailAddress), ["sentrepresentingemailaddress", "sentrepresenting", "from"]),
        (.field(.senderEmailAddress), ["senderemailaddress", "sender"]),
        (.field(.itemVersion), ["itemversion"]),
        (.field(.appointmentSequenceNumber), ["appointmentsequencenumber"]),
        (.field(.isException), ["isexception"]),
        (.field(.responsibleUserName), ["responsibleusername", "responsibleuser"]),
        (.field(.appointmentState), ["appointmentstate"]),
        (.field(.globalObjectID), ["globalobjectid"]),
        (.cleanGlobalObjectID, ["cleanglobalobjectid", "meetingid"]),
        (.field(.creationTime), ["creationtime"]),
        (.field(.lastModifiedTime), ["lastmodifiedtime"]),
        (.field(.timeZone), ["timezone", "starttimezone", "starttimezoneid"]),
        (.field(.recurrenceType), ["recurrencetype"]),
        (.field(.appointmentRecurrenceBlob), ["appointmentrecurrenceblob"]),
        (.field(.mapiIsAllDayEvent), ["mapiisalldayevent", "isalldayevent"]),
    ]

    /// Columns without a place of their own in an entry that hold dates: kept in ISO form and UTC wherever they can be
    /// read.
    static let otherDates: Set<String> = ["originalstartdate"]
    /// The same, of the item's own clock: kept in ISO form as they read, in no other zone.
    static let otherClocks: Set<String> = ["startwallclock", "endwallclock"]

    /// What remoting adds to every object, and the support script's number of the row.
    static let ofExport: Set<String> = [
        "runspaceid", "pscomputername", "psshowcomputername", "pssourcejobinstanceid", "logrow",
    ]

    /// Columns without a place of their own that name people: organizers, senders, and whom a list invites.
    private static let otherPeople: Set<String> = [
        "sentrepresenting", "from", "sender", "receivedrepresenting", "attendeecollection", "attendeelistdetails",
        "displayattendeesall", "displayattendeesto", "displayattendeescc", "requiredattendees", "optionalattendees",
    ]

    /// Whether a column's values are people, of whom one that is a pseudonym keeps every pseudonymised table from being
    /// written.
    static func namesPeople(_ column: HeaderPlan.Column) -> Bool {
        switch column.role {
        case .field(.mailbox): true
        case .field(let field): field.namesSomebody
        case .other: otherPeople.contains(column.canonicalName)
        case .cleanGlobalObjectID, .ofExport: false
        }
    }

    /// Every name in the table above.
    static let known: Set<String> = Set(aliases.flatMap(\.names))

    /// The names of id columns, which every header has one of.
    static let identifiers: Set<String> = Set(
        aliases.filter { $0.role == .field(.globalObjectID) || $0.role == .cleanGlobalObjectID }.flatMap(\.names))

    /// The canonical name of a role's column: what it is hashed under, whatever the file calls it.
    static func canonicalName(of role: ColumnRole, named name: String) -> String {
        switch role {
        case .field(let column): column.name
        case .cleanGlobalObjectID: "cleanglobalobjectid"
        case .other, .ofExport: name
        }
    }
}
