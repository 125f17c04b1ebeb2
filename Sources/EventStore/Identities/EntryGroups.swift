import Foundation
import GRDB
import GRDBSQLite

/// Finds the group of what the rows of an item share, or writes it. A group that was written once and is not remembered
/// is written again: that costs a few bytes, and nothing reads another meaning into it.
final class EntryGroups {
    /// The values of one row, in the order of the columns: in plain memory, as they are put there one by one for each
    /// row. Whoever holds one keeps the groups alive.
    struct Values {
        /// First bits that say which columns have a value, then the values; 0 for those that have none.
        fileprivate let words: UnsafeMutableBufferPointer<Int64>
        private var next = 1

        fileprivate init(columns: Int) {
            words = .allocate(capacity: columns + 1)
            words.initialize(repeating: 0)
        }

        /// Begins the values of a row.
        @inline(__always)
        mutating func clear() {
            words[0] = 0
            next = 1
        }

        @inline(__always)
        mutating func addNone() {
            words[next] = 0
            next &+= 1
        }

        @inline(__always)
        mutating func add(_ value: Int64) {
            words[next] = value
            words[0] |= 1 << Int64(truncatingIfNeeded: next)
            next &+= 1
        }

        fileprivate var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(words) }
    }

    private let columns: Int
    private let insert: String
    private let lastNumber: String
    private var cache = DictionaryCache(logarithm: 18, arenaLimit: 12 << 20)
    private var last: Int64 = 0
    private var statement: Statement?
    /// Where the values of the next row are put.
    let values: Values
    /// The group of the row before, 0 for none: rows of one item mostly come together.
    private let newest: Values
    private var newestNumber: Int64 = 0

    init?(_ table: EventTable) {
        columns = table.groupedColumns.count
        // The bits of one word tell which have a value.
        guard 1..<63 ~= columns else { return nil }
        insert =
            "INSERT INTO \(table.groups) VALUES(?, \(table.groupedColumns.map { _ in "?" }.joined(separator: ", ")))"
        lastNumber = "SELECT max(id) FROM \(table.groups)"
        values = Values(columns: columns)
        newest = Values(columns: columns)
    }

    deinit {
        values.words.deallocate()
        newest.words.deallocate()
    }

    func begin(_ db: Database) throws {
        last = try Int64.fetchOne(db.cachedStatement(sql: lastNumber)) ?? 0
        guard 0..<1 << 48 ~= last else { throw GroupCursor.missing }
        statement = try db.cachedStatement(sql: insert)
    }

    func end() { statement = nil }

    func forget() {
        cache.removeAll()
        newestNumber = 0
        statement = nil
    }

    /// The number of the group of the values that were added.
    func number() throws -> Int64 {
        let bytes = values.bytes
        if newestNumber > 0, let known = newest.bytes.baseAddress, let asked = bytes.baseAddress,
            memcmp(known, asked, bytes.count) == 0
        {
            return newestNumber
        }
        let hash = DictionaryCache.hash(bytes, salt: 0)
        let number: Int64
        if let known = cache.find(bytes, hash: hash) {
            number = known
        } else {
            number = try write()
            cache.insert(bytes, hash: hash, id: number)
        }
        _ = newest.words.update(fromContentsOf: values.words)
        newestNumber = number
        return number
    }

    private func write() throws -> Int64 {
        guard let statement = statement?.sqliteStatement else { throw GroupCursor.missing }
        let number = last + 1
        sqlite3_bind_int64(statement, 1, number)
        for place in 1...columns {
            if values.words[0] >> Int64(place) & 1 == 1 {
                sqlite3_bind_int64(statement, Int32(place + 1), values.words[place])
            } else {
                sqlite3_bind_null(statement, Int32(place + 1))
            }
        }
        let done = sqlite3_step(statement)
        sqlite3_reset(statement)
        guard done == SQLITE_DONE else { throw DatabaseError(resultCode: ResultCode(rawValue: done)) }
        last = number
        return number
    }
}
