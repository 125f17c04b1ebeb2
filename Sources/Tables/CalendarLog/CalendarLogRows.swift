import EventStore
import ExchangeFormats
import Privacy

/// Makes the table's rows of the log's events. Belongs to one thread. What a field shows of a text that came before is
/// copied as bytes.
package struct CalendarLogRows {
    package static let columns: [CalendarColumn] = CalendarColumn.allCases.filter { $0 != .mailbox && $0 != .more }

    private let mask: Mask
    private var row: CSVRow
    private let people = FieldCache()
    private let users = FieldCache()
    private let words = FieldCache()
    /// One text may stand in several of these columns, and be known in one of them only.
    private let knownWords: [KnownWord: FieldCache] = KnownWord.allCases.reduce(into: [:]) { $0[$1] = FieldCache() }
    private let subjects = FieldCache()
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
        row = CSVRow(delimiter: delimiter)
    }

    /// What the mask met.
    var met: MaskTally {
        for way in ShownAs.allCases { mask.count(way, times: uses[Int(way.rawValue)]) }
        return mask.met
    }

    /// Adds an event's row, under its log time and the beginning of its identity.
    mutating func add(_ event: EventRow, logged: Instant, to block: inout RowBlock) throws {
        try makeRow(of: event)
        withUnsafeBytes(of: CalendarLogRows.orderingIdentity(event)) {
            block.add(logged.ticks, text: $0, row: row.bytes)
        }
    }

    /// The row of an event on a line, and the key that orders it.
    package mutating func row(of event: EventLine, logged: Instant) throws -> (key: SortedRows.Key, row: [UInt8]) {
        try makeRow(of: event)
        let identity = withUnsafeBytes(of: CalendarLogRows.orderingIdentity(event)) { Array($0) }
        return (SortedRows.Key(number: logged.ticks, text: identity), row.bytes)
    }

    private static func orderingIdentity(_ event: some EventFields) -> (UInt64, UInt64) {
        (event.identity.high.bigEndian, event.identity.low.bigEndian)
    }

    private mutating func makeRow(of event: some EventFields) throws {
        row.begin()
        for column in CalendarLogRows.columns { try add(column, of: event) }
        row.end()
    }

    @inline(__always)
    private mutating func add(_ column: CalendarColumn, of event: some EventFields) throws {
        let index = column.rawValue, mask = mask
        switch column {
        case .normalizedSubject:
            guard mask.showsSubjects else { return row.addNothing() }
            try add(event, index, subjects) { (mask.subject($0), .nobody) }
        case .sentRepresentingEmailAddress, .senderEmailAddress: try add(event, index, people, mask.shown(person:))
        case .responsibleUserName: try add(event, index, users, mask.shown(responsible:))
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

    /// A text as `shown` shows it, which is asked once for a text.
    @inline(__always)
    private mutating func add(
        _ event: some EventFields, _ index: Int, _ cache: FieldCache,
        _ shown: (String) throws -> (text: String, as: ShownAs)
    ) throws {
        guard let number = event.number(index) else { return row.addNothing() }
        if let way = cache.add(number, to: &row) { return uses[way] += 1 }
        let found = try event.text(index).map(shown)
        row.add(found?.text)
        cache.remember(number, row.field, tag: Int((found?.as ?? .nobody).rawValue))
        uses[Int((found?.as ?? .nobody).rawValue)] += 1
    }

    @inline(__always)
    private mutating func add(_ event: some EventFields, _ index: Int, _ column: KnownWord) throws {
        let mask = mask
        try add(event, index, knownWords[column] ?? words) { (try mask.word($0, column), .nobody) }
    }

    private mutating func addID(_ event: some EventFields, _ index: Int) throws {
        let number = event.number(index)
        let cache = number == nil ? keys : ids, place = number ?? event.stream
        guard cache.add(place, to: &row) == nil else { return }
        row.add(try mask.globalObjectID(event.text(index) ?? event.streamKey()))
        cache.remember(place, row.field)
    }

    /// Blobs repeat from version to version and from copy to copy: each is scrubbed once.
    private mutating func addBlob(_ event: some EventFields, _ index: Int) {
        guard let number = event.number(index) else { return row.addNothing() }
        guard blobs.add(number, to: &row) == nil else { return }
        guard let blob = event.bytes(index) else { return row.addNothing() }
        let shown = mask.shown(recurrence: blob)
        if shown == nil { emptiedBlobs.insert(number) }
        row.add(hex: shown)
        blobs.remember(number, row.field)
    }
}
