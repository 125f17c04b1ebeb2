import CSQLiteSettings
import Digest
import Foundation
import GRDB
import GRDBSQLite

/// A row for the quarantine.
public struct RejectedRow: Sendable {
    /// The line of the file on which the row begins, from 1.
    public var line: Int64
    /// Why it was not understood, in a word that stays the same, such as `bad-date`.
    public var code: String
    /// Why it was not understood, in a sentence.
    public var reason: String
    /// The row as it stood in the file.
    public var raw: [UInt8]

    /// A row of these parts, which are stored as they are given.
    public init(line: Int64, code: String, reason: String, raw: [UInt8]) {
        self.line = line
        self.code = code
        self.reason = reason
        self.raw = raw
    }
}

/// What became of the rows of a batch.
public struct AppendOutcome: Sendable, Equatable {
    /// How many rows the log did not have before.
    public var taken = 0
    /// How many rows the log, or the transaction itself, had already.
    public var duplicate = 0
    /// How many rows were not understood, those among them that stood in quarantine already.
    public var quarantined = 0

    /// How many rows there were: the sum of the three.
    public var rowsRead: Int { taken + duplicate + quarantined }

    /// Adds what became of another batch's rows.
    public static func += (left: inout AppendOutcome, right: AppendOutcome) {
        left.taken += right.taken
        left.duplicate += right.duplicate
        left.quarantined += right.quarantined
    }

    /// The outcome of no rows.
    public init() {}
}

/// Takes the rows of files into a log, batch by batch: each batch is one link of the chain, and one transaction has one
/// or many of them. Whatever is interrupted is simply taken in again; rows that are there already are duplicates.
public final class Appender {
    private let log: EventLog
    private let texts = NumberedTexts(
        table: "dictionary", column: "value", cache: DictionaryCache(logarithm: 19, arenaLimit: 16 << 20))
    // A log's rows of one stream come close together: a cache as large as that of texts took 20 MB more at 16 million
    // rows, and as long.
    private let streams = NumberedTexts(
        table: "stream", column: "key", cache: DictionaryCache(logarithm: 17, arenaLimit: 6 << 20))
    private let indexes = AppendIndexes()
    private let digest = SHA256()
    private let content = SHA256()

    /// The newest batch that this appender wrote.
    private var newest: ChainPlace?

    /// An appender to a log that is open to be written; with any other `append` throws `.readOnly`.
    public init(_ log: EventLog) { self.log = log }

    /// A file from which rows come. It is written down with its first batch.
    public struct Source: Sendable {
        /// The path as it is to be named; files of one name are sources of their own.
        public var name: String
        /// The form of the file, in a word.
        public var kind: String
        /// How its rows were read: what a retry of quarantined rows needs.
        public var context: String
        /// With what options the file was read; kept before the context of its first rows, beside the file and not
        /// with every row, as a row is the same row however it was read.
        public var reading: String
        var id: Int64?

        /// A source that the log has nothing of yet: its first batch gives it a number.
        public init(name: String, kind: String, context: String, reading: String = "") {
            self.name = name
            self.kind = kind
            self.context = context
            self.reading = reading
        }
    }

    /// A file as it lay there, packed or not: what an auditor can compare with the file that was kept.
    public struct File: Sendable, Equatable {
        /// How many bytes it has.
        public var bytes: Int64
        /// In lower-case hex.
        public var sha256: String

        /// A file of this size and digest.
        public init(bytes: Int64, sha256: String) {
            self.bytes = bytes
            self.sha256 = sha256
        }
    }

    /// One batch of a source, on its way into the log.
    public struct Portion: Sendable {
        /// Rows of one kind.
        public var batch: EventBatch
        /// Rows of the same stretch that go to quarantine; one that stands there already is counted and not put there
        /// again.
        public var rejected: [RejectedRow]
        /// How its rows were read: what a retry of quarantined rows needs.
        public var context: String
        /// Whose it is: a place among the sources that it is appended with.
        public var source: Int
        /// The source's last batch; only then is the source complete.
        public var endsSource: Bool
        /// The file that the source was read from, with its last batch.
        public var file: File?
        /// Quarantined rows that this batch brings into the log.
        public var solving: [Int64]

        /// A batch of one of the sources that it is appended with, whose place there counts from 0.
        public init(
            _ batch: EventBatch, rejected: [RejectedRow] = [], context: String, source: Int, endsSource: Bool,
            file: File? = nil, solving: [Int64] = []
        ) {
            self.batch = batch
            self.rejected = rejected
            self.context = context
            self.source = source
            self.endsSource = endsSource
            self.file = file
            self.solving = solving
        }
    }

    /// Appends one batch. Once this returns, a power cut loses none of its rows.
    ///
    /// - Parameters:
    ///   - batch: rows of one kind.
    ///   - rejected: rows of the same stretch that go to quarantine.
    ///   - source: the file that the rows came from; gets to know how far it has been read.
    ///   - now: milliseconds since 1970 UTC.
    ///   - endsSource: the source's last batch; only then is the source complete.
    ///   - solving: quarantined rows that this batch brings into the log.
    public func append(
        _ batch: EventBatch, rejected: [RejectedRow] = [], from source: inout Source, now: Int64, endsSource: Bool,
        solving: [Int64] = []
    ) throws(StoreError) -> AppendOutcome {
        let portion = Portion(
            batch, rejected: rejected, context: source.context, source: 0, endsSource: endsSource, solving: solving)
        var sources = [source]
        let outcomes = try append([portion], from: &sources, now: now)
        source = sources[0]
        return outcomes.first ?? AppendOutcome()
    }

    /// Appends batches of one or many sources, in their order, in one transaction: each is a link of the chain, and
    /// once this returns a power cut loses none of their rows. A transaction for each of thousands of small files would
    /// wait for the disk as often, and write the same pages of the index again and again.
    ///
    /// - Parameters:
    ///   - portions: the batches, each with the number of its source.
    ///   - sources: the files that they came from; they get to know how far they have been read.
    ///   - now: milliseconds since 1970 UTC.
    /// - Returns: what became of each batch.
    public func append(
        _ portions: [Portion], from sources: inout [Source], now: Int64
    ) throws(StoreError) -> [AppendOutcome] {
        guard !portions.isEmpty else { return [] }
        var known = sources, written: ChainPlace?
        do {
            let outcomes = try log.write { db in
                // The numbers that were learnt from one log would be wrong in another that was copied over it.
                if let newest, try !newest.isIn(db) { throw StoreError.replaced(path: log.path) }
                // The triggers refuse what other statements may try; these are plain inserts, whose conflicts are
                // errors anyway.
                sqlite_settings_run_triggers(db.sqliteConnection, 0)
                defer { sqlite_settings_run_triggers(db.sqliteConnection, 1) }
                var end = try ChainEnd(of: db)
                try indexes.begin(
                    db, after: end.marks.position, rows: portions.reduce(0) { $0 + $1.batch.rows.count })
                let outcomes = try portions.map { portion in
                    try append(portion, from: &known[portion.source], now: now, after: &end, db)
                }
                try indexes.finish(db)
                written = end.place
                return outcomes
            }
            (sources, newest) = (known, written)
            return outcomes
        } catch {
            // What a transaction had numbered is gone with it.
            texts.forget()
            streams.forget()
            indexes.forget()
            // What was added before an error is no part of the next digest.
            _ = digest.finish()
            _ = content.finish()
            throw error
        }
    }

    private func append(
        _ portion: Portion, from source: inout Source, now: Int64, after end: inout ChainEnd, _ db: Database
    ) throws -> AppendOutcome {
        var transaction = try AppendTransaction(
            db, kind: portion.batch.kind, after: end, texts: texts, streams: streams, indexes: indexes,
            digest: digest, content: content)
        source.context = portion.context
        let id = try transaction.number(of: source)
        source.id = id
        var outcome = try transaction.insert(portion.batch, source: id)
        outcome.quarantined = portion.rejected.count
        try transaction.reject(portion.rejected, source: id, context: portion.context)
        end = try transaction.close(
            outcome, source: id, now: now, endsSource: portion.endsSource, file: portion.file,
            solving: portion.solving)
        return outcome
    }
}
