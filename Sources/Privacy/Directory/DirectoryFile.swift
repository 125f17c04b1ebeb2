import ExchangeFormats
import Foundation
import Primitives

/// Why a directory file was refused.
package struct DirectoryError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What the file should have been.
    package var role = "directory"
    package var file: String
    /// From 1; nil when it is the file as a whole.
    package var line: Int?
    package var reason: String
    /// Whether there is no such file, or none that may be read.
    package var isMissing = false

    package var description: String {
        "The \(role) \(TerminalText.line(file))\(line.map { ", line \($0)" } ?? ""): \(reason)"
    }
}

/// One row of a directory file, its addresses brought to one form.
struct DirectoryRow {
    var place: Directory.Place
    /// The primary address, in lower case.
    var address: String
    var aliases: [String] = []
    /// The object's own, and those that its X500 addresses keep of objects before it.
    var legacyDNs: [String] = []
    var formerDNs: [String] = []
    /// What no two objects share: distinguished name, GUID, SID, legacy DN.
    var objects: [String] = []
    /// What managers may be named by beside addresses, in lower case.
    var identifiers: [String] = []
    /// In lower case, without a domain.
    var accounts: [String] = []
    var displayName = ""
    var type = ""
    var manager = ""
    var department = ""
    var team = ""
    var groups: [Directory.Group] = []
    var employmentDate: CivilDate?
}

/// The rows of a directory file: a plain CSV, or what Get-Recipient, Get-Mailbox or Get-ADUser print through
/// Export-Csv.
struct DirectoryFile {
    private(set) var rows: [DirectoryRow] = []
    private(set) var withoutAddress: [Directory.Place] = []
    private(set) var unreadDates: [Directory.Place] = []
    private let name: String

    /// What a column says of a recipient, by its names in lower case without spaces, underscores and dashes.
    private enum Column: CaseIterable {
        case primary, mail, aliases, legacyDN, displayName, type, manager, department, team, division, groups, employed,
            object, identifier, account

        /// The likeliest first, wherever its column stands.
        var names: [String] {
            switch self {
            case .primary: ["primarysmtpaddress", "address"]
            case .mail: ["emailaddress", "mail", "email", "windowsemailaddress"]
            case .aliases:
                [
                    "proxyaddresses", "emailaddresses", "aliases", "userprincipalname", "externalemailaddress",
                    "targetaddress",
                ]
            case .legacyDN: ["legacyexchangedn"]
            case .displayName: ["displayname"]
            case .type:
                ["recipienttypedetails", "msexchrecipienttypedetails", "recipienttype", "kind", "type", "objectclass"]
            case .manager: ["manager", "supervisor", "supervisorid"]
            case .department: ["department"]
            case .team: ["team", "teamid"]
            case .division: ["division"]
            case .groups: ["groups", "groupids", "memberof"]
            case .employed: ["employmentdate", "hiredate", "employeehiredate", "dateofhire", "startdate"]
            case .object: ["objectguid", "guid", "objectsid", "sid", "distinguishedname"]
            case .account: ["samaccountname", "mailnickname", "alias", "account"]
            case .identifier: ["distinguishedname", "samaccountname", "employeeid", "identity", "name", "alias"]
            }
        }
    }

    init(path: String) throws(DirectoryError) {
        let bytes: [UInt8]
        do throws(PlainFile.ReadError) {
            bytes = try PlainFile.bytes(of: path)
        } catch {
            throw DirectoryError(
                file: path, line: nil,
                reason: "it \(error.words). Name a plain file with --directory that this user may read.",
                isMissing: true)
        }
        try self.init(bytes, name: path)
    }

    /// - Throws: for a file that cannot be a directory: not text, no column of addresses, a quote that is never closed,
    ///   a row with another number of fields than the header.
    init(_ bytes: [UInt8], name: String) throws(DirectoryError) {
        self.name = name
        var records = try DirectoryRecords(bytes, file: name)
        guard let header = try records.next() else {
            throw DirectoryError(
                file: name, line: nil, reason: "it is empty. Export it again, or leave --directory out.")
        }
        let places = DirectoryFile.places(header.fields)
        guard places[.primary] != nil || places[.mail] != nil || places[.aliases] != nil else {
            throw DirectoryError(
                file: name, line: header.line,
                reason:
                    "no column holds addresses. Name one PrimarySmtpAddress, EmailAddress, mail or address in the first line."
            )
        }
        while let record = try records.next() {
            guard record.fields.count == header.fields.count else {
                throw DirectoryError(
                    file: name, line: record.line,
                    reason:
                        "it has \(record.fields.count) fields, the header \(header.fields.count). Quote fields that hold the delimiter."
                )
            }
            try add(record, places)
        }
    }

    private static func places(_ header: [String]) -> [Column: [Int]] {
        let folded = header.map { $0.lowercased().filter { !$0.isWhitespace && $0 != "_" && $0 != "-" } }
        var result: [Column: [Int]] = [:]
        for column in Column.allCases {
            let found = column.names.flatMap { name in folded.indices.filter { folded[$0] == name } }
            if !found.isEmpty { result[column] = found }
        }
        return result
    }

    private mutating func add(_ record: DirectoryRecords.Record, _ places: [Column: [Int]]) throws(DirectoryError) {
        func all(_ column: Column) -> [String] {
            (places[column] ?? []).map { record.fields[$0].trimmed }.filter { !$0.isEmpty }
        }
        func first(_ column: Column) -> String { all(column).first ?? "" }
        func mail(_ column: Column) -> [String] {
            all(column).compactMap { if case .smtp(let address)? = Address($0) { address } else { nil } }
        }
        let place = Directory.Place(file: name, line: record.line)
        try refuseLostLists(all(.aliases) + all(.groups), place)
        let proxies = all(.aliases).flatMap(AddressList.parts)
        // Exchange's own primary address stands in capitals among the proxy addresses; `mail` may lag behind it.
        let given = mail(.primary) + [AddressList.marked(proxies)].compactMap { $0 } + mail(.mail)
        guard let primary = given.first ?? AddressList.first(proxies) else {
            withoutAddress.append(place)
            return
        }
        var row = DirectoryRow(place: place, address: primary)
        row.aliases = given.filter { $0 != primary }
        for proxy in proxies {
            switch Address(proxy) {
            case .smtp(let address)? where AddressList.isMail(proxy) && address != primary: row.aliases.append(address)
            case .legacyDN(let name)?: row.formerDNs.append(name)
            default: break
            }
        }
        for text in all(.legacyDN) { if case .legacyDN(let name)? = Address(text) { row.legacyDNs.append(name) } }
        row.objects = all(.object).map { $0.lowercased() } + row.legacyDNs
        row.identifiers = all(.identifier).map { $0.lowercased() }
        row.accounts = all(.account).map { text in String(text.lowercased().split(separator: "\\").last ?? "") }.filter
        { !$0.isEmpty && !$0.contains("@") }
        row.displayName = first(.displayName)
        row.type = first(.type)
        row.manager = first(.manager)
        row.department = first(.department)
        row.team = first(.team)
        row.groups =
            all(.division).map { Directory.Group(name: $0, category: "Division") }
            + all(.groups).flatMap(AddressList.values).map(GroupName.group)
        if let text = all(.employed).first {
            row.employmentDate = DirectoryDate.read(text)
            if row.employmentDate == nil { unreadDates.append(place) }
        }
        rows.append(row)
    }

    /// Export-Csv writes a list as the name of its type unless it was joined before: the addresses are lost.
    private func refuseLostLists(_ lists: [String], _ place: Directory.Place) throws(DirectoryError) {
        guard
            lists.contains(where: {
                ($0.hasPrefix("Microsoft.") || $0.hasPrefix("System.")) && !$0.contains("@") && !$0.contains(" ")
            })
        else { return }
        throw DirectoryError(
            file: place.file, line: place.line,
            reason: "a list was written as the name of its .NET type. Export it as text: "
                + "Select-Object …, @{n='EmailAddresses';e={$_.EmailAddresses -join ';'}}")
    }
}
