import ExchangeFormats

/// Who has which addresses: one person, one identity, whatever form of address a log uses of them.
///
/// Several addresses, legacy DNs and names lead to one recipient. What leads to two leads to neither, except that a
/// primary address is always its owner's.
package struct Directory: Sendable {
    /// What a recipient is, as Exchange's recipient types tell it.
    package enum Kind: String, Sendable, CaseIterable {
        case person, room, equipment
        /// A mailbox of nobody in particular, or a distribution list.
        case shared
        case system, external
    }

    /// A division, squad, project or the like that a recipient belongs to, beside the department and the team.
    package struct Group: Sendable, Hashable {
        package var name: String
        /// What sort of group it is, where the directory says so: `Agile Squad`, `Division`.
        package var category: String?

        package init(name: String, category: String? = nil) {
            self.name = name
            self.category = category
        }
    }

    package struct Recipient: Sendable, Equatable {
        /// The primary address, in lower case.
        package var address: String
        /// The other mail addresses that lead here, in lower case and in order.
        package var aliases: [String]
        /// The legacy DNs that lead here, in lower case and in order.
        package var legacyNames: [String]
        package var kind: Kind
        package var displayName: String
        /// The primary address of the manager, where the directory holds them.
        package var manager: String?
        /// Empty where the directory has none; so are the team and the groups.
        package var department: String
        package var team: String
        package var groups: [Group]
        package var employmentDate: CivilDate?
    }

    /// By what an address led to its recipient.
    package enum Way: String, Sendable, CaseIterable { case primary, alias, legacyDN, displayName }

    /// In the order of the files.
    package internal(set) var recipients: [Recipient] = []
    package internal(set) var report = Report()
    var primaries: [ExactText: Int] = [:]
    var aliases = OwnerIndex()
    var legacyNames = OwnerIndex()
    var displayNames = OwnerIndex()
    /// By account name, without its domain.
    var accounts = OwnerIndex()

    /// Knows nobody.
    package init() {}

    package var isEmpty: Bool { recipients.isEmpty }

    /// The recipient whom an address leads to, by any of their addresses or legacy DNs, or by a display name that only
    /// one has; and by which of these it was.
    package func find(_ address: Address) -> (recipient: Recipient, way: Way)? {
        guard !recipients.isEmpty else { return nil }
        let found: (index: Int, way: Way)? =
            switch address {
            case .smtp(let text):
                primaries[ExactText(text)].map { ($0, .primary) } ?? aliases.owner(of: text).map { ($0, .alias) }
            case .legacyDN(let text): legacyNames.owner(of: text).map { ($0, .legacyDN) }
            case .displayName: owner(ofName: address.canonical).map { ($0, .displayName) }
            }
        return found.map { (recipients[$0.index], $0.way) }
    }

    /// Whose display name or account name a text is: `Doe, John`, `jdoe`, `CONTOSO\jdoe`.
    private func owner(ofName name: String) -> Int? {
        if let index = displayNames.owner(of: name) { return index }
        guard !displayNames.isContested(name) else { return nil }
        let account =
            name.utf8.lastIndex(of: UInt8(ascii: "\\")).map { String(name[name.utf8.index(after: $0)...]) } ?? name
        return accounts.owner(of: account)
    }

    package func recipient(of address: Address) -> Recipient? { find(address)?.recipient }
}

extension Directory {
    /// A line of a directory file.
    package struct Place: Sendable, Hashable, Comparable, CustomStringConvertible {
        package var file: String
        /// From 1.
        package var line: Int

        package var description: String { "\(file), line \(line)" }

        package static func < (left: Place, right: Place) -> Bool { (left.file, left.line) < (right.file, right.line) }
    }

    /// What was made of the directory's files, in counts and lines: never in names.
    package struct Report: Sendable, Equatable {
        package var recipients = 0
        /// Addresses beside the primary ones, and legacy DNs.
        package var aliases = 0
        package var legacyNames = 0
        /// Display names of more than one recipient: they lead to nobody.
        package var sharedNames = 0
        /// Lines about a recipient whom an earlier line has: what they add was added to that recipient.
        package var foldedLines = 0
        /// Lines with an address or legacy DN that belongs to another recipient too: it leads to nobody.
        package var contested: [Place] = []
        /// Lines without any mail address: nobody can be made of them.
        package var withoutAddress: [Place] = []
        /// Lines with an employment date that is no date, or one that could be read in two ways: it was left out.
        package var unreadDates: [Place] = []
        /// Recipient types that are not known here, and how many recipients have them; they are taken for persons.
        package var unknownTypes: [String: Int] = [:]
    }
}

/// Which recipient a text leads to; none where it leads to two.
struct OwnerIndex: Sendable {
    private var owners: [ExactText: Int] = [:]
    private var contested: Set<ExactText> = []

    var count: Int { owners.count }
    var contestedCount: Int { contested.count }

    func owner(of text: String) -> Int? { owners[ExactText(text)] }

    func isContested(_ text: String) -> Bool { contested.contains(ExactText(text)) }

    mutating func add(_ text: String, owner: Int) {
        let key = ExactText(text)
        guard !contested.contains(key) else { return }
        guard let other = owners[key], other != owner else {
            owners[key] = owner
            return
        }
        owners[key] = nil
        contested.insert(key)
    }
}
