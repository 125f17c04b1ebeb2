import Decoding
import EventStore
import ExchangeFormats
import Foundation
import GRDB
import Reconstruct

/// The meetings that the log's entries describe, kept beside the log so that a table needs no full fold. Derived: it
/// can be deleted and made again to the same bytes.
package struct Projection {
    /// Raised whenever the fold or the stored form changes, so that every meeting is made again.
    package static let foldVersion = 12
    package static let checkpoint = "meetings"
    let log: EventLog

    package init(_ log: EventLog) { self.log = log }

    /// What a fold did.
    package struct Outcome: Sendable, Equatable {
        /// Streams that had new events, and the meetings that came of them.
        package var streams = 0
        package var events = 0
        package var meetings = 0
        /// Trigger actions that no documentation lists, and how often each came.
        package var unknownActions: [String: Int] = [:]
        /// The same of item classes; the empty text for entries without one.
        package var unknownClasses: [String: Int] = [:]
        /// Exceptions that nothing says the date of.
        package var undatedExceptions = 0
        /// Recurrence blobs that a meeting needs and that cannot be decoded.
        package var undecodedBlobs = UndecodedBlobs()
        /// What somebody else had changed of what is stored, a sentence each: everything was made anew.
        package var mended: [String] = []

        static func += (left: inout Outcome, right: Outcome) {
            left.streams += right.streams
            left.events += right.events
            left.meetings += right.meetings
            left.unknownActions.merge(right.unknownActions, uniquingKeysWith: +)
            left.unknownClasses.merge(right.unknownClasses, uniquingKeysWith: +)
            left.undatedExceptions += right.undatedExceptions
            left.undecodedBlobs += right.undecodedBlobs
        }

        /// Counts what of entries has no effect because nobody knows what it means.
        mutating func noteUnknown(in entries: [Entry]) {
            // By place: an entry that is copied costs more than all that is looked at here.
            for place in entries.indices {
                if case .save(let name?) = entries[place].trigger { unknownActions[name, default: 0] += 1 }
                if case .other(let name?) = entries[place].itemClass { unknownClasses[name, default: 0] += 1 }
                guard entries[place].itemClass.isOfOneDate, entries[place].instanceDate == nil else { continue }
                if entries[place].role == .ignored(.undatedException) { undatedExceptions += 1 }
            }
        }
    }

    /// Folds the streams that have events since the last fold; every stream when `anew`.
    package func fold(anew: Bool = false, progress: (_ streams: Int) -> Void = { _ in }) throws -> Outcome {
        let faults = try Projection.faults(of: log)
        let known = faults.isEmpty ? try log.checkpoint(Projection.checkpoint) : nil
        let head = try log.head()?.lastPosition ?? 0
        let isAnew =
            try anew || known?.version != Projection.foldVersion || known.map { $0.position > head } == true
            // Of an older version, or left behind by one.
            || known.map { known in try !log.readDerived { try MeetingIndex.stands(at: known.position, in: $0) } }
                == true
        let after = isAnew ? 0 : known?.position ?? 0
        var outcome = Outcome()
        outcome.mended = faults
        guard isAnew || after < head else { return outcome }
        try log.derive { db in
            // Should the run be cut off, the next one begins anew as well.
            if isAnew {
                try EventLog.removeCheckpoint(Projection.checkpoint, in: db)
            }
            try Projection.prepare(db, anew: isAnew)
            try Projection.sums.adopt(isAnew ? ["learned_name"] : [], in: db)
        }
        let blocks =
            isAnew ? FoldBlocks.all(upTo: try log.lastStream()) : FoldBlocks.of(try log.streams(changedAfter: after))
        var pending: [Stored] = [], pendingTerms: [IndexedStream] = []
        var names = ObservedNames()
        try FoldBlocks.forEach(blocks, of: log, { try Projection($1).fold($0, upTo: head, $2) }) { (folded: Folded) in
            outcome += folded.outcome
            pending += folded.meetings
            pendingTerms += folded.terms
            names.formUnion(folded.names)
            progress(outcome.streams)
            // Each transaction waits for the disk.
            guard pending.count >= 16_384 else { return }
            try log.derive { db in
                try IndexChanges.store(pendingTerms, isAnew: isAnew, in: db)
                try Projection.store(pending, in: db)
            }
            pending.removeAll(keepingCapacity: true)
            pendingTerms.removeAll(keepingCapacity: true)
        }
        try log.derive(keeping: Projection.sums) { db in
            try IndexChanges.store(pendingTerms, isAnew: isAnew, in: db)
            try Projection.store(pending, in: db)
            try Projection.store(names, after: after, in: db)
            try EventLog.noteCount(of: "meeting", in: db)
            try EventLog.setCheckpoint(Projection.checkpoint, position: head, version: Projection.foldVersion, in: db)
            try MeetingIndex.finish(at: head, in: db)
        }
        return outcome
    }

    /// What can be seen without a fold of what somebody else has changed: the checkpoint, tables and views, the number
    /// of meetings, the names.
    package static func faults(of log: EventLog) throws -> [String] {
        let checkpoints = try log.checkpointFaults(of: checkpoint)
        return try checkpoints
            + log.readDerived { db in
                guard try standing(in: db) != nil else { return [] }
                let changed = try EventLog.changedDefinitions(from: definitions, in: db)
                guard changed.isEmpty else { return changed }
                let misfits = try sums.misfits(in: db)
                return try [EventLog.changedCount(of: "meeting", in: db)].compactMap { $0 }
                    + misfits.filter { $0 != "legacy_name" }.map { "\($0) was changed" }
                    + legacyNameFaults(in: db, misfits) + MeetingIndex.faults(in: db)
            }
    }

    /// What came of some streams.
    private struct Folded: Sendable {
        var outcome = Outcome()
        var meetings: [Stored] = []
        var terms: [IndexedStream] = []
        var names = ObservedNames()
    }

    /// Folds the streams of a block. Returns false when nobody takes what comes of it any more.
    private func fold(
        _ block: StreamSelection, upTo position: Int64, _ handOver: (Folded) throws -> Bool
    ) throws -> Bool {
        var folded = Folded()
        do {
            let names = try log.readDerived { db in
                try Projection.forEachStream(block, upTo: position, in: db) { stream, entries, zones, _, places in
                    folded.outcome.streams += 1
                    folded.outcome.events += entries.count
                    folded.outcome.noteUnknown(in: entries)
                    let meeting = Reconstruct.fold(entries, zones: zones)
                    if meeting != nil { folded.outcome.meetings += 1 }
                    if meeting?.marks.contains(.recurrenceUndecoded) == true {
                        folded.outcome.undecodedBlobs.add(entries, at: places)
                    }
                    folded.meetings.append(Stored(stream: stream.number, meeting: meeting, zones: zones))
                    folded.terms.append(
                        IndexedStream(stream: stream, terms: MeetingTerms(stream, entries, meeting, zones)))
                    guard folded.meetings.count >= FoldBlocks.streamsAtOnce else { return }
                    guard try handOver(folded) else { throw ConsumerGone() }
                    folded = Folded()
                }
            }
            folded.names = names
        } catch is ConsumerGone {
            return false
        }
        return try handOver(folded)
    }

    /// Visits streams with their entries, one stream after the other, those of one in no particular order.
    ///
    /// - Returns: what all these entries hold of people.
    @discardableResult
    package func forEachStream(
        _ selection: StreamSelection = .all, upTo last: Int64? = nil,
        _ body: (StreamID, [Entry], ZoneBook) throws -> Void
    ) throws -> ObservedNames {
        try log.readDerived { db in
            try Projection.forEachStream(selection, upTo: last, in: db) { stream, entries, zones, _, _ in
                try body(stream, entries, zones)
            }
        }
    }

    func forEachStreamWithPlaces(
        _ selection: StreamSelection, upTo last: Int64?, _ body: (StreamID, [Entry], [EntryPlace]) throws -> Void
    ) throws {
        try log.readDerived { db in
            _ = try Projection.forEachStream(selection, upTo: last, in: db) { stream, entries, _, _, places in
                try body(stream, entries, places)
            }
        }
    }

    /// - Parameter body: gets the position of the stream's newest entry too, and where each entry came from.
    static func forEachStream(
        _ selection: StreamSelection, upTo last: Int64?, in db: Database,
        _ body: (StreamID, [Entry], ZoneBook, Int64, [EntryPlace]) throws -> Void
    ) throws -> ObservedNames {
        var newest: Int64 = 0
        let zones = ZoneBook()
        var decoder = EntryDecoder()
        var current: StreamID?
        var entries: [Entry] = []
        var places: [EntryPlace] = []
        func give(_ stream: StreamID) throws {
            // What it took to read a big meeting's rows is nothing to the next one, and whoever gets the entries needs
            // the room.
            if decoder.forgetLongLists() { EventLog.releasePages(in: db) }
            // Whoever needs them in order would copy those that are not.
            putInReplayOrder(&entries) { places.swapAt($0, $1) }
            try body(stream, entries, zones, newest, places)
        }
        try EventLog.forEachEvent(of: selection, upTo: last, inOrder: false, in: db) { stream, row in
            if let known = current, known.number != stream.number {
                try give(known)
                entries.removeAll(keepingCapacity: true)
                places.removeAll(keepingCapacity: true)
                newest = 0
            }
            current = stream
            newest = max(newest, row.position)
            entries.append(decoder.entry(row))
            places.append(EntryPlace(source: row.source, line: row.line))
        }
        if let current { try give(current) }
        return decoder.met
    }

    /// Compares every value that is stored of each meeting with a fold of its stream, and what the tables and views are
    /// with what they are made as. Streams with entries that no fold has seen yet are left out: the next fold makes
    /// them anew.
    ///
    /// - Returns: the keys of streams whose meeting differs, what is wrong with tables and views, and whether the
    ///   projection follows the log to its end.
    package func verify() throws -> (differing: Differences, definitions: [String], isCurrent: Bool) {
        try log.readDerived { db in
            let newest = try EventLog.lastPosition(of: .calendar, in: db)
            let known = try Projection.standing(in: db)
            guard let known, try EventLog.isBound(known.position, of: Projection.checkpoint, before: newest, in: db)
            else {
                let tables = ["meeting", "learned_name"] + MeetingIndex.tables
                return (
                    Differences(), try EventLog.uncompared(tables, of: Projection.checkpoint, in: db), newest == 0
                )
            }
            let definitions = try EventLog.changedDefinitions(from: Projection.definitions, in: db)
            var differing = Differences()
            guard definitions.isEmpty else { return (differing, definitions, false) }
            var stored = try StoredRowsByStream(Row.fetchCursor(db, sql: "SELECT * FROM meeting ORDER BY stream"))
            var index = try IndexComparison(db, at: known.position)
            func surplusRows(before stream: Int64) throws {
                try stored.pass(before: stream) { differing.add("(stream \($0), which has no entries)") }
            }
            let met = try Projection.forEachStream(.all, upTo: nil, in: db) { stream, entries, zones, newest, _ in
                try surplusRows(before: stream.number)
                let found = try stored.take(stream.number, most: 1)
                guard newest <= known.position else { return try index?.leaveOut(stream) ?? () }
                let meeting = Reconstruct.fold(entries, zones: zones)
                try index?.add(stream, entries, meeting, zones)
                let expected =
                    Stored(stream: stream.number, meeting: meeting, zones: zones).meeting.map { [$0.values] } ?? []
                if found != expected { differing.add(stream.key) }
            }
            try surplusRows(before: .max)
            while stored.stream != nil {
                _ = try stored.take(.max, most: 0)
                differing.add("(a row that names no stream)")
            }
            try index?.finish()
            for _ in 0..<(index?.differing ?? 0) { differing.add("(a row of the index of people and words)") }
            // What a stream teaches is not known by its position, so the names are compared where every entry is
            // folded.
            if known.position >= newest, try Projection.taughtNames(in: db) != met.taught {
                differing.add("(the names that the log teaches)")
            }
            return (
                differing, [],
                try EventLog.believedCheckpoint(Projection.checkpoint, in: db) != nil && known.position >= newest
            )
        }
    }

    /// The checkpoint of meetings that this version made, also one of an older program without a seal.
    private static func standing(in db: Database) throws -> (position: Int64, version: Int)? {
        guard let found = try EventLog.standingCheckpoint(checkpoint, in: db), found.version == foldVersion else {
            return nil
        }
        return found
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
            var state: [UInt8]
            /// Of what takes place; nil where nothing says when, and a series without an end has no last one.
            var firstOccurrence: Int64?
            var lastOccurrence: Int64?

            var values: StoredValues {
                StoredValues([
                    firstStart, lastStart, status, organizer, subject, participants, Data(state), firstOccurrence,
                    lastOccurrence,
                ])
            }
        }

        init(stream: Int64, meeting: Meeting?, zones: ZoneBook) {
            self.stream = stream
            self.meeting = meeting.map { meeting in
                let bounds = meeting.startBounds, ends = meeting.firstAndLastStart(zones: zones)
                return Fields(
                    firstStart: bounds.lowerBound.ticks, lastStart: bounds.upperBound.ticks,
                    status: meeting.status.rawValue,
                    organizer: meeting.organizer, subject: meeting.subject, participants: meeting.participants.count,
                    state: RecordEncoder.encode(meeting), firstOccurrence: ends.first?.ticks,
                    lastOccurrence: ends.last?.ticks)
            }
        }
    }

    /// What makes the table and the view. `first_start` and `last_start` are bounds for a look-up, generous by the
    /// reach of wall clocks.
    static let definitions = [
        """
        CREATE TABLE IF NOT EXISTS meeting(stream INTEGER PRIMARY KEY, first_start INTEGER NOT NULL, last_start INTEGER NOT NULL,
          status TEXT NOT NULL, organizer TEXT, subject TEXT, participants INTEGER NOT NULL, state BLOB NOT NULL,
          first_occurrence INTEGER, last_occurrence INTEGER)
        """,
        """
        CREATE VIEW IF NOT EXISTS meetings AS SELECT stream.key AS meeting_id, status, organizer, subject, participants,
          strftime('%Y-%m-%d %H:%M:%S', first_occurrence / 10000000, 'unixepoch') AS first_start,
          strftime('%Y-%m-%d %H:%M:%S', last_occurrence / 10000000, 'unixepoch') AS last_start
        FROM meeting JOIN stream ON stream.id = meeting.stream
        """,
        learnedNameDefinition,
    ]

    /// - Parameter anew: an earlier version, or somebody else, may have made them otherwise.
    private static func prepare(_ db: Database, anew: Bool) throws {
        if anew { try EventLog.drop(["meetings", "meeting", "learned_name"], in: db) }
        try prepareNames(db)
        for statement in definitions { try db.execute(sql: statement) }
        try MeetingIndex.prepare(db, anew: anew)
    }

    private static func store(_ meetings: [Stored], in db: Database) throws {
        let insertion = try RowStatement("INSERT OR REPLACE INTO meeting VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", in: db)
        let deletion = try RowStatement("DELETE FROM meeting WHERE stream = ?", in: db)
        for stored in meetings {
            guard let fields = stored.meeting else {
                try deletion.run { $0.add(stored.stream) }
                continue
            }
            try insertion.run { values in
                values.add(stored.stream)
                values.add(fields.firstStart)
                values.add(fields.lastStart)
                values.add(fields.status)
                values.add(fields.organizer)
                values.add(fields.subject)
                values.add(Int64(fields.participants))
                values.add(fields.state)
                values.add(fields.firstOccurrence)
                values.add(fields.lastOccurrence)
            }
        }
    }

    /// Whether every calendar entry has been folded.
    package func isCurrent() throws(StoreError) -> Bool {
        let newest = try log.lastPosition(of: .calendar)
        guard let known = try log.checkpoint(Projection.checkpoint), known.version == Projection.foldVersion else {
            return newest == 0
        }
        return known.position >= newest
    }
}
