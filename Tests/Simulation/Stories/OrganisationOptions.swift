import ExchangeFormats

/// What the simulated people, their programs and their server do.
public struct Behaviours: OptionSet, Sendable {
    public var rawValue: UInt64
    public init(rawValue: UInt64) { self.rawValue = rawValue }

    private init(bit: Int) { rawValue = 1 << bit }

    public static let moves = Behaviours(bit: 0)
    /// A new pattern, zone or end of a series; it resets exceptions.
    public static let patternChanges = Behaviours(bit: 1)
    /// A single meeting becomes a series, or a series single.
    public static let shapeChanges = Behaviours(bit: 2)
    public static let cancellations = Behaviours(bit: 3)
    /// Saves that change nothing, by people, by the Calendar Assistant, by the system attendant.
    public static let idleSaves = Behaviours(bit: 4)
    public static let responses = Behaviours(bit: 5)
    public static let occurrenceResponses = Behaviours(bit: 6)
    public static let declinesByDeletion = Behaviours(bit: 7)
    /// A deletion that a client takes back within five minutes: the same item, or a new one.
    public static let briefDeletions = Behaviours(bit: 8)
    /// A deleted copy of a guest comes back hours later, unanswered.
    public static let laterReturns = Behaviours(bit: 9)
    /// The organizer deletes and cancels nothing.
    public static let organizerDeletions = Behaviours(bit: 10)
    /// The organizer's deleted item comes back hours later.
    public static let organizerReturns = Behaviours(bit: 11)
    public static let takingOff = Behaviours(bit: 12)
    public static let laterInvitations = Behaviours(bit: 13)
    /// Moved, shortened, renamed and relocated occurrences.
    public static let exceptions = Behaviours(bit: 14)
    /// Exceptions that no blob carries: exception rows alone tell of them.
    public static let exceptionsByRowsOnly = Behaviours(bit: 15)
    public static let removedOccurrences = Behaviours(bit: 16)
    public static let occurrenceGuests = Behaviours(bit: 17)
    public static let forwardNotices = Behaviours(bit: 18)
    public static let deletedRequestMails = Behaviours(bit: 19)
    /// Saves of a lower sequence number than the item has reached.
    public static let staleRows = Behaviours(bit: 20)
    /// Deletions of guests' copies by a system principal.
    public static let systemDeletions = Behaviours(bit: 21)
    public static let outsideOrganizers = Behaviours(bit: 22)
    public static let foreignIDs = Behaviours(bit: 23)
    public static let personalAppointments = Behaviours(bit: 24)
    public static let allDay = Behaviours(bit: 25)
    /// The organizer's delegate writes in the organizer's mailbox.
    public static let delegates = Behaviours(bit: 26)
    /// Clean-up by the retention assistant, told by the client's name. Needs the extra columns.
    public static let retention = Behaviours(bit: 27)
    /// Replicas in a mailbox that shares the calendar. Needs the extra columns.
    public static let sharedCopies = Behaviours(bit: 28)
    /// Requests that a delegate gets for the manager. Needs the extra columns.
    public static let delegateRequests = Behaviours(bit: 29)
    /// Copies that a user made of a meeting. Needs the extra columns.
    public static let copiedItems = Behaviours(bit: 30)
    /// Drafts never sent. Needs the extra columns.
    public static let drafts = Behaviours(bit: 31)
    /// Requests that were outdated on arrival, and hijacked ones. Needs the extra columns.
    public static let ignoredRequests = Behaviours(bit: 32)
    /// Changes saved without sending an update: the guests' copies lag behind.
    public static let unsentChanges = Behaviours(bit: 33)
    /// Saves that leave the item among the deleted ones. Needs the extra columns.
    public static let savesAmongDeleted = Behaviours(bit: 34)
    /// Rows that lack fields (`NotFound`): what they lack stands as it was.
    public static let sparseRows = Behaviours(bit: 35)
    /// The organizer's sent requests, among the sent items.
    public static let sentItems = Behaviours(bit: 36)
    /// An organizer inside whose own item was never saved.
    public static let missingOrganizerItems = Behaviours(bit: 37)
    /// Exceptions whose id lacks the date; OriginalStartDate alone tells it. Needs the extra columns.
    public static let undatedExceptions = Behaviours(bit: 38)

    /// Meetings between one and four at night, when clocks change. A timed occurrence keeps its length across a change;
    /// nothing published says so, hence this is not among `everything`.
    public static let nights = Behaviours(bit: 39)

    /// An exception that the organizer puts back to where the pattern has it: the blob loses it, and nothing is reset.
    public static let exceptionsTakenBack = Behaviours(bit: 40)
    /// The organizer's item is deleted, and the cancellations that follow say that the meeting is cancelled.
    public static let cancelsByDeletion = Behaviours(bit: 41)
    /// Deleted copies are purged days later: it changes nothing.
    public static let purges = Behaviours(bit: 42)
    /// A copy that the assistant deleted comes back with the next update, unanswered.
    public static let returnsAfterAssistants = Behaviours(bit: 43)
    /// Situations that were settled after the sample organisations had been written down, so they are not among
    /// `everything`.
    public static let settledLater: Behaviours = [
        .exceptionsTakenBack, .cancelsByDeletion, .purges, .returnsAfterAssistants,
    ]

    /// Those that can only be told by columns beyond the 23.
    public static let needingExtraColumns: Behaviours = [
        .retention, .sharedCopies, .delegateRequests, .copiedItems, .drafts, .ignoredRequests, .savesAmongDeleted,
        .undatedExceptions,
    ]
    public static let everything = Behaviours(rawValue: (1 << 39) - 1)
    /// All that the 23 columns can tell.
    public static let ordinary = everything.subtracting(needingExtraColumns)
    /// Single meetings, series and answers alone.
    public static let simple: Behaviours = [.moves, .responses, .cancellations, .declinesByDeletion]
}

/// How large an organisation is, and what happens in it.
public struct OrganisationOptions: Sendable {
    public var people = 12
    public var rooms = 1
    /// People outside.
    public var guests = 2
    public var meetings = 100
    /// How much of the meetings begin as series, 0 to 1.
    public var recurringShare = 0.4
    /// The first day on which something is logged.
    public var begin = CivilDate(days: CivilDate.days(year: 2024, month: 1, day: 8))
    /// Days on which meetings are created and changed.
    public var days = 60
    /// Changes of a meeting after it was made, at most.
    public var changesPerMeeting = 8
    public var guestsPerMeeting = 1...8
    public var zones = SimulatedZone.all
    public var behaviours = Behaviours.ordinary
    /// Whether `LogRow.extras` are filled; behaviours that need them happen only then.
    public var hasExtraColumns = false
    /// What goes wrong; a meeting to which one of them happens goes no further.
    public var faults: [Fault] = []
    public var domain = "example.com"
    public var outsideDomain = "partner.example"

    public init() {}

    /// The behaviours that the columns can tell of.
    var possible: Behaviours { hasExtraColumns ? behaviours : behaviours.subtracting(.needingExtraColumns) }
}

/// Who there is.
struct Cast: Sendable {
    var people: [String]
    var rooms: [String]
    var guests: [String]

    private static let givenNames = [
        "alina", "bruno", "celia", "darek", "edith", "fynn", "greta", "hugo", "irena", "jonas",
    ]
    private static let familyNames = ["adler", "brandt", "costa", "dudek", "evans", "fischer", "gallo", "hansen"]

    init(options: OrganisationOptions, random: inout RandomSource) {
        people = (0..<options.people).map { index in
            let given = random.pick(Self.givenNames) ?? "alina"
            let family = random.pick(Self.familyNames) ?? "adler"
            return "\(given).\(family)\(index)@\(options.domain)"
        }
        rooms = (0..<options.rooms).map { "room.\($0 + 1)@\(options.domain)" }
        guests = (0..<options.guests).map { "visitor\($0 + 1)@\(options.outsideDomain)" }
    }
}
