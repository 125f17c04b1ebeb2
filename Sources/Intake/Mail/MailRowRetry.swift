import EventStore

/// Reads quarantined rows of message logs that are tables again.
struct MailRowRetry: ~Copyable {
    private var parser: MailRowParser
    private var scanner: RecordScanner
    private let encoding: TextEncoding?

    /// - Parameter options: `encoding`, `culture` and `timeZone` count; the rest does not.
    /// - Returns: nil when the context's header is none that rows can be read by.
    init?(context: RowContext, options: CalendarReaderOptions) {
        let header = PaddedBytes(Array(context.header.utf8))
        guard let titles = HeaderLine.titles(in: header.bytes, delimiter: context.delimiter),
            let plan = try? MailPlan(titles: titles)
        else { return nil }
        encoding = options.encoding
        parser = MailRowParser(plan: plan, options: options)
        scanner = RecordScanner(delimiter: context.delimiter, mostFields: MailHeader.fieldsKept(of: plan))
    }

    mutating func read(raw: [UInt8], line: Int64) -> CalendarRowRetry.Outcome {
        let text = PaddedBytes(TextDecoder.decoded(raw, by: encoding))
        if let problem = scanner.problemInWhole(text.bytes, line: line) { return .problem(problem) }
        switch parser.read(scanner.kept, raw: text.bytes) {
        case .problem(let problem): return .problem(problem)
        case .taken:
            var batch = EventBatch(kind: .mail)
            parser.append(to: &batch, line: line)
            return .entry(batch)
        }
    }
}

/// Reads quarantined records of message logs in JSON again.
struct MailRecordRetry: ~Copyable {
    private var parser: MailRecordParser
    private var scanner = JSONRecordScanner()
    private let encoding: TextEncoding?

    /// - Parameter options: `encoding`, `culture` and `timeZone` count; the rest does not.
    init(options: CalendarReaderOptions) {
        parser = MailRecordParser(options: options)
        encoding = options.encoding
    }

    mutating func read(raw: [UInt8], line: Int64) -> CalendarRowRetry.Outcome {
        let text = PaddedBytes(TextDecoder.decoded(raw, by: encoding))
        guard text.bytes.first == UInt8(ascii: "{"),
            case .record(let length) = scanner.scan(text.bytes, isLast: true, mayBeWrapper: false),
            length == text.bytes.count
        else { return .problem(RowProblem(.brokenJSON, "The stored text is not one record. Take the file in again.")) }
        if let problem = parser.read(scanner, raw: text.bytes) { return .problem(problem) }
        var batch = EventBatch(kind: .mail)
        parser.append(to: &batch, line: line)
        return .entry(batch)
    }
}
