import EventStore
import ExchangeFormats
import Privacy

/// Makes the table's rows of the log's events. Belongs to one thread. What a field shows of a text that came before is
/// copied as bytes.
package struct CalendarLogRows {
    package static let columns: [CalendarColumn] = CalendarColumn.allCases.filter { $0 != .mailbox && $0 != .more }

    /// What becomes of a text, and so what is remembered of it apart from others: one text may stand in several
    /// columns, and be known in one of them only.
    private enum Meaning: Int, CaseIterable {
        case subject, person, user, zone, action, itemClass, recurrenceType
    }

    private let mask: Mask
    private let showsSubjects: Bool
    private let row: RowPen
    /// Writes one field, where it was not written before.
    private var field: CSVRow
    private let texts = Meaning.allCases.map { _ in FieldCache() }
    private let ids = FieldCache()
    /// Ids of rows that have none but their stream's key, by the stream.
    private let keys = FieldCache()
    private let blobs = FieldCache()
    /// How often what stands in those caches left, by `ShownAs`.
    private var uses = [Int](repeating: 0, count: ShownAs.allCases.count)
    /// By the dictionary's numbers: one that comes again is no second one.
    private(set) var emptiedBlobs: Set<Int64> = []

    package init(mask: Mask, delimiter: UInt8) {
        self.mask = mask
        showsSubjects = mask.showsSubjects
        row = RowPen(delimiter: delimiter)
        field = CSVRow(delimiter: delimiter)
    }

    /// What the mask met.
    var met: MaskTally {
        for way in ShownAs.allCases { mask.count(way, times: uses[Int(way.rawValue)]) }
        return mask.met
    }

    /// Adds an event's row, under its log time and the beginning of its identity.
    mutating func add(_ event: EventRow, logged: Instant, to block: inout RowBlock) throws {
        try makeRow(of: event)
        block.add(logged.ticks, identity: event.identity, row: row.bytes)
    }

    /// The row of an event on a line, and the key that orders it.
    package mutating func row(of event: EventLine, logged: Instant) throws -> (key: SortedRows.Key, row: [UInt8]) {
        try makeRow(of: event)
        let identity = withUnsafeBytes(of: (event.identity.high.bigEndian, event.identity.low.bigEndian)) { Array($0) }
        return (SortedRows.Key(number: logged.ticks, text: identity), Array(row.bytes))
    }

    private mutating func makeRow(of event: some EventFields) throws {
        row.begin()
        for column in CalendarLogRows.columns { try add(column, of: event) }
        row.end()
    }

    @inline(__always)
    private mutating func add(_ column: CalendarColumn, of event: some EventFields) throws {
        let index = column.rawValue
        switch column {
        case .normalizedSubject:
            guard showsSubjects else { return row.addNothing() }
            try add(event, index, .subject)
        case .sentRepresentingEmailAddress, .senderEmailAddress: try add(event, index, .person)
        case .responsibleUserName: try add(event, index, .user)
        case .globalObjectID: try addID(event, index)
        case .appointmentRecurrenceBlob: addBlob(event, index)
        case .timeZone: try add(event, index, .zone)
        case .calendarLogTriggerAction: try add(event, index, .action)
        case .itemClass: try add(event, index, .itemClass)
        case .recurrenceType: try add(event, index, .recurrenceType)
        // No default: whether a new column may leave as it stands is decided here, not forgotten.
        case .logTime, .startTime, .endTime, .originalLastModifiedTime, .creationTime, .lastModifiedTime:
            row.add(event.ticks(index).map(Instant.init(ticks:)), digits: event.digits(index))
        case .duration, .itemVersion, .appointmentSequenceNumber, .appointmentState: row.add(event.integer(index))
        case .appointmentRecurring, .isException, .mapiIsAllDayEvent: row.add(event.integer(index).map { $0 != 0 })
        // In no column of the table.
        case .mailbox, .more: row.addNothing()
        }
    }

    /// A text as its column shows it, which the mask is asked once for a text.
    @inline(__always)
    private mutating func add(_ event: some EventFields, _ index: Int, _ meaning: Meaning) throws {
        guard let number = event.number(index) else { return row.addNothing() }
        if let way = texts[meaning.rawValue].add(number, to: row) {
            uses[way] += 1
        } else {
            try addNew(number, event.text(index), meaning)
        }
    }

    @inline(never)
    private mutating func addNew(_ number: Int64, _ text: String?, _ meaning: Meaning) throws {
        let found = try text.map { try shown($0, meaning) }, way = Int((found?.as ?? .nobody).rawValue)
        texts[meaning.rawValue].remember(number, addNew(found?.text), tag: way)
        uses[way] += 1
    }

    /// Adds a field that was not written before.
    ///
    /// - Returns: its bytes.
    private mutating func addNew(_ text: String?) -> ArraySlice<UInt8> {
        field.begin()
        field.add(text)
        field.field.withUnsafeBytes { row.add(written: $0) }
        return field.field
    }

    private func shown(_ text: String, _ meaning: Meaning) throws -> (text: String, as: ShownAs) {
        switch meaning {
        case .subject: (mask.subject(text), .nobody)
        case .person: try mask.shown(person: text)
        case .user: try mask.shown(responsible: text)
        case .zone: (try mask.word(text, .zone), .nobody)
        case .action: (try mask.word(text, .action), .nobody)
        case .itemClass: (try mask.word(text, .itemClass), .nobody)
        case .recurrenceType: (try mask.word(text, .recurrenceType), .nobody)
        }
    }

    private mutating func addID(_ event: some EventFields, _ index: Int) throws {
        let number = event.number(index)
        let cache = number == nil ? keys : ids, place = number ?? event.stream
        guard cache.add(place, to: row) == nil else { return }
        cache.remember(place, addNew(try mask.globalObjectID(event.text(index) ?? event.streamKey())))
    }

    /// Blobs repeat from version to version and from copy to copy: each is scrubbed once.
    private mutating func addBlob(_ event: some EventFields, _ index: Int) {
        guard let number = event.number(index) else { return row.addNothing() }
        guard blobs.add(number, to: row) == nil else { return }
        guard let blob = event.bytes(index) else { return row.addNothing() }
        let shown = mask.shown(recurrence: blob)
        if shown == nil { emptiedBlobs.insert(number) }
        field.begin()
        field.add(hex: shown)
        field.field.withUnsafeBytes { row.add(written: $0) }
        blobs.remember(number, field.field)
    }
}
