import ExchangeFormats

/// Who has which addresses: one person, one identity, whatever form of address a log uses of them.
///
/// Several addresses, legacy DNs and names lead to one recipient. What leads to two leads to neither, except that a primary address is
/// always its owner's.
public struct Directory: Sendable {
    /// What a recipient is, as Exchange's recipient types tell it.
    public enum Kind: String, Sendable, CaseIterable {
        case person, room, equipment
        /// A mailbox of nobody in particular, or a distribution list.
        case shared
        case system, external
    }

    public struct Recipient: Sendable, Equatable {
        /// The primary address, in lower case.
        public var address: String
        public var kind: Kind
        public var displayName: String
        /// The primary address of the manager, where the directory holds them.
        public var manager: String?
        public var department: String
        public var team: String
        public var groups: [String]
    }

    /// What was made of a directory file, in counts and lines: never in names.
    public struct Report: Sendable, Equatable {
        public var recipients = 0
        /// Addresses beside the primary ones, and legacy DNs.
        public var aliases = 0
        public var legacyNames = 0
        /// Display names of more than one recipient: they lead to nobody.
        public var sharedNames = 0
        /// Lines whose primary address an earlier line has: they add their addresses to that recipient.
        public var repeatedLines: [Int] = []
        /// Lines with an address or legacy DN that belongs to another recipient too: it leads to nobody.
        public var contestedLines: [Int] = []
        /// Lines without any mail address: nobody can be made of them.
        public var linesWithoutAddress: [Int] = []
        /// Recipient types that are not known here, and how many recipients have them; they are taken for persons.
        public var unknownTypes: [String: Int] = [:]
    }

    public private(set) var recipients: [Recipient] = []
    public private(set) var report = Report()
    private var primaries: [ExactText: Int] = [:]
    private var aliases = OwnerIndex()
    private var legacyNames = OwnerIndex()
    private var displayNames = OwnerIndex()

    /// Knows nobody.
    public init() {}

    /// The recipient whom an address leads to: by any of their addresses or legacy DNs, or by a display name that only one has.
    public func recipient(of address: Address) -> Recipient? {
        guard !recipients.isEmpty else { return nil }
        let index: Int? =
            switch address {
            case .smtp(let text): primaries[ExactText(text)] ?? aliases.owner(of: text)
            case .legacyDN(let text): legacyNames.owner(of: text)
            case .displayName: displayNames.owner(of: address.canonical)
            }
        return index.map { recipients[$0] }
    }
}

extension Directory {
    /// Builds the directory of a file's rows.
    init(_ file: DirectoryFile) {
        report.linesWithoutAddress = file.linesWithoutAddress
        for row in file.rows { add(row) }
        report.recipients = recipients.count
        var identifiers = OwnerIndex()
        for row in file.rows { index(row, &identifiers) }
        report.aliases = aliases.count
        report.legacyNames = legacyNames.count
        for (index, recipient) in recipients.enumerated() where !recipient.displayName.isEmpty {
            displayNames.add(recipient.displayName.lowercased(), owner: index)
        }
        report.sharedNames = displayNames.contestedCount
        for row in file.rows where !row.manager.isEmpty {
            guard let index = primaries[ExactText(row.address)], recipients[index].manager == nil else { continue }
            recipients[index].manager = manager(row.manager, identifiers)
        }
    }

    private mutating func add(_ row: DirectoryRow) {
        guard primaries[ExactText(row.address)] == nil else {
            report.repeatedLines.append(row.line)
            return
        }
        primaries[ExactText(row.address)] = recipients.count
        let kind = RecipientType.kind(row.type)
        if kind == nil { report.unknownTypes[row.type, default: 0] += 1 }
        recipients.append(
            Recipient(
                address: row.address, kind: kind ?? .person, displayName: row.displayName, manager: nil, department: row.department,
                team: row.team, groups: row.groups))
    }

    private mutating func index(_ row: DirectoryRow, _ identifiers: inout OwnerIndex) {
        guard let owner = primaries[ExactText(row.address)] else { return }
        var isContested = false
        for alias in row.aliases {
            if let first = primaries[ExactText(alias)] {
                // Somebody's primary address is theirs, whoever else lists it.
                if first != owner { isContested = true }
            } else if !aliases.add(alias, owner: owner) {
                isContested = true
            }
        }
        for name in row.legacyDNs where !legacyNames.add(name, owner: owner) { isContested = true }
        for identifier in row.identifiers { identifiers.add(identifier, owner: owner) }
        if isContested { report.contestedLines.append(row.line) }
    }

    /// A manager is given by address, by the distinguished name that Active Directory uses, by id, or by a display name.
    private func manager(_ text: String, _ identifiers: OwnerIndex) -> String? {
        if let index = identifiers.owner(of: text.lowercased()) { return recipients[index].address }
        return Address(text).flatMap { recipient(of: $0)?.address }
    }
}

/// Which recipient a text leads to; none where it leads to two.
private struct OwnerIndex {
    private var owners: [ExactText: Int] = [:]
    private var contested: Set<ExactText> = []

    var count: Int { owners.count }
    var contestedCount: Int { contested.count }

    func owner(of text: String) -> Int? { owners[ExactText(text)] }

    /// - Returns: whether the text leads to this owner alone.
    @discardableResult
    mutating func add(_ text: String, owner: Int) -> Bool {
        let key = ExactText(text)
        guard !contested.contains(key) else { return false }
        guard let other = owners[key], other != owner else {
            owners[key] = owner
            return true
        }
        owners[key] = nil
        contested.insert(key)
        return false
    }
}
