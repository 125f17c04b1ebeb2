import Encodings
import EventStore
import Tables

/// Writes rows of tables as lines: table, month, order, row.
///
/// Lines of one table and month, in the order of their third fields' bytes, and where these are equal in that of their
/// rows' bytes, are the rows of the table's file in its order.
final class TableLines {
    private let output: StreamOutput
    private let months: MonthWindows
    private let namesKeys: Bool
    /// Of the rows at hand, as a line has it.
    var key: [UInt8] = []
    private var order: [UInt8] = []

    init(_ output: StreamOutput, months: MonthWindows, namesKeys: Bool) {
        self.output = output
        self.months = months
        self.namesKeys = namesKeys
    }

    /// What orders rows of one table.
    enum Order {
        case text([UInt8])
        /// Bytes that are no text.
        case digest([UInt8])
        /// The place among rows that an event's text cannot tell apart.
        case event(text: [UInt8], isEmail: Bool, row: UInt32)
    }

    /// - Parameters:
    ///   - month: the place of it among the months.
    ///   - number: by which rows are ordered before anything else.
    ///   - row: with its line end.
    func write(_ table: String, month: Int, number: Int64, _ order: Order, row: [UInt8]) throws {
        try output.line { line in
            line += table.utf8
            line.append(0x09)
            line += months.months[month].name.utf8
            line.append(0x09)
            TableLines.appendHex(UInt64(bitPattern: number) ^ 1 << 63, digits: 16, to: &line)
            TableLines.append(order, to: &line)
            line.append(0x09)
            LineField.append(row.dropLast(2), to: &line)
            guard namesKeys else { return }
            line.append(0x09)
            line += key
        }
    }

    private static func append(_ order: Order, to line: inout [UInt8]) {
        switch order {
        case .text(let text): append(ordered: text, to: &line)
        case .digest(let bytes): for byte in bytes { appendHex(UInt64(byte), digits: 2, to: &line) }
        case .event(let text, let isEmail, let row):
            append(ordered: text + [0], to: &line)
            line.append(UInt8(ascii: isEmail ? "1" : "0"))
            appendHex(UInt64(row), digits: 8, to: &line)
        }
    }

    /// Adds a text in a form that has the order of its bytes and no control character: `!` and a letter stand for a byte
    /// up to `!`, `~` and a digit for `~` and for the one after it.
    private static func append(ordered text: [UInt8], to line: inout [UInt8]) {
        for byte in text {
            switch byte {
            case ...UInt8(ascii: "!"):
                line.append(UInt8(ascii: "!"))
                line.append(byte + UInt8(ascii: "0"))
            case UInt8(ascii: "~"), 0x7F:
                line.append(UInt8(ascii: "~"))
                line.append(byte - UInt8(ascii: "~") + UInt8(ascii: "0"))
            default: line.append(byte)
            }
        }
    }

    private static func appendHex(_ number: UInt64, digits: Int, to line: inout [UInt8]) {
        for shift in (0..<digits).reversed() {
            line.append(Hex.lowercaseDigit(UInt8(truncatingIfNeeded: number >> UInt64(4 * shift) & 15)))
        }
    }
}
