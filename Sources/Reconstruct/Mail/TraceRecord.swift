import ExchangeFormats

/// What tells the records of a message trace apart: rows with the same are states of one, whatever else they say.
struct TraceRecord: Hashable {
    var id: String?
    var recipient: String

    /// The rows with one sender for each record: that of its newest state. Exports disagree on the sender of a message
    /// whose envelope and header name two, and one record is one delivery all the same.
    static func withOneSenderEach(_ events: [MailEvent]) -> [MailEvent] {
        let traces = events.lazy.filter { $0.form == .trace && $0.traceID != nil }
        guard let first = traces.first, traces.contains(where: { $0.sender != first.sender }) else { return events }
        var newest: [TraceRecord: MailEvent] = [:]
        for event in traces {
            for record in records(of: event) where newest[record].map({ precedes($0, event) }) ?? true {
                newest[record] = event
            }
        }
        return events.map { event in
            guard event.form == .trace, event.traceID != nil, let record = records(of: event).first,
                let known = newest[record]
            else { return event }
            var event = event
            event.sender = known.sender
            return event
        }
    }

    private static func records(of event: MailEvent) -> [TraceRecord] {
        event.recipients.map { TraceRecord(id: event.traceID, recipient: $0) }
    }

    /// Of rows with the same status the one that names a sender, then the one whose sender is later in the order of
    /// texts: any order does, as long as it is not that of arrival.
    private static func precedes(_ one: MailEvent, _ other: MailEvent) -> Bool {
        let ranks = [one, other].map { ($0.status ?? .unknown).rawValue }
        return (ranks[0], one.sender == nil ? 0 : 1, one.sender ?? "") < (
            ranks[1], other.sender == nil ? 0 : 1, other.sender ?? ""
        )
    }
}
