import ExchangeFormats

extension Directory {
    /// The directory of files that Get-Recipient, Get-Mailbox, Get-ADUser or a spreadsheet wrote. What one file lacks
    /// of a recipient, another may add.
    ///
    /// - Throws: what is wrong with a file, and where.
    package init(files: [String]) throws(DirectoryError) {
        var loaded: [DirectoryFile] = []
        for file in files { loaded.append(try DirectoryFile(path: file)) }
        self.init(loaded)
    }

    /// Builds the directory of files' rows.
    init(_ files: [DirectoryFile]) {
        report.withoutAddress = files.flatMap(\.withoutAddress)
        report.unreadDates = files.flatMap(\.unreadDates)
        let rows = files.flatMap(\.rows)
        let owners = addRecipients(rows)
        addAddresses(rows, owners)
        addManagers(rows, owners)
        report.recipients = recipients.count
        report.foldedLines = rows.count - recipients.count
        report.sharedNames = displayNames.contestedCount
    }

    /// - Returns: for each row, the recipient that it tells of.
    private mutating func addRecipients(_ rows: [DirectoryRow]) -> [Int] {
        var owners = Array(repeating: 0, count: rows.count)
        for (index, person) in RowFolding.persons(rows).enumerated() {
            for row in person.rows { owners[row] = index }
            recipients.append(recipient(person.rows.map { rows[$0] }, address: person.address))
            primaries[ExactText(person.address)] = index
        }
        return owners
    }

    /// One recipient of all rows that tell of them: what an earlier row says stands before what a later one does.
    private mutating func recipient(_ rows: [DirectoryRow], address: String) -> Recipient {
        func first(_ field: (DirectoryRow) -> String) -> String { rows.lazy.map(field).first { !$0.isEmpty } ?? "" }
        let type = first(\.type), kind = RecipientType.kind(type)
        if kind == nil { report.unknownTypes[type, default: 0] += 1 }
        var groups: [Group] = []
        for group in rows.flatMap(\.groups) where !groups.contains(group) { groups.append(group) }
        return Recipient(
            address: address, aliases: [], legacyNames: [], kind: kind ?? .person, displayName: first(\.displayName),
            manager: nil,
            department: first(\.department), team: first(\.team), groups: groups,
            employmentDate: rows.lazy.compactMap(\.employmentDate).first)
    }

    private mutating func addAddresses(_ rows: [DirectoryRow], _ owners: [Int]) {
        for (row, owner) in zip(rows, owners) {
            for alias in [row.address] + row.aliases where primaries[ExactText(alias)] == nil {
                aliases.add(alias, owner: owner)
            }
            for name in row.legacyDNs + row.formerDNs { legacyNames.add(name, owner: owner) }
            for account in row.accounts { accounts.add(account, owner: owner) }
            if !row.displayName.isEmpty { displayNames.add(row.displayName.lowercased(), owner: owner) }
        }
        for (row, owner) in zip(rows, owners) {
            var isContested = false
            for alias in [row.address] + row.aliases where alias != recipients[owner].address {
                if primaries[ExactText(alias)] != nil || aliases.isContested(alias) {
                    // Somebody's primary address is theirs, whoever else lists it.
                    isContested = true
                } else if !recipients[owner].aliases.contains(alias) {
                    recipients[owner].aliases.append(alias)
                }
            }
            for name in row.legacyDNs + row.formerDNs {
                if legacyNames.isContested(name) {
                    isContested = true
                } else if !recipients[owner].legacyNames.contains(name) {
                    recipients[owner].legacyNames.append(name)
                }
            }
            if isContested { report.contested.append(row.place) }
        }
        for index in recipients.indices {
            recipients[index].aliases.sort()
            recipients[index].legacyNames.sort()
        }
        report.aliases = aliases.count
        report.legacyNames = legacyNames.count
    }

    private mutating func addManagers(_ rows: [DirectoryRow], _ owners: [Int]) {
        var identifiers = OwnerIndex()
        for (row, owner) in zip(rows, owners) {
            for identifier in row.identifiers { identifiers.add(identifier, owner: owner) }
        }
        for (row, owner) in zip(rows, owners) where !row.manager.isEmpty && recipients[owner].manager == nil {
            recipients[owner].manager = manager(row.manager, identifiers)
        }
    }

    /// A manager is given by address, by the distinguished name that Active Directory uses, by id, or by a display
    /// name.
    private func manager(_ text: String, _ identifiers: OwnerIndex) -> String? {
        if let index = identifiers.owner(of: text.lowercased()) { return recipients[index].address }
        return Address(text).flatMap { recipient(of: $0)?.address }
    }
}

/// Finds the rows that tell of one and the same recipient: those of one primary address, of one object, and of somebody
/// who was renamed.
struct RowFolding {
    /// The rows of one recipient, in order, and the primary address that stands for them.
    struct Person {
        var rows: [Int]
        var address: String
    }

    /// For each row an earlier one of the same recipient; itself where there is none.
    private var earlier: [Int]

    /// In the order of their first rows.
    static func persons(_ rows: [DirectoryRow]) -> [Person] {
        var folding = RowFolding(earlier: Array(rows.indices))
        var byAddress: [ExactText: Int] = [:], byObject: [ExactText: Int] = [:]
        for (index, row) in rows.enumerated() {
            for object in row.objects { folding.join(index, byObject, object) }
            folding.join(index, byAddress, row.address)
            for object in row.objects where byObject[ExactText(object)] == nil { byObject[ExactText(object)] = index }
            if byAddress[ExactText(row.address)] == nil { byAddress[ExactText(row.address)] = index }
        }
        // Renamed: the newer row lists the older one's primary address among its own, under the same name.
        var outdated: Set<ExactText> = []
        for (index, row) in rows.enumerated() where !row.displayName.isEmpty {
            for alias in row.aliases {
                guard alias != row.address, let other = byAddress[ExactText(alias)] else { continue }
                let isSame = folding.first(of: index) == folding.first(of: other)
                guard isSame || rows[other].displayName.lowercased() == row.displayName.lowercased() else { continue }
                folding.join(index, byAddress, alias)
                // Where each lists the other, the row that comes first tells which is the primary one.
                if !outdated.contains(ExactText(row.address)) { outdated.insert(ExactText(alias)) }
            }
        }
        var members: [Int: [Int]] = [:]
        for index in rows.indices { members[folding.first(of: index), default: []].append(index) }
        return members.sorted { $0.key < $1.key }.map { first, members in
            let chosen = members.first { !outdated.contains(ExactText(rows[$0].address)) } ?? first
            return Person(rows: members, address: rows[chosen].address)
        }
    }

    private func first(of row: Int) -> Int {
        var row = row
        while earlier[row] != row { row = earlier[row] }
        return row
    }

    private mutating func join(_ row: Int, _ known: [ExactText: Int], _ text: String) {
        guard let other = known[ExactText(text)] else { return }
        let one = first(of: row), two = first(of: other)
        earlier[max(one, two)] = min(one, two)
    }
}
