import Digest
import Encodings
import EventStore
import ExchangeFormats
import Intake
import Polling
import Projection
import Publishing
import Tables

/// What a night needs, every value looked at.
package struct NightSettings {
    package var store: String
    package var inbox: String
    package var out: String
    package var reading: CalendarReaderOptions
    package var zoneName: String
    package var zone: ZoneRules
    package var monthsBack: Int
    package var monthsAhead: Int
    /// The tables of a month, without the month.
    package var export: ExportSettings
    /// What tells one way to make tables from another, beside what files hold.
    package var words: [String]
    /// Where the name of the key's file is from, for a person.
    package var keyPlace: String
    /// Where the tables go; nil keeps them here.
    package var target: (any PublicationTarget)?
    package var attempts: Int = 4
    /// Where message traces are fetched from; nil where nothing is said of it.
    package var poll: PollSettings?
    /// Days for which a page that was taken in stays in the inbox.
    package var keepDays: Int = 7
    /// The file for monitoring; nil where none is wanted.
    package var metrics: String?
    /// What the audit after the tables is asked for; nil where none is wanted.
    package var audit: AuditSettings?
    /// How closed months go to the partner's service; nil where nothing is said of it.
    package var push: PushSettings?

    package init(
        store: String, inbox: String, out: String, reading: CalendarReaderOptions, zoneName: String, zone: ZoneRules,
        monthsBack: Int, monthsAhead: Int, export: ExportSettings, words: [String], keyPlace: String,
        target: (any PublicationTarget)? = nil, attempts: Int = 4, poll: PollSettings? = nil, keepDays: Int = 7
    ) {
        self.store = store
        self.inbox = inbox
        self.out = out
        self.reading = reading
        self.zoneName = zoneName
        self.zone = zone
        self.monthsBack = monthsBack
        self.monthsAhead = monthsAhead
        self.export = export
        self.words = words
        self.keyPlace = keyPlace
        self.target = target
        self.attempts = attempts
        self.poll = poll
        self.keepDays = keepDays
    }

    /// What tells whether tables of another night were made in the same way: of the key only what its pseudonym of a
    /// fixed word tells.
    func fingerprint(version: String) throws -> String {
        let digest = SHA256()
        let versions = [
            version, String(Projection.foldVersion), String(MailProjection.foldVersion),
            String(EarlierTables.rowVersion),
        ]
        let key = try export.privacy.key.pseudonymiser { _ in }.pseudonym("the tables of a night")
        for word in words + versions + [key] { digest.add(Array(word.utf8) + [0]) }
        for file in export.privacy.directory.files + [export.partner.users].compactMap({ $0 }) {
            digest.add(Array(try FileDigest(of: file).sha256.utf8))
        }
        return Hex.lowercase(SHA256.bytes(digest.finish()))
    }
}
