import Foundation

/// One value of a row, as it travels from a reader to the log: plain numbers, so that a batch of rows is two
/// flat arrays and no row allocates.
///
/// Text and bytes lie in the batch's arena; the cell says where.
public struct Cell: Sendable, Equatable {
    /// What a cell's number stands for.
    public enum Kind: UInt8, Sendable {
        /// No value: the field was empty, or a placeholder that means "none".
        case none
        /// `value` is a signed number.
        case integer
        /// `value` counts ticks of 100 ns since 1970-01-01 00:00 UTC; the source gave whole seconds.
        case instantSeconds
        /// As above; the source gave one to three fractional digits.
        case instantMilliseconds
        /// As above; the source gave more than three fractional digits.
        case instantTicks
        /// `value` is an offset into the arena and `length` the number of bytes of UTF-8.
        case text
        /// `value` is an offset into the arena and `length` the number of raw bytes.
        case bytes
    }

    public var value: Int64
    public var length: Int32
    public var kind: Kind

    public static let none = Cell(value: 0, length: 0, kind: .none)

    public init(value: Int64, length: Int32, kind: Kind) {
        self.value = value
        self.length = length
        self.kind = kind
    }

    /// A whole number, or an instant's ticks.
    public static func integer(_ number: Int64) -> Cell { Cell(value: number, length: 0, kind: .integer) }

    /// A text in the arena of its batch.
    public static func text(offset: Int, length: Int) -> Cell {
        Cell(value: Int64(offset), length: Int32(length), kind: .text)
    }

    /// Bytes in the arena of its batch.
    public static func bytes(offset: Int, length: Int) -> Cell {
        Cell(value: Int64(offset), length: Int32(length), kind: .bytes)
    }
}

/// What a row is known by: the SHA-256 of its canonical form (mailbox and every field that carries text, after
/// decoding the text encoding and before any interpretation of values).
public struct EventIdentity: Hashable, Sendable {
    /// The 32 bytes of the digest, as four big-endian words.
    public var words: (UInt64, UInt64, UInt64, UInt64)

    public init(words: (UInt64, UInt64, UInt64, UInt64)) { self.words = words }

    public static func == (left: EventIdentity, right: EventIdentity) -> Bool { left.words == right.words }

    public func hash(into hasher: inout Hasher) { hasher.combine(words.0) }
}

/// Rows of one kind, ready to be appended. A reader fills one on its own thread and hands it over; the arrays
/// are then the writer's.
public struct EventBatch: Sendable {
    /// One row: what it is known by, its stream and where it stood.
    public struct Row: Sendable {
        public var identity: EventIdentity
        /// Where the stream's key (UTF-8) lies in the arena.
        public var streamKeyOffset: Int
        public var streamKeyLength: Int
        /// Line of the file on which the row begins, from 1.
        public var line: Int64

        public init(identity: EventIdentity, streamKeyOffset: Int, streamKeyLength: Int, line: Int64) {
            self.identity = identity
            self.streamKeyOffset = streamKeyOffset
            self.streamKeyLength = streamKeyLength
            self.line = line
        }
    }

    public let kind: EventKind
    public var arena: [UInt8] = []
    public var rows: [Row] = []
    /// `kind.columns.count` cells for each row, in the order of the columns.
    public var cells: [Cell] = []
    private var places = TextPlaces()

    public init(kind: EventKind) { self.kind = kind }

    /// Adds a row. A text that the batch holds already is not held again: most texts of a log come again within a few
    /// rows, and the log looks for the number of each place once.
    ///
    /// - Parameters:
    ///   - identity: the row's own, by which it is one event however often it comes.
    ///   - key: where the stream's key lies in `text`.
    ///   - row: cells of the kind's columns, those of text and bytes with their place in `text`.
    ///   - text: holds the key and the cells' texts; it is not kept.
    ///   - line: of the row in its file, from 1.
    public mutating func append(
        identity: EventIdentity, key: Range<Int>, cells row: [Cell], text: UnsafeBufferPointer<UInt8>, line: Int64
    ) {
        let text = UnsafeRawBufferPointer(text)
        rows.append(
            Row(
                identity: identity,
                streamKeyOffset: places.place(of: UnsafeRawBufferPointer(rebasing: text[key]), in: &arena),
                streamKeyLength: key.count, line: line))
        for var cell in row {
            if cell.kind == .text || cell.kind == .bytes {
                let start = Int(cell.value)
                cell.value = Int64(
                    places.place(
                        of: UnsafeRawBufferPointer(rebasing: text[start..<start + Int(cell.length)]), in: &arena))
            }
            cells.append(cell)
        }
    }
}

/// Where each text of a batch lies in its arena: an open-addressing table that grows with the batch.
struct TextPlaces: Sendable {
    private struct Slot {
        var hash: UInt64
        /// -1 where there is none.
        var offset: Int
        var length: Int
    }

    private var slots: [Slot] = []
    private var count = 0

    mutating func place(of bytes: UnsafeRawBufferPointer, in arena: inout [UInt8]) -> Int {
        if count * 2 >= slots.count { grow() }
        let hash = DictionaryCache.hash(bytes, salt: 0)
        var index = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[index].offset >= 0 {
            let slot = slots[index]
            if slot.hash == hash, slot.length == bytes.count,
                arena.withUnsafeBytes({ TextPlaces.holds($0, slot.offset, bytes) })
            {
                return slot.offset
            }
            index = (index + 1) & (slots.count - 1)
        }
        slots[index] = Slot(hash: hash, offset: arena.count, length: bytes.count)
        count += 1
        arena.append(contentsOf: bytes)
        return slots[index].offset
    }

    @inline(__always)
    private static func holds(_ arena: UnsafeRawBufferPointer, _ offset: Int, _ bytes: UnsafeRawBufferPointer) -> Bool {
        guard let known = arena.baseAddress, let asked = bytes.baseAddress else { return bytes.isEmpty }
        return memcmp(known + offset, asked, bytes.count) == 0
    }

    private mutating func grow() {
        let known = slots.filter { $0.offset >= 0 }
        slots = Array(repeating: Slot(hash: 0, offset: -1, length: 0), count: max(64, slots.count * 4))
        for slot in known {
            var index = Int(truncatingIfNeeded: slot.hash) & (slots.count - 1)
            while slots[index].offset >= 0 { index = (index + 1) & (slots.count - 1) }
            slots[index] = slot
        }
    }
}
