import ExchangeFormats
import Foundation

/// Why a directory file was refused.
public struct DirectoryError: Error, Sendable, Equatable, CustomStringConvertible {
    public var file: String
    /// From 1; nil when it is the file as a whole.
    public var line: Int?
    public var reason: String

    public var description: String { "The directory \(file)\(line.map { ", line \($0)" } ?? ""): \(reason)" }
}

/// One row of a directory file, its addresses brought to one form.
struct DirectoryRow {
    var line: Int
    /// The primary address, in lower case.
    var address: String
    var aliases: [String] = []
    var legacyDNs: [String] = []
    /// What managers may be named by beside addresses, in lower case.
    var identifiers: [String] = []
    var displayName = ""
    var type = ""
    var manager = ""
    var department = ""
    var team = ""
    var groups: [String] = []
}

/// The rows of a directory file: a plain CSV, or what Get-Recipient, Get-Mailbox or Get-ADUser print through Export-Csv.
struct DirectoryFile {
    private(set) var rows: [DirectoryRow] = []
    private(set) var linesWithoutAddress: [Int] = []

    /// What a column says of a recipient, by its names in lower case without spaces, underscores and dashes.
    private enum Column: CaseIterable {
        case address, aliases, legacyDN, displayName, type, manager, department, team, groups, identifier

        var names: [String] {
            switch self {
            case .address: ["primarysmtpaddress", "address", "emailaddress", "mail", "email", "windowsemailaddress"]
            case .aliases: ["proxyaddresses", "emailaddresses", "aliases", "userprincipalname", "externalemailaddress", "targetaddress"]
            case .legacyDN: ["legacyexchangedn"]
            case .displayName: ["displayname"]
            case .type: ["recipienttypedetails", "msexchrecipienttypedetails", "recipienttype", "kind", "type"]
            case .manager: ["manager", "supervisor", "supervisorid"]
            case .department: ["department"]
            case .team: ["team", "teamid"]
            case .groups: ["groups", "groupids", "memberof"]
            case .identifier: ["distinguishedname", "samaccountname", "employeeid", "identity", "name", "alias"]
            }
        }
    }

    /// - Throws: for a file that cannot be a directory: not text, no column of addresses, a quote that is never closed, a row with
    ///   another number of fields than the header.
    init(_ bytes: [UInt8], name: String) throws(DirectoryError) {
        var records = try DirectoryRecords(bytes, file: name)
        guard let header = try records.next() else {
            throw DirectoryError(file: name, line: nil, reason: "it is empty. Export it again, or leave --directory out.")
        }
        let places = DirectoryFile.places(header.fields)
        guard places[.address] != nil || places[.aliases] != nil else {
            throw DirectoryError(
                file: name, line: header.line,
                reason: "no column holds addresses. Name one PrimarySmtpAddress, EmailAddress, mail or address in the first line.")
        }
        while let record = try records.next() {
            guard record.fields.count == header.fields.count else {
                throw DirectoryError(
                    file: name, line: record.line,
                    reason: "it has \(record.fields.count) fields, the header \(header.fields.count). Quote fields that hold the delimiter.")
            }
            try add(record, places, file: name)
        }
    }

    private static func places(_ header: [String]) -> [Column: [Int]] {
        let folded = header.map { $0.lowercased().filter { !$0.isWhitespace && $0 != "_" && $0 != "-" } }
        var result: [Column: [Int]] = [:]
        for column in Column.allCases {
            // The first name is the likeliest, wherever its column stands.
            let found = column.names.flatMap { name in folded.indices.filter { folded[$0] == name } }
            if !found.isEmpty { result[column] = found }
        }
        return result
    }

    private mutating func add(_ record: DirectoryRecords.Record, _ places: [Column: [Int]], file: String) throws(DirectoryError) {
        func all(_ column: Column) -> [String] { (places[column] ?? []).map { record.fields[$0].trimmed }.filter { !$0.isEmpty } }
        func first(_ column: Column) -> String { all(column).first ?? "" }
        let lists = all(.aliases)
        if let lost = lists.first(where: { $0.hasPrefix("Microsoft.") || $0.hasPrefix("System.") }), !lost.contains("@") {
            throw DirectoryError(
                file: file, line: record.line,
                reason: "a list of addresses was written as the name of its .NET type. Export it as text: "
                    + "Select-Object …, @{n='EmailAddresses';e={$_.EmailAddresses -join ';'}}")
        }
        let proxies = lists.flatMap(AddressList.parts)
        let given = all(.address).compactMap { text -> String? in if case .smtp(let address)? = Address(text) { address } else { nil } }
        guard let primary = given.first ?? AddressList.primary(proxies) else {
            linesWithoutAddress.append(record.line)
            return
        }
        var row = DirectoryRow(line: record.line, address: primary)
        row.aliases = given.dropFirst().filter { $0 != primary }
        for proxy in proxies {
            switch Address(proxy) {
            case .smtp(let address)? where AddressList.isMail(proxy): if address != primary { row.aliases.append(address) }
            case .legacyDN(let name)?: row.legacyDNs.append(name)
            default: break
            }
        }
        for text in all(.legacyDN) { if case .legacyDN(let name)? = Address(text) { row.legacyDNs.append(name) } }
        row.identifiers = all(.identifier).map { $0.lowercased() }
        row.displayName = first(.displayName)
        row.type = first(.type)
        row.manager = first(.manager)
        row.department = first(.department)
        row.team = first(.team)
        row.groups = all(.groups).flatMap(AddressList.values)
        rows.append(row)
    }
}

extension Directory {
    /// The directory of a file that Get-Recipient, Get-Mailbox, Get-ADUser or a spreadsheet wrote.
    ///
    /// - Throws: what is wrong with the file, and where.
    public init(file: String) throws(DirectoryError) {
        guard let data = FileManager.default.contents(atPath: file) else {
            throw DirectoryError(file: file, line: nil, reason: "it cannot be read. Name a file with --directory that this user may read.")
        }
        try self.init(bytes: [UInt8](data), name: file)
    }

    init(bytes: [UInt8], name: String) throws(DirectoryError) { self.init(try DirectoryFile(bytes, name: name)) }
}
