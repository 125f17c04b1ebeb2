import ExchangeFormats
import Privacy

/// `emails`: one row for each message and final recipient; ordered by time, message, sender, recipient. Two recipients
/// outside give two equal rows: they are two e-mails.
package final class EmailTable {
    private let options: TableOptions
    private let mask: Mask
    private let rows = SortedRows()
    private var row: CSVRow

    package init(_ options: TableOptions, mask: Mask) {
        self.options = options
        self.mask = mask
        row = CSVRow(delimiter: options.delimiter)
    }

    /// - Parameter stream: of the message id.
    package func add(_ mail: SentMail, of stream: Int64) throws {
        let id = try mask.event(mail.id), from = try mask.resolvedPerson(mail.sender)
        for recipient in mail.recipients {
            let to = try mask.resolvedPerson(recipient)
            row.begin()
            row.add(id)
            row.add(from)
            row.add(to)
            // The partner reads three digits and nothing else.
            row.add(mail.when, digits: 3)
            row.end()
            try rows.add(
                .init(number: mail.when.ticks, text: Array("\(id)\0\(from)\0\(to)".utf8)), row: row.bytes, of: stream)
        }
    }

    package func finish() throws -> FinishedTable {
        var file = try PortionedFile(options, name: "emails", columns: ["email_id", "from", "to", "when"]) { [mask] in
            try mask.event($0)
        }
        try rows.forEach { row, number, stream in try file.write(row, number: number, stream: stream) }
        return try file.finish(name: "emails")
    }
}
