import ExchangeFormats

/// A participant's answer.
public enum Response: String, Hashable, Sendable, CaseIterable {
    case organizer, accepted, tentative, declined, none

    /// The answer that a response status is; nil for one that is none.
    public init?(_ status: ResponseStatus) {
        switch status {
        case .tentative: self = .tentative
        case .accepted: self = .accepted
        case .declined: self = .declined
        default: return nil
        }
    }
}
