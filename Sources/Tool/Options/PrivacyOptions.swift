import ArgumentParser
import Night
import Privacy

/// The secret that pseudonyms are made with; never on the command line itself.
struct KeyOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "File with the secret for pseudonyms; CALFOLD_KEY in the environment when left out.", valueName: "file"))
    var keyFile: String?

    func pseudonymiser() throws -> Pseudonymiser { try settings.pseudonymiser(Console.tell) }

    var settings: KeySettings { KeySettings(file: keyFile) }
}

/// Who is who: the files of a directory.
struct DirectoryOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Who has which addresses: a CSV file of Get-Recipient, Get-Mailbox, Get-ADUser, or one of your own; repeatable.",
            valueName: "file"))
    var directory: [String] = []

    func load() throws -> Directory { try settings.load(Console.tell) }

    var settings: DirectorySettings { DirectorySettings(files: directory) }
}

/// How identities leave the store.
struct PrivacyOptions: ParsableArguments {
    @OptionGroup var key: KeyOptions

    @Flag(help: "Clear identities, external ones too: for an audit inside the organisation.")
    var plain = false

    @Option(
        help: ArgumentHelp(
            "A domain of the organisation, repeatable; *.example.com for all below it. Without any, nobody is external.",
            valueName: "domain"))
    var acceptedDomain: [String] = []

    @OptionGroup var directory: DirectoryOptions

    @Option(help: ArgumentHelp("Only addresses that match; repeatable, with * and ?.", valueName: "pattern"))
    var include: [String] = []

    @Option(help: ArgumentHelp("No addresses that match; repeatable, with * and ?.", valueName: "pattern"))
    var exclude: [String] = []

    @Option(
        help:
            "What becomes of the organisation's people whom --include and --exclude do not let in: left out (drop), or shown as the word external or internal. drop when left out."
    )
    var outOfScope: OutOfScope?

    @Flag(help: "Keep subjects and the texts of exceptions.")
    var subjects = false

    var settings: PrivacySettings {
        PrivacySettings(
            key: key.settings, isPlain: plain, acceptedDomains: acceptedDomain, directory: directory.settings,
            includes: include, excludes: exclude, outOfScope: outOfScope ?? .drop, keepsSubjects: subjects)
    }
}

extension OutOfScope: ExpressibleByArgument {}
