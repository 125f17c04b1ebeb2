/// PidLidResponseStatus ([MS-OXOCAL] 2.2.1.11), the column ResponseType: what the owner of a mailbox answered, or that
/// the meeting is the owner's own.
public struct ResponseStatus: RawRepresentable, Hashable, Sendable {
    public var rawValue: Int

    public init(rawValue: Int) { self.rawValue = rawValue }

    public static let none = ResponseStatus(rawValue: 0)
    public static let organizer = ResponseStatus(rawValue: 1)
    public static let tentative = ResponseStatus(rawValue: 2)
    public static let accepted = ResponseStatus(rawValue: 3)
    public static let declined = ResponseStatus(rawValue: 4)
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
