import Encodings
import EventStore

/// A file of any kind that can be taken in, read from its first byte to its last. What it is, is found by looking.
package struct ExportReader: ~Copyable {
    /// What the file's rows become.
    package let kind: EventKind
    /// One of the readers is there.
    private var calendar: CalendarFileReader?
    private var mailTable: MailFileReader?
    private var mailJSON: MailJSONReader?
    private var isBegun = false

    /// Opens a file and reads as much of it as shows what it is.
    ///
    /// - Throws: `IntakeError` when the file is missing, unreadable, or no export that is known.
    package init(path: String, options: CalendarReaderOptions = CalendarReaderOptions()) throws(IntakeError) {
        var parts = ExportParts(path: path, limits: options.limits)
        guard let part = parts.next(), parts.next() == nil else {
            throw IntakeError(
                .notAFile, path: path, "several exports lie in this file. Unpack it, and take in what comes out.")
        }
        try self.init(part, options: options)
    }

    /// Opens one of the exports that lie in a file.
    ///
    /// - Throws: `IntakeError` when it cannot be read, or is no export that is known.
    package init(_ part: ExportParts.Part, options: CalendarReaderOptions = CalendarReaderOptions()) throws(IntakeError)
    {
        try self.init(part.open(), options: options)
    }

    init(_ source: consuming ByteSource, options: CalendarReaderOptions) throws(IntakeError) {
        if options.statesDateForm { try ExportReader.survey(source.again(), options) }
        try self.init(surveyed: source, options: options)
    }

    /// Reads a whole file without taking anything, so that one which refutes what was stated of its dates is refused
    /// before its first row.
    private static func survey(_ source: consuming ByteSource, _ options: CalendarReaderOptions) throws(IntakeError) {
        let survey = DateSurvey()
        var surveying = options
        surveying.dateSurvey = survey
        let path = source.path
        var reader = try ExportReader(surveyed: source, options: surveying)
        while try reader.next() != nil {}
        try survey.refuse(options, path: path)
    }

    private init(surveyed source: consuming ByteSource, options: CalendarReaderOptions) throws(IntakeError) {
        var window = try TextWindow(source, encoding: options.encoding, limits: options.limits)
        let form = try ExportReader.form(of: &window, limits: options.limits)
        var calendar: CalendarFileReader?
        var mailTable: MailFileReader?
        var mailJSON: MailJSONReader?
        switch form {
        case .calendar:
            calendar = try CalendarFileReader(RecordReader(window, limits: options.limits), options: options)
        case .calendarJSON: calendar = try CalendarFileReader(json: window, options: options)
        case .mail(let shape):
            mailTable = try MailFileReader(RecordReader(window, limits: options.limits), shape: shape, options: options)
        case .mailJSON:
            try MailJSONReader.checkDates(of: &window, options: options)
            mailJSON = MailJSONReader(JSONRecordReader(window, limits: options.limits), options: options)
        }
        kind = form == .calendar || form == .calendarJSON ? .calendar : .mail
        self.calendar = calendar
        self.mailTable = mailTable
        self.mailJSON = mailJSON
    }

    private enum Form: Equatable {
        case calendar, calendarJSON, mailJSON
        case mail(MailFileReader.Shape)
    }

    /// What a file is. One that is nothing known is left to the calendar's reader, which says why.
    private static func form(of window: inout TextWindow, limits: ReaderLimits) throws(IntakeError) -> Form {
        let head = try window.peek(min(16 << 10, limits.headBytes)).bytes
        // All that is asked below but for an error's words is asked of the first line.
        if KnownHeaders.shared.isOfCalendar(head) {
            try NoExport.refuse(error: head, path: window.path)
            return .calendar
        }
        if MailHeader.isOfServerLog(head) { return .mail(.serverLog) }
        try NoExport.refuse(head, path: window.path)
        if JSONRecordReader.begins(head) == true {
            switch try JSONLook(&window, limits: limits) {
            case .record(let titles):
                try NoExport.refuse(
                    record: titles, head: try window.peek(min(16 << 10, limits.headBytes)).bytes, path: window.path)
                return MailColumnNames.areOfMessageLog(titles) ? .mailJSON : .calendarJSON
            // Only message traces come in pages.
            case .emptyPage: return .mailJSON
            case .nothing: return .calendarJSON
            }
        }
        let titles = try HeaderLine.find(in: &window, limits: limits).titles
        guard !MailColumnNames.areOfMessageLog(titles) else { return .mail(.table) }
        let begin = try window.peek(1).bytes
        // Of what may be markup or JSON the lines that follow have a say.
        if begin.first == UInt8(ascii: "\"") || begin.first.map(ASCII.isLetter) == true {
            KnownHeaders.shared.keepOfCalendar(begin)
        }
        return .calendar
    }

    /// The next stretch of the file; nil when there is nothing more. The first is given even of a file without rows.
    ///
    /// - Throws: `IntakeError` with the code `unreadable` when the file cannot be read on.
    package mutating func next() throws(IntakeError) -> IntakeChunk? {
        let isFirst = !isBegun
        isBegun = true
        if let chunk = try mailTable?.next() { return chunk }
        if let chunk = try mailJSON?.next() { return chunk }
        if let chunk = try calendar?.next() { return chunk }
        guard isFirst else { return nil }
        let context = RowContext(header: "", delimiter: 0, mailbox: nil)
        return IntakeChunk(batch: EventBatch(kind: kind), quarantined: [], context: context, bytesRead: 0)
    }
}
