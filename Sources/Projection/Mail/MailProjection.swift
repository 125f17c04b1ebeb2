import Decoding
import EventStore
import ExchangeFormats
import GRDB
import Reconstruct

/// The e-mails that the log's rows tell of, one row for each message and final recipient, kept beside the log. Derived:
/// it can be deleted and made again to the same bytes.
package struct MailProjection {
    /// Raised whenever the fold or the stored form changes, so that every e-mail is counted again.
    package static let foldVersion = 5
    package static let checkpoint = "emails"

    private let log: EventLog

    package init(_ log: EventLog) { self.log = log }

    /// What a fold did.
    package struct Outcome: Sendable, Equatable {
        /// Message ids that had new rows, and the messages and e-mails (message and recipient) of people that came of
        /// all their rows.
        package var streams = 0
        package var messages = 0
        package var emails = 0
        /// Rows of those ids, and what became of them.
        package var rows = 0
        package var account = MailAccount()
        /// What somebody else had changed of what is stored, a sentence each: everything was made anew.
        package var mended: [String] = []
        /// Servers of ours, in order, to which rows of the log hand messages and of which it has no row, whenever they
        /// were folded.
        package var serversWithoutLog: [String] = []

        static func += (left: inout Outcome, right: Outcome) {
            left.streams += right.streams
            left.rows += right.rows
            left.messages += right.messages
            left.emails += right.emails
            left.account.add(right.account)
        }
    }

    /// Folds the message ids that have rows since the last fold; every one when `anew`.
    package func fold(anew: Bool = false, progress: (_ streams: Int) -> Void = { _ in }) throws -> Outcome {
        let faults = try MailProjection.faults(of: log)
        let known = faults.isEmpty ? try log.checkpoint(MailProjection.checkpoint) : nil
        let newest = try log.lastPosition(of: .mail)
        let isAnew = anew || known?.version != MailProjection.foldVersion || known.map { $0.position > newest } == true
        let after = isAnew ? 0 : known?.position ?? 0
        var outcome = Outcome()
        outcome.mended = faults
        guard isAnew || after < newest else {
            outcome.serversWithoutLog = try log.readDerived { db in try MailServers(stored: db) }.withoutLog
            return outcome
        }
        try log.derive { db in
            // Should the run be cut off, the next one begins anew as well.
            if isAnew {
                try EventLog.removeCheckpoint(MailProjection.checkpoint, in: db)
            }
            try MailProjection.prepare(db, anew: isAnew)
            try MailProjection.sums.adopt(isAnew ? ["email_server"] : [], in: db)
        }
        var servers = MailServers()
        let blocks =
            isAnew
            ? FoldBlocks.all(upTo: try log.lastStream())
            : FoldBlocks.of(try log.streams(changedAfter: after, of: .mail))
        var pending: [Stored] = []
        try FoldBlocks.forEach(blocks, of: log, { try MailProjection($1).fold($0, upTo: newest, $2) }) {
            (folded: Folded) in
            outcome += folded.outcome
            servers.add(folded.servers)
            pending += folded.streams
            progress(outcome.streams)
            // Each transaction waits for the disk.
            guard pending.count >= 16_384 else { return }
            try log.derive(keeping: MailProjection.sums) { db in
                try MailProjection.store(pending, replacing: !isAnew, in: db)
            }
            pending.removeAll(keepingCapacity: true)
        }
        try log.derive(keeping: MailProjection.sums) { db in
            try MailProjection.store(pending, replacing: !isAnew, in: db)
            servers.add(try MailServers(stored: db))
            try servers.store(in: db)
            try EventLog.noteCount(of: "email", in: db)
            try EventLog.setCheckpoint(
                MailProjection.checkpoint, position: newest, version: MailProjection.foldVersion, in: db)
        }
        outcome.serversWithoutLog = servers.withoutLog
        return outcome
    }

    private typealias Stored = (stream: Int64, messages: [MailMessage])

    /// What came of some message ids.
    private struct Folded: Sendable {
        var outcome = Outcome()
        var servers = MailServers()
        var streams: [Stored] = []
    }

    /// Folds the message ids of a block. Returns false when nobody takes what comes of it any more.
    private func fold(
        _ block: StreamSelection, upTo position: Int64, _ handOver: (Folded) throws -> Bool
    ) throws -> Bool {
        var folded = Folded()
        do {
            try forEachStream(block, upTo: position) { stream, events, undated in
                let fold = foldMail(events)
                folded.outcome.streams += 1
                folded.outcome.messages += fold.messages.count { $0.emailCount > 0 }
                folded.outcome.emails += fold.messages.reduce(0) { $0 + $1.emailCount }
                folded.outcome.rows += events.count + undated
                folded.outcome.account.add(fold.account)
                folded.servers.add(fold.servers)
                if undated > 0 { folded.outcome.account.rows[.undated, default: 0] += undated }
                // Without messages too: those of an earlier fold have to go.
                folded.streams.append((stream.number, fold.messages))
                guard folded.streams.count >= FoldBlocks.streamsAtOnce else { return }
                guard try handOver(folded) else { throw ConsumerGone() }
                folded = Folded()
            }
        } catch is ConsumerGone {
            return false
        }
        return try handOver(folded)
    }

    /// Visits message ids with their rows, one id after the other.
    ///
    /// - Parameter body: gets the id, its rows, and how many more it has that bear no time.
    package func forEachStream(
        _ selection: StreamSelection = .all, upTo last: Int64? = nil,
        _ body: (StreamID, [MailEvent], _ undated: Int) throws -> Void
    ) throws {
        try log.readDerived { db in
            try MailProjection.forEachStream(selection, upTo: last, in: db) { stream, events, undated, _ in
                try body(stream, events, undated)
            }
        }
    }

    /// - Parameter body: gets the position of the id's newest row too.
    private static func forEachStream(
        _ selection: StreamSelection, upTo last: Int64?, in db: Database,
        _ body: (StreamID, [MailEvent], _ undated: Int, Int64) throws -> Void
    ) throws {
        var newest: Int64 = 0
        var decoder = MailEventDecoder()
        var current: StreamID?
        var events: [MailEvent] = []
        var undated = 0
        try EventLog.forEachEvent(of: selection, kind: .mail, upTo: last, inOrder: false, in: db) { stream, row in
            if let known = current, known.number != stream.number {
                try body(known, events, undated, newest)
                newest = 0
                events.removeAll(keepingCapacity: true)
                undated = 0
            }
            current = stream
            newest = max(newest, row.position)
            if let event = decoder.event(row) { events.append(event) } else { undated += 1 }
        }
        if let current { try body(current, events, undated, newest) }
    }

    /// Visits the stored messages that were sent in a window, those of one id together and in order.
    ///
    /// - Parameter streams: only those; every one when nil.
    package func forEachMessage(
        in window: Range<Instant>, of streams: [Int64]? = nil, _ body: (StreamID, [MailMessage]) throws -> Void
    ) throws {
        try log.readDerived { db in
            guard try db.hasTable("email") else { return }
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT e.stream, s.key, e.message, e.sent, e.sender, e.evidence, e.from_outside, e.origin, e.recipient, e.added FROM email AS e
                    JOIN stream AS s ON s.id = e.stream WHERE e.sent >= ? AND e.sent < ? \(Projection.condition(streams, on: "e.stream"))
                    ORDER BY e.stream, e.message, e.recipient
                    """, arguments: [window.lowerBound.ticks, window.upperBound.ticks])
            var reading = MessageRows()
            while let row = try rows.next() {
                if let (stream, messages) = try reading.add(row) { try body(stream, messages) }
            }
            if let (stream, messages) = reading.end() { try body(stream, messages) }
        }
    }

    /// Compares every value that is stored of the e-mails with a fold of every message id, and the table and the view
    /// with what they are made as. Ids with rows that no fold has seen yet are left out: the next fold makes them anew.
    ///
    /// - Returns: the numbers of streams whose e-mails differ, what is wrong with table and view, and whether the
    ///   projection follows the log to its end. Message ids name servers and programs of others, so they are not handed
    ///   out here.
    package func verify() throws -> (differing: Differences, definitions: [String], isCurrent: Bool) {
        let newest = try log.lastPosition(of: .mail)
        return try log.readDerived { db in
            guard let known = try MailProjection.standing(in: db),
                try EventLog.isBound(known.position, of: MailProjection.checkpoint, before: newest, in: db)
            else {
                let tables = ["email", "email_server"]
                return (
                    Differences(), try EventLog.uncompared(tables, of: MailProjection.checkpoint, in: db), newest == 0
                )
            }
            let definitions = try EventLog.changedDefinitions(from: MailProjection.definitions, in: db)
            var differing = Differences()
            guard definitions.isEmpty else { return (differing, definitions, false) }
            var stored = try StoredRowsByStream(
                Row.fetchCursor(
                    db,
                    sql: """
                        SELECT stream, message, recipient, sent, sender, evidence, from_outside, origin, added FROM email ORDER BY stream, message, recipient
                        """))
            func surplusRows(before stream: Int64) throws {
                try stored.pass(before: stream) { differing.add("\($0)") }
            }
            var servers = MailServers()
            try MailProjection.forEachStream(.all, upTo: nil, in: db) { stream, events, _, newest in
                try surplusRows(before: stream.number)
                let fold = foldMail(events), expected = MailProjection.rows(fold.messages)
                servers.add(fold.servers)
                let found = try stored.take(stream.number, most: expected.count)
                if newest <= known.position, found != expected { differing.add("\(stream.number)") }
            }
            try surplusRows(before: .max)
            if stored.stream != nil { differing.add("none") }
            // Beyond the most that are kept, which are kept depends on the order of the folds.
            let isWhole = servers.logged.count + servers.called.count < 10_000
            if known.position >= newest, isWhole, try MailServers(stored: db) != servers { differing.add("servers") }
            return (
                differing, [],
                try EventLog.believedCheckpoint(MailProjection.checkpoint, in: db) != nil && known.position >= newest
            )
        }
    }

    /// The checkpoint of e-mails that this version made, also one of an older program without a seal.
    private static func standing(in db: Database) throws -> (position: Int64, version: Int)? {
        guard let found = try EventLog.standingCheckpoint(checkpoint, in: db), found.version == foldVersion else {
            return nil
        }
        return found
    }

    /// The rows of a stream's messages as they are stored, in the order of the table.
    private static func rows(_ messages: [MailMessage]) -> [StoredValues] {
        messages.enumerated().flatMap { number, message in
            let recipients = message.recipients.map { ($0, 0) } + message.added.map { ($0, 1) }
            return recipients.sorted { $0.0.utf8.lexicographicallyPrecedes($1.0.utf8) }.map { recipient, added in
                StoredValues([
                    number, recipient, message.when.ticks, message.sender, message.evidence.rawValue,
                    message.cameFromOutside ? 1 : 0,
                    message.origin?.rawValue ?? 0, added,
                ])
            }
        }
    }

    /// What can be seen without a fold of what somebody else has changed: the checkpoint, the table and the view, the
    /// number of e-mails, the servers.
    package static func faults(of log: EventLog) throws -> [String] {
        let checkpoints = try log.checkpointFaults(of: checkpoint)
        return try checkpoints
            + log.readDerived { db in
                guard try standing(in: db) != nil else { return [] }
                let changed = try EventLog.changedDefinitions(from: definitions, in: db)
                guard changed.isEmpty else { return changed }
                return try [EventLog.changedCount(of: "email", in: db)].compactMap { $0 }
                    + sums.misfits(in: db).filter { $0 != "legacy_name" }.map { "\($0) was changed" }
            }
    }

    private static let sums = TableSums(
        Projection.sums.tables.filter { $0.name == "legacy_name" } + [
            .init("email_server", columns: ["name", "has_log"])
        ])

    /// Whether every row of a message log has been folded.
    package func isCurrent() throws(StoreError) -> Bool {
        let newest = try log.lastPosition(of: .mail)
        guard let known = try log.checkpoint(MailProjection.checkpoint), known.version == MailProjection.foldVersion
        else { return newest == 0 }
        return known.position >= newest
    }
}

// MARK: - The stored form

extension MailProjection {
    private static let machines = MailOrigin.machines.map { String($0.rawValue) }.sorted().joined(separator: ", ")

    /// What makes the table and the view.
    static let definitions = [
        """
        CREATE TABLE IF NOT EXISTS email(stream INTEGER NOT NULL, message INTEGER NOT NULL, recipient TEXT NOT NULL, sent INTEGER NOT NULL,
          sender TEXT NOT NULL, evidence INTEGER NOT NULL, from_outside INTEGER NOT NULL, origin INTEGER NOT NULL, added INTEGER NOT NULL,
          PRIMARY KEY(stream, message, recipient)) WITHOUT ROWID
        """,
        "CREATE TABLE IF NOT EXISTS email_server(name TEXT NOT NULL, has_log INTEGER NOT NULL, PRIMARY KEY(name, has_log)) WITHOUT ROWID",
        """
        CREATE VIEW IF NOT EXISTS emails AS SELECT stream.key AS message_id, strftime('%Y-%m-%d %H:%M:%S', sent / 10000000, 'unixepoch') AS sent,
          sender, recipient FROM email JOIN stream ON stream.id = email.stream WHERE added = 0 AND origin NOT IN (\(machines))
        """,
    ]

    /// - Parameter anew: an earlier version, or somebody else, may have made them otherwise.
    private static func prepare(_ db: Database, anew: Bool) throws {
        try Projection.prepareNames(db)
        if anew { try EventLog.drop(["emails", "email", "email_server"], in: db) }
        for statement in definitions { try db.execute(sql: statement) }
    }

    private static func store(_ streams: [Stored], replacing: Bool, in db: Database) throws {
        let deletion = try db.makeStatement(sql: "DELETE FROM email WHERE stream = ?")
        let insertion = try db.makeStatement(
            sql: """
                INSERT INTO email(stream, message, recipient, sent, sender, evidence, from_outside, origin, added) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        var legacyDNs: Set<String> = []
        func note(_ address: String) { if address.utf8.first == UInt8(ascii: "/") { legacyDNs.insert(address) } }
        for (stream, messages) in streams {
            if replacing { try deletion.execute(arguments: [stream]) }
            for (number, message) in messages.enumerated() {
                note(message.sender)
                for (recipients, isAdded) in [(message.recipients, 0), (message.added, 1)] {
                    for recipient in recipients {
                        note(recipient)
                        try insertion.execute(arguments: [
                            stream, number, recipient, message.when.ticks, message.sender, message.evidence.rawValue,
                            message.cameFromOutside ? 1 : 0,
                            message.origin?.rawValue ?? 0, isAdded,
                        ])
                    }
                }
            }
        }
        // Which night had them first nobody asks: the months of such e-mails are written anew whenever one of the names
        // is learned.
        try Projection.store(legacyDNs: legacyDNs, after: 0, in: db)
    }

    /// When messages were sent in which one of some legacy DNs stands.
    package func sendingTimes(naming dns: Set<String>) throws -> [Instant] {
        guard !dns.isEmpty else { return [] }
        return try log.readDerived { db in
            guard try db.hasTable("email") else { return [] }
            let marks = databaseQuestionMarks(count: dns.count), names = StatementArguments(dns.sorted())
            let sql = "SELECT DISTINCT sent FROM email WHERE sender IN (\(marks)) OR recipient IN (\(marks))"
            return try Int64.fetchAll(db, sql: sql, arguments: names + names).map(Instant.init(ticks:))
        }
    }
}
