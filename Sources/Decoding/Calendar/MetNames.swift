import ExchangeFormats

/// What a walk over entries met of people: pairs of legacy DN and address, and legacy DNs.
public struct MetNames: Sendable, Equatable {
    public var taught = TaughtNames()
    public var legacyDNs: Set<String> = []

    public init() {}

    /// Adds what another walk met.
    public mutating func formUnion(_ other: MetNames) {
        taught.formUnion(other.taught)
        legacyDNs.formUnion(other.legacyDNs)
    }
}
