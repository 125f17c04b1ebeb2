import ArgumentParser
import ExchangeFormats
import Foundation
import Primitives
import Privacy
import Tables

/// The secret that pseudonyms are made with; never on the command line itself.
struct KeyOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "File with the secret for pseudonyms; CALFOLD_KEY in the environment when left out.", valueName: "file"))
    var keyFile: String?

    func pseudonymiser(_ tell: (Remark) -> Void = Console.tell) throws -> Pseudonymiser {
        let (key, warning) = try PseudonymKey.load(file: keyFile, environment: ProcessInfo.processInfo.environment)
        if let warning { tell(.doubt(warning)) }
        return try Pseudonymiser(key)
    }
}

/// Who is who: the files of a directory.
struct DirectoryOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Who has which addresses: a CSV file of Get-Recipient, Get-Mailbox, Get-ADUser, or one of your own; repeatable.",
            valueName: "file"))
    var directory: [String] = []

    /// The directory; what a person should know of it before trusting it is told.
    func load(_ tell: (Remark) -> Void = Console.tell) throws -> Directory {
        guard !directory.isEmpty else { return Directory() }
        let found = try Directory(files: directory)
        tell(.fact(DirectoryNotes.summary(found.report)))
        for line in DirectoryNotes.doubts(found.report) { tell(.doubt(line)) }
        return found
    }
}

/// What a person should know of a directory before trusting it: counts and lines, never names.
enum DirectoryNotes {
    static func summary(_ report: Directory.Report) -> String {
        "The directory knows \(report.recipients, "recipient"), \(report.aliases, "further address", "further addresses") and \(report.legacyNames, "legacy name")."
    }

    static func doubts(_ report: Directory.Report) -> [String] {
        var lines: [String] = []
        func tell(_ places: [Directory.Place], _ what: String) {
            guard !places.isEmpty else { return }
            let shown =
                places.prefix(5).map(\.description).joined(separator: "; ")
                + (places.count > 5 ? "; and \(places.count - 5) more" : "")
            lines.append("\(what) (\(shown)).")
        }
        tell(
            report.contested,
            "\(report.contested.count, "line holds", "lines hold") an address that another recipient has too; it leads to nobody, or to whom it is the primary address of"
        )
        tell(
            report.withoutAddress, "\(report.withoutAddress.count, "line has", "lines have") no mail address: left out")
        tell(
            report.unreadDates,
            "\(report.unreadDates.count, "line has", "lines have") an employment date that is none, or could be read in two ways; write it as 2024-02-01"
        )
        if !report.unknownTypes.isEmpty {
            let count = report.unknownTypes.values.reduce(0, +)
            lines.append(
                "\(count, "recipient has", "recipients have") a type that is not known here (\(report.unknownTypes.keys.sorted().prefix(5).joined(separator: ", "))); taken for a person each."
            )
        }
        return lines
    }
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
            "What becomes of the organisation's people whom --include and --exclude do not let in: left out, or shown as the word external or internal."
    )
    var outOfScope = OutOfScope.drop

    @Flag(help: "Keep subjects and the texts of exceptions.")
    var subjects = false

    /// - Throws: a `Failure` for what would make everybody external: an address, a pattern that is none.
    func checkDomains() throws {
        for text in acceptedDomain {
            let domain = text.trimmingCharacters(in: .whitespaces)
            let labels = domain.hasPrefix("*.") ? domain.dropFirst(2) : domain[...]
            let isDomain =
                !labels.isEmpty
                && labels.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
                    !label.isEmpty && label.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
                }
            guard isDomain else {
                throw Failure(
                    .usage, "\(domain) is no domain.",
                    next: "Write it as example.com, or *.example.com for all below it as well.")
            }
            guard !domain.hasPrefix("*.") || !PublicSuffix.isOne(DomainName.canonical(String(labels))) else {
                throw Failure(
                    .usage, "\(domain) takes in whoever has a domain there.",
                    next: "Name the domains of the organisation, such as *.example.\(labels).")
            }
        }
    }

    func people(_ tell: (Remark) -> Void = Console.tell) throws -> People {
        try checkDomains()
        return People(
            acceptedDomains: acceptedDomain, includes: include, excludes: exclude, outOfScope: outOfScope,
            directory: try directory.load(tell))
    }

    func mask(_ tell: (Remark) -> Void = Console.tell) throws -> Mask {
        let people = try people(tell)
        if plain {
            Console.note("Identities are exported in clear (--plain): keep these files inside the organisation.")
            return Mask(people: people, identities: .clear, keepsSubjects: subjects)
        }
        return Mask(people: people, identities: .pseudonyms(try key.pseudonymiser(tell)), keepsSubjects: subjects)
    }
}

extension OutOfScope: ExpressibleByArgument {}
