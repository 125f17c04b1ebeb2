import GRDB
import GRDBSQLite

/// Some events of a log, to be read in one go.
public struct EventPartition: Sendable {
    /// The day of their log time, in days since 1970 UTC; nil in a log that does not list its entries by day.
    public var day: Int64?
    /// Where they stand, not without gaps.
    var positions: [Range<Int64>]

    /// How many ticks of 100 ns a day has.
    public static let ticksPerDay = DayLists.ticksPerDay

    /// The day of an instant, in days since 1970 UTC.
    public static func day(ticks: Int64) -> Int64 { DayLists.day(ticks: ticks) }
}

/// Which partitions a thread reads of those that several share: every so-many-th.
public struct PartitionShare: Sendable {
    var number: Int
    var count: Int

    /// All partitions, for a thread that shares them with none.
    public static let whole = PartitionShare(number: 0, of: 1)

    /// - Parameters:
    ///   - number: from 0 up to, not including, the count.
    ///   - count: how many threads share the partitions.
    public init(number: Int, of count: Int) {
        self.number = number
        self.count = count
    }
}

extension EventLog {
    /// As many events as make a partition: fewer would be handed on too often, more would take too much memory.
    private static let eventsInPartition = 2_048
    /// So many rows that do not belong to a day are read over rather than jumped over.
    private static let leap: Int64 = 16

    /// Visits calendar entries partition by partition, day by day of their log time; within a partition in the order of
    /// the log. A store of an older version that is only read does not know the days: its partitions come in the order
    /// of the log, and hold every entry.
    ///
    /// Threads that give the same days and the same last position find the same partitions, whatever is appended in
    /// between.
    /// - Parameters:
    ///   - days: of log time, in days since 1970 UTC.
    ///   - last: leaves out events after this position.
    ///   - share: which of the partitions are visited.
    ///   - body: gets the partition and what visits its events; false ends the visit.
    public func forEachPartition(
        of days: ClosedRange<Int64>, upTo last: Int64, share: PartitionShare = .whole,
        _ body: (EventPartition, _ events: ((EventRow) throws -> Void) throws -> Void) throws -> Bool
    ) throws {
        try visit { db in
            guard let table = try Schema.table(of: .calendar, in: db) else { return }
            let texts = try TextCache(db, table: table)
            let columns = table.entryColumns.joined(separator: ", ")
            let rows = try db.makeStatement(
                sql: "SELECT \(columns) FROM \(table.name) WHERE position BETWEEN ? AND ? ORDER BY position")
            var number = 0
            func visit(_ partition: EventPartition) throws -> Bool {
                defer { number += 1 }
                guard number % share.count == share.number else { return true }
                return try body(partition) { body in
                    try EventLog.forEachEvent(in: partition, of: table, upTo: last, rows, db, texts, body)
                }
            }
            if try Schema.hasDays(db) {
                try EventLog.forEachPartition(of: days, upTo: last, db, visit)
            } else {
                let size = Int64(EventLog.eventsInPartition)
                for first in stride(from: 1, through: last, by: Int64.Stride(size)) {
                    guard try visit(EventPartition(day: nil, positions: [first..<min(first + size, last + 1)])) else {
                        return
                    }
                }
            }
        }
    }

    private static func forEachPartition(
        of days: ClosedRange<Int64>, upTo last: Int64, _ db: Database, _ body: (EventPartition) throws -> Bool
    ) throws {
        struct ConsumerGone: Error {}
        var partition = EventPartition(day: nil, positions: []), count = 0
        func handOver() throws {
            guard count > 0 else { return }
            guard try body(partition) else { throw ConsumerGone() }
            (partition.positions, count) = ([], 0)
        }
        let lists = try db.makeStatement(
            sql:
                "SELECT day, first_position, runs FROM \(DayLists.table) WHERE day BETWEEN ? AND ? AND first_position <= ?"
        )
        sqlite3_bind_int64(lists.sqliteStatement, 1, days.lowerBound)
        sqlite3_bind_int64(lists.sqliteStatement, 2, days.upperBound)
        sqlite3_bind_int64(lists.sqliteStatement, 3, last)
        do {
            try step(lists, db) { row in
                let day = sqlite3_column_int64(row, 0)
                if partition.day != day { try handOver() }
                partition.day = day
                for run in try DayLists.runs(row) {
                    var rest = run
                    while !rest.isEmpty {
                        let part = rest.prefix(EventLog.eventsInPartition - count)
                        rest = rest.dropFirst(part.count)
                        partition.add(part, leap: EventLog.leap)
                        count += part.count
                        if count >= EventLog.eventsInPartition { try handOver() }
                    }
                }
            }
            try handOver()
        } catch is ConsumerGone {}
    }

    private static func forEachEvent(
        in partition: EventPartition, of table: EventTable, upTo last: Int64, _ rows: Statement, _ db: Database,
        _ texts: TextCache, _ body: (EventRow) throws -> Void
    ) throws {
        for range in partition.positions where range.lowerBound <= last {
            sqlite3_bind_int64(rows.sqliteStatement, 1, range.lowerBound)
            sqlite3_bind_int64(rows.sqliteStatement, 2, min(range.upperBound - 1, last))
            try step(rows, db, texts: texts) { statement in
                let row = EventRow(statement: statement, texts: texts)
                if let day = partition.day, DayLists.day(ticks: row.ticks(CalendarColumn.logTime.rawValue)) != day {
                    return
                }
                try body(row)
            }
        }
    }
}

extension EventLog {
    /// The days on which calendar entries were logged that the log has taken in after a position, in days since 1970
    /// UTC.
    ///
    /// - Parameter position: at the end of a batch.
    public func days(changedAfter position: Int64) throws(StoreError) -> Set<Int64> {
        try read {
            try Int64.fetchSet(
                $0, sql: "SELECT day FROM \(DayLists.table) WHERE first_position > ?", arguments: [position])
        }
    }
}

extension EventPartition {
    /// Adds a run; over a small gap the range before it is drawn on.
    fileprivate mutating func add(_ run: Range<Int64>, leap: Int64) {
        if let before = positions.last, run.lowerBound >= before.upperBound, run.lowerBound - before.upperBound <= leap
        {
            positions[positions.count - 1] = before.lowerBound..<run.upperBound
        } else {
            positions.append(run)
        }
    }
}
