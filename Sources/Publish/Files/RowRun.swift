import Foundation

/// Sorted rows in a temporary file without a name: written once, then read once.
final class RowRun {
    /// Number, length of the text, length of the row.
    private static let headBytes = 24
    private static let usualSize = 1 << 17
    private let descriptor: Int32
    private let folder: String
    private var buffer: UnsafeMutablePointer<UInt8>
    private var capacity = RowRun.usualSize
    /// What was not written yet, or not read yet: `buffer[begin..<end]`.
    private var begin = 0
    private var end = 0

    init(folder: String) throws(WriteError) {
        let path = folder + "/calfold-run-\(getpid())-\(UInt64.random(in: 0...UInt64.max))"
        descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .system(path) }
        unlink(path)
        self.folder = folder
        buffer = .allocate(capacity: RowRun.usualSize)
    }

    deinit {
        close(descriptor)
        buffer.deallocate()
    }

    // MARK: Writing

    func write(_ row: KeyedRow) throws(WriteError) {
        let count = row.textCount + row.rowCount
        if capacity - end < RowRun.headBytes + count { try flush() }
        reserve(RowRun.headBytes + count)
        for (place, number) in [row.number, Int64(row.textCount), Int64(row.rowCount)].enumerated() {
            UnsafeMutableRawPointer(buffer + end + 8 * place).storeBytes(of: number, as: Int64.self)
        }
        (buffer + end + RowRun.headBytes).update(from: row.start, count: count)
        end += RowRun.headBytes + count
    }

    private func flush() throws(WriteError) {
        while begin < end {
            let count = Foundation.write(descriptor, buffer + begin, end - begin)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw WriteError(path: folder, reason: "there is no room to sort a table there") }
            begin += count
        }
        begin = 0
        end = 0
    }

    /// Ends the writing: from now on the rows are read, from the first.
    func rewind() throws(WriteError) {
        try flush()
        guard lseek(descriptor, 0, SEEK_SET) == 0 else { throw .system(folder) }
    }

    // MARK: Reading

    /// The next row; it lies in the run's memory until the next call.
    func next() throws(WriteError) -> KeyedRow? {
        guard try fill(RowRun.headBytes) else { return nil }
        func number(_ place: Int) -> Int64 { UnsafeRawPointer(buffer + begin + 8 * place).loadUnaligned(as: Int64.self) }
        let (sortNumber, textCount, rowCount) = (number(0), Int(number(1)), Int(number(2)))
        guard try fill(RowRun.headBytes + textCount + rowCount) else { throw WriteError(path: folder, reason: "what was sorted there is cut off") }
        defer { begin += RowRun.headBytes + textCount + rowCount }
        return KeyedRow(number: sortNumber, start: UnsafePointer(buffer + begin + RowRun.headBytes), textCount: textCount, rowCount: rowCount)
    }

    /// Reads on until so many bytes are there; false where the file ends before.
    private func fill(_ wanted: Int) throws(WriteError) -> Bool {
        guard end - begin < wanted else { return true }
        buffer.update(from: buffer + begin, count: end - begin)
        end -= begin
        begin = 0
        reserve(wanted)
        while end < wanted {
            let count = read(descriptor, buffer + end, capacity - end)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw .system(folder) }
            if count == 0 { return false }
            end += count
        }
        return true
    }

    /// Makes room for so many bytes from the buffer's begin on.
    private func reserve(_ wanted: Int) {
        guard wanted > capacity else { return }
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: wanted)
        larger.update(from: buffer, count: end)
        buffer.deallocate()
        buffer = larger
        capacity = wanted
    }
}

/// Runs read together, their rows in order.
struct RowMerge {
    private let runs: [RowRun]
    private var heads: [KeyedRow?] = []
    /// Whose row was handed out last: it is read on only when that row is no longer looked at.
    private var last: Int?

    init(_ runs: [RowRun]) throws(WriteError) {
        self.runs = runs
        for run in runs { heads.append(try run.next()) }
    }

    /// The next row; it lies in memory until the next call.
    mutating func next() throws(WriteError) -> KeyedRow? {
        if let last { heads[last] = try runs[last].next() }
        var best: (index: Int, row: KeyedRow)?
        for (index, head) in heads.enumerated() {
            guard let head, best.map({ head.precedes($0.row) }) ?? true else { continue }
            best = (index, head)
        }
        last = best?.index
        return best?.row
    }
}
