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

    /// Whether tables and views are without doubt as statements make them, and nothing was added to them: SQLite keeps
    /// the text of a statement, without `IF NOT EXISTS`. Of another statement than one that makes a table or a view
    /// nothing is known.
    static func are(_ db: Database, as statements: [String]) throws -> Bool {
        var expected: [String: String] = [:]
        for statement in statements {
            guard let type = ["TABLE", "VIEW"].first(where: { statement.hasPrefix("CREATE \($0) ") }) else {
                return false
            }
            var rest = statement.dropFirst("CREATE \(type) ".count)
            let condition = "IF NOT EXISTS "
            if rest.hasPrefix(condition) { rest = rest.dropFirst(condition.count) }
            expected[String(rest.prefix { $0.isLetter || $0 == "_" })] = "CREATE \(type) \(rest)"
        }
        let names = expected.keys.map { "'\($0)'" }.joined(separator: ", ")
        var count = 0
        // What SQLite makes by itself for a key has no text.
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT name, sql FROM sqlite_master
                WHERE sql IS NOT NULL AND (lower(tbl_name) IN (\(names)) OR name IN (\(names)))
                """)
        while let row = try rows.next() {
            guard let known = expected[try row.text(0)], try row.text(1) == known else { return false }
            count += 1
        }
        return count == expected.count
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
        // Most often all is as it was made, and that shows in the texts: to make everything anew beside it takes longer
        // than the rest of a fold that has nothing to do.
        if try Definition.are(db, as: statements) { return [] }
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
