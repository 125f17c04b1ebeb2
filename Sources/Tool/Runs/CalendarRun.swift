import Privacy
import Reconstruct
import Tables

/// Writes meetings as calendar files.
struct CalendarRun {
    var layout: CalendarTable.Layout?
    var naming = CalendarNaming.iana
    var namesCalendars = false

    func run(_ source: OccurrenceSource, _ options: TableOptions, mask: Mask) throws -> FinishedTable {
        let table = CalendarTable(options, mask: mask, layout: layout, zones: naming, namesCalendars: namesCalendars)
        if source.view == .asHeld {
            let zones = ZoneBook()
            try source.forEach(in: options.window) { try table.add($0, zones) }
        } else {
            try source.forEachMeeting(in: options.window) { try table.add($0, $1, $2) }
        }
        return try table.finish()
    }
}
