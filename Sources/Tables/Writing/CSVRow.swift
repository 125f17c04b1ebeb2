import Encodings
import ExchangeFormats

/// One row of a table in the making: fields of RFC 4180, quoted where they must be, ended by CRLF.
package struct CSVRow {
    package private(set) var bytes: [UInt8] = []
    private let delimiter: UInt8
    private var isFirst = true
    private var fieldStart = 0

    package init(delimiter: UInt8) { self.delimiter = delimiter }

    package mutating func begin() {
        bytes.removeAll(keepingCapacity: true)
        isFirst = true
    }

    package mutating func end() {
        bytes.append(0x0D)
        bytes.append(0x0A)
    }

    @inline(__always)
    private mutating func separate() {
        if !isFirst { bytes.append(delimiter) }
        isFirst = false
        fieldStart = bytes.count
    }

    /// The field that was added last, as it stands in the row.
    var field: ArraySlice<UInt8> { bytes[fieldStart...] }

    /// A field that stood in a row before.
    @inline(__always)
    mutating func add(written field: UnsafeRawBufferPointer) {
        separate()
        bytes.append(contentsOf: field)
    }

    @inline(__always)
    mutating func addNothing() { separate() }

    package mutating func add(_ text: String?) {
        separate()
        guard var text, !text.isEmpty else { return }
        text.withUTF8 { add(UnsafeRawBufferPointer($0)) }
    }

    /// Adds a text to the field that was begun.
    private mutating func add(_ text: UnsafeRawBufferPointer) {
        var needsQuotes = false
        for byte in text where byte == delimiter || byte == 0x22 || byte == 0x0A || byte == 0x0D { needsQuotes = true }
        bytes.append(contentsOf: text)
        if needsQuotes { quote(from: fieldStart) }
    }

    /// Puts quotes around what stands from an offset on, and doubles those within.
    private mutating func quote(from start: Int) {
        let plain = Array(bytes[start...])
        bytes.removeSubrange(start...)
        bytes.append(0x22)
        for byte in plain {
            if byte == 0x22 { bytes.append(0x22) }
            bytes.append(byte)
        }
        bytes.append(0x22)
    }

    package mutating func add(_ number: Int64?) {
        separate()
        guard let number else { return }
        // Most are small, and a text of its own would cost more than the digits.
        guard (0..<100_000).contains(number) else { return bytes.append(contentsOf: String(number).utf8) }
        var width = 1, bound: Int64 = 10
        while number >= bound {
            bound *= 10
            width += 1
        }
        TimeText.append(Int(number), width: width, to: &bytes)
    }

    package mutating func add(_ number: Int) { add(Int64(number)) }

    package mutating func add(_ flag: Bool?) {
        separate()
        guard let flag else { return }
        bytes += (flag ? "True" : "False").utf8
    }

    mutating func add(_ instant: Instant?, digits: Int) {
        separate()
        guard let instant else { return }
        TimeText.append(instant, digits: digits, to: &bytes)
    }

    /// Raw bytes in upper-case hex.
    mutating func add(hex part: [UInt8]?) {
        separate()
        guard let part else { return }
        bytes.reserveCapacity(bytes.count + 2 * part.count)
        for byte in part { Hex.append(byte, to: &bytes) }
    }

    /// A header or another row of plain words.
    package static func of(_ fields: [String], delimiter: UInt8) -> [UInt8] {
        var row = CSVRow(delimiter: delimiter)
        for field in fields { row.add(field) }
        row.end()
        return row.bytes
    }
}
