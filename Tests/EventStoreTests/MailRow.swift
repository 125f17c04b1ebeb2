import EventStore

/// A row of a message log, of values that a test chooses.
struct MailRow {
    var identity: (UInt64, UInt64, UInt64, UInt64)
    var message: String
    var messageID: String?
    var logTime: Int64
    var eventID = "DELIVER"
    var recipients: String
    var subject: String
    var size: Int64?
    var more: String?

    static func random(count: Int, seed: UInt64, messages: Int = 12) -> [MailRow] {
        var numbers = SeededNumbers(seed: seed &+ 0xE11)
        return (0..<count).map { index in
            let message = "<\(Int.random(in: 0..<messages, using: &numbers))@example.com>"
            return MailRow(
                identity: (numbers.next(), numbers.next(), numbers.next(), UInt64(index)), message: message,
                messageID: Bool.random(using: &numbers) ? message.uppercased() : nil,
                logTime: 17_000_000_000_000_000 + Int64(index) * 10_000_000,
                recipients: "a\(Int.random(in: 0..<9, using: &numbers))@example.com;b@example.com",
                subject: "mail \(Int.random(in: 0..<9, using: &numbers))",
                size: Int64.random(in: 1_000...90_000, using: &numbers),
                more: index % 4 == 0 ? "{\"tenantid\":\"\(index)\"}" : nil)
        }
    }

    static func batch(_ rows: some Collection<MailRow>) -> EventBatch {
        var batch = EventBatch(kind: .mail)
        for (line, row) in rows.enumerated() {
            func place(_ text: String) -> (offset: Int, length: Int) {
                defer { batch.arena += Array(text.utf8) }
                return (batch.arena.count, text.utf8.count)
            }
            var cells = [Cell](repeating: .none, count: MailColumn.allCases.count)
            let texts: [(MailColumn, String?)] = [
                (.form, "tracking"), (.source, "STOREDRIVER"), (.eventID, row.eventID), (.messageID, row.messageID),
                (.recipients, row.recipients),
                (.subject, row.subject), (.more, row.more),
            ]
            for (column, value) in texts {
                guard let value else { continue }
                let (offset, length) = place(value)
                cells[column.rawValue] = .text(offset: offset, length: length)
            }
            cells[MailColumn.logTime.rawValue] = Cell(value: row.logTime, length: 0, kind: .instantMilliseconds)
            if let size = row.size { cells[MailColumn.size.rawValue] = .integer(size) }
            let key = place(row.message)
            batch.rows.append(
                .init(
                    identity: EventIdentity(words: row.identity), streamKeyOffset: key.offset,
                    streamKeyLength: key.length, line: Int64(line + 2)))
            batch.cells += cells
        }
        return batch
    }
}
