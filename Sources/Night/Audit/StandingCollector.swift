import EventStore
import ExchangeFormats
import Projection
import Reconstruct
import Tables

/// Gathers what stands in calendars, for meetings that were made twice: in bounded memory.
final class StandingCollector {
    private let copies = SortedRows()
    private var mailboxes: Set<String> = []

    func take(_ copy: StandingCopy, _ stream: StreamID, _ rows: [EventHash: EvidenceRow]) throws {
        mailboxes.insert(copy.mailbox)
        let order = TwinSweep.Held(stream: stream.number, key: stream.key, copy: copy).order
        var record = RecordEncoder()
        record.write(stream.number)
        record.write(stream.key)
        record.write(copy)
        record.write(optional: rows[copy.evidence.hash]) { $0.write($1) }
        try copies.add(
            .init(number: order.start, text: Array(order.text.joined(separator: "\u{0}").utf8)), row: record.bytes)
    }

    /// Tells what was made twice.
    func finish(
        _ tally: inout AuditTally, _ tell: (Finding, String?, [EventHash: EvidenceRow]) throws -> Void
    ) throws {
        var sweep = TwinSweep(), found: Set<String> = [], before: (hash: EventHash, row: EvidenceRow?)?
        try copies.forEach { bytes in
            var record = RecordDecoder(Array(bytes))
            let stream = try record.number(), key = try record.text()
            // Rows that are cited go by their streams here: each copy has one.
            let hash = EventHash(high: UInt64(bitPattern: stream), low: 0)
            let copy = try record.standingCopy(provedBy: hash)
            let row = try record.optional { reader throws(RecordError) in try reader.evidenceRow() }
            defer { before = (hash, row) }
            guard let twins = sweep.take(.init(stream: stream, key: key, copy: copy)) else { return }
            found.insert(copy.mailbox)
            tally.note(.duplicateMeeting, of: copy.mailbox, detected: true)
            var rows = [hash: row].compactMapValues { $0 }
            if let before { rows[before.hash] = before.row }
            try tell(twins.finding, twins.later.key, rows)
        }
        for mailbox in mailboxes.subtracting(found) { tally.note(.duplicateMeeting, of: mailbox, detected: false) }
    }
}
