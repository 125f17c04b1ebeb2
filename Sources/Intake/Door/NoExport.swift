import ExchangeFormats

/// What lies where an export was expected: pages that say what went wrong, and forms in which an export is not one yet.
///
/// Names the thing and never quotes it, because it may hold anything; only an error's number or code word is repeated.
enum NoExport {
    /// - Parameter head: the first bytes of a file, as UTF-8.
    /// - Throws: `IntakeError` when they are those of something that is known and no export.
    static func refuse(_ head: Bytes, path: String) throws(IntakeError) {
        let begin = firstLine(of: head)
        if begin.first == "<" {
            let markup = String(decoding: head.prefix(8 << 10), as: UTF8.self).drop(while: \.isWhitespace)
            throw IntakeError(.notAnExport, path: path, words(ofMarkup: markup.lowercased()))
        }
        let firstLine = begin.lowercased()
        if firstLine.holds("calendar logs for "), firstLine.holds("meetingid"),
            SupportScript.Title(firstLine) == nil
        {
            throw IntakeError(
                .notAnExport, path: path,
                """
                this is a sheet of the workbook that the support script (Get-CalendarDiagnosticObjectsSummary) makes, saved as text: its first line is a title whose id is cut off, and its \
                rows have none. Run the script again with -ExportToCSV and take in the RAW file that it writes.
                """)
        }
        try refuse(error: head, path: path)
    }

    /// As above, of a head that is known to begin like an export.
    static func refuse(error head: Bytes, path: String) throws(IntakeError) {
        let beginning = Bytes(rebasing: head.prefix(8 << 10))
        if FieldValues.holds(beginning, "FullyQualifiedErrorId") || FieldValues.holds(beginning, "+ CategoryInfo") {
            throw IntakeError(
                .notAnExport, path: path,
                """
                this is an error message of PowerShell, not data. Run the command again, see that it succeeds, and write its output to the file.
                """)
        }
    }

    /// The first line that is not blank, without white space before it.
    private static func firstLine(of head: Bytes) -> Substring {
        let bytes = head.prefix(8 << 10).drop { (0x09...0x0D).contains($0) || $0 == 0x20 }
        let line = String(decoding: bytes.prefix { $0 != 0x0A && $0 != 0x0D }, as: UTF8.self)
            .drop(while: \.isWhitespace)
        // What is white space beyond ASCII may have been all of it.
        let rest = line.isEmpty ? String(decoding: bytes, as: UTF8.self).drop(while: \.isWhitespace) : line
        return rest.prefix { !$0.isNewline }
    }

    /// - Parameter text: the head of a file that begins like HTML or XML, in lower case.
    static func words(ofMarkup text: String) -> String {
        if text.hasPrefix("<objs") || text.contains("schemas.microsoft.com/powershell") {
            return """
                this was written by Export-Clixml, which only PowerShell reads. Turn it into a table there: Import-Clixml FILE | Export-Csv FILE.csv \
                -NoTypeInformation -Encoding UTF8.
                """
        }
        if ["<!doctype html", "<html", "<head", "<body"].contains(where: text.contains) {
            let number = text.split { !$0.isNumber }.first { $0.count == 3 && ($0.first == "4" || $0.first == "5") }
            let isError =
                number != nil
                || [
                    "error", "denied", "forbidden", "unauthorized", "bad gateway", "unavailable", "sign in", "log in",
                    "login", "proxy", "blocked",
                ]
                .contains(where: text.contains)
            return """
                this is an HTML page\(isError ? " of an error\(number.map { " (\(String($0)))" } ?? "") or a sign-in, as proxies and gateways send it in place of an answer" : ""), not an \
                export. Open it in a browser to see what it says, and fetch or export again.
                """
        }
        if text.contains("<feed") || text.contains("<m:error") || text.contains("<error") || text.contains("<fault") {
            return text.contains("<feed")
                ? "this is XML (Atom), as the reporting web service answers unless told otherwise. Ask for JSON: $format=Json, or the header Accept: application/json."
                : "this is a web service's error in XML, not data. Look at its message, and fetch again."
        }
        return """
            this looks like HTML or XML, not like a CSV export. Use -OutputAs CSV with Get-CalendarDiagnosticAnalysis, or Export-Csv.
            """
    }

    /// What an archive is whose files are the parts of one document; nil when it is one of files.
    static func words(ofArchive names: [String]) -> String? {
        let names = Set(names)
        if names.contains("xl/workbook.bin") {
            return "this is an Excel workbook in binary form (.xlsb). Save it as .xlsx, and take that in."
        }
        if names.contains("content.xml"), names.contains("META-INF/manifest.xml") {
            return "this is an OpenDocument file, as LibreOffice writes them. Save the sheet as .xlsx or as CSV."
        }
        if names.contains("[Content_Types].xml") {
            return
                "this is an Office document and no workbook. Export to CSV with Export-Csv -NoTypeInformation -Encoding UTF8."
        }
        return nil
    }

    /// - Parameter titles: of the first record of a JSON file.
    static func refuse(record titles: [String], head: Bytes, path: String) throws(IntakeError) {
        let names = Set(titles.map(ColumnNames.normalized))
        let isError =
            !names.isDisjoint(with: [
                "error", "errors", "odata.error", "@odata.error", "errorcode", "errormessage", "exceptionmessage",
                "exceptiontype", "fault", "error-code",
            ])
            || (names.isSubset(of: [
                "message", "statuscode", "status", "code", "title", "type", "detail", "traceid", "instance",
                "requestid", "timestamp", "path", "innererror",
            ])
                && !names.isDisjoint(with: ["message", "title", "detail"]))
        guard isError else { return }
        let code = codeWord(in: String(decoding: head, as: UTF8.self)).map { " (\($0))" } ?? ""
        throw IntakeError(
            .notAnExport, path: path,
            """
            this is a web service's answer that says what went wrong\(code), not data: an error of Microsoft Graph or the like. Look at its message, and fetch again.
            """)
    }

    /// The error's own word for itself, such as `TooManyRequests`: the text or number of the first field that is named
    /// like one.
    private static func codeWord(in text: String) -> String? {
        for name in ["code", "Code", "ErrorCode", "errorCode", "error", "statusCode", "status"] {
            guard let found = text.firstRange(of: "\"\(name)\"") else { continue }
            let value = text[found.upperBound...].drop { $0.isWhitespace || $0 == ":" }
            let word = (value.first == "\"" ? value.dropFirst() : value).prefix {
                $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == ".")
            }
            if (3...60).contains(word.count), value.first != "{" { return String(word) }
        }
        return nil
    }
}
