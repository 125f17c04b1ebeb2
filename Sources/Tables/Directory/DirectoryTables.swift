import ExchangeFormats
import Primitives
import Privacy

/// `employees`, `employees_groups` and `users`: the organisation's people and groups as its directory has them, for a
/// day.
///
/// Only people are in them whom the other tables may show under a pseudonym: no rooms, no shared, system or service
/// accounts, nobody outside or out of scope.
package struct DirectoryTables {
    /// What was left out of the cells, in counts.
    package struct Doubts: Sendable, Equatable {
        /// Managers who are not in the table themselves.
        package var managersLeftOut = 0
        /// Groups of which a user may see the reports, and which nobody belongs to.
        package var unknownReports = 0
        /// Users who are rooms, shared mailboxes or systems.
        package var artificialUsers = 0

        package init() {}
    }

    private let options: TableOptions
    private let mask: Mask
    private let day: CivilDate
    private let roundsEmployment: Bool
    private let people: [Directory.Recipient]
    private let addresses: Set<String>
    private var book = GroupCatalogue()
    package private(set) var doubts = Doubts()

    /// - Parameters:
    ///   - day: on which the rows were gathered.
    ///   - roundsEmployment: whether employment dates leave as the first of their month.
    package init(_ options: TableOptions, mask: Mask, day: CivilDate, roundsEmployment: Bool) {
        self.options = options
        self.mask = mask
        self.day = day
        self.roundsEmployment = roundsEmployment
        people = mask.people.directory.recipients.filter { recipient in
            let standing = mask.people.standing(of: .smtp(recipient.address))
            return standing.kind == .person && standing.presence == .shown
        }
        addresses = Set(people.map(\.address))
        for person in people { book.add(person) }
    }

    private var isLoaders: Bool { options.profile == .cli }

    // MARK: employees

    /// A row for each person, in order of pseudonym. The column of employment dates is left out when the directory has
    /// none.
    package mutating func writeEmployees() throws -> FinishedTable {
        let hasDates = people.contains { $0.employmentDate != nil }
        var columns =
            isLoaders
            ? [
                "RowDate", "EmployeeId", "Supervisor (EmployeeId)", "Email", "EmploymentDate", "TeamId",
                "GroupIds [Json]",
            ]
            : ["row_date", "employee_id", "supervisor_id", "email", "employment_date", "team_id", "group_ids"]
        if !hasDates { columns.remove(at: 4) }
        var rows: [(key: String, row: [UInt8])] = []
        for person in people {
            let id = try mask.resolvedPerson(person.address)
            var fields = [day.description, id, try supervisor(of: person), id]
            if hasDates { fields.append(employmentDate(of: person)) }
            fields.append(person.team.isEmpty ? "" : try mask.group(person.team))
            fields.append(options.listStyle.text(try GroupCatalogue.groups(of: person).map(mask.group)))
            rows.append((id, CSVRow.of(fields, delimiter: options.delimiter)))
        }
        return try write("employees", columns, rows, before: mask.people.directory.recipients.count)
    }

    private mutating func supervisor(of person: Directory.Recipient) throws -> String {
        guard let manager = person.manager, manager != person.address else { return "" }
        // A reference to somebody who is not in the file would join with nothing, and tell of somebody who was to stay
        // out.
        guard addresses.contains(manager) else {
            doubts.managersLeftOut += 1
            return ""
        }
        return try mask.resolvedPerson(manager)
    }

    private func employmentDate(of person: Directory.Recipient) -> String {
        guard let date = person.employmentDate else { return "" }
        guard roundsEmployment else { return date.description }
        return CivilDate(year: date.components.year, month: date.components.month, day: 1)?.description ?? ""
    }

    // MARK: groups

    /// A row for each group that somebody in `employees` belongs to, in order of category and name.
    package func writeGroups() throws -> FinishedTable {
        let columns = isLoaders ? ["Id", "Name", "Category", "ParentId"] : ["id", "name", "category", "parent_id"]
        var rows: [(key: String, row: [UInt8])] = []
        for group in book.groups {
            let id = try mask.group(group.name)
            // An address is no title, nor is a part of it: it may be a person's.
            let title = DirectoryTables.isAddress(group.name) ? id : group.name
            let fields = [id, title, group.category, try group.parent.map(mask.group) ?? ""]
            rows.append((group.category + "\u{0}" + group.name, CSVRow.of(fields, delimiter: options.delimiter)))
        }
        return try write("employees_groups", columns, rows, before: nil)
    }

    private static func isAddress(_ name: String) -> Bool {
        name.contains("@") || name.contains("\u{FF20}") || AddressScan(name.utf8).addresses > 0
    }

    // MARK: users

    /// A row for each user of a list, in order of address. The address is what they log in with, and leaves in clear.
    package mutating func writeUsers(_ list: UserList) throws -> FinishedTable {
        let columns = isLoaders ? ["Email", "ReportIds [Json]"] : ["email", "report_ids"]
        var rows: [(key: String, row: [UInt8])] = []
        for user in list.users {
            guard [.person, .external].contains(mask.people.kind(of: .smtp(user.address))) else {
                doubts.artificialUsers += 1
                continue
            }
            let reports = user.reports.filter(book.contains)
            doubts.unknownReports += user.reports.count - reports.count
            let fields = [user.address, options.listStyle.text(try reports.map(mask.group))]
            rows.append((user.address, CSVRow.of(fields, delimiter: options.delimiter)))
        }
        return try write("users", columns, rows, before: list.users.count)
    }

    private func write(
        _ name: String, _ columns: [String], _ rows: [(key: String, row: [UInt8])], before: Int?
    ) throws -> FinishedTable {
        let file = try AtomicFile(folder: options.folder, name: options.fileName(name))
        try file.write(CSVRow.of(columns, delimiter: options.delimiter))
        // Bytes, not characters: what two readers take for the same text has one order all the same.
        for row in rows.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) { try file.write(row.row) }
        try file.commit()
        return FinishedTable(name: name, path: file.path, rows: rows.count, rowsBefore: before)
    }
}
