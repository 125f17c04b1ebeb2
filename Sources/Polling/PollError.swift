/// Why a poll could not be made, or not to its end.
public struct PollError: Error, Sendable, Equatable, CustomStringConvertible {
    public enum Reason: Sendable, Equatable {
        /// A setting is nothing that can be used.
        case unusable
        /// A file is not there.
        case missing
        /// A file is there and not understood.
        case notUnderstood
        /// The service cannot be reached or does not do its work: it may the next time.
        case unavailable
        /// The service knows us not, or lets us not in: an administrator has to act.
        case refused
        /// Another poll is under way.
        case busy
        case cannotWrite
    }

    public var reason: Reason
    public var what: String
    /// What to do about it.
    public var next: String?

    public init(_ reason: Reason, _ what: String, next: String? = nil) {
        self.reason = reason
        self.what = what
        self.next = next
    }

    public var description: String { what }
}
