import CPublicSuffix

/// Domains under which anybody can have one.
package enum PublicSuffix {
    /// Whether the public suffix list has a domain: `com`, `co.uk`. What it does not know of is somebody's own.
    ///
    /// - Parameter domain: in the form of `DomainName`.
    package static func isOne(_ domain: String) -> Bool {
        guard let list = psl_latest(nil) else { return false }
        defer { psl_free(list) }
        return domain.withCString {
            psl_is_public_suffix2(list, $0, Int32(PSL_TYPE_ANY) | Int32(PSL_TYPE_NO_STAR_RULE))
        } != 0
    }

    /// Those of some domains that are one label below a public suffix: what somebody can register.
    ///
    /// - Parameter domains: in the form of `DomainName`.
    static func registrable(_ domains: [String]) -> [String] {
        guard !domains.isEmpty, let list = psl_latest(nil) else { return [] }
        defer { psl_free(list) }
        return domains.filter { domain in
            domain.withCString { text in psl_registrable_domain(list, text).map { String(cString: $0) } } == domain
        }
    }
}
