import Foundation

/// Rows that come in any order and leave in the order of their keys, in memory that does not grow with their number: when a run is
/// full it is sorted and put in a temporary file, and the runs are merged at the end.
public final class SortedRows {
    /// Compared by number, then by text.
    public struct Key: Comparable, Sendable {
        public var number: Int64
        public var text: [UInt8]

        public init(number: Int64, text: [UInt8]) {
            self.number = number
            self.text = text
        }

        public static func < (left: Key, right: Key) -> Bool {
            left.number != right.number ? left.number < right.number : left.text.lexicographicallyPrecedes(right.text)
        }
    }

    private var blocks = RowBlocks()
    private var rows: [KeyedRow] = []
    private var bytes = 0
    private let limit: Int
    private let folder: String
    /// Runs of rows by how often they were merged. Those of one level are merged when they are many.
    private var levels: [[RowRun]] = []
    private static let mostRunsOfLevel = 16

    /// - Parameters:
    ///   - limit: bytes of keys and rows held in memory.
    ///   - folder: where runs are put; they have no name there, so nothing is left behind.
    public init(limit: Int = 32 << 20, folder: String = NSTemporaryDirectory()) {
        self.limit = limit
        self.folder = folder
    }

    public func add(_ key: Key, row: [UInt8]) throws(WriteError) {
        rows.append(blocks.keep(key, row))
        bytes += key.text.count + row.count + MemoryLayout<KeyedRow>.stride
        if bytes > limit { try spill() }
    }

    private func spill() throws(WriteError) {
        rows.sort { $0.precedes($1) }
        let run = try RowRun(folder: folder)
        for row in rows { try run.write(row) }
        try run.rewind()
        rows.removeAll(keepingCapacity: true)
        blocks.removeAll()
        bytes = 0
        try keep(run, level: 0)
    }

    private func keep(_ run: RowRun, level: Int) throws(WriteError) {
        if level == levels.count { levels.append([]) }
        levels[level].append(run)
        guard levels[level].count == SortedRows.mostRunsOfLevel else { return }
        let merged = try RowRun(folder: folder)
        var merge = try RowMerge(levels[level])
        while let row = try merge.next() { try merged.write(row) }
        try merged.rewind()
        levels[level] = []
        try keep(merged, level: level + 1)
    }

    /// Hands out the rows in order, once. Rows with equal keys come in the order of their bytes.
    public func forEach(_ body: ([UInt8]) throws -> Void) throws {
        if !levels.isEmpty {
            if !rows.isEmpty { try spill() }
            var merge = try RowMerge(levels.flatMap { $0 })
            while let row = try merge.next() { try body(row.bytes) }
        } else {
            rows.sort { $0.precedes($1) }
            for row in rows { try body(row.bytes) }
        }
    }
}
