import EventStore
import ExchangeFormats
import Foundation
import GRDB
import Reconstruct

/// The meetings that the log's entries describe, kept beside the log so that a table needs no full fold. Derived: it
/// can be deleted and made again to the same bytes.
public struct Projection {
    /// Raised whenever the fold or the stored form changes, so that every meeting is made again.
    public static let foldVersion = 5
    private static let checkpoint = "meetings"

    let log: EventLog

    public init(_ log: EventLog) { self.log = log }

    /// What a fold did.
    public struct Outcome: Sendable, Equatable {
        /// Streams that had new events, and the meetings that came of them.
        public var streams = 0
        public var events = 0
        public var meetings = 0
        /// Trigger actions that no documentation lists, and how often each came.
        public var unknownActions: [String: Int] = [:]

        static func += (left: inout Outcome, right: Outcome) {
            left.streams += right.streams
            left.events += right.events
            left.meetings += right.meetings
            left.unknownActions.merge(right.unknownActions, uniquingKeysWith: +)
        }
    }

    /// Folds the streams that have events since the last fold; every stream when `anew`.
    public func fold(anew: Bool = false, progress: (_ streams: Int) -> Void = { _ in }) throws -> Outcome {
        try log.derive { db in
            try Projection.prepare(db)
        }
        let known = try log.checkpoint(Projection.checkpoint)
        let head = try log.head()?.lastPosition ?? 0
        let isAnew = anew || known?.version != Projection.foldVersion
        let after = isAnew ? 0 : known?.position ?? 0
        var outcome = Outcome()
        guard isAnew || after < head else { return outcome }
        if isAnew {
            // Should the run be cut off, the next one begins anew as well.
            try log.derive { db in
                try db.execute(sql: "DELETE FROM checkpoint WHERE name = ?", arguments: [Projection.checkpoint])
                try db.execute(sql: "DELETE FROM meeting")
                try db.execute(sql: "DELETE FROM learned_name")
            }
        }
        let blocks = isAnew ? FoldBlocks.all(upTo: try log.lastStream()) : FoldBlocks.of(try log.streams(changedAfter: after))
        var pending: [Stored] = []
        var names = MetNames()
        try FoldBlocks.forEach(blocks, of: log, { try Projection($1).fold($0, upTo: head, $2) }) { (folded: Folded) in
            outcome += folded.outcome
            pending += folded.meetings
            names.formUnion(folded.names)
            progress(outcome.streams)
            // Each transaction waits for the disk.
            guard pending.count >= 16_384 else { return }
            try log.derive { db in try Projection.store(pending, in: db) }
            pending.removeAll(keepingCapacity: true)
        }
        try log.derive { db in
            try Projection.store(pending, in: db)
            try Projection.store(names, after: after, in: db)
            try EventLog.setCheckpoint(Projection.checkpoint, position: head, version: Projection.foldVersion, in: db)
        }
        return outcome
    }

    /// What came of some streams.
    private struct Folded: Sendable {
        var outcome = Outcome()
        var meetings: [Stored] = []
        var names = MetNames()
    }

    /// Folds the streams of a block. Returns false when nobody takes what comes of it any more.
    private func fold(_ block: StreamSelection, upTo position: Int64, _ handOver: (Folded) throws -> Bool) throws -> Bool {
        var folded = Folded()
        do {
            let names = try forEachStream(block, upTo: position) { stream, entries, zones in
                folded.outcome.streams += 1
                folded.outcome.events += entries.count
                for entry in entries {
                    if case .save(let name?) = entry.trigger { folded.outcome.unknownActions[name, default: 0] += 1 }
                }
                let meeting = Reconstruct.fold(entries, zones: zones)
                if meeting != nil { folded.outcome.meetings += 1 }
                folded.meetings.append(Stored(stream: stream.number, meeting: meeting))
                guard folded.meetings.count >= FoldBlocks.streamsAtOnce else { return }
                guard try handOver(folded) else { throw NobodyTakes() }
                folded = Folded()
            }
            folded.names = names
        } catch is NobodyTakes {
            return false
        }
        return try handOver(folded)
    }

    /// Visits streams with their entries, one stream after the other, those of one in no particular order.
    ///
    /// - Returns: what all these entries hold of people.
    @discardableResult
    public func forEachStream(
        _ selection: StreamSelection = .all, upTo last: Int64? = nil, _ body: (StreamID, [Entry], ZoneBook) throws -> Void
    ) throws -> MetNames {
        let zones = ZoneBook()
        var decoder = EntryDecoder()
        var current: StreamID?
        var entries: [Entry] = []
        try log.forEachEvent(of: selection, upTo: last, inOrder: false) { stream, row in
            if let known = current, known.number != stream.number {
                try body(known, entries, zones)
                entries.removeAll(keepingCapacity: true)
            }
            current = stream
            entries.append(decoder.entry(row))
        }
        if let current { try body(current, entries, zones) }
        return decoder.met
    }

    /// Compares each stored meeting with a fold of its stream.
    ///
    /// - Returns: the keys of streams whose meeting differs, and whether the projection follows the log to its end.
    public func verify() throws -> (differing: [String], isCurrent: Bool) {
        let known = try log.checkpoint(Projection.checkpoint)
        let newest = try log.lastPosition(of: .calendar)
        guard let known, known.version == Projection.foldVersion else { return ([], newest == 0) }
        let stored: [Int64: UInt64] = try log.readDerived { db in
            guard try db.tableExists("meeting") else { return [:] }
            return try Row.fetchAll(db, sql: "SELECT stream, state FROM meeting").reduce(into: [Int64: UInt64]()) {
                $0[try $1.storedInteger(0)] = Projection.fingerprint(try $1.storedBytes(1))
            }
        }
        var differing: [String] = []
        var seen = 0
        let names = try forEachStream(.all, upTo: known.position) { stream, entries, zones in
            let meeting = Reconstruct.fold(entries, zones: zones)
            if meeting != nil { seen += 1 }
            let expected = meeting.map { Projection.fingerprint(RecordWriter.encode($0)) }
            if stored[stream.number] != expected { differing.append(stream.key) }
        }
        if try storedNames() != names.taught { differing.append("(the addresses of legacy names)") }
        if seen < stored.count && differing.isEmpty { differing.append("(a meeting without a stream)") }
        return (differing, known.position >= newest)
    }

    /// FNV-1a: tells two encodings of one meeting apart, not more.
    private static func fingerprint(_ bytes: [UInt8]) -> UInt64 {
        bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}

// MARK: - The stored form

extension Projection {
    /// A row of the table; without a meeting the stream has none.
    struct Stored: Sendable {
        var stream: Int64
        var meeting: Fields?

        struct Fields: Sendable {
            var firstStart: Int64
            var lastStart: Int64
            var status: String
            var organizer: String?
            var subject: String?
            var participants: Int
            var state: Data
        }

        init(stream: Int64, meeting: Meeting?) {
            self.stream = stream
            self.meeting = meeting.map { meeting in
                let bounds = meeting.startBounds
                return Fields(
                    firstStart: bounds.lowerBound.ticks, lastStart: bounds.upperBound.ticks, status: meeting.status.rawValue,
                    organizer: meeting.organizer, subject: meeting.subject, participants: meeting.participants.count,
                    state: Data(RecordWriter.encode(meeting)))
            }
        }
    }

    private static func prepare(_ db: Database) throws {
        try prepareNames(db)
        try db.execute(sql: """
            CREATE TABLE IF NOT EXISTS meeting(stream INTEGER PRIMARY KEY, first_start INTEGER NOT NULL, last_start INTEGER NOT NULL,
              status TEXT NOT NULL, organizer TEXT, subject TEXT, participants INTEGER NOT NULL, state BLOB NOT NULL)
            """)
        try db.execute(sql: """
            CREATE VIEW IF NOT EXISTS meetings AS SELECT stream.key AS meeting_id, status, organizer, subject, participants,
              strftime('%Y-%m-%d %H:%M:%S', first_start / 10000000, 'unixepoch') AS first_start,
              CASE WHEN last_start < 9223372036854775807 THEN strftime('%Y-%m-%d %H:%M:%S', last_start / 10000000, 'unixepoch') END AS last_start
            FROM meeting JOIN stream ON stream.id = meeting.stream
            """)
    }

    private static func store(_ meetings: [Stored], in db: Database) throws {
        let insertion = try db.makeStatement(sql: "INSERT OR REPLACE INTO meeting VALUES(?, ?, ?, ?, ?, ?, ?, ?)")
        let deletion = try db.makeStatement(sql: "DELETE FROM meeting WHERE stream = ?")
        for stored in meetings {
            guard let fields = stored.meeting else {
                try deletion.execute(arguments: [stored.stream])
                continue
            }
            try insertion.execute(arguments: [
                stored.stream, fields.firstStart, fields.lastStart, fields.status, fields.organizer, fields.subject, fields.participants, fields.state,
            ])
        }
    }

    /// Visits the stored meetings that may have an occurrence in a window, in order of stream.
    ///
    /// - Parameter streams: only those; every one when nil.
    public func forEachMeeting(in window: Range<Instant>, of streams: [Int64]? = nil, _ body: (StreamID, Meeting, ZoneBook) throws -> Void) throws {
        let zones = ZoneBook()
        try log.readDerived { db in
            guard try db.tableExists("meeting") else { return }
            let rows = try Row.fetchCursor(
                db, sql: """
                    SELECT m.stream, s.key, m.state FROM meeting AS m JOIN stream AS s ON s.id = m.stream
                    WHERE m.first_start < ? AND m.last_start >= ? \(Projection.condition(streams, on: "m.stream")) ORDER BY m.stream
                    """, arguments: [window.upperBound.ticks, window.lowerBound.ticks])
            while let row = try rows.next() {
                try body(StreamID(number: try row.storedInteger(0), key: try row.storedText(1)), try RecordReader.decode(try row.storedBytes(2)), zones)
            }
        }
    }

    /// What a walk over some streams asks of a column besides.
    static func condition(_ streams: [Int64]?, on column: String) -> String {
        streams.map { "AND \(column) IN (SELECT value FROM json_each('[\($0.map(String.init).joined(separator: ","))]'))" } ?? ""
    }

    /// Whether every calendar entry has been folded.
    public func isCurrent() throws(StoreError) -> Bool {
        let newest = try log.lastPosition(of: .calendar)
        guard let known = try log.checkpoint(Projection.checkpoint), known.version == Projection.foldVersion else { return newest == 0 }
        return known.position >= newest
    }
}

extension Meeting {
    /// Bounds of every occurrence's start, generous by the reach of wall clocks.
    fileprivate var startBounds: ClosedRange<Instant> {
        switch schedule {
        case .unknown: return Instant(ticks: 0)...Instant(ticks: 0)
        case .single(let slot, _), .firstOccurrence(let slot, _): return slot.start...slot.start
        case .besides(let slot, _, let dates, _):
            let starts = dates.map(\.slot.start) + [slot.start]
            return (starts.min() ?? slot.start)...(starts.max() ?? slot.start)
        case .dates(let dates, _):
            let starts = dates.map(\.slot.start)
            return (starts.min() ?? Instant(ticks: 0))...(starts.max() ?? Instant(ticks: 0))
        case .series(let series):
            let rule = try? RecurrenceRule(series.pattern)
            let begin = PatternMinutes.wallTime(series.pattern.startDate).ticks - 2 * Instant.ticksPerDay
            let end = rule?.lastDate.map { WallTime($0).ticks + 3 * Instant.ticksPerDay } ?? .max
            let moved = series.overrides.compactMap(\.moved?.start.ticks)
            let lower = min(begin, moved.min() ?? begin)
            return Instant(ticks: lower)...Instant(ticks: max(lower, end, moved.max() ?? end))
        }
    }
}

/// Values by place, where a damaged file must be an error and not a trap.
extension Row {
    func storedInteger(_ index: Int) throws -> Int64 {
        guard case .int64(let value) = (self[index] as DatabaseValue).storage else { throw RecordError(offset: 0) }
        return value
    }

    func storedText(_ index: Int) throws -> String {
        guard case .string(let value) = (self[index] as DatabaseValue).storage else { throw RecordError(offset: 0) }
        return value
    }

    func storedBytes(_ index: Int) throws -> [UInt8] {
        guard case .blob(let value) = (self[index] as DatabaseValue).storage else { throw RecordError(offset: 0) }
        return [UInt8](value)
    }
}
