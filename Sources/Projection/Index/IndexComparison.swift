import EventStore
import GRDB
import Reconstruct

/// Holds the index against what the log's entries say, block by block beside a walk over the streams in order.
struct IndexComparison {
    private struct Term: Hashable {
        var kind: Int64
        var text: String
    }

    private let db: Database
    private let rows: RowCursor
    private var next: Row?
    private let place: Statement
    private var block: Int64 = .min
    private var expected: [Term: [UInt16]] = [:]
    /// Streams of the block with entries that no fold has seen yet.
    private var leftOut: Set<UInt16> = []
    /// Rows that differ.
    private(set) var differing = 0

    /// - Parameter position: up to which the stored meetings follow the log.
    /// - Returns: nil where there is no index that claims to follow them.
    init?(_ db: Database, at position: Int64) throws {
        guard try MeetingIndex.stands(at: position, in: db) else { return nil }
        self.db = db
        rows = try Row.fetchCursor(
            db, sql: "SELECT block, kind, term, streams FROM meeting_term ORDER BY block, kind, term")
        place = try db.makeStatement(
            sql: """
                SELECT EXISTS (SELECT 1 FROM meeting_start
                  WHERE start = ? AND stream = ? AND first_start = ? AND last_start = ? AND status = ?)
                """)
        next = try rows.next()?.copy()
    }

    mutating func add(_ stream: StreamID, _ entries: [Entry], _ meeting: Meeting?, _ zones: ZoneBook) throws {
        try enter(StreamSet.block(of: stream.number))
        let terms = MeetingTerms(stream, entries, meeting, zones), offset = StreamSet.offset(of: stream.number)
        for person in terms.people {
            expected[Term(kind: MeetingIndex.Kind.person.rawValue, text: person), default: []].append(offset)
        }
        for word in terms.words {
            expected[Term(kind: MeetingIndex.Kind.word.rawValue, text: word), default: []].append(offset)
        }
        if let wanted = terms.place,
            try Bool.fetchOne(
                place, arguments: [wanted.start, stream.number, wanted.first, wanted.last, wanted.status]) != true
        {
            differing += 1
        }
    }

    mutating func leaveOut(_ stream: StreamID) throws {
        try enter(StreamSet.block(of: stream.number))
        leftOut.insert(StreamSet.offset(of: stream.number))
    }

    mutating func finish() throws {
        try compareBlock()
        while next != nil { try surplus() }
        let counts = try Row.fetchOne(
            db, sql: "SELECT (SELECT count(*) FROM meeting_start), (SELECT count(*) FROM meeting)")
        if let counts, try counts.storedInteger(0) != counts.storedInteger(1) { differing += 1 }
    }

    private mutating func enter(_ other: Int64) throws {
        guard other != block else { return }
        try compareBlock()
        block = other
    }

    /// Compares the rows of the block that the walk leaves.
    private mutating func compareBlock() throws {
        while let row = next, IndexComparison.block(of: row) ?? .min < block { try surplus() }
        while let row = next, IndexComparison.block(of: row) == block {
            let (found, wanted) = (offsets(of: row), term(of: row).flatMap { expected.removeValue(forKey: $0) } ?? [])
            if found?.filter({ !leftOut.contains($0) }) != wanted { differing += 1 }
            next = try rows.next()?.copy()
        }
        differing += expected.count
        expected.removeAll(keepingCapacity: true)
        leftOut.removeAll(keepingCapacity: true)
    }

    private mutating func surplus() throws {
        differing += 1
        next = try rows.next()?.copy()
    }

    private static func block(of row: Row) -> Int64? { try? row.storedInteger(0) }

    private func term(of row: Row) -> Term? {
        guard let kind = try? row.storedInteger(1), let text = try? row.storedText(2) else { return nil }
        return Term(kind: kind, text: text)
    }

    private func offsets(of row: Row) -> [UInt16]? { (try? row.storedBytes(3)).flatMap(StreamList.decoded) }
}
