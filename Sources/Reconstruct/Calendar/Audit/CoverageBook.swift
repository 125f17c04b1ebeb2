import ExchangeFormats

/// Which mailbox and which time a log has: what decides whether a missing row says anything.
///
/// A mailbox is covered on a day that a file was made of, be it empty, and between the first and the last row of one
/// file. Where nothing is covered the absence of a row proves nothing.
package struct CoverageBook: Sendable, Equatable {
    package struct OfMailbox: Sendable, Equatable {
        /// Spans that the log has, in order, none touching the next.
        package fileprivate(set) var spans: [Range<Instant>] = []
        package fileprivate(set) var rows = 0
        fileprivate var isSettled = true
        /// Spans that were joined already: a year of files is one.
        fileprivate var joined = 0

        package var first: Instant? { spans.first?.lowerBound }
        /// Up to where the log has the mailbox.
        package var watermark: Instant? { spans.last?.upperBound }
    }

    package private(set) var mailboxes: [String: OfMailbox] = [:]

    package init() {}

    /// - Parameters:
    ///   - mailbox: a canonical address.
    ///   - span: what a file, or a day that it was made of, has of it.
    ///   - rows: how many rows of it came with that.
    package mutating func add(_ mailbox: String, _ span: Range<Instant>, rows: Int) {
        var known = mailboxes[mailbox] ?? OfMailbox()
        if !span.isEmpty { known.spans.append(span) }
        known.rows += rows
        known.isSettled = false
        if known.spans.count > 64 + 2 * known.joined {
            known.spans = CoverageBook.joined(known.spans)
            known.joined = known.spans.count
        }
        mailboxes[mailbox] = known
    }

    /// Joins what touches. To be called once, after the last `add`.
    ///
    /// - Parameter instant: the book knows nothing of what is later.
    package mutating func settle(upTo instant: Instant? = nil) {
        for (mailbox, var known) in mailboxes {
            if let instant {
                let end = Instant(ticks: instant.ticks + 1)
                known.spans = known.spans.compactMap { span in
                    span.lowerBound <= instant ? span.lowerBound..<min(span.upperBound, end) : nil
                }
            }
            known.spans = CoverageBook.joined(known.spans)
            known.joined = 0
            known.isSettled = true
            mailboxes[mailbox] = known
        }
    }

    private static func joined(_ spans: [Range<Instant>]) -> [Range<Instant>] {
        var joined: [Range<Instant>] = []
        for span in spans.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = joined.last, span.lowerBound <= last.upperBound {
                joined[joined.count - 1] = last.lowerBound..<max(last.upperBound, span.upperBound)
            } else {
                joined.append(span)
            }
        }
        return joined
    }

    package func has(_ mailbox: String) -> Bool { mailboxes[mailbox]?.spans.isEmpty == false }

    package func watermark(_ mailbox: String) -> Instant? { mailboxes[mailbox]?.watermark }

    package func covers(_ mailbox: String, _ instant: Instant) -> Bool {
        covers(mailbox, from: instant, through: instant)
    }

    /// Whether the log has all of a mailbox between two instants.
    package func covers(_ mailbox: String, from first: Instant, through last: Instant) -> Bool {
        guard let spans = mailboxes[mailbox]?.spans else { return false }
        let next = spans.firstPlace { $0.lowerBound > first }
        guard next > 0 else { return false }
        return spans[next - 1].upperBound > last
    }

    /// Why the log cannot tell what a mailbox holds at its watermark after something that should have come to it by
    /// then; nil where it can.
    package func gap(_ mailbox: String, after event: Instant, settle: Int64) -> AuditTally.Gap? {
        guard let watermark = watermark(mailbox) else { return .mailboxNotInLog }
        guard event.ticks + settle < watermark.ticks else { return .notSettled }
        return covers(mailbox, from: event, through: Instant(ticks: watermark.ticks - 1)) ? nil : .daysNotInLog
    }
}
