import Foundation
import Primitives

/// Rows that come in any order and leave in the order of their keys, in bounded memory: what is too much is sorted and
/// put in a temporary file, and all are merged as they leave.
package final class SortedRows {
    /// Compared by number, then by text.
    package struct Key: Comparable, Sendable {
        package var number: Int64
        package var text: [UInt8]

        package init(number: Int64, text: [UInt8]) {
            self.number = number
            self.text = text
        }

        package static func < (left: Key, right: Key) -> Bool {
            left.number != right.number ? left.number < right.number : left.text.lexicographicallyPrecedes(right.text)
        }
    }

    /// Files of one level are merged when they are so many: each has a buffer of its own, and a row is written once for
    /// each level.
    private static let mostOfLevel = 16

    private let limit: Int
    private let folder: String
    private var filling = RowBlock()
    private var cursors = CursorHeap()
    /// Of rows in memory that are sorted already.
    private var held = 0

    /// - Parameters:
    ///   - limit: bytes of keys and rows held in memory.
    ///   - folder: where runs are put; they have no name there, so nothing is left behind.
    package init(limit: Int = 16 << 20, folder: String = NSTemporaryDirectory()) {
        self.limit = limit
        self.folder = folder
    }

    /// - Parameter stream: whose row it is, told when it leaves.
    package func add(_ key: Key, row: [UInt8], of stream: Int64 = 0) throws {
        filling.add(key.number, text: key.text, row: row, of: stream)
        guard filling.size > limit else { return }
        try hold(filling)
        filling.removeAll()
    }

    /// Takes rows that are in order already.
    func add(sorted block: RowBlock) throws {
        let cursor = RowCursor(block)
        guard try cursor.advance() else { return }
        held += cursor.size
        cursors.insert(cursor)
        if held > limit { try spill(cursors.remove { $0.level == 0 }) }
    }

    private func hold(_ block: RowBlock) throws {
        var block = block
        block.sort()
        try add(sorted: block)
    }

    /// Puts rows of several cursors in one file.
    private func spill(_ parts: [RowCursor]) throws {
        let level = (parts.map(\.level).max() ?? 0) + 1
        let file = try temporaryFile()
        var merged = CursorHeap()
        for part in parts { merged.insert(part) }
        var block: [UInt8] = []
        func write() throws(WriteError) {
            do { try file.write(contentsOf: block) } catch {
                throw WriteError(path: folder, reason: "there is no room to sort a table there")
            }
            block.removeAll(keepingCapacity: true)
        }
        try merged.forEach { cursor in
            cursor.encode(into: &block)
            if block.count > 1 << 18 { try write() }
        }
        try write()
        do { try file.seek(toOffset: 0) } catch {
            throw WriteError(path: folder, reason: "what was sorted there cannot be read")
        }
        let cursor = RowCursor(file, level: level)
        if try cursor.advance() { cursors.insert(cursor) }
        held = cursors.all.reduce(0) { $0 + $1.size }
        if cursors.all.count(where: { $0.level == level }) >= SortedRows.mostOfLevel {
            try spill(cursors.remove { $0.level == level })
        }
    }

    private func temporaryFile() throws(WriteError) -> FileHandle {
        let path = folder + "/calfold-run-\(getpid())-\(UInt64.random(in: 0...UInt64.max))"
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .system(path) }
        unlink(path)
        return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    /// Hands out, in order, the rows whose number is below a bound; none may be added below it afterwards.
    func release(below bound: Int64, _ body: (_ row: ArraySlice<UInt8>, _ number: Int64) throws -> Void) throws {
        try cursors.forEach(below: bound, gone: { self.held -= $0.size }) { try body($0.row, $0.place.number) }
    }

    /// Hands out the rows that are left, in order. Rows with equal keys come in the order of their bytes.
    package func forEach(_ body: (ArraySlice<UInt8>) throws -> Void) throws {
        try forEach { row, _, _ in try body(row) }
    }

    /// As `forEach`, with each row's number and stream.
    func forEach(_ body: (_ row: ArraySlice<UInt8>, _ number: Int64, _ stream: Int64) throws -> Void) throws {
        try hold(filling)
        filling = RowBlock()
        try cursors.forEach { try body($0.row, $0.place.number, $0.place.stream) }
    }
}

/// Cursors of which the one on the first row stands at the head.
private struct CursorHeap {
    private(set) var all: [RowCursor] = []

    mutating func insert(_ cursor: RowCursor) {
        all.append(cursor)
        var child = all.count - 1
        while child > 0, all[child].precedes(all[(child - 1) / 2]) {
            all.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    /// Takes some out.
    mutating func remove(where isChosen: (RowCursor) -> Bool) -> [RowCursor] {
        let chosen = all.filter(isChosen), rest = all.filter { !isChosen($0) }
        all = []
        for cursor in rest { insert(cursor) }
        return chosen
    }

    private mutating func sinkHead() {
        var parent = 0
        while true {
            var first = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < all.count && all[child].precedes(all[first]) {
                first = child
            }
            guard first != parent else { return }
            all.swapAt(parent, first)
            parent = first
        }
    }

    /// Stands on the rows below a bound one by one, in order.
    mutating func forEach(
        below bound: Int64? = nil, gone: (RowCursor) -> Void = { _ in }, _ body: (RowCursor) throws -> Void
    ) throws {
        while let head = all.first {
            if let bound, head.place.number >= bound { return }
            try body(head)
            if try !head.advance() {
                gone(head)
                all.swapAt(0, all.count - 1)
                all.removeLast()
            }
            if all.count > 1 { sinkHead() }
        }
    }
}
