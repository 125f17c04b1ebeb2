/// Finds what says how a message log's rows are to be read.
enum MailHeader {
    static let logDelimiter = UInt8(ascii: ",")
    private static let fieldsMark = "#Fields:"

    /// The titles of a line `#Fields: date-time,client-ip,…`; nil for any other line.
    static func titles(ofFieldsLine line: Bytes) -> [String]? {
        guard line.first == UInt8(ascii: "#") else { return nil }
        let text = String(decoding: line, as: UTF8.self)
        guard text.lowercased().hasPrefix(fieldsMark.lowercased()) else { return nil }
        return text.dropFirst(fieldsMark.count).split(separator: ",", omittingEmptySubsequences: false).map { title in
            String(title.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
        }
    }

    /// Whether the head of a file is that of a server's log: comment lines that begin with `#`, but for the line that
    /// Export-Csv puts before its header. Tools that collect such logs put a line of column names above, or below,
    /// `#Software`.
    static func isOfServerLog(_ head: Bytes) -> Bool {
        guard let first = head.firstIndex(where: { $0 != 0x20 && $0 != 0x0D && $0 != 0x0A }) else { return false }
        let text = Bytes(rebasing: head[first...])
        if text.first == UInt8(ascii: "#") { return !text.starts(with: "#TYPE ".utf8) }
        return firstFieldsLine(in: text) != nil
    }

    /// The titles of a `#Fields` line before which only comments, blank lines and column names stand.
    private static func firstFieldsLine(in head: Bytes) -> [String]? {
        var rest = head[...]
        // Line by line: of most files the first one answers.
        while !rest.isEmpty {
            let end = rest.firstIndex { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") } ?? rest.endIndex
            let line = Bytes(rebasing: rest[..<end])
            rest = rest[min(end + 1, rest.endIndex)...]
            if line.isEmpty { continue }
            if let titles = titles(ofFieldsLine: line) { return titles }
            if line.first == UInt8(ascii: "#") { continue }
            guard line.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) || isColumnNames(line) else { return nil }
        }
        return nil
    }

    /// Whether a line is one of column names, as tools write above and between a server's rows.
    static func isColumnNames(_ line: Bytes) -> Bool {
        // A row holds an instant, which has digits; no column's name has.
        guard line.count < 4_096, !line.contains(where: { $0 &- UInt8(ascii: "0") <= 9 }) else { return false }
        let text = PaddedBytes(Array(line))
        return HeaderLine.titles(in: text.bytes, delimiter: logDelimiter).map(MailColumnNames.areOfMessageLog) ?? false
    }

    /// Whether a line is one of those that a server writes above its rows: `#Software: …`.
    static func isComment(_ line: Bytes) -> Bool {
        guard line.first == UInt8(ascii: "#") else { return false }
        let text = String(decoding: line.prefix(16), as: UTF8.self).lowercased()
        return ["#software:", "#version:", "#log-type:", "#date:", "#fields:"].contains(where: text.hasPrefix)
    }

    /// The titles of the first `#Fields` line, which is looked for without taking anything.
    static func fieldsLine(in records: inout RecordReader, limits: ReaderLimits) throws(IntakeError) -> [String] {
        let path = records.path
        let (bytes, _) = try records.peek(min(16 << 10, limits.headBytes))
        if let titles = firstFieldsLine(in: bytes) { return titles }
        throw IntakeError(
            .notAnExport, path: path,
            """
            this looks like a server's log, but no line #Fields stands above its rows, so it is not clear what its columns are. Copy \
            the file again from the server, whole.
            """)
    }

    static func plan(titles: [String], path: String) throws(IntakeError) -> MailPlan {
        do {
            return try MailPlan(titles: titles)
        } catch {
            let names = Set(titles.map(MailColumnNames.normalized))
            if names.contains("sessionid") || names.contains("sequencenumber") {
                throw IntakeError(
                    .notAnExport, path: path,
                    "this is another log of Exchange (of a protocol or of connections), not a message tracking log. Leave it out."
                )
            }
            if case .duplicate = error {
                throw IntakeError(.duplicateColumn, path: path, "the header has \(words(error))")
            }
            throw IntakeError(.notAnExport, path: path, "this looks like a message log, but it has \(words(error))")
        }
    }

    /// How many fields of a row are kept: some more than there are columns, because the row may be a wider header.
    static func fieldsKept(of plan: MailPlan) -> Int { plan.count + 64 }

    /// Refuses a table whose times are written in some culture's way when none was stated.
    static func checkDates(
        of plan: MailPlan, in records: inout RecordReader, delimiter: UInt8, options: CalendarReaderOptions
    ) throws(IntakeError) {
        guard !options.statesDateForm, let place = plan.columns.first(where: { $0.role == .field(.logTime) })?.index
        else { return }
        let (rows, isLast) = try records.peek(options.limits.headBytes / 4)
        try DateForm.check(rows, delimiter: delimiter, places: [place], path: records.path, isLast: isLast)
    }

    /// A refusal in words that follow "has".
    static func words(_ refusal: MailPlan.Refusal) -> String {
        switch refusal {
        case .missing(let what): return what
        case .duplicate(let title):
            // A title is quoted only when it is one that Exchange gives; a data row in its place may be personal.
            let name =
                MailColumnNames.known.contains(MailColumnNames.normalized(title)) ? "column \(title)" : "a column"
            return "\(name) twice, so it is not clear which one holds. Remove or rename one of them."
        }
    }
}
