import EventStore

/// The entries of a calendar export that is a table.
struct CalendarTable: ~Copyable {
    private(set) var records: RecordReader
    private(set) var plan: HeaderPlan
    /// The header that holds, as it stands in the file.
    private(set) var header: String
    private(set) var parser: EntryParser
    private let refusesPseudonyms: Bool
    let mailbox: MailboxSource
    private let dates: DateReader

    /// Begins where nothing has been taken from the file yet.
    ///
    /// - Throws: `IntakeError` when the file is no calendar export, or has dates that fit two readings.
    init(_ records: consuming RecordReader, options: CalendarReaderOptions) throws(IntakeError) {
        var records = records
        let header = try FileHeader.find(in: &records, limits: options.limits)
        if options.refusesPseudonyms {
            let (rows, isLast) = try records.peek(options.limits.headBytes / 4)
            try ClearPeople.check(rows, plan: header.plan, path: records.path, isLast: isLast)
        }
        if !options.statesDateForm {
            let (rows, isLast) = try records.peek(options.limits.headBytes / 4)
            try DateForm.check(
                rows, delimiter: header.plan.delimiter, places: header.plan.datePlaces, path: records.path,
                isLast: isLast)
        }
        plan = header.plan
        self.header = header.text
        let mailbox = MailboxSource(options, path: records.path, stated: header.title?.mailbox)
        self.mailbox = mailbox
        dates = DateReader(options)
        refusesPseudonyms = options.refusesPseudonyms
        parser = EntryParser(plan: header.plan, mailbox: mailbox, dates: dates, refusesPseudonyms: refusesPseudonyms)
        self.records = records
    }

    /// Reads the next record into a chunk, and looks at what is told beside the rows.
    mutating func step(
        into chunk: inout ChunkBuilder, checks: inout ExportChecks, bytesRead: inout Int64
    ) throws(IntakeError) -> EntryStep {
        let reading = try next(into: &chunk.batch)
        bytesRead = records.bytesRead
        switch reading {
        case nil: return .end([])
        case .columnsChanged: return .columnsChanged(header)
        case .skipped: break
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
        let raw = records.raw
        if raw.count == 0 { return .skipped }
        let outcome = parser.read(
            records.scanner.kept, raw: raw, mayBeOdd: records.scanner.mayBeOdd,
            mayBeRedacted: records.scanner.mayBeRedacted)
        switch outcome {
        case .entry(let isKnownID):
            if !isKnownID, let header = headerInstead() { return take(header) }
            parser.append(to: &batch, line: records.line)
            return .taken
        case .problem(let problem):
            if problem.code == .missingIdentifier, records.scanner.kept.allSatisfy(\.isEmpty) { return .skipped }
            if problem.code == .fieldCount, HeaderLine.isPreamble(raw) { return .skipped }
            return headerInstead().map { take($0) } ?? .problem(problem)
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

    /// Reads on by a repeated header.
    private mutating func take(_ found: FileHeader) -> EntryReading {
        guard found.text != header, !header.hasSuffix("\n" + found.text) else { return .skipped }
        plan = found.plan
        header = found.text
        records.split(by: plan.delimiter, mostFields: FileHeader.fieldsKept(of: plan))
        parser = EntryParser(plan: plan, mailbox: mailbox, dates: dates, refusesPseudonyms: refusesPseudonyms)
        return .columnsChanged
    }
}
