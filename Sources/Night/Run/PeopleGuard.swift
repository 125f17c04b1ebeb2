import Primitives
import Privacy

/// Keeps a night from turning everybody into somebody else: with another key, a mistyped domain or another directory
/// the tables of this month would not join those of the last, and whoever gets them could not tell why.
package struct PeopleGuard {
    package let ledger: NightLedger
    package let pseudonymiser: Pseudonymiser

    private var fingerprint: String {
        get throws { try pseudonymiser.pseudonym("the key of the nights of this store") }
    }

    /// - Parameter mask: of the tables that are about to be made.
    /// - Throws: a `Failure` with `.refused`.
    package func check(_ mask: Mask) throws {
        let way =
            "If it is meant, run once with --accept-new-key: every month is then written anew, and joins with no table that was sent before."
        if let known = try ledger.keyFingerprint(), known != (try fingerprint) {
            throw Failure(
                .refused,
                "The key is not the one that the last tables were made with: each person would get another pseudonym. Nothing was taken in or written.",
                next: "Put the old key back. " + way)
        }
        let people = try ledger.knownPeople()
        guard !people.isEmpty else { return }
        // Of its own, so that nobody counts as met by the tables.
        let mask = try mask.terms.mask()
        var others = 0, outside = 0
        for person in people {
            if let reason = mask.standing(person.identity)?.reason, [.excluded, .outOfScope].contains(reason) {
                continue
            }
            let shown = try mask.person(person.identity)
            if shown == "external" { outside += 1 } else if try mark(shown) != person.mark { others += 1 }
        }
        guard (others + outside) * 2 > people.count else { return }
        throw Failure(
            .refused,
            """
            Of \(people.count, "person", "people") of the last tables \(outside) would become external and \(others) would get another pseudonym: the accepted \
            domains or the directory are not what they were. Nothing was taken in or written.
            """, next: "Look at accepted-domain and directory in the configuration. " + way)
    }

    /// Notes of whom the tables are now.
    ///
    /// - Returns: whether somebody of the organisation is in them.
    package func note(_ mask: Mask) throws -> Bool {
        var sample = mask.met.people
        for person in try ledger.knownPeople() { sample.note(person.identity) }
        let fresh = try mask.terms.mask()
        var people: [NightLedger.KnownPerson] = []
        for identity in sample.identities {
            let shown = try fresh.person(identity)
            guard !shown.isEmpty, !Pseudonymiser.passes(shown) else { continue }
            people.append(.init(identity: identity, mark: try mark(shown)))
        }
        try ledger.note(key: try fingerprint, people: people)
        return !people.isEmpty
    }

    private func mark(_ pseudonym: String) throws -> String {
        String(try pseudonymiser.pseudonym("somebody of the tables: " + pseudonym).prefix(16))
    }
}
