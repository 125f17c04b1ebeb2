import CSQLiteSettings
import Digest
import Foundation
import GRDB
import GRDBSQLite

/// A row for the quarantine.
public struct RejectedRow: Sendable {
    public var line: Int64
    public var code: String
    public var reason: String
    public var raw: [UInt8]

    public init(line: Int64, code: String, reason: String, raw: [UInt8]) {
        self.line = line
        self.code = code
        self.reason = reason
        self.raw = raw
    }
}

/// What became of the rows of a batch.
public struct AppendOutcome: Sendable, Equatable {
    public var taken = 0
    public var duplicate = 0
    public var quarantined = 0

    public var rowsRead: Int { taken + duplicate + quarantined }

    public static func += (left: inout AppendOutcome, right: AppendOutcome) {
        left.taken += right.taken
        left.duplicate += right.duplicate
        left.quarantined += right.quarantined
    }

    public init() {}
}

/// Takes the rows of files into a log, batch by batch: each batch is one transaction and one link of the chain. Whatever
/// is interrupted is simply taken in again; rows that are there already are duplicates.
public final class Appender {
    private let log: EventLog
    private let texts = NumberedTexts(table: "dictionary", column: "value", cache: DictionaryCache(logarithm: 19, arenaLimit: 16 << 20))
    // A log's rows of one stream come close together: a memory as large as that of texts took 20 MB more at 16 million rows, and as long.
    private let streams = NumberedTexts(table: "stream", column: "key", cache: DictionaryCache(logarithm: 17, arenaLimit: 6 << 20))
    private let digest = SHA256()

    /// The newest batch that this appender wrote.
    private var newest: ChainPlace?

    public init(_ log: EventLog) { self.log = log }

    /// A file from which rows come. It is written down with its first batch.
    public struct Source: Sendable {
        public var name: String
        /// The form of the file, in a word.
        public var kind: String
        /// How its rows were read: what a retry of quarantined rows needs.
        public var context: String
        var id: Int64?

        public init(name: String, kind: String, context: String) {
            self.name = name
            self.kind = kind
            self.context = context
        }
    }

    /// Appends one batch. Once this returns, a power cut loses none of its rows.
    ///
    /// - Parameters:
    ///   - now: milliseconds since 1970 UTC.
    ///   - endsSource: the source's last batch; only then is the source complete.
    ///   - solving: quarantined rows that this batch brings into the log.
    public func append(
        _ batch: EventBatch, rejected: [RejectedRow] = [], from source: inout Source, now: Int64, endsSource: Bool, solving: [Int64] = []
    ) throws(StoreError) -> AppendOutcome {
        var known = source, written: ChainPlace?
        do {
            let outcome = try log.write { db in
                // The numbers that were learnt from one log would be wrong in another that was copied over it.
                if let newest, try !newest.isIn(db) { throw StoreError.replaced(path: log.path) }
                // The triggers refuse what other statements may try; these are plain inserts, whose conflicts are errors anyway.
                sqlite_settings_run_triggers(db.sqliteConnection, 0)
                defer { sqlite_settings_run_triggers(db.sqliteConnection, 1) }
                var transaction = try AppendTransaction(db, kind: batch.kind, texts: texts, streams: streams, digest: digest)
                let id = try transaction.number(of: known)
                known.id = id
                var outcome = try transaction.insert(batch, source: id)
                outcome.quarantined = rejected.count
                try transaction.reject(rejected, source: id, context: known.context)
                written = try transaction.close(outcome, source: id, now: now, endsSource: endsSource, solving: solving)
                return outcome
            }
            (source, newest) = (known, written)
            return outcome
        } catch {
            // What a transaction had numbered is gone with it.
            texts.forget()
            streams.forget()
            throw error
        }
    }
}
