import Foundation
import GRDB
import GRDBSQLite

/// A table that numbers texts or bytes: finds the number of one, or gives it the next. Once begun it works through the
/// statements of one transaction.
final class NumberedTexts {
    let table: String
    private let selection: String
    private let addition: String
    private var cache: DictionaryCache
    private(set) var last: Int64 = 0
    /// What the transaction has added to the table.
    private(set) var additions = ChainBytes()
    private var lookup: OpaquePointer?
    private var insertion: OpaquePointer?
    /// Keeps the statements alive for the transaction.
    private var statements: [Statement] = []

    init(table: String, column: String, cache: DictionaryCache) {
        self.table = table
        selection = "SELECT id FROM \(table) WHERE hash = ? AND \(column) = ?"
        addition = "INSERT INTO \(table)(id, hash, \(column)) VALUES(?, ?, ?)"
        self.cache = cache
    }

    /// - Parameter number: the last that the log has given so far.
    func begin(_ db: Database, after number: Int64) throws {
        last = number
        additions.removeAll()
        statements = [try db.cachedStatement(sql: selection), try db.cachedStatement(sql: addition)]
        lookup = statements[0].sqliteStatement
        insertion = statements[1].sqliteStatement
    }

    func end() { statements = [] }

    func forget() {
        cache.removeAll()
        statements = []
    }

    /// - Parameter isText: UTF-8 text, rather than bytes; the two never share a number.
    @inline(__always)
    func number(of bytes: UnsafeRawBufferPointer, isText: Bool) throws -> Int64 {
        try number(of: bytes, isText: isText, hash: DictionaryCache.hash(bytes, salt: isText ? 0 : 1))
    }

    /// - Parameter hash: of the text, which somebody has worked out already.
    @inline(__always)
    func number(of bytes: UnsafeRawBufferPointer, isText: Bool, hash: UInt64) throws -> Int64 {
        if let id = cache.find(bytes, hash: hash) { return id }
        return try numberInTable(bytes, isText: isText, hash: hash)
    }

    private func numberInTable(_ bytes: UnsafeRawBufferPointer, isText: Bool, hash: UInt64) throws -> Int64 {
        let signed = Int64(bitPattern: hash)
        sqlite3_bind_int64(lookup, 1, signed)
        NumberedTexts.bind(lookup, 2, bytes, isText)
        let found = sqlite3_step(lookup)
        var id = found == SQLITE_ROW ? sqlite3_column_int64(lookup, 0) : 0
        sqlite3_reset(lookup)
        guard found == SQLITE_ROW || found == SQLITE_DONE else {
            throw DatabaseError(resultCode: ResultCode(rawValue: found))
        }
        if found == SQLITE_DONE {
            id = last + 1
            sqlite3_bind_int64(insertion, 1, id)
            sqlite3_bind_int64(insertion, 2, signed)
            NumberedTexts.bind(insertion, 3, bytes, isText)
            let done = sqlite3_step(insertion)
            sqlite3_reset(insertion)
            guard done == SQLITE_DONE else { throw DatabaseError(resultCode: ResultCode(rawValue: done)) }
            last = id
            additions.add(id)
            additions.add(signed)
            additions.add(bytes, isText: isText)
        }
        cache.insert(bytes, hash: hash, id: id)
        return id
    }

    /// The bytes outlive the step, so SQLite need not copy them.
    @inline(__always)
    static func bind(_ statement: OpaquePointer?, _ index: Int32, _ bytes: UnsafeRawBufferPointer, _ isText: Bool) {
        // A null pointer would bind NULL; an empty value has a place too.
        let empty: StaticString = ""
        let place = bytes.baseAddress ?? UnsafeRawPointer(empty.utf8Start)
        if isText {
            sqlite3_bind_text(statement, index, place.assumingMemoryBound(to: CChar.self), Int32(bytes.count), nil)
        } else {
            sqlite3_bind_blob(statement, index, place, Int32(bytes.count), nil)
        }
    }
}
