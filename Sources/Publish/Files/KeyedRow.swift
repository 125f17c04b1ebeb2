import Foundation

/// A row and its key somewhere in memory: the key's text, and the row right behind it.
struct KeyedRow {
    var number: Int64
    var start: UnsafePointer<UInt8>
    var textCount: Int
    var rowCount: Int

    var bytes: [UInt8] { Array(UnsafeBufferPointer(start: start + textCount, count: rowCount)) }

    /// By number, by text, then by the bytes of the row.
    func precedes(_ other: KeyedRow) -> Bool {
        if number != other.number { return number < other.number }
        let text = KeyedRow.order(start, textCount, other.start, other.textCount)
        if text != 0 { return text < 0 }
        return KeyedRow.order(start + textCount, rowCount, other.start + other.textCount, other.rowCount) < 0
    }

    private static func order(_ left: UnsafePointer<UInt8>, _ leftCount: Int, _ right: UnsafePointer<UInt8>, _ rightCount: Int) -> Int {
        let order = memcmp(left, right, min(leftCount, rightCount))
        return order != 0 ? Int(order) : leftCount - rightCount
    }
}

/// Where rows lie until they are sorted: large pieces of memory, so that a row costs its bytes and nothing more.
struct RowBlocks: ~Copyable {
    private static let usualSize = 1 << 20
    private var blocks: [UnsafeMutablePointer<UInt8>] = []
    /// Of the last block.
    private var capacity = 0
    private var used = 0

    deinit { for block in blocks { block.deallocate() } }

    mutating func keep(_ key: SortedRows.Key, _ row: [UInt8]) -> KeyedRow {
        let start = room(for: key.text.count + row.count)
        key.text.withUnsafeBufferPointer { if let text = $0.baseAddress { start.update(from: text, count: $0.count) } }
        row.withUnsafeBufferPointer { if let bytes = $0.baseAddress { (start + key.text.count).update(from: bytes, count: $0.count) } }
        return KeyedRow(number: key.number, start: UnsafePointer(start), textCount: key.text.count, rowCount: row.count)
    }

    private mutating func room(for count: Int) -> UnsafeMutablePointer<UInt8> {
        defer { used += count }
        if let block = blocks.last, capacity - used >= count { return block + used }
        capacity = max(RowBlocks.usualSize, count)
        used = 0
        let block = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        blocks.append(block)
        return block
    }

    /// Rows that were kept must not be looked at any more.
    mutating func removeAll() {
        for block in blocks { block.deallocate() }
        blocks.removeAll(keepingCapacity: true)
        capacity = 0
        used = 0
    }
}
