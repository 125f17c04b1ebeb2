import Encodings
import EventStore

/// Makes an event of one row of a message log: its cells, its stream's key and its identity.
///
/// Works in buffers of its own that are reused from row to row; a row that turns out bad has touched nothing else.
struct MailRowParser: ~Copyable {
    enum Outcome {
        case taken
        case problem(RowProblem)
    }

    /// What is done with one column, in the order in which values are hashed.
    private struct Step {
        /// Position in the record.
        var index: Int
        var role: MailColumnRole
        /// Where the name stands in `names`, with its length in front.
        var nameStart: Int
        var nameCount: Int
    }

    private let plan: MailPlan
    private let refusesPseudonyms: Bool
    private let dates: DateReader
    private let steps: [Step]
    /// For each step the column's title in the file, for messages.
    private let titles: [String]
    private var names = ByteBuffer(capacity: 1_024)
    /// The steps whose values go to `more`, each with its name as a JSON key and a colon.
    private let others: [(step: Int, key: [UInt8])]
    private let formName: [UInt8]
    private let hasher = IdentityHasher()

    /// The cells of the row read last; their offsets count from the start of `text`.
    private var cells: [Cell]
    private var text = ByteBuffer()
    private var canonicalForm = ByteBuffer()
    private var keyOffset = 0
    private var keyLength = 0
    private var identity = EventIdentity(words: (0, 0, 0, 0))

    /// - Parameter options: `culture` and `refusesPseudonyms` count, and `timeZone` where the columns' times are those of
    ///   a computer's clock.
    init(plan: MailPlan, options: CalendarReaderOptions) {
        self.plan = plan
        refusesPseudonyms = options.refusesPseudonyms
        var options = options
        if !plan.hasLocalTimes { options.timeZone = nil }
        dates = DateReader(options)
        formName = Array(plan.form.rawValue.utf8)
        cells = Array(repeating: .none, count: MailColumn.allCases.count)
        titles = plan.columns.map(\.title)
        var steps: [Step] = []
        var others: [(step: Int, key: [UInt8])] = []
        for column in plan.columns {
            let start = names.count
            names.append(length: column.canonicalName.utf8.count)
            names.append(Array(column.canonicalName.utf8))
            if column.role == .other || column.role == .queryWindow {
                var key = ByteBuffer(capacity: 64)
                JSONText.append(string: Array(column.canonicalName.utf8), to: &key)
                key.append(UInt8(ascii: ":"))
                others.append((steps.count, Array(key.bytes)))
            }
            steps.append(Step(index: column.index, role: column.role, nameStart: start, nameCount: names.count - start))
        }
        self.steps = steps
        self.others = others
    }

    // MARK: One row

    /// Reads the fields of a record.
    mutating func read(_ fields: UnsafeBufferPointer<Bytes>, raw: Bytes) -> Outcome {
        if let problem = RowProblem.inText(raw) { return .problem(problem) }
        guard fields.count == plan.count else { return .problem(.fieldCount(fields.count, expected: plan.count)) }
        text.removeAll()
        canonicalForm.removeAll()
        canonicalForm.append(IdentityHasher.mailPreamble)
        for index in cells.indices { cells[index] = .none }
        keep(formName, as: .form)
        for place in steps.indices {
            let step = steps[place]
            let field = fields[step.index]
            guard field.count > 0, step.role != .queryEcho, step.role != .queryWindow else { continue }
            canonicalForm.append(Bytes(rebasing: names.bytes[step.nameStart..<step.nameStart + step.nameCount]))
            canonicalForm.append(length: field.count)
            canonicalForm.append(field)
            switch step.role {
            case .field(let column):
                if let problem = read(field, column, title: titles[place]) { return .problem(problem) }
            case .recipientOutcomes:
                if refusesPseudonyms, FieldValues.holdsPseudonym(field) {
                    return .problem(.pseudonym(column: titles[place]))
                }
                readOutcomes(field)
            case .queryEcho, .queryWindow, .other: continue
            }
        }
        writeMore(fields, raw: raw)
        if !dates.isSurveying { identity = hasher.identity(of: canonicalForm.bytes) }
        writeKey()
        return .taken
    }

    /// Adds the row read last to a batch.
    func append(to batch: inout EventBatch, line: Int64) {
        batch.append(
            identity: identity, key: keyOffset..<keyOffset + keyLength, cells: cells, text: text.bytes, line: line)
    }

    // MARK: Values

    private mutating func read(_ field: Bytes, _ column: MailColumn, title: String) -> RowProblem? {
        let trimmed = FieldValues.trimmed(field)
        guard trimmed.count > 0 else { return nil }
        if refusesPseudonyms, column.namesPeople, FieldValues.holdsPseudonym(trimmed) {
            return .pseudonym(column: title)
        }
        switch column {
        case .logTime:
            switch dates.read(trimmed) {
            case .value(let cell): cells[column.rawValue] = cell
            case .sentinel: break
            case .unreadable: return .unreadable(.badDate, column: title)
            }
        case .size:
            guard let number = FieldValues.integer(trimmed) ?? FieldValues.byteCount(trimmed) else {
                return .unreadable(.badNumber, column: title)
            }
            cells[column.rawValue] = .integer(number)
        case .recipients:
            if plan.hasLooseLists, RecipientList.isLost(trimmed) { return .lostRecipients(column: title) }
            let start = text.count
            RecipientList.append(trimmed, isLoose: plan.hasLooseLists, to: &text)
            mark(column, from: start)
        case .recipientStatus, .reference, .relatedRecipients:
            // The name of a list's type says nothing; the row is good without it.
            if plan.hasLooseLists, RecipientList.isLost(trimmed) { return nil }
            keep(field, as: column)
        case .eventID, .source:
            if FieldValues.integer(trimmed) != nil { return .numberedName(column: title) }
            keep(trimmed, as: column)
        case .status: keepStatus(trimmed)
        case .directionality: keepDirectionality(trimmed)
        case .sender, .messageID: keep(trimmed, as: column)
        default: keep(field, as: column)
        }
        return nil
    }

    private mutating func readOutcomes(_ field: Bytes) {
        keep(field, as: .recipientStatus)
        let start = text.count
        RecipientList.appendAddresses(ofOutcomes: field, to: &text)
        mark(.recipients, from: start)
    }

    private mutating func keep(_ value: Bytes, as column: MailColumn) {
        let start = text.count
        text.append(value)
        mark(column, from: start)
    }

    private mutating func keep(_ value: [UInt8], as column: MailColumn) {
        let start = text.count
        text.append(value)
        mark(column, from: start)
    }

    private mutating func mark(_ column: MailColumn, from start: Int) {
        guard text.count > start else { return }
        cells[column.rawValue] = .text(offset: start, length: text.count - start)
    }

    private static let statuses: [StaticString] = [
        "Delivered", "Expanded", "Failed", "FilteredAsSpam", "GettingStatus", "Pending", "Quarantined", "None",
        "Resolved", "Recalled",
    ]

    /// Microsoft Graph writes `filteredAsSpam` where PowerShell writes `FilteredAsSpam`.
    private mutating func keepStatus(_ value: Bytes) {
        for name in MailRowParser.statuses where name.utf8CodeUnitCount == value.count {
            let spelled = Bytes(start: name.utf8Start, count: name.utf8CodeUnitCount)
            guard zip(spelled, value).allSatisfy({ ASCII.lowercased($0) == ASCII.lowercased($1) }) else { continue }
            return keep(spelled, as: .status)
        }
        keep(value, as: .status)
    }

    private static let originalKey = Array("\"\(MailColumn.originalRecord)\":".utf8)

    private mutating func keepDirectionality(_ value: Bytes) {
        if FieldValues.equals(value, "1") {
            keep(Array("Incoming".utf8), as: .directionality)
        } else if FieldValues.equals(value, "2") {
            keep(Array("Originating".utf8), as: .directionality)
        } else {
            keep(value, as: .directionality)
        }
    }

    // MARK: The stream's key

    private mutating func writeKey() {
        let message = cells[MailColumn.messageID.rawValue]
        if message.kind == .text {
            writeKey("", of: .messageID)
            // An id in lower case is the key itself.
            let id = text.bytes[Int(message.value)..<Int(message.value) + Int(message.length)]
            if id.elementsEqual(text.bytes[keyOffset..<keyOffset + keyLength]) {
                cells[MailColumn.messageID.rawValue] = .none
            }
        } else if cells[MailColumn.networkMessageID.rawValue].kind == .text {
            writeKey("network:", of: .networkMessageID)
        } else if cells[MailColumn.messageTraceID.rawValue].kind == .text {
            writeKey("trace:", of: .messageTraceID)
        } else if cells[MailColumn.internalMessageID.rawValue].kind == .text, let host = hostColumn {
            writeKey("server:", of: host, .internalMessageID)
        } else {
            keyOffset = text.count
            text.append(Array("event:".utf8))
            for byte in IdentityHasher.bytes(of: identity) {
                text.append(ASCII.lowercased(Hex.digit(byte >> 4)))
                text.append(ASCII.lowercased(Hex.digit(byte & 0xF)))
            }
            keyLength = text.count - keyOffset
        }
    }

    /// The column that names the server on which an internal id holds. A row of a submission names it as the client.
    private var hostColumn: MailColumn? {
        [MailColumn.serverHostName, .clientHostName].first { cells[$0.rawValue].kind == .text }
    }

    /// Writes a prefix and the values of columns in lower case, separated by `/`.
    private mutating func writeKey(_ prefix: StaticString, of columns: MailColumn...) {
        keyOffset = text.count
        text.append(Bytes(start: prefix.utf8Start, count: prefix.utf8CodeUnitCount))
        for (number, column) in columns.enumerated() {
            if number > 0 { text.append(UInt8(ascii: "/")) }
            let cell = cells[column.rawValue]
            let value = Bytes(rebasing: text.bytes[Int(cell.value)..<Int(cell.value) + Int(cell.length)])
            text.append(lowercased(FieldValues.trimmed(value)))
        }
        keyLength = text.count - keyOffset
    }

    /// A copy, because the text that it is of may move as it grows.
    private func lowercased(_ value: Bytes) -> [UInt8] {
        guard value.contains(where: { $0 >= 0x80 }) else { return value.map(ASCII.lowercased) }
        return Array(String(decoding: value, as: UTF8.self).lowercased().utf8)
    }

    // MARK: What no column of the event takes

    /// Monitoring wants a trace's record as it came, which the columns no longer tell: names, order, spelling and empty
    /// fields.
    private mutating func writeMore(_ fields: UnsafeBufferPointer<Bytes>, raw: Bytes) {
        guard !others.isEmpty || plan.form == .trace else { return }
        let start = text.count
        for (place, key) in others {
            let field = fields[steps[place].index]
            guard field.count > 0 else { continue }
            text.append(text.count == start ? UInt8(ascii: "{") : UInt8(ascii: ","))
            text.append(key)
            JSONText.append(string: field, to: &text)
        }
        if plan.form == .trace {
            text.append(text.count == start ? UInt8(ascii: "{") : UInt8(ascii: ","))
            text.append(MailRowParser.originalKey)
            JSONText.append(string: raw, to: &text)
        }
        guard text.count > start else { return }
        text.append(UInt8(ascii: "}"))
        cells[MailColumn.more.rawValue] = .text(offset: start, length: text.count - start)
    }
}

extension MailColumn {
    /// Whether senders or recipients stand in it, as the fold reads them.
    fileprivate var namesPeople: Bool {
        switch self {
        case .sender, .recipients, .relatedRecipients: true
        default: false
        }
    }
}

extension RowProblem {
    /// Recipients that the export has lost.
    static func lostRecipients(column: String) -> RowProblem {
        RowProblem(
            .lostList, column: column,
            """
            Column \(column) holds the name of a type, or a list cut short, instead of the addresses: the export has lost them. Export \
            again with the list joined: Select-Object *, @{n='Recipients';e={$_.Recipients -join ';'}} -ExcludeProperty Recipients.
            """)
    }

    /// An enumeration written as a number whose meaning the export does not say.
    static func numberedName(column: String) -> RowProblem {
        RowProblem(
            .numberedName, column: column,
            """
            Column \(column) holds a number where Exchange has a name. Export with ConvertTo-Json -EnumsAsStrings, or with Export-Csv.
            """)
    }
}
