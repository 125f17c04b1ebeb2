import ExchangeFormats

/// The zones that a fold has met, by the name that entries give them. Not thread-safe: one fold, one book.
public final class ZoneBook {
    private let catalogue: ZoneCatalogue
    private var known: [String: ZoneResolution?] = [:]

    public init(_ catalogue: ZoneCatalogue = .shipped) { self.catalogue = catalogue }

    public func resolution(_ name: String) -> ZoneResolution? {
        if let found = known[name] { return found }
        let found = catalogue.resolve(name)
        known[name] = .some(found)
        return found
    }

    /// The rules of a zone, UTC when the name is missing or unknown.
    public func rules(_ name: String?) -> ZoneRules {
        name.flatMap(resolution)?.rules ?? .utc
    }

    /// Whether two names mean the same clock; a missing name says nothing, so it means any.
    func areEquivalent(_ left: String?, _ right: String?) -> Bool {
        guard let left, let right, left != right else { return true }
        return resolution(left)?.rules == resolution(right)?.rules
    }
}
