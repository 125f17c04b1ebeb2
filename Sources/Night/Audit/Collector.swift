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
    private let log: EventLog
    /// Of the files that were cited last.
    private var files: [Int64: String] = [:]
    private let known: Set<String>
    private let scope: AuditScope
    private let people: People
    private let least: Finding.Severity
    private let failOn: Finding.Severity?
    /// Left out as the baseline has them.
    private(set) var knownCount = 0
    /// At or above the severity that fails.
    private(set) var failures = 0
    private(set) var latest: Instant?

    init(
        log: EventLog, mask: Mask, known: Set<String>, scope: AuditScope, read: AuditSettings.Read, keeps: Bool
    ) {
        kept = keeps ? FindingTables() : nil
        keeper =
            keeps
            ? FindingWriter(
                mask: Mask(people: mask.people, identities: .clear, keepsSubjects: true), mostEvidence: read.evidence)
            : nil
        writer = FindingWriter(mask: mask, mostEvidence: read.evidence)
        self.log = log
        self.known = known
        self.scope = scope
        people = mask.people
        least = read.least
        failOn = read.failOn
    }

    /// - Parameter key: of the meeting; nil of a mailbox as a whole.
    func add(_ finding: Finding, _ key: String?, _ rows: [EventHash: EvidenceRow]) throws {
        if let at = finding.at { latest = max(latest ?? at, at) }
        let cited = try finding.evidence.compactMap { evidence -> CitedRow? in
            try rows[evidence.hash].map { try cite($0, evidence.part) }
        }
        if let record = try keeper?.record(finding, key: key, rows: cited) { try kept?.add(record, finding.severity) }
        guard scope.isAll || scope.has(finding, key, finding.evidence.compactMap { rows[$0.hash] }, people) else {
            return
        }
        let record = try writer.record(finding, key: key, rows: cited)
        if known.contains(record.id) {
            knownCount += 1
            return
        }
        if let failOn, finding.severity >= failOn { failures += 1 }
        guard finding.severity >= least else { return }
        try tables.add(record, finding.severity)
    }

    private func cite(_ row: EvidenceRow, _ part: Finding.Evidence.Part) throws -> CitedRow {
        CitedRow(
            part: part, file: try name(of: row.source), line: row.line, mailbox: row.mailbox,
            logged: Instant(ticks: row.logged), action: row.action, itemClass: row.itemClass, sequence: row.sequence,
            start: row.start.map(Instant.init(ticks:)), client: row.client)
    }

    /// A store of a year has a file for each mailbox and night.
    private func name(of source: Int64) throws -> String {
        if let known = files[source] { return known }
        let name = try log.sourceName(source) ?? ""
        if files.count >= 4_096 { files.removeAll(keepingCapacity: true) }
        files[source] = name
        return name
    }

    // MARK: Rooms

    func hold(_ booking: Booking, _ stream: StreamID, _ rows: [EventHash: EvidenceRow]) throws {
        var record = RecordEncoder()
        record.write(stream.number)
        record.write(stream.key)
        record.write(booking)
        record.write(optional: rows[booking.evidence.hash]) { $0.write($1) }
        try bookings.add(
            .init(number: booking.slot.start.ticks, text: Array((booking.room + "\u{0}" + stream.key).utf8)),
            row: record.bytes)
    }

    /// Tells where there are too many series.
    func count(_ series: SeriesCount, by coverage: CoverageBook, _ tally: inout AuditTally) throws {
        for (mailbox, finding) in series.findings(by: coverage) {
            tally.note(.manySeries, of: mailbox, detected: finding != nil)
            if let finding { try add(finding, nil, [:]) }
        }
    }

    /// Goes through what rooms hold, and adds what overlaps.
    func sweep(exempt: Set<String>, _ tally: inout AuditTally) throws {
        var sweep = RoomSweep(exempt: exempt), rooms: Set<String> = [], found: Set<String> = []
        // Rows of evidence, while the sweep may still cite them: beside the one at hand, the latest of each room.
        var cited: [String: (hash: EventHash, row: EvidenceRow?)] = [:]
        try bookings.forEach { bytes in
            var record = RecordDecoder(Array(bytes))
            let stream = try record.number(), key = try record.text()
            let hash = EventHash(high: UInt64(bitPattern: stream), low: 0)
            let booking = try record.booking(provedBy: hash)
            let row = try record.optional { reader throws(RecordError) in try reader.evidenceRow() }
            rooms.insert(booking.room)
            let overlap = sweep.take(.init(stream: stream, key: key, booking: booking))
            defer { if sweep.latest(of: booking.room) == stream { cited[booking.room] = (hash, row) } }
            guard let overlap else { return }
            found.insert(booking.room)
            tally.note(.roomDoubleBooked, of: booking.room, detected: true)
            var rows = [hash: row].compactMapValues { $0 }
            if let other = cited[booking.room] { rows[other.hash] = other.row }
            try add(overlap.finding, overlap.key, rows)
        }
        for room in rooms.subtracting(found) { tally.note(.roomDoubleBooked, of: room, detected: false) }
    }
}
