import GRDB
import GRDBSQLite

/// Holds what is derived from the log's rows to find them by against the rows: the lists of days, the segments of
/// streams, the runs of identities, and groups.
struct IndexCheck {
    /// Pairs in any order, as a sum. Nobody can make up pairs for a sum that they do not know: each check has a number
    /// of its own.
    private struct Sum: Equatable {
        private static let salt = UInt64.random(in: .min ... .max)

        var count: Int64 = 0
        var sum: UInt64 = 0

        @inline(__always)
        mutating func add(_ position: Int64, _ other: UInt64) {
            var hash = UInt64(bitPattern: position) &* 0x9E37_79B9_7F4A_7C15 ^ other &* 0xC2B2_AE3D_27D4_EB4F
            hash = (hash ^ Sum.salt ^ hash >> 31) &* 0x94D0_49BB_1331_11EB
            hash = (hash ^ hash >> 32) &* 0xD6E8_FEB8_6659_FD93
            sum &+= hash ^ hash >> 29
            count += 1
        }
    }

    /// What is not as the rows say, a sentence each.
    static func faults(_ db: Database) throws -> [String] {
        let version = try Schema.version(of: db)
        guard version >= 3 else { return [] }
        var check = IndexCheck(version: version)
        if version >= 4 { check.readRuns(db) }
        for kind in EventKind.all { try check.readRows(of: EventTable(kind, version: version), db) }
        let misfits = try check.compare(db)
        return check.faults + misfits
    }

    private let version: Int
    private var days = Sum()
    private var identities = Sum()
    private var segments: [String: Sum] = [:]
    private var runs: [IdentityRuns.Run] = []
    private var faults: [String] = []

    private init(version: Int) { self.version = version }

    private mutating func readRuns(_ db: Database) {
        do { runs = try IdentityRuns.all(db) } catch { faults.append(IndexCheck.untrueRuns) }
    }

    private static let untrueRuns =
        "\(IdentityRuns.table) does not tell the identity of every row at the row's position"

    // MARK: What the rows say

    private mutating func readRows(of table: EventTable, _ db: Database) throws {
        let group = table.layout == .grouped && table.hasGroups ? "entry_group" : "0"
        let time = table.kind == .calendar ? "logtime" : "NULL"
        let statement = try db.makeStatement(
            sql:
                "SELECT position, form & 1, \(time), stream, identity_head, \(group) FROM \(table.name) ORDER BY position"
        )
        var sum = Sum()
        var used = NumberSet(
            most: try Int64.fetchOne(db, sql: "SELECT (SELECT count(*) FROM \(table.name)) + 1") ?? 0)
        try EventLog.step(statement, db) { row in
            let position = sqlite3_column_int64(row, 0)
            if table.kind == .calendar { days.add(position, UInt64(bitPattern: DayLists.day(row))) }
            sum.add(position, UInt64(bitPattern: sqlite3_column_int64(row, 3)))
            identities.add(position, IdentityRuns.bits(UInt64(bitPattern: sqlite3_column_int64(row, 4))))
            used.insert(sqlite3_column_int64(row, 5))
        }
        segments[table.name] = sum
        guard table.layout == .grouped, table.hasGroups else { return }
        let groups = try Int64.fetchCursor(db, sql: "SELECT id FROM \(table.groups)")
        var unused = false
        while let number = try groups.next() { unused = unused || !used.contains(number) }
        if unused { faults.append("\(table.groups) holds a group that no entry has") }
    }

    // MARK: What stands in the indexes

    private mutating func compare(_ db: Database) throws -> [String] {
        var faults: [String] = []
        if try sumOfDays(db) != days {
            faults.append("\(DayLists.table) does not list every entry on the day on which it was logged")
        }
        guard version >= 4 else { return faults }
        for table in EventKind.all.map({ EventTable($0, version: version) }) {
            let expected = segments[table.name] ?? Sum()
            if try sumOfSegments(table, db, atMost: expected.count) != expected {
                faults.append("\(table.segments) does not tell where the rows of every stream stand")
            }
        }
        if !self.faults.contains(IndexCheck.untrueRuns), try sumOfRuns(db) != identities {
            faults.append(IndexCheck.untrueRuns)
        }
        return faults
    }

    /// More positions than the log has cannot be right, and would take long to count.
    private static let tooMany = Int64.max / 2

    private func sumOfDays(_ db: Database) throws -> Sum {
        var found = Sum()
        let lists = try db.makeStatement(sql: "SELECT day, first_position, runs FROM \(DayLists.table)")
        try EventLog.step(lists, db) { row in
            // A list in another form lists nothing.
            for run in (try? DayLists.runs(row)) ?? [] {
                guard found.count + Int64(run.count) <= days.count else { return found.count = IndexCheck.tooMany }
                for position in run { found.add(position, UInt64(bitPattern: sqlite3_column_int64(row, 0))) }
            }
        }
        return found
    }

    private func sumOfSegments(_ table: EventTable, _ db: Database, atMost count: Int64) throws -> Sum {
        var found = Sum()
        let statement = try db.makeStatement(sql: "SELECT stream, first_position, rows FROM \(table.segments)")
        try EventLog.step(statement, db) { row in
            let first = sqlite3_column_int64(row, 1), rows = sqlite3_column_int64(row, 2)
            guard (0..<3).allSatisfy({ sqlite3_column_type(row, $0) == SQLITE_INTEGER }), rows > 0,
                rows <= count - min(found.count, count), 0..<1 << 48 ~= first
            else { return found.count = IndexCheck.tooMany }
            let stream = UInt64(bitPattern: sqlite3_column_int64(row, 0))
            for position in first..<first + rows { found.add(position, stream) }
        }
        return found
    }

    /// Nil where runs are not in their form, and where parts are there that no run has.
    private mutating func sumOfRuns(_ db: Database) throws -> Sum? {
        var found = Sum(), twice: (Int64, Int64)?
        do {
            try IdentityRuns.forEachRange(of: runs, db) { rows in
                for row in rows { found.add(row.position, row.bits) }
                for (row, next) in zip(rows, rows.dropFirst()) where twice == nil && row.bits == next.bits {
                    if try IndexCheck.haveOneIdentity(row.position, next.position, db) {
                        twice = (row.position, next.position)
                    }
                }
            }
        } catch let error as DatabaseError where error.message == IdentityRuns.damaged.message {
            return nil
        }
        if let twice {
            faults.append("the rows at positions \(twice.0) and \(twice.1) are one row: it was taken in twice")
        }
        let parts = try Int64.fetchOne(db, sql: "SELECT count(*) FROM \(IdentityRuns.partTable)") ?? 0
        return parts == runs.reduce(0) { $0 + Int64($1.parts) } ? found : nil
    }

    private static func haveOneIdentity(_ first: Int64, _ second: Int64, _ db: Database) throws -> Bool {
        let rows = EventKind.all.map {
            "SELECT identity_rest FROM \($0.name) WHERE position IN (\(first), \(second))"
        }
        return try Bool.fetchOne(
            db,
            sql:
                "SELECT count(*) = 2 AND count(DISTINCT identity_rest) = 1 FROM (\(rows.joined(separator: " UNION ALL ")))"
        ) == true
    }
}

/// Numbers from 1 up to a greatest one.
private struct NumberSet {
    private var words: [UInt64]

    /// - Parameter most: rows that number groups; each group was first named by one, so its number is no greater.
    init(most: Int64) { words = Array(repeating: 0, count: Int(clamping: most >> 6) + 1) }

    private func holds(_ number: Int64) -> Bool { number >= 1 && number >> 6 < Int64(words.count) }

    mutating func insert(_ number: Int64) {
        if holds(number) { words[Int(number >> 6)] |= 1 << UInt64(number & 63) }
    }

    func contains(_ number: Int64) -> Bool {
        holds(number) && words[Int(number >> 6)] >> UInt64(number & 63) & 1 == 1
    }
}
