import ExchangeFormats

/// One exported row of a calendar diagnostic log: one version of one item in one mailbox, as the item stood
/// after the change. A nil field is one that the row lacks, and gives no evidence.
///
/// Addresses are canonical: trimmed, lower-cased, one form for one person.
public struct Entry: Sendable {
    /// Whose log the row came from; nil in a merged export.
    public var mailbox: String?
    /// When Exchange wrote the row.
    public var logTime: Instant?
    /// When the live item was changed: the first key of the order within an item.
    public var originalLastModifiedTime: Instant?
    public var lastModifiedTime: Instant?
    /// When this copy of the item was made; every copy has its own.
    public var creationTime: Instant?
    public var startTime: Instant?
    public var endTime: Instant?
    public var itemVersion: Int?
    public var sequenceNumber: Int?
    public var trigger: TriggerAction = .save(unknown: nil)
    public var itemClass: ItemClass = .other(unknown: "")
    public var subject: String?
    /// SentRepresentingEmailAddress: of a calendar item, the organizer.
    public var sentRepresenting: String?
    public var sender: String?
    public var responsible: ResponsibleUser = .unknown
    /// PidLidAppointmentStateFlags ([MS-OXOCAL] 2.2.1.10).
    public var appointmentState: AppointmentState?
    public var isRecurring: Bool?
    public var isAllDay: Bool?
    /// The date of the one occurrence that the row concerns, in the series' zone: that in bytes 16–19 of the global
    /// object id ([MS-OXOCAL] 2.2.1.27). Where only OriginalStartDate tells it, the fold sets it, knowing the series.
    public var instanceDate: CivilDate?
    public var recurrenceBlob: [UInt8]?
    public var timeZone: String?
    /// What only some exports carry; nil when this row carries none of it.
    public var details: EntryDetails? {
        get { kept?.details }
        set { kept = newValue.map(Kept.init) }
    }
    /// Outside of the entry, as it is as big as all the rest: one meeting can have very many rows.
    private var kept: Kept?
    /// The first 16 bytes of the event's hash: the last key of every order, so that no order depends on arrival.
    public var hash: EventHash

    public init(hash: EventHash) { self.hash = hash }

    private final class Kept: Sendable {
        let details: EntryDetails
        init(_ details: EntryDetails) { self.details = details }
    }

    /// The instant that stands for the row wherever log time is asked for.
    public var loggedAt: Instant {
        logTime ?? originalLastModifiedTime ?? lastModifiedTime ?? creationTime ?? Instant(ticks: 0)
    }
}

/// Columns that only some exports have.
public struct EntryDetails: Hashable, Sendable {
    /// OriginalStartDate: the start that the pattern gave to this exception.
    public var originalStartDate: Instant?
    /// PidLidResponseStatus ([MS-OXOCAL] 2.2.1.11): the mailbox owner's own answer.
    public var responseType: ResponseStatus?
    /// PidLidBusyStatus ([MS-OXOCAL] 2.2.1.2).
    public var busyStatus: BusyStatus?
    public var clientIntent: ClientIntent?
    public var isCancelled: Bool?
    public var isDraft: Bool?
    public var isHijacked: Bool?
    /// ExternalSharingMasterId is present: the item is a replica of another mailbox's.
    public var isSharedCopy = false
    /// PidLidAppointmentAuxiliaryFlags ([MS-OXOCAL] 2.2.1.3).
    public var auxiliaryFlags: AppointmentAuxiliaryFlags?
    /// PidLidMeetingType ([MS-OXOCAL] 2.2.6.5).
    public var meetingRequestType: MeetingType?
    /// The highest sequence number that the organizer had used, exceptions included.
    public var lastSequenceNumber: Int?
    /// Who received a message, and for whom.
    public var receivedBy: String?
    public var receivedRepresenting: String?
    public var location: String?
    /// The item lies in Deleted Items or among the recoverable ones.
    public var liesAmongDeleted = false
    /// A retention assistant's or an administrator's clean-up did it, as the client's name tells.
    public var isCleanUp = false
    /// The client, in its short form.
    public var client: String?
    /// Who is listed in the attendee column, in its order.
    public var attendees: [ListedAttendee] {
        get { Array(list) }
        set { list = AttendeeList(newValue) }
    }
    /// The same, in pieces that lists share.
    package var list = AttendeeList()
    /// A time-zone definition or structure that the row carries, the one that counts of several.
    public var zoneBlob: [UInt8]?
    /// CleanGlobalObjectId is the id of another meeting than GlobalObjectId.
    public var contradictsID = false
    /// StartWallClock: the item's start on the clock of its zone.
    public var startWallClock: WallTime?

    public init() {}
}

/// One line of an attendee column.
public struct ListedAttendee: Hashable, Sendable {
    public var address: String
    public var type: AttendeeType
    public var response: Response?
    public var repliedAt: Instant?

    public init(address: String, type: AttendeeType, response: Response?, repliedAt: Instant?) {
        self.address = address
        self.type = type
        self.response = response
        self.repliedAt = repliedAt
    }
}

/// Who made a change.
public enum ResponsibleUser: Hashable, Sendable {
    case unknown
    case person(String)
    /// A component of Exchange: never an organizer, never an attendee.
    case system(String)

    public var isSystem: Bool {
        if case .system = self { true } else { false }
    }
}

/// The first 16 bytes of an event's SHA-256, in order of comparison.
public struct EventHash: Hashable, Comparable, Sendable {
    public var high: UInt64
    public var low: UInt64

    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    public static func < (left: EventHash, right: EventHash) -> Bool {
        left.high != right.high ? left.high < right.high : left.low < right.low
    }
}

/// PidLidAppointmentStateFlags ([MS-OXOCAL] 2.2.1.10).
public struct AppointmentState: OptionSet, Hashable, Sendable {
    public var rawValue: Int
    public init(rawValue: Int) { self.rawValue = rawValue }
    /// The item has, or had, attendees.
    public static let meeting = AppointmentState(rawValue: 1)
    /// This copy came from somebody else.
    public static let received = AppointmentState(rawValue: 2)
    public static let cancelled = AppointmentState(rawValue: 4)
}
