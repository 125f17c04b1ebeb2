/// An address as Exchange's exports write it, brought to one form.
public enum Address: Hashable, Sendable {
    /// In lower case.
    case smtp(String)
    /// A legacyExchangeDN, in lower case: `/o=org/ou=…/cn=recipients/cn=…`.
    case legacyDN(String)
    /// A name and nothing more.
    case displayName(String)

    /// The one text that stands for the address wherever identities are compared. A pseudonym stays as it is.
    public var canonical: String {
        switch self {
        case .smtp(let text), .legacyDN(let text): text
        case .displayName(let text): Pseudonym.isOne(text) ? text : text.lowercased()
        }
    }

    /// Reads an address in any of its forms: what `PersonText` finds of an address for mail, a legacy DN or a name, in
    /// this order.
    ///
    /// - Returns: nil for an empty text and for the placeholders that mean none.
    public init?(_ text: String) {
        guard let found = PersonText(text).address else { return nil }
        self = found
    }

    /// Whether the canonical text of an address is a name and nothing more. A name is no identity: two people may share
    /// it. A pseudonym is one.
    public static func isName(_ canonical: String) -> Bool {
        canonical.utf8.first != UInt8(ascii: "/") && !canonical.utf8.contains(UInt8(ascii: "@"))
            && !Pseudonym.isOne(canonical)
    }

    /// Whether two canonical texts can be compared: both are addresses for mail, legacy DNs or names.
    public static func areOfOneForm(_ one: String, _ other: String) -> Bool {
        func isDN(_ text: String) -> Bool { text.utf8.first == UInt8(ascii: "/") }
        return isName(one) == isName(other) && isDN(one) == isDN(other)
    }
}
