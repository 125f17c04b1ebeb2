import Digest
import EventStore
import ExchangeFormats
import Night
import Privacy
import Projection
import Reconstruct
import Replay

/// The store as one thread reads it for requests, with the mask through which all of them look.
package final class StoreView {
    let log: EventLog
    let settings: WebSettings
    /// Under which tables' rows are shown.
    let mask: Mask
    let zones = ZoneBook()
    private let pseudonymiser: Pseudonymiser?

    package init(_ settings: WebSettings) throws {
        self.settings = settings
        log = try settings.store.open()
        let pseudonymiser = try settings.key.map { try Pseudonymiser($0) }
        self.pseudonymiser = pseudonymiser
        mask = Mask(
            people: settings.people, identities: pseudonymiser.map { .pseudonyms($0) } ?? .clear,
            keepsSubjects: pseudonymiser == nil)
    }

    var isPseudonymised: Bool { pseudonymiser != nil }

    /// Takes what the log had taught of legacy DNs by the moment that is asked for.
    func learn(asOf: Instant? = nil, upTo position: Int64? = nil, isOfStored: Bool = false) throws {
        mask.learn(try Projection(log).learnedNames(asOf: asOf, upTo: position, isOfStored: isOfStored))
    }

    /// How stories show people: as `calfold replay` does.
    var privacy: StoryPrivacy {
        isPseudonymised
            ? StoryPrivacy(person: mask.person, meetingID: mask.globalObjectID, showsFreeText: false)
            : StoryPrivacy(person: { self.onePerson($0) }, meetingID: { $0 }, showsFreeText: true)
    }

    /// The one address of the person whom an address leads to.
    func onePerson(_ text: String) -> String {
        Address(text).map { mask.people.resolved($0).canonical } ?? text
    }

    /// The stream of a meeting by its id in any form.
    ///
    /// - Throws: a `Failure` where there is none, or where several are like that.
    func stream(_ id: String) throws -> StreamID {
        let found = try MeetingLookup(
            log: log, meetingID: mask.globalObjectID, pseudonym: { [mask] in mask.globalObjectID }
        ).stream(id)
        // Another calendar's id is its text, and whoever types it in clear finds nothing under pseudonyms.
        if isPseudonymised, !Mask.isOrdinaryID(found.key), try mask.globalObjectID(found.key) != id {
            throw Failure(.inputMissing, "No meeting's id is that, or begins or ends so.")
        }
        return found
    }

    /// What an answer depends on in the store: the chain's head, how far the folds follow it, the last night, and what
    /// is left in quarantine.
    ///
    /// - Parameter position: stands for the head where only what was known up to there counts.
    func stamp(upTo position: Int64?) throws -> String {
        if let position { return "known \(position)" }
        let head = try log.head().map { Hex.lowercase($0.hash) } ?? "-"
        let folds = try ["meetings", "emails"].map { try log.checkpoint($0)?.position ?? 0 }
        let night = try NightLedger.runs(of: log, limit: 1).first?.began ?? 0
        return "\(head) \(folds) \(night) \(try log.quarantineCount())"
    }
}
