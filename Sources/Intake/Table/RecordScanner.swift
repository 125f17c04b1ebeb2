import CByteMarks

/// Splits bytes into the fields of one record (RFC 4180, section 2), with CR, LF or CRLF at line ends.
///
/// Knows nothing of files: it looks at the bytes it is given and says what it found, or that it needs more of them.
/// This is the innermost loop of a reader, so it works on plain memory, and learns of 64 bytes at once where the bytes
/// are that part fields.
struct RecordScanner: ~Copyable {
    enum Outcome: Equatable {
        /// A record of `length` bytes, followed by a line end of `ending` bytes (0 at the end of the file), that
        /// spans `lineBreaks` line breaks in quotes.
        case record(length: Int, ending: Int, lineBreaks: Int)
        /// The bytes end before the record does.
        case needsMore
        /// Something other than a delimiter follows a closing quote.
        case textAfterQuote
        /// The file ends inside a quoted field.
        case unterminatedQuote
    }

    var delimiter: UInt8
    /// Fields beyond this number are counted and not kept.
    let mostFields: Int
    private(set) var fieldCount = 0
    /// Whether the record found last may hold a NUL, or bytes that are not ASCII: without them it is text for certain.
    private(set) var mayBeOdd = true
    /// Whether it may hold the mark of masked data (`FieldValues.isRedacted`).
    private(set) var mayBeRedacted = true

    private let fields: UnsafeMutablePointer<Bytes>
    /// Holds the fields whose doubled quotes had to be undone.
    private var unescaped: UnsafeMutableBufferPointer<UInt8>
    private var unescapedCount = 0

    init(delimiter: UInt8, mostFields: Int) {
        self.delimiter = delimiter
        self.mostFields = max(1, mostFields)
        fields = .allocate(capacity: self.mostFields)
        fields.initialize(repeating: Bytes(start: nil, count: 0), count: self.mostFields)
        unescaped = .allocate(capacity: 0)
    }

    deinit {
        fields.deallocate()
        unescaped.deallocate()
    }

    /// The fields of the record found last, without their quotes. They lie in the scanned bytes or in the
    /// scanner, and are gone with the next scan.
    var kept: UnsafeBufferPointer<Bytes> { UnsafeBufferPointer(start: fields, count: min(fieldCount, mostFields)) }

    /// Looks for one record at the start of `input`. `TextWindow.slack` bytes behind `input` must be readable.
    mutating func scan(_ input: Bytes, isLast: Bool) -> Outcome {
        fieldCount = 0
        unescapedCount = 0
        guard let base = input.baseAddress, input.count > 0 else { return .needsMore }
        let end = input.count
        var marks = Marks(base, end: end, delimiter: delimiter)
        let outcome = split(base, end: end, &marks, isLast: isLast)
        mayBeOdd = marks.hasOdd
        mayBeRedacted = marks.hasMark
        return outcome
    }

    @inline(__always)
    private mutating func split(
        _ base: UnsafePointer<UInt8>, end: Int, _ marks: inout Marks, isLast: Bool
    ) -> Outcome {
        var position = 0
        var lineBreaks = 0
        while true {
            if position < end, base[position] == UInt8(ascii: "\"") {
                let start = position + 1
                let quote = marks.quote(from: start)
                // Nearly every quoted field ends at the first quote, with a delimiter behind it, and has no line break.
                if quote &+ 1 < end, base[quote &+ 1] == delimiter, delimiter != UInt8(ascii: "\""), !marks.metBreak {
                    keep(Bytes(start: base + start, count: quote &- start))
                    position = quote &+ 2
                    continue
                }
                switch quotedField(base, from: start, quote, end: end, &marks, lineBreaks: &lineBreaks, isLast: isLast)
                {
                case .closed(let next): position = next
                case .stopped(let outcome): return outcome
                }
            } else {
                let start = position
                position = marks.endOfField(from: start)
                keep(Bytes(start: base + start, count: position - start))
            }
            if position == end {
                return isLast ? .record(length: end, ending: 0, lineBreaks: lineBreaks) : .needsMore
            }
            switch base[position] {
            case delimiter: position += 1
            case UInt8(ascii: "\n"): return .record(length: position, ending: 1, lineBreaks: lineBreaks)
            default:
                if position + 1 == end, !isLast { return .needsMore }
                let isPair = position + 1 < end && base[position + 1] == UInt8(ascii: "\n")
                return .record(length: position, ending: isPair ? 2 : 1, lineBreaks: lineBreaks)
            }
        }
    }

    private mutating func keep(_ field: Bytes) {
        if fieldCount < mostFields { fields[fieldCount] = field }
        fieldCount += 1
    }

    private enum Quoted {
        case closed(next: Int)
        case stopped(Outcome)
    }

    /// Goes on with a quoted field whose first byte after the quote is at `start`, and whose next quote is at `found`;
    /// keeps it, and gives the position after the closing quote.
    private mutating func quotedField(
        _ base: UnsafePointer<UInt8>, from start: Int, _ found: Int, end: Int, _ marks: inout Marks,
        lineBreaks: inout Int, isLast: Bool
    ) -> Quoted {
        var quote = found
        var hasDoubled = false
        var hasBreak = marks.metBreak
        while true {
            guard quote < end else { return .stopped(isLast ? .unterminatedQuote : .needsMore) }
            guard quote + 1 < end else {
                if isLast { break }
                return .stopped(.needsMore)
            }
            guard base[quote + 1] == UInt8(ascii: "\"") else { break }
            hasDoubled = true
            quote = marks.quote(from: quote + 2)
            hasBreak = hasBreak || marks.metBreak
        }
        let next = quote + 1
        if next < end {
            let after = base[next]
            guard after == delimiter || after == UInt8(ascii: "\n") || after == UInt8(ascii: "\r") else {
                return .stopped(.textAfterQuote)
            }
        }
        let content = Bytes(start: base + start, count: quote - start)
        if hasBreak { lineBreaks += RecordScanner.lineBreaks(in: content) }
        keep(hasDoubled ? withoutDoubledQuotes(content, roomFor: end) : content)
        return .closed(next: next)
    }

    /// CR, LF and CRLF of a quoted field, behind which the closing quote stands.
    private static func lineBreaks(in field: Bytes) -> Int {
        var count = 0
        for (place, byte) in field.enumerated() {
            if byte == UInt8(ascii: "\n") {
                count += 1
            } else if byte == UInt8(ascii: "\r"), place + 1 == field.count || field[place + 1] != UInt8(ascii: "\n") {
                count += 1
            }
        }
        return count
    }

    /// Copies a field with each `""` made `"`. `roomFor` bounds what all fields of the record can need together,
    /// so that the buffer never moves while fields point into it.
    private mutating func withoutDoubledQuotes(_ field: Bytes, roomFor: Int) -> Bytes {
        if unescapedCount == 0, unescaped.count < roomFor {
            unescaped.deallocate()
            unescaped = .allocate(capacity: roomFor)
        }
        guard let target = unescaped.baseAddress.map({ $0 + unescapedCount }) else { return field }
        var count = 0
        var index = 0
        while index < field.count {
            target[count] = field[index]
            count += 1
            index += field[index] == UInt8(ascii: "\"") ? 2 : 1
        }
        unescapedCount += count
        return Bytes(start: target, count: count)
    }
}

/// Walks over the bytes that part fields, 64 bytes at a time.
private struct Marks {
    private let base: UnsafePointer<UInt8>
    private let end: Int
    private let delimiter: UInt8
    /// Where the 64 bytes begin that are known.
    private var begin = 0
    private var known: byte_marks
    private(set) var hasOdd: Bool
    private(set) var hasMark: Bool
    /// Whether CR or LF was passed on the way to the quote that was looked for last.
    private(set) var metBreak = false

    @inline(__always)
    init(_ base: UnsafePointer<UInt8>, end: Int, delimiter: UInt8) {
        (self.base, self.end, self.delimiter) = (base, end, delimiter)
        known = byte_marks_of(base, delimiter)
        hasOdd = known.odd != 0
        hasMark = known.marks != 0
        cutOff()
    }

    /// The first quote at or after `start`, or the end.
    @inline(__always)
    mutating func quote(from start: Int) -> Int {
        metBreak = false
        guard start < end else { return end }
        while start &- begin >= 64 { step() }
        var from = UInt64.max << UInt64(truncatingIfNeeded: start &- begin)
        while true {
            let found = known.quotes & from
            if known.breaks & from != 0 {
                // Those before the quote; all where there is none.
                let passed = found == 0 ? from : from & ((found & (0 &- found)) &- 1)
                metBreak = metBreak || known.breaks & passed != 0
            }
            if found != 0 { return begin &+ found.trailingZeroBitCount }
            guard end &- begin > 64 else { return end }
            step()
            from = .max
        }
    }

    /// The first delimiter, CR or LF at or after `start`, or the end.
    @inline(__always)
    mutating func endOfField(from start: Int) -> Int {
        guard start < end else { return end }
        while start &- begin >= 64 { step() }
        var from = UInt64.max << UInt64(truncatingIfNeeded: start &- begin)
        while true {
            let found = (known.delimiters | known.breaks) & from
            if found != 0 { return begin &+ found.trailingZeroBitCount }
            guard end &- begin > 64 else { return end }
            step()
            from = .max
        }
    }

    @inline(__always)
    private mutating func step() {
        begin = begin &+ 64
        known = byte_marks_of(base + begin, delimiter)
        if known.odd != 0 { hasOdd = true }
        if known.marks != 0 { hasMark = true }
        cutOff()
    }

    /// What stands behind the end is nothing to be found.
    @inline(__always)
    private mutating func cutOff() {
        guard end &- begin < 64 else { return }
        let within = (1 << UInt64(truncatingIfNeeded: end &- begin)) &- 1 as UInt64
        known.quotes &= within
        known.delimiters &= within
        known.breaks &= within
    }
}
