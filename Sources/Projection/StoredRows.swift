import EventStore
import GRDB

/// A row of a derived table as the fold makes it or as it stands: equal where every value is of one type and of the
/// same bytes.
struct StoredValues: Equatable {
    private var values: [DatabaseValue]

    init(_ values: [(any DatabaseValueConvertible)?]) { self.values = values.map { $0?.databaseValue ?? .null } }

    /// - Parameter first: the column with which the values begin.
    init(_ row: Row, from first: Int) { values = (first..<row.count).map { row[$0] } }

    static func == (left: StoredValues, right: StoredValues) -> Bool {
        left.values.elementsEqual(right.values) { left, right in
            switch (left.storage, right.storage) {
            case (.null, .null): true
            case (.int64(let left), .int64(let right)): left == right
            // Two texts that look alike are not the same.
            case (.string(let left), .string(let right)): left.utf8.elementsEqual(right.utf8)
            case (.blob(let left), .blob(let right)): left == right
            default: false
            }
        }
    }
}

/// What a comparison of a derived table with a fold found.
package struct Differences: Sendable {
    /// Most of them at most.
    package static let most = 10
    package var first: [String] = []
    package var count = 0
    package var isEmpty: Bool { count == 0 }

    mutating func add(_ what: @autoclosure () -> String) {
        count += 1
        if first.count < Differences.most { first.append(what()) }
    }
}

/// The rows of a derived table in order of stream, taken stream by stream beside a walk over the log in the same order:
/// a comparison holds the rows of one stream, and no more of them than it expects.
struct StoredRowsByStream {
    private let rows: RowCursor
    private var next: Row?

    init(_ rows: RowCursor) throws {
        self.rows = rows
        next = try rows.next()?.copy()
    }

    /// - Returns: the stream of the next rows; nil at the end. What is no number comes last.
    var stream: Int64? {
        next.map { if case .int64(let number) = ($0[0] as DatabaseValue).storage { number } else { .max } }
    }

    /// Passes over the rows of streams that come before another one, none of which has an event.
    mutating func pass(before stream: Int64, _ note: (_ surplus: Int64) -> Void) throws {
        while let surplus = self.stream, surplus < stream {
            _ = try take(surplus, most: 0)
            note(surplus)
        }
    }

    /// The rows of a stream, at most so many and one more.
    mutating func take(_ number: Int64, most: Int) throws -> [StoredValues] {
        var found: [StoredValues] = []
        while stream == number, let row = next {
            if found.count <= most { found.append(StoredValues(row, from: 1)) }
            next = try rows.next()?.copy()
        }
        return found
    }
}

/// Values by place, as any row of a store has them: a damaged one says that it is derived, and can be made again.
extension Row {
    func storedInteger(_ index: Int) throws(RecordError) -> Int64 { try stored { try $0.integer(index) } }
    func storedText(_ index: Int) throws(RecordError) -> String { try stored { try $0.text(index) } }
    func storedBytes(_ index: Int) throws(RecordError) -> [UInt8] { try stored { try $0.bytes(index) } }

    private func stored<Value>(_ value: (Row) throws -> Value) throws(RecordError) -> Value {
        do { return try value(self) } catch { throw RecordError(offset: 0) }
    }
}
