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
    private let digest: SHA256
    private let previous: ChainPlace?
    /// Where the log stood before this batch.
    private let before: ChainMarks
    private var position: Int64
    private let insertion: Statement
    private let identity: Statement
    private var events = ChainBytes()
    private var days = DayLists()
    /// Whether the row before was one that the log has: then the next may be as well, and is looked for before it is
    /// inserted.
    private var expectsKnown = false
    private var places = PlaceNumbers(rows: 0)

    /// - Parameter end: of the chain, which this batch goes on with.
    init(
        _ db: Database, kind: EventKind, after end: ChainEnd, texts: NumberedTexts, streams: NumberedTexts,
        digest: SHA256
    ) throws {
        self.db = db
        table = EventTable(kind)
        self.texts = texts
        self.streams = streams
        self.digest = digest
        previous = end.place
        before = end.marks
        position = before.position
        insertion = try db.cachedStatement(sql: table.insertion)
        identity = try db.cachedStatement(
            sql: "SELECT identity_rest FROM \(table.name) WHERE stream = ? AND identity_head = ?")
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
    /// They are sorted by stream first: the index then grows in order, and a stream's events of one batch lie
    /// together for its reader.
    mutating func insert(_ batch: EventBatch, source: Int64) throws -> AppendOutcome {
        var outcome = AppendOutcome()
        places = PlaceNumbers(rows: batch.rows.count)
        try batch.arena.withUnsafeBytes { arena in
            let order = try self.order(batch, arena)
            let columns = batch.kind.columns.count
            let width = batch.kind.columns.map(\.type)
            let bases = batch.kind.columns.indices.map { table.base(of: $0) ?? -1 }
            let logTime = batch.kind == .calendar ? CalendarColumn.logTime.rawValue : nil
            try batch.cells.withUnsafeBufferPointer { cells in
                for (stream, index) in order {
                    let row = batch.rows[index]
                    let values = UnsafeBufferPointer(rebasing: cells[index * columns..<(index + 1) * columns])
                    let isNew = try insert(
                        row, values, stream: stream, source: source, arena, types: width, bases: bases)
                    if isNew { outcome.taken += 1 } else { outcome.duplicate += 1 }
                    if isNew, let logTime {
                        days.add(position, ticks: values[logTime].kind == .none ? nil : values[logTime].value)
                    }
                }
            }
        }
        return outcome
    }

    private func order(_ batch: EventBatch, _ arena: UnsafeRawBufferPointer) throws -> [(stream: Int64, index: Int)] {
        var order: [(stream: Int64, index: Int)] = []
        order.reserveCapacity(batch.rows.count)
        for (index, row) in batch.rows.enumerated() {
            let key = UnsafeRawBufferPointer(
                rebasing: arena[row.streamKeyOffset..<row.streamKeyOffset + row.streamKeyLength])
            order.append((try streams.number(of: key, isText: true), index))
        }
        order.sort { $0.stream != $1.stream ? $0.stream < $1.stream : $0.index < $1.index }
        return order
    }

    private mutating func insert(
        _ row: EventBatch.Row, _ values: UnsafeBufferPointer<Cell>, stream: Int64, source: Int64,
        _ arena: UnsafeRawBufferPointer,
        types: [EventKind.ColumnType], bases: [Int]
    ) throws -> Bool {
        var rest = (row.identity.words.1.bigEndian, row.identity.words.2.bigEndian, row.identity.words.3.bigEndian)
        return try withUnsafeBytes(of: &rest) { rest in
            let form = RowForm(values, types: types)
            var head = Int64(bitPattern: row.identity.words.0)
            var isLookedFor = expectsKnown
            while true {
                if isLookedFor {
                    guard let free = try place(of: row.identity, rest: rest, stream: stream) else {
                        expectsKnown = true
                        return false
                    }
                    head = free
                }
                let mark = events.bytes.count
                bind(position + 1, 1)
                bind(stream, 2)
                bind(head, 3)
                bind(rest, 4, isText: false)
                bind(source, 5)
                bind(row.line, 6)
                bind(form.code, 7)
                for index in values.indices {
                    try bind(values[index], index, form.difference(values, index, bases), arena, types[index])
                }
                let done = sqlite3_step(insertion.sqliteStatement)
                sqlite3_reset(insertion.sqliteStatement)
                if done == SQLITE_DONE {
                    position += 1
                    expectsKnown = false
                    return true
                }
                // The stream has a row whose identity begins so: this very one, most likely.
                guard !isLookedFor, done & 0xFF == SQLITE_CONSTRAINT else {
                    throw DatabaseError(resultCode: ResultCode(rawValue: done), message: db.lastErrorMessage)
                }
                events.truncate(to: mark)
                isLookedFor = true
            }
        }
    }

    @inline(__always)
    private mutating func bind(
        _ cell: Cell, _ index: Int, _ difference: Int64, _ arena: UnsafeRawBufferPointer, _ type: EventKind.ColumnType
    ) throws {
        let place = Int32(EventTable.fixedColumns.count + index + 1)
        switch cell.kind {
        case .none:
            sqlite3_bind_null(insertion.sqliteStatement, place)
            events.addNull()
        case .integer: bind(cell.value, place)
        case .instantSeconds, .instantMilliseconds, .instantTicks: bind(difference, place)
        case .text, .bytes:
            let bytes = UnsafeRawBufferPointer(rebasing: arena[Int(cell.value)..<Int(cell.value) + Int(cell.length)])
            if type == .inlineText {
                bind(bytes, place, isText: true)
            } else {
                let isText = type == .text, texts = texts
                bind(
                    try places.number(cell.value, cell.length, isText: isText) {
                        try texts.number(of: bytes, isText: isText)
                    }, place)
            }
        }
    }

    /// Binds a number, and notes it for the chain.
    @inline(__always)
    private mutating func bind(_ number: Int64, _ place: Int32) {
        sqlite3_bind_int64(insertion.sqliteStatement, place, number)
        events.add(number)
    }

    /// Binds text or bytes, which outlive the step, and notes them for the chain.
    @inline(__always)
    private mutating func bind(_ bytes: UnsafeRawBufferPointer, _ place: Int32, isText: Bool) {
        NumberedTexts.bind(insertion.sqliteStatement, place, bytes, isText)
        events.add(bytes, isText: isText)
    }

    /// The number under which a new row's identity goes into its stream's index; nil when the log has the row.
    ///
    /// It is the identity's first 64 bits, or the next number that is free where another row of the stream begins with
    /// the same ones.
    private func place(of identity: EventIdentity, rest: UnsafeRawBufferPointer, stream: Int64) throws -> Int64? {
        let statement = self.identity.sqliteStatement
        var head = Int64(bitPattern: identity.words.0)
        sqlite3_bind_int64(statement, 1, stream)
        while true {
            sqlite3_bind_int64(statement, 2, head)
            defer { sqlite3_reset(statement) }
            let found = sqlite3_step(statement)
            if found == SQLITE_DONE { return head }
            guard found == SQLITE_ROW, let known = sqlite3_column_blob(statement, 0),
                sqlite3_column_bytes(statement, 0) == 24, let asked = rest.baseAddress
            else { throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "an identity cannot be read") }
            if memcmp(known, asked, 24) == 0 { return nil }
            head &+= 1
        }
    }

    /// Puts rows aside; one that is there already, from an earlier run over the same file, is not put aside twice.
    func reject(_ rows: [RejectedRow], source: Int64, context: String) throws {
        guard !rows.isEmpty else { return }
        var last = before.quarantine
        let statement = try db.makeStatement(
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
    /// - Returns: where the chain ends now.
    func close(
        _ outcome: AppendOutcome, source: Int64, now: Int64, endsSource: Bool, solving: [Int64]
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
            after: before, upTo: marks, batch: number,
            additions: .init(kind: table.kind, events: events, dictionary: texts.additions, streams: streams.additions))
        let link = ChainLink(
            number: number, source: source, takenInAt: now, outcome: outcome, endsSource: endsSource, marks: marks,
            content: content)
        let hash = link.hash(after: previous?.hash ?? [], digest)
        try db.cachedStatement(sql: "INSERT INTO batch VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)").execute(
            arguments: [
                number, source, now, outcome.rowsRead, outcome.taken, outcome.duplicate, outcome.quarantined,
                endsSource, marks.position,
                marks.dictionary, marks.stream, marks.source, marks.quarantine, Data(content), Data(hash),
            ])
        try days.write(db)
        texts.end()
        streams.end()
        return ChainEnd(place: ChainPlace(number: number, hash: hash), marks: marks)
    }
}

/// A cache of the numbers of a batch's texts, keyed by where a text stands in the batch's arena: rows that share a text
/// share its place, so that most texts need not be read. Of bounded size: of two places that share a slot, the newer
/// stays.
struct PlaceNumbers {
    private var slots: [(place: UInt64, number: Int64)]
    private let shift: UInt64

    init(rows: Int) {
        let logarithm = min(15, max(4, Int.bitWidth - (rows * 8).leadingZeroBitCount))
        slots = Array(repeating: (.max, 0), count: 1 << logarithm)
        shift = UInt64(64 - logarithm)
    }

    @inline(__always)
    mutating func number(_ offset: Int64, _ length: Int32, isText: Bool, _ find: () throws -> Int64) rethrows -> Int64 {
        let place =
            UInt64(truncatingIfNeeded: offset) << 33 | UInt64(UInt32(bitPattern: length)) << 1 | (isText ? 1 : 0)
        let index = Int(truncatingIfNeeded: (place &* 0x9E37_79B9_7F4A_7C15) >> shift)
        if slots[index].place == place { return slots[index].number }
        let number = try find()
        slots[index] = (place, number)
        return number
    }
}

/// In what unit a row's instants are stored, and how many fractional digits each had.
struct RowForm {
    /// Bit 0: the unit is the tick of 100 ns, else the millisecond. Then two bits for each instant of the kind:
    /// 0 seconds, 1 milliseconds, 2 ticks.
    private(set) var code: Int64 = 0
    private var isInTicks = false

    init(_ values: UnsafeBufferPointer<Cell>, types: [EventKind.ColumnType]) {
        var shift: Int64 = 1
        for index in values.indices where types[index] == .instant {
            let cell = values[index]
            switch cell.kind {
            case .instantMilliseconds: code |= 1 << shift
            case .instantTicks: code |= 2 << shift
            default: break
            }
            if cell.kind != .none, cell.value % 10_000 != 0 { isInTicks = true }
            shift += 2
        }
        if isInTicks { code |= 1 }
    }

    @inline(__always)
    func difference(_ values: UnsafeBufferPointer<Cell>, _ index: Int, _ bases: [Int]) -> Int64 {
        let own = inUnit(values[index].value)
        let base = bases[index]
        guard base >= 0, values[index].kind != .none, values[base].kind != .none else { return own }
        return own &- inUnit(values[base].value)
    }

    /// Divides by a number that the compiler knows: a division by one that it does not know takes ten times as long.
    @inline(__always)
    private func inUnit(_ ticks: Int64) -> Int64 { isInTicks ? ticks : ticks / 10_000 }
}
