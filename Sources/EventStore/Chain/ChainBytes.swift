import Foundation
import GRDB
import GRDBSQLite

/// Rows in the form that is hashed: each value with its type, so that no two contents have one form.
struct ChainBytes {
    /// Longer than what was added: to append byte by byte took as long as the digest.
    private var buffer: [UInt8] = []
    private(set) var count = 0

    var isEmpty: Bool { count == 0 }

    mutating func removeAll() { count = 0 }

    /// The bytes that were added.
    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try buffer.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
    }

    @inline(__always)
    private mutating func reserve(_ more: Int) {
        if count + more > buffer.count { grow(more) }
    }

    @inline(never)
    private mutating func grow(_ more: Int) {
        buffer += [UInt8](repeating: 0, count: max(buffer.count, more, 256))
    }

    @inline(__always)
    private mutating func put(_ type: Int32, _ number: Int64) {
        reserve(9)
        buffer.withUnsafeMutableBytes {
            $0[count] = UInt8(truncatingIfNeeded: type)
            $0.storeBytes(of: number.littleEndian, toByteOffset: count + 1, as: Int64.self)
        }
        count += 9
    }

    @inline(__always)
    mutating func add(_ number: Int64) { put(SQLITE_INTEGER, number) }

    @inline(__always)
    mutating func addNull() {
        reserve(1)
        buffer[count] = UInt8(truncatingIfNeeded: SQLITE_NULL)
        count += 1
    }

    @inline(__always)
    mutating func add(_ value: UnsafeRawBufferPointer, isText: Bool) {
        add(value, type: isText ? SQLITE_TEXT : SQLITE_BLOB)
    }

    /// A text's bytes alone.
    mutating func add(bytesOf text: String) {
        let bytes = Array(text.utf8)
        reserve(bytes.count)
        buffer.replaceSubrange(count..<count + bytes.count, with: bytes)
        count += bytes.count
    }

    mutating func add(_ text: String) {
        var text = text
        text.withUTF8 { add(UnsafeRawBufferPointer($0), isText: true) }
    }

    @inline(__always)
    private mutating func add(_ value: UnsafeRawBufferPointer, type: Int32) {
        put(type, Int64(value.count))
        guard !value.isEmpty else { return }
        reserve(value.count)
        buffer.withUnsafeMutableBytes {
            UnsafeMutableRawBufferPointer(rebasing: $0[count..<count + value.count]).copyMemory(from: value)
        }
        count += value.count
    }

    mutating func add(_ value: DatabaseValue) {
        switch value.storage {
        case .null: addNull()
        case .int64(let number): add(number)
        case .double(let number):
            add(Int64(bitPattern: number.bitPattern))
            reserve(1)
            buffer[count] = UInt8(truncatingIfNeeded: SQLITE_FLOAT)
            count += 1
        case .string(let text): add(text)
        case .blob(let data): data.withUnsafeBytes { add($0, isText: false) }
        }
    }

    /// A value of the row on which a statement stands.
    mutating func add(_ statement: OpaquePointer, _ column: Int32) {
        let type = sqlite3_column_type(statement, column)
        switch type {
        case SQLITE_INTEGER: add(sqlite3_column_int64(statement, column))
        case SQLITE_NULL: addNull()
        default:
            // Text, blob, and a float that could only come from damage: its text tells it.
            let value =
                type == SQLITE_BLOB
                ? sqlite3_column_blob(statement, column) : UnsafeRawPointer(sqlite3_column_text(statement, column))
            add(UnsafeRawBufferPointer(start: value, count: Int(sqlite3_column_bytes(statement, column))), type: type)
        }
    }
}
