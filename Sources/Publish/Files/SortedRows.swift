import Foundation

/// Rows that come in any order and leave in the order of their keys, in bounded memory: when a run is full it is sorted
/// and put in a temporary file, and the runs are merged at the end.
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

    private struct Item {
        var key: Key
        var row: [UInt8]

        func precedes(_ other: Item) -> Bool {
            key != other.key ? key < other.key : row.lexicographicallyPrecedes(other.row)
        }
    }

    private var items: [Item] = []
    private var bytes = 0
    private let limit: Int
    private let folder: String
    private var runs: [FileHandle] = []

    /// - Parameters:
    ///   - limit: bytes of keys and rows held in memory.
    ///   - folder: where runs are put; they have no name there, so nothing is left behind.
    public init(limit: Int = 48 << 20, folder: String = NSTemporaryDirectory()) {
        self.limit = limit
        self.folder = folder
    }

    public func add(_ key: Key, row: [UInt8]) throws(WriteError) {
        items.append(Item(key: key, row: row))
        // An item's own fields and its two allocations.
        bytes += key.text.count + row.count + 120
        if bytes > limit { try spill() }
    }

    private func spill() throws(WriteError) {
        let path = folder + "/calfold-run-\(getpid())-\(runs.count)-\(UInt32.random(in: 0...UInt32.max))"
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .system(path) }
        unlink(path)
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        items.sort { $0.precedes($1) }
        var block: [UInt8] = []
        do {
            for item in items {
                SortedRows.encode(item, into: &block)
                if block.count > 1 << 18 {
                    try file.write(contentsOf: block)
                    block.removeAll(keepingCapacity: true)
                }
            }
            try file.write(contentsOf: block)
            try file.seek(toOffset: 0)
        } catch {
            throw WriteError(path: folder, reason: "there is no room to sort a table there")
        }
        runs.append(file)
        items.removeAll(keepingCapacity: true)
        bytes = 0
    }

    private static func encode(_ item: Item, into block: inout [UInt8]) {
        for number in [item.key.number, Int64(item.key.text.count), Int64(item.row.count)] {
            withUnsafeBytes(of: number.littleEndian) { block.append(contentsOf: $0) }
        }
        block += item.key.text
        block += item.row
    }

    /// Hands out the rows in order. Rows with equal keys come in the order of their bytes.
    public func forEach(_ body: ([UInt8]) throws -> Void) throws {
        items.sort { $0.precedes($1) }
        guard !runs.isEmpty else {
            for item in items { try body(item.row) }
            return
        }
        var sources = runs.map { Run(file: $0) }
        var heads: [Item?] = []
        for index in sources.indices { heads.append(try sources[index].next()) }
        var own = items[...]
        while true {
            var best: Int?
            for index in heads.indices {
                guard let head = heads[index] else { continue }
                if let known = best, let item = heads[known], !head.precedes(item) { continue }
                best = index
            }
            if let first = own.first, best.flatMap({ heads[$0] }).map({ first.precedes($0) }) ?? true {
                try body(first.row)
                own = own.dropFirst()
                continue
            }
            guard let best, let item = heads[best] else { return }
            try body(item.row)
            heads[best] = try sources[best].next()
        }
    }

    private struct Run {
        let file: FileHandle
        var buffer: [UInt8] = []
        var offset = 0

        init(file: FileHandle) { self.file = file }

        mutating func next() throws -> Item? {
            guard let head = try take(24) else { return nil }
            func number(_ at: Int) -> Int { head.withUnsafeBytes { Int(Int64(littleEndian: $0.loadUnaligned(fromByteOffset: at, as: Int64.self))) } }
            guard let text = try take(number(8)), let row = try take(number(16)) else { return nil }
            return Item(key: Key(number: Int64(number(0)), text: text), row: row)
        }

        private mutating func take(_ count: Int) throws -> [UInt8]? {
            while buffer.count - offset < count {
                guard let more = try file.read(upToCount: max(1 << 18, count)), !more.isEmpty else { return nil }
                buffer.removeSubrange(..<offset)
                offset = 0
                buffer += more
            }
            defer { offset += count }
            return Array(buffer[offset..<offset + count])
        }
    }
}
