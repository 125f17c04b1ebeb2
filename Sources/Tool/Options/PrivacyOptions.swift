import ArgumentParser
import ExchangeFormats
import Foundation
import Privacy

/// How identities leave the store.
struct PrivacyOptions: ParsableArguments {
    @Option(help: ArgumentHelp("File with the secret for pseudonyms; CALFOLD_KEY in the environment when left out.", valueName: "file"))
    var keyFile: String?

    @Flag(help: "Clear identities, external ones too: for an audit inside the organisation.")
    var plain = false

    @Option(help: ArgumentHelp("A domain of the organisation, repeatable; *.example.com for all below it. Without any, nobody is external.", valueName: "domain"))
    var acceptedDomain: [String] = []

    @Option(help: ArgumentHelp("Only addresses that match; repeatable, with * and ?.", valueName: "pattern"))
    var include: [String] = []

    @Option(help: ArgumentHelp("No addresses that match; repeatable, with * and ?.", valueName: "pattern"))
    var exclude: [String] = []

    @Flag(help: "Keep subjects and the texts of exceptions.")
    var subjects = false

    func mask() throws -> Mask {
        let people = People(acceptedDomains: acceptedDomain, includes: include, excludes: exclude)
        if plain {
            Console.note("Identities are exported in clear (--plain): keep these files inside the organisation.")
            return Mask(people: people, identities: .clear, keepsSubjects: subjects)
        }
        return Mask(people: people, identities: .pseudonyms(try pseudonymiser()), keepsSubjects: subjects)
    }

    func pseudonymiser() throws -> Pseudonymiser {
        let (key, warning) = try PseudonymKey.load(file: keyFile, environment: ProcessInfo.processInfo.environment)
        if let warning { Console.note(warning) }
        return try Pseudonymiser(key)
    }
}
