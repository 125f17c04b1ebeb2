import EventStore
import ExchangeFormats

extension EventLog {
    /// How many of the first rows are looked at: a log is clear, or it is not.
    private static let rowsLookedAt: Int64 = 1_000

    /// Whether people stand in the calendar's log under their own addresses. Rows of a finished table, in which they are
    /// pseudonyms, would keep every other table of such a log from being written, and have their meetings counted twice.
    package func namesPeopleInClear() throws -> Bool {
        let columns = CalendarColumn.allCases.indices.filter {
            CalendarColumn.allCases[$0] == .mailbox || CalendarColumn.allCases[$0].namesSomebody
        }
        var isClear = false
        try forEachEventInOrder(kind: .calendar, upTo: Self.rowsLookedAt) { event in
            guard !isClear else { return }
            isClear = columns.contains { column in
                // What is no pseudonym need be nobody's name: a finished table has words such as "external" too.
                event.text(column).map { $0.contains("@") && !Pseudonym.isHeld(by: $0) } ?? false
            }
        }
        return isClear
    }
}
