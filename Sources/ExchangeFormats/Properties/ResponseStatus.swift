/// PidLidResponseStatus ([MS-OXOCAL] 2.2.1.11), the column ResponseType: what the owner of a mailbox answered, or that
/// the meeting is the owner's own.
public struct ResponseStatus: RawRepresentable, Hashable, Sendable {
    /// The property's number.
    public var rawValue: Int

    /// A status of a property's number, one included that no documentation lists.
    public init(rawValue: Int) { self.rawValue = rawValue }

    /// respNone: no answer is asked for.
    public static let none = ResponseStatus(rawValue: 0)
    /// respOrganized: the meeting is the owner's own.
    public static let organizer = ResponseStatus(rawValue: 1)
    /// respTentative: tentatively accepted.
    public static let tentative = ResponseStatus(rawValue: 2)
    /// respAccepted: accepted.
    public static let accepted = ResponseStatus(rawValue: 3)
    /// respDeclined: declined.
    public static let declined = ResponseStatus(rawValue: 4)
    /// respNotResponded: asked, and not answered.
    public static let notResponded = ResponseStatus(rawValue: 5)

    private static let words = [
        "none": 0, "organizer": 1, "tentative": 2, "accept": 3, "accepted": 3, "decline": 4, "declined": 4,
        "notresponded": 5,
    ]
    private static let names = ["none", "organizer", "tentative", "accepted", "declined", "not responded"]

    /// Reads a number or a name; nil for a name that is not known.
    public init?(_ text: String) {
        guard let code = PropertyText.code(text, ResponseStatus.words) else { return nil }
        rawValue = code
    }

    /// Nil for a number that no documentation lists.
    public var name: String? { ResponseStatus.names.indices.contains(rawValue) ? ResponseStatus.names[rawValue] : nil }
}
