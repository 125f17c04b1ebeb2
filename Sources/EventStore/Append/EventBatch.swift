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

    /// A number, ticks of 100 ns, or a place in the arena: `kind` tells which.
    public var value: Int64
    /// How many bytes a text or blob has; 0 for everything else.
    public var length: Int32
    /// What `value` stands for.
    public var kind: Kind
    // The two fill what would be left empty behind the kind.
    private var highNumber: UInt8 = 0
    private var lowNumber: UInt16 = 0

    /// The greatest `textNumber`.
    static let mostTexts = 1 << 24 - 1

    /// Which of its batch's `texts` the cell has, counted from 1; 0 where the batch does not number it.
    package var textNumber: Int {
        @inline(__always) get { Int(highNumber) << 16 | Int(lowNumber) }
        @inline(__always) set {
            highNumber = UInt8(truncatingIfNeeded: newValue >> 16)
            lowNumber = UInt16(truncatingIfNeeded: newValue)
        }
    }

    /// Whether both have the same value, length and kind. The number that a batch gave the text does not count.
    public static func == (left: Cell, right: Cell) -> Bool {
        left.value == right.value && left.length == right.length && left.kind == right.kind
    }

    /// The cell of a column without a value.
    public static let none = Cell(value: 0, length: 0, kind: .none)

    /// A cell of these parts, unchecked; a place in the arena has to lie within that of the cell's batch.
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

    /// An identity of a digest's words, the first eight bytes first.
    public init(words: (UInt64, UInt64, UInt64, UInt64)) { self.words = words }

    /// Whether all 32 bytes are the same.
    public static func == (left: EventIdentity, right: EventIdentity) -> Bool { left.words == right.words }

    /// Feeds the first word alone, as the bits of a digest are evenly spread.
    public func hash(into hasher: inout Hasher) { hasher.combine(words.0) }
}

/// Rows of one kind, ready to be appended. A reader fills one on its own thread and hands it over; the arrays
/// are then the writer's.
public struct EventBatch: Sendable {
    /// One row: what it is known by, its stream and where it stood.
    public struct Row: Sendable {
        /// What the log knows the row by: rows of one identity are taken once.
        public var identity: EventIdentity
        /// Where the stream's key (UTF-8) lies in the arena.
        public var streamKeyOffset: Int
        /// How many bytes the stream's key has.
        public var streamKeyLength: Int
        /// Line of the file on which the row begins, from 1.
        public var line: Int64
        /// Which of the batch's `texts` the stream's key is, counted from 1; 0 where the batch does not number it.
        package var keyNumber = 0

        /// A row of these parts, unchecked; its key has to lie within the arena of its batch.
        public init(identity: EventIdentity, streamKeyOffset: Int, streamKeyLength: Int, line: Int64) {
            self.identity = identity
            self.streamKeyOffset = streamKeyOffset
            self.streamKeyLength = streamKeyLength
            self.line = line
        }
    }

    /// The kind of all its rows.
    public let kind: EventKind
    /// The bytes of keys, texts and blobs, into which rows and cells point.
    public var arena: [UInt8] = []
    /// The rows; the cells of the one at index `i` begin in `cells` at `i * kind.columns.count`.
    public var rows: [Row] = []
    /// `kind.columns.count` cells for each row, in the order of the columns.
    public var cells: [Cell] = []
    private var places: TextPlaces

    /// A batch without rows.
    public init(kind: EventKind) {
        self.kind = kind
        places = TextPlaces(kind)
    }

    /// A text, or a run of bytes, that the batch holds once however many of its cells have it.
    package struct Text: Sendable {
        /// Where it lies in the arena.
        package var offset: Int
        /// As the dictionary and the streams are looked up by it (`DictionaryCache.hash`, with the salt of its sort).
        package var hash: UInt64
        package var length: Int32
        /// UTF-8, rather than raw bytes: the two never share a number.
        package var isText: Bool
    }

    /// The distinct texts and bytes of the rows that `append` added: stream's keys, and the cells of columns whose
    /// values repeat. `Cell.textNumber` and `Row.keyNumber` count them from 1, so whoever gives numbers to texts looks
    /// for each of these once, by a hash that is known. Cells of `inlineText` have none of them, nor have rows that
    /// were put into the arrays by hand.
    package var texts: [Text] { places.table.texts }

    /// Adds a row. A text that the batch holds already is not held again: most texts of a log come again within a few
    /// rows, and the log looks for the number of each once.
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
        row.withUnsafeBufferPointer { append(identity: identity, key: key, cells: $0, text: text, line: line) }
    }

    /// As above, with cells that lie in plain memory.
    package mutating func append(
        identity: EventIdentity, key: Range<Int>, cells row: UnsafeBufferPointer<Cell>,
        text: UnsafeBufferPointer<UInt8>, line: Int64
    ) {
        let text = UnsafeRawBufferPointer(text)
        let place = places.place(of: UnsafeRawBufferPointer(rebasing: text[key]), .key, in: &arena)
        var added = Row(identity: identity, streamKeyOffset: place.offset, streamKeyLength: key.count, line: line)
        added.keyNumber = place.number
        rows.append(added)
        let first = cells.count
        cells.append(contentsOf: row)
        EventBatch.place(&cells, from: first, text, &places, &arena)
    }

    /// Puts the texts of a row's cells into the arena. A function of its own, so that the array is looked at once and
    /// not for every cell.
    private static func place(
        _ cells: inout [Cell], from first: Int, _ text: UnsafeRawBufferPointer, _ places: inout TextPlaces,
        _ arena: inout [UInt8]
    ) {
        cells.withUnsafeMutableBufferPointer { cells in
            for index in first..<cells.count where cells[index].kind == .text || cells[index].kind == .bytes {
                let cell = cells[index], start = Int(cell.value)
                let place = places.place(
                    of: UnsafeRawBufferPointer(rebasing: text[start..<start + Int(cell.length)]),
                    .column(index - first, isText: cell.kind == .text), in: &arena)
                cells[index].value = Int64(place.offset)
                cells[index].textNumber = place.number
            }
        }
    }

    /// An empty batch of the same kind, which takes over the memory that this one needed for finding texts. What this
    /// one holds stays.
    ///
    /// - Parameter spent: an earlier batch, whose memory is used again where nobody else holds it any more.
    package mutating func following(_ spent: consuming EventBatch? = nil) -> EventBatch {
        var next = EventBatch(kind: kind)
        if let spent = consume spent {
            (next.arena, next.rows, next.cells) = (spent.arena, spent.rows, spent.cells)
        }
        // Of an array that somebody holds this makes another one.
        next.arena.removeAll(keepingCapacity: true)
        next.rows.removeAll(keepingCapacity: true)
        next.cells.removeAll(keepingCapacity: true)
        next.arena.reserveCapacity(arena.count)
        next.rows.reserveCapacity(rows.count)
        next.cells.reserveCapacity(cells.count)
        next.places = places.following(kind)
        return next
    }
}
