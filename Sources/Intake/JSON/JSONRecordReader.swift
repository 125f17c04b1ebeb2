/// Gives the records of a JSON file one by one, out of a window that moves over it.
///
/// A record is an object: of one list, of a list that is wrapped (`value`, or `d` with `results`), one a line, or the
/// only one of the file. A broken record is given up with its text, and reading goes on where the next one seems to
/// begin.
struct JSONRecordReader: ~Copyable {
    enum Item: Equatable {
        case record
        case problem(RowProblem)
    }

    private(set) var scanner = JSONRecordScanner()
    private var window: TextWindow
    private let limits: ReaderLimits

    private var isInList = false
    /// Objects that are open around the list of records.
    private var depth = 0
    /// Titles that records began with so far, as they stand in the file: by them the next record is found again.
    private var firstTitles: [[UInt8]] = []
    /// Titles that are remembered; an export has one, or a few.
    private static let mostFirstTitles = 8
    private var recordBack = 0
    private var recordLength = 0

    /// Line of the file on which the record given last begins, from 1.
    private(set) var line: Int64 = 1
    private var nextLine: Int64 = 1
    /// Whether the file ended inside its list: the export, or a copy of it, was cut off.
    private(set) var isCutOff = false
    /// Whether the file says that it is only one page of a longer answer (`@odata.nextLink`).
    private(set) var hasNextPage = false

    init(_ window: consuming TextWindow, limits: ReaderLimits) {
        self.window = window
        self.limits = limits
    }

    /// Whether a text begins like JSON; nil when it holds nothing but white space.
    static func begins(_ text: Bytes) -> Bool? {
        text.first { !isSpace($0) }.map { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "[") }
    }

    var bytesRead: Int64 { window.bytesRead }
    var encoding: TextEncoding { window.encoding }
    var path: String { window.path }
    var fileSize: Int64? { window.fileSize }

    /// The text of the record given last. Valid until the next call of `next`.
    var raw: Bytes { window.taken(from: recordBack, count: recordLength) }
    /// The fields of the record given last.
    var fields: [JSONRecordScanner.Field] { scanner.fields }
    func bytes(_ slice: JSONRecordScanner.Slice) -> Bytes { scanner.bytes(slice) }

    /// The first bytes that are still to come, at least `count` if the file has so many.
    mutating func peek(_ count: Int) throws(IntakeError) -> (bytes: Bytes, isLast: Bool) { try window.peek(count) }

    /// The next record; nil at the end.
    mutating func next() throws(IntakeError) -> Item? {
        while true {
            guard let first = try skipSpace() else {
                isCutOff = isCutOff || isInList || depth > 0
                return nil
            }
            switch first {
            case UInt8(ascii: ","): move(1)
            case UInt8(ascii: "{") where isInList || depth == 0:
                if let item = try record() { return item }
            case UInt8(ascii: "[") where !isInList && depth == 0:
                isInList = true
                move(1)
            case UInt8(ascii: "]") where isInList:
                isInList = false
                move(1)
            case UInt8(ascii: "}") where !isInList && depth > 0:
                depth -= 1
                move(1)
            case UInt8(ascii: "\"") where !isInList && depth > 0:
                if let item = try fieldAfterList() { return item }
            default: return try giveUp(JSONFlaw(kind: .value, offset: 0))
            }
        }
    }

    /// Reads the object at which the window begins; nil when it wraps the records.
    private mutating func record() throws(IntakeError) -> Item? {
        while true {
            switch scanner.scan(window.unread, isLast: window.isAtEnd, mayBeWrapper: !isInList) {
            case .needsMore:
                guard window.unread.count < limits.recordBytes else { return try giveUp(nil) }
                try window.readMore()
            case .flaw(let flaw): return try giveUp(flaw)
            case .wrapper(let length, let depth):
                self.depth = depth
                isInList = true
                move(length)
                return nil
            case .record(let length):
                if let title = scanner.fields.first?.title, !title.isOwn { learn(scanner.bytes(title)) }
                hand(length, taking: length)
                return .record
            }
        }
    }

    /// Moves over a field of the object around the list of records, behind that list.
    private mutating func fieldAfterList() throws(IntakeError) -> Item? {
        while true {
            var cursor = JSONCursor(window.unread, isLast: window.isAtEnd)
            do throws(JSONStop) {
                let title = try cursor.title().range
                if window.unread[title].suffix(8).elementsEqual("nextLink".utf8) { hasNextPage = true }
                // A number's end shows only by what follows it.
                try cursor.skipValue()
                move(cursor.position)
                return nil
            } catch {
                guard case .needsMore = error, window.unread.count < limits.recordBytes else {
                    depth = 0
                    if case .flaw(let flaw) = error { return try giveUp(flaw) }
                    return try giveUp(nil)
                }
            }
            try window.readMore()
        }
    }

    // MARK: Moving on

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }

    /// The next byte that is no white space, at which the window then begins. Files that were put together may have a
    /// byte order mark in their middle; it counts as white space.
    private mutating func skipSpace() throws(IntakeError) -> UInt8? {
        while true {
            let text = window.unread
            let length = text.firstIndex { !JSONRecordReader.isSpace($0) } ?? text.count
            move(length)
            if window.unread.starts(with: [0xEF, 0xBB, 0xBF]) {
                move(3)
            } else if let first = window.unread.first, first != 0xEF || window.unread.count > 3 || window.isAtEnd {
                return first
            } else {
                if window.isAtEnd { return nil }
                try window.readMore()
            }
        }
    }

    /// Takes bytes and counts their lines.
    private mutating func move(_ count: Int) {
        nextLine += Int64(JSONRecordReader.lineBreaks(in: window.unread.prefix(count)))
        window.take(count)
    }

    private static func lineBreaks(in text: Slice<Bytes>) -> Int {
        text.reduce(into: 0) { $0 &+= $1 == 0x0A ? 1 : 0 }
    }

    private mutating func hand(_ length: Int, taking taken: Int) {
        line = nextLine
        move(taken)
        recordBack = taken
        recordLength = length
    }
}

// MARK: - Broken records

extension JSONRecordReader {
    /// Gives up what the window begins with, up to where the next record seems to begin.
    private mutating func giveUp(_ flaw: JSONFlaw?) throws(IntakeError) -> Item {
        if let flaw { learnFirstTitle(before: flaw) }
        var searched = 1
        while true {
            if let found = nextRecord(from: &searched) ?? (window.isAtEnd ? window.unread.count : nil) {
                let problem = problem(flaw)
                if window.isAtEnd, found == window.unread.count {
                    (isInList, depth) = (false, 0)
                    isCutOff = isCutOff || flaw?.kind == .cutOff
                }
                let text = window.unread[..<found]
                let length =
                    text.lastIndex { !JSONRecordReader.isSpace($0) && $0 != UInt8(ascii: ",") }.map { $0 + 1 } ?? found
                hand(length, taking: found)
                return .problem(problem)
            }
            guard window.unread.count < limits.recordBytes else { return try giveUpLong() }
            try window.readMore()
        }
    }

    /// As above for text that is too long to be kept whole.
    private mutating func giveUpLong() throws(IntakeError) -> Item {
        line = nextLine
        let excerpt = [UInt8](window.unread.prefix(ReaderLimits.excerptBytes))
        var total = 0
        var searched = 1
        while true {
            let found = nextRecord(from: &searched)
            // Some of what was searched stays, because a line's indentation tells whether a record begins there.
            let length = found ?? (window.isAtEnd ? window.unread.count : max(0, searched - 256))
            total += length
            move(length)
            if found != nil || window.isAtEnd { break }
            searched -= length
            try window.readMore()
        }
        if window.unread.isEmpty { (isInList, depth, isCutOff) = (false, 0, true) }
        window.putBack(taken: excerpt)
        (recordBack, recordLength) = (excerpt.count, excerpt.count)
        return .problem(
            RowProblem(
                .tooLong,
                """
                A record is \(total) bytes long, more than the \(limits.recordBytes) that one may have, or a bracket or quotation \
                mark is missing in it; only its first \(excerpt.count) bytes are kept here. Check how the file was made.
                """))
    }

    /// Where, at or after `start`, something stands that looks like the beginning of a record: a brace and a title that
    /// records begin with; outside a list also a brace at the beginning of a line, and so where no title is known.
    /// Without one, `start` becomes the first place that could not be decided.
    private func nextRecord(from start: inout Int) -> Int? {
        let text = window.unread
        guard start < text.count else { return nil }
        for position in start..<text.count where text[position] == UInt8(ascii: "{") {
            if firstTitles.isEmpty || !isInList, position > 0, text[position - 1] == 0x0A { return position }
            if firstTitles.isEmpty {
                let before = text[..<position].lastIndex { $0 != 0x20 && $0 != 0x09 }
                if let before, text[before] == 0x0A { return position }
                continue
            }
            var rest = position + 1
            while rest < text.count, JSONRecordReader.isSpace(text[rest]) { rest += 1 }
            let longest = firstTitles.reduce(0) { max($0, $1.count) }
            if rest + longest + 2 > text.count, !window.isAtEnd {
                start = position
                return nil
            }
            guard rest < text.count, text[rest] == UInt8(ascii: "\""),
                firstTitles.contains(where: { isTitle($0, at: rest + 1, of: text) })
            else { continue }
            return position
        }
        start = text.count
        return nil
    }

    private func isTitle(_ title: [UInt8], at start: Int, of text: Bytes) -> Bool {
        let end = start + title.count
        return end < text.count && text[end] == UInt8(ascii: "\"") && text[start..<end].elementsEqual(title)
    }

    /// Without a record so far, the broken one's own first title is the best that is known.
    private mutating func learnFirstTitle(before flaw: JSONFlaw) {
        guard firstTitles.isEmpty, window.unread.first == UInt8(ascii: "{") else { return }
        var cursor = JSONCursor(window.unread, at: 1, isLast: true)
        if let title = try? cursor.title(), !title.hasEscapes, cursor.position <= flaw.offset {
            learn(Bytes(rebasing: window.unread[title.range]))
        }
    }

    private mutating func learn(_ title: Bytes) {
        if firstTitles.contains(where: { title.elementsEqual($0) })
            || firstTitles.count >= JSONRecordReader.mostFirstTitles
        {
            return
        }
        firstTitles.append(Array(title))
    }

    private func problem(_ flaw: JSONFlaw?) -> RowProblem {
        guard let flaw else {
            return RowProblem(
                .tooLong,
                """
                A record is longer than the \(limits.recordBytes) bytes that one may have, or a bracket or quotation mark is \
                missing in it. Check how the file was made.
                """)
        }
        let flawLine = nextLine + Int64(JSONRecordReader.lineBreaks(in: window.unread.prefix(flaw.offset)))
        return RowProblem(
            .brokenJSON,
            """
            The JSON of this record is broken on line \(flawLine) of the file, at byte \(flaw.offset + 1) of the record: \
            \(flaw.words). Export it again, or mend it there.
            """)
    }
}
