/// Gives the records of a file one by one, out of a window that moves over it.
///
/// A stray quote would swallow every line up to the next one. So when what follows a quote shows that it was no
/// opening quote (text after the closing one, the end of the file, more than `recordBytes`), only the line on
/// which the row begins is given up, and reading goes on with the next line.
struct RecordReader: ~Copyable {
    enum Item {
        case problem(RowProblem)
        case fields
    }

    private(set) var scanner: RecordScanner
    private var window: TextWindow
    private let limits: ReaderLimits
    /// How far back in what was taken the record given last begins, and how long it is.
    private var recordBack = 0
    private var recordLength = 0

    /// Line of the file on which the record given last begins, from 1.
    private(set) var line: Int64 = 1
    /// Whether a line end follows the record given last. The end of the file does not count as one.
    private(set) var isTerminated = true
    private var nextLine: Int64 = 1

    init(_ window: consuming TextWindow, limits: ReaderLimits) {
        self.limits = limits
        self.window = window
        scanner = RecordScanner(delimiter: UInt8(ascii: ";"), mostFields: 1)
    }

    /// Bytes of the file read so far.
    var bytesRead: Int64 { window.bytesRead }
    var encoding: TextEncoding { window.encoding }
    var path: String { window.path }
    var fileSize: Int64? { window.fileSize }

    /// The bytes of the record given last, without its line end. Valid until the next call of `next` or `peek`.
    var raw: Bytes { window.taken(from: recordBack, count: recordLength) }

    /// The first bytes that are still to come, at least `count` if the file has so many.
    mutating func peek(_ count: Int) throws(IntakeError) -> (bytes: Bytes, isLast: Bool) { try window.peek(count) }

    /// The header line that comes next, of which nothing is taken.
    mutating func header(limits: ReaderLimits) throws(IntakeError) -> HeaderLine {
        try HeaderLine.find(in: &window, limits: limits)
    }

    /// Takes another delimiter and number of fields from the next record on.
    mutating func split(by delimiter: UInt8, mostFields: Int) {
        scanner = RecordScanner(delimiter: delimiter, mostFields: mostFields)
    }

    /// The next record; nil at the end. Its fields are in `scanner.kept`, its text in `raw`.
    mutating func next() throws(IntakeError) -> Item? {
        try window.takeMarks()
        while true {
            if window.unread.isEmpty {
                if window.isAtEnd { return nil }
                try window.readMore()
                continue
            }
            switch scanner.scan(window.unread, isLast: window.isAtEnd) {
            case .record(let length, let ending, let lineBreaks):
                advance(length: length, ending: ending, lineBreaks: lineBreaks)
                return .fields
            case .needsMore:
                if window.unread.count >= limits.recordBytes { return try giveUpLine(at: .tooLong) }
                try window.readMore()
            case .textAfterQuote: return try giveUpLine(at: .textAfterQuote)
            case .unterminatedQuote: return try giveUpLine(at: .unterminatedQuote)
            }
        }
    }

    private mutating func advance(length: Int, ending: Int, lineBreaks: Int) {
        line = nextLine
        nextLine += Int64(lineBreaks) + (ending > 0 ? 1 : 0)
        recordBack = length + ending
        recordLength = length
        isTerminated = ending > 0
        window.take(length + ending)
    }

    /// Gives up the line at which the window begins, and only that line.
    private mutating func giveUpLine(at code: RowProblem.Code) throws(IntakeError) -> Item {
        while lengthOfLine() == nil, window.unread.count < limits.recordBytes { try window.readMore() }
        if let length = lengthOfLine() {
            advance(length: length, ending: endingLength(at: length), lineBreaks: 0)
            return .problem(RowProblem.quoting(code, line: line))
        }
        let excerpt = [UInt8](window.unread.prefix(ReaderLimits.excerptBytes))
        let total = try skipLine()
        line = nextLine
        nextLine += 1
        // The excerpt goes in front of what is unread, which the skipped line has left free or nearly so.
        window.putBack(taken: excerpt)
        recordBack = excerpt.count
        recordLength = excerpt.count
        return .problem(
            RowProblem(
                .tooLong,
                """
                The line is \(total) bytes long, more than the \(limits.recordBytes) that a row may have; only its \
                first \(excerpt.count) bytes are kept here. Check how the file was made.
                """
            ))
    }

    /// Length of the line at which the window begins, without its end; nil if that does not lie in the window.
    private func lengthOfLine() -> Int? {
        let text = window.unread
        var position = 0
        while position < text.count, text[position] != UInt8(ascii: "\n"), text[position] != UInt8(ascii: "\r") {
            position += 1
        }
        if position == text.count { return window.isAtEnd ? text.count : nil }
        // The LF of a CRLF may lie outside the window still.
        if position + 1 == text.count, text[position] == UInt8(ascii: "\r"), !window.isAtEnd { return nil }
        return position
    }

    private func endingLength(at position: Int) -> Int {
        let text = window.unread
        guard position < text.count else { return 0 }
        let isPair =
            text[position] == UInt8(ascii: "\r") && position + 1 < text.count
            && text[position + 1] == UInt8(ascii: "\n")
        return isPair ? 2 : 1
    }

    /// Reads on past the end of the line. Returns the line's length in decoded bytes.
    private mutating func skipLine() throws(IntakeError) -> Int {
        var total = 0
        while true {
            if let length = lengthOfLine() {
                total += length
                window.take(length + endingLength(at: length))
                return total
            }
            // A CR at the very end stays, because its LF may follow.
            let length = window.unread.count
            let keeps = window.unread.last == UInt8(ascii: "\r") ? 1 : 0
            total += length - keeps
            window.take(length - keeps)
            try window.readMore()
        }
    }
}

extension RowProblem {
    static func quoting(_ code: Code, line: Int64) -> RowProblem {
        switch code {
        case .textAfterQuote:
            RowProblem(
                code,
                """
                A quoted field goes on after its closing quote. Within quotes a quote is written twice; the row may also \
                have a stray quote.
                """)
        default:
            RowProblem(
                .unterminatedQuote,
                """
                A quoted field that opens on line \(line) is never closed. The row may have a stray quote, or the \
                file was cut off.
                """)
        }
    }
}
