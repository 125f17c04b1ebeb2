/// What a mask is made of. A mask belongs to one thread; another that helps it makes its own of these, and both make
/// one pseudonym of one value.
package struct MaskTerms: Sendable {
    let people: People
    /// Nil where identities are clear.
    let key: PseudonymKey?
    let keepsSubjects: Bool

    package func mask() throws(Pseudonymiser.ValueError) -> Mask {
        guard let key else { return Mask(people: people, identities: .clear, keepsSubjects: keepsSubjects) }
        return Mask(people: people, identities: .pseudonyms(try Pseudonymiser(key)), keepsSubjects: keepsSubjects)
    }
}

/// What a mask met, for adding to another's.
package struct MaskTally: Sendable {
    var values = MaskCounts()
    var seen = SeenIdentities()
    /// Some of the people inside.
    package internal(set) var people = PeopleSample()
}

/// What an address has become where a table shows it.
package enum ShownAs: UInt8, Sendable, CaseIterable {
    /// A word that passes through, or nothing.
    case nobody
    case pseudonym, external, `internal`
}
