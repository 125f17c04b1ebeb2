import Digest
import EventStore
import Foundation
import GRDB

extension NightLedger {
    /// A table of a month as a run left it in its folder.
    package struct WrittenTable: Sendable, Equatable {
        /// Of its file.
        package var name: String
        /// Of the file's bytes, in lower-case hex.
        package var sha256: String
        /// Where the rows of each stream stand in it, as the table's writer says it.
        package var portions: [UInt8]

        package init(name: String, sha256: String, portions: [UInt8]) {
            self.name = name
            self.sha256 = sha256
            self.portions = portions
        }
    }

    /// Tables that can be written again by copying what has not changed.
    package struct WrittenMonth: Sendable, Equatable {
        package var tables: [WrittenTable]
        /// What the log has up to it is in them.
        package var position: Int64

        package init(tables: [WrittenTable], position: Int64) {
            self.tables = tables
            self.position = position
        }
    }

    /// Notes that a month's tables are finished.
    ///
    /// - Parameters:
    ///   - written: those that were written now.
    ///   - kept: files that stand as they are, as nothing has changed in them.
    ///   - folder: where they stand.
    package func finish(_ month: MonthNumber, _ written: WrittenMonth, kept: [String], in folder: String) throws {
        try log.derive(keeping: NightLedger.sums) { db in
            try db.execute(
                sql: "INSERT OR REPLACE INTO night_month VALUES(?, ?)", arguments: [month.number, Due.nothing.rawValue])
            let names = databaseQuestionMarks(count: kept.count)
            try db.execute(
                sql: "DELETE FROM night_table WHERE month = ? AND name NOT IN (\(names))",
                arguments: [month.number] + StatementArguments(kept))
            try db.execute(
                sql: "UPDATE night_table SET position = ? WHERE month = ?", arguments: [written.position, month.number])
            for table in written.tables {
                guard let look = FileSignature(folder + "/" + table.name) else { continue }
                try db.execute(
                    sql: "INSERT INTO night_table VALUES(?, ?, ?, ?, ?, ?, ?)",
                    arguments: [
                        month.number, table.name, look.text, table.sha256, written.position, Data(table.portions),
                        Data(NightLedger.digest(of: table.portions)),
                    ])
            }
        }
    }

    /// The tables of a month that stand in their folder untouched since a run left them there, made in the way that is
    /// asked for now.
    ///
    /// - Returns: nil where nothing certain is known of one of them.
    package func writtenMonth(_ month: MonthNumber, in folder: String) throws -> WrittenMonth? {
        var written = WrittenMonth(tables: [], position: .max)
        for row in try log.readDerived({
            try Row.fetchAll(
                $0, sql: "SELECT name, look, position, sha256, portions, digest FROM night_table WHERE month = ?",
                arguments: [month.number])
        }) {
            let name = try row.text(0), look = try row.text(1), position = try row.integer(2)
            let table = WrittenTable(name: name, sha256: try row.text(3), portions: try row.bytes(4))
            // Portions decide which rows leave, so damaged ones must not be believed.
            guard FileSignature(folder + "/" + name)?.text == look,
                NightLedger.digest(of: table.portions) == (try row.bytes(5))
            else { return nil }
            written.position = min(written.position, position)
            written.tables.append(table)
        }
        return written.tables.isEmpty ? nil : written
    }

    static func digest(of portions: [UInt8]) -> [UInt8] { SHA256().digest(of: portions) }
}
