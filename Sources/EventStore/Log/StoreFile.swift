import CSQLiteSettings
import Foundation
import GRDB
import GRDBSQLite

/// The file of a store: what it is, how it is opened, and whether it is still the one that was opened.
struct StoreFile: Sendable {
    let path: String

    enum Look {
        case blank
        /// - Parameters:
        ///   - reader: the connection that it was looked at through.
        ///   - version: of its schema.
        case store(reader: DatabaseQueue, version: Int)
    }

    /// What a file is to the system, whatever it is called.
    struct Identity: Equatable, Sendable {
        var device: UInt64
        var node: UInt64
    }

    /// Nil when nothing stands at the path.
    func identity() -> Identity? {
        var facts = stat()
        guard stat(path, &facts) == 0 else { return nil }
        return Identity(device: UInt64(facts.st_dev), node: UInt64(facts.st_ino))
    }

    /// Sees what a file is before anything of it is touched. What does not exist is blank.
    func look() throws -> Look {
        var facts = stat()
        guard stat(path, &facts) == 0 else {
            if errno == EACCES { throw StoreError.unreadable(path: path) }
            try checkNeighbours()
            return .blank
        }
        // Whoever opens a pipe or a device may wait for ever, and what is written to one is lost.
        guard facts.st_mode & S_IFMT == S_IFREG else {
            throw facts.st_mode & S_IFMT == S_IFDIR
                ? StoreError.notAStore(path: path) : StoreError.notAFile(path: path)
        }
        try checkNeighbours()
        guard facts.st_size > 0 else { return .blank }
        guard access(path, R_OK) == 0 || errno != EACCES else { throw StoreError.unreadable(path: path) }
        let reader = try openReader()
        let found = try reader.read { db in
            (
                id: try Int64.fetchOne(db, sql: "PRAGMA application_id") ?? 0,
                version: try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0,
                // A process that was killed while it made a store leaves no more than the migrator's own table.
                isBlank: try Int.fetchOne(
                    db, sql: "SELECT count(*) FROM sqlite_master WHERE tbl_name <> 'grdb_migrations'") == 0,
                contradiction: try Schema.contradiction(in: db)
            )
        }
        if found.id == 0, found.isBlank { return .blank }
        guard found.id == Schema.applicationID else { throw StoreError.notAStore(path: path) }
        guard found.version <= Schema.version else {
            throw StoreError.newerSchema(path: path, found: found.version, known: Schema.version)
        }
        if let contradiction = found.contradiction {
            throw StoreError.contradictorySchema(path: path, detail: contradiction)
        }
        return .store(reader: reader, version: found.version)
    }

    /// SQLite opens what stands beside a store under these names, whatever it is.
    private func checkNeighbours() throws {
        for ending in ["-journal", "-wal", "-shm"] {
            var facts = stat()
            guard stat(path + ending, &facts) == 0, facts.st_mode & S_IFMT != S_IFREG else { continue }
            throw StoreError.notAFile(path: path + ending)
        }
    }

    // MARK: Opening

    private static let pageSize = 16_384
    private static let bytesBetweenCheckpoints = 64 << 20

    /// Counting what it allocates would cost SQLite a lock for each piece. Can only be said before its first use.
    private static let countsNoMemory = sqlite_settings_count_no_memory()

    private static var configuration: Configuration {
        _ = countsNoMemory
        var configuration = Configuration()
        configuration.label = "calfold"
        // A row's texts are numbered by the dictionary in the same transaction, and the chain covers both: looking each
        // number up again made an ingest take 6.6 s instead of 5.1 (docs/performance-history.md).
        configuration.foreignKeysEnabled = false
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA recursive_triggers = ON")
            try db.execute(sql: "PRAGMA cache_size = -16384")
            try db.execute(sql: "PRAGMA temp_store = FILE")
        }
        return configuration
    }

    /// Makes an empty file that only its account and group may open, where there is none: a store holds what people
    /// wrote.
    func makePrivate() {
        let descriptor = Foundation.open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o640)
        if descriptor >= 0 { close(descriptor) }
    }

    /// - Parameter isCurrent: the tables are known to be those of this version.
    func openWriter(isCurrent: Bool) throws -> DatabaseQueue {
        makePrivate()
        var configuration = StoreFile.configuration
        configuration.prepareDatabase { db in
            // Of a store that is made: in larger pages more rows of a stream lie together.
            try db.execute(sql: "PRAGMA page_size = \(StoreFile.pageSize)")
            // The log outlives a power cut: each commit is on the disk before it is reported.
            try db.execute(sql: "PRAGMA journal_mode = WAL")
            try db.execute(sql: "PRAGMA synchronous = FULL")
            // Pages are written to the file once for many batches, not once for each.
            let size = max(512, try Int.fetchOne(db, sql: "PRAGMA page_size") ?? StoreFile.pageSize)
            try db.execute(sql: "PRAGMA wal_autocheckpoint = \(StoreFile.bytesBetweenCheckpoints / size)")
        }
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        if !isCurrent { try bringForward(queue) }
        // A newer program may have brought it further since it was looked at.
        let version = try queue.read(Schema.version)
        guard version <= Schema.version else {
            throw StoreError.newerSchema(path: path, found: version, known: Schema.version)
        }
        return queue
    }

    /// Another process that opens the store at the same time may make some of the steps between ours: so many tries are
    /// enough for any number of them.
    private func bringForward(_ queue: DatabaseQueue) throws {
        for _ in 0...Schema.migrations.count {
            do {
                return try Schema.migrator().migrate(queue)
            } catch is Schema.MadeMeanwhile {
                continue
            }
        }
        throw StoreError.busy(path: path)
    }

    func openReader() throws -> DatabaseQueue {
        var configuration = StoreFile.configuration
        configuration.readonly = true
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA query_only = ON") }
        do {
            return try StoreFile.open(path, configuration)
        } catch let error as DatabaseError
            where error.resultCode == .SQLITE_READONLY || error.resultCode == .SQLITE_CANTOPEN
        {
            // A process that was killed left a write-ahead log behind, and only a connection that may write can put it
            // in order.
            var writing = configuration
            writing.readonly = false
            do {
                return try StoreFile.open(path, writing)
            } catch let second as DatabaseError
                where second.resultCode == .SQLITE_READONLY || second.resultCode == .SQLITE_CANTOPEN
            {
                // On a disk that nobody can write nobody changes the file either, and it is whole when no log stands
                // beside it.
                guard !hasLog else {
                    throw StoreError.failed(
                        path: path,
                        detail:
                            "a write-ahead log stands beside it, and its folder cannot be written to put it in order; copy both to a folder that can be written"
                    )
                }
                guard let immutable = immutableName() else { throw second }
                return try StoreFile.open(immutable, configuration)
            }
        }
    }

    /// Whether commits may stand in the log beside the file and not yet in the file.
    private var hasLog: Bool {
        var facts = stat()
        return stat(path + "-wal", &facts) == 0 && facts.st_size > 0
    }

    /// SQLite's name for a file that never changes; nil where that is not sure, or SQLite does not know such names.
    private func immutableName() -> String? {
        let folder = URL(filePath: path).deletingLastPathComponent().path
        guard access(folder, W_OK) != 0, sqlite3_compileoption_used("USE_URI") != 0 else { return nil }
        return URL(filePath: path).absoluteURL.absoluteString + "?immutable=1"
    }

    /// Opens a connection and reads through it, as SQLite looks at a file no earlier.
    private static func open(_ path: String, _ configuration: Configuration) throws -> DatabaseQueue {
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        _ = try queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM sqlite_master") }
        return queue
    }

    // MARK: Errors

    /// Runs database work and turns SQLite's errors into those of the store.
    func translating<Result>(_ work: () throws -> Result) throws(StoreError) -> Result {
        do {
            return try work()
        } catch let error as StoreError {
            throw error
        } catch let error as DatabaseError {
            throw storeError(of: error)
        } catch {
            throw .failed(path: path, detail: "\(error)")
        }
    }

    private func storeError(of error: DatabaseError) -> StoreError {
        let detail = error.message ?? "SQLite error \(error.extendedResultCode.rawValue)"
        switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED: return .busy(path: path)
        case .SQLITE_FULL: return .full(path: path)
        // SQLite calls it an error of the disk, too, when there is no room left for the files beside the store.
        case .SQLITE_IOERR:
            return hasRoom
                ? .failed(path: path, detail: "\(detail) (\(error.extendedResultCode.rawValue))") : .full(path: path)
        case .SQLITE_READONLY, .SQLITE_PERM: return .readOnly(path: path)
        case .SQLITE_CANTOPEN:
            guard identity() == nil else { return .readOnly(path: path) }
            let folder = URL(filePath: path).deletingLastPathComponent().path
            let detail =
                access(folder, F_OK) == 0
                ? "it cannot be opened or made there" : "there is no folder \(folder)"
            return .failed(path: path, detail: detail)
        case .SQLITE_NOTADB: return .notAStore(path: path)
        case .SQLITE_CORRUPT: return .damaged(path: path, detail: detail)
        default: return .failed(path: path, detail: detail)
        }
    }

    /// Whether the disk has room for the smallest thing that SQLite writes at once: 32 KB of the index beside the
    /// store.
    private var hasRoom: Bool {
        var facts = statvfs()
        guard statvfs(URL(filePath: path).deletingLastPathComponent().path, &facts) == 0 else { return true }
        return UInt64(facts.f_bavail) * UInt64(facts.f_frsize) >= 1 << 15
    }
}
