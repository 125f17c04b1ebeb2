/// The header line of a table, found by looking: which line it is, and which delimiter makes sense of it.
struct HeaderLine: Sendable {
    /// Lines before it, counted from 0.
    let line: Int
    let delimiter: UInt8
    let titles: [String]
    /// The line as it stood, and a title that stood above it.
    let text: String
    /// What the support script writes above the header of a sheet.
    var title: SupportScript.Title?
    /// What the last title's column holds in every row, because the title above the header says so and the rows do not.
    var fixed: String?

    /// Columns beyond this number are no header.
    private static let mostColumns = 4_096
    private static let delimiters: [UInt8] = [UInt8(ascii: ";"), UInt8(ascii: ","), UInt8(ascii: "\t")]

    /// Finds the header among the bytes that come next, and takes none of them.
    ///
    /// - Throws: `IntakeError` when there is no line that could be a header.
    static func find(in window: inout TextWindow, limits: ReaderLimits) throws(IntakeError) -> HeaderLine {
        let path = window.path
        var wanted = min(4_096, limits.headBytes)
        while true {
            let (bytes, isLast) = try window.peek(wanted)
            let isWhole = isLast || bytes.count >= limits.headBytes
            switch look(at: bytes, isLast: isLast) {
            case .found(let line): return line
            case .undecodable:
                throw IntakeError(
                    .undecodable, path: path,
                    """
                    the first line is not valid \(window.encoding.rawValue) text. If the file is in a Windows \
                    code page, say so with --encoding windows-1250, windows-1252 or its like.
                    """)
            case .nothing where isWhole:
                throw IntakeError(
                    .empty, path: path,
                    """
                    the file holds nothing but blank lines. Run the export again and look at its errors.
                    """)
            case .needsMore where isWhole:
                throw IntakeError(
                    .notAnExport, path: path,
                    """
                    the first line never ends within \(bytes.count) bytes, so it is no header of an export.
                    """)
            case .nothing, .needsMore: wanted = min(limits.headBytes, max(bytes.count + 1, wanted * 2))
            }
        }
    }

    /// Takes the header, and what stands before it, from the reader.
    func skip(in records: inout RecordReader) throws(IntakeError) {
        records.split(by: delimiter, mostFields: HeaderLine.mostColumns)
        for _ in 0...line { _ = try records.next() }
    }

    /// The header with what the title above it says: its meeting is a column of the table, where that has none.
    private func below(_ title: SupportScript.Title, _ line: String) -> HeaderLine {
        let (titles, fixed) = HeaderLine.adding(title, to: titles)
        return HeaderLine(
            line: self.line, delimiter: delimiter, titles: titles, text: line + "\n" + text, title: title, fixed: fixed)
    }

    /// Splits a header that was kept as text, with the title above it.
    static func kept(_ text: String, delimiter: UInt8) -> (titles: [String], fixed: String?)? {
        let end = text.firstIndex(of: "\n") ?? text.startIndex
        let title = SupportScript.Title(String(text[..<end]))
        let header = PaddedBytes(Array((title == nil ? text : String(text[text.index(after: end)...])).utf8))
        return titles(in: header.bytes, delimiter: delimiter).map { adding(title, to: $0) }
    }

    private static func adding(
        _ title: SupportScript.Title?, to titles: [String]
    ) -> (titles: [String], fixed: String?) {
        guard let title, !titles.contains(where: SupportScript.namesMeeting) else { return (titles, nil) }
        return (titles + [SupportScript.meetingColumn], title.meetingID)
    }

    /// The titles of a header line; nil when the bytes are not exactly one valid record.
    static func titles(in line: Bytes, delimiter: UInt8) -> [String]? {
        guard String(validating: line, as: UTF8.self) != nil else { return nil }
        var scanner = RecordScanner(delimiter: delimiter, mostFields: mostColumns)
        guard case .record = scanner.scan(line, isLast: true), scanner.fieldCount <= mostColumns else { return nil }
        return scanner.kept.map { String(decoding: $0, as: UTF8.self) }
    }

    /// A line that tools put before the header: Export-Csv's `#TYPE …`, or a spreadsheet's `sep=;`.
    static func isPreamble(_ line: Bytes) -> Bool {
        line.starts(with: "#TYPE ".utf8) || (line.count == 5 && FieldValues.equals(Bytes(rebasing: line[..<4]), "sep="))
    }

    private enum Look {
        case found(HeaderLine)
        case nothing, needsMore, undecodable
    }

    private static func look(at bytes: Bytes, isLast: Bool) -> Look {
        var rest = bytes
        var line = 0
        var title: (words: SupportScript.Title, text: Bytes)?
        while rest.count > 0 {
            let isEnd = { (byte: UInt8) in byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") }
            let length = rest.firstIndex(where: isEnd)
            guard length != nil || isLast else { return .needsMore }
            let text = Bytes(rebasing: rest[..<(length ?? rest.count)])
            if title == nil, let found = SupportScript.Title(String(decoding: text, as: UTF8.self)) {
                title = (found, text)
            } else if !text.allSatisfy({ $0 == 0x20 }), !isPreamble(text) {
                let look = header(at: rest, line: line, isLast: isLast)
                guard case .found(let header) = look, let title else { return look }
                return .found(header.below(title.words, String(decoding: title.text, as: UTF8.self)))
            }
            guard let length else { return .nothing }
            let isPair =
                rest[length] == UInt8(ascii: "\r") && length + 1 < rest.count && rest[length + 1] == UInt8(ascii: "\n")
            rest = Bytes(rebasing: rest[(length + (isPair ? 2 : 1))...])
            line += 1
        }
        return .nothing
    }

    /// Tries each delimiter on the line and takes the one that makes the most columns known, or failing that the
    /// most columns.
    private static func header(at bytes: Bytes, line: Int, isLast: Bool) -> Look {
        if let known = KnownHeaders.shared.header(at: bytes) { return .found(known.on(line: line)) }
        var best: (known: Int, titles: [String], delimiter: UInt8)?
        var length = bytes.count
        for delimiter in delimiters {
            var scanner = RecordScanner(delimiter: delimiter, mostFields: mostColumns)
            switch scanner.scan(bytes, isLast: isLast) {
            case .needsMore: return .needsMore
            case .textAfterQuote, .unterminatedQuote: continue
            case .record(let recordLength, _, _):
                let titles = scanner.kept.map { String(decoding: $0, as: UTF8.self) }
                let known = recognizedCount(titles)
                length = recordLength
                if let best, (best.known, best.titles.count) >= (known, titles.count) { continue }
                best = (known, titles, delimiter)
            }
        }
        guard let text = String(validating: Bytes(rebasing: bytes[..<length]), as: UTF8.self) else {
            return .undecodable
        }
        let found = HeaderLine(
            line: line, delimiter: best?.delimiter ?? delimiters[0], titles: best?.titles ?? [text], text: text)
        // How the header ends matters to none of the delimiters, so the next file with the same line is read the same.
        if let ending = lineEnd(in: bytes, at: length) {
            let end = Bytes(rebasing: bytes[..<(length + ending)])
            let isTold = delimiters.allSatisfy { delimiter in
                var scanner = RecordScanner(delimiter: delimiter, mostFields: 1)
                return scanner.scan(end, isLast: false) != .needsMore
            }
            if isTold { KnownHeaders.shared.keep(found, Array(end)) }
        }
        return .found(found)
    }

    /// The length of the LF or CRLF at a place; nil where there is neither.
    private static func lineEnd(in bytes: Bytes, at place: Int) -> Int? {
        guard place < bytes.count else { return nil }
        if bytes[place] == UInt8(ascii: "\n") { return 1 }
        return place + 1 < bytes.count && bytes[place + 1] == UInt8(ascii: "\n") ? 2 : nil
    }

    private func on(line: Int) -> HeaderLine {
        HeaderLine(line: line, delimiter: delimiter, titles: titles, text: text, title: title, fixed: fixed)
    }

    /// How many of the titles are names that some export's columns go by.
    private static func recognizedCount(_ titles: [String]) -> Int {
        max(
            HeaderPlan.recognizedCount(titles),
            titles.count { MailColumnNames.known.contains(MailColumnNames.normalized($0)) })
    }
}
