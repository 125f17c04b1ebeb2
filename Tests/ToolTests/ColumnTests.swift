import Foundation
import Testing

/// What docs/tables.md says of each column, what lies beside the tables, and the tables themselves: all three agree.
@Suite struct ColumnTests {
    private struct Package: Decodable {
        struct Resource: Decodable {
            struct Dialect: Decodable { var delimiter: String }
            var name: String
            var path: String
            var dialect: Dialect
            var schema: Schema
        }
        struct Schema: Decodable {
            struct Field: Decodable {
                struct Constraints: Decodable {
                    var required: Bool?
                    var `enum`: [String]?
                }
                var name: String
                var type: String
                var description: String?
                var constraints: Constraints?

                /// The line of the documents.
                var line: String {
                    let words = constraints?.enum.map { $0.map { "`\($0)`" }.joined(separator: ", ") }
                    return "| `\(name)` | \(words ?? type) | \(description ?? "") |"
                }

                func holds(_ value: String) -> Bool {
                    guard !value.isEmpty else { return constraints?.required != true }
                    if let words = constraints?.enum { return words.contains(value) }
                    switch type {
                    case "integer": return Int(value) != nil
                    case "boolean": return ["True", "False"].contains(value)
                    case "date": return value.wholeMatch(of: /\d{4}-\d\d-\d\d/) != nil
                    case "datetime":
                        return value.wholeMatch(of: /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{3}(\d{4})?)?/) != nil
                    default: return true
                    }
                }
            }
            struct ForeignKey: Decodable {
                struct Reference: Decodable {
                    var resource: String
                    var fields: [String]
                }
                var fields: [String]
                var reference: Reference
            }
            var fields: [Field]
            var primaryKey: [String]?
            var foreignKeys: [ForeignKey]?
        }
        var pseudonymised: Bool
        var resources: [Resource]
    }

    private static let partner = CommandLineTests.root.appending(path: "Fixtures/partner")
    private static let people = [
        "--accepted-domain", "example.com", "--directory", partner.appending(path: "directory.csv").path, "--users",
        partner.appending(path: "users.csv").path, "--from", "2024-02-01", "--to", "2024-04-01", "--row-date",
        "2024-03-31",
    ]
    private static let own = [
        "meetings", "participants", "emails", "interactions", "calendar_log", "employees", "employees_groups", "users",
    ]

    private static func store() throws -> CommandLineTests.Scratch {
        let scratch = try CommandLineTests.Scratch()
        let mail = CommandLineTests.root.appending(path: "Fixtures/mail/tracking-cmdlet-csv").path
        #expect(try scratch.calfold("ingest", CommandLineTests.sample, mail).status == 0)
        return scratch
    }

    private static func package(_ scratch: CommandLineTests.Scratch, _ folder: String) throws -> Package {
        try JSONDecoder().decode(
            Package.self, from: Data(contentsOf: scratch.folder.appending(path: "\(folder)/datapackage.json")))
    }

    private static func export(
        _ scratch: CommandLineTests.Scratch, _ tables: [String], to folder: String, _ more: [String] = []
    ) throws -> Package {
        let run = try scratch.calfold(
            ["export"] + tables + ["--out", folder] + people + more,
            environment: ["CALFOLD_KEY": "tables that are described need a key"])
        #expect(run.status == 0, "\(run.errors)")
        return try package(scratch, folder)
    }

    /// A section of the documents: the lines of its table, without the head.
    private static func documented(_ heading: String, in file: String) throws -> [String] {
        let text = try String(contentsOf: CommandLineTests.root.appending(path: file), encoding: .utf8)
        let section = text.components(separatedBy: "\n\(heading)\n").dropFirst().first ?? ""
        let lines = section.split(separator: "\n").drop { !$0.hasPrefix("| ") }.prefix { $0.hasPrefix("|") }
        return lines.dropFirst(2).map(String.init)
    }

    @Test func documentsDescriptionAndTablesAgree() throws {
        let scratch = try Self.store()
        let package = try Self.export(scratch, Self.own, to: "own")
        #expect(package.pseudonymised && package.resources.map(\.name) == Self.own.sorted())
        for resource in package.resources {
            let expected = resource.schema.fields.map(\.line)
            let found = try Self.documented("### \(resource.name)", in: "docs/tables.md")
            #expect(
                found == expected,
                "docs/tables.md, ### \(resource.name), should read:\n\(expected.joined(separator: "\n"))")
        }
        try Self.look(at: package, in: scratch.path("own"))
    }

    /// Under the loader's names, and as the partner calls the log, each column is described too.
    @Test(arguments: [
        ("cli", ["interactions", "employees", "employees_groups", "users"]),
        ("sftp", ["calendar_log", "employees", "employees_groups", "users"]),
    ])
    func columnsOfTheProfilesAreDescribed(profile: String, tables: [String]) throws {
        let scratch = try Self.store()
        let package = try Self.export(scratch, tables, to: profile, ["--profile", profile])
        for resource in package.resources {
            for field in resource.schema.fields {
                #expect(field.description?.isEmpty == false, "\(resource.name): \(field.name)")
            }
        }
        try Self.look(at: package, in: scratch.path(profile))
    }

    /// A table that is written again alone may have other rows than those that others referred to.
    @Test func referencesAreOfOneRun() throws {
        let scratch = try Self.store()
        func references(_ package: Package) -> [String] {
            package.resources.first { $0.name == "participants" }?.schema.foreignKeys?.map(\.reference.resource) ?? []
        }
        #expect(references(try Self.export(scratch, ["meetings", "participants"], to: "out")) == ["meetings"])
        #expect(references(try Self.export(scratch, ["meetings"], to: "out")) == [])
    }

    /// Head line, types, values that must be there, words, keys and references.
    private static func look(at package: Package, in folder: String) throws {
        var columns: [String: [String: [String]]] = [:]
        for resource in package.resources {
            let text = try String(contentsOfFile: folder + "/" + resource.path, encoding: .utf8)
            var records = ColumnTests.records(text, delimiter: Character(resource.dialect.delimiter))
            let head = records.removeFirst(), fields = resource.schema.fields
            #expect(head == fields.map(\.name), "\(resource.name)")
            #expect(!records.isEmpty, "\(resource.name) has no rows")
            for record in records {
                for (field, value) in zip(fields, record) where !field.holds(value) {
                    Issue.record("\(resource.name).\(field.name) holds '\(value)'")
                }
            }
            for (index, field) in fields.enumerated() {
                columns[resource.name, default: [:]][field.name] = records.map { $0[index] }
            }
            if let key = resource.schema.primaryKey {
                let places = key.compactMap(head.firstIndex)
                #expect(Set(records.map { record in places.map { record[$0] } }).count == records.count)
            }
        }
        for resource in package.resources {
            for key in resource.schema.foreignKeys ?? [] {
                let other = key.reference.resource.isEmpty ? resource.name : key.reference.resource
                let known = Set(columns[other]?[key.reference.fields[0]] ?? [])
                let used = Set(columns[resource.name]?[key.fields[0]] ?? []).subtracting([""])
                #expect(used.isSubset(of: known), "\(resource.name).\(key.fields[0])")
            }
        }
    }

    /// RFC 4180.
    private static func records(_ text: String, delimiter: Character) -> [[String]] {
        var records: [[String]] = [], record: [String] = [], field = "", isQuoted = false
        var rest = text.makeIterator(), next = rest.next()
        while let character = next {
            next = rest.next()
            if isQuoted {
                if character != "\"" {
                    field.append(character)
                } else if next == "\"" {
                    field.append("\"")
                    next = rest.next()
                } else {
                    isQuoted = false
                }
            } else if character == "\"" {
                isQuoted = true
            } else if character == delimiter {
                record.append(field)
                field = ""
            } else if character == "\r\n" {
                records.append(record + [field])
                (record, field) = ([], "")
            } else {
                field.append(character)
            }
        }
        return records
    }

    // MARK: The store's views

    @Test(arguments: ["calendar_entries", "mail_entries", "meetings", "emails", "sources"])
    func columnsOfTheViewsAreDocumented(view: String) throws {
        let scratch = try Self.store()
        #expect(try scratch.calfold("fold").status == 0)
        let process = Process(), pipe = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/sqlite3")
        process.arguments = [scratch.path("calfold.db"), "SELECT name FROM pragma_table_info('\(view)')"]
        process.standardOutput = pipe
        try process.run()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        let columns = output.split(separator: "\n").map(String.init)
        #expect(columns.count > 3)
        let documented = try Self.documented("### \(view)", in: "docs/event-log.md").flatMap { line in
            line.dropFirst(2).components(separatedBy: " | ")[0].matches(of: /`([^`]+)`/).map { String($0.output.1) }
        }
        #expect(documented == columns, "docs/event-log.md, ### \(view): \(columns)")
    }
}
