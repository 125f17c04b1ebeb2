import Encodings

/// JSON (RFC 8259) that leaves piece by piece, in the bytes that Foundation's encoder would write. That one holds a value
/// whole before its first byte is written.
struct JSONPen {
    private var bytes: [UInt8] = []
    private var needsComma = false
    private let write: ([UInt8]) throws -> Void

    /// As many bytes are worth a call of the system.
    private static let bytesAtOnce = 1 << 16

    init(to write: @escaping ([UInt8]) throws -> Void) { self.write = write }

    mutating func beginObject() { begin(UInt8(ascii: "{")) }
    mutating func endObject() { end(UInt8(ascii: "}")) }
    mutating func beginArray() { begin(UInt8(ascii: "[")) }
    mutating func endArray() { end(UInt8(ascii: "]")) }

    /// The name of a member, whose value comes next. Names come in the order of their bytes.
    mutating func name(_ name: StaticString) {
        begin(UInt8(ascii: "\""))
        name.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(contentsOf: "\":".utf8)
        needsComma = false
    }

    mutating func value(_ text: String) {
        beginText()
        add(text)
        endText()
    }

    mutating func value(_ number: some BinaryInteger) { literal(String(number)) }
    mutating func value(_ flag: Bool) { literal(flag ? "true" : "false") }

    mutating func member(_ name: StaticString, _ text: String) {
        self.name(name)
        value(text)
    }

    /// Nothing for nothing.
    mutating func member(_ name: StaticString, _ text: String?) {
        if let text { member(name, text) }
    }

    mutating func member(_ name: StaticString, _ number: some BinaryInteger) {
        self.name(name)
        value(number)
    }

    mutating func member(_ name: StaticString, _ flag: Bool) {
        self.name(name)
        value(flag)
    }

    /// A text whose pieces come one after the other.
    mutating func beginText() { begin(UInt8(ascii: "\"")) }
    mutating func endText() { end(UInt8(ascii: "\"")) }

    mutating func add(_ piece: String) {
        for byte in piece.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            case 0x08: bytes.append(contentsOf: "\\b".utf8)
            case 0x09: bytes.append(contentsOf: "\\t".utf8)
            case 0x0A: bytes.append(contentsOf: "\\n".utf8)
            case 0x0C: bytes.append(contentsOf: "\\f".utf8)
            case 0x0D: bytes.append(contentsOf: "\\r".utf8)
            case 0..<0x20:
                bytes.append(contentsOf: "\\u00".utf8)
                bytes.append(Hex.lowercaseDigit(byte >> 4))
                bytes.append(Hex.lowercaseDigit(byte & 15))
            default: bytes.append(byte)
            }
        }
    }

    /// Ends a value that stands on a line of its own, and lets it go.
    mutating func endLine() throws {
        bytes.append(UInt8(ascii: "\n"))
        try finish()
    }

    /// Lets go what is there, where it is enough. To be called wherever there may be very much more of something.
    mutating func pass() throws {
        if bytes.count >= JSONPen.bytesAtOnce { try letGo() }
    }

    /// Lets go whatever is there.
    mutating func finish() throws {
        needsComma = false
        try letGo()
    }

    private mutating func letGo() throws {
        try write(bytes)
        bytes.removeAll(keepingCapacity: true)
    }

    private mutating func literal(_ text: String) {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        bytes.append(contentsOf: text.utf8)
        needsComma = true
    }

    private mutating func begin(_ sign: UInt8) {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        bytes.append(sign)
        needsComma = false
    }

    private mutating func end(_ sign: UInt8) {
        bytes.append(sign)
        needsComma = true
    }
}
