/// Why a poll could not be made, or not to its end.
package struct PollError: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Reason: Sendable, Equatable {
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

    package var reason: Reason
    package var what: String
    /// What to do about it.
    package var next: String?

    package init(_ reason: Reason, _ what: String, next: String? = nil) {
        self.reason = reason
        self.what = what
        self.next = next
    }

    package var description: String { what }
}
