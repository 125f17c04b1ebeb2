import EventStore
import ExchangeFormats
import Primitives
import Privacy
import Projection
import Reconstruct
import Tables

/// The e-mails of a window, from those that are stored where they tell it and else from the log.
package struct EmailSource {
    package var log: EventLog
    /// Only rows that were logged at or before this instant.
    package var asOf: Instant?
    /// Nothing that the log took in after this position.
    package var knownAt: Int64?
    /// What made the e-mails that are left out.
    var leavingOut = MailOrigin.machines
    /// Only those; every one when nil.
    package var streams: [Int64]?

    package init(
        log: EventLog, asOf: Instant? = nil, knownAt: Int64? = nil,
        leavingOut: Set<MailOrigin> = MailOrigin.machines, streams: [Int64]? = nil
    ) {
        self.log = log
        self.asOf = asOf
        self.knownAt = knownAt
        self.leavingOut = leavingOut
        self.streams = streams
    }

    /// - Returns: what was left out, in counts.
    package func forEach(
        in window: Range<Instant>, mask: Mask, _ body: (StreamID, SentMail) throws -> Void
    ) throws -> SentMailFilter.Counts {
        let filter = SentMailFilter(mask: mask, window: window, leavingOut: leavingOut)
        func hand(_ stream: StreamID, _ messages: [MailMessage]) throws {
            for mail in filter.mails(id: stream.key, messages) { try body(stream, mail) }
        }
        let projection = MailProjection(log)
        if asOf == nil && knownAt == nil {
            try projection.forEachMessage(in: SentMailFilter.reach(of: window), of: streams, hand)
        } else {
            try projection.forEachStream(streams.map(StreamSelection.streams) ?? .all, upTo: knownAt) {
                stream, events, _ in
                try hand(
                    stream, foldMail(asOf.map { instant in events.filter { $0.instant <= instant } } ?? events).messages
                )
            }
        }
        return filter.counts
    }
}

extension SentMailFilter.Counts {
    /// What a person should know of it, a sentence each.
    package var warnings: [String] {
        var warnings: [String] = []
        if outsideOnly > 0 { warnings.append("\(outsideOnly, "e-mail") went from outside to outside: left out.") }
        if notAdmitted > 0 {
            warnings.append(
                "\(notAdmitted, "e-mail has", "e-mails have") an end that the directory, the lists or its name keep out: left out."
            )
        }
        if doubtfulSender > 0 {
            warnings.append(
                "\(doubtfulSender, "e-mail") came from outside under an address of the organisation: left out.")
        }
        if !byOrigin.isEmpty {
            let kinds = byOrigin.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.key) \($0.value)" }
                .joined(separator: ", ")
            warnings.append(
                "\(byOrigin.values.reduce(0, +), "e-mail was", "e-mails were") written by nobody: left out as --leave-out-mail has it: \(kinds)."
            )
        }
        return warnings
    }
}
