import Encodings
import EventStore
import ExchangeFormats
import Night
import Privacy
import Projection
import Reconstruct
import Replay
import Tables

/// The store as one thread reads it for requests, with the mask through which all of them look.
package final class StoreView {
    let log: EventLog
    let settings: WebSettings
    /// Under which tables' rows are shown.
    let mask: Mask
    let zones = ZoneBook()
    /// Who asked what is answered now.
    var caller = Caller()
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
        if let asOf, position == nil {
            mask.learn(try settings.names.learned(asOf: asOf, in: log))
        } else {
            mask.learn(try Projection(log).learnedNames(asOf: asOf, upTo: position, isOfStored: isOfStored))
        }
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

    /// The entries of a meeting by its id, and what they are told by.
    ///
    /// - Throws: a `Failure` or `RefusedRequest` where there is no such meeting, or none was known then.
    func meeting(_ id: String, asOf: Instant?, upTo position: Int64?) throws -> FoundMeeting {
        try learn(asOf: asOf, upTo: position)
        let stream = try stream(id)
        let found = try MeetingEntries(of: stream.number, upTo: position, in: log)
        guard let first = found.entries.map(\.loggedAt).min() else {
            throw RefusedRequest(404, "The store knew nothing of this meeting then.")
        }
        guard asOf.map({ $0 >= first }) ?? true else {
            throw RefusedRequest(
                404, "Nothing of this meeting was logged by then: its first entry is of \(WebTime.text(first)).")
        }
        return FoundMeeting(stream: stream, id: try mask.globalObjectID(stream.key), found: found)
    }

    /// A story as `calfold replay` tells it.
    func story(_ meeting: FoundMeeting, asOf: Instant?) -> Story {
        Story(of: meeting.found.entries, asOf: asOf, zones: zones, onePerson: onePerson)
    }

    /// A story for programs. Names of files hold addresses, and are left out under pseudonyms.
    func storyJSON(_ meeting: FoundMeeting) -> StoryJSON {
        StoryJSON(
            privacy: privacy,
            place: { [isPseudonymised] entry in
                meeting.found.place(of: entry).map { .init(file: isPseudonymised ? nil : $0.file, line: $0.line) }
            },
            time: { $1 ? WebTime.text($0) : WebTime.plain($0) })
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

    /// The chain's head in hexadecimal; nil where nothing was taken in.
    func headText() throws -> String? { try log.head().map { Hex.lowercase($0.hash) } }

    /// What an answer depends on in the store: the chain's head, how far the folds follow it, the last night and the
    /// last audit that was kept, what is noted of pushes, and what is left in quarantine.
    ///
    /// - Parameter position: stands for the head where only what was known up to there counts.
    func stamp(upTo position: Int64?) throws -> String {
        if let position { return "known \(position)" }
        let head = try headText() ?? "-"
        let folds = try [Projection.checkpoint, MailProjection.checkpoint].map { try log.checkpoint($0)?.position ?? 0 }
        let night = try NightLedger.runs(of: log, limit: 1).first?.began ?? 0
        let pushes = try StorePushNotes(log).all().map {
            "\($0.month) \($0.service) \($0.pushed) \($0.change ?? "") \($0.isTouched == true)"
        }
        let audit = try KeptFindings.run(of: log).map { "\($0)" } ?? ""
        return "\(head) \(folds) \(night) \(audit) \(pushes) \(try log.quarantineCount())"
    }
}

/// A meeting that somebody asked for by its id.
struct FoundMeeting {
    var stream: StreamID
    /// As it is shown.
    var id: String
    var found: MeetingEntries
}
