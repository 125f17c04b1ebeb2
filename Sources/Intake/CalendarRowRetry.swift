import EventStore

/// Reads quarantined rows again, with options that may have changed since or with a newer calfold.
public struct CalendarRowRetry: ~Copyable {
    public enum Outcome: Sendable {
        /// A batch of that one row.
        case entry(EventBatch)
        /// Why the row is still not understood.
        case trouble(RowTrouble)
    }

    private var parser: EntryParser
    private var scanner: RecordScanner
    private let encoding: TextEncoding?

    /// - Parameter options: `mailbox`, `encoding`, `culture` and `timeZone` count; the rest does not.
    /// - Returns: nil when the context's header is none that rows can be read by.
    public init?(context: RowContext, options: CalendarReaderOptions = CalendarReaderOptions()) {
        let header = PaddedBytes(Array(context.header.utf8))
        guard let titles = HeaderLine.titles(in: header.bytes, delimiter: context.delimiter),
            let plan = try? HeaderPlan(titles: titles, delimiter: context.delimiter)
        else { return nil }
        let mailbox: MailboxSource =
            if let stated = options.mailbox ?? (context.isMailboxStated ? context.mailbox : nil) {
                .stated(stated)
            } else {
                .fromPath(context.mailbox)
            }
        encoding = options.encoding
        parser = EntryParser(plan: plan, mailbox: mailbox, dates: DateReader(options))
        scanner = RecordScanner(delimiter: context.delimiter, mostFields: FileHeader.fieldsKept(of: plan))
    }

    /// Reads one row.
    ///
    /// - Parameters:
    ///   - raw: `QuarantinedRow.raw`. Bytes that are not UTF-8 are decoded by the option `encoding`.
    ///   - line: the line of its file, for the new row.
    public mutating func read(raw: [UInt8], line: Int64) -> Outcome {
        let text = PaddedBytes(TextDecoder.decoded(raw, by: encoding))
        if let trouble = scanner.troubleInWhole(text.bytes, line: line) { return .trouble(trouble) }
        switch parser.read(scanner.kept, raw: text.bytes) {
        case .trouble(let trouble): return .trouble(trouble)
        case .entry:
            var batch = EventBatch(kind: .calendar)
            parser.append(to: &batch, line: line)
            return .entry(batch)
        }
    }
}
