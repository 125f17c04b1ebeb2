import Foundation
import Night
import Partner
import Publishing

/// The section `push` of a configuration: what the options of `calfold push` say too.
extension PushArguments {
    init(_ configuration: Configuration) {
        self.init(
            to: configuration.text(.pushTo), tokenFile: configuration.text(.pushTokenFile),
            batch: configuration.number(.pushBatch), idNames: configuration.texts(.pushIDName),
            lagDays: configuration.number(.pushLagDays), since: configuration.text(.pushSince))
    }
}

enum PushSection {
    /// What is wrong with single values, each with its line, and what is missing.
    ///
    /// - Parameter isNight: whether a night is to push, from its own store.
    static func faults(_ configuration: Configuration, isNight: Bool) -> [ConfigurationFile.Fault] {
        guard configuration.has(ConfigurationKey.pushPrefix) else { return [] }
        var faults: [ConfigurationFile.Fault] = []
        for key in ConfigurationKey.allCases
        where key.rawValue.hasPrefix(ConfigurationKey.pushPrefix) && configuration.values[key] != nil {
            do {
                _ = try PushArguments(configuration.only(key)).settings()
            } catch {
                faults.append(configuration.fault(key, translating: error))
            }
        }
        guard isNight else { return faults }
        for (key, why) in [
            (ConfigurationKey.pushTo, "is missing: the address of the service"),
            (.pushSince, "is missing: the first month that a night pushes, such as 2024-01"),
        ]
        where configuration.text(key) == nil { faults.append(.init(line: nil, what: "\(key.rawValue): \(why)")) }
        if configuration.text(.pushTables) != nil {
            faults.append(
                configuration.fault(
                    .pushTables, "a night pushes from its own store: leave it out, or run 'calfold push --config'"))
        }
        if configuration.flag(.pushWithUsers), configuration.text(.users) == nil {
            faults.append(configuration.fault(.pushWithUsers, "needs users: a CSV of email and report_ids"))
        }
        return faults
    }

    /// - Throws: a `Failure` when something is wrong with the section.
    static func settings(_ configuration: Configuration, isNight: Bool) throws -> PushSettings? {
        guard configuration.has(ConfigurationKey.pushPrefix) else { return nil }
        try ConfigurationFile.refuse(
            configuration.faults + faults(configuration, isNight: isNight), of: configuration.file)
        var settings = try PushArguments(configuration).settings()
        settings.withUsers = configuration.flag(.pushWithUsers)
        return settings
    }
}
