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
    /// LastModifiedTime: when the item was last written. It orders the entry where `originalLastModifiedTime` is nil.
    public var lastModifiedTime: Instant?
    /// When this copy of the item was made; every copy has its own.
    public var creationTime: Instant?
    /// StartTime: when the item begins, as it stood after the change.
    @inlinable public var startTime: Instant? {
        get { shared.content.startTime }
        set { content.startTime = newValue }
    }
    /// EndTime: when the item ends, as it stood after the change.
    @inlinable public var endTime: Instant? {
        get { shared.content.endTime }
        set { content.endTime = newValue }
    }
    /// ItemVersion, counted by Exchange: the second key of the order within an item.
    public var itemVersion: Int?
    /// AppointmentSequenceNumber: an entry with a lower one than its item has reached is stale.
    @inlinable public var sequenceNumber: Int? {
        get { shared.content.sequenceNumber }
        set { content.sequenceNumber = newValue }
    }
    /// CalendarLogTriggerAction: a save where the row names no action.
    public var trigger: TriggerAction = .save(unknown: nil)
    /// By the message class: `other` with an empty name where the row has none.
    public var itemClass: ItemClass = .other(unknown: "")
    /// NormalizedSubject: without `RE:` and the like.
    @inlinable public var subject: String? {
        get { shared.content.subject }
        set { content.subject = newValue }
    }
    /// SentRepresentingEmailAddress: of a calendar item, the organizer.
    @inlinable public var sentRepresenting: String? {
        get { shared.content.sentRepresenting }
        set { content.sentRepresenting = newValue }
    }
    /// SenderEmailAddress: of an answer the attendee, or the delegate who sent it for the attendee.
    public var sender: String?
    /// ResponsibleUserName: who made the change.
    public var responsible: ResponsibleUser = .unknown
    /// PidLidAppointmentStateFlags ([MS-OXOCAL] 2.2.1.10).
    public var appointmentState: AppointmentState?
    /// AppointmentRecurring: false clears the recurrence that older entries of the item gave.
    @inlinable public var isRecurring: Bool? {
        get { shared.content.isRecurring }
        set { content.isRecurring = newValue }
    }
    /// MapiIsAllDayEvent: whether the item takes whole days.
    @inlinable public var isAllDay: Bool? {
        get { shared.content.isAllDay }
        set { content.isAllDay = newValue }
    }
    /// The date of the one occurrence that the row concerns, in the series' zone: that in bytes 16–19 of the global
    /// object id ([MS-OXOCAL] 2.2.1.27). Where only OriginalStartDate tells it, the fold sets it, knowing the series.
    @inlinable public var instanceDate: CivilDate? {
        get { shared.content.instanceDate }
        set { content.instanceDate = newValue }
    }
    /// AppointmentRecurrenceBlob ([MS-OXOCAL] 2.2.1.44) as its bytes, which may be cut or malformed.
    @inlinable public var recurrenceBlob: [UInt8]? {
        get { shared.content.recurrenceBlob }
        set { content.recurrenceBlob = newValue }
    }
    /// TimeZone: the name of the item's zone, which is whatever a client wrote.
    @inlinable public var timeZone: String? {
        get { shared.content.timeZone }
        set { content.timeZone = newValue }
    }
    /// What only some exports carry; nil when this row carries none of it.
    public var details: EntryDetails? {
        get { kept?.details }
        set { kept = newValue.map(Kept.init) }
    }
    /// Outside of the entry, as it is as big as all the rest: one meeting can have very many rows.
    private var kept: Kept?
    /// The first 16 bytes of the event's hash: the last key of every order, so that no order depends on arrival.
    public var hash: EventHash
    /// Where what describes the item lies.
    @usableFromInline package var shared: SharedContent

    /// An entry that carries nothing but its hash: a save of no class, by somebody unknown.
    public init(hash: EventHash) { self.init(hash: hash, of: .none) }

    /// - Parameter shared: what its row says of the item.
    package init(hash: EventHash, of shared: SharedContent) {
        self.hash = hash
        self.shared = shared
    }

    /// What the row says of the item rather than of the change.
    @usableFromInline package var content: ItemContent {
        get { shared.content }
        set { shared = SharedContent(newValue) }
    }

    private final class Kept: Sendable {
        let details: EntryDetails
        init(_ details: EntryDetails) { self.details = details }
    }

    /// The instant that stands for the row wherever log time is asked for.
    public var loggedAt: Instant {
        logTime ?? originalLastModifiedTime ?? lastModifiedTime ?? creationTime ?? Instant(ticks: 0)
    }
}

/// What a row says of its item, under the names that `Entry` has for it. The rows of an item mostly say the same.
@usableFromInline package struct ItemContent: Sendable {
    @usableFromInline package var startTime: Instant?
    @usableFromInline package var endTime: Instant?
    @usableFromInline package var sequenceNumber: Int?
    @usableFromInline package var subject: String?
    @usableFromInline package var sentRepresenting: String?
    @usableFromInline package var isRecurring: Bool?
    @usableFromInline package var isAllDay: Bool?
    @usableFromInline package var instanceDate: CivilDate?
    @usableFromInline package var recurrenceBlob: [UInt8]?
    @usableFromInline package var timeZone: String?

    package init() {}
}

/// What describes an item lies outside of the entries, which share it where they say the same: one that is copied then
/// counts one reference in place of five.
@usableFromInline package final class SharedContent: Sendable {
    @usableFromInline package let content: ItemContent

    package init(_ content: ItemContent) { self.content = content }

    /// Of an entry that says nothing of an item.
    package static let none = SharedContent(ItemContent())
}

/// Columns that only some exports have.
public struct EntryDetails: Hashable, Sendable {
    /// OriginalStartDate: the start that the pattern gave to this exception.
    public var originalStartDate: Instant?
    /// PidLidResponseStatus ([MS-OXOCAL] 2.2.1.11): the mailbox owner's own answer.
    public var responseType: ResponseStatus?
    /// PidLidBusyStatus ([MS-OXOCAL] 2.2.1.2).
    public var busyStatus: BusyStatus?
    /// PidLidClientIntent ([MS-OXOCAL] 2.2.2.4): what the owner of the mailbox, or a delegate, did to the item.
    public var clientIntent: ClientIntent?
    /// IsCancelled: whether the item is cancelled, beside what `appointmentState` says.
    public var isCancelled: Bool?
    /// IsDraft or EventDraft: true for a draft, which has no effect on the meeting; nil where neither says so.
    public var isDraft: Bool?
    /// HijackedMeeting: true for an entry that therefore has no effect on the meeting.
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
    /// ReceivedRepresenting, in canonical form: where somebody else received the message, it is a delegate's copy.
    public var receivedRepresenting: String?
    /// Free text, as somebody wrote it.
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

    /// Details that say nothing: equal to those of a row without any of the columns.
    public init() {}
}

/// One line of an attendee column.
public struct ListedAttendee: Hashable, Sendable {
    /// In canonical form; a legacy DN where the line has no address for mail.
    public var address: String
    /// Unspecified where the line does not say it.
    public var type: AttendeeType
    /// Nil where the line shows no answer.
    public var response: Response?
    /// When the answer was given; nil where the line does not say, so that the first row that shows the answer dates
    /// it.
    public var repliedAt: Instant?

    /// A line of its parts; the address is taken as it is, and must be canonical.
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

    /// Whether it was a component of Exchange; false where nobody knows who it was.
    public var isSystem: Bool {
        if case .system = self { true } else { false }
    }
}

/// The first 16 bytes of an event's SHA-256, in order of comparison.
public struct EventHash: Hashable, Comparable, Sendable {
    /// Bytes 0 to 7, big-endian.
    public var high: UInt64
    /// Bytes 8 to 15, big-endian.
    public var low: UInt64

    /// The two halves of the 16 bytes, each read as a big-endian number.
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Whether a hash comes before another in the order of their bytes.
    public static func < (left: EventHash, right: EventHash) -> Bool {
        left.high != right.high ? left.high < right.high : left.low < right.low
    }
}

/// PidLidAppointmentStateFlags ([MS-OXOCAL] 2.2.1.10).
public struct AppointmentState: OptionSet, Hashable, Sendable {
    /// The property's bits.
    public var rawValue: Int
    /// Flags of a property's bits, those included that are not named here.
    public init(rawValue: Int) { self.rawValue = rawValue }
    /// The item has, or had, attendees.
    public static let meeting = AppointmentState(rawValue: 1)
    /// This copy came from somebody else.
    public static let received = AppointmentState(rawValue: 2)
    /// The item is cancelled.
    public static let cancelled = AppointmentState(rawValue: 4)
}
