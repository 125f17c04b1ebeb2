import Digest
import Foundation
import GRDB

/// How far derived data follows the log. A checkpoint that somebody else moved would let rows be skipped for ever, so
/// each has a seal: a digest of what it says and of the chain up to its place. One whose seal does not fit is not
/// believed: what it stands for is made anew.
extension EventLog {
    private static let sealTable = Bookkeeping.seals.rawValue

    /// The last position that derived data knows, and the version of what made it; nil where there is no checkpoint
    /// that is believed.
    public func checkpoint(_ name: String) throws(StoreError) -> (position: Int64, version: Int)? {
        try read { try EventLog.believedCheckpoint(name, in: $0) }
    }

    package static func believedCheckpoint(_ name: String, in db: Database) throws -> (position: Int64, version: Int)? {
        guard let (position, version) = try standingCheckpoint(name, in: db),
            let known = try knownSeal(name, in: db),
            try seal(name, position: position, version: version, in: db) == known
        else { return nil }
        return (position, version)
    }

    /// Moves a checkpoint, inside the transaction that writes what it stands for.
    package static func setCheckpoint(_ name: String, position: Int64, version: Int, in db: Database) throws {
        try db.execute(
            sql: "INSERT OR REPLACE INTO checkpoint(name, position, version) VALUES(?, ?, ?)",
            arguments: [name, position, version])
        // Nobody asks for a checkpoint by a name that is no text, so nothing else would ever replace one.
        try db.execute(
            sql: """
                DELETE FROM checkpoint
                WHERE typeof(name) <> 'text' OR typeof(position) <> 'integer' OR typeof(version) <> 'integer'
                """)
        try Bookkeeping.seals.prepare(db)
        guard let seal = try seal(name, position: position, version: version, in: db) else { return }
        try db.execute(sql: "INSERT OR REPLACE INTO \(sealTable) VALUES(?, ?)", arguments: [name, Data(seal)])
    }

    /// What is wrong with the checkpoints, a sentence each. One without a seal is of an older version, and no fault: it
    /// is not believed.
    ///
    /// - Parameter name: asks for this checkpoint alone.
    public func checkpointFaults(of name: String? = nil) throws(StoreError) -> [String] {
        try read { try EventLog.checkpointFaults(of: name, in: $0) }
    }

    package static func checkpointFaults(of name: String?, in db: Database) throws -> [String] {
        guard try Bookkeeping.checkpoints.isReadable(db) else {
            return ["the table of checkpoints is not in its form: the next fold begins anew"]
        }
        let last =
            try Row.fetchOne(db, sql: "SELECT last_position FROM batch ORDER BY number DESC LIMIT 1").map {
                try $0.integer(0)
            } ?? 0
        return try Row.fetchAll(
            db,
            // One by a name that is no text is nobody's, and whoever folds next takes it away.
            sql: """
                SELECT name, position, version FROM checkpoint
                WHERE ?1 IS NULL OR name = ?1 OR typeof(name) <> 'text' ORDER BY name
                """,
            arguments: [name]
        ).compactMap { row in
            guard let name = try? row.text(0), let position = try? row.integer(1), let version = try? row.number(2)
            else {
                return "a checkpoint is not in the form of one: it is not believed, and the next fold begins anew"
            }
            if position < 0 || position > last {
                return
                    "the checkpoint \(name) lies beyond the log (\(position) of \(last)): it is not believed, and the next fold begins anew"
            }
            guard let known = try knownSeal(name, in: db),
                try seal(name, position: position, version: version, in: db) != known
            else { return nil }
            return "the checkpoint \(name) is not as it was written: it is not believed, and the next fold begins anew"
        }
    }

    /// Whether a checkpoint tells up to where derived tables can be compared with the log. One that is not believed
    /// does so at the log's end alone: elsewhere whoever moved it would choose what is compared.
    package static func isBound(
        _ position: Int64, of checkpoint: String, before newest: Int64, in db: Database
    ) throws -> Bool {
        try position >= newest || believedCheckpoint(checkpoint, in: db) != nil
    }

    /// Of derived tables that cannot be compared with the log, as nothing tells how far they follow it, those that hold
    /// rows: nobody vouches for them. A sentence each, without its end.
    package static func uncompared(_ tables: [String], of checkpoint: String, in db: Database) throws -> [String] {
        let isOfOtherVersion = try believedCheckpoint(checkpoint, in: db) != nil
        let reason =
            isOfOtherVersion
            ? "another version of calfold made them" : "no checkpoint that is believed tells how far they follow it"
        return try tables.filter { table in
            let isThere = try Bool.fetchOne(
                db,
                sql: "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE type IN ('table', 'view') AND name = ?)",
                arguments: [table])
            // What cannot be read is not known either.
            return isThere == true
                && (try? Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM \(table))")) != false
        }.map { "the rows of \($0) were not compared with the log: \(reason)" }
    }

    private static func knownSeal(_ name: String, in db: Database) throws -> [UInt8]? {
        guard try Bookkeeping.seals.isReadable(db),
            let row = try Row.fetchOne(db, sql: "SELECT * FROM \(sealTable) WHERE name = ?", arguments: [name])
        else { return nil }
        return (try? row.bytes(1)) ?? []
    }

    /// Nil where no batch ends at the position, as no fold ends there either.
    private static func seal(_ name: String, position: Int64, version: Int, in db: Database) throws -> [UInt8]? {
        guard let chain = try chainHash(at: position, in: db) else { return nil }
        let digest = SHA256()
        digest.add(Array("\(name.utf8.count) \(name) \(position) \(version) ".utf8))
        digest.add(chain)
        return SHA256.bytes(digest.finish())
    }

    /// The hash of the first batch that ends at a position, found by halves: batches end at growing positions.
    private static func chainHash(at position: Int64, in db: Database) throws -> [UInt8]? {
        if position == 0 { return [] }
        let batch = try db.cachedStatement(sql: "SELECT last_position, hash FROM batch WHERE number = ?")
        var lower: Int64 = 1, upper = try Int64.fetchOne(db, sql: "SELECT max(number) FROM batch") ?? 0
        while lower < upper {
            let middle = lower + (upper - lower) / 2
            guard let row = try Row.fetchOne(batch, arguments: [middle]) else { return nil }
            if try row.integer(0) < position { lower = middle + 1 } else { upper = middle }
        }
        guard let row = try Row.fetchOne(batch, arguments: [lower]), try row.integer(0) == position else { return nil }
        return try row.bytes(1)
    }
}
