import EventStore

/// Reads one message log that is JSON: the output of ConvertTo-Json, one record a line, or pages of a web service.
///
/// A reader belongs to one thread; its chunks may be handed to another.
struct MailJSONReader: ~Copyable {
    private var records: JSONRecordReader
    private var parser: MailRecordParser
    private var chunk: ChunkBuilder
    private var rowCount = 0
    private var isDone = false

    /// Begins where nothing has been taken from the file yet.
    init(_ records: consuming JSONRecordReader, options: CalendarReaderOptions) {
        parser = MailRecordParser(options: options)
        chunk = ChunkBuilder(kind: .mail, limits: options.limits)
        self.records = records
    }

    /// Refuses a file whose times are written in some culture's way when none was stated. What else is wrong with its
    /// records is told row by row.
    static func checkDates(of window: inout TextWindow, options: CalendarReaderOptions) throws(IntakeError) {
        guard !options.statesDateForm else { return }
        var form = DateForm()
        _ = try? JSONHead.forEachRecord(of: &window, limits: options.limits) { records in
            let plan = try? MailPlan(titles: records.titles)
            for column in plan?.columns ?? [] where column.role == .field(.logTime) {
                form.add(records.bytes(records.fields[column.index].value))
            }
            return form.wantsMore
        }
        try form.refuse(path: window.path)
    }

    /// The next stretch of the file; nil when there is nothing more.
    ///
    /// - Throws: `IntakeError` with the code `unreadable` when the file cannot be read on.
    mutating func next() throws(IntakeError) -> IntakeChunk? {
        guard !isDone else { return nil }
        while !chunk.isFull {
            guard let item = try records.next() else {
                isDone = true
                break
            }
            rowCount += 1
            var problem: RowProblem?
            switch item {
            case .problem(let found): problem = found
            case .record: problem = parser.read(records.scanner, raw: records.raw)
            }
            if let problem {
                chunk.quarantine(problem, line: records.line, raw: records.raw)
            } else {
                parser.append(to: &chunk.batch, line: records.line)
            }
        }
        let notes = isDone ? self.notes : []
        if isDone, chunk.isEmpty, notes.isEmpty { return nil }
        return chunk.take(context: MailRecordParser.context, bytesRead: records.bytesRead, notes: notes)
    }

    private var notes: [String] {
        var notes: [String] = []
        if records.isCutOff {
            notes.append("it ends inside its list: the export, or a copy of it, was cut off. Export it again.")
        }
        if let plan = parser.plan, !records.hasNextPage {
            notes += MailNotes.suspicions(rows: rowCount, form: plan.form, isCmdletOutput: plan.hasLocalTimes)
        }
        return notes
    }
}

/// Makes events of JSON records. Records of one file have the same titles nearly always, so what they mean is worked
/// out when they change.
struct MailRecordParser: ~Copyable {
    /// What a record from the quarantine needs, beside its text.
    static let context = RowContext(header: "", delimiter: 0, mailbox: nil, form: .mailJSON)

    private let options: CalendarReaderOptions
    private(set) var plan: MailPlan?
    private var rows: MailRowParser?
    private var refusal = ""
    /// The titles that the plan is of, each with its length in front.
    private var titles = ByteBuffer(capacity: 1_024)
    private var nextTitles = ByteBuffer(capacity: 1_024)
    private var values: [Bytes] = []

    init(options: CalendarReaderOptions) { self.options = options }

    /// Reads the record that the scanner found last. Returns what is wrong with it.
    mutating func read(_ scanner: borrowing JSONRecordScanner, raw: Bytes) -> RowProblem? {
        if let problem = RowProblem.inText(raw) { return problem }
        nextTitles.removeAll()
        values.removeAll(keepingCapacity: true)
        var isNested = false
        for field in scanner.fields {
            let title = scanner.bytes(field.title)
            nextTitles.append(length: title.count)
            nextTitles.append(title)
            values.append(field.kind == .none ? Bytes(start: nil, count: 0) : scanner.bytes(field.value))
            if case .json = field.kind { isNested = true }
        }
        if plan == nil || !titles.bytes.elementsEqual(nextTitles.bytes) { change(scanner) }
        guard let plan else { return RowProblem(.unusableColumns, refusal) }
        if isNested, let column = nestedRecipients(scanner, plan) { return .lostRecipients(column: column) }
        guard let outcome = values.withUnsafeBufferPointer({ rows?.read($0, raw: raw) }) else {
            return RowProblem(.unusableColumns, refusal)
        }
        if case .problem(let problem) = outcome { return problem }
        return nil
    }

    /// Adds the record read last to a batch.
    mutating func append(to batch: inout EventBatch, line: Int64) { rows?.append(to: &batch, line: line) }

    private mutating func change(_ scanner: borrowing JSONRecordScanner) {
        titles.removeAll()
        titles.append(nextTitles.bytes)
        do {
            let plan = try MailPlan(
                titles: scanner.fields.map { String(decoding: scanner.bytes($0.title), as: UTF8.self) })
            rows = MailRowParser(plan: plan, options: options)
            self.plan = plan
        } catch {
            plan = nil
            rows = nil
            refusal = "The record cannot be read: it has \(MailHeader.words(error))"
        }
    }

    /// The title of the recipients when they are objects, whose addresses cannot be told.
    private func nestedRecipients(_ scanner: borrowing JSONRecordScanner, _ plan: MailPlan) -> String? {
        guard let column = plan.columns.first(where: { $0.role == .field(.recipients) }),
            case .json = scanner.fields[column.index].kind
        else { return nil }
        return column.title
    }
}
