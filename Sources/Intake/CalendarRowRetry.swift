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
        guard let titles = FileHeader.titles(in: header.bytes, delimiter: context.delimiter),
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
        let text = PaddedBytes(decoded(raw))
        switch scanner.scan(text.bytes, isLast: true) {
        case .record(let length, let ending, _) where length + ending == text.bytes.count:
            switch parser.read(scanner.kept, raw: text.bytes) {
            case .trouble(let trouble): return .trouble(trouble)
            case .entry:
                var batch = EventBatch(kind: .calendar)
                parser.append(to: &batch, line: line)
                return .entry(batch)
            }
        case .textAfterQuote: return .trouble(.quoting(.textAfterQuote, line: line))
        case .unterminatedQuote: return .trouble(.quoting(.unterminatedQuote, line: line))
        case .record, .needsMore:
            return .trouble(RowTrouble(.fieldCount, "The stored text is not one row. Take the file in again."))
        }
    }

    private func decoded(_ raw: [UInt8]) -> [UInt8] {
        guard let encoding, String(validating: raw, as: UTF8.self) == nil else { return raw }
        var decoder = TextDecoder(encoding)
        return [UInt8](unsafeUninitializedCapacity: raw.count * encoding.growth + 16) { buffer, count in
            guard let base = buffer.baseAddress else { return }
            count = raw.withUnsafeBufferPointer { decoder.decode($0, into: base) }
            count += decoder.finish(into: base + count)
        }
    }
}

/// Bytes with the readable bytes behind them that a `RecordScanner` needs.
struct PaddedBytes: ~Copyable {
    private let memory: UnsafeMutablePointer<UInt8>
    private let count: Int

    init(_ content: [UInt8]) {
        count = content.count
        memory = .allocate(capacity: count + 8)
        memory.initialize(repeating: 0, count: count + 8)
        for (index, byte) in content.enumerated() { memory[index] = byte }
    }

    deinit { memory.deallocate() }

    /// Valid as long as this value.
    var bytes: Bytes { Bytes(start: memory, count: count) }
}
