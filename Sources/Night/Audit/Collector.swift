import EventStore
import ExchangeFormats
import Foundation
import Privacy
import Projection
import Reconstruct
import Tables

/// Gathers findings and bookings of all streams in bounded memory.
final class Collector {
    let tables = FindingTables()
    private let bookings = SortedRows()
    let standing = StandingCollector()
    /// The same in clear, where they are kept.
    let kept: FindingTables?
    private var keeper: FindingWriter?
    private var writer: FindingWriter
    private let files: [Int64: String]
    private let known: Set<String>
    private let least: Finding.Severity
    private let failOn: Finding.Severity?
    /// Left out as the baseline has them.
    private(set) var knownCount = 0
    /// At or above the severity that fails.
    private(set) var failures = 0
    private(set) var latest: Instant?

    init(log: EventLog, mask: Mask, known: Set<String>, read: AuditSettings.Read, keeps: Bool) throws {
        kept = keeps ? FindingTables() : nil
        keeper =
            keeps
            ? FindingWriter(
                mask: Mask(people: mask.people, identities: .clear, keepsSubjects: true), mostEvidence: read.evidence)
            : nil
        writer = FindingWriter(mask: mask, mostEvidence: read.evidence)
        files = Dictionary(try log.sources().map { ($0.id, $0.name) }) { first, _ in first }
        self.known = known
        least = read.least
        failOn = read.failOn
    }

    /// - Parameter key: of the meeting; nil of a mailbox as a whole.
    func add(_ finding: Finding, _ key: String?, _ rows: [EventHash: EvidenceRow]) throws {
        if let at = finding.at { latest = max(latest ?? at, at) }
        let cited = finding.evidence.compactMap { evidence -> CitedRow? in
            rows[evidence.hash].map { cite($0, evidence.part) }
        }
        if let record = try keeper?.record(finding, key: key, rows: cited) { try kept?.add(record, finding.severity) }
        let record = try writer.record(finding, key: key, rows: cited)
        if known.contains(record.id) {
            knownCount += 1
            return
        }
        if let failOn, finding.severity >= failOn { failures += 1 }
        guard finding.severity >= least else { return }
        try tables.add(record, finding.severity)
    }

    private func cite(_ row: EvidenceRow, _ part: Finding.Evidence.Part) -> CitedRow {
        CitedRow(
            part: part, file: files[row.source] ?? "", line: row.line, mailbox: row.mailbox,
            logged: Instant(ticks: row.logged), action: row.action, itemClass: row.itemClass, sequence: row.sequence,
            start: row.start.map(Instant.init(ticks:)), client: row.client)
    }

    // MARK: Rooms

    private struct Held: Codable {
        var stream: Int64
        var key: String
        var room: String
        var start: Int64
        var end: Int64
        var organizer: String?
        var subject: String?
        var since: Int64
        var at: Int64
        var row: EvidenceRow?
    }

    func hold(_ booking: Booking, _ stream: StreamID, _ rows: [EventHash: EvidenceRow]) throws {
        let held = Held(
            stream: stream.number, key: stream.key, room: booking.room, start: booking.slot.start.ticks,
            end: booking.slot.end.ticks, organizer: booking.organizer, subject: booking.subject,
            since: booking.since.ticks, at: booking.at.ticks, row: rows[booking.evidence.hash])
        try bookings.add(
            .init(number: held.start, text: Array((held.room + "\u{0}" + held.key).utf8)),
            row: Array(try JSONEncoder().encode(held)))
    }

    /// Goes through what rooms hold, and adds what overlaps.
    func sweep(exempt: Set<String>, _ tally: inout AuditTally) throws {
        var sweep = RoomSweep(exempt: exempt), rooms: Set<String> = [], found: Set<String> = []
        let decoder = JSONDecoder()
        // Rows of evidence, while the sweep may still cite them: the one at hand and the latest of its room.
        var cited: [Int64: EvidenceRow] = [:]
        try bookings.forEach { bytes in
            let held = try decoder.decode(Held.self, from: Data(bytes))
            rooms.insert(held.room)
            if cited[held.stream] == nil { cited[held.stream] = held.row }
            let hash = EventHash(high: UInt64(bitPattern: held.stream), low: 0)
            let booking = Booking(
                room: held.room,
                slot: Slot(start: Instant(ticks: held.start), end: Instant(ticks: held.end), isAllDay: false),
                organizer: held.organizer, subject: held.subject, since: Instant(ticks: held.since),
                at: Instant(ticks: held.at), evidence: .init(hash: hash, part: .sets))
            guard let overlap = sweep.take(.init(stream: held.stream, key: held.key, booking: booking)) else { return }
            found.insert(held.room)
            tally.note(.roomDoubleBooked, of: held.room, detected: true)
            var rows: [EventHash: EvidenceRow] = [:]
            for evidence in overlap.finding.evidence {
                rows[evidence.hash] = cited[Int64(bitPattern: evidence.hash.high)]
            }
            try add(overlap.finding, overlap.key, rows)
        }
        for room in rooms.subtracting(found) { tally.note(.roomDoubleBooked, of: room, detected: false) }
    }
}
