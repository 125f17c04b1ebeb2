import ExchangeFormats
import Reconstruct

// What texts and groups of the log mean, found out once and remembered under their numbers: as objects, since each row
// asks for several, and counts one reference of each in place of one of every text in it.

/// Somebody whom a text names.
final class KnownPerson: Sendable {
    let text: PersonText
    /// In the form that entries have.
    let canonical: String?
    let hasLegacyDN: Bool

    init(_ text: PersonText) {
        self.text = text
        canonical = text.address?.canonical
        hasLegacyDN = text.legacyDN != nil
    }
}

/// Who made a change.
final class KnownUser: Sendable {
    let user: ResponsibleUser
    let person: KnownPerson?

    init(_ user: ResponsibleUser, _ person: KnownPerson?) {
        self.user = user
        self.person = person
    }
}

/// What a row says of its item, and who is the organizer there.
final class KnownItem: Sendable {
    let shared: SharedContent
    let represented: KnownPerson?

    init(_ shared: SharedContent, _ represented: KnownPerson?) {
        self.shared = shared
        self.represented = represented
    }
}
