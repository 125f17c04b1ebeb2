/// PidLidMeetingType ([MS-OXOCAL] 2.2.6.5), the column MeetingRequestType: what sort of request a message is.
public struct MeetingType: OptionSet, Hashable, Sendable {
    /// The property's number.
    public var rawValue: Int

    /// A type of a property's number, one included that no documentation lists.
    public init(rawValue: Int) { self.rawValue = rawValue }

    /// mtgRequest: the first request of a meeting.
    public static let new = MeetingType(rawValue: 1)
    /// mtgFull: an update that asks for answers anew.
    public static let fullUpdate = MeetingType(rawValue: 0x10000)
    /// mtgInfo: an update of what needs no answer.
    public static let informationalUpdate = MeetingType(rawValue: 0x20000)
    /// What Exchange Web Services call a silent update.
    public static let silentUpdate = MeetingType(rawValue: 0x40000)
    /// A newer request came before it.
    public static let outdated = MeetingType(rawValue: 0x80000)
    /// It went to a delegate, and the principal gets a copy.
    public static let principalWantsCopy = MeetingType(rawValue: 0x100000)

    private static let words = [
        "none": 0, "newmeetingrequest": 1, "fullupdate": 0x10000, "informationalupdate": 0x20000,
        "silentupdate": 0x40000, "outdated": 0x80000, "principalwantscopy": 0x100000,
    ]
    private static let names = [
        0: "none", 1: "new", 0x10000: "full update", 0x20000: "informational update", 0x40000: "silent update",
        0x80000: "outdated", 0x100000: "principal wants a copy",
    ]

    /// Reads a number or a name; nil for a name that is not known.
    public init?(_ text: String) {
        guard let code = PropertyText.code(text, MeetingType.words) else { return nil }
        rawValue = code
    }

    /// Nil for a number that no documentation lists.
    public var name: String? { MeetingType.names[rawValue] }
}
