import Digest
import EventStore
import ExchangeFormats
import Foundation
import Intake
import Polling
import Projection
import Publishing
import Tables

/// A configuration whose every value has been looked at: what a night needs.
struct NightSettings {
    var configuration: Configuration
    var store: String
    var inbox: String
    var out: String
    var reading: CalendarReaderOptions
    var zoneName: String
    var zone: ZoneRules
    var monthsBack: Int
    var monthsAhead: Int
    /// Where the tables go; nil keeps them here.
    var target: (any PublicationTarget)?
    var attempts: Int
    /// Where message traces are fetched from; nil where nothing is said of it.
    var poll: PollSettings?
    /// Days for which a page that was taken in stays in the inbox.
    var keepDays: Int

    /// - Throws: a `Failure` that names every value which is not right, with its line.
    init(_ configuration: Configuration) throws {
        self.configuration = configuration
        store = configuration.text(.store) ?? ""
        inbox = configuration.text(.inbox) ?? ""
        out = configuration.text(.out) ?? ""
        monthsBack = configuration.number(.monthsBack) ?? 0
        monthsAhead = configuration.number(.monthsAhead) ?? 0
        attempts = configuration.number(.publishAttempts) ?? 1
        keepDays = configuration.number(.pollKeepDays) ?? 7
        zoneName = configuration.text(.windowTimeZone) ?? "UTC"
        zone = ZoneCatalogue.shipped.resolve(zoneName)?.rules ?? .utc
        reading = CalendarReaderOptions()
        try NightSettings.checkEach(configuration)
        reading = try ReadingSettings(configuration).options { _ in }
        reading.refusesPseudonyms = true
        target = try NightSettings.target(configuration)
        if configuration.hasPoll {
            poll = try PollSection(configuration).words.settings(
                inbox: inbox, environment: ProcessInfo.processInfo.environment)
        }
    }

    /// Holds every value against the option of its name, so that each fault is told with its line.
    private static func checkEach(_ configuration: Configuration) throws {
        var faults = configuration.faults
        func check(_ key: ConfigurationKey, _ work: () throws -> Void) {
            guard let value = configuration.values[key], value.origin != .standard else { return }
            do {
                try work()
            } catch {
                let near = NearestWord.to(configuration.text(key) ?? "", among: key.usualWords).map {
                    "Did you mean \($0)?"
                }
                let what =
                    (error as? Failure).map { [$0.what, near, $0.next].compactMap { $0 }.joined(separator: " ") }
                    ?? "\(error)"
                faults.append(configuration.fault(key, what))
            }
        }
        for key in ConfigurationKey.ofReading {
            check(key) { _ = try ReadingSettings(configuration.only(key)).options { _ in } }
        }
        for key in ConfigurationKey.ofTables {
            check(key) {
                let export = ExportSettings(configuration.only(key))
                _ = try export.partner.delimiterByte()
                _ = try export.window.window()
                _ = try export.mail.origins()
                try export.privacy.checkDomains()
            }
        }
        check(.publishSFTP) { _ = try target(configuration) }
        faults += configuration.faultsOfFiles + configuration.faultsTogether + PollSection.faults(configuration)
        try ConfigurationFile.refuse(faults, of: configuration.file)
    }

    private static func target(_ configuration: Configuration) throws -> (any PublicationTarget)? {
        if let folder = configuration.text(.publishFolder) { return FolderTarget(folder) }
        guard let text = configuration.text(.publishSFTP) else { return nil }
        var target = SFTPTarget(try NightSettings.address(text))
        target.port = configuration.number(.publishPort)
        target.identityFile = configuration.text(.publishIdentityFile)
        target.knownHosts = configuration.text(.publishKnownHosts)
        target.sshConfig = configuration.text(.publishSSHConfig)
        return target
    }

    static func address(_ text: String) throws -> SFTPAddress {
        do { return try SFTPAddress(text) } catch { throw Failure(.usage, error.what) }
    }

    /// The export that the configuration describes, without its month.
    var export: ExportSettings { ExportSettings(configuration) }

    /// What tells whether tables of another night were made in the same way: of the key only what its pseudonym of a
    /// fixed word tells.
    func fingerprint(_ export: ExportSettings, version: String) throws -> String {
        let digest = SHA256()
        let words =
            configuration.texts(.tables)
            + configuration.words(
                ConfigurationKey.ofTables.filter { ![.keyFile, .directory, .users].contains($0) })
        let versions = [
            version, String(Projection.foldVersion), String(MailProjection.foldVersion),
            String(EarlierTables.rowVersion),
        ]
        let key = try export.privacy.key.pseudonymiser { _ in }.pseudonym("the tables of a night")
        for word in words + versions + [key] { digest.add(Array(word.utf8) + [0]) }
        for file in configuration.texts(.directory) + configuration.texts(.users) {
            digest.add(Array(try FileDigest(of: file).sha256.utf8))
        }
        return Hex.lowercase(SHA256.bytes(digest.finish()))
    }
}
