import Foundation
import GRDB

/// The append-only log in one SQLite file: one writer at a time, as many readers as like.
///
/// docs/event-log.md says what it promises. A value of this type belongs to one thread.
public final class EventLog {
    public enum Access: Sendable { case readOnly, readWrite }

    public let path: String
    /// Nil when the store was opened to be read.
    private let writer: DatabaseQueue?
    /// Reads have a connection of their own, so that a walk over the log and writes of what it yields may alternate.
    private let reader: DatabaseQueue

    /// Opens a store; with `.readWrite` one is made where there is none, and an older one is brought forward.
    ///
    /// - Throws: `.missing`, `.notAStore`, `.newerSchema`, `.busy`, `.readOnly` or `.damaged`.
    public init(path: String, access: Access) throws(StoreError) {
        self.path = path
        guard access == .readWrite || FileManager.default.fileExists(atPath: path) else { throw .missing(path: path) }
        let found = try EventLog.translating(path) { try EventLog.look(path) }
        guard access == .readWrite || found == .store else { throw .missing(path: path) }
        writer = access == .readWrite ? try EventLog.translating(path) { try EventLog.openWriter(path) } : nil
        reader = try EventLog.translating(path) { try EventLog.openReader(path) }
    }

    deinit {
        // The writer last: closing it puts what is in the write-ahead log into the file itself.
        try? reader.close()
        try? writer?.close()
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.label = "calfold"
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA recursive_triggers = ON")
            try db.execute(sql: "PRAGMA cache_size = -32768")
            try db.execute(sql: "PRAGMA temp_store = FILE")
        }
        return configuration
    }

    private enum Look { case blank, store }

    /// Sees what a file is before anything of it is touched.
    private static func look(_ path: String) throws -> Look {
        let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? NSNumber)?.intValue ?? 0
        guard size > 0 else { return .blank }
        let found = try openReader(path).read { db in
            (
                id: try Int64.fetchOne(db, sql: "PRAGMA application_id") ?? 0, version: try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0,
                // A process that was killed while it made a store leaves no more than the migrator's own table.
                isBlank: try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master WHERE tbl_name <> 'grdb_migrations'") == 0
            )
        }
        if found.id == 0, found.isBlank { return .blank }
        guard found.id == Schema.applicationID else { throw StoreError.notAStore(path: path) }
        guard found.version <= Schema.version else { throw StoreError.newerSchema(path: path, found: found.version, known: Schema.version) }
        return .store
    }

    private static func openWriter(_ path: String) throws -> DatabaseQueue {
        var configuration = configuration
        configuration.prepareDatabase { db in
            // The log outlives a power cut: each commit is on the disk before it is reported.
            try db.execute(sql: "PRAGMA journal_mode = WAL")
            try db.execute(sql: "PRAGMA synchronous = FULL")
            // Pages of the index are written to the file once for many batches, not once for each.
            try db.execute(sql: "PRAGMA wal_autocheckpoint = 16384")
        }
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        do {
            try Schema.migrator().migrate(queue)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_ERROR || error.resultCode == .SQLITE_CONSTRAINT {
            // Another process that opened the store at the same time has made the tables first.
            try Schema.migrator().migrate(queue)
        }
        return queue
    }

    private static func openReader(_ path: String) throws -> DatabaseQueue {
        var configuration = configuration
        configuration.readonly = true
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            _ = try queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM sqlite_master") }
            return queue
        } catch let error as DatabaseError where error.resultCode == .SQLITE_READONLY || error.resultCode == .SQLITE_CANTOPEN {
            // A process that was killed left a write-ahead log behind, and only a connection that may write can put it in order.
            configuration.readonly = false
            configuration.prepareDatabase { try $0.execute(sql: "PRAGMA query_only = ON") }
            return try DatabaseQueue(path: path, configuration: configuration)
        }
    }

    /// Runs database work and turns SQLite's errors into those of the store.
    static func translating<Result>(_ path: String, _ work: () throws -> Result) throws(StoreError) -> Result {
        do {
            return try work()
        } catch let error as StoreError {
            throw error
        } catch let error as DatabaseError {
            switch error.resultCode {
            case .SQLITE_BUSY, .SQLITE_LOCKED: throw .busy(path: path)
            case .SQLITE_FULL, .SQLITE_IOERR: throw .full(path: path)
            case .SQLITE_READONLY, .SQLITE_PERM: throw .readOnly(path: path)
            case .SQLITE_CANTOPEN: throw FileManager.default.fileExists(atPath: path) ? .readOnly(path: path) : .failed(path: path, detail: "it cannot be opened or made there")
            case .SQLITE_NOTADB: throw .notAStore(path: path)
            case .SQLITE_CORRUPT: throw .damaged(path: path, detail: error.message ?? "malformed")
            default: throw .failed(path: path, detail: error.message ?? "SQLite error \(error.extendedResultCode.rawValue)")
            }
        } catch {
            throw .failed(path: path, detail: "\(error)")
        }
    }

    /// Runs work that may fail for reasons of its own: SQLite's errors become the store's, others pass.
    private func passing<Result>(_ work: () throws -> Result) throws -> Result {
        do {
            return try work()
        } catch let error as DatabaseError {
            try EventLog.translating(path) { throw error }
            throw error
        }
    }

    /// Reads with work whose own errors pass through.
    func visit<Result>(_ work: (Database) throws -> Result) throws -> Result { try passing { try reader.read(work) } }

    func read<Result>(_ work: (Database) throws -> Result) throws(StoreError) -> Result {
        try EventLog.translating(path) { try reader.read(work) }
    }

    func write<Result>(_ work: (Database) throws -> Result) throws(StoreError) -> Result {
        guard let writer else { throw .readOnly(path: path) }
        return try EventLog.translating(path) {
            try writer.writeWithoutTransaction { db in
                var result: Result?
                try db.inTransaction(.immediate) {
                    result = try work(db)
                    return .commit
                }
                guard let result else { throw StoreError.failed(path: path, detail: "the transaction gave no result") }
                return result
            }
        }
    }

    /// Work on tables that are derived from the log and belong to the caller, in one transaction. The log's own tables
    /// refuse every change.
    public func derive<Result>(_ work: (Database) throws -> Result) throws(StoreError) -> Result { try write(work) }

    /// Reads tables that are derived from the log; errors of the work itself pass through.
    public func readDerived<Result>(_ work: (Database) throws -> Result) throws -> Result { try visit(work) }
}

// MARK: - What the log holds

/// One transaction's worth of the log.
public struct BatchRecord: Sendable, Equatable {
    public var number: Int64
    public var source: Int64
    /// Milliseconds since 1970 UTC.
    public var takenInAt: Int64
    public var rowsRead: Int
    public var taken: Int
    public var duplicate: Int
    public var quarantined: Int
    public var endsSource: Bool
    public var lastPosition: Int64
    public var hash: [UInt8]
}

/// A file that was taken in, or is being.
public struct SourceRecord: Sendable, Equatable {
    public var id: Int64
    public var name: String
    public var kind: String
    public var rowsRead: Int
    public var taken: Int
    public var duplicate: Int
    public var quarantined: Int
    public var isComplete: Bool
    /// Milliseconds since 1970 UTC.
    public var takenInAt: Int64
}

/// A row that could not be understood.
public struct QuarantineRecord: Sendable, Equatable {
    public var id: Int64
    public var source: String
    public var line: Int64
    public var code: String
    public var reason: String
    /// How the row was read: what a second try needs.
    public var context: String
    public var raw: [UInt8]
}

extension EventLog {
    /// The newest link of the chain; nil for an empty log.
    public func head() throws(StoreError) -> BatchRecord? { try batches(newest: 1).first }

    /// Batches, the newest first.
    public func batches(newest count: Int = .max) throws(StoreError) -> [BatchRecord] {
        try read { db in
            try Row.fetchAll(db, sql: "SELECT \(BatchRecord.columns) FROM batch ORDER BY number DESC LIMIT ?", arguments: [count == .max ? -1 : count]).map(BatchRecord.init)
        }
    }

    /// The last position that the log had at a batch, or at an instant in milliseconds since 1970 UTC.
    public func position(atBatch number: Int64) throws(StoreError) -> Int64? {
        try read { try Int64.fetchOne($0, sql: "SELECT last_position FROM batch WHERE number = ?", arguments: [number]) }
    }

    public func position(atMilliseconds instant: Int64) throws(StoreError) -> Int64 {
        try read { try Int64.fetchOne($0, sql: "SELECT max(last_position) FROM batch WHERE taken_in_at <= ?", arguments: [instant]) ?? 0 }
    }

    public func sources() throws(StoreError) -> [SourceRecord] {
        try read { db in
            try Row.fetchAll(db, sql: """
                SELECT source.id, name, kind, sum(rows_read), sum(taken), sum(duplicate), sum(quarantined), max(ends_source), max(taken_in_at)
                FROM source JOIN batch ON batch.source = source.id GROUP BY source.id ORDER BY source.id
                """).map { row in
                    SourceRecord(
                        id: try row.integer(0), name: try row.text(1), kind: try row.text(2), rowsRead: try row.number(3), taken: try row.number(4),
                        duplicate: try row.number(5), quarantined: try row.number(6), isComplete: try row.flag(7), takenInAt: try row.integer(8))
                }
        }
    }

    /// How many events of a kind there are, and how many streams have any.
    public func counts(of kind: EventKind = .calendar) throws(StoreError) -> (events: Int, streams: Int) {
        try read { db in
            guard try Schema.kinds(in: db).contains(kind) else { return (0, 0) }
            return (
                try Int.fetchOne(db, sql: "SELECT count(*) FROM \(kind.name)") ?? 0,
                try Int.fetchOne(db, sql: "SELECT count(*) FROM (SELECT DISTINCT stream FROM \(kind.name))") ?? 0
            )
        }
    }

    /// The position of the newest event of a kind; 0 when there is none.
    public func lastPosition(of kind: EventKind) throws(StoreError) -> Int64 {
        try read { db in
            guard try Schema.kinds(in: db).contains(kind) else { return 0 }
            return try Int64.fetchOne(db, sql: "SELECT max(position) FROM \(kind.name)") ?? 0
        }
    }

    /// Rows in quarantine that no retry has brought into the log.
    public func quarantined(limit: Int = .max) throws(StoreError) -> [QuarantineRecord] {
        try read { db in
            try Row.fetchAll(db, sql: """
                SELECT q.id, source.name, q.line, q.code, q.reason, q.context, q.raw FROM quarantine AS q JOIN source ON source.id = q.source
                WHERE NOT EXISTS (SELECT 1 FROM quarantine_solved WHERE quarantine = q.id) ORDER BY q.id LIMIT ?
                """, arguments: [limit == .max ? -1 : limit]).map { row in
                    QuarantineRecord(
                        id: try row.integer(0), source: try row.text(1), line: try row.integer(2), code: try row.text(3), reason: try row.text(4),
                        context: try row.text(5), raw: try row.bytes(6))
                }
        }
    }

    public func quarantineCount() throws(StoreError) -> Int {
        try read { db in
            try Int.fetchOne(db, sql: "SELECT (SELECT count(*) FROM quarantine) - (SELECT count(*) FROM quarantine_solved)") ?? 0
        }
    }

    /// How far derived data follows the log: the last position it knows, and the version of what made it.
    public func checkpoint(_ name: String) throws(StoreError) -> (position: Int64, version: Int)? {
        try read { db in
            try Row.fetchOne(db, sql: "SELECT position, version FROM checkpoint WHERE name = ?", arguments: [name]).map { (try $0.integer(0), try $0.number(1)) }
        }
    }

    /// Moves a checkpoint, inside the transaction that writes what it stands for.
    public static func setCheckpoint(_ name: String, position: Int64, version: Int, in db: Database) throws {
        try db.execute(sql: "INSERT OR REPLACE INTO checkpoint(name, position, version) VALUES(?, ?, ?)", arguments: [name, position, version])
    }
}

extension BatchRecord {
    static let columns = """
        number, source, taken_in_at, rows_read, taken, duplicate, quarantined, ends_source, last_position, last_dictionary, last_stream,
        last_source, last_quarantine, content, hash
        """

    /// - Parameter row: of `columns`.
    init(_ row: Row) throws {
        self.init(
            number: try row.integer(0), source: try row.integer(1), takenInAt: try row.integer(2), rowsRead: try row.number(3),
            taken: try row.number(4), duplicate: try row.number(5), quarantined: try row.number(6), endsSource: try row.flag(7),
            lastPosition: try row.integer(8), hash: try row.bytes(14))
    }
}
