import EventStore
import ExchangeFormats
import Intake
import Reconstruct

/// What a log has of each mailbox: by the names of the files that were taken in, the empty ones too, and by their rows.
struct CoverageSource {
    let log: EventLog
    /// Nothing that the log took in after this position.
    var knownAt: Int64?

    /// - Parameter mailboxNamed: the address of the mailbox with a name that is no address.
    func book(upTo instant: Instant?, mailboxNamed: ((String) -> String?)? = nil) throws -> CoverageBook {
        var book = CoverageBook()
        try log.forEachSourceName(upTo: knownAt) { _, name in
            guard let day = CoverageSource.day(in: name),
                let mailbox = MailboxName.inPath(name, named: mailboxNamed).flatMap({ Address($0)?.canonical })
            else { return }
            book.add(mailbox, day, rows: 0)
        }
        try log.forEachMailboxSpan(upTo: knownAt) { span in
            guard let mailbox = span.mailbox.flatMap({ Address($0)?.canonical }) else { return }
            let last = span.last == .max ? span.last : span.last + 1
            book.add(mailbox, Instant(ticks: span.first)..<Instant(ticks: last), rows: span.rows)
        }
        book.settle(upTo: instant)
        return book
    }

    /// The day that a file's name ends with: `alice@example.com_2024-02-01.csv`.
    static func day(in path: String) -> Range<Instant>? {
        let name = path.split(separator: "/").last ?? ""
        guard let mark = name.lastIndex(of: "_") else { return nil }
        let text = name[name.index(after: mark)...].prefix(10)
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard text.count == 10, parts.count == 3, parts[0].count == 4, let year = Int(parts[0]),
            let month = Int(parts[1]),
            let day = Int(parts[2]), let date = CivilDate(year: year, month: month, day: day)
        else { return nil }
        let begin = WallTime(date).ticks
        return Instant(ticks: begin)..<Instant(ticks: begin + Instant.ticksPerDay)
    }
}
