import Foundation
import GRDB
import GRDBSQLite

/// Which rows the log has, by their identities: for each transaction a run of them, sorted; of four runs of a size one
/// is made, so that a log of millions of rows has a dozen. A unique index would be written at a random place for each
/// row, which took a third of an ingest's time.
///
/// Derived from the rows, and written in the transaction that brings them. A run covers the positions from its first to
/// its last. Its parts divide the range of identities evenly by their highest bits. An entry of a part is a 64-bit
/// word, little-endian: on top the bits of the identity behind those that tell the part, as many as make 54 in all, and
/// below the row's distance from the run's first position. Entries ascend. What matches is compared with the row.
enum IdentityRuns {
    static let table = "identity_run"
    static let partTable = "identity_run_part"

    static let definitions =
        [
            """
            CREATE TABLE \(table)(first_position INTEGER PRIMARY KEY, last_position INTEGER NOT NULL, first_part INTEGER NOT NULL,
              part_bits INTEGER NOT NULL)
            """,
            "CREATE TABLE \(partTable)(id INTEGER PRIMARY KEY, entries BLOB NOT NULL)",
        ] + Schema.appendOnly(table, key: ["first_position"]) + Schema.appendOnly(partTable, key: ["id"])

    /// So many runs of one size become one.
    private static let fanOut = 4
    /// Runs of fewer rows count as of this size.
    private static let leastRows: Int64 = 8_192
    /// Entries in a part: two kilobytes of them are read for one question.
    private static let entriesPerPart: Int64 = 256
    /// How many of an identity's highest bits a run knows.
    static let knownBits = 54
    private static let mostPartBits = 24
    static let bytesPerEntry = 8

    struct Run: Equatable {
        var firstPosition: Int64
        var lastPosition: Int64
        /// The number of its first part; its other parts follow.
        var firstPart: Int64
        /// How many of the highest bits of an identity tell the part.
        var partBits: Int

        var parts: Int { 1 << partBits }
        var positions: Int64 { lastPosition - firstPosition + 1 }
        private var distanceBits: Int { 64 - IdentityRuns.knownBits + partBits }

        /// 0 for the smallest.
        var level: Int {
            var level = 0, size = IdentityRuns.leastRows
            while size < positions {
                size *= Int64(IdentityRuns.fanOut)
                level += 1
            }
            return level
        }

        /// In which part what begins with these bits stands.
        @inline(__always)
        func part(of bits: UInt64) -> Int64 {
            firstPart + Int64(truncatingIfNeeded: bits >> UInt64(IdentityRuns.knownBits - partBits))
        }

        @inline(__always)
        func entry(_ bits: UInt64, _ position: Int64) -> UInt64 {
            bits << UInt64(distanceBits) | UInt64(position - firstPosition)
        }

        /// What an entry of a part says.
        @inline(__always)
        func row(_ entry: UInt64, part: Int64) -> (bits: UInt64, position: Int64) {
            (
                UInt64(part - firstPart) << UInt64(IdentityRuns.knownBits - partBits) | entry >> UInt64(distanceBits),
                firstPosition + Int64(entry & (1 << UInt64(distanceBits) - 1))
            )
        }
    }

    /// The bits of an identity that runs know.
    ///
    /// - Parameter head: its first 64.
    @inline(__always)
    static func bits(_ head: UInt64) -> UInt64 { head >> UInt64(64 - knownBits) }

    static let damaged = DatabaseError(
        resultCode: .SQLITE_CORRUPT, message: "the runs of identities are not those of the log's rows")

    /// All runs, in the order of the log.
    ///
    /// - Throws: SQLite's error for a damaged file when they are not one after the other from the first position on.
    static func all(_ db: Database) throws -> [Run] {
        var next: Int64 = 1, parts: [Range<Int64>] = []
        let statement = try db.cachedStatement(
            sql: "SELECT first_position, last_position, first_part, part_bits FROM \(table) ORDER BY 1")
        let runs = try Row.fetchAll(statement).map { row in
            guard let first = try? row.integer(0), let last = try? row.integer(1), let part = try? row.integer(2),
                let bits = try? row.integer(3), first == next, last >= first, last < 1 << 48,
                1..<1 << 48 ~= part, bits == Int64(partBits(last - first + 1))
            else { throw damaged }
            next = last + 1
            parts.append(part..<part + 1 << bits)
            return Run(firstPosition: first, lastPosition: last, firstPart: part, partBits: Int(bits))
        }
        // Parts that two runs share would be read as often as there are runs.
        parts.sort { $0.lowerBound < $1.lowerBound }
        guard zip(parts, parts.dropFirst()).allSatisfy({ $0.upperBound <= $1.lowerBound }) else { throw damaged }
        return runs
    }

    typealias KnownRow = (bits: UInt64, position: Int64)

    /// Goes through the rows of runs by ranges of their identities, so that few are held at a time: each range sorted by
    /// identity and position.
    ///
    /// - Throws: SQLite's error for a damaged file where a part is missing or not sorted, or a run has not as many rows as
    ///   positions.
    static func forEachRange(
        of runs: some Collection<Run>, _ db: Database, _ body: ([KnownRow]) throws -> Void
    ) throws {
        let coarse = min(8, runs.map(\.partBits).max() ?? 0)
        let selection = try db.cachedStatement(
            sql: "SELECT id, entries FROM \(partTable) WHERE id >= ? AND id < ? ORDER BY id")
        var rows: [KnownRow] = [], found: Int64 = 0
        for range in 0..<UInt64(1 << coarse) {
            rows.removeAll(keepingCapacity: true)
            for run in runs { try read(run, range, of: coarse, selection, db, to: &rows) }
            rows.sort { $0.bits != $1.bits ? $0.bits < $1.bits : $0.position < $1.position }
            found += Int64(rows.count)
            try body(rows)
        }
        guard found == runs.reduce(0, { $0 + $1.positions }) else { throw damaged }
    }

    /// Reads the rows of a run whose identities begin with the bits of a range.
    private static func read(
        _ run: Run, _ range: UInt64, of bits: Int, _ selection: Statement, _ db: Database, to rows: inout [KnownRow]
    ) throws {
        let width = max(1, Int64(1) << Int64(run.partBits - bits))
        let first =
            run.firstPart
            + (run.partBits >= bits ? Int64(range) * width : Int64(range >> UInt64(bits - run.partBits)))
        sqlite3_bind_int64(selection.sqliteStatement, 1, first)
        sqlite3_bind_int64(selection.sqliteStatement, 2, first + width)
        var parts: Int64 = 0
        try EventLog.step(selection, db) { row in
            parts += 1
            let id = sqlite3_column_int64(row, 0), bytes = try part(row, 1)
            var last: UInt64?
            for index in 0..<bytes.count / bytesPerEntry {
                let entry = entry(bytes, index)
                guard last.map({ $0 < entry }) ?? true else { throw damaged }
                last = entry
                let found = run.row(entry, part: id)
                guard found.position <= run.lastPosition else { throw damaged }
                // A run of fewer parts has several ranges in one.
                if found.bits >> UInt64(knownBits - bits) == range { rows.append(found) }
            }
        }
        guard parts == width else { throw damaged }
    }

    static func part(_ row: OpaquePointer, _ column: Int32) throws -> UnsafeRawBufferPointer {
        guard sqlite3_column_type(row, column) == SQLITE_BLOB else { throw damaged }
        let start = sqlite3_column_blob(row, column), count = Int(sqlite3_column_bytes(row, column))
        guard count % bytesPerEntry == 0 else { throw damaged }
        return UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count)
    }

    @inline(__always)
    static func entry(_ part: UnsafeRawBufferPointer, _ index: Int) -> UInt64 {
        UInt64(littleEndian: part.loadUnaligned(fromByteOffset: index * bytesPerEntry, as: UInt64.self))
    }
}

// MARK: - Writing

extension IdentityRuns {
    /// Writes the run of a transaction, and merges what has become many.
    ///
    /// - Parameters:
    ///   - rows: the known bits of the identity of each row.
    ///   - first: the position of the first row; the others follow.
    static func write(_ rows: [UInt64], from first: Int64, in db: Database) throws {
        guard !rows.isEmpty else { return }
        let last = first + Int64(rows.count) - 1
        let run = Run(
            firstPosition: first, lastPosition: last, firstPart: try nextPart(db),
            partBits: partBits(Int64(rows.count)))
        var parts = PartWriter(run, try insertion(db))
        for var entries in entries(of: rows, in: run) {
            entries.sort()
            try parts.close(entries)
        }
        try insert(run, db)
        try mergeNewest(db)
    }

    /// The entries of each part, in the order of the rows: parts are small enough to be sorted one by one, as numbers.
    private static func entries(of rows: [UInt64], in run: Run) -> [[UInt64]] {
        var parts = Array(repeating: [UInt64](), count: run.parts)
        for index in parts.indices { parts[index].reserveCapacity(Int(entriesPerPart) * 3 / 2) }
        for (distance, bits) in rows.enumerated() {
            parts[Int(run.part(of: bits) - run.firstPart)].append(run.entry(bits, run.firstPosition + Int64(distance)))
        }
        return parts
    }

    private static func partBits(_ positions: Int64) -> Int {
        var bits = 0
        while bits < mostPartBits, positions > entriesPerPart << Int64(bits) { bits += 1 }
        return bits
    }

    private static func nextPart(_ db: Database) throws -> Int64 {
        let last = try Int64.fetchOne(db.cachedStatement(sql: "SELECT max(id) FROM \(partTable)")) ?? 0
        guard 0..<1 << 47 ~= last else { throw damaged }
        return last + 1
    }

    private static func insertion(_ db: Database) throws -> Statement {
        try db.cachedStatement(sql: "INSERT INTO \(partTable) VALUES(?, ?)")
    }

    private static func insert(_ run: Run, _ db: Database) throws {
        try db.cachedStatement(sql: "INSERT INTO \(table) VALUES(?, ?, ?, ?)").execute(
            arguments: [run.firstPosition, run.lastPosition, run.firstPart, run.partBits])
    }

    /// Writes the parts of a run one after the other.
    private struct PartWriter {
        private let run: Run
        private let insertion: Statement
        private var part: Int64
        private var entries: [UInt64] = []
        /// As they are stored.
        private var stored: [UInt64] = []

        init(_ run: Run, _ insertion: Statement) {
            self.run = run
            self.insertion = insertion
            part = run.firstPart
        }

        /// - Parameter bits: not less than those of the row before.
        mutating func add(_ bits: UInt64, _ position: Int64) throws {
            let own = run.part(of: bits)
            while part < own { try close() }
            entries.append(run.entry(bits, position))
        }

        mutating func finish() throws { while part < run.firstPart + Int64(run.parts) { try close() } }

        private mutating func close() throws {
            try close(entries)
            entries.removeAll(keepingCapacity: true)
        }

        /// Writes the next part.
        ///
        /// - Parameter entries: all of the part, ascending.
        mutating func close(_ entries: [UInt64]) throws {
            stored.removeAll(keepingCapacity: true)
            for entry in entries { stored.append(entry.littleEndian) }
            let statement = insertion.sqliteStatement
            sqlite3_bind_int64(statement, 1, part)
            let done = stored.withUnsafeBytes { bytes in
                NumberedTexts.bind(statement, 2, bytes, false)
                defer { sqlite3_reset(statement) }
                return sqlite3_step(statement)
            }
            guard done == SQLITE_DONE else {
                throw DatabaseError(
                    resultCode: ResultCode(rawValue: done),
                    message: String(cString: sqlite3_errmsg(sqlite3_db_handle(statement))))
            }
            part += 1
        }
    }

    private static func mergeNewest(_ db: Database) throws {
        while true {
            let runs = try all(db)
            guard let level = runs.last?.level else { return }
            let same = runs.suffix(while: { $0.level <= level })
            guard same.count >= fanOut, let first = same.first, let last = same.last,
                last.lastPosition - first.firstPosition < entriesPerPart << Int64(mostPartBits)
            else { return }
            try merge(same, from: first.firstPosition, to: last.lastPosition, db)
        }
    }

    /// Replaces runs that follow each other by one.
    private static func merge(_ runs: ArraySlice<Run>, from first: Int64, to last: Int64, _ db: Database) throws {
        let merged = Run(
            firstPosition: first, lastPosition: last, firstPart: try nextPart(db),
            partBits: partBits(last - first + 1))
        var parts = PartWriter(merged, try insertion(db))
        try forEachRange(of: runs, db) { rows in for row in rows { try parts.add(row.bits, row.position) } }
        try parts.finish()
        let removal = try db.cachedStatement(sql: "DELETE FROM \(partTable) WHERE id >= ? AND id < ?")
        for run in runs { try removal.execute(arguments: [run.firstPart, run.firstPart + Int64(run.parts)]) }
        try db.execute(sql: "DELETE FROM \(table) WHERE first_position BETWEEN ? AND ?", arguments: [first, last])
        try insert(merged, db)
    }
}

extension Array {
    /// The longest end of which each element is as asked.
    fileprivate func suffix(while isWanted: (Element) -> Bool) -> ArraySlice<Element> {
        self[(lastIndex { !isWanted($0) }.map { $0 + 1 } ?? startIndex)...]
    }
}
