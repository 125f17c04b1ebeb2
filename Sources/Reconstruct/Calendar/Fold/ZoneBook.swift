import ExchangeFormats

/// The zones that a fold has met, by what entries say of them. Not thread-safe: one fold, one book.
public final class ZoneBook {
    private let catalogue: ZoneCatalogue
    private var known: [String: ZoneResolution?] = [:]
    private var blobs: [[UInt8]: ZoneResolution?] = [:]

    /// A book that has met no zone yet; names are looked up in the catalogue, by default that of the program's own
    /// tables.
    public init(_ catalogue: ZoneCatalogue = .shipped) { self.catalogue = catalogue }

    /// What a zone's name stands for; nil where it is not known.
    public func resolution(_ name: String) -> ZoneResolution? {
        if let found = known[name] { return found }
        // A hostile log may hold any number of them.
        if known.count >= 4_096 { known.removeAll(keepingCapacity: true) }
        let found = catalogue.resolve(name)
        known[name] = .some(found)
        return found
    }

    /// A name that is known outweighs rules that a client wrote beside it, as tables are kept up to date; rules
    /// outweigh an offset at one instant, and that outweighs an offset in a name's parenthesis, which is not exact.
    public func resolution(_ zone: SeriesZone) -> ZoneResolution? {
        let named = zone.name.flatMap(resolution)
        if let named, named.isExact { return named }
        if let blob = zone.blob, let found = resolution(ofBlob: blob) { return found }
        if let minutes = zone.offsetAtStart {
            return ZoneResolution(
                windowsID: nil, ianaID: nil, rules: ZoneRules(fixedOffsetMinutes: minutes), isExact: true)
        }
        return named
    }

    private func resolution(ofBlob blob: [UInt8]) -> ZoneResolution? {
        if let found = blobs[blob] { return found }
        if blobs.count >= 1_000 { blobs.removeAll(keepingCapacity: true) }
        let found = catalogue.resolve(blob: blob)
        blobs[blob] = .some(found)
        return found
    }

    /// The rules of a zone, UTC when it is missing or unknown.
    public func rules(_ zone: SeriesZone?) -> ZoneRules {
        zone.flatMap(resolution)?.rules ?? .utc
    }

    /// Whether two zones mean the same clock. A missing one says nothing, so it means any; so does one name with rules
    /// beside it and without, or seen from two starts.
    func areEquivalent(_ left: SeriesZone?, _ right: SeriesZone?) -> Bool {
        guard let left, let right, left != right else { return true }
        if left.name == right.name, left.blob == nil || right.blob == nil || left.blob == right.blob { return true }
        return resolution(left)?.rules == resolution(right)?.rules
    }
}
