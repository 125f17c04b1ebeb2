import EventStore
import ExchangeFormats
import Reconstruct

/// The entries of one meeting, each with the place of its row.
package struct MeetingEntries {
    package var entries: [Entry] = []
    private var places: [EventHash: EntryPlace] = [:]
    private var names: [Int64: String] = [:]

    /// Reads them from the log.
    ///
    /// - Parameters:
    ///   - stream: the number of the meeting's stream.
    ///   - last: leaves out what the log took in after this position.
    package init(of stream: Int64, upTo last: Int64? = nil, in log: EventLog) throws {
        try Projection(log).forEachStreamWithPlaces(.streams([stream]), upTo: last) { _, entries, places in
            self.entries = entries
            for (entry, place) in zip(entries, places) { self.places[entry.hash] = place }
        }
        for source in Set(places.values.map(\.source)) { names[source] = try log.sourceName(source) }
    }

    /// The number by which a page asks for an entry's row; nil where nobody knows it.
    package func rowNumber(of entry: Entry) -> String? { places[entry.hash].map { "\($0.source)-\($0.line)" } }

    /// The file from which an entry's row came first, and the line on which it began there.
    package func place(of entry: Entry) -> (file: String, line: Int64)? {
        places[entry.hash].map { (names[$0.source] ?? "", $0.line) }
    }
}

/// A row of the log, field by field as it was kept.
package struct LoggedRow {
    package var file: String
    package var line: Int64
    package var fields: [(name: String, text: String)]

    /// The rows of a stream, in the order in which the log took them.
    ///
    /// - Parameter number: only that row, by its number on a page.
    package static func rows(
        of stream: Int64, kind: EventKind = .calendar, number: String? = nil, in log: EventLog
    ) throws -> [LoggedRow] {
        var rows: [LoggedRow] = [], names: [Int64: String] = [:]
        try log.forEachEvent(of: .streams([stream]), kind: kind) { _, row in
            guard number.map({ $0 == "\(row.source)-\(row.line)" }) ?? true else { return }
            rows.append(LoggedRow(file: String(row.source), line: row.line, fields: fields(of: row, kind)))
        }
        for index in rows.indices {
            guard let source = Int64(rows[index].file) else { continue }
            if names[source] == nil { names[source] = try log.sourceName(source) }
            rows[index].file = names[source] ?? ""
        }
        return rows
    }

    private static func fields(of row: EventRow, _ kind: EventKind) -> [(name: String, text: String)] {
        kind.columns.indices.compactMap { column in
            let text: String? =
                switch kind.columns[column].type {
                case .instant:
                    row.ticks(column).map { ticks in
                        let instant = Instant(ticks: ticks)
                        var bytes: [UInt8] = []
                        TimeText.append(instant, digits: row.digits(column), to: &bytes)
                        return String(decoding: bytes, as: UTF8.self)
                    }
                case .integer: row.integer(column).map(String.init)
                case .boolean: row.integer(column).map { $0 == 0 ? "False" : "True" }
                case .text, .inlineText: row.text(column)
                case .bytes: row.bytes(column).map { BinaryText.hex($0) }
                }
            return text.map { (kind.columns[column].name, $0) }
        }
    }
}
