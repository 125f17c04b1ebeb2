import ExchangeFormats

/// Who somebody is to the organisation, and whether tables of people should hold them.
public enum PersonKind: String, Sendable, CaseIterable {
    case person, resource, system, external
}

/// The organisation's bounds: its domains, and the addresses that the operator takes in or leaves out.
public struct People: Sendable {
    /// Domains of the organisation, `*.example.com` for any below one; without any, nobody is external.
    public var acceptedDomains: [String]
    /// Patterns with `*` and `?`. Where there are includes, nobody else is in.
    public var includes: [String]
    public var excludes: [String]

    public init(acceptedDomains: [String] = [], includes: [String] = [], excludes: [String] = []) {
        self.acceptedDomains = acceptedDomains.map { $0.lowercased() }
        self.includes = includes.map { $0.lowercased() }
        self.excludes = excludes.map { $0.lowercased() }
    }

    public func kind(of address: Address) -> PersonKind {
        switch address {
        case .smtp(let text):
            if !isAccepted(text) { return .external }
            return People.isSystemMailbox(text) ? .system : .person
        case .legacyDN, .displayName:
            // Unresolved, and of the organisation as far as anybody can tell.
            return .person
        }
    }

    /// Whether an address of the organisation is kept: not one of Exchange's own mailboxes, and let in by the lists.
    public func admits(_ address: Address) -> Bool {
        if kind(of: address) == .system { return false }
        let text = address.canonical
        if excludes.contains(where: { Wildcard.matches(text, $0) }) { return false }
        return includes.isEmpty || includes.contains { Wildcard.matches(text, $0) } || kind(of: address) == .external
    }

    private func isAccepted(_ address: String) -> Bool {
        guard !acceptedDomains.isEmpty else { return true }
        guard let at = address.lastIndex(of: "@") else { return true }
        let domain = address[address.index(after: at)...]
        return acceptedDomains.contains { accepted in
            if accepted.hasPrefix("*.") { return domain.hasSuffix(accepted.dropFirst()) || domain == accepted.dropFirst(2) }
            return domain == accepted
        }
    }

    /// Mailboxes that Exchange makes for itself, by the names it gives them.
    static func isSystemMailbox(_ address: String) -> Bool {
        let local = address.prefix { $0 != "@" }
        let beginnings = [
            "healthmailbox", "systemmailbox{", "discoverysearchmailbox{", "federatedemail.", "migration.",
            "microsoftexchange329e71ec88ae4615bbc36ab6ce41109e", "extest_", "sm_", "smo-",
        ]
        return beginnings.contains { local.hasPrefix($0) } || ["inboundproxy", "maildeliveryprobe", "postmaster", "mailer-daemon"].contains(String(local))
    }
}

/// Patterns of shell wildcards over whole texts: `*` any run of characters, `?` any one.
enum Wildcard {
    static func matches(_ text: String, _ pattern: String) -> Bool {
        let text = Array(text), pattern = Array(pattern)
        var place = 0, at = 0
        var star: (pattern: Int, text: Int)?
        while place < text.count {
            if at < pattern.count, pattern[at] == "*" {
                star = (at, place)
                at += 1
            } else if at < pattern.count, pattern[at] == "?" || pattern[at] == text[place] {
                at += 1
                place += 1
            } else if let known = star {
                // The last star takes one character more.
                star = (known.pattern, known.text + 1)
                at = known.pattern + 1
                place = known.text + 1
            } else {
                return false
            }
        }
        return pattern[at...].allSatisfy { $0 == "*" }
    }
}
