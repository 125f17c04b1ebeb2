/// Splits one JSON object into fields: titles and the text of each value, in order.
///
/// Knows nothing of files: it looks at the bytes it is given and says what it found, or that it needs more of them.
/// What each kind of value becomes is said at `Field.Kind`.
struct JSONRecordScanner: ~Copyable {
    enum Outcome: Equatable {
        /// A whole object of `length` bytes.
        case record(length: Int)
        /// The object only wraps the list of records (`value`, or `d` with `results`), which begins behind `length`
        /// bytes; `depth` objects are open around it.
        case wrapper(length: Int, depth: Int)
        case needsMore
        case flaw(JSONFlaw)
    }

    struct Field {
        enum Kind {
            /// No value: `null`.
            case none
            case text
            /// A number as it is written.
            case number
            /// `True` or `False`, as PowerShell writes them into CSV.
            case boolean
            /// A list of texts, numbers and booleans: `value` has them joined by `;`, `parts` one by one.
            case list
            /// Any other list or object: its JSON as it stands.
            case json
        }

        var title: Slice
        var value: Slice
        var kind: Kind
        /// Where a list's parts stand among all parts of the record.
        var parts: Range<Int>
    }

    /// A stretch of the scanned bytes, or of the scanner's own text.
    struct Slice {
        var start: Int
        var count: Int
        var isOwn: Bool
    }

    static let mostFields = 4_096

    private(set) var fields: [Field] = []
    private var parts: [Slice] = []
    private var own = ByteBuffer()
    private var input = Bytes(start: nil, count: 0)

    /// The bytes of a slice; valid until the scanned bytes go, or the next scan.
    func bytes(_ slice: Slice) -> Bytes {
        let base = slice.isOwn ? own.bytes : input
        return Bytes(rebasing: base[slice.start..<slice.start + slice.count])
    }

    /// The parts of a list.
    func parts(of field: Field) -> [Bytes] { parts[field.parts].map { bytes($0) } }

    /// Looks at the object at the start of `input`, whose first byte is `{`.
    mutating func scan(_ input: Bytes, isLast: Bool, mayBeWrapper: Bool) -> Outcome {
        fields.removeAll(keepingCapacity: true)
        parts.removeAll(keepingCapacity: true)
        own.removeAll()
        self.input = input
        var cursor = JSONCursor(input, at: 1, isLast: isLast)
        do throws(JSONStop) {
            if try cursor.next() == UInt8(ascii: "}") { return .record(length: cursor.position + 1) }
            repeat {
                let (range, hasEscapes) = try cursor.title()
                let title = try slice(range, hasEscapes: hasEscapes)
                if mayBeWrapper, let depth = try wrapperDepth(title, &cursor) {
                    return .wrapper(length: cursor.position, depth: depth)
                }
                guard fields.count < JSONRecordScanner.mostFields else { throw cursor.flaw(.tooManyFields) }
                var field = Field(
                    title: title, value: Slice(start: 0, count: 0, isOwn: true), kind: .none, parts: 0..<0)
                try read(&field, &cursor)
                fields.append(field)
            } while try !cursor.takesEnd(UInt8(ascii: "}"))
            return .record(length: cursor.position)
        } catch {
            return switch error {
            case .needsMore: .needsMore
            case .flaw(let flaw): .flaw(flaw)
            }
        }
    }

    // MARK: Values

    private mutating func read(_ field: inout Field, _ cursor: inout JSONCursor) throws(JSONStop) {
        switch try cursor.next() {
        case UInt8(ascii: "["): try readList(&field, &cursor)
        case UInt8(ascii: "{"): try readObject(&field, &cursor)
        default: (field.value, field.kind) = try scalar(&cursor)
        }
    }

    private mutating func scalar(_ cursor: inout JSONCursor) throws(JSONStop) -> (Slice, Field.Kind) {
        let none = Slice(start: 0, count: 0, isOwn: true)
        switch try cursor.next() {
        case UInt8(ascii: "\""):
            let (range, hasEscapes) = try cursor.text()
            return (try slice(range, hasEscapes: hasEscapes), .text)
        case UInt8(ascii: "n"):
            try cursor.word()
            return (none, .none)
        case UInt8(ascii: "t"), UInt8(ascii: "f"):
            let isTrue = cursor.bytes[cursor.position] == UInt8(ascii: "t")
            try cursor.word()
            return (ownSlice { $0.append(Array((isTrue ? "True" : "False").utf8)) }, .boolean)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            let range = try cursor.number()
            return (Slice(start: range.lowerBound, count: range.count, isOwn: false), .number)
        default: throw cursor.flaw(.value)
        }
    }

    private mutating func readList(_ field: inout Field, _ cursor: inout JSONCursor) throws(JSONStop) {
        let start = cursor.position
        let firstPart = parts.count
        cursor.position += 1
        field.kind = .list
        if try cursor.next() == UInt8(ascii: "]") {
            cursor.position += 1
            return
        }
        repeat {
            let byte = try cursor.next()
            guard byte != UInt8(ascii: "{"), byte != UInt8(ascii: "[") else {
                parts.removeSubrange(firstPart...)
                cursor.position = start
                return try readJSON(&field, &cursor)
            }
            let (part, kind) = try scalar(&cursor)
            if kind != .none { parts.append(part) }
        } while try !cursor.takesEnd(UInt8(ascii: "]"))
        field.parts = firstPart..<parts.count
        if parts.count - firstPart == 1 {
            field.value = parts[firstPart]
            return
        }
        // Joined from a copy, because the parts may lie in the very buffer that grows.
        let joined = parts(of: field).enumerated().reduce(into: [UInt8]()) { joined, part in
            if part.offset > 0 { joined.append(UInt8(ascii: ";")) }
            joined.append(contentsOf: part.element)
        }
        field.value = ownSlice { $0.append(joined) }
    }

    private mutating func readJSON(_ field: inout Field, _ cursor: inout JSONCursor) throws(JSONStop) {
        let start = cursor.position
        try cursor.skipValue()
        field.kind = .json
        field.value = Slice(start: start, count: cursor.position - start, isOwn: false)
    }

    /// An object inside a record is its JSON, but for the ones in which PowerShell wraps a plain value:
    /// `{"value": [...], "Count": 2}` for a list, `{"value": 3, "Value": "Update"}` for an enumeration that came over a
    /// remote session, `{"value": "\/Date(…)\/", "DisplayHint": 2, "DateTime": "…"}` for a date.
    private mutating func readObject(_ field: inout Field, _ cursor: inout JSONCursor) throws(JSONStop) {
        let start = cursor.position
        let firstPart = parts.count
        if try readWrapped(&field, &cursor) { return }
        parts.removeSubrange(firstPart...)
        field.parts = 0..<0
        cursor.position = start
        try readJSON(&field, &cursor)
    }

    /// Reads a wrapping object; false, at no particular place, when the object is none.
    private mutating func readWrapped(_ field: inout Field, _ cursor: inout JSONCursor) throws(JSONStop) -> Bool {
        cursor.position += 1
        guard try cursor.next() != UInt8(ascii: "}") else { return false }
        var hasValue = false
        var hasName = false
        repeat {
            let title = Bytes(rebasing: cursor.bytes[try cursor.title().range])
            if title.elementsEqual("Value".utf8) || (title.elementsEqual("value".utf8) && !hasName) {
                try readPlain(&field, &cursor)
                guard field.kind != .json else { return false }
                hasValue = true
                hasName = title[0] == UInt8(ascii: "V")
            } else if ["value", "Count", "DisplayHint", "DateTime"].contains(where: { title.elementsEqual($0.utf8) }) {
                try cursor.skipValue()
            } else {
                return false
            }
        } while try !cursor.takesEnd(UInt8(ascii: "}"))
        return hasValue
    }

    /// The value of a wrapping object's one field: a scalar or a list.
    private mutating func readPlain(_ field: inout Field, _ cursor: inout JSONCursor) throws(JSONStop) {
        switch try cursor.next() {
        case UInt8(ascii: "["): try readList(&field, &cursor)
        case UInt8(ascii: "{"): try readJSON(&field, &cursor)
        default: (field.value, field.kind) = try scalar(&cursor)
        }
    }

    private mutating func slice(_ range: Range<Int>, hasEscapes: Bool) throws(JSONStop) -> Slice {
        guard hasEscapes else { return Slice(start: range.lowerBound, count: range.count, isOwn: false) }
        let start = own.count
        try JSONCursor.unescape(range, of: input, to: &own)
        return Slice(start: start, count: own.count - start, isOwn: true)
    }

    private mutating func ownSlice(_ write: (inout ByteBuffer) -> Void) -> Slice {
        let start = own.count
        write(&own)
        return Slice(start: start, count: own.count - start, isOwn: true)
    }

    // MARK: Wrappers

    /// How many objects are open around the list of records, when the field that was just named holds it; the cursor
    /// then stands behind the list's bracket. Else nil, and the cursor stands where it stood.
    private func wrapperDepth(_ title: Slice, _ cursor: inout JSONCursor) throws(JSONStop) -> Int? {
        let name = bytes(title)
        if name.elementsEqual("value".utf8), try entersRecords(&cursor) { return 1 }
        guard name.elementsEqual("d".utf8) else { return nil }
        if try entersRecords(&cursor) { return 1 }
        guard try cursor.next() == UInt8(ascii: "{") else { return nil }
        var inner = cursor
        inner.position += 1
        guard try inner.next() != UInt8(ascii: "}") else { return nil }
        repeat {
            let (range, _) = try inner.title()
            if Bytes(rebasing: input[range]).elementsEqual("results".utf8), try entersRecords(&inner) {
                cursor = inner
                return 2
            }
            try inner.skipValue()
        } while try !inner.takesEnd(UInt8(ascii: "}"))
        return nil
    }

    /// Moves into a list that is empty or holds objects.
    private func entersRecords(_ cursor: inout JSONCursor) throws(JSONStop) -> Bool {
        guard try cursor.next() == UInt8(ascii: "[") else { return false }
        var inner = cursor
        inner.position += 1
        let first = try inner.next()
        guard first == UInt8(ascii: "{") || first == UInt8(ascii: "]") else { return false }
        cursor.position += 1
        return true
    }
}
