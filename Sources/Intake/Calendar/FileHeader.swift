import Encodings

/// The header line of a calendar export, and what its columns mean.
struct FileHeader {
    let plan: HeaderPlan
    /// The line as it stood.
    let text: String
    /// What the support script has written above it.
    var title: SupportScript.Title?

    /// Finds the header and leaves the reader behind it, splitting by its delimiter.
    ///
    /// - Throws: `IntakeError` when the file does not begin like a calendar export.
    static func find(in records: inout RecordReader, limits: ReaderLimits) throws(IntakeError) -> FileHeader {
        let line = try records.header(limits: limits)
        let plan = try plan(
            titles: line.titles, delimiter: line.delimiter, fixed: line.fixed, path: records.path)
        try line.skip(in: &records)
        records.split(by: line.delimiter, mostFields: fieldsKept(of: plan))
        return FileHeader(plan: plan, text: line.text, title: line.title)
    }

    /// How many fields of a row are kept: some more than there are columns, because the row may be the header of a
    /// wider export.
    static func fieldsKept(of plan: HeaderPlan) -> Int { plan.count + 64 }

    /// Whether one of the fields is the name of an id column, as in a header. Cheap, since it is asked for every bad
    /// row.
    static func namesIdentifier(_ fields: UnsafeBufferPointer<Bytes>) -> Bool {
        fields.contains { field in
            guard (9...40).contains(field.count), ASCII.lowercased(field[field.count - 1]) == UInt8(ascii: "d")
            else { return false }
            return ColumnNames.identifiers.contains(ColumnNames.normalized(String(decoding: field, as: UTF8.self)))
        }
    }
}

// MARK: - What a file looks like that is no calendar export

extension FileHeader {
    static func plan(
        titles: [String], delimiter: UInt8, fixed: String? = nil, path: String
    ) throws(IntakeError) -> HeaderPlan {
        do {
            guard fixed == nil else { return try HeaderPlan(titles: titles, delimiter: delimiter, fixed: fixed) }
            return try KnownHeaders.shared.plan(titles: titles, delimiter: delimiter) {
                () throws(HeaderPlan.Refusal) in try HeaderPlan(titles: titles, delimiter: delimiter)
            }
        } catch .duplicate(let title) {
            // A title is quoted only when it is one that Exchange gives; a data row in its place may be personal.
            let name = ColumnNames.known.contains(ColumnNames.normalized(title)) ? "column \(title)" : "a column"
            throw IntakeError(
                .duplicateColumn, path: path,
                """
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
            it has an id but neither ItemClass nor CalendarLogTriggerAction, without which a row does not say \
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
            return
                "this looks like JSON, not like a CSV export. Export with Export-Csv -NoTypeInformation -Encoding UTF8."
        }
        if first.hasPrefix("<") { return NoExport.words(ofMarkup: first.lowercased()) }
        if names.contains("messageid"), names.contains("recipients") || names.contains("recipientaddress") {
            return "this looks like a message log, not like a calendar log."
        }
        if names.contains("seq:exp:itemversion") || names.isSuperset(of: ["triggeraction", "logrowtype"]) {
            return """
                this is the support script's enhanced table, whose rows do not say which meeting they belong to. The script has written a file NAME_RAW_xxxxxx.csv \
                beside it, which has the ids: take in the RAW files and leave this one out. Newer versions of the script put CleanGlobalObjectId last.
                """
        }
        if HeaderPlan.recognizedCount(titles) == 0 {
            return """
                the first line names no column of a calendar export. If the file has no header line, export it again \
                with one; if it is something else, leave it out.
                """
        }
        let near = names.first { ($0.hasPrefix("glob") || $0.hasPrefix("clean")) && $0.holds("obj") }
        let hint = near.map { " Is it the column \($0)? Then give it the name GlobalObjectId." } ?? ""
        return """
            the header has no GlobalObjectId and no CleanGlobalObjectId, without which no row can be put to its \
            meeting. Export one of these columns too.\(hint)
            """
    }
}
