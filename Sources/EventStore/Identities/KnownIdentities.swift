import Foundation
import GRDB
import GRDBSQLite

/// Tells which rows the log has already: those that a transaction has taken from memory, others from the runs of
/// identities. Belongs to one writer; what it remembers from transaction to transaction is a filter alone, which may
/// only err in one direction.
struct KnownIdentities {
    /// Nil until so much was asked that to make it is worth while.
    private var filter: IdentityFilter?
    /// Up to which position the filter knows the rows.
    private var filterEnd: Int64 = 0
    /// Questions that the runs have answered without a filter.
    private var asked = 0

    private var runs: [IdentityRuns.Run] = []
    private var begin: Int64 = 0
    private var part: OpaquePointer?
    /// Keeps the statement alive for the transaction.
    private var statement: Statement?
    /// What the transaction has taken, in the order of positions from `begin` on.
    private(set) var taken: [UInt64] = []
    private var takenWhole: [EventIdentity] = []
    /// Where in `taken` an identity stands, by its first bits: an open-addressing table of places plus one.
    private var slots = [Int32](repeating: 0, count: 1024)

    /// Begins a transaction.
    ///
    /// - Parameters:
    ///   - position: the log's last.
    ///   - rows: how many will be asked for.
    /// - Throws: SQLite's error for a damaged file when the runs do not end there.
    mutating func begin(_ db: Database, after position: Int64, rows: Int) throws {
        runs = try IdentityRuns.all(db)
        guard runs.last?.lastPosition ?? 0 == position else { throw IdentityRuns.damaged }
        begin = position
        statement = try db.cachedStatement(
            sql: "SELECT entries FROM \(IdentityRuns.partTable) WHERE id = ?")
        part = statement?.sqliteStatement
        taken.removeAll(keepingCapacity: true)
        takenWhole.removeAll(keepingCapacity: true)
        for index in slots.indices { slots[index] = 0 }
        // Another writer has brought rows since.
        if filter != nil, filterEnd != position { filter = nil }
        if filter == nil { filterEnd = position }
        // To make it takes as long as some questions for every five hundred rows of the log.
        if filter == nil, Int64(asked + rows) >= position / 512 { try makeFilter(db, for: position) }
    }

    /// After a transaction that was rolled back.
    mutating func forget() {
        filter = nil
        end()
    }

    /// Ends a transaction whose run is written.
    mutating func finish(_ db: Database) throws {
        try IdentityRuns.write(taken, from: begin + 1, in: db)
        filterEnd = begin + Int64(taken.count)
        end()
    }

    private mutating func end() {
        statement = nil
        part = nil
    }

    private mutating func makeFilter(_ db: Database, for rows: Int64) throws {
        var made = IdentityFilter(rows: max(1 << 16, Int(rows) + Int(rows) / 2))
        // What is missing in the runs would be taken for new: they are read as a whole or not at all.
        try IdentityRuns.forEachRange(of: runs, db) { rows in for row in rows { made.insert(row.bits) } }
        filter = made
    }

    /// Notes a row that the transaction takes, at the position after the last.
    mutating func take(_ identity: EventIdentity) {
        let bits = IdentityRuns.bits(identity.words.0)
        taken.append(bits)
        takenWhole.append(identity)
        if taken.count * 2 > slots.count { grow() } else { place(taken.count) }
        filter?.insert(bits)
        if let filter, filter.room < 0 { self.filter = nil }
    }

    /// - Parameter number: of a row in `taken`, from 1.
    private mutating func place(_ number: Int) {
        var index = Int(truncatingIfNeeded: taken[number - 1]) & (slots.count - 1)
        while slots[index] != 0 { index = (index + 1) & (slots.count - 1) }
        slots[index] = Int32(truncatingIfNeeded: number)
    }

    private mutating func grow() {
        slots = Array(repeating: 0, count: slots.count * 4)
        for number in 1...taken.count { place(number) }
    }

    /// Whether this transaction has taken a row of the identity.
    private func hasTaken(_ identity: EventIdentity, _ bits: UInt64) -> Bool {
        var index = Int(truncatingIfNeeded: bits) & (slots.count - 1)
        while slots[index] != 0 {
            if takenWhole[Int(slots[index]) - 1] == identity { return true }
            index = (index + 1) & (slots.count - 1)
        }
        return false
    }

    enum Answer: Equatable {
        case new
        /// The transaction itself has taken it.
        case taken
        case known(position: Int64)
    }

    /// - Parameter isRow: whether the row at a position is the one that is asked for.
    mutating func find(_ identity: EventIdentity, isRow: (_ position: Int64) throws -> Bool) throws -> Answer {
        let bits = IdentityRuns.bits(identity.words.0)
        if let filter {
            guard filter.mayHave(bits) else { return .new }
        } else {
            asked += 1
        }
        if hasTaken(identity, bits) { return .taken }
        for run in runs.reversed() {
            if let position = try find(bits, in: run, isRow: isRow) { return .known(position: position) }
        }
        return .new
    }

    private func find(
        _ bits: UInt64, in run: IdentityRuns.Run, isRow: (_ position: Int64) throws -> Bool
    ) throws -> Int64? {
        let id = run.part(of: bits)
        sqlite3_bind_int64(part, 1, id)
        defer { sqlite3_reset(part) }
        guard let part else { throw IdentityRuns.damaged }
        switch sqlite3_step(part) {
        case SQLITE_ROW: break
        case SQLITE_DONE: throw IdentityRuns.damaged
        case let result: throw DatabaseError(resultCode: ResultCode(rawValue: result))
        }
        let entries = try IdentityRuns.part(part, 0)
        var low = 0, high = entries.count / IdentityRuns.bytesPerEntry
        let count = high, sought = run.entry(bits, run.firstPosition)
        while low < high {
            let middle = (low + high) / 2
            if IdentityRuns.entry(entries, middle) < sought { low = middle + 1 } else { high = middle }
        }
        while low < count {
            let found = run.row(IdentityRuns.entry(entries, low), part: id)
            guard found.bits == bits else { return nil }
            if try isRow(found.position) { return found.position }
            low += 1
        }
        return nil
    }
}
