import ExchangeFormats
import Night
import Tables

extension Endpoint {
    static let messages = Endpoint(
        path: ["messages"], summary: "The rows of 'calfold export emails --plain': a message and one recipient.",
        parameters: [.from, .to, .limit, .cursor],
        fields: [
            .init("email_id", .textSchema), .init("from", .textSchema), .init("to", .textSchema),
            .init("when", .instantSchema),
        ], isList: true
    ) { question in
        let found = try MessageList.page(question)
        guard question.wantsCSV else {
            let rows = found.rows.map { row in
                JSON.object([
                    ("email_id", .string(row.id)), ("from", .string(row.from)), ("to", .string(row.to)),
                    ("when", .string(WebTime.text(row.when))),
                ])
            }
            return .list(rows, next: found.next, of: question)
        }
        var bytes = CSVRow.of(EmailRow.columns, delimiter: UInt8(ascii: ";"))
        var row = CSVRow(delimiter: UInt8(ascii: ";"))
        for found in found.rows {
            found.write(to: &row)
            bytes += row.bytes
        }
        return .table(bytes, next: found.next, of: question)
    }
}

enum MessageList {
    static func page(_ question: Question) throws -> (rows: [EmailRow], next: Cursor?) {
        let store = question.store
        try store.learn(isOfStored: true)
        var page = try RowPage<EmailRow>(question)
        _ = try EmailSource(log: store.log).forEach(in: question.window(), mask: store.mask) { _, mail in
            for (number, recipient) in mail.recipients.enumerated() {
                let row = try EmailRow(mail, to: recipient, mask: store.mask)
                // Two recipients outside are two rows that look alike, and each has its place.
                page.add(Cursor(mail.when.ticks, "\(row.id)\0\(row.from)\0\(row.to)\0\(number)")) { row }
            }
        }
        return page.finish()
    }
}
