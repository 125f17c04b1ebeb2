/// One value of a row, as it travels from a reader to the log: plain numbers, so that a batch of rows is two
/// flat arrays and no row allocates.
///
/// Text and bytes lie in the batch's arena; the cell says where.
public struct Cell: Sendable, Equatable {
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

    public static func integer(_ number: Int64) -> Cell { Cell(value: number, length: 0, kind: .integer) }
    public static func text(offset: Int, length: Int) -> Cell {
        Cell(value: Int64(offset), length: Int32(length), kind: .text)
    }
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

    public init(kind: EventKind) { self.kind = kind }
}
