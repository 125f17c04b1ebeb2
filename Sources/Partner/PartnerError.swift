/// Why a month could not be pushed: words for a person, and what to do.
package struct PartnerError: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Reason: Sendable, Equatable {
        /// A setting is nothing that can be used, or the address is not that of the service.
        case unusable
        /// A table, or what we sent, is not in the form that it should have.
        case notUnderstood
        /// A table is not there.
        case missing
        /// The service cannot be reached or does not do its work: it may the next time.
        case unavailable
        /// The service lets us not in, or something would leave that must not.
        case refused
        /// Somebody asked us to stop.
        case stopped
        case cannotWrite
    }

    package var reason: Reason
    package var what: String
    package var next: String?
    /// Whether the service, or the way to it, says so: then it would say the same of the next month.
    package var isOfService = false

    package init(_ reason: Reason, _ what: String, next: String? = nil) {
        self.reason = reason
        self.what = what
        self.next = next
    }

    package var description: String { what }

    func ofService() -> PartnerError {
        var error = self
        error.isOfService = true
        return error
    }
}
