/// How the events of one kind are stored: the table, what guards it, and the view that people read.
///
/// Instants are numbers in the unit of the row's `form`: milliseconds, or ticks of 100 ns where a value has more
/// than three fractional digits. They are stored as differences, from log time, and the end's from the start: most
/// then take one to four bytes.
struct EventTable: Sendable {
    let kind: EventKind
    /// Columns before those of the kind.
    static let fixedColumns = ["position", "stream", "identity_head", "identity_rest", "source", "line", "form"]

    init(_ kind: EventKind) { self.kind = kind }

    var name: String { kind.name }

    /// The instant from which another is counted: the first of the kind, its log time; the end from the start.
    func base(of column: Int) -> Int? {
        guard kind.columns[column].type == .instant,
            let first = kind.columns.firstIndex(where: { $0.type == .instant }), column != first
        else { return nil }
        if kind.columns[column].name == "endtime",
            let start = kind.columns.firstIndex(where: { $0.name == "starttime" })
        {
            return start
        }
        return first
    }

    var creation: String {
        let columns = kind.columns.map { column in
            switch column.type {
            case .instant, .integer, .boolean: "\(column.name) INTEGER"
            case .text, .bytes: "\(column.name) INTEGER REFERENCES dictionary"
            case .inlineText: "\(column.name) TEXT"
            }
        }
        return """
            CREATE TABLE \(name)(position INTEGER PRIMARY KEY, stream INTEGER NOT NULL, identity_head INTEGER NOT NULL,
              identity_rest BLOB NOT NULL, source INTEGER NOT NULL, line INTEGER NOT NULL, form INTEGER NOT NULL,
              \(columns.joined(separator: ", ")));
            CREATE UNIQUE INDEX \(name)_stream ON \(name)(stream, identity_head)
            """
    }

    /// What makes the table of a kind, statement by statement.
    var definitions: [String] { [creation] + guards + [view] }

    /// One statement each. A replacing insert would remove the row that it meets without firing the deletion's trigger,
    /// so one that meets a position is refused, and one that meets an identity is left out.
    var guards: [String] {
        [
            "CREATE TRIGGER \(name)_is_not_updated BEFORE UPDATE ON \(name) BEGIN SELECT raise(ABORT, 'the log is append-only'); END",
            "CREATE TRIGGER \(name)_is_not_deleted BEFORE DELETE ON \(name) BEGIN SELECT raise(ABORT, 'the log is append-only'); END",
            """
            CREATE TRIGGER \(name)_is_not_replaced BEFORE INSERT ON \(name)
            WHEN EXISTS (SELECT 1 FROM \(name) WHERE position = new.position) BEGIN SELECT raise(ABORT, 'the log is append-only'); END
            """,
            """
            CREATE TRIGGER \(name)_is_kept_once BEFORE INSERT ON \(name)
            WHEN EXISTS (SELECT 1 FROM \(name) WHERE stream = new.stream AND identity_head = new.identity_head)
              AND NOT EXISTS (SELECT 1 FROM \(name) WHERE position = new.position)
            BEGIN SELECT raise(IGNORE); END
            """,
        ]
    }

    var insertion: String {
        let names = EventTable.fixedColumns + kind.columns.map(\.name)
        return
            "INSERT INTO \(name)(\(names.joined(separator: ","))) VALUES(\(names.map { _ in "?" }.joined(separator: ",")))"
    }

    /// The kind's events with the export's column names and readable values.
    var view: String {
        let first = kind.columns.firstIndex { $0.type == .instant }
        let instants = kind.columns.indices.filter { kind.columns[$0].type == .instant }
        func ticks(_ column: Int) -> String {
            let own = "e.\(kind.columns[column].name)"
            guard let base = base(of: column) else { return own }
            return "(\(own) + coalesce(\(ticks(base)), 0))"
        }
        let columns = kind.columns.indices.map { index in
            let column = kind.columns[index]
            let text = "(SELECT value FROM dictionary WHERE id = e.\(column.name))"
            switch column.type {
            case .inlineText where column.name == kind.keyColumn:
                return "coalesce(e.\(column.name), s.key) AS \(column.name)"
            case .integer, .inlineText: return "e.\(column.name)"
            case .boolean: return "CASE e.\(column.name) WHEN 1 THEN 'True' WHEN 0 THEN 'False' END AS \(column.name)"
            case .bytes: return "hex(\(text)) AS \(column.name)"
            case .text where column.name == kind.keyColumn: return "coalesce(\(text), s.key) AS \(column.name)"
            case .text: return "\(text) AS \(column.name)"
            case .instant:
                let place = instants.firstIndex(of: index) ?? 0
                let digits = "(e.form >> \(1 + 2 * place)) & 3"
                let milliseconds = "(CASE e.form & 1 WHEN 1 THEN \(ticks(index)) / 10000 ELSE \(ticks(index)) END)"
                return """
                    CASE \(digits) WHEN 0 THEN strftime('%Y-%m-%d %H:%M:%S', \(milliseconds) / 1000, 'unixepoch')
                      ELSE strftime('%Y-%m-%d %H:%M:%S', (\(milliseconds) - ((\(milliseconds) % 1000) + 1000) % 1000) / 1000, 'unixepoch')
                        || printf('.%03d', ((\(milliseconds) % 1000) + 1000) % 1000) END AS \(column.name)
                    """
            }
        }
        // What stands before the log time says what log it was; the export's own columns come first in the view.
        func isExported(_ column: Int) -> Bool { column >= (first ?? 0) && kind.columns[column].name != "more" }
        let exported = columns.indices.filter(isExported).map { columns[$0] }
        let others = columns.indices.filter { !isExported($0) }.map { columns[$0] }
        return """
            CREATE VIEW \(kind.plural) AS SELECT \((exported + others).joined(separator: ",\n  ")),
              e.position, s.key AS \(kind.keyName), (SELECT name FROM source WHERE id = e.source) AS source, e.line
            FROM \(name) AS e JOIN stream AS s ON s.id = e.stream
            """
    }
}

extension EventKind {
    /// The name of the kind's view.
    var plural: String { name.hasSuffix("y") ? name.dropLast() + "ies" : name + "s" }
}
