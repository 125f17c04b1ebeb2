import Foundation
import Night
import Polling

/// The section `poll` of a configuration: what the options of `calfold poll` say too.
struct PollSection {
    var arguments: PollArguments

    /// - Throws: a `Failure` when there is no such section, or something is wrong with it.
    init(_ configuration: Configuration) throws {
        guard configuration.hasPoll else {
            throw Failure(
                .usage, "The configuration \(configuration.file) has no section 'poll'.",
                next: "'calfold init DIR' writes a file that explains it.")
        }
        let faults = configuration.faults.filter { $0.what.contains("poll") } + PollSection.faults(configuration)
        try ConfigurationFile.refuse(faults, of: configuration.file)
        arguments = PollArguments(configuration)
    }

    /// What is wrong with single values, each with its line, and what is missing.
    static func faults(_ configuration: Configuration) -> [ConfigurationFile.Fault] {
        guard configuration.hasPoll else { return [] }
        var faults: [ConfigurationFile.Fault] = []
        func check(_ key: ConfigurationKey, _ work: () throws -> Void) {
            do {
                try work()
            } catch {
                faults.append(configuration.fault(key, translating: error))
            }
        }
        for key in ConfigurationKey.ofPoll where configuration.values[key] != nil {
            check(key) { _ = try PollArguments(configuration.only(key)).values() }
        }
        if let every = configuration.text(.pollEvery) {
            check(.pollEvery) { _ = try TimeLength.seconds(every, option: "every") }
        }
        for key in [ConfigurationKey.pollTenant, .pollClientID] where configuration.text(key) == nil {
            faults.append(.init(line: nil, what: "\(key.rawValue): is missing, and a poll needs it"))
        }
        let files: (ConfigurationKey) -> Bool = { configuration.text($0) != nil }
        if files(.pollCertificate) != files(.pollPrivateKey) {
            faults.append(
                configuration.fault(
                    files(.pollCertificate) ? .pollCertificate : .pollPrivateKey,
                    "certificate and private-key go together"))
        }
        if files(.pollCertificate), files(.pollClientSecretFile) {
            faults.append(
                configuration.fault(
                    .pollClientSecretFile, "goes without certificate and private-key: name one or the other"))
        }
        return faults
    }
}

extension Configuration {
    /// Whether the night polls: the file says something of it.
    var hasPoll: Bool { has(ConfigurationKey.pollPrefix) }

    /// Whether the file says something in a section.
    func has(_ prefix: String) -> Bool {
        ConfigurationKey.allCases.contains { key in
            guard key.rawValue.hasPrefix(prefix), case .line = values[key]?.origin else { return false }
            return true
        }
    }
}
