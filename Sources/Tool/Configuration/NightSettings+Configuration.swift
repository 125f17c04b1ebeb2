import EventStore
import ExchangeFormats
import Foundation
import Intake
import Night
import Polling
import Projection
import Publishing
import Tables

extension NightSettings {
    /// - Throws: a `Failure` that names every value which is not right, with its line.
    init(_ configuration: Configuration) throws {
        try NightSettings.checkEach(configuration)
        let inbox = configuration.text(.inbox) ?? "", zoneName = configuration.text(.windowTimeZone) ?? "UTC"
        var reading = try ReadingSettings(configuration).options { _ in }
        reading.refusesPseudonyms = true
        self.init(
            store: configuration.text(.store) ?? "", inbox: inbox, out: configuration.text(.out) ?? "",
            reading: reading, zoneName: zoneName, zone: ZoneCatalogue.shipped.resolve(zoneName)?.rules ?? .utc,
            monthsBack: configuration.number(.monthsBack) ?? 0, monthsAhead: configuration.number(.monthsAhead) ?? 0,
            export: ExportSettings(configuration),
            words: configuration.texts(.tables)
                + configuration.words(
                    ConfigurationKey.ofTables.filter { ![.keyFile, .directory, .users].contains($0) }),
            keyPlace: configuration.place(.keyFile), target: try NightSettings.target(configuration),
            attempts: configuration.number(.publishAttempts) ?? 1,
            keepDays: configuration.number(.pollKeepDays) ?? 7)
        metrics = configuration.text(.metrics)
        audit = configuration.text(.audit).map { folder in
            var audit = AuditSettings()
            audit.out = folder
            audit.keeps = true
            audit.allowConflicts = configuration.texts(.allowConflicts)
            audit.privacy = PrivacySettings(configuration)
            return audit
        }
        push = try PushSection.settings(configuration, isNight: true)
        if configuration.hasPoll {
            poll = try PollSection(configuration).arguments.settings(
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
        check(.metrics) {
            guard configuration.text(.metrics)?.hasSuffix(".prom") == true else {
                throw Failure(
                    .usage, "The node exporter reads no other files than those that end in .prom.",
                    next: "Such as /var/lib/prometheus/node-exporter/calfold.prom.")
            }
            let places = [configuration.text(.metrics), configuration.text(.inbox)].map {
                $0.map { URL(filePath: $0).standardizedFileURL.path }
            }
            if let metrics = places[0], let inbox = places[1], metrics.hasPrefix(inbox + "/") {
                throw Failure(
                    .usage, "It lies in the inbox, and each night would take it for an export.",
                    next: "Such as /var/lib/prometheus/node-exporter/calfold.prom.")
            }
        }
        check(.publishSFTP) { _ = try target(configuration) }
        faults +=
            configuration.faultsOfFiles() + configuration.faultsTogether + PollSection.faults(configuration)
            + PushSection.faults(configuration, isNight: true)
        try ConfigurationFile.refuse(faults, of: configuration.file)
    }

    private static func target(_ configuration: Configuration) throws -> (any PublicationTarget)? {
        if let folder = configuration.text(.publishFolder) { return FolderTarget(folder) }
        guard let text = configuration.text(.publishSFTP) else { return nil }
        var target = SFTPTarget(try NightSettings.address(text))
        target.port = configuration.number(.publishPort) ?? target.port
        target.identityFile = configuration.text(.publishIdentityFile)
        target.knownHosts = configuration.text(.publishKnownHosts)
        target.sshConfig = configuration.text(.publishSSHConfig)
        return target
    }

    static func address(_ text: String) throws -> SFTPAddress {
        do { return try SFTPAddress(text) } catch { throw Failure(.usage, error.what) }
    }
}
