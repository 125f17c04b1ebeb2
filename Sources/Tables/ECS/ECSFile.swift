import EventStore
import ExchangeFormats
import Primitives
import Privacy

/// `ecs.ndjson`: message traces as documents of the Elastic Common Schema, one JSON object a line; ordered by time,
/// then by id. Each record of a trace is one document, in its newest state.
package final class ECSFile {
    private let options: TableOptions
    private let documents: ECSDocument
    /// By document id, then by state: a trace id may stand under two message ids, of which one is known to one export
    /// alone.
    private let states = SortedRows()
    private var stream: Int64?
    private var records: [ECSRecord.Identity: ECSRecord] = [:]
    private var count = 0

    /// - Parameter preservesOriginal: whether each document holds the record as the log has it, as text.
    package init(_ options: TableOptions, mask: Mask, preservesOriginal: Bool) {
        self.options = options
        documents = ECSDocument(mask: mask, preservesOriginal: preservesOriginal)
    }

    /// Takes the rows of a message log, those of one stream together; rows of other logs than traces are passed over.
    package func add(_ row: EventRow, of stream: StreamID) throws {
        if self.stream != stream.number { try write() }
        self.stream = stream.number
        guard let record = ECSRecord(row, key: stream.key) else { return }
        let identity = record.identity
        if records[identity].map(record.supersedes) ?? true { records[identity] = record }
    }

    private func write() throws {
        for record in records.values where options.window.contains(record.received) {
            let id = try documents.id(of: record)
            let place = withUnsafeBytes(of: record.received.ticks.bigEndian) { Array($0) }
            let key = Array(id.utf8) + [0, UInt8(clamping: record.state.rawValue)]
            try states.add(
                .init(number: 0, text: key), row: place + Array("\(id)\n\(try documents.line(record, id: id))\n".utf8))
        }
        records.removeAll(keepingCapacity: true)
    }

    /// The last state of each document, in the order of the file.
    private func newest() throws -> SortedRows {
        let rows = SortedRows()
        var held: (ticks: Int64, id: [UInt8], line: [UInt8])?
        func release() throws {
            guard let (ticks, id, line) = held else { return }
            try rows.add(.init(number: ticks, text: id), row: line)
            count += 1
        }
        try states.forEach { row in
            let ticks = row.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            let text = row.dropFirst(8)
            let id = Array(text.prefix { $0 != UInt8(ascii: "\n") })
            if held?.id != id { try release() }
            held = (Int64(bitPattern: ticks), id, Array(text.dropFirst(id.count + 1)))
        }
        try release()
        return rows
    }

    package func finish() throws -> FinishedTable {
        try write()
        let file = try AtomicFile(folder: options.folder, name: (options.month.map { "\($0)_" } ?? "") + "ecs.ndjson")
        let rows = try newest()
        try rows.forEach { try file.write($0) }
        try file.commit()
        return FinishedTable(name: "ecs", path: file.path, rows: count)
    }
}
