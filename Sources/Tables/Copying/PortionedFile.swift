import EventStore
import ExchangeFormats
import Primitives

/// A table on its way into its file: notes where the rows of each stream stand, and takes those of unchanged streams
/// from the table that an earlier run wrote.
struct PortionedFile {
    private let file: AtomicFile
    private let earlier: EarlierRows?
    /// The rows that are not copied, in a file of their own.
    private let changes: AtomicFile?
    private let order: StreamOrder?
    private let isStaged: Bool
    private var portions = PortionList()
    private var current: Portion?
    private var rows = 0
    private var changedRows = 0

    /// - Parameters:
    ///   - name: the table's.
    ///   - columns: of its head line.
    ///   - idShown: what of a stream's key orders rows of one time.
    init(
        _ options: TableOptions, name: String, columns: [String], idShown: @escaping (_ key: String) throws -> String
    ) throws {
        let order = options.earlier.map { StreamOrder(keys: $0.keys, idShown: idShown) }
        try self.init(options, name: name, columns: columns, changed: options.earlier?.changed ?? [], order)
    }

    /// For a table of days, whose rows are written under the day for a number and for a stream.
    init(ofDays options: TableOptions, name: String, columns: [String]) throws {
        try self.init(options, name: name, columns: columns, changed: options.earlier?.changedDays ?? [], nil)
    }

    private init(
        _ options: TableOptions, name: String, columns: [String], changed: Set<Int64>, _ order: StreamOrder?
    ) throws {
        self.order = order
        isStaged = options.isStaged
        let fileName = options.fileName(name), head = CSVRow.of(columns, delimiter: options.delimiter)
        file = try AtomicFile(folder: options.folder, name: fileName, isDigested: true)
        try file.write(head)
        guard let tables = options.earlier else {
            (earlier, changes) = (nil, nil)
            return
        }
        // The rows at hand are those of changed streams alone.
        guard let table = tables.tables[fileName] else { throw EarlierTableUnfit() }
        earlier = try EarlierRows(table, changed: changed, head: head)
        changes = try AtomicFile(folder: options.folder + "/changes", name: fileName)
        try changes?.write(head)
    }

    /// Writes one row; those of one stream and number one after the other.
    mutating func write(_ row: some Collection<UInt8>, number: Int64, stream: Int64) throws {
        if let known = current, known.number == number, known.stream == stream {
            current?.rows += 1
            current?.bytes += row.count
        } else {
            endPortion()
            try takeEarlier(before: (number, stream))
            current = Portion(number: number, stream: stream, bytes: row.count, rows: 1)
        }
        try file.write(row)
        guard let changes else { return }
        try changes.write(row)
        changedRows += 1
    }

    private mutating func endPortion() {
        guard let portion = current else { return }
        note(portion)
        current = nil
    }

    private mutating func note(_ portion: Portion) {
        portions.add(portion)
        rows += portion.rows
    }

    private mutating func takeEarlier(before bound: (number: Int64, stream: Int64)?) throws {
        guard let earlier else { return }
        while let portion = earlier.next {
            if let bound {
                guard portion.number <= bound.number else { break }
                if portion.number == bound.number {
                    guard let order else { throw EarlierTableUnfit() }
                    if try !order.precedes(portion.stream, bound.stream) { break }
                }
            }
            note(portion)
            try earlier.take(for: file)
        }
        try earlier.copy(to: file)
    }

    /// Puts the file under its name.
    ///
    /// - Parameter rowsBefore: of a table that counts what it leaves out; not known where rows were copied.
    mutating func finish(name: String, rowsBefore: Int? = nil) throws -> FinishedTable {
        endPortion()
        try takeEarlier(before: nil)
        try earlier?.finish()
        try file.commit(isStaged: isStaged)
        var finished = FinishedTable(
            name: name, path: file.path, rows: rows, rowsBefore: earlier == nil ? rowsBefore : nil)
        finished.portions = portions
        finished.content = file.sha256.map { .init(bytes: file.bytesWritten, sha256: $0) }
        if let changes {
            try changes.commit(isStaged: isStaged)
            finished.changes = .init(path: changes.path, rows: changedRows)
        }
        return finished
    }
}

/// The order of streams in a table whose rows of one time are ordered by an id made of the stream's key.
private final class StreamOrder {
    private let keys: () throws -> (Int64) throws -> String
    /// Asked for when two streams first have rows of one time.
    private lazy var key = Result { try keys() }
    private let idShown: (String) throws -> String
    private var ids = NumberedCache<[UInt8]>(logarithm: 16)

    init(keys: @escaping () throws -> (Int64) throws -> String, idShown: @escaping (String) throws -> String) {
        self.keys = keys
        self.idShown = idShown
    }

    /// - Throws: `EarlierTableUnfit` where what follows the id in a row would decide.
    func precedes(_ left: Int64, _ right: Int64) throws -> Bool {
        let (left, right) = (try id(left), try id(right))
        for (own, other) in zip(left, right) where own != other { return own < other }
        throw EarlierTableUnfit()
    }

    private func id(_ stream: Int64) throws -> [UInt8] {
        let key = try key.get()
        return try ids.value(stream) { Array(try idShown(try key(stream)).utf8) }
    }
}
