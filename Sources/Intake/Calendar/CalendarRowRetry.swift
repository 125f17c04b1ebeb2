import EventStore

/// Reads quarantined rows again, with options that may have changed since or with a newer calfold.
package struct CalendarRowRetry: ~Copyable {
    package enum Outcome: Sendable {
        /// A batch of that one row.
        case entry(EventBatch)
        /// Why the row is still not understood.
        case problem(RowProblem)
    }

    private let mailbox: MailboxSource
    private let dates: DateReader
    private let encoding: TextEncoding?
    private let refusesPseudonyms: Bool
    /// Nil for records of JSON, each of which has a plan of its own.
    private var table: Table?

    private struct Table: ~Copyable {
        var parser: EntryParser
        var scanner: RecordScanner

        mutating func read(_ text: Bytes, line: Int64) -> Outcome {
            if let problem = scanner.problemInWhole(text, line: line) { return .problem(problem) }
            if case .problem(let problem) = parser.read(scanner.kept, raw: text) { return .problem(problem) }
            var batch = EventBatch(kind: .calendar)
            parser.append(to: &batch, line: line)
            return .entry(batch)
        }
    }

    /// - Parameter options: `mailbox`, `encoding`, `culture`, `datePattern`, `refusesPseudonyms` and the zones count;
    ///   the rest does not.
    /// - Returns: nil when the context's header is none that rows can be read by.
    package init?(context: RowContext, options: CalendarReaderOptions = CalendarReaderOptions()) {
        mailbox =
            if let stated = options.mailbox ?? (context.isMailboxStated ? context.mailbox : nil) {
                .stated(stated)
            } else {
                .fromPath(context.mailbox)
            }
        encoding = options.encoding
        refusesPseudonyms = options.refusesPseudonyms
        dates = DateReader(options)
        guard context.form != .calendarJSON else {
            table = nil
            return
        }
        guard let header = HeaderLine.kept(context.header, delimiter: context.delimiter),
            let plan = try? HeaderPlan(titles: header.titles, delimiter: context.delimiter, fixed: header.fixed)
        else { return nil }
        table = Table(
            parser: EntryParser(plan: plan, mailbox: mailbox, dates: dates, refusesPseudonyms: refusesPseudonyms),
            scanner: RecordScanner(delimiter: context.delimiter, mostFields: FileHeader.fieldsKept(of: plan)))
    }

    /// Reads one row.
    ///
    /// - Parameters:
    ///   - raw: `QuarantinedRow.raw`. Bytes that are not UTF-8 are decoded by the option `encoding`.
    ///   - line: the line of its file, for the new row.
    package mutating func read(raw: [UInt8], line: Int64) -> Outcome {
        let text = PaddedBytes(TextDecoder.decoded(raw, by: encoding))
        if let outcome = table?.read(text.bytes, line: line) { return outcome }
        return readJSON(text.bytes, line: line)
    }

    private func readJSON(_ text: Bytes, line: Int64) -> Outcome {
        var scanner = JSONRecordScanner()
        guard case .record(text.count) = scanner.scan(text, isLast: true, mayBeWrapper: false) else {
            return .problem(
                RowProblem(
                    .brokenJSON, "The stored text is not one record of JSON. Mend the file there and take it in again.")
            )
        }
        if let problem = RowProblem.inText(text) { return .problem(problem) }
        let titles = scanner.fields.map { String(decoding: scanner.bytes($0.title), as: UTF8.self) }
        switch HeaderPlan.ofRecord(titles) {
        case .failure(let refusal): return .problem(refusal.problem)
        case .success(let plan):
            var parser = EntryParser(plan: plan, mailbox: mailbox, dates: dates, refusesPseudonyms: refusesPseudonyms)
            let values = scanner.fields.map { scanner.bytes($0.value) }
            if case .problem(let problem) = values.withUnsafeBufferPointer({ parser.read($0, raw: text) }) {
                return .problem(problem)
            }
            var batch = EventBatch(kind: .calendar)
            parser.append(to: &batch, line: line)
            return .entry(batch)
        }
    }
}
