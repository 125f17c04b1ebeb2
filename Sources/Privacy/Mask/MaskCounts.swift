import ExchangeFormats

/// What a run masked and whom it knew, in counts: never in names.
package struct MaskCounts: Sendable, Equatable {
    /// Values that left as pseudonyms, and as the words `external` and `internal`.
    package var pseudonyms = 0
    package var externals = 0
    package var internals = 0
    /// Addresses, each form of them counted once, that the directory led to somebody, by what it knew them.
    package var resolved: [Directory.Way: Int] = [:]
    /// Mail addresses of the organisation, each counted once, that the directory does not know; 0 without a directory.
    package var unknown = 0
    /// Legacy DNs and names, each counted once, that led to no mail address and were hashed as they stand.
    package var unresolved = 0
    /// Those whom tables of people leave out or show by a word alone, each counted once, by the reason.
    package var filtered: [Standing.Reason: Int] = [:]
    /// Blobs that were emptied because they could not be proven free of text.
    package var emptiedBlobs = 0

    package init() {}

    /// Adds what left; who was met is counted apart, each once.
    static func += (left: inout MaskCounts, right: MaskCounts) {
        left.pseudonyms += right.pseudonyms
        left.externals += right.externals
        left.internals += right.internals
        left.emptiedBlobs += right.emptiedBlobs
    }
}

/// Whom a run has met, so that each counts once. Grows with the organisation, not with the log.
struct SeenIdentities: Sendable {
    private var resolved: [Directory.Way: Set<ExactText>] = [:]
    private var unknown: Set<ExactText> = []
    private var unresolved: Set<ExactText> = []
    private var filtered: [Standing.Reason: Set<ExactText>] = [:]

    mutating func note(_ address: Address, _ standing: Standing, knowsPeople: Bool) {
        let form = ExactText(address.canonical)
        if let way = standing.way {
            resolved[way, default: []].insert(form)
        } else if case .smtp = standing.address {
            if knowsPeople, standing.kind != .external { unknown.insert(ExactText(standing.address.canonical)) }
        } else {
            unresolved.insert(form)
        }
        if let reason = standing.reason { filtered[reason, default: []].insert(ExactText(standing.address.canonical)) }
    }

    mutating func formUnion(_ other: SeenIdentities) {
        resolved.merge(other.resolved) { $0.union($1) }
        filtered.merge(other.filtered) { $0.union($1) }
        unknown.formUnion(other.unknown)
        unresolved.formUnion(other.unresolved)
    }

    func add(to counts: inout MaskCounts) {
        counts.resolved = resolved.mapValues(\.count)
        counts.unknown = unknown.count
        counts.unresolved = unresolved.count
        counts.filtered = filtered.mapValues(\.count)
    }
}
