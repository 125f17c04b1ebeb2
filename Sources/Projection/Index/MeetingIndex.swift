import EventStore
import Foundation
import GRDB
import Reconstruct

/// The tables that lead from people and words to streams, and from starts to meetings. Derived with the meetings, in
/// the same transactions: a store without them, or whose tables do not follow its meetings, is read whole instead.
struct MeetingIndex {
    /// Raised whenever what stands in the tables changes, so that they are made again.
    static let version = 2
    static let checkpoint = "meeting index"

    /// What a term is.
    enum Kind: Int64 {
        case person = 0
        case word = 1
    }

    /// `meeting_term`: of the streams whose numbers share all but their lowest fourteen bits (`block`), the list of
    /// those that have a term. `meeting_start`: each meeting by the start that lists are ordered by, with the bounds of
    /// its occurrences' starts and its status, a number as in its stored form.
    static let definitions = [
        """
        CREATE TABLE IF NOT EXISTS meeting_term(block INTEGER NOT NULL, kind INTEGER NOT NULL, term TEXT NOT NULL, streams BLOB NOT NULL,
          PRIMARY KEY(block, kind, term)) WITHOUT ROWID
        """,
        """
        CREATE TABLE IF NOT EXISTS meeting_start(start INTEGER NOT NULL, stream INTEGER NOT NULL, first_start INTEGER NOT NULL,
          last_start INTEGER NOT NULL, status INTEGER NOT NULL, PRIMARY KEY(start, stream)) WITHOUT ROWID
        """,
    ]
    static let tables = ["meeting_term", "meeting_start"]

    // MARK: Whether it is to be believed

    /// Whether it follows the stored meetings.
    ///
    /// - Parameter position: up to which the stored meetings follow the log.
    static func stands(at position: Int64, in db: Database) throws -> Bool {
        guard let known = try EventLog.believedCheckpoint(checkpoint, in: db), known.version == version,
            known.position == position
        else { return false }
        for (table, definition) in zip(tables, definitions) {
            let statement = try db.cachedStatement(
                sql: "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?")
            let found = try String.fetchOne(statement, arguments: [table])
            guard found == definition.replacing("IF NOT EXISTS ", with: "") else { return false }
        }
        return true
    }

    /// What can be seen without a comparison of what somebody else has changed. A store of an older version has none of
    /// the tables, and that is no fault.
    static func faults(in db: Database) throws -> [String] {
        guard let known = try EventLog.believedCheckpoint(checkpoint, in: db), known.version == version else {
            return []
        }
        let changed = try EventLog.changedDefinitions(from: definitions, in: db)
        guard changed.isEmpty else { return changed }
        return try tables.compactMap { try EventLog.changedCount(of: $0, in: db) }
    }

    // MARK: Made by the fold

    /// Makes the tables where there are none, and takes away what an earlier fold or somebody else left.
    static func prepare(_ db: Database, anew: Bool) throws {
        if anew {
            try EventLog.removeCheckpoint(checkpoint, in: db)
            try EventLog.drop(tables, in: db)
        }
        for statement in definitions { try db.execute(sql: statement) }
    }

    /// Notes that the tables follow the log as far as the meetings do.
    static func finish(at position: Int64, in db: Database) throws {
        for table in tables { try EventLog.noteCount(of: table, in: db) }
        try EventLog.setCheckpoint(checkpoint, position: position, version: version, in: db)
    }
}

/// A stream and what it is to be found by.
struct IndexedStream: Sendable {
    var stream: StreamID
    var terms: MeetingTerms
}

/// What becomes of the index in one transaction of the fold.
struct IndexChanges {
    private struct Term: Hashable {
        var kind: MeetingIndex.Kind
        var text: String
    }

    private struct Change {
        var added: [UInt16] = []
        var removed: Set<UInt16> = []

        func applied(to old: [UInt16]) -> [UInt16] {
            var last: UInt16?
            return (old + added).sorted().filter { offset in
                defer { last = offset }
                return offset != last && !removed.contains(offset)
            }
        }
    }

    private var terms: [Int64: [Term: Change]] = [:]

    /// Stores what some streams are found by now, before their meetings are stored.
    ///
    /// - Parameter isAnew: whether nothing was stored of any of them.
    static func store(_ streams: [IndexedStream], isAnew: Bool, in db: Database) throws {
        var changes = IndexChanges()
        let place = try RowStatement("INSERT OR REPLACE INTO meeting_start VALUES(?, ?, ?, ?, ?)", in: db)
        let noPlace = try RowStatement("DELETE FROM meeting_start WHERE start = ? AND stream = ?", in: db)
        let known = try db.makeStatement(sql: "SELECT state FROM meeting WHERE stream = ?")
        let zones = ZoneBook()
        for found in streams {
            let number = found.stream.number
            var before = MeetingTerms()
            if !isAnew, let row = try Row.fetchOne(known, arguments: [number]),
                // One that cannot be read is another's doing, and so is what is left behind of it.
                let meeting = try? RecordDecoder.decode(row.storedBytes(0))
            {
                before = MeetingTerms(of: meeting, key: found.stream.key, zones)
            }
            if before.place != found.terms.place {
                if let old = before.place?.start, old != found.terms.place?.start {
                    try noPlace.run { values in
                        values.add(old)
                        values.add(number)
                    }
                }
                if let new = found.terms.place {
                    try place.run { values in
                        for value in [new.start, number, new.first, new.last, Int64(new.status)] { values.add(value) }
                    }
                }
            }
            changes.add(found.terms, instead: before, of: number)
        }
        try changes.store(in: db)
    }

    private mutating func add(_ terms: MeetingTerms, instead before: MeetingTerms, of stream: Int64) {
        let offset = StreamSet.offset(of: stream), block = StreamSet.block(of: stream)
        var changes = self.terms.removeValue(forKey: block) ?? [:]
        defer { self.terms[block] = changes }
        func change(_ kind: MeetingIndex.Kind, _ text: String, _ body: (inout Change) -> Void) {
            body(&changes[Term(kind: kind, text: text), default: Change()])
        }
        // The log only grows, and so does who stands in it.
        for person in terms.people { change(.person, person) { $0.added.append(offset) } }
        for word in terms.words where !before.words.contains(word) { change(.word, word) { $0.added.append(offset) } }
        for word in before.words where !terms.words.contains(word) { change(.word, word) { $0.removed.insert(offset) } }
    }

    private func store(in db: Database) throws {
        let known = try db.makeStatement(
            sql: "SELECT streams FROM meeting_term WHERE block = ? AND kind = ? AND term = ?")
        let insertion = try RowStatement("INSERT OR REPLACE INTO meeting_term VALUES(?, ?, ?, ?)", in: db)
        let deletion = try db.makeStatement(
            sql: "DELETE FROM meeting_term WHERE block = ? AND kind = ? AND term = ?")
        for (block, terms) in terms {
            for (term, change) in terms {
                let before = try Data.fetchOne(known, arguments: [block, term.kind.rawValue, term.text])
                let old = before.flatMap { StreamList.decoded([UInt8]($0)) } ?? []
                let new = change.applied(to: old)
                let bytes = StreamList.encoded(new)
                if new.isEmpty {
                    try deletion.execute(arguments: [block, term.kind.rawValue, term.text])
                } else if before.map({ $0.elementsEqual(bytes) }) != true {
                    try insertion.run { values in
                        values.add(block)
                        values.add(term.kind.rawValue)
                        values.add(term.text)
                        values.add(bytes)
                    }
                }
            }
        }
    }
}
