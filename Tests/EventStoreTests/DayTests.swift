import EventStore
import Foundation
import Testing

/// Calendar entries by the day of their log time.
@Suite struct DayTests {
    private static func day(_ row: EventRow) -> Int64 {
        EventPartition.day(ticks: row.ticks(CalendarColumn.logTime.rawValue) ?? 0)
    }

    /// The positions of entries by their day, as a walk over the whole log finds them.
    private func expected(_ log: EventLog) throws -> [Int64: [Int64]] {
        var days: [Int64: [Int64]] = [:]
        try log.forEachEventInOrder { days[DayTests.day($0), default: []].append($0.position) }
        return days
    }

    private func found(
        _ log: EventLog, _ days: ClosedRange<Int64>, upTo last: Int64 = .max, shares: Int = 1
    ) throws -> [Int64: [Int64]] {
        var found: [Int64: [Int64]] = [:]
        for share in 0..<shares {
            var before: Int64?
            try log.forEachPartition(of: days, upTo: last, share: PartitionShare(number: share, of: shares)) {
                partition, events in
                #expect(partition.day != nil && before ?? .min <= partition.day ?? .min, "days come in order")
                before = partition.day
                try events { row in
                    #expect(DayTests.day(row) == partition.day)
                    found[DayTests.day(row), default: []].append(row.position)
                }
                return true
            }
        }
        return found.mapValues { $0.sorted() }
    }

    @Test func everyEntryIsListedOnItsDay() throws {
        let store = try StoreFixture()
        try store.append(TestRow.random(count: 3_000, seed: 11), batchSize: 700)
        let log = try store.open(.readOnly)
        let expected = try expected(log)
        #expect(expected.count > 1)
        for shares in [1, 3] { #expect(try found(log, Int64.min...Int64.max, shares: shares) == expected) }
        let some = expected.keys.sorted(), part = some[some.count / 3]...some[some.count / 2]
        #expect(try found(log, part) == expected.filter { part.contains($0.key) })
        let cut = try found(log, Int64.min...Int64.max, upTo: 900)
        #expect(cut == expected.mapValues { $0.filter { $0 <= 900 } }.filter { !$0.value.isEmpty })
        #expect(log.verify().isSound)
    }

    @Test func aVisitThatIsEndedGoesNoFurther() throws {
        let store = try StoreFixture()
        try store.append(TestRow.random(count: 500, seed: 12))
        var partitions = 0
        try store.open(.readOnly).forEachPartition(of: Int64.min...Int64.max, upTo: .max) { _, _ in
            partitions += 1
            return false
        }
        #expect(partitions == 1)
    }

    /// A list that names too few, too many or other entries than it should.
    @Test(arguments: [
        "DELETE FROM calendar_entry_day WHERE rowid_is(1)",
        "UPDATE calendar_entry_day SET day = day + 1 WHERE rowid_is(1)",
        "UPDATE calendar_entry_day SET runs = x'7F' WHERE rowid_is(1)",
        "UPDATE calendar_entry_day SET runs = x'FFFFFFFFFFFFFFFFFFFF01' WHERE rowid_is(1)",
        "UPDATE calendar_entry_day SET runs = x'' WHERE rowid_is(1)",
        "UPDATE calendar_entry_day SET runs = 'text' WHERE rowid_is(1)",
        "UPDATE calendar_entry_day SET runs = x'FFFFFFFF7F' WHERE rowid_is(1)",
        "INSERT INTO calendar_entry_day SELECT day + 70000, first_position, runs FROM calendar_entry_day WHERE rowid_is(1)",
    ])
    func aChangedListIsFound(statement: String) throws {
        let store = try StoreFixture()
        try store.append(TestRow.random(count: 200, seed: 13))
        let first =
            "(day, first_position) = (SELECT day, first_position FROM calendar_entry_day ORDER BY first_position LIMIT 1)"
        let drops = "DROP TRIGGER calendar_entry_day_is_not_updated; DROP TRIGGER calendar_entry_day_is_not_deleted;"
        let sql = statement.replacingOccurrences(of: "rowid_is(1)", with: first)
        #expect(try store.sqlite3(drops + sql).status == 0)
        let faults = try store.open(.readOnly).verify().faults
        #expect(
            faults.contains {
                $0.what.contains("calendar_entry_day does not list")
                    || $0.what.contains("list of the entries of a day is damaged")
            }, "\(faults)")
    }

    @Test(arguments: [
        "DELETE FROM calendar_entry_day", "UPDATE calendar_entry_day SET day = 1",
        "INSERT OR REPLACE INTO calendar_entry_day SELECT * FROM calendar_entry_day",
    ])
    func listsAreAppendOnly(statement: String) throws {
        let store = try StoreFixture()
        try store.append(TestRow.random(count: 50, seed: 14))
        #expect(try store.sqlite3(statement).status != 0)
    }
}
