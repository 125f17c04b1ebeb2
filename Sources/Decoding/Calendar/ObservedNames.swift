import ExchangeFormats

/// What a walk over entries met of people: pairs of legacy DN and address, and legacy DNs.
public struct ObservedNames: Sendable, Equatable {
    /// Pairs of legacy DN and address, each with the newest log time of a row that has both.
    public var taught = TaughtNames()
    /// Every legacy DN that stood anywhere, in the form of `Address`.
    public var legacyDNs: Set<String> = []

    /// Nobody yet.
    public init() {}

    /// Adds what another walk met.
    public mutating func formUnion(_ other: ObservedNames) {
        taught.formUnion(other.taught)
        legacyDNs.formUnion(other.legacyDNs)
    }
}
