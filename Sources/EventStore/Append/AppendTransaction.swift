import Digest
import Foundation
import GRDB
import GRDBSQLite

/// The work of one batch inside a transaction. A value: what a class holds would be guarded at every access of the loop
/// over rows.
struct AppendTransaction {
    private let db: Database
    private let table: EventTable
    private let texts: NumberedTexts
    private let streams: NumberedTexts
    private let indexes: AppendIndexes
    private let groups: EntryGroups?
    private let digest: SHA256
    private let previous: ChainPlace?
    /// Where the log stood before this batch.
    private let before: ChainMarks
    private var position: Int64
    private let insertion: Statement
    private var events = ChainBytes()
    private var known: KnownRows

    /// - Parameter end: of the chain, which this batch goes on with.
    init(
        _ db: Database, kind: EventKind, after end: ChainEnd, texts: NumberedTexts, streams: NumberedTexts,
        indexes: AppendIndexes, digest: SHA256
    ) throws {
        self.db = db
        table = EventTable(kind)
        self.texts = texts
        self.streams = streams
        self.indexes = indexes
        groups = indexes.groups(of: kind)
        self.digest = digest
        previous = end.place
        before = end.marks
        position = before.position
        insertion = try db.cachedStatement(sql: table.insertion)
        known = try KnownRows(db, table)
        try texts.begin(db, after: before.dictionary)
        try streams.begin(db, after: before.stream)
    }

    /// The number of a source, which is written down at its first batch.
    func number(of source: Appender.Source) throws -> Int64 {
        if let id = source.id { return id }
        let id = before.source + 1
        try db.execute(
            sql: "INSERT INTO source(id, name, kind, context) VALUES(?, ?, ?, ?)",
            arguments: [id, source.name, source.kind, source.reading + source.context])
        return id
    }

    /// Inserts the rows that the log does not know yet.
    ///
    /// They are sorted by stream first: a stream's events of one batch lie together for its reader.
    mutating func insert(_ batch: EventBatch, source: Int64) throws -> AppendOutcome {
        var outcome = AppendOutcome()
        defer { known.end() }
        try batch.arena.withUnsafeBytes { arena in
            let order = try self.order(batch, arena)
            var numbers = BatchNumbers(batch, texts)
            let layout = RowLayout(table)
            let logTime = batch.kind == .calendar ? CalendarColumn.logTime.rawValue : nil
            try batch.cells.withUnsafeBufferPointer { cells in
                for (stream, index) in order {
                    let row = batch.rows[index]
                    guard try !known.has(row.identity, indexes) else {
                        outcome.duplicate += 1
                        continue
                    }
                    let values = UnsafeBufferPointer(
                        rebasing: cells[index * layout.columns.count..<(index + 1) * layout.columns.count])
                    try insert(row, values, stream: stream, source: source, arena, layout, &numbers)
                    outcome.taken += 1
                    indexes.add(
                        row.identity, stream: stream, position: position, of: table.kind,
                        loggedAt: logTime.map { values[$0].kind == .none ? nil : values[$0].value })
                }
            }
        }
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

    private mutating func insert(
        _ row: EventBatch.Row, _ values: UnsafeBufferPointer<Cell>, stream: Int64, source: Int64,
        _ arena: UnsafeRawBufferPointer, _ layout: RowLayout, _ numbers: inout BatchNumbers
    ) throws {
        var rest = (row.identity.words.1.bigEndian, row.identity.words.2.bigEndian, row.identity.words.3.bigEndian)
        try withUnsafeBytes(of: &rest) { rest in
            let form = RowForm(values, types: layout.types)
            bind(position + 1, 1)
            bind(stream, 2)
            bind(Int64(bitPattern: row.identity.words.0), 3)
            NumberedTexts.bind(insertion.sqliteStatement, 4, rest, false)
            events.add(rest, isText: false)
            bind(source, 5)
            bind(row.line, 6)
            bind(form.code, 7)
            groups?.clear()
            for index in values.indices { try bind(values, index, form, arena, layout, &numbers) }
            if let groups {
                sqlite3_bind_int64(insertion.sqliteStatement, EventTable.groupPlace + 1, try groups.number())
            }
            let done = sqlite3_step(insertion.sqliteStatement)
            sqlite3_reset(insertion.sqliteStatement)
            guard done == SQLITE_DONE else {
                throw DatabaseError(resultCode: ResultCode(rawValue: done), message: db.lastErrorMessage)
            }
            position += 1
        }
    }

    /// Puts a value where the layout has it, and notes it for the chain.
    @inline(__always)
    private mutating func bind(
        _ values: UnsafeBufferPointer<Cell>, _ index: Int, _ form: RowForm, _ arena: UnsafeRawBufferPointer,
        _ layout: RowLayout, _ numbers: inout BatchNumbers
    ) throws {
        let cell = values[index], column = layout.columns[index]
        switch cell.kind {
        case .none:
            events.addNull()
            if column.isInGroup { groups?.add(nil) } else { sqlite3_bind_null(insertion.sqliteStatement, column.place) }
        case .integer: put(cell.value, column)
        case .instantSeconds, .instantMilliseconds, .instantTicks:
            let difference = form.difference(values, index, column.base)
            events.add(difference)
            if column.isInGroup {
                groups?.add(cell.value &- layout.groupBase(values, index))
            } else {
                sqlite3_bind_int64(insertion.sqliteStatement, column.place, difference)
            }
        case .text, .bytes:
            let bytes = UnsafeRawBufferPointer(rebasing: arena[Int(cell.value)..<Int(cell.value) + Int(cell.length)])
            if column.type == .inlineText {
                NumberedTexts.bind(insertion.sqliteStatement, column.place, bytes, true)
                events.add(bytes, isText: true)
            } else {
                put(try numbers.number(cell.textNumber, of: bytes, isText: column.type == .text), column)
            }
        }
    }

    @inline(__always)
    private mutating func put(_ number: Int64, _ column: RowLayout.Column) {
        events.add(number)
        if column.isInGroup {
            groups?.add(number)
        } else {
            sqlite3_bind_int64(insertion.sqliteStatement, column.place, number)
        }
    }

    /// Binds a number, and notes it for the chain.
    @inline(__always)
    private mutating func bind(_ number: Int64, _ place: Int32) {
        sqlite3_bind_int64(insertion.sqliteStatement, place, number)
        events.add(number)
    }

    /// Puts rows aside; one that is there already, from an earlier run over the same file, is not put aside twice.
    func reject(_ rows: [RejectedRow], source: Int64, context: String) throws {
        guard !rows.isEmpty else { return }
        var last = before.quarantine
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
                last + 1, source, row.line, row.code, row.reason, context, Data(row.raw), identity, identity,
            ])
            if db.changesCount > 0 { last += 1 }
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
        let marks = try ChainMarks(
            position: position, dictionary: texts.last, stream: streams.last,
            source: Int64.fetchOne(db.cachedStatement(sql: "SELECT max(id) FROM source")) ?? 0,
            quarantine: Int64.fetchOne(db.cachedStatement(sql: "SELECT max(id) FROM quarantine")) ?? 0)
        let content = try ChainContent(db, digest: digest).hash(
            after: before, upTo: marks, batch: number, form: .tagged,
            additions: .init(kind: table.kind, events: events, dictionary: texts.additions, streams: streams.additions))
        let link = ChainLink(
            number: number, source: source, takenInAt: now, outcome: outcome, endsSource: endsSource, marks: marks,
            content: content, schema: Int64(Schema.version), file: file)
        let hash = try link.insert(db, after: previous?.hash ?? [], digest)
        texts.end()
        streams.end()
        return ChainEnd(place: ChainPlace(number: number, hash: hash), marks: marks)
    }
}
