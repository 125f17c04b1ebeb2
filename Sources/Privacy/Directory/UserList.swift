import ExchangeFormats
import Primitives

/// Who may log in to the partner's reports, and which groups' reports they see: a CSV with a column of addresses and
/// one of groups.
package struct UserList: Sendable {
    package struct User: Sendable, Equatable {
        /// In lower case.
        package var address: String
        /// The names of groups, as the directory has them.
        package var reports: [String]
    }

    private static let role = "list of users"

    /// In the order of the file, each address once.
    package private(set) var users: [User] = []

    package init() {}

    package init(path: String) throws(DirectoryError) {
        let bytes: [UInt8]
        do throws(PlainFile.ReadError) {
            bytes = try PlainFile.bytes(of: path)
        } catch {
            throw DirectoryError(
                role: UserList.role, file: path, line: nil,
                reason: "it \(error.words). Name a plain file with --users that this user may read.",
                isMissing: true)
        }
        try self.init(bytes, name: path)
    }

    /// - Throws: for a file without a column of addresses, or a row without one.
    init(_ bytes: [UInt8], name: String) throws(DirectoryError) {
        var records = try DirectoryRecords(bytes, file: name)
        let header = try records.next()
        let names = header?.fields.map { $0.trimmed.lowercased() } ?? []
        guard let place = names.firstIndex(where: { ["email", "address", "primarysmtpaddress"].contains($0) }) else {
            throw DirectoryError(
                role: UserList.role, file: name, line: header?.line,
                reason: "no column is named email. Begin the file with the line email;report_ids.")
        }
        let reports = names.firstIndex { ["report_ids", "reports", "groups"].contains($0) }
        var known: [String: Int] = [:]
        while let record = try records.next() {
            guard record.fields.count == names.count else {
                throw DirectoryError(
                    role: UserList.role, file: name, line: record.line,
                    reason:
                        "it has \(record.fields.count) fields, the header \(names.count). Quote fields that hold the delimiter."
                )
            }
            guard case .smtp(let address)? = Address(record.fields[place]) else {
                throw DirectoryError(
                    role: UserList.role, file: name, line: record.line,
                    reason: "it has no mail address. A user logs in with one.")
            }
            let listed = reports.map { AddressList.values(record.fields[$0]).map { GroupName.group($0).name } } ?? []
            if let index = known[address] {
                users[index].reports += listed.filter { !users[index].reports.contains($0) }
            } else {
                known[address] = users.count
                users.append(User(address: address, reports: listed))
            }
        }
    }
}
