import Encodings
import Tables

/// Bytes of JSON (RFC 8259) on their way into a body.
struct BodyText {
    private(set) var bytes: [UInt8] = []

    mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    mutating func add(_ raw: StaticString) {
        raw.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    mutating func add(_ raw: some Collection<UInt8>) { bytes.append(contentsOf: raw) }

    mutating func add(number: Int) { bytes.append(contentsOf: String(number).utf8) }

    /// A text between quotes, with what has to be escaped.
    mutating func add(text: some Sequence<UInt8>) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0..<0x20, 0x7F:
                bytes.append(contentsOf: "\\u00".utf8)
                bytes.append(Hex.lowercaseDigit(byte >> 4))
                bytes.append(Hex.lowercaseDigit(byte & 15))
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// `2024-02-29 13:55:00.123` of a table as `2024-02-29T13:55:00.123Z`; a day as its first moment.
    ///
    /// - Returns: nil for what is no time of a table.
    static func time(_ field: ArraySlice<UInt8>) -> [UInt8]? {
        guard field.count >= 10, ValueCheck.date(field.prefix(10)) != nil else { return nil }
        let day = Array(field.prefix(10))
        if field.count == 10 { return day + Array("T00:00:00.000Z".utf8) }
        let clock = Array(field.dropFirst(11))
        func isNumber(_ places: Range<Int>, below limit: Int) -> Bool {
            let digits = clock[places]
            return digits.allSatisfy(ASCII.isDigit)
                && digits.reduce(0) { $0 * 10 + Int($1 - 0x30) } < limit
        }
        guard field[field.startIndex + 10] == UInt8(ascii: " "), clock.count >= 8, clock[2] == UInt8(ascii: ":"),
            clock[5] == UInt8(ascii: ":"), isNumber(0..<2, below: 24), isNumber(3..<5, below: 60),
            isNumber(6..<8, below: 60)
        else { return nil }
        var fraction = Array("000".utf8)
        if clock.count > 8 {
            // Of more than milliseconds the rest is left out.
            guard clock.count >= 12, clock[8] == UInt8(ascii: "."), clock.count <= 16,
                clock[9...].allSatisfy(ASCII.isDigit)
            else { return nil }
            fraction = Array(clock[9..<12])
        }
        return day + Array("T".utf8) + clock[..<8] + Array(".".utf8) + fraction + Array("Z".utf8)
    }
}
