import Encodings
import EventStore
import ExchangeFormats

/// What is worth telling of a calendar export beside its rows: signs that it was cut, damaged, or read by the wrong
/// clock.
///
/// The memory it takes does not depend on the file: of the meetings, the first so many are counted.
struct ExportChecks {
    /// Where Exchange's cmdlets and the support script stop, without a word (reference: ResultSize 1000; 500, 2000 and
    /// 12,000 are the script's).
    static let caps = [500, 1_000, 2_000, 12_000]
    /// Meetings whose rows are counted.
    private static let mostMeetings = 65_536
    /// Characters of UTF-16 that a cell of a spreadsheet holds, and rows of its sheet.
    static let mostCellCharacters = 32_767
    private static let mostSheetRows = 1_048_576

    private var clock: ClockCheck
    private var rows = 0
    /// Rows of each meeting, by its key's hash, and the line of the first.
    private var meetings: [UInt64: (rows: Int32, line: Int64)] = [:]
    private var cut: (cells: Int, line: Int64, column: String)?
    private var withMailbox = 0
    private var withLogTime = 0
    private var withStartTime = 0
    /// Titles of columns whose meaning is not known.
    private let unknownColumns: [String]
    private var questionMarks = 0
    private var hasOtherLetters = false

    init(_ options: CalendarReaderOptions, unknownColumns: [String]) {
        self.unknownColumns = unknownColumns
        clock = ClockCheck(zone: options.timeZone, logZone: options.logTimeZone, zones: options.namedZones)
    }

    /// Looks at the row that was added last.
    ///
    /// - Parameter cutColumn: a column in which its value is exactly as long as the longest cell of a spreadsheet.
    mutating func addLast(of batch: EventBatch, cutColumn: String?) {
        rows += 1
        if let cutColumn {
            let line = batch.rows.last?.line ?? 0
            cut = (cells: (cut?.cells ?? 0) + 1, line: cut?.line ?? line, column: cut?.column ?? cutColumn)
        }
        RowView.last(of: batch) { row in
            count(row)
            if row.bytes(.mailbox) != nil { withMailbox += 1 }
            if row.instant(.logTime) != nil { withLogTime += 1 }
            if row.instant(.startTime) != nil { withStartTime += 1 }
            clock.add(row)
            lookAtLetters(row)
        }
    }

    mutating func addQuarantined() { rows += 1 }

    private mutating func count(_ row: RowView) {
        // Two meetings of a file would have to be counted as one to do harm, and then only to a note.
        let hash = row.keyHash
        if let known = meetings.index(forKey: hash) {
            meetings.values[known].rows &+= 1
        } else if meetings.count < ExportChecks.mostMeetings {
            meetings[hash] = (1, row.row.line)
        }
    }

    /// Question marks between letters, in a file without a single letter beyond ASCII, were letters once.
    private mutating func lookAtLetters(_ row: RowView) {
        guard !hasOtherLetters, let text = row.bytes(.normalizedSubject) else { return }
        var isBehindLetter = false
        var isLost = false
        for byte in text {
            if byte >= 0x80 {
                hasOtherLetters = true
                return
            }
            if byte == UInt8(ascii: "?") {
                isLost = isBehindLetter
            } else {
                if isLost, ASCII.isLetter(byte) {
                    questionMarks += 1
                    return
                }
                isLost = false
                isBehindLetter = ASCII.isLetter(byte)
            }
        }
    }

    /// A misspelt title takes a column out of every row, and nothing else shows it. An export that asked for few columns
    /// has none that are unknown.
    private var missingTimes: [String] {
        // Of a title that somebody else has made, no address is told.
        let titles = unknownColumns.lazy.filter { !$0.contains("@") }.prefix(5).map { $0.prefix(40) }
        guard !meetings.isEmpty, !titles.isEmpty else { return [] }
        let unknown = titles.joined(separator: ", ") + (unknownColumns.count > 5 ? ", …" : "")
        var notes: [String] = []
        if withLogTime == 0 {
            notes.append(
                """
                no row says when it was logged (LogTimestamp, or Local Log Time): no past moment can be shown of it, and none of its rows is in \
                a month's calendar_log. Is a title misspelt? Columns that are not known: \(unknown).
                """)
        }
        if withStartTime == 0 {
            notes.append(
                """
                no row says when its meeting begins (StartTime), so that its meetings are in no month's tables. Is a title misspelt? Columns that \
                are not known: \(unknown).
                """)
        }
        return notes
    }

    /// What a person should be told of the whole file; each begins as the end of a sentence about it.
    var notes: [String] {
        var notes = clock.notes
        if withMailbox == 0, !meetings.isEmpty {
            notes.append(
                """
                nothing says whose log it is: there is no mailbox column, and no address in the name of the file or its folder. Copies are told \
                apart by their creation times alone, and a guest is only who answered. Say --mailbox, or name files after their mailboxes; where a name is \
                an account's (anna.berg_A1B2C3_RAW.csv), --accepted-domain or --directory tells whose it is.
                """)
        }
        notes += missingTimes
        if ExportChecks.caps.contains(rows) {
            notes.append(
                """
                it has exactly \(rows) rows, a number at which exports of calendar logs stop without saying so. Rows may be missing: export \
                again in smaller pieces (fewer days, or one meeting at a time).
                """)
        } else if rows == ExportChecks.mostSheetRows - 1 {
            notes.append(
                """
                it has exactly \(rows) rows, as many as a spreadsheet holds below its header. Take the file as Exchange wrote it, not one \
                that was saved by a spreadsheet.
                """)
        }
        let capped = meetings.values.filter { ExportChecks.caps.contains(Int($0.rows)) }
        if Int(capped.map(\.rows).max() ?? 0) < rows, let first = capped.min(by: { $0.line < $1.line }) {
            notes.append(
                """
                \(capped.count == 1 ? "one meeting has" : "\(capped.count) meetings have") exactly \(first.rows) rows (the first begins on line \
                \(first.line)), a number at which exports of one meeting stop without saying so. Export it again over fewer days.
                """)
        }
        if let cut {
            notes.append(
                """
                \(cut.cells == 1 ? "one value is" : "\(cut.cells) values are") exactly 32,767 characters long (the first in column \(cut.column) on line \
                \(cut.line)): a spreadsheet cuts values there. Recurrence patterns that were cut cannot be read; take the file as \
                Exchange wrote it.
                """)
        }
        if questionMarks >= 3, !hasOtherLetters {
            notes.append(
                """
                in \(questionMarks) subjects a question mark stands where a letter should, and no letter beyond ASCII is in any: Windows \
                PowerShell's Export-Csv writes ASCII unless told otherwise. Export again with -Encoding UTF8 if the subjects matter.
                """)
        }
        return notes
    }
}
