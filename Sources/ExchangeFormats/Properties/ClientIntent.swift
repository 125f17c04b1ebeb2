/// PidLidClientIntent ([MS-OXOCAL] 2.2.2.4): what the owner of a mailbox, or a delegate, did to an item.
public struct ClientIntent: OptionSet, Hashable, Sendable {
    /// The property's bits.
    public var rawValue: Int

    /// Intents of a property's bits, those included that are not named here.
    public init(rawValue: Int) { self.rawValue = rawValue }

    /// ciRespondedTentative: the meeting was accepted tentatively.
    public static let respondedTentative = ClientIntent(rawValue: 0x10)
    /// ciRespondedAccept: the meeting was accepted.
    public static let respondedAccept = ClientIntent(rawValue: 0x20)
    /// ciRespondedDecline: the meeting was declined.
    public static let respondedDecline = ClientIntent(rawValue: 0x40)
    /// ciRespondedExceptionDecline: one date of a series was declined.
    public static let respondedExceptionDecline = ClientIntent(rawValue: 0x400)
    /// The meeting was cancelled.
    public static let meetingCanceled = ClientIntent(rawValue: 0x800)
    /// Any of the answers to the whole meeting.
    public static let responded: ClientIntent = [.respondedTentative, .respondedAccept, .respondedDecline]

    private static let words = [
        "none": 0, "manager": 1, "delegate": 2, "deletedwithnoresponse": 4, "deletedexceptionwithnoresponse": 8,
        "respondedtentative": 0x10, "respondedaccept": 0x20, "respondeddecline": 0x40, "modifiedstarttime": 0x80,
        "modifiedendtime": 0x100, "modifiedlocation": 0x200, "respondedexceptiondecline": 0x400,
        "meetingcanceled": 0x800, "meetingexceptioncanceled": 0x1000,
    ]

    /// Reads a number, or names with commas; a name that is not known adds nothing.
    public init(_ text: String) { rawValue = PropertyText.bits(text, ClientIntent.words) }
}
