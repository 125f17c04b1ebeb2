import Digest
import Foundation
import GRDB

/// What `verify` found.
public struct Verification: Sendable, Equatable {
    /// A batch, or a table, that is not what the chain says.
    public struct Fault: Sendable, Equatable {
        /// The first batch that does not fit; nil when the fault is not one batch's.
        public var batch: Int64?
        /// What does not fit, in words.
        public var what: String
    }

    /// How many batches fit, from the first on; the walk ends at one that does not.
    public var batches = 0
    /// The log's last position, which counts the events of all kinds; 0 where the walk did not reach the chain's end.
    public var events: Int64 = 0
    /// The hash of the newest batch: kept elsewhere, it shows later that no batch was removed from the end.
    public var head: [UInt8]?
    /// What does not fit, in the order in which it was found: batches first, then what is not one batch's.
    public var faults: [Fault] = []

    /// Whether nothing was found that does not fit.
    public var isSound: Bool { faults.isEmpty }
}

extension EventLog {
    /// Recomputes the whole chain from the stored rows, and has SQLite check the file. A damaged file never stops it:
    /// what it cannot read is a fault.
    public func verify(progress: (_ batch: Int64) -> Void = { _ in }) -> Verification {
        var result = Verification()
        do {
            try read { db in
                result = try verifyChain(db, progress)
                for line in try String.fetchAll(db, sql: "PRAGMA integrity_check(10)") where line != "ok" {
                    result.faults.append(.init(batch: nil, what: "SQLite reports: \(line)"))
                }
                for line in try changedDefinitions(db) { result.faults.append(.init(batch: nil, what: line)) }
            }
        } catch {
            result.faults.append(.init(batch: nil, what: "\(error)"))
        }
        return result
    }

    private func verifyChain(_ db: Database, _ progress: (Int64) -> Void) throws -> Verification {
        var result = Verification()
        let digest = SHA256()
        let content = try ChainContent(db, digest: digest)
        var marks = ChainMarks(), hash: [UInt8] = [], number: Int64 = 0
        let columns = try Schema.version(of: db) < 4 ? BatchRecord.columns : ChainLink.columns
        let rows = try Row.fetchCursor(db, sql: "SELECT \(columns) FROM batch ORDER BY number")
        do {
            while let row = try rows.next() {
                number += 1
                progress(number)
                guard let link = ChainLink(row), let stored = try? row.bytes(14) else {
                    result.faults.append(.init(batch: number, what: "batch \(number) is not in the form of a batch"))
                    return result
                }
                guard link.number == number else {
                    result.faults.append(
                        .init(
                            batch: number, what: "batch \(number) is missing: batch \(link.number) stands in its place")
                    )
                    return result
                }
                let found = try content.hash(after: marks, upTo: link.marks, batch: number, form: link.form)
                guard found == link.content else {
                    result.faults.append(
                        .init(batch: number, what: "the rows of batch \(number) are not those that it was written with")
                    )
                    return result
                }
                guard link.hash(after: hash, digest) == stored else {
                    result.faults.append(.init(batch: number, what: "batch \(number) does not fit the batch before it"))
                    return result
                }
                (marks, hash) = (link.marks, stored)
                result.batches += 1
            }
        } catch {
            result.faults.append(.init(batch: number, what: "batch \(number) cannot be read: \(error)"))
            return result
        }
        result.events = marks.position
        result.head = hash.isEmpty ? nil : hash
        result.faults += try marks.tablesWithStrangers(db, newest: number).map {
            .init(batch: nil, what: "\($0) holds rows that no batch brought")
        }
        if try Bool.fetchOne(
            db, sql: "SELECT EXISTS (SELECT 1 FROM quarantine_solved WHERE typeof(batch) <> 'integer')") == true
        {
            result.faults.append(.init(batch: nil, what: "quarantine_solved holds a row that names no batch"))
        }
        result.faults += try IndexCheck.faults(db).map { .init(batch: nil, what: $0) }
        return result
    }

    /// Tables, views and triggers whose definition is not the one that they were made with, should somebody have
    /// dropped a trigger or renamed a column; and triggers that were added to the log's tables. What other tools keep
    /// in the file is theirs.
    private func changedDefinitions(_ db: Database) throws -> [String] {
        let fresh = try DatabaseQueue()
        try Schema.migrator().migrate(fresh, upTo: Schema.newestMigration(in: db))
        let expected = try fresh.read(Definition.all), found = try Definition.all(db)
        return Definition.changes(found, from: expected)
    }
}
