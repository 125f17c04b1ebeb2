import Foundation
import Primitives

/// What lies beside tables and says what they are: a Frictionless data package, `datapackage.json`, with the month in
/// front where the tables have one.
package struct DataPackage: Codable, Sendable, Equatable {
    package struct Resource: Codable, Sendable, Equatable {
        package struct Dialect: Codable, Sendable, Equatable {
            package var delimiter: String
            package var lineTerminator = "\r\n"
            package var quoteChar = "\""
            package var doubleQuote = true
            package var header = true
        }

        package var name: String
        package var path: String
        package var profile: String
        package var format: String
        package var mediatype: String
        package var encoding = "utf-8"
        package var bytes: Int64
        /// `sha256:` and lower-case hex.
        package var hash: String
        /// Whether identities were made pseudonyms.
        package var pseudonymised: Bool
        package var dialect: Dialect?
        package var schema: TableSchema?

        /// Whether the file lies in the package's own folder.
        var isPlain: Bool { !path.isEmpty && !path.hasPrefix(".") && !path.contains("/") }

        func differs(in folder: String) -> Bool {
            guard let found = try? PlainFile.digest(of: folder + "/" + path) else { return true }
            return found.bytes != bytes || "sha256:" + found.sha256 != hash
        }
    }

    package var name: String
    package var profile = "data-package"
    /// Whether the identities of all resources are pseudonyms.
    package var pseudonymised: Bool
    /// The version of the program that made it.
    package var calfold: String
    /// In order of path.
    package var resources: [Resource]

    package init(month: String?, calfold: String, resources: [Resource]) {
        name = "calfold" + (month.map { "-" + $0 } ?? "")
        pseudonymised = resources.allSatisfy(\.pseudonymised)
        self.calfold = calfold
        self.resources = resources.sorted { $0.path < $1.path }
    }

    package static func fileName(month: String?) -> String { (month.map { $0 + "_" } ?? "") + "datapackage.json" }

    /// `datapackage.json`, `2024-02_datapackage.json`.
    static func isName(_ name: String) -> Bool {
        name == "datapackage.json" || (name.hasSuffix("_datapackage.json") && !name.hasPrefix("."))
    }

    /// The package of a folder.
    package static func read(month: String?, in folder: String) throws -> DataPackage {
        try DataPackage(decoding: Data(contentsOf: URL(filePath: folder + "/" + fileName(month: month))))
    }

    init(decoding data: Data) throws { self = try JSONDecoder().decode(DataPackage.self, from: data) }

    /// JSON with its keys in order: equal packages are equal bytes.
    func encoded() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        return try encoder.encode(self) + Data("\n".utf8)
    }

    /// Puts the package in its folder.
    package func write(month: String?, in folder: String) throws {
        let file = try AtomicFile(folder: folder, name: DataPackage.fileName(month: month))
        try file.write(try encoded())
        try file.commit()
    }

    /// Adds what an export has just written to what the folder's package says of files that still stand as it says.
    package static func update(month: String?, in folder: String, calfold: String, with fresh: [Resource]) throws {
        let path = folder + "/" + fileName(month: month)
        let known =
            (try? PlainFile.bytes(of: path)).flatMap { try? DataPackage(decoding: Data($0)) }?.resources ?? []
        let written = Set(fresh.map(\.path))
        var standing = known.filter { $0.isPlain && !written.contains($0.path) && !$0.differs(in: folder) }
        let names = Set(fresh.map(\.name))
        for index in standing.indices { standing[index].schema?.forgetReferences(to: names) }
        try DataPackage(month: month, calfold: calfold, resources: connected(fresh) + standing).write(
            month: month, in: folder)
    }

    /// The tables of one run, with the references between them.
    package static func connected(_ resources: [Resource]) -> [Resource] {
        let names = Set(resources.map(\.name))
        return resources.map { resource in
            var resource = resource
            resource.schema?.refer(from: resource.name, to: names)
            return resource
        }
    }
}

extension DataPackage.Resource {
    /// A finished table as it stands in a folder.
    ///
    /// - Parameters:
    ///   - digest: of the file, where it is known already.
    ///   - delimiter: of its fields; nil of documents that have none.
    package init(
        table: String, file: String, in folder: String, digest: (bytes: Int64, sha256: String)? = nil,
        pseudonymised: Bool, delimiter: UInt8?
    ) throws {
        let found = try digest ?? PlainFile.digest(of: folder + "/" + file)
        let isTable = file.hasSuffix(".csv")
        let form =
            isTable
            ? (format: "csv", mediatype: "text/csv")
            : file.hasSuffix(".sqlite")
                ? (format: "sqlite", mediatype: "application/vnd.sqlite3")
                : (format: "ndjson", mediatype: "application/x-ndjson")
        var schema: TableSchema?
        if isTable, let delimiter {
            let head = try FileHandle(forReadingFrom: URL(filePath: folder + "/" + file))
            defer { try? head.close() }
            let line = String(decoding: try head.read(upToCount: 1 << 14) ?? Data(), as: UTF8.self).prefix {
                !$0.isNewline
            }
            let names = line.split(separator: Character(UnicodeScalar(delimiter)), omittingEmptySubsequences: false).map
            { name in
                name.count > 1 && name.hasPrefix("\"") && name.hasSuffix("\"")
                    ? String(name.dropFirst().dropLast()) : String(name)
            }
            schema = TableSchema(table: table, columns: names)
        }
        self.init(
            name: table, path: file, profile: isTable ? "tabular-data-resource" : "data-resource",
            format: form.format, mediatype: form.mediatype, bytes: found.bytes,
            hash: "sha256:" + found.sha256, pseudonymised: pseudonymised,
            dialect: isTable ? delimiter.map { .init(delimiter: String(UnicodeScalar($0))) } : nil, schema: schema)
    }
}
