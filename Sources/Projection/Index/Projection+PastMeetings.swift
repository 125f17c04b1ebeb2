import EventStore
import ExchangeFormats
import GRDB
import Reconstruct

/// Meetings of somebody as they stood.
extension Projection {
    /// Visits the meetings, as they stood at an instant, in whose entries somebody stands and that may have an
    /// occurrence in a window; others too. Without an index every stream is replayed.
    ///
    /// A fold of the entries that were logged by then is the stored meeting itself where none was logged later, and
    /// nothing where all were. So few streams of somebody's are replayed: those that lie across the instant, and those
    /// with entries that no fold has seen or made a meeting of.
    ///
    /// - Parameters:
    ///   - instant: leaves out what was logged after it.
    ///   - isMet: whether an address of the log is theirs.
    package func forEachMeeting(
        in window: Range<Instant>, asOf instant: Instant, naming isMet: (String) throws -> Bool,
        _ body: (StreamID, Meeting, ZoneBook) throws -> Void
    ) throws {
        try log.readDerived { db in
            var replayed: StreamSelection = .all
            if let index = try IndexReader(db) {
                let unseen = StreamSet(try EventLog.streams(changedAfter: index.position, in: db))
                var across = unseen
                let zones = ZoneBook(), stored = try StoredMeetings(db)
                for number in try index.streams(of: isMet).streams where !unseen.contains(number) {
                    // One that cannot be read is another's doing; its entries tell it all the same.
                    guard let (stream, meeting) = try? stored.meeting(number) else {
                        across.insert(number)
                        continue
                    }
                    if meeting.lastChanged <= instant {
                        let bounds = meeting.startBounds
                        guard bounds.lowerBound < window.upperBound, bounds.upperBound >= window.lowerBound else {
                            continue
                        }
                        try body(stream, meeting, zones)
                    } else if meeting.firstSeen <= instant {
                        across.insert(number)
                    }
                }
                replayed = .streams(across.streams)
            }
            _ = try Projection.forEachStream(replayed, upTo: nil, in: db) { stream, entries, zones, _, _ in
                if let meeting = Reconstruct.fold(entries, asOf: instant, zones: zones) {
                    try body(stream, meeting, zones)
                }
            }
        }
    }

    /// Whether somebody stands in an entry of the log; nil where only a look at each would tell: without an index, or
    /// with entries that no fold has seen.
    ///
    /// - Parameter isMet: whether an address of the log is theirs.
    package func hasEntries(naming isMet: (String) throws -> Bool) throws -> Bool? {
        try log.readDerived { db in
            guard let index = try IndexReader(db) else { return nil }
            if try !index.streams(of: isMet).isEmpty { return true }
            return try EventLog.streams(changedAfter: index.position, in: db).isEmpty ? false : nil
        }
    }
}
