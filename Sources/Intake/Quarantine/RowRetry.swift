import EventStore

/// Reads quarantined rows again, of whatever kind of file, with options that may have changed since or with a newer
/// calfold.
package struct RowRetry: ~Copyable {
    package typealias Outcome = CalendarRowRetry.Outcome

    /// One of them is there.
    private var calendar: CalendarRowRetry?
    private var mail: MailRowRetry?
    private var mailRecord: MailRecordRetry?

    /// - Returns: nil when the context's header is none that rows can be read by.
    package init?(context: RowContext, options: CalendarReaderOptions = CalendarReaderOptions()) {
        switch context.form {
        case .calendar, .calendarJSON:
            guard let retry = CalendarRowRetry(context: context, options: options) else { return nil }
            calendar = consume retry
        case .mailTable, .mailLog:
            guard let retry = MailRowRetry(context: context, options: options) else { return nil }
            mail = consume retry
        case .mailJSON: mailRecord = MailRecordRetry(options: options)
        }
    }

    /// Reads one row.
    ///
    /// - Parameters:
    ///   - raw: `QuarantinedRow.raw`. Bytes that are not UTF-8 are decoded by the option `encoding`.
    ///   - line: the line of its file, for the new row.
    package mutating func read(raw: [UInt8], line: Int64) -> Outcome {
        if let outcome = mail?.read(raw: raw, line: line) { return outcome }
        if let outcome = mailRecord?.read(raw: raw, line: line) { return outcome }
        if let outcome = calendar?.read(raw: raw, line: line) { return outcome }
        return .problem(RowProblem(.unusableColumns, "The row's header is not known. Take the file in again."))
    }
}
