/// Splits bytes into the fields of one record (RFC 4180, section 2), with CR, LF or CRLF at line ends.
///
/// Knows nothing of files: it looks at the bytes it is given and says what it found, or that it needs more of them.
/// This is the innermost loop of a reader, so it works on plain memory, eight bytes at a time.
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

    /// Looks for one record at the start of `input`. At least eight bytes behind `input` must be readable.
    mutating func scan(_ input: Bytes, isLast: Bool) -> Outcome {
        fieldCount = 0
        unescapedCount = 0
        guard let base = input.baseAddress, input.count > 0 else { return .needsMore }
        let end = input.count
        var position = 0
        var lineBreaks = 0
        while true {
            if position < end, base[position] == UInt8(ascii: "\"") {
                switch quotedField(base, from: position + 1, end: end, lineBreaks: &lineBreaks, isLast: isLast) {
                case .closed(let next): position = next
                case .stopped(let outcome): return outcome
                }
            } else {
                let start = position
                position = endOfField(base, from: start, end: end)
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

    /// The position of the first delimiter, CR or LF at or after `start`, or `end`.
    ///
    /// Eight bytes at a time: a byte of `word ^ pattern` is zero where the byte was looked for, and
    /// `(x - 01…01) & ~x & 80…80` has the top bit set in the lowest zero byte.
    @inline(__always)
    private func endOfField(_ base: UnsafePointer<UInt8>, from start: Int, end: Int) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let tops: UInt64 = 0x8080_8080_8080_8080
        let delimiters = ones &* UInt64(delimiter)
        let returns = ones &* 0x0D
        let feeds = ones &* 0x0A
        let raw = UnsafeRawPointer(base)
        var position = start
        while position < end {
            let word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: position, as: UInt64.self))
            let a = word ^ delimiters
            let b = word ^ returns
            let c = word ^ feeds
            let found = ((a &- ones) & ~a | (b &- ones) & ~b | (c &- ones) & ~c) & tops
            if found != 0 { return min(end, position + found.trailingZeroBitCount >> 3) }
            position += 8
        }
        return end
    }

    private enum Quoted {
        case closed(next: Int)
        case stopped(Outcome)
    }

    /// Reads a quoted field whose first byte after the quote is at `start`, keeps it, and gives the position after the
    /// closing quote.
    private mutating func quotedField(
        _ base: UnsafePointer<UInt8>, from start: Int, end: Int, lineBreaks: inout Int, isLast: Bool
    ) -> Quoted {
        var position = start
        var hasDoubled = false
        var breaks = 0
        while true {
            guard position < end else { return .stopped(isLast ? .unterminatedQuote : .needsMore) }
            let byte = base[position]
            if byte == UInt8(ascii: "\"") {
                guard position + 1 < end else {
                    if isLast { break }
                    return .stopped(.needsMore)
                }
                guard base[position + 1] == UInt8(ascii: "\"") else { break }
                hasDoubled = true
                position += 2
                continue
            }
            if byte == UInt8(ascii: "\n") {
                breaks += 1
            } else if byte == UInt8(ascii: "\r"), position + 1 < end, base[position + 1] != UInt8(ascii: "\n") {
                breaks += 1
            }
            position += 1
        }
        let next = position + 1
        if next < end {
            let after = base[next]
            guard after == delimiter || after == UInt8(ascii: "\n") || after == UInt8(ascii: "\r") else {
                return .stopped(.textAfterQuote)
            }
        }
        lineBreaks += breaks
        let content = Bytes(start: base + start, count: position - start)
        keep(hasDoubled ? withoutDoubledQuotes(content, roomFor: end) : content)
        return .closed(next: next)
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
