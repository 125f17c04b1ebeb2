import EventStore
import ExchangeFormats
import Foundation
import Projection
import Reconstruct
import Tables

/// Gathers what stands in calendars, for meetings that were made twice and mailboxes with too many series: in bounded
/// memory, but for a number of each mailbox.
final class StandingCollector {
    private let copies = SortedRows()
    private let encoder = JSONEncoder()
    private let decoder = JSONDecoder()
    private var series = SeriesCount()
    private var mailboxes: Set<String> = []

    private struct Held: Codable {
        var stream: Int64
        var key: String
        var mailbox: String
        var role: String
        var isSeries: Bool
        var organizer: String
        var likeSubject: String
        var likeStart: Int64
        var likeEnd: Int64
        var location: String?
        var subject: String?
        var start: Int64?
        var since: Int64
        var at: Int64?
        var row: EvidenceRow?
    }

    func take(_ copy: StandingCopy, _ stream: StreamID, _ rows: [EventHash: EvidenceRow]) throws {
        series.take(copy)
        guard let alike = copy.likeness,
            let order = TwinSweep.Held(stream: stream.number, key: stream.key, copy: copy).order
        else { return }
        mailboxes.insert(copy.mailbox)
        let held = Held(
            stream: stream.number, key: stream.key, mailbox: copy.mailbox, role: copy.role.rawValue,
            isSeries: copy.isSeries, organizer: alike.organizer, likeSubject: alike.subject,
            likeStart: alike.start.ticks, likeEnd: alike.end.ticks, location: copy.location, subject: copy.subject,
            start: copy.start?.ticks, since: copy.since.ticks, at: copy.at?.ticks, row: rows[copy.evidence.hash])
        try copies.add(
            .init(number: order.start, text: Array(order.text.joined(separator: "\u{0}").utf8)),
            row: Array(try encoder.encode(held)))
    }

    /// Tells what was made twice, and where there are too many series.
    func finish(
        _ tally: inout AuditTally, _ tell: (Finding, String?, [EventHash: EvidenceRow]) throws -> Void
    ) throws {
        var sweep = TwinSweep(), found: Set<String> = [], before: (stream: Int64, row: EvidenceRow?)?
        try copies.forEach { bytes in
            let held = try decoder.decode(Held.self, from: Data(bytes))
            defer { before = (held.stream, held.row) }
            guard let twins = sweep.take(.init(stream: held.stream, key: held.key, copy: copy(held))) else { return }
            found.insert(held.mailbox)
            tally.note(.duplicateMeeting, of: held.mailbox, detected: true)
            var rows = [hash(held.stream): held.row].compactMapValues { $0 }
            if let before { rows[hash(before.stream)] = before.row }
            try tell(twins.finding, twins.later.key, rows)
        }
        for mailbox in mailboxes.subtracting(found) { tally.note(.duplicateMeeting, of: mailbox, detected: false) }
        for (mailbox, finding) in series.findings {
            tally.note(.manySeries, of: mailbox, detected: finding != nil)
            if let finding { try tell(finding, nil, [:]) }
        }
    }

    /// Rows that are cited go by their streams here: each copy has one.
    private func hash(_ stream: Int64) -> EventHash { EventHash(high: UInt64(bitPattern: stream), low: 0) }

    private func copy(_ held: Held) -> StandingCopy {
        StandingCopy(
            mailbox: held.mailbox, role: Finding.Role(rawValue: held.role) ?? .guest, isSeries: held.isSeries,
            likeness: .init(
                organizer: held.organizer, subject: held.likeSubject, start: Instant(ticks: held.likeStart),
                end: Instant(ticks: held.likeEnd)),
            location: held.location, subject: held.subject, start: held.start.map(Instant.init(ticks:)),
            since: Instant(ticks: held.since), at: held.at.map(Instant.init(ticks:)),
            evidence: .init(hash: hash(held.stream), part: .sets))
    }
}
