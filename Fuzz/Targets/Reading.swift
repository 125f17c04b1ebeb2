import EventStore

/// Reads the input as a file that was given to be taken in: what it is, is found by looking. Every row must be taken or
/// quarantined, with cells that lie in the batch's text. One input in four is read once more with a buffer and batches
/// that end everywhere, and its quarantined rows again: both readings must agree, and nothing may trap.
func checkFile(_ bytes: [UInt8]) {
    // Chosen by its bytes, so that a find repeats.
    let isReadTwice = bytes.reduce(0, &+) % 4 == 0
    let whole = Reading(bytes, buffer: 1 << 12, rowsPerBatch: 1 << 14, isCompared: isReadTwice, isRetried: isReadTwice)
    guard isReadTwice else { return }
    let pieces = Reading(
        bytes, buffer: 1 + bytes.count % 251, rowsPerBatch: 1 + bytes.count % 3, isCompared: true, isRetried: false)
    promise(whole.rows == pieces.rows, "the buffer's size shows in the rows")
    promise(whole.problems == pieces.problems, "the buffer's size shows in the quarantine")
    promise(whole.refusal == pieces.refusal, "the buffer's size shows in a refusal")
}

/// What a reader made of a file.
struct Reading {
    /// Of each row its line, key, identity and cells.
    var rows: [[UInt8]] = []
    var problems: [[UInt8]] = []
    var refusal: String?

    /// - Parameter isCompared: what was read is kept for another reading; else it is only looked through.
    init(_ bytes: [UInt8], buffer: Int, rowsPerBatch: Int, isCompared: Bool, isRetried: Bool) {
        var options = CalendarReaderOptions()
        options.limits.bufferBytes = buffer
        options.limits.rowsPerBatch = rowsPerBatch
        options.culture = bytes.count % 2 == 0 ? DateCulture(name: "en-US") : nil
        do throws(IntakeError) {
            var reader = try ExportReader(ByteSource(bytes: bytes, path: "input"), options: options)
            while let chunk = try reader.next() {
                promise(chunk.rowsRead <= rowsPerBatch, "a chunk is too large")
                note(chunk.batch, isCompared: isCompared)
                for row in chunk.quarantined where isCompared {
                    problems.append(Array("\(row.line) \(row.reason.code.rawValue) ".utf8) + row.raw)
                }
                if isRetried, !chunk.quarantined.isEmpty { readAgain(chunk, options) }
            }
        } catch {
            refusal = error.code.rawValue
        }
    }

    private mutating func note(_ batch: EventBatch, isCompared: Bool) {
        let columns = batch.kind.columns.count
        promise(batch.cells.count == batch.rows.count * columns, "rows without their cells")
        var text: [UInt8] = []
        func note(_ value: some Collection<UInt8>) { if isCompared { text += value } }
        for (index, row) in batch.rows.enumerated() {
            text =
                isCompared ? Array("\(batch.kind.name) \(row.line) ".utf8) + IdentityHasher.bytes(of: row.identity) : []
            promise(row.streamKeyLength > 0, "a row without a key")
            note(stretch(of: batch, row.streamKeyOffset, row.streamKeyLength))
            for cell in batch.cells[index * columns..<(index + 1) * columns] {
                if isCompared { text.append(cell.kind.rawValue) }
                switch cell.kind {
                case .text:
                    let value = stretch(of: batch, Int(cell.value), Int(cell.length))
                    promise(String(validating: value, as: UTF8.self) != nil, "text that is no UTF-8")
                    note(value)
                case .bytes: note(stretch(of: batch, Int(cell.value), Int(cell.length)))
                default: withUnsafeBytes(of: cell.value) { note($0) }
                }
            }
            if isCompared { rows.append(text) }
        }
    }

    private func stretch(of batch: EventBatch, _ start: Int, _ count: Int) -> ArraySlice<UInt8> {
        promise(start >= 0 && count >= 0 && start + count <= batch.arena.count, "a cell lies outside the text")
        return batch.arena[start..<start + count]
    }

    private func readAgain(_ chunk: IntakeChunk, _ options: CalendarReaderOptions) {
        promise(RowContext(text: chunk.context.text) == chunk.context, "a context is not read back")
        guard var retry = RowRetry(context: chunk.context, options: options) else { return }
        for row in chunk.quarantined { _ = retry.read(raw: row.raw, line: row.line) }
    }
}
