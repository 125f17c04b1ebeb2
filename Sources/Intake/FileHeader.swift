/// The header line of a file, found by looking: which line it is, and which delimiter makes sense of it.
struct FileHeader {
    let plan: HeaderPlan
    /// The line as it stood.
    let text: String

    /// Columns beyond this number are no header.
    private static let mostColumns = 4_096
    private static let delimiters: [UInt8] = [UInt8(ascii: ";"), UInt8(ascii: ","), UInt8(ascii: "\t")]

    /// Finds the header and leaves the reader behind it, splitting by its delimiter.
    ///
    /// - Throws: `IntakeError` when the file does not begin like a calendar export.
    static func find(in records: inout RecordReader, limits: ReaderLimits) throws(IntakeError) -> FileHeader {
        let path = records.path
        var wanted = min(4_096, limits.headBytes)
        while true {
            let (bytes, isLast) = try records.peek(wanted)
            let isWhole = isLast || bytes.count >= limits.headBytes
            switch look(at: bytes, isLast: isLast) {
            case .found(let line, let delimiter, let titles, let text):
                let plan = try plan(titles: titles, delimiter: delimiter, path: path)
                records.split(by: delimiter, mostFields: mostColumns)
                for _ in 0...line { _ = try records.next() }
                records.split(by: delimiter, mostFields: fieldsKept(of: plan))
                return FileHeader(plan: plan, text: text)
            case .undecodable:
                throw IntakeError(
                    .undecodable, path: path,
                    """
                    the first line is not valid \(records.encoding.rawValue) text. If the file is in a Windows \
                    code page, say so with --encoding windows-1250 or windows-1252.
                    """)
            case .nothing where isWhole:
                throw IntakeError(.empty, path: path, """
                    the file holds nothing but blank lines. Run the export again and look at its errors.
                    """)
            case .needsMore where isWhole:
                throw IntakeError(.notAnExport, path: path, """
                    the first line never ends within \(bytes.count) bytes, so it is no header of an export.
                    """)
            case .nothing, .needsMore: wanted = min(limits.headBytes, max(bytes.count + 1, wanted * 2))
            }
        }
    }

    /// The titles of a header line; nil when the bytes are not exactly one valid record.
    static func titles(in line: Bytes, delimiter: UInt8) -> [String]? {
        guard String(validating: line, as: UTF8.self) != nil else { return nil }
        var scanner = RecordScanner(delimiter: delimiter, mostFields: mostColumns)
        guard case .record = scanner.scan(line, isLast: true), scanner.fieldCount <= mostColumns else { return nil }
        return scanner.kept.map { String(decoding: $0, as: UTF8.self) }
    }

    /// How many fields of a row are kept: some more than there are columns, because the row may be the header of a
    /// wider export.
    static func fieldsKept(of plan: HeaderPlan) -> Int { plan.count + 64 }

    /// Whether one of the fields is the name of an id column, as in a header. Cheap, since it is asked for every bad row.
    static func namesIdentifier(_ fields: UnsafeBufferPointer<Bytes>) -> Bool {
        fields.contains { field in
            guard (9...40).contains(field.count), ASCII.lowercased(field[field.count - 1]) == UInt8(ascii: "d")
            else { return false }
            return ColumnNames.identifiers.contains(ColumnNames.normalized(String(decoding: field, as: UTF8.self)))
        }
    }

    /// A line that tools put before the header: Export-Csv's `#TYPE …`, or a spreadsheet's `sep=;`.
    static func isPreamble(_ line: Bytes) -> Bool {
        line.starts(with: "#TYPE ".utf8) || (line.count == 5 && FieldValues.equals(Bytes(rebasing: line[..<4]), "sep="))
    }

    private enum Look {
        case found(line: Int, delimiter: UInt8, titles: [String], text: String)
        case nothing, needsMore, undecodable
    }

    private static func look(at bytes: Bytes, isLast: Bool) -> Look {
        var rest = bytes
        var line = 0
        while rest.count > 0 {
            let isEnd = { (byte: UInt8) in byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") }
            let length = rest.firstIndex(where: isEnd)
            guard length != nil || isLast else { return .needsMore }
            let text = Bytes(rebasing: rest[..<(length ?? rest.count)])
            guard text.allSatisfy({ $0 == 0x20 }) || isPreamble(text)
            else { return header(at: rest, line: line, isLast: isLast) }
            guard let length else { return .nothing }
            let isPair = rest[length] == UInt8(ascii: "\r") && length + 1 < rest.count && rest[length + 1] == UInt8(ascii: "\n")
            rest = Bytes(rebasing: rest[(length + (isPair ? 2 : 1))...])
            line += 1
        }
        return .nothing
    }

    /// Tries each delimiter on the line and takes the one that makes the most columns known, or failing that the
    /// most columns.
    private static func header(at bytes: Bytes, line: Int, isLast: Bool) -> Look {
        var best: (known: Int, titles: [String], delimiter: UInt8)?
        var length = bytes.count
        for delimiter in delimiters {
            var scanner = RecordScanner(delimiter: delimiter, mostFields: mostColumns)
            switch scanner.scan(bytes, isLast: isLast) {
            case .needsMore: return .needsMore
            case .textAfterQuote, .unterminatedQuote: continue
            case .record(let recordLength, _, _):
                let titles = scanner.kept.map { String(decoding: $0, as: UTF8.self) }
                let known = HeaderPlan.recognizedCount(titles)
                length = recordLength
                if let best, (best.known, best.titles.count) >= (known, titles.count) { continue }
                best = (known, titles, delimiter)
            }
        }
        guard let text = String(validating: Bytes(rebasing: bytes[..<length]), as: UTF8.self) else { return .undecodable }
        return .found(line: line, delimiter: best?.delimiter ?? delimiters[0], titles: best?.titles ?? [text], text: text)
    }
}

// MARK: - What a file looks like that is no calendar export

extension FileHeader {
    private static func plan(titles: [String], delimiter: UInt8, path: String) throws(IntakeError) -> HeaderPlan {
        do {
            return try HeaderPlan(titles: titles, delimiter: delimiter)
        } catch .duplicate(let title) {
            // A title is quoted only when it is one that Exchange gives; a data row in its place may be personal.
            let name = ColumnNames.known.contains(ColumnNames.normalized(title)) ? "column \(title)" : "a column"
            throw IntakeError(.duplicateColumn, path: path, """
                \(name) stands twice in the header, so it is not clear which one holds. Remove or rename one of them.
                """)
        } catch .missingIdentifier {
            throw IntakeError(.notAnExport, path: path, missingIdentifier(titles))
        } catch {
            throw IntakeError(.notAnExport, path: path, missingKind(titles))
        }
    }

    private static func missingKind(_ titles: [String]) -> String {
        let names = Set(titles.map(ColumnNames.normalized))
        if names.contains("identity"), names.contains("logdate") {
            return """
                this is the list that Get-CalendarDiagnosticLog gives, without the logs themselves. Pass its objects \
                to Get-CalendarDiagnosticAnalysis -DetailLevel Advanced and keep that output.
                """
        }
        return """
            the header has an id but neither ItemClass nor CalendarLogTriggerAction, without which a row does not say \
            what it is. Export these columns too.
            """
    }

    private static func missingIdentifier(_ titles: [String]) -> String {
        let names = Set(titles.map(ColumnNames.normalized))
        let first = titles.first?.drop(while: \.isWhitespace) ?? ""
        if names == ["length"] {
            return """
                this is a list of text lengths (its only column is Length), not a log: Get-CalendarDiagnosticAnalysis \
                gives text, and Export-Csv wrote down only how long each line was. Use `| Set-Content FILE -Encoding \
                UTF8` instead of Export-Csv, and export again.
                """
        }
        if first.hasPrefix("System.") && first.hasSuffix("[]") {
            return """
                this file holds the words \(first) instead of data: a list of objects was turned to text. Pass the \
                objects to Export-Csv one by one (without wrapping them in a list), and export again.
                """
        }
        if first.hasPrefix("{") || first.hasPrefix("[") {
            return "this looks like JSON, not like a CSV export. Export with Export-Csv -NoTypeInformation -Encoding UTF8."
        }
        if first.hasPrefix("<") {
            return """
                this looks like HTML or XML, not like a CSV export. Use -OutputAs CSV with \
                Get-CalendarDiagnosticAnalysis, or Export-Csv.
                """
        }
        if names.contains("messageid"), names.contains("recipients") || names.contains("recipientaddress") {
            return "this looks like a message log, not like a calendar log."
        }
        if HeaderPlan.recognizedCount(titles) == 0 {
            return """
                the first line names no column of a calendar export. If the file has no header line, export it again \
                with one; if it is something else, leave it out.
                """
        }
        return """
            the header has no GlobalObjectId and no CleanGlobalObjectId, without which no row can be put to its \
            meeting. Export one of these columns too.
            """
    }
}
