import EventStore
import ExchangeFormats
import Privacy

/// The first row of a log in which somebody stands under a pseudonym: no table can be made of it, and whoever is told so
/// wants to know which it is.
struct HashedRow {
    private struct Found: Error {}

    /// Nil where no row holds one: then a directory does.
    private var place: (source: Int64, line: Int64, column: String)?

    static func first(in log: EventLog) throws -> HashedRow {
        var row = HashedRow()
        for kind in [EventKind.calendar, .mail] where row.place == nil {
            let columns = kind.columns.indices.filter { [.text, .inlineText].contains(kind.columns[$0].type) }
            do {
                try log.forEachEventInOrder(kind: kind) { event in
                    for column in columns {
                        guard let text = event.text(column), Pseudonym.isHeld(by: text) else { continue }
                        row.place = (event.source, event.line, kind.columns[column].name)
                        throw Found()
                    }
                }
            } catch is Found {}
        }
        return row
    }

    /// Names no file, as a file's name may be a person's.
    var failure: Failure {
        Failure(
            .refused, Pseudonymiser.ValueError.hashedAlready.description,
            at: place.map { "file \($0.source) of the store, line \($0.line), column \($0.column)" },
            next: place == nil
                ? "No row of the log holds one: look for it in the directory."
                : "'SELECT name FROM source WHERE id = \(place?.source ?? 0)' in sqlite3 says which file that is. What is in the log stays there: make a new store without the file."
        )
    }
}
