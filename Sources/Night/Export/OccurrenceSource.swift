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
    /// Where the store's index tells it, only those in whose entries an address stands that is somebody's.
    package var person: ((String) throws -> Bool)?

    package init(
        log: EventLog, view: View = .final, asOf: Instant? = nil, knownAt: Int64? = nil, streams: [Int64]? = nil
    ) {
        self.log = log
        self.view = view
        self.asOf = asOf
        self.knownAt = knownAt
        self.streams = streams
    }

    package func forEach(in window: Range<Instant>, _ body: (TabledOccurrence) throws -> Void) throws {
        switch view {
        case .final:
            try forEachMeeting(in: window) { stream, meeting, zones in
                let people = AttendeesByDate(meeting)
                try meeting.forEachOccurrence(in: window, zones: zones) {
                    try body(TabledOccurrence(stream: stream, people, of: $0))
                }
            }
        case .asHeld:
            let shown = OccurrenceView(view, asOf: asOf)
            try forEachStream { stream, entries, zones in try shown.forEach(stream, entries, zones, in: window, body) }
        }
    }

    /// Meetings of the final view that may have an occurrence in the window, whole.
    package func forEachMeeting(in window: Range<Instant>, _ body: (StreamID, Meeting, ZoneBook) throws -> Void) throws
    {
        if asOf == nil, knownAt == nil {
            if let person { return try Projection(log).forEachMeeting(in: window, naming: person, body) }
            return try Projection(log).forEachMeeting(in: window, of: streams, body)
        }
        if let person, let asOf, knownAt == nil {
            return try Projection(log).forEachMeeting(in: window, asOf: asOf, naming: person, body)
        }
        let shown = OccurrenceView(.final, asOf: asOf)
        try forEachStream { stream, entries, zones in
            if let meeting = shown.meeting(entries, zones) { try body(stream, meeting, zones) }
        }
    }

    private func forEachStream(_ body: (StreamID, [Entry], ZoneBook) throws -> Void) throws {
        if let person { return try Projection(log).forEachStream(naming: person, upTo: knownAt, body) }
        try Projection(log).forEachStream(streams.map(StreamSelection.streams) ?? .all, upTo: knownAt, body)
    }
}
