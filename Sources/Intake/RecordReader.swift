/// Gives the records of a file one by one, out of a window that moves over it.
///
/// A stray quote would swallow every line up to the next one. So when what follows a quote shows that it was no
/// opening quote (text after the closing one, the end of the file, more than `recordBytes`), only the line on
/// which the row begins is given up, and reading goes on with the next line.
struct RecordReader: ~Copyable {
    enum Item {
        case trouble(RowTrouble)
        case fields
    }

    /// Decoded bytes that a row too long to be one leaves in the quarantine.
    static let excerptBytes = 64 << 10

    private(set) var scanner: RecordScanner
    private var source: ByteSource
    private var decoder: TextDecoder
    private let limits: ReaderLimits

    private let chunk: UnsafeMutableBufferPointer<UInt8>
    /// Bytes read and not yet decoded: `chunk[chunkBegin..<chunkEnd]`.
    private var chunkBegin = 0
    private var chunkEnd = 0

    /// Decoded bytes: `window[begin..<end]` is not yet read. Eight bytes behind `capacity` belong to it too.
    private var window: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private var begin = 0
    private var end = 0
    private var sourceIsAtEnd = false
    private var isAtEnd = false
    private var recordLength = 0
    private var recordBegin = 0

    /// Line of the file on which the record given last begins, from 1.
    private(set) var line: Int64 = 1
    private var nextLine: Int64 = 1
    /// Bytes of the file read so far.
    private(set) var bytesRead: Int64 = 0

    /// Opens the source, looks at its first bytes, and decides the encoding: a byte order mark, else `encoding`, else UTF-8.
    ///
    /// - Throws: `IntakeError` when the bytes cannot be text.
    init(_ source: consuming ByteSource, encoding: TextEncoding?, limits: ReaderLimits) throws(IntakeError) {
        self.limits = limits
        scanner = RecordScanner(delimiter: UInt8(ascii: ";"), mostFields: 1)
        chunk = .allocate(capacity: max(limits.bufferBytes, FileHead.bytes))
        capacity = max(64, limits.bufferBytes)
        window = .allocate(capacity: capacity + 8)
        window.initialize(repeating: 0, count: capacity + 8)
        decoder = TextDecoder(.utf8)
        self.source = source
        while chunkEnd < FileHead.bytes {
            let count = try self.source.read(
                into: UnsafeMutableBufferPointer(rebasing: chunk[chunkEnd...]))
            if count == 0 { break }
            chunkEnd += count
            bytesRead += Int64(count)
        }
        let head = try FileHead(Bytes(rebasing: Bytes(chunk)[..<chunkEnd]), path: self.source.path, encoding: encoding)
        decoder = TextDecoder(head.encoding)
        chunkBegin = head.markLength
    }

    deinit {
        chunk.deallocate()
        window.deallocate()
    }

    var encoding: TextEncoding { decoder.encoding }
    var path: String { source.path }
    var fileSize: Int64? { source.size }

    /// The bytes of the record given last, without its line end. Valid until the next call of `next` or `peek`.
    var raw: Bytes { Bytes(start: window + recordBegin, count: recordLength) }

    /// The first bytes that are still to come, at least `count` if the file has so many.
    mutating func peek(_ count: Int) throws(IntakeError) -> (bytes: Bytes, isLast: Bool) {
        while end - begin < count, !isAtEnd { try refill() }
        return (Bytes(start: window + begin, count: end - begin), isAtEnd)
    }

    /// Takes another delimiter and number of fields from the next record on.
    mutating func split(by delimiter: UInt8, mostFields: Int) {
        scanner = RecordScanner(delimiter: delimiter, mostFields: mostFields)
    }

    /// The next record; nil at the end. Its fields are in `scanner.kept`, its text in `raw`.
    mutating func next() throws(IntakeError) -> Item? {
        while true {
            if begin == end {
                if isAtEnd { return nil }
                try refill()
                continue
            }
            let outcome = scanner.scan(Bytes(start: window + begin, count: end - begin), isLast: isAtEnd)
            switch outcome {
            case .record(let length, let ending, let lineBreaks):
                advance(length: length, ending: ending, lineBreaks: lineBreaks)
                return .fields
            case .needsMore:
                if end - begin >= limits.recordBytes { return try giveUpLine(at: .tooLong) }
                try refill()
            case .textAfterQuote: return try giveUpLine(at: .textAfterQuote)
            case .unterminatedQuote: return try giveUpLine(at: .unterminatedQuote)
            }
        }
    }

    private mutating func advance(length: Int, ending: Int, lineBreaks: Int) {
        line = nextLine
        nextLine += Int64(lineBreaks) + (ending > 0 ? 1 : 0)
        recordBegin = begin
        recordLength = length
        begin += length + ending
    }

    /// Gives up the line at which the window begins, and only that line.
    private mutating func giveUpLine(at code: RowTrouble.Code) throws(IntakeError) -> Item {
        while lengthOfLine() == nil, end - begin < limits.recordBytes { try refill() }
        if let length = lengthOfLine() {
            advance(length: length, ending: endingLength(at: begin + length), lineBreaks: 0)
            return .trouble(RowTrouble.quoting(code, line: line))
        }
        let excerpt = [UInt8](Bytes(start: window + begin, count: min(end - begin, RecordReader.excerptBytes)))
        let total = try skipLine()
        line = nextLine
        nextLine += 1
        // The excerpt goes to the front of the window, which the skipped line has left free or nearly so.
        recordBegin = placeExcerpt(excerpt)
        recordLength = excerpt.count
        return .trouble(
            RowTrouble(
                .tooLong,
                """
                The line is \(total) bytes long, more than the \(limits.recordBytes) that a row may have; only its \
                first \(excerpt.count) bytes are kept here. Check how the file was made.
                """
            ))
    }

    /// Length of the line at which the window begins, without its end; nil if that does not lie in the window.
    private func lengthOfLine() -> Int? {
        var position = begin
        while position < end, window[position] != UInt8(ascii: "\n"), window[position] != UInt8(ascii: "\r") { position += 1 }
        if position == end { return isAtEnd ? end - begin : nil }
        // The LF of a CRLF may lie outside the window still.
        if position + 1 == end, window[position] == UInt8(ascii: "\r"), !isAtEnd { return nil }
        return position - begin
    }

    private func endingLength(at position: Int) -> Int {
        guard position < end else { return 0 }
        let isPair = window[position] == UInt8(ascii: "\r") && position + 1 < end && window[position + 1] == UInt8(ascii: "\n")
        return isPair ? 2 : 1
    }

    /// Reads on past the end of the line. Returns the line's length in decoded bytes.
    private mutating func skipLine() throws(IntakeError) -> Int {
        var total = 0
        while true {
            if let length = lengthOfLine() {
                total += length
                begin += length + endingLength(at: begin + length)
                return total
            }
            // A CR at the very end stays, because its LF may follow.
            let keeps = end > begin && window[end - 1] == UInt8(ascii: "\r") ? 1 : 0
            total += end - begin - keeps
            begin = end - keeps
            try refill()
        }
    }

    private mutating func placeExcerpt(_ excerpt: [UInt8]) -> Int {
        if begin < excerpt.count {
            grow(to: excerpt.count + (end - begin))
            (window + excerpt.count).update(from: window + begin, count: end - begin)
            end = excerpt.count + (end - begin)
            begin = excerpt.count
        }
        for (index, byte) in excerpt.enumerated() { window[index] = byte }
        return 0
    }

    /// Moves what is unread to the front and adds to it; reads from the source when nothing is left to decode.
    private mutating func refill() throws(IntakeError) {
        if begin > 0 {
            window.update(from: window + begin, count: end - begin)
            end -= begin
            begin = 0
        }
        let growth = decoder.encoding.growth
        if capacity - end < 64 { grow(to: capacity * 2) }
        if chunkBegin == chunkEnd, !sourceIsAtEnd {
            chunkBegin = 0
            chunkEnd = try source.read(into: UnsafeMutableBufferPointer(rebasing: chunk[..<max(1, limits.bufferBytes)]))
            bytesRead += Int64(chunkEnd)
            sourceIsAtEnd = chunkEnd == 0
        }
        if chunkBegin == chunkEnd {
            end += decoder.finish(into: window + end)
            isAtEnd = true
            return
        }
        let count = min(chunkEnd - chunkBegin, max(1, limits.bufferBytes), (capacity - end - 8) / growth)
        end += decoder.decode(
            Bytes(rebasing: Bytes(chunk)[chunkBegin..<chunkBegin + count]), into: window + end)
        chunkBegin += count
    }

    private mutating func grow(to wanted: Int) {
        guard wanted > capacity else { return }
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: wanted + 8)
        larger.initialize(repeating: 0, count: wanted + 8)
        larger.update(from: window, count: end)
        window.deallocate()
        window = larger
        capacity = wanted
    }
}

extension RowTrouble {
    static func quoting(_ code: Code, line: Int64) -> RowTrouble {
        switch code {
        case .textAfterQuote:
            RowTrouble(code, """
                A quoted field goes on after its closing quote. Within quotes a quote is written twice; the row may also \
                have a stray quote.
                """)
        default:
            RowTrouble(
                .unterminatedQuote,
                """
                A quoted field that opens on line \(line) is never closed. The row may have a stray quote, or the \
                file was cut off.
                """)
        }
    }
}
