import GRDB

extension EventLog {
    /// From which day to which one events of the log bear a time, in days since 1970 UTC; nil where none does.
    ///
    /// - Parameter last: what bears a later day tells nothing of how far the log goes.
    package func loggedDays(upTo last: Int64) throws(StoreError) -> ClosedRange<Int64>? {
        try read { db in
            var bounds: [Int64] = []
            for kind in try Schema.kinds(in: db) {
                let (days, table): (String, String)
                if kind == .calendar, try Schema.hasDays(db) {
                    (days, table) = ("day", DayLists.table)
                } else if let time = kind.columns.first(where: { $0.type == .instant })?.name {
                    // The day of an instant before 1970 is nobody's: such rows are left out below.
                    (days, table) = ("\(time) / \(DayLists.ticksPerDay)", kind.name)
                } else {
                    continue
                }
                // An entry without a time counts as one of the first day.
                let row = try Row.fetchOne(
                    db, sql: "SELECT min(\(days)), max(\(days)) FROM \(table) WHERE \(days) BETWEEN 1 AND ?",
                    arguments: [last])
                if let row, let first: Int64 = row[0], let newest: Int64 = row[1] { bounds += [first, newest] }
            }
            guard let first = bounds.min(), let newest = bounds.max() else { return nil }
            return first...newest
        }
    }
}
