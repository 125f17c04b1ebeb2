import EventStore
import ExchangeFormats
import Foundation
import GRDB

/// The findings of the last audit that was to be kept, beside the log: derived, and made again by the next one. They
/// are in clear, as the log is; who shows them masks them.
package enum KeptFindings {
    /// What an audit says of itself.
    package struct Run: Sendable, Equatable {
        /// The chain's head that the findings were made of, in lower-case hex, and the number of its batch.
        package var head: String?
        package var batch: Int64?
        /// The greatest moment that anything was judged at.
        package var at: Instant?
        /// How many of the questions could be answered, 0 to 1.
        package var answered: Double
        /// Each rule that was asked for, with its answer, as JSON.
        package var rules: String

        package init(head: String?, batch: Int64?, at: Instant?, answered: Double, rules: String) {
            self.head = head
            self.batch = batch
            self.at = at
            self.answered = answered
            self.rules = rules
        }
    }

    private static let columns = FindingRecord.columns.filter { $0 != "evidence" }
    private static let definitions = [
        """
        CREATE TABLE audit_run(head TEXT, batch INTEGER, judged_at INTEGER, answered REAL NOT NULL, rules TEXT NOT NULL)
        """,
        """
        CREATE TABLE audit_finding(place INTEGER PRIMARY KEY, \(columns.map { "\"\($0)\" TEXT NOT NULL" }.joined(separator: ", ")),
          evidence TEXT NOT NULL, evidence_rows TEXT NOT NULL)
        """,
    ]

    /// Nothing of the log can be compared with them but another audit, so they have sums.
    private static let sums = TableSums([
        .init("audit_run", columns: ["head", "batch", "judged_at", "answered", "rules"]),
        .init("audit_finding", columns: ["place"] + columns + ["evidence", "evidence_rows"]),
    ])

    /// What of the findings that are kept is not as an audit left it, a sentence each without its end.
    package static func faults(of log: EventLog) throws -> [String] {
        try log.readDerived {
            try sums.misfits(in: $0).map { "the kept findings are not as an audit left them (\($0))" }
        }
    }

    /// Puts the findings in the place of those of an earlier audit, in one transaction.
    ///
    /// - Parameter findings: hands out each in its order.
    package static func replace(
        in log: EventLog, run: Run, _ findings: @escaping ((FindingRecord) throws -> Void) throws -> Void
    ) throws {
        try log.derive { db in
            for name in ["audit_finding", "audit_run"] { try db.execute(sql: "DROP TABLE IF EXISTS \(name)") }
            for definition in definitions { try db.execute(sql: definition) }
            try db.execute(
                sql: "INSERT INTO audit_run VALUES(?, ?, ?, ?, ?)",
                arguments: [run.head, run.batch, run.at?.ticks, run.answered, run.rules])
            let marks = Array(repeating: "?", count: columns.count + 2).joined(separator: ", ")
            let insertion = try db.makeStatement(sql: "INSERT INTO audit_finding VALUES(NULL, \(marks))")
            let encoder = JSONEncoder()
            try findings { record in
                var values = zip(FindingRecord.columns, record.values).filter { $0.0 != "evidence" }.map(\.1)
                values.append(record.value("evidence"))
                values.append(String(decoding: try encoder.encode(record.evidence), as: UTF8.self))
                try insertion.execute(arguments: StatementArguments(values))
            }
            try sums.adopt(["audit_run", "audit_finding"], in: db)
        }
    }

    /// What the last kept audit says of itself; nil where none was kept.
    package static func run(of log: EventLog) throws -> Run? {
        try log.readDerived { db in
            guard try db.hasTable("audit_run"), let row = try Row.fetchOne(db, sql: "SELECT * FROM audit_run") else {
                return nil
            }
            return Run(
                head: row.ifOfType("head"), batch: row.ifOfType("batch"),
                at: row.ifOfType("judged_at").map(Instant.init(ticks:)), answered: row.ifOfType("answered") ?? 0,
                rules: row.ifOfType("rules") ?? "[]")
        }
    }

    /// Some findings in their order: the gravest first.
    ///
    /// - Parameters:
    ///   - first: how many are passed over.
    ///   - count: how many are read at most.
    package static func findings(of log: EventLog, from first: Int = 0, count: Int) throws -> [FindingRecord] {
        try log.readDerived { db in
            guard try db.hasTable("audit_finding") else { return [] }
            let decoder = JSONDecoder()
            return try Row.fetchAll(
                db, sql: "SELECT * FROM audit_finding ORDER BY place LIMIT ? OFFSET ?", arguments: [count, first]
            ).map { row in
                let values = FindingRecord.columns.map { row.ifOfType($0) ?? "" }
                let evidence = row.ifOfType("evidence_rows") ?? "[]"
                return FindingRecord(
                    values: values, evidence: (try? decoder.decode([[String]].self, from: Data(evidence.utf8))) ?? [])
            }
        }
    }
}

extension Row {
    /// A value of a table that anybody may have written into; nil where it is of another type.
    fileprivate func ifOfType<Value: DatabaseValueConvertible>(_ column: String) -> Value? {
        (self[column] as DatabaseValue?).flatMap(Value.fromDatabaseValue)
    }
}
