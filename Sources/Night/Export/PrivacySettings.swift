import ExchangeFormats
import Foundation
import Privacy
import Tables

/// Where the secret for pseudonyms is.
package struct KeySettings {
    /// The variable of the environment counts where it is nil.
    package var file: String?

    package init(file: String? = nil) {
        self.file = file
    }

    /// - Parameter tell: gets what a person should know of the key.
    package func pseudonymiser(_ tell: (Remark) -> Void) throws -> Pseudonymiser {
        let (key, warning) = try PseudonymKey.load(file: file, environment: ProcessInfo.processInfo.environment)
        if let warning { tell(.doubt(warning)) }
        return try Pseudonymiser(key)
    }
}

/// Who is who: the files of a directory.
package struct DirectorySettings {
    package var files: [String] = []

    package init(files: [String] = []) {
        self.files = files
    }

    /// The directory; what a person should know of it before trusting it is told.
    package func load(_ tell: (Remark) -> Void) throws -> Directory {
        guard !files.isEmpty else { return Directory() }
        let found = try Directory(files: files)
        tell(.fact(DirectoryNotes.summary(found.report)))
        for line in DirectoryNotes.doubts(found.report) { tell(.doubt(line)) }
        return found
    }
}

/// How identities leave the store.
package struct PrivacySettings {
    package var key = KeySettings()
    /// Whether identities are in clear, external ones too.
    package var isPlain = false
    package var acceptedDomains: [String] = []
    package var directory = DirectorySettings()
    package var includes: [String] = []
    package var excludes: [String] = []
    package var outOfScope = OutOfScope.drop
    package var keepsSubjects = false

    package init(
        key: KeySettings = KeySettings(), isPlain: Bool = false, acceptedDomains: [String] = [],
        directory: DirectorySettings = DirectorySettings(), includes: [String] = [], excludes: [String] = [],
        outOfScope: OutOfScope = OutOfScope.drop, keepsSubjects: Bool = false
    ) {
        self.key = key
        self.isPlain = isPlain
        self.acceptedDomains = acceptedDomains
        self.directory = directory
        self.includes = includes
        self.excludes = excludes
        self.outOfScope = outOfScope
        self.keepsSubjects = keepsSubjects
    }

    /// - Throws: a `Failure` for what would make everybody external: an address, a pattern that is none.
    /// Below these every customer of Exchange Online has a domain, in each of its clouds; the public suffix list does
    /// not name them.
    private static let tenantSuffixes: Set<String> = Set(
        ["onmicrosoft.com", "onmicrosoft.us", "onmicrosoft.de", "partner.onmschina.cn"].flatMap { [$0, "mail." + $0] })

    package func checkDomains() throws {
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
            let isOfEverybody =
                PublicSuffixList().holds(DomainName.canonical(String(labels)))
                || PrivacySettings.tenantSuffixes.contains(labels.lowercased())
            guard !domain.hasPrefix("*.") || !isOfEverybody else {
                throw Failure(
                    .usage, "\(domain) takes in whoever has a domain there.",
                    next: "Name the domains of the organisation, such as *.example.\(labels).")
            }
        }
    }

    /// - Throws: a `Failure` for a pattern that nobody can fit.
    package func checkPatterns() throws {
        for (name, patterns) in [("include", includes), ("exclude", excludes)]
        where patterns.contains(where: { $0.allSatisfy(\.isWhitespace) }) {
            throw Failure(
                .usage, "A pattern of \(name) is empty, and fits nobody.",
                next: "Write an address, or a pattern such as *@example.com.")
        }
    }

    package func people(_ tell: (Remark) -> Void) throws -> People {
        try checkDomains()
        try checkPatterns()
        let people = People(
            acceptedDomains: acceptedDomains, includes: includes, excludes: excludes, outOfScope: outOfScope,
            directory: try directory.load(tell))
        tellOfExcludes(people, tell)
        return people
    }

    /// The accepted domains of which a pattern such as `*` leaves out whoever there is.
    private func domainsLeftOut(_ people: People) -> [String] {
        guard !excludes.isEmpty else { return [] }
        // Somebody whom nobody can have meant by name.
        return statedDomains.filter { domain in
            let host = domain.hasPrefix("*.") ? String(domain.dropFirst(2)) : domain
            return people.standing(of: .smtp("calfold-7c1f0e52a4@" + DomainName.canonical(host.lowercased()))).reason
                == .excluded
        }
    }

    private var statedDomains: [String] { acceptedDomains.isEmpty ? ["example.invalid"] : acceptedDomains }

    /// Whether no address of the organisation can be in a table.
    func leavesOutEverybody(_ people: People) -> Bool { domainsLeftOut(people).count == statedDomains.count }

    /// A pattern such as `*` leaves people out without a word in the tables.
    private func tellOfExcludes(_ people: People, _ tell: (Remark) -> Void) {
        let left = domainsLeftOut(people)
        guard !left.isEmpty else { return }
        let whom = acceptedDomains.isEmpty ? "every address" : "every address of \(left.joined(separator: ", "))"
        tell(
            .doubt(
                "\(leavesOutEverybody(people) ? "EVERYBODY IS LEFT OUT: " : "")exclude (\(excludes.joined(separator: ", "))) fits \(whom), so nobody there is in the tables. Take out the pattern that is too wide."
            ))
    }

    package func mask(_ tell: (Remark) -> Void) throws -> Mask {
        let people = try people(tell)
        if isPlain {
            tell(.fact("Identities are exported in clear (--plain): keep these files inside the organisation."))
            return Mask(people: people, identities: .clear, keepsSubjects: keepsSubjects)
        }
        return Mask(people: people, identities: .pseudonyms(try key.pseudonymiser(tell)), keepsSubjects: keepsSubjects)
    }
}
