import Digest
import Foundation
import GRDB

/// The last row of each table that a batch brought.
struct ChainMarks: Equatable {
    var position: Int64 = 0
    var dictionary: Int64 = 0
    var stream: Int64 = 0
    var source: Int64 = 0
    var quarantine: Int64 = 0

    init(position: Int64 = 0, dictionary: Int64 = 0, stream: Int64 = 0, source: Int64 = 0, quarantine: Int64 = 0) {
        self.position = position
        self.dictionary = dictionary
        self.stream = stream
        self.source = source
        self.quarantine = quarantine
    }

    /// - Parameter row: of `BatchRecord.columns`.
    init(_ row: Row) throws {
        self.init(
            position: try row.integer(8), dictionary: try row.integer(9), stream: try row.integer(10),
            source: try row.integer(11),
            quarantine: try row.integer(12))
    }
}

extension ChainMarks {
    /// Tables that hold a row which no batch brought: batches number their rows from 1 up to these marks.
    ///
    /// - Parameter newest: the number of the newest batch.
    func tablesWithStrangers(_ db: Database, newest: Int64) throws -> [String] {
        let tables =
            [
                ("dictionary", "id", dictionary), ("stream", "id", stream), ("source", "id", source),
                ("quarantine", "id", quarantine),
                ("quarantine_solved", "batch", newest),
            ] + (try Schema.kinds(in: db).map { ($0.name, "position", position) })
        return try tables.filter { table, key, last in
            // Asked one by one, each end is one look into the index.
            let sql =
                "SELECT coalesce((SELECT min(\(key)) FROM \(table)) < 1 OR (SELECT max(\(key)) FROM \(table)) > ?, 0)"
            return try Bool.fetchOne(db.cachedStatement(sql: sql), arguments: [last]) == true
        }.map(\.0)
    }
}

/// A batch and its hash, by which a log can be known again.
struct ChainPlace {
    var number: Int64
    var hash: [UInt8]

    func isIn(_ db: Database) throws -> Bool {
        try Data.fetchOne(db, sql: "SELECT hash FROM batch WHERE number = ?", arguments: [number]).map([UInt8].init)
            == hash
    }
}

/// Where the chain ends: what the next batch goes on with.
struct ChainEnd {
    /// Nil in an empty log.
    var place: ChainPlace?
    var marks: ChainMarks

    init(place: ChainPlace, marks: ChainMarks) {
        self.place = place
        self.marks = marks
    }

    /// - Throws: SQLite's error for a damaged file when a table holds a row that no batch brought: the next batch would
    ///   close over it, as if it had brought it.
    init(of db: Database) throws {
        let newest = try Row.fetchOne(db, sql: "SELECT \(BatchRecord.columns) FROM batch ORDER BY number DESC LIMIT 1")
        place = try newest.map(BatchRecord.init).map { ChainPlace(number: $0.number, hash: $0.hash) }
        marks = try newest.map(ChainMarks.init) ?? ChainMarks()
        let numbers = [
            marks.position, marks.dictionary, marks.stream, marks.source, marks.quarantine, place?.number ?? 0,
        ]
        guard numbers.allSatisfy({ 0..<1 << 48 ~= $0 }) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "batch holds a row that no batch brought")
        }
        if let table = try marks.tablesWithStrangers(db, newest: place?.number ?? 0).first {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "\(table) holds rows that no batch brought")
        }
    }
}
