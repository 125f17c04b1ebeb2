import Digest
import Foundation
import GRDB

/// What `verify` found.
public struct Verification: Sendable, Equatable {
    public struct Fault: Sendable, Equatable {
        /// The first batch that does not fit; nil when the fault is not one batch's.
        public var batch: Int64?
        public var what: String
    }

    public var batches = 0
    public var events: Int64 = 0
    /// The hash of the newest batch: kept elsewhere, it shows later that no batch was removed from the end.
    public var head: [UInt8]?
    public var faults: [Fault] = []

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
                for line in try missingGuards(db) { result.faults.append(.init(batch: nil, what: line)) }
            }
        } catch {
            result.faults.append(.init(batch: nil, what: "\(error)"))
        }
        return result
    }

    private func verifyChain(_ db: Database, _ progress: (Int64) -> Void) throws -> Verification {
        var result = Verification()
        let digest = SHA256()
        let content = ChainContent(db, digest: digest)
        var marks = ChainMarks(), hash: [UInt8] = [], number: Int64 = 0
        let rows = try Row.fetchCursor(db, sql: "SELECT * FROM batch ORDER BY number")
        do {
            while let row = try rows.next() {
                number += 1
                progress(number)
                guard let link = ChainLink(row), let stored = (row["hash"] as DatabaseValue).storage.bytes else {
                    result.faults.append(.init(batch: number, what: "batch \(number) is not in the form of a batch"))
                    return result
                }
                guard link.number == number else {
                    result.faults.append(.init(batch: number, what: "batch \(number) is missing: batch \(link.number) stands in its place"))
                    return result
                }
                let found = try content.hash(after: marks, upTo: link.marks, batch: number)
                guard found == link.content else {
                    result.faults.append(.init(batch: number, what: "the rows of batch \(number) are not those that it was written with"))
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
        for (table, key, last) in [
            ("dictionary", "id", marks.dictionary), ("stream", "id", marks.stream), ("source", "id", marks.source), ("quarantine", "id", marks.quarantine),
        ] + EventKind.all.map({ ($0.name, "position", marks.position) }) {
            if let surplus = try Int64.fetchOne(db, sql: "SELECT max(\(key)) FROM \(table)"), surplus > last {
                result.faults.append(.init(batch: nil, what: "\(table) holds rows that no batch brought"))
            }
        }
        return result
    }

    /// The triggers that keep the log append-only, should somebody have dropped one.
    private func missingGuards(_ db: Database) throws -> [String] {
        let found = Set(try String.fetchAll(db, sql: "SELECT name FROM sqlite_master WHERE type = 'trigger'"))
        let tables = ["dictionary", "stream", "source", "quarantine", "quarantine_solved", "batch"] + EventKind.all.map(\.name)
        return tables.flatMap { table in ["updated", "deleted", "replaced"].map { "\(table)_is_not_\($0)" } }
            .filter { !found.contains($0) }.map { "the trigger \($0) is gone: the log was open to change" }
    }
}

extension ChainLink {
    fileprivate init?(_ row: Row) {
        func value(_ name: String) -> Int64? { if case .int64(let value) = (row[name] as DatabaseValue).storage { value } else { nil } }
        guard let number = value("number"), let source = value("source"), let takenInAt = value("taken_in_at"), let rowsRead = value("rows_read"),
            let taken = value("taken"), let duplicate = value("duplicate"), let quarantined = value("quarantined"), let ends = value("ends_source"),
            let position = value("last_position"), let dictionary = value("last_dictionary"), let stream = value("last_stream"),
            let lastSource = value("last_source"), let quarantine = value("last_quarantine"), let content = (row["content"] as DatabaseValue).storage.bytes,
            ends == 0 || ends == 1, taken >= 0, duplicate >= 0, quarantined >= 0, max(taken, duplicate, quarantined) < 1 << 40,
            rowsRead == taken + duplicate + quarantined
        else { return nil }
        var outcome = AppendOutcome()
        (outcome.taken, outcome.duplicate, outcome.quarantined) = (Int(taken), Int(duplicate), Int(quarantined))
        self.init(
            number: number, source: source, takenInAt: takenInAt, outcome: outcome, endsSource: ends == 1,
            marks: ChainMarks(position: position, dictionary: dictionary, stream: stream, source: lastSource, quarantine: quarantine), content: content)
    }
}

extension DatabaseValue.Storage {
    fileprivate var bytes: [UInt8]? { if case .blob(let data) = self { [UInt8](data) } else { nil } }
}
