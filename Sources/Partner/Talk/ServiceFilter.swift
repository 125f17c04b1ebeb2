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
        return addresses.contains { ServiceFilter.fits(person.address, $0) }
            || groups.contains { pattern in person.groups.contains { ServiceFilter.fits($0, pattern) } }
    }

    /// Linear in the text for each star, whatever the pattern.
    static func fits(_ text: String, _ pattern: String) -> Bool {
        let text = Array(text.unicodeScalars), pattern = Array(pattern.unicodeScalars)
        var place = 0, wanted = 0
        var star: (pattern: Int, text: Int)?
        while place < text.count {
            if wanted < pattern.count, pattern[wanted] == "*" {
                star = (wanted, place)
                wanted += 1
            } else if wanted < pattern.count, pattern[wanted] == "?" || pattern[wanted] == text[place] {
                place += 1
                wanted += 1
            } else if let last = star {
                star = (last.pattern, last.text + 1)
                wanted = last.pattern + 1
                place = last.text + 1
            } else {
                return false
            }
        }
        return pattern[wanted...].allSatisfy { $0 == "*" }
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
