import Decoding
import EventStore
import ExchangeFormats
import GRDB

/// The names that the log teaches, kept beside the meetings: derived, and made again with them.
extension Projection {
    /// `learned_name`: each pair of DN and address with the newest log time of a row that holds both. `legacy_name`:
    /// each DN of the log, with a position of the log up to which no row holds it: where the fold that met it first
    /// began.
    static func prepareNames(_ db: Database) throws {
        try db.execute(sql: learnedNameDefinition)
        let isNew = try !db.hasTable("legacy_name") && !sums.isKnown("legacy_name", in: db)
        try db.execute(sql: legacyNameDefinition)
        // With its sum from the start: a fold that is cut off before its end must not leave what looks like tampering.
        if isNew { try sums.adopt(["legacy_name"], in: db) }
    }

    private static let legacyNameDefinition =
        "CREATE TABLE IF NOT EXISTS legacy_name(dn TEXT PRIMARY KEY, after INTEGER NOT NULL) WITHOUT ROWID"

    /// What somebody else has changed of the names that both folds keep, a sentence each.
    ///
    /// - Parameter misfits: the tables that do not fit their sums, where that was found out.
    static func legacyNameFaults(in db: Database, _ misfits: [String]? = nil) throws -> [String] {
        let isMisfit = try (misfits ?? sums.misfits(in: db)).contains("legacy_name")
        let isThere =
            try Bool.fetchOne(
                db,
                sql:
                    "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE name = 'legacy_name' COLLATE NOCASE AND type <> 'trigger')"
            ) == true
        let changed = isThere ? try EventLog.changedDefinitions(from: [legacyNameDefinition], in: db) : []
        return changed.isEmpty && isMisfit ? ["legacy_name was changed"] : changed
    }

    /// What is summed of them: a row that somebody else changed is seen by the next fold. `legacy_name` is part of the
    /// stored meetings and of the stored e-mails.
    static let sums = TableSums([
        .init("learned_name", columns: ["dn", "address", "logged"]), .init("legacy_name", columns: ["dn", "after"]),
    ])

    /// Has both folds begin anew where somebody else has changed the names that both of them keep.
    ///
    /// - Returns: what was changed, a sentence each.
    package static func forgetChangedNames(in log: EventLog) throws -> [String] {
        let (faults, isOlder) = try log.readDerived { db in
            // An older version neither summed nor sealed: what it left is made anew, and nobody has changed it.
            (
                try legacyNameFaults(in: db),
                try !sums.areKnown(in: db) && !EventLog.wasSealed(checkpoint: checkpoint, in: db)
            )
        }
        guard !faults.isEmpty else { return [] }
        try log.derive { db in
            for name in [checkpoint, MailProjection.checkpoint] { try EventLog.removeCheckpoint(name, in: db) }
            try EventLog.drop(["legacy_name"], in: db)
            try prepareNames(db)
            try sums.adopt(["legacy_name"], in: db)
        }
        return isOlder ? [] : faults
    }

    static let learnedNameDefinition = """
        CREATE TABLE IF NOT EXISTS learned_name(dn TEXT NOT NULL, address TEXT NOT NULL, logged INTEGER NOT NULL, PRIMARY KEY(dn, address))
          WITHOUT ROWID
        """

    static func store(_ names: ObservedNames, after position: Int64, in db: Database) throws {
        let pair = try db.makeStatement(
            sql: """
                INSERT INTO learned_name VALUES(?, ?, ?) ON CONFLICT(dn, address) DO UPDATE SET logged = max(logged, excluded.logged)
                """)
        for (dn, addresses) in names.taught.logged {
            for (address, ticks) in addresses { try pair.execute(arguments: [dn, address, ticks]) }
        }
        try store(legacyDNs: names.legacyDNs, after: position, in: db)
    }

    static func store(legacyDNs: Set<String>, after position: Int64, in db: Database) throws {
        guard !legacyDNs.isEmpty else { return }
        let name = try db.makeStatement(
            sql: "INSERT INTO legacy_name VALUES(?, ?) ON CONFLICT(dn) DO UPDATE SET after = min(after, excluded.after)"
        )
        for dn in legacyDNs { try name.execute(arguments: [dn, position]) }
    }

    /// The pairs as they are stored.
    package func storedNames() throws -> TaughtNames {
        try log.readDerived { db in
            guard let taught = try Projection.taughtNames(in: db) else { throw RecordError(offset: 0) }
            return taught
        }
    }

    /// Nil where a row is not in the form of one.
    static func taughtNames(in db: Database) throws -> TaughtNames? {
        var taught = TaughtNames()
        guard try db.hasTable("learned_name") else { return taught }
        let rows = try Row.fetchCursor(db, sql: "SELECT dn, address, logged FROM learned_name")
        while let row = try rows.next() {
            guard let dn = try? row.storedText(0), let address = try? row.storedText(1),
                let ticks = try? row.storedInteger(2)
            else { return nil }
            taught.note(dn: dn, address: address, at: ticks)
        }
        return taught
    }

    /// Which address each legacy DN stands for, as the log's rows tell it.
    ///
    /// - Parameters:
    ///   - asOf: only rows that were logged at or before this instant.
    ///   - upTo: only rows that the log took in up to this position.
    ///   - isOfStored: whether it is asked for the stored meetings, which may lag behind the log as the stored names
    ///     do.
    package func learnedNames(
        asOf instant: Instant? = nil, upTo last: Int64? = nil, isOfStored: Bool = false
    ) throws -> LearnedNames {
        if try isCurrent() || isOfStored {
            let stored = try storedNames()
            // Where nothing was ever taught, nothing was by then; and where no pair is newer, the stored ones are those
            // of then.
            let isWhole =
                instant.map { bound in stored.logged.values.allSatisfy { $0.values.allSatisfy { $0 <= bound.ticks } } }
                ?? true
            if stored.isEmpty || (last == nil && isWhole) { return stored.learned }
        }
        var decoder = EntryDecoder()
        decoder.latestTeaching = instant
        try log.forEachEventInOrder(kind: .calendar, upTo: last) { _ = decoder.entry($0) }
        return decoder.met.taught.learned
    }

    /// Visits the entries in which one of some legacy DNs stands, in whatever column.
    ///
    /// - Parameter body: gets the stream and the instants by which the entry is in tables: of its logging and of its
    ///   start.
    package func forEachEntry(
        naming dns: Set<String>, upTo last: Int64,
        _ body: (_ stream: Int64, _ loggedAt: Int64?, _ start: Int64?) throws -> Void
    ) throws {
        guard !dns.isEmpty else { return }
        var decoder = EntryDecoder()
        try log.forEachEventInOrder(kind: .calendar, upTo: last) { row in
            guard decoder.names(row, oneOf: dns) else { return }
            try body(
                row.stream, row.ticks(CalendarColumn.logTime.rawValue), row.ticks(CalendarColumn.startTime.rawValue))
        }
    }

    /// Legacy DNs that stood in the log up to a position, among some.
    package func legacyDNs(among dns: Set<String>, upTo position: Int64) throws -> Set<String> {
        try log.readDerived { db in
            guard try db.hasTable("legacy_name") else { return dns }
            let statement = try db.makeStatement(sql: "SELECT after FROM legacy_name WHERE dn = ?")
            return try dns.filter { dn in
                guard let after = try Int64.fetchOne(statement, arguments: [dn]) else { return false }
                return after < position
            }
        }
    }
}
