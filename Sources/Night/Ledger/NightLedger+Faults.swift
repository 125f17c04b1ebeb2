import EventStore
import Foundation
import GRDB

/// What somebody else has changed of the ledger, found by the sums that it keeps of its tables.
extension NightLedger {
    /// What of the ledger is lost together.
    package enum Part: String, CaseIterable, Sendable {
        /// Which files were taken in.
        case files
        /// Which months are to be written, and what their tables hold.
        case months
        /// The key and the people of the last tables.
        case people
        /// The reports of earlier nights.
        case runs

        var tables: [String] {
            switch self {
            case .files: ["night_file", "night_look"]
            case .months: ["night_reach", "night_month", "night_table", "night_name"]
            case .people: ["night_setting", "night_person"]
            case .runs: ["night_run", "night_begun"]
            }
        }

        /// What the next night does about it.
        package var remedy: String {
            switch self {
            case .files: "the next night reads every file of the inbox again"
            case .months: "the next night writes every month anew"
            case .people:
                "whether key and people are those of the last tables cannot be told, and nights stop until one is run with --accept-new-key"
            case .runs: "the next night goes on from the reports as they stand"
            }
        }
    }

    package struct Fault: Sendable {
        package var part: Part
        /// A sentence without its end.
        package var what: String
        /// What the next night does about it, where it is not what it does about the part.
        private var ownRemedy: String?

        init(part: Part, what: String, remedy: String? = nil) {
            self.part = part
            self.what = what
            ownRemedy = remedy
        }

        package var remedy: String { ownRemedy ?? part.remedy }
    }

    /// The sums are kept since this version of the night's checkpoint.
    static let version = 2

    static let sums = TableSums([
        .init("night_file", columns: ["sha256", "mailbox"]),
        .init("night_look", columns: ["path", "look", "sha256"]),
        .init("night_reach", columns: ["stream", "first", "last"]),
        .init("night_month", columns: ["month", "is_due"]),
        // The portions have their own digest.
        .init("night_table", columns: ["month", "name", "look", "sha256", "position", "digest"]),
        .init("night_name", columns: ["dn", "address"]), .init("night_person", columns: ["identity", "mark"]),
        .init("night_setting", columns: ["name", "value"]),
        .init("night_run", columns: ["id", "began", "ended", "status", "report"]),
        .init("night_begun", columns: ["began"]),
    ])

    /// What of the ledger is not as nights left it; nothing where no night ever ran. Reads all of it, but for the
    /// portions of tables, which are looked at when they are used.
    package static func faults(of log: EventLog, withPortions: Bool = false) throws -> [Fault] {
        try log.readDerived { db in
            if try areSumsLost(in: db) {
                return [.init(part: .months, what: "the sums of the night's ledger are gone or were changed")]
                    + Part.allCases.filter { $0 != .months }.map {
                        .init(part: $0, what: "so is what they tell of its \($0.rawValue)")
                    }
            }
            guard try TableSums.areKept(in: db) else { return [] }
            // All of them are summed from the first night on.
            let areKnown = try sums.areKnown(in: db)
            var faults: [Fault] = try checkpointFaults(in: db)
            let misfits = Set(try sums.misfits(in: db)), changed = try changedTables(db)
            for part in Part.allCases {
                for table in part.tables {
                    if let how = changed[table] {
                        faults.append(.init(part: part, what: how))
                    } else if try misfits.contains(table) || areKnown && !sums.isKnown(table, in: db) {
                        faults.append(.init(part: part, what: "the night's ledger was changed (\(table))"))
                    }
                }
            }
            if withPortions, changed["night_table"] == nil, try db.hasTable("night_table") {
                let rows = try Row.fetchCursor(db, sql: "SELECT name, portions, digest FROM night_table")
                while let row = try rows.next() {
                    guard case .blob(let portions) = (row[1] as DatabaseValue).storage,
                        case .blob(let digest) = (row[2] as DatabaseValue).storage,
                        NightLedger.digest(of: [UInt8](portions)) == [UInt8](digest)
                    else {
                        faults.append(
                            .init(
                                part: .months, what: "the night's ledger was changed (portions of a table)",
                                remedy: "the next night that has rows for the table's month makes it anew"))
                        break
                    }
                }
            }
            return faults
        }
    }

    /// Whether a night ran, and nothing can be told of what it left. A store of an older version has no sums, and has
    /// not lost any.
    private static func areSumsLost(in db: Database) throws -> Bool {
        let wasSet = try EventLog.wasSet(checkpoint: checkpoint, in: db)
        let isKept = try definitions.contains { try db.hasTable($0.name) }
        guard wasSet || isKept else { return false }
        if try Bookkeeping.faults(in: db).contains(where: { $0.table == .sums }) { return true }
        guard try TableSums.areKept(in: db), try !sums.areKnown(in: db) else { return false }
        return wasSet && !isKept
    }

    /// Where the last night ended is believed only with its seal.
    private static func checkpointFaults(in db: Database) throws -> [Fault] {
        try EventLog.checkpointFaults(of: checkpoint, in: db).prefix(1).map { _ in
            .init(part: .months, what: "the checkpoint of the last night is not as it was written")
        }
    }

    /// Tables of the ledger that are made otherwise than a night makes them, or that something was hung on.
    private static func changedTables(_ db: Database) throws -> [String: String] {
        try definitions.reduce(into: [:]) { changed, table in
            let known = try sums.isKnown(table.name, in: db)
            guard try known || db.hasTable(table.name) else { return }
            guard let what = try EventLog.changedDefinitions(from: [table.sql], in: db).first else { return }
            changed[table.name] = what
        }
    }

    /// Forgets what is not believed, so that this night does it once more.
    ///
    /// - Parameter faults: of this ledger, found before it was opened.
    package func mend(_ faults: [Fault]) throws {
        guard !faults.isEmpty else { return }
        let parts = Set(faults.map(\.part))
        try log.derive(keeping: NightLedger.sums) { db in
            for part in parts {
                for table in part.tables {
                    // Reports are only read by people: what can be read of them stays.
                    if part == .runs, try NightLedger.changedTables(db)[table] == nil { continue }
                    try EventLog.drop([table], in: db)
                }
            }
            for table in NightLedger.definitions { try db.execute(sql: table.sql) }
            if parts.contains(.months) {
                try EventLog.removeCheckpoint(NightLedger.checkpoint, in: db)
            }
            try NightLedger.sums.adopt(Set(parts.flatMap(\.tables)), in: db)
        }
    }
}
