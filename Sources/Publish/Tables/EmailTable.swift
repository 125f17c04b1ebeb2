import ExchangeFormats
import Privacy

/// `emails`: one row for each message and final recipient; ordered by time, message, sender, recipient. Two recipients outside give
/// two equal rows: they are two e-mails.
public final class EmailTable {
    private let options: TableOptions
    private let mask: Mask
    private let rows = SortedRows()
    private var row: CSVRow
    private var count = 0

    public init(_ options: TableOptions, mask: Mask) {
        self.options = options
        self.mask = mask
        row = CSVRow(delimiter: options.delimiter)
    }

    public func add(_ mail: SentMail) throws {
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
            try rows.add(.init(number: mail.when.ticks, text: Array("\(id)\0\(from)\0\(to)".utf8)), row: row.bytes)
            count += 1
        }
    }

    public func finish() throws -> FinishedTable {
        let file = try AtomicFile(folder: options.folder, name: options.fileName("emails"))
        try file.write(CSVRow.of(["email_id", "from", "to", "when"], delimiter: options.delimiter))
        try rows.forEach { try file.write($0) }
        try file.commit()
        return FinishedTable(name: "emails", path: file.path, rows: count)
    }
}
