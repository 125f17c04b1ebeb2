import GRDB

/// What a transaction writes beside the rows themselves, once for all of its batches: where the rows of each stream and
/// of each day stand, and which identities the log has.
final class AppendIndexes {
    private var identities = KnownIdentities()
    private var segments: [StreamSegments]
    private let tables = EventKind.all.map(AppendTable.init)
    private var days = DayLists()

    init() {
        segments = EventKind.all.map { _ in StreamSegments() }
    }

    private func place(_ kind: EventKind) -> Int { EventKind.all.firstIndex(of: kind) ?? 0 }

    func table(of kind: EventKind) -> AppendTable { tables[place(kind)] }

    /// - Parameters:
    ///   - position: the log's last.
    ///   - rows: how many rows the transaction brings.
    func begin(_ db: Database, after position: Int64, rows: Int) throws {
        try identities.begin(db, after: position, rows: rows)
        for table in tables { try table.groups?.begin(db) }
        days = DayLists()
        for index in segments.indices { segments[index] = StreamSegments() }
    }

    /// Runs the work of one batch on what it adds to: looked up once, and not for each row.
    func add(
        of kind: EventKind,
        _ body: (inout KnownIdentities, inout StreamSegments, inout DayLists) throws -> Void
    ) throws { try body(&identities, &segments[place(kind)], &days) }

    func finish(_ db: Database) throws {
        try identities.finish(db)
        for (index, kind) in EventKind.all.enumerated() { try segments[index].write(EventTable(kind), db) }
        try days.write(db)
        for table in tables { table.groups?.end() }
    }

    /// After a transaction that was rolled back.
    func forget() {
        identities.forget()
        for table in tables { table.groups?.forget() }
    }
}
