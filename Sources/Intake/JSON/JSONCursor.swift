import Encodings

/// Why reading JSON stops inside a record.
enum JSONStop: Error, Equatable {
    /// The bytes end before the value does, and more may come.
    case needsMore
    case flaw(JSONFlaw)
}

/// What is wrong with a record's JSON, and at which of its bytes.
struct JSONFlaw: Error, Equatable {
    enum Kind: Equatable {
        case cutOff, lineBreakInText, escape, loneSurrogate, nul, number, word, title, colon, comma, value, tooDeep,
            tooManyFields
    }

    var kind: Kind
    /// Bytes from the record's first to the one that does not fit.
    var offset: Int

    /// What was expected, as the end of a sentence.
    var words: String {
        switch kind {
        case .cutOff: "the file ends inside the record; it was cut off"
        case .lineBreakInText: "a text is not closed on its line; a quotation mark is missing"
        case .escape: "what follows a backslash is no escape of JSON"
        case .loneSurrogate: "half a character stands alone (a surrogate without its pair)"
        case .nul: "a text holds a NUL character"
        case .number: "a number is not written as JSON writes numbers"
        case .word: "only true, false and null are words in JSON"
        case .title: "a field's name in quotation marks was expected"
        case .colon: "a colon was expected after a field's name"
        case .comma: "a comma or a closing bracket was expected"
        case .value: "a value was expected"
        case .tooDeep: "values are nested more than \(JSONCursor.deepest) levels deep"
        case .tooManyFields: "the record has more than \(JSONRecordScanner.mostFields) fields"
        }
    }
}

/// Reads the grammar of JSON (RFC 8259) from left to right, over bytes that somebody else owns.
struct JSONCursor {
    /// Values nested deeper are a flaw: the stack is bounded whatever the input.
    static let deepest = 64

    let bytes: Bytes
    /// Whether nothing follows the bytes.
    let isLast: Bool
    var position: Int

    init(_ bytes: Bytes, at position: Int = 0, isLast: Bool) {
        self.bytes = bytes
        self.isLast = isLast
        self.position = position
    }

    func flaw(_ kind: JSONFlaw.Kind) -> JSONStop { .flaw(JSONFlaw(kind: kind, offset: position)) }

    private var end: JSONStop { isLast ? flaw(.cutOff) : .needsMore }

    /// The first byte that is no white space; the cursor stays on it.
    mutating func next() throws(JSONStop) -> UInt8 {
        while position < bytes.count {
            let byte = bytes[position]
            guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return byte }
            position += 1
        }
        throw end
    }

    /// Moves over white space and this byte.
    mutating func take(_ byte: UInt8, or kind: JSONFlaw.Kind) throws(JSONStop) {
        guard try next() == byte else { throw flaw(kind) }
        position += 1
    }

    /// Moves over what closes a list or object, or over the comma before its next part. True when it is closed.
    mutating func takesEnd(_ closing: UInt8) throws(JSONStop) -> Bool {
        let byte = try next()
        guard byte == closing || byte == UInt8(ascii: ",") else { throw flaw(.comma) }
        position += 1
        return byte == closing
    }

    /// Moves over a text and gives where it stands, without its quotation marks.
    mutating func text() throws(JSONStop) -> (range: Range<Int>, hasEscapes: Bool) {
        position += 1
        let start = position
        var hasEscapes = false
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                position += 1
                return (start..<position - 1, hasEscapes)
            case UInt8(ascii: "\\"):
                hasEscapes = true
                position += 2
            case 0x0A, 0x0D: throw flaw(.lineBreakInText)
            default: position += 1
            }
        }
        position = min(position, bytes.count)
        throw end
    }

    /// Moves over a field's name and its colon.
    mutating func title() throws(JSONStop) -> (range: Range<Int>, hasEscapes: Bool) {
        guard try next() == UInt8(ascii: "\"") else { throw flaw(.title) }
        let title = try text()
        try take(UInt8(ascii: ":"), or: .colon)
        return title
    }

    /// Moves over `true`, `false` or `null`.
    mutating func word() throws(JSONStop) {
        let word: StaticString =
            switch bytes[position] {
            case UInt8(ascii: "t"): "true"
            case UInt8(ascii: "f"): "false"
            default: "null"
            }
        for index in 0..<word.utf8CodeUnitCount {
            guard position + index < bytes.count else {
                position = bytes.count
                throw end
            }
            guard bytes[position + index] == word.utf8Start[index] else { throw flaw(.word) }
        }
        position += word.utf8CodeUnitCount
    }

    /// Moves over a number and gives where it stands.
    mutating func number() throws(JSONStop) -> Range<Int> {
        let start = position
        if try current() == UInt8(ascii: "-") { position += 1 }
        try digits()
        if try current() == UInt8(ascii: ".") {
            position += 1
            try digits()
        }
        if try current() | 0x20 == UInt8(ascii: "e") {
            position += 1
            let sign = try current()
            if sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { position += 1 }
            try digits()
        }
        return start..<position
    }

    private mutating func digits() throws(JSONStop) {
        let start = position
        while try current() &- UInt8(ascii: "0") <= 9 { position += 1 }
        if position == start { throw flaw(.number) }
    }

    /// The byte at the cursor. Inside a record something always follows, so the end of the bytes is no end of a number.
    private func current() throws(JSONStop) -> UInt8 {
        guard position < bytes.count else { throw end }
        return bytes[position]
    }

    /// Moves over one value of any kind, checking its grammar.
    mutating func skipValue(depth: Int = 0) throws(JSONStop) {
        guard depth <= JSONCursor.deepest else { throw flaw(.tooDeep) }
        switch try next() {
        case UInt8(ascii: "\""):
            let text = try text()
            if text.hasEscapes { try JSONCursor.check(text.range, of: bytes) }
        case UInt8(ascii: "{"):
            position += 1
            if try next() == UInt8(ascii: "}") {
                position += 1
                return
            }
            repeat {
                _ = try title()
                try skipValue(depth: depth + 1)
            } while try !takesEnd(UInt8(ascii: "}"))
        case UInt8(ascii: "["):
            position += 1
            if try next() == UInt8(ascii: "]") {
                position += 1
                return
            }
            repeat { try skipValue(depth: depth + 1) } while try !takesEnd(UInt8(ascii: "]"))
        case UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n"): try word()
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): _ = try number()
        default: throw flaw(.value)
        }
    }

    private static func check(_ range: Range<Int>, of bytes: Bytes) throws(JSONStop) {
        var scratch = ByteBuffer(capacity: range.count)
        try unescape(range, of: bytes, to: &scratch)
    }
}

// MARK: - Escapes

extension JSONCursor {
    /// Appends the text at `range` with its escapes undone.
    static func unescape(_ range: Range<Int>, of bytes: Bytes, to output: inout ByteBuffer) throws(JSONStop) {
        var position = range.lowerBound
        var plain = position
        while position < range.upperBound {
            guard bytes[position] == UInt8(ascii: "\\") else {
                position += 1
                continue
            }
            output.append(Bytes(rebasing: bytes[plain..<position]))
            let flaw = JSONStop.flaw(JSONFlaw(kind: .escape, offset: position))
            guard position + 1 < range.upperBound else { throw flaw }
            if bytes[position + 1] == UInt8(ascii: "u") {
                position = try unescapeUnit(at: position, until: range.upperBound, of: bytes, to: &output)
            } else {
                guard let byte = plainEscape(bytes[position + 1]) else { throw flaw }
                output.append(byte)
                position += 2
            }
            plain = position
        }
        output.append(Bytes(rebasing: bytes[plain..<range.upperBound]))
    }

    private static func plainEscape(_ letter: UInt8) -> UInt8? {
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): letter
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        default: nil
        }
    }

    /// Undoes `\uXXXX`, or two of them that make one character. Gives the position behind.
    private static func unescapeUnit(
        at start: Int, until end: Int, of bytes: Bytes, to output: inout ByteBuffer
    ) throws(JSONStop) -> Int {
        guard let unit = unit(at: start, until: end, of: bytes) else {
            throw .flaw(JSONFlaw(kind: .escape, offset: start))
        }
        if unit == 0 { throw .flaw(JSONFlaw(kind: .nul, offset: start)) }
        if let scalar = Unicode.Scalar(UInt32(unit)) {
            for byte in Unicode.UTF8.encode(scalar) ?? Unicode.UTF8.encodedReplacementCharacter { output.append(byte) }
            return start + 6
        }
        guard unit & 0xFC00 == 0xD800, let low = self.unit(at: start + 6, until: end, of: bytes),
            low & 0xFC00 == 0xDC00,
            let scalar = Unicode.Scalar(0x10000 + (UInt32(unit & 0x3FF) << 10 | UInt32(low & 0x3FF)))
        else { throw .flaw(JSONFlaw(kind: .loneSurrogate, offset: start)) }
        for byte in Unicode.UTF8.encode(scalar) ?? Unicode.UTF8.encodedReplacementCharacter { output.append(byte) }
        return start + 12
    }

    private static func unit(at start: Int, until end: Int, of bytes: Bytes) -> UInt16? {
        guard start + 6 <= end, bytes[start] == UInt8(ascii: "\\"), bytes[start + 1] == UInt8(ascii: "u") else {
            return nil
        }
        var unit: UInt16 = 0
        for index in start + 2..<start + 6 {
            guard let digit = Hex.value(bytes[index]) else { return nil }
            unit = unit << 4 | UInt16(digit)
        }
        return unit
    }
}
