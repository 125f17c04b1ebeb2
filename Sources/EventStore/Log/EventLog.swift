import Foundation
import GRDB

/// The append-only log in one SQLite file: one writer at a time, as many readers as like.
///
/// docs/event-log.md says what it promises. A value of this type belongs to one thread.
public final class EventLog {
    /// What a store is opened for.
    public enum Access: Sendable {
        /// Reads only: whatever would write throws `.readOnly`.
        case readOnly
        /// Makes a store where there is none.
        case readWrite
        /// Writes to one that is there.
        case update
    }

    /// The path that the store was opened by.
    public var path: String { file.path }
    private let file: StoreFile
    /// Which file is open.
    private let identity: StoreFile.Identity?
    /// Nil when the store was opened to be read.
    private let writer: DatabaseQueue?
    /// Reads have a connection of their own, so that a walk over the log and writes of what it yields may alternate.
    private let reader: DatabaseQueue

    /// Opens a store; with `.readWrite` one is made where there is none. Where it may be written an older one is
    /// brought forward.
    ///
    /// - Throws: `.missing`, `.notAStore`, `.newerSchema`, `.busy`, `.readOnly`, `.replaced` or `.damaged`.
    public init(path: String, access: Access) throws(StoreError) {
        let file = StoreFile(path: path)
        let before = file.identity()
        // What it was looked at through reads on, unless the tables have changed since.
        var looked: DatabaseQueue?, isCurrent = false
        switch try file.translating({ try file.look() }) {
        case .blank: guard access == .readWrite else { throw .missing(path: path) }
        case .store(let reader, let version):
            isCurrent = version == Schema.version
            if isCurrent || access == .readOnly { looked = reader }
        }
        writer = access != .readOnly ? try file.translating { try file.openWriter(isCurrent: isCurrent) } : nil
        if let looked { reader = looked } else { reader = try file.translating { try file.openReader() } }
        self.file = file
        identity = file.identity()
        guard before == nil || before == identity else { throw .replaced(path: path) }
    }

    /// Copies the store as it stands at one moment, whoever writes to it meanwhile.
    ///
    /// - Throws: `.full` or `.failed`, for the copy.
    public func copy(to path: String) throws(StoreError) {
        let target = StoreFile(path: path)
        try target.translating {
            target.makePrivate()
            let copy = try DatabaseQueue(path: path)
            try reader.backup(to: copy)
            try copy.close()
        }
    }

    deinit {
        // The writer last: closing it puts what is in the write-ahead log into the file itself.
        try? reader.close()
        try? writer?.close()
    }

    /// Where the log is, for threads that open it again: one connection reads for one thread at a time.
    public struct Place: Sendable {
        let path: String
        let identity: StoreFile.Identity?

        /// - Throws: as `EventLog.init`, and `.replaced` when another file stands there now.
        public func open() throws(StoreError) -> EventLog {
            let log = try EventLog(path: path, access: .readOnly)
            guard log.identity == identity else { throw .replaced(path: path) }
            return log
        }
    }

    /// Where this log is. It opens again, for reading, only the file that is open here.
    public var place: Place { Place(path: path, identity: identity) }

    /// Runs work that may fail for reasons of its own: SQLite's errors become the store's, others pass.
    private func passing<Result>(_ work: () throws -> Result) throws -> Result {
        do {
            return try work()
        } catch let error as DatabaseError {
            try file.translating { throw error }
            throw error
        }
    }

    /// Reads with work whose own errors pass through.
    func visit<Result>(_ work: (Database) throws -> Result) throws -> Result { try passing { try reader.read(work) } }

    func read<Result>(_ work: (Database) throws -> Result) throws(StoreError) -> Result {
        try file.translating { try reader.read(work) }
    }

    func write<Result>(_ work: (Database) throws -> Result) throws(StoreError) -> Result {
        guard let writer else { throw .readOnly(path: path) }
        return try file.translating {
            try writer.writeWithoutTransaction { db in
                var result: Result?
                try db.inTransaction(.immediate) {
                    try checkIdentity()
                    result = try work(db)
                    // What goes into a file that nobody will find again must not be reported as kept.
                    try checkIdentity()
                    return .commit
                }
                guard let result else { throw StoreError.failed(path: path, detail: "the transaction gave no result") }
                return result
            }
        }
    }

    private func checkIdentity() throws(StoreError) {
        guard file.identity() == identity else { throw .replaced(path: path) }
    }

    /// Work on tables that are derived from the log and belong to the caller, in one transaction. The log's own tables
    /// refuse every change.
    package func derive<Result>(_ work: (Database) throws -> Result) throws(StoreError) -> Result { try write(work) }

    /// Reads tables that are derived from the log; errors of the work itself pass through.
    package func readDerived<Result>(_ work: (Database) throws -> Result) throws -> Result { try visit(work) }
}

// MARK: - What the log holds

/// One transaction's worth of the log.
public struct BatchRecord: Sendable, Equatable {
    /// Its place in the chain, from 1.
    public var number: Int64
    /// The number of the source that its rows came from (`SourceRecord.id`).
    public var source: Int64
    /// Milliseconds since 1970 UTC.
    public var takenInAt: Int64
    /// How many rows of the source it accounts for: the sum of the three counts below.
    public var rowsRead: Int
    /// How many rows it brought into the log.
    public var taken: Int
    /// How many rows the log, or the transaction itself, had already.
    public var duplicate: Int
    /// How many rows were not understood, those among them that stood in quarantine already.
    public var quarantined: Int
    /// Whether it is the last of its source, which is complete with it.
    public var endsSource: Bool
    /// The log's last position with this batch, of whatever kind the event is; 0 where nothing was taken yet.
    public var lastPosition: Int64
    /// The SHA-256 by which the next batch is bound to this one: 32 bytes over the hash before it and its own row.
    public var hash: [UInt8]
}

/// A file that was taken in, or is being.
public struct SourceRecord: Sendable, Equatable {
    /// Its number in the store, from 1.
    public var id: Int64
    /// The path as it was named.
    public var name: String
    /// The form of its rows, in the word that the appender was given: `calendar`, `mail` or `retry`.
    public var kind: String
    /// How many rows were read in all its batches: the sum of the three counts below.
    public var rowsRead: Int
    /// How many rows it brought into the log.
    public var taken: Int
    /// How many rows the log had already.
    public var duplicate: Int
    /// How many rows were not understood.
    public var quarantined: Int
    /// Whether it was taken in to its end.
    public var isComplete: Bool
    /// Milliseconds since 1970 UTC.
    public var takenInAt: Int64
}

/// A row that could not be understood.
public struct QuarantineRecord: Sendable, Equatable {
    /// Its number in the quarantine, from 1, in the order of arrival.
    public var id: Int64
    /// The name of the file that it came from.
    public var source: String
    /// The line of the file on which it begins, from 1.
    public var line: Int64
    /// Why it was not understood, in a word that stays the same, such as `bad-date`.
    public var code: String
    /// Why it was not understood, in a sentence.
    public var reason: String
    /// How the row was read: what a second try needs.
    public var context: String
    /// How its file was read: the options, and the context of its first rows.
    public var sourceContext: String
    /// The row as it stood in the file.
    public var raw: [UInt8]
}

extension EventLog {
    /// The newest link of the chain; nil for an empty log.
    public func head() throws(StoreError) -> BatchRecord? { try batches(newest: 1).first }

    /// Batches, the newest first.
    public func batches(newest count: Int = .max) throws(StoreError) -> [BatchRecord] {
        try read { db in
            try Row.fetchAll(
                db, sql: "SELECT \(BatchRecord.columns) FROM batch ORDER BY number DESC LIMIT ?",
                arguments: [count == .max ? -1 : count]
            ).map(BatchRecord.init)
        }
    }

    /// The last position that the log had at a batch, or at an instant in milliseconds since 1970 UTC.
    public func position(atBatch number: Int64) throws(StoreError) -> Int64? {
        try read {
            try Int64.fetchOne($0, sql: "SELECT last_position FROM batch WHERE number = ?", arguments: [number])
        }
    }

    /// What the log knew at an instant: all batches before the first, by number, that was taken in after it. A clock
    /// that was set back makes later batches seem older than they are; by their number they stand behind, and change
    /// nothing of what was known before.
    ///
    /// - Returns: the last position of those batches, and the numbers of batches behind them that seem to be older than
    ///   the instant.
    public func known(
        atMilliseconds instant: Int64
    ) throws(StoreError) -> (position: Int64, seeminglyOlder: ClosedRange<Int64>?) {
        try read { db in
            guard
                let first = try Int64.fetchOne(
                    db, sql: "SELECT min(number) FROM batch WHERE taken_in_at > ?", arguments: [instant])
            else {
                return (try Int64.fetchOne(db, sql: "SELECT max(last_position) FROM batch") ?? 0, nil)
            }
            let position =
                try Int64.fetchOne(db, sql: "SELECT last_position FROM batch WHERE number = ?", arguments: [first - 1])
                ?? 0
            let older = try Row.fetchOne(
                db, sql: "SELECT min(number), max(number) FROM batch WHERE number > ? AND taken_in_at <= ?",
                arguments: [first, instant])
            guard let older, let lower: Int64 = older[0], let upper: Int64 = older[1] else { return (position, nil) }
            return (position, lower...upper)
        }
    }

    /// Every source with what became of its rows, in the order in which they first came.
    public func sources() throws(StoreError) -> [SourceRecord] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT source.id, name, kind, sum(rows_read), sum(taken), sum(duplicate), sum(quarantined), max(ends_source), max(taken_in_at)
                    FROM source JOIN batch ON batch.source = source.id GROUP BY source.id ORDER BY source.id
                    """
            ).map { row in
                SourceRecord(
                    id: try row.integer(0), name: try row.text(1), kind: try row.text(2), rowsRead: try row.number(3),
                    taken: try row.number(4),
                    duplicate: try row.number(5), quarantined: try row.number(6), isComplete: try row.flag(7),
                    takenInAt: try row.integer(8))
            }
        }
    }

    /// What a file was called, by its number in the store.
    public func sourceName(_ id: Int64) throws(StoreError) -> String? {
        try read { try String.fetchOne($0, sql: "SELECT name FROM source WHERE id = ?", arguments: [id]) }
    }

    /// How many events of a kind there are, and how many streams have any.
    public func counts(of kind: EventKind = .calendar) throws(StoreError) -> (events: Int, streams: Int) {
        try read { db in
            guard let table = try Schema.table(of: kind, in: db) else { return (0, 0) }
            return (
                try Int.fetchOne(db, sql: "SELECT count(*) FROM \(kind.name)") ?? 0,
                try Int.fetchOne(db, sql: "SELECT count(*) FROM (SELECT DISTINCT stream FROM \(table.streamsSource))")
                    ?? 0
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

    /// Rows in quarantine that no retry has brought into the log, in the order in which they came.
    ///
    /// - Parameters:
    ///   - id: only those that came after the row of this number.
    ///   - limit: at most so many.
    public func quarantined(after id: Int64 = 0, limit: Int = .max) throws(StoreError) -> [QuarantineRecord] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT q.id, source.name, q.line, q.code, q.reason, q.context, q.raw, source.context FROM quarantine AS q
                    JOIN source ON source.id = q.source
                    WHERE q.id > ? AND NOT EXISTS (SELECT 1 FROM quarantine_solved WHERE quarantine = q.id) ORDER BY q.id LIMIT ?
                    """, arguments: [id, limit == .max ? -1 : limit]
            ).map { row in
                QuarantineRecord(
                    id: try row.integer(0), source: try row.text(1), line: try row.integer(2), code: try row.text(3),
                    reason: try row.text(4),
                    context: try row.text(5), sourceContext: try row.text(7), raw: try row.bytes(6))
            }
        }
    }

    /// How many rows in quarantine no retry has brought into the log.
    public func quarantineCount() throws(StoreError) -> Int {
        try read { db in
            try Int.fetchOne(
                db, sql: "SELECT (SELECT count(*) FROM quarantine) - (SELECT count(*) FROM quarantine_solved)") ?? 0
        }
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
            number: try row.integer(0), source: try row.integer(1), takenInAt: try row.integer(2),
            rowsRead: try row.number(3),
            taken: try row.number(4), duplicate: try row.number(5), quarantined: try row.number(6),
            endsSource: try row.flag(7),
            lastPosition: try row.integer(8), hash: try row.bytes(14))
    }
}
