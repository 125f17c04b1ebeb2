import EventStore
import ExchangeFormats
import Privacy

/// `calendar_log`: every calendar entry, masked, in the 23 columns of the entry format; in order of log time.
public final class CalendarLogTable {
    private static let columns: [CalendarColumn] = CalendarColumn.allCases.filter { $0 != .mailbox && $0 != .more }

    private let options: TableOptions
    private let mask: Mask
    private let rows = SortedRows()
    private var row: CSVRow
    private var count = 0
    private var blobs: [Int64: [UInt8]] = [:]

    public init(_ options: TableOptions, mask: Mask) {
        self.options = options
        self.mask = mask
        row = CSVRow(delimiter: options.delimiter)
    }

    /// Takes one event, if it was logged in the window.
    public func add(_ event: EventRow, key: String) throws {
        let logged = Instant(ticks: event.ticks(CalendarColumn.logTime.rawValue) ?? 0)
        guard options.window.contains(logged) else { return }
        row.begin()
        for column in CalendarLogTable.columns { try add(column, of: event, key: key) }
        row.end()
        let identity = event.identity
        var text: [UInt8] = []
        for word in [identity.high, identity.low] { withUnsafeBytes(of: word.bigEndian) { text.append(contentsOf: $0) } }
        try rows.add(.init(number: logged.ticks, text: text), row: row.bytes)
        count += 1
    }

    private func add(_ column: CalendarColumn, of event: EventRow, key: String) throws {
        let index = column.rawValue
        switch column {
        case .normalizedSubject: row.add(event.text(index).map(mask.subject))
        case .sentRepresentingEmailAddress, .senderEmailAddress: row.add(try event.text(index).map(mask.person))
        case .responsibleUserName: row.add(try event.text(index).map(mask.responsible))
        case .globalObjectID: row.add(try mask.globalObjectID(event.text(index) ?? key))
        case .appointmentRecurrenceBlob: row.add(hex: scrubbed(event, index))
        default:
            switch column.type {
            case .instant: row.add(event.ticks(index).map(Instant.init(ticks:)), digits: event.digits(index))
            case .integer: row.add(event.integer(index))
            case .boolean: row.add(event.integer(index).map { $0 != 0 })
            case .text, .inlineText, .bytes: row.add(event.text(index))
            }
        }
    }

    /// Blobs repeat from version to version and from copy to copy: each is scrubbed once.
    private func scrubbed(_ event: EventRow, _ index: Int) -> [UInt8]? {
        guard let number = event.number(index), let blob = event.bytes(index) else { return nil }
        if let known = blobs[number] { return known }
        let result = mask.recurrence(blob)
        if blobs.count > 20_000 { blobs.removeAll(keepingCapacity: true) }
        blobs[number] = result
        return result
    }

    public func finish() throws -> FinishedTable {
        // What the partner calls meetings is a log of changes.
        let name = options.profile == .sftp ? "meetings" : "calendar_log"
        let file = try AtomicFile(folder: options.folder, name: options.fileName(name))
        try file.write(CSVRow.of(CalendarLogTable.columns.map(\.name), delimiter: options.delimiter))
        try rows.forEach { try file.write($0) }
        try file.commit()
        return FinishedTable(name: "calendar_log", path: file.path, rows: count, rowsBefore: count)
    }
}
