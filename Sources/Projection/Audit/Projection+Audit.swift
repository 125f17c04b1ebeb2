import EventStore
import ExchangeFormats
import GRDB
import Reconstruct

/// The row behind a piece of evidence, as a table tells it.
package struct EvidenceRow: Sendable, Hashable, Codable {
    package var source: Int64
    package var line: Int64
    package var mailbox: String?
    /// Ticks of 100 ns since 1970 UTC.
    package var logged: Int64
    package var action: String
    package var itemClass: String
    package var sequence: Int?
    package var start: Int64?
    package var client: String?
}

extension EvidenceRow {
    init(_ entry: Entry, at place: EntryPlace) {
        self.init(
            source: place.source, line: place.line, mailbox: entry.mailbox, logged: entry.loggedAt.ticks,
            action: EvidenceRow.word(entry.trigger), itemClass: EvidenceRow.word(entry.itemClass),
            sequence: entry.sequenceNumber, start: entry.startTime?.ticks, client: entry.details?.client)
    }

    private static func word(_ action: TriggerAction) -> String {
        switch action {
        case .create: "Create"
        case .update: "Update"
        case .save: "Save"
        case .softDelete: "SoftDelete"
        case .hardDelete: "HardDelete"
        case .moveToDeletedItems: "MoveToDeletedItems"
        }
    }

    private static func word(_ itemClass: ItemClass) -> String {
        switch itemClass {
        case .appointment: "IPM.Appointment"
        case .exception: "Exception"
        case .deletedOccurrence: "(Occurrence Deleted)"
        case .request: "IPM.Schedule.Meeting.Request"
        case .cancellation: "IPM.Schedule.Meeting.Canceled"
        case .response(.accepted): "IPM.Schedule.Meeting.Resp.Pos"
        case .response(.tentative): "IPM.Schedule.Meeting.Resp.Tent"
        case .response(.declined): "IPM.Schedule.Meeting.Resp.Neg"
        case .response: "IPM.Schedule.Meeting.Resp"
        case .forwardNotification: "IPM.Schedule.Meeting.Notification.Forward"
        case .other: "Other"
        }
    }
}

/// What an audit of many streams comes to.
package struct AuditOutcome: Sendable {
    package var tally = AuditTally()
    package var series = SeriesCount()
    /// Streams that were looked at.
    package private(set) var looked = 0
    /// Streams whose answers an earlier audit knew.
    package private(set) var recalled = 0

    var streams: Int { looked + recalled }

    mutating func add(_ found: StreamFindings) {
        looked += 1
        tally += found.tally
        for mailbox in found.series { series.take(mailbox) }
    }

    mutating func recall(_ record: AuditRecord) {
        recalled += 1
        tally += record.tally
        for mailbox in record.series { series.take(mailbox) }
    }

    static func += (left: inout AuditOutcome, right: AuditOutcome) {
        left.tally += right.tally
        left.series += right.series
        left.looked += right.looked
        left.recalled += right.recalled
    }
}

/// What an audit found in one stream, with the rows that it cites.
package struct AuditedStream: Sendable {
    package var stream: StreamID
    package var findings: StreamFindings
    package var rows: [EventHash: EvidenceRow]
}

extension Projection {
    private struct Audited: Sendable {
        var outcome = AuditOutcome()
        var found: [AuditedStream] = []
        /// What is to be kept of each stream.
        var records: [(stream: Int64, record: [UInt8]?)] = []
    }

    /// Records that are kept in one transaction.
    private static let recordsAtOnce = 16_384

    /// Audits streams block by block on as many threads as there are processors.
    ///
    /// - Parameters:
    ///   - streams: only those; every one when nil.
    ///   - last: leaves out events after this position.
    ///   - coverage: what the log has of each mailbox.
    ///   - terms: what is asked.
    ///   - people: who is who, made anew for each block, as it belongs to one thread.
    ///   - known: what an earlier audit of the same question left: streams whose answers it knows are not looked at.
    ///   - keeps: whether what is found is left for the next one; `AuditCache.finish` ends that.
    ///   - progress: is told how many streams were audited so far.
    ///   - body: gets each stream with something to tell, in no particular order.
    package func audit(
        of streams: [Int64]? = nil, upTo last: Int64? = nil, coverage: CoverageBook, terms: AuditTerms,
        people: @escaping @Sendable () -> AuditPeople, known: AuditCache? = nil, keeps: Bool = false,
        progress: (_ streams: Int) -> Void = { _ in }, _ body: (AuditedStream) throws -> Void
    ) throws -> AuditOutcome {
        var outcome = AuditOutcome(), terms = terms
        terms.tellsReach = keeps
        let blocks =
            try (streams ?? known?.recall(from: log) { outcome.recall($0) }).map(FoldBlocks.of)
            ?? FoldBlocks.all(upTo: try log.lastStream())
        progress(outcome.streams)
        if keeps { try AuditCache.begin(in: log, from: known) }
        var records: [(stream: Int64, record: [UInt8]?)] = []
        let work: FoldBlocks.Work<Audited> = { [terms] block, log, handOver in
            try Projection.audit(
                block, of: log, upTo: last, coverage: coverage, terms: terms, people: people(), handOver)
        }
        try FoldBlocks.forEach(blocks, of: log, work) { audited in
            outcome += audited.outcome
            for stream in audited.found { try body(stream) }
            progress(outcome.streams)
            records += audited.records
            guard records.count >= Projection.recordsAtOnce else { return }
            try AuditCache.keep(records, in: log)
            records.removeAll(keepingCapacity: true)
        }
        try AuditCache.keep(records, in: log)
        return outcome
    }

    private static func audit(
        _ block: StreamSelection, of log: EventLog, upTo last: Int64?, coverage: CoverageBook, terms: AuditTerms,
        people: AuditPeople, _ handOver: (Audited) throws -> Bool
    ) throws -> Bool {
        var audited = Audited()
        do {
            _ = try log.readDerived { db in
                try Projection.forEachStream(block, upTo: last, in: db) { stream, entries, zones, _, places in
                    let found = Reconstruct.audit(
                        entries, zones: zones, coverage: coverage, people: people, terms: terms)
                    audited.outcome.add(found)
                    if terms.tellsReach {
                        audited.records.append((stream.number, found.isEmpty ? AuditRecord.bytes(found) : nil))
                    }
                    if !found.isEmpty {
                        audited.found.append(
                            AuditedStream(stream: stream, findings: found, rows: cited(found, entries, places)))
                    }
                    guard audited.outcome.looked >= FoldBlocks.streamsAtOnce else { return }
                    guard try handOver(audited) else { throw ConsumerGone() }
                    audited = Audited()
                }
            }
        } catch is ConsumerGone {
            return false
        }
        return try handOver(audited)
    }

    private static func cited(
        _ found: StreamFindings, _ entries: [Entry], _ places: [EntryPlace]
    ) -> [EventHash: EvidenceRow] {
        var wanted = Set(found.findings.flatMap { $0.evidence.map(\.hash) })
        wanted.formUnion(found.bookings.map(\.evidence.hash))
        wanted.formUnion(found.standing.map(\.evidence.hash))
        var rows: [EventHash: EvidenceRow] = [:]
        for (entry, place) in zip(entries, places) where wanted.contains(entry.hash) {
            rows[entry.hash] = EvidenceRow(entry, at: place)
        }
        return rows
    }
}
