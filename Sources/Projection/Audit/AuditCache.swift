import Decoding
import EventStore
import ExchangeFormats
import Foundation
import GRDB
import Reconstruct

/// What the last audit that was kept leaves for the next one to know: what each stream answered, and what of the log's
/// reach and of people's names it rested on. Derived: without it every stream is looked at.
package struct AuditCache: Sendable {
    /// Raised whenever an audit would answer otherwise of the same rows, or remembers it in another form.
    package static let version = 5
    private static let checkpoint = "audit"
    /// What a fold would decide otherwise, an audit would too.
    private static var wholeVersion: Int { version * 100_000 + Projection.foldVersion }

    /// What has become of the log's reach in a mailbox.
    enum Change {
        /// It reaches further, without a gap.
        case grown
        case other
    }

    /// What the answers of an audit rest on beside the rows.
    package struct Basis: Sendable {
        /// Whatever else was asked: terms, directory, domains.
        package var question: String
        package var coverage: CoverageBook
        package var names: LearnedNames

        package init(question: String, coverage: CoverageBook, names: LearnedNames) {
            self.question = question
            self.coverage = coverage
            self.names = names
        }
    }

    /// How far the log went.
    let position: Int64
    /// Mailboxes of which the log has something else than it had.
    let changes: [String: Change]
    /// Legacy DNs that stand for somebody else than they did.
    let renamed: Set<String>

    /// `audit_stream`: what each stream answered; nothing of one with something to tell. `audit_mailbox`: what the log
    /// had of each mailbox; `audit_name`: which address a legacy DN stood for; `audit_question`: what was asked.
    static let definitions = [
        "CREATE TABLE IF NOT EXISTS audit_stream(stream INTEGER PRIMARY KEY, record BLOB)",
        "CREATE TABLE IF NOT EXISTS audit_mailbox(mailbox TEXT PRIMARY KEY, spans BLOB NOT NULL) WITHOUT ROWID",
        "CREATE TABLE IF NOT EXISTS audit_name(dn TEXT PRIMARY KEY, address TEXT NOT NULL) WITHOUT ROWID",
        "CREATE TABLE IF NOT EXISTS audit_question(question TEXT NOT NULL)",
    ]
    private static let tables = ["audit_stream", "audit_mailbox", "audit_name", "audit_question"]
    /// A row that somebody else changed is seen by the next audit, which then looks at everything.
    private static let sums = TableSums([
        .init("audit_stream", columns: ["stream", "record"]), .init("audit_mailbox", columns: ["mailbox", "spans"]),
        .init("audit_name", columns: ["dn", "address"]), .init("audit_question", columns: ["question"]),
    ])

    /// - Returns: nil where no audit of this question was kept, or what it left is not as it was left.
    package init?(of log: EventLog, for basis: Basis) throws {
        let found = try log.readDerived { db -> AuditCache? in
            guard let known = try EventLog.believedCheckpoint(AuditCache.checkpoint, in: db),
                known.version == AuditCache.wholeVersion,
                try EventLog.changedDefinitions(from: AuditCache.definitions, in: db).isEmpty,
                try AuditCache.sums.misfits(in: db).isEmpty, try AuditCache.sums.areKnown(in: db),
                try String.fetchAll(db, sql: "SELECT question FROM audit_question") == [basis.question]
            else { return nil }
            return AuditCache(
                position: known.position, changes: try AuditCache.changes(to: basis.coverage, in: db),
                renamed: try AuditCache.renamed(by: basis.names, in: db))
        }
        guard let found else { return nil }
        self = found
    }

    private init(position: Int64, changes: [String: Change], renamed: Set<String>) {
        self.position = position
        self.changes = changes
        self.renamed = renamed
    }

    /// Whether an audit has left anything at all.
    package static func isKept(in log: EventLog) throws -> Bool { try log.checkpoint(checkpoint) != nil }

    // MARK: What has changed

    private static func changes(to coverage: CoverageBook, in db: Database) throws -> [String: Change] {
        var changes: [String: Change] = [:], known: Set<String> = []
        let rows = try Row.fetchCursor(db, sql: "SELECT mailbox, spans FROM audit_mailbox")
        while let row = try rows.next() {
            let mailbox = try row.storedText(0)
            let before = try spans(try row.storedBytes(1))
            let now = coverage.mailboxes[mailbox]?.spans ?? []
            known.insert(mailbox)
            if before != now { changes[mailbox] = hasGrown(before, to: now) ? .grown : .other }
        }
        for (mailbox, now) in coverage.mailboxes where !known.contains(mailbox) && !now.spans.isEmpty {
            changes[mailbox] = .other
        }
        return changes
    }

    private static func hasGrown(_ before: [Range<Instant>], to now: [Range<Instant>]) -> Bool {
        guard let last = before.last, let newest = now.last, before.count == now.count else { return false }
        return before.dropLast() == now.dropLast() && last.lowerBound == newest.lowerBound
            && last.upperBound <= newest.upperBound
    }

    private static func renamed(by names: LearnedNames, in db: Database) throws -> Set<String> {
        var renamed: Set<String> = [], known: Set<String> = []
        let rows = try Row.fetchCursor(db, sql: "SELECT dn, address FROM audit_name")
        while let row = try rows.next() {
            let dn = try row.storedText(0)
            known.insert(dn)
            if names.address(of: dn) != (try row.storedText(1)) { renamed.insert(dn) }
        }
        return renamed.union(names.byDN.keys.filter { !known.contains($0) })
    }

    private static func bytes(_ spans: [Range<Instant>]) -> [UInt8] {
        var record = RecordEncoder()
        record.write(each: spans) {
            $0.write($1.lowerBound.ticks)
            $0.write($1.upperBound.ticks)
        }
        return record.bytes
    }

    private static func spans(_ bytes: [UInt8]) throws(RecordError) -> [Range<Instant>] {
        var record = RecordDecoder(bytes)
        return try record.each { reader throws(RecordError) in
            let lower = try reader.number(), upper = try reader.number()
            guard lower <= upper else { throw RecordError(offset: reader.offset) }
            return Instant(ticks: lower)..<Instant(ticks: upper)
        }
    }

    // MARK: Streams

    /// Tells what is known of streams that need not be looked at.
    ///
    /// - Returns: the numbers of the streams that must be, ascending.
    func recall(from log: EventLog, _ body: (AuditRecord) throws -> Void) throws -> [Int64] {
        var due = Set(try log.streams(changedAfter: position))
        due.formUnion(try streamsNamingRenamed(in: log))
        try log.readDerived { db in
            let rows = try Row.fetchCursor(db, sql: "SELECT stream, record FROM audit_stream ORDER BY stream")
            while let row = try rows.next() {
                let stream = try row.storedInteger(0)
                guard !due.contains(stream) else { continue }
                guard !(row[1] as DatabaseValue).isNull,
                    let record = try AuditRecord(try row.storedBytes(1), unless: changes)
                else {
                    due.insert(stream)
                    continue
                }
                try body(record)
            }
        }
        return due.sorted()
    }

    private func streamsNamingRenamed(in log: EventLog) throws -> Set<Int64> {
        let projection = Projection(log)
        // What no fold has seen is not among the noted names.
        let names = try projection.isCurrent() ? projection.legacyDNs(among: renamed, upTo: position) : renamed
        var streams: Set<Int64> = []
        try projection.forEachEntry(naming: names, upTo: position) { stream, _, _ in streams.insert(stream) }
        return streams
    }

    // MARK: Keeping

    /// Begins to keep what an audit finds. Should it be cut off, the next one looks at everything.
    ///
    /// - Parameter known: what the audit began with; without it all is made anew.
    static func begin(in log: EventLog, from known: AuditCache?) throws {
        try log.derive { db in
            try EventLog.removeCheckpoint(checkpoint, in: db)
            guard known == nil else { return }
            try EventLog.drop(tables, in: db)
            for definition in definitions { try db.execute(sql: definition) }
            try sums.adopt(Set(tables), in: db)
        }
    }

    static func keep(_ records: [(stream: Int64, record: [UInt8]?)], in log: EventLog) throws {
        guard !records.isEmpty else { return }
        try log.derive(keeping: sums) { db in
            let insertion = try db.makeStatement(sql: "INSERT OR REPLACE INTO audit_stream VALUES(?, ?)")
            for (stream, record) in records { try insertion.execute(arguments: [stream, record.map { Data($0) }]) }
        }
    }

    /// Notes what everything that was kept rests on.
    package static func finish(_ basis: Basis, upTo position: Int64, in log: EventLog) throws {
        try log.derive(keeping: sums) { db in
            try db.execute(sql: "DELETE FROM audit_question")
            try db.execute(sql: "INSERT INTO audit_question VALUES(?)", arguments: [basis.question])
            try db.execute(sql: "DELETE FROM audit_mailbox")
            let mailbox = try db.makeStatement(sql: "INSERT INTO audit_mailbox VALUES(?, ?)")
            for (name, known) in basis.coverage.mailboxes {
                try mailbox.execute(arguments: [name, Data(bytes(known.spans))])
            }
            try db.execute(sql: "DELETE FROM audit_name")
            let name = try db.makeStatement(sql: "INSERT INTO audit_name VALUES(?, ?)")
            for (dn, address) in basis.names.byDN { try name.execute(arguments: [dn, address]) }
            try EventLog.setCheckpoint(checkpoint, position: position, version: wholeVersion, in: db)
        }
    }
}
