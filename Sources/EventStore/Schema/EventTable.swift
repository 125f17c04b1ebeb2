/// How the events of one kind are stored: the table, what guards it, and the view that people read.
///
/// Instants are numbers in the unit of the row's `form`: milliseconds, or ticks of 100 ns where a value has more
/// than three fractional digits. They are stored as differences, from log time, and the end's from the start: most
/// then take one to four bytes.
struct EventTable: Sendable {
    /// How the values of an event are spread over tables.
    enum Layout {
        /// Versions 1 to 3: all in one row, found through a unique index on stream and identity.
        case flat
        /// Since version 4: what the rows of an item share stands once, in a table of groups. Runs of identities tell
        /// which rows the log has, segments where the rows of a stream stand.
        case grouped
    }

    /// Where a column's value stands.
    struct Place {
        var isInGroup: Bool
        /// In the columns that a reader selects of the entry, or of the group.
        var index: Int32
    }

    let kind: EventKind
    let layout: Layout
    /// The kind's columns, those that a later version added left out.
    let columns: [EventKind.Column]
    /// Columns before those of the kind.
    static let fixedColumns = ["position", "stream", "identity_head", "identity_rest", "source", "line", "form"]

    /// - Parameter version: of the store's schema.
    init(_ kind: EventKind, version: Int = Schema.version) {
        self.kind = kind
        layout = version < 4 ? .flat : .grouped
        columns = Array(kind.columns.prefix(EventTable.columnCount(kind, version: version)))
    }

    /// How many of the kind's columns a version of the schema has: a later one adds columns at the end.
    private static func columnCount(_ kind: EventKind, version: Int) -> Int { kind == .calendar ? 25 : 27 }

    var name: String { kind.name }
    /// Where the rows of each stream stand; only in the grouped layout.
    var segments: String { "\(name)_segment" }
    var groups: String { "\(name)_group" }

    var groupedColumns: [Int] { columns.indices.filter { isGrouped($0) } }
    var hasGroups: Bool { !groupedColumns.isEmpty }

    func isGrouped(_ column: Int) -> Bool { layout == .grouped && columns[column].isGrouped }

    /// The instant from which another is counted: the first of the kind, its log time; the end from the start. What
    /// stands in a group is counted from what stands there too, in ticks.
    func base(of column: Int) -> Int? {
        guard let base = EventTable.base(of: column, columns), isGrouped(base) == isGrouped(column) else { return nil }
        return base
    }

    /// The instant from which another is counted in the form that the chain covers, which is the flat layout's.
    static func base(of column: Int, _ columns: [EventKind.Column]) -> Int? {
        guard columns[column].type == .instant, let first = columns.firstIndex(where: { $0.type == .instant }),
            column != first
        else { return nil }
        if columns[column].name == "endtime", let start = columns.firstIndex(where: { $0.name == "starttime" }) {
            return start
        }
        return first
    }
}

// MARK: - Definitions

extension EventTable {
    private func definition(of column: EventKind.Column) -> String {
        switch column.type {
        case .instant, .integer, .boolean: "\(column.name) INTEGER"
        case .text, .bytes: "\(column.name) INTEGER REFERENCES dictionary"
        case .inlineText: "\(column.name) TEXT"
        }
    }

    /// What makes the table of a kind and what belongs to it, statement by statement.
    var definitions: [String] {
        switch layout {
        case .flat: [flatCreation] + guards + [keptOnce, view]
        case .grouped: groupedCreations + guards + [view]
        }
    }

    private var fixedDefinitions: String {
        """
        position INTEGER PRIMARY KEY, stream INTEGER NOT NULL, identity_head INTEGER NOT NULL,
          identity_rest BLOB NOT NULL, source INTEGER NOT NULL, line INTEGER NOT NULL, form INTEGER NOT NULL,
        """
    }

    private var flatCreation: String {
        """
        CREATE TABLE \(name)(\(fixedDefinitions)
          \(columns.map(definition).joined(separator: ", ")));
        CREATE UNIQUE INDEX \(name)_stream ON \(name)(stream, identity_head)
        """
    }

    private var groupedCreations: [String] {
        let own = columns.indices.filter { !isGrouped($0) }.map { definition(of: columns[$0]) }
        let reference = hasGroups ? ["entry_group INTEGER NOT NULL REFERENCES \(groups)"] : []
        let entries = "CREATE TABLE \(name)(\(fixedDefinitions)\n  \((reference + own).joined(separator: ", ")))"
        let segments = """
            CREATE TABLE \(segments)(stream INTEGER NOT NULL, first_position INTEGER NOT NULL, rows INTEGER NOT NULL,
              PRIMARY KEY(stream, first_position)) WITHOUT ROWID
            """
        let shared = groupedColumns.map { definition(of: columns[$0]) }
        return
            (hasGroups
            ? [
                "CREATE TABLE \(groups)(id INTEGER PRIMARY KEY, \(shared.joined(separator: ", ")))"
            ] : []) + [entries, segments]
    }

    /// One statement each. A replacing insert would remove the row that it meets without firing the deletion's trigger,
    /// so one that meets a position is refused.
    private var guards: [String] {
        let entries = Schema.appendOnly(name, key: ["position"])
        guard layout == .grouped else { return entries }
        return entries + Schema.appendOnly(segments, key: ["stream", "first_position"])
            + (hasGroups ? Schema.appendOnly(groups, key: ["id"]) : [])
    }

    /// Leaves out a row that would replace the one of the same identity.
    private var keptOnce: String {
        """
        CREATE TRIGGER \(name)_is_kept_once BEFORE INSERT ON \(name)
        WHEN EXISTS (SELECT 1 FROM \(name) WHERE stream = new.stream AND identity_head = new.identity_head)
          AND NOT EXISTS (SELECT 1 FROM \(name) WHERE position = new.position)
        BEGIN SELECT raise(IGNORE); END
        """
    }

    /// The kind's events with the export's column names and readable values.
    var view: String {
        let first = columns.firstIndex { $0.type == .instant }
        let instants = columns.indices.filter { columns[$0].type == .instant }
        func column(_ index: Int) -> String { (isGrouped(index) ? "g." : "e.") + columns[index].name }
        func ticks(_ index: Int) -> String {
            guard let base = base(of: index) else { return column(index) }
            return "(\(column(index)) + coalesce(\(ticks(base)), 0))"
        }
        let values = columns.indices.map { index in
            let name = columns[index].name
            let text = "(SELECT value FROM dictionary WHERE id = \(column(index)))"
            switch columns[index].type {
            case .inlineText where name == kind.keyColumn: return "coalesce(\(column(index)), s.key) AS \(name)"
            case .integer, .inlineText: return column(index)
            case .boolean: return "CASE \(column(index)) WHEN 1 THEN 'True' WHEN 0 THEN 'False' END AS \(name)"
            case .bytes: return "hex(\(text)) AS \(name)"
            case .text where name == kind.keyColumn: return "coalesce(\(text), s.key) AS \(name)"
            case .text: return "\(text) AS \(name)"
            case .instant:
                let place = instants.firstIndex(of: index) ?? 0
                let digits = "(e.form >> \(1 + 2 * place)) & 3"
                let milliseconds =
                    isGrouped(index)
                    ? "(\(ticks(index)) / 10000)"
                    : "(CASE e.form & 1 WHEN 1 THEN \(ticks(index)) / 10000 ELSE \(ticks(index)) END)"
                return """
                    CASE \(digits) WHEN 0 THEN strftime('%Y-%m-%d %H:%M:%S', \(milliseconds) / 1000, 'unixepoch')
                      ELSE strftime('%Y-%m-%d %H:%M:%S', (\(milliseconds) - ((\(milliseconds) % 1000) + 1000) % 1000) / 1000, 'unixepoch')
                        || printf('.%03d', ((\(milliseconds) % 1000) + 1000) % 1000) END AS \(name)
                    """
            }
        }
        // What stands before the log time says what log it was; the export's own columns come first in the view.
        func isExported(_ index: Int) -> Bool { index >= (first ?? 0) && columns[index].name != "more" }
        let exported = columns.indices.filter(isExported).map { values[$0] }
        let others = columns.indices.filter { !isExported($0) }.map { values[$0] }
        let join = hasGroups && layout == .grouped ? " JOIN \(groups) AS g ON g.id = e.entry_group" : ""
        return """
            CREATE VIEW \(kind.plural) AS SELECT \((exported + others).joined(separator: ",\n  ")),
              e.position, s.key AS \(kind.keyName), (SELECT name FROM source WHERE id = e.source) AS source, e.line
            FROM \(name) AS e JOIN stream AS s ON s.id = e.stream\(join)
            """
    }
}

// MARK: - Statements

extension EventTable {
    /// Columns of an entry's row as readers and the writer name them: the fixed ones, the group, the kind's own.
    var entryColumns: [String] {
        EventTable.fixedColumns + (hasGroups ? ["entry_group"] : [])
            + columns.indices.filter { !isGrouped($0) }.map { columns[$0].name }
    }

    /// Where the number of a row's group stands among its columns.
    static let groupPlace = Int32(fixedColumns.count)

    /// Where each of the kind's columns stands in `entryColumns`, or in the columns of a group.
    var places: [Place] {
        var own = Int32(EventTable.fixedColumns.count + (hasGroups ? 1 : 0)), grouped: Int32 = 0
        return columns.indices.map { column in
            let isInGroup = isGrouped(column)
            defer { if isInGroup { grouped += 1 } else { own += 1 } }
            return Place(isInGroup: isInGroup, index: isInGroup ? grouped : own)
        }
    }

    var insertion: String {
        "INSERT INTO \(name)(\(entryColumns.joined(separator: ","))) VALUES(\(entryColumns.map { _ in "?" }.joined(separator: ",")))"
    }

    /// The values of a group by its number.
    var groupSelection: String? {
        hasGroups
            ? "SELECT \(groupedColumns.map { columns[$0].name }.joined(separator: ", ")) FROM \(groups) WHERE id = ?"
            : nil
    }

    /// What has each stream that has events of the kind, in an index of its own, as `e`.
    var streamsSource: String {
        switch layout {
        case .flat: "\(name) AS e INDEXED BY \(name)_stream"
        case .grouped: "\(segments) AS e"
        }
    }

    /// The rows of one stream, its number the only argument.
    ///
    /// - Parameters:
    ///   - last: leaves out rows after this position.
    ///   - inOrder: in the order of the log, else in any.
    func selection(upTo last: Int64?, inOrder: Bool) -> String {
        let selected = entryColumns.map { "e.\($0)" }.joined(separator: ", ")
        let bound = last.map { "AND e.position <= \($0)" } ?? ""
        switch layout {
        case .flat:
            return
                "SELECT \(selected) FROM \(name) AS e INDEXED BY \(name)_stream WHERE e.stream = ? \(bound) \(inOrder ? "ORDER BY e.position" : "")"
        case .grouped:
            // Both loops run upwards, so the order costs no sorting.
            return """
                SELECT \(selected) FROM \(segments) AS s CROSS JOIN \(name) AS e
                ON e.position BETWEEN s.first_position AND s.first_position + s.rows - 1 AND e.stream = s.stream
                WHERE s.stream = ? \(bound) ORDER BY s.first_position, e.position
                """
        }
    }
}

extension EventKind {
    /// The name of the kind's view.
    var plural: String { name.hasSuffix("y") ? name.dropLast() + "ies" : name + "s" }
}
