/// Finds what says how a message log's rows are to be read.
enum MailHeader {
    static let logDelimiter = UInt8(ascii: ",")
    private static let fieldsMark = "#Fields:"

    /// The titles of a line `#Fields: date-time,client-ip,…`; nil for any other line.
    static func titles(ofFieldsLine line: Bytes) -> [String]? {
        let text = String(decoding: line, as: UTF8.self)
        guard text.lowercased().hasPrefix(fieldsMark.lowercased()) else { return nil }
        return text.dropFirst(fieldsMark.count).split(separator: ",", omittingEmptySubsequences: false).map { title in
            String(title.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
        }
    }

    /// Whether the head of a file is that of a server's log: comment lines that begin with `#`, but for the line that
    /// Export-Csv puts before its header.
    static func isOfServerLog(_ head: Bytes) -> Bool {
        guard let first = head.firstIndex(where: { $0 != 0x20 && $0 != 0x0D && $0 != 0x0A }) else { return false }
        let text = head[first...]
        return text.first == UInt8(ascii: "#") && !text.starts(with: "#TYPE ".utf8)
    }

    /// The titles of the first `#Fields` line, which is looked for without taking anything.
    static func fieldsLine(in records: inout RecordReader, limits: ReaderLimits) throws(IntakeError) -> [String] {
        let path = records.path
        let (bytes, _) = try records.peek(min(16 << 10, limits.headBytes))
        for line in bytes.split(whereSeparator: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }) {
            if let titles = titles(ofFieldsLine: Bytes(rebasing: line)) { return titles }
            guard line.first == UInt8(ascii: "#") else { break }
        }
        throw IntakeError(.notAnExport, path: path, """
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
                throw IntakeError(.notAnExport, path: path, "this is another log of Exchange (of a protocol or of connections), not a message tracking log. Leave it out.")
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
        guard options.culture == nil, let place = plan.columns.first(where: { $0.role == .field(.logTime) })?.index else { return }
        let (rows, isLast) = try records.peek(options.limits.headBytes / 4)
        try DateForm.check(rows, delimiter: delimiter, places: [place], path: records.path, isLast: isLast)
    }

    /// A refusal in words that follow "has".
    static func words(_ refusal: MailPlan.Refusal) -> String {
        switch refusal {
        case .missing(let what): return what
        case .duplicate(let title):
            // A title is quoted only when it is one that Exchange gives; a data row in its place may be personal.
            let name = MailColumnNames.known.contains(MailColumnNames.normalized(title)) ? "column \(title)" : "a column"
            return "\(name) twice, so it is not clear which one holds. Remove or rename one of them."
        }
    }
}
