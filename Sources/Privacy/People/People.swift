import ExchangeFormats
import Primitives

/// Who somebody is to the organisation, and whether tables of people should hold them.
package enum PersonKind: String, Sendable, CaseIterable {
    case person, resource, shared, system, external
}

/// What becomes of people of the organisation whom the lists do not let in.
package enum OutOfScope: String, Sendable, CaseIterable {
    /// Tables of people leave them out, and cells that would name them stay empty.
    case drop
    /// They stand for themselves as anybody outside does, or as somebody inside without a name.
    case external, `internal`
}

/// Who an address leads to, and how tables may show them.
package struct Standing: Sendable, Equatable {
    /// Why tables of people leave somebody out.
    package enum Reason: String, Sendable, CaseIterable {
        case room, shared, system, excluded, outOfScope
        /// A display name or an account that the directory leads to nobody: no identity.
        case name
    }

    package enum Presence: Sendable, Equatable {
        case shown
        /// Of the organisation, not in scope, and shown by a word alone.
        case asExternal, asInternal
        case leftOut
    }

    /// The primary address of whom the directory knows, else the address as it is.
    package var address: Address
    package var kind: PersonKind
    /// How the directory knew them; nil for those it does not know.
    package var way: Directory.Way?
    package var presence: Presence
    /// Why they are not shown under a name of their own; nil for those who are.
    package var reason: Reason?
    /// What the directory says that they are; nil for those it does not know.
    package var recipient: Directory.Kind?
}

/// The organisation's bounds: its domains, its directory, and the addresses that the operator takes in or leaves out.
package struct People: Sendable {
    /// Domains of the organisation, in lower case; `*.example.com` is the domain and any below it. Without any, nobody
    /// is external.
    package let acceptedDomains: [String]
    /// The tenants of Exchange Online whose routing domains are the organisation's.
    private let tenants: Set<String>
    /// Patterns with `*` and `?`, in lower case. Where there are includes, nobody else of the organisation is in.
    package var includes: [String]
    package var excludes: [String]
    package var outOfScope: OutOfScope
    package var directory: Directory
    /// What the log itself tells of legacy DNs; the directory outweighs it.
    package var learned = LearnedNames()

    package init(
        acceptedDomains: [String] = [], includes: [String] = [], excludes: [String] = [],
        outOfScope: OutOfScope = .drop,
        directory: Directory = Directory()
    ) {
        let domains = acceptedDomains.map { domain in
            let text = domain.trimmed
            return text.hasPrefix("*.")
                ? "*." + DomainName.canonical(String(text.dropFirst(2))) : DomainName.canonical(text)
        }
        self.acceptedDomains = domains
        tenants = People.tenants(of: domains)
        self.includes = includes.map(People.pattern)
        self.excludes = excludes.map(People.pattern)
        self.outOfScope = outOfScope
        self.directory = directory
    }

    /// A pattern in lower case, its domain in the form of addresses where it is written out.
    private static func pattern(_ text: String) -> String {
        let pattern = text.trimmed.lowercased()
        guard let at = pattern.lastIndex(of: "@") else { return pattern }
        let domain = pattern[pattern.index(after: at)...]
        return domain.contains { $0 == "*" || $0 == "?" }
            ? pattern : pattern[...at] + DomainName.canonical(String(domain))
    }

    /// The primary address of the person whom an address leads to; the address itself where the directory does not know
    /// it.
    package func resolved(_ address: Address) -> Address {
        let address = led(address)
        return directory.recipient(of: address).map { .smtp($0.address) } ?? address
    }

    /// The address for mail that the log has for a legacy DN which the directory does not know; else the address
    /// itself.
    private func led(_ address: Address) -> Address {
        guard case .legacyDN(let name) = address, let mail = learned.address(of: name), directory.find(address) == nil
        else { return address }
        return .smtp(mail)
    }

    /// Whether the operator named whom to take in or to leave out.
    var hasLists: Bool { !includes.isEmpty || !excludes.isEmpty }

    package func kind(of address: Address) -> PersonKind {
        let address = led(address)
        return kind(of: address, known: directory.recipient(of: address))
    }

    private func kind(of address: Address, known: Directory.Recipient?) -> PersonKind {
        if let known {
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

    /// Whether tables of people keep an address: somebody outside, or a person of the organisation whom the lists let
    /// in or whom a word stands for. An include that names one address exactly lets it in whatever it is.
    package func admits(_ address: Address) -> Bool { standing(of: address).presence != .leftOut }

    package func standing(of address: Address) -> Standing {
        let address = led(address)
        let known = directory.find(address)
        let resolved: Address = known.map { .smtp($0.recipient.address) } ?? address
        let kind = kind(of: address, known: known?.recipient)
        var isName = false
        if known == nil, case .displayName(let text) = address { isName = !Pseudonym.isOne(text) }
        var standing = Standing(
            address: resolved, kind: kind, way: known?.way, presence: .shown,
            reason: isName ? .name : reason(resolved.canonical, kind), recipient: known?.recipient.kind)
        switch standing.reason {
        case nil: break
        case .excluded?, .outOfScope?:
            // The choice is about people; nobody needs a word that stands for a room.
            let choice = kind == .person ? outOfScope : .drop
            standing.presence = choice == .drop ? .leftOut : choice == .external ? .asExternal : .asInternal
        case .room?, .shared?, .system?, .name?: standing.presence = .leftOut
        }
        return standing
    }

    private func reason(_ text: String, _ kind: PersonKind) -> Standing.Reason? {
        if excludes.contains(where: { Wildcard.matches(text, $0) }) { return .excluded }
        if includes.contains(text) { return nil }
        switch kind {
        case .external: return nil
        case .resource: return .room
        case .shared: return .shared
        case .system: return .system
        case .person: return includes.isEmpty || includes.contains { Wildcard.matches(text, $0) } ? nil : .outOfScope
        }
    }

    private func isAccepted(_ address: String) -> Bool {
        guard !acceptedDomains.isEmpty else { return true }
        guard let at = address.lastIndex(of: "@") else { return true }
        let domain = address[address.index(after: at)...]
        let isListed = acceptedDomains.contains { accepted in
            if accepted.hasPrefix("*.") {
                return domain.hasSuffix(accepted.dropFirst()) || domain == accepted.dropFirst(2)
            }
            return domain == accepted
        }
        return isListed || isOwnRouting(domain)
    }

    /// Whether a domain is that by which a hybrid organisation hands mail to its own tenant,
    /// `contoso.mail.onmicrosoft.com`.
    private func isOwnRouting(_ domain: Substring) -> Bool {
        let routing = ".mail.onmicrosoft.com"
        return domain.hasSuffix(routing) && tenants.contains(String(domain.dropLast(routing.count)))
    }

    /// The tenant `contoso` where `contoso.onmicrosoft.com` is accepted, or a domain that somebody could register under
    /// that name: `contoso.com`, `contoso.co.uk`. A part of a domain says nothing: that of `corp.example.com` may be
    /// anybody's.
    private static func tenants(of domains: [String]) -> Set<String> {
        let tenant = ".onmicrosoft.com"
        let named = domains.map { $0.hasPrefix("*.") ? String($0.dropFirst(2)) : $0 }
        let own = named.filter { $0.hasSuffix(tenant) }.map { String($0.dropLast(tenant.count)) }
        guard !named.isEmpty else { return [] }
        let suffixes = PublicSuffixList()
        let registered = named.filter { !$0.hasSuffix(tenant) && suffixes.isRegistrable($0) }
        return Set(own.filter { !$0.contains(".") } + registered.map { String($0.prefix { $0 != "." }) })
    }
}
