import EventStore
import ExchangeFormats
import Foundation
import GRDB
import Publishing

/// What one night leaves for the next to know, kept in the store beside the log: which files were taken in, which
/// months have to be written, and what the runs reported. The log can do without it: were it lost, files would be read
/// and months written once more.
package struct NightLedger {
    let log: EventLog

    /// - Throws: `StoreError` when the store cannot be written.
    package init(_ log: EventLog) throws {
        self.log = log
        try log.derive(keeping: NightLedger.sums) { db in
            for table in NightLedger.definitions { try db.execute(sql: table.sql) }
        }
    }

    /// `night_file`: contents that were taken in, for whose mailbox; `night_look`: what a path looked like when its
    /// content was last read; `night_reach`: between which months a meeting can show; `night_month`: months that have
    /// rows, and what of them is to be written; `night_name`: which address the tables show for a legacy DN;
    /// `night_person`: some of the people of the last tables; `night_table`: what a finished table looks like, and
    /// where the rows of each stream stand in it; `night_run`: the reports of nights; `night_begun`: nights that have
    /// begun and have no report yet.
    static let definitions: [(name: String, sql: String)] = [
        ("night_file", "sha256 TEXT NOT NULL, mailbox TEXT NOT NULL, PRIMARY KEY(sha256, mailbox)) WITHOUT ROWID"),
        ("night_look", "path TEXT PRIMARY KEY, look TEXT NOT NULL, sha256 TEXT NOT NULL) WITHOUT ROWID"),
        ("night_reach", "stream INTEGER PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL)"),
        ("night_month", "month INTEGER PRIMARY KEY, is_due INTEGER NOT NULL)"),
        (
            "night_table",
            """
            month INTEGER NOT NULL, name TEXT NOT NULL, look TEXT NOT NULL, sha256 TEXT NOT NULL,
              position INTEGER NOT NULL, portions BLOB NOT NULL, digest BLOB NOT NULL, UNIQUE(month, name))
            """
        ),
        ("night_name", "dn TEXT PRIMARY KEY, address TEXT NOT NULL) WITHOUT ROWID"),
        ("night_person", "identity TEXT PRIMARY KEY, mark TEXT NOT NULL) WITHOUT ROWID"),
        ("night_setting", "name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID"),
        (
            "night_run",
            """
            id INTEGER PRIMARY KEY, began INTEGER NOT NULL, ended INTEGER NOT NULL, status INTEGER NOT NULL,
              report TEXT NOT NULL)
            """
        ),
        ("night_begun", "began INTEGER PRIMARY KEY)"),
    ].map { ($0.0, "CREATE TABLE IF NOT EXISTS \($0.0)(" + $0.1) }
}

// MARK: - Files

extension NightLedger {
    /// A file of the inbox by its content.
    package struct FoundFile: Sendable, Equatable {
        package var path: String
        package var sha256: String
        /// Whose log it is by its path: the same rows in two mailboxes are two files.
        package var mailbox: String
    }

    /// The files that were not taken in yet, in the order given. A file whose place, size and times are as they were is
    /// not read for it.
    ///
    /// - Parameters:
    ///   - mailbox: whose log a path says that a file is.
    ///   - now: seconds since 1970; what changed within the last seconds before it may change again unseen, and is read
    ///     anew.
    /// - Returns: the new files, and how many there are that this account may not read.
    package func newFiles(
        among paths: [String], now: Int64, mailbox: (String) -> String
    ) throws -> (found: [FoundFile], unreadable: Int) {
        var found: [FoundFile] = []
        var unreadable = 0
        for start in stride(from: 0, to: paths.count, by: NightLedger.filesAtOnce) {
            let looks = paths[start..<min(paths.count, start + NightLedger.filesAtOnce)].compactMap { path in
                FileSignature(path).map { (path: path, look: $0) }
            }
            let known = try log.readDerived { db in
                let statement = try db.cachedStatement(sql: "SELECT sha256 FROM night_look WHERE path = ? AND look = ?")
                return try looks.map { try String.fetchOne(statement, arguments: [$0.path, $0.look.text]) }
            }
            var files: [FoundFile] = []
            var quiet: [(path: String, look: String, sha256: String)] = []
            for ((path, look), known) in zip(looks, known) {
                guard let sha256 = known ?? (try? FileDigest(of: path))?.sha256 else {
                    unreadable += FileSignature(path) == nil ? 0 : 1
                    continue
                }
                if known == nil, look.changed < now - 2 { quiet.append((path, look.text, sha256)) }
                files.append(FoundFile(path: path, sha256: sha256, mailbox: mailbox(path)))
            }
            try note(quiet)
            found += try notTaken(files)
        }
        return (found, unreadable)
    }

    /// Forgets what files looked like that are no longer there.
    package func forget(_ paths: [String]) throws {
        guard !paths.isEmpty else { return }
        try log.derive(keeping: NightLedger.sums) { db in
            for path in paths { try db.execute(sql: "DELETE FROM night_look WHERE path = ?", arguments: [path]) }
        }
    }

    /// Files that are looked at between two notes, each of which waits for the disk.
    private static let filesAtOnce = 512

    private func note(_ looks: [(path: String, look: String, sha256: String)]) throws {
        guard !looks.isEmpty else { return }
        try log.derive(keeping: NightLedger.sums) { db in
            let statement = try db.cachedStatement(sql: "INSERT OR REPLACE INTO night_look VALUES(?, ?, ?)")
            for (path, look, sha256) in looks { try statement.execute(arguments: [path, look, sha256]) }
        }
    }

    private func notTaken(_ files: [FoundFile]) throws -> [FoundFile] {
        try log.readDerived { db in
            let statement = try db.cachedStatement(sql: "SELECT 1 FROM night_file WHERE sha256 = ? AND mailbox = ?")
            return try files.filter { try Bool.fetchOne(statement, arguments: [$0.sha256, $0.mailbox]) == nil }
        }
    }

    /// Notes that files are in the log to their last rows.
    package func take(_ files: [FoundFile]) throws {
        guard !files.isEmpty else { return }
        // A file may have grown while it was read: then it has another content the next night, and is read again.
        try log.derive(keeping: NightLedger.sums) { db in
            let statement = try db.cachedStatement(sql: "INSERT OR IGNORE INTO night_file VALUES(?, ?)")
            for file in files { try statement.execute(arguments: [file.sha256, file.mailbox]) }
        }
    }
}

/// What tells a file that was not touched, without reading it.
struct FileSignature {
    var text: String
    /// The later of its two times of change, in seconds since 1970.
    var changed: Int64

    init?(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        text =
            "\(status.st_dev) \(status.st_ino) \(status.st_size) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec) \(status.st_ctim.tv_sec).\(status.st_ctim.tv_nsec)"
        changed = max(Int64(status.st_mtim.tv_sec), Int64(status.st_ctim.tv_sec))
    }
}

// MARK: - Settings and runs

extension NightLedger {
    /// Compares what the tables are made with to what they were made with; when it differs, every month has to be
    /// written again.
    package func note(settings: String) throws {
        try log.derive(keeping: NightLedger.sums) { db in
            let known = try String.fetchOne(db, sql: "SELECT value FROM night_setting WHERE name = 'tables'")
            guard known != settings else { return }
            try db.execute(sql: "UPDATE night_month SET is_due = 1")
            try db.execute(sql: "DELETE FROM night_table")
            try db.execute(sql: "INSERT OR REPLACE INTO night_setting VALUES('tables', ?)", arguments: [settings])
        }
    }

    /// The newest instant that an event of each kind bears, of those that nights have met, and that was no later than a
    /// day after the night.
    package func newestEvents() throws -> [String: Instant] {
        try log.readDerived { db in
            try Row.fetchAll(db, sql: "SELECT name, value FROM night_setting WHERE name LIKE 'newest %'").reduce(
                into: [:]) {
                    guard let ticks = Int64(try $1.text(1)) else { return }
                    $0[String(try $1.text(0).dropFirst("newest ".count))] = Instant(ticks: ticks)
                }
        }
    }

    /// How far each kind of log goes that nights have met, as manifests say it. What came since is not in the tables
    /// yet, and does not count.
    ///
    /// - Parameter now: what bears a later time than a day after it tells nothing of how far the log goes.
    package func reaches(now: Instant) throws -> [Manifest.Reach] {
        let newest = try newestEvents()
        var found: [Manifest.Reach] = []
        for kind in EventKind.all where try log.lastPosition(of: kind) > 0 {
            let word = LogReach.word(kind)
            var last = newest[word]
            if last == nil {
                // Nights of an earlier version have met its rows, and noted nothing of them.
                let days = try log.loggedDays(upTo: now.ticks / Instant.ticksPerDay + 1)
                last = days.first { $0.kind == kind }.map { Instant(ticks: $0.days.upperBound * Instant.ticksPerDay) }
            }
            if let last { found.append(.init(log: word, newest: Manifest.text(last))) }
        }
        return found.sorted { $0.log < $1.log }
    }

    /// Whether a month's tables have all that nights have met.
    package func isWritten(_ month: MonthNumber) throws -> Bool {
        try log.readDerived {
            try Int.fetchOne($0, sql: "SELECT is_due FROM night_month WHERE month = ?", arguments: [month.number])
        } == Due.nothing.rawValue
    }

    func note(newest: [String: Int64], _ db: Database) throws {
        for (kind, ticks) in newest {
            let known = try String.fetchOne(
                db, sql: "SELECT value FROM night_setting WHERE name = ?", arguments: ["newest \(kind)"])
            try db.execute(
                sql: "INSERT OR REPLACE INTO night_setting VALUES(?, ?)",
                arguments: ["newest \(kind)", String(max(ticks, known.flatMap { Int64($0) } ?? 0))])
        }
    }

    /// Where polls note what they read, for who watches them.
    package func remember(pollState path: String) throws {
        try log.derive(keeping: NightLedger.sums) { db in
            try db.execute(sql: "INSERT OR REPLACE INTO night_setting VALUES('poll-state', ?)", arguments: [path])
        }
    }

    package static func pollState(of log: EventLog) throws -> String? {
        try log.readDerived { db in
            guard try db.hasTable("night_setting") else { return nil }
            return try String.fetchOne(db, sql: "SELECT value FROM night_setting WHERE name = 'poll-state'")
        }
    }

    /// A run that ended, well or not.
    package struct RunRecord: Sendable, Equatable {
        /// Milliseconds since 1970 UTC.
        package var began: Int64
        package var ended: Int64
        /// The exit status.
        package var status: Int32
        /// The report as JSON.
        package var report: String

        package init(began: Int64, ended: Int64, status: Int32, report: String) {
            self.began = began
            self.ended = ended
            self.status = status
            self.report = report
        }
    }

    /// Whether a night was ever begun on a store, also one that was killed.
    package static func isKept(in log: EventLog) throws -> Bool {
        try log.readDerived { try $0.hasTable("night_file") }
    }

    /// Notes that a night begins.
    ///
    /// - Parameter moment: in milliseconds since 1970 UTC.
    /// - Returns: when the nights began, oldest first, that have begun since the last report and were cut off.
    package func begin(at moment: Int64) throws -> [Int64] {
        try log.derive(keeping: NightLedger.sums) { db in
            let cutOff = try NightLedger.begun(db)
            try db.execute(sql: "INSERT OR IGNORE INTO night_begun VALUES(?)", arguments: [moment])
            return cutOff
        }
    }

    /// When nights began that have no report: the one that is at work, or such as were cut off.
    package static func begun(in log: EventLog) throws -> [Int64] { try log.readDerived(begun) }

    private static func begun(_ db: Database) throws -> [Int64] {
        guard try db.hasTable("night_begun") else { return [] }
        return try Row.fetchAll(db, sql: "SELECT began FROM night_begun ORDER BY began").compactMap {
            if case .int64(let moment) = ($0[0] as DatabaseValue).storage { moment } else { nil }
        }
    }

    /// Keeps the report of a run, and with it that the nights before it which were cut off are made up for.
    package func record(_ run: RunRecord) throws {
        try log.derive(keeping: NightLedger.sums) { db in
            try db.execute(sql: "DELETE FROM night_begun")
            try db.execute(
                sql: "INSERT INTO night_run(began, ended, status, report) VALUES(?, ?, ?, ?)",
                arguments: [run.began, run.ended, run.status, run.report])
        }
    }

    /// The last runs of a store, the newest first; none where no night ever ran.
    package static func runs(of log: EventLog, limit: Int) throws -> [RunRecord] {
        try log.readDerived { db in
            guard try db.hasTable("night_run") else { return [] }
            return try Row.fetchAll(
                db, sql: "SELECT began, ended, status, report FROM night_run ORDER BY id DESC LIMIT ?",
                arguments: [limit]
            ).map {
                RunRecord(
                    began: try $0.integer(0), ended: try $0.integer(1),
                    status: Int32(truncatingIfNeeded: try $0.integer(2)), report: try $0.text(3))
            }
        }
    }
}
