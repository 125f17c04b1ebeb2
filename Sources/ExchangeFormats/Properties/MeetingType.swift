/// PidLidMeetingType ([MS-OXOCAL] 2.2.6.5), the column MeetingRequestType: what sort of request a message is.
public struct MeetingType: OptionSet, Hashable, Sendable {
    public var rawValue: Int

    public init(rawValue: Int) { self.rawValue = rawValue }

    public static let new = MeetingType(rawValue: 1)
    public static let fullUpdate = MeetingType(rawValue: 0x10000)
    public static let informationalUpdate = MeetingType(rawValue: 0x20000)
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
