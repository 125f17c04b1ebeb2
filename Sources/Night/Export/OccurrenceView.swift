import EventStore
import ExchangeFormats
import Reconstruct
import Tables

/// The occurrences of a stream's entries, as a view shows them.
package struct OccurrenceView {
    package var view: OccurrenceSource.View
    package var asOf: Instant?

    package init(_ view: OccurrenceSource.View, asOf: Instant?) {
        self.view = view
        self.asOf = asOf
    }

    /// The meeting of the final view; nil where the entries tell of none.
    package func meeting(_ entries: [Entry], _ zones: ZoneBook) -> Meeting? {
        asOf.map { fold(entries, asOf: $0, zones: zones) } ?? fold(entries, zones: zones)
    }

    package func forEach(
        _ stream: StreamID, _ entries: [Entry], _ zones: ZoneBook, in window: Range<Instant>,
        _ body: (TabledOccurrence) throws -> Void
    ) throws {
        switch view {
        case .final:
            guard let meeting = meeting(entries, zones) else { return }
            let people = AttendeesByDate(meeting)
            try meeting.forEachOccurrence(in: window, zones: zones) {
                try body(TabledOccurrence(stream: stream, people, of: $0))
            }
        case .asHeld:
            let entries = asOf.map { instant in entries.filter { $0.loggedAt <= instant } } ?? entries
            try forEachHeldOccurrence(of: entries, in: window, zones: zones) { held in
                try body(
                    TabledOccurrence(
                        stream: stream, meeting: held.meeting, occurrence: held.occurrence, attendees: held.attendees))
            }
        }
    }
}

extension TabledOccurrence {
    /// An occurrence of the final view, with those of its meeting's people who take part in it.
    package init(stream: StreamID, _ people: AttendeesByDate, of occurrence: Occurrence) {
        self.init(
            stream: stream, meeting: people.meeting, occurrence: occurrence,
            attendees: people.attendees(on: occurrence.date))
    }
}
