import Primitives

/// Whom the service's own settings let in: patterns with `*` and `?` that have to fit a whole text, letter by letter.
struct ServiceFilter: Sendable {
    /// Of addresses and of groups; nobody is let in where there are none.
    private var addresses: [String] = []
    private var groups: [String] = []
    private let excluded: Set<String>

    init(whitelist: [String], blacklist: [String]) {
        for entry in whitelist {
            if entry.hasPrefix("group:") {
                groups.append(String(entry.dropFirst("group:".count)))
            } else {
                addresses.append(entry.hasPrefix("email:") ? String(entry.dropFirst("email:".count)) : entry)
            }
        }
        excluded = Set(blacklist.map { $0.hasPrefix("email:") ? String($0.dropFirst("email:".count)) : $0 })
    }

    func admits(_ person: PartnerPerson) -> Bool {
        guard !excluded.contains(person.address) else { return false }
        return addresses.contains { Wildcard.matches(person.address, $0) }
            || groups.contains { pattern in person.groups.contains { Wildcard.matches($0, pattern) } }
    }
}

/// Somebody whom a push would tell the service of, in clear: for this machine alone.
package struct PartnerPerson: Sendable {
    package var address: String
    package var groups: [String]

    package init(address: String, groups: [String]) {
        self.address = address
        self.groups = groups
    }
}
