import Foundation

/// Where each text of a batch lies in its arena. Before the table is asked, a value is compared with that of the row
/// before in the same column, which is the same more often than not.
struct TextPlaces: Sendable {
    /// Where a text stands in a row.
    enum Position {
        case key
        case column(Int, isText: Bool)
    }

    /// What a column's last row had.
    private struct Latest {
        var offset = 0
        var number = 0
        /// -1 where there was none.
        var length = -1
        var isText = true
    }

    private(set) var table = TextTable()
    /// Of each column, and last of the stream's key.
    private var latest: [Latest]
    private let isInline: [Bool]

    init(_ kind: EventKind) {
        isInline = kind.columns.map { $0.type == .inlineText }
        latest = Array(repeating: Latest(), count: kind.columns.count + 1)
    }

    /// - Returns: where the text lies in the arena, and its number among `texts`, from 1; 0 for one that is not
    ///   numbered.
    mutating func place(
        of bytes: UnsafeRawBufferPointer, _ position: Position, in arena: inout [UInt8]
    ) -> (offset: Int, number: Int) {
        let column: Int, isText: Bool
        switch position {
        case .key: (column, isText) = (latest.count - 1, true)
        case .column(let index, let kind): (column, isText) = (min(index, latest.count - 1), kind)
        }
        let before = latest[column]
        if before.length == bytes.count, before.isText == isText,
            TextTable.holds(arena, before.offset, bytes)
        {
            return (before.offset, before.number)
        }
        var offset = arena.count, number = 0
        if column < isInline.count, isInline[column] {
            arena.append(contentsOf: bytes)
        } else {
            number = table.number(of: bytes, isText: isText, in: &arena)
            if number > 0 { offset = table.texts[number - 1].offset }
        }
        latest[column] = Latest(offset: offset, number: number, length: bytes.count, isText: isText)
        return (offset, number)
    }

    /// Of an empty batch, with this one's table. This one begins a new table if it goes on.
    mutating func following(_ kind: EventKind) -> TextPlaces {
        var next = TextPlaces(kind)
        next.table = table.following()
        return next
    }
}

/// Texts that are held once, numbered from 1 in their order: an open-addressing table that grows with them.
struct TextTable: Sendable {
    private struct Slot {
        /// The upper half of the text's hash, so that the text itself is looked at only where it is most likely the
        /// one.
        var check: UInt32
        /// 0 where there is none.
        var number: UInt32
    }

    private(set) var texts: [EventBatch.Text] = []
    private var slots: [Slot] = []

    /// The number of a text, which is added to the arena where it is not there. Of more texts than a cell can number,
    /// the rest are added each time and have 0.
    mutating func number(
        of bytes: UnsafeRawBufferPointer, isText: Bool, in arena: inout [UInt8]
    ) -> Int {
        if texts.count * 2 >= slots.count { grow() }
        let hash = DictionaryCache.hash(bytes, salt: isText ? 0 : 1)
        let check = UInt32(truncatingIfNeeded: hash >> 32)
        var index = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[index].number > 0 {
            if slots[index].check == check {
                let number = Int(slots[index].number), text = texts[number - 1]
                if text.hash == hash, text.isText == isText, Int(text.length) == bytes.count,
                    TextTable.holds(arena, text.offset, bytes)
                {
                    return number
                }
            }
            index = (index + 1) & (slots.count - 1)
        }
        let offset = arena.count
        arena.append(contentsOf: bytes)
        guard texts.count < Cell.mostTexts, let length = Int32(exactly: bytes.count) else { return 0 }
        texts.append(EventBatch.Text(offset: offset, hash: hash, length: length, isText: isText))
        slots[index] = Slot(check: check, number: UInt32(texts.count))
        return texts.count
    }

    @inline(__always)
    static func holds(_ arena: [UInt8], _ offset: Int, _ bytes: UnsafeRawBufferPointer) -> Bool {
        arena.withUnsafeBytes { arena in
            guard bytes.count > 0 else { return true }
            // The arena is anybody's: what was cut off it is held no longer.
            guard let known = arena.baseAddress, let asked = bytes.baseAddress, offset <= arena.count - bytes.count
            else { return false }
            return memcmp(known + offset, asked, bytes.count) == 0
        }
    }

    private mutating func grow() {
        var size = max(64, slots.count * 4)
        while size < texts.count * 4 { size *= 2 }
        slots = Array(repeating: Slot(check: 0, number: 0), count: size)
        for (index, text) in texts.enumerated() {
            var place = Int(truncatingIfNeeded: text.hash) & (slots.count - 1)
            while slots[place].number > 0 { place = (place + 1) & (slots.count - 1) }
            slots[place] = Slot(check: UInt32(truncatingIfNeeded: text.hash >> 32), number: UInt32(index + 1))
        }
    }

    /// An empty one, with this one's memory. This one gets new memory if it goes on.
    mutating func following() -> TextTable {
        var next = TextTable()
        next.texts.reserveCapacity(texts.count)
        swap(&next.slots, &slots)
        for index in next.slots.indices { next.slots[index] = Slot(check: 0, number: 0) }
        return next
    }
}
