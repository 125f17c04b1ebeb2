import GRDB

extension EventLog {
    /// From which day to which one events of each kind bear a time, in days since 1970 UTC; a kind of which none does
    /// is left out. Looks at every row of a kind whose days are not listed.
    ///
    /// - Parameter last: what bears a later day tells nothing of how far the log goes.
    package func loggedDays(upTo last: Int64) throws(StoreError) -> [(kind: EventKind, days: ClosedRange<Int64>)] {
        try read { db in
            try Schema.kinds(in: db).compactMap { kind -> (kind: EventKind, days: ClosedRange<Int64>)? in
                let (days, table): (String, String)
                if kind == .calendar, try Schema.hasDays(db) {
                    (days, table) = ("day", DayLists.table)
                } else if let time = kind.columns.first(where: { $0.type == .instant })?.name {
                    // The day of an instant before 1970 is nobody's: such rows are left out below.
                    (days, table) = ("\(time) / \(DayLists.ticksPerDay)", kind.name)
                } else {
                    return nil
                }
                // An entry without a time counts as one of the first day.
                let row = try Row.fetchOne(
                    db, sql: "SELECT min(\(days)), max(\(days)) FROM \(table) WHERE \(days) BETWEEN 1 AND ?",
                    arguments: [last])
                guard let row, !row.isNull(0), !row.isNull(1) else { return nil }
                return (kind, try row.integer(0)...row.integer(1))
            }
        }
    }
}
