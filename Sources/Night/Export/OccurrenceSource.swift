import EventStore
import ExchangeFormats
import Projection
import Reconstruct
import Tables

/// The occurrences of a view, from the stored meetings where they tell it and else from the log.
package struct OccurrenceSource {
    package enum View: String, CaseIterable, Sendable {
        case final
        case asHeld = "as-held"
    }

    package var log: EventLog
    package var view: View
    package var asOf: Instant?
    /// Nothing that the log took in after this position.
    package var knownAt: Int64?
    /// Only those; every one when nil.
    package var streams: [Int64]?

    package func forEach(in window: Range<Instant>, _ body: (TabledOccurrence) throws -> Void) throws {
        let projection = Projection(log)
        switch view {
        case .final:
            try forEachMeeting(in: window) { stream, meeting, zones in
                try meeting.forEachOccurrence(in: window, zones: zones) { try body(tabled(stream, meeting, $0)) }
            }
        case .asHeld:
            try projection.forEachStream(streams.map(StreamSelection.streams) ?? .all, upTo: knownAt) {
                stream, entries, zones in
                let entries = asOf.map { instant in entries.filter { $0.loggedAt <= instant } } ?? entries
                try forEachHeldOccurrence(of: entries, in: window, zones: zones) { held in
                    try body(
                        TabledOccurrence(
                            stream: stream, meeting: held.meeting, occurrence: held.occurrence,
                            attendees: held.attendees))
                }
            }
        }
    }

    /// Meetings of the final view that may have an occurrence in the window, whole.
    func forEachMeeting(in window: Range<Instant>, _ body: (StreamID, Meeting, ZoneBook) throws -> Void) throws {
        let projection = Projection(log)
        if asOf == nil, knownAt == nil { return try projection.forEachMeeting(in: window, of: streams, body) }
        try projection.forEachStream(streams.map(StreamSelection.streams) ?? .all, upTo: knownAt) {
            stream, entries, zones in
            let meeting =
                asOf.map { Reconstruct.fold(entries, asOf: $0, zones: zones) }
                ?? Reconstruct.fold(entries, zones: zones)
            if let meeting { try body(stream, meeting, zones) }
        }
    }

    private func tabled(_ stream: StreamID, _ meeting: Meeting, _ occurrence: Occurrence) -> TabledOccurrence {
        TabledOccurrence(
            stream: stream, meeting: meeting, occurrence: occurrence, attendees: meeting.attendees(on: occurrence.date))
    }
}
