/// How an export is written down.
public struct ExportDialect: Hashable, Sendable {
    public enum Encoding: Hashable, Sendable { case utf8, utf8WithMark, utf16LittleEndian, utf16BigEndian, windows1250 }

    public var delimiter: Character = ";"
    public var encoding = Encoding.utf8
    public var lineEnd = "\n"
    /// A first column `mailbox`.
    public var hasMailboxColumn = false
    /// Write the columns that only some exports have; they are empty unless the organisation fills them.
    public var hasExtraColumns = false
    /// Write the header again after so many rows, as concatenated exports have it.
    public var headerEvery: Int?
    /// The first line that Export-Csv writes unless told otherwise.
    public var hasTypeLine = false

    public init() {}

    public static let ordinary = ExportDialect()
    /// An export that names each row's mailbox, and so may lie in one file.
    public static var withMailbox: ExportDialect {
        var dialect = ExportDialect()
        dialect.hasMailboxColumn = true
        return dialect
    }
}

/// A file of an export.
public struct ExportFile: Hashable, Sendable {
    /// Its name, without a folder.
    public var name: String
    public var bytes: [UInt8]

    public init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }
}

/// Writes tables as CSV (RFC 4180).
public enum CSVWriter {
    /// A table in UTF-8.
    public static func bytes(
        header: [String], rows: [[String]], delimiter: Character = ";", lineEnd: String = "\n"
    ) -> [UInt8] {
        var text = line(header, delimiter) + lineEnd
        for row in rows { text += line(row, delimiter) + lineEnd }
        return Array(text.utf8)
    }

    /// Rows of logs in a dialect.
    public static func bytes(rows: [LogRow], dialect: ExportDialect = .ordinary) -> [UInt8] {
        var header = LogRow.columns
        if dialect.hasMailboxColumn { header.insert("mailbox", at: 0) }
        if dialect.hasExtraColumns { header += LogRow.extraColumns }
        let headerLine = line(header, dialect.delimiter) + dialect.lineEnd
        var text =
            dialect.hasTypeLine ? "#TYPE Selected.System.Management.Automation.PSCustomObject" + dialect.lineEnd : ""
        text += headerLine
        for (index, row) in rows.enumerated() {
            if let every = dialect.headerEvery, index > 0, index % every == 0 { text += headerLine }
            var fields = row.values
            if dialect.hasMailboxColumn { fields.insert(row.mailbox, at: 0) }
            if dialect.hasExtraColumns {
                fields += row.extras.isEmpty ? LogRow.extraColumns.map { _ in "" } : row.extras
            }
            text += line(fields, dialect.delimiter) + dialect.lineEnd
        }
        return encoded(text, as: dialect.encoding)
    }

    static func line(_ fields: [String], _ delimiter: Character) -> String {
        fields.map { field in
            let needsQuotes = field.contains { $0 == delimiter || $0 == "\"" || $0.isNewline }
            return needsQuotes
                ? "\"" + field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
                : field
        }.joined(separator: String(delimiter))
    }

    public static func encoded(_ text: String, as encoding: ExportDialect.Encoding) -> [UInt8] {
        switch encoding {
        case .utf8: return Array(text.utf8)
        case .utf8WithMark: return [0xEF, 0xBB, 0xBF] + Array(text.utf8)
        case .utf16LittleEndian:
            return [0xFF, 0xFE]
                + text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
        case .utf16BigEndian:
            return [0xFE, 0xFF]
                + text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0 >> 8), UInt8(truncatingIfNeeded: $0)] }
        case .windows1250:
            return text.unicodeScalars.map { scalar in
                scalar.isASCII ? UInt8(truncatingIfNeeded: scalar.value) : windows1250[scalar] ?? UInt8(ascii: "?")
            }
        }
    }

    /// The Polish letters of code page 1250.
    private static let windows1250: [Unicode.Scalar: UInt8] = [
        "Ą": 0xA5, "ą": 0xB9, "Ć": 0xC6, "ć": 0xE6, "Ę": 0xCA, "ę": 0xEA, "Ł": 0xA3, "ł": 0xB3, "Ń": 0xD1, "ń": 0xF1,
        "Ó": 0xD3, "ó": 0xF3, "Ś": 0x8C, "ś": 0x9C, "Ź": 0x8F, "ź": 0x9F, "Ż": 0xAF, "ż": 0xBF,
    ]
}
