import Digest
import EventStore
import Foundation
import GRDB

extension NightLedger {
    /// A table of a month as a run left it in its folder.
    public struct WrittenTable: Sendable, Equatable {
        /// Of its file.
        public var name: String
        /// Where the rows of each stream stand in it, as the table's writer says it.
        public var portions: [UInt8]

        public init(name: String, portions: [UInt8]) {
            self.name = name
            self.portions = portions
        }
    }

    /// Notes that a month's tables are finished.
    ///
    /// - Parameters:
    ///   - tables: those that were written, and can be written again by copying what has not changed.
    ///   - kept: files that stand as they are, as nothing has changed in them.
    ///   - folder: where they stand.
    ///   - position: what the log has up to it is in them.
    public func finish(_ month: MonthNumber, tables: [WrittenTable], kept: [String], in folder: String, at position: Int64) throws {
        try log.derive { db in
            try db.execute(sql: "INSERT OR REPLACE INTO night_month VALUES(?, ?)", arguments: [month.number, Due.nothing.rawValue])
            let names = databaseQuestionMarks(count: kept.count)
            try db.execute(sql: "DELETE FROM night_table WHERE month = ? AND name NOT IN (\(names))", arguments: [month.number] + StatementArguments(kept))
            try db.execute(sql: "UPDATE night_table SET position = ? WHERE month = ?", arguments: [position, month.number])
            for table in tables {
                guard let look = FileLook(folder + "/" + table.name) else { continue }
                try db.execute(
                    sql: "INSERT INTO night_table VALUES(?, ?, ?, ?, ?, ?)",
                    arguments: [month.number, table.name, look.text, position, Data(table.portions), Data(NightLedger.digest(of: table.portions))])
            }
        }
    }

    /// The tables of a month that stand in their folder untouched since a run left them there, made in the way that is asked for now.
    ///
    /// - Returns: with them the position up to which they have what the log has; nil where nothing certain is known of the month.
    public func writtenTables(of month: MonthNumber, in folder: String) throws -> (tables: [WrittenTable], position: Int64)? {
        var tables: [WrittenTable] = []
        var position = Int64.max
        for row in try log.readDerived({
            try Row.fetchAll($0, sql: "SELECT name, look, position, portions, digest FROM night_table WHERE month = ?", arguments: [month.number])
        }) {
            guard let name: String = row[0], let look: String = row[1], let portions: Data = row[3], let digest: Data = row[4] else { return nil }
            let table = WrittenTable(name: name, portions: [UInt8](portions))
            // Portions decide which rows leave, so damaged ones must not be believed.
            guard FileLook(folder + "/" + name)?.text == look, NightLedger.digest(of: table.portions) == [UInt8](digest) else { return nil }
            position = min(position, row[2] ?? 0)
            tables.append(table)
        }
        return tables.isEmpty ? nil : (tables, position)
    }

    private static func digest(of portions: [UInt8]) -> [UInt8] { SHA256().digest(of: portions) }
}
