import Foundation
import GRDB
import Primitives

/// Finished tables in one SQLite file, typed as their description says: what is empty is NULL, flags are 0 and 1, keys
/// and references stand, and the columns that people look for have indexes.
package struct SQLiteTables {
    /// Where the finished tables lie.
    private let folder: String
    private let tables: [DataPackage.Resource]

    package init(_ tables: [DataPackage.Resource], in folder: String) {
        self.folder = folder
        self.tables = tables
    }

    package static func fileName(month: String?) -> String { (month.map { $0 + "_" } ?? "") + "tables.sqlite" }

    /// Puts the file in a folder: whole, or not at all.
    package func write(named name: String, in out: String) throws {
        let path = out + "/" + name, draft = out + "/.\(name).\(getpid()).part"
        try NewFolder.make(out)
        // Of a process of this number that is no more.
        unlink(draft)
        defer { unlink(draft) }
        do {
            try fill(draft)
        } catch let error as DatabaseError {
            throw WriteError(path: path, reason: error.message ?? error.description)
        }
        chmod(draft, 0o640)
        try AtomicFile.bringToDisk(draft)
        guard rename(draft, path) == 0 else { throw WriteError.system(path) }
        try AtomicFile.bringToDisk(out)
    }

    private func fill(_ path: String) throws {
        var configuration = Configuration()
        // A draft that is cut off is thrown away.
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA journal_mode = OFF")
            try db.execute(sql: "PRAGMA synchronous = OFF")
        }
        configuration.foreignKeysEnabled = false
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.write { db in
            try describe(in: db)
            for table in tables { try copy(table, into: db) }
            for table in tables { try index(table, in: db) }
        }
        try queue.close()
    }

    // MARK: One table

    private static func quoted(_ name: String) -> String { "\"" + name.replacing("\"", with: "\"\"") + "\"" }

    /// Declared so that DuckDB, pandas and others know times and dates; SQLite keeps them as text.
    private static func declaredType(_ type: String) -> String {
        switch type {
        case "datetime": "TIMESTAMP"
        case "date": "DATE"
        case "integer": "INTEGER"
        case "boolean": "BOOLEAN"
        default: "TEXT"
        }
    }

    private func creation(_ table: DataPackage.Resource, _ schema: TableSchema) -> String {
        let names = Set(tables.map(\.name))
        var parts = schema.fields.map { field in
            let isRequired = field.constraints?.required == true
            return SQLiteTables.quoted(field.name) + " " + SQLiteTables.declaredType(field.type)
                + (isRequired ? " NOT NULL" : "")
        }
        if let key = schema.primaryKey {
            parts.append("PRIMARY KEY (\(key.map(SQLiteTables.quoted).joined(separator: ", ")))")
        }
        for key in schema.foreignKeys ?? [] where key.reference.resource != "" && names.contains(key.reference.resource)
        {
            parts.append(
                """
                FOREIGN KEY (\(key.fields.map(SQLiteTables.quoted).joined(separator: ", "))) REFERENCES \
                \(SQLiteTables.quoted(key.reference.resource))(\(key.reference.fields.map(SQLiteTables.quoted).joined(separator: ", ")))
                """)
        }
        return "CREATE TABLE \(SQLiteTables.quoted(table.name)) (\n  \(parts.joined(separator: ",\n  "))\n)"
    }

    private func copy(_ table: DataPackage.Resource, into db: Database) throws {
        guard let schema = table.schema, var records = StrictRecords(path: folder + "/" + table.path) else {
            throw WriteError(path: folder + "/" + table.path, reason: "it cannot be read again")
        }
        try db.execute(sql: creation(table, schema))
        let types = schema.fields.map(\.type)
        let marks = types.map { _ in "?" }.joined(separator: ", ")
        let insertion = try db.makeStatement(sql: "INSERT INTO \(SQLiteTables.quoted(table.name)) VALUES (\(marks))")
        // The head line.
        guard records.next() else { return }
        while records.next() {
            guard records.count == types.count else {
                throw WriteError(path: folder + "/" + table.path, reason: "line \(records.recordLine) has other fields")
            }
            let values = types.indices.map { SQLiteTables.value(records.field($0), types[$0]) }
            try insertion.execute(arguments: StatementArguments(values))
        }
    }

    private static func value(_ field: ArraySlice<UInt8>, _ type: String) -> DatabaseValue {
        if field.isEmpty { return .null }
        let text = String(decoding: field, as: UTF8.self)
        switch type {
        case "integer": return Int64(text)?.databaseValue ?? text.databaseValue
        case "boolean": return text == "True" ? 1.databaseValue : text == "False" ? 0.databaseValue : text.databaseValue
        default: return text.databaseValue
        }
    }

    /// What people look for beside the keys.
    private static let looked: Set<String> = [
        "meeting_id", "occurrence_id", "start", "organizer", "participant", "email_id", "when", "from", "to",
        "event_id",
        "logtime", "globalobjectid", "employee_id", "supervisor_id", "team_id", "parent_id",
    ]

    private func index(_ table: DataPackage.Resource, in db: Database) throws {
        for field in table.schema?.fields ?? [] where SQLiteTables.looked.contains(field.name) {
            guard table.schema?.primaryKey != [field.name] else { continue }
            try db.execute(
                sql: """
                    CREATE INDEX \(SQLiteTables.quoted("\(table.name)_\(field.name)")) ON \
                    \(SQLiteTables.quoted(table.name))(\(SQLiteTables.quoted(field.name)))
                    """)
        }
    }

    // MARK: The description

    /// What the columns mean stands in the file itself, for whoever gets nothing but it.
    private func describe(in db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE "columns" (
                  "table" TEXT NOT NULL,
                  "column" TEXT NOT NULL,
                  "type" TEXT NOT NULL,
                  "meaning" TEXT,
                  PRIMARY KEY ("table", "column")
                )
                """)
        for table in tables {
            for field in table.schema?.fields ?? [] {
                try db.execute(
                    sql: "INSERT INTO \"columns\" VALUES (?, ?, ?, ?)",
                    arguments: [table.name, field.name, field.type, field.description])
            }
        }
    }
}
