import ExchangeFormats
import Foundation
import Privacy
import Tables

/// Where the secret for pseudonyms is.
struct KeySettings {
    /// The variable of the environment counts where it is nil.
    var file: String?

    /// - Parameter tell: gets what a person should know of the key.
    func pseudonymiser(_ tell: (Remark) -> Void) throws -> Pseudonymiser {
        let (key, warning) = try PseudonymKey.load(file: file, environment: ProcessInfo.processInfo.environment)
        if let warning { tell(.doubt(warning)) }
        return try Pseudonymiser(key)
    }
}

/// Who is who: the files of a directory.
struct DirectorySettings {
    var files: [String] = []

    /// The directory; what a person should know of it before trusting it is told.
    func load(_ tell: (Remark) -> Void) throws -> Directory {
        guard !files.isEmpty else { return Directory() }
        let found = try Directory(files: files)
        tell(.fact(DirectoryNotes.summary(found.report)))
        for line in DirectoryNotes.doubts(found.report) { tell(.doubt(line)) }
        return found
    }
}

/// How identities leave the store.
struct PrivacySettings {
    var key = KeySettings()
    /// Whether identities are in clear, external ones too.
    var isPlain = false
    var acceptedDomains: [String] = []
    var directory = DirectorySettings()
    var includes: [String] = []
    var excludes: [String] = []
    var outOfScope = OutOfScope.drop
    var keepsSubjects = false

    /// - Throws: a `Failure` for what would make everybody external: an address, a pattern that is none.
    func checkDomains() throws {
        for text in acceptedDomains {
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

    func people(_ tell: (Remark) -> Void) throws -> People {
        try checkDomains()
        return People(
            acceptedDomains: acceptedDomains, includes: includes, excludes: excludes, outOfScope: outOfScope,
            directory: try directory.load(tell))
    }

    func mask(_ tell: (Remark) -> Void) throws -> Mask {
        let people = try people(tell)
        if isPlain {
            tell(.fact("Identities are exported in clear (--plain): keep these files inside the organisation."))
            return Mask(people: people, identities: .clear, keepsSubjects: keepsSubjects)
        }
        return Mask(people: people, identities: .pseudonyms(try key.pseudonymiser(tell)), keepsSubjects: keepsSubjects)
    }
}
