import Digest
import Encodings
import ExchangeFormats

/// Where a page of a list ends: the place of its last row in the list's order.
struct Cursor: Comparable {
    var number: Int64
    var text: [UInt8]

    static func < (left: Cursor, right: Cursor) -> Bool {
        left.number != right.number ? left.number < right.number : left.text.lexicographicallyPrecedes(right.text)
    }

    init(_ number: Int64, _ text: String = "") {
        self.number = number
        self.text = Array(text.utf8)
    }

    /// - Parameter mark: of the question that it has to belong to.
    init?(text: String, mark: [UInt8]) {
        guard text.utf8.count <= 2_048, let bytes = Cursor.bytes(text), bytes.count >= 16,
            bytes.prefix(8).elementsEqual(mark)
        else { return nil }
        number = Int64(bitPattern: bytes[8..<16].reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
        self.text = Array(bytes[16...])
    }

    func text(mark: [UInt8]) -> String {
        let bits = UInt64(bitPattern: number)
        let bytes = mark + (0..<8).map { UInt8(truncatingIfNeeded: bits >> (56 - 8 * $0)) } + text
        return Cursor.digits(bytes)
    }

    /// Base64 for addresses (RFC 4648, section 5), without its padding.
    private static func digits(_ bytes: [UInt8]) -> String {
        Base64.string(bytes).replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// The bytes that `digits` wrote; nil for any other text, so that each place has one.
    private static func bytes(_ text: String) -> [UInt8]? {
        let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        let bytes = Base64.bytes((text.replacing("-", with: "+").replacing("_", with: "/") + padding).utf8)
        return bytes.flatMap { digits($0) == text ? $0 : nil }
    }

    static func digest(of parts: [String]) -> [UInt8] {
        SHA256().digest(of: parts.flatMap { Array($0.utf8) + [0] })
    }
}

/// The rows of one page out of many that come in any order: those behind a place, the first of them by order, in memory
/// for one page alone.
struct RowPage<Row> {
    private let limit: Int
    private let after: Cursor?
    private var kept: [(place: Cursor, row: Row)] = []
    /// Nothing at or behind this place is on the page any more.
    private(set) var end: Cursor?

    init(limit: Int, after: Cursor?) {
        self.limit = limit
        self.after = after
    }

    init(_ question: Question) throws {
        self.init(limit: try question.limit(), after: try question.cursor())
    }

    /// Keeps a row where it is of the page; it is made only then.
    mutating func add(_ place: Cursor, _ row: () throws -> Row) rethrows {
        if let after, place <= after { return }
        if let end, place >= end { return }
        kept.append((place, try row()))
        if kept.count >= 2 * limit + 2 { cut() }
    }

    private mutating func cut() {
        kept.sort { $0.place < $1.place }
        guard kept.count > limit + 1 else { return }
        kept.removeLast(kept.count - limit - 1)
        end = kept.last?.place
    }

    /// The rows in order, and where they end if there are more.
    mutating func finish() -> (rows: [Row], next: Cursor?) {
        cut()
        guard kept.count > limit else { return (kept.map(\.row), nil) }
        return (kept.prefix(limit).map(\.row), kept[limit - 1].place)
    }
}
