import ExchangeFormats

/// One row of a mailbox's calendar diagnostic log, as text.
public struct LogRow: Hashable, Sendable {
    /// Whose log it is.
    public var mailbox: String
    /// When Exchange wrote it; the first of `values` says the same.
    public var logTime: Instant
    /// The 23 columns, in the order of `columns`.
    public var values: [String]
    /// The columns that only some exports have, in the order of `extraColumns`; all of them, whether written or not.
    public var extras: [String]

    public static let columns = [
        "logtime", "starttime", "endtime", "normalizedsubject", "calendarlogtriggeraction", "originallastmodifiedtime",
        "itemclass", "duration", "appointmentrecurring", "sentrepresentingemailaddress", "senderemailaddress",
        "itemversion", "appointmentsequencenumber", "isexception", "responsibleusername", "appointmentstate",
        "globalobjectid", "creationtime", "lastmodifiedtime", "timezone", "recurrencetype",
        "appointmentrecurrenceblob", "mapiisalldayevent",
    ]
    public static let extraColumns = [
        "OriginalStartDate", "ResponseType", "FreeBusyStatus", "ClientIntent", "IsCancelled", "MeetingRequestType",
        "AppointmentAuxiliaryFlags", "ExternalSharingMasterId", "ClientInfoString", "ParentDisplayName", "IsDraft",
        "HijackedMeeting", "Location",
    ]

    /// What exports write where there is no value.
    public static let placeholder = "NotFound"

    /// A value by the name of its column, whatever the case; nil where the row has none.
    public subscript(name: String) -> String? {
        let wanted = name.lowercased()
        var value: String?
        if let index = Self.columns.firstIndex(of: wanted) {
            value = values[index]
        } else if let index = Self.extraColumns.firstIndex(where: { $0.lowercased() == wanted }), index < extras.count {
            value = extras[index]
        }
        return value.flatMap { $0.isEmpty || $0 == Self.placeholder ? nil : $0 }
    }
}

enum TriggerName: String, Sendable {
    case create = "Create"
    case update = "Update"
    case moveToDeletedItems = "MoveToDeletedItems"
    case softDelete = "SoftDelete"
    case hardDelete = "HardDelete"

    static let deletions: [TriggerName] = [.moveToDeletedItems, .softDelete, .hardDelete]
}

enum ClassName: String, Sendable {
    case appointment = "IPM.Appointment"
    case exception = "IPM.OLE.CLASS.{00061055-0000-0000-C000-000000000046}"
    case request = "IPM.Schedule.Meeting.Request"
    case cancellation = "IPM.Schedule.Meeting.Canceled"
    case accept = "IPM.Schedule.Meeting.Resp.Pos"
    case tentative = "IPM.Schedule.Meeting.Resp.Tent"
    case decline = "IPM.Schedule.Meeting.Resp.Neg"
    case forward = "IPM.Schedule.Meeting.Notification.Forward"

    static func response(_ answer: Answer) -> ClassName {
        switch answer {
        case .tentative: .tentative
        case .declined: .decline
        case .accepted, .organizer, .none: .accept
        }
    }

    var isItem: Bool { self == .appointment || self == .exception }
}

/// What a row says beside the meeting's plan; the fields that most rows leave at their ordinary value have one.
struct RowDraft {
    var mailbox: String
    var itemClass: ClassName
    var trigger: TriggerName
    /// The person, or the system's component, that did it.
    var by: String
    /// AppointmentState: 0 own, 1 organizer's, 3 received, with 4 added when cancelled.
    var state: Int
    var plan: Plan
    var sender: String
    /// The occurrence that the row is about, by the date that the pattern gave.
    var instance: CivilDate?
    /// The item is new: made now, whatever the mailbox held before.
    var isNewItem = false
    var sequence: Int?
    var subject: String?
    /// ResponseType of the mailbox's owner.
    var ownAnswer: Answer = .none
    var meetingRequestType = 0
    var auxiliaryFlags = 0
    var clientIntent = 0
    var sharingMasterID: String?
    var clientInfo: String?
    var folder: String?
    var isDraft = false
    var isHijacked = false
    /// Subject, times, zone and blob are missing.
    var isSparse = false
    /// Whom the row names as the organizer; the meeting's when nil.
    var organizer: String?
    /// When the item that the row is about was made, where it is not the newest of its mailbox.
    var created: Instant?
    /// Days between the date of the id and that of OriginalStartDate.
    var daysOff = 0
    /// The id lacks the instance date.
    var isUndated = false
}
