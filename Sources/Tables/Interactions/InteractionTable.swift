import ExchangeFormats
import Primitives
import Privacy
import Reconstruct

/// `interactions`: who met or wrote to whom, one row for each directed pair of an event; ordered by time, event,
/// source, target.
///
/// A meeting of at most 100 gives every ordered pair of those who did not decline, a bigger one each participant and
/// `external`; an e-mail its sender and each recipient. At least one end is always a person of the organisation.
package final class InteractionTable {
    private let options: TableOptions
    private let mask: Mask
    private let events: InteractionEvents
    private var sources: [InteractionEvent.Label: SortedRows] = [:]

    /// - Parameters:
    ///   - meetings: whether meetings are a source of the table.
    ///   - emails: whether e-mails are. The loader's profile has a file of its own for each source.
    package init(_ options: TableOptions, mask: Mask, meetings: Bool = true, emails: Bool = false) {
        self.options = options
        self.mask = mask
        events = InteractionEvents(mask: mask)
        // The loader takes the label for a whole file; in other files the sources stand together.
        let shared = SortedRows()
        if meetings { sources[.meeting] = options.profile == .cli ? SortedRows() : shared }
        if emails { sources[.email] = options.profile == .cli ? SortedRows() : shared }
    }

    package func add(_ tabled: TabledOccurrence) throws {
        try events.event(of: tabled).map { try add(of: tabled.stream.number, $0) }
    }

    /// An e-mail as it was sent: its message id and that id's stream, its sender, and all its final recipients, in any
    /// form of address.
    package func add(messageID: String, of stream: Int64, when: Instant, sender: String, recipients: [String]) throws {
        let mail = SentMail(id: messageID, when: when, sender: sender, recipients: recipients)
        try events.event(of: mail).map { try add(of: stream, $0) }
    }

    private func add(of stream: Int64, _ event: InteractionEvent) throws {
        guard options.window.contains(event.when) else { return }
        try sources[event.label]?.add(event.sortKey, row: event.encoded(), of: stream)
    }

    package func finish() throws -> [FinishedTable] {
        guard options.profile == .cli else {
            return try sources.values.first.map { [try write($0, "interactions")] } ?? []
        }
        return try InteractionEvent.Label.allCases.compactMap { label in
            try sources[label].map { try write($0, InteractionTable.name(of: label, options.profile)) }
        }
    }

    /// The table in which a source's rows stand: the loader has a file of its own for each.
    package static func name(of label: InteractionEvent.Label, _ profile: PartnerProfile?) -> String {
        guard profile == .cli else { return "interactions" }
        return label == .meeting ? "interactions_meetings" : "interactions_emails"
    }

    private func write(_ rows: SortedRows, _ name: String) throws -> FinishedTable {
        var writer = InteractionWriter(mask: mask, profile: options.profile ?? .sftp, delimiter: options.delimiter)
        var file = try PortionedFile(options, name: name, columns: writer.columns) { $0 }
        try rows.forEach { bytes, number, stream in
            guard let event = InteractionEvent(encoded: bytes) else {
                throw WriteError(path: options.folder, reason: "what was sorted for it on the disk came back damaged")
            }
            try writer.write(event) { try file.write($0, number: number, stream: stream) }
        }
        return try file.finish(name: name, rowsBefore: writer.pairs)
    }
}

/// Makes the rows of events.
package struct InteractionWriter {
    private struct End {
        var clear: String
        var shown: String
        /// Of the organisation and in scope: somebody whom the partner's reports may be about.
        var isEmployee: Bool
        /// As the value of an identifier.
        var value: [UInt8]
        /// As the rows have it.
        var field: [UInt8]

        init(clear: String, shown: String, isEmployee: Bool, delimiter: UInt8) {
            (self.clear, self.shown, self.isEmployee) = (clear, shown, isEmployee)
            value = Mask.identifierValue(clear)
            var row = CSVRow(delimiter: delimiter)
            row.add(shown)
            field = row.bytes
        }
    }

    let mask: Mask
    let profile: PartnerProfile
    private let delimiter: UInt8
    private let nobody: End
    private let row: RowPen
    /// Of the event at hand: the field of its time, the fields after the two ends, and the values before them of which
    /// the identifiers of its rows are made.
    private var time: [UInt8] = []
    private var rest: [UInt8] = []
    private var values: [UInt8] = []
    /// All values of the row at hand.
    private var rowValues: [UInt8] = []
    /// Of people, with those of two ends outside, which make no rows.
    private(set) var pairs = 0

    package init(mask: Mask, profile: PartnerProfile, delimiter: UInt8) {
        self.mask = mask
        self.profile = profile
        self.delimiter = delimiter
        nobody = End(clear: "external", shown: "external", isEmployee: false, delimiter: delimiter)
        row = RowPen(delimiter: delimiter)
    }

    package var columns: [String] {
        switch profile {
        case .sftp: ["interaction_id", "when", "from", "to", "event_id", "recurrence", "duration", "label"]
        case .cli:
            ["InteractionId", "When", "From (EmployeeId)", "To (EmployeeId)", "EventId", "RecurrenceType", "Duration"]
        }
    }

    /// - Parameter body: gets each row, which lasts until it returns.
    package mutating func write(_ event: InteractionEvent, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        var ends = try event.people.map(end)
        try begin(event)
        // The order of rows must not tell more than the rows: what is shown decides, and the clear address only between
        // equals.
        func precedes(_ left: End, _ right: End) -> Bool { (left.shown, left.clear) < (right.shown, right.clear) }
        switch event.shape {
        case .everyPair:
            ends.sort(by: precedes)
            // By place: of an end that is copied all its parts are counted, and there are as many pairs as can be.
            for from in ends.indices {
                for to in ends.indices where ends[from].clear != ends[to].clear {
                    try write(ends[from], ends[to], body)
                }
            }
        case .eachToNobody:
            for from in ends.sorted(by: precedes) { try write(from, nobody, body) }
        case .firstToOthers:
            guard let from = ends.first else { return }
            for to in ends.dropFirst().sorted(by: precedes) { try write(from, to, body) }
        }
    }

    private func end(_ clear: String) throws -> End {
        let standing = mask.resolvedStanding(clear)
        return End(
            clear: clear, shown: try mask.resolvedPerson(clear),
            isEmployee: standing?.presence == .shown && standing?.kind != .external, delimiter: delimiter)
    }

    private mutating func write(
        _ from: End, _ to: End, _ body: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        pairs += 1
        guard from.isEmployee || to.isEmployee else { return }
        rowValues.removeAll(keepingCapacity: true)
        rowValues += values
        rowValues += from.value
        rowValues += to.value
        row.begin()
        try withUnsafeTemporaryAllocation(byteCount: 32, alignment: 8) { code in
            try mask.write(identifierOf: rowValues, to: code)
            row.add(base64: UnsafeRawBufferPointer(code))
        }
        row.add(written: time)
        row.add(written: from.field)
        row.add(written: to.field)
        row.add(written: rest)
        row.end()
        try body(row.bytes)
    }

    /// Writes once what all rows of an event have in common.
    private mutating func begin(_ event: InteractionEvent) throws {
        values = Mask.identifierValue(TimeText.string(event.when)) + Mask.identifierValue(event.id)
        var row = CSVRow(delimiter: delimiter)
        row.begin()
        row.add(event.when, digits: milliseconds(event.when))
        time = row.bytes
        row.begin()
        row.add(try mask.event(event.id))
        row.add(recurrence(event))
        row.add(event.minutes)
        if profile == .sftp { row.add(event.label.rawValue) }
        rest = row.bytes
    }

    /// The loader reads three digits or none.
    private func milliseconds(_ instant: Instant) -> Int { instant.ticks % Instant.ticksPerSecond == 0 ? 0 : 3 }

    /// The loader knows three words; the tables of our own have all.
    private func recurrence(_ event: InteractionEvent) -> String? {
        guard profile == .cli else { return event.recurrence }
        let known: [RecurrenceLabel] = [.daily, .weekly, .monthly]
        return known.contains { $0.rawValue == event.recurrence } ? event.recurrence : nil
    }
}
