import EventStore

/// The entries of a calendar export that is JSON.
///
/// Every record says for itself which fields it has, so each is read by the plan of its own titles; what it becomes
/// never depends on the records around it.
struct CalendarJSON: ~Copyable {
    /// Plans that are remembered. An export has one set of titles, or a few.
    private static let mostPlans = 64

    private(set) var records: JSONRecordReader
    /// Titles of the first record that no field of an entry takes.
    let unknownColumns: [String]
    private let mailboxSource: MailboxSource
    private let dates: DateReader

    private var plans: [[UInt8]: HeaderPlan] = [:]
    private(set) var parser: EntryParser
    private let refusesPseudonyms: Bool
    /// The titles that the parser reads by, each with a line feed behind it.
    private var parserTitles: [UInt8] = []
    private var titles = ByteBuffer()
    private var values: [Bytes] = []

    /// Begins where nothing has been taken from the file yet.
    ///
    /// - Throws: `IntakeError` when the file is no calendar export, or has dates that fit two readings.
    init(_ window: consuming TextWindow, mailbox: MailboxSource, options: CalendarReaderOptions) throws(IntakeError) {
        var window = window
        let titles = try JSONHead.titles(of: &window, limits: options.limits)
        let plan =
            titles.isEmpty
            ? HeaderPlan.none : try CalendarJSON.plan(titles, of: window.recordForm, path: window.path)
        if !options.statesDateForm { try CalendarJSON.checkDates(of: &window, plan: plan, options: options) }
        unknownColumns = plan.columns.filter { $0.role == .other }.map(\.title)
        mailboxSource = mailbox
        dates = DateReader(options)
        refusesPseudonyms = options.refusesPseudonyms
        parser = EntryParser(plan: plan, mailbox: mailbox, dates: dates, refusesPseudonyms: refusesPseudonyms)
        records = JSONRecordReader(window, limits: options.limits)
    }

    private static func plan(
        _ titles: [String], of form: RecordForm, path: String
    ) throws(IntakeError) -> HeaderPlan {
        do {
            return try FileHeader.plan(titles: titles, delimiter: 0, path: path)
        } catch {
            throw IntakeError(
                error.code, path: path,
                "\(form.words) no fields of a calendar export: \(error.explanation)")
        }
    }

    private static func checkDates(
        of window: inout TextWindow, plan: HeaderPlan, options: CalendarReaderOptions
    ) throws(IntakeError) {
        var form = DateForm()
        let places = plan.datePlaces
        _ = try JSONHead.forEachRecord(of: &window, limits: options.limits) { records in
            for place in places where place < records.fields.count {
                form.add(records.bytes(records.fields[place].value))
            }
            return form.wantsMore
        }
        try form.refuse(path: window.path)
    }

    /// Reads the next record into a chunk, and looks at what is told beside the rows.
    mutating func step(
        into chunk: inout ChunkBuilder, checks: inout ExportChecks, bytesRead: inout Int64
    ) throws(IntakeError) -> EntryStep {
        let reading = try next(into: &chunk.batch)
        bytesRead = records.bytesRead
        switch reading {
        case nil: return .end(notes)
        case .skipped, .columnsChanged: break
        case .taken: checks.addLast(of: chunk.batch, cutColumn: parser.cutColumn)
        case .problem(let problem):
            checks.addQuarantined()
            chunk.quarantine(problem, line: records.line, raw: records.raw)
        }
        return .row
    }

    private mutating func next(into batch: inout EventBatch) throws(IntakeError) -> EntryReading? {
        guard let item = try records.next() else { return nil }
        if case .problem(let problem) = item { return .problem(problem) }
        if records.fields.isEmpty { return .skipped }
        if let problem = RowProblem.inText(records.raw) { return .problem(problem) }
        if let problem = readTitles() { return .problem(problem) }
        values.removeAll(keepingCapacity: true)
        for field in records.fields { values.append(records.bytes(field.value)) }
        let outcome = values.withUnsafeBufferPointer { parser.read($0, raw: records.raw) }
        switch outcome {
        case .problem(let problem): return .problem(problem)
        case .entry:
            parser.append(to: &batch, line: records.line)
            return .taken
        }
    }

    /// What is worth telling of the file as a whole.
    private var notes: [String] {
        var notes: [String] = []
        if records.isCutOff {
            notes.append(
                "the JSON ends in the middle of its list: the export, or a copy of it, was cut off. Export it again.")
        }
        if records.hasNextPage {
            notes.append(
                "it names a next page (@odata.nextLink) that is not part of it. Export the following pages too.")
        }
        return notes
    }

    /// Makes the parser one for the titles of the current record.
    private mutating func readTitles() -> RowProblem? {
        titles.removeAll()
        for field in records.fields {
            titles.append(records.bytes(field.title))
            titles.append(0x0A)
        }
        if titles.bytes.elementsEqual(parserTitles) { return nil }
        let key = Array(titles.bytes)
        let plan: HeaderPlan
        if let known = plans[key] {
            plan = known
        } else {
            switch HeaderPlan.ofRecord(records.titles) {
            case .success(let made): plan = made
            case .failure(let problem): return problem.problem
            }
            if plans.count >= CalendarJSON.mostPlans { plans.removeAll() }
            plans[key] = plan
        }
        parser = EntryParser(plan: plan, mailbox: mailboxSource, dates: dates, refusesPseudonyms: refusesPseudonyms)
        parserTitles = key
        return nil
    }
}

extension HeaderPlan {
    /// Of a file without any record.
    static let none = HeaderPlan()

    struct RecordRefusal: Error { var problem: RowProblem }

    /// The plan of one record's titles, or why there is none.
    static func ofRecord(_ titles: [String]) -> Result<HeaderPlan, RecordRefusal> {
        do throws(Refusal) {
            return .success(try HeaderPlan(titles: titles, delimiter: 0))
        } catch {
            let problem =
                switch error {
                case .duplicate:
                    RowProblem(.duplicateField, "The record names a field twice, so it is not clear which one holds.")
                case .missingIdentifier:
                    RowProblem(
                        .missingIdentifier,
                        "The record has no field with a global object id, so it cannot be told which meeting it belongs to."
                    )
                case .missingKind:
                    RowProblem(
                        .unusableColumns,
                        "The record has neither ItemClass nor CalendarLogTriggerAction, without which it does not say what it is."
                    )
                }
            return .failure(RecordRefusal(problem: problem))
        }
    }

    /// Where the columns with dates stand in a row.
    var datePlaces: [Int] {
        columns.compactMap { column in
            guard case .field(let field) = column.role, field.type == .instant else { return nil }
            return column.index
        }
    }
}
