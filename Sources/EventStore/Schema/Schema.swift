import GRDB

/// The tables of a store. The form that has shipped is never changed; a later one is a further migration.
enum Schema {
    /// "CALF", so that other tools can tell a store from another SQLite file.
    static let applicationID: Int64 = 0x4341_4C46
    static let version = 4
    /// Each by its name in the store, the first of version 1.
    static let migrations = [
        "1 the log", "2 message logs", "3 the days of calendar entries", "4 groups, segments and runs",
    ]

    /// Thrown by a migration that another process has made since the migrator looked at what is to be made.
    struct MadeMeanwhile: Error {}

    static func migrator() -> DatabaseMigrator {
        var migrator = DatabaseMigrator()
        for (index, name) in migrations.enumerated() {
            // Each was checked when its rows were written; a migration only adds tables and guards.
            migrator.registerMigration(name, foreignKeyChecks: .immediate) { db in
                // The migrator looks before it begins a transaction.
                let isMade = "SELECT EXISTS (SELECT 1 FROM grdb_migrations WHERE identifier = ?)"
                guard try Bool.fetchOne(db, sql: isMade, arguments: [name]) == false else { throw MadeMeanwhile() }
                try bringForward(db, to: index + 1)
                try db.execute(sql: "PRAGMA user_version = \(index + 1)")
            }
        }
        return migrator
    }

    private static func bringForward(_ db: Database, to version: Int) throws {
        switch version {
        case 1:
            for statement in log + guards + EventTable(.calendar, version: 1).definitions {
                try db.execute(sql: statement)
            }
            try db.execute(sql: "PRAGMA application_id = \(applicationID)")
        case 2:
            for statement in [quarantineIsKeptOnce, solvedByBatch] + EventTable(.mail, version: 2).definitions {
                try db.execute(sql: statement)
            }
        case 3:
            for statement in DayLists.definitions { try db.execute(sql: statement) }
            try DayLists.fill(db)
        default: try GroupedMigration(db).run()
        }
    }

    /// The kinds whose tables a store has: one of an older version that was opened to be read lacks the newer ones.
    static func kinds(in db: Database) throws -> [EventKind] {
        try version(of: db) < 2 ? [.calendar] : EventKind.all
    }

    /// How a store has the events of a kind; nil where it is of an older version, without the kind.
    static func table(of kind: EventKind, in db: Database) throws -> EventTable? {
        try kinds(in: db).contains(kind) ? EventTable(kind, version: version(of: db)) : nil
    }

    /// Whether a store lists its calendar entries by day.
    static func hasDays(_ db: Database) throws -> Bool { try version(of: db) >= 3 }

    static func version(of db: Database) throws -> Int { try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0 }

    /// The last migration that a store has seen.
    static func newestMigration(in db: Database) throws -> String {
        migrations[min(max(try version(of: db), 1), version) - 1]
    }

    /// Why the number of the schema cannot be believed; nil where it agrees with the migrations that the store lists
    /// and with the tables that it has. Everything that is read or written goes by that number, and the migrator by its
    /// list.
    static func contradiction(in db: Database) throws -> String? {
        let number = try version(of: db)
        guard let applied = try appliedMigrations(in: db) else {
            return "the table grdb_migrations, which lists how it was made, is gone or not in its form"
        }
        guard (1...version).contains(number), applied == Set(migrations.prefix(number)) else {
            return
                "its user_version is \(number), and grdb_migrations lists \(applied.isEmpty ? "nothing" : applied.sorted().map { "'\($0.prefix(40))'" }.prefix(5).joined(separator: ", "))"
        }
        let newer = [(2, EventKind.mail.name), (3, DayLists.table), (4, IdentityRuns.table)]
        for (since, table) in newer where number < since {
            guard try !db.hasTable(table) else {
                return "its user_version is \(number), and it has the table \(table) of version \(since)"
            }
        }
        return nil
    }

    /// Nil where there is no such list.
    private static func appliedMigrations(in db: Database) throws -> Set<String>? {
        guard try db.hasTable("grdb_migrations"),
            try db.columns(in: "grdb_migrations").contains(where: { $0.name == "identifier" })
        else { return nil }
        return Set(
            try Row.fetchAll(db, sql: "SELECT identifier FROM grdb_migrations").map { (try? $0.text(0)) ?? "?" })
    }

    /// Derived: may be deleted and made again.
    static let checkpoint =
        "CREATE TABLE checkpoint(name TEXT PRIMARY KEY, position INTEGER NOT NULL, version INTEGER NOT NULL) WITHOUT ROWID"

    private static let log = [
        // Texts and blobs that rows share, each once. The hash finds one; equality is told by the value.
        "CREATE TABLE dictionary(id INTEGER PRIMARY KEY, hash INTEGER NOT NULL, value NOT NULL)",
        "CREATE INDEX dictionary_hash ON dictionary(hash)",
        "CREATE TABLE stream(id INTEGER PRIMARY KEY, hash INTEGER NOT NULL, key TEXT NOT NULL)",
        "CREATE INDEX stream_hash ON stream(hash)",
        "CREATE TABLE source(id INTEGER PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, context TEXT NOT NULL)",
        """
        CREATE TABLE quarantine(id INTEGER PRIMARY KEY, source INTEGER NOT NULL, line INTEGER NOT NULL, code TEXT NOT NULL,
          reason TEXT NOT NULL, context TEXT NOT NULL, raw BLOB NOT NULL, identity BLOB NOT NULL UNIQUE)
        """,
        "CREATE TABLE quarantine_solved(quarantine INTEGER PRIMARY KEY, batch INTEGER NOT NULL)",
        // One transaction, one link of the chain. The ranges say which rows of the other tables it brought.
        """
        CREATE TABLE batch(number INTEGER PRIMARY KEY, source INTEGER NOT NULL, taken_in_at INTEGER NOT NULL,
          rows_read INTEGER NOT NULL, taken INTEGER NOT NULL, duplicate INTEGER NOT NULL, quarantined INTEGER NOT NULL,
          ends_source INTEGER NOT NULL, last_position INTEGER NOT NULL, last_dictionary INTEGER NOT NULL,
          last_stream INTEGER NOT NULL, last_source INTEGER NOT NULL, last_quarantine INTEGER NOT NULL,
          content BLOB NOT NULL, hash BLOB NOT NULL)
        """,
        checkpoint,
        """
        CREATE VIEW sources AS SELECT source.id, source.name, source.kind, sum(batch.rows_read) AS rows_read, sum(batch.taken) AS taken,
          sum(batch.duplicate) AS duplicate, sum(batch.quarantined) AS quarantined, max(batch.ends_source) AS complete,
          strftime('%Y-%m-%d %H:%M:%S', max(batch.taken_in_at) / 1000.0, 'unixepoch') AS taken_in_at
        FROM source JOIN batch ON batch.source = source.id GROUP BY source.id
        """,
    ]

    private static let guards = [
        ("dictionary", "id"), ("stream", "id"), ("source", "id"), ("quarantine", "id"),
        ("quarantine_solved", "quarantine"), ("batch", "number"),
    ].flatMap { appendOnly($0, key: [$1]) }

    /// A replacing insert that meets only the identity would remove the row that it meets.
    private static let quarantineIsKeptOnce = """
        CREATE TRIGGER quarantine_is_kept_once BEFORE INSERT ON quarantine
        WHEN EXISTS (SELECT 1 FROM quarantine WHERE identity = new.identity) BEGIN SELECT raise(ABORT, 'the log is append-only'); END
        """

    private static let solvedByBatch = "CREATE INDEX quarantine_solved_batch ON quarantine_solved(batch)"

    /// Triggers that refuse to change or remove a row, whoever asks. A replacing insert is refused as well: with
    /// recursive triggers off it would not fire the deletion's trigger.
    static func appendOnly(_ table: String, key: [String]) -> [String] {
        [
            "CREATE TRIGGER \(table)_is_not_updated BEFORE UPDATE ON \(table) BEGIN SELECT raise(ABORT, 'the log is append-only'); END",
            "CREATE TRIGGER \(table)_is_not_deleted BEFORE DELETE ON \(table) BEGIN SELECT raise(ABORT, 'the log is append-only'); END",
            """
            CREATE TRIGGER \(table)_is_not_replaced BEFORE INSERT ON \(table)
            WHEN EXISTS (SELECT 1 FROM \(table) WHERE \(key.map { "\($0) = new.\($0)" }.joined(separator: " AND "))) BEGIN SELECT raise(ABORT, 'the log is append-only'); END
            """,
        ]
    }
}
