import EventStore
import ExchangeFormats
import Foundation
import GRDB
import Reconstruct

/// Looks streams up in the index, within one transaction. What it gives may hold more than was asked for, and lacks
/// nothing.
struct IndexReader {
    private let db: Database
    /// Up to which position the stored meetings, and so the index, follow the log.
    let position: Int64

    /// - Returns: nil where there is no index that follows the stored meetings: then everything is read.
    init?(_ db: Database) throws {
        guard let stored = try EventLog.standingCheckpoint(Projection.checkpoint, in: db),
            stored.version == Projection.foldVersion, try MeetingIndex.stands(at: stored.position, in: db)
        else { return nil }
        self.db = db
        position = stored.position
    }

    /// So many meetings are read as fast as all are gone through in the order of lists.
    func few() throws -> Int {
        max(200, Int(clamping: (try Int64.fetchOne(db, sql: "SELECT max(stream) FROM meeting") ?? 0) / 200))
    }

    /// Streams in whose entries somebody stands.
    ///
    /// - Parameter isMet: whether an address of the log is theirs.
    func streams(of isMet: (String) throws -> Bool) throws -> StreamSet {
        var found = StreamSet(), known: [String: Bool] = [:]
        try forEachTerm(.person) { _, bytes, row in
            let text = String(decoding: bytes, as: UTF8.self)
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
        let sought = TextNeedle(piece)
        var found = StreamSet()
        try forEachTerm { kind, bytes, row in
            let isFound =
                sought.isFound(inSmallLettersOf: bytes)
                ?? {
                    let text = String(decoding: bytes, as: UTF8.self)
                    return text == MeetingTerms.unclear
                        || (kind == MeetingIndex.Kind.word.rawValue ? text : text.lowercased()).contains(piece)
                }()
            if isFound { try insert(row, into: &found) }
        }
        return found
    }

    /// Streams with a meeting whose key fits, and others; nil where only a look at each can tell.
    ///
    /// - Parameters:
    ///   - keys: whole ones.
    ///   - beginnings: what they begin with.
    ///   - piece: what stands somewhere in them.
    func streams(withKeys keys: [String], beginnings: [String], piece: String?) throws -> StreamSet? {
        let texts = keys + beginnings + [piece].compactMap { $0 }
        guard texts.allSatisfy({ $0.utf8.allSatisfy { $0 < 0x80 && $0 != 0 } && !$0.isEmpty }) else { return nil }
        var found = StreamSet()
        for key in keys { for stream in try EventLog.streams(ofKey: key, in: db) { found.insert(stream) } }
        var sought: [(text: TextNeedle, isBeginning: Bool)] = []
        for beginning in beginnings {
            // Keys of another form stand among the words of their meetings too.
            if !IndexReader.mayBeginAnID(beginning), let named = try streams(withText: beginning.lowercased()) {
                found.formUnion(named)
            } else {
                sought.append((TextNeedle(beginning), true))
            }
        }
        if let piece { sought.append((TextNeedle(piece), false)) }
        guard !sought.isEmpty else { return found }
        try EventLog.forEachRow(of: "SELECT key, id FROM stream", in: db) { row in
            guard let key = row.text(0), let stream = row.integer(1) else { throw RecordError(offset: 0) }
            if sought.contains(where: { $0.isBeginning ? $0.text.begins(key) : $0.text.isFound(in: key) }) {
                found.insert(stream)
            }
            return true
        }
        return found
    }

    /// Whether a text begins as ids of Exchange's form do, as far as it goes.
    static func mayBeginAnID(_ text: String) -> Bool {
        text.hasPrefix(GlobalObjectID.classIDDigits) || GlobalObjectID.classIDDigits.hasPrefix(text)
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
    func streams(in window: Range<Int64>) throws -> StreamSet {
        var found = StreamSet()
        try EventLog.forEachRow(
            of: "SELECT stream FROM meeting_start WHERE first_start < ? AND last_start >= ?",
            [window.upperBound, window.lowerBound], in: db
        ) { row in
            guard let stream = row.integer(0) else { throw RecordError(offset: 0) }
            found.insert(stream)
            return true
        }
        return found
    }

    /// Visits meetings in the order of lists: by start, then by stream.
    ///
    /// - Parameters:
    ///   - first: in ticks; earlier ones are left out.
    ///   - window: they may have an occurrence in it.
    ///   - streams: only those; every one when nil.
    ///   - body: false ends the visit.
    func forEachStart(
        from first: Int64, in window: Range<Int64>?, status: Meeting.Status?, of streams: StreamSet?,
        _ body: (_ start: Int64, _ stream: Int64) throws -> Bool
    ) throws {
        var conditions = ["start >= ?"], arguments: [Int64] = [first]
        if let window {
            conditions.append("first_start < ? AND last_start >= ?")
            arguments += [window.upperBound, window.lowerBound]
        }
        if let status {
            conditions.append("status = ?")
            arguments.append(Int64(status.code))
        }
        try EventLog.forEachRow(
            of:
                "SELECT start, stream FROM meeting_start WHERE \(conditions.joined(separator: " AND ")) ORDER BY start, stream",
            StatementArguments(arguments), in: db
        ) { row in
            guard let start = row.integer(0), let stream = row.integer(1) else { throw RecordError(offset: 0) }
            return try streams?.contains(stream) ?? true ? body(start, stream) : true
        }
    }

    /// - Parameter body: gets the kind of a term, its text, and the row, of which the text lasts until the next.
    private func forEachTerm(
        _ kind: MeetingIndex.Kind? = nil,
        _ body: (_ kind: Int64, _ text: UnsafeBufferPointer<UInt8>, _ row: StandingRow) throws -> Void
    ) throws {
        try EventLog.forEachRow(
            of: "SELECT kind, term, block, streams FROM meeting_term WHERE ?1 IS NULL OR kind = ?1", [kind?.rawValue],
            in: db
        ) { row in
            guard let kind = row.integer(0), let text = row.text(1) else { throw RecordError(offset: 0) }
            try body(kind, text, row)
            return true
        }
    }

    private func insert(_ row: StandingRow, into set: inout StreamSet) throws {
        guard let block = row.integer(2), let bytes = row.blob(3), set.insert(encoded: bytes, block: block) else {
            throw RecordError(offset: 0)
        }
    }
}
