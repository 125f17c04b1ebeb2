import Encodings
import EventStore

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Makes a calendar entry of one record: its cells, its stream's key and its identity.
///
/// Works in buffers of its own that are reused from row to row; a row that turns out bad has touched nothing else.
struct EntryParser: ~Copyable {
    enum Outcome {
        /// `isKnownID` is false when the id is text of no known form.
        case entry(isKnownID: Bool)
        case problem(RowProblem)
    }

    private let plan: HeaderPlan
    private let dates: DateReader
    private let logDates: DateReader
    private let fallbackMailbox: [UInt8]
    /// In plain memory, as are the cells and the days: an array would be looked at for each field.
    private let steps: UnsafeMutableBufferPointer<ColumnStep>
    /// For each step the column's title in the file, for messages.
    private let titles: [String]
    private var names = ByteBuffer(capacity: 1_024)
    /// The steps whose values go to `more`, each with its name as a JSON key and a colon.
    private let others: [(step: Int, key: [UInt8], dates: DateReader?)]
    private var hasher = IdentityHasher()
    /// The column of the row read last whose value is exactly as long as a spreadsheet's cell can be.
    private(set) var cutColumn: String?

    /// The cells of the entry read last; their offsets count from the start of `text`.
    private let cells: UnsafeMutableBufferPointer<Cell>
    private var text = ByteBuffer()
    private var form = ByteBuffer()
    private let preamble = IdentityHasher.preamble
    /// The mailbox of the row before, as it stood and as it was kept: nearly every row's is the same.
    private var mailboxRead = ByteBuffer(capacity: 64)
    private var mailboxKept = ByteBuffer(capacity: 64)
    /// For each cell the day that its column had last.
    private let days: UnsafeMutableBufferPointer<KnownDay>
    private var keyLength = 0
    private var keyOffset = 0
    private var isKnownID = false
    private var identity = EventIdentity(words: (0, 0, 0, 0))

    init(plan: HeaderPlan, mailbox: MailboxSource, dates: DateReader, refusesPseudonyms: Bool = false) {
        self.plan = plan
        self.dates = dates
        logDates = dates.ofLogTimes
        fallbackMailbox = Array((mailbox.address ?? "").utf8)
        cells = .allocate(capacity: CalendarColumn.allCases.count)
        cells.initialize(repeating: .none)
        days = .allocate(capacity: cells.count)
        days.initialize(repeating: KnownDay())

        var columns = plan.columns.filter { $0.role != .ofExport }
        if mailbox.overridesColumn, let place = columns.firstIndex(where: { $0.role == .field(.mailbox) }) {
            columns[place].role = .other
        }
        if !columns.contains(where: { $0.role == .field(.mailbox) }) {
            let name = CalendarColumn.mailbox.name
            let place =
                columns.firstIndex { !$0.canonicalName.utf8.lexicographicallyPrecedes(name.utf8) } ?? columns.count
            columns.insert(
                HeaderPlan.Column(index: -1, title: name, canonicalName: name, role: .field(.mailbox)), at: place)
        }
        titles = columns.map(\.title)
        var steps: [ColumnStep] = []
        var others: [(step: Int, key: [UInt8], dates: DateReader?)] = []
        for column in columns {
            let start = names.count
            names.append(length: column.canonicalName.utf8.count)
            names.append(Array(column.canonicalName.utf8))
            if column.role == .other || column.role == .cleanGlobalObjectID {
                var key = ByteBuffer(capacity: 64)
                JSONText.append(string: Array(column.canonicalName.utf8), to: &key)
                key.append(UInt8(ascii: ":"))
                let isClock = ColumnNames.otherClocks.contains(column.canonicalName)
                let reader =
                    isClock ? dates.ofWallClocks : ColumnNames.otherDates.contains(column.canonicalName) ? dates : nil
                others.append((steps.count, Array(key.bytes), reader))
            }
            let place = if case .field(let field) = column.role { field.rawValue } else { 0 }
            steps.append(
                ColumnStep(
                    index: column.index, reading: .init(column.role), place: place,
                    namesPeople: refusesPseudonyms && ColumnNames.namesPeople(column), nameStart: start,
                    nameCount: names.count - start))
        }
        self.steps = .allocate(capacity: steps.count)
        _ = self.steps.initialize(from: steps)
        self.others = others
    }

    deinit {
        steps.deallocate()
        cells.deallocate()
        days.deallocate()
    }

    // MARK: One row

    /// Reads the fields of a record that has as many as the header.
    ///
    /// - Parameters:
    ///   - mayBeOdd: whether the record may hold anything but ASCII without NULs.
    ///   - mayBeRedacted: whether it may hold the mark of masked data.
    mutating func read(
        _ fields: UnsafeBufferPointer<Bytes>, raw: Bytes, mayBeOdd: Bool = true, mayBeRedacted: Bool = true
    ) -> Outcome {
        if mayBeOdd, let problem = RowProblem.inText(raw) { return .problem(problem) }
        let mayBeRedacted = mayBeRedacted && FieldValues.isRedacted(raw)
        guard let fixed = plan.fixed else { return readAll(fields, mayBeRedacted: mayBeRedacted) }
        return fixed.withUnsafeBufferPointer { fixed in
            (Array(fields) + [fixed]).withUnsafeBufferPointer { readAll($0, mayBeRedacted: mayBeRedacted) }
        }
    }

    private mutating func readAll(_ fields: UnsafeBufferPointer<Bytes>, mayBeRedacted: Bool) -> Outcome {
        guard fields.count == plan.count else {
            return .problem(.fieldCount(fields.count, expected: plan.count))
        }
        text.removeAll()
        form.removeAll()
        form.append(preamble)
        cells.update(repeating: .none)
        cutColumn = nil
        var identifier = Bytes(start: nil, count: 0)
        var cleanIdentifier = Bytes(start: nil, count: 0)

        for place in steps.indices {
            let step = steps[place]
            if step.namesPeople, step.index >= 0, FieldValues.holdsPseudonym(fields[step.index]) {
                return .problem(.pseudonym(column: titles[place]))
            }
            if step.reading == .mailbox {
                readMailbox(step.index < 0 ? Bytes(start: nil, count: 0) : fields[step.index], step)
                continue
            }
            let field = fields[step.index]
            guard field.count > 0 else { continue }
            if field.count >= ExportChecks.mostCellCharacters { lookAtLength(of: field, titles[place]) }
            hash(field, under: step)
            if FieldValues.isNone(field) || (mayBeRedacted && FieldValues.isRedacted(field)) { continue }
            switch step.reading {
            case .identifier: identifier = field
            case .cleanIdentifier: cleanIdentifier = field
            case .other: continue
            default:
                if let code = read(field, step), !dates.isSurveying {
                    return .problem(.unreadable(code, column: titles[place]))
                }
            }
        }
        if let problem = readIdentifier(identifier, clean: cleanIdentifier) { return .problem(problem) }
        if let problem = timeProblem() { return .problem(problem) }
        if let problem = orderProblem() { return .problem(problem) }
        if !others.isEmpty { writeMore(fields, mayBeRedacted: mayBeRedacted) }
        if !dates.isSurveying { identity = hasher.identity(of: form.bytes) }
        return .entry(isKnownID: isKnownID)
    }

    /// Adds the entry read last to a batch.
    func append(to batch: inout EventBatch, line: Int64) {
        batch.append(
            identity: identity, key: keyOffset..<keyOffset + keyLength, cells: UnsafeBufferPointer(cells),
            text: text.bytes, line: line)
    }

    private mutating func lookAtLength(of field: Bytes, _ title: String) {
        if String(decoding: field, as: UTF8.self).utf16.count == ExportChecks.mostCellCharacters { cutColumn = title }
    }

    @inline(__always)
    private mutating func hash(_ value: Bytes, under step: ColumnStep) {
        form.append(names.slice(from: step.nameStart, count: step.nameCount), value: value)
    }

    private mutating func readMailbox(_ field: Bytes, _ step: ColumnStep) {
        let start = text.count
        if field.count > 0, isEqual(field, mailboxRead.bytes) {
            text.append(mailboxKept.bytes)
        } else {
            let trimmed = FieldValues.trimmed(field)
            if FieldValues.isNone(trimmed) || FieldValues.isRedacted(trimmed) {
                text.append(fallbackMailbox)
            } else {
                text.appendLowercased(trimmed)
            }
            mailboxRead.removeAll()
            mailboxRead.append(field)
            mailboxKept.removeAll()
            mailboxKept.append(text.slice(from: start))
        }
        let count = text.count - start
        guard count > 0 else { return }
        hash(text.slice(from: start), under: step)
        cells[CalendarColumn.mailbox.rawValue] = .text(offset: start, length: count)
    }

    @inline(__always)
    private func isEqual(_ left: Bytes, _ right: Bytes) -> Bool {
        guard left.count == right.count, let first = left.baseAddress, let second = right.baseAddress
        else {
            return false
        }
        return memcmp(first, second, left.count) == 0
    }

    @inline(__always)
    private mutating func read(_ field: Bytes, _ step: ColumnStep) -> RowProblem.Code? {
        switch step.reading {
        case .text:
            let start = text.count
            text.append(field)
            cells[step.place] = .text(offset: start, length: field.count)
            return nil
        case .blob:
            let start = text.count
            MeetingIdentifier.appendBlob(field, to: &text)
            cells[step.place] = .bytes(offset: start, length: text.count - start)
            return nil
        default: break
        }
        let trimmed = FieldValues.trimmed(field)
        guard trimmed.count > 0 else { return nil }
        switch step.reading {
        case .logTime, .instant:
            switch step.reading == .logTime
                ? logDates.read(trimmed, &days[step.place]) : dates.read(trimmed, &days[step.place])
            {
            case .value(let cell): cells[step.place] = cell
            case .sentinel: break
            case .unreadable: return .badDate
            }
        case .integer, .state:
            guard
                let number = step.reading == .state
                    ? FieldValues.appointmentState(trimmed) : FieldValues.integer(trimmed)
            else { return .badNumber }
            cells[step.place] = .integer(number)
        case .boolean:
            guard let value = FieldValues.boolean(trimmed) else { return .badBoolean }
            cells[step.place] = .integer(value ? 1 : 0)
        default: break
        }
        return nil
    }

    private mutating func readIdentifier(_ identifier: Bytes, clean: Bytes) -> RowProblem? {
        let field =
            identifier.count > 0 && FieldValues.trimmed(identifier).count > 0 ? identifier : FieldValues.trimmed(clean)
        guard field.count > 0 else {
            return RowProblem(
                .missingIdentifier, column: CalendarColumn.globalObjectID.name,
                "The row has no global object id, so it cannot be told which meeting it belongs to.")
        }
        keyOffset = text.count
        var reading = MeetingIdentifier.read(field, into: &text)
        if case .opaque = reading, clean.count > 0, identifier.count > 0 {
            reading = preferring(clean, over: field, reading)
        }
        let idLength: Int
        switch reading {
        case .identified(let key, let id): (keyLength, idLength, isKnownID) = (key, id, true)
        case .opaque(let key, let id): (keyLength, idLength, isKnownID) = (key, id, false)
        case .damaged:
            return RowProblem(
                .damagedIdentifier, column: CalendarColumn.globalObjectID.name,
                """
                The global object id is a number like 4.0E+110: a spreadsheet has destroyed it, and it cannot be \
                restored. Take in the file as Exchange wrote it, not one that was saved by a spreadsheet.
                """
            )
        }
        if idLength > 0 {
            cells[CalendarColumn.globalObjectID.rawValue] = .text(offset: keyOffset + keyLength, length: idLength)
        }
        return nil
    }

    /// Of an id of no known form (one cut short for display, say) and a cleaned id that has the form, the cleaned one
    /// is the key; the other text stays as the row's id.
    private mutating func preferring(
        _ clean: Bytes, over field: Bytes, _ reading: MeetingIdentifier.Reading
    ) -> MeetingIdentifier.Reading {
        let end = text.count
        guard case .identified(let key, _) = MeetingIdentifier.read(clean, into: &text) else {
            text.truncate(to: end)
            return reading
        }
        text.truncate(to: end + key)
        keyOffset = end
        text.append(field)
        return .identified(key: key, id: field.count)
    }

    /// A row that neither says when it was logged nor when its meeting is changes nothing, and would be lost without a
    /// word.
    private func timeProblem() -> RowProblem? {
        func isMissing(_ column: CalendarColumn) -> Bool { cells[column.rawValue].kind == .none }
        guard isMissing(.startTime), isMissing(.logTime) else { return nil }
        return RowProblem(
            .missingTime, column: CalendarColumn.logTime.name,
            """
            The row has neither a log time nor a start, so it cannot be told when anything happened. Export LogTimestamp (or Local Log Time) and \
            StartTime too; what Get-CalendarItems lists is no calendar diagnostic log.
            """)
    }

    private func orderProblem() -> RowProblem? {
        let start = cells[CalendarColumn.startTime.rawValue]
        let end = cells[CalendarColumn.endTime.rawValue]
        guard start.kind != .none, end.kind != .none, end.value < start.value else { return nil }
        return RowProblem(.endBeforeStart, column: CalendarColumn.endTime.name, "The end lies before the start.")
    }

    // MARK: What no column of the entry takes

    private mutating func writeMore(_ fields: UnsafeBufferPointer<Bytes>, mayBeRedacted: Bool) {
        let start = text.count
        for (place, key, dates) in others {
            let step = steps[place]
            let field = fields[step.index]
            if FieldValues.isNone(field) || (mayBeRedacted && FieldValues.isRedacted(field)) { continue }
            if step.reading == .cleanIdentifier, isStreamKey(field) { continue }
            text.append(text.count == start ? UInt8(ascii: "{") : UInt8(ascii: ","))
            text.append(key)
            if let dates, case .value(let cell) = dates.read(FieldValues.trimmed(field)) {
                JSONText.append(string: DateReader.isoText(cell), to: &text)
            } else {
                JSONText.append(string: field, to: &text)
            }
        }
        guard text.count > start else { return }
        text.append(UInt8(ascii: "}"))
        cells[CalendarColumn.more.rawValue] = .text(offset: start, length: text.count - start)
    }

    /// Whether a cleaned id says nothing that the stream's key does not say.
    private func isStreamKey(_ field: Bytes) -> Bool {
        let trimmed = FieldValues.trimmed(field)
        guard trimmed.count == keyLength else { return false }
        let key = text.slice(from: keyOffset)
        for index in 0..<keyLength where ASCII.uppercased(trimmed[index]) != key[index] { return false }
        return true
    }
}

/// Whose log it is, when the rows do not say so themselves, or in spite of them.
enum MailboxSource: Equatable, Sendable {
    /// What the operator said: it outweighs a mailbox column, which is then kept as an unknown column.
    case stated(String)
    /// What the path says: it stands in for an empty or missing mailbox column.
    case fromPath(String?)

    /// In lower case.
    var address: String? {
        switch self {
        case .stated(let address): address.lowercased()
        case .fromPath(let address): address?.lowercased()
        }
    }

    /// - Parameter stated: what the file itself says outside its rows.
    init(_ options: CalendarReaderOptions, path: String, stated: String?) {
        self =
            options.mailbox.map { .stated($0) }
            ?? .fromPath(stated ?? MailboxName.inPath(path, options))
    }

    var overridesColumn: Bool { if case .stated = self { true } else { false } }
}
