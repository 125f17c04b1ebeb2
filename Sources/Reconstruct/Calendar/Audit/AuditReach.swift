import ExchangeFormats

/// How long an answer lasts: what lets an audit leave out streams whose answers cannot have changed since the last one.
package struct AuditReach: Sendable, Equatable {
    package struct OfMailbox: Sendable, Equatable {
        package var mailbox: String
        /// Whether the answer stays when the log comes to reach further in this mailbox without a gap: everything that
        /// any row speaks of was over by then, and whatever should have followed a row had its time.
        package var lasts: Bool

        package init(mailbox: String, lasts: Bool) {
            self.mailbox = mailbox
            self.lasts = lasts
        }
    }

    /// Every mailbox whose coverage was asked for, in order of name.
    package var mailboxes: [OfMailbox] = []

    package init(_ mailboxes: [OfMailbox] = []) { self.mailboxes = mailboxes }
}

/// A book with a note of who was looked up in it. Belongs to one thread.
final class AskedCoverage {
    private let book: CoverageBook
    private(set) var asked: Set<String> = []
    private var last: String?

    init(_ book: CoverageBook) { self.book = book }

    private func note(_ mailbox: String) {
        guard last != mailbox else { return }
        last = mailbox
        asked.insert(mailbox)
    }

    func has(_ mailbox: String) -> Bool {
        note(mailbox)
        return book.has(mailbox)
    }

    func first(_ mailbox: String) -> Instant? {
        note(mailbox)
        return book.mailboxes[mailbox]?.first
    }

    func watermark(_ mailbox: String) -> Instant? {
        note(mailbox)
        return book.watermark(mailbox)
    }

    func covers(_ mailbox: String, from first: Instant, through last: Instant) -> Bool {
        note(mailbox)
        return book.covers(mailbox, from: first, through: last)
    }

    func gap(_ mailbox: String, after event: Instant, settle: Int64) -> AuditTally.Gap? {
        note(mailbox)
        return book.gap(mailbox, after: event, settle: settle)
    }
}

extension StreamAudit {
    /// Wall clocks are within a day of UTC, and dates are compared a day beyond a window.
    private static let slack = 3 * Instant.ticksPerDay

    /// On whose coverage the answers rest, and whether they outlast its growth.
    func reach() -> AuditReach {
        let settle = max(terms.settle, max(terms.answerSettle, terms.roomSettle)) + Item.roundTrip
        let settled = entries.map(\.loggedAt).max().flatMap { later($0, by: settle) }
        let asked = coverage.asked.sorted()
        let last = asked.compactMap(coverage.watermark).max()
        let end = last.flatMap(over(by:))
        return AuditReach(
            asked.map { mailbox in
                guard let watermark = coverage.watermark(mailbox), let settled, let end else {
                    return .init(mailbox: mailbox, lasts: false)
                }
                return .init(mailbox: mailbox, lasts: settled < watermark && end < watermark)
            })
    }

    /// When everything that any row speaks of is over; nil where that is later than an instant, or never.
    private func over(by instant: Instant) -> Instant? {
        var latest = Instant(ticks: .min), blobs: Set<[UInt8]> = []
        for place in entries.indices {
            for time in [entries[place].startTime, entries[place].endTime, entries[place].details?.originalStartDate] {
                if let time { latest = max(latest, time) }
            }
            if let date = entries[place].instanceDate { latest = max(latest, Instant(ticks: WallTime(date).ticks)) }
            guard latest < instant else { return nil }
            if let blob = entries[place].recurrenceBlob { blobs.insert(blob) }
        }
        for blob in blobs {
            guard let end = StreamAudit.end(of: blob) else { return nil }
            latest = max(latest, end)
        }
        return later(latest, by: StreamAudit.slack)
    }

    /// The last wall time that a series speaks of; nil where it has no end, or none that can be told.
    private static func end(of blob: [UInt8]) -> Instant? {
        guard let reading = BlobReading(blob), let rule = try? RecurrenceRule(reading.pattern), let last = rule.lastDate
        else { return nil }
        let minutes = Int64(max(reading.startMinutes, reading.endMinutes))
        var end = WallTime(last).ticks + minutes * Instant.ticksPerMinute
        for (date, word) in reading.dates {
            end = max(end, WallTime(date).ticks, word.moved?.upperBound.ticks ?? .min)
        }
        return Instant(ticks: end)
    }

    private func later(_ instant: Instant, by ticks: Int64) -> Instant? {
        let (sum, overflows) = instant.ticks.addingReportingOverflow(ticks)
        return overflows ? nil : Instant(ticks: sum)
    }
}
