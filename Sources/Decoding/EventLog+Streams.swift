import EventStore
import Reconstruct

extension EventLog {
    /// Visits the meetings that the log has entries of, one after the other, each with all of its entries: what
    /// `Reconstruct.fold` takes.
    ///
    /// The addresses of people are those that the rows hold; the legacy DNs among them stand for addresses only where a
    /// row of its own says so. Costs one look at each entry, and holds the entries of one meeting at a time.
    ///
    /// - Parameters:
    ///   - selection: the streams to visit.
    ///   - last: leaves out entries that the log took in after this position.
    ///   - body: gets the stream, its entries in no particular order, and the zones that the walk has met so far, for
    ///     the fold and the expansion of what comes of it.
    /// - Throws: `StoreError` where the log cannot be read, and what `body` throws.
    /// - Returns: what these entries hold of people's names.
    @discardableResult
    public func forEachMeeting(
        _ selection: StreamSelection = .all, upTo last: Int64? = nil,
        _ body: (StreamID, [Entry], ZoneBook) throws -> Void
    ) throws -> ObservedNames {
        let zones = ZoneBook()
        var decoder = EntryDecoder()
        var stream: StreamID?
        var entries: [Entry] = []
        try forEachEvent(of: selection, kind: .calendar, upTo: last, inOrder: false) { next, row in
            if let known = stream, known.number != next.number {
                try body(known, entries, zones)
                entries.removeAll(keepingCapacity: true)
            }
            stream = next
            entries.append(decoder.entry(row))
        }
        if let stream { try body(stream, entries, zones) }
        return decoder.met
    }

    /// Visits the message ids that the log has rows of, one after the other, each with its rows that bear a time: what
    /// `Reconstruct.foldMail` takes.
    ///
    /// - Parameters:
    ///   - selection: the streams to visit.
    ///   - last: leaves out rows that the log took in after this position.
    ///   - body: gets the stream and its rows in no particular order.
    /// - Throws: `StoreError` where the log cannot be read, and what `body` throws.
    public func forEachMessageID(
        _ selection: StreamSelection = .all, upTo last: Int64? = nil,
        _ body: (StreamID, [MailEvent]) throws -> Void
    ) throws {
        var decoder = MailEventDecoder()
        var stream: StreamID?
        var events: [MailEvent] = []
        try forEachEvent(of: selection, kind: .mail, upTo: last, inOrder: false) { next, row in
            if let known = stream, known.number != next.number {
                try body(known, events)
                events.removeAll(keepingCapacity: true)
            }
            stream = next
            if let event = decoder.event(row) { events.append(event) }
        }
        if let stream { try body(stream, events) }
    }
}
