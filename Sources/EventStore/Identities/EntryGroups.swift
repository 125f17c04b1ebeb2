import GRDB
import GRDBSQLite

/// Finds the group of what the rows of an item share, or writes it. A group that was written once and is not remembered
/// is written again: that costs a few bytes, and nothing reads another meaning into it.
final class EntryGroups {
    private let columns: [Int]
    private let insert: String
    private let lastNumber: String
    private var cache = DictionaryCache(logarithm: 18, arenaLimit: 12 << 20)
    private var last: Int64 = 0
    private var statement: Statement?
    /// The group of the row before: rows of one item mostly come together.
    private var newest: (values: [UInt8], number: Int64) = ([], 0)
    private var values: [UInt8] = []

    init?(_ table: EventTable) {
        guard table.hasGroups else { return nil }
        columns = table.groupedColumns
        insert =
            "INSERT INTO \(table.groups) VALUES(?, \(columns.map { _ in "?" }.joined(separator: ", ")))"
        lastNumber = "SELECT max(id) FROM \(table.groups)"
    }

    func begin(_ db: Database) throws {
        last = try Int64.fetchOne(db.cachedStatement(sql: lastNumber)) ?? 0
        guard 0..<1 << 48 ~= last else { throw GroupCursor.missing }
        statement = try db.cachedStatement(sql: insert)
    }

    func end() { statement = nil }

    func forget() {
        cache.removeAll()
        newest = ([], 0)
        statement = nil
    }

    /// Begins the values of a row.
    func clear() { values.removeAll(keepingCapacity: true) }

    /// Adds the next value; nil for none.
    @inline(__always)
    func add(_ value: Int64?) {
        // Which columns have a value, and what it is.
        guard let value else { return values.append(0) }
        values.append(1)
        withUnsafeBytes(of: value) { values.append(contentsOf: $0) }
    }

    /// The number of the group of the values that were added.
    func number() throws -> Int64 {
        if values == newest.values { return newest.number }
        let number = try values.withUnsafeBytes { bytes in
            let hash = DictionaryCache.hash(bytes, salt: 0)
            if let known = cache.find(bytes, hash: hash) { return known }
            let number = try write(bytes)
            cache.insert(bytes, hash: hash, id: number)
            return number
        }
        swap(&newest.values, &values)
        newest.number = number
        return number
    }

    private func write(_ values: UnsafeRawBufferPointer) throws -> Int64 {
        guard let statement = statement?.sqliteStatement else { throw GroupCursor.missing }
        let number = last + 1
        sqlite3_bind_int64(statement, 1, number)
        var offset = 0
        for place in columns.indices {
            let isValue = values[offset] == 1
            offset += 1
            guard isValue else {
                sqlite3_bind_null(statement, Int32(place + 2))
                continue
            }
            sqlite3_bind_int64(
                statement, Int32(place + 2), values.loadUnaligned(fromByteOffset: offset, as: Int64.self))
            offset += 8
        }
        let done = sqlite3_step(statement)
        sqlite3_reset(statement)
        guard done == SQLITE_DONE else { throw DatabaseError(resultCode: ResultCode(rawValue: done)) }
        last = number
        return number
    }
}
