import EventStore

/// A file of any kind that can be taken in, read from its first byte to its last. What it is, is found by looking.
public struct ExportReader: ~Copyable {
    /// What the file's rows become.
    public let kind: EventKind
    /// One of the readers is there.
    private var calendar: CalendarFileReader?
    private var mail: MailFileReader?
    private var isBegun = false

    /// Opens a file and reads as much of it as shows what it is.
    ///
    /// - Throws: `IntakeError` when the file is missing, unreadable, or no export that is known.
    public init(path: String, options: CalendarReaderOptions = CalendarReaderOptions()) throws(IntakeError) {
        try self.init(ByteSource(path: path), options: options)
    }

    init(_ source: consuming ByteSource, options: CalendarReaderOptions) throws(IntakeError) {
        var records = RecordReader(try TextWindow(source, encoding: options.encoding, limits: options.limits), limits: options.limits)
        let shape = try ExportReader.mailShape(of: &records, limits: options.limits)
        if let shape {
            mail = try MailFileReader(records, shape: shape, options: options)
            calendar = nil
            kind = .mail
        } else {
            calendar = try CalendarFileReader(records, options: options)
            mail = nil
            kind = .calendar
        }
    }

    /// In which shape a file is a message log; nil when it is none.
    private static func mailShape(of records: inout RecordReader, limits: ReaderLimits) throws(IntakeError) -> MailFileReader.Shape? {
        if MailHeader.isOfServerLog(try records.peek(min(4_096, limits.headBytes)).bytes) { return .serverLog }
        let titles = try HeaderLine.find(in: &records, limits: limits).titles
        return MailColumnNames.areOfMessageLog(titles) ? .table : nil
    }

    /// The next stretch of the file; nil when there is nothing more. The first is given even of a file without rows.
    ///
    /// - Throws: `IntakeError` with the code `unreadable` when the file cannot be read on.
    public mutating func next() throws(IntakeError) -> IntakeChunk? {
        let isFirst = !isBegun
        isBegun = true
        if let chunk = try mail?.next() { return chunk }
        if let chunk = try calendar?.next() { return chunk }
        guard isFirst else { return nil }
        let context = RowContext(header: "", delimiter: 0, mailbox: nil)
        return IntakeChunk(batch: EventBatch(kind: kind), quarantined: [], context: context, bytesRead: 0)
    }
}
