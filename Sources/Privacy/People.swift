import ExchangeFormats

/// Who somebody is to the organisation, and whether tables of people should hold them.
public enum PersonKind: String, Sendable, CaseIterable {
    case person, resource, shared, system, external
}

/// The organisation's bounds: its domains, its directory, and the addresses that the operator takes in or leaves out.
public struct People: Sendable {
    /// Domains of the organisation, in lower case; `*.example.com` is the domain and any below it. Without any, nobody is external.
    public var acceptedDomains: [String]
    /// Patterns with `*` and `?`, in lower case. Where there are includes, nobody else of the organisation is in.
    public var includes: [String]
    public var excludes: [String]
    public var directory: Directory

    public init(acceptedDomains: [String] = [], includes: [String] = [], excludes: [String] = [], directory: Directory = Directory()) {
        self.acceptedDomains = acceptedDomains.map { $0.trimmed.lowercased() }
        self.includes = includes.map { $0.trimmed.lowercased() }
        self.excludes = excludes.map { $0.trimmed.lowercased() }
        self.directory = directory
    }

    /// The primary address of the person whom an address leads to; the address itself where the directory does not know it.
    public func resolved(_ address: Address) -> Address {
        directory.recipient(of: address).map { .smtp($0.address) } ?? address
    }

    public func kind(of address: Address) -> PersonKind {
        if let known = directory.recipient(of: address) {
            switch known.kind {
            case .room, .equipment: return .resource
            case .shared: return .shared
            case .system: return .system
            case .external: return .external
            case .person: return isAccepted(known.address) ? .person : .external
            }
        }
        switch address {
        case .smtp(let text):
            if !isAccepted(text) { return .external }
            return SystemMailbox.isOne(text) ? .system : .person
        case .legacyDN, .displayName:
            // Unresolved, and of the organisation as far as anybody can tell.
            return .person
        }
    }

    /// Whether tables of people keep an address: somebody outside, or a person of the organisation whom the lists let in. An include
    /// that names one address exactly lets it in whatever it is.
    public func admits(_ address: Address) -> Bool {
        let address = resolved(address), text = address.canonical, kind = kind(of: address)
        if excludes.contains(where: { Wildcard.matches(text, $0) }) { return false }
        if kind == .external || includes.contains(text) { return true }
        return kind == .person && (includes.isEmpty || includes.contains { Wildcard.matches(text, $0) })
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
}

/// Patterns of shell wildcards over whole texts: `*` any run of characters, `?` any one.
enum Wildcard {
    static func matches(_ text: String, _ pattern: String) -> Bool {
        let text = Array(text.unicodeScalars), pattern = Array(pattern.unicodeScalars)
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
