import ExchangeFormats
import Privacy

/// `emails`: one row for each message and final recipient; ordered by time, message, sender, recipient. Two recipients
/// outside give two equal rows: they are two e-mails.
package final class EmailTable {
    private let options: TableOptions
    private let mask: Mask
    private let sorted = SortedRows()
    private var rows: EmailRows

    package init(_ options: TableOptions, mask: Mask) {
        self.options = options
        self.mask = mask
        rows = EmailRows(mask: mask, delimiter: options.delimiter)
    }

    /// - Parameter stream: of the message id.
    package func add(_ mail: SentMail, of stream: Int64) throws {
        try rows.forEach(of: mail) { key, row in try sorted.add(key, row: row, of: stream) }
    }

    package func finish() throws -> FinishedTable {
        var file = try PortionedFile(options, name: "emails", columns: EmailRow.columns) { [mask] in
            try mask.event($0)
        }
        try sorted.forEach { row, number, stream in try file.write(row, number: number, stream: stream) }
        return try file.finish(name: "emails")
    }
}

/// Makes the rows of `emails`, and the keys that order them.
package struct EmailRows {
    private let mask: Mask
    private var row: CSVRow

    package init(mask: Mask, delimiter: UInt8) {
        self.mask = mask
        row = CSVRow(delimiter: delimiter)
    }

    package mutating func forEach(
        of mail: SentMail, _ body: (SortedRows.Key, _ row: [UInt8]) throws -> Void
    ) throws {
        var email = EmailRow(
            id: try mask.event(mail.id), from: try mask.resolvedPerson(mail.sender), to: "", when: mail.when)
        for recipient in mail.recipients {
            email.to = try mask.resolvedPerson(recipient)
            email.write(to: &row)
            try body(
                .init(number: mail.when.ticks, text: Array("\(email.id)\0\(email.from)\0\(email.to)".utf8)),
                row.bytes)
        }
    }
}

/// A row of `emails`: a message and one of its recipients.
package struct EmailRow {
    package static let columns = ["email_id", "from", "to", "when"]

    package var id: String
    package var from: String
    package var to: String
    package var when: Instant

    init(id: String, from: String, to: String, when: Instant) {
        self.id = id
        self.from = from
        self.to = to
        self.when = when
    }

    /// The row of a recipient under a mask.
    package init(_ mail: SentMail, to recipient: String, mask: Mask) throws {
        self.init(
            id: try mask.event(mail.id), from: try mask.resolvedPerson(mail.sender),
            to: try mask.resolvedPerson(recipient), when: mail.when)
    }

    /// The row as a line of the table.
    package func write(to row: inout CSVRow) {
        row.begin()
        row.add(id)
        row.add(from)
        row.add(to)
        // The partner reads three digits and nothing else.
        row.add(when, digits: 3)
        row.end()
    }
}
