import CPublicSuffix

/// A domain taken apart by the public suffix list: `a.b.example.co.uk` is `a.b`, `example.co.uk`, `co.uk`.
package struct DomainParts: Hashable {
    package var domain: String
    /// What somebody could register, with the label before it; nil for a suffix by itself.
    package var registered: String?
    package var suffix: String?
    package var subdomain: String?
}

/// The public suffix list of the system (publicsuffix.org by libpsl): domains under which anybody can have one. Belongs
/// to one thread.
package final class PublicSuffixList {
    private let list: OpaquePointer?

    /// The newest list that the system has; the one built into the library where there is no file.
    package init() { list = psl_latest(nil) }

    deinit { psl_free(list) }

    /// Whether the list has a domain: `com`, `co.uk`. What it does not know of is somebody's own.
    ///
    /// - Parameter domain: in the form of `DomainName`.
    package func holds(_ domain: String) -> Bool {
        guard let list else { return false }
        return domain.withCString {
            psl_is_public_suffix2(list, $0, Int32(PSL_TYPE_ANY) | Int32(PSL_TYPE_NO_STAR_RULE))
        } != 0
    }

    /// Whether a domain is one label below a public suffix: what somebody can register.
    ///
    /// - Parameter domain: in the form of `DomainName`.
    func isRegistrable(_ domain: String) -> Bool {
        guard let list else { return false }
        return domain.withCString { text in psl_registrable_domain(list, text).map { String(cString: $0) } } == domain
    }

    /// - Parameter domain: in any case; an address literal in brackets has no parts.
    package func parts(of domain: String) -> DomainParts {
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
