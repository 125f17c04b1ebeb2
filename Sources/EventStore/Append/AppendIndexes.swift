import GRDB

/// What a transaction writes beside the rows themselves, once for all of its batches: where the rows of each stream and
/// of each day stand, and which identities the log has.
final class AppendIndexes {
    private var identities = KnownIdentities()
    private var segments: [StreamSegments]
    private let groups: [EntryGroups?]
    private var days = DayLists()

    init() {
        segments = EventKind.all.map { _ in StreamSegments() }
        groups = EventKind.all.map { EntryGroups(EventTable($0)) }
    }

    private func place(_ kind: EventKind) -> Int { EventKind.all.firstIndex(of: kind) ?? 0 }

    func groups(of kind: EventKind) -> EntryGroups? { groups[place(kind)] }

    /// - Parameters:
    ///   - position: the log's last.
    ///   - rows: how many rows the transaction brings.
    func begin(_ db: Database, after position: Int64, rows: Int) throws {
        try identities.begin(db, after: position, rows: rows)
        for groups in groups { try groups?.begin(db) }
        days = DayLists()
        for index in segments.indices { segments[index] = StreamSegments() }
    }

    /// Whether the log has a row, or the transaction has taken it.
    func find(
        _ identity: EventIdentity, isRow: (_ position: Int64) throws -> Bool
    ) throws -> KnownIdentities.Answer { try identities.find(identity, isRow: isRow) }

    /// - Parameters:
    ///   - position: the row's, one more than that of the row before.
    ///   - loggedAt: ticks, or nil in a row without; nil for a kind whose days are not listed.
    @inline(__always)
    func add(_ identity: EventIdentity, stream: Int64, position: Int64, of kind: EventKind, loggedAt: Int64??) {
        identities.take(identity)
        segments[place(kind)].add(stream, position)
        if let loggedAt { days.add(position, ticks: loggedAt) }
    }

    func finish(_ db: Database) throws {
        try identities.finish(db)
        for (index, kind) in EventKind.all.enumerated() { try segments[index].write(EventTable(kind), db) }
        try days.write(db)
        for groups in groups { groups?.end() }
    }

    /// After a transaction that was rolled back.
    func forget() {
        identities.forget()
        for groups in groups { groups?.forget() }
    }
}
