import Encodings

/// An event that stands on a line, as `EventBatch` writes it; its values are read from the line when they are asked
/// for.
package struct EventLine: EventFields {
    package let kind: EventKind
    package let stream: Int64
    private let bytes: [UInt8]
    private let fields: [Range<Int>]
    private let texts: TextNumbers
    private static let fixedFields = 3

    /// - Parameters:
    ///   - bytes: the line without its end. Fields behind the kind's columns are no concern of it.
    ///   - kind: as the line's second field has it.
    ///   - stream: a number for the line's key.
    ///   - texts: of all lines that are read together.
    /// - Returns: nil for a line with too few fields, or without a digest for an identity.
    package init?(_ bytes: [UInt8], kind: EventKind, stream: Int64, texts: TextNumbers) {
        var fields: [Range<Int>] = []
        fields.reserveCapacity(kind.columns.count + EventLine.fixedFields + 1)
        var start = 0
        for (index, byte) in bytes.enumerated() where byte == 0x09 {
            fields.append(start..<index)
            start = index + 1
        }
        fields.append(start..<bytes.count)
        guard fields.count >= kind.columns.count + EventLine.fixedFields, fields[2].count == 64,
            let high = EventLine.word(bytes[fields[2].prefix(16)]),
            let low = EventLine.word(bytes[fields[2].dropFirst(16).prefix(16)])
        else { return nil }
        self.bytes = bytes
        self.kind = kind
        self.stream = stream
        self.fields = fields
        self.texts = texts
        identity = (high, low)
    }

    /// A line shares nothing.
    package var group: Int64? { nil }

    package let identity: (high: UInt64, low: UInt64)

    private static func word(_ digits: ArraySlice<UInt8>) -> UInt64? {
        var word: UInt64 = 0
        for digit in digits {
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): word = word << 4 | UInt64(digit - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): word = word << 4 | UInt64(digit - UInt8(ascii: "a") + 10)
            default: return nil
            }
        }
        return word
    }

    /// The name of the first column whose field cannot be read as what the column holds; nil where all can.
    package var unreadableColumn: String? {
        for (index, column) in kind.columns.enumerated() {
            guard let field = field(index) else { continue }
            let isReadable =
                switch column.type {
                case .instant: EventLine.instant(field) != nil
                case .integer, .boolean: EventLine.number(field) != nil
                case .text, .inlineText: LineField.text(of: field) != nil
                case .bytes: bytes(index) != nil
                }
            guard isReadable else { return column.name }
        }
        return nil
    }

    package func streamKey() throws -> String { text(of: bytes[fields[0]]) ?? "" }

    package func integer(_ column: Int) -> Int64? { field(column).flatMap(EventLine.number) }

    package func ticks(_ column: Int) -> Int64? { field(column).flatMap(EventLine.instant)?.ticks }

    package func digits(_ column: Int) -> Int { field(column).flatMap(EventLine.instant)?.digits ?? 0 }

    package func text(_ column: Int) -> String? { field(column).flatMap(text) }

    package func number(_ column: Int) -> Int64? { field(column).map(texts.number) }

    package func bytes(_ column: Int) -> [UInt8]? {
        guard let field = field(column) else { return nil }
        return field.elementsEqual(LineField.emptyText) ? [] : Base64.bytes(field)
    }

    /// Nil for an empty field.
    @inline(__always)
    private func field(_ column: Int) -> ArraySlice<UInt8>? {
        let range = fields[EventLine.fixedFields + column]
        return range.isEmpty ? nil : bytes[range]
    }

    private func text(of field: ArraySlice<UInt8>) -> String? {
        LineField.text(of: field).map { String(decoding: $0, as: UTF8.self) }
    }

    /// A number and what follows it.
    private static func leadingNumber(_ field: ArraySlice<UInt8>) -> (Int64, rest: ArraySlice<UInt8>)? {
        var rest = field, value: Int64 = 0
        let isNegative = rest.first == UInt8(ascii: "-")
        if isNegative { rest = rest.dropFirst() }
        guard let first = rest.first, first &- UInt8(ascii: "0") <= 9 else { return nil }
        while let digit = rest.first.map({ $0 &- UInt8(ascii: "0") }), digit <= 9 {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) =
                isNegative
                ? product.subtractingReportingOverflow(Int64(digit)) : product.addingReportingOverflow(Int64(digit))
            guard !overflow, !carry else { return nil }
            value = sum
            rest = rest.dropFirst()
        }
        return (value, rest)
    }

    private static func number(_ field: ArraySlice<UInt8>) -> Int64? {
        guard let (value, rest) = leadingNumber(field), rest.isEmpty else { return nil }
        return value
    }

    private static func instant(_ field: ArraySlice<UInt8>) -> (ticks: Int64, digits: Int)? {
        guard let (whole, rest) = leadingNumber(field), let letter = rest.first else { return nil }
        let unit: Int64, digits: Int
        switch letter {
        case UInt8(ascii: "s"): (unit, digits) = (EventBatch.secondTicks, 0)
        case UInt8(ascii: "m"): (unit, digits) = (EventBatch.millisecondTicks, 3)
        case UInt8(ascii: "t"): (unit, digits) = (1, 7)
        default: return nil
        }
        let left = rest.dropFirst()
        guard let remainder = left.isEmpty ? 0 : number(left) else { return nil }
        let (ticks, overflow) = whole.multipliedReportingOverflow(by: unit)
        let (sum, carry) = ticks.addingReportingOverflow(remainder)
        return overflow || carry ? nil : (sum, digits)
    }
}

/// Numbers for texts of lines: equal texts have one number, and no number ever means another text. What was numbered
/// longest ago is forgotten, so that memory is bounded. Belongs to one thread.
package final class TextNumbers {
    private static let most = 16 << 20

    private var table = TextTable()
    private var arena: [UInt8] = []
    /// What is added to the number of a text in the table.
    private var base: Int64 = 0

    package init() {}

    func number(_ field: ArraySlice<UInt8>) -> Int64 {
        if arena.count > TextNumbers.most {
            base += Int64(table.texts.count)
            (table, arena) = (TextTable(), [])
        }
        return base + Int64(field.withUnsafeBytes { table.number(of: $0, isText: true, in: &arena) })
    }
}
