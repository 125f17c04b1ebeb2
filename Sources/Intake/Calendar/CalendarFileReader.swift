import EventStore
import ExchangeFormats

/// How the calendar exports of a run are to be read.
package struct CalendarReaderOptions: Sendable {
    /// Whose log every file is; outweighs a mailbox column and the file's name.
    package var mailbox: String?
    /// The encoding of files without a byte order mark; UTF-8 when nil.
    package var encoding: TextEncoding?
    /// How dates are written that are not in ISO form; such dates are not understood when nil.
    package var culture: DateCulture?
    /// The pattern of dates that are not in ISO form, for cultures that are not known here.
    package var datePattern: DatePattern?
    /// Counts what the dates say, on a reading from which nothing is taken.
    var dateSurvey: DateSurvey?
    /// The clock of dates that state no offset; UTC when nil.
    package var timeZone: ZoneRules?
    /// The clock of log times, where it is not that of the other dates: Local Log Time is the exporting computer's.
    package var logTimeZone: ZoneRules?
    /// The address of the mailbox that a file is named after, when it is named after none: `Alice Smith.csv`,
    /// `asmith.csv`.
    package var mailboxNamed: (@Sendable (String) -> String?)?
    /// The address of the mailbox whose name begins so and goes on, when it is one mailbox's: the support script cuts
    /// names off.
    package var mailboxBeginning: (@Sendable (String) -> String?)?
    /// The domain of the organisation, when it has one: of the mailboxes whose names in the support script's files have
    /// none.
    package var acceptedDomain: String?
    /// Sets rows aside whose people are pseudonyms: a log that has some can be exported in clear alone.
    package var refusesPseudonyms = false
    /// Encoding, dates and clocks as they were stated.
    package var words = ReadingWords()
    package var limits = ReaderLimits()
    /// What files that were read with these options, or copies of them, said of zones.
    let namedZones = NamedZones()

    /// Whether dates may be of another form than ISO.
    var statesDateForm: Bool { culture != nil || datePattern != nil }

    /// Whose log a file is, as its path tells.
    package func mailbox(inPath path: String) -> String? { MailboxName.inPath(path, self) }

    package init(
        mailbox: String? = nil, encoding: TextEncoding? = nil, culture: DateCulture? = nil, timeZone: ZoneRules? = nil,
        limits: ReaderLimits = ReaderLimits()
    ) {
        self.mailbox = mailbox
        self.encoding = encoding
        self.culture = culture
        self.timeZone = timeZone
        self.limits = limits
    }
}

/// A stretch of a file: rows that were understood, and rows that were not. Holds at most
/// `ReaderLimits.rowsPerBatch` rows of both together.
package struct IntakeChunk: Sendable {
    package var batch: EventBatch
    package var quarantined: [QuarantinedRow]
    /// Holds for every row of the chunk.
    package var context: RowContext
    /// Rows of the chunk: `batch.rows.count + quarantined.count`.
    package var rowsRead: Int { batch.rows.count + quarantined.count }
    /// Bytes of the file that had been read when the chunk was handed over.
    package var bytesRead: Int64
    /// What is worth telling of the file beside its rows, in words that follow its name.
    package var notes: [String] = []
}

/// Reads one calendar export from its first byte to its last, a chunk at a time, in memory that does not grow with
/// the file.
///
/// The file's form is found by looking: encoding, delimiter, header, and which column means what. docs/intake.md
/// says what is understood. A bad row never stops a reader; a file that is no export is refused before its first
/// row. A reader belongs to one thread; its chunks may be handed to another.
package struct CalendarFileReader: ~Copyable {
    /// Bytes of the file, when the system knows them: for showing progress.
    package let fileSize: Int64?
    /// The mailbox that rows without one of their own get.
    package let mailbox: String?
    package let encoding: TextEncoding
    package var delimiter: UInt8 { context.delimiter }
    /// Titles of the columns that no field of an entry takes; their values are kept in `CalendarColumn.more`. Of JSON,
    /// those of the first record.
    package let unknownColumns: [String]

    /// One of the two is there.
    private var table: CalendarTable?
    private var json: CalendarJSON?
    private var context: RowContext
    private var chunk: ChunkBuilder
    private var checks: ExportChecks
    private var bytesRead: Int64 = 0
    private var isDone = false

    /// Opens a file and reads its header.
    ///
    /// - Throws: `IntakeError` when the file is missing, unreadable, or no calendar export.
    package init(path: String, options: CalendarReaderOptions = CalendarReaderOptions()) throws(IntakeError) {
        try self.init(ByteSource(path: path), options: options)
    }

    init(_ source: consuming ByteSource, options: CalendarReaderOptions) throws(IntakeError) {
        var window = try TextWindow(source, encoding: options.encoding, limits: options.limits)
        if try JSONHead.isJSON(&window, limits: options.limits) {
            try self.init(json: window, options: options)
        } else {
            try self.init(RecordReader(window, limits: options.limits), options: options)
        }
    }

    /// Reads a table on where nothing has been taken yet.
    init(_ records: consuming RecordReader, options: CalendarReaderOptions) throws(IntakeError) {
        fileSize = records.fileSize
        encoding = records.encoding
        let table = try CalendarTable(records, options: options)
        let mailbox = table.mailbox
        context = RowContext(
            header: table.header, delimiter: table.plan.delimiter, mailbox: mailbox.address,
            isMailboxStated: mailbox.overridesColumn)
        unknownColumns = table.plan.columns.filter { $0.role == .other }.map(\.title)
        self.mailbox = mailbox.address
        chunk = ChunkBuilder(kind: .calendar, limits: options.limits)
        checks = ExportChecks(options, unknownColumns: unknownColumns)
        self.table = consume table
        json = nil
    }

    /// Reads JSON on where nothing has been taken yet.
    init(json window: consuming TextWindow, options: CalendarReaderOptions) throws(IntakeError) {
        let mailbox = MailboxSource(options, path: window.path, stated: window.statedMailbox)
        fileSize = window.fileSize
        encoding = window.encoding
        let json = try CalendarJSON(window, mailbox: mailbox, options: options)
        context = RowContext(
            header: "", delimiter: 0, mailbox: mailbox.address, isMailboxStated: mailbox.overridesColumn,
            form: .calendarJSON)
        unknownColumns = json.unknownColumns
        self.mailbox = mailbox.address
        chunk = ChunkBuilder(kind: .calendar, limits: options.limits)
        checks = ExportChecks(options, unknownColumns: unknownColumns)
        self.json = consume json
        table = nil
    }

    /// The next stretch of the file; nil when there is nothing more. The last one has the notes about the file.
    ///
    /// - Throws: `IntakeError` with the code `unreadable` when the file cannot be read on.
    package mutating func next() throws(IntakeError) -> IntakeChunk? {
        guard !isDone else { return nil }
        var chunkContext = context
        var notes: [String] = []
        while !chunk.isFull {
            var step = try table?.step(into: &chunk, checks: &checks, bytesRead: &bytesRead)
            if step == nil { step = try json?.step(into: &chunk, checks: &checks, bytesRead: &bytesRead) }
            switch step ?? .end([]) {
            case .row: continue
            case .columnsChanged(let header):
                context.header = header
                // The rows so far were read by another header, so they leave before the new one holds.
                if !chunk.isEmpty { return chunk.take(context: chunkContext, bytesRead: bytesRead) }
                chunkContext = context
                continue
            case .end(let found):
                isDone = true
                notes = checks.notes + found
            }
            break
        }
        if isDone, chunk.isEmpty, notes.isEmpty { return nil }
        return chunk.take(context: chunkContext, bytesRead: bytesRead, notes: notes)
    }
}
