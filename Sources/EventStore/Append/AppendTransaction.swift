import Digest
import Foundation
import GRDB
import GRDBSQLite

/// The work of one batch inside a transaction.
struct AppendTransaction {
    private let db: Database
    private let target: AppendTable
    private let texts: NumberedTexts
    private let streams: NumberedTexts
    private let indexes: AppendIndexes
    private let digest: SHA256
    /// Of the batch's content; it begins with the rows.
    private let content: SHA256
    private let previous: ChainPlace?
    /// Where the log stood before this batch.
    private let before: ChainMarks
    private var position: Int64
    private var lastQuarantine: Int64
    private let insertion: Statement
    private var known: KnownRows

    /// - Parameter end: of the chain, which this batch goes on with.
    init(
        _ db: Database, kind: EventKind, after end: ChainEnd, texts: NumberedTexts, streams: NumberedTexts,
        indexes: AppendIndexes, digest: SHA256, content: SHA256
    ) throws {
        self.db = db
        target = indexes.table(of: kind)
        self.texts = texts
        self.streams = streams
        self.indexes = indexes
        self.digest = digest
        self.content = content
        previous = end.place
        before = end.marks
        position = before.position
        lastQuarantine = before.quarantine
        insertion = try db.cachedStatement(sql: target.insertion)
        known = try KnownRows(db, target.table)
        try texts.begin(db, after: before.dictionary)
        try streams.begin(db, after: before.stream)
    }

    /// The number of a source, which is written down at its first batch.
    func number(of source: Appender.Source) throws -> Int64 {
        if let id = source.id { return id }
        let id = before.source + 1
        try db.cachedStatement(sql: "INSERT INTO source(id, name, kind, context) VALUES(?, ?, ?, ?)").execute(
            arguments: [id, source.name, source.kind, source.reading + source.context])
        return id
    }

    /// Inserts the rows that the log does not know yet.
    ///
    /// They are sorted by stream first: a stream's events of one batch lie together for its reader.
    mutating func insert(_ batch: EventBatch, source: Int64) throws -> AppendOutcome {
        var outcome = AppendOutcome(), known = self.known, position = self.position
        defer { known.end() }
        let kind = target.table.kind, width = target.table.columns.count
        let logTime = kind == .calendar ? CalendarColumn.logTime.rawValue : nil
        try batch.arena.withUnsafeBytes { arena in
            let order = try self.order(batch, arena)
            var writer = RowWriter(
                db, insertion, target.layout, target.groups, source: source, arena: arena,
                numbers: BatchNumbers(batch, texts), events: ChainStream(content, name: target.name))
            try indexes.add(of: kind) { identities, segments, days in
                try batch.cells.withUnsafeBufferPointer { cells in
                    for (stream, index) in order {
                        let row = batch.rows[index]
                        guard try !known.has(row.identity, &identities) else {
                            outcome.duplicate += 1
                            continue
                        }
                        let values = UnsafeBufferPointer(rebasing: cells[index * width..<(index + 1) * width])
                        position += 1
                        try writer.write(row, values, stream: stream, position: position)
                        outcome.taken += 1
                        identities.take(row.identity)
                        segments.add(stream, position)
                        if let logTime {
                            days.add(position, ticks: values[logTime].kind == .none ? nil : values[logTime].value)
                        }
                    }
                }
            }
            writer.finish()
        }
        self.position = position
        return outcome
    }

    private func order(_ batch: EventBatch, _ arena: UnsafeRawBufferPointer) throws -> [(stream: Int64, index: Int)] {
        var order: [(stream: Int64, index: Int)] = []
        order.reserveCapacity(batch.rows.count)
        var numbers = BatchNumbers(batch, streams)
        for (index, row) in batch.rows.enumerated() {
            let key = UnsafeRawBufferPointer(
                rebasing: arena[row.streamKeyOffset..<row.streamKeyOffset + row.streamKeyLength])
            order.append((try numbers.number(row.keyNumber, of: key, isText: true), index))
        }
        order.sort { $0.stream != $1.stream ? $0.stream < $1.stream : $0.index < $1.index }
        return order
    }

    /// Puts rows aside; one that is there already, from an earlier run over the same file, is not put aside twice.
    mutating func reject(_ rows: [RejectedRow], source: Int64, context: String) throws {
        guard !rows.isEmpty else { return }
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO quarantine(id, source, line, code, reason, context, raw, identity) SELECT ?, ?, ?, ?, ?, ?, ?, ?
                WHERE NOT EXISTS (SELECT 1 FROM quarantine WHERE identity = ?)
                """)
        for row in rows {
            digest.add(Array(context.utf8) + [0] + Array(row.code.utf8) + [0])
            digest.add(row.raw)
            let identity = Data(SHA256.bytes(digest.finish()))
            try statement.execute(arguments: [
                lastQuarantine + 1, source, row.line, row.code, row.reason, context, Data(row.raw), identity, identity,
            ])
            if db.changesCount > 0 { lastQuarantine += 1 }
        }
    }

    /// Writes the batch's link of the chain.
    ///
    /// - Parameter file: the file that the batch ends.
    /// - Returns: where the chain ends now.
    func close(
        _ outcome: AppendOutcome, source: Int64, now: Int64, endsSource: Bool, file: Appender.File?, solving: [Int64]
    ) throws -> ChainEnd {
        let number = (previous?.number ?? 0) + 1
        for id in solving {
            try db.execute(
                sql: "INSERT INTO quarantine_solved(quarantine, batch) VALUES(?, ?)", arguments: [id, number])
        }
        let marks = ChainMarks(
            position: position, dictionary: texts.last, stream: streams.last, source: max(before.source, source),
            quarantine: lastQuarantine)
        let content = try ChainContent(db, digest: content, readsRows: false).hash(
            after: before, upTo: marks, batch: number, form: .tagged,
            additions: .init(
                dictionary: texts.additions, streams: streams.additions, solvesQuarantined: !solving.isEmpty))
        let link = ChainLink(
            number: number, source: source, takenInAt: now, outcome: outcome, endsSource: endsSource, marks: marks,
            content: content, schema: Int64(Schema.version), file: file)
        let hash = try link.insert(db, after: previous?.hash ?? [], digest)
        texts.end()
        streams.end()
        return ChainEnd(place: ChainPlace(number: number, hash: hash), marks: marks)
    }
}
