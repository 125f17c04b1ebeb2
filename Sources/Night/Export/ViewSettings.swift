import EventStore
import ExchangeFormats

/// The part of the history that tables show.
package struct ViewSettings {
    package var view = OccurrenceSource.View.final
    /// Only entries that Exchange had logged by then.
    package var asOf: String?
    /// Only events that the store had taken in by this batch or instant.
    package var knownAt: String?

    package init(view: OccurrenceSource.View = OccurrenceSource.View.final, asOf: String? = nil, knownAt: String? = nil)
    {
        self.view = view
        self.asOf = asOf
        self.knownAt = knownAt
    }

    package func asOfInstant() throws -> Instant? { try asOf.map { try Moment.instant($0, option: "--as-of") } }

    /// Whether everything that the log holds counts, as it stands now.
    package var isNewest: Bool { view == .final && asOf == nil && knownAt == nil }
}

/// `--known-at`: a batch's number, or an instant of this store's own time.
package enum KnownAt {
    /// - Parameter tell: gets what a person should know of the store's clock.
    package static func position(_ text: String?, in log: EventLog, _ tell: (Remark) -> Void) throws -> Int64? {
        guard let text else { return nil }
        if let number = Int64(text), text.utf8.count < 9 {
            if number == 0 { return 0 }
            guard let position = try log.position(atBatch: number) else {
                throw Failure(
                    .usage, "--known-at \(text): there is no such batch.",
                    next: "'calfold status' tells the newest one.")
            }
            return position
        }
        let instant = try Moment.instant(text, option: "--known-at")
        let known = try log.known(atMilliseconds: instant.ticks / Instant.ticksPerMillisecond)
        if let older = known.seeminglyOlder {
            tell(
                .doubt(
                    """
                    The clock of this store was set back: batches \(older.lowerBound) to \(older.upperBound) seem older than \(text) and came after a batch that is \
                    newer. They do not count as known then; a batch's number instead of an instant says exactly what is meant.
                    """))
        }
        return known.position
    }
}
