import EventStore
import Foundation
import GRDB
import Reconstruct

/// Looks streams up in the index, within one transaction. What it gives may hold more than was asked for, and lacks
/// nothing.
struct IndexReader {
    private let db: Database

    /// - Returns: nil where there is no index that follows the stored meetings: then everything is read.
    init?(_ db: Database) throws {
        guard let stored = try EventLog.standingCheckpoint("meetings", in: db),
            stored.version == Projection.foldVersion, try MeetingIndex.stands(at: stored.position, in: db)
        else { return nil }
        self.db = db
    }

    /// Streams in whose entries somebody stands.
    ///
    /// - Parameter isMet: whether an address of the log is theirs.
    func streams(of isMet: (String) throws -> Bool) throws -> StreamSet {
        var found = StreamSet(), known: [String: Bool] = [:]
        try forEachTerm("kind = \(MeetingIndex.Kind.person.rawValue)") { _, text, row in
            let isTheirs = try known[text] ?? (text == MeetingTerms.unclear || isMet(text))
            known[text] = isTheirs
            if isTheirs { try insert(row, into: &found) }
        }
        return found
    }

    /// Streams in whose texts, or in somebody's address, a piece of a word stands; nil for a piece that the words of
    /// the index do not tell.
    ///
    /// - Parameter piece: in lower case.
    func streams(withText piece: String) throws -> StreamSet? {
        guard !piece.isEmpty, !piece.unicodeScalars.contains(where: MeetingTerms.parts) else { return nil }
        let isPlain = piece.utf8.allSatisfy { $0 < 0x80 }
        var found = StreamSet()
        // SQLite's letters are those of ASCII; what has others is looked at here.
        let condition =
            isPlain ? "(instr(lower(term), ?) > 0 OR length(term) <> length(CAST(term AS BLOB)) OR term = '')" : "1"
        try forEachTerm(condition, isPlain ? [piece] : []) { kind, text, row in
            let isFound =
                text == MeetingTerms.unclear || (isPlain && text.utf8.allSatisfy { $0 < 0x80 })
                || (kind == MeetingIndex.Kind.word.rawValue ? text : text.lowercased()).contains(piece)
            if isFound { try insert(row, into: &found) }
        }
        return found
    }

    /// Streams whose keys fit; nil where only a look at each can tell.
    ///
    /// - Parameters:
    ///   - keys: whole ones.
    ///   - beginnings: what they begin with.
    ///   - piece: what stands somewhere in them.
    func streams(withKeys keys: [String], beginnings: [String], piece: String?) throws -> StreamSet? {
        let texts = keys + beginnings + [piece].compactMap { $0 }
        guard texts.allSatisfy({ $0.utf8.allSatisfy { $0 < 0x80 && $0 != 0 } && !$0.isEmpty }) else { return nil }
        guard !texts.isEmpty else { return StreamSet() }
        let conditions =
            keys.map { _ in "key = ?" } + beginnings.map { _ in "instr(key, ?) = 1" }
            + [piece].compactMap { $0 }.map { _ in "instr(key, ?) > 0" }
        return try set(
            "SELECT id FROM stream WHERE \(conditions.joined(separator: " OR "))", StatementArguments(texts))
    }

    /// Streams with a meeting whose key fits.
    func streams(withKey isMet: (String) throws -> Bool) throws -> StreamSet {
        var found = StreamSet()
        let rows = try Row.fetchCursor(
            db, sql: "SELECT s.id, s.key FROM meeting AS m JOIN stream AS s ON s.id = m.stream")
        while let row = try rows.next() {
            if try isMet(row.storedText(1)) { found.insert(try row.storedInteger(0)) }
        }
        return found
    }

    /// Streams whose meeting may have an occurrence in a window.
    func streams(in window: Range<Int64>, status: Meeting.Status? = nil) throws -> StreamSet {
        try set(
            "SELECT stream FROM meeting WHERE first_start < ? AND last_start >= ? AND (?3 IS NULL OR status = ?3)",
            [window.upperBound, window.lowerBound, status?.rawValue])
    }

    /// Visits meetings in the order of lists: by start, then by stream.
    ///
    /// - Parameters:
    ///   - first: in ticks; earlier ones are left out.
    ///   - streams: only those; every one when nil.
    ///   - body: false ends the visit.
    func forEachStart(
        from first: Int64, of streams: StreamSet?, _ body: (_ start: Int64, _ stream: Int64) throws -> Bool
    ) throws {
        let rows = try Row.fetchCursor(
            db, sql: "SELECT start, stream FROM meeting_start WHERE start >= ? ORDER BY start, stream",
            arguments: [first])
        while let row = try rows.next() {
            let stream = try row.storedInteger(1)
            guard streams?.contains(stream) ?? true else { continue }
            guard try body(row.storedInteger(0), stream) else { return }
        }
    }

    private func set(_ sql: String, _ arguments: StatementArguments) throws -> StreamSet {
        var found = StreamSet()
        let rows = try Row.fetchCursor(db, sql: sql, arguments: arguments)
        while let row = try rows.next() { found.insert(try row.storedInteger(0)) }
        return found
    }

    private func forEachTerm(
        _ condition: String, _ arguments: StatementArguments = [],
        _ body: (_ kind: Int64, _ text: String, _ row: Row) throws -> Void
    ) throws {
        let rows = try Row.fetchCursor(
            db, sql: "SELECT kind, term, block, streams FROM meeting_term WHERE \(condition)", arguments: arguments)
        while let row = try rows.next() { try body(row.storedInteger(0), row.storedText(1), row) }
    }

    private func insert(_ row: Row, into set: inout StreamSet) throws {
        guard let offsets = StreamList.decoded(try row.storedBytes(3)) else { throw RecordError(offset: 0) }
        set.insert(offsets, block: try row.storedInteger(2))
    }
}
