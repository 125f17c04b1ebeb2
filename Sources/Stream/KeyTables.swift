import EventStore
import ExchangeFormats
import Night
import Privacy
import Reconstruct
import Tables

/// The tables of a run, of one key at a time: the same makers of rows that the tables of a store have.
struct KeyTables {
    private let lines: TableLines
    private let months: MonthWindows
    private let profile: PartnerProfile?
    private let showsEmails: Bool
    private var meetings: MeetingRows?
    private var emails: EmailRows
    private var entries: CalendarLogRows?
    private let events: InteractionEvents?
    private var interactions: InteractionWriter
    /// Of the key at hand.
    private var gathered: SortedRows?

    init(_ settings: TableStream.Settings, _ lines: TableLines, _ months: MonthWindows) {
        self.lines = lines
        self.months = months
        let options = settings.options, mask = settings.mask, tables = settings.tables
        profile = options.profile
        showsEmails = tables.contains(.emails)
        if tables.contains(.meetings) || tables.contains(.participants) {
            meetings = MeetingRows(
                options, mask: mask, meetings: tables.contains(.meetings), participants: tables.contains(.participants))
        }
        emails = EmailRows(mask: mask, delimiter: options.delimiter)
        if tables.contains(.calendarLog) { entries = CalendarLogRows(mask: mask, delimiter: options.delimiter) }
        events = tables.contains(.interactions) ? InteractionEvents(mask: mask) : nil
        interactions = InteractionWriter(mask: mask, profile: profile ?? .sftp, delimiter: options.delimiter)
    }

    var showsOccurrences: Bool { meetings != nil || events != nil }
    var showsEntries: Bool { entries != nil }
    var showsMail: Bool { showsEmails || events != nil }

    /// A table's file: its name, and what its columns are called.
    struct Form {
        var name: String
        var columns: [String]
    }

    static func forms(_ tables: [ExportRun.Table], _ options: TableOptions, mask: Mask) -> [Form] {
        tables.flatMap { table -> [Form] in
            switch table {
            case .meetings: [Form(name: "meetings", columns: MeetingRows.Table.meetings.columns)]
            case .participants: [Form(name: "participants", columns: MeetingRows.Table.participants.columns)]
            case .emails: [Form(name: "emails", columns: EmailRow.columns)]
            case .calendarLog:
                [Form(name: CalendarLogTable.name(options.profile), columns: CalendarLogRows.columns.map(\.name))]
            case .interactions:
                (options.profile == .cli ? InteractionEvent.Label.allCases : [.meeting]).map { label in
                    let writer = InteractionWriter(
                        mask: mask, profile: options.profile ?? .sftp, delimiter: options.delimiter)
                    return Form(name: InteractionTable.name(of: label, options.profile), columns: writer.columns)
                }
            default: []
            }
        }
    }

    mutating func add(_ tabled: TabledOccurrence) throws {
        let start = tabled.occurrence.slot.start
        guard let month = months.index(of: start) else { return }
        _ = try meetings?.forEach(of: tabled) { table, key, row in
            try lines.write(table.rawValue, month: month, number: key.number, .text(key.text), row: row)
        }
        try events?.event(of: tabled).map { try gather($0) }
    }

    mutating func add(_ mail: SentMail, month: Int) throws {
        if showsEmails {
            try emails.forEach(of: mail) { key, row in
                try lines.write("emails", month: month, number: key.number, .text(key.text), row: row)
            }
        }
        try events?.event(of: mail).map { try gather($0) }
    }

    /// An entry of the calendar log, as it stands.
    mutating func add(_ event: EventLine, asOf: Instant?) throws {
        let ticks = event.ticks(CalendarColumn.logTime.rawValue)
        let logged = Instant(ticks: ticks ?? 0)
        guard let month = months.index(of: logged), ticks.map({ $0 <= asOf?.ticks ?? .max }) ?? true,
            let (key, row) = try entries?.row(of: event, logged: logged)
        else { return }
        try lines.write(CalendarLogTable.name(profile), month: month, number: key.number, .digest(key.text), row: row)
    }

    private mutating func gather(_ event: InteractionEvent) throws {
        let rows = gathered ?? SortedRows()
        gathered = rows
        try rows.add(event.sortKey, row: event.encoded())
    }

    /// Writes what is written of a key when all of it is known.
    mutating func endKey() throws {
        guard let rows = gathered else { return }
        gathered = nil
        var place: (key: SortedRows.Key, row: UInt32)?
        try rows.forEach { bytes in
            guard let event = InteractionEvent(encoded: bytes) else { throw RecordLineError() }
            let key = event.sortKey
            guard let month = months.index(of: event.when) else { return }
            var row = place?.key == key ? place?.row ?? 0 : 0
            try interactions.write(event) {
                try lines.write(
                    InteractionTable.name(of: event.label, profile), month: month, number: key.number,
                    .event(text: key.text, isEmail: event.label == .email, row: row), row: Array($0))
                row += 1
            }
            place = (key, row)
        }
    }

    private struct RecordLineError: Error {}
}
