/// What somebody on a list of attendees is to a meeting.
public enum AttendeeType: Int, Hashable, Sendable {
    case unspecified = 0
    case required, optional, resource

    private static let words: [(beginning: String, type: AttendeeType)] = [
        ("required", .required), ("optional", .optional), ("resource", .resource), ("room", .resource),
        ("unspecified", .unspecified),
    ]

    /// Reads a number, or a text that begins with a name; nil for anything else.
    public init?(_ text: String) {
        if let number = Int(text) {
            self.init(rawValue: number)
            return
        }
        let folded = text.lowercased()
        guard let found = AttendeeType.words.first(where: { folded.hasPrefix($0.beginning) }) else { return nil }
        self = found.type
    }
}
