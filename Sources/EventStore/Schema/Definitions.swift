import GRDB

/// What a file says of its tables, views, indexes and triggers, compared with the statements that make them.
struct Definition {
    var name: String
    var type: String
    /// The table that it is, or belongs to.
    var table: String
    var sql: String

    static func all(_ db: Database) throws -> [String: Definition] {
        try Row.fetchAll(db, sql: "SELECT name, type, lower(tbl_name), sql FROM sqlite_master WHERE sql IS NOT NULL")
            .reduce(into: [:]) {
                $0[try $1.text(0)] = Definition(
                    name: try $1.text(0), type: try $1.text(1), table: try $1.text(2), sql: try $1.text(3))
            }
    }

    /// Tables, views and triggers whose definition is not the expected one, should somebody have dropped a trigger or
    /// renamed a column; and what was added to those tables and can refuse or change a row: triggers and unique
    /// indexes. What other tools keep in the file is theirs.
    static func changes(_ found: [String: Definition], from expected: [String: Definition]) -> [String] {
        let changed = expected.values.filter { found[$0.name]?.sql != $0.sql }.map { definition in
            found[definition.name] == nil
                ? "\(definition.name) is gone from the store's definitions: the log was open to change"
                : "the definition of \(definition.name) is not the one that the store was made with"
        }
        let tables = Set(expected.values.map(\.table))
        let added = found.values.filter { expected[$0.name] == nil && tables.contains($0.table) }.compactMap {
            definition -> String? in
            switch definition.type {
            case "trigger":
                "the trigger \(definition.name) was added to \(definition.table): it takes part in what is written there"
            case "index" where definition.sql.uppercased().contains("UNIQUE"):
                "the unique index \(definition.name) was added to \(definition.table): it refuses rows"
            default: nil
            }
        }
        return changed.sorted() + added.sorted()
    }
}

extension EventLog {
    /// What of derived tables and views is not as the statements make it, a sentence each.
    package static func changedDefinitions(from statements: [String], in db: Database) throws -> [String] {
        let fresh = try DatabaseQueue()
        let expected = try fresh.write { fresh in
            for statement in statements { try fresh.execute(sql: statement) }
            return try Definition.all(fresh)
        }
        return Definition.changes(try Definition.all(db), from: expected)
    }

    /// Takes derived tables and views away, with all that was hung on them, whatever stands under their names now.
    package static func drop(_ names: [String], in db: Database) throws {
        for name in names {
            guard
                let type = try String.fetchOne(
                    db,
                    sql:
                        "SELECT type FROM sqlite_master WHERE name = ? COLLATE NOCASE AND type IN ('table', 'view', 'index')",
                    arguments: [name])
            else { continue }
            try db.execute(sql: "DROP \(type.uppercased()) \(name.quotedDatabaseIdentifier)")
        }
    }
}
