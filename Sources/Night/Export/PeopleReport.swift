import Primitives
import Privacy

/// What an export made of people and free text, in counts: never in names.
package struct PeopleReport: Encodable {
    package struct Resolved: Encodable {
        package var primary: Int
        package var alias: Int
        var legacyDN: Int
        var displayName: Int
    }

    package struct Filtered: Encodable {
        package var room: Int
        package var shared: Int
        package var system: Int
        package var excluded: Int
        package var outOfScope: Int
    }

    /// Addresses that the directory led to somebody, each form counted once.
    package var resolved: Resolved
    /// Mail addresses of the organisation that the directory does not know.
    package var unknown: Int
    /// Legacy DNs and names that led to no mail address.
    package var unresolved: Int
    package var filtered: Filtered
    /// Values that left as `external`, as `internal` and as pseudonyms.
    var externals: Int
    var internals: Int
    package var pseudonyms: Int
    var emptiedBlobs: Int
    private let isClear: Bool

    private enum CodingKeys: CodingKey {
        case resolved, unknown, unresolved, filtered, externals, internals, pseudonyms, emptiedBlobs
    }

    package init(_ counts: MaskCounts, isClear: Bool) {
        func resolved(_ way: Directory.Way) -> Int { counts.resolved[way] ?? 0 }
        func filtered(_ reason: Standing.Reason) -> Int { counts.filtered[reason] ?? 0 }
        self.resolved = Resolved(
            primary: resolved(.primary), alias: resolved(.alias), legacyDN: resolved(.legacyDN),
            displayName: resolved(.displayName))
        unknown = counts.unknown
        unresolved = counts.unresolved
        self.filtered = Filtered(
            room: filtered(.room), shared: filtered(.shared), system: filtered(.system), excluded: filtered(.excluded),
            outOfScope: filtered(.outOfScope))
        externals = counts.externals
        internals = counts.internals
        pseudonyms = counts.pseudonyms
        emptiedBlobs = counts.emptiedBlobs
        self.isClear = isClear
    }

    /// The counts in words.
    package var lines: [String] {
        let known = resolved.primary + resolved.alias + resolved.legacyDN + resolved.displayName
        let left = filtered.room + filtered.shared + filtered.system + filtered.excluded + filtered.outOfScope
        var lines: [String] = []
        if known + unknown > 0 {
            lines.append(
                "people: \(known, "address", "addresses") resolved by the directory (\(resolved.primary) primary, \(resolved.alias) alias, \(resolved.legacyDN) legacy name, "
                    + "\(resolved.displayName) display name), \(unknown) unknown to it, \(unresolved) unresolved")
        }
        if left > 0 {
            lines.append(
                "filtered: \(left) (\(filtered.room) room, \(filtered.shared) shared, \(filtered.system) system, \(filtered.excluded) excluded, \(filtered.outOfScope) out of scope)"
            )
        }
        if !isClear {
            lines.append(
                "masked: \(pseudonyms, "pseudonym"), \(externals) external, \(internals) internal, \(emptiedBlobs, "blob") emptied"
            )
        }
        return lines
    }

    /// - Parameter leftOut: how many values of the organisation's people were left out as the patterns say.
    static func nobodyIsInside(_ externals: Int, leftOut: Int) -> String {
        guard leftOut == 0 else {
            return
                "NOBODY IS INSIDE: include and exclude leave out whoever there is of the organisation, \(leftOut, "address", "addresses"). Look at these patterns."
        }
        return
            "NOBODY IS INSIDE: \(externals == 1 ? "the only value is" : "all \(externals) values are") external, and there is no pseudonym. The accepted domains fit no address of the log: look at accepted-domain."
    }

    /// The warning of tables in which everybody is outside.
    var nobodyIsInside: String? {
        guard !isClear, pseudonyms == 0, externals + filtered.outOfScope > 0 else { return nil }
        return PeopleReport.nobodyIsInside(externals, leftOut: filtered.excluded + filtered.outOfScope)
    }

    package var warnings: [String] {
        var warnings: [String] = []
        if let nobodyIsInside { warnings.append(nobodyIsInside) }
        if unresolved > 0 {
            warnings.append(
                "\(unresolved, "identity leads", "identities lead") to no mail address: \(isClear ? "shown" : "hashed") as written. A directory with legacyExchangeDN and display names resolves such identities."
            )
        }
        if emptiedBlobs > 0 {
            warnings.append(
                "Emptied \(emptiedBlobs, "recurrence blob") that cannot be decoded, as there may be text inside.")
        }
        return warnings
    }
}
