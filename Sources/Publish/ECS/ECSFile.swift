import EventStore
import ExchangeFormats
import Privacy

/// `ecs.ndjson`: message traces as documents of the Elastic Common Schema, one JSON object a line; ordered by time, then by id. Each
/// record of a trace is one document, in its newest state.
public final class ECSFile {
    private let options: TableOptions
    private let maker: ECSDocument
    private let rows = SortedRows()
    private var stream: Int64?
    private var records: [TraceRecord.Identity: TraceRecord] = [:]
    private var count = 0

    /// - Parameter preservesOriginal: whether each document holds the record as the log has it, as text.
    public init(_ options: TableOptions, mask: Mask, preservesOriginal: Bool) {
        self.options = options
        maker = ECSDocument(mask: mask, preservesOriginal: preservesOriginal)
    }

    /// Takes the rows of a message log, those of one stream together; rows of other logs than traces are passed over.
    public func add(_ row: EventRow, of stream: StreamID) throws {
        if self.stream != stream.number { try write() }
        self.stream = stream.number
        guard let record = TraceRecord(row, key: stream.key) else { return }
        let identity = record.identity
        if records[identity].map(record.supersedes) ?? true { records[identity] = record }
    }

    private func write() throws {
        for record in records.values where options.window.contains(record.received) {
            let id = try maker.id(of: record)
            try rows.add(.init(number: record.received.ticks, text: Array(id.utf8)), row: Array((try maker.line(record, id: id) + "\n").utf8))
            count += 1
        }
        records.removeAll(keepingCapacity: true)
    }

    public func finish() throws -> FinishedTable {
        try write()
        let file = try AtomicFile(folder: options.folder, name: (options.month.map { "\($0)_" } ?? "") + "ecs.ndjson")
        try rows.forEach { try file.write($0) }
        try file.commit()
        return FinishedTable(name: "ecs", path: file.path, rows: count)
    }
}
