import EventStore
import ExchangeFormats

/// How the calendar exports of a run are to be read.
public struct CalendarReaderOptions: Sendable {
    /// Whose log every file is; outweighs a mailbox column and the file's name.
    public var mailbox: String?
    /// The encoding of files without a byte order mark; UTF-8 when nil.
    public var encoding: TextEncoding?
    /// How dates are written that are not in ISO form; such dates are not understood when nil.
    public var culture: DateCulture?
    /// The clock of dates that state no offset; UTC when nil.
    public var timeZone: ZoneRules?
    public var limits = ReaderLimits()

    public init(
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
public struct IntakeChunk: Sendable {
    public var batch: EventBatch
    public var quarantined: [QuarantinedRow]
    /// Holds for every row of the chunk.
    public var context: RowContext
    /// Rows of the chunk: `batch.rows.count + quarantined.count`.
    public var rowsRead: Int { batch.rows.count + quarantined.count }
    /// Bytes of the file that had been read when the chunk was handed over.
    public var bytesRead: Int64
    /// What is worth telling of the file beside its rows, in words that follow its name.
    public var notes: [String] = []
}

/// Reads one calendar export from its first byte to its last, a chunk at a time, in memory that does not grow with
/// the file.
///
/// The file's form is found by looking: encoding, delimiter, header, and which column means what. docs/intake.md
/// says what is understood. A bad row never stops a reader; a file that is no export is refused before its first
/// row. A reader belongs to one thread; its chunks may be handed to another.
public struct CalendarFileReader: ~Copyable {
    /// Bytes of the file, when the system knows them: for showing progress.
    public let fileSize: Int64?
    /// The mailbox that rows without one of their own get.
    public let mailbox: String?
    public var encoding: TextEncoding { records.encoding }
    public var delimiter: UInt8 { context.delimiter }
    /// Titles of the columns that no field of an entry takes; their values are kept in `CalendarColumn.more`.
    public var unknownColumns: [String] { plan.columns.filter { $0.role == .other }.map(\.title) }

    private var records: RecordReader
    private var parser: EntryParser
    private var plan: HeaderPlan
    private var context: RowContext
    private let mailboxSource: MailboxSource
    private let dates: DateReader
    private let limits: ReaderLimits
    private var isDone = false
    private var lastArenaCount = 0
    private var lastRowCount = 0

    /// Opens a file and reads its header.
    ///
    /// - Throws: `IntakeError` when the file is missing, unreadable, or no calendar export.
    public init(path: String, options: CalendarReaderOptions = CalendarReaderOptions()) throws(IntakeError) {
        try self.init(ByteSource(path: path), options: options)
    }

    init(_ source: consuming ByteSource, options: CalendarReaderOptions) throws(IntakeError) {
        let window = try TextWindow(source, encoding: options.encoding, limits: options.limits)
        try self.init(RecordReader(window, limits: options.limits), options: options)
    }

    /// Reads on where nothing has been taken yet.
    init(_ records: consuming RecordReader, options: CalendarReaderOptions) throws(IntakeError) {
        let mailboxSource = options.mailbox.map { MailboxSource.stated($0) } ?? .fromPath(MailboxName.inPath(records.path))
        var records = records
        let header = try FileHeader.find(in: &records, limits: options.limits)
        if options.culture == nil {
            let (rows, isLast) = try records.peek(options.limits.headBytes / 4)
            let places = header.plan.columns.compactMap { column -> Int? in
                guard case .field(let field) = column.role, field.type == .instant else { return nil }
                return column.index
            }
            try DateForm.check(rows, delimiter: header.plan.delimiter, places: places, path: records.path, isLast: isLast)
        }
        limits = options.limits
        self.mailboxSource = mailboxSource
        dates = DateReader(options)
        mailbox = mailboxSource.address
        fileSize = records.fileSize
        plan = header.plan
        context = RowContext(
            header: header.text, delimiter: header.plan.delimiter, mailbox: mailboxSource.address,
            isMailboxStated: mailboxSource.overridesColumn)
        parser = EntryParser(plan: header.plan, mailbox: mailboxSource, dates: dates)
        self.records = records
    }

    /// The next stretch of the file; nil when there is nothing more.
    ///
    /// - Throws: `IntakeError` with the code `unreadable` when the file cannot be read on.
    public mutating func next() throws(IntakeError) -> IntakeChunk? {
        guard !isDone else { return nil }
        var batch = EventBatch(kind: .calendar)
        // Most chunks of a file are alike; without this every array would be copied as it grows.
        batch.arena.reserveCapacity(lastArenaCount)
        batch.rows.reserveCapacity(lastRowCount)
        batch.cells.reserveCapacity(lastRowCount * batch.kind.columns.count)
        var quarantined: [QuarantinedRow] = []
        var quarantinedBytes = 0
        let chunkContext = context
        rows: while batch.rows.count + quarantined.count < limits.rowsPerBatch,
            batch.arena.count + quarantinedBytes < limits.bytesPerBatch
        {
            guard let item = try records.next() else {
                isDone = true
                break
            }
            let trouble: RowTrouble
            switch read(item, into: &batch) {
            case .taken, .skipped: continue
            case .header(let header):
                // The rows so far were read by another header, so they leave before the new one holds.
                if take(header), batch.rows.count + quarantined.count > 0 { break rows }
                continue
            case .trouble(let found): trouble = found
            }
            quarantined.append(QuarantinedRow(line: records.line, reason: trouble, raw: Array(records.raw)))
            quarantinedBytes += records.raw.count
        }
        (lastArenaCount, lastRowCount) = (batch.arena.count, batch.rows.count)
        if isDone, batch.rows.isEmpty, quarantined.isEmpty { return nil }
        return IntakeChunk(batch: batch, quarantined: quarantined, context: chunkContext, bytesRead: records.bytesRead)
    }

    private enum Reading {
        case taken, skipped
        case header(FileHeader)
        case trouble(RowTrouble)
    }

    private mutating func read(_ item: RecordReader.Item, into batch: inout EventBatch) -> Reading {
        if case .trouble(let trouble) = item { return .trouble(trouble) }
        let raw = records.raw
        if raw.count == 0 { return .skipped }
        switch parser.read(records.scanner.kept, raw: raw) {
        case .entry(let isKnownID):
            if !isKnownID, let header = headerInstead() { return .header(header) }
            parser.append(to: &batch, line: records.line)
            return .taken
        case .trouble(let trouble):
            if trouble.code == .missingIdentifier, records.scanner.kept.allSatisfy(\.isEmpty) { return .skipped }
            if trouble.code == .fieldCount, HeaderLine.isPreamble(raw) { return .skipped }
            return headerInstead().map { .header($0) } ?? .trouble(trouble)
        }
    }

    /// The header that the current record is, if it is one: exports that were put together repeat it.
    private func headerInstead() -> FileHeader? {
        guard FileHeader.namesIdentifier(records.scanner.kept),
            let titles = HeaderLine.titles(in: records.raw, delimiter: plan.delimiter),
            let plan = try? HeaderPlan(titles: titles, delimiter: plan.delimiter)
        else { return nil }
        return FileHeader(plan: plan, text: String(decoding: records.raw, as: UTF8.self))
    }

    /// Reads on by a repeated header. Returns whether it differs from the one before.
    private mutating func take(_ header: FileHeader) -> Bool {
        guard header.text != context.header else { return false }
        plan = header.plan
        context.header = header.text
        records.split(by: plan.delimiter, mostFields: FileHeader.fieldsKept(of: plan))
        parser = EntryParser(plan: plan, mailbox: mailboxSource, dates: dates)
        return true
    }
}
