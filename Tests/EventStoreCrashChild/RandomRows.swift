import EventStore

/// Rows of a file that exists only as a seed: the same seed gives the same batches in every process.
struct RandomRows {
    let seed: UInt64
    let batchCount: Int
    static let rowsPerBatch = 60

    /// One batch of the file, and the rows of it that a reader could not understand.
    ///
    /// A tenth of the rows are copies of rows of the batch before, as overlapping exports have them.
    func batch(_ number: Int) -> (rows: EventBatch, rejected: [RejectedRow]) {
        var batch = EventBatch(kind: .calendar)
        for index in 0..<RandomRows.rowsPerBatch {
            let isCopy = number > 0 && index % 10 == 0
            let row = UInt64(((isCopy ? number - 1 : number) * RandomRows.rowsPerBatch) + index + (isCopy ? 1 : 0))
            add(row, line: Int64(number * RandomRows.rowsPerBatch + index + 2), to: &batch)
        }
        let rejected =
            number % 4 == 3
            ? [
                RejectedRow(
                    line: Int64(number), code: "date", reason: "no date", raw: Array("row \(seed) \(number)".utf8))
            ] : []
        return (batch, rejected)
    }

    private func add(_ row: UInt64, line: Int64, to batch: inout EventBatch) {
        func place(_ text: String) -> (offset: Int, length: Int) {
            defer { batch.arena += Array(text.utf8) }
            return (batch.arena.count, text.utf8.count)
        }
        func word(_ salt: UInt64) -> UInt64 {
            var word = (seed &+ row &* 16 &+ salt) &* 0x9E37_79B9_7F4A_7C15
            word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
            return word ^ word >> 31
        }
        var cells = [Cell](repeating: .none, count: batch.kind.columns.count)
        func text(_ column: CalendarColumn, _ value: String) {
            let (offset, length) = place(value)
            cells[column.rawValue] = .text(offset: offset, length: length)
        }
        let key = place("0400000082\(word(4) % 50)")
        let logTime = 17_000_000_000_000_000 + Int64(row) * 10_000_000
        cells[CalendarColumn.logTime.rawValue] = Cell(value: logTime, length: 0, kind: .instantSeconds)
        cells[CalendarColumn.startTime.rawValue] = Cell(
            value: logTime + Int64(word(5) % 1_000) * 600_000_000, length: 0, kind: .instantSeconds)
        text(.mailbox, "m\(word(6) % 8)@example.com")
        text(.normalizedSubject, "subject \(word(7) % 500)")
        if word(8) % 5 == 0 { text(.more, "{\"location\":\"room \(row)\"}") }
        batch.rows.append(
            .init(
                identity: EventIdentity(words: (word(0), word(1), word(2), word(3))), streamKeyOffset: key.offset,
                streamKeyLength: key.length, line: line))
        batch.cells += cells
    }
}
