import CPublicSuffix

/// A domain taken apart by the public suffix list: `a.b.example.co.uk` is `a.b`, `example.co.uk`, `co.uk`.
struct DomainParts: Hashable {
    var domain: String
    /// What somebody could register, with the label before it; nil for a suffix by itself.
    var registered: String?
    var suffix: String?
    var subdomain: String?
}

/// The public suffix list of the system (publicsuffix.org by libpsl). Belongs to one thread.
final class PublicSuffixList {
    private let list: OpaquePointer?

    /// The newest list that the system has; the one built into the library where there is no file.
    init() { list = psl_latest(nil) }

    deinit { psl_free(list) }

    /// - Parameter domain: in any case; an address literal in brackets has no parts.
    func parts(of domain: String) -> DomainParts {
        let domain = domain.lowercased()
        var parts = DomainParts(domain: domain)
        guard let list, domain.first != "[", !domain.isEmpty else { return parts }
        domain.withCString { text in
            parts.suffix = psl_unregistrable_domain(list, text).map { String(cString: $0) }
            parts.registered = psl_registrable_domain(list, text).map { String(cString: $0) }
        }
        if let registered = parts.registered, domain.hasSuffix("." + registered) {
            parts.subdomain = String(domain.dropLast(registered.count + 1))
        }
        return parts
    }
}
