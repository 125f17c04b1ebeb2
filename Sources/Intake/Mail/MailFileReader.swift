import EventStore
import ExchangeFormats

/// Reads one message log that is a table from its first byte to its last, a chunk at a time, in memory that does not
/// grow with the file: a server's MSGTRK file, or the CSV of Get-MessageTrackingLog, Get-MessageTrace or a historical
/// search.
///
/// docs/intake.md says what is understood. A bad row never stops a reader; a file that is no message log is refused
/// before its first row. A reader belongs to one thread; its chunks may be handed to another.
struct MailFileReader: ~Copyable {
    /// How the file says what its columns are.
    enum Shape: Sendable {
        /// Lines `#Fields: …`, wherever they stand. Other lines with `#` are comments. The file may still be growing.
        case serverLog
        /// One header line.
        case table
    }

    private let shape: Shape
    private let options: CalendarReaderOptions
    private var records: RecordReader
    /// Nil below a `#Fields` line that rows cannot be read by.
    private var columns: MailRowParser?
    private var refusal = ""
    private var form: MessageLogForm
    private var isCmdletOutput: Bool
    private var context: RowContext
    private var chunk: ChunkBuilder
    private var rowCount = 0
    private var isDone = false
    /// Whether a row was left out that may not be whole yet.
    private var isLastLineOpen = false

    /// Begins where nothing has been taken from the file yet.
    ///
    /// - Throws: `IntakeError` when the file is no message log that rows can be read from.
    init(_ records: consuming RecordReader, shape: Shape, options: CalendarReaderOptions) throws(IntakeError) {
        var records = records
        let titles: [String]
        let context: RowContext
        switch shape {
        case .serverLog:
            titles = try MailHeader.fieldsLine(in: &records, limits: options.limits)
            // The lines up to the first #Fields are read again, as comments.
            context = RowContext(
                header: titles.joined(separator: ","), delimiter: MailHeader.logDelimiter, mailbox: nil, form: .mailLog)
        case .table:
            let line = try records.header(limits: options.limits)
            titles = line.titles
            context = RowContext(header: line.text, delimiter: line.delimiter, mailbox: nil, form: .mailTable)
            try line.skip(in: &records)
        }
        let plan = try MailHeader.plan(titles: titles, path: records.path)
        records.split(by: context.delimiter, mostFields: MailHeader.fieldsKept(of: plan))
        if shape == .table {
            try MailHeader.checkDates(of: plan, in: &records, delimiter: context.delimiter, options: options)
        }
        self.shape = shape
        self.options = options
        self.context = context
        form = plan.form
        isCmdletOutput = plan.hasLocalTimes
        columns = MailRowParser(plan: plan, options: options)
        chunk = ChunkBuilder(kind: .mail, limits: options.limits)
        self.records = records
    }

    /// The next stretch of the file; nil when there is nothing more.
    ///
    /// - Throws: `IntakeError` with the code `unreadable` when the file cannot be read on.
    mutating func next() throws(IntakeError) -> IntakeChunk? {
        guard !isDone else { return nil }
        var chunkContext = context
        while !chunk.isFull {
            guard let item = try records.next() else {
                isDone = true
                break
            }
            // A server writes while it is read: what has no line end yet is for the next run.
            if shape == .serverLog, !records.isTerminated {
                isLastLineOpen = records.raw.first != UInt8(ascii: "#")
                continue
            }
            if shape == .serverLog, records.raw.first == UInt8(ascii: "#") {
                guard let titles = MailHeader.titles(ofFieldsLine: records.raw) else { continue }
                if titles.joined(separator: ",") == context.header { continue }
                // The rows so far were read by other columns, so they leave before the new ones hold.
                let before = chunkContext
                change(to: titles)
                if !chunk.isEmpty { return chunk.take(context: before, bytesRead: records.bytesRead) }
                chunkContext = context
                continue
            }
            if let header = read(item) {
                let before = chunkContext
                change(to: header)
                if !chunk.isEmpty { return chunk.take(context: before, bytesRead: records.bytesRead) }
                chunkContext = context
            }
        }
        var notes = isDone ? MailNotes.suspicions(rows: rowCount, form: form, isCmdletOutput: isCmdletOutput) : []
        if isDone && isLastLineOpen { notes.append(MailNotes.openLine) }
        if isDone, chunk.isEmpty, notes.isEmpty { return nil }
        return chunk.take(context: chunkContext, bytesRead: records.bytesRead, notes: notes)
    }

    /// Reads one record into the chunk. Returns the titles that it holds when it is a repeated header of a table.
    private mutating func read(_ item: RecordReader.Item) -> [String]? {
        let raw = records.raw
        if raw.count == 0 { return nil }
        let problem: RowProblem
        if case .problem(let found) = item {
            problem = found
        } else if records.scanner.kept.allSatisfy(\.isEmpty) {
            return nil
        } else {
            switch columns?.read(records.scanner.kept, raw: raw) {
            case .taken:
                columns?.append(to: &chunk.batch, line: records.line)
                rowCount += 1
                return nil
            case .problem(let found):
                if shape == .serverLog, MailHeader.isColumnNames(raw) { return nil }
                if shape == .table {
                    if found.code == .fieldCount, MailHeader.isComment(raw) { return nil }
                    if found.code == .fieldCount, HeaderLine.isPreamble(raw) { return nil }
                    if let titles = HeaderLine.titles(in: raw, delimiter: context.delimiter),
                        MailColumnNames.areOfMessageLog(titles)
                    {
                        return titles
                    }
                }
                problem = found
            case nil: problem = RowProblem(.unusableColumns, refusal)
            }
        }
        rowCount += 1
        chunk.quarantine(problem, line: records.line, raw: raw)
        return nil
    }

    /// Reads on by other columns.
    private mutating func change(to titles: [String]) {
        switch shape {
        case .serverLog: context.header = titles.joined(separator: ",")
        case .table: context.header = String(decoding: records.raw, as: UTF8.self)
        }
        do {
            let plan = try MailPlan(titles: titles)
            form = plan.form
            isCmdletOutput = plan.hasLocalTimes
            columns = MailRowParser(plan: plan, options: options)
            records.split(by: context.delimiter, mostFields: MailHeader.fieldsKept(of: plan))
        } catch {
            refusal = "The columns that hold for this row cannot be read by: there is \(MailHeader.words(error))"
            columns = nil
        }
    }
}

/// What is worth telling of a message log beside its rows.
enum MailNotes {
    static let openLine = """
        its last line has no end, as while a server is writing it, and was left out. Take the file in again when it has grown; if it never does, \
        end its last line.
        """

    /// - Parameter isCmdletOutput: the rows are Get-MessageTrackingLog's.
    static func suspicions(rows: Int, form: MessageLogForm, isCmdletOutput: Bool) -> [String] {
        switch form {
        case .tracking where isCmdletOutput && rows == 1_000:
            [
                """
                it has exactly 1000 rows, which is where Get-MessageTrackingLog stops unless told otherwise. Export again with -ResultSize \
                Unlimited, from every server.
                """
            ]
        case .trace where rows == 1_000 || rows == 5_000:
            [
                """
                it has exactly \(rows) rows, which is where a message trace stops. Ask for the following page or batch too, or for shorter \
                stretches of time.
                """
            ]
        default: []
        }
    }
}
