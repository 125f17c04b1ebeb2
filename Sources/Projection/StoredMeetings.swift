import EventStore
import ExchangeFormats
import GRDB
import Reconstruct

/// Reads the meetings that a fold has stored.
extension Projection {
    /// Visits the stored meetings that may have an occurrence in a window, in order of stream.
    ///
    /// - Parameter streams: only those; every one when nil.
    package func forEachMeeting(
        in window: Range<Instant>, of streams: [Int64]? = nil, _ body: (StreamID, Meeting, ZoneBook) throws -> Void
    ) throws {
        try log.readDerived { db in
            guard try db.hasTable("meeting") else { return }
            try Projection.forEachMeeting(in: window, of: streams, db, body)
        }
    }

    static func forEachMeeting(
        in window: Range<Instant>, of streams: [Int64]?, _ db: Database,
        _ body: (StreamID, Meeting, ZoneBook) throws -> Void
    ) throws {
        let zones = ZoneBook()
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT m.stream, s.key, m.state FROM meeting AS m JOIN stream AS s ON s.id = m.stream
                WHERE m.first_start < ? AND m.last_start >= ? \(Projection.condition(streams, on: "m.stream")) ORDER BY m.stream
                """, arguments: [window.upperBound.ticks, window.lowerBound.ticks])
        while let row = try rows.next() {
            try body(
                StreamID(number: try row.storedInteger(0), key: try row.storedText(1)),
                try RecordDecoder.decode(try row.storedBytes(2)), zones)
        }
    }

    /// What a walk over some streams asks of a column besides.
    static func condition(_ streams: [Int64]?, on column: String) -> String {
        streams.map {
            "AND \(column) IN (SELECT value FROM json_each('[\($0.map(String.init).joined(separator: ","))]'))"
        } ?? ""
    }
}

/// Stored meetings by the numbers of their streams.
struct StoredMeetings {
    private let rows: Statement

    init(_ db: Database) throws {
        rows = try db.makeStatement(
            sql: "SELECT s.key, m.state FROM meeting AS m JOIN stream AS s ON s.id = m.stream WHERE m.stream = ?")
    }

    /// Nil for a stream without one.
    func meeting(_ stream: Int64) throws -> (StreamID, Meeting)? {
        guard let row = try Row.fetchOne(rows, arguments: [stream]) else { return nil }
        return (
            StreamID(number: stream, key: try row.storedText(0)), try RecordDecoder.decode(try row.storedBytes(1))
        )
    }
}
