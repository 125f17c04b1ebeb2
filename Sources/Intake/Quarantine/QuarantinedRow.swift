/// A row that could not be understood, with what is needed to find it, to understand why, and to try it again.
package struct QuarantinedRow: Sendable, Equatable {
    /// Line of the file on which the row begins, from 1.
    package var line: Int64
    package var reason: RowProblem
    /// The row as it stood, without its line end: UTF-8, or for bytes that are invalid in the file's encoding
    /// those bytes (see `TextDecoder`). At most `ReaderLimits.recordBytes` long.
    package var raw: [UInt8]

    package init(line: Int64, reason: RowProblem, raw: [UInt8]) {
        self.line = line
        self.reason = reason
        self.raw = raw
    }

    /// The row for display: bytes that are not UTF-8 show as U+FFFD.
    package var text: String { String(decoding: raw, as: UTF8.self) }
}

/// Why one row could not be understood. The sentence names the column and never the value.
package struct RowProblem: Sendable, Equatable, CustomStringConvertible {
    /// Stable names: they are stored in the quarantine and may be searched for.
    package enum Code: String, Sendable, CaseIterable {
        case fieldCount = "field-count"
        case invalidEncoding = "invalid-encoding"
        case nulByte = "nul-byte"
        case unterminatedQuote = "unterminated-quote"
        case textAfterQuote = "text-after-quote"
        case tooLong = "too-long"
        case badDate = "bad-date"
        case badNumber = "bad-number"
        case badBoolean = "bad-boolean"
        case missingIdentifier = "missing-id"
        case missingTime = "missing-time"
        case damagedIdentifier = "damaged-id"
        case endBeforeStart = "end-before-start"
        case brokenJSON = "broken-json"
        case duplicateField = "duplicate-field"
        case lostList = "lost-list"
        case numberedName = "numbered-name"
        case unusableColumns = "unusable-columns"
        case pseudonym
    }

    package var code: Code
    /// The column as the file's header spells it, when the trouble lies in one.
    package var column: String?
    package var sentence: String

    package init(_ code: Code, column: String? = nil, _ sentence: String) {
        self.code = code
        self.column = column
        self.sentence = sentence
    }

    package var description: String { sentence }
}
