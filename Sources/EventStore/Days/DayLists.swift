import Foundation
import GRDB
import GRDBSQLite
import Primitives

/// Which calendar entries were logged on which day: for each batch and each day in it, a list of positions. What was
/// logged in one month is found without a look at the rest of the log, and the log is read in the order of time without
/// being sorted as a whole.
///
/// Derived from the entries, and written in the transaction that brings them. A list is the runs of positions that it
/// holds, from its first position on: so many taken, so many left out, and so on, each number in LEB128.
struct DayLists {
    static let table = "calendar_entry_day"
    static let ticksPerDay: Int64 = 864_000_000_000

    static let definitions =
        [
            """
            CREATE TABLE \(table)(day INTEGER NOT NULL, first_position INTEGER NOT NULL, runs BLOB NOT NULL, PRIMARY KEY(day, first_position))
            WITHOUT ROWID
            """
        ] + Schema.appendOnly(table, key: ["day", "first_position"])

    /// Days since 1970 UTC. An entry without a log time counts as logged on the first.
    static func day(ticks: Int64?) -> Int64 {
        let (day, rest) = (ticks ?? 0).quotientAndRemainder(dividingBy: ticksPerDay)
        return rest < 0 ? day - 1 : day
    }

    private struct List {
        var first: Int64
        var runStart: Int64
        var next: Int64
        var runs: [UInt8] = []
    }

    private var lists: [Int64: List] = [:]

    /// - Parameter position: greater than any before it.
    mutating func add(_ position: Int64, ticks: Int64?) {
        DayLists.add(
            position,
            to: &lists[DayLists.day(ticks: ticks), default: List(first: position, runStart: position, next: position)])
    }

    @inline(__always)
    private static func add(_ position: Int64, to list: inout List) {
        if position != list.next {
            Varint.append(UInt64(bitPattern: list.next &- list.runStart), to: &list.runs)
            Varint.append(UInt64(bitPattern: position &- list.next), to: &list.runs)
            list.runStart = position
        }
        list.next = position &+ 1
    }

    func write(_ db: Database) throws {
        guard !lists.isEmpty else { return }
        let insertion = try db.cachedStatement(sql: "INSERT INTO \(DayLists.table) VALUES(?, ?, ?)")
        for (day, list) in lists.sorted(by: { $0.key < $1.key }) {
            var runs = list.runs
            Varint.append(UInt64(bitPattern: list.next &- list.runStart), to: &runs)
            try insertion.execute(arguments: [day, list.first, Data(runs)])
        }
    }

    /// The runs of a list as ranges of positions.
    ///
    /// - Throws: SQLite's error for a damaged file when they are not what `write` makes.
    static func runs(from first: Int64, _ bytes: UnsafeRawBufferPointer) throws -> [Range<Int64>] {
        let damaged = DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a list of the entries of a day is damaged")
        var ranges: [Range<Int64>] = []
        var start = first, number: Int64 = 0, shift: Int64 = 0, isTaken = true
        guard first > 0, first < 1 << 48, let last = bytes.last, last < 0x80 else { throw damaged }
        for byte in bytes {
            number |= Int64(byte & 0x7F) << shift
            shift += 7
            if byte >= 0x80 {
                guard shift < 42 else { throw damaged }
                continue
            }
            guard number > 0, number < 1 << 40, start < 1 << 48 else { throw damaged }
            if isTaken { ranges.append(start..<start + number) }
            start += number
            (number, shift, isTaken) = (0, 0, !isTaken)
        }
        guard !isTaken else { throw damaged }
        return ranges
    }
}

// MARK: - Of entries that stand in a log

extension DayLists {
    /// The day of the entry on which a statement stands.
    ///
    /// - Parameter row: a position, whether the row's unit is the tick, and its log time.
    static func day(_ row: OpaquePointer) -> Int64 { day(ticks: ticks(row)) }

    private static func ticks(_ row: OpaquePointer) -> Int64? {
        guard sqlite3_column_type(row, 2) != SQLITE_NULL else { return nil }
        let value = sqlite3_column_int64(row, 2)
        return sqlite3_column_int64(row, 1) == 1 ? value : value &* 10_000
    }

    /// Makes the lists of a log that has none yet.
    static func fill(_ db: Database) throws {
        var lists = DayLists(), count = 0
        let entries = try db.makeStatement(
            sql: "SELECT position, form & 1, logtime FROM calendar_entry ORDER BY position")
        try EventLog.step(entries, db) { row in
            lists.add(sqlite3_column_int64(row, 0), ticks: ticks(row))
            count += 1
            guard count % 8_192 == 0 else { return }
            try lists.write(db)
            lists = DayLists()
        }
        try lists.write(db)
    }

    /// - Parameter row: a statement that stands on a day, a first position and its runs.
    static func runs(_ row: OpaquePointer) throws -> [Range<Int64>] {
        let isList =
            sqlite3_column_type(row, 0) == SQLITE_INTEGER && sqlite3_column_type(row, 1) == SQLITE_INTEGER
            && sqlite3_column_type(row, 2) == SQLITE_BLOB
        let bytes = UnsafeRawBufferPointer(
            start: isList ? sqlite3_column_blob(row, 2) : nil, count: isList ? Int(sqlite3_column_bytes(row, 2)) : 0)
        return try runs(from: sqlite3_column_int64(row, 1), bytes)
    }
}
